# Explaining words

explain-fallback = { $count ->
    [one] A word explained: { $terms }
   *[other] Words explained: { $terms }
}
explain-entry = *{ $term }*: { $text }
explain-entry-field = *{ $term }* ({ $field }): { $text }
explain-example = For example: { $text }
explain-foot = First time here, so a short explanation. From now on I only add :book:; click it to read this again.
explain-several = “{ $term }” has more than one meaning here:
explain-near = I don't have “{ $term }”. Did you mean { $terms }?
explain-nothing = I don't have “{ $term }” yet.
button-mute-here = Mute here
mute-done = I won't explain { $terms } in this channel any more.
field-sales = sales
field-engineering = engineering
field-marketing = marketing
field-finance = finance
field-contracts = contracts
