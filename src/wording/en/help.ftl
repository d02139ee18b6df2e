# Help

help-title = What I can do
help-intro = I explain words sales and engineering do not share, and bring in the liaison when a decision needs both. You can also just ask me: “what is a canary release?”
help-line = • `{ $command }`: { $text }
usage-explain = what a word means. Example: `/liaison explain canary release`; with `for all` at its end, everybody here reads it
usage-search = terms that have to do with some words. Example: `/liaison search customer leaves`
usage-ask = bring in the liaison. Example: `/liaison ask Can we move the launch to Friday?`
usage-requests = your requests; `open` for all open ones, `waiting`, `search WORDS`, or a number such as `R-12`
usage-i-am = says what your role is, so that I choose my words. Example: `/liaison i-am sales`
usage-quiet = where I speak only when asked: a word, `here` or `everywhere`; `off` ends it
usage-settings = how I work in this channel
usage-why = why I spoke up in this channel
usage-help = this overview
help-term = TERM
help-words = WORDS
help-text = TEXT
help-listing = mine | open | waiting | search WORDS | NUMBER
help-role = sales | engineering | liaison | other
help-quiet = WORD | here | everywhere | off
unknown = I did not understand “{ $text }”.
unknown-near = I did not understand “{ $text }”. Did you mean `{ $command }`?
incomplete-explain = Which word? For example `{ $command }`.
incomplete-search = Which words shall I look for? For example `{ $command }`.
incomplete = A few more words are needed: `{ $command }`.
