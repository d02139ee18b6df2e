//! The arguments of a call, from its query, its form or its JSON body, whichever the app used.

use axum::http::HeaderMap;
use serde_json::{Map, Value};

use crate::workspace::state::ApiError;

/// The arguments that hold JSON, which forms carry as text.
const STRUCTURED: [&str; 4] = ["blocks", "view", "metadata", "attachments"];

/// The arguments of a call.
pub(super) struct Arguments {
    values: Map<String, Value>,
    bearer: Option<String>,
}

impl Arguments {
    /// Reads them all; those of the body win over those of the query.
    pub(super) fn read(query: Option<&str>, headers: &HeaderMap, body: &[u8]) -> Result<Self, ApiError> {
        let mut values = Map::new();
        take_form(query.unwrap_or_default().as_bytes(), &mut values);
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let content_type = header("content-type").split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match content_type.as_str() {
            "application/json" if body.is_empty() => {}
            "application/json" => match serde_json::from_slice(body) {
                Ok(Value::Object(given)) => values.extend(given),
                Ok(_) => return Err(ApiError::new("json_not_object")),
                Err(_) => return Err(ApiError::new("invalid_json")),
            },
            "application/x-www-form-urlencoded" => take_form(body, &mut values),
            _ if body.is_empty() => {}
            "" => return Err(ApiError::new("missing_post_type")),
            _ => return Err(ApiError::new("invalid_post_type")),
        }
        for name in STRUCTURED {
            if let Some(Value::String(text)) = values.get(name) {
                let wrong = if name == "blocks" { "invalid_blocks_format" } else { "invalid_arguments" };
                let parsed = if text.is_empty() { Ok(Value::Null) } else { serde_json::from_str(text) };
                let parsed = parsed.map_err(|_| ApiError::new(wrong))?;
                values.insert(name.to_owned(), parsed);
            }
        }
        let bearer = header("authorization").split_once(' ').filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer"));
        Ok(Self { bearer: bearer.map(|(_, token)| token.trim().to_owned()), values })
    }

    /// The token, from the header or as an argument.
    pub(super) fn token(&self) -> Option<String> {
        self.bearer.clone().or_else(|| self.text("token"))
    }

    /// All of it as one object.
    pub(super) fn into_body(self) -> Value {
        Value::Object(self.values)
    }

    /// An argument as text; numbers count as text, as in a form.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        match self.values.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// An argument that must be there.
    pub(super) fn required(&self, name: &str) -> Result<String, ApiError> {
        let missing = || ApiError::invalid_arguments(vec![format!("[ERROR] missing required field: {name}")]);
        self.text(name).filter(|text| !text.is_empty()).ok_or_else(missing)
    }

    /// Whether an argument says yes.
    pub(super) fn flag(&self, name: &str) -> bool {
        match self.values.get(name) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => matches!(text.as_str(), "true" | "1" | "t"),
            Some(Value::Number(number)) => number.as_i64() == Some(1),
            _ => false,
        }
    }

    /// A structured argument; null when it is not there.
    pub(super) fn json(&self, name: &str) -> &Value {
        self.values.get(name).unwrap_or(&Value::Null)
    }

    /// An argument that is a list of words with commas between, or a JSON array of words.
    pub(super) fn words(&self, name: &str) -> Vec<String> {
        match self.values.get(name) {
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Some(Value::String(text)) => {
                text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn take_form(form: &[u8], values: &mut Map<String, Value>) {
    for (key, value) in url::form_urlencoded::parse(form) {
        values.insert(key.into_owned(), Value::String(value.into_owned()));
    }
}
