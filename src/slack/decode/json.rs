//! Parses a delivery's body; returns nothing only for what is not JSON at all.

use serde_json::Value;

/// Parses JSON. An escape of half a surrogate pair, which strict JSON text may hold and a Rust string cannot, is
/// read as U+FFFD instead of costing the whole delivery; so are bytes that are not UTF-8.
pub fn parse(body: &[u8]) -> Option<Value> {
    if let Ok(value) = serde_json::from_slice(body) {
        return Some(value);
    }
    let text = String::from_utf8_lossy(body);
    serde_json::from_str(&without_lone_surrogates(&text)).ok()
}

fn without_lone_surrogates(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = match unit(rest) {
            Some(0xD800..=0xDBFF) if matches!(rest.get(6..).and_then(unit), Some(0xDC00..=0xDFFF)) => 12,
            Some(0xD800..=0xDFFF) => {
                out.push_str("\\ufffd");
                rest = &rest[6..];
                continue;
            }
            Some(_) => 6,
            None => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        };
        out.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    out.push_str(rest);
    out
}

/// The code unit of a `\uXXXX` escape at the start of a text.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    if digits.bytes().all(|b| b.is_ascii_hexdigit()) { u16::from_str_radix(digits, 16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(body: &str) -> Option<String> {
        parse(body.as_bytes())?["text"].as_str().map(str::to_owned)
    }

    #[test]
    fn half_a_surrogate_pair_costs_one_character_only() {
        assert_eq!(text_of(r#"{"text":"a\ud83db"}"#).as_deref(), Some("a\u{fffd}b"));
        assert_eq!(text_of(r#"{"text":"a\udc00\ud83d"}"#).as_deref(), Some("a\u{fffd}\u{fffd}"));
        assert_eq!(text_of(r#"{"text":"\ud800 and \ud83d\ude00"}"#).as_deref(), Some("\u{fffd} and 😀"));
        assert_eq!(
            text_of(r#"{"text":"\\ud800 is written, \ud800 is not"}"#).as_deref(),
            Some("\\ud800 is written, \u{fffd} is not")
        );
    }

    #[test]
    fn bytes_that_are_not_utf8_cost_one_character_only() {
        let value = parse(b"{\"text\":\"a\xffb\"}").unwrap();
        assert_eq!(value["text"], "a\u{fffd}b");
    }

    #[test]
    fn what_is_not_json_is_nothing() {
        assert_eq!(parse(b"payload=1"), None);
        assert_eq!(parse(br#"{"text":"\ud8"#), None);
        assert_eq!(parse(b"\\"), None);
        assert_eq!(parse(b""), None);
    }
}
