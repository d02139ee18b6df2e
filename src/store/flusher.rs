//! Makes written data durable: waiters that arrive while a flush runs share the next one. Returns to each whether
//! everything written before it asked is on disk.

use std::fs::File;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use crate::store::{Durable, StoreError};

type Answer = Result<(), String>;

/// A thread of its own that flushes when somebody waits for it.
pub(super) struct Flusher {
    queue: Arc<Queue>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    waiters: Vec<oneshot::Sender<Answer>>,
    stop: bool,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Flusher {
    /// Starts the thread. `file` is the database's own file: sled hands its pages to the system and leaves it there,
    /// so that only syncing the file as well makes them outlast a loss of power.
    pub(super) fn start(db: sled::Db, file: File) -> std::io::Result<Self> {
        let queue = Arc::new(Queue::default());
        let work = queue.clone();
        let run = move || serve(&work, || flush(&db, &file));
        let thread = std::thread::Builder::new().name("liaison-flush".to_owned()).spawn(run)?;
        Ok(Self { queue, thread: Some(thread) })
    }

    /// Joins the next flush that begins.
    pub(super) fn durable(&self) -> Durable {
        let (answer, wait) = oneshot::channel();
        let mut state = self.queue.lock();
        state.waiters.push(answer);
        if state.waiters.len() == 1 {
            self.queue.changed.notify_one();
        }
        drop(state);
        Box::pin(async move {
            match wait.await {
                Ok(answer) => answer.map_err(StoreError::Unwritable),
                Err(_) => Err(StoreError::Unwritable("the store was closed".to_owned())),
            }
        })
    }
}

impl Drop for Flusher {
    fn drop(&mut self) {
        self.queue.lock().stop = true;
        self.queue.changed.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join(); // a panic in it was printed by it; nothing more can be done here
        }
    }
}

/// Answers waiters, all that are there at a time with one flush, until told to stop. After a flush has failed it is
/// not known what reached the disk, and a later one that succeeds would not say: every later waiter hears the failure.
fn serve(queue: &Queue, flush: impl Fn() -> Answer) {
    let mut failed: Option<String> = None;
    loop {
        let waiters = {
            let mut state = queue.lock();
            while state.waiters.is_empty() && !state.stop {
                state = queue.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            if state.waiters.is_empty() {
                return;
            }
            std::mem::take(&mut state.waiters)
        };
        let answer = match &failed {
            Some(reason) => Err(format!("an earlier write failed ({reason}); mend the disk and start again")),
            None => flush(),
        };
        if let (None, Err(reason)) = (&failed, &answer) {
            failed = Some(reason.clone());
        }
        for waiter in waiters {
            let _ = waiter.send(answer.clone()); // whoever gave up waiting does not mind
        }
    }
}

fn flush(db: &sled::Db, file: &File) -> Answer {
    db.flush().map_err(|error| error.to_string())?;
    file.sync_data().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;

    use super::*;

    fn waiter(queue: &Queue) -> oneshot::Receiver<Answer> {
        let (answer, wait) = oneshot::channel();
        queue.lock().waiters.push(answer);
        queue.changed.notify_one();
        wait
    }

    #[test]
    fn those_who_ask_while_a_flush_runs_share_the_next_one() {
        let queue = Arc::new(Queue::default());
        let flushes = Arc::new(AtomicUsize::new(0));
        let (begun, has_begun) = mpsc::channel();
        let (go, may_go) = mpsc::channel::<()>();
        let (work, count) = (queue.clone(), flushes.clone());
        let thread = std::thread::spawn(move || {
            serve(&work, || {
                count.fetch_add(1, Ordering::SeqCst);
                begun.send(()).unwrap();
                may_go.recv().unwrap();
                Ok(())
            });
        });
        let first = waiter(&queue);
        has_begun.recv().unwrap();
        let late: Vec<_> = (0..10).map(|_| waiter(&queue)).collect();
        go.send(()).unwrap();
        go.send(()).unwrap();
        assert_eq!(first.blocking_recv().unwrap(), Ok(()));
        for wait in late {
            assert_eq!(wait.blocking_recv().unwrap(), Ok(()));
        }
        queue.lock().stop = true;
        queue.changed.notify_one();
        thread.join().unwrap();
        assert_eq!(flushes.load(Ordering::SeqCst), 2);
    }

    #[test]
    fn after_a_failed_flush_nothing_counts_as_durable() {
        let queue = Arc::new(Queue::default());
        let work = queue.clone();
        let first = AtomicUsize::new(0);
        let thread = std::thread::spawn(move || {
            serve(&work, || match first.fetch_add(1, Ordering::SeqCst) {
                0 => Err("no space left".to_owned()),
                _ => Ok(()),
            });
        });
        assert_eq!(waiter(&queue).blocking_recv().unwrap(), Err("no space left".to_owned()));
        let later = waiter(&queue).blocking_recv().unwrap().unwrap_err();
        assert!(later.contains("no space left"), "{later}");
        queue.lock().stop = true;
        queue.changed.notify_one();
        thread.join().unwrap();
    }
}
