#![no_main]
//! See `bodies::holidays`.

#[path = "../bodies/mod.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::holidays(bytes));
