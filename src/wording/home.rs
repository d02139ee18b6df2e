//! Composes the App Home: what waits on its reader, their requests, a look-up box, their settings, and what is kept
//! about them.

use crate::curation::Proposal;
use crate::glossary::concept::Role;
use crate::ids::RequestId;
use crate::requests::request::Request;
use crate::text::Language;
use crate::wording::message::{
    Button, Choice, Emphasis, Entry, Home, Input, Message, Modal, Mrkdwn, Part, Row, Watched,
};
use crate::wording::offer::single;
use crate::wording::press::{ModalPurpose, Press};
use crate::wording::voice::{Arg, Voice};
use crate::wording::{request, steward};

/// The field a word to look up is entered in.
pub const TERM: &str = "term";
/// The field the reader's role is chosen in.
pub const ROLE: &str = "role";
/// The field the reader's language is chosen in.
pub const LANGUAGE: &str = "language";

/// The value of a choice that leaves it to Slack.
const AS_IN_SLACK: &str = "as-in-slack";
/// The most requests a list shows.
const SHOWN: usize = 5;

/// What it is made of.
#[derive(Debug)]
pub struct Content<'a> {
    /// What came of the last click.
    pub notice: Option<Message>,
    /// What the word entered means.
    pub answer: Option<Message>,
    /// The reader's requests that are not over, newest first.
    pub mine: Vec<&'a Request>,
    /// Those of them that wait for a confirmation.
    pub to_confirm: Vec<&'a Request>,
    /// Requests the reader looks after as a liaison.
    pub in_my_hands: Vec<&'a Request>,
    /// Requests of the reader's team that nobody looks after.
    pub to_claim: Vec<&'a Request>,
    /// Proposals for the glossary that wait for the reader as a steward.
    pub to_decide: Vec<Proposal>,
    /// In how many proposals and entries of the glossary the reader is named.
    pub written: usize,
    /// The role the reader chose.
    pub role: Option<Role>,
    /// The language the reader chose.
    pub language: Option<Language>,
    /// How many words the reader said they know.
    pub known: usize,
    /// The reader's role by user group.
    pub group_role: Option<Role>,
    /// In how many requests the reader is named.
    pub asked: usize,
}

/// The App Home of a member.
pub fn home(voice: Voice<'_>, content: &Content<'_>) -> Home {
    let mut rows = Vec::new();
    if let Some(notice) = &content.notice {
        rows.extend(notice.parts.iter().cloned().map(Row::Shown));
        rows.push(Row::Shown(Part::Divider));
    }
    rows.push(look_up_box(voice));
    if let Some(answer) = &content.answer {
        rows.extend(answer.parts.iter().cloned().map(Row::Shown));
    }
    let mut parts = waiting(voice, content);
    parts.extend(mine(voice, &content.mine));
    parts.push(Part::Header(voice.text("home-settings", &[])));
    rows.extend(parts.into_iter().map(Row::Shown));
    rows.extend(settings(voice, content));
    rows.extend(kept(voice, content).into_iter().map(Row::Shown));
    Home { rows }
}

/// The App Home of somebody from another organisation.
pub fn closed(voice: Voice<'_>) -> Home {
    Home { rows: vec![Row::Shown(Part::Section(voice.markup("refused-outsider", &[])))] }
}

/// Says that a person is forgotten.
pub fn forgotten(voice: Voice<'_>) -> Message {
    single(voice, "forget-done", &[])
}

/// Asks whether a person really wants to be forgotten.
pub fn forget_form(voice: Voice<'_>) -> Modal {
    Modal {
        title: voice.text("forget-title", &[]),
        submit: Some(voice.text("forget-submit", &[])),
        close: voice.text("ask-close", &[]),
        rows: vec![Row::Shown(Part::Section(voice.markup("forget-body", &[])))],
        purpose: ModalPurpose::ForgetMe,
    }
}

fn look_up_box(voice: Voice<'_>) -> Row {
    let placeholder = Some(voice.text("home-term-hint", &[]));
    Row::Input(Input {
        id: TERM.to_owned(),
        label: voice.text("home-term", &[]),
        hint: None,
        optional: false,
        watched: Watched::Entered,
        entry: Entry::Text { initial: None, placeholder, multiline: false, max_length: 80 },
    })
}

fn waiting(voice: Voice<'_>, content: &Content<'_>) -> Vec<Part> {
    let mut parts = vec![Part::Header(voice.text("home-waiting", &[]))];
    let button = |label: &str, press, emphasis| Button { label: voice.text(label, &[]), press, emphasis };
    let mut list = |requests: &[&Request], buttons: &dyn Fn(RequestId) -> Vec<Button>| {
        for request in requests.iter().take(SHOWN) {
            parts.push(Part::Section(request::line(voice, request)));
            parts.push(Part::Buttons(buttons(request.id)));
        }
        parts.extend(more(voice, requests.len()));
    };
    list(&content.to_confirm, &|id| {
        vec![
            button("button-confirm", Press::Confirm(id), Emphasis::Primary),
            button("button-reopen", Press::Reopen(id), Emphasis::Normal),
        ]
    });
    list(&content.in_my_hands, &|id| vec![button("button-solve", Press::Solve(id), Emphasis::Normal)]);
    list(&content.to_claim, &|id| vec![button("button-claim", Press::Claim(id), Emphasis::Normal)]);
    for proposal in content.to_decide.iter().take(SHOWN) {
        parts.push(Part::Section(steward::line(voice, proposal)));
        parts.push(Part::Buttons(steward::card_buttons(voice, proposal.id)));
    }
    parts.extend(more(voice, content.to_decide.len()));
    if parts.len() == 1 {
        parts.push(Part::Section(voice.markup("home-waiting-none", &[])));
    }
    parts
}

fn mine(voice: Voice<'_>, requests: &[&Request]) -> Vec<Part> {
    let mut parts = vec![Part::Header(voice.text("home-mine", &[]))];
    let lines: Vec<Mrkdwn> = requests.iter().take(SHOWN).map(|it| request::line(voice, it)).collect();
    let none = || voice.markup("home-mine-none", &[]);
    parts.push(Part::Section(if lines.is_empty() { none() } else { Mrkdwn::lines(&lines) }));
    parts.extend(more(voice, requests.len()));
    parts
}

fn more(voice: Voice<'_>, count: usize) -> Option<Part> {
    let more = count.checked_sub(SHOWN).filter(|more| *more > 0)?;
    Some(Part::Context(voice.markup("requests-more", &[("count", Arg::Count(more as u64))])))
}

fn settings(voice: Voice<'_>, content: &Content<'_>) -> Vec<Row> {
    let of_group = match content.group_role {
        Some(role) => voice.text("home-role-of-group", &[("role", Arg::Text(&role_name(voice, role)))]),
        None => voice.text("home-role-unknown", &[]),
    };
    let roles = [Role::Sales, Role::Engineering, Role::Liaison, Role::Other];
    let roles = roles.map(|role| (role.id(), role_name(voice, role)));
    let languages = [("en", "English".to_owned()), ("ja", "日本語".to_owned())];
    let role = choose(voice, ROLE, "home-role", of_group, &roles, content.role.map(Role::id));
    let as_slack = voice.text("home-language-slack", &[]);
    let chosen = content.language.map(Language::code);
    let language = choose(voice, LANGUAGE, "home-language", as_slack, &languages, chosen);
    let mut rows = vec![role, language];
    let known = content.known;
    if known > 0 {
        let said = voice.markup("home-known", &[("count", Arg::Count(known as u64))]);
        let again = Button {
            label: voice.text("button-explain-again", &[]),
            press: Press::ExplainAgain,
            emphasis: Emphasis::Normal,
        };
        rows.extend([Row::Shown(Part::Section(said)), Row::Shown(Part::Buttons(vec![again]))]);
    }
    rows
}

fn choose(
    voice: Voice<'_>,
    id: &str,
    label: &str,
    by_slack: String,
    others: &[(&str, String)],
    chosen: Option<&str>,
) -> Row {
    let choice = |value: &str, label: String| Choice { value: value.to_owned(), label, detail: None };
    let mut choices = vec![choice(AS_IN_SLACK, by_slack)];
    choices.extend(others.iter().map(|(value, label)| choice(value, label.clone())));
    Row::Input(Input {
        id: id.to_owned(),
        label: voice.text(label, &[]),
        hint: None,
        optional: false,
        watched: Watched::Entered,
        entry: Entry::One { choices, chosen: Some(chosen.unwrap_or(AS_IN_SLACK).to_owned()) },
    })
}

fn kept(voice: Voice<'_>, content: &Content<'_>) -> Vec<Part> {
    let known = content.known as u64;
    let (requests, written) = (Arg::Count(content.asked as u64), Arg::Count(content.written as u64));
    let args = [("words", Arg::Count(known)), ("requests", requests), ("written", written)];
    let forget =
        Button { label: voice.text("button-forget-me", &[]), press: Press::ForgetMe, emphasis: Emphasis::Danger };
    vec![
        Part::Header(voice.text("home-kept", &[])),
        Part::Section(voice.markup("home-kept-body", &args)),
        Part::Buttons(vec![forget]),
        Part::Context(voice.markup("home-foot", &[])),
    ]
}

/// A role by name.
pub fn role_name(voice: Voice<'_>, role: Role) -> String {
    let id = match role {
        Role::Sales => "role-sales",
        Role::Engineering => "role-engineering",
        Role::Liaison => "role-liaison",
        Role::Other => "role-other",
    };
    voice.text(id, &[])
}
