//! The contract of the store, held against both kinds of it, and what only the one on disk promises.
#![allow(clippy::unwrap_used, reason = "a test stops where something fails")]

use std::path::Path;
use std::process::Command;

use liaison::curation::{Kept, Proposal, Version};
use liaison::glossary::concept::{Bilingual, Concept, Role, Term};
use liaison::ids::{ChannelId, ConceptId, DeliveryId, MessageTs, ProposalId, RequestId, TeamId, UserId};
use liaison::liaison::decision::{Action, Change, Decision, Effect, Purpose};
use liaison::liaison::event::{Envelope, Event, Outcome, Posted};
use liaison::liaison::facts::Records as _;
use liaison::liaison::records::{ChannelSettings, Collection, Key, PersonSettings, Record, TimerKind};
use liaison::liaison::webhook::{Delivery, Progress};
use liaison::requests::life::State;
use liaison::requests::request::{Brief, Place, Request};
use liaison::store::{Accepted, Backlog, Disk, EffectSeq, EventSeq, Memory, PlacedDelivery, Store, StoreError};
use liaison::text::Language;
use liaison::time::{Span, Timestamp};
use liaison::wording::message::{Message, Mrkdwn};
use proptest::prelude::*;

const NOW: Timestamp = Timestamp(1_700_000_000_000);

fn team() -> TeamId {
    TeamId::from("T1")
}

fn place(channel: &str, ts: &str) -> Place {
    Place { channel: ChannelId::from(channel), ts: MessageTs::from(ts) }
}

/// A delivery with the given ids, told apart by its text.
fn delivery(of: &TeamId, ids: &[&str], text: &str) -> Envelope {
    Envelope {
        team: of.clone(),
        ids: ids.iter().copied().map(DeliveryId::from).collect(),
        received: NOW,
        event: Event::Posted(Posted {
            channel: ChannelId::from("C1"),
            ts: MessageTs::from("1700000000.000100"),
            thread: None,
            parent: None,
            author: UserId::from("U1"),
            text: text.to_owned(),
            direct: false,
            mention: false,
        }),
    }
}

fn take(store: &impl Store, ids: &[&str]) -> EventSeq {
    match store.accept(&delivery(&team(), ids, ids[0])).unwrap() {
        Accepted::New(seq) => seq,
        Accepted::Duplicate => panic!("{ids:?} should be new"),
    }
}

fn post(envelope: &str, index: usize, purpose: Purpose) -> Effect {
    Effect {
        id: delivery(&team(), &[envelope], "").effect_id(index),
        action: Action::Post {
            channel: ChannelId::from("C1"),
            thread: None,
            message: Message { fallback: Mrkdwn::plain("hello"), parts: Vec::new() },
        },
        purpose,
        not_after: None,
    }
}

fn explanation() -> Purpose {
    Purpose::Explanation(ChannelId::from("C1"), MessageTs::from("1700000000.000100"))
}

fn commit(store: &impl Store, event: EventSeq, changes: Vec<Change>, effects: Vec<Effect>) -> Vec<EffectSeq> {
    let decision = Decision { changes, effects };
    let waiting = store.commit(event, &team(), NOW, &decision).unwrap();
    waiting.into_iter().map(|waiting| waiting.seq).collect()
}

fn inbox(store: &impl Store) -> Vec<Envelope> {
    store.inbox(None, usize::MAX).unwrap().into_iter().map(|(_, envelope)| envelope).collect()
}

fn person(role_known: &str) -> Record {
    Record::Person(PersonSettings { known: vec![ConceptId::from(role_known)], ..PersonSettings::default() })
}

fn request(number: u64) -> Record {
    Record::Request(Box::new(Request {
        id: RequestId(number),
        team: "triage".to_owned(),
        state: State::Open,
        requester: UserId::from("U1"),
        language: Language::English,
        origin: None,
        permalink: None,
        kind: None,
        themes: Vec::new(),
        brief: Brief::default(),
        liaison: None,
        card: None,
        card_shows: 0,
        origin_shows: 0,
        forget: Vec::new(),
        history: Vec::new(),
    }))
}

fn an_accepted_delivery_waits_in_the_inbox_as_it_came(store: &impl Store) {
    let seq = take(store, &["Ev1", "post:C1:1"]);
    assert_eq!(store.inbox(None, 10).unwrap(), [(seq, delivery(&team(), &["Ev1", "post:C1:1"], "Ev1"))]);
    assert_eq!(store.backlog(), Backlog { inbox: 1, outbox: 0 });
}

fn a_delivery_that_shares_any_id_is_a_duplicate(store: &impl Store) {
    take(store, &["Ev1", "post:C1:1"]);
    for ids in [["Ev1", "other"], ["Ev2", "post:C1:1"]] {
        assert_eq!(store.accept(&delivery(&team(), &ids, "again")).unwrap(), Accepted::Duplicate);
    }
    assert_eq!(store.backlog().inbox, 1);
    take(store, &["Ev2"]);
}

fn a_done_event_stays_a_duplicate(store: &impl Store) {
    let seq = take(store, &["Ev1"]);
    commit(store, seq, vec![], vec![]);
    assert_eq!(store.accept(&delivery(&team(), &["Ev1"], "again")).unwrap(), Accepted::Duplicate);
    assert!(inbox(store).is_empty());
}

fn the_same_ids_in_another_workspace_are_another_delivery(store: &impl Store) {
    take(store, &["Ev1"]);
    let other = delivery(&TeamId::from("T2"), &["Ev1"], "elsewhere");
    assert!(matches!(store.accept(&other).unwrap(), Accepted::New(_)));
    assert_eq!(store.backlog().inbox, 2);
}

fn events_are_read_in_the_order_they_came_page_by_page(store: &impl Store) {
    let seqs: Vec<_> = (0..5).map(|n| take(store, &[&format!("Ev{n}")])).collect();
    assert!(seqs.is_sorted());
    let first: Vec<_> = store.inbox(None, 2).unwrap().into_iter().map(|(seq, _)| seq).collect();
    let rest: Vec<_> = store.inbox(Some(first[1]), 10).unwrap().into_iter().map(|(seq, _)| seq).collect();
    assert_eq!([first, rest].concat(), seqs);
}

fn a_commit_writes_everything_at_once_and_marks_the_event_done(store: &impl Store) {
    let seq = take(store, &["Ev1"]);
    let key = Key::Person(UserId::from("U1"));
    let timer = Change::SetTimer(TimerKind::CloseSolved(RequestId(1)), NOW.plus(Span::days(5)));
    let effects = vec![post("Ev1", 0, explanation()), post("Ev1", 1, Purpose::None)];
    let waiting = commit(store, seq, vec![Change::Put(key.clone(), person("sla")), timer], effects.clone());
    assert!(inbox(store).is_empty());
    assert_eq!(store.get(&team(), &key).unwrap(), Some(person("sla")));
    assert_eq!(store.next_due().unwrap(), Some(NOW.plus(Span::days(5))));
    let outbox = store.outbox(None, 10).unwrap();
    assert_eq!(outbox.iter().map(|waiting| waiting.seq).collect::<Vec<_>>(), waiting);
    assert_eq!(outbox.iter().map(|waiting| waiting.effect.clone()).collect::<Vec<_>>(), effects);
    assert!(outbox.iter().all(|waiting| waiting.team == team() && waiting.decided == NOW));
    assert_eq!(store.backlog(), Backlog { inbox: 0, outbox: 2 });
}

fn committing_an_event_twice_changes_nothing(store: &impl Store) {
    let seq = take(store, &["Ev1"]);
    assert_eq!(commit(store, seq, vec![], vec![post("Ev1", 0, Purpose::None)]).len(), 1);
    let key = Key::Person(UserId::from("U1"));
    let again = commit(store, seq, vec![Change::Put(key.clone(), person("sla"))], vec![post("Ev1", 0, Purpose::None)]);
    assert!(again.is_empty());
    assert_eq!(store.get(&team(), &key).unwrap(), None);
    assert_eq!(store.backlog().outbox, 1);
}

fn changes_apply_in_their_order(store: &impl Store) {
    let seq = take(store, &["Ev1"]);
    let (kept, gone) = (Key::Person(UserId::from("U1")), Key::Person(UserId::from("U2")));
    let kind = TimerKind::CloseSolved(RequestId(1));
    let changes = vec![
        Change::Put(kept.clone(), person("old")),
        Change::Put(kept.clone(), person("new")),
        Change::Put(gone.clone(), person("old")),
        Change::Remove(gone.clone()),
        Change::SetTimer(kind.clone(), NOW),
        Change::SetTimer(kind.clone(), NOW.plus(Span::hours(1))),
        Change::StopTimer(TimerKind::CloseSolved(RequestId(2))),
    ];
    commit(store, seq, changes, vec![]);
    assert_eq!(store.get(&team(), &kept).unwrap(), Some(person("new")));
    assert_eq!(store.get(&team(), &gone).unwrap(), None);
    assert_eq!(store.next_due().unwrap(), Some(NOW.plus(Span::hours(1))));
}

fn records_of_one_workspace_are_not_seen_from_another(store: &impl Store) {
    let seq = take(store, &["Ev1"]);
    let key = Key::Channel(ChannelId::from("C1"));
    let settings = Record::Channel(ChannelSettings::default());
    commit(
        store,
        seq,
        vec![Change::Put(key.clone(), settings), Change::Put(Key::Request(RequestId(1)), request(1))],
        vec![],
    );
    for other in ["T", "T10", "T2"] {
        assert_eq!(store.get(&TeamId::from(other), &key).unwrap(), None);
        assert_eq!(store.list(&TeamId::from(other), Collection::Requests).unwrap(), []);
    }
}

fn requests_are_listed_by_number_and_nothing_else_with_them(store: &impl Store) {
    let seq = take(store, &["Ev1"]);
    let put = |number| Change::Put(Key::Request(RequestId(number)), request(number));
    let beside =
        Change::Put(Key::RequestAt(ChannelId::from("C1"), MessageTs::from("1.0")), Record::RequestAt(RequestId(2)));
    commit(store, seq, vec![put(10), put(9), put(100), beside], vec![]);
    assert_eq!(store.list(&team(), Collection::Requests).unwrap(), [request(9), request(10), request(100)]);
}

fn entry(id: &str, says: &[&str]) -> Record {
    let version = |says: &&str| {
        let mut concept = Concept { terms: vec![Term::new(id, Language::English)], ..Concept::new(id) };
        concept.plain.insert(Role::Sales, Bilingual { en: Some((*says).to_owned()), ja: None });
        let (by, taken_by) = (UserId::from("U1"), UserId::from("U2"));
        Version { concept, by, taken_by, at: NOW, proposal: Some(ProposalId(3)) }
    };
    let mut versions = says.iter().map(version);
    let first = Kept::new(versions.next().unwrap());
    Record::Concept(Box::new(versions.fold(first, Kept::with)))
}

fn entries_of_the_glossary_come_back_with_all_versions_and_proposals_by_number(store: &impl Store) {
    let seq = take(store, &["Ev1"]);
    let put = |record: &Record| match record {
        Record::Concept(kept) => Change::Put(Key::Concept(kept.id().unwrap().clone()), record.clone()),
        Record::Proposal(proposal) => Change::Put(Key::Proposal(proposal.id), record.clone()),
        other => panic!("{other:?}"),
    };
    let proposal = |number| {
        Record::Proposal(Box::new(Proposal {
            id: ProposalId(number),
            by: UserId::from("U1"),
            at: NOW,
            language: Language::Japanese,
            before: Some(Concept::new("nps")),
            concept: Concept::new("nps"),
            cards: vec![place("C1", "1.0")],
            direct: false,
            decided: None,
        }))
    };
    let (entries, proposals) = ([entry("mtbf", &["one"]), entry("nps", &["one", "two"])], [proposal(9), proposal(10)]);
    let beside = Change::Put(Key::LastProposal, Record::LastProposal(ProposalId(10)));
    let changes = entries.iter().rev().chain(proposals.iter().rev()).map(put).chain([beside]).collect();
    commit(store, seq, changes, vec![]);
    assert_eq!(store.list(&team(), Collection::Concepts).unwrap(), entries);
    assert_eq!(store.list(&team(), Collection::Proposals).unwrap(), proposals);
}

fn settling_returns_the_result_as_an_event(store: &impl Store) {
    let seq = take(store, &["Ev1"]);
    let effect = post("Ev1", 0, explanation());
    let waiting = commit(store, seq, vec![], vec![effect.clone()]);
    let outcome = Outcome::Done(Some(place("C1", "1700000001.000100")));
    let event = store.settle(waiting[0], outcome.clone(), NOW.plus(Span::seconds(1))).unwrap();
    let expected = Envelope {
        team: team(),
        ids: vec![DeliveryId::from("settle:Ev1/0")],
        received: NOW.plus(Span::seconds(1)),
        event: Event::Settled { effect: effect.id, purpose: explanation(), outcome },
    };
    assert_eq!(store.inbox(None, 10).unwrap(), [(event.unwrap(), expected)]);
    assert_eq!(store.backlog(), Backlog { inbox: 1, outbox: 0 });
}

fn settling_what_nobody_waits_for_only_empties_the_outbox(store: &impl Store) {
    let seq = take(store, &["Ev1"]);
    let waiting = commit(store, seq, vec![], vec![post("Ev1", 0, Purpose::None)]);
    assert_eq!(store.settle(waiting[0], Outcome::Expired, NOW).unwrap(), None);
    assert_eq!(store.backlog(), Backlog::default());
}

fn settling_twice_changes_nothing(store: &impl Store) {
    let seq = take(store, &["Ev1"]);
    let waiting = commit(store, seq, vec![], vec![post("Ev1", 0, explanation())]);
    assert!(store.settle(waiting[0], Outcome::Expired, NOW).unwrap().is_some());
    assert_eq!(store.settle(waiting[0], Outcome::Done(None), NOW).unwrap(), None);
    assert_eq!(store.backlog().inbox, 1);
}

fn an_effect_that_was_begun_says_so_until_it_is_settled(store: &impl Store) {
    let seq = take(store, &["Ev1"]);
    let waiting = commit(store, seq, vec![], vec![post("Ev1", 0, Purpose::None), post("Ev1", 1, Purpose::None)]);
    store.begin(waiting[1]).unwrap();
    let begun: Vec<_> = store.outbox(None, 10).unwrap().into_iter().map(|waiting| waiting.begun).collect();
    assert_eq!(begun, [false, true]);
    store.settle(waiting[1], Outcome::Done(None), NOW).unwrap();
    store.begin(waiting[1]).unwrap();
    assert_eq!(store.backlog().outbox, 1);
}

fn a_timer_that_is_due_comes_back_as_an_event_once(store: &impl Store) {
    let seq = take(store, &["Ev1"]);
    let at = NOW.plus(Span::hours(1));
    let kind = TimerKind::ForgetThread(place("C1", "1.0"));
    commit(store, seq, vec![Change::SetTimer(kind.clone(), at)], vec![]);
    assert_eq!(store.fire_due(Timestamp(at.0 - 1), 10).unwrap(), []);
    let fired = store.fire_due(at, 10).unwrap();
    assert_eq!(fired.len(), 1);
    let expected = Envelope {
        team: team(),
        ids: vec![DeliveryId::new(format!("due:forget-thread/C1/1.0:{}", at.0))],
        received: at,
        event: Event::Due(kind),
    };
    assert_eq!(store.inbox(None, 10).unwrap(), [(fired[0], expected)]);
    assert_eq!(store.next_due().unwrap(), None);
    assert_eq!(store.fire_due(at, 10).unwrap(), []);
}

fn timers_fire_earliest_first_and_no_more_than_asked_for(store: &impl Store) {
    let seq = take(store, &["Ev1"]);
    let set = |number, hours| Change::SetTimer(TimerKind::CloseSolved(RequestId(number)), NOW.plus(Span::hours(hours)));
    commit(store, seq, vec![set(1, 3), set(2, 1), set(3, 2), set(4, 9)], vec![]);
    let later = NOW.plus(Span::hours(5));
    assert_eq!(store.fire_due(later, 2).unwrap().len(), 2);
    assert_eq!(store.next_due().unwrap(), Some(NOW.plus(Span::hours(3))));
    assert_eq!(store.fire_due(later, 2).unwrap().len(), 1);
    let order: Vec<_> = inbox(store).into_iter().map(|envelope| envelope.event).collect();
    assert_eq!(order, [2, 3, 1].map(|number| Event::Due(TimerKind::CloseSolved(RequestId(number)))));
}

fn a_timer_set_again_fires_only_at_the_new_time_and_a_stopped_one_never(store: &impl Store) {
    let (first, second) = (take(store, &["Ev1"]), take(store, &["Ev2"]));
    let (moved, stopped) = (TimerKind::CloseSolved(RequestId(1)), TimerKind::CloseSolved(RequestId(2)));
    commit(store, first, vec![Change::SetTimer(moved.clone(), NOW), Change::SetTimer(stopped.clone(), NOW)], vec![]);
    let later = NOW.plus(Span::hours(1));
    commit(store, second, vec![Change::SetTimer(moved, later), Change::StopTimer(stopped)], vec![]);
    assert_eq!(store.fire_due(NOW, 10).unwrap(), []);
    assert_eq!(store.next_due().unwrap(), Some(later));
    assert_eq!(store.fire_due(later, 10).unwrap().len(), 1);
}

fn old_delivery_ids_are_forgotten_a_few_at_a_time(store: &impl Store) {
    for n in 0..5 {
        let mut old = delivery(&team(), &[&format!("Old{n}")], "old");
        old.received = Timestamp(NOW.0 - 1000);
        store.accept(&old).unwrap();
    }
    take(store, &["Ev1"]);
    assert_eq!([(); 4].map(|()| store.forget_seen(NOW, 2).unwrap()), [2, 2, 1, 0]);
    assert_eq!(store.accept(&delivery(&team(), &["Ev1"], "again")).unwrap(), Accepted::Duplicate);
    assert!(matches!(store.accept(&delivery(&team(), &["Old1"], "again")).unwrap(), Accepted::New(_)));
}

fn notify(envelope: &str, index: usize) -> Effect {
    let action = Action::Notify { webhook: "tracker".to_owned(), body: "{}".to_owned() };
    Effect { action, ..post(envelope, index, Purpose::None) }
}

fn what_a_webhook_is_told_moves_from_the_outbox_to_the_deliveries_once(store: &impl Store) {
    let seq = take(store, &["Ev1"]);
    let effects = vec![notify("Ev1", 0), post("Ev1", 1, Purpose::None), notify("Ev1", 2)];
    let seqs = commit(store, seq, vec![], effects);
    assert_eq!(seqs.iter().map(|&seq| store.hand_over(seq, NOW).unwrap()).collect::<Vec<_>>(), [true, false, true]);
    assert!(!store.hand_over(seqs[0], NOW).unwrap());
    assert_eq!(store.outbox(None, 10).unwrap().iter().map(|waiting| waiting.seq).collect::<Vec<_>>(), [seqs[1]]);
    assert_eq!(store.backlog().outbox, 1);
    let first = Delivery::new("tracker".to_owned(), "Ev1/0".into(), "{}".to_owned(), NOW);
    assert_eq!(store.delivery(&team(), seqs[0]).unwrap(), Some(first.clone()));
    assert_eq!(store.deliveries(None).unwrap().iter().map(|kept| kept.seq).collect::<Vec<_>>(), [seqs[0], seqs[2]]);
    assert_eq!(store.deliveries(Some(seqs[0])).unwrap().len(), 1);

    let delivered = Delivery { body: None, progress: Progress::Delivered(NOW), ..first };
    let kept = PlacedDelivery { seq: seqs[0], team: team(), delivery: delivered };
    store.keep_delivery(&kept).unwrap();
    assert_eq!(store.deliveries(None).unwrap()[0], kept);
    store.forget_delivery(&team(), seqs[0]).unwrap();
    assert_eq!(store.deliveries(None).unwrap().len(), 1);
}

fn deliveries_of_all_workspaces_are_read(store: &impl Store) {
    for of in ["T2", "T1"].map(TeamId::from) {
        let Accepted::New(event) = store.accept(&delivery(&of, &["Ev1"], "x")).unwrap() else { panic!("it is new") };
        let decision = Decision { changes: Vec::new(), effects: vec![notify("Ev1", 0)] };
        let waiting = store.commit(event, &of, NOW, &decision).unwrap();
        store.hand_over(waiting[0].seq, NOW).unwrap();
    }
    let teams: Vec<_> = store.deliveries(None).unwrap().into_iter().map(|kept| kept.team).collect();
    assert_eq!(teams, ["T1", "T2"].map(TeamId::from));
}

fn the_workspaces_of_which_something_is_remembered_are_listed(store: &impl Store) {
    assert_eq!(store.teams().unwrap(), []);
    for of in ["T2", "T1", "T1"] {
        let of = TeamId::from(of);
        let Accepted::New(event) = store.accept(&delivery(&of, &["Ev1"], "x")).unwrap() else { continue };
        let settings = Record::Person(PersonSettings::default());
        for user in ["U1", "U2"] {
            let decision = Decision {
                changes: vec![Change::Put(Key::Person(UserId::from(user)), settings.clone())],
                effects: Vec::new(),
            };
            store.commit(event, &of, NOW, &decision).unwrap();
        }
    }
    assert_eq!(store.teams().unwrap(), ["T1", "T2"].map(TeamId::from));
}

fn what_was_written_becomes_durable_without_a_runtime(store: &impl Store) {
    take(store, &["Ev1"]);
    wait_for(store.durable()).unwrap();
}

/// Waits for a future on this thread.
fn wait_for<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

macro_rules! held_by_both {
    ($($name:ident),+ $(,)?) => {
        mod in_memory {
            $(#[test] fn $name() { super::$name(&super::Memory::new()); })+
        }
        mod on_disk {
            $(#[test] fn $name() {
                let folder = tempfile::tempdir().unwrap();
                super::$name(&super::Disk::open(folder.path()).unwrap());
            })+
        }
    };
}

held_by_both! {
    an_accepted_delivery_waits_in_the_inbox_as_it_came,
    a_delivery_that_shares_any_id_is_a_duplicate,
    a_done_event_stays_a_duplicate,
    the_same_ids_in_another_workspace_are_another_delivery,
    events_are_read_in_the_order_they_came_page_by_page,
    a_commit_writes_everything_at_once_and_marks_the_event_done,
    committing_an_event_twice_changes_nothing,
    changes_apply_in_their_order,
    records_of_one_workspace_are_not_seen_from_another,
    requests_are_listed_by_number_and_nothing_else_with_them,
    entries_of_the_glossary_come_back_with_all_versions_and_proposals_by_number,
    settling_returns_the_result_as_an_event,
    settling_what_nobody_waits_for_only_empties_the_outbox,
    settling_twice_changes_nothing,
    an_effect_that_was_begun_says_so_until_it_is_settled,
    a_timer_that_is_due_comes_back_as_an_event_once,
    timers_fire_earliest_first_and_no_more_than_asked_for,
    a_timer_set_again_fires_only_at_the_new_time_and_a_stopped_one_never,
    old_delivery_ids_are_forgotten_a_few_at_a_time,
    what_a_webhook_is_told_moves_from_the_outbox_to_the_deliveries_once,
    deliveries_of_all_workspaces_are_read,
    the_workspaces_of_which_something_is_remembered_are_listed,
    what_was_written_becomes_durable_without_a_runtime,
}

#[test]
fn everything_is_still_there_when_the_folder_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let key = Key::Person(UserId::from("U1"));
    let (waiting, last) = {
        let store = Disk::open(folder.path()).unwrap();
        let first = take(&store, &["Ev1"]);
        let timer = Change::SetTimer(TimerKind::CloseSolved(RequestId(1)), NOW);
        let effects = vec![post("Ev1", 0, explanation())];
        let waiting = commit(&store, first, vec![Change::Put(key.clone(), person("sla")), timer], effects);
        (waiting, take(&store, &["Ev2"]))
    };
    let store = Disk::open(folder.path()).unwrap();
    assert_eq!(store.accept(&delivery(&team(), &["Ev1"], "again")).unwrap(), Accepted::Duplicate);
    assert_eq!(store.inbox(None, 10).unwrap(), [(last, delivery(&team(), &["Ev2"], "Ev2"))]);
    assert_eq!(store.outbox(None, 10).unwrap()[0].seq, waiting[0]);
    assert_eq!(store.get(&team(), &key).unwrap(), Some(person("sla")));
    assert_eq!(store.backlog(), Backlog { inbox: 1, outbox: 1 });
    assert_eq!(store.fire_due(NOW, 10).unwrap().len(), 1);
}

#[test]
fn places_are_never_given_out_twice_even_when_the_queues_were_empty_at_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut last = None;
    for round in 0..3 {
        let store = Disk::open(folder.path()).unwrap();
        let event = take(&store, &[&format!("Ev{round}")]);
        let effect = commit(&store, event, vec![], vec![post("Ev", round, Purpose::None)])[0];
        store.settle(effect, Outcome::Done(None), NOW).unwrap();
        assert!(last < Some((event, effect)), "{last:?} before {:?}", (event, effect));
        last = Some((event, effect));
    }
}

#[test]
fn a_second_holder_of_the_folder_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let held = Disk::open(folder.path()).unwrap();
    let error = Disk::open(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::InUse(_)), "{error}");
    assert!(error.to_string().contains(&folder.path().display().to_string()), "{error}");
    drop(held);
    Disk::open(folder.path()).unwrap();
}

#[cfg(unix)]
#[test]
fn the_folder_and_its_files_are_closed_to_other_users() {
    use std::os::unix::fs::PermissionsExt as _;
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("data");
    let _store = Disk::open(&folder).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!([mode(&folder), mode(&folder.join("store"))], [0o700, 0o700]);
    assert_eq!([mode(&folder.join("liaison.lock")), mode(&folder.join("store/db"))], [0o600, 0o600]);
}

#[test]
fn a_damaged_database_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    drop(Disk::open(folder.path()).unwrap());
    std::fs::write(folder.path().join("store/conf"), "not a database").unwrap();
    let error = Disk::open(folder.path()).unwrap_err();
    assert!(matches!(error, StoreError::Unusable { .. }), "{error}");
    let text = error.to_string();
    assert!(text.contains(&folder.path().display().to_string()) && text.contains("move the folder away"), "{text}");
}

#[test]
fn a_data_folder_that_is_a_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data");
    std::fs::write(&file, "").unwrap();
    let text = Disk::open(&file).unwrap_err().to_string();
    assert!(text.contains("--data"), "{text}");
}

#[test]
fn what_was_durable_outlives_a_process_that_is_killed() {
    const CHILD: &str = "LIAISON_TEST_STORE_FOLDER";
    if let Some(folder) = std::env::var_os(CHILD) {
        let store = Disk::open(Path::new(&folder)).unwrap();
        for n in 0..200 {
            take(&store, &[&format!("Ev{n}")]);
        }
        wait_for(store.durable()).unwrap();
        std::process::abort();
    }
    let folder = tempfile::tempdir().unwrap();
    let name = "what_was_durable_outlives_a_process_that_is_killed";
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name])
        .env(CHILD, folder.path())
        .output()
        .unwrap();
    assert!(!child.status.success());
    assert_eq!(Disk::open(folder.path()).unwrap().backlog().inbox, 200);
}

/// One step of a random history. Numbers choose among what exists at that moment.
#[derive(Debug, Clone)]
enum Step {
    Accept { id: u8, also: u8, other_team: bool },
    Commit { event: u8, record: u8, timer: u8, hours: i8, effects: u8 },
    Settle { effect: u8 },
    FireDue { hours: i8, limit: u8 },
    Forget { hours: i8 },
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..20u8, 0..20u8, any::<bool>())
            .prop_map(|(id, also, other_team)| Step::Accept { id, also, other_team }),
        4 => (any::<u8>(), 0..4u8, 0..4u8, -3..10i8, 0..3u8)
            .prop_map(|(event, record, timer, hours, effects)| Step::Commit { event, record, timer, hours, effects }),
        2 => any::<u8>().prop_map(|effect| Step::Settle { effect }),
        2 => (-5..10i8, 0..4u8).prop_map(|(hours, limit)| Step::FireDue { hours, limit }),
        1 => (-5..10i8).prop_map(|hours| Step::Forget { hours }),
        1 => Just(Step::Reopen),
    ]
}

fn hours(n: i8) -> Timestamp {
    NOW.plus(Span::hours(i64::from(n)))
}

/// Takes a step and tells what can be seen of it, places left out.
fn apply(store: &impl Store, at: i8, step: &Step) -> String {
    match *step {
        Step::Accept { id, also, other_team } => {
            let of = TeamId::from(if other_team { "T2" } else { "T1" });
            let mut envelope = delivery(&of, &[&format!("Ev{id}"), &format!("Ev{also}")], "text");
            envelope.received = hours(at);
            format!("{}", matches!(store.accept(&envelope).unwrap(), Accepted::New(_)))
        }
        Step::Commit { event, record, timer, hours: due, effects } => {
            let events = store.inbox(None, usize::MAX).unwrap();
            if events.is_empty() {
                return String::new();
            }
            let (seq, envelope) = &events[usize::from(event) % events.len()];
            let kind = TimerKind::CloseSolved(RequestId(u64::from(timer) + 1));
            let number = u64::from(record) + 1;
            let mut changes = vec![Change::Put(Key::Request(RequestId(number)), request(number))];
            changes.push(match due {
                ..0 => Change::StopTimer(kind),
                _ => Change::SetTimer(kind, hours(due)),
            });
            if record == 0 {
                changes.push(Change::Remove(Key::Request(RequestId(2))));
            }
            let purpose = |n: u8| if n == 0 { explanation() } else { Purpose::None };
            let effects = (0..effects).map(|n| {
                let mut effect = post("", 0, purpose(n));
                effect.id = envelope.effect_id(usize::from(n));
                effect
            });
            let decision = Decision { changes, effects: effects.collect() };
            let waiting = store.commit(*seq, &envelope.team, envelope.received, &decision).unwrap();
            format!("{:?}", waiting.iter().map(|waiting| &waiting.effect).collect::<Vec<_>>())
        }
        Step::Settle { effect } => {
            let waiting = store.outbox(None, usize::MAX).unwrap();
            if waiting.is_empty() {
                return String::new();
            }
            let chosen = &waiting[usize::from(effect) % waiting.len()];
            format!("{}", store.settle(chosen.seq, Outcome::Done(None), hours(at)).unwrap().is_some())
        }
        Step::FireDue { hours: due, limit } => {
            format!("{}", store.fire_due(hours(due), usize::from(limit)).unwrap().len())
        }
        Step::Forget { hours: before } => format!("{}", store.forget_seen(hours(before), usize::MAX).unwrap()),
        Step::Reopen => String::new(),
    }
}

/// Everything that can be read, places left out.
fn contents(store: &impl Store) -> String {
    let teams = ["T1", "T2"].map(TeamId::from);
    let outbox: Vec<_> =
        store.outbox(None, usize::MAX).unwrap().into_iter().map(|w| (w.team, w.decided, w.effect)).collect();
    let requests = teams.map(|team| store.list(&team, Collection::Requests).unwrap());
    format!("{:?}\n{outbox:?}\n{requests:?}\n{:?}\n{:?}", inbox(store), store.next_due().unwrap(), store.backlog())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn any_history_reads_the_same_on_disk_and_in_memory(steps in prop::collection::vec(step(), 1..40)) {
        let folder = tempfile::tempdir().unwrap();
        let memory = Memory::new();
        let mut disk = Some(Disk::open(folder.path()).unwrap());
        for (at, step) in steps.iter().enumerate() {
            if matches!(step, Step::Reopen) {
                drop(disk.take());
                disk = Some(Disk::open(folder.path()).unwrap());
            }
            let store = disk.as_ref().unwrap();
            let at = i8::try_from(at).unwrap();
            prop_assert_eq!(apply(store, at, step), apply(&memory, at, step), "at step {} of {:?}", at, steps);
            prop_assert_eq!(contents(store), contents(&memory), "after step {} of {:?}", at, steps);
        }
    }
}
