//! Who looks after a request and by when: business time, days off, rotas. Held by properties against slow, obvious
//! references.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod business_time;
mod holidays;
mod rota;
