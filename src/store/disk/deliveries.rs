//! Deliveries to webhooks on disk: in a tree of their own, by place.

use sled::transaction::Transactional as _;

use super::{Disk, Stored, read, refused, unwritable};
use crate::ids::TeamId;
use crate::liaison::webhook::Delivery;
use crate::store::deliveries::{Deliveries, PlacedDelivery, delivery_of};
use crate::store::encoding::{decode, encode};
use crate::store::keys::{at_place, foreign, placed, split, team};
use crate::store::{EffectSeq, StoreError};
use crate::time::Timestamp;

impl Deliveries for Disk {
    fn hand_over(&self, effect: EffectSeq, now: Timestamp) -> Result<bool, StoreError> {
        let mut ledger = self.lock();
        let Some(team) = ledger.outbox.team_of(effect.0) else { return Ok(false) };
        let entry = at_place(&team, effect.0);
        let stored: Option<Stored> = read(&self.trees.outbox, &entry)?;
        let Some(delivery) = stored.and_then(|stored| delivery_of(&stored.effect, now)) else { return Ok(false) };
        let delivery = encode(&delivery)?;
        let moved = (&self.trees.outbox, &self.trees.deliveries).transaction(|(outbox, deliveries)| {
            outbox.remove(entry.as_slice())?;
            deliveries.insert(entry.as_slice(), delivery.as_slice())?;
            Ok(())
        });
        moved.map_err(refused)?;
        ledger.outbox.removed(effect.0);
        Ok(true)
    }

    fn deliveries(&self, after: Option<EffectSeq>) -> Result<Vec<PlacedDelivery>, StoreError> {
        let tree = &self.trees.deliveries;
        let first = after.map_or(0, |seq| seq.0.saturating_add(1));
        let (mut all, mut from) = (Vec::new(), Vec::new());
        // From one workspace to the next without walking what lies before the place.
        while let Some(entry) = tree.range(from..).keys().next() {
            let entry = entry.map_err(unwritable)?;
            let Some((team, _)) = split(&entry) else { return Err(foreign(&entry)) };
            let end = [team.as_bytes(), &[1]].concat();
            for entry in tree.range(at_place(team, first)..end.clone()) {
                let (key, value) = entry.map_err(unwritable)?;
                let (team, place) = placed(&key)?;
                let delivery = decode(&key, &value)?;
                all.push(PlacedDelivery { seq: EffectSeq(place), team: TeamId::new(team), delivery });
            }
            from = end;
        }
        Ok(all)
    }

    fn delivery(&self, of: &TeamId, seq: EffectSeq) -> Result<Option<Delivery>, StoreError> {
        read(&self.trees.deliveries, &at_place(team(of)?, seq.0))
    }

    fn keep_delivery(&self, kept: &PlacedDelivery) -> Result<(), StoreError> {
        let entry = at_place(team(&kept.team)?, kept.seq.0);
        self.trees.deliveries.insert(entry, encode(&kept.delivery)?).map_err(unwritable)?;
        Ok(())
    }

    fn forget_delivery(&self, of: &TeamId, seq: EffectSeq) -> Result<(), StoreError> {
        self.trees.deliveries.remove(at_place(team(of)?, seq.0)).map_err(unwritable)?;
        Ok(())
    }
}
