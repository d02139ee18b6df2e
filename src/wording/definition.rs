//! Speaks about writing into the glossary: the form, what is said in it while it is filled in and when it is sent in,
//! and the buttons that open it.

use crate::curation::Sketch;
use crate::curation::check::{Fault, LONGEST_TEXT, Remark};
use crate::curation::sketch::{FIELD, INTERNAL, PUBLIC, Part as Of, VISIBILITY};
use crate::glossary::concept::{Concept, Visibility};
use crate::ids::{ConceptId, ProposalId};
use crate::text::Language;
use crate::wording::Voice;
use crate::wording::explanation::{Explained, field_name, listed};
use crate::wording::message::{Button, Choice, Emphasis, Entry, Input, Message, Modal, Mrkdwn, Part, Row, Watched};
use crate::wording::offer::single;
use crate::wording::press::{Defining, ModalPurpose, Press};
use crate::wording::steward::button;
use crate::wording::voice::Arg;

/// What the form shows.
#[derive(Debug)]
pub struct Form<'a> {
    /// What it is for.
    pub purpose: Defining,
    /// What stands in it.
    pub sketch: &'a Sketch,
    /// Whose words there are.
    pub fields: &'a [&'a str],
    /// What is worth knowing about what stands in it.
    pub remarks: &'a [Remark<'a>],
    /// What the entry says now, if it has changed since it was proposed.
    pub changed: Option<&'a Concept>,
    /// Whether whoever fills it in is a steward.
    pub steward: bool,
}

/// The form.
pub fn form(voice: Voice<'_>, form: Form<'_>) -> Modal {
    let Form { purpose, sketch, fields, remarks, changed, steward } = form;
    let (intro, submit) = if steward {
        ("define-intro-steward", "define-submit-take")
    } else {
        ("define-intro", "define-submit-propose")
    };
    let title = match (&purpose.proposal, &purpose.concept) {
        (Some(_), _) => "define-title-proposal",
        (None, Some(_)) => "define-title-edit",
        (None, None) => "define-title",
    };
    let mut rows = vec![Row::Shown(Part::Section(voice.markup(intro, &[])))];
    if let Some(concept) = changed {
        let text = concept.definition.best(voice.language()).unwrap_or_default();
        rows.push(Row::Shown(Part::Section(voice.markup("define-outdated", &[("text", Arg::Text(text))]))));
    }
    // The reader's own language first.
    let languages = match voice.language() {
        Language::English => [Language::English, Language::Japanese],
        Language::Japanese => [Language::Japanese, Language::English],
    };
    for part in Of::ALL {
        rows.extend(languages.map(|language| text_row(voice, sketch, part, language)));
        if part == Of::Terms {
            rows.extend(remarks.iter().map(|one| Row::Shown(Part::Context(remark(voice, one)))));
            rows.push(field_row(voice, sketch, fields));
        }
    }
    rows.push(visibility_row(voice, sketch.visibility));
    Modal {
        title: voice.text(title, &[]),
        submit: Some(voice.text(submit, &[])),
        close: voice.text("ask-close", &[]),
        rows,
        purpose: ModalPurpose::Define(purpose),
    }
}

fn text_row(voice: Voice<'_>, sketch: &Sketch, part: Of, language: Language) -> Row {
    let hint = match part {
        Of::Terms => Some("define-terms-hint"),
        Of::Definition => Some("define-definition-hint"),
        Of::Plain => Some("define-plain-hint"),
        Of::Example => None,
    };
    // Terms are to be separated, so their hint stays while they are written.
    let (hint, placeholder) = if part == Of::Terms { (hint, None) } else { (None, hint) };
    let initial = sketch.shown(part, language);
    let longest = if part == Of::Terms { 2 * LONGEST_TEXT } else { LONGEST_TEXT };
    let length = initial.as_ref().map_or(0, |text| text.encode_utf16().count());
    Row::Input(Input {
        id: part.field(language).to_owned(),
        label: label(voice, part, language),
        hint: hint.map(|hint| voice.text(hint, &[])),
        optional: true,
        watched: if part == Of::Terms { Watched::Changes } else { Watched::No },
        entry: Entry::Text {
            initial,
            placeholder: placeholder.map(|hint| voice.text(hint, &[])),
            multiline: true,
            max_length: u16::try_from(longest.max(length)).unwrap_or(u16::MAX),
        },
    })
}

/// What a field of the form is called.
pub(super) fn label(voice: Voice<'_>, part: Of, language: Language) -> String {
    let id = match (part, language) {
        (Of::Terms, Language::English) => "define-terms-en",
        (Of::Terms, Language::Japanese) => "define-terms-ja",
        (Of::Definition, Language::English) => "define-definition-en",
        (Of::Definition, Language::Japanese) => "define-definition-ja",
        (Of::Plain, Language::English) => "define-plain-en",
        (Of::Plain, Language::Japanese) => "define-plain-ja",
        (Of::Example, Language::English) => "define-example-en",
        (Of::Example, Language::Japanese) => "define-example-ja",
    };
    voice.text(id, &[])
}

fn field_row(voice: Voice<'_>, sketch: &Sketch, fields: &[&str]) -> Row {
    let choice = |field: &&str| Choice { value: (*field).to_owned(), label: field_name(voice, field), detail: None };
    Row::Input(Input {
        id: FIELD.to_owned(),
        label: voice.text("define-field", &[]),
        hint: None,
        optional: false,
        watched: Watched::No,
        entry: Entry::One { choices: fields.iter().map(choice).collect(), chosen: sketch.subject_field.clone() },
    })
}

fn visibility_row(voice: Voice<'_>, chosen: Visibility) -> Row {
    let both = [(INTERNAL, Visibility::Internal), (PUBLIC, Visibility::Public)];
    let choices = both.map(|(value, visibility)| Choice {
        value: value.to_owned(),
        label: visibility_name(voice, visibility),
        detail: None,
    });
    let chosen = if chosen == Visibility::Public { PUBLIC } else { INTERNAL };
    Row::Input(Input {
        id: VISIBILITY.to_owned(),
        label: voice.text("define-visibility", &[]),
        hint: None,
        optional: false,
        watched: Watched::No,
        entry: Entry::One { choices: choices.into(), chosen: Some(chosen.to_owned()) },
    })
}

/// Who may see an entry, in words.
pub(super) fn visibility_name(voice: Voice<'_>, visibility: Visibility) -> String {
    match visibility {
        Visibility::Internal => voice.text("define-visibility-internal", &[]),
        Visibility::Public => voice.text("define-visibility-public", &[]),
    }
}

/// What is wrong with a field, in a sentence.
pub fn fault(voice: Voice<'_>, fault: &Fault) -> String {
    match fault {
        Fault::NoTerm => voice.text("define-fault-no-term", &[]),
        Fault::NoDefinition => voice.text("define-fault-no-definition", &[]),
        Fault::Broad(term) => voice.text("define-fault-broad", &[("term", Arg::Text(term))]),
        Fault::NeverFound(term) => voice.text("define-fault-never-found", &[("term", Arg::Text(term))]),
        Fault::LongTerm(term) => voice.text("define-fault-long-term", &[("term", Arg::Text(term))]),
        Fault::ManyTerms(most) => voice.text("define-fault-many-terms", &[("count", Arg::Count(*most as u64))]),
        Fault::LongText(most) => voice.text("define-fault-long-text", &[("count", Arg::Count(*most as u64))]),
        Fault::NoField => voice.text("define-fault-no-field", &[]),
        Fault::Unchanged => voice.text("define-fault-unchanged", &[]),
        Fault::Outdated => voice.text("define-fault-outdated", &[]),
    }
}

/// What is worth knowing, in a sentence.
pub fn remark(voice: Voice<'_>, remark: &Remark<'_>) -> Mrkdwn {
    let entry = |id: &str, term: &str, concept: &Concept| {
        let text = concept.definition.best(voice.language()).unwrap_or_default();
        let (name, field) = (concept.name(voice.language()), field_name(voice, &concept.subject_field));
        let args = [("term", term), ("name", name), ("text", text), ("field", &field)];
        voice.markup(id, &args.map(|(name, text)| (name, Arg::Text(text))))
    };
    match remark {
        Remark::Same(term, concept) => entry("define-remark-same", term, concept),
        Remark::Shared(term, concept) => entry("define-remark-shared", term, concept),
        Remark::Waiting(term, id) => {
            let id = id.to_string();
            voice.markup("define-remark-waiting", &[("term", Arg::Text(term)), ("id", Arg::Text(&id))])
        }
        Remark::Wide(term, words) => {
            let words = listed(voice.language(), &words.iter().map(String::as_str).collect::<Vec<_>>());
            voice.markup("define-remark-wide", &[("term", Arg::Text(term)), ("words", Arg::Text(&words))])
        }
        Remark::Asked(term, times) => {
            let args = [("term", Arg::Text(term)), ("count", Arg::Count(u64::from(*times)))];
            voice.markup("define-remark-asked", &args)
        }
        Remark::Lacks(Language::English) => voice.markup("define-remark-lacks-en", &[]),
        Remark::Lacks(Language::Japanese) => voice.markup("define-remark-lacks-ja", &[]),
        Remark::Long(Language::English) => voice.markup("define-remark-long-en", &[]),
        Remark::Long(Language::Japanese) => voice.markup("define-remark-long-ja", &[]),
    }
}

/// A button that opens the form, where no form can be opened at once.
pub fn offer(voice: Voice<'_>, term: &str, press: Press) -> Message {
    let mut message = if term.is_empty() {
        single(voice, "define-offer-empty", &[])
    } else {
        single(voice, "define-offer", &[("term", Arg::Text(term))])
    };
    message.parts.push(Part::Buttons(vec![button(voice, "button-open-form", press, Emphasis::Primary)]));
    message
}

/// Asks which of several entries of a word is meant, or whether none of them.
pub fn which(voice: Voice<'_>, term: &str, concepts: &[&Concept]) -> Message {
    let mut message = which_of(voice, concepts);
    let intro = single(voice, "define-which", &[("term", Arg::Text(term))]);
    message.fallback = intro.fallback;
    message.parts.splice(..1, intro.parts);
    if let Some(Part::Buttons(row)) = message.parts.last_mut() {
        row.push(button(voice, "button-new-meaning", Press::Define(term.to_owned()), Emphasis::Normal));
    }
    message
}

/// Asks which of several entries shall be improved.
pub fn which_of(voice: Voice<'_>, concepts: &[&Concept]) -> Message {
    let mut message = single(voice, "define-which-one", &[]);
    let labelled = |concept: &&Concept| Button {
        label: format!("{} · {}", concept.name(voice.language()), field_name(voice, &concept.subject_field)),
        press: Press::Improve(concept.id.clone()),
        emphasis: Emphasis::Normal,
    };
    message.parts.push(Part::Buttons(concepts.iter().map(labelled).collect()));
    message
}

/// An explanation with a button to improve it, beside *Mute here* where it has that.
pub fn with_improve(voice: Voice<'_>, mut message: Message, entries: &[Explained<'_>]) -> Message {
    let ids: Vec<ConceptId> = entries.iter().map(|entry| entry.concept.id.clone()).collect();
    let press = match &ids[..] {
        [] => return message,
        [id] => Press::Improve(id.clone()),
        _ => Press::ImproveOne(ids),
    };
    let improve = button(voice, "button-improve", press, Emphasis::Normal);
    match message.parts.last_mut() {
        Some(Part::Buttons(row)) if row.iter().any(|it| matches!(it.press, Press::MuteHere(_))) => row.push(improve),
        _ => message.parts.push(Part::Buttons(vec![improve])),
    }
    message
}

/// What somebody who proposed, or a steward who wrote, hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// It is with the stewards.
    Noted(ProposalId),
    /// It is kept, but no steward can be reached.
    Unreached(ProposalId),
    /// It is in the glossary already: a steward wrote it.
    AtOnce,
}

/// Says that what was sent in is taken or kept.
pub fn heard(voice: Voice<'_>, heard: Heard, term: &str) -> Message {
    let with_id = |said: &str, id: ProposalId| {
        single(voice, said, &[("term", Arg::Text(term)), ("id", Arg::Text(&id.to_string()))])
    };
    match heard {
        Heard::Noted(id) => with_id("define-noted", id),
        Heard::Unreached(id) => with_id("define-unreached", id),
        Heard::AtOnce => single(voice, "define-taken-at-once", &[("term", Arg::Text(term))]),
    }
}

/// Says that what was sent in cannot be taken any more, and why.
pub fn gone(voice: Voice<'_>, term: &str, why: &str) -> Message {
    single(voice, "define-gone", &[("term", Arg::Text(term)), ("reason", Arg::Text(why))])
}

/// Says that outsiders may read along here.
pub fn not_here(voice: Voice<'_>) -> Message {
    single(voice, "define-not-here", &[])
}
