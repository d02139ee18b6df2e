//! The App Home: shows a person their requests, what waits on them, a look-up box, their settings and what is kept
//! about them; takes what they enter and choose there, and forgets them when they ask for it.

use crate::glossary::concept::Role;
use crate::ids::UserId;
use crate::liaison::decision::Action;
use crate::liaison::draft::Draft;
use crate::liaison::event::Filling;
use crate::liaison::records::{Key, PersonSettings, Record};
use crate::liaison::{asked, candidates, stewards};
use crate::requests::life::State;
use crate::requests::request::Request;
use crate::text::{Language, Passage};
use crate::wording::home::{self, Content};
use crate::wording::message::Message;

/// Shows it, after it was opened or something in it was clicked: with the answer that click had, if any.
pub(super) fn show(draft: &mut Draft<'_>, user: &UserId) {
    let said = draft.unsaid();
    publish(draft, user, said, None);
}

/// Something was entered or chosen in it.
pub(super) fn filled(draft: &mut Draft<'_>, filling: &Filling) {
    let user = &filling.user;
    if is_stranger(draft, user) {
        publish(draft, user, None, None);
        return;
    }
    let before = draft.facts.person_settings(user);
    let mut settings = before.clone();
    // What is neither a role nor a language means: as Slack says.
    if let Some(role) = filling.values.typed(home::ROLE) {
        settings.role = Role::from_id(role);
    }
    if let Some(language) = filling.values.typed(home::LANGUAGE) {
        settings.language = Language::ALL.into_iter().find(|known| known.code() == language);
    }
    if settings != before {
        draft.put(Key::Person(user.clone()), Record::Person(settings.clone()));
    }
    if let Some(term) = filling.values.typed(home::TERM) {
        candidates::asked_for(draft, user, term);
    }
    let answer = filling.values.typed(home::TERM).map(|term| {
        let language = settings.language.unwrap_or_else(|| {
            let slack = draft.facts.person(user).and_then(|person| person.language);
            slack.or_else(|| Passage::read(term).language()).unwrap_or(Language::English)
        });
        asked::explain(draft, draft.voice(language), user, None, term)
    });
    publish(draft, user, None, answer);
}

/// Removes what is kept about a person. A request that is not over keeps their name until it is.
pub(super) fn forget(draft: &mut Draft<'_>, user: &UserId) {
    draft.remove(Key::Person(user.clone()));
    stewards::forget(draft, user);
    let facts = draft.facts;
    for request in facts.requests.iter().filter(|request| request.names(user)) {
        let request = if request.state.is_final() {
            request.without(user)
        } else {
            let mut request = request.clone();
            request.forget.retain(|other| other != user);
            request.forget.push(user.clone());
            request
        };
        draft.put(Key::Request(request.id), Record::Request(Box::new(request)));
    }
    let voice = draft.voice(facts.language_of(user, None, None));
    publish(draft, user, Some(home::forgotten(voice)), None);
}

/// People of other organisations see that it is not for them.
fn is_stranger(draft: &Draft<'_>, user: &UserId) -> bool {
    draft.facts.person(user).is_none_or(|person| person.external || person.bot)
}

fn publish(draft: &mut Draft<'_>, user: &UserId, notice: Option<Message>, answer: Option<Message>) {
    let settings = match draft.latest(&Key::Person(user.clone())) {
        Some(Record::Person(settings)) => settings.clone(),
        _ => PersonSettings::default(),
    };
    let person = draft.facts.person(user);
    let slack = person.and_then(|person| person.language);
    let voice = draft.voice(settings.language.or(slack).unwrap_or(Language::English));
    if is_stranger(draft, user) {
        draft.act(Action::PublishHome { user: user.clone(), home: home::closed(voice) });
        return;
    }
    let in_team =
        |request: &Request| draft.facts.teams.iter().any(|team| team.id == request.team && team.members.contains(user));
    let requests: Vec<Request> = draft
        .facts
        .requests
        .iter()
        .rev()
        .map(|request| latest(draft, request))
        .filter(|it| !it.state.is_final())
        .collect();
    let those = |keep: &dyn Fn(&Request) -> bool| -> Vec<&Request> { requests.iter().filter(|it| keep(it)).collect() };
    let content = Content {
        notice,
        answer,
        mine: those(&|it| it.requester == *user && it.state != State::Suggested),
        to_confirm: those(&|it| it.requester == *user && it.state == State::Solved),
        in_my_hands: those(&|it| it.liaison.as_ref() == Some(user) && it.state != State::Solved),
        to_claim: those(&|it| matches!(it.state, State::Open | State::Suggested) && in_team(it)),
        to_decide: stewards::queue(draft, user),
        written: stewards::named(draft, user),
        role: settings.role,
        language: settings.language,
        known: settings.known.len(),
        group_role: person.and_then(|person| person.role),
        asked: draft.facts.requests.iter().filter(|request| latest(draft, request).names(user)).count(),
    };
    let home = home::home(voice, &content);
    draft.act(Action::PublishHome { user: user.clone(), home });
}

/// A request as it is when this decision is carried out.
fn latest(draft: &Draft<'_>, request: &Request) -> Request {
    match draft.latest(&Key::Request(request.id)) {
        Some(Record::Request(latest)) => (**latest).clone(),
        _ => request.clone(),
    }
}
