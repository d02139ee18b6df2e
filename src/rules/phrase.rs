//! A phrase as a person writes it in a cue file, turned into a pattern over normalised text, with the literals
//! one of which must occur where it matches. Returns a [`Pattern`] or says what is wrong with the phrase.
//!
//! ```text
//! promise the (client|customer)      words in base form match inflected: promised the customers
//! =skip qa                           = keeps a word as it is written
//! (really |)need it by {day}         alternatives, also empty ones; {…} is a slot of the cue file
//! tell the client ~ friday           ~ a few words (or characters of Japanese) between, ~~ more of them
//! negotiat\w* 週間?                    pieces of regular expressions may stand in a word
//! 約束する                            a final する matches し, する, さ, せ
//! /\bp[12] incident\b/               a regular expression over normalised (lower-case, NFKC) text
//! ```

use std::collections::BTreeMap;

use crate::rules::anchors::{Anchor, anchors};
use crate::rules::inflection;
use crate::text::Language;
use crate::text::normalise::normalise;

/// The longest pattern a phrase may grow to once its slots are filled in, in bytes.
const LONGEST: usize = 20_000;
/// The most memory a compiled pattern may take, in bytes.
pub(crate) const COMPILED_LIMIT: usize = 1 << 20;

/// The named lists of words that phrases of one language may use as `{name}`.
pub type Slots = BTreeMap<String, Vec<String>>;

/// What is wrong with a phrase, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum PhraseProblem {
    #[error("the phrase is empty")]
    Empty,
    #[error("the phrase can match nothing at all, so it would match every message")]
    MatchesEmpty,
    #[error("a bracket is not closed, or closed without being opened")]
    Brackets,
    #[error("there is no slot called {{{0}}}")]
    NoSlot(String),
    #[error("slots refer to each other in a circle at {{{0}}}")]
    Circle(String),
    #[error("the phrase grows too large once its alternatives are written out")]
    TooLarge,
    #[error("not a valid regular expression: {0}")]
    Regex(String),
    #[error("the regular expression needs too much memory or time")]
    TooCostly,
}

impl PhraseProblem {
    /// What a person can do about it.
    pub fn remedy(&self) -> String {
        match self {
            Self::Empty => "write the words people say, or leave the entry out".to_owned(),
            Self::MatchesEmpty => "make at least one part of it required".to_owned(),
            Self::Brackets => "write alternatives as (one|two) and slots as {name}".to_owned(),
            Self::NoSlot(name) => format!("add `{name}` under `slots` in this file, or correct the name"),
            Self::Circle(name) => format!("write out the words of `{name}`"),
            Self::TooLarge | Self::TooCostly => "split it into several phrases, or drop nested repetition".to_owned(),
            Self::Regex(_) => {
                "regular expressions stand between slashes, without look-around: /\\bp[12]\\b/".to_owned()
            }
        }
    }
}

/// A phrase ready to be looked for.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// A regular expression over normalised text.
    pub regex: String,
    /// One literal of each of these sets occurs wherever the pattern matches, in this order and without overlapping;
    /// empty when no such set is known.
    pub(crate) anchors: Vec<Vec<Anchor>>,
}

/// Reads one phrase of a language.
pub fn compile(phrase: &str, language: Language, slots: &Slots) -> Result<Pattern, PhraseProblem> {
    let phrase = phrase.trim();
    if phrase.is_empty() {
        return Err(PhraseProblem::Empty);
    }
    let written = phrase.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    let regex = match written {
        Some(regex) => fill(&normalised_regex(regex), language, slots)?,
        None => Reader::new(phrase, language, slots, 0).phrase()?,
    };
    if regex.len() > LONGEST {
        return Err(PhraseProblem::TooLarge);
    }
    let hir = regex_syntax::ParserBuilder::new()
        .nest_limit(60)
        .build()
        .parse(&regex)
        .map_err(|error| PhraseProblem::Regex(one_line(&error.to_string())))?;
    if hir.properties().minimum_len() == Some(0) {
        return Err(PhraseProblem::MatchesEmpty);
    }
    if written.is_some() {
        let built = regex::RegexBuilder::new(&regex).size_limit(COMPILED_LIMIT).build();
        if built.is_err() {
            return Err(PhraseProblem::TooCostly);
        }
    }
    Ok(Pattern { regex, anchors: anchors(&hir) })
}

/// The last line of the regex crate's error says what is wrong; the ones before draw a picture.
fn one_line(error: &str) -> String {
    error.lines().last().unwrap_or(error).trim_start_matches("error: ").to_owned()
}

/// Lower-cases and normalises the parts of a regular expression that stand for text, and leaves escapes alone.
fn normalised_regex(regex: &str) -> String {
    let mut out = String::with_capacity(regex.len());
    let mut run = String::new();
    let mut in_class = false;
    let mut chars = regex.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_ascii() {
            run.push(c);
            continue;
        }
        if !run.is_empty() {
            out.push_str(&regex::escape(&plain(&run)));
            run.clear();
        }
        out.push(c.to_ascii_lowercase());
        match c {
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
        if c == '\\'
            && let Some(escaped) = chars.next()
        {
            // Normalised text has its digits, letters and spaces in ASCII; the Unicode classes are large.
            let class = match escaped {
                'd' => "0-9",
                'w' => "a-z0-9_",
                's' => " \\n",
                _ => "",
            };
            if !class.is_empty() {
                out.pop();
                out.extend(if in_class { ["", class, ""] } else { ["[", class, "]"] });
                continue;
            }
            out.push(escaped);
            if matches!(escaped, 'p' | 'P') && chars.peek() == Some(&'{') {
                for c in chars.by_ref() {
                    out.push(c);
                    if c == '}' {
                        break;
                    }
                }
            }
        }
    }
    if !run.is_empty() {
        out.push_str(&regex::escape(&plain(&run)));
    }
    out
}

/// Fills the slots of a regular expression: `{name}` where a repetition count cannot stand.
fn fill(regex: &str, language: Language, slots: &Slots) -> Result<String, PhraseProblem> {
    let mut out = String::with_capacity(regex.len());
    let mut rest = regex;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else { break };
        let name = &rest[open + 1..open + length];
        let escaped = rest[..open].ends_with(['p', 'P', '\\']);
        out.push_str(&rest[..open]);
        if !escaped && name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let reader = Reader::new("", language, slots, 0);
            out.push_str(&reader.slot(name)?);
        } else {
            out.push_str(&rest[open..=open + length]);
        }
        rest = &rest[open + length + 1..];
    }
    out.push_str(rest);
    Ok(out)
}

/// Words as they stand in normalised text.
fn plain(words: &str) -> String {
    normalise(words)
}

/// Reads the little language of phrases.
struct Reader<'a> {
    rest: std::str::Chars<'a>,
    language: Language,
    slots: &'a Slots,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn new(phrase: &'a str, language: Language, slots: &'a Slots, depth: usize) -> Self {
        Self { rest: phrase.chars(), language, slots, depth }
    }

    fn phrase(mut self) -> Result<String, PhraseProblem> {
        self.alternatives(false)
    }

    /// Alternatives up to the closing bracket, or to the end.
    fn alternatives(&mut self, bracket: bool) -> Result<String, PhraseProblem> {
        let mut branches = vec![];
        loop {
            let (branch, end) = self.sequence()?;
            branches.push(branch);
            match end {
                Some('|') => {}
                Some(')') if bracket => break,
                None if !bracket => break,
                _ => return Err(PhraseProblem::Brackets),
            }
        }
        Ok(branches.join("|"))
    }

    /// One sequence, and what ended it.
    fn sequence(&mut self) -> Result<(String, Option<char>), PhraseProblem> {
        let mut out = String::new();
        let mut word = String::new();
        loop {
            let next = self.rest.next();
            let ends_word = match next {
                None => true,
                Some(c) => c.is_whitespace() || "()|{~".contains(c),
            };
            if !ends_word {
                word.extend(next);
                continue;
            }
            if !word.is_empty() {
                // A space or gap before the word ends in `*` or `+`.
                let glued = out.ends_with(')');
                out.push_str(&self.word(&word, glued));
                word.clear();
            }
            match next {
                Some('(') => {
                    let inner = self.alternatives(true)?;
                    out.extend(["(?:", &inner, ")"]);
                }
                Some('{') => {
                    let name: String = self.rest.by_ref().take_while(|&c| c != '}').collect();
                    if name.starts_with(|c: char| c.is_ascii_digit()) {
                        out.extend(["{", &name, "}"]); // how often the piece before it stands there
                    } else {
                        out.push_str(&self.slot(&name)?);
                    }
                }
                Some('~') => {
                    let long = self.rest.as_str().starts_with('~');
                    if long {
                        self.rest.next();
                    }
                    while self.rest.as_str().starts_with(char::is_whitespace) {
                        self.rest.next();
                    }
                    // The space before the gap is part of it.
                    if let Some(shorter) = out.strip_suffix(SPACE) {
                        out.truncate(shorter.len());
                    }
                    out.push_str(match (self.language, long) {
                        (Language::English, false) => r"(?:[^\na-z0-9]+[a-z0-9']+){0,3}?[^\na-z0-9]+",
                        (Language::English, true) => r"(?:[^\na-z0-9]+[a-z0-9']+){0,8}?[^\na-z0-9]+",
                        (Language::Japanese, false) => r"[^。！？!?\n]{0,6}?",
                        (Language::Japanese, true) => r"[^。！？!?\n]{0,20}?",
                    });
                }
                Some(c) if c.is_whitespace() => {
                    if self.language == Language::English {
                        out.push_str(SPACE);
                    }
                }
                end => return Ok((out, end)),
            }
        }
    }

    /// One word; `glued` to a bracket before it when no space stands between.
    fn word(&self, word: &str, glued: bool) -> String {
        if word.contains(['\\', '[', ']', '*', '+', '^', '$', '?']) {
            let fragment = normalised_regex(word);
            let starts =
                !glued && self.language == Language::English && word.starts_with(|c: char| c.is_ascii_alphanumeric());
            return if starts { format!("{EDGE}{fragment}") } else { fragment };
        }
        match self.language {
            Language::English => match word.strip_prefix('=') {
                Some(exact) => bounded(&escaped(&plain(exact)), exact),
                None => bounded(&inflection::forms(&plain(word)), word),
            },
            Language::Japanese => {
                if word.is_ascii() {
                    return bounded(&escaped(&plain(word)), word);
                }
                match word.strip_suffix("する").filter(|stem| !stem.is_empty()) {
                    Some(stem) => format!("{}(?:する|し|され|さ|せ)", regex::escape(&plain(stem))),
                    None => escaped(&plain(word)),
                }
            }
        }
    }

    fn slot(&self, name: &str) -> Result<String, PhraseProblem> {
        let words = self.slots.get(name).ok_or_else(|| PhraseProblem::NoSlot(name.to_owned()))?;
        if self.depth > 4 {
            return Err(PhraseProblem::Circle(name.to_owned()));
        }
        let branch = |phrase: &String| match phrase.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
            Some(regex) => Ok(normalised_regex(regex)),
            None => Reader::new(phrase, self.language, self.slots, self.depth + 1).alternatives(false),
        };
        let branches: Vec<String> = words.iter().map(branch).collect::<Result<_, _>>()?;
        let out = format!("(?:{})", branches.join("|"));
        if out.len() > LONGEST { Err(PhraseProblem::TooLarge) } else { Ok(out) }
    }
}

/// What may stand between two English words.
///
/// It may be nothing: words end at a boundary, so that "they 'd" is heard in "they'd" and in nothing else.
const SPACE: &str = r"[ \n\-,]*";

/// An apostrophe may be either kind, or forgotten.
fn escaped(word: &str) -> String {
    regex::escape(word).replace(['\'', '’'], "'?").replace("\\-", "[ \\-]?")
}

/// Where a Latin word begins or ends.
const EDGE: &str = r"(?-u:\b)";

/// Latin words stand alone, also beside the other script.
fn bounded(pattern: &str, word: &str) -> String {
    let edge = |c: Option<char>| if c.is_some_and(|c| c.is_ascii_alphanumeric()) { EDGE } else { "" };
    let start = edge(word.trim_start_matches('=').chars().next());
    let end = edge(word.chars().last());
    format!("{start}{pattern}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots() -> Slots {
        let words = |list: &[&str]| list.iter().map(ToString::to_string).collect();
        Slots::from([
            ("day".to_owned(), words(&["(=monday|=friday)", "/[0-9]{1,2}(?:st|nd|rd|th)/"])),
            ("loop".to_owned(), words(&["{loop} again"])),
        ])
    }

    fn hears(phrase: &str, language: Language, text: &str) -> bool {
        let pattern = compile(phrase, language, &slots()).unwrap();
        let text = normalise(text);
        let found = regex::Regex::new(&pattern.regex).unwrap().is_match(&text);
        let mut from = 0;
        let anchored = pattern.anchors.iter().all(|set| {
            let ends = set.iter().filter_map(|anchor| {
                let mut starts = text[from..].match_indices(&anchor.text).map(|(at, _)| from + at);
                starts.find(|&at| anchor.fits(&text, at)).map(|at| at + anchor.text.len())
            });
            ends.min().inspect(|&end| from = end).is_some()
        });
        assert!(anchored || !found, "the literals of “{phrase}” must not hide a match in “{text}”");
        found
    }

    fn english(phrase: &str, text: &str) -> bool {
        hears(phrase, Language::English, text)
    }

    fn japanese(phrase: &str, text: &str) -> bool {
        hears(phrase, Language::Japanese, text)
    }

    #[test]
    fn a_base_form_is_heard_inflected_and_as_a_whole_word() {
        assert!(english("promise the customer", "I PROMISED the customers"));
        assert!(!english("promise", "compromise"));
        assert!(english("skip qa", "このskip QAは"));
        assert!(!english("=test", "tests"));
    }

    #[test]
    fn alternatives_may_be_empty_and_slots_are_filled() {
        assert!(english("(really |)need it by {day}", "we need it by the way, need it by Friday"));
        assert!(english("(really |)need it by {day}", "we really need it by 3rd"));
        assert!(!english("(really |)need it by {day}", "we need it by Sunday"));
    }

    #[test]
    fn contractions_are_heard_with_either_apostrophe_or_none() {
        assert!(english("can't ('ve|have) it", "you can’t have it"));
        assert!(english("(they|he) ('ll |will |)walk", "they'll walk"));
        assert!(english("can't", "cant"));
    }

    #[test]
    fn a_gap_spans_a_few_words_but_no_line() {
        assert!(english("tell ~ friday", "told him it is Friday"));
        assert!(!english("tell ~ friday", "told him\nFriday"));
        assert!(!english("tell ~ friday", "told him we would all be there on Friday"));
        assert!(japanese("約束~金曜", "約束したので金曜"));
    }

    #[test]
    fn japanese_suru_nouns_are_heard_in_their_forms() {
        for text in ["約束した", "約束する", "約束させられた", "約束せず"] {
            assert!(japanese("約束する", text), "{text}");
        }
        assert!(!japanese("約束する", "約束の日"));
    }

    #[test]
    fn what_cannot_be_a_phrase_is_refused() {
        let refused = |phrase: &str| compile(phrase, Language::English, &slots()).unwrap_err();
        assert_eq!(refused(" "), PhraseProblem::Empty);
        assert_eq!(refused("(a|)"), PhraseProblem::MatchesEmpty);
        assert_eq!(refused("/x*/"), PhraseProblem::MatchesEmpty);
        assert_eq!(refused("(a|b"), PhraseProblem::Brackets);
        assert_eq!(refused("a)"), PhraseProblem::Brackets);
        assert_eq!(refused("by {date}"), PhraseProblem::NoSlot("date".to_owned()));
        assert_eq!(refused("{loop}"), PhraseProblem::Circle("loop".to_owned()));
        assert_eq!(refused(r"/(\w{1,100}){1,100}x/"), PhraseProblem::TooCostly);
        assert!(matches!(refused("/a(/"), PhraseProblem::Regex(_)));
    }

    #[test]
    fn a_regular_expression_is_read_over_normalised_text() {
        assert!(english(r"/\bP[12] Incident\b/", "a p1 INCIDENT"));
        assert!(japanese("/ｻｰﾊﾞｰ(が|は)落ち/", "サーバーが落ちた"));
    }
}
