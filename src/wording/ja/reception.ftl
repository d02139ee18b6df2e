# ルールの受け止められ方と、チャンネルで声をかけた理由

silenced-title = ルールを一つ停止しました
silenced-body = このルールによる声かけは、複数の方から「問題ありません」が { $refused } 回あり、相談につながったのは { $accepted } 回でした。内容：「{ $why }」（`{ $rule }`）。言葉は `config/rules` にあります。
button-wake-rule = 再開する
woken = ルール `{ $rule }` を再開しました。回数は数え直します。
refused-team-only = この操作はリエゾンチームのものです。変更はありません。

why-here-title = このチャンネルで声をかける理由
why-here-quiet = ここでは、聞かれたときだけお答えしています。
why-here-budget = こちらからの声かけ：1 時間に { $hours } 回のうち { $hour } 回、1 日に { $days } 回のうち { $day } 回。
why-here-lately = 最近の声かけ：
why-here-nothing = この一日、こちらからの声かけはありませんでした。
why-here-said = • { $link }：{ $cause }
why-here-message = 投稿
why-here-words = 相手に通じにくい言葉（{ $terms }）
why-here-rules = ルールの受け止められ方（相談へ／問題なし）：
why-here-rule = • `{ $rule }`：ここでは { $here }、全体では { $all }{ $silent ->
    [yes] （停止中）
   *[no] {""}
}
why-here-no-rules = ルールへのご意見はまだありません。
why-here-change = どれも変更できます。チャンネルは「チャンネルの設定」、ご自身は `/liaison 静かに`、ルールは「問題ありません」でお知らせください。
