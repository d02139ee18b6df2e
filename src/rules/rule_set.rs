//! All cues and rules, ready to hear a message and judge a thread.

use crate::glossary::concept::Role;
use crate::rules::finding::Finding;
use crate::rules::memory::ThreadMemory;
use crate::text::Passage;
use crate::time::Timestamp;

/// How readily a finding is raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Threshold {
    /// Only when rather sure.
    #[default]
    Calm,
    /// Also on weaker signs.
    Keen,
}

/// A message as the rules take it.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// Its id or timestamp.
    pub message: &'a str,
    /// When it was said.
    pub at: Timestamp,
    /// A number that only tells the speakers of one thread apart.
    pub speaker: u32,
    /// The speaker's role.
    pub role: Role,
    /// The message.
    pub passage: &'a Passage<'a>,
}

/// Cues, rules and weights, compiled.
#[derive(Debug, Default)]
pub struct RuleSet {}

impl RuleSet {
    /// Hears a message, remembers its cues in the thread and says what is worth raising, if anything.
    pub fn judge(&self, memory: &mut ThreadMemory, said: Said<'_>, threshold: Threshold) -> Option<Finding> {
        todo!("rules room: {memory:?} {said:?} {threshold:?}")
    }
}

impl RuleSet {
    /// What a rule says of itself, for *Why this?*.
    pub fn why(&self, rule: &crate::ids::RuleId, language: crate::text::Language) -> Option<&str> {
        let _ = (rule, language);
        None
    }

    /// What a cue is called, for *Why this?*.
    pub fn cue_name(&self, cue: &crate::ids::CueId, language: crate::text::Language) -> Option<&str> {
        let _ = (cue, language);
        None
    }
}
