//! Configuration: files are read into a raw schema, validated as a whole, and become an immutable
//! [`Policy`](crate::liaison::policy::Policy). Every problem is named with file, line, key and remedy.

pub mod error;
pub mod source;

pub use error::{ConfigError, Problems};
pub use source::Source;
