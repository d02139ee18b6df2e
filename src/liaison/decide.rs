//! One event, the facts and the policy in; what to remember and what to do out.

use crate::liaison::decision::Decision;
use crate::liaison::draft::Draft;
use crate::liaison::event::{Envelope, Event};
use crate::liaison::facts::Facts;
use crate::liaison::policy::Policy;
use crate::liaison::records::{Key, TimerKind};
use crate::liaison::{answers, asked, channel, defining, desk, home, posted, pressed, shortcuts, stewards};
use crate::wording::press::ModalPurpose;

/// Decides what follows from an event. Pure: the same input gives the same decision, effect ids included.
pub fn decide(policy: &Policy, facts: &Facts, envelope: &Envelope) -> Decision {
    let mut draft = Draft::new(policy, facts, envelope);
    match &envelope.event {
        Event::Posted(message) => posted::posted(&mut draft, message),
        Event::Edited(message) => answers::edited(&mut draft, message),
        Event::Deleted(place) => answers::deleted(&mut draft, place),
        Event::Reacted { user, place, name } => answers::reacted(&mut draft, user, place, name),
        Event::Called(called) => asked::called(&mut draft, called),
        Event::Pressed(press) => pressed::pressed(&mut draft, press),
        Event::Submitted(submitted) => asked::submitted(&mut draft, submitted),
        Event::Settled { purpose, outcome, .. } => answers::settled(&mut draft, purpose, outcome),
        Event::Due(TimerKind::CloseSolved(id)) => desk::expire(&mut draft, *id),
        Event::Due(TimerKind::ForgetMissed(word)) => draft.remove(Key::Missed(word.clone())),
        Event::Due(TimerKind::StillRight(id)) => stewards::ask_again(&mut draft, id),
        Event::Due(TimerKind::ForgetProposal(id)) => draft.remove(Key::Proposal(*id)),
        Event::Due(TimerKind::ForgetCandidate(word)) => draft.remove(Key::Candidate(word.clone())),
        Event::Due(TimerKind::ForgetThread(place)) => {
            draft.remove(Key::Thread(place.channel.clone(), place.ts.clone()));
        }
        Event::Shortcut(shortcut) => shortcuts::used(&mut draft, shortcut),
        Event::HomeOpened(user) => home::show(&mut draft, user),
        Event::Filling(filling) => match &filling.purpose {
            ModalPurpose::Home => home::filled(&mut draft, filling),
            ModalPurpose::Define(form) => defining::filled(&mut draft, filling, form),
            // These have nothing to say before they are sent in.
            ModalPurpose::Ask { .. }
            | ModalPurpose::Settings { .. }
            | ModalPurpose::ForgetMe
            | ModalPurpose::Decline(_) => {}
        },
        Event::Joined { channel: id, by } => channel::joined(&mut draft, id, by.as_ref()),
        // What is cached about a channel, a person or the groups is the runtime's to renew.
        Event::Changed(_) => {}
    }
    draft.finish()
}
