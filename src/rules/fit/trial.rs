//! Judges a heard conversation as the bot would, and counts what was right. Returns what was found where, and figures.

use std::fmt;

use crate::rules::finding::{Kind, Theme};
use crate::rules::memory::ThreadMemory;
use crate::rules::score::Scorers;
use crate::rules::{RuleSet, Threshold};

use super::labelled::Trace;

/// How a conversation is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// At the calm threshold.
    Calm,
    /// At the keen threshold.
    Keen,
    /// At the calm threshold, with nobody's role known.
    CalmWithoutRoles,
    /// At the keen threshold, with nobody's role known.
    KeenWithoutRoles,
}

impl Reading {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Calm, Self::Keen, Self::CalmWithoutRoles, Self::KeenWithoutRoles];

    const fn threshold(self) -> Threshold {
        match self {
            Self::Calm | Self::CalmWithoutRoles => Threshold::Calm,
            Self::Keen | Self::KeenWithoutRoles => Threshold::Keen,
        }
    }

    const fn roles(self) -> bool {
        matches!(self, Self::Calm | Self::Keen)
    }
}

/// What was found in a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// In which message, from 0, what kind, about what.
    pub found: Vec<(usize, Kind, Vec<Theme>)>,
}

impl Verdict {
    /// The kind the conversation is taken for: of those found, the one preferred over the others.
    pub fn kind(&self) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| self.found.iter().any(|(_, found, _)| found == kind))
    }
}

/// Judges a conversation message by message.
pub(crate) fn judge(rules: &RuleSet, scorers: &Scorers, trace: &Trace, reading: Reading) -> Verdict {
    let mut memory = ThreadMemory::default();
    let mut found = vec![];
    for (place, heard) in trace.messages(reading.roles()).enumerate() {
        if let Some(finding) = rules.judge_heard(scorers, &mut memory, heard, reading.threshold()) {
            found.push((place, finding.kind, finding.themes));
        }
    }
    Verdict { found }
}

/// How often something was rightly found, wrongly found and missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Tally {
    pub right: usize,
    pub false_alarms: usize,
    pub missed: usize,
}

impl Tally {
    fn count(&mut self, found: bool, is: bool) {
        self.right += usize::from(found && is);
        self.false_alarms += usize::from(found && !is);
        self.missed += usize::from(!found && is);
    }

    /// The share of what was found that is right, from 0 to 1; 0 where nothing was found.
    pub fn precision(&self) -> f64 {
        share(self.right, self.right + self.false_alarms)
    }

    /// The share of what is there that was found, from 0 to 1; 0 where nothing is.
    pub fn recall(&self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    /// The harmonic mean of both.
    pub fn f1(&self) -> f64 {
        share(2 * self.right, 2 * self.right + self.false_alarms + self.missed)
    }
}

fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}

/// A part of a whole, such as 18 of 20.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Part {
    pub part: usize,
    pub of: usize,
}

impl Part {
    fn count(&mut self, is: bool) {
        self.part += usize::from(is);
        self.of += 1;
    }

    /// From 0 to 1; 0 where there is nothing.
    pub fn share(&self) -> f64 {
        share(self.part, self.of)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.part, self.of)
    }
}

/// What is counted over conversations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Any finding against any trouble.
    pub any: Tally,
    /// By kind, in the order of [`Kind::ALL`].
    pub kinds: [Tally; 3],
    /// Conversations in trouble in which something was found, and those in which the first of it was found within one
    /// message of the right one.
    pub in_time: Part,
    /// Rightly found divergent goals whose themes are labelled, and those whose first theme is one of the labelled.
    pub themes: Part,
    /// Findings in ordinary talk, and its messages.
    pub ordinary: Part,
}

impl Figures {
    /// Adds a conversation.
    pub fn count(&mut self, trace: &Trace, verdict: &Verdict) {
        if trace.ordinary {
            self.ordinary.part += verdict.found.len();
            self.ordinary.of += trace.heard.len();
            return;
        }
        let kind = verdict.kind();
        self.any.count(kind.is_some(), trace.label.is_some());
        for (tally, of) in self.kinds.iter_mut().zip(Kind::ALL) {
            tally.count(kind == Some(of), trace.label == Some(of));
        }
        if let (Some((first, ..)), Some(label)) = (verdict.found.first(), trace.label) {
            self.in_time.count(first.abs_diff(trace.act_at) <= 1);
            let same = verdict.found.iter().find(|(_, kind, _)| *kind == label);
            if let (Some((_, _, themes)), false) = (same, trace.themes.is_empty()) {
                self.themes.count(themes.first().is_some_and(|first| trace.themes.contains(first)));
            }
        }
    }

    /// Findings per 1000 messages of ordinary talk.
    pub fn per_thousand(&self) -> f64 {
        1000.0 * self.ordinary.share()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glossary::concept::Role;
    use crate::rules::memory::Heard;
    use crate::time::Timestamp;

    fn trace(label: Option<Kind>, act_at: usize, messages: usize) -> Trace {
        let heard = Heard {
            message: String::new(),
            at: Timestamp::default(),
            speaker: 0,
            role: Role::Other,
            cues: vec![],
            surfaces: vec![],
        };
        let heard = vec![heard; messages];
        let themes = vec![Theme::Deadline];
        Trace { id: String::new(), set: String::new(), label, themes, act_at, heard, ordinary: false }
    }

    fn found(found: &[(usize, Kind, &[Theme])]) -> Verdict {
        Verdict { found: found.iter().map(|(place, kind, themes)| (*place, *kind, themes.to_vec())).collect() }
    }

    #[test]
    fn a_conversation_is_taken_for_the_kind_preferred_over_the_others() {
        let verdict = found(&[(0, Kind::KnowledgeGap, &[]), (2, Kind::DivergentGoals, &[])]);
        assert_eq!(verdict.kind(), Some(Kind::DivergentGoals));
        assert_eq!(found(&[]).kind(), None);
    }

    #[test]
    fn what_is_right_wrong_and_missed_is_counted_for_any_and_each_kind() {
        let mut figures = Figures::default();
        figures
            .count(&trace(Some(Kind::DivergentGoals), 1, 3), &found(&[(2, Kind::DivergentGoals, &[Theme::Deadline])]));
        figures.count(&trace(Some(Kind::DivergentGoals), 2, 3), &found(&[(0, Kind::KnowledgeGap, &[])]));
        figures.count(&trace(None, 0, 1), &found(&[(0, Kind::DivergentGoals, &[Theme::Scope])]));
        figures.count(&trace(Some(Kind::KnowledgeGap), 0, 1), &found(&[]));
        assert_eq!(figures.any, Tally { right: 2, false_alarms: 1, missed: 1 });
        assert_eq!(figures.kinds[0], Tally { right: 1, false_alarms: 1, missed: 1 });
        assert_eq!(figures.kinds[2], Tally { right: 0, false_alarms: 1, missed: 1 });
        assert_eq!(figures.in_time, Part { part: 1, of: 2 });
        assert_eq!(figures.themes, Part { part: 1, of: 1 });
    }

    #[test]
    fn ordinary_talk_is_counted_by_message_and_nowhere_else() {
        let mut figures = Figures::default();
        let trace = Trace { ordinary: true, ..trace(None, 0, 500) };
        figures.count(&trace, &found(&[(3, Kind::KnowledgeGap, &[])]));
        assert!((figures.per_thousand() - 2.0).abs() < 1e-9);
        assert_eq!(figures.any, Tally::default());
    }
}
