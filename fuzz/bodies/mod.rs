//! What holds whatever comes in from outside: each takes any bytes and panics where it does not hold. The fuzzer runs
//! them (`fuzz/fuzz_targets/`), and so do the tests (`tests/fuzzing.rs`), over the seeds in `fuzz/corpus/`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "what does not hold panics")]

use std::path::PathBuf;

use liaison::config::{self, Source};
use liaison::glossary::concept::{Bilingual, Concept, Term};
use liaison::glossary::exchange::assemble::{Wishes, assemble};
use liaison::glossary::exchange::encoding::decode as decoded;
use liaison::glossary::exchange::{csv, prh, tbx, yaml};
use liaison::glossary::{Glossary, acronyms};
use liaison::ids::UserId;
use liaison::requests::calendar::Part;
use liaison::requests::holidays::{self as calendars, Holiday};
use liaison::rules::phrase;
use liaison::slack::decode;
use liaison::text::{Language, Passage, normalise};
use liaison::time::Timestamp;

#[path = "../../tests/reference/mod.rs"]
mod reference;

/// A body and its name, which is the target's and its corpus' too.
pub type Body = (&'static str, fn(&[u8]));

/// All of them.
pub const BODIES: [Body; 8] = [
    ("normalise", normalising),
    ("markup", markup),
    ("matching", matching),
    ("phrase", phrases),
    ("glossary", glossary),
    ("exchange", exchange),
    ("decode", decoding),
    ("holidays", holidays),
];

/// As much of the bytes as is text, at most so many characters.
fn text(bytes: &[u8], most: usize) -> String {
    String::from_utf8_lossy(bytes).chars().take(most).collect()
}

/// Normalising twice changes nothing.
pub fn normalising(bytes: &[u8]) {
    let once = normalise(&text(bytes, 4_000));
    assert_eq!(normalise(&once), once);
}

/// What is read of a message leads back to whole characters of it, in order.
pub fn markup(bytes: &[u8]) {
    let source = text(bytes, 2_000);
    let passage = Passage::read(&source);
    let mut last = 0;
    for segment in passage.segments() {
        assert!(
            passage.normalised().is_char_boundary(segment.start) && passage.normalised().is_char_boundary(segment.end)
        );
        let range = passage.source_range(segment);
        assert!(range.start >= last && source.get(range.clone()).is_some_and(|part| !part.is_empty()));
        last = range.end;
    }
    acronyms::unknown(&Glossary::default(), &passage);
}

/// The matcher finds what the reference finds. The first line holds the terms, `|` between them; the rest is said.
pub fn matching(bytes: &[u8]) {
    let whole = text(bytes, 160);
    let (terms, message) = whole.split_once('\n').unwrap_or((whole.as_str(), whole.as_str()));
    let concepts: Vec<Concept> = (0..)
        .zip(terms.split('|').filter(|term| !term.trim().is_empty() && !may_leave_out_kana(term)).take(4))
        .map(|(number, term)| concept(number, term))
        .collect();
    // In a shouted message the matcher leaves out acronyms that are words as well; the written rules do not speak of it.
    let loud = |word: &&str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    if message.split(|c: char| !c.is_ascii_alphabetic()).filter(loud).count() > 1 {
        return;
    }
    let built = Glossary::build(concepts.clone());
    let mut found: Vec<_> = built
        .find(&Passage::read(message))
        .iter()
        .map(|one| {
            let concept = concepts.iter().position(|concept| concept.id == one.concept.id).expect("one of them");
            reference::Hit { range: (one.range.start, one.range.end), concept, term: 0 }
        })
        .collect();
    found.sort();
    let mut expected = reference::find(&concepts, message);
    // A kanji term may be written with kana of its own (見積, 見積もり), which the reference leaves to the matcher.
    let as_written = |hit: &reference::Hit| {
        let term = normalise(&concepts[hit.concept].terms[0].text);
        !term.contains(kanji) || normalise(&message[hit.range.0..hit.range.1]).contains(term.trim())
    };
    found.retain(as_written);
    expected.retain(as_written);
    assert_eq!(found, expected, "{terms:?} in {message:?}");
}

fn kanji(letter: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&letter)
}

/// Whether a term has kana between or after kanji (見積り), which some leave out or write in full (見積もり): the matcher
/// takes both, and the reference, which follows the written rules, does not.
fn may_leave_out_kana(term: &str) -> bool {
    term.contains(kanji) && term.contains(|c: char| ('\u{3041}'..='\u{3096}').contains(&c))
}

fn concept(number: usize, term: &str) -> Concept {
    let language = if term.is_ascii() { Language::English } else { Language::Japanese };
    Concept {
        terms: Term::in_order(vec![(None, Term::new(term, language))]),
        definition: Bilingual { en: Some("A word.".to_owned()), ja: None },
        subject_field: "engineering".to_owned(),
        ..Concept::new(format!("c{number}"))
    }
}

/// A phrase is refused or becomes a pattern that compiles. The first line is the phrase; the rest is said.
pub fn phrases(bytes: &[u8]) {
    let whole = text(bytes, 300);
    let (phrase, said) = whole.split_once('\n').unwrap_or((whole.as_str(), ""));
    for language in Language::ALL {
        if let Ok(pattern) = phrase::compile(phrase, language, &phrase::Slots::new()) {
            let regex = regex::RegexBuilder::new(&pattern.regex).size_limit(1 << 24).build();
            if let Ok(regex) = regex {
                assert!(!regex.is_match(""), "{phrase:?} matches nothing at all");
                regex.is_match(&normalise(said));
            }
        }
    }
}

/// A glossary file is refused with a place, or is the same once it is written and read again.
pub fn glossary(bytes: &[u8]) {
    let source = |text: String| [Source { path: PathBuf::from("words.yaml"), text }];
    let read = |text: String| config::glossary(&source(text));
    match read(text(bytes, 4_000)) {
        Ok(placed) => {
            let concepts: Vec<Concept> = placed.into_iter().map(|placed| placed.concept).collect();
            if concepts.is_empty() {
                return;
            }
            let again = read(yaml::write(&concepts)).expect("what was written is right");
            let again: Vec<Concept> = again.into_iter().map(|placed| placed.concept).collect();
            assert_eq!(again.len(), concepts.len());
            for concept in &concepts {
                assert!(again.contains(concept), "{concept:?}");
            }
        }
        Err(problems) => assert!(!problems.0.is_empty() && !problems.to_string().is_empty()),
    }
}

/// A file of another program is refused, or gives a glossary that loads.
pub fn exchange(bytes: &[u8]) {
    let bytes = &bytes[..bytes.len().min(8_000)];
    let Ok(read) = decoded(bytes, None, tbx::declared_encoding(bytes)) else { return };
    for reader in [tbx::read, csv::read, prh::read] {
        let Ok(rows) = reader(&read.text) else { continue };
        let made = assemble(rows, &Wishes::default());
        if !made.concepts.is_empty() {
            let source = Source { path: PathBuf::from("words.yaml"), text: yaml::write(&made.concepts) };
            let loaded = config::glossary(&[source]).unwrap_or_else(|problems| panic!("{problems}"));
            assert_eq!(loaded.len(), made.concepts.len());
        }
    }
}

/// Whatever Slack may send is decoded or ignored by name.
pub fn decoding(bytes: &[u8]) {
    let Some(value) = decode::parse(bytes) else { return };
    let bot = UserId::from("UBOT");
    let decoded = [
        decode::event(&value, Some(&bot), Timestamp(1)),
        decode::event(&value, None, Timestamp(1)),
        decode::command(&value, Timestamp(1)),
        decode::interaction(&value, Timestamp(1)),
    ];
    for envelope in decoded.into_iter().flatten() {
        assert!(!envelope.ids.is_empty(), "a delivery without an id cannot be told from another");
    }
}

/// A file of holidays is refused with lines of it, or is the same once it is written and read again.
pub fn holidays(bytes: &[u8]) {
    let source = text(bytes, 4_000);
    match calendars::read(&source) {
        Ok(holidays) => {
            assert!(holidays.iter().all(|holiday| (1..=366).contains(&holiday.days().count())));
            let events: String = holidays.iter().map(event).collect();
            assert_eq!(calendars::read(&format!("BEGIN:VCALENDAR\n{events}END:VCALENDAR")), Ok(holidays));
        }
        Err(amiss) => {
            let lines = 1..=source.split('\n').count() as u64;
            assert!(!amiss.is_empty() && amiss.iter().all(|it| lines.contains(&it.line)), "{amiss:?}");
        }
    }
}

fn event(holiday: &Holiday) -> String {
    let part = match holiday.part {
        Part::Whole => "DAY",
        Part::Morning => "MORNING",
        Part::Afternoon => "AFTERNOON",
    };
    let name = holiday.name.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;").replace('\n', "\\n");
    let (first, end) = (holiday.first.strftime("%Y%m%d"), holiday.last.tomorrow().unwrap());
    let end = end.strftime("%Y%m%d");
    let days = format!("DTSTART;VALUE=DATE:{first}\nDTEND;VALUE=DATE:{end}\nX-LIAISON-OFF:{part}");
    format!("BEGIN:VEVENT\n{days}\nSUMMARY:{name}\nEND:VEVENT\n")
}
