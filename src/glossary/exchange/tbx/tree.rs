//! Reads XML into a tree in which every element knows its line. Entities of a DTD are refused and nothing outside the
//! text is ever opened; depth and number of elements are bounded.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::glossary::exchange::{Lines, Unreadable};

/// An element.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Element {
    /// Without its prefix.
    pub(super) name: String,
    /// Whether it has a prefix: an element of another namespace.
    pub(super) prefixed: bool,
    /// Where it begins, counted from 1.
    pub(super) line: u64,
    attributes: Vec<(String, String)>,
    content: Vec<Content>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Content {
    Text(String),
    Element(Element),
}

impl Element {
    /// An attribute by its whole name, such as `xml:lang`.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The elements directly in it.
    pub(super) fn children(&self) -> impl Iterator<Item = &Self> {
        self.content.iter().filter_map(|content| match content {
            Content::Element(element) => Some(element),
            Content::Text(_) => None,
        })
    }

    /// The first element of a name anywhere in it, itself included.
    pub(super) fn find(&self, name: &str) -> Option<&Self> {
        if self.name == name { Some(self) } else { self.children().find_map(|child| child.find(name)) }
    }

    /// All text in it, however it is marked up, with single spaces for whatever space there is.
    pub(super) fn text(&self) -> String {
        let mut all = String::new();
        self.collect(&mut all);
        single_spaced(&all)
    }

    fn collect(&self, all: &mut String) {
        for content in &self.content {
            match content {
                Content::Text(text) => all.push_str(text),
                Content::Element(element) => element.collect(all),
            }
        }
    }
}

/// A text with one space for every run of them. Space of XML only: an ideographic or no-break space is a letter of
/// the text.
pub(super) fn single_spaced(text: &str) -> String {
    text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// No element lies deeper.
const DEEPEST: usize = 64;

/// A file has no more elements.
const MOST_ELEMENTS: usize = 10_000_000;

/// Reads a whole document; its root element.
pub(super) fn parse(text: &str) -> Result<Element, Unreadable> {
    let mut reader = Reader::from_str(text);
    let mut lines = Lines::of(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root: Option<Element> = None;
    let mut elements = 0;
    loop {
        let line = lines.at(usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX));
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let line = lines.at(usize::try_from(reader.error_position()).unwrap_or(usize::MAX));
                return Err(broken(line, &error.to_string()));
            }
        };
        match event {
            Event::Start(start) => {
                count(&mut elements, open.len(), line)?;
                open.push(element(&start, line)?);
            }
            Event::Empty(start) => {
                count(&mut elements, open.len(), line)?;
                let element = element(&start, line)?;
                close(element, &mut open, &mut root, line)?;
            }
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    close(element, &mut open, &mut root, line)?;
                }
            }
            Event::Text(text) => add(&mut open, text.xml10_content(), line)?,
            Event::CData(text) => add(&mut open, text.xml10_content(), line)?,
            Event::GeneralRef(reference) => {
                let letter = match reference.resolve_char_ref() {
                    Ok(Some(letter)) => Some(letter),
                    Ok(None) => predefined(&reference),
                    Err(error) => return Err(broken(line, &error.to_string())),
                };
                let Some(letter) = letter else {
                    let name: &str = &reference;
                    let remedy = "write the character itself: entities of a DTD are not read";
                    return Err(Unreadable::new(line, format!("the entity `&{name};` is not known"), remedy));
                };
                add(&mut open, Cow::Owned(letter.to_string()), line)?;
            }
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
    }
    if let Some(element) = open.last() {
        let problem = format!("the element `{}` is not closed before the file ends", element.name);
        return Err(Unreadable::new(element.line, problem, "the file may be cut off: get it again"));
    }
    root.ok_or_else(|| Unreadable::new(None, "there is no XML element in it", "name a TBX file"))
}

fn broken(line: u64, message: &str) -> Unreadable {
    Unreadable::new(line, format!("not well-formed XML: {message}"), "mend the line, or export the file again")
}

fn count(elements: &mut usize, depth: usize, line: u64) -> Result<(), Unreadable> {
    *elements += 1;
    if depth >= DEEPEST {
        let problem = format!("elements lie more than {DEEPEST} deep");
        return Err(Unreadable::new(line, problem, "this is no TBX file"));
    }
    if *elements > MOST_ELEMENTS {
        let problem = format!("there are more than {MOST_ELEMENTS} elements");
        return Err(Unreadable::new(line, problem, "import the file in parts"));
    }
    Ok(())
}

fn element(start: &BytesStart<'_>, line: u64) -> Result<Element, Unreadable> {
    let (local, prefix) = start.name().decompose();
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| broken(line, &error.to_string()))?;
        let value =
            attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| broken(line, &error.to_string()))?;
        attributes.push((attribute.key.into_inner().to_owned(), value.into_owned()));
    }
    Ok(Element {
        name: local.into_inner().to_owned(),
        prefixed: prefix.is_some(),
        line,
        attributes,
        content: Vec::new(),
    })
}

fn close(element: Element, open: &mut [Element], root: &mut Option<Element>, line: u64) -> Result<(), Unreadable> {
    if let Some(parent) = open.last_mut() {
        parent.content.push(Content::Element(element));
    } else if root.is_some() {
        return Err(broken(line, "there is a second element beside the first"));
    } else {
        *root = Some(element);
    }
    Ok(())
}

fn add(open: &mut [Element], text: Cow<'_, str>, line: u64) -> Result<(), Unreadable> {
    let Some(parent) = open.last_mut() else {
        let blank = text.chars().all(|c| c.is_whitespace() || c == '\u{feff}');
        return if blank { Ok(()) } else { Err(broken(line, "there is text outside of any element")) };
    };
    match parent.content.last_mut() {
        Some(Content::Text(before)) => before.push_str(&text),
        _ => parent.content.push(Content::Text(text.into_owned())),
    }
    Ok(())
}

fn predefined(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> Unreadable {
        parse(text).unwrap_err()
    }

    #[test]
    fn text_is_read_whatever_it_is_marked_up_with() {
        let root = parse("<a>one <hi>two</hi>\n   &lt;three&gt; <![CDATA[<4>]]> &#x35;</a>").unwrap();
        assert_eq!(root.text(), "one two <three> <4> 5");
    }

    #[test]
    fn elements_know_their_lines_and_attributes() {
        let root = parse("<?xml version=\"1.0\"?>\n<a>\n<b xml:lang='ja' x=\"&amp;\"/>\n<m:c/></a>").unwrap();
        let lines: Vec<_> = root.children().map(|child| (child.line, child.prefixed)).collect();
        assert_eq!(lines, [(3, false), (4, true)]);
        assert_eq!(root.children().next().unwrap().attribute("xml:lang"), Some("ja"));
        assert_eq!(root.children().next().unwrap().attribute("x"), Some("&"));
    }

    #[test]
    fn what_is_broken_is_named_with_its_line() {
        assert_eq!(error("<a>\n<b>\n</a>").line, Some(3));
        assert_eq!(error("<a>\n<b>\n").line, Some(2));
        assert_eq!(error("<a>\n\n<b x=1/></a>").line, Some(3));
        assert_eq!(error("<a/>\n<b/>").line, Some(2));
        assert!(error("term,definition\n").problem.contains("outside of any element"));
        assert!(error("").problem.contains("no XML element"));
    }

    #[test]
    fn entities_are_refused_and_nothing_is_opened() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"xxxx\"><!ENTITY y \"&x;&x;\">]>\n<a>&y;</a>";
        assert_eq!(error(bomb).line, Some(2));
        assert!(error(bomb).problem.contains("`&y;`"));
        let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>\n<a>&x;</a>";
        assert!(error(outside).problem.contains("`&x;`"));
        assert!(error("<a b='&x;'/>").problem.contains("not well-formed"));
    }

    #[test]
    fn elements_within_elements_without_end_are_refused() {
        assert!(error(&"<a>".repeat(1_000_000)).problem.contains("deep"));
    }
}
