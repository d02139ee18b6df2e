//! Glossaries in the forms other programs keep them in, both ways: TBX, CSV and prh in; TBX, CSV, Markdown and our own
//! YAML out. Reads and returns texts; what a form cannot carry is told, with its place and why, never dropped in
//! silence.
//!
//! A reader makes [`rough`] concepts of a text, [`assemble`](assemble::assemble) makes whole ones of them. A writer
//! returns the text with what it had to leave out.

pub mod assemble;
pub mod csv;
pub mod encoding;
pub mod markdown;
mod naming;
pub mod prh;
pub mod rough;
pub mod tbx;
pub mod yaml;

use super::concept::Term;

/// A place in what was read or written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// A line of the file read, counted from 1.
    Line(u64),
    /// A concept, by its id.
    Concept(String),
}

/// Something that could not be carried over, or not as it was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// What: `partOfSpeech`, the column `License`. The same words for the same kind of thing, so that many can be
    /// told together.
    pub what: String,
    /// Why, or what was done instead.
    pub why: String,
    /// Where.
    pub at: At,
}

/// Text that was written, with what it does not carry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// The file's text.
    pub text: String,
    /// What is not in it.
    pub notes: Vec<Note>,
}

/// Text that cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Where, counted from 1, if it is known.
    pub line: Option<u64>,
    /// What is wrong.
    pub problem: String,
    /// How to mend it.
    pub remedy: String,
}

impl Unreadable {
    pub(super) fn new(line: impl Into<Option<u64>>, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { line: line.into(), problem: problem.into(), remedy: remedy.into() }
    }
}

/// What to call a concept that has these terms and no name yet; another may be called that.
pub fn name_of(terms: &[Term]) -> String {
    naming::by_terms(&terms.iter().collect::<Vec<_>>())
}

/// The line, counted from 1, on which a byte lies.
fn line_of(bytes: &[u8], offset: usize) -> u64 {
    bytes[..offset.min(bytes.len())].split(|&byte| byte == b'\n').count() as u64
}

/// Counts lines up to places that only go forward.
#[derive(Debug)]
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        Self { text: text.as_bytes(), at: 0, line: 1 }
    }

    /// The line, counted from 1, of a byte at or after the one asked for before.
    fn at(&mut self, offset: usize) -> u64 {
        let offset = offset.min(self.text.len());
        if offset > self.at {
            self.line += self.text[self.at..offset].split(|&byte| byte == b'\n').skip(1).count() as u64;
            self.at = offset;
        }
        self.line
    }
}
