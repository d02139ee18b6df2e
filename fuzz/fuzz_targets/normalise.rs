#![no_main]
//! See `bodies::normalising`.

#[path = "../bodies/mod.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::normalising(bytes));
