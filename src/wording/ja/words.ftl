# 用語の説明

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
