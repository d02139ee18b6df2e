//! Commands, mentions and the forms they open: each is answered, in the person's language, with usage when it
//! is not understood.

use crate::commands::{self, Command, Listing, Verb};
use crate::glossary::concept::{Concept, Term};
use crate::glossary::matching::LookUp;
use crate::ids::{ChannelId, ConceptId, RequestId, UserId};
use crate::liaison::addressed::plain;
use crate::liaison::decision::{Action, Placement};
use crate::liaison::draft::Draft;
use crate::liaison::event::{Called, Posted, Submitted};
use crate::liaison::{candidates, channel, choices, defining, desk, home, stewards};
use crate::requests::life::State;
use crate::requests::request::{Brief, Place, Request, Surface};
use crate::text::{Language, Passage, normalise};
use crate::time::Span;
use crate::wording::explanation::{self, Explained};
use crate::wording::message::Message;
use crate::wording::press::ModalPurpose;
use crate::wording::request::List;
use crate::wording::{Voice, help, request};

/// How long a trigger lives.
pub(super) const TRIGGER_LIFE: Span = Span::seconds(3);

/// A slash command. Answers are for the caller alone.
pub(super) fn called(draft: &mut Draft<'_>, called: &Called) {
    let text = plain(&called.text);
    let message_language = Passage::read(&text).language();
    let voice = draft.voice(draft.facts.language_of(&called.user, Some(&called.channel), message_language));
    if is_outsider(draft, &called.user) {
        draft.respond(called.response.as_ref(), Placement::Beside, request::outsider(voice));
        return;
    }
    if let Some(message) = commands::for_all(&text).and_then(|text| explained_to_all(draft, called, text)) {
        draft.post(&called.channel, None, message);
        return;
    }
    let command = understood(draft, commands::parse(&text));
    if let (Command::Ask(text), Some(trigger)) = (&command, &called.trigger) {
        let purpose = ModalPurpose::Ask { channel: called.channel.clone(), about: None, surface: Surface::Command };
        let modal = request::ask_form(voice, purpose, text);
        draft.open(trigger.clone(), modal, called.response.as_ref(), voice.language());
        return;
    }
    if command == Command::Settings {
        let trigger = called.trigger.as_ref().map(|trigger| (trigger, called.response.as_ref()));
        if let Some(answer) = channel::open(draft, voice, &called.user, &called.channel, trigger) {
            draft.respond(called.response.as_ref(), Placement::Beside, answer);
        }
        return;
    }
    if let (Command::Define(term), Some(_)) = (&command, &called.trigger) {
        defining::called(draft, voice, called, term);
        return;
    }
    if let Some(answer) = chosen(draft, voice, &called.user, &called.channel, &command) {
        draft.respond(called.response.as_ref(), Placement::Beside, answer);
        return;
    }
    note_missed(draft, &called.user, &command);
    let answer = answer(draft, voice, &called.user, &called.channel, &command);
    draft.respond(called.response.as_ref(), Placement::Beside, answer);
}

/// The explanation a caller wants everybody in the channel to read; nothing where there is none, or no channel for it.
fn explained_to_all(draft: &Draft<'_>, called: &Called, text: &str) -> Option<Message> {
    let facts = draft.facts;
    let Command::Explain(term) = understood(draft, commands::parse(text)) else { return None };
    facts.channel(&called.channel).filter(|channel| channel.member && !channel.direct)?;
    let LookUp::Found(concepts) = draft.policy.glossary.look_up(&term) else { return None };
    if !concepts.iter().any(|concept| facts.may_show(concept, Some(&called.channel))) {
        return None;
    }
    let language = facts.public_language(&called.channel, Passage::read(&term).language(), &called.user);
    Some(explain(draft, draft.voice(language), &called.user, Some(&called.channel), &term))
}

/// A message meant for the bot: explanations are answered where they were asked, everything else for the
/// author alone.
pub(super) fn mentioned(draft: &mut Draft<'_>, posted: &Posted, text: &str) {
    let facts = draft.facts;
    let author = &posted.author;
    let language = facts.language_of(author, Some(&posted.channel), Passage::read(text).language());
    let voice = draft.voice(language);
    let command = understood(draft, commands::parse(text));
    if is_outsider(draft, author) {
        return; // in a channel with outsiders only members are answered
    }
    if let Command::Ask(needed) = &command {
        if needed.is_empty() {
            reply(draft, posted, help::incomplete(voice, Verb::Ask), false);
            return;
        }
        let origin = Place { channel: posted.channel.clone(), ts: posted.root().clone() };
        let brief = Brief { needed: Some(needed.clone()), ..Brief::default() };
        // Where outsiders read along, the request is followed in a direct message instead.
        let origin = (!facts.has_outsiders(&posted.channel)).then_some(origin);
        ask(draft, author, &posted.channel, origin, brief, language, Surface::Mention);
        return;
    }
    if let Some(answer) = chosen(draft, voice, author, &posted.channel, &command) {
        reply(draft, posted, answer, false);
        return;
    }
    let open = matches!(command, Command::Explain(_));
    note_missed(draft, author, &command);
    let answer = answer(draft, voice, author, &posted.channel, &command);
    reply(draft, posted, answer, open);
}

/// Takes what somebody chooses for themselves or for the channel, and answers it; nothing for other commands.
fn chosen(
    draft: &mut Draft<'_>,
    voice: Voice<'_>,
    user: &UserId,
    channel: &ChannelId,
    command: &Command,
) -> Option<Message> {
    match command {
        Command::IAm(wish) => Some(choices::role(draft, voice, user, *wish)),
        Command::Quiet(wish) => Some(choices::quiet(draft, voice, user, channel, wish)),
        // A mention cannot open a form; its button can.
        Command::Settings => channel::open(draft, voice, user, channel, None),
        Command::Explain(_)
        | Command::Search(_)
        | Command::Define(_)
        | Command::Ask(_)
        | Command::Requests(_)
        | Command::Why
        | Command::Help
        | Command::Incomplete(_)
        | Command::Unknown(..) => None,
    }
}

fn reply(draft: &mut Draft<'_>, posted: &Posted, message: Message, open: bool) {
    let member = draft.facts.channel(&posted.channel).is_some_and(|channel| channel.member);
    if posted.direct {
        draft.post(&posted.channel, posted.thread.as_ref(), message);
    } else if !member {
        draft.act(Action::PostDirect { user: posted.author.clone(), message });
    } else if open {
        draft.post(&posted.channel, Some(posted.root()), message);
    } else {
        draft.show(&posted.author, &posted.channel, posted.thread.as_ref(), message);
    }
}

/// A form sent in.
pub(super) fn submitted(draft: &mut Draft<'_>, submitted: &Submitted) {
    if is_outsider(draft, &submitted.user) {
        return;
    }
    let (channel, about, surface) = match &submitted.purpose {
        ModalPurpose::Ask { channel, about, surface } => (channel, about, surface),
        ModalPurpose::Settings { channel, zone, muted } => {
            return channel::submitted(draft, &submitted.user, channel, zone, muted, &submitted.values);
        }
        ModalPurpose::ForgetMe => return home::forget(draft, &submitted.user),
        ModalPurpose::Define(form) => return defining::submitted(draft, submitted, form),
        ModalPurpose::Decline(id) => return stewards::declined(draft, submitted, *id),
        ModalPurpose::Home => return, // is never sent in
    };
    let value = |id: &str| submitted.values.typed(id).map(str::to_owned);
    let brief = Brief { needed: value("needed"), worth: value("worth"), cost: value("cost"), tried: value("tried") };
    let spoken = brief.needed.as_deref().and_then(|text| Passage::read(text).language());
    let language = draft.facts.language_of(&submitted.user, Some(channel), spoken);
    let origin = about.clone().filter(|place| !draft.facts.has_outsiders(&place.channel));
    ask(draft, &submitted.user, channel, origin, brief, language, *surface);
}

fn ask(
    draft: &mut Draft<'_>,
    requester: &UserId,
    asked_in: &ChannelId,
    origin: Option<Place>,
    brief: Brief,
    language: Language,
    surface: Surface,
) {
    let permalink = origin.as_ref().map(|place| draft.permalink(place, &place.ts));
    desk::open(
        draft,
        desk::Opening {
            requester: requester.clone(),
            asked_in: asked_in.clone(),
            origin,
            permalink,
            kind: None,
            themes: Vec::new(),
            brief,
            language,
            surface,
        },
    );
}

/// What is not a command may still be a word somebody wants explained.
fn understood(draft: &Draft<'_>, command: Command) -> Command {
    match command {
        Command::Unknown(text, nearest) => match draft.policy.glossary.look_up(&text) {
            LookUp::Found(_) | LookUp::Part(_) => Command::Explain(text),
            LookUp::Near(_) | LookUp::Nothing => Command::Unknown(text, nearest),
        },
        understood => understood,
    }
}

/// Counts a word that was asked for in vain.
fn note_missed(draft: &mut Draft<'_>, user: &UserId, command: &Command) {
    if let Command::Explain(term) = command {
        candidates::asked_for(draft, user, term);
    }
}

fn answer(draft: &Draft<'_>, voice: Voice<'_>, user: &UserId, channel: &ChannelId, command: &Command) -> Message {
    match command {
        Command::Explain(term) => explain(draft, voice, user, Some(channel), term),
        Command::Search(words) => search(draft, voice, user, channel, words),
        Command::Define(term) => defining::offered(draft, voice, Some(channel), term),
        Command::Requests(listing) => requests(draft, voice, user, channel, listing),
        Command::Why => channel::why(draft, voice, user, channel),
        Command::Help | Command::IAm(_) | Command::Quiet(_) | Command::Settings => help::help(voice),
        Command::Ask(_) => help::incomplete(voice, Verb::Ask),
        Command::Incomplete(verb) => help::incomplete(voice, *verb),
        Command::Unknown(text, nearest) => help::unknown(voice, text, *nearest),
    }
}

/// What a word means to a person in a channel, if in one, or the nearest words. Where outsiders may read it, only what
/// is public.
pub(super) fn explain(
    draft: &Draft<'_>,
    voice: Voice<'_>,
    user: &UserId,
    channel: Option<&ChannelId>,
    term: &str,
) -> Message {
    let shown = |concept: &Concept| draft.facts.may_show(concept, channel);
    let role = draft.facts.role_at(user, channel);
    match draft.policy.glossary.look_up(term) {
        LookUp::Found(concepts) => {
            let entries: Vec<Explained<'_>> = concepts
                .into_iter()
                .filter(|concept| shown(concept))
                .map(|concept| Explained { concept, role })
                .collect();
            if entries.is_empty() {
                explanation::not_found(voice, term, &[])
            } else {
                let see = related(draft, channel, &entries);
                defining::improvable(
                    draft,
                    voice,
                    channel,
                    explanation::looked_up(voice, term, &entries, &see),
                    &entries,
                )
            }
        }
        LookUp::Part(parts) => {
            let parts: Vec<(&Concept, &Term)> = parts.into_iter().filter(|(concept, _)| shown(concept)).collect();
            explanation::part_of(voice, term, &parts, role)
        }
        LookUp::Near(near) => {
            let near: Vec<(&Concept, &Term)> = near.into_iter().filter(|(concept, _)| shown(concept)).collect();
            explanation::not_found(voice, term, &near)
        }
        LookUp::Nothing => explanation::not_found(voice, term, &[]),
    }
}

/// The terms that have to do with some words. Where outsiders may read it, only what is public.
fn search(draft: &Draft<'_>, voice: Voice<'_>, user: &UserId, channel: &ChannelId, words: &str) -> Message {
    let mut found = draft.policy.glossary.search(words);
    found.retain(|concept| draft.facts.may_show(concept, Some(channel)));
    explanation::search_results(voice, words, &found, draft.facts.role_at(user, Some(channel)))
}

/// The most related concepts that are offered.
const MOST_RELATED: usize = 3;

/// What else to look up after a single concept.
fn related<'a>(draft: &Draft<'a>, channel: Option<&ChannelId>, entries: &[Explained<'a>]) -> Vec<&'a Concept> {
    let [Explained { concept, .. }] = entries else { return Vec::new() };
    let others = concept.see.iter().filter_map(|id| draft.policy.glossary.concept(id));
    others.filter(|other| draft.facts.may_show(other, channel)).take(MOST_RELATED).collect()
}

/// What a concept that was offered means to a person.
pub(super) fn explain_concept(
    draft: &Draft<'_>,
    voice: Voice<'_>,
    user: &UserId,
    channel: Option<&ChannelId>,
    id: &ConceptId,
) -> Message {
    let concept = draft.policy.glossary.concept(id);
    match concept.filter(|concept| draft.facts.may_show(concept, channel)) {
        Some(concept) => {
            let entries = [Explained { concept, role: draft.facts.role_at(user, channel) }];
            let see = related(draft, channel, &entries);
            let message = explanation::looked_up(voice, concept.name(voice.language()), &entries, &see);
            defining::improvable(draft, voice, channel, message, &entries)
        }
        // It has gone from the glossary since it was offered.
        None => explanation::not_found(voice, id.as_str(), &[]),
    }
}

fn requests(draft: &Draft<'_>, voice: Voice<'_>, user: &UserId, channel: &ChannelId, listing: &Listing) -> Message {
    let facts = draft.facts;
    if facts.has_outsiders(channel) {
        return request::outsider(voice);
    }
    let newest = |keep: &dyn Fn(&Request) -> bool| -> Vec<&Request> {
        facts.requests.iter().rev().filter(|request| keep(request)).collect()
    };
    match listing {
        Listing::Mine => request::list(voice, List::Mine, &newest(&|request| request.requester == *user)),
        Listing::Open => request::list(voice, List::Open, &newest(&|request| !request.state.is_final())),
        Listing::Waiting => {
            let waits = |request: &Request| matches!(request.state, State::Waiting | State::Solved);
            request::list(voice, List::Waiting, &newest(&waits))
        }
        Listing::Search(words) => {
            let words: Vec<String> = normalise(words).split_whitespace().map(str::to_owned).collect();
            let about = |request: &Request| {
                let text = normalise(&request.text());
                words.iter().all(|word| text.contains(word))
            };
            // What somebody wrote is found by them and by the liaisons.
            let mine = |request: &Request| request.requester == *user || facts.is_liaison(user);
            request::list(voice, List::Found, &newest(&|request| mine(request) && about(request)))
        }
        Listing::One(id) => one(draft, voice, user, *id),
    }
}

/// A request in full, for its requester and for the liaison teams.
fn one(draft: &Draft<'_>, voice: Voice<'_>, user: &UserId, id: RequestId) -> Message {
    let concerned = |request: &&Request| {
        request.requester == *user || draft.facts.teams.iter().any(|team| team.members.contains(user))
    };
    match draft.facts.request(id).filter(concerned) {
        Some(request) => request::card(voice, request, false),
        None => request::unknown(voice, id),
    }
}

fn is_outsider(draft: &Draft<'_>, user: &UserId) -> bool {
    draft.facts.person(user).is_none_or(|person| person.external)
}
