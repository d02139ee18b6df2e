#![no_main]
//! See `bodies::phrases`.

#[path = "../bodies/mod.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::phrases(bytes));
