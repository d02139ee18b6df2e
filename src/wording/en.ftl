# Everything Liaison says in English. One message a line of thought; short, kind, neutral.
# Values: text is escaped before it gets here; people and channels arrive as Slack mentions.

## Explaining words

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

## Offering help

offer-title-divergent-goals = Two good aims may be pulling apart here: { $themes }
offer-title-communication-style = This may come across differently from how it is meant
offer-title-knowledge-gap = A word or idea here may not mean the same to both sides
offer-body-divergent-goals = Shall I bring in the liaison, so that sales and engineering can decide this together?
offer-body-communication-style = Saying what is needed, by when and what for often gets the quickest answer. The liaison can also help to put it.
offer-body-knowledge-gap = `/liaison explain WORD` tells what a word means. The liaison can also help to put it in other words.
offer-private = Only you can see this.
button-bring-liaison = Bring in the liaison
button-show-both-sides = Show both sides
button-not-a-problem = Not a problem
button-why = Why this?
offer-dismissed = Understood. I'll bring this up less readily in this channel.
offer-accepted = { $id } is with the liaison team. You will hear of each step in the thread.
offer-already = This thread is with the liaison team already, as { $id }.
both-title = Both sides of this
both-theme = *{ $theme }*
both-revenue = • For the customer and the deal: { $text }
both-quality = • For the product and the people who run it: { $text }
both-foot = Both matter. What would a good answer to both look like?
why-title = Why I spoke up
why-rule = • { $why } (rule `{ $rule }`)
why-cue = • “{ $words }”: { $cue }
why-words = What I heard:
why-change = If this was wrong, *Not a problem* tells me so. An administrator can change the rule in `config/rules`.

theme-deadline = deadline
theme-promise = promise
theme-scope = scope
theme-quality = quality
theme-security = security
theme-technical-debt = technical debt
theme-capacity = capacity
theme-price = price
theme-customisation = customisation
theme-incident = incident

concern-revenue-deadline = the date decides whether the customer can go ahead as planned.
concern-quality-deadline = work that is rushed tends to come back, often at a worse time.
concern-revenue-promise = somebody gave their word, and trust rests on keeping it.
concern-quality-promise = a promise holds only if there is time and a way to keep it.
concern-revenue-scope = one more thing may be what makes the customer say yes.
concern-quality-scope = each addition takes time from what is already agreed.
concern-revenue-quality = waiting has a price too, in trust or in revenue.
concern-quality-quality = a fault that reaches the customer costs more than the time to prevent it.
concern-revenue-security = a long review can cost the deal its moment.
concern-quality-security = one gap can harm every customer at once.
concern-revenue-technical-debt = customers pay for what they can see and use.
concern-quality-technical-debt = what is put off makes each later change slower and riskier.
concern-revenue-capacity = more use is what we want, and it should feel fast.
concern-quality-capacity = systems and people have limits; past them everybody is slowed down.
concern-revenue-price = the right price now may open years of business.
concern-quality-price = what is not paid for still has to be built and looked after.
concern-revenue-customisation = fitting one important customer can decide the deal.
concern-quality-customisation = each special case has to be kept working for years.
concern-revenue-incident = the customer needs to know what is happening, and soon.
concern-quality-incident = the people fixing it need quiet to find the cause.

## Requests

state-suggested = Suggested
state-open = Open
state-in-progress = In progress
state-waiting = Waiting for the requester
state-on-hold = On hold
state-solved = Solved, to be confirmed
state-closed = Closed
state-declined = Declined
state-duplicate = Duplicate
state-cancelled = Taken back

card-title = { $id } · { $state }
card-from = *From*
    { $who }
card-where = *Where*
    { $channel }
card-about = *About*
    { $themes }
card-liaison = *Liaison*
    { $who }
card-needed = *Needed, and by when*
    { $text }
card-worth = *What it is worth*
    { $text }
card-cost = *What it costs*
    { $text }
card-tried = *Tried so far*
    { $text }
card-link = Open the message
card-direct = Direct message
button-claim = I'll take this
button-solve = Solved
button-confirm = Yes, settled
button-reopen = Not yet

action-suggest = suggested by the bot
action-ask = asked by { $who }
action-claim = taken on by { $who }
action-release = given back by { $who }
action-hand-over = handed over by { $who }
action-wait = waiting, says { $who }
action-hold = put on hold by { $who }
action-resume = resumed by { $who }
action-solve = solved, says { $who }
action-decline = declined by { $who }
action-mark-duplicate = marked as a duplicate by { $who }
action-confirm = confirmed by { $who }
action-reopen = reopened by { $who }
action-cancel = taken back by { $who }
action-expire = closed, nobody objected

step-ask = I've passed this to the liaison team as *{ $id }*. You will hear of each step here.
step-ask-unreached = I've noted this as *{ $id }*, but I can't reach the liaison channel. Please let your administrator know; nothing is lost.
step-claim = { $who } is looking after *{ $id }* now.
step-solve = { $who } says *{ $id }* is settled. { $requester }, is it? If not, just reply here.
step-confirm = { $who } has confirmed it: *{ $id }* is closed. Thank you, both.
step-reopen = { $who } has reopened *{ $id }*. The liaison team knows.
step-expire = *{ $id }* is closed, since nobody objected.
step-other = *{ $id }*: { $state }

refused-over = { $id } is over already ({ $state }). If something is still open, `/liaison ask` starts a new request.
refused-not-now = That step does not fit now: { $id } is “{ $state }”.
refused-taken = { $who } is looking after { $id } already.
refused-not-yours-liaison = That step is for the liaison team. { $id } stays as it is.
refused-not-yours-requester = That step is for { $who }, who asked. { $id } stays as it is.
refused-outsider = This is for members of the organisation that runs Liaison. Nothing was changed.
request-unknown = I can't find { $id }. `/liaison requests` shows yours.
requests-mine-title = Your requests
requests-open-title = Open requests
requests-mine-none = You have no requests. `/liaison ask` starts one.
requests-open-none = No request is open.
requests-line = *{ $id }* · { $state } · { $who }{ $summary }
requests-more = { $count ->
    [one] One more is not shown.
   *[other] { $count } more are not shown.
}

ask-title = Ask the liaison
ask-submit = Send
ask-close = Cancel
ask-intro = What you know is enough; the other side can add the rest.
ask-needed = What is needed, and by when?
ask-needed-hint = One or two sentences are fine.
ask-worth = What is it worth?
ask-worth-hint = Customer, amount, date
ask-cost = What does it cost?
ask-cost-hint = Risk, effort, what would be put off
ask-tried = What has been tried?
ask-tried-hint = So that nobody does it twice

## Help

help-title = What I can do
help-intro = I explain words sales and engineering do not share, and bring in the liaison when a decision needs both. You can also just ask me: “what is a canary release?”
help-line = • `{ $command }`: { $text }
usage-explain = what a word means. Example: `/liaison explain canary release`
usage-ask = bring in the liaison. Example: `/liaison ask Can we move the launch to Friday?`
usage-requests = your requests; `open` for all open ones, or a number such as `R-12`
usage-help = this overview
help-term = TERM
help-text = TEXT
help-listing = mine | open | NUMBER
unknown = I did not understand “{ $text }”.
unknown-near = I did not understand “{ $text }”. Did you mean `{ $command }`?
incomplete = Which word? For example `{ $command }`.
