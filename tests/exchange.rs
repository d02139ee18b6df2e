//! Glossaries survive the way through every form that can hold them, and no file makes a reader fall over.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where something fails")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use liaison::config::{self, Source};
use liaison::curation::{Sketch, sketch};
use liaison::glossary::concept::{Bilingual, Concept, ConceptTests, Role, Term, TermStatus, TermType, Visibility};
use liaison::glossary::exchange::assemble::{Assembled, Wishes, assemble};
use liaison::glossary::exchange::encoding::decode;
use liaison::glossary::exchange::rough::Rows;
use liaison::glossary::exchange::{Unreadable, csv, markdown, prh, tbx, yaml};
use liaison::ids::ConceptId;
use liaison::text::{Language, normalise};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;

/// Whatever somebody may write: markup and separators of every form, spaces, line breaks, both scripts.
fn texts() -> impl Strategy<Value = String> {
    "[ a-cA-C検収カナー|;；、,，\\\\\"'<>&{}\\[\\]:#@%*_=+.\\-\t\n\r\u{3000}\u{a0}\u{85}\u{2028}\u{feff}\u{1}🚀0-2]{1,12}|true|null|~|1e3|0x1f|- a|a: b|\\PC{1,8}"
        .prop_map(|text| text.trim().to_owned())
        .prop_filter("not blank", |text| !text.is_empty())
}

fn bilingual() -> impl Strategy<Value = Bilingual> {
    (option::of(texts()), option::of(texts())).prop_map(|(en, ja)| Bilingual { en, ja })
}

fn terms(language: Language) -> impl Strategy<Value = Vec<Term>> {
    let status =
        option::of(prop_oneof![Just(TermStatus::Preferred), Just(TermStatus::Admitted), Just(TermStatus::Deprecated)]);
    let kind = option::of(prop_oneof![Just(TermType::Acronym), Just(TermType::FullForm), Just(TermType::Variant)]);
    let rest = (status, kind, any::<bool>(), option::of(texts()), vec(texts(), 0..3));
    // The Greek letters of the examples below, however they are written (µ becomes μ).
    let in_examples = |text: &String| normalise(text).contains(['ω', 'ψ', 'λ', 'μ']);
    let words = texts().prop_filter("no letter of the examples", move |text| !in_examples(text));
    btree_map(words, rest, 0..4).prop_map(move |terms| {
        let said = terms.into_iter().map(|(text, (status, kind, case_exact, reading, except))| {
            (status, Term { kind, case_exact, reading, except, ..Term::new(text, language) })
        });
        Term::in_order(said.collect())
    })
}

fn concepts() -> impl Strategy<Value = Vec<Concept>> {
    let one = (
        (terms(Language::English), terms(Language::Japanese)).prop_filter("a term", |(en, ja)| en.len() + ja.len() > 0),
        texts(),
        bilingual(),
        btree_map(
            prop_oneof![Just(Role::Sales), Just(Role::Engineering), Just(Role::Liaison), Just(Role::Other)],
            bilingual().prop_filter("said", |text| *text != Bilingual::default()),
            0..3,
        ),
        bilingual(),
        any::<bool>(),
        option::of(texts()),
        option::of(texts()),
        vec(any::<prop::sample::Index>(), 0..3),
    );
    (btree_set("[a-c][a-c0-9]{0,3}(-[a-z0-9]{1,3}){0,2}|[0-9]x", 1..5), vec(one, 5)).prop_map(|(ids, all)| {
        let ids: Vec<String> = ids.into_iter().collect();
        let whole = ids.iter().zip(all).map(|(id, one)| {
            let ((mut terms, japanese), field, definition, plain, example, public, owner, source, others) = one;
            terms.extend(japanese);
            let mut see: Vec<ConceptId> = Vec::new();
            for other in others {
                let other = ConceptId::new(other.get(&ids).as_str());
                if other.as_str() != id && !see.contains(&other) {
                    see.push(other);
                }
            }
            let visibility = if public { Visibility::Public } else { Visibility::Internal };
            // No term has one of these letters in it.
            let tests =
                ConceptTests { matches: Vec::new(), skips: vec!["ωψ | ; \\ 、".to_owned(), "λ\nμ".to_owned()] };
            Concept {
                subject_field: field,
                terms,
                definition,
                plain,
                example,
                see,
                visibility,
                owner,
                source,
                tests,
                ..Concept::new(id.as_str())
            }
        });
        whole.collect()
    })
}

fn source(text: String) -> Source {
    Source { path: PathBuf::from("words.yaml"), text }
}

fn loaded(text: &str) -> Vec<Concept> {
    let placed = config::glossary(&[source(text.to_owned())]).unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    placed.into_iter().map(|placed| placed.concept).collect()
}

/// What TBX-Basic has a place for.
fn within_tbx(concept: &Concept) -> Concept {
    let text = |text: &str| {
        let said: String = text
            .chars()
            .filter(|c| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}'))
            .collect();
        said.split([' ', '\t', '\n', '\r'])
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
            .trim()
            .to_owned()
    };
    let has = |language| concept.terms.iter().any(|term| term.language == language);
    let both = |wording: &Bilingual| {
        let one =
            |language| wording.exactly(language).filter(|_| has(language)).map(text).filter(|text| !text.is_empty());
        Bilingual { en: one(Language::English), ja: one(Language::Japanese) }
    };
    let term =
        |term: &Term| Term { case_exact: false, reading: None, except: vec![], text: text(&term.text), ..term.clone() };
    Concept {
        subject_field: text(&concept.subject_field),
        terms: concept.terms.iter().map(term).collect(),
        definition: both(&concept.definition),
        plain: BTreeMap::new(),
        example: both(&concept.example),
        visibility: Visibility::Internal,
        owner: None,
        source: concept.source.as_deref().map(text),
        tests: ConceptTests::default(),
        ..concept.clone()
    }
}

fn made(rows: Result<Rows, Unreadable>) -> Assembled {
    assemble(rows.unwrap(), &Wishes::default())
}

type Reader = fn(&str) -> Result<Rows, Unreadable>;
const READERS: [Reader; 3] = [tbx::read, csv::read, prh::read];

/// Every reader has a go at it; what it makes of it loads.
fn all_readers(bytes: &[u8]) {
    let declared = tbx::declared_encoding(bytes);
    let Ok(decoded) = decode(bytes, None, declared) else { return };
    for reader in READERS {
        let Ok(rows) = reader(&decoded.text) else { continue };
        let made = assemble(rows, &Wishes::default());
        if !made.concepts.is_empty() {
            assert_eq!(loaded(&yaml::write(&made.concepts)), made.concepts);
        }
    }
}

#[test]
fn a_text_of_control_characters_alone_is_no_element_in_tbx() {
    let term = Term { status: TermStatus::Preferred, ..Term::new("word", Language::English) };
    let nothing = Bilingual { en: Some("\u{1}".to_owned()), ja: None };
    let concept =
        Concept { terms: vec![term], definition: nothing, subject_field: "x".to_owned(), ..Concept::new("a") };
    let written = tbx::write(&[concept]);
    assert!(!written.text.contains("definition"), "{}", written.text);
    assert_eq!(written.notes.len(), 1, "it is told: {:?}", written.notes);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn whatever_is_written_into_the_form_is_the_same_after_yaml(
        filled in btree_map(
            prop::sample::select(vec![
                "terms-en", "terms-ja", "definition-en", "definition-ja", "plain-en", "plain-ja", "example-en", "visibility",
            ]),
            texts(),
            0..8,
        ),
    ) {
        let typed = |id: &str| if id == "field" { Some("sales") } else { filled.get(id).map(String::as_str) };
        let sketch = Sketch::read(typed, None);
        let mut concept = sketch.onto(None, |_| Role::Engineering);
        prop_assume!(!concept.terms.is_empty());
        concept.id = sketch::name(&concept, |_| false);
        prop_assert_eq!(Sketch::of(&concept, Role::Engineering), sketch);
        prop_assert_eq!(loaded(&yaml::write(std::slice::from_ref(&concept))), [concept]);
    }

    #[test]
    fn every_glossary_is_the_same_after_yaml(concepts in concepts()) {
        prop_assert_eq!(loaded(&yaml::write(&concepts)), concepts);
    }

    #[test]
    fn every_glossary_is_the_same_after_csv(concepts in concepts()) {
        let table = csv::write(&concepts);
        let made = made(csv::read(&table));
        prop_assert!(made.lost.is_empty() && made.changed.is_empty(), "{:?} {:?}\n{}", made.lost, made.changed, table);
        prop_assert_eq!(made.concepts, concepts);
    }

    #[test]
    fn tbx_holds_what_it_does_not_say_is_lost(concepts in concepts()) {
        let kept: Vec<Concept> = concepts.iter().map(within_tbx).collect();
        // A text of nothing but what XML cannot say is no text.
        prop_assume!(kept.iter().all(|concept| !concept.subject_field.is_empty()
            && concept.source.as_deref() != Some("")
            && concept.terms.iter().all(|term| !term.text.is_empty())));
        let unique = |concept: &Concept| {
            let mut terms: Vec<_> = concept.terms.iter().map(|term| (term.language, &term.text)).collect();
            terms.sort();
            terms.windows(2).all(|two| two[0] != two[1])
        };
        prop_assume!(kept.iter().all(unique));
        let written = tbx::write(&concepts);
        for (concept, kept) in concepts.iter().zip(&kept) {
            let told = written.notes.iter().any(|note| format!("{:?}", note.at).contains(&format!("\"{}\"", concept.id)));
            prop_assert_eq!(told, concept != kept, "{}", concept.id);
        }
        let made = made(tbx::read(&written.text));
        prop_assert!(made.lost.is_empty() && made.changed.is_empty(), "{:?} {:?}", made.lost, made.changed);
        prop_assert_eq!(made.concepts, kept);
    }

    #[test]
    fn every_glossary_can_be_written_as_a_page(concepts in concepts()) {
        let page = markdown::write(&concepts).text;
        for concept in &concepts {
            let anchor = format!("<a id=\"{}\"></a>", concept.id);
            prop_assert!(page.contains(&anchor));
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in vec(any::<u8>(), 0..200)) {
        all_readers(&bytes);
    }

    #[test]
    fn no_table_makes_a_reader_panic(
        header in vec("id|term|用語|term ja|definition|see|except|reading|match|skip|status|x|\"|lang|plain sales", 1..6),
        rows in "([ a検;|\\\\\",\t\n\r]|en|ja|public){0,60}",
    ) {
        all_readers(format!("{}\n{rows}", header.join(",")).as_bytes());
    }

    #[test]
    fn no_xml_makes_a_reader_panic(
        parts in vec("<tbx>|<text>|<body>|<conceptEntry id=\"(a|é|_1)\">|<langSec xml:lang=\"(en|ja|de)\">|<termSec>|<term>|</term>|</termSec>|</langSec>|</conceptEntry>|</body>|</text>|</tbx>|<descrip type=\"(definition|context|subjectField)\">|</descrip>|<ref target=\"a\"/>|&amp;|&x;|&#1;|<!\\[CDATA\\[|\\]\\]>|<!--|-->|<!DOCTYPE x|[ a検\n]{1,4}", 0..30),
        whole in any::<bool>(),
    ) {
        let inner = parts.concat();
        let text = if whole {
            format!("<tbx><text><body><conceptEntry><langSec xml:lang=\"en\"><termSec><term>{inner}</term></termSec></langSec></conceptEntry></body></text></tbx>")
        } else {
            inner
        };
        all_readers(text.as_bytes());
    }

    #[test]
    fn no_rules_make_a_reader_panic(rules in "rules:\n((- |  )(expected|pattern|patterns|specs|options|from): ?[a検/$1\\[\\], {}\"]{0,8}\n|- [a検]{1,4}\n){0,8}") {
        all_readers(rules.as_bytes());
    }

    #[test]
    fn a_damaged_file_never_makes_a_reader_panic(
        concepts in concepts(),
        form in 0..2,
        damage in vec((any::<prop::sample::Index>(), any::<u8>()), 1..5),
    ) {
        let text = if form == 0 { tbx::write(&concepts).text } else { csv::write(&concepts) };
        let mut bytes = text.into_bytes();
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        all_readers(&bytes);
    }
}

#[test]
fn the_shipped_glossary_is_the_same_after_yaml_and_csv() {
    let files = liaison::config::Folder::BuiltIn.read().unwrap();
    let shipped: Vec<Concept> =
        config::glossary(&files.glossary).unwrap().into_iter().map(|placed| placed.concept).collect();
    assert_eq!(loaded(&yaml::write(&shipped)), shipped);
    let rows = csv::read(&csv::write(&shipped)).unwrap();
    assert!(rows.notes.is_empty());
    let made = assemble(rows, &Wishes::default());
    assert_eq!((made.lost, made.changed), (vec![], vec![]));
    assert!(made.concepts == shipped);
    let kept: Vec<Concept> = shipped.iter().map(within_tbx).collect();
    assert!(self::made(tbx::read(&tbx::write(&shipped).text)).concepts == kept);
}
