//! What other systems are told, kept until they were and a while after: apart from the outbox, so that one that does not
//! answer holds up nothing else.

use crate::ids::TeamId;
use crate::liaison::decision::{Action, Effect};
use crate::liaison::webhook::Delivery;
use crate::store::{EffectSeq, StoreError};
use crate::time::Timestamp;

/// A delivery in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedDelivery {
    /// Its place: that of the effect it was.
    pub seq: EffectSeq,
    /// Its workspace.
    pub team: TeamId,
    /// The delivery.
    pub delivery: Delivery,
}

/// The deliveries to webhooks.
pub trait Deliveries {
    /// In one transaction: takes an effect that tells a webhook out of the outbox and puts it among the deliveries, due
    /// at once. Whether it did: another effect, or one that is settled, changes nothing.
    fn hand_over(&self, effect: EffectSeq, now: Timestamp) -> Result<bool, StoreError>;

    /// All deliveries from after a place, workspace by workspace, each in order.
    fn deliveries(&self, after: Option<EffectSeq>) -> Result<Vec<PlacedDelivery>, StoreError>;

    /// One delivery.
    fn delivery(&self, team: &TeamId, seq: EffectSeq) -> Result<Option<Delivery>, StoreError>;

    /// Writes a delivery in place of what it was.
    fn keep_delivery(&self, kept: &PlacedDelivery) -> Result<(), StoreError>;

    /// Forgets a delivery.
    fn forget_delivery(&self, team: &TeamId, seq: EffectSeq) -> Result<(), StoreError>;
}

/// The delivery an effect becomes; none for what is done at Slack.
pub(super) fn delivery_of(effect: &Effect, now: Timestamp) -> Option<Delivery> {
    match &effect.action {
        Action::Notify { webhook, body } => Some(Delivery::new(webhook.clone(), effect.id.clone(), body.clone(), now)),
        Action::Post { .. }
        | Action::PostDirect { .. }
        | Action::PostEphemeral { .. }
        | Action::Update { .. }
        | Action::Delete { .. }
        | Action::React { .. }
        | Action::Unreact { .. }
        | Action::Respond { .. }
        | Action::OpenModal { .. }
        | Action::PublishHome { .. }
        | Action::UpdateModal { .. } => None,
    }
}
