# ご本人が選べること

role-tell = いまは「*{ $role }*」の方として、言葉の説明を選んでいます。変更は `/liaison 役割 営業`、`/liaison 役割 開発`、`/liaison 役割 その他` でできます。
role-tell-none = まだ立場を伺っていないため、どなたにも向けた説明をしています。`/liaison 役割 営業` または `/liaison 役割 開発` でお知らせください。
role-set = ありがとうございます。これからは「*{ $role }*」の方に向けて説明します。`/liaison 役割 リセット` で、ユーザーグループに合わせた設定に戻ります。
button-known = 知っています
known-which = 「{ $term }」は見つかりませんでした。ご存じなのは次のどれでしょうか。
known-done = { $terms } をご存じだと控えました。全員がご存じの言葉は、説明を控えます。ホームタブの「もう一度説明を受ける」で元に戻せます。
quiet-ask = どこで静かにしましょうか。言葉ごとには `/liaison 静かに ことば` で選べます。
quiet-is-here = このチャンネルでは、すでに聞かれたときだけお答えしています。
quiet-is-everywhere = どのチャンネルでも、聞かれたときだけお答えしています。
quiet-here-done = このチャンネルでは、聞かれたときだけお答えします。チャンネルの皆さんにもお知らせしました。
quiet-here-over = このチャンネルでの声かけを再開します。チャンネルの皆さんにもお知らせしました。
quiet-everywhere-done = 今後は、投稿への返信やこちらからの声かけを控えます（ほかの方のために :book: を付けることはあります）。ご質問にはいつでもお答えします。`/liaison 静かに 解除` で元に戻ります。
quiet-over = こちらからの声かけを再開します。
button-quiet-everywhere = 自分には、どこでも静かに
button-speak-here = ここでの声かけを再開
button-speak-everywhere = 自分への声かけを再開
