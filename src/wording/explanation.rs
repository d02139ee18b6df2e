//! Explains words: the reply in a thread, the private answer to a look-up or a click on :book:.

use crate::glossary::concept::{Concept, Role, Term};
use crate::ids::ConceptId;
use crate::text::Language;
use crate::wording::message::{Button, Emphasis, Message, Mrkdwn, Part, said};
use crate::wording::offer::single;
use crate::wording::press::Press;
use crate::wording::voice::{Arg, Voice};

/// A concept and the role of those it is explained to.
#[derive(Debug, Clone, Copy)]
pub struct Explained<'a> {
    /// What to explain.
    pub concept: &'a Concept,
    /// To whom.
    pub role: Role,
}

/// The reply in the thread of a message, for everybody who reads along.
/// `more` are words of the message that did not fit.
pub fn in_thread(voice: Voice<'_>, entries: &[Explained<'_>], more: &[ConceptId]) -> Message {
    let mut parts: Vec<Part> = entries.iter().map(|entry| Part::Section(short_entry(voice, *entry))).collect();
    parts.push(Part::Context(voice.markup("explain-foot", &[])));
    let concepts: Vec<ConceptId> = entries.iter().map(|entry| entry.concept.id.clone()).collect();
    let button = |label: String, press| Button { label, press, emphasis: Emphasis::Normal };
    let mut buttons = Vec::new();
    if !more.is_empty() {
        let label = voice.text("button-more", &[("count", Arg::Count(more.len() as u64))]);
        buttons.push(button(label, Press::More(more.to_vec())));
    }
    buttons.push(button(voice.text("button-known", &[]), Press::Known(concepts.clone())));
    buttons.push(button(voice.text("button-mute-here", &[]), Press::MuteHere(concepts)));
    parts.push(Part::Buttons(buttons));
    Message { fallback: fallback(voice, entries.len(), &parts), parts }
}

/// The same for one reader alone, with an example.
pub fn in_private(voice: Voice<'_>, entries: &[Explained<'_>]) -> Message {
    let mut parts = Vec::new();
    for entry in entries {
        parts.push(Part::Section(short_entry(voice, *entry)));
        parts.extend(more_about(voice, entry.concept));
    }
    Message { fallback: fallback(voice, entries.len(), &parts), parts }
}

/// The answer to somebody who asked for a word: all its meanings, with whose word each is; for a single one, what else
/// to look up.
pub fn looked_up(voice: Voice<'_>, wanted: &str, entries: &[Explained<'_>], see: &[&Concept]) -> Message {
    if entries.len() < 2 {
        let mut message = in_private(voice, entries);
        if !see.is_empty() {
            let language = voice.language();
            let names: Vec<&str> = see.iter().map(|concept| concept.name(language)).collect();
            let buttons = see.iter().zip(&names).map(|(concept, name)| explain_button(name, concept)).collect();
            let intro = voice.markup("explain-see", &[]);
            let listed = Mrkdwn::plain(&listed(language, &names));
            message.fallback = Mrkdwn::lines(&[message.fallback, intro.clone(), listed]);
            message.parts.extend([Part::Context(intro), Part::Buttons(buttons)]);
        }
        return message;
    }
    let mut parts = vec![Part::Section(voice.markup("explain-several", &[("term", Arg::Text(wanted))]))];
    for entry in entries {
        let field = field_name(voice, &entry.concept.subject_field);
        parts.push(Part::Section(voice.markup(
            "explain-entry-field",
            &[
                ("term", Arg::Text(entry.concept.name(voice.language()))),
                ("field", Arg::Text(&field)),
                ("text", Arg::Text(text_of(voice.language(), *entry))),
            ],
        )));
    }
    Message::of(parts)
}

/// The answer when a word is not in the glossary: the nearest terms, if any.
pub fn not_found(voice: Voice<'_>, wanted: &str, near: &[(&Concept, &Term)]) -> Message {
    let id = if near.is_empty() { "explain-nothing" } else { "explain-near" };
    suggested(voice, id, wanted, near)
}

/// The answer when a word is a part of terms: what the one means, or which there are.
pub fn part_of(voice: Voice<'_>, wanted: &str, terms: &[(&Concept, &Term)], role: Role) -> Message {
    let [(concept, term)] = terms else {
        return if terms.is_empty() {
            not_found(voice, wanted, terms)
        } else {
            suggested(voice, "explain-parts", wanted, terms)
        };
    };
    let wanted = shortened(wanted);
    let args = [("term", Arg::Text(wanted.as_str())), ("whole", Arg::Text(&term.text))];
    let intro = voice.markup("explain-part", &args);
    let mut message = in_private(voice, &[Explained { concept, role }]);
    message.fallback = Mrkdwn::lines(&[intro.clone(), message.fallback]);
    message.parts.insert(0, Part::Section(intro));
    message
}

/// Names terms, each with a button that explains it.
fn suggested(voice: Voice<'_>, id: &str, wanted: &str, terms: &[(&Concept, &Term)]) -> Message {
    let wanted = shortened(wanted);
    let names: Vec<&str> = terms.iter().map(|(_, term)| term.text.as_str()).collect();
    let names = listed(voice.language(), &names);
    let args = [("term", Arg::Text(wanted.as_str())), ("terms", Arg::Text(&names))];
    let mut message = single(voice, id, &args);
    let buttons = terms.iter().map(|(concept, term)| explain_button(&term.text, concept));
    let buttons: Vec<Button> = buttons.collect();
    if !buttons.is_empty() {
        message.parts.push(Part::Buttons(buttons));
    }
    message
}

fn explain_button(label: &str, concept: &Concept) -> Button {
    Button { label: label.to_owned(), press: Press::Explain(concept.id.clone()), emphasis: Emphasis::Normal }
}

/// As much of what somebody asked for as an answer repeats.
fn shortened(wanted: &str) -> String {
    wanted.chars().take(80).collect()
}

/// The terms a search found, the best first, each with its explanation.
pub fn search_results(voice: Voice<'_>, words: &str, found: &[&Concept], role: Role) -> Message {
    const SHOWN: usize = 8;
    let words = shortened(words);
    if found.is_empty() {
        return single(voice, "search-none", &[("words", Arg::Text(&words))]);
    }
    let args = [("count", Arg::Count(found.len() as u64)), ("words", Arg::Text(words.as_str()))];
    let mut lines = vec![voice.markup("search-found", &args)];
    lines.extend(found.iter().take(SHOWN).map(|concept| short_entry(voice, Explained { concept, role })));
    if found.len() > SHOWN {
        lines.push(voice.markup("search-more", &[("count", Arg::Count((found.len() - SHOWN) as u64))]));
    }
    Message::of(lines.into_iter().map(Part::Section).collect())
}

/// Says that concepts will not be explained in a channel any more.
pub fn muted(voice: Voice<'_>, names: &[&str]) -> Message {
    let terms = listed(voice.language(), names);
    single(voice, "mute-done", &[("terms", Arg::Text(&terms))])
}

/// Names in a row, as each language separates them.
pub(super) fn listed(language: Language, names: &[&str]) -> String {
    match language {
        Language::English => names.join(", "),
        Language::Japanese => names.join("、"),
    }
}

fn short_entry(voice: Voice<'_>, entry: Explained<'_>) -> Mrkdwn {
    let term = Arg::Text(entry.concept.name(voice.language()));
    voice.markup("explain-entry", &[("term", term), ("text", Arg::Text(text_of(voice.language(), entry)))])
}

fn more_about(voice: Voice<'_>, concept: &Concept) -> Option<Part> {
    concept
        .example
        .exactly(voice.language())
        .map(|text| Part::Context(voice.markup("explain-example", &[("text", Arg::Text(text))])))
}

fn text_of(language: Language, entry: Explained<'_>) -> &str {
    entry.concept.explanation(entry.role, language).unwrap_or_default()
}

/// A subject field by name.
pub(super) fn field_name(voice: Voice<'_>, field: &str) -> String {
    match field {
        "sales" => voice.text("field-sales", &[]),
        "engineering" => voice.text("field-engineering", &[]),
        "marketing" => voice.text("field-marketing", &[]),
        "finance" => voice.text("field-finance", &[]),
        "contracts" => voice.text("field-contracts", &[]),
        other => other.to_owned(),
    }
}

/// What the parts say, with a word in front, so that a notification tells at once what it is about.
fn fallback(voice: Voice<'_>, count: usize, parts: &[Part]) -> Mrkdwn {
    voice.markup("explain-fallback", &[("count", Arg::Count(count as u64)), ("terms", Arg::Markup(&said(parts)))])
}
