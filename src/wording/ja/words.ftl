# 用語の説明

explain-fallback = 用語の説明：{ $terms }
explain-entry = *{ $term }*：{ $text }
explain-entry-field = *{ $term }*（{ $field }）：{ $text }
explain-example = 例：{ $text }
explain-foot = このチャンネルで初めて出た言葉なので、短く説明しました。次からは :book: を付けるだけにします（押すと読み直せます）。
explain-several = 「{ $term }」には、ここでは複数の意味があります。
explain-near = 「{ $term }」は見つかりませんでした。「{ $terms }」のことでしょうか。
explain-part = 「{ $term }」は「{ $whole }」の一部として登録されています。
explain-parts = 「{ $term }」を含む用語がいくつかあります：{ $terms }。どれをお調べしますか。
explain-see = 関連する用語：
search-found = 「{ $words }」に関係する用語は { $count } 件です。
search-more = ほかに { $count } 件あります。言葉を足すと絞り込めます。
search-none = 「{ $words }」に関係する用語は見つかりませんでした。
explain-nothing = 「{ $term }」はまだ登録されていません。
button-more = ほか { $count } 語
button-mute-here = ここでは説明しない
mute-done = このチャンネルでは、今後 { $terms } の説明を控えます。
field-sales = 営業
field-engineering = 開発
field-marketing = マーケティング
field-finance = 経理・財務
field-contracts = 契約
