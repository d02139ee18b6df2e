//! Plain questions about a word: "what does NRR mean?", 「検収とは何ですか」.

/// The term a plain question asks about, or nothing when the text is not such a question.
pub(super) fn asked_term(text: &str) -> Option<&str> {
    let text = text.trim().trim_end_matches(['?', '？', '!', '！', '.', '。', ' ', '　']);
    let term = english(text).or_else(|| japanese(text)).map(unquoted)?;
    (!term.is_empty() && term.chars().count() <= 80).then_some(term)
}

fn english(text: &str) -> Option<&str> {
    if let Some(rest) = after(text, "what does ").or_else(|| after(text, "what do ")) {
        return before(rest, " mean").or_else(|| before(rest, " stand for"));
    }
    let opening = ["what is meant by ", "what is ", "what's ", "what’s ", "what are ", "whats ", "meaning of "];
    let rest = opening.iter().find_map(|opening| after(text, opening))?;
    Some(["the ", "an ", "a "].iter().find_map(|article| after(rest, article)).unwrap_or(rest))
}

fn japanese(text: &str) -> Option<&str> {
    const ENDINGS: [&str; 18] = [
        "って何ですか",
        "ってなんですか",
        "ってどういう意味ですか",
        "ってどういう意味",
        "とはどういう意味ですか",
        "の意味を教えてください",
        "について教えてください",
        "を教えてください",
        "の意味は何ですか",
        "とは何ですか",
        "とはなんですか",
        "の意味は",
        "って何",
        "ってなに",
        "とは何",
        "を教えて",
        "とは",
        "って",
    ];
    ENDINGS.iter().find_map(|ending| text.strip_suffix(ending))
}

fn after<'a>(text: &'a str, opening: &str) -> Option<&'a str> {
    let head = text.get(..opening.len())?;
    head.eq_ignore_ascii_case(opening).then(|| &text[opening.len()..])
}

fn before<'a>(text: &'a str, ending: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(ending.len())?;
    let tail = text.get(at..)?;
    tail.eq_ignore_ascii_case(ending).then(|| &text[..at])
}

/// A term without the quotation marks around it.
pub(super) fn unquoted(text: &str) -> &str {
    const PAIRS: [(char, char); 7] =
        [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』'), ('`', '`')];
    let text = text.trim();
    PAIRS.iter().find_map(|&(open, close)| text.strip_prefix(open)?.strip_suffix(close)).map_or(text, str::trim)
}
