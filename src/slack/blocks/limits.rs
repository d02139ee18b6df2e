//! Slack's limits on what a message or a modal holds, and how a text is made to fit: cut where a reader would,
//! never inside a link, a mention or an escape. Returns the text, or its pieces.
//!
//! Lengths are counted in UTF-16 units, never fewer than what Slack counts.
//! Source: <https://docs.slack.dev/reference/block-kit/blocks> and the pages of each element.

/// Blocks in a message.
pub(super) const MESSAGE_BLOCKS: usize = 50;
/// Blocks in a modal or a home tab.
pub(super) const VIEW_BLOCKS: usize = 100;
/// Choices in a list.
pub(super) const CHOICES: usize = 100;
/// Boxes to tick in a group.
pub(super) const BOXES: usize = 10;
/// The value of a choice.
pub(super) const CHOICE_VALUE: usize = 150;
/// The fallback text; what is longer is refused when a message is changed.
pub(super) const FALLBACK: usize = 4000;
/// A section's text.
pub(super) const SECTION: usize = 3000;
/// Fields in a section.
pub(super) const FIELDS: usize = 10;
/// One field's text.
pub(super) const FIELD: usize = 2000;
/// A header.
pub(super) const HEADER: usize = 150;
/// One text in a context block.
pub(super) const CONTEXT: usize = 2000;
/// Texts in a context block.
pub(super) const CONTEXT_ELEMENTS: usize = 10;
/// Buttons in a row.
pub(super) const BUTTONS: usize = 25;
/// A button's label.
pub(super) const LABEL: usize = 75;
/// A button's value.
pub(super) const VALUE: usize = 2000;
/// A button's address.
pub(super) const ADDRESS: usize = 3000;
/// A modal's title and its two buttons.
pub(super) const TITLE: usize = 24;
/// The label and the hint of an input.
pub(super) const INPUT_LABEL: usize = 2000;
/// A placeholder.
pub(super) const PLACEHOLDER: usize = 150;
/// What may be written into an input.
pub(super) const INPUT: usize = 3000;
/// The name of a block or an action.
pub(super) const ID: usize = 255;
/// A modal's private metadata.
pub(super) const METADATA: usize = 3000;

/// The longest link or mention looked for, in bytes; a `<` that is not closed within it is only a character.
const LINK: usize = 8000;

/// The length of a text as it is counted here.
pub(super) fn length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Whether a text is longer than `most`, counted no further than needed.
fn exceeds(text: &str, most: usize) -> bool {
    text.len() > most && text.encode_utf16().nth(most).is_some()
}

/// Plain text of at most `most`, with an ellipsis at its end where something is left out.
pub(super) fn clip(text: &str, most: usize) -> String {
    if !exceeds(text, most) {
        return text.to_owned();
    }
    let mut left = most.saturating_sub(1);
    let mut clipped: String = text
        .chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= left;
            left = left.saturating_sub(c.len_utf16());
            fits
        })
        .collect();
    clipped.truncate(clipped.trim_end().len());
    clipped.push('…');
    clipped
}

/// Markup of at most `most`, with an ellipsis at its end where something is left out.
pub(super) fn clip_markup(markup: &str, most: usize) -> String {
    if !exceeds(markup, most) {
        return markup.to_owned();
    }
    let mut first = pieces(markup, most - 1).next().unwrap_or_default();
    first.push('…');
    first
}

/// How good a place to cut is, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cut {
    Anywhere,
    Word,
    Sentence,
    Line,
    Paragraph,
}

/// Markup in pieces of at most `most` each, cut at the end of a paragraph, a line, a sentence or a word where one
/// is near enough. Empty pieces are left out.
pub(super) fn split(markup: &str, most: usize) -> Vec<String> {
    pieces(markup, most).collect()
}

fn pieces(markup: &str, most: usize) -> impl Iterator<Item = String> {
    let mut rest = markup.trim();
    std::iter::from_fn(move || {
        while exceeds(rest, most) {
            let (piece, next) = cut(rest, most);
            rest = next.trim_start();
            if !piece.is_empty() {
                return Some(piece);
            }
        }
        Some(std::mem::take(&mut rest).to_owned()).filter(|piece| !piece.is_empty())
    })
}

/// One piece off the front of a markup that is longer than `most`, and what is left.
fn cut(markup: &str, most: usize) -> (String, &str) {
    let mut taken = 0; // in bytes
    let mut units = 0;
    let mut best: [Option<usize>; 5] = [None; 5];
    let mut open: Option<char> = None;
    let mut before = ' ';
    while taken < markup.len() {
        let atom = atom(&markup[taken..]);
        let size = length(atom);
        if units + size > most {
            if taken == 0 {
                // A single link too long for any piece: its words are kept, its address is not.
                let words = atom.trim_matches(['<', '>']);
                let words = words.split_once('|').map_or(words, |(_, label)| label);
                return (clip(words, most), &markup[atom.len()..]);
            }
            break;
        }
        taken += atom.len();
        units += size;
        let last = atom.chars().next_back().unwrap_or(' ');
        let next = markup[taken..].chars().next().unwrap_or(' ');
        if atom.len() == 1 && matches!(last, '*' | '_' | '~' | '`') {
            open = match open {
                Some(mark) if mark == last => None,
                None if !before.is_alphanumeric() && before != '\u{2060}' && !next.is_whitespace() => Some(last),
                other => other,
            };
        }
        let rank = match last {
            '\n' if before == '\n' => Cut::Paragraph,
            '\n' => Cut::Line,
            '。' | '！' | '？' => Cut::Sentence,
            c if c.is_whitespace() && matches!(before, '.' | '!' | '?') => Cut::Sentence,
            c if c.is_whitespace() => Cut::Word,
            _ => Cut::Anywhere,
        };
        if last == '\n' {
            open = None; // formatting ends with its line
        }
        if open.is_none() || rank == Cut::Anywhere {
            best[rank as usize] = Some(taken);
        }
        before = last;
    }
    // The best kind of place that does not leave the piece too short; a word is rather kept whole than a piece long.
    let near = |(rank, at): &(usize, usize)| at * if *rank == Cut::Word as usize { 8 } else { 3 } >= taken;
    let places = best.iter().enumerate().rev().filter_map(|(rank, at)| at.map(|at| (rank, at)));
    let at = places.into_iter().find(near).map_or(taken, |(_, at)| at);
    (markup[..at].trim_end().to_owned(), &markup[at..])
}

/// The smallest part at the front that must stay whole: a link or mention, an escape, or one character.
fn atom(markup: &str) -> &str {
    let end = match markup.as_bytes().first() {
        Some(b'<') => {
            let end = markup.bytes().take(LINK).position(|b| matches!(b, b'>' | b'\n'));
            end.filter(|&at| markup.as_bytes()[at] == b'>').map(|at| at + 1)
        }
        Some(b'&') => ["&amp;", "&lt;", "&gt;"].iter().find(|escape| markup.starts_with(**escape)).map(|e| e.len()),
        _ => None,
    };
    let one = markup.chars().next().map_or(0, char::len_utf8);
    &markup[..end.unwrap_or(one)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_fits_is_left_alone() {
        assert_eq!(clip("short", 5), "short");
        assert_eq!(split("one piece", 20), ["one piece"]);
        assert_eq!(split("  \n ", 20), [""; 0]);
    }

    #[test]
    fn an_ellipsis_says_that_something_is_left_out() {
        assert_eq!(clip("a longer label", 9), "a longer…");
        assert_eq!(clip("😀😀😀", 5), "😀😀…");
        assert_eq!(clip_markup("see <https://a.example|the page>", 12), "see…");
    }

    #[test]
    fn text_is_cut_at_paragraphs_then_lines_then_sentences_then_words() {
        assert_eq!(split("one one\n\ntwo two\nthree", 18), ["one one", "two two\nthree"]);
        assert_eq!(split("one one. two two two", 14), ["one one.", "two two two"]);
        assert_eq!(split("合意です。次は見積もりです。", 10), ["合意です。", "次は見積もりです。"]);
        assert_eq!(split("aaaa bbbb cccc", 10), ["aaaa bbbb", "cccc"]);
        assert_eq!(split("aaaabbbb", 4), ["aaaa", "bbbb"]);
    }

    #[test]
    fn links_mentions_escapes_and_bold_stay_whole() {
        assert_eq!(split("ab <@U123456>", 10), ["ab", "<@U123456>"]);
        assert_eq!(split("abcdefg &amp; b", 10), ["abcdefg", "&amp; b"]);
        assert_eq!(split("abcdef &lt;", 9), ["abcdef", "&lt;"]);
        assert_eq!(split("say *two words* now", 14), ["say", "*two words*", "now"]);
    }

    #[test]
    fn a_link_longer_than_any_piece_keeps_its_words() {
        let link = format!("<https://a.example/{}|the page> after", "x".repeat(40));
        assert_eq!(split(&link, 20), ["the page", "after"]);
    }

    proptest! {
        #[test]
        fn pieces_fit_and_nothing_but_space_is_lost(markup in "[a-z*_ \n.。é😀&<>]{0,200}", most in 8usize..60) {
            let pieces = split(&markup, most);
            prop_assert!(pieces.iter().all(|piece| length(piece) <= most && !piece.is_empty()));
            let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            if !markup.contains('<') {
                prop_assert_eq!(dense(&pieces.concat()), dense(&markup));
            }
        }

        #[test]
        fn clipped_text_fits(text in ".{0,80}", most in 1usize..60) {
            prop_assert!(length(&clip(&text, most)) <= most);
            prop_assert!(length(&clip_markup(&text, most + 2)) <= most + 2);
        }
    }
}
