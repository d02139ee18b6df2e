//! Looks at many bytes of a text at once and says which of them need a closer look: one bit a byte for a block of 64,
//! or how far eight of them are plain. Written so that compilers make vector instructions of it on every machine.

#![allow(clippy::needless_bitwise_bool, reason = "without branches it is done to many bytes at once")]

/// How many bytes a block has.
pub(crate) const BLOCK: usize = 64;

/// A block, and the two bytes after it.
type Window = [u8; BLOCK + 2];

/// Calls `each` with a text's bytes from a place on; zeros follow the end.
#[inline]
fn with_window<T>(text: &[u8], at: usize, each: impl Fn(&Window) -> T) -> T {
    if let Some(window) = text.get(at..).and_then(<[u8]>::first_chunk) {
        return each(window);
    }
    let mut padded = [0; 2 * BLOCK + 2];
    let mut from = 0;
    if let Some(last) = text.last_chunk::<BLOCK>().filter(|_| at + BLOCK > text.len()) {
        padded[..BLOCK].copy_from_slice(last);
        from = (at + BLOCK - text.len()).min(BLOCK);
    } else if let Some(rest) = text.get(at..) {
        padded[..rest.len()].copy_from_slice(rest);
    }
    each(padded[from..].first_chunk().unwrap_or(&[0; BLOCK + 2]))
}

/// One bit for each byte that `holds`, the first byte's lowest. It is told the two bytes after each one, too.
#[inline]
fn bits(window: &Window, holds: impl Fn(u8, u8, u8) -> bool) -> u64 {
    let mut marks = [0; BLOCK];
    for (mark, bytes) in marks.iter_mut().zip(window.windows(3)) {
        *mark = if holds(bytes[0], bytes[1], bytes[2]) { 0x80 } else { 0 };
    }
    let (eights, _) = marks.as_chunks();
    // The multiplication brings eight high bits together in the highest byte.
    eights.iter().zip(0..).fold(0, |bits, (&eight, place)| {
        bits | ((u64::from_le_bytes(eight).wrapping_mul(0x0002_0408_1020_4081)) >> 56) << (8 * place)
    })
}

/// Which bytes of a block may begin markup.
#[inline]
pub(super) fn markup(text: &[u8], at: usize) -> u64 {
    with_window(text, at, |window| {
        bits(window, |byte, _, _| {
            (byte == b'\n')
                | (byte == b'\r')
                | (byte == b'#')
                | (byte == b'&')
                | (byte == b'*')
                | (byte == b'.')
                | (byte == b'/')
                | (byte == b':')
                | (byte == b'<')
                | (byte == b'@')
                | (byte == b'\\')
                | (byte == b'_')
                | (byte == b'`')
                | (byte == b'~')
        })
    })
}

/// Which bytes of a block begin a character that may not stand for itself when text is normalised: all but ASCII,
/// kanji, kana and the commonest punctuation of Japanese.
#[inline]
pub(super) fn unusual(text: &[u8], at: usize) -> u64 {
    with_window(text, at, |window| {
        bits(window, |first, second, third| {
            let kanji = first.wrapping_sub(0xe4) <= 0xe9 - 0xe4;
            let punctuation = (second == 0x80) & (third.wrapping_sub(0x81) <= 0x91 - 0x81);
            let hiragana = (second == 0x81) | (second == 0x82) & (third <= 0x96);
            let katakana = (second == 0x82) & (third >= 0xa0) | (second == 0x83) & (third <= 0xbe);
            let kana = (first == 0xe3) & (punctuation | hiragana | katakana);
            (first >= 0xc0) & !kanji & !kana
        })
    })
}

/// A block of normalised text.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Letters {
    /// Which bytes are small ASCII letters, digits or `_`.
    pub(crate) words: u64,
    /// Which bytes are the first of a character that is not ASCII, hiragana or CJK punctuation.
    pub(crate) wide: u64,
    /// Which bytes are the first of a hiragana or CJK punctuation.
    pub(crate) soft: u64,
}

/// Which bytes of a block are what.
#[inline]
pub(crate) fn letters(text: &[u8], at: usize) -> Letters {
    if at >= text.len() {
        return Letters::default();
    }
    with_window(text, at, |window| {
        let words =
            bits(window, |byte, _, _| (byte.wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10) | (byte == b'_'));
        let lead = bits(window, |byte, _, _| byte >= 0xc0);
        let soft = bits(window, |first, second, third| {
            (first == 0xe3) & ((second <= 0x81) | (second == 0x82) & (third < 0xa0))
        });
        Letters { words, wide: lead & !soft, soft }
    })
}

/// The first eight bytes of a text from a place before its end on, as a number whose lowest byte is the first; zeros
/// follow the end.
#[inline]
pub(crate) fn eight(text: &[u8], at: usize) -> u64 {
    if let Some(&[a, b, c, d, e, f, g, h]) = text.get(at..at + 8) {
        u64::from_le_bytes([a, b, c, d, e, f, g, h])
    } else if let Some(last) = text.last_chunk() {
        u64::from_le_bytes(*last) >> (8 * (at + 8 - text.len()))
    } else {
        text[at..].iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
    }
}

/// The first bytes of such a number; up to eight.
#[inline]
pub(crate) fn first(eight: u64, bytes: usize) -> u64 {
    const KEPT: [u64; 9] =
        [0, 0xff, 0xffff, 0xff_ffff, 0xffff_ffff, 0xff_ffff_ffff, 0xffff_ffff_ffff, 0xff_ffff_ffff_ffff, u64::MAX];
    eight & KEPT[bytes]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_classified_in_every_place() {
        let word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        for byte in 0..=u8::MAX {
            for place in 0..BLOCK {
                let mut text = [b' '; BLOCK];
                text[place] = byte;
                let set = |holds: bool| u64::from(holds) << place;
                assert_eq!(letters(&text, 0).words, set(word(byte)), "{byte}");
                assert_eq!(letters(&text, 0).wide | letters(&text, 0).soft, set(byte >= 0xc0), "{byte}");
                assert_eq!(markup(&text, 0), set(b"\n\r<&`*_~:@/\\#.".contains(&byte)), "{byte}");
            }
        }
        assert_eq!(letters(&[b'a'; BLOCK], 0).words, u64::MAX);
    }

    #[test]
    fn characters_are_classified_wherever_the_text_ends() {
        for character in "aéあむアム、漢".chars() {
            for before in 0..70 {
                for after in [0, 1, 70] {
                    let text = format!("{}{character}{}", " ".repeat(before), " ".repeat(after));
                    let all = |part: fn(Letters) -> u64| {
                        (0..text.len())
                            .step_by(BLOCK)
                            .map(|base| part(letters(text.as_bytes(), base)))
                            .collect::<Vec<_>>()
                    };
                    let mut here = vec![0; text.len().div_ceil(BLOCK)];
                    here[before / BLOCK] = 1 << (before % BLOCK);
                    let none = vec![0; here.len()];
                    let soft = "あむ、".contains(character);
                    let wide = "éアム漢".contains(character);
                    assert_eq!(all(|letters| letters.soft), if soft { here.clone() } else { none.clone() });
                    assert_eq!(all(|letters| letters.wide), if wide { here.clone() } else { none.clone() });
                    assert_eq!(all(|letters| letters.words), if character == 'a' { here } else { none });
                }
            }
        }
    }

    #[test]
    fn zeros_follow_the_end() {
        assert_eq!(letters(b" ab", 1).words, 3);
        assert_eq!(letters(b"ab", 64).words, 0);
        assert_eq!(eight(b"123456789abc", 10), u64::from_le_bytes(*b"bc\0\0\0\0\0\0"));
        assert_eq!(eight(b"abc", 1), u64::from_le_bytes(*b"bc\0\0\0\0\0\0"));
        assert_eq!(first(eight(b"abcdefgh", 0), 2), u64::from_le_bytes(*b"ab\0\0\0\0\0\0"));
    }
}
