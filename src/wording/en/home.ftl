# App Home, shortcuts and the raised hand

home-term = Look up a word
home-term-hint = For example: canary release
home-waiting = What waits on you
home-waiting-none = Nothing waits on you.
home-mine = Your requests
home-mine-none = You have no open requests. To start one, choose *Ask liaison* in the menu of a message, or type `/liaison ask`.
home-settings = Your settings
home-role = My role; I choose my words by it
home-role-of-group = As my user group says: { $role }
home-role-unknown = Not chosen
home-language = I speak with you in
home-language-slack = The language of your Slack
home-known = { $count ->
    [one] You told me that you know one word.
   *[other] You told me that you know { $count } words.
}
home-kept = What I keep about you
home-kept-body = • Your settings above
    • Words you said you know: { $words }
    • Requests with your name: { $requests }. What you write into a request is kept with it.
    • Proposals and glossary entries with your name: { $written }
    I keep no messages, and no figures about people.
home-foot = `/liaison help` shows all I can do.
role-sales = Sales
role-engineering = Engineering
role-liaison = Liaison
role-other = Something else
button-explain-again = Explain them again
button-forget-me = Forget me
forget-title = Forget me
forget-submit = Forget me
forget-body = I'll remove your settings and the words you said you know, and take your name and what you wrote out of requests that are over. Open requests keep your name until they are over, so that you can still be answered. Your name also goes from proposals and entries of the glossary; what they say stays. This can't be undone.
forget-done = Done: I've forgotten what I kept about you. Open requests keep your name until they are over.

shortcut-nothing = I know no word of this message that sales and engineering use differently. With `/liaison explain WORD` you can ask for any word.
raised = Shall I bring in the liaison for this message? You can say what it is about first.
button-ask-about = Ask the liaison
