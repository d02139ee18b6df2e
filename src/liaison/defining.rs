//! Writing into the glossary: opens the form, says what is worth knowing while it is filled in, and takes what is sent
//! in: a steward's at once, anybody else's as a proposal.

use crate::curation::check::{self, Fault, Remark};
use crate::curation::{Proposal, Sketch};
use crate::glossary::LookUp;
use crate::glossary::concept::{Concept, Role};
use crate::ids::{ChannelId, ConceptId, ProposalId, UserId};
use crate::liaison::asked::TRIGGER_LIFE;
use crate::liaison::decision::{Action, Placement};
use crate::liaison::draft::Draft;
use crate::liaison::event::{Called, Filled, Filling, Pressed, ResponseUrl, Submitted, TriggerId};
use crate::liaison::facts::Facts;
use crate::liaison::forms::Faults;
use crate::liaison::policy::Policy;
use crate::liaison::records::{Key, Record};
use crate::liaison::stewards;
use crate::text::{Language, Passage};
use crate::time::{Span, Timestamp};
use crate::wording::definition::{self, Form, Heard};
use crate::wording::explanation::Explained;
use crate::wording::message::{Message, Modal};
use crate::wording::press::{Defining, Press};
use crate::wording::{Voice, explanation};

/// What people asked for within this span is what they asked for lately.
const LATELY: Span = Span::days(7);

/// Who wants a form, and how it can be opened.
pub(super) struct Opener<'a> {
    pub(super) user: &'a UserId,
    pub(super) channel: Option<&'a ChannelId>,
    pub(super) response: Option<&'a ResponseUrl>,
    pub(super) trigger: Option<&'a TriggerId>,
}

impl<'a> From<&'a Pressed> for Opener<'a> {
    fn from(pressed: &'a Pressed) -> Self {
        Self {
            user: &pressed.user,
            channel: pressed.place.as_ref().map(|place| &place.channel),
            response: pressed.response.as_ref(),
            trigger: pressed.trigger.as_ref(),
        }
    }
}

/// What the form is to be about.
#[derive(Clone, Copy)]
pub(super) enum About<'a> {
    /// A new entry for a word.
    Word(&'a str),
    /// A change to an entry.
    Entry(&'a ConceptId),
    /// A proposal, for a steward.
    Proposal(&'a Proposal),
}

/// `/liaison define`: the form; where a word has several entries, which one is meant.
pub(super) fn called(draft: &mut Draft<'_>, voice: Voice<'_>, called: &Called, term: &str) {
    let opener = Opener {
        user: &called.user,
        channel: Some(&called.channel),
        response: called.response.as_ref(),
        trigger: called.trigger.as_ref(),
    };
    match entries_of(draft, term)[..] {
        [] => open(draft, voice, &opener, About::Word(term)),
        [concept] => open(draft, voice, &opener, About::Entry(&concept.id)),
        [..] => {
            let answer = offered(draft, voice, Some(&called.channel), term);
            draft.respond(opener.response, Placement::Beside, answer);
        }
    }
}

/// The same where no form can be opened: a button that opens it.
pub(super) fn offered(draft: &Draft<'_>, voice: Voice<'_>, channel: Option<&ChannelId>, term: &str) -> Message {
    if channel.is_some_and(|channel| draft.facts.has_outsiders(channel)) {
        return definition::not_here(voice);
    }
    let term: String = term.chars().take(check::LONGEST_TERM).collect();
    match &entries_of(draft, &term)[..] {
        [] => definition::offer(voice, &term, Press::Define(term.clone())),
        [concept] => definition::offer(voice, concept.name(voice.language()), Press::Improve(concept.id.clone())),
        several => definition::which(voice, &term, several),
    }
}

/// An explanation with a button to improve what it explains, unless outsiders may read it.
pub(super) fn improvable(
    draft: &Draft<'_>,
    voice: Voice<'_>,
    channel: Option<&ChannelId>,
    message: Message,
    entries: &[Explained<'_>],
) -> Message {
    let outsiders = channel.is_some_and(|channel| draft.facts.has_outsiders(channel));
    if outsiders { message } else { definition::with_improve(voice, message, entries) }
}

/// Asks which of several entries is to be improved.
pub(super) fn which(draft: &Draft<'_>, voice: Voice<'_>, channel: Option<&ChannelId>, ids: &[ConceptId]) -> Message {
    if channel.is_some_and(|channel| draft.facts.has_outsiders(channel)) {
        return definition::not_here(voice);
    }
    let concepts: Vec<&Concept> = ids.iter().filter_map(|id| draft.policy.glossary.concept(id)).collect();
    definition::which_of(voice, &concepts)
}

/// The entries a word has.
fn entries_of<'a>(draft: &Draft<'a>, term: &str) -> Vec<&'a Concept> {
    match draft.policy.glossary.look_up(term) {
        LookUp::Found(concepts) => concepts,
        LookUp::Part(_) | LookUp::Near(_) | LookUp::Nothing => Vec::new(),
    }
}

/// Opens the form, unless outsiders read along.
pub(super) fn open(draft: &mut Draft<'_>, voice: Voice<'_>, opener: &Opener<'_>, about: About<'_>) {
    if opener.channel.is_some_and(|channel| draft.facts.has_outsiders(channel)) {
        draft.respond(opener.response, Placement::Beside, definition::not_here(voice));
        return;
    }
    let Some(trigger) = opener.trigger.cloned() else { return };
    let (policy, language) = (draft.policy, voice.language());
    let mut purpose = Defining { concept: None, seen: 0, proposal: None, language, said: 0 };
    let (mut changed, sketch) = (
        None,
        match about {
            About::Word(term) => Sketch::of_term(term, language_of_word(term)),
            About::Entry(id) => {
                let Some(concept) = policy.glossary.concept(id) else {
                    draft.respond(opener.response, Placement::Beside, explanation::not_found(voice, id.as_str(), &[]));
                    return;
                };
                (purpose.concept, purpose.seen) = (Some(id.clone()), number(concept));
                sketch_of(policy, concept)
            }
            About::Proposal(proposal) => {
                let current = proposal.before.as_ref().and_then(|before| policy.glossary.concept(&before.id));
                purpose.proposal = Some(proposal.id);
                if let Some(current) = current {
                    (purpose.concept, purpose.seen) = (Some(current.id.clone()), number(current));
                }
                sketch_of(policy, &proposal.concept)
            }
        },
    );
    if let About::Proposal(proposal) = about
        && stewards::is_outdated(draft, proposal)
    {
        changed = proposal.before.as_ref().and_then(|before| policy.glossary.concept(&before.id));
    }
    let modal = form(draft, opener.user, purpose, &sketch, changed);
    draft.open(trigger, modal, opener.response, language);
}

/// A word in Latin letters is an English one, whatever language it is asked for in.
fn language_of_word(term: &str) -> Language {
    Passage::read(term).language().unwrap_or(Language::English)
}

fn form(draft: &Draft<'_>, user: &UserId, mut purpose: Defining, sketch: &Sketch, changed: Option<&Concept>) -> Modal {
    let voice = draft.voice(purpose.language);
    let before = purpose.concept.as_ref().and_then(|id| draft.policy.glossary.concept(id));
    let concept = sketch.onto(before, |field| reader(draft.policy, field));
    let remarks = remarks_on_terms(draft.policy, draft.facts, draft.now(), &concept, purpose.proposal);
    purpose.said = said(voice, &remarks);
    let steward = draft.facts.stewards.contains(user);
    definition::form(
        voice,
        Form { purpose, sketch, fields: &fields(draft.policy), remarks: &remarks, changed, steward },
    )
}

/// Something was filled in while the form is open: says what is worth knowing about it, if that is something new.
pub(super) fn filled(draft: &mut Draft<'_>, filling: &Filling, purpose: &Defining) {
    if draft.facts.person(&filling.user).is_none_or(|person| person.external) {
        return;
    }
    let (before, sketch) = read(draft.policy, purpose, &filling.values);
    let concept = sketch.onto(before, |field| reader(draft.policy, field));
    let remarks = remarks_on_terms(draft.policy, draft.facts, draft.now(), &concept, purpose.proposal);
    if said(draft.voice(purpose.language), &remarks) == purpose.said {
        return;
    }
    let outdated = purpose.proposal.and_then(|id| draft.facts.proposal(id));
    let changed = before.filter(|_| outdated.is_some_and(|proposal| stewards::is_outdated(draft, proposal)));
    let modal = form(draft, &filling.user, purpose.clone(), &sketch, changed);
    draft.act_within(Action::UpdateModal { view: filling.view.clone(), modal }, TRIGGER_LIFE);
}

/// What is filled in, and the entry it changes.
fn read<'a>(policy: &'a Policy, purpose: &Defining, values: &Filled) -> (Option<&'a Concept>, Sketch) {
    let before = purpose.concept.as_ref().and_then(|id| policy.glossary.concept(id));
    (before, Sketch::read(|id| values.typed(id), before))
}

/// What is wrong with what is sent in.
pub(super) fn faults(policy: &Policy, purpose: &Defining, values: &Filled) -> Faults {
    let voice = policy.wording.voice(purpose.language);
    let found = wrong(policy, purpose, values);
    // The first thing of each field.
    let said = found.iter().rev().map(|(field, fault)| ((*field).to_owned(), definition::fault(voice, fault)));
    said.collect()
}

fn wrong(policy: &Policy, purpose: &Defining, values: &Filled) -> Vec<(&'static str, Fault)> {
    let (before, sketch) = read(policy, purpose, values);
    let shown = before.map(|concept| (concept, sketch_of(policy, concept)));
    let fields = fields(policy);
    let mut found =
        check::faults(&sketch, shown.as_ref().map(|(concept, shown)| (*concept, shown)), &policy.glossary, &fields);
    if before.is_some_and(|concept| number(concept) != purpose.seen) {
        let first = sketch.terms.first().map_or(Language::English, |(language, _)| *language);
        found.insert(0, (crate::curation::sketch::Part::Terms.field(first), Fault::Outdated));
    }
    found
}

/// The form was sent in.
pub(super) fn submitted(draft: &mut Draft<'_>, submitted: &Submitted, purpose: &Defining) {
    let (policy, user) = (draft.policy, &submitted.user);
    let voice = draft.voice(purpose.language);
    let (before, sketch) = read(policy, purpose, &submitted.values);
    let concept = sketch.onto(before, |field| reader(policy, field));
    let name = concept.name(voice.language()).to_owned();
    let tell = |message| Action::PostDirect { user: user.clone(), message };
    // It was checked before it was taken in; what has changed in between is told here.
    if let Some((_, fault)) = wrong(policy, purpose, &submitted.values).first() {
        draft.act(tell(definition::gone(voice, &name, &definition::fault(voice, fault))));
        return;
    }
    if let Some(id) = purpose.proposal {
        stewards::take_edited(draft, voice, user, id, concept);
        return;
    }
    if draft.facts.stewards.contains(user) {
        stewards::take(draft, concept, user, user, None);
        draft.act(tell(definition::heard(voice, Heard::AtOnce, &name)));
        return;
    }
    let last = match draft.facts.record(&Key::LastProposal) {
        Some(Record::LastProposal(id)) => id.0,
        _ => 0,
    };
    let id = ProposalId(last + 1);
    draft.put(Key::LastProposal, Record::LastProposal(id));
    let mut proposal = Proposal {
        id,
        by: user.clone(),
        at: draft.now(),
        language: purpose.language,
        before: before.cloned(),
        concept,
        cards: Vec::new(),
        direct: false,
        decided: None,
    };
    let reached = stewards::show(draft, &mut proposal);
    draft.put(Key::Proposal(id), Record::Proposal(Box::new(proposal)));
    let heard = if reached { Heard::Noted(id) } else { Heard::Unreached(id) };
    draft.act(tell(definition::heard(voice, heard, &name)));
}

/// What is worth knowing about the terms of an entry; a proposal is no news to itself.
pub(super) fn remarks_on_terms<'a>(
    policy: &'a Policy,
    facts: &Facts,
    now: Timestamp,
    concept: &Concept,
    proposal: Option<ProposalId>,
) -> Vec<Remark<'a>> {
    let waiting = facts.written.proposals.iter().filter(|one| one.is_waiting() && Some(one.id) != proposal);
    let waiting: Vec<&Proposal> = waiting.collect();
    let lately = facts.written.missed.iter().filter(|missed| now.since(missed.last) <= LATELY);
    let asked: Vec<check::AskedFor<'_>> = lately.map(|missed| (missed.word.as_str(), missed.messages)).collect();
    check::on_terms(concept, &policy.glossary, &waiting, &asked)
}

/// What a form shows of an entry.
pub(super) fn sketch_of(policy: &Policy, concept: &Concept) -> Sketch {
    Sketch::of(concept, reader(policy, &concept.subject_field))
}

fn reader(policy: &Policy, field: &str) -> Role {
    policy.settings.reader(field)
}

/// Whose words there are: the fields of the settings, then those of the glossary.
fn fields(policy: &Policy) -> Vec<&str> {
    let mut fields: Vec<&str> = Vec::new();
    let known = policy.settings.fields.values().flatten().map(String::as_str);
    let used = policy.glossary.concepts().iter().map(|concept| concept.subject_field.as_str());
    for field in known.chain(["sales", "engineering"]).chain(used) {
        if !field.is_empty() && !fields.contains(&field) {
            fields.push(field);
        }
    }
    fields
}

/// A number for what is said in a form.
fn said(voice: Voice<'_>, remarks: &[Remark<'_>]) -> u32 {
    hash(remarks.iter().flat_map(|one| definition::remark(voice, one).as_str().bytes().chain([0]).collect::<Vec<_>>()))
}

/// A number for what an entry says.
fn number(concept: &Concept) -> u32 {
    hash(format!("{concept:?}").bytes())
}

/// FNV-1a, 32 bits.
fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
