//! What each webhook is signed with, from the environment or from a file, read anew each time so that it can be changed
//! while the bot runs. A secret never shows in an error, a log or a debug print.

use std::fmt;
use std::sync::Arc;

/// The fewest characters of a secret: as many as 16 random bytes have in hexadecimal.
const FEWEST: usize = 32;

/// How to make a secret.
const RECIPE: &str = "make one with `openssl rand -hex 32` and give it to the receiver too";

/// What a webhook is signed with.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes a secret that is long enough; `variable` is where it comes from.
    ///
    /// # Errors
    /// That it is empty, too short, or has characters no secret has.
    pub fn parse(variable: &str, text: &str) -> Result<Self, SecretError> {
        let (text, variable) = (text.trim(), variable.to_owned());
        if text.is_empty() {
            return Err(SecretError::Missing { variable });
        }
        if text.len() < FEWEST || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(SecretError::Weak { variable });
        }
        Ok(Self(text.to_owned()))
    }

    /// The secret itself, for the one place that computes with it.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What is wrong with a secret; never the secret itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// It is not set.
    #[error("{variable} is not set")]
    Missing {
        /// Which variable.
        variable: String,
    },
    /// It cannot keep anything out.
    #[error("{variable} holds fewer than {FEWEST} characters, or some that are not plain letters, digits and signs")]
    Weak {
        /// Which variable.
        variable: String,
    },
    /// Both the variable and its `_FILE` twin are set.
    #[error("{variable} and {variable}_FILE are both set")]
    Twice {
        /// Which variable.
        variable: String,
    },
    /// The file cannot be read.
    #[error("{variable}_FILE names {path}, which cannot be read: {reason}")]
    Unreadable {
        /// Which variable.
        variable: String,
        /// The file.
        path: String,
        /// What the system says.
        reason: String,
    },
}

impl SecretError {
    /// The variable it is about.
    pub fn variable(&self) -> &str {
        match self {
            Self::Missing { variable }
            | Self::Weak { variable }
            | Self::Twice { variable }
            | Self::Unreadable { variable, .. } => variable,
        }
    }

    /// How to mend it.
    pub fn remedy(&self) -> String {
        match self {
            Self::Missing { variable } => {
                format!("{RECIPE}; set {variable} to it, or {variable}_FILE to a file that holds it")
            }
            Self::Weak { .. } => RECIPE.to_owned(),
            Self::Twice { .. } => "unset one of them".to_owned(),
            Self::Unreadable { .. } => "check the path and its permissions".to_owned(),
        }
    }
}

/// The variable with the secret of a webhook.
pub fn variable(webhook: &str) -> String {
    format!("LIAISON_WEBHOOK_{}_SECRET", webhook.to_ascii_uppercase().replace('-', "_"))
}

type Variables = dyn Fn(&str) -> Option<String> + Send + Sync;

/// Where secrets are found.
#[derive(Clone)]
pub struct Secrets(Arc<Variables>);

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}

impl Secrets {
    /// In the environment of the process, and in files it names.
    pub fn from_environment() -> Self {
        Self::from_variables(|name| std::env::var(name).ok())
    }

    /// In any source of variables, and in files it names.
    pub fn from_variables(variables: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(variables))
    }

    /// The secret of a webhook, as it is now.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn of(&self, webhook: &str) -> Result<Secret, SecretError> {
        let variable = variable(webhook);
        let text = match ((self.0)(&variable), (self.0)(&format!("{variable}_FILE"))) {
            (None, None) => return Err(SecretError::Missing { variable }),
            (Some(_), Some(_)) => return Err(SecretError::Twice { variable }),
            (Some(text), None) => text,
            (None, Some(path)) => match std::fs::read_to_string(&path) {
                Ok(text) => text,
                Err(error) => return Err(SecretError::Unreadable { variable, path, reason: error.to_string() }),
            },
        };
        Secret::parse(&variable, &text)
    }
}
