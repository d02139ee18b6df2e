//! A decision in the making: collects changes and effects and gives each effect its id.

use crate::ids::{ChannelId, ConceptId, EffectId, MessageTs, TeamId, UserId};
use crate::liaison::asked::TRIGGER_LIFE;
use crate::liaison::decision::{Action, Change, Decision, Effect, Placement, Purpose};
use crate::liaison::event::{Envelope, ResponseUrl, TriggerId};
use crate::liaison::facts::Facts;
use crate::liaison::policy::Policy;
use crate::liaison::records::{Key, Record, TimerKind};
use crate::requests::request::Place;
use crate::text::Language;
use crate::time::{Span, Timestamp};
use crate::wording::Voice;
use crate::wording::message::{Message, Modal};

/// How long an answer to a command or a click can be sent: a response URL lives 30 minutes.
const RESPONSE_LIFE: Span = Span::minutes(30);

/// A decision in the making, with what it is made from.
pub(super) struct Draft<'a> {
    pub(super) policy: &'a Policy,
    pub(super) facts: &'a Facts,
    envelope: &'a Envelope,
    decision: Decision,
    unsaid: Vec<Message>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(policy: &'a Policy, facts: &'a Facts, envelope: &'a Envelope) -> Self {
        Self { policy, facts, envelope, decision: Decision::default(), unsaid: Vec::new() }
    }

    pub(super) fn finish(self) -> Decision {
        self.decision
    }

    pub(super) fn now(&self) -> Timestamp {
        self.envelope.received
    }

    pub(super) fn workspace(&self) -> &'a TeamId {
        &self.envelope.team
    }

    pub(super) fn voice(&self, language: Language) -> Voice<'a> {
        self.policy.wording.voice(language)
    }

    pub(super) fn put(&mut self, key: Key, record: Record) {
        self.decision.changes.push(Change::Put(key, record));
    }

    pub(super) fn remove(&mut self, key: Key) {
        self.decision.changes.push(Change::Remove(key));
    }

    pub(super) fn set_timer(&mut self, kind: TimerKind, after: Span) {
        let at = self.now().plus(after);
        self.decision.changes.push(Change::SetTimer(kind, at));
    }

    pub(super) fn stop_timer(&mut self, kind: TimerKind) {
        self.decision.changes.push(Change::StopTimer(kind));
    }

    pub(super) fn act(&mut self, action: Action) {
        self.effect(action, Purpose::None, None);
    }

    pub(super) fn act_for(&mut self, action: Action, purpose: Purpose) {
        self.effect(action, purpose, None);
    }

    /// For what is of no use after a while.
    pub(super) fn act_within(&mut self, action: Action, span: Span) {
        let deadline = self.now().plus(span);
        self.effect(action, Purpose::None, Some(deadline));
    }

    /// Opens a form while its trigger lives. Where it does not open, whoever asked for it is told so.
    pub(super) fn open(&mut self, trigger: TriggerId, modal: Modal, to: Option<&ResponseUrl>, language: Language) {
        let purpose = to.map_or(Purpose::None, |to| Purpose::Form(to.clone(), language));
        let deadline = self.now().plus(TRIGGER_LIFE);
        self.effect(Action::OpenModal { trigger, modal }, purpose, Some(deadline));
    }

    fn effect(&mut self, action: Action, purpose: Purpose, not_after: Option<Timestamp>) {
        let id = self.envelope.effect_id(self.decision.effects.len());
        self.decision.effects.push(Effect { id, action, purpose, not_after });
    }

    /// Tells a webhook what is made of the effect's own id.
    pub(super) fn notify(&mut self, webhook: &str, body: impl FnOnce(&Self, &EffectId) -> String) {
        let id = self.envelope.effect_id(self.decision.effects.len());
        let body = body(self, &id);
        self.act(Action::Notify { webhook: webhook.to_owned(), body });
    }

    pub(super) fn post(&mut self, channel: &ChannelId, thread: Option<&MessageTs>, message: Message) {
        self.act(Action::Post { channel: channel.clone(), thread: thread.cloned(), message });
    }

    pub(super) fn show(&mut self, user: &UserId, channel: &ChannelId, thread: Option<&MessageTs>, message: Message) {
        self.act_within(
            Action::PostEphemeral { channel: channel.clone(), user: user.clone(), thread: thread.cloned(), message },
            RESPONSE_LIFE,
        );
    }

    /// Answers where Slack said to. In the App Home there is no such place: the answer waits for [`Self::unsaid`].
    pub(super) fn respond(&mut self, to: Option<&ResponseUrl>, placement: Placement, message: Message) {
        match to {
            Some(to) => self.act_within(Action::Respond { to: to.clone(), message, placement }, RESPONSE_LIFE),
            None => self.unsaid.push(message),
        }
    }

    /// The last answer that had nowhere to go.
    pub(super) fn unsaid(&mut self) -> Option<Message> {
        self.unsaid.pop()
    }

    /// What concepts are called; one that has gone from the glossary goes by its id.
    pub(super) fn names<'i>(&self, ids: &'i [ConceptId], language: Language) -> Vec<&'i str>
    where
        'a: 'i,
    {
        let name = |id| self.policy.glossary.concept(id).map(|concept| concept.name(language));
        ids.iter().map(|id| name(id).unwrap_or(id.as_str())).collect()
    }

    /// The record under a key as it will be when this decision is carried out.
    pub(super) fn latest(&self, key: &Key) -> Option<&Record> {
        let changed = self.decision.changes.iter().rev().find_map(|change| match change {
            Change::Put(changed, record) if changed == key => Some(Some(record)),
            Change::Remove(changed) if changed == key => Some(None),
            Change::Put(..) | Change::Remove(_) | Change::SetTimer(..) | Change::StopTimer(_) => None,
        });
        changed.unwrap_or_else(|| self.facts.record(key))
    }

    /// A link to a message, as Slack's own permalinks are made.
    pub(super) fn permalink(&self, place: &Place, root: &MessageTs) -> String {
        let digits = place.ts.as_str().replace('.', "");
        let link = format!("{}archives/{}/p{digits}", self.facts.bot.url, place.channel);
        if root == &place.ts { link } else { format!("{link}?thread_ts={root}&cid={}", place.channel) }
    }
}
