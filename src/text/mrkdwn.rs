//! Reads Slack's markup when a message comes in and says which runs of it a person reads as talk.
//!
//! Bold, italics, strike, lists and link labels are read through; code, links, addresses, references to people
//! and channels, emoji names and quoted lines are not talk of the author and become an [`Run::Object`].
//! Where an address begins and ends is decided in [`super::address`].

use std::ops::Range;

use super::address;
use super::lanes::{self, BLOCK};

/// A stretch of a message, in source bytes. Bytes in no run are markup that nobody sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// Talk, as it stands.
    Text(Range<usize>),
    /// One character written as an entity (`&amp;`).
    Entity(Range<usize>, char),
    /// The end of a line.
    Line(Range<usize>),
    /// Something that is seen but is not talk.
    Object(Range<usize>),
}

/// All runs of a message in order.
pub fn runs(source: &str) -> Vec<Run> {
    let mut found = Vec::new();
    scan(source, |run| found.push(run));
    found
}

/// Calls `each` with the runs of a message in order.
pub fn scan(source: &str, each: impl FnMut(Run)) {
    let mut reader =
        Reader { source, bytes: source.as_bytes(), from: 0, closing: [0; 3], marks: (usize::MAX, 0), each };
    let mut at = reader.line_start(0);
    while let Some(place) = reader.next_special(at) {
        at = reader.special(place);
    }
    reader.text_to(source.len());
}

struct Reader<'a, F> {
    source: &'a str,
    bytes: &'a [u8],
    /// Where the text not yet handed out begins.
    from: usize,
    /// Where the open bold, italic and strike marks close, plus one; 0 when none is open.
    closing: [usize; 3],
    /// A block of the source and which of its bytes may begin something.
    marks: (usize, u64),
    each: F,
}

impl<F: FnMut(Run)> Reader<'_, F> {
    /// The next byte from a place on that may begin something.
    #[inline]
    fn next_special(&mut self, at: usize) -> Option<usize> {
        let mut base = at / BLOCK * BLOCK;
        let mut from = at % BLOCK;
        while base < self.bytes.len() {
            if self.marks.0 != base {
                self.marks = (base, lanes::markup(self.bytes, base));
            }
            let rest = self.marks.1 & u64::MAX << from;
            if rest != 0 {
                let place = base + rest.trailing_zeros() as usize;
                return (place < self.bytes.len()).then_some(place);
            }
            (base, from) = (base + BLOCK, 0);
        }
        None
    }

    fn text_to(&mut self, at: usize) {
        if self.from < at {
            (self.each)(Run::Text(self.from..at));
        }
    }

    /// Hands out the text before `range`, then `run` made of it; reading goes on after it.
    fn give(&mut self, range: Range<usize>, run: fn(Range<usize>) -> Run) -> usize {
        self.text_to(range.start);
        self.from = range.end;
        (self.each)(run(range.clone()));
        range.end
    }

    fn skip(&mut self, range: &Range<usize>) -> usize {
        self.text_to(range.start);
        self.from = range.end;
        range.end
    }

    /// At the beginning of a line: a quoted line is passed over whole, three marks quote all that follows.
    fn line_start(&mut self, at: usize) -> usize {
        let rest = &self.source[at..];
        let line = rest.trim_start_matches([' ', '\t']);
        let Some(after) = line.strip_prefix("&gt;").or_else(|| line.strip_prefix('>')) else { return at };
        let to_end = after.starts_with("&gt;&gt;") || after.starts_with(">>");
        let end = if to_end { self.source.len() } else { at + rest.find('\n').unwrap_or(rest.len()) };
        self.give(at..end, Run::Object)
    }

    /// Looks at a byte that may begin markup; returns where to go on.
    fn special(&mut self, at: usize) -> usize {
        match self.bytes[at] {
            b'\n' | b'\r' => {
                let next = self.give(at..at + 1, Run::Line);
                self.line_start(next)
            }
            b'<' => self.angle(at),
            b'&' => self.entity(at),
            b'`' => self.code(at),
            b'*' => self.mark(at, 0),
            b'_' => self.mark(at, 1),
            b'~' if !address::is_home_path(self.bytes, at) => self.mark(at, 2),
            b'.' if !self.bytes.get(at + 1).copied().is_some_and(address::is_word) => at + 1,
            b':' => match self.emoji(at) {
                Some(range) => self.give(range, Run::Object),
                None => self.address(at),
            },
            _ => self.address(at),
        }
    }

    fn address(&mut self, at: usize) -> usize {
        match address::around(self.source, self.from, at) {
            Some(range) => self.give(range, Run::Object),
            None => at + 1,
        }
    }

    /// `<@U1>`, `<#C1|name>`, `<!here>`, `<https://…|label>`, `<!date^…|fallback>`; a bare `<` is text.
    fn angle(&mut self, at: usize) -> usize {
        let inside = &self.bytes[at + 1..];
        let Some(length) = inside.iter().position(|byte| matches!(byte, b'>' | b'<' | b'\n')) else { return at + 1 };
        if inside[length] != b'>' || length == 0 {
            return at + 1;
        }
        let end = at + 1 + length + 1;
        let first = inside[0];
        let body = &self.source[at + 1..end - 1];
        let label = body.find('|').map(|bar| at + 1 + bar + 1..end - 1);
        let readable = first != b'@' && first != b'#' && (first != b'!' || body.starts_with("!date"));
        if !readable {
            return self.give(at..end, Run::Object);
        }
        let Some(label) = label else {
            if first != b'!' && !address::is_target(body) {
                return at + 1;
            }
            return self.give(at..end, Run::Object);
        };
        if !address::is_target(&body[..label.start - at - 2]) && first != b'!' {
            return at + 1;
        }
        // The label is read like any other text, and nothing in it reaches beyond it.
        self.skip(&(at..label.start));
        let whole = (self.source, self.bytes);
        (self.source, self.bytes) = (&whole.0[..label.end], &whole.1[..label.end]);
        self.marks.0 = usize::MAX;
        let mut here = label.start;
        while let Some(place) = self.next_special(here) {
            here = self.special(place);
        }
        (self.source, self.bytes) = whole;
        self.marks.0 = usize::MAX;
        self.skip(&(label.end..end))
    }

    fn entity(&mut self, at: usize) -> usize {
        let rest = &self.source[at..];
        for (name, character) in [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>')] {
            if rest.starts_with(name) {
                let end = at + name.len();
                self.text_to(at);
                self.from = end;
                (self.each)(Run::Entity(at..end, character));
                return end;
            }
        }
        at + 1
    }

    /// Code in one line, or a block; a block that is never closed is code to the end.
    fn code(&mut self, at: usize) -> usize {
        let rest = &self.source[at..];
        if let Some(block) = rest.strip_prefix("```") {
            let end = block.find("```").map_or(self.source.len(), |close| at + 3 + close + 3);
            return self.give(at..end, Run::Object);
        }
        match rest[1..].find(['`', '\n']) {
            Some(length) if length > 0 && rest.as_bytes()[1 + length] == b'`' => {
                self.give(at..at + 1 + length + 1, Run::Object)
            }
            _ => at + 1,
        }
    }

    /// A formatting mark: dropped where Slack would format, that is in pairs at the edges of words.
    fn mark(&mut self, at: usize, kind: usize) -> usize {
        if self.closing[kind] == at + 1 {
            self.closing[kind] = 0;
            return self.skip(&(at..at + 1));
        }
        let mark = self.bytes[at];
        let before = at.checked_sub(1).map(|index| self.bytes[index]);
        let after = self.bytes.get(at + 1).copied();
        let opens = self.closing[kind] <= at
            && !before.is_some_and(|byte| address::is_word(byte) || byte == mark)
            && after.is_some_and(|byte| !byte.is_ascii_whitespace() && byte != mark);
        if !opens {
            return at + 1;
        }
        let closes = |here: usize| {
            let next = self.bytes.get(here + 1).copied();
            self.bytes[here] == mark
                && !self.bytes[here - 1].is_ascii_whitespace()
                && !next.is_some_and(|byte| address::is_word(byte) || byte == mark)
        };
        let line =
            self.bytes[at + 1..].iter().position(|&byte| byte == b'\n').map_or(self.bytes.len(), |end| at + 1 + end);
        let Some(close) = (at + 2..line).find(|&here| closes(here)) else {
            // Nothing closes in this line: no other mark of the kind needs to look again.
            self.closing[kind] = line + 1;
            return at + 1;
        };
        self.closing[kind] = close + 1;
        self.skip(&(at..at + 1))
    }

    /// `:emoji_name:`. An ASCII name may stand right after Japanese text; another needs an edge before it.
    fn emoji(&self, at: usize) -> Option<Range<usize>> {
        let before = self.source[..at].chars().next_back();
        if before.is_some_and(|character| character.is_ascii_alphanumeric()) {
            return None;
        }
        let name = &self.source[at + 1..];
        let length = name.find(|character: char| {
            !(character.is_ascii_lowercase()
                || character.is_ascii_digit()
                || matches!(character, '_' | '-' | '+' | '\'')
                || (!character.is_ascii() && character.is_alphanumeric()))
        })?;
        let name = &name[..length];
        let edge = before.is_none_or(|character| !character.is_alphanumeric());
        let named = !name.is_empty() && (name.is_ascii() || edge) && name.chars().count() <= 100;
        (named && self.bytes[at + 1 + length] == b':').then_some(at..at + 1 + length + 1)
    }
}
