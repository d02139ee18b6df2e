//! What the bot would have said over a Slack export: the export's messages, as the events they were, through the
//! same core as live ones.
//!
//! [`archive`] opens a zip or a folder and bounds what is read from it, [`people`] knows its users and channels,
//! [`days`] reads its messages a day at a time, [`bot`] is the core with a store in memory, [`report`] says what
//! came out.

pub mod archive;
pub mod bot;
pub mod days;
pub mod people;
pub mod report;

use std::io;
use std::path::Path;

use crate::liaison::policy::Policy;
use crate::store::StoreError;

use archive::{Archive, Fault, Limits};
use bot::{Bot, Said};
use people::People;
use report::Summary;

/// Receives what a replay finds, as it finds it. An error ends the replay.
pub trait Listener {
    /// What the bot would have done at one moment.
    fn said(&mut self, said: &Said, people: &People) -> io::Result<()>;
    /// Something in the export is wrong; the rest goes on.
    fn fault(&mut self, fault: &Fault) -> io::Result<()>;
    /// So many of all days are done.
    fn progress(&mut self, done: usize, all: usize) -> io::Result<()>;
    /// That was all.
    fn end(&mut self, summary: &Summary, people: &People) -> io::Result<()>;
}

/// Why a replay cannot begin, or cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The export cannot be read at all.
    #[error(transparent)]
    Unusable(Fault),
    /// What was found cannot be written.
    #[error("the output cannot be written: {0}")]
    Output(#[from] io::Error),
    /// The store in memory refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Replays an export in the order of time, one day in memory at a time.
///
/// # Errors
/// When the export cannot be opened or is none, or the listener fails. Everything else that is wrong goes to the
/// listener as a fault.
pub fn replay(policy: &Policy, export: &Path, limits: Limits, listener: &mut dyn Listener) -> Result<(), ReplayError> {
    let (mut archive, mut faults) = Archive::open(export, limits).map_err(ReplayError::Unusable)?;
    let people = People::read(&mut archive, &policy.teams, &mut faults);
    let days = days::list(&archive, &people);
    if people.is_empty() {
        let problem = "is not a Slack export: there is no users.json, no channels.json and no folder with a file a day";
        return Err(ReplayError::Unusable(Fault::new(export.display().to_string(), problem)));
    }
    for fault in &faults {
        listener.fault(fault)?;
    }
    let mut summary = Summary::default();
    let mut bot = Bot::new(policy, &people);
    for (done, day) in days.iter().enumerate() {
        listener.progress(done, days.len())?;
        let read = day.read(&mut archive, &people);
        for fault in &read.faults {
            listener.fault(fault)?;
        }
        summary.read(&read);
        for message in read.in_order() {
            for said in bot.hear(&message)? {
                summary.said(&said);
                listener.said(&said, &people)?;
            }
        }
        if archive.is_exhausted() {
            break; // whoever read too much has said so
        }
    }
    listener.progress(days.len(), days.len())?;
    listener.end(&summary, &people)?;
    Ok(())
}
