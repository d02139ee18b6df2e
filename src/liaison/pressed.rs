//! A button was clicked: on an offer, an explanation, a request's card or the notice that it is solved.

use crate::ids::{ConceptId, RequestId};
use crate::liaison::decision::{Action, Placement};
use crate::liaison::draft::Draft;
use crate::liaison::event::Pressed;
use crate::liaison::reception::Verdict;
use crate::liaison::records::{Key, PersonSettings, Record};
use crate::liaison::{
    asked, channel as channel_settings, choices, defining, desk, home as app_home, reception, shortcuts, stewards,
};
use crate::requests::life;
use crate::requests::request::{Brief, Place, Surface};
use crate::wording::explanation::Explained;
use crate::wording::press::{FindingRef, Press};
use crate::wording::{Voice, explanation, home, offer, request};

pub(super) fn pressed(draft: &mut Draft<'_>, pressed: &Pressed) {
    let facts = draft.facts;
    let channel = pressed.place.as_ref().map(|place| &place.channel);
    let voice = draft.voice(facts.language_of(&pressed.user, channel, None));
    if facts.person(&pressed.user).is_none_or(|person| person.external) || pressed.user_team.is_some() {
        draft.respond(pressed.response.as_ref(), Placement::Beside, request::outsider(voice));
        if pressed.place.is_none() {
            app_home::show(draft, &pressed.user);
        }
        return;
    }
    match &pressed.press {
        Press::BringLiaison(finding) => bring_liaison(draft, voice, pressed, finding),
        Press::ShowBothSides(finding) => {
            let both = offer::both_sides(voice, &finding.themes);
            draft.respond(pressed.response.as_ref(), Placement::Beside, both);
        }
        Press::NotAProblem(finding) => {
            reception::count(draft, &finding.channel, &finding.rules, &pressed.user, Verdict::Refused);
            replace(draft, pressed, offer::dismissed(voice));
        }
        Press::Why(finding) => why(draft, voice, pressed, finding),
        Press::Explain(id) => explain(draft, voice, pressed, id),
        Press::MuteHere(concepts) => mute(draft, voice, pressed, concepts),
        Press::Known(concepts) => {
            let answer = choices::known(draft, voice, &pressed.user, concepts);
            draft.respond(pressed.response.as_ref(), Placement::Beside, answer);
        }
        Press::More(concepts) => more(draft, voice, pressed, concepts),
        Press::QuietHere(id, quiet) => {
            let answer = channel_settings::quiet(draft, voice, &pressed.user, id, *quiet);
            draft.respond(pressed.response.as_ref(), beside_unless_alone(pressed), answer);
        }
        Press::QuietEverywhere(quiet) => {
            let answer = choices::everywhere(draft, voice, &pressed.user, *quiet);
            draft.respond(pressed.response.as_ref(), beside_unless_alone(pressed), answer);
        }
        Press::Settings(id) => channel_settings::pressed(draft, voice, pressed, id),
        Press::WakeRule(rule) => reception::wake(draft, voice, pressed, rule),
        Press::Claim(id) => move_request(draft, voice, pressed, *id, life::Action::Claim, Surface::Card),
        Press::Solve(id) => move_request(draft, voice, pressed, *id, life::Action::Solve, Surface::Card),
        Press::Confirm(id) => move_request(draft, voice, pressed, *id, life::Action::Confirm, Surface::Thread),
        Press::Reopen(id) => move_request(draft, voice, pressed, *id, life::Action::Reopen, Surface::Thread),
        Press::AskAbout(about) => shortcuts::ask_about(draft, voice, pressed, about),
        Press::ExplainAgain => {
            let settings = PersonSettings { known: Vec::new(), ..facts.person_settings(&pressed.user) };
            draft.put(Key::Person(pressed.user.clone()), Record::Person(settings));
        }
        Press::ForgetMe => {
            if let Some(trigger) = pressed.trigger.clone() {
                draft.open(trigger, home::forget_form(voice), pressed.response.as_ref(), voice.language());
            }
            return; // what it shows changes when the form is sent in
        }
        Press::Define(_)
        | Press::Improve(_)
        | Press::ImproveOne(_)
        | Press::Approve(_)
        | Press::EditProposal(_)
        | Press::Decline(_)
        | Press::StillRight(_) => {
            if stewards::pressed(draft, voice, pressed) {
                return;
            }
        }
        Press::Open(_) => {}
    }
    if pressed.place.is_none() {
        app_home::show(draft, &pressed.user);
    }
}

/// An answer takes the place of what only the reader sees, and stands beside what others see too.
const fn beside_unless_alone(pressed: &Pressed) -> Placement {
    if pressed.ephemeral { Placement::Instead } else { Placement::Beside }
}

/// Answers in place of a card only its reader sees; a card others see too is taken away.
fn replace(draft: &mut Draft<'_>, pressed: &Pressed, message: crate::wording::message::Message) {
    if pressed.ephemeral {
        draft.respond(pressed.response.as_ref(), Placement::Instead, message);
        return;
    }
    if let Some(Place { channel, ts }) = pressed.place.clone() {
        draft.act(Action::Delete { channel, ts });
    }
    draft.respond(pressed.response.as_ref(), Placement::Beside, message);
}

fn bring_liaison(draft: &mut Draft<'_>, voice: Voice<'_>, pressed: &Pressed, finding: &FindingRef) {
    let facts = draft.facts;
    if facts.has_outsiders(&finding.channel) {
        draft.respond(pressed.response.as_ref(), Placement::Beside, request::outsider(voice));
        return;
    }
    let running = facts.request_at(&finding.channel, &finding.root).filter(|request| !request.state.is_final());
    if let Some(request) = running {
        replace(draft, pressed, offer::already(voice, request.id));
        return;
    }
    reception::count(draft, &finding.channel, &finding.rules, &pressed.user, Verdict::Accepted);
    let place = Place { channel: finding.channel.clone(), ts: finding.ts.clone() };
    let permalink = draft.permalink(&place, &finding.root);
    let id = desk::open(
        draft,
        desk::Opening {
            requester: pressed.user.clone(),
            asked_in: finding.channel.clone(),
            origin: Some(Place { channel: finding.channel.clone(), ts: finding.root.clone() }),
            permalink: Some(permalink),
            kind: Some(finding.kind),
            themes: finding.themes.clone(),
            brief: Brief::default(),
            language: finding.language,
            surface: Surface::Offer,
        },
    );
    replace(draft, pressed, offer::accepted(voice, id));
}

fn why(draft: &mut Draft<'_>, voice: Voice<'_>, pressed: &Pressed, finding: &FindingRef) {
    let rules = &draft.policy.rules;
    let fired: Vec<(&str, Option<&str>)> =
        finding.rules.iter().map(|rule| (rule.as_str(), rules.why(rule, voice.language()))).collect();
    let heard: Vec<(&str, &str)> = finding
        .because
        .iter()
        .filter(|(_, words)| !words.is_empty())
        .map(|(cue, words)| (words.as_str(), rules.cue_name(cue, voice.language()).unwrap_or(cue.as_str())))
        .collect();
    let message = offer::why(voice, &fired, &heard);
    draft.respond(pressed.response.as_ref(), Placement::Beside, message);
}

fn explain(draft: &mut Draft<'_>, voice: Voice<'_>, pressed: &Pressed, id: &ConceptId) {
    let channel = pressed.place.as_ref().map(|place| &place.channel);
    let message = asked::explain_concept(draft, voice, &pressed.user, channel, id);
    draft.respond(pressed.response.as_ref(), Placement::Beside, message);
}

/// The words of a message that its explanation had no room for.
fn more(draft: &mut Draft<'_>, voice: Voice<'_>, pressed: &Pressed, ids: &[ConceptId]) {
    let channel = pressed.place.as_ref().map(|place| &place.channel);
    let role = draft.facts.role_at(&pressed.user, channel);
    let policy = draft.policy;
    let concepts = ids.iter().filter_map(|id| policy.glossary.concept(id));
    let shown = concepts.filter(|concept| draft.facts.may_show(concept, channel));
    let entries: Vec<Explained<'_>> = shown.map(|concept| Explained { concept, role }).collect();
    let message = match (entries.is_empty(), ids.first()) {
        // They have gone from the glossary since.
        (true, Some(id)) => explanation::not_found(voice, id.as_str(), &[]),
        _ => defining::improvable(draft, voice, channel, explanation::in_private(voice, &entries), &entries),
    };
    draft.respond(pressed.response.as_ref(), Placement::Beside, message);
}

fn mute(draft: &mut Draft<'_>, voice: Voice<'_>, pressed: &Pressed, ids: &[ConceptId]) {
    let Some(place) = &pressed.place else { return };
    let mut settings = draft.facts.channel_settings(&place.channel);
    for id in ids {
        if !settings.muted.contains(id) {
            settings.muted.push(id.clone());
        }
    }
    draft.put(Key::Channel(place.channel.clone()), Record::Channel(settings));
    let muted = explanation::muted(voice, &draft.names(ids, voice.language()));
    draft.respond(pressed.response.as_ref(), Placement::Beside, muted);
}

fn move_request(
    draft: &mut Draft<'_>,
    voice: Voice<'_>,
    pressed: &Pressed,
    id: RequestId,
    action: life::Action,
    surface: Surface,
) {
    let Some(request) = draft.facts.request(id) else {
        draft.respond(pressed.response.as_ref(), Placement::Beside, request::unknown(voice, id));
        return;
    };
    match desk::act(draft, request, action, &pressed.user, surface) {
        Ok(_) if surface == Surface::Thread => desk::answer_notice(draft, request, pressed.place.as_ref()),
        Ok(_) => {}
        Err(refusal) => {
            let message = request::refused(voice, request, action, refusal);
            draft.respond(pressed.response.as_ref(), Placement::Beside, message);
        }
    }
}
