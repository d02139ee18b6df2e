//! Reduces normalised text to the letters of a term, whatever way they are spaced and lengthened: "tech debt",
//! "tech-debt" and "techdebt" are one, so are 「サーバ」 and 「サーバー」, 「プロダクト・オーナー」 and 「プロダクトオーナー」.
//! Returns the letters and where they were broken, so that matching can refuse breaks that make no sense.

use std::borrow::Cow;

use crate::text::boundary::{Script, script};

/// The letters of a term or of a stretch of text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Spelling<'t> {
    /// Without separators and optional long vowels.
    pub(super) letters: Cow<'t, str>,
    /// Byte offsets into the letters at which a separator stood, and which.
    pub(super) breaks: Vec<(usize, char)>,
    /// Where in the letters the last Latin word begins, if they end in one.
    pub(super) last_word: Option<usize>,
}

impl Spelling<'_> {
    /// Independent of the text it was read from.
    pub(super) fn into_owned(self) -> Spelling<'static> {
        Spelling { letters: Cow::Owned(self.letters.into_owned()), breaks: self.breaks, last_word: self.last_word }
    }
}

/// Spells a whole normalised text. Most are their own letters, which takes no memory.
pub(super) fn spell(text: &str) -> Spelling<'_> {
    let mut letters: Option<String> = None;
    let (mut breaks, mut last_word, mut same) = (Vec::new(), None, 0);
    let mut units = Units::new(text, 0);
    while let Some(unit) = units.next() {
        let length = letters.as_ref().map_or(same, String::len);
        if let Some(separator) = unit.separator {
            breaks.push((length, separator));
        }
        let here = &text[unit.start..unit.end];
        let mut buffer = [0; 4];
        let read = match unit.letters {
            Letters::Word => here,
            Letters::One(letter) => &*letter.encode_utf8(&mut buffer),
        };
        // Non-Latin letters may touch a word without a break; then the word is the last all the same.
        last_word = (unit.letters == Letters::Word).then_some(length);
        if letters.is_none() && unit.start == same && read == here {
            same = unit.end;
        } else {
            letters.get_or_insert_with(|| text[..same].to_owned()).push_str(read);
        }
    }
    let letters = letters.map_or_else(|| Cow::Borrowed(&text[..same]), Cow::Owned);
    Spelling { letters, breaks, last_word }
}

/// What one step over a text gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    /// Its first byte, after any separator.
    pub(super) start: usize,
    /// One past its last byte, with a long vowel that may be left out.
    pub(super) end: usize,
    /// The separator before it.
    pub(super) separator: Option<char>,
    /// What it is.
    pub(super) letters: Letters,
}

/// A Latin word, or one letter of another script or symbol, in the form that variants share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    Word,
    One(char),
}

/// Steps over a normalised text from a given byte.
#[derive(Debug, Clone)]
pub(super) struct Units<'t> {
    text: &'t str,
    at: usize,
    before: Script,
    vowels: Vowels,
}

impl<'t> Units<'t> {
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Self { text, at, before: Script::None, vowels: Vowels::default() }
    }

    /// The next unit; nothing at the end of the text.
    pub(super) fn next(&mut self) -> Option<Unit> {
        let bytes = self.text.as_bytes();
        if self.at >= bytes.len() {
            return None;
        }
        let (mut first, mut next) = letter(bytes, self.at);
        let (mut start, mut separator) = (self.at, None);
        if let Some(end) = separator_end(self.text, first, next, self.before) {
            separator = Some(first);
            start = end;
            (first, next) = letter(bytes, start);
        }
        self.before = script(first);
        if self.before == Script::Latin {
            self.at = word_end(self.text, start);
            self.vowels = Vowels::default();
            return Some(Unit { start, end: self.at, separator, letters: Letters::Word });
        }
        self.at = next;
        if self.before != Script::Katakana {
            self.vowels = Vowels::default();
            return Some(Unit { start, end: self.at, separator, letters: Letters::One(first) });
        }
        let letter = self.vowels.take(first);
        while self.text[self.at..].starts_with(LONG) && self.vowels.may_be_left_out() {
            self.at += LONG.len_utf8();
        }
        Some(Unit { start, end: self.at, separator, letters: Letters::One(letter) })
    }
}

/// ASCII letters, digits and `_`.
pub(super) const WORD: [bool; 128] = {
    let mut table = [false; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'_';
        byte += 1;
    }
    table
};

/// Where the Latin word that begins at `at` ends.
#[inline]
pub(super) fn word_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    loop {
        while bytes.get(end).is_some_and(|&byte| byte < 0x80 && WORD[usize::from(byte)]) {
            end += 1;
        }
        if bytes.get(end).is_none_or(|&byte| byte < 0x80) {
            return end;
        }
        match text[end..].chars().next() {
            Some(letter) if script(letter) == Script::Latin => end += letter.len_utf8(),
            _ => return end,
        }
    }
}

/// The letter at a character boundary and where the next one begins.
#[inline]
pub(super) fn letter(bytes: &[u8], at: usize) -> (char, usize) {
    let byte = |place: usize| u32::from(bytes.get(place).copied().unwrap_or(0));
    let (code, length) = match bytes[at] {
        first @ 0..0x80 => (u32::from(first), 1),
        first @ 0..0xe0 => ((u32::from(first) & 0x1f) << 6 | byte(at + 1) & 0x3f, 2),
        first @ 0..0xf0 => ((u32::from(first) & 0xf) << 12 | (byte(at + 1) & 0x3f) << 6 | byte(at + 2) & 0x3f, 3),
        first => {
            let high = (u32::from(first) & 7) << 18 | (byte(at + 1) & 0x3f) << 12;
            (high | (byte(at + 2) & 0x3f) << 6 | byte(at + 3) & 0x3f, 4)
        }
    };
    (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), at + length)
}

/// Where a letter after a separator begins, if `first`, which ends at `end`, is one that does not keep the letters
/// around it from being one term.
#[inline]
fn separator_end(text: &str, first: char, mut end: usize, before: Script) -> Option<usize> {
    if before == Script::None || !matches!(first, ' ' | '-' | '・' | '=') {
        return None;
    }
    if first == ' ' {
        // Two or three spaces are a slip of the finger, more are a layout.
        end += text[end..].bytes().take(2).take_while(|&byte| byte == b' ').count();
    }
    let after = text[end..].chars().next().map_or(Script::None, script);
    separates(before, first, after).then_some(end)
}

fn separates(before: Script, separator: char, after: Script) -> bool {
    match (before, after) {
        (Script::Latin, Script::Latin) => matches!(separator, ' ' | '-'),
        (Script::Katakana, Script::Katakana) => true,
        (Script::Latin | Script::Katakana, Script::Katakana | Script::Han)
        | (Script::Katakana | Script::Han, Script::Latin)
        | (Script::Han, Script::Katakana) => matches!(separator, ' ' | '-'),
        _ => false,
    }
}

const LONG: char = 'ー';

/// Follows a katakana run to tell which long vowels may be left out or written another way.
///
/// JIS Z 8301 and common practice drop the long vowel at the end of English -er, -or, -ar and -y after three
/// morae or more (サーバ, メモリ); a long e is written ー or イ (フェイル, フェール).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Vowels {
    morae: u32,
    last: char,
}

impl Default for Vowels {
    fn default() -> Self {
        Self { morae: 0, last: ' ' }
    }
}

impl Vowels {
    fn take(&mut self, letter: char) -> char {
        let letter = if letter == 'イ' && E_ROW.contains(self.last) { LONG } else { letter };
        if !matches!(letter, 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ') {
            self.morae += 1;
        }
        self.last = letter;
        letter
    }

    fn may_be_left_out(self) -> bool {
        self.morae >= 3 && (A_ROW.contains(self.last) || I_ROW.contains(self.last))
    }
}

const A_ROW: &str = "アカガサザタダナハバパマヤラワァャヮ";
const I_ROW: &str = "イキギシジチヂニヒビピミリヰィ";
const E_ROW: &str = "エケゲセゼテデネヘベペメレヱェ";

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> String {
        spell(text).letters.into_owned()
    }

    #[test]
    fn spaces_and_hyphens_between_words_do_not_count() {
        assert_eq!(letters("tech debt"), letters("tech-debt"));
        assert_eq!(letters("tech debt"), letters("techdebt"));
        assert_eq!(spell("tech debt").breaks, [(4, ' ')]);
    }

    #[test]
    fn a_final_long_vowel_may_be_left_out_of_longer_words_only() {
        assert_eq!(letters("サーバー"), letters("サーバ"));
        assert_eq!(letters("メモリー"), letters("メモリ"));
        assert_eq!(letters("コンピューターシステム"), letters("コンピュータシステム"));
        assert_ne!(letters("ビール"), letters("ビル"));
        assert_ne!(letters("リース"), letters("リス"));
        assert_ne!(letters("キー"), letters("キ"));
        assert_ne!(letters("エラー"), letters("エラ"));
    }

    #[test]
    fn a_long_e_is_written_in_two_ways() {
        assert_eq!(letters("フェイルオーバー"), letters("フェールオーバー"));
        assert_eq!(letters("ディスプレイ"), letters("ディスプレー"));
    }

    #[test]
    fn dots_and_spaces_inside_katakana_do_not_count() {
        assert_eq!(letters("プロダクト・オーナー"), letters("プロダクトオーナー"));
        assert_eq!(letters("セールス エンジニア"), letters("セールスエンジニア"));
        assert_ne!(letters("要件・定義"), letters("要件定義"));
    }

    #[test]
    fn a_space_at_a_change_of_script_does_not_count() {
        assert_eq!(letters("api キー"), letters("apiキー"));
        assert_eq!(letters("バッチ 処理"), letters("バッチ処理"));
    }
}
