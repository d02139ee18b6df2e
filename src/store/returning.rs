//! What comes back into the inbox from our own side: returns the envelope of an effect that ended and of a timer
//! that came due.

use crate::ids::{DeliveryId, TeamId};
use crate::liaison::decision::{Effect, Purpose};
use crate::liaison::event::{Envelope, Event, Outcome};
use crate::liaison::records::TimerKind;
use crate::time::Timestamp;

/// The event that tells how an effect ended; none when nothing waits for it.
pub(super) fn settled(team: &TeamId, effect: &Effect, outcome: Outcome, now: Timestamp) -> Option<Envelope> {
    match &effect.purpose {
        Purpose::None => None,
        Purpose::Form(..) if matches!(outcome, Outcome::Done(_)) => None, // its person sees it
        purpose @ (Purpose::Explanation(..)
        | Purpose::Card(..)
        | Purpose::Origin(_)
        | Purpose::Proposal(_)
        | Purpose::Form(..)) => Some(Envelope {
            team: team.clone(),
            ids: vec![DeliveryId::new(format!("settle:{}", effect.id))],
            received: now,
            event: Event::Settled { effect: effect.id.clone(), purpose: purpose.clone(), outcome },
        }),
    }
}

/// The event that tells that a timer came due.
pub(super) fn due(team: &TeamId, kind: TimerKind, at: Timestamp, now: Timestamp) -> Envelope {
    Envelope {
        team: team.clone(),
        ids: vec![DeliveryId::new(format!("due:{}:{}", kind.path(), at.0))],
        received: now,
        event: Event::Due(kind),
    }
}
