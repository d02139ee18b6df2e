# Requests

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
requests-waiting-title = Waiting for those who asked
requests-found-title = Requests with these words
requests-waiting-none = No request waits for the one who asked.
requests-found-none = I find no request with these words among those you may see.
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

form-late = I could not open the form in time. Please try once more.
fault-needed = A few words are enough.
somebody = somebody
