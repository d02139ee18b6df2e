//! The life of a request, from suggested to closed, and the team it goes to.
//!
//! [`request`] is the record, [`life`] the state machine, [`team`] who looks after it. [`routing`] says which team a
//! request goes to, [`rota`] who of it is on duty, [`calendar`] when they are at work, with the days off [`holidays`]
//! reads, and [`levels`] how long things may take, in business time.

pub mod calendar;
pub mod dates;
pub mod holidays;
pub mod levels;
pub mod life;
pub mod request;
pub mod rota;
pub mod routing;
pub mod team;
