//! The data categories of TBX that we know, by the names they have in both styles and in the older form, and what
//! their values mean here.

use crate::glossary::concept::{TermStatus, TermType};

use super::tree::Element;

/// A piece of data in an entry, a language or a term.
#[derive(Debug, Clone, Copy)]
pub(super) struct Datum<'e> {
    /// The data category: `definition`, `administrativeStatus`.
    pub(super) category: &'e str,
    pub(super) element: &'e Element,
}

/// What an element of an entry is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part<'e> {
    /// A piece of data.
    Datum(Datum<'e>),
    /// An element that only keeps others together.
    Group(&'e Element),
    /// A language of the entry.
    Language(&'e Element),
    /// A term of a language.
    Term(&'e Element),
}

/// Tells what an element is. In style DCA (and in the older form) the category is an attribute, in style DCT it is
/// the name of an element of another namespace.
pub(super) fn part(element: &Element) -> Part<'_> {
    let category = match element.name.as_str() {
        "langSec" | "langSet" => return Part::Language(element),
        "termSec" | "tig" | "ntig" => return Part::Term(element),
        "descripGrp" | "termGrp" | "termNoteGrp" | "adminGrp" | "transacGrp" | "auxGrp" => return Part::Group(element),
        "descrip" | "termNote" | "admin" | "adminNote" | "descripNote" | "transac" | "transacNote" | "ref" | "xref" => {
            element.attribute("type").unwrap_or(&element.name)
        }
        name => name,
    };
    Part::Datum(Datum { category, element })
}

/// A term's standing; nothing for a value that is not in the picklists.
pub(super) fn status(value: &str) -> Option<TermStatus> {
    match value {
        "preferredTerm-admn-sts" | "preferredTerm" | "preferred" | "standardizedTerm-admn-sts" | "standardizedTerm" => {
            Some(TermStatus::Preferred)
        }
        "admittedTerm-admn-sts" | "admittedTerm" | "admitted" => Some(TermStatus::Admitted),
        "deprecatedTerm-admn-sts"
        | "deprecatedTerm"
        | "deprecated"
        | "supersededTerm-admn-sts"
        | "supersededTerm"
        | "superseded" => Some(TermStatus::Deprecated),
        _ => None,
    }
}

/// The value of a standing, as TBX-Basic has it.
pub(super) const fn of_status(status: TermStatus) -> &'static str {
    match status {
        TermStatus::Preferred => "preferredTerm-admn-sts",
        TermStatus::Admitted => "admittedTerm-admn-sts",
        TermStatus::Deprecated => "deprecatedTerm-admn-sts",
    }
}

/// A kind of term; nothing for those we make no difference of (abbreviations, short forms, phrases).
pub(super) fn kind(value: &str) -> Option<TermType> {
    match value {
        "acronym" | "initialism" => Some(TermType::Acronym),
        "fullForm" => Some(TermType::FullForm),
        "variant" => Some(TermType::Variant),
        _ => None,
    }
}

/// The value of a kind, as TBX-Basic has it.
pub(super) const fn of_kind(kind: TermType) -> &'static str {
    match kind {
        TermType::Acronym => "acronym",
        TermType::FullForm => "fullForm",
        TermType::Variant => "variant",
    }
}

/// Why a category is not carried over.
pub(super) fn why_not(category: &str) -> &'static str {
    match category {
        "partOfSpeech" | "grammaticalGender" | "grammaticalNumber" | "animacy" | "termLocation" | "register" => {
            "Liaison keeps no grammar of a term"
        }
        "geographicalUsage" | "language-planningQualifier" | "temporalQualifier" => {
            "Liaison does not tell usages of one language apart"
        }
        "transactionType" | "responsibility" | "date" | "transac" | "transacNote" | "originatingPerson" => {
            "the history of an entry is kept by version control"
        }
        "customerSubset" | "projectSubset" | "productSubset" | "businessUnitSubset" => "Liaison knows no such subsets",
        "note" => "there is no place for remarks: if it belongs to the definition, add it there",
        "xGraphic" | "figure" => "a post in a thread shows no pictures",
        "hyphenation" | "syllabification" | "pronunciation" | "phoneticForm" => "it is not needed to find a term",
        "sourceIdentifier" | "sortKey" | "entrySource" | "elementWorkingStatus" | "processStatus" => {
            "it is about the program the file is from"
        }
        _ => "Liaison has no place for it",
    }
}
