# 相談（リクエスト）

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
requests-mine-title = ご自身の相談
requests-open-title = 対応中の相談
requests-waiting-title = 相談した方のお返事を待っているもの
requests-found-title = この言葉を含む相談
requests-waiting-none = お返事を待っている相談はありません。
requests-found-none = ご覧いただける相談の中には見つかりませんでした。
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

form-late = 入力画面を時間内に開けませんでした。お手数ですが、もう一度お試しください。
fault-needed = ひとことで結構ですので、ご記入ください。
somebody = （削除済みの方）
