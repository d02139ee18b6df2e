//! What a thread remembers between messages: which cues were heard when, by which role; never the words.

use serde::{Deserialize, Serialize};

use crate::glossary::concept::Role;
use crate::ids::CueId;
use crate::rules::finding::Kind;
use crate::time::Timestamp;

/// One message as the thread remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// The message's id or timestamp.
    pub message: String,
    /// When it was said.
    pub at: Timestamp,
    /// Who said it, as a number that only tells speakers of this thread apart.
    pub speaker: u32,
    /// The speaker's role.
    pub role: Role,
    /// The cues heard in it.
    pub cues: Vec<CueId>,
    /// The words of those cues, in the same order: for `scan` within one run, never stored.
    #[serde(skip)]
    pub surfaces: Vec<String>,
}

/// The last messages of a thread, oldest first, and what was already said about them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ThreadMemory {
    /// At most [`ThreadMemory::LIMIT`] messages.
    pub heard: Vec<Heard>,
    /// The kinds already found in this thread and when, so that one is not raised twice in a row.
    pub found: Vec<(Kind, Timestamp)>,
}

impl ThreadMemory {
    /// How many messages of a thread are remembered.
    pub const LIMIT: usize = 12;
}
