//! What the stewards of the glossary do: they see each proposal where its card goes, take it, take it with changes or
//! decline it, and its proposer hears. Entries nobody has confirmed for long come back to their owners, then to them.

use crate::curation::kept::{Asked, GOOD_FOR, WAIT};
use crate::curation::proposal::Decided;
use crate::curation::{Kept, Proposal, Verdict, Version, check, layer, sketch};
use crate::glossary::concept::Concept;
use crate::ids::{ChannelId, ConceptId, ProposalId, UserId};
use crate::liaison::decision::{Action, Placement, Purpose};
use crate::liaison::defining::{self, About, Opener};
use crate::liaison::draft::Draft;
use crate::liaison::event::{Pressed, Submitted};
use crate::liaison::facts::Facts;
use crate::liaison::records::{Key, Record, TimerKind};
use crate::requests::request::Place;
use crate::text::Language;
use crate::wording::definition::{self, Heard};
use crate::wording::message::Message;
use crate::wording::press::Press;
use crate::wording::{Voice, explanation, steward};

/// The most stewards that are written to directly.
const MOST_WRITTEN_TO: usize = 20;

/// A button of the glossary was clicked by a member. Whether a form is opened, so that nothing else changes yet.
pub(super) fn pressed(draft: &mut Draft<'_>, voice: Voice<'_>, pressed: &Pressed) -> bool {
    let opener = Opener::from(pressed);
    match &pressed.press {
        Press::Define(term) => defining::open(draft, voice, &opener, About::Word(term)),
        Press::Improve(id) => defining::open(draft, voice, &opener, About::Entry(id)),
        Press::ImproveOne(ids) => {
            let answer = defining::which(draft, voice, opener.channel, ids);
            draft.respond(pressed.response.as_ref(), Placement::Beside, answer);
            return false;
        }
        Press::Approve(id) => {
            if let Some(proposal) = waiting(draft, voice, pressed, *id) {
                approve(draft, voice, pressed, &proposal);
            }
            return false;
        }
        Press::EditProposal(id) => {
            let Some(proposal) = waiting(draft, voice, pressed, *id) else { return false };
            defining::open(draft, voice, &opener, About::Proposal(&proposal));
        }
        Press::Decline(id) => {
            let Some(proposal) = waiting(draft, voice, pressed, *id) else { return false };
            if let Some(trigger) = pressed.trigger.clone() {
                let modal = steward::decline_form(voice, &proposal);
                draft.open(trigger, modal, pressed.response.as_ref(), voice.language());
            }
        }
        Press::StillRight(id) => {
            confirm(draft, voice, pressed, id);
            return false;
        }
        _ => return false, // is for others to answer
    }
    true
}

/// The proposal a steward clicked on, if it waits; else says why nothing comes of the click.
fn waiting(draft: &mut Draft<'_>, voice: Voice<'_>, pressed: &Pressed, id: ProposalId) -> Option<Proposal> {
    let outsiders = pressed.place.as_ref().is_some_and(|place| draft.facts.has_outsiders(&place.channel));
    let answer = match draft.facts.proposal(id) {
        _ if outsiders => definition::not_here(voice),
        _ if !draft.facts.stewards.contains(&pressed.user) => steward::only_stewards(voice),
        None => steward::unknown(voice, id),
        Some(proposal) => match &proposal.decided {
            None => return Some(proposal.clone()),
            Some(decided) => steward::already(voice, id, decided),
        },
    };
    draft.respond(pressed.response.as_ref(), Placement::Beside, answer);
    None
}

fn approve(draft: &mut Draft<'_>, voice: Voice<'_>, pressed: &Pressed, proposal: &Proposal) {
    if is_outdated(draft, proposal) {
        draft.respond(pressed.response.as_ref(), Placement::Beside, steward::changed_since(voice, proposal.id));
        return;
    }
    take(draft, proposal.concept.clone(), &proposal.by, &pressed.user, Some(proposal.id));
    settle(draft, proposal.clone(), Verdict::Taken, &pressed.user);
}

/// Whether the entry a proposal would change says something else by now.
pub(super) fn is_outdated(draft: &Draft<'_>, proposal: &Proposal) -> bool {
    let now = proposal.before.as_ref().map(|before| draft.policy.glossary.concept(&before.id));
    now.is_some_and(|now| now != proposal.before.as_ref())
}

/// A steward sent in a proposal with changes.
pub(super) fn take_edited(draft: &mut Draft<'_>, voice: Voice<'_>, user: &UserId, id: ProposalId, concept: Concept) {
    let Some(proposal) = still_waiting(draft, voice, user, id) else { return };
    let verdict = if concept == proposal.concept { Verdict::Taken } else { Verdict::Changed };
    take(draft, concept, &proposal.by, user, Some(id));
    settle(draft, proposal, verdict, user);
}

/// A steward said why a proposal is not taken.
pub(super) fn declined(draft: &mut Draft<'_>, submitted: &Submitted, id: ProposalId) {
    let user = &submitted.user;
    let voice = draft.voice(draft.facts.language_of(user, None, None));
    let Some(reason) = submitted.values.typed(steward::REASON) else { return };
    let Some(proposal) = still_waiting(draft, voice, user, id) else { return };
    let reason = reason.chars().take(500).collect();
    settle(draft, proposal, Verdict::Declined(reason), user);
}

/// The proposal a form is about, if it waits and a steward sent the form in; else tells them what has come in between.
fn still_waiting(draft: &mut Draft<'_>, voice: Voice<'_>, user: &UserId, id: ProposalId) -> Option<Proposal> {
    let message = match draft.facts.proposal(id) {
        _ if !draft.facts.stewards.contains(user) => steward::only_stewards(voice),
        None => steward::unknown(voice, id),
        Some(proposal) => match &proposal.decided {
            None => return Some(proposal.clone()),
            Some(decided) => steward::already(voice, id, decided),
        },
    };
    draft.act(Action::PostDirect { user: user.clone(), message });
    None
}

/// Writes an entry into the glossary: a version more, and half a year until it is asked about.
pub(super) fn take(
    draft: &mut Draft<'_>,
    mut concept: Concept,
    by: &UserId,
    taken_by: &UserId,
    proposal: Option<ProposalId>,
) {
    if draft.policy.glossary.concept(&concept.id).is_none() {
        concept.id = sketch::name(&concept, |id| draft.policy.glossary.concept(id).is_some());
    }
    layer::drop_broken_examples(&mut concept);
    let (id, at) = (concept.id.clone(), draft.now());
    let version = Version { concept, by: by.clone(), taken_by: taken_by.clone(), at, proposal };
    let kept = match draft.facts.entry(&id) {
        Some(kept) => kept.clone().with(version),
        None => Kept::new(version),
    };
    draft.put(Key::Concept(id.clone()), Record::Concept(Box::new(kept)));
    draft.set_timer(TimerKind::StillRight(id), GOOD_FOR);
}

/// A proposal is decided: its cards lose their buttons, its proposer hears.
fn settle(draft: &mut Draft<'_>, mut proposal: Proposal, verdict: Verdict, by: &UserId) {
    let proposer = proposal.by.clone();
    if proposer != *by && is_member(draft.facts, &proposer) {
        let voice = draft.voice(proposal.language);
        let message = steward::outcome(voice, proposal.concept.name(voice.language()), &verdict, by);
        draft.act(Action::PostDirect { user: proposer, message });
    }
    proposal.decided = Some(Decided { verdict, by: by.clone(), at: draft.now() });
    for place in proposal.cards.clone() {
        update_card(draft, &proposal, place);
    }
    draft.set_timer(TimerKind::ForgetProposal(proposal.id), Proposal::KEPT);
    draft.put(Key::Proposal(proposal.id), Record::Proposal(Box::new(proposal)));
}

/// Shows a proposal to the stewards: in the triage channel, else to each of them. Whether it could be shown to anybody.
pub(super) fn show(draft: &mut Draft<'_>, proposal: &mut Proposal) -> bool {
    if let Some(channel) = triage(draft) {
        let message = card(draft, proposal, card_language(draft, &channel, proposal.language));
        draft.act_for(Action::Post { channel, thread: None, message }, Purpose::Proposal(proposal.id));
        return true;
    }
    show_directly(draft, proposal)
}

fn show_directly(draft: &mut Draft<'_>, proposal: &mut Proposal) -> bool {
    proposal.direct = true;
    let those = reachable(draft.facts);
    for (user, language) in &those {
        let message = card(draft, proposal, *language);
        draft.act_for(Action::PostDirect { user: user.clone(), message }, Purpose::Proposal(proposal.id));
    }
    !those.is_empty()
}

/// The channel of the stewards' cards, if it is known to be free of outsiders.
fn triage(draft: &Draft<'_>) -> Option<ChannelId> {
    let channel = draft.facts.teams.first()?.triage.clone()?;
    let known = draft.facts.channel(&channel)?;
    (known.member && !known.external).then_some(channel)
}

/// The stewards who can be written to, each with their language.
fn reachable(facts: &Facts) -> Vec<(UserId, Language)> {
    let those = facts.stewards.iter().filter(|user| is_member(facts, user)).take(MOST_WRITTEN_TO);
    those.map(|user| (user.clone(), facts.language_of(user, None, None))).collect()
}

/// Whether somebody is known to be one of us, and there.
fn is_member(facts: &Facts, user: &UserId) -> bool {
    facts.person(user).is_some_and(|person| !person.external && !person.bot && !person.deactivated)
}

/// The language of a card: the channel's, else that of whom it comes from.
fn card_language(draft: &Draft<'_>, channel: &ChannelId, otherwise: Language) -> Language {
    draft.facts.channel_settings(channel).language.unwrap_or(otherwise)
}

fn card(draft: &Draft<'_>, proposal: &Proposal, language: Language) -> Message {
    let policy = draft.policy;
    let now = defining::sketch_of(policy, &proposal.concept);
    let before = proposal.before.as_ref().map(|concept| defining::sketch_of(policy, concept));
    let mut remarks =
        defining::remarks_on_terms(policy, draft.facts, draft.now(), &proposal.concept, Some(proposal.id));
    remarks.extend(check::on_texts(&proposal.concept));
    steward::card(draft.voice(language), proposal, &now, before.as_ref(), &remarks)
}

/// Shows what became of a proposal on its card; where outsiders read along by now, the card goes.
fn update_card(draft: &mut Draft<'_>, proposal: &Proposal, place: Place) {
    let Place { channel, ts } = place;
    // A direct message with a steward has no outsiders in it, whether or not the directory knows it.
    let direct = proposal.direct && draft.facts.channel(&channel).is_none_or(|channel| channel.direct);
    if draft.facts.has_outsiders(&channel) && !direct {
        draft.act(Action::Delete { channel, ts });
        return;
    }
    let message = card(draft, proposal, card_language(draft, &channel, proposal.language));
    draft.act(Action::Update { channel, ts, message });
}

/// Remembers where a card is, and brings it up to date when the proposal was decided meanwhile.
pub(super) fn card_posted(draft: &mut Draft<'_>, id: ProposalId, place: &Place) {
    let Some(proposal) = draft.facts.proposal(id) else { return };
    let mut proposal = proposal.clone();
    proposal.cards.push(place.clone());
    if !proposal.is_waiting() {
        update_card(draft, &proposal, place.clone());
    }
    draft.put(Key::Proposal(id), Record::Proposal(Box::new(proposal)));
}

/// Slack refused a card: where it was the one in the channel, each steward gets one; where there is nobody, the
/// proposer hears. Stewards see what waits in their App Home too.
pub(super) fn card_refused(draft: &mut Draft<'_>, id: ProposalId) {
    let Some(proposal) = draft.facts.proposal(id).filter(|proposal| proposal.is_waiting() && !proposal.direct) else {
        return;
    };
    let mut proposal = proposal.clone();
    if !show_directly(draft, &mut proposal) && is_member(draft.facts, &proposal.by) {
        let voice = draft.voice(proposal.language);
        let message = definition::heard(voice, Heard::Unreached(id), proposal.concept.name(voice.language()));
        draft.act(Action::PostDirect { user: proposal.by.clone(), message });
    }
    draft.put(Key::Proposal(id), Record::Proposal(Box::new(proposal)));
}

/// An entry has not been confirmed for long: asks its owner, once more after a while, then the stewards.
pub(super) fn ask_again(draft: &mut Draft<'_>, id: &ConceptId) {
    let facts = draft.facts;
    let Some((kept, version)) = facts.entry(id).and_then(|kept| Some((kept, kept.latest()?))) else { return };
    let mut kept = kept.clone();
    let concept = &version.concept;
    let shown = defining::sketch_of(draft.policy, concept);
    let owner = [&version.by, &version.taken_by].into_iter().find(|user| is_member(facts, user));
    match (owner, kept.asked) {
        (Some(owner), Asked::Nobody | Asked::Owner) => {
            let voice = draft.voice(facts.language_of(owner, None, None));
            let message = steward::still_right(voice, concept, &shown, true);
            draft.act(Action::PostDirect { user: owner.clone(), message });
            kept.asked = if kept.asked == Asked::Nobody { Asked::Owner } else { Asked::OwnerAgain };
            draft.set_timer(TimerKind::StillRight(id.clone()), WAIT);
        }
        (_, Asked::Stewards) => return,
        (_, Asked::Nobody | Asked::Owner | Asked::OwnerAgain) => {
            let message =
                |draft: &Draft<'_>, language| steward::still_right(draft.voice(language), concept, &shown, false);
            if let Some(channel) = triage(draft) {
                let language = card_language(draft, &channel, Language::English);
                let message = message(draft, language);
                draft.act(Action::Post { channel, thread: None, message });
            } else {
                for (user, language) in reachable(facts) {
                    let message = message(draft, language);
                    draft.act(Action::PostDirect { user, message });
                }
            }
            kept.asked = Asked::Stewards;
        }
    }
    draft.put(Key::Concept(id.clone()), Record::Concept(Box::new(kept)));
}

/// Somebody says that an entry is still right.
fn confirm(draft: &mut Draft<'_>, voice: Voice<'_>, pressed: &Pressed, id: &ConceptId) {
    let facts = draft.facts;
    let Some((kept, version)) = facts.entry(id).and_then(|kept| Some((kept, kept.latest()?))) else {
        draft.respond(pressed.response.as_ref(), Placement::Beside, explanation::not_found(voice, id.as_str(), &[]));
        return;
    };
    let user = &pressed.user;
    if version.by != *user && version.taken_by != *user && !facts.stewards.contains(user) {
        let answer = steward::not_yours(voice, &version.concept);
        draft.respond(pressed.response.as_ref(), Placement::Beside, answer);
        return;
    }
    let message = steward::confirmed(voice, &version.concept);
    let kept = Kept { confirmed: draft.now(), asked: Asked::Nobody, ..kept.clone() };
    draft.put(Key::Concept(id.clone()), Record::Concept(Box::new(kept)));
    draft.set_timer(TimerKind::StillRight(id.clone()), GOOD_FOR);
    match &pressed.place {
        Some(Place { channel, ts }) if !facts.has_outsiders(channel) && !pressed.ephemeral => {
            draft.act(Action::Update { channel: channel.clone(), ts: ts.clone(), message });
        }
        _ => draft.respond(pressed.response.as_ref(), Placement::Beside, message),
    }
}

/// Takes a person's name out of all they proposed, wrote and decided. What they wrote belongs to everybody and stays.
pub(super) fn forget(draft: &mut Draft<'_>, user: &UserId) {
    let written = &draft.facts.written;
    for proposal in written.proposals.iter().filter(|proposal| proposal.names(user)) {
        draft.put(Key::Proposal(proposal.id), Record::Proposal(Box::new(proposal.clone().without(user))));
    }
    for kept in written.entries.iter().filter(|kept| kept.names(user)) {
        if let Some(id) = kept.id() {
            draft.put(Key::Concept(id.clone()), Record::Concept(Box::new(kept.clone().without(user))));
        }
    }
}

/// What waits for a steward, oldest first; nothing for anybody else.
pub(super) fn queue(draft: &Draft<'_>, user: &UserId) -> Vec<Proposal> {
    if !draft.facts.stewards.contains(user) {
        return Vec::new();
    }
    latest(draft).filter(Proposal::is_waiting).collect()
}

/// In how many proposals and entries a person is named.
pub(super) fn named(draft: &Draft<'_>, user: &UserId) -> usize {
    let entries = draft.facts.written.entries.iter().filter(|kept| {
        let latest = kept.id().and_then(|id| draft.latest(&Key::Concept(id.clone())));
        match latest {
            Some(Record::Concept(latest)) => latest.names(user),
            _ => kept.names(user),
        }
    });
    entries.count() + latest(draft).filter(|proposal| proposal.names(user)).count()
}

/// All proposals as they are when this decision is carried out.
fn latest<'a>(draft: &'a Draft<'_>) -> impl Iterator<Item = Proposal> + use<'a> {
    draft.facts.written.proposals.iter().map(|proposal| match draft.latest(&Key::Proposal(proposal.id)) {
        Some(Record::Proposal(latest)) => (**latest).clone(),
        _ => proposal.clone(),
    })
}
