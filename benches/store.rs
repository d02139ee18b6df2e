//! How many events a second are taken in: deduplicated, stored, and on disk before they are acknowledged. The
//! callers wait side by side, as connections do, and share the flushes.
#![allow(clippy::unwrap_used, reason = "a benchmark stops where something fails")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use divan::Bencher;
use divan::counter::ItemsCount;
use liaison::ids::{ChannelId, DeliveryId, MessageTs, TeamId, UserId};
use liaison::liaison::decision::Decision;
use liaison::liaison::event::{Envelope, Event, Posted};
use liaison::store::{Disk, Memory, Store};
use liaison::time::Timestamp;
use tokio::runtime::Runtime;

/// Events a round, over all callers.
const EVENTS: u64 = 6_400;

fn main() {
    divan::main();
}

fn delivery(number: u64) -> Envelope {
    Envelope {
        team: TeamId::from("T0123456789"),
        ids: vec![
            DeliveryId::new(format!("Ev{number:010}")),
            DeliveryId::new(format!("post:C0123456789:1700000000.{number:06}")),
        ],
        received: Timestamp(1_700_000_000_000),
        event: Event::Posted(Posted {
            channel: ChannelId::from("C0123456789"),
            ts: MessageTs::new(format!("1700000000.{number:06}")),
            thread: None,
            parent: None,
            author: UserId::from("U0123456789"),
            text: "The customer asks whether we can skip the canary release and ship on Friday.".to_owned(),
            direct: false,
            mention: false,
        }),
    }
}

/// Brings all events in from that many callers at once, each waiting for its own to be durable.
fn take_in(runtime: &Runtime, store: &Arc<impl Store>, next: &AtomicU64, callers: u64) {
    runtime.block_on(async {
        let first = next.fetch_add(EVENTS, Ordering::Relaxed);
        let each = EVENTS / callers;
        let tasks: Vec<_> = (0..callers)
            .map(|caller| {
                let store = store.clone();
                tokio::spawn(async move {
                    for number in 0..each {
                        store.accept(&delivery(first + caller * each + number)).unwrap();
                        store.durable().await.unwrap();
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
    });
}

#[divan::bench(args = [1, 8, 64, 256], sample_count = 5, sample_size = 1)]
fn accept_and_durable_on_disk(bencher: Bencher<'_, '_>, callers: u64) {
    let runtime = Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(Disk::open(folder.path()).unwrap());
    let next = AtomicU64::new(0);
    bencher.counter(ItemsCount::new(EVENTS)).bench(|| take_in(&runtime, &store, &next, callers));
}

#[divan::bench(args = [64], sample_count = 5, sample_size = 1)]
fn accept_in_memory(bencher: Bencher<'_, '_>, callers: u64) {
    let runtime = Runtime::new().unwrap();
    let store = Arc::new(Memory::new());
    let next = AtomicU64::new(0);
    bencher.counter(ItemsCount::new(EVENTS)).bench(|| take_in(&runtime, &store, &next, callers));
}

/// Opening a folder that remembers 100,000 deliveries.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn open_with_100k_remembered(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().unwrap();
    {
        let store = Disk::open(folder.path()).unwrap();
        for number in 0..50_000 {
            let envelope = delivery(number); // two ids each
            if let liaison::store::Accepted::New(seq) = store.accept(&envelope).unwrap() {
                store.commit(seq, &envelope.team, envelope.received, &Decision::default()).unwrap();
            }
        }
    }
    bencher.bench_local(|| drop(Disk::open(folder.path()).unwrap()));
}
