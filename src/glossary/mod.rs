//! Concepts and their terms, in the sense of ISO 704 and TBX: one concept, several terms in each language.
//!
//! [`concept`] is the data, [`matching`] finds terms in talk, [`acronyms`] what may be missing, [`lookup`] answers somebody who asks for one, [`lint`] is
//! what a terminologist would say of them, [`exchange`] the forms other programs keep them in.

pub mod acronyms;
mod catalogue;
mod compound;
pub mod concept;
mod edges;
mod entry;
mod exact;
pub mod exchange;
mod explained;
mod index;
mod inflection;
mod irregular;
mod kanji;
pub mod lint;
pub mod lookup;
pub mod matching;
mod number;
mod okurigana;
mod romaji;
mod search;
mod settle;
mod spelling;
mod starts;
#[cfg(test)]
mod tests;

pub use lookup::LookUp;
pub use matching::{Glossary, Occurrence};
