//! Reads a TBX file into rough concepts. Everything it does not carry over is told with its line.

use super::data::{Datum, Part, kind, part, status, why_not};
use super::tree::{self, Element};
use crate::glossary::concept::{Bilingual, Term, TermStatus, TermType};
use crate::glossary::exchange::Unreadable;
use crate::glossary::exchange::rough::{Rough, Rows, put};
use crate::text::Language;

/// Reads a TBX file.
///
/// # Errors
/// XML that is broken, and files that are not TBX, with the line.
pub fn read(text: &str) -> Result<Rows, Unreadable> {
    let root = tree::parse(text)?;
    if !matches!(root.name.as_str(), "tbx" | "martif" | "TBX") {
        let problem = format!("the root element is `{}`, not `tbx` or `martif`", root.name);
        return Err(Unreadable::new(root.line, problem, "name a TBX file, or say what it is with --from"));
    }
    let Some(body) = root.find("text").and_then(|text| text.find("body")) else {
        return Err(Unreadable::new(root.line, "there is no `text` with a `body` in it", "get the file again"));
    };
    let mut rows = Rows::default();
    let language = root.attribute("xml:lang").map(str::to_owned);
    for element in body.children() {
        if matches!(element.name.as_str(), "conceptEntry" | "termEntry") {
            let entry = Entry { language: language.as_deref(), rough: Rough::default(), rows: &mut rows };
            let rough = entry.read(element);
            rows.concepts.push(rough);
        } else {
            rows.note(element.line, format!("`{}` in the body", element.name), "it is no concept");
        }
    }
    if let Some(back) = root.find("text").and_then(|text| text.children().find(|child| child.name == "back")) {
        rows.note(back.line, "`back`", "what lies there (figures, bibliography, people) has no place in a glossary");
    }
    Ok(rows)
}

/// An entry while it is read.
struct Entry<'r> {
    /// The language of the document, where nothing nearer says another.
    language: Option<&'r str>,
    rough: Rough,
    rows: &'r mut Rows,
}

/// A term while it is read, or none outside of terms.
type Saying = Option<(Option<TermStatus>, Term)>;

impl Entry<'_> {
    fn read(mut self, element: &Element) -> Rough {
        self.rough.line = element.line;
        self.rough.key = element.attribute("id").or(element.attribute("xml:id")).map(str::to_owned);
        self.parts(element, None, &mut None);
        self.rough
    }

    /// Reads what lies in an entry, a language (`within`), a term (`saying`) or a group.
    fn parts(&mut self, element: &Element, within: Option<Language>, saying: &mut Saying) {
        for child in element.children() {
            match part(child) {
                Part::Datum(datum) => self.datum(datum, within, saying),
                Part::Group(group) => self.parts(group, within, saying),
                Part::Language(section) => {
                    let code = section.attribute("xml:lang").or(section.attribute("lang")).unwrap_or_default();
                    match Language::from_locale(code) {
                        Some(language) => self.parts(section, Some(language), &mut None),
                        None => {
                            self.lost(
                                section.line,
                                &format!("language `{code}`"),
                                "Liaison speaks English and Japanese",
                            );
                        }
                    }
                }
                Part::Term(section) => self.term(section, within),
            }
        }
    }

    fn term(&mut self, section: &Element, within: Option<Language>) {
        let Some(language) = within else {
            return self.lost(section.line, "a term outside of a language", "its language is not known");
        };
        let text = section.find("term").map(Element::text).unwrap_or_default();
        if text.is_empty() {
            return self.lost(section.line, "an empty term", "there is no word in it");
        }
        let mut saying = Some((None, Term::new(text, language)));
        self.parts(section, within, &mut saying);
        if let Some((status, term)) = saying {
            self.rough.add_term(status, term);
        }
    }

    fn datum(&mut self, datum: Datum<'_>, within: Option<Language>, saying: &mut Saying) {
        let Datum { category, element } = datum;
        let text = element.text();
        match (category, saying) {
            ("term", Some(_)) => {} // read before, whatever it is marked up with
            ("administrativeStatus" | "normativeAuthorization", Some((own, _))) => {
                let known = status(&text);
                if known.is_none() || text.starts_with("superseded") || text.starts_with("standardized") {
                    let why = match known {
                        Some(TermStatus::Preferred) => "it becomes `preferred`",
                        Some(_) => "it becomes `deprecated`",
                        None => "the standings here are preferred, admitted and deprecated",
                    };
                    self.lost(element.line, &format!("{category} `{text}`"), why);
                }
                *own = own.or(known);
            }
            ("termType", Some((_, term))) => {
                let known = kind(&text);
                if known.is_none() || text == "initialism" {
                    let why = match known {
                        Some(TermType::Acronym) => "it becomes `acronym`",
                        _ => "the kinds here are acronym, full-form and variant",
                    };
                    self.lost(element.line, &format!("termType `{text}`"), why);
                }
                term.kind = term.kind.or(known);
            }
            ("reading" | "transcribedForm", Some((_, term))) if !text.is_empty() => {
                if let Some(text) = put(&mut term.reading, &text) {
                    self.lost(element.line, &format!("reading \"{text}\""), "the term has another one already");
                }
            }
            ("definition", _) => self.wording(element, "definition", &text, within, |rough| &mut rough.definition),
            ("context" | "example" | "sampleSentence", _) => {
                self.wording(element, "context", &text, within, |rough| &mut rough.example);
            }
            ("subjectField" | "domain", None) if within.is_none() => {
                if let Some(text) = put(&mut self.rough.subject_field, &text) {
                    self.lost(element.line, &format!("subjectField `{text}`"), "a concept has one: the first is kept");
                }
            }
            ("source", _) => {
                if !text.is_empty() && put(&mut self.rough.source, &text).is_some() {
                    self.lost(element.line, "source", "a concept has one: the first is kept");
                }
            }
            ("externalCrossReference", _) => {
                let target = element.attribute("target").map_or(text, str::to_owned);
                if put(&mut self.rough.source, &target).is_some() {
                    self.lost(element.line, "externalCrossReference", "a concept has one source: the first is kept");
                }
            }
            ("crossReference" | "relatedConcept" | "relatedConceptBroader" | "relatedConceptNarrower" | "see", _) => {
                let target = element.attribute("target").map_or(text, str::to_owned);
                self.rough.see.push(target.trim_start_matches('#').to_owned());
            }
            (other, _) if element.prefixed || element.children().next().is_none() => {
                self.lost(element.line, other, why_not(other));
            }
            (other, _) => self.lost(element.line, other, "Liaison does not know this element"),
        }
    }

    /// Puts a wording into the language it is in.
    fn wording(
        &mut self,
        element: &Element,
        what: &str,
        text: &str,
        within: Option<Language>,
        place: fn(&mut Rough) -> &mut Bilingual,
    ) {
        let language = match element.attribute("xml:lang").or(self.language.filter(|_| within.is_none())) {
            Some(code) => Language::from_locale(code),
            None => within,
        };
        match language {
            _ if text.is_empty() => self.lost(element.line, &format!("an empty {what}"), "there is no word in it"),
            None => self.lost(element.line, what, "its language is not known, or not one Liaison speaks"),
            Some(language) => {
                if put(place(&mut self.rough).of(language), text).is_some() {
                    let what = format!("a second {what} in `{}`", language.code());
                    self.lost(element.line, &what, "a concept has one in each language: the first is kept");
                }
            }
        }
    }

    fn lost(&mut self, line: u64, what: &str, why: &str) {
        self.rows.note(line, what, why);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glossary::exchange::assemble::{Wishes, assemble};

    fn told(rows: &Rows) -> String {
        let lines = rows.notes.iter().map(|note| format!("{:?} {}: {}", note.at, note.what, note.why));
        lines.collect::<Vec<_>>().join("\n")
    }

    const DCA: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tbx SYSTEM "nowhere.dtd">
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
  <tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>
  <text><body>
    <conceptEntry id="c1">
      <descrip type="subjectField">contracts</descrip>
      <ref type="crossReference" target="c2">delivery</ref>
      <langSec xml:lang="en">
        <descripGrp><descrip type="definition">Saying that a
          <hi>delivery</hi> is right.</descrip><admin type="source">handbook</admin></descripGrp>
        <termSec><term>acceptance</term><termNote type="partOfSpeech">noun</termNote></termSec>
      </langSec>
      <langSec xml:lang="ja-JP">
        <termSec><term>検収</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
          <descrip type="context">検収は月末です。</descrip></termSec>
        <termSec><term>受入</term><termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec>
      </langSec>
      <langSec xml:lang="de"><termSec><term>Abnahme</term></termSec></langSec>
    </conceptEntry>
    <conceptEntry id="c2"><langSec xml:lang="en"><termSec><term>delivery &amp; hand-over</term></termSec></langSec></conceptEntry>
  </body></text>
</tbx>"#;

    #[test]
    fn version_3_is_read_and_what_has_no_place_is_told() {
        let rows = read(DCA).unwrap();
        insta::assert_snapshot!(told(&rows), @r"
        Line(12) partOfSpeech: Liaison keeps no grammar of a term
        Line(17) administrativeStatus `supersededTerm-admn-sts`: it becomes `deprecated`
        Line(19) language `de`: Liaison speaks English and Japanese
        ");
        let made = assemble(rows, &Wishes::default());
        let [acceptance, delivery] = &made.concepts[..] else { panic!("two concepts") };
        assert_eq!(acceptance.definition.en.as_deref(), Some("Saying that a delivery is right."));
        assert_eq!(acceptance.example.ja.as_deref(), Some("検収は月末です。"));
        assert_eq!((acceptance.subject_field.as_str(), acceptance.source.as_deref()), ("contracts", Some("handbook")));
        let terms: Vec<_> = acceptance.terms.iter().map(|term| (term.text.as_str(), term.status)).collect();
        let expected =
            [("acceptance", TermStatus::Preferred), ("検収", TermStatus::Preferred), ("受入", TermStatus::Deprecated)];
        assert_eq!(terms, expected);
        assert_eq!(acceptance.see.as_slice(), std::slice::from_ref(&delivery.id));
        assert_eq!(delivery.terms[0].text, "delivery & hand-over");
    }

    #[test]
    fn elements_named_after_their_categories_are_read_as_well() {
        let text = r#"<tbx style="dct" xml:lang="en" xmlns:min="m" xmlns:basic="b"><text><body><conceptEntry id="c">
            <min:subjectField>sales</min:subjectField><langSec xml:lang="en"><basic:definition>A contact.</basic:definition>
            <termSec><term>lead</term><min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus>
            <basic:termType>acronym</basic:termType></termSec></langSec></conceptEntry></body></text></tbx>"#;
        let rows = read(text).unwrap();
        assert_eq!(told(&rows), "");
        let rough = &rows.concepts[0];
        assert_eq!(
            (rough.subject_field.as_deref(), rough.definition.en.as_deref()),
            (Some("sales"), Some("A contact."))
        );
        assert_eq!(rough.terms[0].0, Some(TermStatus::Admitted));
        assert_eq!(rough.terms[0].1.kind, Some(TermType::Acronym));
    }

    #[test]
    fn the_older_form_is_read_with_its_two_ways_of_keeping_a_term() {
        let text = r#"<martif type="TBX" xml:lang="en"><martifHeader/><text><body><termEntry id="e">
            <langSet xml:lang="en"><tig><term>SLA</term><termNote type="termType">initialism</termNote></tig>
            <ntig><termGrp><term>service level agreement</term><termNote type="termType">fullForm</termNote></termGrp>
            </ntig></langSet><descrip type="definition">A promise.</descrip></termEntry></body></text></martif>"#;
        let rows = read(text).unwrap();
        let kinds: Vec<_> = rows.concepts[0].terms.iter().map(|(_, term)| (term.text.as_str(), term.kind)).collect();
        assert_eq!(kinds, [("SLA", Some(TermType::Acronym)), ("service level agreement", Some(TermType::FullForm))]);
        assert_eq!(rows.concepts[0].definition.en.as_deref(), Some("A promise."));
    }

    #[test]
    fn a_wording_in_a_language_liaison_does_not_speak_goes_nowhere() {
        let text = r#"<tbx><text><body><conceptEntry><langSec xml:lang="en"><descrip type="definition" xml:lang="fr">Un contact.</descrip>
            <termSec><term>lead</term></termSec></langSec></conceptEntry></body></text></tbx>"#;
        let rows = read(text).unwrap();
        assert_eq!(rows.concepts[0].definition, Bilingual::default());
        assert_eq!(rows.notes.len(), 1);
    }

    #[test]
    fn other_xml_is_named() {
        assert!(read("<html><body/></html>").unwrap_err().problem.contains("`html`"));
        assert!(read("<tbx><text/></tbx>").unwrap_err().problem.contains("`body`"));
    }
}
