//! The inflected forms of an English word as one pattern: plurals, possessives, regular verb forms, the common
//! irregular verbs. Returns a regular expression that matches the word as written and those forms.

/// Verbs whose forms no rule gives: base form, then the others.
const IRREGULAR: &[&[&str]] = &[
    &["be", "am", "is", "are", "was", "were", "been", "being"],
    &["have", "has", "had", "having"],
    &["do", "does", "did", "done", "doing"],
    &["go", "goes", "went", "gone", "going"],
    &["get", "gets", "got", "gotten", "getting"],
    &["give", "gives", "gave", "given", "giving"],
    &["take", "takes", "took", "taken", "taking"],
    &["make", "makes", "made", "making"],
    &["tell", "tells", "told", "telling"],
    &["say", "says", "said", "saying"],
    &["sell", "sells", "sold", "selling"],
    &["buy", "buys", "bought", "buying"],
    &["lose", "loses", "lost", "losing"],
    &["win", "wins", "won", "winning"],
    &["leave", "leaves", "left", "leaving"],
    &["keep", "keeps", "kept", "keeping"],
    &["hold", "holds", "held", "holding"],
    &["break", "breaks", "broke", "broken", "breaking"],
    &["fall", "falls", "fell", "fallen", "falling"],
    &["write", "writes", "wrote", "written", "writing"],
    &["send", "sends", "sent", "sending"],
    &["spend", "spends", "spent", "spending"],
    &["pay", "pays", "paid", "paying"],
    &["mean", "means", "meant", "meaning"],
    &["know", "knows", "knew", "known", "knowing"],
    &["think", "thinks", "thought", "thinking"],
    &["come", "comes", "came", "coming"],
    &["run", "runs", "ran", "running"],
    &["build", "builds", "built", "building"],
    &["put", "puts", "putting"],
    &["cut", "cuts", "cutting"],
    &["let", "lets", "letting"],
    &["hear", "hears", "heard", "hearing"],
    &["see", "sees", "saw", "seen", "seeing"],
    &["find", "finds", "found", "finding"],
    &["stand", "stands", "stood", "standing"],
    &["understand", "understands", "understood", "understanding"],
    &["bring", "brings", "brought", "bringing"],
    &["catch", "catches", "caught", "catching"],
    &["throw", "throws", "threw", "thrown", "throwing"],
    &["wake", "wakes", "woke", "woken", "waking"],
    &["eat", "eats", "ate", "eaten", "eating"],
    &["swear", "swears", "swore", "sworn", "swearing"],
    &["read", "reads", "reading"],
    &["cost", "costs", "costing"],
    &["slip", "slips", "slipped", "slipping"],
    &["ship", "ships", "shipped", "shipping"],
    &["skip", "skips", "skipped", "skipping"],
    &["drop", "drops", "dropped", "dropping"],
    &["sign", "signs", "signed", "signing"],
    &["freeze", "freezes", "froze", "frozen", "freezing"],
    &["teach", "teaches", "taught", "teaching"],
    &["begin", "begins", "began", "begun", "beginning"],
    &["choose", "chooses", "chose", "chosen", "choosing"],
    &["forget", "forgets", "forgot", "forgotten", "forgetting"],
    &["blow", "blows", "blew", "blown", "blowing"],
    &["burn", "burns", "burned", "burnt", "burning"],
    &["lie", "lies", "lied", "lying"],
    &["die", "dies", "died", "dying"],
];

/// Short words that only ever stand as they are.
const FIXED: &[&str] = &[
    "the", "and", "but", "for", "not", "our", "their", "your", "his", "her", "him", "she", "they", "them", "you",
    "who", "what", "when", "why", "how", "this", "that", "these", "those", "with", "without", "from", "into", "over",
    "before", "after", "until", "till", "then", "than", "there", "here", "can", "could", "would", "should", "will",
    "shall", "may", "might", "must", "won", "don", "just", "only", "never", "always", "already", "yet", "any", "all",
    "one", "two", "more", "most", "very", "too", "also", "now", "out", "off", "down", "because", "about", "every",
];

/// A pattern for a lower-case word and its forms, without word boundaries.
pub(crate) fn forms(word: &str) -> String {
    let ascii_word = word.len() >= 2 && word.bytes().all(|b| b.is_ascii_lowercase());
    if !ascii_word {
        return regex::escape(word).replace(['\'', '’'], "'?").replace("\\-", "[ \\-]?");
    }
    if let Some(forms) = IRREGULAR.iter().find(|forms| forms[0] == word) {
        return format!("(?:{})", forms.join("|"));
    }
    if word.len() < 3 || FIXED.contains(&word) || word.ends_with("ed") || word.ends_with("ing") {
        return word.to_owned();
    }
    let (stem, last) = word.split_at(word.len() - 1);
    let before = stem.bytes().last().unwrap_or(b'a');
    let vowel = |b: u8| b"aeiou".contains(&b);
    match last {
        "s" if before != b's' => word.to_owned(),
        "e" => format!("{stem}(?:e|es|ed|ing|e'?s|er|ers)"),
        "y" if !vowel(before) => format!("{stem}(?:y|ies|ied|ying|y's)"),
        _ if doubles(word) => format!("{word}(?:{last}ed|{last}ing|s|ed|ing|'s)?"),
        _ => format!("{word}(?:s|es|ed|ing|'s)?"),
    }
}

/// Consonant, vowel, consonant at the end of a short word: plan, planned.
fn doubles(word: &str) -> bool {
    let [.., a, b, c] = word.as_bytes() else { return false };
    let vowel = |b: &u8| b"aeiou".contains(b);
    !vowel(a) && vowel(b) && !vowel(c) && !b"wxy".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(word: &str, text: &str) -> bool {
        regex::Regex::new(&format!("^(?:{})$", forms(word))).unwrap().is_match(text)
    }

    #[test]
    fn a_base_form_matches_its_regular_forms() {
        for (word, inflected) in [
            ("promise", "promised"),
            ("promise", "promising"),
            ("customer", "customers"),
            ("customer", "customer's"),
            ("delay", "delayed"),
            ("deny", "denied"),
            ("plan", "planning"),
            ("patch", "patches"),
        ] {
            assert!(matches(word, inflected), "{word} → {inflected}");
        }
    }

    #[test]
    fn irregular_verbs_match_all_their_forms() {
        assert!(matches("tell", "told"));
        assert!(matches("break", "broken"));
    }

    #[test]
    fn an_inflected_word_stays_as_it_is() {
        assert!(matches("tested", "tested"));
        assert!(!matches("tested", "test"));
        assert!(!matches("the", "thes"));
    }
}
