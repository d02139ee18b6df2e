//! What is wrong with a configuration, where, and how to mend it.

use std::fmt;
use std::path::PathBuf;

/// One problem in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The file, as the person named it or relative to the configuration folder.
    pub file: PathBuf,
    /// The line, counted from 1, where it is known.
    pub line: Option<u64>,
    /// The key or id it is about, such as `concepts[3].terms.en` or `canary-release`.
    pub key: Option<String>,
    /// What is wrong.
    pub problem: String,
    /// How to mend it.
    pub remedy: Option<String>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        f.write_str(": ")?;
        if let Some(key) = &self.key {
            write!(f, "{key}: ")?;
        }
        f.write_str(&self.problem)?;
        if let Some(remedy) = &self.remedy {
            write!(f, "\n    help: {remedy}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}

/// All problems of a configuration, in the order of its files; never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Problems(pub Vec<ConfigError>);
