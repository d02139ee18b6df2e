//! Tables with a header line (RFC 4180): reads the columns people really have, in English and Japanese, one row a
//! concept or one row a term; writes one row a term, which carries everything.

mod cell;
mod columns;
mod read;
mod write;

pub use read::read;
pub use write::write;
