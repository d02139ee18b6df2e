//! The language engine as a filter: JSON Lines in, JSON Lines out. Needs no Slack and no store.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{self, BufRead as _, BufReader, BufWriter, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::config::{self, Folder};
use crate::glossary::concept::Role;
use crate::ids::MessageTs;
use crate::liaison::policy::Policy;
use crate::rules::finding::{Because, Kind, Theme};
use crate::rules::memory::ThreadMemory;
use crate::rules::{Said, Threshold};
use crate::text::{Language, Passage};
use crate::time::{Span, Timestamp};

/// Options of `liaison scan`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The configuration folder [default: $LIAISON_CONFIG, else ./config if there is one, else the built-in one]
    #[arg(long, value_name = "DIR")]
    config: Option<PathBuf>,
    /// How readily a finding is raised
    #[arg(long, value_enum, default_value = "calm")]
    threshold: Readiness,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Readiness {
    /// Only when rather sure
    Calm,
    /// Also on weaker signs
    Keen,
}

pub(super) fn run(args: Args) -> ExitCode {
    let folder = Folder::locate(args.config, &|name| std::env::var_os(name));
    let policy = match config::load(&folder) {
        Ok(loaded) => loaded.policy,
        Err(problems) => {
            eprintln!("{problems}");
            return ExitCode::FAILURE;
        }
    };
    let threshold = match args.threshold {
        Readiness::Calm => Threshold::Calm,
        Readiness::Keen => Threshold::Keen,
    };
    let input = BufReader::with_capacity(64 * 1024, io::stdin().lock());
    let output = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    match scan(&policy, threshold, input, output, &mut io::stderr().lock()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // Whoever read the output has had enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("scan: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The longest line that is read, in bytes. Slack's messages end at 40,000 characters.
const LONGEST_LINE: u64 = 16 * 1024 * 1024;

/// How many threads are remembered at once; beyond it the longest unheard are forgotten.
const MOST_THREADS: usize = 16_384;

/// A message as it comes in.
#[derive(Debug, Deserialize)]
struct Incoming {
    id: Value,
    text: String,
    #[serde(default)]
    channel: Option<String>,
    #[serde(default)]
    thread: Option<String>,
    #[serde(default)]
    user: Option<String>,
    #[serde(default)]
    role: Option<String>,
    #[serde(default)]
    ts: Option<Value>,
}

/// What was found in a message.
#[derive(Debug, Serialize)]
struct Outgoing<'a> {
    id: &'a Value,
    language: Option<Language>,
    terms: Vec<FoundTerm<'a>>,
    finding: Option<Found>,
}

#[derive(Debug, Serialize)]
struct FoundTerm<'a> {
    concept: &'a str,
    term: &'a str,
    surface: &'a str,
    start: usize,
    end: usize,
    explained: bool,
}

#[derive(Debug, Serialize)]
struct Found {
    kind: Kind,
    themes: Vec<Theme>,
    rules: Vec<crate::ids::RuleId>,
    score: f64,
    because: Vec<Because>,
}

/// Reads messages until the input ends and writes what was found in each. Whether every line was valid; those
/// that were not are answered on `errors` with their number.
///
/// # Errors
/// When the input cannot be read or the output cannot be written.
fn scan(
    policy: &Policy,
    threshold: Threshold,
    mut input: BufReader<impl Read>,
    mut output: impl Write,
    errors: &mut impl Write,
) -> io::Result<bool> {
    let mut threads = Threads::default();
    let mut line = Vec::new();
    let mut number = 0_u64;
    let mut valid = true;
    loop {
        if input.buffer().is_empty() {
            output.flush()?; // nothing more is at hand: let it be seen before waiting
        }
        line.clear();
        if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            output.flush()?;
            return Ok(valid);
        }
        number += 1;
        let answer = if line.len() as u64 == LONGEST_LINE && !line.ends_with(b"\n") {
            input.skip_until(b'\n')?;
            Err(format!("longer than {} MB", LONGEST_LINE / 1024 / 1024))
        } else if line.trim_ascii().is_empty() {
            continue;
        } else {
            read(&line)
        };
        match answer {
            Ok((message, ts)) => {
                examine(policy, threshold, &mut threads, &message, ts, &mut output)?;
                output.write_all(b"\n")?;
            }
            Err(problem) => {
                valid = false;
                writeln!(errors, "line {number}: {problem}")?;
            }
        }
    }
}

fn read(line: &[u8]) -> Result<(Incoming, Option<Timestamp>), String> {
    let line = std::str::from_utf8(line)
        .map_err(|error| format!("not valid UTF-8 at byte {} of the line", error.valid_up_to() + 1))?;
    if !line.trim_start().starts_with('{') {
        return Err("not a message: expected one JSON object, in braces".to_owned());
    }
    let message: Incoming = serde_json::from_str(line).map_err(|error| format!("not a message: {error}"))?;
    if !(message.id.is_string() || message.id.is_number()) {
        return Err("not a message: `id` must be text".to_owned());
    }
    let ts =
        match &message.ts {
            None | Some(Value::Null) => None,
            Some(ts) => {
                let written = ts.as_str().map_or_else(|| ts.to_string(), str::to_owned);
                let read = Timestamp::of_message(&MessageTs::new(written.as_str()));
                Some(read.ok_or_else(|| {
                    format!("not a message: `ts` {ts} is not seconds since 1970, as 1700000000.000100")
                })?)
            }
        };
    Ok((message, ts))
}

fn examine(
    policy: &Policy,
    threshold: Threshold,
    threads: &mut Threads,
    message: &Incoming,
    ts: Option<Timestamp>,
    output: &mut impl Write,
) -> io::Result<()> {
    let passage = Passage::read(&message.text);
    let occurrences = policy.glossary.find(&passage);
    let terms = occurrences.iter().filter_map(|found| {
        Some(FoundTerm {
            concept: found.concept.id.as_str(),
            term: &found.term.text,
            surface: message.text.get(found.range.clone())?,
            start: found.range.start,
            end: found.range.end,
            explained: found.explained,
        })
    });
    let terms = terms.collect();
    let thread = threads.of(message);
    // A thread begins at 1970 when nobody says otherwise: only the time between messages matters.
    let at = ts.unwrap_or_else(|| thread.last.map_or(Timestamp(0), |last| last.plus(Span::minutes(1))));
    thread.last = Some(at);
    let id = message.id.as_str().map_or_else(|| message.id.to_string(), str::to_owned);
    let said = Said {
        message: &id,
        at,
        speaker: speaker(message),
        role: message.role.as_deref().and_then(Role::from_id).unwrap_or(Role::Other),
        passage: &passage,
    };
    let finding = policy.rules.judge(&mut thread.memory, said, threshold);
    let finding = finding.map(|finding| Found {
        kind: finding.kind,
        themes: finding.themes,
        rules: finding.rules,
        score: finding.score,
        because: finding.because,
    });
    let outgoing = Outgoing { id: &message.id, language: passage.language(), terms, finding };
    serde_json::to_writer(output, &outgoing).map_err(io::Error::from)
}

/// A number that tells the speakers of a thread apart; people without a name are told apart by their role.
fn speaker(message: &Incoming) -> u32 {
    let mut hasher = DefaultHasher::new();
    match &message.user {
        Some(user) => (0_u8, user).hash(&mut hasher),
        None => (1_u8, &message.role).hash(&mut hasher),
    }
    hasher.finish() as u32
}

/// What is remembered of the threads, the longest unheard forgotten first.
#[derive(Debug, Default)]
struct Threads {
    /// By channel and, inside a thread, its name.
    all: HashMap<(String, Option<String>), Thread>,
    heard: u64,
}

#[derive(Debug, Default)]
struct Thread {
    memory: ThreadMemory,
    last: Option<Timestamp>,
    heard: u64,
}

impl Threads {
    fn of(&mut self, message: &Incoming) -> &mut Thread {
        let key = (message.channel.clone().unwrap_or_default(), message.thread.clone());
        self.heard += 1;
        if self.all.len() >= MOST_THREADS && !self.all.contains_key(&key) {
            // Half at once, so that this is rare.
            let mut heard: Vec<u64> = self.all.values().map(|thread| thread.heard).collect();
            let (_, middle, _) = heard.select_nth_unstable(MOST_THREADS / 2);
            let middle = *middle;
            self.all.retain(|_, thread| thread.heard >= middle);
        }
        let thread = self.all.entry(key).or_default();
        thread.heard = self.heard;
        thread
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(channel: &str, thread: Option<&str>) -> Incoming {
        let text = serde_json::json!({"id": "1", "text": "", "channel": channel, "thread": thread}).to_string();
        read(text.as_bytes()).unwrap().0
    }

    #[test]
    fn a_thread_and_its_channel_remember_each_for_itself() {
        let mut threads = Threads::default();
        threads.of(&message("c", None)).last = Some(Timestamp(1));
        threads.of(&message("c", Some("t"))).last = Some(Timestamp(2));
        threads.of(&message("", Some("t"))).last = Some(Timestamp(3));
        assert_eq!(threads.of(&message("c", None)).last, Some(Timestamp(1)));
        assert_eq!(threads.of(&message("c", Some("t"))).last, Some(Timestamp(2)));
        assert_eq!(threads.all.len(), 3);
    }

    #[test]
    fn however_many_threads_there_are_only_the_last_heard_are_remembered() {
        let mut threads = Threads::default();
        for number in 0..3 * MOST_THREADS {
            threads.of(&message(&number.to_string(), None));
            threads.of(&message("busy", None)).last = Some(Timestamp(1));
        }
        assert!(threads.all.len() <= MOST_THREADS);
        assert_eq!(threads.of(&message("busy", None)).last, Some(Timestamp(1)));
        assert!(threads.all.contains_key(&((3 * MOST_THREADS - 1).to_string(), None)));
    }

    #[test]
    fn speakers_are_told_apart_by_name_or_else_by_role() {
        let of = |user: Option<&str>, role: Option<&str>| {
            let text = serde_json::json!({"id": "1", "text": "", "user": user, "role": role}).to_string();
            speaker(&read(text.as_bytes()).unwrap().0)
        };
        assert_eq!(of(Some("U1"), None), of(Some("U1"), Some("sales")));
        assert_ne!(of(Some("U1"), None), of(Some("U2"), None));
        assert_ne!(of(None, Some("sales")), of(None, Some("engineering")));
    }
}
