#![no_main]
//! See `bodies::glossary`.

#[path = "../bodies/mod.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::glossary(bytes));
