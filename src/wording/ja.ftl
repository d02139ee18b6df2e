# Liaison が日本語で伝えることば。短く、やわらかく、どちらの肩も持たずに。
# 値: 文章は埋め込む前に無害化済み。人とチャンネルは Slack のメンションとして届く。

## 用語の説明

explain-fallback = 用語の説明：{ $terms }
explain-entry = *{ $term }*：{ $text }
explain-entry-field = *{ $term }*（{ $field }）：{ $text }
explain-example = 例：{ $text }
explain-foot = このチャンネルで初めて出た言葉なので、短く説明しました。次からは :book: を付けるだけにします（押すと読み直せます）。
explain-several = 「{ $term }」には、ここでは複数の意味があります。
explain-near = 「{ $term }」は見つかりませんでした。{ $terms } のことでしょうか。
explain-nothing = 「{ $term }」はまだ登録されていません。
button-mute-here = ここでは説明しない
mute-done = このチャンネルでは、今後 { $terms } の説明を控えます。
field-sales = 営業
field-engineering = 開発
field-marketing = マーケティング
field-finance = 経理・財務
field-contracts = 契約

## 声かけ

offer-title-divergent-goals = 大切にしたいことが二つ、引き合っているかもしれません：{ $themes }
offer-title-communication-style = 意図とは違う受け取られ方をするかもしれません
offer-title-knowledge-gap = 言葉の意味や前提が、双方で少しずれているかもしれません
offer-body-divergent-goals = 営業と開発で一緒に決められるよう、リエゾンに声をかけましょうか。
offer-body-communication-style = 何を、いつまでに、何のために、の三つがあると話が早く進みます。伝え方はリエゾンにも相談できます。
offer-body-knowledge-gap = 言葉の意味は `/liaison 用語 ことば` で調べられます。言い換えはリエゾンにも相談できます。
offer-private = この表示は、あなたにだけ見えています。
button-bring-liaison = リエゾンに相談する
button-show-both-sides = 双方の立場を見る
button-not-a-problem = 問題ありません
button-why = 表示の理由
offer-dismissed = 承知しました。このチャンネルでは、この件の声かけを控えめにします。
offer-accepted = { $id } としてリエゾンチームに伝えました。進み具合はスレッドでお知らせします。
offer-already = このスレッドは { $id } として、すでにリエゾンチームに届いています。
both-title = 双方の立場
both-theme = *{ $theme }*
both-revenue = • お客様と商談にとって：{ $text }
both-quality = • 製品と、それを支える人にとって：{ $text }
both-foot = どちらも大切です。両方に応えられる形を、一緒に考えてみませんか。
why-title = 声をおかけした理由
why-rule = • { $why }（ルール `{ $rule }`）
why-cue = • 「{ $words }」：{ $cue }
why-words = 手がかりにした言葉：
why-change = 見当違いでしたら「問題ありません」でお知らせください。ルールは管理者が `config/rules` で変更できます。

theme-deadline = 期日
theme-promise = 約束
theme-scope = 対応範囲
theme-quality = 品質
theme-security = セキュリティ
theme-technical-debt = 技術的負債
theme-capacity = 余力・性能
theme-price = 価格
theme-customisation = 個別対応
theme-incident = 障害

concern-revenue-deadline = その日に間に合うかどうかで、お客様の予定が決まります。
concern-quality-deadline = 急いだ作業は、後で手戻りになって返ってきがちです。
concern-revenue-promise = 一度お伝えした言葉を守ることが、信頼の土台です。
concern-quality-promise = 守れる時間と方法があって、はじめて約束になります。
concern-revenue-scope = もう一つの対応が、ご契約の決め手になることがあります。
concern-quality-scope = 追加のたびに、すでに決めたことの時間が減ります。
concern-revenue-quality = お待たせすることにも、信頼や売上の面で代償があります。
concern-quality-quality = お客様に届いた不具合は、防ぐ手間よりずっと高くつきます。
concern-revenue-security = 確認に時間がかかると、商談の機を逃すことがあります。
concern-quality-security = 一つの抜けが、すべてのお客様に影響しかねません。
concern-revenue-technical-debt = お客様は、目に見えて使えるものに対価を払われます。
concern-quality-technical-debt = 先送りにしたぶん、後の変更が遅く、危なくなります。
concern-revenue-capacity = たくさん使っていただけるのは喜ばしく、快適さも欠かせません。
concern-quality-capacity = 設備にも人にも限りがあり、超えると全員が遅くなります。
concern-revenue-price = いまの価格が、長いお付き合いの入口になることがあります。
concern-quality-price = いただかない分の作業も、誰かが作り、守り続けます。
concern-revenue-customisation = 大切な一社に合わせることが、ご契約を左右することがあります。
concern-quality-customisation = 特別対応は一つひとつ、何年も動かし続けることになります。
concern-revenue-incident = お客様は、何が起きているかを早く知りたいと思っておられます。
concern-quality-incident = 復旧にあたる人には、原因を探す落ち着いた時間が必要です。

## 相談（リクエスト）

state-suggested = 提案
state-open = 受付済み
state-in-progress = 対応中
state-waiting = 依頼者の返答待ち
state-on-hold = 保留中
state-solved = 解決（確認待ち）
state-closed = 完了
state-declined = 見送り
state-duplicate = 重複
state-cancelled = 取り下げ

card-title = { $id } · { $state }
card-from = *相談者*
    { $who }
card-where = *場所*
    { $channel }
card-about = *内容*
    { $themes }
card-liaison = *担当*
    { $who }
card-needed = *必要なことと期日*
    { $text }
card-worth = *得られるもの*
    { $text }
card-cost = *かかるもの*
    { $text }
card-tried = *試したこと*
    { $text }
card-link = 元のメッセージを開く
card-direct = ダイレクトメッセージ
button-claim = 担当します
button-solve = 解決しました
button-confirm = はい、解決です
button-reopen = まだです

action-suggest = ボットが提案
action-ask = { $who } さんが相談
action-claim = { $who } さんが担当
action-release = { $who } さんが担当を外れました
action-hand-over = { $who } さんが引き継ぎ
action-wait = { $who } さんが返答待ちに
action-hold = { $who } さんが保留に
action-resume = { $who } さんが再開
action-solve = { $who } さんが解決
action-decline = { $who } さんが見送り
action-mark-duplicate = { $who } さんが重複と判断
action-confirm = { $who } さんが確認
action-reopen = { $who } さんが再開を希望
action-cancel = { $who } さんが取り下げ
action-expire = ご異議がなかったため完了

step-ask = *{ $id }* としてリエゾンチームに伝えました。進み具合はこちらでお知らせします。
step-ask-unreached = *{ $id }* として控えましたが、リエゾン用のチャンネルに届けられませんでした。お手数ですが管理者にお知らせください。内容は失われていません。
step-claim = *{ $id }* は { $who } さんが担当します。
step-solve = { $who } さんから、*{ $id }* が解決したとのことです。{ $requester } さん、いかがでしょうか。まだのときは、このスレッドにそのままご返信ください。
step-confirm = { $who } さんの確認をもって、*{ $id }* は完了しました。お二人ともありがとうございました。
step-reopen = { $who } さんのご希望で、*{ $id }* の対応を再開します。リエゾンチームにも伝わっています。
step-expire = ご異議がなかったため、*{ $id }* を完了としました。
step-other = *{ $id }*：{ $state }

refused-over = { $id } はすでに終わっています（{ $state }）。続きがあるときは `/liaison 相談` で新しく始められます。
refused-not-now = いまはその操作ができません。{ $id } は「{ $state }」です。
refused-taken = { $id } は、すでに { $who } さんが担当しています。
refused-not-yours-liaison = この操作はリエゾンチームのものです。{ $id } はそのままです。
refused-not-yours-requester = この操作は、相談した { $who } さんのものです。{ $id } はそのままです。
refused-outsider = この操作は、Liaison を運用している組織の方に限られています。変更はありません。
request-unknown = { $id } は見つかりませんでした。`/liaison 一覧` でご自身の相談を確認できます。
requests-mine-title = あなたの相談
requests-open-title = 対応中の相談
requests-mine-none = いま相談はありません。`/liaison 相談` で始められます。
requests-open-none = 対応中の相談はありません。
requests-line = *{ $id }* · { $state } · { $who }{ $summary }
requests-more = ほかに { $count } 件あります。

ask-title = リエゾンに相談
ask-submit = 送信
ask-close = やめる
ask-intro = わかるところだけで大丈夫です。残りは相手側に補ってもらえます。
ask-needed = 何が、いつまでに必要ですか
ask-needed-hint = 一、二文で十分です
ask-worth = それで何が得られますか
ask-worth-hint = お客様、金額、時期など
ask-cost = 何がかかりますか
ask-cost-hint = リスク、手間、後回しになることなど
ask-tried = すでに試したことはありますか
ask-tried-hint = 同じことを繰り返さないために

## ヘルプ

help-title = できること
help-intro = 営業と開発で通じにくい言葉を説明し、双方で決めたいことがあればリエゾンにつなぎます。「カナリアって何？」のように、そのまま聞いていただいてもかまいません。
help-line = • `{ $command }`：{ $text }
usage-explain = 言葉の意味を調べます。例：`/liaison 用語 カナリアリリース`
usage-ask = リエゾンに相談します。例：`/liaison 相談 公開日を金曜に早められますか`
usage-requests = ご自身の相談の一覧です。`未完了` で対応中のすべて、`R-12` のように番号で一件を表示します
usage-help = この案内を表示します
help-term = ことば
help-text = 内容
help-listing = 自分 | 未完了 | 番号
unknown = 「{ $text }」がわかりませんでした。
unknown-near = 「{ $text }」がわかりませんでした。`{ $command }` のことでしょうか。
incomplete = どの言葉でしょうか。例：`{ $command }`
