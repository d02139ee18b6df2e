//! A rule: which cues must meet in a thread, within how many messages and minutes, said by whom. Given the last
//! messages, returns the evidence that makes it fire, or nothing.

use serde::{Deserialize, Serialize};

use crate::glossary::concept::{Bilingual, Role};
use crate::ids::RuleId;
use crate::rules::finding::Kind;
use crate::time::Span;

/// How much a rule says on its own, where no weight was fitted for it; a strong one may be raised again in a
/// thread that was already spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Level {
    Weak,
    #[default]
    Normal,
    Strong,
}

/// Who must have said the things that meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Speakers {
    /// Anyone.
    #[default]
    Any,
    /// One person.
    Same,
    /// Not all the same person.
    Different,
    /// Not all of the same role; where a role is not known, not all the same person.
    DifferentRoles,
}

/// One thing that must be heard.
#[derive(Debug, Clone, Default)]
pub struct Condition {
    /// By a cue's place in the rule set: whether it is one of the cues that count.
    pub cues: Vec<bool>,
    /// By whom; a speaker of unknown role counts as well, since nothing is known against it.
    pub role: Option<Role>,
    /// How many different cues of these, at least.
    pub count: usize,
}

/// One side of a conversation in a rule's tests: role and speaker number, and what is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The speaker's role.
    pub role: Role,
    /// Tells two speakers of a role apart.
    pub speaker: u32,
    /// What is said.
    pub text: String,
}

/// Little conversations a rule must fire in, and ones it must leave alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleTests {
    /// It fires somewhere in each of these.
    pub fires: Vec<Vec<Line>>,
    /// It fires nowhere in these.
    pub quiet: Vec<Vec<Line>>,
}

/// How cues combine into something worth saying.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Stable, kebab-case.
    pub id: RuleId,
    /// What kind of trouble it speaks of.
    pub kind: Kind,
    /// How much it says on its own.
    pub level: Level,
    /// All of these must be heard, at least one of them in the message just said.
    pub meets: Vec<Condition>,
    /// Each condition's message comes no earlier than the one before, and the last is the message just said.
    pub in_order: bool,
    /// Among how many of the last messages.
    pub messages: usize,
    /// Within what time of the message just said.
    pub time: Span,
    /// Who must have said them.
    pub speakers: Speakers,
    /// By a cue's place: it silences the rule when heard within the same messages.
    pub unless: Vec<bool>,
    /// What a person reads under *Why this?*.
    pub why: Bilingual,
    /// Its own examples.
    pub tests: RuleTests,
}

/// A message of the thread, as rules see it: the cues by their place in the rule set.
#[derive(Debug, Clone)]
pub(crate) struct Turn {
    pub(crate) speaker: u32,
    pub(crate) role: Role,
    /// How long before the message just said.
    pub(crate) ago: Span,
    pub(crate) cues: Vec<usize>,
}

/// Which cue in which turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Evidence {
    pub(crate) turn: usize,
    pub(crate) cue: usize,
}

impl Rule {
    /// How many examples it carries.
    pub const fn examples(&self) -> usize {
        self.tests.fires.len() + self.tests.quiet.len()
    }

    /// The evidence that makes the rule fire on the last of `turns`, or nothing.
    pub(crate) fn fires(&self, turns: &[Turn]) -> Option<Vec<Evidence>> {
        let now = turns.len().checked_sub(1)?;
        let near = |place: &usize| now - place < self.messages && turns[*place].ago <= self.time;
        let window: Vec<usize> = (0..=now).filter(near).collect();
        let silenced = |&turn: &usize| turns[turn].cues.iter().any(|&cue| self.unless.get(cue) == Some(&true));
        if window.iter().any(silenced) {
            return None;
        }
        let choices: Vec<Vec<Evidence>> =
            self.meets.iter().map(|condition| condition.heard(turns, &window)).collect::<Option<_>>()?;
        let mut chosen = vec![];
        let found = self.choose(turns, now, &choices, &mut chosen);
        // A condition that counts cues rests on all of them.
        found.then(|| {
            let counting = self.meets.iter().zip(&choices).filter(|(condition, _)| condition.count > 1);
            chosen.extend(counting.flat_map(|(_, heard)| heard.iter().copied()));
            chosen.sort();
            chosen.dedup();
            chosen
        })
    }

    /// Tries one piece of evidence for each condition in turn.
    fn choose(&self, turns: &[Turn], now: usize, choices: &[Vec<Evidence>], chosen: &mut Vec<Evidence>) -> bool {
        let Some((first, rest)) = choices.split_first() else { return self.accepts(turns, now, chosen) };
        for &evidence in first.iter().rev() {
            if chosen.iter().any(|earlier| earlier.cue == evidence.cue && earlier.turn == evidence.turn) {
                continue;
            }
            chosen.push(evidence);
            if self.choose(turns, now, rest, chosen) {
                return true;
            }
            chosen.pop();
        }
        false
    }

    fn accepts(&self, turns: &[Turn], now: usize, chosen: &[Evidence]) -> bool {
        let of = |evidence: &Evidence| &turns[evidence.turn];
        let Some(first) = chosen.first() else { return false };
        let speakers = match self.speakers {
            Speakers::Any => true,
            Speakers::Same => chosen.iter().all(|evidence| of(evidence).speaker == of(first).speaker),
            Speakers::Different => chosen.iter().any(|evidence| of(evidence).speaker != of(first).speaker),
            Speakers::DifferentRoles => chosen.iter().any(|evidence| {
                let (a, b) = (of(evidence), of(first));
                a.speaker != b.speaker && (a.role != b.role || a.role == Role::Other)
            }),
        };
        let order = !self.in_order || chosen.windows(2).all(|pair| pair[0].turn <= pair[1].turn);
        let last = chosen.last().is_some_and(|evidence| evidence.turn == now);
        let touches_now = chosen.iter().any(|evidence| evidence.turn == now);
        speakers && order && touches_now && (last || !self.in_order)
    }
}

impl Condition {
    /// All evidence for it in the window, oldest first; nothing when it is not enough.
    fn heard(&self, turns: &[Turn], window: &[usize]) -> Option<Vec<Evidence>> {
        let mut heard = vec![];
        let mut different: Vec<usize> = vec![];
        for &turn in window {
            let role = turns[turn].role;
            if self.role.is_some_and(|wanted| wanted != role && role != Role::Other) {
                continue;
            }
            for &cue in turns[turn].cues.iter().filter(|&&cue| self.cues.get(cue) == Some(&true)) {
                heard.push(Evidence { turn, cue });
                if !different.contains(&cue) {
                    different.push(cue);
                }
            }
        }
        (different.len() >= self.count.max(1)).then_some(heard)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::finding::Kind;

    /// Cue 0 then cue 1 must meet; cue 2 silences.
    fn rule() -> Rule {
        let condition =
            |place: usize| Condition { cues: (0..3).map(|cue| cue == place).collect(), role: None, count: 1 };
        Rule {
            id: RuleId::from("test"),
            kind: Kind::DivergentGoals,
            level: Level::Normal,
            meets: vec![condition(0), condition(1)],
            in_order: false,
            messages: 3,
            time: Span::hours(1),
            speakers: Speakers::Any,
            unless: vec![false, false, true],
            why: Bilingual::default(),
            tests: RuleTests::default(),
        }
    }

    fn turn(speaker: u32, role: Role, minutes_ago: i64, cues: &[usize]) -> Turn {
        Turn { speaker, role, ago: Span::minutes(minutes_ago), cues: cues.to_vec() }
    }

    #[test]
    fn conditions_meet_across_messages_but_one_is_in_the_message_just_said() {
        let earlier = turn(1, Role::Sales, 1, &[0]);
        let evidence = rule().fires(&[earlier.clone(), turn(2, Role::Engineering, 0, &[1])]);
        assert_eq!(evidence, Some(vec![Evidence { turn: 0, cue: 0 }, Evidence { turn: 1, cue: 1 }]));
        let both_before = [earlier, turn(2, Role::Engineering, 1, &[1]), turn(1, Role::Sales, 0, &[])];
        assert_eq!(rule().fires(&both_before), None);
    }

    #[test]
    fn what_was_said_too_many_messages_or_too_long_ago_does_not_count() {
        let now = turn(2, Role::Engineering, 0, &[1]);
        let silence = turn(3, Role::Other, 1, &[]);
        let far = [turn(1, Role::Sales, 2, &[0]), silence.clone(), silence.clone(), now.clone()];
        assert_eq!(rule().fires(&far), None);
        assert_eq!(rule().fires(&[turn(1, Role::Sales, 61, &[0]), now]), None);
    }

    #[test]
    fn order_matters_where_the_rule_says_so() {
        let ordered = Rule { in_order: true, ..rule() };
        assert!(ordered.fires(&[turn(1, Role::Sales, 1, &[0]), turn(2, Role::Sales, 0, &[1])]).is_some());
        assert!(ordered.fires(&[turn(1, Role::Sales, 1, &[1]), turn(2, Role::Sales, 0, &[0])]).is_none());
    }

    #[test]
    fn speakers_are_told_apart_and_an_unknown_role_counts_as_another() {
        let turns = |first: Role, second: Role, speaker: u32| [turn(1, first, 1, &[0]), turn(speaker, second, 0, &[1])];
        let different = Rule { speakers: Speakers::Different, ..rule() };
        assert!(different.fires(&turns(Role::Sales, Role::Sales, 2)).is_some());
        assert!(different.fires(&turns(Role::Sales, Role::Sales, 1)).is_none());
        let roles = Rule { speakers: Speakers::DifferentRoles, ..rule() };
        assert!(roles.fires(&turns(Role::Sales, Role::Engineering, 2)).is_some());
        assert!(roles.fires(&turns(Role::Sales, Role::Sales, 2)).is_none());
        assert!(roles.fires(&turns(Role::Other, Role::Other, 2)).is_some());
    }

    #[test]
    fn a_silencing_cue_near_by_keeps_the_rule_quiet() {
        assert!(rule().fires(&[turn(1, Role::Sales, 1, &[0]), turn(2, Role::Sales, 0, &[1, 2])]).is_none());
    }

    #[test]
    fn a_condition_may_ask_for_several_different_cues() {
        let several = Condition { cues: vec![true, true, true], role: None, count: 2 };
        let rule = Rule { meets: vec![several], unless: vec![], ..rule() };
        assert!(rule.fires(&[turn(1, Role::Sales, 0, &[0])]).is_none());
        assert_eq!(rule.fires(&[turn(1, Role::Sales, 0, &[0, 2])]).map(|evidence| evidence.len()), Some(2));
    }
}
