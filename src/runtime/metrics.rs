//! Counts what happens, per kind and reason, never per person; returns the counts as Prometheus text.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::liaison::event::{Event, Outcome};
use crate::store::Backlog;

/// A counter with one label.
#[derive(Debug, Default)]
struct Labelled(Mutex<BTreeMap<&'static str, u64>>);

impl Labelled {
    fn add(&self, label: &'static str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(label).or_default() += 1;
    }

    fn read(&self) -> BTreeMap<&'static str, u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What was counted since the start.
#[derive(Debug, Default)]
pub struct Metrics {
    accepted: Labelled,
    duplicates: AtomicU64,
    not_taken: AtomicU64,
    corrected: AtomicU64,
    ignored: Labelled,
    refused: Labelled,
    effects: Labelled,
    webhooks: Labelled,
    retries: AtomicU64,
    panics: AtomicU64,
    failed_look_ups: AtomicU64,
}

impl Metrics {
    pub(super) fn accepted(&self, event: &Event) {
        self.accepted.add(kind(event));
    }

    pub(super) fn duplicate(&self) {
        self.duplicates.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn not_taken(&self) {
        self.not_taken.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn corrected(&self) {
        self.corrected.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn ignored(&self, reason: &'static str) {
        self.ignored.add(reason);
    }

    pub(super) fn refused(&self, reason: &'static str) {
        self.refused.add(reason);
    }

    pub(super) fn settled(&self, outcome: &Outcome) {
        self.effects.add(match outcome {
            Outcome::Done(_) => "done",
            Outcome::Refused(_) => "refused",
            Outcome::Expired => "expired",
        });
    }

    /// An attempt to tell another system ended so.
    pub(super) fn told(&self, outcome: &'static str) {
        self.webhooks.add(outcome);
    }

    pub(super) fn retried(&self) {
        self.retries.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn panicked(&self) {
        self.panics.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn look_up_failed(&self) {
        self.failed_look_ups.fetch_add(1, Ordering::Relaxed);
    }

    /// How many panics cost an event or an effect its turn.
    pub fn panics(&self) -> u64 {
        self.panics.load(Ordering::Relaxed)
    }

    /// How many deliveries had been seen before.
    pub fn duplicates(&self) -> u64 {
        self.duplicates.load(Ordering::Relaxed)
    }

    /// The counts in the text format of Prometheus (version 0.0.4), with what waits now.
    pub fn render(&self, backlog: Backlog) -> String {
        let mut out = String::new();
        labelled(&mut out, "events_total", "Deliveries taken in, by kind.", "kind", &self.accepted);
        single(&mut out, "duplicates_total", "counter", "Deliveries that had been seen before.", &self.duplicates);
        single(&mut out, "not_taken_total", "counter", "Deliveries that could not be stored.", &self.not_taken);
        single(&mut out, "corrected_total", "counter", "Forms given back to be mended.", &self.corrected);
        labelled(&mut out, "ignored_total", "Deliveries that mean nothing to the bot.", "reason", &self.ignored);
        labelled(&mut out, "refused_total", "Requests refused before they were read.", "reason", &self.refused);
        labelled(&mut out, "effects_total", "What was done at Slack, by outcome.", "outcome", &self.effects);
        labelled(&mut out, "webhooks_total", "Attempts to tell a webhook, by outcome.", "outcome", &self.webhooks);
        single(&mut out, "retries_total", "counter", "Attempts at Slack that had to be repeated.", &self.retries);
        let failed = &self.failed_look_ups;
        single(&mut out, "failed_look_ups_total", "counter", "Look-ups at Slack that had to be repeated.", failed);
        single(&mut out, "panics_total", "counter", "Panics that cost an event or an effect its turn.", &self.panics);
        let waiting = [("inbox", "Events that wait.", backlog.inbox), ("outbox", "Effects that wait.", backlog.outbox)];
        for (name, help, count) in waiting {
            single(&mut out, name, "gauge", help, &AtomicU64::new(count));
        }
        out
    }
}

fn head(out: &mut String, name: &str, kind: &str, help: &str) {
    let _ = writeln!(out, "# HELP liaison_{name} {help}\n# TYPE liaison_{name} {kind}"); // a String takes everything
}

fn single(out: &mut String, name: &str, kind: &str, help: &str, value: &AtomicU64) {
    head(out, name, kind, help);
    let _ = writeln!(out, "liaison_{name} {}", value.load(Ordering::Relaxed));
}

fn labelled(out: &mut String, name: &str, help: &str, label: &str, values: &Labelled) {
    head(out, name, "counter", help);
    for (value, count) in values.read() {
        let _ = writeln!(out, "liaison_{name}{{{label}=\"{value}\"}} {count}");
    }
}

/// A kind of event as metrics and logs name it.
pub(super) const fn kind(event: &Event) -> &'static str {
    match event {
        Event::Posted(_) => "posted",
        Event::Edited(_) => "edited",
        Event::Deleted(_) => "deleted",
        Event::Reacted { .. } => "reacted",
        Event::Called(_) => "called",
        Event::Pressed(_) => "pressed",
        Event::Submitted(_) => "submitted",
        Event::Filling(_) => "filling",
        Event::Shortcut(_) => "shortcut",
        Event::HomeOpened(_) => "home-opened",
        Event::Joined { .. } => "joined",
        Event::Changed(_) => "changed",
        Event::Due(_) => "due",
        Event::Settled { .. } => "settled",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::liaison::event::Subject;

    #[test]
    fn counts_are_rendered_with_their_labels() {
        let metrics = Metrics::default();
        metrics.accepted(&Event::Changed(Subject::Groups));
        metrics.ignored("bot_message");
        metrics.settled(&Outcome::Refused("is_archived".to_owned()));
        metrics.duplicate();
        let text = metrics.render(Backlog { inbox: 2, outbox: 1 });
        for line in [
            "liaison_events_total{kind=\"changed\"} 1",
            "liaison_ignored_total{reason=\"bot_message\"} 1",
            "liaison_effects_total{outcome=\"refused\"} 1",
            "liaison_duplicates_total 1",
            "liaison_inbox 2",
            "# TYPE liaison_inbox gauge",
        ] {
            assert!(text.lines().any(|l| l == line), "{line} is missing from\n{text}");
        }
    }
}
