//! Finds addresses around a byte that may belong to one: links, email addresses, file paths, `@names` and
//! `#channels` typed as plain text. Returns the range that is an address and not talk, or nothing.
//!
//! Addresses are often followed by Japanese without a space, so their end is a matter of script: a letter that
//! is not ASCII belongs to one only after a separator of the address, and particles in hiragana end it.

use std::ops::Range;

/// Part of an ASCII word.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

/// Whether the target of `<…>` is one: it names a scheme.
pub(super) fn is_target(body: &str) -> bool {
    let Some(colon) = body.find(':') else { return false };
    let scheme = &body.as_bytes()[..colon];
    scheme.first().is_some_and(u8::is_ascii_alphabetic)
        && scheme.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-'))
        && body.len() > colon + 1
}

/// `~/` at the beginning of a word.
pub(super) fn is_home_path(bytes: &[u8], at: usize) -> bool {
    bytes[at] == b'~' && bytes.get(at + 1) == Some(&b'/')
}

/// The address that the byte at `at` belongs to, beginning no earlier than `from`.
pub(super) fn around(source: &str, from: usize, at: usize) -> Option<Range<usize>> {
    let bytes = source.as_bytes();
    match bytes[at] {
        b':' => link(source, from, at),
        b'.' => web_host(source, from, at),
        b'@' => email(source, from, at).or_else(|| mention(source, at)),
        b'#' => mention(source, at),
        b'~' => is_home_path(bytes, at).then(|| at..end(source, at + 1)),
        b'/' => path(source, from, at),
        b'\\' => windows_path(source, from, at),
        _ => None,
    }
}

/// `scheme://…`.
fn link(source: &str, from: usize, at: usize) -> Option<Range<usize>> {
    let bytes = source.as_bytes();
    if !bytes[at..].starts_with(b"://") {
        return None;
    }
    let start = back(bytes, from, at, |byte| is_word(byte) || matches!(byte, b'+' | b'-' | b'.'));
    (start < at && bytes[start].is_ascii_alphabetic()).then(|| start..end(source, at + 3))
}

/// `www.…` without a scheme.
fn web_host(source: &str, from: usize, at: usize) -> Option<Range<usize>> {
    let bytes = source.as_bytes();
    let start = back(bytes, from, at, is_word);
    let named = bytes.get(at + 1).copied().is_some_and(is_word);
    (bytes[start..at].eq_ignore_ascii_case(b"www") && named).then(|| start..end(source, at + 1))
}

fn email(source: &str, from: usize, at: usize) -> Option<Range<usize>> {
    let bytes = source.as_bytes();
    let start = back(bytes, from, at, |byte| is_word(byte) || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-'));
    let end = forward(bytes, at + 1, |byte| is_word(byte) || matches!(byte, b'.' | b'-'));
    let host = source[at + 1..end].trim_end_matches(['.', '-']);
    let dotted = host.find('.').is_some_and(|dot| dot > 0);
    (start < at && dotted).then_some(start..at + 1 + host.len())
}

/// `@name` or `#channel` typed out: Slack's names are in lower case.
fn mention(source: &str, at: usize) -> Option<Range<usize>> {
    let before = source[..at].chars().next_back();
    if before.is_some_and(|character| character.is_ascii_alphanumeric() || matches!(character, '@' | '#' | '&')) {
        return None;
    }
    let name = &source[at + 1..];
    let first = name.chars().next()?;
    let channel = source.as_bytes()[at] == b'#' && !first.is_ascii() && first.is_alphabetic() && !is_hiragana(first);
    if !(first.is_ascii_lowercase() || channel) {
        return None;
    }
    let mut stop = at + 1;
    let mut previous = '-';
    for character in name.chars() {
        let part = character.is_ascii_lowercase() || character.is_ascii_digit() || matches!(character, '_' | '-');
        let foreign = !character.is_ascii() && character.is_alphanumeric() && !is_hiragana(character);
        if !(part || foreign && (!previous.is_ascii() || matches!(previous, '-' | '_'))) {
            break;
        }
        stop += character.len_utf8();
        previous = character;
    }
    Some(at..stop)
}

/// `/abs/olute`, `./here`, `../up`, `C:/drive`, and `relative/path.txt` when its folder or its extension says so.
fn path(source: &str, from: usize, at: usize) -> Option<Range<usize>> {
    let bytes = source.as_bytes();
    let start = back(bytes, from, at, |byte| is_word(byte) || matches!(byte, b'.' | b'_' | b'-'));
    let drive = start == at && at >= from + 2 && bytes[at - 1] == b':' && bytes[at - 2].is_ascii_alphabetic();
    if drive && (at == from + 2 || !is_word(bytes[at - 3])) {
        return Some(at - 2..end(source, at));
    }
    let next = source[at + 1..].chars().next()?;
    if !(next.is_alphanumeric() || matches!(next, '.' | '_' | '-' | '~')) {
        return None;
    }
    let before = source[..start].chars().next_back();
    if start < at && before.is_some_and(|character| matches!(character, '/' | '@')) {
        // Not the first slash of a name that has been looked at.
        return None;
    }
    let written = forward(bytes, at, |byte| is_word(byte) || matches!(byte, b'.' | b'_' | b'-' | b'/'));
    let token = source[start..written].trim_end_matches(['.', '-', '_']);
    if start == at {
        let edge = before.is_none_or(|character| {
            character.is_whitespace() || matches!(character, '(' | '[' | '{' | '"' | '\'' | '=' | ':')
        });
        let opened = before.is_some_and(|character| matches!(character, '「' | '『' | '（' | '、' | '。' | '：' | '“'));
        let deep = before.is_some_and(|character| !character.is_ascii()) && token[1..].contains('/');
        return (edge || opened || deep).then(|| start..end(source, at));
    }
    let first = &source[start..at];
    if matches!(first, "." | "..") {
        return Some(start..end(source, at));
    }
    let last = token.rsplit('/').next().unwrap_or_default();
    let extension = last.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && (1..=5).contains(&extension.len())
            && extension.bytes().any(|byte| byte.is_ascii_alphabetic())
    });
    let folder = FOLDERS.contains(&first) && token.len() > first.len() + 1;
    let closed = token.ends_with('/') && !source[written..].chars().next().is_some_and(char::is_alphanumeric);
    (extension || folder || closed).then(|| start..end(source, at))
}

/// `C:\folder\file` and `\\server\share`.
fn windows_path(source: &str, from: usize, at: usize) -> Option<Range<usize>> {
    let bytes = source.as_bytes();
    let next = source[at + 1..].chars().next()?;
    if at >= from + 2 && bytes[at - 1] == b':' && bytes[at - 2].is_ascii_alphabetic() {
        return Some(at - 2..end(source, at));
    }
    if next == '\\' {
        let named = source[at + 2..].chars().next().is_some_and(char::is_alphanumeric);
        return named.then(|| at..end(source, at + 2));
    }
    let start = back(bytes, from, at, |byte| is_word(byte) || matches!(byte, b'.' | b'_' | b'-'));
    (start < at && next.is_alphanumeric()).then(|| start..end(source, at))
}

/// First folders of paths people write without a leading slash.
const FOLDERS: [&str; 40] = [
    "app",
    "apps",
    "assets",
    "bin",
    "build",
    "cmd",
    "config",
    "configs",
    "deploy",
    "dist",
    "docs",
    "etc",
    "examples",
    "feature",
    "fixtures",
    "home",
    "include",
    "infra",
    "internal",
    "lib",
    "libs",
    "mnt",
    "node_modules",
    "opt",
    "origin",
    "packages",
    "pkg",
    "public",
    "refs",
    "resources",
    "scripts",
    "spec",
    "src",
    "static",
    "target",
    "terraform",
    "tests",
    "tmp",
    "usr",
    "var",
];

/// Where an address ends that is known to go on at `at`.
fn end(source: &str, at: usize) -> usize {
    let mut here = at;
    let mut open = 0_usize;
    let mut previous = '/';
    while let Some(character) = source[here..].chars().next() {
        if character.is_ascii() {
            match character {
                '(' => open += 1,
                ')' if open > 0 => open -= 1,
                ')' | '"' | '<' | '>' | '`' | '|' | '{' | '}' | '^' => break,
                _ if character.is_ascii_whitespace() || character.is_ascii_control() => break,
                _ => {}
            }
            previous = character;
            here += 1;
            continue;
        }
        if !part_of_foreign_name(character) || previous.is_ascii_alphanumeric() {
            break;
        }
        let run = &source[here..];
        let length = run.find(|other: char| !part_of_foreign_name(other)).unwrap_or(run.len());
        let goes_on = run[length..].starts_with(['/', '?', '=', '&', '#', '-', '_', '%', '.', '\\']);
        let kept = if goes_on { length } else { run[..length].find(is_hiragana).unwrap_or(length) };
        here += kept;
        if kept < length {
            break;
        }
        previous = character;
    }
    trim(source, at, here)
}

/// Punctuation at the end belongs to the sentence.
fn trim(source: &str, at: usize, stop: usize) -> usize {
    at + source[at..stop].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~']).len()
}

fn is_hiragana(character: char) -> bool {
    matches!(character, '\u{3041}'..='\u{309f}')
}

fn part_of_foreign_name(character: char) -> bool {
    !character.is_ascii() && (character.is_alphanumeric() || matches!(character, 'ー' | '々'))
}

fn back(bytes: &[u8], from: usize, at: usize, keep: impl Fn(u8) -> bool) -> usize {
    let mut start = at;
    while start > from && keep(bytes[start - 1]) {
        start -= 1;
    }
    start
}

fn forward(bytes: &[u8], at: usize, keep: impl Fn(u8) -> bool) -> usize {
    let mut stop = at;
    while stop < bytes.len() && keep(bytes[stop]) {
        stop += 1;
    }
    stop
}
