//! Reads a table into rough concepts. Rows of one id are one concept; what a cell says and no concept can hold is told
//! with its line.

use std::collections::HashMap;

use super::cell::{SENTENCES, SYNONYMS, WORDS, split};
use super::columns::{Column, Header, header};
use crate::glossary::concept::{Bilingual, Term, TermStatus, TermType, Visibility};
use crate::glossary::exchange::rough::{Rough, Rows, language_of, put};
use crate::glossary::exchange::{Lines, Unreadable};
use crate::text::Language;

/// Reads a table. The delimiter is the comma, semicolon or tab that its first line has most of.
///
/// # Errors
/// A table without a column of terms, and a quote that is never closed, with the line.
pub fn read(text: &str) -> Result<Rows, Unreadable> {
    let delimiter = delimiter(text);
    if let Some(line) = unclosed(text, delimiter) {
        let remedy = "close it; a quote inside a quoted cell is written twice";
        return Err(Unreadable::new(line, "a quoted cell begins here and never ends", remedy));
    }
    let mut lines = Lines::of(text);
    let mut table =
        ::csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = table.records();
    let Some(first) = records.next().transpose().map_err(|error| broken(&error))? else {
        return Err(Unreadable::new(None, "there is nothing in it", "name a table with a header line"));
    };
    let names: Vec<String> = first.iter().map(|name| name.trim().to_owned()).collect();
    let headers: Vec<Option<Header>> = names.iter().map(|name| header(name)).collect();
    if !headers.iter().flatten().any(|(column, _)| matches!(column, Column::Term | Column::Acronym)) {
        let problem = format!("no column holds terms; its columns are {}", listed(&names));
        let remedy =
            "call one `term` or 用語 in the first line, or `term en` and `term ja` where each language has its own";
        return Err(Unreadable::new(lines.at(begin(text, &first)), problem, remedy));
    }
    let mut rows = Rows::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    for record in records {
        let record = record.map_err(|error| broken(&error))?;
        let line = lines.at(begin(text, &record));
        let cells: Vec<(Header, &str)> = headers
            .iter()
            .zip(&record)
            .filter_map(|(header, cell)| Some(((*header)?, cell.trim())))
            .filter(|(_, cell)| !cell.is_empty())
            .collect();
        for (place, cell) in record.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()) {
            match headers.get(place) {
                Some(Some(_)) => {}
                Some(None) => rows.note(line, format!("the column `{}`", names[place]), "Liaison has no place for it"),
                None => rows.note(line, format!("the cell \"{}\"", short(cell)), "it has no header above it"),
            }
        }
        if cells.is_empty() {
            continue;
        }
        let key = cells.iter().find(|((column, _), _)| *column == Column::Id).map(|(_, cell)| (*cell).to_owned());
        let known = key.as_ref().and_then(|key| places.get(key)).copied();
        let place = known.unwrap_or_else(|| {
            rows.concepts.push(Rough { line, key: key.clone(), ..Rough::default() });
            rows.concepts.len() - 1
        });
        if let Some(key) = key {
            places.insert(key, place);
        }
        let mut rough = std::mem::take(&mut rows.concepts[place]);
        Row { line, cells, rough: &mut rough, rows: &mut rows }.read();
        rows.concepts[place] = rough;
    }
    Ok(rows)
}

fn broken(error: &::csv::Error) -> Unreadable {
    let line = error.position().map(::csv::Position::line);
    Unreadable::new(line, format!("not a table: {error}"), "save it as CSV again")
}

fn listed(names: &[String]) -> String {
    names.iter().take(12).map(|name| format!("`{}`", short(name))).collect::<Vec<_>>().join(", ")
}

/// Enough of a text to find it by.
fn short(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(30) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Where a record begins: its position may be that of blank lines before it.
fn begin(text: &str, record: &::csv::StringRecord) -> usize {
    let from = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
    let blank = text.as_bytes().get(from..).unwrap_or_default();
    from + blank.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count()
}

fn delimiter(text: &str) -> u8 {
    let first = text.trim_start_matches(['\n', '\r']).lines().next().unwrap_or_default();
    let outside = |wanted: u8| {
        let mut quoted = false;
        first
            .bytes()
            .filter(|&byte| {
                quoted ^= byte == b'"';
                !quoted && byte == wanted
            })
            .count()
    };
    // The first of the most: `max_by_key` would take the last.
    [b'\t', b';', b','].into_iter().max_by_key(|&byte| outside(byte)).unwrap_or(b',')
}

/// The line on which a quoted cell begins that never ends.
fn unclosed(text: &str, delimiter: u8) -> Option<u64> {
    let bytes = text.as_bytes();
    let (mut at_start, mut opened) = (true, None);
    let mut place = 0;
    while let Some(&byte) = bytes.get(place) {
        if opened.is_some() {
            if byte == b'"' {
                if bytes.get(place + 1) == Some(&b'"') {
                    place += 1;
                } else {
                    opened = None;
                }
            }
        } else if byte == b'"' && at_start {
            opened = Some(place);
            at_start = false;
        } else {
            at_start = byte == delimiter || matches!(byte, b'\n' | b'\r');
        }
        place += 1;
    }
    opened.map(|place| super::super::line_of(bytes, place))
}

/// A row while it is read.
struct Row<'r> {
    line: u64,
    /// What its cells hold, without blank ones.
    cells: Vec<(Header, &'r str)>,
    rough: &'r mut Rough,
    rows: &'r mut Rows,
}

impl Row<'_> {
    fn read(mut self) {
        let language = match self.first(Column::Language).map(|code| (code.to_owned(), of_language(code))) {
            Some((code, None)) => {
                let why = "Liaison speaks English and Japanese";
                self.lost(format!("a row in the language `{}`", short(&code)), why);
                return;
            }
            Some((_, language)) => language,
            None => None,
        };
        self.terms(language);
        for ((column, own), cell) in std::mem::take(&mut self.cells) {
            self.cell(column, own.or(language), cell);
        }
    }

    fn first(&self, wanted: Column) -> Option<&str> {
        self.cells.iter().find(|((column, _), _)| *column == wanted).map(|(_, cell)| *cell)
    }

    fn terms(&mut self, language: Option<Language>) {
        let status = self.first(Column::Status).map(str::to_owned);
        let status = status.and_then(|word| self.word("status", &word, of_status));
        let kind = self.first(Column::Kind).map(str::to_owned);
        let kind = kind.and_then(|word| self.word("type", &word, of_kind));
        let case = self.first(Column::Case).map(str::to_owned);
        let exact = case.and_then(|word| self.word("case", &word, of_case)).unwrap_or(false);
        let except = self.first(Column::Except).map(|cell| split(cell, WORDS)).unwrap_or_default();
        let reading = self.first(Column::Reading).map(str::to_owned);
        let mut said: Vec<(u8, Option<TermStatus>, Term)> = Vec::new();
        for &((column, own), cell) in &self.cells {
            let (rank, separators, status, kind) = match column {
                Column::Term => (0, WORDS, status, kind),
                Column::Synonyms => (1, SYNONYMS, None, None),
                Column::Acronym => (2, SYNONYMS, None, Some(TermType::Acronym)),
                Column::Deprecated => (3, SYNONYMS, Some(TermStatus::Deprecated), None),
                _ => continue,
            };
            let main = column == Column::Term;
            for text in split(cell, separators) {
                let language = own.or(language).unwrap_or_else(|| language_of(&text));
                let except = if main { except.clone() } else { Vec::new() };
                let term = Term { kind, case_exact: main && exact, except, ..Term::new(text, language) };
                said.push((rank, status, term));
            }
        }
        if let Some(reading) = reading {
            let japanese = said.iter().position(|(_, _, term)| term.language == Language::Japanese);
            match said.get_mut(japanese.unwrap_or(0)) {
                Some((_, _, term)) => term.reading = Some(reading),
                None => self.lost(format!("the reading \"{}\"", short(&reading)), "there is no term in its row"),
            }
        }
        // The terms of the column of terms come before their synonyms, wherever the columns stand.
        said.sort_by_key(|(rank, _, _)| *rank);
        for (_, status, term) in said {
            self.rough.add_term(status, term);
        }
    }

    fn word<T>(&mut self, what: &str, word: &str, known: fn(&str) -> Option<T>) -> Option<T> {
        let found = known(word.to_lowercase().as_str());
        if found.is_none() {
            self.lost(format!("{what} `{}`", short(word)), "it is not a word Liaison knows here");
        }
        found
    }

    /// A cell that is about the concept.
    fn cell(&mut self, column: Column, language: Option<Language>, cell: &str) {
        match column {
            Column::Definition => self.wording("definition", language, cell, |rough| &mut rough.definition),
            Column::Example => self.wording("example", language, cell, |rough| &mut rough.example),
            Column::Plain(role) => {
                let language = language.unwrap_or_else(|| language_of(cell));
                let text = self.rough.plain.entry(role).or_default();
                if put(text.of(language), cell).is_some() {
                    self.lost(format!("a second plain wording in `{}`", language.code()), FIRST);
                }
            }
            Column::SubjectField => self.single("subject field", cell, |rough| &mut rough.subject_field),
            Column::Owner => self.single("owner", cell, |rough| &mut rough.owner),
            Column::Source => self.single("source", cell, |rough| &mut rough.source),
            Column::See => {
                for other in split(cell, SYNONYMS) {
                    if !self.rough.see.contains(&other) {
                        self.rough.see.push(other);
                    }
                }
            }
            Column::Visibility => {
                let said = self.word("visibility", cell, of_visibility);
                self.rough.visibility = self.rough.visibility.or(said);
            }
            Column::Match => self.rough.tests.matches.extend(split(cell, SENTENCES)),
            Column::Skip => self.rough.tests.skips.extend(split(cell, SENTENCES)),
            Column::Id
            | Column::Language
            | Column::Term
            | Column::Synonyms
            | Column::Acronym
            | Column::Deprecated
            | Column::Status
            | Column::Kind
            | Column::Case
            | Column::Reading
            | Column::Except => {} // read with the terms
        }
    }

    fn wording(&mut self, what: &str, language: Option<Language>, cell: &str, place: fn(&mut Rough) -> &mut Bilingual) {
        let language = language.unwrap_or_else(|| language_of(cell));
        if put(place(self.rough).of(language), cell).is_some() {
            self.lost(format!("a second {what} in `{}`", language.code()), FIRST);
        }
    }

    fn single(&mut self, what: &str, cell: &str, place: fn(&mut Rough) -> &mut Option<String>) {
        if let Some(other) = put(place(self.rough), cell) {
            self.lost(format!("the {what} `{}`", short(&other)), "a concept has one: the first is kept");
        }
    }

    fn lost(&mut self, what: String, why: &str) {
        self.rows.note(self.line, what, why);
    }
}

const FIRST: &str = "a concept has one in each language: the first is kept";

fn of_language(word: &str) -> Option<Language> {
    match word.to_lowercase().as_str() {
        "english" | "英語" => Some(Language::English),
        "japanese" | "jp" | "日本語" => Some(Language::Japanese),
        code => Language::from_locale(code),
    }
}

fn of_status(word: &str) -> Option<TermStatus> {
    match word {
        "preferred" | "推奨" | "優先" => Some(TermStatus::Preferred),
        "admitted" | "allowed" | "許容" | "可" => Some(TermStatus::Admitted),
        "deprecated" | "forbidden" | "obsolete" | "非推奨" | "禁止" | "廃止" => Some(TermStatus::Deprecated),
        _ => None,
    }
}

fn of_kind(word: &str) -> Option<TermType> {
    match word {
        "acronym" | "abbreviation" | "略語" | "略称" => Some(TermType::Acronym),
        "full-form" | "full form" | "正式名称" | "正式" => Some(TermType::FullForm),
        "variant" | "異表記" | "表記ゆれ" => Some(TermType::Variant),
        _ => None,
    }
}

fn of_case(word: &str) -> Option<bool> {
    match word {
        "exact" | "sensitive" | "区別する" => Some(true),
        "any" | "insensitive" | "区別しない" => Some(false),
        _ => None,
    }
}

fn of_visibility(word: &str) -> Option<Visibility> {
    match word {
        "public" | "external" | "公開" | "社外" => Some(Visibility::Public),
        "internal" | "private" | "非公開" | "社内" => Some(Visibility::Internal),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(rough: &Rough) -> Vec<(&str, &str)> {
        rough.terms.iter().map(|(_, term)| (term.language.code(), term.text.as_str())).collect()
    }

    #[test]
    fn a_japanese_sheet_of_one_row_a_concept_is_read() {
        let rows = read(
            "用語,読み,英語,略語,定義,分野\r\n検収,けんしゅう,acceptance,UAT,\"納品物を\r\n確かめること\",契約\r\n",
        )
        .unwrap();
        let rough = &rows.concepts[0];
        assert_eq!(terms(rough), [("ja", "検収"), ("en", "acceptance"), ("en", "UAT")]);
        assert_eq!(rough.terms[0].1.reading.as_deref(), Some("けんしゅう"));
        assert_eq!(rough.terms[2].1.kind, Some(TermType::Acronym));
        assert_eq!(rough.definition.ja.as_deref(), Some("納品物を\r\n確かめること"));
        assert_eq!(rough.subject_field.as_deref(), Some("契約"));
        assert_eq!((rough.line, rows.notes.len()), (2, 0));
    }

    #[test]
    fn rows_of_one_id_are_one_concept() {
        let rows = read(
            "key,lang,term,definition\nlead,en,lead,A contact.\nsla,en,SLA,A promise.\nlead,ja,リード,見込み客。\n",
        )
        .unwrap();
        assert_eq!(rows.concepts.len(), 2);
        assert_eq!(terms(&rows.concepts[0]), [("en", "lead"), ("ja", "リード")]);
        assert_eq!(rows.concepts[0].definition.ja.as_deref(), Some("見込み客。"));
    }

    #[test]
    fn semicolons_and_tabs_separate_as_well_and_quotes_are_minded() {
        for text in ["term;definition\n\"a;b\";x\n", "term\tdefinition\n\"a;b\"\tx\n"] {
            let rows = read(text).unwrap();
            assert_eq!(terms(&rows.concepts[0]), [("en", "a"), ("en", "b")], "{text}");
            assert_eq!(rows.concepts[0].definition.en.as_deref(), Some("x"));
        }
        let rows = read("\"term; or word\",term\n,\"says \"\"hi\"\"\"\n").unwrap();
        assert_eq!(terms(&rows.concepts[0]), [("en", "says \"hi\"")]);
    }

    #[test]
    fn what_has_no_place_is_told_with_its_line() {
        let rows = read("term,lang,license,status\n\nSLA,en,MIT,best,more\nVertrag,de,,\n").unwrap();
        let told: Vec<String> =
            rows.notes.iter().map(|note| format!("{:?} {}: {}", note.at, note.what, note.why)).collect();
        insta::assert_snapshot!(told.join("\n"), @r#"
        Line(3) the column `license`: Liaison has no place for it
        Line(3) the cell "more": it has no header above it
        Line(3) status `best`: it is not a word Liaison knows here
        Line(4) a row in the language `de`: Liaison speaks English and Japanese
        "#);
    }

    #[test]
    fn tables_that_cannot_be_read_are_named_with_line_and_remedy() {
        let error = read("name of it,what it is\nx,y\n").unwrap_err();
        assert_eq!(error.line, Some(1));
        assert!(error.problem.contains("`name of it`, `what it is`") && error.remedy.contains("`term`"), "{error:?}");
        let error = read("term,definition\nx,y\nz,\"open\nlead,b\n").unwrap_err();
        assert_eq!(error.line, Some(3));
        assert!(read("").unwrap_err().problem.contains("nothing"));
    }
}
