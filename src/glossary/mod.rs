//! Concepts and their terms, in the sense of ISO 704 and TBX: one concept, several terms in each language.
//!
//! [`concept`] is the data, [`matching`] finds terms in talk, [`lookup`] answers somebody who asks for one.

pub mod concept;
pub mod matching;

pub use matching::{Glossary, Occurrence};
