//! How values are written: returns bytes for a value and a value for bytes, one version byte and JSON, and names a
//! value it cannot read.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::store::StoreError;
use crate::store::keys::shown;

/// The version of the values this program writes.
const VERSION: u8 = 1;

/// Writes a value.
pub(super) fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    let mut bytes = vec![VERSION];
    match serde_json::to_writer(&mut bytes, value) {
        Ok(()) => Ok(bytes),
        Err(error) => Err(StoreError::Unwritable(error.to_string())),
    }
}

/// Reads a value back; `key` is where it was found, for the error.
pub(super) fn decode<T: DeserializeOwned>(key: &[u8], bytes: &[u8]) -> Result<T, StoreError> {
    let unreadable = |reason: String| StoreError::Unreadable { key: shown(key), reason };
    match bytes.split_first() {
        Some((&VERSION, json)) => serde_json::from_slice(json).map_err(|error| {
            // The place in the JSON is told, the content is not: it may be somebody's message.
            let (line, column) = (error.line(), error.column());
            unreadable(format!(
                "it is damaged at line {line}, column {column}; move the data folder away to start afresh (open \
                 requests, settings and unsent messages in it are lost)"
            ))
        }),
        Some((version, _)) => Err(unreadable(format!(
            "it is of version {version} and this program reads version {VERSION}; use the newer program that wrote it, \
             or move the data folder away to start afresh"
        ))),
        None => Err(unreadable("it is empty; move the data folder away to start afresh".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_as_it_was_written() {
        let bytes = encode(&vec!["a", "b"]).unwrap();
        assert_eq!(bytes[0], VERSION);
        assert_eq!(decode::<Vec<String>>(b"T1\0k", &bytes).unwrap(), ["a", "b"]);
    }

    #[test]
    fn a_value_of_a_newer_version_is_refused_with_its_key_and_a_remedy() {
        let error = decode::<String>(b"T1\0request/1", b"\x02\"x\"").unwrap_err().to_string();
        assert!(error.contains("T1/request/1"), "{error}");
        assert!(error.contains("version 2"), "{error}");
        assert!(error.contains("use the newer program"), "{error}");
    }

    #[test]
    fn a_damaged_value_is_refused_without_showing_what_is_in_it() {
        let error = decode::<u32>(b"T1\0k", b"\x01\"the secret").unwrap_err().to_string();
        assert!(error.contains("damaged"), "{error}");
        assert!(!error.contains("secret"), "{error}");
        assert!(decode::<u32>(b"T1\0k", b"").unwrap_err().to_string().contains("empty"));
    }
}
