//! What the bot writes about its work, on standard error: one line an event of its own, never what people wrote and
//! never a secret. Started once, by the commands that run the bot.

use std::io::IsTerminal as _;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, fmt};

/// How much is written: `error`, `warn`, `info` (the default), `debug` or `trace`.
const LEVEL: &str = "LIAISON_LOG";
/// How it is written: `text` (the default) or `json`.
const FORMAT: &str = "LIAISON_LOG_FORMAT";

/// Begins to write. A panic is written with its place only: its message may quote what somebody wrote.
///
/// # Errors
/// A variable that says something else than it may.
pub(super) fn start() -> Result<(), String> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let level: LevelFilter = match variable(LEVEL) {
        None => LevelFilter::INFO,
        Some(text) => text.parse().map_err(|_| {
            format!("{LEVEL} is `{text}`\n    help: one of `error`, `warn`, `info`, `debug` and `trace`")
        })?,
    };
    let json = match variable(FORMAT).as_deref() {
        None | Some("text") => false,
        Some("json") => true,
        Some(text) => return Err(format!("{FORMAT} is `{text}`\n    help: `text` or `json`")),
    };
    // Of the libraries only warnings: on finer levels some write requests out, with everything in them.
    let filter = Targets::new().with_default(LevelFilter::WARN.min(level)).with_target("liaison", level);
    let lines = fmt::layer().with_writer(std::io::stderr);
    let lines = if json { lines.json().boxed() } else { lines.with_ansi(std::io::stderr().is_terminal()).boxed() };
    let started = tracing_subscriber::registry().with(lines.with_filter(filter)).try_init();
    started.map_err(|error| format!("cannot write a log: {error}"))?;
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(target: "liaison", place, "panicked");
    }));
    Ok(())
}
