# How the rules are received, and why the bot spoke in a channel

silenced-title = A rule is silent from now on
silenced-body = What it raised was called “Not a problem” { $refused } times, by several people, and became a request { $accepted } times. The rule: “{ $why }” (`{ $rule }`). Its words are in `config/rules`.
button-wake-rule = Let it speak again
woken = The rule `{ $rule }` speaks again, and its counts begin anew.
refused-team-only = That step is for the liaison team. Nothing was changed.

why-here-title = Why I speak up in this channel
why-here-quiet = I'm quiet here and speak only when asked.
why-here-budget = By myself: { $hour } of { $hours } times within an hour, { $day } of { $days } within a day.
why-here-lately = What I said of late:
why-here-nothing = I said nothing by myself within the last day.
why-here-said = • On { $link }: { $cause }
why-here-message = a message
why-here-words = words the other side may not know ({ $terms })
why-here-rules = How the rules are received (accepted / not a problem):
why-here-rule = • `{ $rule }`: here { $here }, everywhere { $all }{ $silent ->
    [yes] {" "}(silent)
   *[no] {""}
}
why-here-no-rules = Nobody has said yet what they think of a rule.
why-here-change = Each can be changed: *Channel settings* for this channel, `/liaison quiet` for you, *Not a problem* for a rule.
