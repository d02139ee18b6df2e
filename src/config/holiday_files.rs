//! Reads `holidays/*.ics` into days off, by the names of the files.

use std::collections::BTreeMap;

use crate::requests::holidays::{self, Holiday};

use super::error::ConfigError;
use super::source::Source;

/// The holidays of each file, by its name. A file with problems stands there without any, so that it is known.
pub(super) type Holidays = BTreeMap<String, Vec<Holiday>>;

/// Reads all files, whether or not a team names them.
pub(super) fn load(sources: &[Source]) -> (Holidays, Vec<ConfigError>) {
    let mut problems = Vec::new();
    let mut files = Holidays::new();
    for source in sources {
        let name = source.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let read = holidays::read(&source.text).unwrap_or_else(|amiss| {
            problems.extend(amiss.into_iter().map(|amiss| ConfigError {
                file: source.path.clone(),
                line: Some(amiss.line),
                key: Some(amiss.name),
                problem: amiss.problem,
                remedy: Some(amiss.remedy),
            }));
            Vec::new()
        });
        files.insert(name, read);
    }
    (files, problems)
}
