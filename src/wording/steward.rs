//! Speaks with and for the stewards of the glossary: the card of a proposal, what becomes of it, and the question
//! whether an entry is still right.

use crate::curation::check::Remark;
use crate::curation::proposal::{Decided, Verdict};
use crate::curation::sketch::Part as Of;
use crate::curation::{Proposal, Sketch};
use crate::glossary::concept::Concept;
use crate::ids::{ProposalId, UserId};
use crate::text::Language;
use crate::wording::Voice;
use crate::wording::definition::{label, remark, visibility_name};
use crate::wording::explanation::field_name;
use crate::wording::message::{Button, Emphasis, Entry, Input, Message, Modal, Mrkdwn, Part, Row, Watched};
use crate::wording::offer::single;
use crate::wording::press::{ModalPurpose, Press};
use crate::wording::voice::Arg;

/// The field of the reason for which a proposal is declined.
pub const REASON: &str = "reason";
/// How much of a wording is shown on a card, in characters.
const CARD_TEXT: usize = 600;

/// What the stewards see of a proposal: `now` is what it says, `before` what the entry says that it changes.
pub fn card(
    voice: Voice<'_>,
    proposal: &Proposal,
    now: &Sketch,
    before: Option<&Sketch>,
    remarks: &[Remark<'_>],
) -> Message {
    let id = proposal.id.to_string();
    let name = proposal.concept.name(voice.language());
    let title = voice.text("define-card-title", &[("id", Arg::Text(&id)), ("term", Arg::Text(name))]);
    let kind = if proposal.before.is_some() { "define-card-change" } else { "define-card-new" };
    let field = field_name(voice, now.subject_field.as_deref().unwrap_or_default());
    let fields = vec![
        voice.markup(kind, &[]),
        voice.markup("define-card-from", &[("who", Arg::Markup(&person(voice, &proposal.by)))]),
        voice.markup("define-card-field", &[("field", Arg::Text(&field))]),
        voice.markup("define-card-visibility", &[("who", Arg::Text(&visibility_name(voice, now.visibility)))]),
    ];
    let mut parts = vec![Part::Header(title), Part::Fields(fields)];
    if let Some(before) = before.filter(|before| before.visibility != now.visibility) {
        let [old, new] = [before, now].map(|sketch| visibility_name(voice, sketch.visibility));
        let label = voice.text("define-visibility", &[]);
        parts.push(Part::Section(change(voice, &label, Some(&new), Some(&old))));
    }
    if let Some(before) = before.filter(|before| before.subject_field != now.subject_field) {
        let [old, new] =
            [before, now].map(|sketch| sketch.subject_field.as_deref().map(|field| field_name(voice, field)));
        let label = voice.text("define-field", &[]);
        parts.push(Part::Section(change(voice, &label, new.as_deref(), old.as_deref())));
    }
    for part in Of::ALL {
        for language in Language::ALL {
            let said = |sketch: &Sketch| sketch.shown(part, language).map(|text| shortened(&text));
            let (text, old) = (said(now), before.and_then(said));
            if text.is_none() && old.is_none() || before.is_some() && text == old {
                continue;
            }
            let label = label(voice, part, language);
            parts.push(Part::Section(match before {
                Some(_) => change(voice, &label, text.as_deref(), old.as_deref()),
                None => row(voice, &label, text.as_deref()),
            }));
        }
    }
    if let Some(decided) = &proposal.decided {
        parts.push(Part::Context(decision(voice, decided)));
    } else {
        parts.extend(remarks.iter().map(|one| Part::Context(remark(voice, one))));
        parts.push(Part::Buttons(card_buttons(voice, proposal.id)));
    }
    Message::of(parts)
}

fn decision(voice: Voice<'_>, decided: &Decided) -> Mrkdwn {
    let who = person(voice, &decided.by);
    let args = [("who", Arg::Markup(&who))];
    match &decided.verdict {
        Verdict::Taken => voice.markup("define-card-taken", &args),
        Verdict::Changed => voice.markup("define-card-changed", &args),
        Verdict::Declined(reason) => {
            voice.markup("define-card-declined", &[("who", Arg::Markup(&who)), ("reason", Arg::Text(reason))])
        }
    }
}

/// What a steward can do with a proposal.
pub fn card_buttons(voice: Voice<'_>, id: ProposalId) -> Vec<Button> {
    vec![
        button(voice, "button-approve", Press::Approve(id), Emphasis::Primary),
        button(voice, "button-edit", Press::EditProposal(id), Emphasis::Normal),
        button(voice, "button-decline", Press::Decline(id), Emphasis::Normal),
    ]
}

/// What an entry says under a label.
fn row(voice: Voice<'_>, label: &str, text: Option<&str>) -> Mrkdwn {
    voice.markup("define-row", &[("label", Arg::Text(label)), ("text", Arg::Text(&or_nothing(voice, text)))])
}

/// What it would say, and what it says now.
fn change(voice: Voice<'_>, label: &str, text: Option<&str>, before: Option<&str>) -> Mrkdwn {
    let (text, before) = (or_nothing(voice, text), or_nothing(voice, before));
    let args = [("label", Arg::Text(label)), ("text", Arg::Text(&text)), ("before", Arg::Text(&before))];
    voice.markup("define-row-was", &args)
}

fn or_nothing(voice: Voice<'_>, text: Option<&str>) -> String {
    text.map_or_else(|| voice.text("define-nothing", &[]), str::to_owned)
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(CARD_TEXT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn person(voice: Voice<'_>, user: &UserId) -> Mrkdwn {
    if user.is_forgotten() { voice.markup("somebody", &[]) } else { Mrkdwn::person(user) }
}

pub(super) fn button(voice: Voice<'_>, label: &str, press: Press, emphasis: Emphasis) -> Button {
    Button { label: voice.text(label, &[]), press, emphasis }
}

/// A proposal in a line, for a list.
pub fn line(voice: Voice<'_>, proposal: &Proposal) -> Mrkdwn {
    let id = proposal.id.to_string();
    let text = shortened(proposal.concept.definition.best(voice.language()).unwrap_or_default());
    let name = proposal.concept.name(voice.language());
    let args = [("id", Arg::Text(id.as_str())), ("term", Arg::Text(name)), ("text", Arg::Text(&text))];
    voice.markup("define-line", &args)
}

/// Tells the proposer what became of it.
pub fn outcome(voice: Voice<'_>, term: &str, verdict: &Verdict, by: &UserId) -> Message {
    let who = person(voice, by);
    match verdict {
        Verdict::Taken => single(voice, "define-taken", &[("term", Arg::Text(term))]),
        Verdict::Changed => {
            single(voice, "define-taken-changed", &[("term", Arg::Text(term)), ("who", Arg::Markup(&who))])
        }
        Verdict::Declined(reason) => {
            let args = [("term", Arg::Text(term)), ("who", Arg::Markup(&who)), ("reason", Arg::Text(reason))];
            single(voice, "define-declined", &args)
        }
    }
}

/// Says that a proposal is decided already, and by whom.
pub fn already(voice: Voice<'_>, id: ProposalId, decided: &Decided) -> Message {
    let id = id.to_string();
    let who = person(voice, &decided.by);
    let said = match decided.verdict {
        Verdict::Taken | Verdict::Changed => "define-already-taken",
        Verdict::Declined(_) => "define-already-declined",
    };
    single(voice, said, &[("id", Arg::Text(&id)), ("who", Arg::Markup(&who))])
}

/// Says that there is no such proposal.
pub fn unknown(voice: Voice<'_>, id: ProposalId) -> Message {
    single(voice, "define-unknown", &[("id", Arg::Text(&id.to_string()))])
}

/// Says that the entry has changed since a proposal was written.
pub fn changed_since(voice: Voice<'_>, id: ProposalId) -> Message {
    single(voice, "define-changed-since", &[("id", Arg::Text(&id.to_string()))])
}

/// Says that only stewards may do that.
pub fn only_stewards(voice: Voice<'_>) -> Message {
    single(voice, "define-only-stewards", &[])
}

/// Asks a steward why a proposal is not taken.
pub fn decline_form(voice: Voice<'_>, proposal: &Proposal) -> Modal {
    let name = [("term", Arg::Text(proposal.concept.name(voice.language())))];
    let who = person(voice, &proposal.by);
    let reason = Input {
        id: REASON.to_owned(),
        label: voice.text("decline-reason", &name),
        hint: None,
        optional: false,
        watched: Watched::No,
        entry: Entry::Text {
            initial: None,
            placeholder: Some(voice.text("decline-reason-hint", &[])),
            multiline: true,
            max_length: 500,
        },
    };
    Modal {
        title: voice.text("decline-title", &[]),
        submit: Some(voice.text("decline-submit", &[])),
        close: voice.text("ask-close", &[]),
        rows: vec![
            Row::Shown(Part::Section(voice.markup("decline-intro", &[("who", Arg::Markup(&who))]))),
            Row::Input(reason),
        ],
        purpose: ModalPurpose::Decline(proposal.id),
    }
}

/// Asks whether an entry is still right: its owner, or the stewards.
pub fn still_right(voice: Voice<'_>, concept: &Concept, sketch: &Sketch, owner: bool) -> Message {
    let id = if owner { "still-owner" } else { "still-stewards" };
    let intro = voice.markup(id, &[("term", Arg::Text(concept.name(voice.language())))]);
    let mut parts = vec![Part::Header(voice.text("still-title", &[])), Part::Section(intro)];
    for part in [Of::Terms, Of::Definition] {
        for language in Language::ALL {
            if let Some(text) = sketch.shown(part, language) {
                let label = label(voice, part, language);
                parts.push(Part::Section(row(voice, &label, Some(&shortened(&text)))));
            }
        }
    }
    parts.push(Part::Buttons(vec![
        button(voice, "button-still-right", Press::StillRight(concept.id.clone()), Emphasis::Primary),
        button(voice, "button-edit", Press::Improve(concept.id.clone()), Emphasis::Normal),
    ]));
    Message::of(parts)
}

/// Thanks for the answer.
pub fn confirmed(voice: Voice<'_>, concept: &Concept) -> Message {
    single(voice, "still-done", &[("term", Arg::Text(concept.name(voice.language())))])
}

/// Says whose answer is asked for.
pub fn not_yours(voice: Voice<'_>, concept: &Concept) -> Message {
    single(voice, "still-not-yours", &[("term", Arg::Text(concept.name(voice.language())))])
}
