//! English forms that no rule of spelling gives: "ran", "built", "people". Returns the forms of a word, also behind a
//! common prefix ("rebuilt", "oversold").

/// The forms of a verb that its spelling does not show. Behind a particle ("take over") all verbs count; alone,
/// those are left out whose noun is the commoner word or whose past is another word (deal, lead, find).
pub(super) fn verb_forms(base: &str, with_particle: bool) -> Vec<String> {
    let forms = |base: &str| VERBS.iter().find(|(verb, _)| *verb == base).map(|(_, forms)| *forms);
    if !with_particle && NOUNS.contains(&base) {
        return Vec::new();
    }
    let (prefix, forms) = match forms(base) {
        Some(forms) => ("", forms),
        None => match PREFIXES.iter().find_map(|prefix| Some((*prefix, forms(base.strip_prefix(prefix)?)?))) {
            Some(found) => found,
            None => return Vec::new(),
        },
    };
    forms.split(' ').map(|form| format!("{prefix}{form}")).collect()
}

/// The plural of a noun that its spelling does not show.
pub(super) fn plural(base: &str) -> Option<&'static str> {
    PLURALS.iter().find(|(noun, _)| *noun == base).map(|(_, plural)| *plural)
}

/// Whether a term of several words begins with a verb, which then takes the ending: "go live", "went live".
pub(super) fn opens_phrase(verb: &str) -> bool {
    PHRASE_VERBS.contains(&verb)
}

/// Whether a closed noun is no use of its verb: a person who lays out a plan speaks of no layout.
pub(super) fn is_only_noun(word: &str) -> bool {
    ["layout", "makeup", "startup", "standup", "meetup", "turnover"].contains(&word)
}

const PREFIXES: [&str; 10] = ["re", "over", "under", "out", "up", "mis", "un", "pre", "with", "cross"];

const PHRASE_VERBS: [&str; 13] =
    ["go", "take", "make", "get", "give", "keep", "come", "bring", "lose", "begin", "become", "choose", "send"];

const NOUNS: [&str; 15] = [
    "deal", "lead", "lay", "hold", "find", "bind", "wind", "leave", "see", "drive", "feel", "stand", "draw", "feed",
    "spend",
];

const VERBS: [(&str, &str); 60] = [
    ("become", "became"),
    ("begin", "began begun"),
    ("bend", "bent"),
    ("bind", "bound"),
    ("break", "broke broken"),
    ("bring", "brought"),
    ("build", "built"),
    ("buy", "bought"),
    ("catch", "caught"),
    ("choose", "chose chosen"),
    ("come", "came"),
    ("deal", "dealt"),
    ("do", "does doing did done"),
    ("draw", "drew drawn"),
    ("drive", "drove driven"),
    ("eat", "ate eaten"),
    ("fall", "fell fallen"),
    ("feed", "fed"),
    ("fight", "fought"),
    ("find", "found"),
    ("forget", "forgot forgotten"),
    ("freeze", "froze frozen"),
    ("get", "got gotten"),
    ("give", "gave given"),
    ("go", "goes going went gone"),
    ("grow", "grew grown"),
    ("hide", "hid hidden"),
    ("hold", "held"),
    ("keep", "kept"),
    ("know", "knew known"),
    ("lay", "laid"),
    ("lead", "led"),
    ("leave", "left"),
    ("lend", "lent"),
    ("lose", "lost"),
    ("make", "made"),
    ("meet", "met"),
    ("pay", "paid"),
    ("ride", "rode ridden"),
    ("rise", "rose risen"),
    ("run", "ran"),
    ("sell", "sold"),
    ("send", "sent"),
    ("shake", "shook shaken"),
    ("shrink", "shrank shrunk"),
    ("speak", "spoke spoken"),
    ("spend", "spent"),
    ("spin", "spun"),
    ("stand", "stood"),
    ("steal", "stole stolen"),
    ("stick", "stuck"),
    ("take", "took taken"),
    ("teach", "taught"),
    ("tear", "tore torn"),
    ("tell", "told"),
    ("think", "thought"),
    ("throw", "threw thrown"),
    ("wear", "wore worn"),
    ("win", "won"),
    ("write", "wrote written"),
];

const PLURALS: [(&str, &str); 18] = [
    ("appendix", "appendices"),
    ("child", "children"),
    ("criterion", "criteria"),
    ("half", "halves"),
    ("index", "indices"),
    ("knife", "knives"),
    ("leaf", "leaves"),
    ("life", "lives"),
    ("man", "men"),
    ("matrix", "matrices"),
    ("person", "people"),
    ("phenomenon", "phenomena"),
    ("salesman", "salesmen"),
    ("self", "selves"),
    ("shelf", "shelves"),
    ("spokesperson", "spokespeople"),
    ("vertex", "vertices"),
    ("woman", "women"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_known_also_behind_a_prefix() {
        assert_eq!(verb_forms("write", false), ["wrote", "written"]);
        assert_eq!(verb_forms("oversell", false), ["oversold"]);
        assert_eq!(verb_forms("rerun", false), ["reran"]);
        assert_eq!(plural("criterion"), Some("criteria"));
    }

    #[test]
    fn a_word_that_is_mostly_a_noun_has_verb_forms_only_with_a_particle() {
        assert!(verb_forms("deal", false).is_empty());
        assert!(verb_forms("lead", false).is_empty());
        assert_eq!(verb_forms("lay", true), ["laid"]);
        assert!(verb_forms("table", true).is_empty());
    }
}
