//! A configuration file as it was read: its text, and the name it goes by in what is said about it.

use std::path::PathBuf;

/// One file of a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file, as the person named it or relative to the configuration folder; goes into
    /// [`ConfigError::file`](crate::config::ConfigError::file).
    pub path: PathBuf,
    /// What is in it.
    pub text: String,
}

impl Source {
    /// The line, counted from 1, on which a byte of the text lies.
    pub fn line_of(&self, offset: usize) -> u64 {
        let before = self.text.as_bytes().get(..offset).unwrap_or(self.text.as_bytes());
        before.split(|&byte| byte == b'\n').count() as u64
    }
}
