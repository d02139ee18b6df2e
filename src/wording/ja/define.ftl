# 用語集への登録

define-title = 用語の登録
define-title-edit = 用語の改善
define-title-proposal = 提案の編集
define-submit-propose = 提案する
define-submit-take = 保存する
define-intro = 用語とその説明が、どちらか一つの言語であれば十分です。残りは用語集の担当者が補えます。
define-intro-steward = 用語集の担当者として登録されています。保存すると、すぐに使われます。
define-outdated = *提案のあとで、この項目が変更されています。* 現在の説明：{ $text }
define-terms-en = 用語（英語）
define-terms-ja = 用語（日本語）
define-terms-hint = 一行に一つ、使ってほしい語を先頭に。日本語の読みは「検収（けんしゅう）」のように添えられます。活用や表記のゆれは自動で見つかります。
define-field = どの分野の言葉ですか
define-definition-en = 説明（英語）
define-definition-ja = 説明（日本語）
define-definition-hint = スマートフォンでも読みやすい一文で
define-plain-en = 相手側に向けた言い換え（英語）
define-plain-ja = 相手側に向けた言い換え（日本語）
define-plain-hint = ふだん使わない方にとって、どういうことか
define-example-en = 用例（英語）
define-example-ja = 用例（日本語）
define-visibility = 公開範囲
define-visibility-internal = 自社のみ
define-visibility-public = 共有チャンネルでは社外の方にも

define-fault-no-term = 用語そのものを、どちらかの言語でご記入ください。
define-fault-no-definition = 用語と同じ言語で、説明をご記入ください。
define-fault-broad = 「{ $term }」は日常的な言葉で、とても多くの投稿に当てはまります。もう少し具体的な名前にしてください。
define-fault-never-found = 「{ $term }」は投稿の中で見つけられません。ふだん書かれるとおりにご記入ください。
define-fault-long-term = 「{ $term }…」は用語としては長すぎます。80 文字以内でお願いします。
define-fault-many-terms = 用語は { $count } 個までにしてください。
define-fault-long-text = { $count } 文字以内でお願いします。
define-fault-no-field = どの分野の言葉か、お選びください。
define-fault-unchanged = まだ何も変更されていません。
define-fault-outdated = フォームを開いたあとに、この項目が変更されました。お手数ですが、一度閉じて開き直してください。

define-remark-same = 「{ $term }」は、すでに *{ $name }* として登録されています：{ $text } 同じ意味でしたら、そちらの改善をお願いします。
define-remark-shared = 「{ $term }」は { $field } の言葉としても登録されています。*{ $name }*：{ $text } 両方を表示します。
define-remark-waiting = 「{ $term }」はすでに提案されていて（{ $id }）、担当者の確認待ちです。
define-remark-wide = 「{ $term }」は、先週調べられた次の言葉にも当てはまります：{ $words }。これで合っていますか。
define-remark-asked = 「{ $term }」はこれまでに { $count } 回調べられています。ご登録ありがとうございます。
define-remark-lacks-en = 英語がまだそろっていません。
define-remark-lacks-ja = 日本語がまだそろっていません。
define-remark-long-en = 英語の説明が、スマートフォンで読むには長めです。
define-remark-long-ja = 日本語の説明が、スマートフォンで読むには長めです。

define-card-title = { $id } · { $term }
define-card-new = *提案*
    新しい項目
define-card-change = *提案*
    項目の変更
define-card-from = *提案者*
    { $who }
define-card-field = *分野*
    { $field }
define-card-visibility = *公開範囲*
    { $who }
define-row = *{ $label }*
    { $text }
define-row-was = *{ $label }*
    { $text }
    _変更前：_{ $before }
define-nothing = （なし）
define-line = *{ $id }* · { $term }：{ $text }
define-card-taken = { $who } さんが承認しました。
define-card-changed = { $who } さんが変更を加えて承認しました。
define-card-declined = { $who } さんが見送りました：{ $reason }
button-approve = 承認する
button-edit = 編集する
button-decline = 見送る
button-improve = 改善する
button-open-form = フォームを開く
button-still-right = このままで正しい

define-offer = 「{ $term }」のフォームはこちらです。
define-offer-empty = 新しい用語のフォームはこちらです。
define-which-one = どれを改善しますか。
define-which = 「{ $term }」には項目がいくつかあります。どれを改善しますか。
button-new-meaning = 新しい意味を登録
define-noted = ありがとうございます。「{ $term }」を { $id } として用語集の担当者に届けました。結果はこちらでお知らせします。
define-unreached = ありがとうございます。「{ $term }」を { $id } として控えましたが、用語集の担当者に届けられませんでした。お手数ですが管理者にお知らせください。内容は失われていません。
define-taken-at-once = 用語集の担当者によるご登録ですので、「{ $term }」はすぐに使われます。
define-taken = 「{ $term }」が用語集に入りました。ご提案ありがとうございました。
define-taken-changed = 「{ $term }」が、{ $who } さんの変更を加えて用語集に入りました。ご提案ありがとうございました。
define-declined = 「{ $term }」は、今回は用語集への登録が見送られました。{ $who } さんより：{ $reason }
define-gone = 「{ $term }」をお受けできませんでした：{ $reason } `/liaison 定義` で、もう一度フォームを開けます。
define-only-stewards = この操作は、用語集の担当者に限られています。変更はありません。
define-not-here = 用語集への登録は、社外の方の目に触れない場所でお願いしています。私とのダイレクトメッセージか、私が参加している社内だけのチャンネルでお試しください。
define-already-taken = { $id } は、すでに { $who } さんが承認し、用語集に入っています。
define-already-declined = { $id } は、すでに { $who } さんが見送りとしています。
define-changed-since = { $id } が提案されたあとで、項目が変更されています。「編集する」で両方を見比べられます。
define-unknown = { $id } は見つかりませんでした。

decline-title = 提案の見送り
decline-submit = 見送る
decline-intro = { $who } さんに理由をお伝えします。ひとこと添えていただけると助かります。
decline-reason = 「{ $term }」を見送る理由
decline-reason-hint = 例：別の言い方をしているため、別の名前で登録済みのため
fault-reason = ひとことで結構ですので、ご記入ください。

still-title = いまもこのままで正しいでしょうか
still-owner = ご登録の「{ $term }」は、半年のあいだ確認されていません。
still-stewards = 「{ $term }」は長いあいだ確認されておらず、登録した方からのお返事もありません。
still-done = ありがとうございます。「{ $term }」は、これから半年、確認済みとして扱います。
still-not-yours = この操作は、「{ $term }」を登録した方と用語集の担当者に限られています。

usage-define = 用語を登録・改善します。例：`/liaison 定義 カナリアリリース`
