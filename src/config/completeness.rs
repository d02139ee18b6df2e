//! Says what a glossary still lacks though it works: concepts without a definition, terms or wordings in one language
//! only, and subject fields that no role is said to know.

use std::collections::BTreeSet;

use crate::glossary::concept::Role;
use crate::liaison::policy::Settings;
use crate::text::Language;

use super::error::ConfigError;
use super::fields::Report;
use super::glossary_files::GlossaryFiles;
use super::source::Source;

/// One warning for each concept that lacks something, and one for each subject field nobody knows.
pub(super) fn warnings(read: &GlossaryFiles, sources: &[Source], settings: &Settings) -> Vec<ConfigError> {
    let mut warnings = Vec::new();
    let mut seen = BTreeSet::new();
    for (concept, &(file, line)) in read.concepts.iter().zip(&read.places) {
        let mut report = Report::about(&sources[file]);
        let lacks: Vec<String> = Language::ALL.into_iter().flat_map(|language| concept.lacks(language)).collect();
        if !concept.is_defined() {
            let remedy = "say what it is: `definition: {en: …, ja: …}`";
            report.problem(line, concept.id.as_str(), "has no definition, so it is not explained yet", remedy);
        } else if !lacks.is_empty() {
            let problem = format!("is not complete in both languages: no {}", lacks.join(", no "));
            report.problem(line, concept.id.as_str(), problem, "add it, so that readers of that language are helped");
        }
        let field = concept.subject_field.as_str();
        let known = [Role::Sales, Role::Engineering].into_iter().any(|role| settings.knows(role, field));
        if !known && !field.is_empty() && seen.insert(field) {
            let problem = format!("no role knows the subject field `{field}`, so its words are explained to everybody");
            report.problem(line, concept.id.as_str(), problem, "add it to the `fields` of a role in liaison.toml");
        }
        warnings.append(&mut report.problems);
    }
    warnings
}
