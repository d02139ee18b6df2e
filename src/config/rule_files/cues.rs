//! Reads the `cues` of a rule file: ids, sides, themes, names, phrases compiled, examples.

use std::collections::BTreeMap;

use crate::config::fields::{Fields, Report, items, suggestion, text, texts};
use crate::config::tree::Node;
use crate::glossary::concept::Bilingual;
use crate::ids::CueId;
use crate::rules::cue::{Cue, CueTests, Side};
use crate::rules::finding::Theme;
use crate::rules::phrase::{self, Pattern, Slots};
use crate::text::Language;

/// All cues of a file that can be read, each with its line.
pub(super) fn read(root: &Node, slots: &BTreeMap<Language, Slots>, report: &mut Report<'_>) -> Vec<(u64, Cue)> {
    let Some(mut top) = Fields::open(root, "", report) else { return vec![] };
    let Some(list) = top.get("cues") else { return vec![] };
    let nodes = items(list).iter().enumerate();
    nodes.filter_map(|(index, node)| Some((node.line, cue(node, index, slots, report)?))).collect()
}

fn cue(node: &Node, index: usize, slots: &BTreeMap<Language, Slots>, report: &mut Report<'_>) -> Option<Cue> {
    let mut fields = Fields::open(node, &format!("cues[{index}]"), report)?;
    let id = stable_id(&mut fields, report);
    if let Some(id) = &id {
        fields.call(id);
    }
    let sides = Side::ALL.map(|side| (side.id(), side));
    let side = fields.choice("side", &sides, report);
    if side.is_none() {
        need(&mut fields, "side", "one of revenue, quality, style, gap, calm", report);
    }
    let themes = themes(&mut fields, report);
    let name = bilingual(&mut fields, "name", report);
    let (phrases, count) = patterns(&mut fields, "phrases", slots, report);
    if count == 0 {
        need(&mut fields, "phrases", "what people say, as `{en: […], ja: […]}`", report);
    }
    let (except, _) = patterns(&mut fields, "except", slots, report);
    let mut tests = CueTests::default();
    let tests_name = fields.name("tests");
    if let Some(mut inner) = fields.get("tests").and_then(|node| Fields::open(node, &tests_name, report)) {
        tests.matches = inner.texts("match", report);
        tests.skips = inner.texts("skip", report);
        inner.close(report);
    }
    if tests.matches.is_empty() {
        need(&mut fields, "tests", "at least one message it is heard in: `tests: {match: […]}`", report);
    }
    fields.close(report);
    Some(Cue { id: CueId::new(id?), side: side?, themes, name, phrases, except, tests })
}

/// A kebab-case id.
pub(super) fn stable_id(fields: &mut Fields<'_>, report: &mut Report<'_>) -> Option<String> {
    let Some(id) = fields.text("id", report) else {
        need(fields, "id", "a short name that stays, such as `told-the-customer`", report);
        return None;
    };
    let kebab = id
        .split('-')
        .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
    if !kebab {
        let name = fields.name("id");
        report.problem(
            fields.line_of("id"),
            &name,
            format!("`{id}` is not an id"),
            "small letters, digits and single hyphens",
        );
        return None;
    }
    Some(id)
}

/// Reports a key that has to be there and is not; one that is there has been reported already.
pub(super) fn need(fields: &mut Fields<'_>, key: &'static str, what: &str, report: &mut Report<'_>) {
    if fields.get(key).is_none() {
        let name = fields.name(key);
        report.problem(fields.line, &name, "is missing", format!("write {what}"));
    }
}

/// A text a person reads, which has to be there in both languages.
pub(super) fn bilingual(fields: &mut Fields<'_>, key: &'static str, report: &mut Report<'_>) -> Bilingual {
    let name = fields.name(key);
    let inner = fields.get(key).and_then(|node| Fields::open(node, &name, report));
    let Some(mut inner) = inner else {
        need(fields, key, "what a person reads about it, as `{en: …, ja: …}`", report);
        return Bilingual::default();
    };
    let both = Bilingual { en: inner.text("en", report), ja: inner.text("ja", report) };
    for (text, language) in [(&both.en, "en"), (&both.ja, "ja")] {
        if text.is_none() {
            need(&mut inner, language, "the same in this language", report);
        }
    }
    inner.close(report);
    both
}

fn themes(fields: &mut Fields<'_>, report: &mut Report<'_>) -> Vec<Theme> {
    let name = fields.name("themes");
    let known = Theme::ALL.map(Theme::id);
    let Some(node) = fields.get("themes") else { return vec![] };
    let theme = |node: &Node| {
        let word = text(node, &name, report)?;
        let theme = Theme::ALL.into_iter().find(|theme| theme.id() == word);
        if theme.is_none() {
            report.problem(node.line, &name, format!("`{word}` is not a theme"), suggestion(&word, &known));
        }
        theme
    };
    items(node).iter().filter_map(theme).collect()
}

/// The phrases under a key, compiled, and how many were written there.
fn patterns(
    fields: &mut Fields<'_>,
    key: &'static str,
    slots: &BTreeMap<Language, Slots>,
    report: &mut Report<'_>,
) -> (Vec<Pattern>, usize) {
    let name = fields.name(key);
    let Some(mut by_language) = fields.get(key).and_then(|node| Fields::open(node, &name, report)) else {
        return (vec![], 0);
    };
    let none = Slots::new();
    let mut all = vec![];
    let mut count = 0;
    for (language, code) in [(Language::English, "en"), (Language::Japanese, "ja")] {
        let name = by_language.name(code);
        let Some(list) = by_language.get(code) else { continue };
        for (index, item) in items(list).iter().enumerate() {
            count += 1;
            let Some(phrase) = texts(item, &format!("{name}[{index}]"), report).pop() else { continue };
            match phrase::compile(&phrase, language, slots.get(&language).unwrap_or(&none)) {
                Ok(pattern) => all.push(pattern),
                Err(problem) => {
                    let name = format!("{name}[{index}]");
                    report.problem(item.line, &name, format!("“{phrase}”: {problem}"), problem.remedy());
                }
            }
        }
    }
    by_language.close(report);
    (all, count)
}
