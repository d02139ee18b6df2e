//! Reads what a decision about the glossary's entries will want to know: whom and what to look up at Slack first, then
//! proposals, entries and the words people asked for in vain.

use crate::commands::{self, Command};
use crate::ids::{ConceptId, ProposalId, TeamId};
use crate::liaison::addressed::plain;
use crate::liaison::decision::Purpose;
use crate::liaison::event::{Event, Outcome};
use crate::liaison::facts::{Facts, Needs, Records};
use crate::liaison::records::{Collection, Key, Record, TimerKind};
use crate::wording::press::{ModalPurpose, Press};

/// What an event is about, as far as it is about the glossary.
#[derive(Debug, Default)]
struct Concerns {
    proposal: Option<ProposalId>,
    entry: Option<ConceptId>,
    /// Something may be shown to the stewards.
    stewards: bool,
    /// A form is opened, filled in or sent in.
    form: bool,
    /// A person's own things are shown or removed.
    person: bool,
}

fn concerns(event: &Event) -> Concerns {
    let nothing = Concerns::default;
    match event {
        Event::Called(called) => match commands::parse(&plain(&called.text)) {
            Command::Define(_) => Concerns { form: true, ..nothing() },
            _ => nothing(),
        },
        Event::Pressed(pressed) => {
            let person = pressed.place.is_none();
            match &pressed.press {
                Press::Define(_) | Press::Improve(_) => Concerns { form: true, person, ..nothing() },
                Press::Approve(id) | Press::EditProposal(id) | Press::Decline(id) => {
                    Concerns { proposal: Some(*id), form: true, person, ..nothing() }
                }
                Press::StillRight(id) => Concerns { entry: Some(id.clone()), person, ..nothing() },
                _ => Concerns { person, ..nothing() },
            }
        }
        Event::Filling(filling) => match &filling.purpose {
            ModalPurpose::Define(form) => Concerns { proposal: form.proposal, form: true, ..nothing() },
            ModalPurpose::Home => Concerns { person: true, ..nothing() },
            _ => nothing(),
        },
        Event::Submitted(submitted) => match &submitted.purpose {
            ModalPurpose::Define(form) => Concerns {
                proposal: form.proposal,
                entry: form.concept.clone(),
                stewards: form.proposal.is_none(),
                form: true,
                person: false,
            },
            ModalPurpose::Decline(id) => Concerns { proposal: Some(*id), ..nothing() },
            ModalPurpose::ForgetMe => Concerns { person: true, ..nothing() },
            _ => nothing(),
        },
        Event::HomeOpened(_) => Concerns { person: true, ..nothing() },
        Event::Due(TimerKind::StillRight(id)) => Concerns { entry: Some(id.clone()), stewards: true, ..nothing() },
        Event::Settled { purpose: Purpose::Proposal(id), outcome, .. } => {
            let refused = !matches!(outcome, Outcome::Done(_));
            Concerns { proposal: Some(*id), stewards: refused, form: refused, ..nothing() }
        }
        _ => nothing(),
    }
}

/// Whether it matters for an event who the stewards are.
pub(super) fn is_about_it(event: &Event) -> bool {
    let Concerns { proposal, entry, stewards, form, person } = concerns(event);
    proposal.is_some() || entry.is_some() || stewards || form || person
}

/// Whom and what the directory must know.
pub(super) fn needs<R: Records>(team: &TeamId, event: &Event, records: &R, needs: &mut Needs) -> Result<(), R::Error> {
    let concerns = concerns(event);
    needs.stewards |= concerns.stewards;
    if let Some(id) = concerns.proposal
        && let Some(Record::Proposal(proposal)) = records.get(team, &Key::Proposal(id))?
    {
        needs.channels.extend(proposal.cards.iter().map(|card| card.channel.clone()));
        needs.people.insert(proposal.by.clone());
    }
    if let Some(id) = concerns.entry.filter(|_| matches!(event, Event::Due(_)))
        && let Some(Record::Concept(kept)) = records.get(team, &Key::Concept(id))?
        && let Some(version) = kept.latest()
    {
        needs.people.extend([version.by.clone(), version.taken_by.clone()]);
    }
    needs.people.retain(|user| !user.is_forgotten());
    Ok(())
}

/// Reads the records, once the people and channels are known.
pub(super) fn read<R: Records>(team: &TeamId, event: &Event, records: &R, facts: &mut Facts) -> Result<(), R::Error> {
    let Concerns { proposal, entry, stewards: _, form, person } = concerns(event);
    let mut keys: Vec<Key> = entry.into_iter().map(Key::Concept).collect();
    if let Some(id) = proposal {
        let key = Key::Proposal(id);
        if let Some(Record::Proposal(proposal)) = records.get(team, &key)? {
            keys.extend(proposal.before.as_ref().map(|before| Key::Concept(before.id.clone())));
            facts.records.insert(key.path(), Record::Proposal(proposal));
        }
    }
    if form {
        keys.push(Key::LastProposal);
    }
    for key in keys {
        facts.records.extend(records.get(team, &key)?.map(|record| (key.path(), record)));
    }
    if form || person {
        facts.written.proposals = records.proposals(team)?;
    }
    if form {
        let missed = records.list(team, Collection::Missed)?.into_iter();
        let missed =
            missed.filter_map(|record| if let Record::Candidate(missed) = record { Some(missed) } else { None });
        facts.written.missed = missed.collect();
    }
    if person {
        facts.written.entries = records.entries(team)?;
    }
    Ok(())
}
