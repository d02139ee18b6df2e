//! A shortcut was used on a message, or a hand was raised at it: explains its words to whoever asked, or opens the
//! form that brings in the liaison for it.

use std::collections::BTreeSet;

use crate::ids::UserId;
use crate::liaison::addressed::plain;
use crate::liaison::decision::Placement;
use crate::liaison::defining;
use crate::liaison::draft::Draft;
use crate::liaison::event::{Pressed, ResponseUrl, Shortcut, ShortcutKind, TriggerId};
use crate::liaison::records::{Answer, Friction, Key, Record};
use crate::requests::request::{Place, Surface};
use crate::text::Passage;
use crate::wording::explanation::{self, Explained};
use crate::wording::press::ModalPurpose;
use crate::wording::{Voice, offer, request, shortcut};

/// The reaction that asks for the liaison.
pub(super) const RAISED: &str = "raising_hand";

/// A shortcut was used. Answers are for that person alone.
pub(super) fn used(draft: &mut Draft<'_>, used: &Shortcut) {
    let facts = draft.facts;
    let channel = &used.place.channel;
    let passage = Passage::read(&used.text);
    let voice = draft.voice(facts.language_of(&used.user, Some(channel), passage.language()));
    if facts.person(&used.user).is_none_or(|person| person.external) || used.user_team.is_some() {
        draft.respond(used.response.as_ref(), Placement::Beside, request::outsider(voice));
        return;
    }
    match used.kind {
        ShortcutKind::ExplainMessage => explain(draft, voice, used, &passage),
        ShortcutKind::AskAbout => {
            let about = Place { channel: channel.clone(), ts: used.root().clone() };
            let asking = Asking { about, text: plain(&used.text), surface: Surface::Shortcut };
            open_form(draft, voice, used.response.as_ref(), used.trigger.as_ref(), asking);
        }
    }
}

fn explain(draft: &mut Draft<'_>, voice: Voice<'_>, used: &Shortcut, passage: &Passage<'_>) {
    let channel = Some(&used.place.channel);
    let role = draft.facts.role_at(&used.user, channel);
    let mut seen = BTreeSet::new();
    let entries: Vec<Explained<'_>> = draft
        .policy
        .glossary
        .find(passage)
        .into_iter()
        .map(|occurrence| occurrence.concept)
        .filter(|concept| draft.facts.may_show(concept, channel))
        .filter(|concept| seen.insert(&concept.id))
        .map(|concept| Explained { concept, role })
        .collect();
    let message = match &entries[..] {
        [] => shortcut::nothing(voice),
        entries => defining::improvable(draft, voice, channel, explanation::in_private(voice, entries), entries),
    };
    draft.respond(used.response.as_ref(), Placement::Beside, message);
}

/// A hand was raised at a message: whoever is the first to do so is offered the liaison, unless help is off here.
pub(super) fn raised(draft: &mut Draft<'_>, user: &UserId, place: &Place) {
    let facts = draft.facts;
    let Some(channel) = facts.channel(&place.channel).filter(|channel| channel.member && !channel.direct) else {
        return;
    };
    let friction = facts.channel_settings(&channel.id).friction.unwrap_or(draft.policy.settings.friction);
    if friction == Friction::Off || facts.person(user).is_none_or(|person| person.external || person.bot) {
        return;
    }
    let key = Key::Answer(place.channel.clone(), place.ts.clone());
    let answer = match facts.record(&key) {
        Some(Record::Answer(answer)) => answer.clone(),
        _ => Answer::default(),
    };
    // A poll by raised hands is no crowd of questions.
    if answer.raised {
        return;
    }
    draft.put(key, Record::Answer(Answer { raised: true, ..answer }));
    let voice = draft.voice(facts.language_of(user, Some(&place.channel), None));
    let running = facts.request_at(&place.channel, &place.ts).filter(|request| !request.state.is_final());
    let message = match running {
        Some(request) => offer::already(voice, request.id),
        None => shortcut::raised(voice, place),
    };
    draft.show(user, &place.channel, None, message);
}

/// The button of that offer.
pub(super) fn ask_about(draft: &mut Draft<'_>, voice: Voice<'_>, pressed: &Pressed, about: &Place) {
    let asking = Asking { about: about.clone(), text: String::new(), surface: Surface::Reaction };
    open_form(draft, voice, pressed.response.as_ref(), pressed.trigger.as_ref(), asking);
}

struct Asking {
    about: Place,
    text: String,
    surface: Surface,
}

fn open_form(
    draft: &mut Draft<'_>,
    voice: Voice<'_>,
    response: Option<&ResponseUrl>,
    trigger: Option<&TriggerId>,
    asking: Asking,
) {
    let Asking { about, text, surface } = asking;
    let running = draft.facts.request_at(&about.channel, &about.ts).filter(|request| !request.state.is_final());
    if let Some(request) = running {
        draft.respond(response, Placement::Beside, offer::already(voice, request.id));
        return;
    }
    let Some(trigger) = trigger.cloned() else { return };
    let purpose = ModalPurpose::Ask { channel: about.channel.clone(), about: Some(about), surface };
    let modal = request::ask_form(voice, purpose, &text);
    draft.open(trigger, modal, response, voice.language());
}
