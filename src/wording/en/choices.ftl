# What a person chooses for themselves

role-tell = As far as I know, your role is: *{ $role }*. I choose my words by it. To change it: `/liaison i-am sales`, `/liaison i-am engineering` or `/liaison i-am other`.
role-tell-none = I don't know your role yet, so I explain words for anybody. `/liaison i-am sales` or `/liaison i-am engineering` tells me.
role-set = Thank you. From now on I explain words for this role: *{ $role }*. `/liaison i-am reset` goes back to what your user group says.
button-known = I know this
known-which = I don't have “{ $term }”. Is it one of these that you know?
known-done = Noted: you know { $terms }. Where everybody knows a word, I don't explain it any more. “Explain them again” in my Home tab undoes this.
quiet-ask = Where shall I speak only when asked? For one word: `/liaison quiet WORD`
quiet-is-here = In this channel I'm quiet already.
quiet-is-everywhere = To you I speak only when asked, everywhere.
quiet-here-done = I'll speak here only when asked. The channel knows.
quiet-here-over = I'll speak up here again. The channel knows.
quiet-everywhere-done = I won't answer your messages or offer you help by myself any more; a :book: at most marks a word for others. Ask me any time. `/liaison quiet off` undoes this.
quiet-over = I'll speak up by myself again.
button-quiet-everywhere = Quiet to me, everywhere
button-speak-here = Speak up here again
button-speak-everywhere = Speak up to me again
