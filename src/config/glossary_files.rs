//! Reads `glossary/*.yaml`, `*.yml` and `*.json` into concepts, and says everything that is wrong with them:
//! file by file, and across files (an id used twice, `see` to a concept that is nowhere).

use std::collections::{BTreeMap, HashMap};

use crate::glossary::concept::{Bilingual, Concept, ConceptTests, Role, Term, TermStatus, TermType, Visibility};
use crate::ids::ConceptId;
use crate::text::Language;

use super::error::ConfigError;
use super::fields::{self, Fields, Report};
use super::source::Source;
use super::tree::{self, Node, Value};

/// Concepts with the places they were read from.
#[derive(Debug, Default)]
pub(super) struct GlossaryFiles {
    pub(super) concepts: Vec<Concept>,
    /// Where each concept stands, in the same order: the file's place in the sources and the line.
    pub(super) places: Vec<(usize, u64)>,
    pub(super) problems: Vec<ConfigError>,
}

impl GlossaryFiles {
    /// The concepts that can be explained, with their places. Those without a definition wait in the files until
    /// somebody says what they are.
    pub(super) fn explained(self) -> (Vec<Concept>, Vec<(usize, u64)>) {
        self.concepts.into_iter().zip(self.places).filter(|(concept, _)| concept.is_defined()).unzip()
    }
}

/// Reads the files of a glossary, in their order.
pub(super) fn load(sources: &[Source]) -> GlossaryFiles {
    let mut all = GlossaryFiles::default();
    for (index, source) in sources.iter().enumerate() {
        let root = match tree::of_yaml(source) {
            Ok(root) => root,
            Err(problems) => {
                all.problems.extend(problems);
                continue;
            }
        };
        let mut report = Report::about(source);
        if let Some(root) = root {
            for (line, concept) in file(&root, &mut report) {
                all.concepts.push(concept);
                all.places.push((index, line));
            }
        }
        all.problems.append(&mut report.problems);
    }
    twice(&mut all, sources);
    nowhere(&mut all, sources);
    all
}

/// Reports ids that stand for two concepts, and keeps the first.
fn twice(all: &mut GlossaryFiles, sources: &[Source]) {
    let mut first: HashMap<ConceptId, (usize, u64)> = HashMap::new();
    let mut concepts = Vec::with_capacity(all.concepts.len());
    let mut places = Vec::with_capacity(all.places.len());
    for (concept, place) in all.concepts.drain(..).zip(all.places.drain(..)) {
        if let Some((file, line)) = first.get(&concept.id) {
            let mut report = Report::about(&sources[place.0]);
            let there = sources[*file].path.display();
            let problem = format!("this id stands for another concept at {there}:{line}");
            report.problem(place.1, concept.id.as_str(), problem, "give one of the two another id, or join them");
            all.problems.append(&mut report.problems);
        } else {
            first.insert(concept.id.clone(), place);
            concepts.push(concept);
            places.push(place);
        }
    }
    all.concepts = concepts;
    all.places = places;
}

/// Reports `see` to concepts that are nowhere.
fn nowhere(all: &mut GlossaryFiles, sources: &[Source]) {
    let ids: Vec<&str> = all.concepts.iter().map(|concept| concept.id.as_str()).collect();
    let known: std::collections::HashSet<&str> = ids.iter().copied().collect();
    for (concept, place) in all.concepts.iter().zip(&all.places) {
        for other in &concept.see {
            let remedy = if other == &concept.id {
                "take it away: this is the concept itself".to_owned()
            } else if known.contains(other.as_str()) {
                continue;
            } else {
                match fields::nearest(other.as_str(), &ids) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "take it away, or write that concept".to_owned(),
                }
            };
            let mut report = Report::about(&sources[place.0]);
            let key = format!("{}.see", concept.id);
            report.problem(place.1, &key, format!("`{other}` is not another concept"), remedy);
            all.problems.append(&mut report.problems);
        }
    }
}

fn file(root: &Node, report: &mut Report<'_>) -> Vec<(u64, Concept)> {
    let Some(mut top) = Fields::open(root, "", report) else { return Vec::new() };
    let field = top.text("subject_field", report);
    let mut concepts = Vec::new();
    match top.get("concepts").map(|node| &node.value) {
        Some(Value::List(items)) => {
            for (index, item) in items.iter().enumerate() {
                concepts.extend(concept(item, index, field.as_deref(), report).map(|concept| (item.line, concept)));
            }
        }
        Some(other) => {
            let problem = format!("expected a list, found {}", other.name());
            report.problem(top.line_of("concepts"), "concepts", problem, "begin each concept with `- id: …`");
        }
        None => {
            report.problem(top.line, "concepts", "is missing", "write `concepts:` and a list of concepts under it");
        }
    }
    top.close(report);
    concepts
}

fn concept(node: &Node, index: usize, file_field: Option<&str>, report: &mut Report<'_>) -> Option<Concept> {
    let mut fields = Fields::open(node, &format!("concepts[{index}]"), report)?;
    let id = fields.text("id", report);
    if let Some(id) = &id {
        if is_kebab_case(id) {
            fields.call(id);
        } else {
            let remedy = "small letters, digits and hyphens, such as `canary-release`";
            report.problem(fields.line_of("id"), &fields.name("id"), format!("`{id}` is not kebab-case"), remedy);
        }
    } else {
        report.problem(fields.line, &fields.name("id"), "is missing", "give it a name in kebab-case that stays");
    }
    let subject_field = fields.text("subject_field", report).or(file_field.map(str::to_owned));
    if subject_field.is_none() {
        let remedy = "say at the top of the file, or here, whose word it is, such as `engineering` or `sales`";
        report.problem(fields.line, &fields.name("subject_field"), "is missing", remedy);
    }
    let terms_name = fields.name("terms");
    let terms = match fields.get("terms") {
        Some(node) => terms(node, &terms_name, report),
        None => Vec::new(),
    };
    if terms.is_empty() {
        let remedy = "write the words for it, such as `terms: {en: [canary release], ja: [カナリアリリース]}`";
        report.problem(fields.line_of("terms"), &terms_name, "there is no term", remedy);
    }
    let concept = Concept {
        id: ConceptId::new(id.as_deref().unwrap_or_default()),
        subject_field: subject_field.unwrap_or_default(),
        terms,
        definition: bilingual(&mut fields, "definition", report),
        plain: plain(&mut fields, report),
        example: bilingual(&mut fields, "example", report),
        see: fields.texts("see", report).into_iter().map(ConceptId::new).collect(),
        visibility: fields
            .choice("visibility", &[("internal", Visibility::Internal), ("public", Visibility::Public)], report)
            .unwrap_or_default(),
        owner: fields.text("owner", report),
        source: fields.text("source", report),
        tests: tests(&mut fields, report),
    };
    fields.close(report);
    // With problems too, so that a `see` to it is not called wrong; a policy is made only where there are none.
    id.map(|_| concept)
}

fn terms(node: &Node, name: &str, report: &mut Report<'_>) -> Vec<Term> {
    let Some(mut languages) = Fields::open(node, name, report) else { return Vec::new() };
    let mut all = Vec::new();
    for language in Language::ALL {
        let Some(list) = languages.get(language.code()) else { continue };
        let name = languages.name(language.code());
        let said = fields::items(list)
            .iter()
            .enumerate()
            .filter_map(|(index, item)| term(item, &format!("{name}[{index}]"), language, report))
            .collect();
        all.extend(Term::in_order(said));
    }
    languages.close(report);
    all
}

fn term(node: &Node, name: &str, language: Language, report: &mut Report<'_>) -> Option<(Option<TermStatus>, Term)> {
    if !matches!(node.value, Value::Map(_)) {
        return fields::text(node, name, report).map(|text| (None, Term::new(text, language)));
    }
    let mut fields = Fields::open(node, name, report)?;
    let text = fields.text("term", report);
    if text.is_none() {
        report.problem(fields.line, &fields.name("term"), "is missing", "write the word itself: `{term: …}`");
    }
    let status = fields.choice(
        "status",
        &[
            ("preferred", TermStatus::Preferred),
            ("admitted", TermStatus::Admitted),
            ("deprecated", TermStatus::Deprecated),
        ],
        report,
    );
    let kind = fields.choice(
        "type",
        &[("acronym", TermType::Acronym), ("full-form", TermType::FullForm), ("variant", TermType::Variant)],
        report,
    );
    let case_exact = fields.choice("case", &[("exact", true)], report).unwrap_or(false);
    let reading = fields.text("reading", report);
    let except = fields.texts("except", report);
    fields.close(report);
    Some((status, Term { kind, case_exact, reading, except, ..Term::new(text?, language) }))
}

fn bilingual(fields: &mut Fields<'_>, key: &'static str, report: &mut Report<'_>) -> Bilingual {
    let name = fields.name(key);
    fields.get(key).map(|node| both(node, &name, report)).unwrap_or_default()
}

fn both(node: &Node, name: &str, report: &mut Report<'_>) -> Bilingual {
    let Some(mut fields) = Fields::open(node, name, report) else { return Bilingual::default() };
    let text = Bilingual {
        en: fields.text(Language::English.code(), report),
        ja: fields.text(Language::Japanese.code(), report),
    };
    fields.close(report);
    text
}

fn plain(fields: &mut Fields<'_>, report: &mut Report<'_>) -> BTreeMap<Role, Bilingual> {
    let name = fields.name("plain");
    let Some(mut roles) = fields.get("plain").and_then(|node| Fields::open(node, &name, report)) else {
        return BTreeMap::new();
    };
    let mut plain = BTreeMap::new();
    for role in Role::ALL {
        let text = bilingual(&mut roles, role.id(), report);
        if text != Bilingual::default() {
            plain.insert(role, text);
        }
    }
    roles.close(report);
    plain
}

fn tests(fields: &mut Fields<'_>, report: &mut Report<'_>) -> ConceptTests {
    let name = fields.name("tests");
    let Some(mut tests) = fields.get("tests").and_then(|node| Fields::open(node, &name, report)) else {
        return ConceptTests::default();
    };
    let all = ConceptTests { matches: tests.texts("match", report), skips: tests.texts("skip", report) };
    tests.close(report);
    all
}

/// Small letters, digits and single hyphens between them.
pub(super) fn is_kebab_case(id: &str) -> bool {
    id.split('-')
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}
