# ヘルプ

help-title = できること
help-intro = 営業と開発で通じにくい言葉を説明し、双方で決めたいことがあればリエゾンにつなぎます。「カナリアって何？」のように、そのまま聞いていただいてもかまいません。
help-line = • `{ $command }`：{ $text }
usage-explain = 言葉の意味を調べます。例：`/liaison 用語 カナリアリリース`（最後に `全員に` を付けると、チャンネル全員に表示します）
usage-search = 思い出せない用語を、関係する言葉から探します。例：`/liaison 検索 解約`
usage-ask = リエゾンに相談します。例：`/liaison 相談 公開日を金曜に早められますか`
usage-requests = ご自身の相談の一覧です。`未完了` で対応中のすべて、`確認待ち`、`検索 ことば`、`R-12` のように番号で一件を表示します
usage-i-am = ご自身の立場を伝えます（説明のしかたを合わせます）。例：`/liaison 役割 営業`
usage-quiet = 聞かれたときだけ答える範囲を選びます。言葉、`ここ`、`どこでも`、元に戻すときは `解除`
usage-settings = このチャンネルでの動き方を設定します
usage-why = このチャンネルで声をかけた理由を表示します
usage-help = この案内を表示します
help-term = ことば
help-words = ことば
help-text = 内容
help-listing = 自分 | 未完了 | 確認待ち | 検索 ことば | 番号
help-role = 営業 | 開発 | リエゾン | その他
help-quiet = ことば | ここ | どこでも | 解除
unknown = 「{ $text }」がわかりませんでした。
unknown-near = 「{ $text }」がわかりませんでした。`{ $command }` のことでしょうか。
incomplete-explain = どの言葉をお調べしますか。例：`{ $command }`
incomplete-search = どんな言葉から探しますか。例：`{ $command }`
incomplete = 続きをご記入ください：`{ $command }`
