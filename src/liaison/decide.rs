//! One event, the facts and the policy in; what to remember and what to do out.

use crate::liaison::decision::Decision;
use crate::liaison::event::Envelope;
use crate::liaison::facts::Facts;
use crate::liaison::policy::Policy;

/// Decides what follows from an event. Pure: the same input gives the same decision, effect ids included.
pub fn decide(policy: &Policy, facts: &Facts, envelope: &Envelope) -> Decision {
    todo!("core: {policy:?} {facts:?} {envelope:?}")
}
