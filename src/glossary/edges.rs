//! Says whether what stands beside a stretch of normalised text lets a term begin and end there, by script: parts
//! of names and file extensions for Latin letters, particles for hiragana. Returns yes or no.

use super::kanji::is_japanese;
use super::number;
use super::spelling::word_end;
use crate::text::boundary::{Boundaries, Script, script};

/// A Latin word may begin behind `before`: it is no part of a name such as `foo.bar`, an option or a variable, or a
/// number of its own stands there. `written` gives the term as it was typed.
pub(super) fn latin_begins<'w>(before: &str, written: impl FnOnce() -> &'w str) -> bool {
    if before.ends_with(' ') {
        return true;
    }
    let mut back = before.chars().rev();
    let free = match (back.next(), back.next()) {
        (Some('.'), Some(name)) => !name.is_alphabetic() || script(name) != Script::Latin,
        (Some('$' | '@'), _) => false,
        (Some('-'), Some('-')) => !back.next().is_none_or(char::is_whitespace),
        (Some(letter), _) => script(letter) != Script::Latin,
        (None, _) => true,
    };
    free || before.ends_with(|last: char| last.is_ascii_digit()) && number::precedes(before, written())
}

/// A Latin word may end before `after`: no file extension, call, or sign that makes another word of it follows, or a
/// number of its own does.
pub(super) fn latin_ends(term: &str, after: &str) -> bool {
    let mut next = after.chars();
    let free = match (next.next(), next.next()) {
        (Some(' ') | None, _) => true,
        (Some('.'), Some(letter)) => !letter.is_alphabetic() || script(letter) != Script::Latin,
        (Some('+'), Some('+')) | (Some('('), Some(')')) => false,
        (Some('#'), following) => following.is_some_and(|c| c.is_ascii_digit()),
        (Some(letter), _) => script(letter) != Script::Latin,
    };
    free || number::follows(term, after)
}

/// Where a term in Latin letters ends with a possessive ending: `'s`, and the apostrophe after a plural unless it
/// closes a quotation.
pub(super) fn possessive(text: &str, end: usize) -> usize {
    let after = &text[end..];
    if !after.starts_with('\'') {
        return end;
    }
    if after.starts_with("'s") && word_end(text, end + 1) == end + 2 {
        return end + 2;
    }
    let owned = text[..end].ends_with('s') && after.starts_with("' ");
    let quoted = text[..end].contains('\'');
    if owned && !quoted { end + 1 } else { end }
}

/// Whether a term may begin at a place: between two hiragana the dictionary decides, or a particle stands before it.
pub(super) fn hiragana_begins(text: &str, at: usize, boundaries: &mut Boundaries<'_>) -> bool {
    !between_hiragana(text, at) || boundaries.cuts(at, is_japanese) || particle_before(&text[..at])
}

/// Whether a term may end at a place: between two hiragana the dictionary decides, or a particle follows it.
pub(super) fn hiragana_ends(text: &str, at: usize, boundaries: &mut Boundaries<'_>) -> bool {
    !between_hiragana(text, at)
        || boundaries.cuts(at, is_japanese)
        || PARTICLES.iter().any(|particle| text[at..].starts_with(particle))
}

fn between_hiragana(text: &str, at: usize) -> bool {
    let is_hiragana = |letter: char| script(letter) == Script::Hiragana;
    text[..at].ends_with(is_hiragana) && text[at..].starts_with(is_hiragana)
}

/// Whether the one hiragana before a place is a particle behind another script: 要点のすり合わせ.
fn particle_before(before: &str) -> bool {
    let mut back = before.chars().rev();
    back.next().is_some_and(|particle| "のをはがにでともへや".contains(particle))
        && back.next().is_some_and(|word| script(word) != Script::Hiragana)
}

/// What may follow a term in hiragana although the dictionary would not cut there.
const PARTICLES: [&str; 24] = [
    "を", "に", "は", "が", "の", "で", "と", "も", "へ", "や", "か", "だ", "な", "し", "さ", "す", "せ", "から",
    "まで", "より", "です", "って", "ば", "み",
];
