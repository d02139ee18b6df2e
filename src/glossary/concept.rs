//! A concept: what it means, how people say it, and how to put it to a reader of another role.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::ConceptId;
use crate::text::Language;

/// What a person does, as far as it decides which words they know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Sells, or looks after customers.
    Sales,
    /// Builds and runs the product.
    Engineering,
    /// Stands between the two; knows the words of both.
    Liaison,
    /// Anything else, or not known.
    Other,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Sales, Self::Engineering, Self::Liaison, Self::Other];

    /// `sales`, `engineering`, `liaison`, `other`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Sales => "sales",
            Self::Engineering => "engineering",
            Self::Liaison => "liaison",
            Self::Other => "other",
        }
    }

    /// Reads an id as [`Role::id`] writes it.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.id() == id)
    }
}

/// The same text in both languages. A language may be missing in an imported glossary; `liaison check` says so.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Bilingual {
    /// English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
    /// Japanese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ja: Option<String>,
}

impl Bilingual {
    /// Where the text of a language is kept.
    pub fn of(&mut self, language: Language) -> &mut Option<String> {
        match language {
            Language::English => &mut self.en,
            Language::Japanese => &mut self.ja,
        }
    }

    /// The text in a language, or nothing.
    pub fn exactly(&self, language: Language) -> Option<&str> {
        match language {
            Language::English => self.en.as_deref(),
            Language::Japanese => self.ja.as_deref(),
        }
    }

    /// The text in a language, else in the other one.
    pub fn best(&self, language: Language) -> Option<&str> {
        self.exactly(language).or_else(|| Language::ALL.into_iter().find_map(|other| self.exactly(other)))
    }
}

/// How far a term is recommended (ISO 10241-1, TBX `administrativeStatus`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TermStatus {
    /// The word to use.
    Preferred,
    /// Also fine.
    #[default]
    Admitted,
    /// Better not used; still recognised.
    Deprecated,
}

/// What kind of designation a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermType {
    /// Letters standing for words.
    Acronym,
    /// The words written out.
    FullForm,
    /// Another spelling.
    Variant,
}

/// One way of saying a concept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// As it is written.
    pub text: String,
    /// The language it belongs to.
    pub language: Language,
    /// Preferred, admitted or deprecated.
    pub status: TermStatus,
    /// Acronym, full form or variant, where said.
    pub kind: Option<TermType>,
    /// Match only this exact letter case. Terms wholly in capitals are exact without saying so.
    pub case_exact: bool,
    /// How it is read, in kana or romaji.
    pub reading: Option<String>,
    /// Phrases that contain the term but mean something else.
    pub except: Vec<String>,
}

impl Term {
    /// A word of a language, with nothing more said about it.
    pub fn new(text: impl Into<String>, language: Language) -> Self {
        Self {
            text: text.into(),
            language,
            status: TermStatus::default(),
            kind: None,
            case_exact: false,
            reading: None,
            except: Vec::new(),
        }
    }

    /// Puts the terms of one language into their order, each with the status that was said of it: the first is the
    /// preferred one unless another is said to be, then come the admitted, then the deprecated.
    pub fn in_order(mut said: Vec<(Option<TermStatus>, Self)>) -> Vec<Self> {
        if said.iter().all(|(status, _)| *status != Some(TermStatus::Preferred))
            && let Some((status, _)) = said.iter_mut().find(|(status, _)| status.is_none())
        {
            *status = Some(TermStatus::Preferred);
        }
        said.sort_by_key(|(status, _)| match status.unwrap_or_default() {
            TermStatus::Preferred => 0,
            TermStatus::Admitted => 1,
            TermStatus::Deprecated => 2,
        });
        said.into_iter().map(|(status, term)| Self { status: status.unwrap_or_default(), ..term }).collect()
    }
}

/// Who may see a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// Only our own organisation.
    #[default]
    Internal,
    /// Also people of another organisation in a shared channel.
    Public,
}

/// Examples a concept must find, and ones it must leave alone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ConceptTests {
    /// Texts in which the concept must be found.
    pub matches: Vec<String>,
    /// Texts in which it must not.
    pub skips: Vec<String>,
}

/// A unit of knowledge with its designations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concept {
    /// Stable, kebab-case.
    pub id: ConceptId,
    /// Whose word it is, for instance `engineering`, `sales`, `finance`; see the settings for which role knows which.
    pub subject_field: String,
    /// All terms; the first of a language is the preferred one.
    pub terms: Vec<Term>,
    /// What it is.
    pub definition: Bilingual,
    /// The same put to a reader of a role outside the subject field.
    pub plain: BTreeMap<Role, Bilingual>,
    /// The term in use.
    pub example: Bilingual,
    /// Related concepts.
    pub see: Vec<ConceptId>,
    /// Internal unless said otherwise.
    pub visibility: Visibility,
    /// Who keeps it right.
    pub owner: Option<String>,
    /// Where it comes from.
    pub source: Option<String>,
    /// Its own examples.
    pub tests: ConceptTests,
}

impl Concept {
    /// A concept of which nothing is said yet.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: ConceptId::new(id),
            subject_field: String::new(),
            terms: Vec::new(),
            definition: Bilingual::default(),
            plain: BTreeMap::new(),
            example: Bilingual::default(),
            see: Vec::new(),
            visibility: Visibility::default(),
            owner: None,
            source: None,
            tests: ConceptTests::default(),
        }
    }

    /// The preferred term in a language, else in the other.
    pub fn name(&self, language: Language) -> &str {
        let of = |wanted: Language| self.terms.iter().find(|term| term.language == wanted);
        of(language).or(self.terms.first()).map_or(self.id.as_str(), |term| term.text.as_str())
    }

    /// Whether it says what it is. One that does not is kept in the files to be written on, and is not explained.
    pub fn is_defined(&self) -> bool {
        self.definition != Bilingual::default()
    }

    /// What is there in the other language only, as the keys of the file: `terms.ja`, `definition.ja`. A wording
    /// that is there in neither is not due.
    pub fn lacks(&self, language: Language) -> Vec<String> {
        let code = language.code();
        let half = |text: &Bilingual| *text != Bilingual::default() && text.exactly(language).is_none();
        let mut lacks = Vec::new();
        if !self.terms.iter().any(|term| term.language == language) {
            lacks.push(format!("terms.{code}"));
        }
        if half(&self.definition) {
            lacks.push(format!("definition.{code}"));
        }
        if half(&self.example) {
            lacks.push(format!("example.{code}"));
        }
        for (role, _) in self.plain.iter().filter(|(_, text)| half(text)) {
            lacks.push(format!("plain.{}.{code}", role.id()));
        }
        lacks
    }

    /// What to tell a reader of a role: the plain wording for it, else the definition.
    pub fn explanation(&self, role: Role, language: Language) -> Option<&str> {
        let plain = self.plain.get(&role).and_then(|text| text.exactly(language));
        plain.or_else(|| self.definition.best(language))
    }
}
