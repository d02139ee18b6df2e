//! Decodes the bytes of a foreign file: UTF-8 and UTF-16 by their byte order marks, UTF-8 where it is valid, else
//! Shift_JIS where that gives Japanese. Returns the text and which encoding it was in, or the line that fits none.

use encoding_rs::{Encoding, SHIFT_JIS, UTF_8};

use super::{Unreadable, line_of};
use crate::text::Language;

/// A decoded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The name of its encoding, as the WHATWG writes it.
    pub encoding: &'static str,
}

/// Decodes a file. `named` is the encoding a person gave, `declared` the one the file itself names, by any label
/// of the WHATWG Encoding Standard.
///
/// # Errors
/// A label nobody knows, or bytes that are not in that encoding, with their line.
pub fn decode(bytes: &[u8], named: Option<&str>, declared: Option<&str>) -> Result<Decoded, Unreadable> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strictly(&bytes[mark..], encoding);
    }
    if let Some(label) = named.or(declared.filter(|_| std::str::from_utf8(bytes).is_err())) {
        let encoding = Encoding::for_label(label.as_bytes()).ok_or_else(|| {
            let remedy = "name one such as utf-8, shift_jis, euc-jp or windows-1252 with --encoding";
            Unreadable::new(None, format!("`{label}` is not the name of an encoding"), remedy)
        })?;
        return strictly(bytes, encoding);
    }
    match strictly(bytes, UTF_8) {
        Ok(decoded) => Ok(decoded),
        Err(unreadable) => match strictly(bytes, SHIFT_JIS) {
            Ok(decoded) if is_japanese(&decoded.text) => Ok(decoded),
            _ => Err(unreadable),
        },
    }
}

fn strictly(bytes: &[u8], encoding: &'static Encoding) -> Result<Decoded, Unreadable> {
    let name = encoding.name();
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        let text = text.into_owned();
        return Ok(Decoded { text, encoding: name });
    }
    let line = match std::str::from_utf8(bytes) {
        Err(error) if encoding == UTF_8 => Some(line_of(bytes, error.valid_up_to())),
        _ => bytes.split(|&byte| byte == b'\n').zip(1..).find_map(|(line, number)| {
            encoding.decode_without_bom_handling_and_without_replacement(line).is_none().then_some(number)
        }),
    };
    let remedy = "save it as UTF-8 (in Excel: CSV UTF-8), or name its encoding with --encoding, such as shift_jis, \
                  euc-jp or windows-1252";
    Err(Unreadable::new(line, format!("not valid {name}"), remedy))
}

/// Whether there is kana or kanji: what Western text in another encoding never gives by chance alone.
fn is_japanese(text: &str) -> bool {
    let half_width = |c: char| matches!(c, '\u{ff61}'..='\u{ff9f}');
    let full: String = text.chars().filter(|&c| !half_width(c)).collect();
    super::rough::language_of(&full) == Language::Japanese
        && !full.chars().any(|c| c.is_control() && !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, &'static str) {
        let decoded = decode(bytes, None, None).unwrap();
        (decoded.text, decoded.encoding)
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(read("用語".as_bytes()), ("用語".to_owned(), "UTF-8"));
        assert_eq!(read(b"\xef\xbb\xbfid"), ("id".to_owned(), "UTF-8"));
        assert_eq!(read(b"\xff\xfei\0d\0"), ("id".to_owned(), "UTF-16LE"));
        assert_eq!(
            read(&SHIFT_JIS.encode("用語,カナリアリリース").0),
            ("用語,カナリアリリース".to_owned(), "Shift_JIS")
        );
    }

    #[test]
    fn western_text_is_not_taken_for_japanese() {
        let error = decode(b"term\ncaf\xe9, bar\n", None, None).unwrap_err();
        assert_eq!(error.line, Some(2));
        assert!(error.remedy.contains("--encoding"), "{error:?}");
        let named = decode(b"caf\xe9", Some("windows-1252"), None).unwrap();
        assert_eq!(named.text, "café");
    }

    #[test]
    fn what_is_in_no_encoding_is_named_with_its_line() {
        assert_eq!(decode(b"a\nb\n\xff\xff\xff", None, None).unwrap_err().line, Some(3));
        assert_eq!(decode(b"a\n\x85\xff", Some("shift_jis"), None).unwrap_err().line, Some(2));
        assert!(decode(b"", Some("klingon"), None).unwrap_err().problem.contains("`klingon`"));
    }
}
