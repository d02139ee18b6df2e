//! How the rules are received: counts what people accept and refuse, says how sure a finding must be to be raised in a
//! channel, and silences a rule that most people reject, telling the liaisons. Numbers only, never who.

use std::collections::BTreeMap;

use crate::ids::{ChannelId, RuleId, UserId};
use crate::liaison::decision::Placement;
use crate::liaison::draft::Draft;
use crate::liaison::event::Pressed;
use crate::liaison::records::{Feedback, Key, Reception, Record};
use crate::rules::Threshold;
use crate::rules::finding::Finding;
use crate::text::Language;
use crate::wording::Voice;
use crate::wording::reception::{self, Received};

/// What somebody thought of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It became a request.
    Accepted,
    /// It was not a problem.
    Refused,
}

/// Whether a finding is sure enough to be raised in a channel, after what was thought of its rules before.
pub(super) fn is_welcome(draft: &Draft<'_>, channel: &ChannelId, finding: &Finding) -> bool {
    let everywhere = receptions(draft);
    let here = in_channel(draft, channel);
    let awake = finding.rules.iter().filter(|rule| everywhere.get(*rule).is_none_or(|it| it.silent.is_none()));
    // Of several rules, the one that is received best speaks for the finding.
    let reserve = awake.map(|rule| here.get(rule).copied().unwrap_or_default().reserve()).reduce(f64::min);
    let least = draft.policy.rules.least(finding.kind, Threshold::Calm);
    reserve.is_some_and(|reserve| reserve < 1.0 && finding.score >= least + (1.0 - least) * reserve)
}

/// How the rules are received in a channel.
pub(super) fn in_channel(draft: &Draft<'_>, channel: &ChannelId) -> BTreeMap<RuleId, Feedback> {
    match draft.facts.record(&Key::Feedback(channel.clone())) {
        Some(Record::Feedback(counts)) => counts.clone(),
        _ => BTreeMap::new(),
    }
}

/// How the rules are received in the workspace.
pub(super) fn receptions(draft: &Draft<'_>) -> BTreeMap<RuleId, Reception> {
    match draft.facts.record(&Key::Receptions) {
        Some(Record::Receptions(counts)) => counts.clone(),
        _ => BTreeMap::new(),
    }
}

/// How each rule is received that somebody said something about, the most refused first.
pub(super) fn received(draft: &Draft<'_>, channel: &ChannelId) -> Vec<Received> {
    let here = in_channel(draft, channel);
    let of = |(rule, it): (RuleId, Reception)| {
        let counts = here.get(&rule).copied().unwrap_or_default();
        let here = (counts.accepted, counts.refused);
        Received { rule, here, everywhere: (it.accepted, it.refused), silent: it.silent.is_some() }
    };
    let mut received: Vec<Received> = receptions(draft).into_iter().map(of).collect();
    received.sort_by_key(|it| std::cmp::Reverse((it.silent, it.everywhere.1)));
    received
}

/// Counts what somebody thought of a finding's rules.
pub(super) fn count(draft: &mut Draft<'_>, channel: &ChannelId, rules: &[RuleId], user: &UserId, verdict: Verdict) {
    let mut here = in_channel(draft, channel);
    let mut everywhere = receptions(draft);
    let mut silenced = Vec::new();
    for rule in rules {
        let counts = here.entry(rule.clone()).or_default();
        let reception = everywhere.entry(rule.clone()).or_default();
        match verdict {
            Verdict::Accepted => {
                counts.accepted = counts.accepted.saturating_add(1);
                reception.accepted = reception.accepted.saturating_add(1);
            }
            Verdict::Refused => {
                counts.refused = counts.refused.saturating_add(1);
                reception.refused = reception.refused.saturating_add(1);
                note_person(reception, user, rule);
                if reception.silent.is_none() && reception.is_rejected() {
                    reception.silent = Some(draft.now());
                    silenced.push((rule.clone(), (reception.accepted, reception.refused)));
                }
            }
        }
    }
    draft.put(Key::Feedback(channel.clone()), Record::Feedback(here));
    draft.put(Key::Receptions, Record::Receptions(everywhere));
    for (rule, counts) in silenced {
        tell(draft, &rule, counts);
    }
}

fn note_person(reception: &mut Reception, user: &UserId, rule: &RuleId) {
    // A number that tells the people of one rule apart and, by itself, nothing else (FNV-1a, 32 bits).
    let bytes = rule.as_str().bytes().chain([0]).chain(user.as_str().bytes());
    let mark = bytes.fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    if !reception.by_several && !reception.marks.contains(&mark) {
        reception.marks.push(mark);
        if reception.marks.len() >= Reception::SEVERAL {
            reception.marks.clear();
            reception.by_several = true;
        }
    }
}

/// Tells the liaisons that a rule is silent from now on.
fn tell(draft: &mut Draft<'_>, rule: &RuleId, counts: (u32, u32)) {
    let Some(triage) = draft.facts.teams.first().and_then(|team| team.triage.clone()) else { return };
    let language = draft.facts.channel_settings(&triage).language.unwrap_or(Language::English);
    let voice = draft.voice(language);
    let why = draft.policy.rules.why(rule, language).unwrap_or_default();
    draft.post(&triage, None, reception::silenced(voice, rule, why, counts));
}

/// A liaison wants a rule to be heard again.
pub(super) fn wake(draft: &mut Draft<'_>, voice: Voice<'_>, pressed: &Pressed, rule: &RuleId) {
    if !draft.facts.is_keeper(&pressed.user) {
        draft.respond(pressed.response.as_ref(), Placement::Beside, reception::team_only(voice));
        return;
    }
    let mut everywhere = receptions(draft);
    let silent = everywhere.get(rule).is_some_and(|it| it.silent.is_some());
    if silent {
        everywhere.remove(rule); // counted afresh, or the next refusal would silence it again
        draft.put(Key::Receptions, Record::Receptions(everywhere));
    }
    draft.respond(pressed.response.as_ref(), Placement::Instead, reception::woken(voice, rule));
}
