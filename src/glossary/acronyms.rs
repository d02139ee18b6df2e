//! Finds acronyms in a message that the glossary does not have, so that stewards learn which ones people use. Returns
//! each once, as it is written in capitals.

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use crate::glossary::Glossary;
use crate::text::Passage;

/// An acronym has so many letters and digits.
const SHORTEST: usize = 2;
const LONGEST: usize = 6;
/// The most that are taken from one message; one with more is a list, a log or a joke.
const MOST: usize = 5;

/// What is written in capitals and is no term of a trade: manners of chat, times and dates, currencies, the parts of
/// web addresses and queries, file types, countries. Nobody has to look these up.
const NO_TERMS: &str = "OK OKAY FYI LOL LMAO ROFL OMG WTF BTW IMO IMHO IIRC AFAIK ASAP TBH TBD TBA TBC FAQ AKA ETC \
    PS PPS RIP TIL ICYMI NVM BRB AFK GTG TTYL IDK HAHA YES NO HI HEY NOT AND OR BUT ALL NEW NOW ONE TWO WIP TODO FIXME \
    XXX NB VS DM PM AM AC BC JST UTC GMT EST EDT PST PDT CET CEST BST IST SGT AEST AEDT MON TUE WED THU FRI SAT SUN JAN \
    FEB MAR APR MAY JUN JUL AUG SEP SEPT OCT NOV DEC Q1 Q2 Q3 Q4 H1 H2 FY USD EUR GBP JPY AUD SGD INR KRW BRL CNY HTTP \
    HTTPS WWW URL GET PUT POST HEAD PATCH NULL TRUE FALSE PDF PNG JPG JPEG GIF SVG CSV TXT ZIP MP3 MP4 DOCX XLSX PPTX \
    HTML US USA UK EU JP DE FR IN SG AU KR CN BR TV CD DVD PC USB GB MB KB TB KM CM MM KG MG ID VIP CC BCC RE FW FWD II \
    III IV VI VII VIII IX XI XII";

/// The acronyms of a message that no concept has as a term. None of a message that is shouted.
pub fn unknown(glossary: &Glossary, passage: &Passage<'_>) -> BTreeSet<String> {
    let mut found: Option<Vec<std::ops::Range<usize>>> = None;
    let mut unknown = BTreeSet::new();
    for segment in passage.segments() {
        let range = passage.source_range(segment);
        let text = &passage.source()[range.clone()];
        if is_shouted(text) {
            continue;
        }
        for (at, word) in acronyms(text) {
            let place = range.start + at..range.start + at + word.len();
            let known =
                found.get_or_insert_with(|| glossary.find(passage).into_iter().map(|term| term.range).collect());
            let is_known = known.iter().any(|term| term.start < place.end && place.start < term.end);
            if !is_known && !is_no_term(word) {
                unknown.insert(word.to_owned());
            }
        }
    }
    if unknown.len() > MOST { BTreeSet::new() } else { unknown }
}

fn is_no_term(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| NO_TERMS.split_whitespace().collect());
    WORDS.contains(word)
}

/// Words in capitals, with their places. One joined to others by marks (`ABC-12`, `A_B`, `x.YZ`) is part of a number,
/// a name in code or a file.
fn acronyms(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let joins = |c: char| c.is_ascii_alphanumeric() || "-_./\\@#&+'’$€£¥%=".contains(c);
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + text[from..].find(joins)?;
            let end = text[start..].find(|c| !joins(c)).map_or(text.len(), |length| start + length);
            from = end;
            // A sentence may end after it, a possessive or a plural may follow, and two may stand side by side.
            let word = text[start..end].trim_end_matches(['.', '-', '\'', '’', '/']);
            let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
            let word = word.strip_suffix('s').unwrap_or(word);
            let letters = word.bytes().filter(u8::is_ascii_uppercase).count();
            let fits = (SHORTEST..=LONGEST).contains(&word.len())
                && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
                && word.starts_with(|first: char| first.is_ascii_uppercase())
                && letters >= 2;
            if fits {
                return Some((start, word));
            }
        }
    })
}

/// Whether there are more words in capitals than not, and more than a few.
fn is_shouted(text: &str) -> bool {
    let mut loud = 0;
    let mut quiet = 0;
    for word in text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1) {
        if word.bytes().any(|byte| byte.is_ascii_lowercase()) {
            quiet += 1;
        } else {
            loud += 1;
        }
    }
    // Japanese has no capitals: among it, what is in capitals is not loud.
    loud > 2 && loud > quiet && !text.chars().any(|c| !c.is_ascii() && c.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glossary::concept::{Bilingual, Concept, Term};
    use crate::text::Language;

    fn words(text: &str) -> String {
        let definition = Bilingual { en: Some("A promise.".to_owned()), ja: None };
        let sla = Concept {
            terms: vec![Term::new("SLA", Language::English)],
            definition,
            subject_field: "engineering".to_owned(),
            ..Concept::new("sla")
        };
        let glossary = Glossary::build(vec![sla]);
        unknown(&glossary, &Passage::read(text)).into_iter().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn acronyms_the_glossary_does_not_have_are_found_in_both_languages() {
        assert_eq!(words("Is the QBR before the SLA review?"), "QBR");
        assert_eq!(words("QBRまでにMSAを締結します"), "MSA QBR");
        assert_eq!(words("two QBRs, the QBR's agenda, (QBR)"), "QBR");
        assert_eq!(words("*QBR* is on, see <https://x.example/ABC|the DPA>"), "DPA QBR");
    }

    #[test]
    fn what_everybody_writes_in_capitals_is_none() {
        assert_eq!(words("OK, FYI: 10 AM JST, USD 5, see the PDF, Q3"), "");
        assert_eq!(words("I will be there in B2"), "");
    }

    #[test]
    fn code_links_names_and_numbers_are_left_alone() {
        assert_eq!(words("`QBR` <https://x.example/QBR> <@UQBR> :qbr:"), "");
        assert_eq!(words("ABC-123 and MY_VAR and a.QBR and QBR=1"), "");
        assert_eq!(words("ABCDEFG and XyZ"), "");
    }

    #[test]
    fn shouting_and_lists_are_left_alone() {
        assert_eq!(words("THIS IS THE QBR WE HAVE"), "");
        assert_eq!(words("the AAB, AAC, AAD, AAE, AAF and AAG were sent to them all by us in one go"), "");
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_fall_over(text in "([A-Z]{2,7}|[ -~]|検|Ａ|’|\\PC){0,40}") {
            for word in words(&text).split_whitespace() {
                proptest::prop_assert!((SHORTEST..=LONGEST).contains(&word.len()));
            }
        }
    }
}
