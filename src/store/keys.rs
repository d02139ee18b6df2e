//! How keys are written: returns the bytes of a key and what is in one. Every key begins with the workspace's id and
//! a NUL, so that nothing of one workspace is read for another.

use crate::ids::TeamId;
use crate::store::StoreError;
use crate::time::Timestamp;

/// Kinds of keys in the tree of timers.
const BY_NAME: &[u8] = b"n";
const BY_TIME: &[u8] = b"t";

/// A key of a workspace: its id, a NUL, and the parts one after the other.
pub(super) fn key(team: &str, parts: &[&[u8]]) -> Vec<u8> {
    let length = team.len() + 1 + parts.iter().map(|part| part.len()).sum::<usize>();
    let mut key = Vec::with_capacity(length);
    key.extend_from_slice(team.as_bytes());
    key.push(0);
    for part in parts {
        key.extend_from_slice(part);
    }
    key
}

/// The workspace a key belongs to and the rest of the key; nothing for a key that is not one of ours.
pub(super) fn split(key: &[u8]) -> Option<(&str, &[u8])> {
    let end = key.iter().position(|&byte| byte == 0)?;
    Some((std::str::from_utf8(&key[..end]).ok()?, &key[end + 1..]))
}

/// A workspace's id as keys begin with it.
pub(super) fn team(team: &TeamId) -> Result<&str, StoreError> {
    if team.as_str().contains('\0') {
        return Err(StoreError::Unwritable("a workspace id holds a NUL character".to_owned()));
    }
    Ok(team.as_str())
}

/// A point in time so that the order of the bytes is the order of time.
const fn ordered(at: Timestamp) -> [u8; 8] {
    (at.0.cast_unsigned() ^ (1 << 63)).to_be_bytes()
}

/// The point in time that [`ordered`] wrote.
const fn unordered(bytes: [u8; 8]) -> Timestamp {
    Timestamp((u64::from_be_bytes(bytes) ^ (1 << 63)).cast_signed())
}

/// A key as a person can read it.
pub(super) fn shown(key: &[u8]) -> String {
    match split(key) {
        Some((team, rest)) => format!("{team}/{}", rest.escape_ascii()),
        None => key.escape_ascii().to_string(),
    }
}

/// The key of an entry of inbox or outbox.
pub(super) fn at_place(team: &str, place: u64) -> Vec<u8> {
    key(team, &[&place.to_be_bytes()])
}

/// The workspace and place in a key of inbox or outbox.
pub(super) fn placed(key: &[u8]) -> Result<(String, u64), StoreError> {
    let parts =
        split(key).and_then(|(team, place)| Some((team.to_owned(), u64::from_be_bytes(place.try_into().ok()?))));
    parts.ok_or_else(|| foreign(key))
}

/// The time and name in a key of timers by time.
pub(super) fn timed(key: &[u8]) -> Result<(Timestamp, String), StoreError> {
    let parts = split(key).and_then(|(_, rest)| {
        let (at, path) = rest.strip_prefix(BY_TIME)?.split_first_chunk::<8>()?;
        Some((unordered(*at), String::from_utf8(path.to_vec()).ok()?))
    });
    parts.ok_or_else(|| foreign(key))
}

/// A key this program does not write.
pub(super) fn foreign(key: &[u8]) -> StoreError {
    StoreError::Unreadable {
        key: key.escape_ascii().to_string(),
        reason: "it is not a key of Liaison's; move the data folder away to start afresh".to_owned(),
    }
}

/// Where the time of a timer is found by its name.
pub(super) fn timer_by_name(team: &str, path: &str) -> Vec<u8> {
    key(team, &[BY_NAME, path.as_bytes()])
}

/// Where a timer is found by its time.
pub(super) fn timer_by_time(team: &str, at: Timestamp, path: &str) -> Vec<u8> {
    key(team, &[BY_TIME, &ordered(at), path.as_bytes()])
}

/// What the keys of a workspace's timers by time begin with.
pub(super) fn timers_by_time(team: &str) -> Vec<u8> {
    key(team, &[BY_TIME])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_sort_as_bytes() {
        let times = [i64::MIN, -1, 0, 1, 1_700_000_000_000, i64::MAX].map(Timestamp);
        let bytes = times.map(ordered);
        assert!(bytes.is_sorted());
        assert_eq!(bytes.map(unordered), times);
    }

    #[test]
    fn a_timer_is_found_in_the_key_it_was_written_to() {
        let at = Timestamp(1_700_000_000_000);
        assert_eq!(timed(&timer_by_time("T1", at, "close-solved/R-1")).unwrap(), (at, "close-solved/R-1".to_owned()));
    }

    #[test]
    fn a_workspace_id_that_would_reach_into_another_is_refused() {
        assert!(team(&TeamId::from("T1\0T2")).is_err());
    }
}
