//! Failures on demand: what the Web API answers wrongly next, and what is delivered twice. A test says them
//! beforehand; nothing fails by chance.

use std::collections::{HashMap, VecDeque};

use serde::Deserialize;

/// How a call of the Web API fails.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// 429 with `Retry-After` in seconds.
    RateLimited(u64),
    /// This HTTP status with a page of words in place of JSON.
    Status(u16),
    /// The right answer, but so many milliseconds late.
    Late(u64),
    /// 200 with JSON that ends in the middle.
    BrokenJson,
    /// The connection is cut off in the middle of the answer.
    Cut,
    /// Never an answer; the connection stays open.
    Silence,
    /// `ok: false` with this error code.
    Refused(String),
}

/// A failure to come.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Planned {
    /// How.
    #[serde(flatten)]
    pub fault: Fault,
    /// Whether the call is carried out all the same, so that only its answer is lost.
    #[serde(default)]
    pub carried_out: bool,
}

impl Planned {
    /// The call fails and nothing is done.
    pub const fn instead(fault: Fault) -> Self {
        Self { fault, carried_out: false }
    }

    /// The call is carried out and then its answer goes wrong.
    pub const fn after(fault: Fault) -> Self {
        Self { fault, carried_out: true }
    }
}

/// The failures to come.
#[derive(Debug, Default)]
pub(super) struct Faults {
    calls: HashMap<String, VecDeque<Planned>>,
    twice: usize,
}

impl Faults {
    /// The next `times` calls of a method fail so (`response_url` for answers at response addresses).
    pub(super) fn plan(&mut self, method: &str, planned: &Planned, times: usize) {
        let calls = self.calls.entry(method.to_owned()).or_default();
        calls.extend(std::iter::repeat_n(planned.clone(), times));
    }

    pub(super) fn next_call(&mut self, method: &str) -> Option<Planned> {
        self.calls.get_mut(method)?.pop_front()
    }

    /// The next `times` events are delivered twice.
    pub(super) fn plan_twice(&mut self, times: usize) {
        self.twice += times;
    }

    pub(super) fn next_event_twice(&mut self) -> bool {
        let twice = self.twice > 0;
        self.twice = self.twice.saturating_sub(1);
        twice
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}
