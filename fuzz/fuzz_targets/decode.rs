#![no_main]
//! See `bodies::decoding`.

#[path = "../bodies/mod.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::decoding(bytes));
