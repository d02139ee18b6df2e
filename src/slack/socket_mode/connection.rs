//! Drives one connection from its greeting to its end: reads envelopes, acknowledges each once it is taken, asks now
//! and then whether the other side is there. Tells when it is greeted and when it is to be replaced.

use std::sync::Arc;
use std::time::Instant;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio::task::{JoinError, JoinSet};
use tokio::time::{interval_at, sleep_until, timeout};
use tokio_tungstenite::tungstenite::{Error, Message};

use super::Timing;
use super::open::Socket;
use crate::ids::UserId;
use crate::slack::decode::{self, Ignored};
use crate::slack::{Receipt, Receiver, correction, now};

/// Envelopes at hand at most; while there are more, reading waits.
const MOST_AT_HAND: usize = 256;

/// What connections share.
pub(super) struct Context {
    pub(super) receiver: Arc<dyn Receiver>,
    pub(super) bot: Option<UserId>,
    pub(super) timing: Timing,
}

/// What a connection tells while it runs. Its end is told by silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notice {
    /// Slack greeted: deliveries come from now on.
    Hello,
    /// Slack is going to close it: open another.
    Refresh,
    /// Socket Mode was switched off for the app.
    Disabled,
}

/// What to do after a frame.
enum Step {
    On,
    Tell(Notice),
    Handle(Value),
}

/// Runs until the connection ends, or until it is `told` to stop: then it takes nothing more in, and finishes what is at hand.
pub(super) async fn drive(
    mut socket: Socket,
    context: Arc<Context>,
    notices: mpsc::Sender<Notice>,
    mut told: oneshot::Receiver<()>,
) {
    let Timing { open_within, ping_every, silent_after, .. } = context.timing;
    let mut at_hand: JoinSet<Option<Value>> = JoinSet::new();
    let mut pings = interval_at(tokio::time::Instant::now() + ping_every, ping_every);
    let greeting = sleep_until(tokio::time::Instant::now() + open_within);
    tokio::pin!(greeting);
    let mut greeted = false;
    let mut heard = Instant::now();
    let end = loop {
        tokio::select! {
            _ = &mut told => break "left",
            () = &mut greeting, if !greeted => break "not greeted in time",
            Some(done) = at_hand.join_next() => {
                if acknowledge(&mut socket, &context, done).await.is_err() {
                    break "an acknowledgement could not be sent";
                }
            }
            frame = socket.next(), if at_hand.len() < MOST_AT_HAND => {
                heard = Instant::now();
                let step = match frame {
                    Some(Ok(Message::Text(text))) => read(&text, &*context.receiver),
                    Some(Ok(Message::Binary(bytes))) => {
                        read(&String::from_utf8_lossy(&bytes), &*context.receiver)
                    }
                    // The answer to a ping was put in line by reading it; this sends it now.
                    Some(Ok(Message::Ping(_))) => match send(&mut socket, None, &context.timing).await {
                        Ok(()) => Step::On,
                        Err(_) => break "an answer to a ping could not be sent",
                    },
                    Some(Ok(Message::Pong(_) | Message::Frame(_))) => Step::On,
                    Some(Ok(Message::Close(_))) | None => break "closed by Slack",
                    Some(Err(error)) => {
                        tracing::debug!(%error, "a Socket Mode connection failed");
                        break "failed";
                    }
                };
                match step {
                    Step::On => {}
                    Step::Tell(notice) => {
                        greeted |= notice == Notice::Hello;
                        // One that is not read in time repeats what was told before.
                        let _ = notices.try_send(notice);
                    }
                    Step::Handle(envelope) => {
                        at_hand.spawn(handle(envelope, Arc::clone(&context)));
                    }
                }
            }
            _ = pings.tick() => {
                if at_hand.len() >= MOST_AT_HAND {
                    heard = Instant::now(); // it is we who do not listen
                }
                if heard.elapsed() >= silent_after {
                    break "silent for too long";
                }
                if send(&mut socket, Some(Message::Ping(b"liaison".as_slice().into())), &context.timing).await.is_err() {
                    break "a ping could not be sent";
                }
            }
        }
    };
    tracing::debug!(end, at_hand = at_hand.len(), "a Socket Mode connection ended");
    drop(notices);
    let drained = async {
        while let Some(done) = at_hand.join_next().await {
            // Where the connection is gone, taking goes on all the same; Slack sends again what it heard nothing of.
            let _ = acknowledge(&mut socket, &context, done).await;
        }
        let _ = socket.close(None).await;
    };
    if timeout(context.timing.drain_within, drained).await.is_err() {
        tracing::warn!("a Socket Mode connection was left with deliveries at hand; Slack will send them again");
    }
}

/// Reads one text frame.
fn read(text: &str, receiver: &dyn Receiver) -> Step {
    let Some(frame) = decode::parse(text.as_bytes()).filter(Value::is_object) else {
        receiver.refused("malformed-frame");
        return Step::On;
    };
    match frame["type"].as_str() {
        Some("hello") => Step::Tell(Notice::Hello),
        Some("disconnect") => match frame["reason"].as_str() {
            Some("link_disabled") => Step::Tell(Notice::Disabled),
            _ => Step::Tell(Notice::Refresh), // `warning`, `refresh_requested`, or a reason to come
        },
        _ if frame["envelope_id"].is_string() => Step::Handle(frame),
        Some(_) => {
            receiver.ignored("unknown-frame");
            Step::On
        }
        None => {
            receiver.refused("malformed-frame");
            Step::On
        }
    }
}

/// Takes one envelope; returns its acknowledgement when it may be acknowledged.
async fn handle(envelope: Value, context: Arc<Context>) -> Option<Value> {
    let id = envelope["envelope_id"].as_str()?.to_owned();
    let payload = &envelope["payload"];
    let decoded = match envelope["type"].as_str() {
        Some("events_api") => decode::event(payload, context.bot.as_ref(), now()),
        Some("slash_commands") => decode::command(payload, now()),
        Some("interactive") => decode::interaction(payload, now()),
        _ => Err(Ignored("unknown-envelope")),
    };
    match decoded {
        Ok(event) => match context.receiver.receive(event).await {
            Receipt::Taken => Some(json!({"envelope_id": id})),
            Receipt::Corrected(faults) => Some(json!({"envelope_id": id, "payload": correction(&faults)})),
            Receipt::NotTaken(reason) => {
                tracing::warn!(reason, "a delivery could not be stored; Slack will send it again");
                None
            }
        },
        Err(Ignored(reason)) => {
            context.receiver.ignored(reason);
            Some(json!({"envelope_id": id}))
        }
    }
}

/// Acknowledges an envelope that was taken; a panic while taking one costs that one only.
async fn acknowledge(
    socket: &mut Socket,
    context: &Context,
    done: Result<Option<Value>, JoinError>,
) -> Result<(), Error> {
    match done {
        Ok(Some(answer)) => send(socket, Some(Message::text(answer.to_string())), &context.timing).await,
        Ok(None) => Ok(()),
        Err(error) => {
            tracing::error!(%error, "taking a delivery panicked; Slack will send it again");
            context.receiver.refused("panic");
            Ok(())
        }
    }
}

/// Sends a frame, if any, and what is in line before it. A connection that takes nothing for too long is lost.
async fn send(socket: &mut Socket, message: Option<Message>, timing: &Timing) -> Result<(), Error> {
    let sending = async {
        match message {
            Some(message) => socket.send(message).await,
            None => socket.flush().await,
        }
    };
    timeout(timing.silent_after, sending).await.unwrap_or(Err(Error::AlreadyClosed))
}
