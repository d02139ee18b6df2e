//! A concept as a form shows it: its terms as lines of text, its wordings, whose word it is. Read from what was filled
//! in, and turned into a concept again, which keeps all that the form does not show.

use crate::glossary::concept::{Bilingual, Concept, Role, Term, TermStatus, Visibility};
use crate::ids::ConceptId;
use crate::text::Language;

/// The fields of the form that hold texts, by what they hold and the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The terms, one a line.
    Terms,
    /// What it is.
    Definition,
    /// The same for the other side.
    Plain,
    /// The term in use.
    Example,
}

impl Part {
    /// All of them, as the form shows them.
    pub const ALL: [Self; 4] = [Self::Terms, Self::Definition, Self::Plain, Self::Example];

    /// The field's name in the form.
    pub const fn field(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Terms, Language::English) => "terms-en",
            (Self::Terms, Language::Japanese) => "terms-ja",
            (Self::Definition, Language::English) => "definition-en",
            (Self::Definition, Language::Japanese) => "definition-ja",
            (Self::Plain, Language::English) => "plain-en",
            (Self::Plain, Language::Japanese) => "plain-ja",
            (Self::Example, Language::English) => "example-en",
            (Self::Example, Language::Japanese) => "example-ja",
        }
    }
}

/// The field whose word it is.
pub const FIELD: &str = "field";
/// The field who may see it.
pub const VISIBILITY: &str = "visibility";
/// Its values.
pub const INTERNAL: &str = "internal";
/// Its values.
pub const PUBLIC: &str = "public";

/// A concept as a form shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sketch {
    /// The terms in their order, each with its language; a Japanese one with its reading in brackets.
    pub terms: Vec<(Language, String)>,
    /// Whose word it is.
    pub subject_field: Option<String>,
    /// What it is.
    pub definition: Bilingual,
    /// The same for those who do not know the field's words.
    pub plain: Bilingual,
    /// The term in use.
    pub example: Bilingual,
    /// Who may see it.
    pub visibility: Visibility,
}

impl Sketch {
    /// What the form shows of a concept; `reader` is for whom its field's words are put in other words.
    pub fn of(concept: &Concept, reader: Role) -> Self {
        let text =
            |text: &Bilingual| Bilingual { en: text.en.as_deref().map(clean), ja: text.ja.as_deref().map(clean) };
        let in_language = |language| concept.terms.iter().filter(move |term| term.language == language);
        let terms = Language::ALL.into_iter().flat_map(in_language);
        Self {
            terms: terms.map(|term| (term.language, shown(term))).collect(),
            subject_field: Some(concept.subject_field.clone()),
            definition: text(&concept.definition),
            plain: concept.plain.get(&reader).map(text).unwrap_or_default(),
            example: text(&concept.example),
            visibility: concept.visibility,
        }
    }

    /// A new concept of which one term is known.
    pub fn of_term(term: &str, language: Language) -> Self {
        let term = clean(term);
        let terms = if term.is_empty() { Vec::new() } else { vec![(language, term)] };
        Self { terms, ..Self::default() }
    }

    /// What was filled into the form. A term of `before` may hold what separates terms otherwise.
    pub fn read<'t>(typed: impl Fn(&str) -> Option<&'t str>, before: Option<&Concept>) -> Self {
        let text = |part: Part| {
            let of = |language| typed(part.field(language)).map(clean).filter(|text| !text.is_empty());
            Bilingual { en: of(Language::English), ja: of(Language::Japanese) }
        };
        let mut terms: Vec<(Language, String)> = Vec::new();
        for language in Language::ALL {
            let known: Vec<String> = before.map_or_else(Vec::new, |concept| {
                concept.terms.iter().filter(|term| term.language == language).map(shown).collect()
            });
            for line in typed(Part::Terms.field(language)).unwrap_or_default().lines().map(clean) {
                if known.contains(&line) {
                    add(&mut terms, language, &line);
                } else {
                    line.split(SEPARATORS).for_each(|term| add(&mut terms, language, term));
                }
            }
        }
        Self {
            terms,
            subject_field: typed(FIELD).map(str::to_owned),
            definition: text(Part::Definition),
            plain: text(Part::Plain),
            example: text(Part::Example),
            visibility: if typed(VISIBILITY) == Some(PUBLIC) { Visibility::Public } else { Visibility::Internal },
        }
    }

    /// Its terms in a language, as they are shown.
    pub fn terms_in(&self, language: Language) -> impl Iterator<Item = &str> {
        self.terms.iter().filter(move |(own, _)| *own == language).map(|(_, term)| term.as_str())
    }

    /// What stands in a field of the form.
    pub fn shown(&self, part: Part, language: Language) -> Option<String> {
        let text = match part {
            Part::Terms => {
                let lines: Vec<&str> = self.terms_in(language).collect();
                return (!lines.is_empty()).then(|| lines.join("\n"));
            }
            Part::Definition => &self.definition,
            Part::Plain => &self.plain,
            Part::Example => &self.example,
        };
        text.exactly(language).map(str::to_owned)
    }

    /// The concept it stands for. What the form does not show is kept as it was `before`: exceptions, wordings for other
    /// readers, related concepts, examples. `readers` tells for whom the words of a field are put in other words.
    pub fn onto(&self, before: Option<&Concept>, readers: impl Fn(&str) -> Role) -> Concept {
        let mut concept = before.cloned().unwrap_or_else(|| Concept::new(String::new()));
        let reader_before = readers(&concept.subject_field);
        if let Some(field) = &self.subject_field {
            concept.subject_field.clone_from(field);
        }
        let reader = readers(&concept.subject_field);
        concept.terms = Language::ALL.into_iter().flat_map(|language| self.terms_onto(before, language)).collect();
        concept.definition = self.definition.clone();
        concept.example = self.example.clone();
        concept.plain.remove(&reader_before);
        if self.plain == Bilingual::default() {
            concept.plain.remove(&reader);
        } else {
            concept.plain.insert(reader, self.plain.clone());
        }
        concept.visibility = self.visibility;
        concept
    }

    fn terms_onto(&self, before: Option<&Concept>, language: Language) -> Vec<Term> {
        let known = |text: &str| {
            let terms = before.map_or(&[][..], |concept| &concept.terms);
            terms.iter().find(|term| term.language == language && (shown(term) == text || clean(&term.text) == text))
        };
        let said = self.terms_in(language).enumerate().map(|(place, text)| {
            let (word, reading) = with_reading(text, language);
            let term = match known(text).or_else(|| known(word)) {
                Some(known) if shown(known) == text => known.clone(),
                Some(known) => Term { reading: reading.map(str::to_owned), ..known.clone() },
                None => Term { reading: reading.map(str::to_owned), ..Term::new(word, language) },
            };
            let status = match term.status {
                _ if place == 0 => TermStatus::Preferred,
                TermStatus::Deprecated => TermStatus::Deprecated,
                TermStatus::Preferred | TermStatus::Admitted => TermStatus::Admitted,
            };
            (Some(status), term)
        });
        Term::in_order(said.collect())
    }
}

/// Adds a term in the way the form shows it, unless the word is there already.
fn add(terms: &mut Vec<(Language, String)>, language: Language, written: &str) {
    let written = written.trim();
    let (word, reading) = with_reading(written, language);
    let is_it = |(own, known): &(Language, String)| *own == language && with_reading(known, language).0 == word;
    if !word.is_empty() && !terms.iter().any(is_it) {
        let term = reading.map_or_else(|| written.to_owned(), |reading| format!("{word}（{reading}）"));
        terms.push((language, term));
    }
}

/// A term as the form shows it: a Japanese one with its reading in brackets.
fn shown(term: &Term) -> String {
    match &term.reading {
        Some(reading) if term.language == Language::Japanese && is_kana(reading) => {
            format!("{}（{}）", clean(&term.text), clean(reading))
        }
        _ => clean(&term.text),
    }
}

/// A term as it was written, taken apart into the word and its reading.
pub(super) fn with_reading(text: &str, language: Language) -> (&str, Option<&str>) {
    let apart = || {
        let (word, reading) = text.strip_suffix(['）', ')'])?.rsplit_once(['（', '('])?;
        let (word, reading) = (word.trim_end(), reading.trim());
        (!word.is_empty() && is_kana(reading)).then_some((word, Some(reading)))
    };
    if language == Language::Japanese { apart().unwrap_or((text, None)) } else { (text, None) }
}

fn is_kana(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|letter| matches!(letter, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '・' | ' ' | '\u{3000}'))
}

/// What stands between two terms on one line.
const SEPARATORS: [char; 5] = [',', '，', '、', ';', '；'];

/// Text without what is not seen: no control characters but line ends, no space at its ends.
fn clean(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|letter| *letter == '\n' || !letter.is_control())
        .map(|c| if c == '\u{feff}' { ' ' } else { c })
        .collect();
    text.trim().to_owned()
}

/// A name for a new concept that none of the others has.
pub fn name(concept: &Concept, taken: impl Fn(&ConceptId) -> bool) -> ConceptId {
    let name = crate::glossary::exchange::name_of(&concept.terms);
    let numbered = (2_u32..).map(|number| ConceptId::new(format!("{name}-{number}")));
    let mut names = std::iter::once(ConceptId::new(name.as_str())).chain(numbered);
    names.find(|id| !taken(id)).unwrap_or_else(|| ConceptId::new(name.as_str()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn reader(field: &str) -> Role {
        if field == "sales" { Role::Engineering } else { Role::Sales }
    }

    fn filled(values: &[(&'static str, &'static str)], before: Option<&Concept>) -> Sketch {
        let values: BTreeMap<&str, &str> = values.iter().copied().collect();
        Sketch::read(|id| values.get(id).copied(), before)
    }

    fn nps() -> Concept {
        let english = |text: &str, status| Term { status, ..Term::new(text, Language::English) };
        let mut concept = Concept {
            subject_field: "sales".to_owned(),
            terms: vec![
                english("NPS", TermStatus::Preferred),
                Term { except: vec!["NPS desk".to_owned()], ..english("promoters, net", TermStatus::Admitted) },
                english("loyalty score", TermStatus::Deprecated),
                Term { status: TermStatus::Preferred, ..Term::new("推奨度", Language::Japanese) },
            ],
            ..Concept::new("nps")
        };
        concept.definition.en = Some("How many would recommend us.".to_owned());
        concept.plain.insert(Role::Engineering, Bilingual { en: Some("A survey.".to_owned()), ja: None });
        concept.plain.insert(Role::Liaison, Bilingual { en: Some("For liaisons.".to_owned()), ja: None });
        concept
    }

    /// The form with what it shows at first, sent in unchanged.
    fn unchanged(concept: &Concept) -> Sketch {
        let sketch = Sketch::of(concept, reader(&concept.subject_field));
        let mut values: BTreeMap<&str, String> = BTreeMap::new();
        for part in Part::ALL {
            for language in Language::ALL {
                values.extend(sketch.shown(part, language).map(|text| (part.field(language), text)));
            }
        }
        values.extend(sketch.subject_field.clone().map(|field| (FIELD, field)));
        Sketch::read(|id| values.get(id).map(String::as_str), Some(concept))
    }

    #[test]
    fn a_form_that_is_sent_in_as_it_was_shown_changes_nothing() {
        let concept = nps();
        assert_eq!(unchanged(&concept), Sketch::of(&concept, Role::Engineering));
        assert_eq!(unchanged(&concept).onto(Some(&concept), reader), concept);
    }

    #[test]
    fn terms_stand_one_a_line_or_between_commas_of_either_width() {
        let sketch =
            filled(&[("terms-en", " NPS \nnet promoter score, NPS;score"), ("terms-ja", "推奨度、推奨者，指標")], None);
        assert_eq!(sketch.terms_in(Language::English).collect::<Vec<_>>(), ["NPS", "net promoter score", "score"]);
        assert_eq!(sketch.terms_in(Language::Japanese).collect::<Vec<_>>(), ["推奨度", "推奨者", "指標"]);
    }

    #[test]
    fn what_the_form_does_not_show_is_kept() {
        let concept = nps();
        let sketch = Sketch {
            terms: vec![
                (Language::English, "promoters, net".to_owned()),
                (Language::English, "NPS".to_owned()),
                (Language::English, "loyalty score".to_owned()),
            ],
            ..unchanged(&concept)
        };
        let edited = sketch.onto(Some(&concept), reader);
        assert_eq!(edited.id, concept.id);
        assert_eq!(edited.terms[0].except, ["NPS desk"]);
        let statuses: Vec<TermStatus> = edited.terms.iter().map(|term| term.status).collect();
        assert_eq!(statuses, [TermStatus::Preferred, TermStatus::Admitted, TermStatus::Deprecated]);
        assert_eq!(edited.plain[&Role::Liaison].en.as_deref(), Some("For liaisons."));
    }

    #[test]
    fn the_plain_wording_follows_the_field_to_the_other_side() {
        let concept = nps();
        let sketch = Sketch { subject_field: Some("engineering".to_owned()), ..unchanged(&concept) };
        let edited = sketch.onto(Some(&concept), reader);
        assert_eq!(edited.plain.get(&Role::Engineering), None);
        assert_eq!(edited.plain[&Role::Sales].en.as_deref(), Some("A survey."));
    }

    #[test]
    fn a_reading_stands_in_brackets_behind_a_japanese_term() {
        let sketch = filled(
            &[("terms-ja", "検収（けんしゅう）\n稟議 (リンギ)、仮（案）\n検収"), ("terms-en", "deal (でいーる)")],
            None,
        );
        let concept = sketch.onto(None, reader);
        let told: Vec<(&str, Option<&str>)> =
            concept.terms.iter().map(|term| (term.text.as_str(), term.reading.as_deref())).collect();
        let expected =
            [("deal (でいーる)", None), ("検収", Some("けんしゅう")), ("稟議", Some("リンギ")), ("仮（案）", None)];
        assert_eq!(told, expected);
        assert_eq!(Sketch::of(&concept, Role::Engineering).terms[1].1, "検収（けんしゅう）");
        // A reading can be put right, and taken away.
        let sketch = filled(&[("terms-ja", "検収（ケンシュウ）\n稟議")], Some(&concept));
        let readings: Vec<Option<String>> =
            sketch.onto(Some(&concept), reader).terms.into_iter().map(|term| term.reading).collect();
        assert_eq!(readings, [Some("ケンシュウ".to_owned()), None]);
    }

    #[test]
    fn what_is_not_seen_is_not_kept() {
        let sketch = filled(&[("terms-en", "\u{feff}N\u{0}PS\u{7}"), ("definition-en", "One.\r\nTwo.\u{1b}")], None);
        assert_eq!(sketch.terms_in(Language::English).collect::<Vec<_>>(), ["NPS"]);
        assert_eq!(sketch.definition.en.as_deref(), Some("One.\nTwo."));
    }

    #[test]
    fn a_new_concept_is_named_after_its_term_and_never_like_another() {
        let concept = nps();
        assert_eq!(name(&concept, |_| false).as_str(), "nps");
        assert_eq!(name(&concept, |id| ["nps", "nps-2"].contains(&id.as_str())).as_str(), "nps-3");
    }
}
