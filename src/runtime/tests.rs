//! The parts together, over a store in memory and a Slack that answers as the test says.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::Notify;
use tokio::time::timeout;

use crate::glossary::Glossary;
use crate::ids::{ChannelId, DeliveryId, EffectId, MessageTs, TeamId, UserId};
use crate::liaison::decision::{Action, Decision, Effect, Purpose};
use crate::liaison::event::{Called, Envelope, Event, Outcome, ResponseUrl, TriggerId};
use crate::liaison::facts::{Directory as _, Needs, Person, Records};
use crate::liaison::policy::{Policy, Settings};
use crate::liaison::records::{Collection, Key, Record};
use crate::liaison::webhook::Delivery;
use crate::requests::request::{Place, Surface};
use crate::requests::routing::Routing;
use crate::requests::team::{MemberRef, Team};
use crate::rules::RuleSet;
use crate::runtime::api::Api;
use crate::runtime::attempt::{Attempts, Patience};
use crate::runtime::clock::now;
use crate::runtime::courier::Means;
use crate::runtime::directory::Directory;
use crate::runtime::engine::Engine;
use crate::runtime::executor::Executor;
use crate::runtime::metrics::Metrics;
use crate::runtime::signals::Signals;
use crate::slack::web_api::{Attempt, ChannelInfo, Group, Identity, LookUpError};
use crate::slack::{Receipt, Receiver as _};
use crate::store::{
    Accepted, Backlog, Deliveries, Durable, EffectSeq, EventSeq, Memory, PlacedDelivery, Store, StoreError, Waiting,
};
use crate::time::{Span, Timestamp};
use crate::webhooks::Secrets;
use crate::wording::Wording;
use crate::wording::message::{Message, Modal, Mrkdwn};
use crate::wording::press::ModalPurpose;

const LIMIT: Duration = Duration::from_secs(10);
const GAP: Duration = Duration::from_millis(60);

fn limit() -> tokio::time::Instant {
    tokio::time::Instant::now() + LIMIT
}

fn patience() -> Patience {
    Patience {
        between_posts: GAP,
        first_wait: Duration::from_millis(1),
        longest_wait: Duration::from_millis(5),
        give_up_after: Duration::from_secs(5),
    }
}

/// A Slack that does as it is told and remembers what it was asked.
#[derive(Default)]
struct Scripted {
    performed: Mutex<Vec<(EffectId, Instant)>>,
    searched: Mutex<Vec<EffectId>>,
    /// What the next attempts at an effect come to; done, when there is nothing left.
    attempts: Mutex<HashMap<EffectId, VecDeque<Attempt>>>,
    /// What a search finds.
    found: Mutex<HashMap<EffectId, Place>>,
    /// People who are answered for only when they are let go.
    held: Mutex<BTreeSet<UserId>>,
    panics_on: Mutex<Option<EffectId>>,
    groups: Vec<Group>,
    channels: Vec<(ChannelId, String)>,
    changed: Notify,
}

impl Scripted {
    fn expect(&self, effect: &str, attempts: impl IntoIterator<Item = Attempt>) {
        self.attempts.lock().unwrap().insert(EffectId::from(effect), attempts.into_iter().collect());
    }

    fn performed(&self) -> Vec<String> {
        self.performed.lock().unwrap().iter().map(|(id, _)| id.to_string()).collect()
    }

    fn times(&self) -> Vec<Instant> {
        self.performed.lock().unwrap().iter().map(|(_, at)| *at).collect()
    }

    fn searched(&self) -> Vec<String> {
        self.searched.lock().unwrap().iter().map(ToString::to_string).collect()
    }

    fn let_go(&self, user: &str) {
        self.held.lock().unwrap().remove(&UserId::from(user));
        self.changed.notify_waiters();
    }

    /// Waits for what a test expects to become true.
    async fn until(&self, mut is_so: impl FnMut(&Self) -> bool) {
        timeout(LIMIT, async {
            loop {
                let changed = self.changed.notified();
                if is_so(self) {
                    return;
                }
                let _ = timeout(Duration::from_millis(5), changed).await;
            }
        })
        .await
        .expect("it should have come true by now");
    }
}

fn place() -> Place {
    Place { channel: ChannelId::from("C1"), ts: MessageTs::from("1700000001.000100") }
}

impl Api for Scripted {
    async fn perform(&self, effect: &Effect) -> Attempt {
        self.performed.lock().unwrap().push((effect.id.clone(), Instant::now()));
        self.changed.notify_waiters();
        let panics_on = self.panics_on.lock().unwrap().clone();
        assert_ne!(panics_on, Some(effect.id.clone()), "as the test wants");
        let next = self.attempts.lock().unwrap().get_mut(&effect.id).and_then(VecDeque::pop_front);
        next.unwrap_or(Attempt::Done(Some(place())))
    }

    async fn find(&self, effect: &Effect, _since: Timestamp) -> Result<Option<Place>, LookUpError> {
        self.searched.lock().unwrap().push(effect.id.clone());
        Ok(self.found.lock().unwrap().get(&effect.id).cloned())
    }

    async fn channel(&self, id: &ChannelId) -> Result<ChannelInfo, LookUpError> {
        let (id, name) = (id.clone(), id.to_string());
        Ok(ChannelInfo { id, name, direct: false, external: false, member: true })
    }

    async fn members(&self, _id: &ChannelId, _limit: usize) -> Result<BTreeSet<UserId>, LookUpError> {
        Ok(BTreeSet::new())
    }

    async fn channels(&self) -> Result<Vec<(ChannelId, String)>, LookUpError> {
        Ok(self.channels.clone())
    }

    async fn person(&self, id: &UserId) -> Result<Person, LookUpError> {
        loop {
            let changed = self.changed.notified();
            if !self.held.lock().unwrap().contains(id) {
                break;
            }
            changed.await;
        }
        let (id, name) = (id.clone(), id.to_string());
        Ok(Person { id, name, language: None, role: None, zone: None, bot: false, external: false, deactivated: false })
    }

    async fn groups(&self) -> Result<Vec<Group>, LookUpError> {
        Ok(self.groups.clone())
    }
}

fn team() -> TeamId {
    TeamId::from("T1")
}

fn message() -> Message {
    Message { fallback: Mrkdwn::plain("hello"), parts: Vec::new() }
}

fn effect(id: &str, action: Action) -> Effect {
    Effect {
        id: EffectId::from(id),
        action,
        purpose: Purpose::Explanation(place().channel, place().ts),
        not_after: None,
    }
}

fn post(id: &str, channel: &str) -> Effect {
    effect(id, Action::Post { channel: ChannelId::from(channel), thread: None, message: message() })
}

fn ephemeral(id: &str) -> Effect {
    let (channel, user) = (ChannelId::from("C1"), UserId::from("U1"));
    effect(id, Action::PostEphemeral { channel, user, thread: None, message: message() })
}

fn modal(id: &str) -> Effect {
    let modal = Modal {
        title: "Ask".to_owned(),
        submit: Some("Send".to_owned()),
        close: "Close".to_owned(),
        rows: Vec::new(),
        purpose: ModalPurpose::Ask { channel: ChannelId::from("C1"), about: None, surface: Surface::Command },
    };
    effect(id, Action::OpenModal { trigger: TriggerId("trigger".to_owned()), modal })
}

/// An executor over a store, with its wires.
struct Bench {
    store: Arc<Memory>,
    api: Arc<Scripted>,
    metrics: Arc<Metrics>,
    signals: Arc<Signals>,
    events: u32,
}

impl Bench {
    fn new(api: Scripted) -> Self {
        let (signals, _) = Signals::new(None);
        let (store, api, metrics) = (Arc::new(Memory::new()), Arc::new(api), Arc::default());
        Self { store, api, metrics, signals: Arc::new(signals), events: 0 }
    }

    /// Decides on effects, as the turn would.
    fn decide(&mut self, effects: Vec<Effect>) -> Vec<EffectSeq> {
        self.events += 1;
        let envelope = help(&format!("Ev{}", self.events), "C1", "U1");
        let Accepted::New(seq) = self.store.accept(&envelope).unwrap() else { panic!("it is new") };
        let decision = Decision { changes: Vec::new(), effects };
        let waiting = self.store.commit(seq, &team(), now(), &decision).unwrap();
        self.signals.decided(waiting.last().unwrap().seq);
        waiting.into_iter().map(|waiting| waiting.seq).collect()
    }

    /// Runs the executor until everything is settled.
    async fn run(&self, inherited: Option<EffectSeq>) {
        self.run_with(inherited, patience()).await;
    }

    async fn run_with(&self, inherited: Option<EffectSeq>, patience: Patience) {
        let (store, api, metrics) = (self.store.clone(), self.api.clone(), self.metrics.clone());
        let attempts = Attempts { store, api, metrics, patience };
        let executor = Executor::new(attempts, self.signals.clone(), inherited);
        let last = self.store.outbox(None, usize::MAX).unwrap().last().map(|waiting| waiting.seq);
        let running = tokio::spawn(executor.run());
        tokio::task::yield_now().await;
        if let Some(last) = last {
            self.signals.decided(last);
        }
        let store = self.store.clone();
        self.api.until(|_| store.backlog().outbox == 0).await;
        running.abort();
    }

    /// How the effects ended, in that order.
    fn outcomes(&self) -> Vec<(String, Outcome)> {
        let events = self.store.inbox(None, usize::MAX).unwrap();
        let settled = events.into_iter().filter_map(|(_, envelope)| match envelope.event {
            Event::Settled { effect, outcome, .. } => Some((effect.to_string(), outcome)),
            _ => None,
        });
        settled.collect()
    }
}

fn refused(code: &str) -> Outcome {
    Outcome::Refused(code.to_owned())
}

fn done() -> Outcome {
    Outcome::Done(Some(place()))
}

#[tokio::test]
async fn effects_of_a_channel_keep_their_order_and_posts_their_distance() {
    let mut bench = Bench::new(Scripted::default());
    bench.decide(vec![post("a", "C1"), ephemeral("b"), post("c", "C1"), post("d", "C1")]);
    bench.run(None).await;
    assert_eq!(bench.api.performed(), ["a", "b", "c", "d"]);
    let times = bench.api.times();
    assert!(times[1] - times[0] < GAP, "an ephemeral message waits for no post");
    assert!(times[2] - times[0] >= GAP && times[3] - times[2] >= GAP);
}

#[tokio::test]
async fn channels_do_not_wait_for_each_other() {
    let api = Scripted::default();
    api.expect("a", [Attempt::Later(Span(200))]);
    let mut bench = Bench::new(api);
    bench.decide(vec![post("a", "C1"), post("b", "C2")]);
    bench.run(None).await;
    assert_eq!(bench.api.performed(), ["a", "b", "a"]);
}

#[tokio::test]
async fn a_modal_waits_for_nothing() {
    let mut bench = Bench::new(Scripted::default());
    bench.decide(vec![post("a", "C1"), post("b", "C1"), modal("m")]);
    bench.run(None).await;
    assert_eq!(bench.api.performed(), ["a", "m", "b"]);
}

#[tokio::test]
async fn an_attempt_put_off_by_slack_is_made_again_no_sooner_than_asked_for() {
    let api = Scripted::default();
    api.expect("a", [Attempt::Later(Span(40))]);
    let mut bench = Bench::new(api);
    bench.decide(vec![post("a", "C1")]);
    bench.run(None).await;
    let times = bench.api.times();
    assert!(times[1] - times[0] >= Duration::from_millis(40));
    assert_eq!(bench.outcomes(), [("a".to_owned(), done())]);
}

#[tokio::test]
async fn a_post_of_unknown_outcome_is_looked_for_before_it_is_sent_again() {
    let api = Scripted::default();
    api.expect("found", [Attempt::Unknown("timed out".to_owned())]);
    api.expect("lost", [Attempt::Unknown("timed out".to_owned())]);
    api.found.lock().unwrap().insert(EffectId::from("found"), place());
    let mut bench = Bench::new(api);
    bench.decide(vec![post("found", "C1"), post("lost", "C2")]);
    bench.run(None).await;
    let times_sent = |id: &str| bench.api.performed().iter().filter(|sent| *sent == id).count();
    assert_eq!((times_sent("found"), times_sent("lost")), (1, 2));
    assert!(bench.outcomes().iter().all(|(_, outcome)| *outcome == done()));
}

#[tokio::test]
async fn what_an_earlier_process_left_is_looked_for_first() {
    let api = Scripted::default();
    api.found.lock().unwrap().insert(EffectId::from("sent"), place());
    let mut bench = Bench::new(api);
    let left = bench.decide(vec![post("sent", "C1"), post("unsent", "C1")]);
    bench.run(left.last().copied()).await;
    assert_eq!(bench.api.searched(), ["sent", "unsent"]);
    assert_eq!(bench.api.performed(), ["unsent"]);
}

#[tokio::test]
async fn what_can_neither_be_looked_for_nor_repeated_is_sent_at_most_once() {
    let api = Scripted::default();
    api.expect("a", [Attempt::Unknown("timed out".to_owned())]);
    let mut bench = Bench::new(api);
    bench.decide(vec![ephemeral("a")]);
    bench.run(None).await;
    assert_eq!(bench.api.performed(), ["a"]);
    assert_eq!(bench.outcomes(), [("a".to_owned(), refused("unknown"))]);

    let left = bench.decide(vec![ephemeral("begun"), ephemeral("not-begun")]);
    bench.store.begin(left[0]).unwrap();
    bench.run(left.last().copied()).await;
    assert_eq!(bench.api.performed(), ["a", "not-begun"]);
    assert!(bench.outcomes().contains(&("begun".to_owned(), refused("interrupted"))));
}

#[tokio::test]
async fn what_came_too_late_is_not_sent() {
    let mut bench = Bench::new(Scripted::default());
    bench.decide(vec![Effect { not_after: Some(Timestamp(now().0 - 1)), ..post("a", "C1") }]);
    bench.run(None).await;
    assert!(bench.api.performed().is_empty());
    assert_eq!(bench.outcomes(), [("a".to_owned(), Outcome::Expired)]);
}

#[tokio::test]
async fn what_slack_refuses_is_settled_and_the_channel_goes_on() {
    let api = Scripted::default();
    api.expect("a", [Attempt::Refused("is_archived".to_owned())]);
    let mut bench = Bench::new(api);
    bench.decide(vec![post("a", "C1"), post("b", "C1")]);
    bench.run(None).await;
    assert_eq!(bench.outcomes(), [("a".to_owned(), refused("is_archived")), ("b".to_owned(), done())]);
}

#[tokio::test]
async fn what_fails_for_too_long_is_given_up() {
    let api = Scripted::default();
    api.expect("a", std::iter::repeat_n(Attempt::Later(Span(1)), 1_000));
    let mut bench = Bench::new(api);
    bench.decide(vec![post("a", "C1")]);
    bench.run_with(None, Patience { give_up_after: Duration::from_millis(30), ..patience() }).await;
    assert_eq!(bench.outcomes(), [("a".to_owned(), refused("gave_up"))]);
    assert!(bench.api.performed().len() > 2);
}

#[tokio::test]
async fn a_panic_costs_one_effect_and_the_channel_goes_on() {
    let api = Scripted::default();
    *api.panics_on.lock().unwrap() = Some(EffectId::from("a"));
    let mut bench = Bench::new(api);
    bench.decide(vec![post("a", "C1"), post("b", "C1")]);
    bench.run(None).await;
    assert_eq!(bench.outcomes(), [("a".to_owned(), refused("panicked")), ("b".to_owned(), done())]);
    assert_eq!(bench.metrics.panics(), 1);
}

/// Somebody asks for help: an event whose answer is one effect.
fn help(id: &str, channel: &str, user: &str) -> Envelope {
    Envelope {
        team: team(),
        ids: vec![DeliveryId::from(id)],
        received: now(),
        event: Event::Called(Called {
            channel: ChannelId::from(channel),
            user: UserId::from(user),
            text: "help".to_owned(),
            response: Some(ResponseUrl(format!("http://127.0.0.1/{id}"))),
            trigger: None,
        }),
    }
}

fn policy() -> Arc<Policy> {
    Arc::new(Policy {
        settings: Settings::default(),
        glossary: Glossary::build(Vec::new()),
        rules: RuleSet::default().into(),
        wording: Wording::load().into(),
        teams: Vec::new(),
        routing: Routing::default(),
    })
}

fn identity() -> Identity {
    Identity { team: team(), user: UserId::from("UBOT"), url: "https://example.slack.com/".to_owned() }
}

fn means() -> Means {
    Means::new(Secrets::from_variables(|_| None))
}

fn start<S: Store>(store: &Arc<S>, api: &Arc<Scripted>) -> Engine<S> {
    Engine::start_with(policy(), store.clone(), api.clone(), identity(), patience(), means()).unwrap()
}

async fn bring<S: Store>(engine: &Engine<S>, envelope: Envelope) {
    assert_eq!(engine.inbox().receive(envelope).await, Receipt::Taken);
}

#[tokio::test]
async fn an_event_is_answered_once_however_often_it_is_delivered() {
    let (store, api) = (Arc::new(Memory::new()), Arc::new(Scripted::default()));
    let engine = start(&store, &api);
    for _ in 0..3 {
        bring(&engine, help("Ev1", "C1", "U1")).await;
    }
    engine.stop(limit()).await.unwrap();
    assert_eq!(api.performed(), ["Ev1/0"]);
    assert_eq!(store.backlog(), Backlog::default());
}

#[tokio::test]
async fn an_event_that_waits_for_a_look_up_holds_up_its_channel_only() {
    let (store, api) = (Arc::new(Memory::new()), Arc::new(Scripted::default()));
    api.held.lock().unwrap().insert(UserId::from("USLOW"));
    let engine = start(&store, &api);
    bring(&engine, help("Ev1", "C1", "USLOW")).await;
    bring(&engine, help("Ev2", "C1", "U2")).await;
    bring(&engine, help("Ev3", "C2", "U3")).await;
    api.until(|api| !api.performed().is_empty()).await;
    assert_eq!(api.performed(), ["Ev3/0"]);
    api.let_go("USLOW");
    engine.stop(limit()).await.unwrap();
    let mut rest = api.performed().split_off(1);
    rest.sort(); // answers to different commands do not wait for each other
    assert_eq!(rest, ["Ev1/0", "Ev2/0"]);
}

#[tokio::test]
async fn what_was_taken_in_before_a_crash_is_answered_after_it() {
    let (store, api) = (Arc::new(Memory::new()), Arc::new(Scripted::default()));
    store.accept(&help("Ev1", "C1", "U1")).unwrap();
    let engine = start(&store, &api);
    engine.stop(limit()).await.unwrap();
    assert_eq!(api.performed(), ["Ev1/0"]);
}

#[tokio::test]
async fn once_stopped_nothing_is_taken_in() {
    let (store, api) = (Arc::new(Memory::new()), Arc::new(Scripted::default()));
    let engine = start(&store, &api);
    let inbox = engine.inbox();
    engine.stop(limit()).await.unwrap();
    assert!(matches!(inbox.receive(help("Ev1", "C1", "U1")).await, Receipt::NotTaken(_)));
    assert_eq!(store.backlog(), Backlog::default());
}

#[tokio::test]
async fn an_event_of_another_workspace_is_passed_over() {
    let (store, api) = (Arc::new(Memory::new()), Arc::new(Scripted::default()));
    let engine = start(&store, &api);
    bring(&engine, Envelope { team: TeamId::from("T2"), ..help("Ev1", "C1", "U1") }).await;
    engine.stop(limit()).await.unwrap();
    assert!(api.performed().is_empty());
    assert_eq!(store.backlog(), Backlog::default());
}

/// A store in which reading about one person panics, as a defect in deciding would.
struct Trap(Memory);

impl Records for Trap {
    type Error = StoreError;
    fn get(&self, team: &TeamId, key: &Key) -> Result<Option<Record>, StoreError> {
        assert_ne!(*key, Key::Person(UserId::from("UTRAP")), "as the test wants");
        self.0.get(team, key)
    }
    fn list(&self, team: &TeamId, collection: Collection) -> Result<Vec<Record>, StoreError> {
        self.0.list(team, collection)
    }
}

impl Deliveries for Trap {
    fn hand_over(&self, effect: EffectSeq, now: Timestamp) -> Result<bool, StoreError> {
        self.0.hand_over(effect, now)
    }
    fn deliveries(&self, after: Option<EffectSeq>) -> Result<Vec<PlacedDelivery>, StoreError> {
        self.0.deliveries(after)
    }
    fn delivery(&self, team: &TeamId, seq: EffectSeq) -> Result<Option<Delivery>, StoreError> {
        self.0.delivery(team, seq)
    }
    fn keep_delivery(&self, kept: &PlacedDelivery) -> Result<(), StoreError> {
        self.0.keep_delivery(kept)
    }
    fn forget_delivery(&self, team: &TeamId, seq: EffectSeq) -> Result<(), StoreError> {
        self.0.forget_delivery(team, seq)
    }
}

impl Store for Trap {
    fn accept(&self, envelope: &Envelope) -> Result<Accepted, StoreError> {
        self.0.accept(envelope)
    }
    fn teams(&self) -> Result<Vec<TeamId>, StoreError> {
        self.0.teams()
    }
    fn durable(&self) -> Durable {
        self.0.durable()
    }
    fn inbox(&self, after: Option<EventSeq>, limit: usize) -> Result<Vec<(EventSeq, Envelope)>, StoreError> {
        self.0.inbox(after, limit)
    }
    fn commit(
        &self,
        event: EventSeq,
        team: &TeamId,
        decided: Timestamp,
        decision: &Decision,
    ) -> Result<Vec<Waiting>, StoreError> {
        self.0.commit(event, team, decided, decision)
    }
    fn outbox(&self, after: Option<EffectSeq>, limit: usize) -> Result<Vec<Waiting>, StoreError> {
        self.0.outbox(after, limit)
    }
    fn begin(&self, effect: EffectSeq) -> Result<(), StoreError> {
        self.0.begin(effect)
    }
    fn settle(&self, effect: EffectSeq, outcome: Outcome, now: Timestamp) -> Result<Option<EventSeq>, StoreError> {
        self.0.settle(effect, outcome, now)
    }
    fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        self.0.next_due()
    }
    fn fire_due(&self, now: Timestamp, limit: usize) -> Result<Vec<EventSeq>, StoreError> {
        self.0.fire_due(now, limit)
    }
    fn forget_seen(&self, before: Timestamp, limit: usize) -> Result<usize, StoreError> {
        self.0.forget_seen(before, limit)
    }
    fn backlog(&self) -> Backlog {
        self.0.backlog()
    }
}

#[tokio::test]
async fn a_panic_while_deciding_costs_that_event_only() {
    let (store, api) = (Arc::new(Trap(Memory::new())), Arc::new(Scripted::default()));
    let engine = start(&store, &api);
    bring(&engine, help("Ev1", "C1", "UTRAP")).await;
    bring(&engine, help("Ev2", "C1", "U2")).await;
    let metrics = engine.metrics();
    engine.stop(limit()).await.unwrap();
    assert_eq!(api.performed(), ["Ev2/0"]);
    assert_eq!(metrics.panics(), 1);
    assert_eq!(store.backlog(), Backlog::default(), "the event that panicked is done too");
}

#[tokio::test]
async fn the_stewards_are_those_of_the_named_groups_else_the_liaisons_and_are_known_before_they_are_shown_anything() {
    let group = |handle: &str, members: &[&str]| Group {
        handle: handle.to_owned(),
        members: members.iter().copied().map(UserId::from).collect(),
    };
    let groups = vec![group("liaisons", &["UMORI"]), group("words", &["UEMMA", "UDAVID"])];
    let channels = vec![(ChannelId::from("CTRIAGE"), "triage".to_owned())];
    let api = Arc::new(Scripted { groups, channels, ..Scripted::default() });
    let directory = Directory::new(api, identity(), Arc::new(Metrics::default()));
    let liaisons = Team::new("liaisons", "#triage", vec![MemberRef::Group("liaisons".to_owned())]);
    let with = |stewards: &[&str]| Policy {
        settings: Settings { stewards: stewards.iter().copied().map(str::to_owned).collect(), ..Settings::default() },
        glossary: Glossary::build(Vec::new()),
        rules: RuleSet::default().into(),
        wording: Wording::load().into(),
        teams: vec![liaisons.clone()],
        routing: Routing::default(),
    };
    let (needs, workspace) = (Needs { stewards: true, ..Needs::default() }, identity().team);
    for (named, expected) in [(&["words"][..], &["UDAVID", "UEMMA"][..]), (&[], &["UMORI"]), (&["wrods"], &[])] {
        let policy = with(named);
        timeout(LIMIT, directory.look_up(&needs, &policy)).await.expect("there is an answer");
        assert!(directory.has(&needs, &policy), "{named:?}");
        let view = directory.view(&policy);
        let stewards: Vec<UserId> = view.stewards(&workspace).into_iter().collect();
        assert_eq!(stewards, expected.iter().copied().map(UserId::from).collect::<Vec<_>>(), "{named:?}");
        assert!(stewards.iter().all(|user| view.person(&workspace, user).is_some()), "{named:?}");
        assert!(view.channel(&workspace, &"CTRIAGE".into()).is_some(), "{named:?}");
    }
}
