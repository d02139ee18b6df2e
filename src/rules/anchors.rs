//! Finds the literals without which a pattern cannot match, when a phrase is compiled. Returns sets of them, in the order
//! in which one of each must occur; none for some patterns.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// The most literals of one set.
const MOST_LITERALS: usize = 400;
/// The most sets kept for one phrase.
const MOST_SETS: usize = 4;
/// How much the shortest literal of a set has to be worth: three Latin letters, or two of Japanese.
const TELLING: usize = 3;

/// A literal, and whether it begins and ends where a Latin word does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Anchor {
    /// In normalised text.
    pub(crate) text: String,
    /// No Latin letter or digit stands before it.
    pub(crate) begins: bool,
    /// No Latin letter or digit stands after it.
    pub(crate) ends: bool,
}

impl Anchor {
    fn new(text: String, edges: Edges) -> Self {
        let is_word = |byte: Option<&u8>| byte.is_some_and(|&byte| is_word(byte));
        let begins = edges.begins && is_word(text.as_bytes().first());
        let ends = edges.ends && is_word(text.as_bytes().last());
        Self { text, begins, ends }
    }

    /// Whether its edges are right where it occurs in a text.
    #[cfg(test)]
    pub(crate) fn fits(&self, text: &str, at: usize) -> bool {
        let bytes = text.as_bytes();
        let before = at.checked_sub(1).is_some_and(|before| is_word(bytes[before]));
        let after = bytes.get(at + self.text.len()).is_some_and(|&after| is_word(after));
        !(self.begins && before || self.ends && after)
    }

    /// How few messages it lets through. Japanese packs more into a character, and a word of its own is rarer than the
    /// same letters within others.
    fn weight(&self) -> usize {
        let letters: usize = self.text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        letters + usize::from(self.begins) + usize::from(self.ends)
    }
}

/// What `(?-u:\\b)` calls a letter of a word.
pub(crate) const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether a Latin word begins and ends at the edges of a part of a pattern.
#[derive(Debug, Clone, Copy, Default)]
struct Edges {
    begins: bool,
    ends: bool,
}

/// Sets of literals; one of each occurs in every match, in this order, without overlapping.
pub(crate) fn anchors(hir: &Hir) -> Vec<Vec<Anchor>> {
    let mut sets = vec![];
    in_order(hir, Edges::default(), &mut sets);
    // A set with a very short literal in it lets nearly everything through: of use only where there is no other.
    let telling = |set: &[Anchor]| worth(set).0 >= TELLING;
    let least = if sets.iter().any(|set| telling(set)) { TELLING } else { 0 };
    let most = if least == 0 { 1 } else { MOST_SETS };
    let mut best: Vec<usize> = (0..sets.len()).filter(|&place| worth(&sets[place]).0 >= least).collect();
    best.sort_by_key(|&place| std::cmp::Reverse(worth(&sets[place])));
    best.truncate(most);
    best.sort_unstable();
    best.into_iter().map(|place| std::mem::take(&mut sets[place])).collect()
}

/// The sets of the parts that stand one after the other.
fn in_order(hir: &Hir, edges: Edges, sets: &mut Vec<Vec<Anchor>>) {
    match hir.kind() {
        HirKind::Capture(capture) => in_order(&capture.sub, edges, sets),
        HirKind::Concat(parts) => {
            for (place, part) in parts.iter().enumerate() {
                in_order(part, edges_of(parts, place, edges), sets);
            }
        }
        _ => sets.extend(one_of(hir, edges)),
    }
}

/// The edges of one of several parts.
fn edges_of(parts: &[Hir], place: usize, outer: Edges) -> Edges {
    let is_edge = |part: &Hir| matches!(part.kind(), HirKind::Look(Look::WordAscii));
    Edges {
        begins: place.checked_sub(1).map_or(outer.begins, |before| is_edge(&parts[before])),
        ends: parts.get(place + 1).map_or(outer.ends, is_edge),
    }
}

/// Literals one of which occurs in every match: the choice whose shortest literal is worth most.
fn one_of(hir: &Hir, edges: Edges) -> Option<Vec<Anchor>> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => None,
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            (!text.is_empty()).then(|| vec![Anchor::new(text.to_owned(), edges)])
        }
        HirKind::Class(class) => small_class(class, edges),
        HirKind::Repetition(repetition) => {
            if repetition.min == 0 {
                return None;
            }
            // The first time begins where the whole does; where it ends is not known if it comes again.
            let ends = edges.ends && repetition.max == Some(1);
            one_of(&repetition.sub, Edges { ends, ..edges })
        }
        HirKind::Capture(capture) => one_of(&capture.sub, edges),
        HirKind::Concat(parts) => {
            let each = parts.iter().enumerate();
            each.filter_map(|(place, part)| one_of(part, edges_of(parts, place, edges))).max_by_key(|set| worth(set))
        }
        HirKind::Alternation(branches) => {
            let mut all = vec![];
            for branch in branches {
                all.extend(one_of(branch, edges)?);
                if all.len() > MOST_LITERALS {
                    return None;
                }
            }
            all.sort();
            all.dedup();
            Some(all)
        }
    }
}

/// A class of at most four characters, written out.
fn small_class(class: &Class, edges: Edges) -> Option<Vec<Anchor>> {
    let Class::Unicode(class) = class else { return None };
    let size: usize = class.ranges().iter().map(regex_syntax::hir::ClassUnicodeRange::len).sum();
    let spelled = || class.iter().flat_map(|range| (range.start()..=range.end()).map(String::from));
    (size <= 4).then(|| spelled().map(|text| Anchor::new(text, edges)).collect())
}

/// How few messages a set lets through: what its shortest literal is worth first, then a small set.
fn worth(set: &[Anchor]) -> (usize, std::cmp::Reverse<usize>) {
    (set.iter().map(Anchor::weight).min().unwrap_or(0), std::cmp::Reverse(set.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sets(regex: &str) -> String {
        let hir = regex_syntax::parse(regex).unwrap();
        let shown = |anchor: &Anchor| {
            let edge = |is: bool| if is { "|" } else { "" };
            format!("{}{}{}", edge(anchor.begins), anchor.text, edge(anchor.ends))
        };
        let sets = anchors(&hir);
        sets.iter().map(|set| set.iter().map(shown).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(" > ")
    }

    #[test]
    fn a_word_has_its_edges_and_the_order_is_kept() {
        assert_eq!(sets(r"(?-u:\b)tell(?-u:\b).*(?-u:\b)friday(?-u:\b)"), "|tell| > |friday|");
        assert_eq!(sets(r"(?:(?-u:\b)he(?-u:\b)|(?-u:\b)she(?-u:\b))x"), "|he| |she|");
        assert_eq!(sets(r"(?-u:\b)customer(?:s|ed)?(?-u:\b)"), "|customer");
        assert_eq!(sets("約束(?:した|する)"), "約束 > した する");
    }

    #[test]
    fn what_may_be_left_out_is_no_literal() {
        assert_eq!(sets("(?:really )?needed"), "needed");
        assert_eq!(sets("[a-z]+"), "");
        assert_eq!(sets("(?:ab|)cd"), "cd");
        assert_eq!(sets(r"(?-u:\b)(?:ha){2,}(?-u:\b)"), "|ha");
    }

    #[test]
    fn an_edge_beside_a_mark_says_nothing_of_what_stands_beyond() {
        assert_eq!(sets(r"(?-u:\b)'s(?-u:\b)"), "'s|");
    }
}
