# Writing into the glossary

define-title = Define a term
define-title-edit = Improve an entry
define-title-proposal = Edit a proposal
define-submit-propose = Propose
define-submit-take = Save
define-intro = A term and what it is, in one language, are enough; the stewards of the glossary can add the rest.
define-intro-steward = You are a steward of the glossary: what you save is used from now on.
define-outdated = *The entry has changed since this was proposed.* It says now: { $text }
define-terms-en = Terms in English
define-terms-ja = Terms in Japanese
define-terms-hint = One a line, the one to use first; a Japanese reading in brackets. Plurals, verb forms and other spellings are found anyway.
define-field = Whose word is it?
define-definition-en = What it is, in English
define-definition-ja = What it is, in Japanese
define-definition-hint = One sentence that fits on a phone
define-plain-en = For the other side, in plain English
define-plain-ja = For the other side, in plain Japanese
define-plain-hint = What it means for somebody who does not work with it
define-example-en = Example in English
define-example-ja = Example in Japanese
define-visibility = Who may see it?
define-visibility-internal = Only our own organisation
define-visibility-public = Also other organisations, in shared channels

define-fault-no-term = Please write the word itself, in either language.
define-fault-no-definition = Please say what it is, in the language of the term.
define-fault-broad = “{ $term }” is a word of everyday talk and would be found in very many messages. Please write the longer name.
define-fault-never-found = “{ $term }” would not be found in a message. Please write it as people do.
define-fault-long-term = “{ $term }…” is too long for a term: at most 80 characters.
define-fault-many-terms = At most { $count } terms, please.
define-fault-long-text = At most { $count } characters, please.
define-fault-no-field = Please choose whose word it is.
define-fault-unchanged = Nothing is changed yet.
define-fault-outdated = Somebody has changed this entry since you opened the form. Please close it and open it again.

define-remark-same = “{ $term }” has an entry already, *{ $name }*: { $text } If you mean the same, please improve that one instead.
define-remark-shared = “{ $term }” is also a word of { $field }, *{ $name }*: { $text } Both will be shown.
define-remark-waiting = “{ $term }” was proposed already ({ $id }) and waits for a steward.
define-remark-wide = “{ $term }” would also be found in what people asked for last week: { $words }. Is that meant?
define-remark-asked = { $count ->
    [one] “{ $term }” was asked for once. Thank you for writing it.
   *[other] “{ $term }” was asked for { $count } times. Thank you for writing it.
}
define-remark-lacks-en = In English something is still missing.
define-remark-lacks-ja = In Japanese something is still missing.
define-remark-long-en = The English definition is long for a phone.
define-remark-long-ja = The Japanese definition is long for a phone.

define-card-title = { $id } · { $term }
define-card-new = *Proposed*
    a new entry
define-card-change = *Proposed*
    a change to an entry
define-card-from = *From*
    { $who }
define-card-field = *Whose word*
    { $field }
define-card-visibility = *Visible to*
    { $who }
define-row = *{ $label }*
    { $text }
define-row-was = *{ $label }*
    { $text }
    _Before:_ { $before }
define-nothing = (nothing)
define-line = *{ $id }* · { $term }: { $text }
define-card-taken = Taken by { $who }.
define-card-changed = Taken by { $who }, with changes.
define-card-declined = Not taken, says { $who }: { $reason }
button-approve = Approve
button-edit = Edit
button-decline = Decline
button-improve = Improve
button-open-form = Open the form
button-still-right = Still right

define-offer = Here is the form for “{ $term }”.
define-offer-empty = Here is the form for a new term.
define-which-one = Which one shall be improved?
define-which = “{ $term }” has several entries. Which one shall be improved?
button-new-meaning = A new meaning
define-noted = Thank you. “{ $term }” is with the stewards of the glossary as { $id }. You will hear from me.
define-unreached = Thank you. “{ $term }” is kept as { $id }, but I can't reach a steward of the glossary. Please let your administrator know; nothing is lost.
define-taken-at-once = “{ $term }” is in the glossary and used from now on, since you are one of its stewards.
define-taken = “{ $term }” is in the glossary now. Thank you, also from those who will read it.
define-taken-changed = “{ $term }” is in the glossary now, with some changes by { $who }. Thank you.
define-declined = “{ $term }” was not taken into the glossary this time. { $who } says: { $reason }
define-gone = “{ $term }” could not be taken: { $reason } `/liaison define` opens the form again.
define-only-stewards = That is for the stewards of the glossary. Nothing was changed.
define-not-here = The glossary is written where no outsiders read along: please use a direct message with me, or a channel I am in without people from other organisations.
define-already-taken = { $id } is in the glossary already; { $who } took it.
define-already-declined = { $id } was declined already, by { $who }.
define-changed-since = The entry has changed since { $id } was proposed. *Edit* shows both, so that nothing is lost.
define-unknown = I can't find { $id }.

decline-title = Decline a proposal
decline-submit = Decline
decline-intro = { $who } will read your reason. Thank you for a kind word.
decline-reason = Why is “{ $term }” not taken?
decline-reason-hint = For instance: we say it otherwise, or it is explained under another name
fault-reason = A few words are enough.

still-title = Is this still right?
still-owner = Nobody has confirmed your entry “{ $term }” for half a year.
still-stewards = Nobody has confirmed the entry “{ $term }” for a long time, and its owner does not answer.
still-done = Thank you. “{ $term }” counts as right for another half year.
still-not-yours = That is for the owner of “{ $term }” and the stewards of the glossary.

usage-define = propose a term or improve one. Example: `/liaison define canary release`
