//! The courier over a store in memory, telling a target on this machine.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::*;
use crate::glossary::Glossary;
use crate::ids::DeliveryId;
use crate::liaison::decision::{Action, Decision, Effect, Purpose};
use crate::liaison::event::{Envelope, Event, Subject};
use crate::liaison::policy::{Policy, Settings};
use crate::liaison::webhook::Webhook;
use crate::requests::routing::Routing;
use crate::rules::RuleSet;
use crate::store::{Accepted, Deliveries as _, Memory};
use crate::webhooks::client::Limits;
use crate::wording::Wording;

const LIMIT: Duration = Duration::from_secs(20);

/// A target that answers requests as it is told, the last way for good, and hands on the id of each.
struct Target {
    url: String,
    ids: mpsc::UnboundedReceiver<(String, Timestamp)>,
}

fn header(request: &str, name: &str) -> String {
    let lines = request.lines().filter_map(|line| line.split_once(": "));
    lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned()).collect()
}

impl Target {
    async fn that_says(answers: &[&str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let (tell, ids) = mpsc::unbounded_channel();
        let answers: Mutex<VecDeque<String>> = Mutex::new(answers.iter().map(|&answer| answer.to_owned()).collect());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = String::new();
                while !request.contains("\r\n\r\n{}") {
                    let mut part = [0; 4096];
                    match stream.read(&mut part).await {
                        Ok(0) | Err(_) => break,
                        Ok(size) => request.push_str(std::str::from_utf8(&part[..size]).unwrap()),
                    }
                }
                let _ = tell.send((header(&request, "liaison-id"), now())); // the test may have seen enough
                let answer = {
                    let mut answers = answers.lock().unwrap();
                    let answer = answers.front().cloned().unwrap_or_default();
                    if answers.len() > 1 {
                        answers.pop_front();
                    }
                    answer
                };
                let line = format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                let _ = stream.write_all(line.as_bytes()).await; // the client may have gone
            }
        });
        Self { url, ids }
    }

    async fn told(&mut self) -> String {
        timeout(LIMIT, self.ids.recv()).await.unwrap().unwrap().0
    }
}

fn policy(targets: &[(&str, &str)]) -> Arc<CurrentPolicy> {
    let webhook = |&(name, url): &(&str, &str)| Webhook {
        name: name.to_owned(),
        url: url.parse().unwrap(),
        allow_private: true,
        actions: None,
        include_brief: false,
    };
    let settings = Settings { webhooks: targets.iter().map(webhook).collect(), ..Settings::default() };
    Arc::new(CurrentPolicy::new(Arc::new(Policy {
        settings,
        glossary: Glossary::build(Vec::new()),
        rules: RuleSet::default().into(),
        wording: Wording::load().into(),
        teams: Vec::new(),
        routing: Routing::default(),
    })))
}

/// A store, and a courier that can be started over it.
struct World {
    store: Arc<Memory>,
    signals: Arc<Signals>,
    metrics: Arc<Metrics>,
    events: u32,
}

impl World {
    fn new() -> Self {
        let (signals, _) = Signals::new(None);
        let (store, metrics) = (Arc::new(Memory::new()), Arc::new(Metrics::default()));
        Self { store, signals: Arc::new(signals), metrics, events: 0 }
    }

    /// Decides to tell a webhook something and hands that over.
    fn notify(&mut self, webhook: &str) -> String {
        self.events += 1;
        let team = TeamId::from("T1");
        let envelope = Envelope {
            team: team.clone(),
            ids: vec![DeliveryId::new(format!("Ev{}", self.events))],
            received: now(),
            event: Event::Changed(Subject::Groups),
        };
        let Accepted::New(event) = self.store.accept(&envelope).unwrap() else { panic!("it is new") };
        let id = envelope.effect_id(0);
        let action = Action::Notify { webhook: webhook.to_owned(), body: "{}".to_owned() };
        let effect = Effect { id: id.clone(), action, purpose: Purpose::None, not_after: None };
        let decision = Decision { changes: Vec::new(), effects: vec![effect] };
        let waiting = self.store.commit(event, &team, now(), &decision).unwrap();
        assert!(self.store.hand_over(waiting[0].seq, now()).unwrap());
        self.signals.deliveries.notify_one();
        id.to_string()
    }

    fn start(&self, policy: &Arc<CurrentPolicy>, pace: Pace) -> JoinHandle<StoreError> {
        let secrets = Secrets::from_variables(|name| {
            Some("kept-between-the-two-of-us-and-nobody-else".to_owned()).filter(|_| !name.ends_with("_FILE"))
        });
        let clients = Clients::new(Limits::default());
        let (store, metrics, signals) = (self.store.clone(), self.metrics.clone(), self.signals.clone());
        tokio::spawn(Courier::new(store, policy.clone(), metrics, signals, Means { secrets, clients, pace }).run())
    }

    fn delivery(&self, id: &str) -> Delivery {
        let all = self.store.deliveries(None).unwrap();
        all.into_iter().find(|kept| kept.delivery.id.as_str() == id).unwrap().delivery
    }

    /// Waits until a delivery is as expected.
    async fn until(&self, id: &str, mut is_so: impl FnMut(&Delivery) -> bool) -> Delivery {
        let so = async {
            loop {
                let delivery = self.delivery(id);
                if is_so(&delivery) {
                    return delivery;
                }
                tokio::task::yield_now().await;
            }
        };
        let so = timeout(LIMIT, so).await.ok();
        so.unwrap_or_else(|| panic!("{:?}", self.delivery(id)))
    }
}

fn quick() -> Pace {
    Pace { first_wait: Span(1), longest_wait: Span(20), give_up_after: Span::hours(1) }
}

fn is_delivered(delivery: &Delivery) -> bool {
    matches!(delivery.progress, Progress::Delivered(_))
}

fn has_failed(delivery: &Delivery) -> bool {
    matches!(delivery.progress, Progress::Failed(_))
}

#[tokio::test]
async fn what_was_not_taken_is_told_again_with_the_same_id_until_it_is() {
    let mut target = Target::that_says(&["503 No", "500 No", "200 OK"]).await;
    let mut world = World::new();
    let policy = policy(&[("tracker", &target.url)]);
    let id = world.notify("tracker");
    let _courier = world.start(&policy, quick());
    let delivery = world.until(&id, is_delivered).await;
    assert_eq!([target.told().await, target.told().await, target.told().await], [(); 3].map(|()| id.clone()));
    assert_eq!((delivery.attempts, delivery.last.as_deref(), delivery.body), (3, Some("status 200"), None));
}

#[tokio::test]
async fn a_target_that_says_how_long_to_wait_is_left_alone_so_long() {
    let mut target = Target::that_says(&["429 Slow\r\nRetry-After: 1", "200 OK"]).await;
    let mut world = World::new();
    let policy = policy(&[("tracker", &target.url)]);
    let (first, second) = (world.notify("tracker"), world.notify("tracker"));
    let _courier = world.start(&policy, quick());
    world.until(&first, is_delivered).await;
    world.until(&second, is_delivered).await;
    let mut times = Vec::new();
    for _ in 0..3 {
        times.push(target.ids.recv().await.unwrap().1);
    }
    assert!(times[1].since(times[0]) >= Span(950), "{times:?}");
}

#[tokio::test]
async fn one_target_that_is_down_holds_up_no_other() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let down = format!("http://{}/", silent.local_addr().unwrap());
    let up = Target::that_says(&["200 OK"]).await;
    let mut world = World::new();
    let policy = policy(&[("down", &down), ("up", &up.url)]);
    let waits = world.notify("down");
    let goes = world.notify("up");
    let _courier = world.start(&policy, quick());
    world.until(&goes, is_delivered).await;
    assert!(!has_failed(&world.delivery(&waits)) && !is_delivered(&world.delivery(&waits)));
}

#[tokio::test]
async fn what_one_target_cannot_take_holds_up_nothing_after_it() {
    let target = Target::that_says(&["500 No", "200 OK"]).await;
    let mut world = World::new();
    let policy = policy(&[("tracker", &target.url)]);
    let (first, second) = (world.notify("tracker"), world.notify("tracker"));
    let hours = Pace { first_wait: Span::hours(2), longest_wait: Span::hours(2), give_up_after: Span::hours(24) };
    let _courier = world.start(&policy, hours);
    world.until(&second, is_delivered).await;
    assert_eq!((world.delivery(&first).attempts, is_delivered(&world.delivery(&first))), (1, false));
}

#[tokio::test]
async fn what_was_refused_or_is_too_old_is_kept_to_be_replayed() {
    let refusing = Target::that_says(&["404 No"]).await;
    let failing = Target::that_says(&["500 No"]).await;
    let mut world = World::new();
    let policy = policy(&[("refusing", &refusing.url), ("failing", &failing.url)]);
    let ids = ["refusing", "failing", "gone"].map(|name| world.notify(name));
    let _courier = world.start(&policy, Pace { give_up_after: Span::seconds(1), ..quick() });
    let mut lasts = Vec::new();
    for id in &ids {
        let delivery = world.until(id, has_failed).await;
        assert_eq!(delivery.body.as_deref(), Some("{}"));
        lasts.extend(delivery.last);
    }
    assert_eq!(lasts, ["status 404", "status 500", "it is no longer configured"]);
    assert!(world.delivery(&ids[1]).attempts > 1);
}

#[tokio::test]
async fn what_an_earlier_process_left_is_gone_on_with_when_it_is_due() {
    let mut target = Target::that_says(&["500 No", "200 OK"]).await;
    let mut world = World::new();
    let policy = policy(&[("tracker", &target.url)]);
    let id = world.notify("tracker");
    let hours = Pace { first_wait: Span::hours(2), longest_wait: Span::hours(2), give_up_after: Span::hours(24) };
    let first = world.start(&policy, hours);
    world.until(&id, |delivery| delivery.attempts == 1).await;
    first.abort();
    let mut kept = world.store.deliveries(None).unwrap().remove(0);
    let Progress::Waiting { due, since } = kept.delivery.progress else { panic!("{kept:?}") };
    assert!(due.since(since) >= Span::hours(2));
    kept.delivery.progress = Progress::Waiting { due: now(), since };
    world.store.keep_delivery(&kept).unwrap();
    let _second = world.start(&policy, hours);
    world.until(&id, is_delivered).await;
    assert_eq!([target.told().await, target.told().await], [id.clone(), id]);
}

#[tokio::test]
async fn the_last_deliveries_are_kept_and_those_before_forgotten() {
    let target = Target::that_says(&["200 OK"]).await;
    let mut world = World::new();
    let policy = policy(&[("tracker", &target.url)]);
    let ids: Vec<String> = (0..KEPT + 3).map(|_| world.notify("tracker")).collect();
    let _courier = world.start(&policy, quick());
    world.until(&ids[KEPT + 2], is_delivered).await;
    let all = world.store.deliveries(None).unwrap();
    assert_eq!((all.len(), all[0].delivery.id.as_str()), (KEPT, ids[3].as_str()));
}

#[tokio::test]
async fn what_failed_long_ago_is_forgotten() {
    let mut world = World::new();
    let (old, recent) = (world.notify("tracker"), world.notify("tracker"));
    for (id, days) in [(&old, 31), (&recent, 29)] {
        let all = world.store.deliveries(None).unwrap();
        let mut kept = all.into_iter().find(|kept| kept.delivery.id.as_str() == id).unwrap();
        kept.delivery.progress = Progress::Failed(Timestamp(now().0 - Span::days(days).0));
        world.store.keep_delivery(&kept).unwrap();
    }
    let _courier = world.start(&policy(&[]), quick());
    let gone = async {
        while world.store.deliveries(None).unwrap().len() > 1 {
            tokio::task::yield_now().await;
        }
    };
    timeout(LIMIT, gone).await.unwrap();
    assert!(has_failed(&world.delivery(&recent)));
}

#[test]
fn waits_grow_to_a_longest_one() {
    let pace = Pace::default();
    let waits = [1, 2, 3, 10, 11, 12, u32::MAX].map(|attempts| pace.wait(attempts).0 / 1000);
    assert_eq!(waits, [1, 2, 4, 512, 600, 600, 600]);
}
