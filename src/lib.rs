//! Liaison: a Slack bot that stands between sales and engineering.
//!
//! A functional core in an imperative shell. Dependencies point one way, from the top of this list down:
//! everything up to [`liaison`] is pure (no runtime, no store, no Slack types, no files, no clock), and a
//! test in `tests/architecture.rs` holds it so.

// The pure rooms.
pub mod commands; // the grammar of slash commands and mentions
pub mod curation; // what people write into the glossary: proposals, versions, checks
pub mod glossary; // concepts and their terms: finding them in talk, looking them up
pub mod ids; // newtypes for Slack's identifiers and our own
pub mod liaison; // the core: event + facts -> decision
pub mod requests; // the life of a request, which team it goes to, who is on duty and when
pub mod rules; // cues and rules: what a thread remembers, what is worth saying something about
pub mod settings; // what can be chosen in Slack: how a channel is set, what a person wants
pub mod text; // Slack markup to readable spans, normalisation with an offset map, language, word boundaries
pub mod time; // a point in time and a span of it, given from outside
pub mod wording; // everything a person reads, in both languages

// The shell.
pub mod cli; // one file a command
pub mod config; // files -> validated, immutable policy
pub mod replay; // Slack exports -> what the bot would have said
pub mod runtime; // the loop: accept, decide, commit, execute, fire timers
pub mod slack; // Slack's protocol: the only place that knows its types
pub mod store; // inbox, outbox, timers and records, on disk or in memory
pub mod tls; // the settings of every secure connection
pub mod webhooks; // telling other systems, signed, and nobody who should not be told
pub mod workspace; // a local workspace that speaks Slack's protocol, and its web page
