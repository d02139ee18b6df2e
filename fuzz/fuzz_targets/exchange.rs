#![no_main]
//! See `bodies::exchange`.

#[path = "../bodies/mod.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::exchange(bytes));
