//! Telling other systems of the steps of requests: signed, to configured targets alone, and to no address that is not
//! meant.
//!
//! [`secrets`] finds what to sign with, [`signature`] signs, [`reach`] says which addresses may be told, [`resolver`]
//! lets nothing else be connected to, [`client`] tells a target once and says what came of it.

pub mod client;
pub mod reach;
mod resolver;
pub mod secrets;
pub mod signature;

#[cfg(test)]
mod tests;

pub use client::{Answer, Clients};
pub use secrets::{Secret, SecretError, Secrets};
