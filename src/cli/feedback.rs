//! How the rules were received in Slack, for `liaison check --feedback`: accepted and refused, in the whole workspace
//! and in how many channels each is silent. From a data folder no bot is running on.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use crate::cli::data;
use crate::config::Folder;
use crate::ids::RuleId;
use crate::liaison::facts::Records as _;
use crate::liaison::records::{Key, Reception, Record};
use crate::store::Store as _;

/// Writes a line for each rule that somebody said something about, the most refused first.
pub(super) fn show(folder: &Folder, data: Option<PathBuf>) -> Result<(), String> {
    let (_, store) = data::open(folder, data)?;
    let mut received: BTreeMap<RuleId, Reception> = BTreeMap::new();
    for team in store.teams().map_err(|error| error.to_string())? {
        let record = store.get(&team, &Key::Receptions).map_err(|error| error.to_string())?;
        let Some(Record::Receptions(counts)) = record else { continue };
        for (rule, counts) in counts {
            let all = received.entry(rule).or_default();
            all.accepted = all.accepted.saturating_add(counts.accepted);
            all.refused = all.refused.saturating_add(counts.refused);
            all.silent = all.silent.max(counts.silent);
        }
    }
    match write(received, &mut io::stdout().lock()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("cannot write: {error}")),
        _ => Ok(()),
    }
}

fn write(received: BTreeMap<RuleId, Reception>, output: &mut dyn Write) -> io::Result<()> {
    if received.is_empty() {
        return writeln!(output, "Nobody has said yet what they think of a rule.");
    }
    let mut received: Vec<(RuleId, Reception)> = received.into_iter().collect();
    received.sort_by_key(|(_, counts)| std::cmp::Reverse((counts.silent, counts.refused)));
    writeln!(output, "{:32} {:>8} {:>8}", "rule", "accepted", "refused")?;
    for (rule, Reception { accepted, refused, silent, .. }) in received {
        let silent = if silent.is_some() { "  silent" } else { "" };
        writeln!(output, "{:32} {accepted:>8} {refused:>8}{silent}", rule.as_str())?;
    }
    output.flush()
}
