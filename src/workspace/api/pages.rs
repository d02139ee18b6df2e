//! Long lists a page at a time, by cursor.

use serde_json::{Value, json};

use super::Call;
use crate::workspace::state::ApiError;

/// What a call asks for.
pub(super) struct Page {
    limit: usize,
    after: Option<String>,
}

impl Page {
    /// Reads `limit` (0 or none is `usual`; more than `most` is cut) and `cursor`.
    pub(super) fn of(call: &Call<'_>, usual: usize, most: usize) -> Result<Self, ApiError> {
        let limit = match call.arguments.text("limit") {
            None => usual,
            Some(text) => text.parse().map_err(|_| ApiError::new("invalid_limit"))?,
        };
        let limit = if limit == 0 { usual } else { limit.min(most) };
        let cursor = call.arguments.text("cursor").filter(|cursor| !cursor.is_empty());
        let after = match cursor {
            None => None,
            Some(cursor) => Some(cursor.strip_prefix("after:").ok_or(ApiError::new("invalid_cursor"))?.to_owned()),
        };
        Ok(Self { limit, after })
    }

    /// The items of the page and the cursor of the next, which is empty on the last. `key` names an item; the
    /// page begins after the item the cursor names.
    pub(super) fn cut<T>(
        &self,
        items: impl Iterator<Item = T>,
        key: impl Fn(&T) -> String,
    ) -> Result<(Vec<T>, Value), ApiError> {
        let mut items = items.peekable();
        if let Some(after) = &self.after
            && !items.any(|item| key(&item) == *after)
        {
            return Err(ApiError::new("invalid_cursor"));
        }
        let page: Vec<T> = items.by_ref().take(self.limit).collect();
        let more = items.peek().is_some();
        let next = page.last().filter(|_| more).map(|last| format!("after:{}", key(last))).unwrap_or_default();
        Ok((page, json!({"next_cursor": next})))
    }
}
