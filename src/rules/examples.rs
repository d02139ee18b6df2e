//! Runs the examples that cues and rules carry. Returns every example that fails, with the cue or rule and why.

use crate::ids::{CueId, RuleId};
use crate::rules::memory::ThreadMemory;
use crate::rules::rule::{Line, Rule};
use crate::rules::rule_set::{RuleSet, Said};
use crate::text::Passage;
use crate::time::{Span, Timestamp};

/// An example that does not hold, or a rule without any.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the cue or rule and its example")]
pub enum Failure {
    /// A text in which the cue must be heard, and is not.
    CueUnheard { cue: CueId, text: String },
    /// A text in which it must not be heard, and is, in these words.
    CueHeard { cue: CueId, text: String, surface: String },
    /// A conversation in which the rule must fire, and does not; these cues were heard.
    RuleSilent { rule: RuleId, conversation: String, heard: Vec<CueId> },
    /// A conversation in which it must not fire, and does.
    RuleFires { rule: RuleId, conversation: String },
    /// No example shows the rule firing.
    RuleUntested { rule: RuleId },
}

/// What was counted and what failed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Cues in the set.
    pub cues: usize,
    /// Rules in the set.
    pub rules: usize,
    /// Phrases of all cues, before their alternatives are written out.
    pub phrases: usize,
    /// Examples run.
    pub examples: usize,
    /// Those that do not hold, in the order of the files.
    pub failures: Vec<Failure>,
}

impl RuleSet {
    /// Runs every example of every cue and rule.
    pub fn run_examples(&self) -> Report {
        let mut report = Report { cues: self.cues().len(), rules: self.rules().len(), ..Report::default() };
        for cue in self.cues() {
            report.phrases += cue.phrases.len();
            report.examples += cue.examples();
            let heard = |text: &str| {
                self.heard(&Passage::read(text))
                    .into_iter()
                    .find(|(it, _)| it.id == cue.id)
                    .map(|(_, surface)| surface.to_owned())
            };
            for text in cue.tests.matches.iter().filter(|text| heard(text).is_none()) {
                report.failures.push(Failure::CueUnheard { cue: cue.id.clone(), text: text.clone() });
            }
            for text in &cue.tests.skips {
                if let Some(surface) = heard(text) {
                    report.failures.push(Failure::CueHeard { cue: cue.id.clone(), text: text.clone(), surface });
                }
            }
        }
        for rule in self.rules() {
            report.examples += rule.examples();
            if rule.tests.fires.is_empty() {
                report.failures.push(Failure::RuleUntested { rule: rule.id.clone() });
            }
            for lines in &rule.tests.fires {
                let (fires, heard) = self.play(rule, lines);
                if !fires {
                    let conversation = written(lines);
                    report.failures.push(Failure::RuleSilent { rule: rule.id.clone(), conversation, heard });
                }
            }
            for lines in rule.tests.quiet.iter().filter(|lines| self.play(rule, lines).0) {
                report.failures.push(Failure::RuleFires { rule: rule.id.clone(), conversation: written(lines) });
            }
        }
        report
    }

    /// Whether a rule fires anywhere in a conversation, a minute a message, and which cues were heard.
    fn play(&self, rule: &Rule, lines: &[Line]) -> (bool, Vec<CueId>) {
        let mut memory = ThreadMemory::default();
        let mut fires = false;
        for (place, line) in (0_i64..).zip(lines) {
            let passage = Passage::read(&line.text);
            let at = Timestamp::default().plus(Span::minutes(place));
            let message = place.to_string();
            let said = Said { message: &message, at, speaker: line.speaker, role: line.role, passage: &passage };
            fires |= self.firing(&mut memory, said).iter().any(|fired| fired.id == rule.id);
        }
        (fires, memory.heard.into_iter().flat_map(|heard| heard.cues).collect())
    }
}

/// A conversation on one line.
fn written(lines: &[Line]) -> String {
    lines.iter().map(|line| format!("{}: {}", line.role.id(), line.text)).collect::<Vec<_>>().join(" / ")
}
