//! The imperative shell around the core: accept, decide, commit, execute, fire timers.
//!
//! [`serve`] puts the parts together and is the one way in, for `liaison serve`, `liaison demo` and the tests.

pub mod serve;

pub use serve::{Data, Options, ServeError, Serving, serve};
