//! Speaks about requests: the card, each step in the thread of origin, lists, refusals and the form.

use crate::ids::{RequestId, UserId};
use crate::requests::life::{Action, Refusal, State};
use crate::requests::request::{Request, Transition};
use crate::wording::message::{Button, Emphasis, Entry, Input, Message, Modal, Mrkdwn, Part, Row, Watched};
use crate::wording::offer::{single, themes};
use crate::wording::press::{ModalPurpose, Press};
use crate::wording::voice::{Arg, Voice};

/// How much of a brief's part is shown on a card, in characters.
const CARD_TEXT: usize = 600;

/// A request's card, with the buttons that fit its state unless it is only shown.
pub fn card(voice: Voice<'_>, request: &Request, with_buttons: bool) -> Message {
    let requester = person(voice, &request.requester);
    let mut fields = vec![voice.markup("card-from", &[("who", Arg::Markup(&requester))])];
    let place = match &request.origin {
        Some(origin) if !origin.channel.as_str().starts_with('D') => Mrkdwn::channel(&origin.channel),
        _ => voice.markup("card-direct", &[]),
    };
    fields.push(voice.markup("card-where", &[("channel", Arg::Markup(&place))]));
    if !request.themes.is_empty() {
        let about = themes(voice, &request.themes);
        fields.push(voice.markup("card-about", &[("themes", Arg::Text(&about))]));
    }
    if let Some(liaison) = &request.liaison {
        fields.push(voice.markup("card-liaison", &[("who", Arg::Markup(&person(voice, liaison)))]));
    }
    let mut parts = vec![Part::Header(title(voice, request)), Part::Fields(fields)];
    let brief = &request.brief;
    for (id, text) in [
        ("card-needed", &brief.needed),
        ("card-worth", &brief.worth),
        ("card-cost", &brief.cost),
        ("card-tried", &brief.tried),
    ] {
        let Some(text) = text else { continue };
        let text = shortened(text, CARD_TEXT);
        parts.push(Part::Section(voice.markup(id, &[("text", Arg::Text(&text))])));
    }
    if let Some(address) = &request.permalink {
        parts.push(Part::Section(Mrkdwn::link(address, &voice.text("card-link", &[]))));
    }
    parts.push(Part::Context(Mrkdwn::lines(
        &request.history.iter().rev().take(4).rev().map(|step| history_line(voice, step)).collect::<Vec<_>>(),
    )));
    let buttons = if with_buttons { card_buttons(voice, request) } else { Vec::new() };
    if !buttons.is_empty() {
        parts.push(Part::Buttons(buttons));
    }
    Message::of(parts)
}

fn card_buttons(voice: Voice<'_>, request: &Request) -> Vec<Button> {
    let button = |label: &str, press, emphasis| Button { label: voice.text(label, &[]), press, emphasis };
    match request.state {
        State::Suggested | State::Open => {
            vec![button("button-claim", Press::Claim(request.id), Emphasis::Primary)]
        }
        State::InProgress | State::Waiting | State::OnHold => {
            vec![button("button-solve", Press::Solve(request.id), Emphasis::Primary)]
        }
        State::Solved | State::Closed | State::Declined | State::Duplicate | State::Cancelled => Vec::new(),
    }
}

/// What the thread of origin hears of a step.
pub fn step(voice: Voice<'_>, request: &Request, step: &Transition) -> Message {
    let id = request.id.to_string();
    let who = step.by.as_ref().map(|by| person(voice, by)).unwrap_or_default();
    let requester = person(voice, &request.requester);
    let state = state_name(voice, request.state);
    let args = [
        ("id", Arg::Text(id.as_str())),
        ("who", Arg::Markup(&who)),
        ("requester", Arg::Markup(&requester)),
        ("state", Arg::Text(&state)),
    ];
    let said = match step.action {
        Action::Ask => "step-ask",
        Action::Claim => "step-claim",
        Action::Solve => "step-solve",
        Action::Confirm => "step-confirm",
        Action::Reopen => "step-reopen",
        Action::Expire => "step-expire",
        Action::Suggest
        | Action::Release
        | Action::HandOver
        | Action::Wait
        | Action::Hold
        | Action::Resume
        | Action::Decline
        | Action::MarkDuplicate
        | Action::Cancel => "step-other",
    };
    let mut message = single(voice, said, &args);
    if step.action == Action::Solve {
        message.parts.push(Part::Buttons(vec![
            Button {
                label: voice.text("button-confirm", &[]),
                press: Press::Confirm(request.id),
                emphasis: Emphasis::Primary,
            },
            Button {
                label: voice.text("button-reopen", &[]),
                press: Press::Reopen(request.id),
                emphasis: Emphasis::Normal,
            },
        ]));
    }
    message
}

/// Says that a request is noted but its team could not be reached.
pub fn unreached(voice: Voice<'_>, id: RequestId) -> Message {
    single(voice, "step-ask-unreached", &[("id", Arg::Text(&id.to_string()))])
}

/// Says that a form could not be opened while there was time.
pub fn form_late(voice: Voice<'_>) -> Message {
    single(voice, "form-late", &[])
}

/// Says why an action was not taken.
pub fn refused(voice: Voice<'_>, request: &Request, action: Action, refusal: Refusal) -> Message {
    let id = request.id.to_string();
    let state = state_name(voice, request.state);
    let named = match action {
        Action::Claim => request.liaison.as_ref().unwrap_or(&request.requester),
        _ => &request.requester,
    };
    let who = person(voice, named);
    let said = match refusal {
        Refusal::Over(_) => "refused-over",
        Refusal::NotNow(_) if action == Action::Claim && request.liaison.is_some() => "refused-taken",
        Refusal::NotNow(_) => "refused-not-now",
        Refusal::NotYours(Action::Confirm | Action::Reopen | Action::Cancel) => "refused-not-yours-requester",
        Refusal::NotYours(_) => "refused-not-yours-liaison",
    };
    single(voice, said, &[("id", Arg::Text(&id)), ("state", Arg::Text(&state)), ("who", Arg::Markup(&who))])
}

/// Says that only members of the organisation may do that.
pub fn outsider(voice: Voice<'_>) -> Message {
    single(voice, "refused-outsider", &[])
}

/// Says that there is no such request.
pub fn unknown(voice: Voice<'_>, id: RequestId) -> Message {
    single(voice, "request-unknown", &[("id", Arg::Text(&id.to_string()))])
}

/// Which list is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// The reader's own requests.
    Mine,
    /// All open ones.
    Open,
    /// Those that wait for their requester.
    Waiting,
    /// Those found by some words.
    Found,
}

/// A list of requests, newest first; at most 20 are shown, the number of the others is said.
pub fn list(voice: Voice<'_>, which: List, requests: &[&Request]) -> Message {
    const SHOWN: usize = 20;
    let (title, none) = match which {
        List::Mine => ("requests-mine-title", "requests-mine-none"),
        List::Open => ("requests-open-title", "requests-open-none"),
        List::Waiting => ("requests-waiting-title", "requests-waiting-none"),
        List::Found => ("requests-found-title", "requests-found-none"),
    };
    if requests.is_empty() {
        return single(voice, none, &[]);
    }
    let mut parts = vec![Part::Section(Mrkdwn::bold(&voice.text(title, &[])))];
    parts.extend(requests.iter().take(SHOWN).map(|request| Part::Section(line(voice, request))));
    if requests.len() > SHOWN {
        let more = [("count", Arg::Count((requests.len() - SHOWN) as u64))];
        parts.push(Part::Context(voice.markup("requests-more", &more)));
    }
    Message::of(parts)
}

/// A request in one line: its number, how far it is, whose it is and what it is about.
pub fn line(voice: Voice<'_>, request: &Request) -> Mrkdwn {
    let id = request.id.to_string();
    let state = state_name(voice, request.state);
    let who = person(voice, &request.requester);
    let about = request.brief.needed.as_deref().map(|text| shortened(text, 80));
    let about = about.or_else(|| (!request.themes.is_empty()).then(|| themes(voice, &request.themes)));
    let summary = about.map(|text| format!(" · {text}")).unwrap_or_default();
    let args = [
        ("id", Arg::Text(id.as_str())),
        ("state", Arg::Text(&state)),
        ("who", Arg::Markup(&who)),
        ("summary", Arg::Text(&summary)),
    ];
    voice.markup("requests-line", &args)
}

/// A mention of a person, or that they asked to be forgotten.
fn person(voice: Voice<'_>, user: &UserId) -> Mrkdwn {
    if user.is_forgotten() { voice.markup("somebody", &[]) } else { Mrkdwn::person(user) }
}

/// The form of a new request.
pub fn ask_form(voice: Voice<'_>, purpose: ModalPurpose, needed: &str) -> Modal {
    let initial = shortened(needed, 3000);
    let initial = (!initial.is_empty()).then_some(initial);
    let input = |id: &str, label: &str, hint: &str, optional, initial| {
        Row::Input(Input {
            id: id.to_owned(),
            label: voice.text(label, &[]),
            hint: None,
            optional,
            watched: Watched::No,
            entry: Entry::Text { initial, placeholder: Some(voice.text(hint, &[])), multiline: true, max_length: 3000 },
        })
    };
    Modal {
        title: voice.text("ask-title", &[]),
        submit: Some(voice.text("ask-submit", &[])),
        close: voice.text("ask-close", &[]),
        rows: vec![
            Row::Shown(Part::Section(voice.markup("ask-intro", &[]))),
            input("needed", "ask-needed", "ask-needed-hint", false, initial),
            input("worth", "ask-worth", "ask-worth-hint", true, None),
            input("cost", "ask-cost", "ask-cost-hint", true, None),
            input("tried", "ask-tried", "ask-tried-hint", true, None),
        ],
        purpose,
    }
}

fn title(voice: Voice<'_>, request: &Request) -> String {
    let state = state_name(voice, request.state);
    voice.text("card-title", &[("id", Arg::Text(&request.id.to_string())), ("state", Arg::Text(&state))])
}

fn history_line(voice: Voice<'_>, step: &Transition) -> Mrkdwn {
    let who = step.by.as_ref().map(|by| person(voice, by)).unwrap_or_default();
    voice.markup(action_id(step.action), &[("who", Arg::Markup(&who))])
}

const fn action_id(action: Action) -> &'static str {
    match action {
        Action::Suggest => "action-suggest",
        Action::Ask => "action-ask",
        Action::Claim => "action-claim",
        Action::Release => "action-release",
        Action::HandOver => "action-hand-over",
        Action::Wait => "action-wait",
        Action::Hold => "action-hold",
        Action::Resume => "action-resume",
        Action::Solve => "action-solve",
        Action::Decline => "action-decline",
        Action::MarkDuplicate => "action-mark-duplicate",
        Action::Confirm => "action-confirm",
        Action::Reopen => "action-reopen",
        Action::Cancel => "action-cancel",
        Action::Expire => "action-expire",
    }
}

fn state_name(voice: Voice<'_>, state: State) -> String {
    let id = match state {
        State::Suggested => "state-suggested",
        State::Open => "state-open",
        State::InProgress => "state-in-progress",
        State::Waiting => "state-waiting",
        State::OnHold => "state-on-hold",
        State::Solved => "state-solved",
        State::Closed => "state-closed",
        State::Declined => "state-declined",
        State::Duplicate => "state-duplicate",
        State::Cancelled => "state-cancelled",
    };
    voice.text(id, &[])
}

/// The text, cut at a number of characters with an ellipsis.
fn shortened(text: &str, most: usize) -> String {
    let text = text.trim();
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}
