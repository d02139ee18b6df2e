//! The life of a request, from suggested to closed, and the team it goes to.
//!
//! [`request`] is the record, [`life`] the state machine, [`team`] who looks after it.

pub mod dates;
pub mod life;
pub mod request;
pub mod team;
