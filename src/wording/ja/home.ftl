# アプリのホーム、ショートカット、挙手の絵文字

home-term = 用語を調べる
home-term-hint = 例：カナリアリリース
home-waiting = ご対応をお待ちしているもの
home-waiting-none = いまお待ちしているものはありません。
home-mine = ご自身の相談
home-mine-none = 対応中の相談はありません。投稿のメニューから「相談」を選ぶか、`/liaison 相談` と入力すると始められます。
home-settings = 個人設定
home-role = ご自身の立場（説明のしかたを合わせます）
home-role-of-group = ユーザーグループに合わせる（{ $role }）
home-role-unknown = 指定なし
home-language = 表示する言語
home-language-slack = Slack の言語に合わせる
home-known = 「知っている」とした用語は { $count } 件です。
home-kept = お預かりしている情報
home-kept-body = • 上の個人設定
    • 「知っている」とした用語：{ $words } 件
    • お名前の入った相談：{ $requests } 件（ご記入の内容は相談とともに保存します）
    • お名前の入った用語の提案と項目：{ $written } 件
    投稿の本文や、個人ごとの数値は保存していません。
home-foot = できることの一覧は `/liaison ヘルプ` でご覧いただけます。
role-sales = 営業
role-engineering = 開発
role-liaison = リエゾン
role-other = そのほか
button-explain-again = もう一度説明を受ける
button-forget-me = 自分の情報を削除
forget-title = 情報の削除
forget-submit = 削除する
forget-body = 個人設定と「知っている」とした用語を削除し、完了した相談からお名前とご記入の内容を、用語の提案と項目からお名前を取り除きます（説明文は残ります）。対応中の相談は、お返事できるよう、完了するまでお名前を残します。この操作は取り消せません。
forget-done = お預かりしていた情報を削除しました。対応中の相談については、完了するまでお名前を残します。

shortcut-nothing = この投稿には、営業と開発で通じにくい用語は見当たりませんでした。`/liaison 用語 ことば` で、どの言葉でもお調べします。
raised = この投稿について、リエゾンに相談しますか。内容は次の画面でご記入いただけます。
button-ask-about = リエゾンに相談
