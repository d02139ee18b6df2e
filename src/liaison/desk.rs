//! Moves requests: opens them, takes each step through the state machine, keeps the card in the triage channel
//! and the thread of origin in step, and sets the timers.

use crate::ids::{ChannelId, RequestId, UserId};
use crate::liaison::decision::{Action as Act, Purpose};
use crate::liaison::draft::Draft;
use crate::liaison::facts::TeamOnDuty;
use crate::liaison::records::{Key, Record, TimerKind};
use crate::liaison::webhook;
use crate::requests::life::{self, Action, Capacity, Refusal, State};
use crate::requests::request::{Brief, Place, Request, Surface, Transition};
use crate::requests::routing::Asked;
use crate::rules::finding::{Kind, Theme};
use crate::text::Language;
use crate::wording::message::Message;
use crate::wording::press::FindingRef;
use crate::wording::request as say;

/// What a new request begins with.
pub(super) struct Opening {
    pub(super) requester: UserId,
    /// Where it was asked, also where its thread of origin is a direct message.
    pub(super) asked_in: ChannelId,
    pub(super) origin: Option<Place>,
    pub(super) permalink: Option<String>,
    pub(super) kind: Option<Kind>,
    pub(super) themes: Vec<Theme>,
    pub(super) brief: Brief,
    pub(super) language: Language,
    pub(super) surface: Surface,
}

/// Opens a request: its card goes to the triage channel, its thread of origin hears of it.
pub(super) fn open(draft: &mut Draft<'_>, opening: Opening) -> RequestId {
    let request = new_request(draft, opening, State::Open, Action::Ask);
    let id = request.id;
    let mut request = post_card(draft, request);
    if request.card_shows > 0 {
        tell_last_step(draft, &mut request);
    } else {
        request.origin_shows = request.history.len();
        tell_unreached(draft, &request);
    }
    webhook::tell(draft, &request);
    keep(draft, request);
    id
}

/// Puts a finding into the triage channel as a suggestion, silently.
pub(super) fn suggest(draft: &mut Draft<'_>, finding: &FindingRef) {
    if draft.facts.request_at(&finding.channel, &finding.root).is_some() {
        return;
    }
    let place = Place { channel: finding.channel.clone(), ts: finding.ts.clone() };
    let opening = Opening {
        requester: finding.author.clone(),
        asked_in: finding.channel.clone(),
        origin: Some(Place { channel: finding.channel.clone(), ts: finding.root.clone() }),
        permalink: Some(draft.permalink(&place, &finding.root)),
        kind: Some(finding.kind),
        themes: finding.themes.clone(),
        brief: Brief::default(),
        language: finding.language,
        surface: Surface::Offer,
    };
    let request = new_request(draft, opening, State::Suggested, Action::Suggest);
    let request = post_card(draft, request);
    webhook::tell(draft, &request);
    keep(draft, request);
}

fn new_request(draft: &mut Draft<'_>, opening: Opening, state: State, action: Action) -> Request {
    let last = match draft.facts.record(&Key::LastRequest) {
        Some(Record::LastRequest(id)) => id.0,
        _ => 0,
    };
    let id = RequestId(last + 1);
    draft.put(Key::LastRequest, Record::LastRequest(id));
    if let Some(origin) = &opening.origin {
        draft.put(Key::RequestAt(origin.channel.clone(), origin.ts.clone()), Record::RequestAt(id));
    }
    let first = Transition {
        action,
        to: state,
        by: (action == Action::Ask).then(|| opening.requester.clone()),
        at: draft.now(),
        surface: opening.surface,
    };
    Request {
        id,
        team: routed(draft, &opening).map(|team| team.id.clone()).unwrap_or_default(),
        state,
        requester: opening.requester,
        language: opening.language,
        origin: opening.origin,
        permalink: opening.permalink,
        kind: opening.kind,
        themes: opening.themes,
        brief: opening.brief,
        liaison: None,
        card: None,
        card_shows: 0,
        origin_shows: 0,
        forget: Vec::new(),
        history: vec![first],
    }
}

/// The team a new request goes to: by the first rule of routing that fits, else the first one.
fn routed<'a>(draft: &Draft<'a>, opening: &Opening) -> Option<&'a TeamOnDuty> {
    let Brief { needed, worth, cost, tried } = &opening.brief;
    let words: Vec<&str> = [needed, worth, cost, tried].into_iter().flatten().map(String::as_str).collect();
    let asked = Asked {
        channel: Some(&opening.asked_in),
        channel_name: draft.facts.channel(&opening.asked_in).map(|channel| channel.name.as_str()),
        themes: &opening.themes,
        language: opening.language,
        words: &words.join("\n"),
    };
    let id = draft.policy.routing.team(&asked);
    let teams = &draft.facts.teams;
    id.and_then(|id| teams.iter().find(|team| team.id == id)).or(teams.first())
}

/// The team a request went to; the first one where its team is gone.
fn team<'a>(draft: &Draft<'a>, request: &Request) -> Option<&'a TeamOnDuty> {
    let teams = &draft.facts.teams;
    teams.iter().find(|team| team.id == request.team).or(teams.first())
}

fn post_card(draft: &mut Draft<'_>, mut request: Request) -> Request {
    let Some(channel) = team(draft, &request).and_then(|team| team.triage.clone()) else { return request };
    request.card_shows = request.history.len();
    let message = card(draft, &request);
    draft.act_for(Act::Post { channel, thread: None, message }, Purpose::Card(request.id));
    request
}

/// The card in the triage channel's language, else the request's.
fn card(draft: &Draft<'_>, request: &Request) -> Message {
    let triage = team(draft, request).and_then(|team| team.triage.as_ref());
    let language = triage.and_then(|channel| draft.facts.channel_settings(channel).language);
    say::card(draft.voice(language.unwrap_or(request.language)), request, true)
}

fn keep(draft: &mut Draft<'_>, mut request: Request) {
    if request.state.is_final() {
        for user in std::mem::take(&mut request.forget) {
            request = request.without(&user);
        }
    }
    draft.put(Key::Request(request.id), Record::Request(Box::new(request)));
}

/// Takes a step on a request for a person.
///
/// # Errors
/// Why the step cannot be taken; nothing was changed then.
pub(super) fn act(
    draft: &mut Draft<'_>,
    request: &Request,
    action: Action,
    by: &UserId,
    surface: Surface,
) -> Result<State, Refusal> {
    let to = allowed(draft, request, action, by)?;
    take(draft, request, action, to, Some(by), surface);
    Ok(to)
}

/// Tries everything a person is to a request: its requester, its holder, a member of its team.
fn allowed(draft: &Draft<'_>, request: &Request, action: Action, by: &UserId) -> Result<State, Refusal> {
    let in_team = team(draft, request).is_some_and(|team| team.members.contains(by));
    let capacities = [
        (request.liaison.as_ref() == Some(by), Capacity::Holder),
        (in_team, Capacity::TeamMember),
        (request.requester == *by, Capacity::Requester),
        (true, Capacity::Bystander),
    ];
    let mut refusal = None;
    for (_, capacity) in capacities.into_iter().filter(|(holds, _)| *holds) {
        match life::step(request.state, action, capacity) {
            Ok(to) => return Ok(to),
            Err(why) => refusal = refusal.or(Some(why)),
        }
    }
    Err(refusal.unwrap_or(Refusal::NotYours(action)))
}

/// Closes a solved request that nobody objected to.
pub(super) fn expire(draft: &mut Draft<'_>, id: RequestId) {
    let Some(request) = draft.facts.request(id) else { return };
    if let Ok(to) = life::step(request.state, Action::Expire, Capacity::Bot) {
        take(draft, request, Action::Expire, to, None, Surface::Timer);
    }
}

fn take(draft: &mut Draft<'_>, request: &Request, action: Action, to: State, by: Option<&UserId>, surface: Surface) {
    let mut request = request.clone();
    request.state = to;
    let step = Transition { action, to, by: by.cloned(), at: draft.now(), surface };
    match action {
        Action::Claim => request.liaison = by.cloned(),
        Action::Release => request.liaison = None,
        Action::Suggest
        | Action::Ask
        | Action::HandOver
        | Action::Wait
        | Action::Hold
        | Action::Resume
        | Action::Solve
        | Action::Decline
        | Action::MarkDuplicate
        | Action::Confirm
        | Action::Reopen
        | Action::Cancel
        | Action::Expire => {}
    }
    request.history.push(step);
    let closing = TimerKind::CloseSolved(request.id);
    if to == State::Solved {
        draft.set_timer(closing, draft.policy.settings.close_solved_after);
    } else {
        draft.stop_timer(closing);
    }
    update_card(draft, &mut request);
    // Until the direct message that begins its thread is known, there is no thread to tell it in.
    if request.origin.is_some() || request.origin_shows == 0 {
        tell_last_step(draft, &mut request);
    }
    webhook::tell(draft, &request);
    keep(draft, request);
}

fn tell_last_step(draft: &mut Draft<'_>, request: &mut Request) {
    tell_steps(draft, request, request.history.len() - 1); // a request begins with a step
}

/// Tells the requester of the steps from this one on.
fn tell_steps(draft: &mut Draft<'_>, request: &mut Request, first: usize) {
    for step in request.history.iter().skip(first) {
        let notice = say::step(draft.voice(request.language), request, step);
        tell_origin(draft, request, notice);
    }
    request.origin_shows = request.history.len();
}

/// Brings the posted card up to date; one that is still on its way is updated when it has arrived. Where outsiders read
/// along by now, they learn nothing new.
fn update_card(draft: &mut Draft<'_>, request: &mut Request) {
    let Some(Place { channel, ts }) = request.card.clone() else { return };
    if draft.facts.has_outsiders(&channel) {
        return;
    }
    request.card_shows = request.history.len();
    let message = card(draft, request);
    draft.act(Act::Update { channel, ts, message });
}

/// Says something where the request was asked; to the requester alone where outsiders read along by now.
fn tell_origin(draft: &mut Draft<'_>, request: &Request, message: Message) {
    match &request.origin {
        Some(origin) if !draft.facts.has_outsiders(&origin.channel) || is_new_place(draft, origin) => {
            draft.post(&origin.channel, Some(&origin.ts), message);
        }
        Some(_) => draft.act(Act::PostDirect { user: request.requester.clone(), message }),
        None => {
            let action = Act::PostDirect { user: request.requester.clone(), message };
            draft.act_for(action, Purpose::Origin(request.id));
        }
    }
}

/// A direct message with the requester has no outsiders in it, whether or not the directory knows it.
fn is_new_place(draft: &Draft<'_>, origin: &Place) -> bool {
    origin.channel.as_str().starts_with('D') && draft.facts.channel(&origin.channel).is_none_or(|c| c.direct)
}

/// Tells the requester that the request is kept but its team could not be reached.
pub(super) fn tell_unreached(draft: &mut Draft<'_>, request: &Request) {
    let message = say::unreached(draft.voice(request.language), request.id);
    tell_origin(draft, request, message);
}

/// Remembers where the card is, and brings it up to date when something happened meanwhile.
pub(super) fn card_posted(draft: &mut Draft<'_>, id: RequestId, place: &Place) {
    let Some(request) = draft.facts.request(id) else { return };
    let mut request = request.clone();
    request.card = Some(place.clone());
    if request.card_shows < request.history.len() {
        update_card(draft, &mut request);
    }
    keep(draft, request);
}

/// Remembers the direct message whose thread hears of each step.
pub(super) fn origin_posted(draft: &mut Draft<'_>, id: RequestId, place: &Place) {
    let Some(request) = draft.facts.request(id) else { return };
    if request.origin.is_some() {
        return;
    }
    let mut request = request.clone();
    request.origin = Some(place.clone());
    draft.put(Key::RequestAt(place.channel.clone(), place.ts.clone()), Record::RequestAt(id));
    let told = request.origin_shows.max(1); // by the direct message itself
    tell_steps(draft, &mut request, told);
    keep(draft, request);
}

/// Slack refused the direct message that was to begin the thread: the next one is to begin it, at once where
/// something happened meanwhile.
pub(super) fn origin_refused(draft: &mut Draft<'_>, id: RequestId) {
    let Some(request) = draft.facts.request(id) else { return };
    if request.origin.is_some() {
        return;
    }
    let mut request = request.clone();
    if request.origin_shows < request.history.len() {
        tell_last_step(draft, &mut request);
    } else {
        request.origin_shows = 0;
    }
    keep(draft, request);
}

/// Takes the buttons off the notice that was just answered; takes all of it away where outsiders read along by now.
pub(super) fn answer_notice(draft: &mut Draft<'_>, request: &Request, notice: Option<&Place>) {
    let Some(place) = notice.cloned() else { return };
    if draft.facts.has_outsiders(&place.channel) && !is_new_place(draft, &place) {
        draft.act(Act::Delete { channel: place.channel, ts: place.ts });
        return;
    }
    let Place { channel, ts } = place;
    let Some(solved) = request.history.iter().rev().find(|step| step.action == Action::Solve) else { return };
    let mut message = say::step(draft.voice(request.language), request, solved);
    message.parts.retain(|part| !matches!(part, crate::wording::message::Part::Buttons(_)));
    draft.act(Act::Update { channel, ts, message });
}
