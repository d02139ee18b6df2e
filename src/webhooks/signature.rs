//! Signs what a webhook is told, so that its receiver can tell that it comes from here and is not old.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::webhooks::secrets::Secret;

/// The header with the delivery's id: the same each time it is sent.
pub const ID: &str = "Liaison-Id";
/// The header with the time of sending, in seconds since 1970.
pub const TIMESTAMP: &str = "Liaison-Timestamp";
/// The header with the signature.
pub const SIGNATURE: &str = "Liaison-Signature";

/// The value of the signature header: `v1=` and, in hexadecimal, the HMAC-SHA256 of the timestamp as it is in its
/// header, a full stop, and the body as it is sent.
pub fn sign(secret: &Secret, timestamp: i64, body: &str) -> String {
    // HMAC takes a key of any length, so this is never an empty string.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.reveal().as_bytes()) else { return String::new() };
    mac.update(format!("{timestamp}.").as_bytes());
    mac.update(body.as_bytes());
    let digest = mac.finalize().into_bytes();
    digest.iter().fold("v1=".to_owned(), |text, byte| text + &format!("{byte:02x}"))
}
