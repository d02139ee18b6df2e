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
explain-part = I have “{ $term }” as a part of “{ $whole }”:
explain-parts = I have “{ $term }” as a part of several terms: { $terms }. Which one?
explain-see = Related:
search-found = { $count ->
    [one] One term has to do with “{ $words }”:
   *[other] { $count } terms have to do with “{ $words }”:
}
search-more = { $count ->
    [one] One more is not shown. Another word makes the list shorter.
   *[other] { $count } more are not shown. Another word makes the list shorter.
}
search-none = No term I know has to do with “{ $words }”.
explain-nothing = I don't have “{ $term }” yet.
button-more = { $count ->
    [one] One more word
   *[other] { $count } more words
}
button-mute-here = Mute here
mute-done = I won't explain { $terms } in this channel any more.
field-sales = sales
field-engineering = engineering
field-marketing = marketing
field-finance = finance
field-contracts = contracts
