//! The bot as it would have been there: the core with a store in memory. Hears a message and returns what it would
//! have done, at that message and at the timers that came due before it. Whatever it does succeeds at once.

use crate::ids::{ChannelId, MessageTs, UserId};
use crate::liaison::decision::{Action, Effect};
use crate::liaison::event::{Envelope, Event, Outcome};
use crate::liaison::policy::Policy;
use crate::liaison::{decide, gather};
use crate::requests::request::Place;
use crate::store::memory::Memory;
use crate::store::{Accepted, Store, StoreError};
use crate::time::{Span, Timestamp};

use super::people::People;

/// How many events are taken from the inbox at once.
const BATCH: usize = 64;

/// How long a delivery is known as heard. Copies of a message in an export share its time.
const REMEMBER_SEEN: Span = Span::days(1);

/// What the bot would have done at one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// When.
    pub at: Timestamp,
    /// The message it answers; none for what a timer brought about.
    pub message: Option<Heard>,
    /// What it would have done; never empty.
    pub effects: Vec<Effect>,
}

/// A message that was heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Where.
    pub channel: ChannelId,
    /// Which.
    pub ts: MessageTs,
    /// Who said it.
    pub author: UserId,
    /// What was said.
    pub text: String,
}

/// The bot in an export's workspace.
#[derive(Debug)]
pub struct Bot<'p> {
    policy: &'p Policy,
    people: &'p People,
    store: Memory,
    posted: u64,
}

impl<'p> Bot<'p> {
    /// A bot that has heard nothing yet.
    pub fn new(policy: &'p Policy, people: &'p People) -> Self {
        Self { policy, people, store: Memory::new(), posted: 0 }
    }

    /// Hears a message. Messages must come in the order of time.
    ///
    /// # Errors
    /// What the store says.
    pub fn hear(&mut self, message: &Envelope) -> Result<Vec<Said>, StoreError> {
        let now = message.received;
        let mut all = Vec::new();
        while !self.store.fire_due(now, BATCH)?.is_empty() {
            self.work(now, &mut all)?;
        }
        if matches!(self.store.accept(message)?, Accepted::New(_)) {
            self.work(now, &mut all)?;
        }
        self.store.forget_seen(Timestamp(now.0.saturating_sub(REMEMBER_SEEN.0)), BATCH)?;
        Ok(all)
    }

    /// Decides on everything in the inbox, and on what comes of it.
    fn work(&mut self, now: Timestamp, all: &mut Vec<Said>) -> Result<(), StoreError> {
        loop {
            let events = self.store.inbox(None, BATCH)?;
            if events.is_empty() {
                return Ok(());
            }
            for (seq, envelope) in events {
                let facts = gather(self.policy, &envelope, self.people, &self.store)?;
                let decision = facts.map(|facts| decide(self.policy, &facts, &envelope)).unwrap_or_default();
                for waiting in self.store.commit(seq, &envelope.team, now, &decision)? {
                    let outcome = Outcome::Done(self.place_of(&waiting.effect.action, now));
                    self.store.settle(waiting.seq, outcome, now)?;
                }
                if !decision.effects.is_empty() {
                    all.push(Said { at: now, message: heard(&envelope), effects: decision.effects });
                }
            }
        }
    }

    /// Where a message of ours would have been, for what comes back of it.
    fn place_of(&mut self, action: &Action, now: Timestamp) -> Option<Place> {
        let Action::Post { channel, .. } = action else { return None };
        self.posted += 1;
        let ts = MessageTs::new(format!("{}.{:06}", now.0.div_euclid(1000), 900_000 + self.posted % 100_000));
        Some(Place { channel: channel.clone(), ts })
    }
}

fn heard(envelope: &Envelope) -> Option<Heard> {
    let Event::Posted(posted) = &envelope.event else { return None };
    Some(Heard {
        channel: posted.channel.clone(),
        ts: posted.ts.clone(),
        author: posted.author.clone(),
        text: posted.text.clone(),
    })
}
