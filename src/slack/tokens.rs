//! Reads Slack's tokens once, at start, from the environment or from files; returns them, or everything that is
//! wrong with them, each with its remedy. A token never shows in an error, a log or a debug print.

use std::fmt;

/// The variable that holds the bot token, or with `_FILE` the path of a file that does.
pub const BOT_TOKEN: &str = "LIAISON_SLACK_BOT_TOKEN";
/// The variable that holds the app-level token.
pub const APP_TOKEN: &str = "LIAISON_SLACK_APP_TOKEN";
/// The variable that holds the signing secret.
pub const SIGNING_SECRET: &str = "LIAISON_SLACK_SIGNING_SECRET";

macro_rules! secrets {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// The secret itself, for the one place that sends it or computes with it.
            pub(crate) fn reveal(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("(secret)")
            }
        }
    )+};
}

secrets! {
    /// The token the bot acts with (`xoxb-…`).
    BotToken,
    /// The token that opens Socket Mode connections (`xapp-…`).
    AppToken,
    /// What Slack signs its HTTP requests with.
    SigningSecret,
}

impl BotToken {
    /// Checks that it looks like a bot token.
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        checked(BOT_TOKEN, text, Kind::Bot).map(Self)
    }
}

impl AppToken {
    /// Checks that it looks like an app-level token.
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        checked(APP_TOKEN, text, Kind::App).map(Self)
    }
}

impl SigningSecret {
    /// Checks that it is not one of the tokens.
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        checked(SIGNING_SECRET, text, Kind::Signing).map(Self)
    }
}

/// What the bot connects with: a bot token, and an app token (Socket Mode), a signing secret (HTTP), or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens {
    /// For the Web API.
    pub bot: BotToken,
    /// For Socket Mode.
    pub app: Option<AppToken>,
    /// For the HTTP Events API.
    pub signing_secret: Option<SigningSecret>,
}

/// What is wrong with one variable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is not set at all.
    #[error("{variable} is not set\n    help: {remedy}; or set {variable}_FILE to a file that holds it")]
    Missing {
        /// Which.
        variable: &'static str,
        /// Where to get the value.
        remedy: &'static str,
    },
    /// Neither of the two ways in is set.
    #[error(
        "neither {APP_TOKEN} nor {SIGNING_SECRET} is set, so Slack has no way to reach the bot\n    help: set \
         {APP_TOKEN} for Socket Mode ({}), or {SIGNING_SECRET} for HTTP ({})",
        Kind::App.where_to_find(),
        Kind::Signing.where_to_find()
    )]
    NoWayIn,
    /// Both the variable and its `_FILE` twin are set.
    #[error("{0} and {0}_FILE are both set\n    help: unset one of them")]
    Twice(&'static str),
    /// Set, and empty.
    #[error("{variable} is empty\n    help: {remedy}")]
    Empty {
        /// Which.
        variable: &'static str,
        /// Where to get the value.
        remedy: &'static str,
    },
    /// The file cannot be read.
    #[error(
        "{variable}_FILE names {path}, which cannot be read: {reason}\n    help: check the path and its permissions"
    )]
    Unreadable {
        /// Which.
        variable: &'static str,
        /// The file.
        path: String,
        /// What the system says.
        reason: String,
    },
    /// Not what belongs there.
    #[error("{variable} holds {found}, and {wanted} belongs there\n    help: {remedy}")]
    Wrong {
        /// Which.
        variable: &'static str,
        /// What it seems to be; never the value itself.
        found: String,
        /// What should be there.
        wanted: &'static str,
        /// How to put it right.
        remedy: String,
    },
}

/// Everything that is wrong with the tokens; never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct TokenErrors(pub Vec<TokenError>);

impl Tokens {
    /// Reads `LIAISON_SLACK_BOT_TOKEN`, `LIAISON_SLACK_APP_TOKEN` and `LIAISON_SLACK_SIGNING_SECRET`, or the files
    /// that the same names with `_FILE` point to.
    pub fn from_environment() -> Result<Self, TokenErrors> {
        Self::from_variables(|name| std::env::var(name).ok())
    }

    /// The same, from any source of variables.
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Self, TokenErrors> {
        let bot = secret(&variable, BOT_TOKEN, Kind::Bot).and_then(|found| {
            let remedy = Kind::Bot.where_to_find();
            found.map(BotToken).ok_or(TokenError::Missing { variable: BOT_TOKEN, remedy })
        });
        let app = secret(&variable, APP_TOKEN, Kind::App).map(|found| found.map(AppToken));
        let signing = secret(&variable, SIGNING_SECRET, Kind::Signing).map(|found| found.map(SigningSecret));
        match (bot, app, signing) {
            (Ok(_), Ok(None), Ok(None)) => Err(TokenErrors(vec![TokenError::NoWayIn])),
            (Ok(bot), Ok(app), Ok(signing_secret)) => Ok(Self { bot, app, signing_secret }),
            (bot, app, signing) => {
                let mut errors: Vec<_> = [bot.err(), app.err(), signing.err()].into_iter().flatten().collect();
                if errors.len() == 1 && unset(&variable, APP_TOKEN) && unset(&variable, SIGNING_SECRET) {
                    errors.push(TokenError::NoWayIn);
                }
                Err(TokenErrors(errors))
            }
        }
    }
}

fn unset(variable: &impl Fn(&str) -> Option<String>, name: &str) -> bool {
    variable(name).is_none() && variable(&format!("{name}_FILE")).is_none()
}

fn secret(
    variable: &impl Fn(&str) -> Option<String>,
    name: &'static str,
    kind: Kind,
) -> Result<Option<String>, TokenError> {
    let text = match (variable(name), variable(&format!("{name}_FILE"))) {
        (None, None) => return Ok(None),
        (Some(_), Some(_)) => return Err(TokenError::Twice(name)),
        (Some(value), None) => value,
        (None, Some(path)) => std::fs::read_to_string(&path).map_err(|error| TokenError::Unreadable {
            variable: name,
            path,
            reason: error.to_string(),
        })?,
    };
    checked(name, &text, kind).map(Some)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bot,
    App,
    Signing,
}

impl Kind {
    /// What a value looks like from outside; `None` for one that could be a signing secret.
    fn of(text: &str) -> Option<Self> {
        match text.get(..5)? {
            "xoxb-" => Some(Self::Bot),
            "xapp-" => Some(Self::App),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Bot => "a bot token (xoxb-…)",
            Self::App => "an app-level token (xapp-…)",
            Self::Signing => "a signing secret",
        }
    }

    const fn variable(self) -> &'static str {
        match self {
            Self::Bot => BOT_TOKEN,
            Self::App => APP_TOKEN,
            Self::Signing => SIGNING_SECRET,
        }
    }

    const fn where_to_find(self) -> &'static str {
        match self {
            Self::Bot => {
                "find it at https://api.slack.com/apps → your app → OAuth & Permissions → Bot User OAuth Token"
            }
            Self::App => {
                "make one at https://api.slack.com/apps → your app → Basic Information → App-Level Tokens, with the \
                 scope connections:write"
            }
            Self::Signing => {
                "find it at https://api.slack.com/apps → your app → Basic Information → App Credentials → Signing Secret"
            }
        }
    }
}

fn checked(variable: &'static str, text: &str, wanted: Kind) -> Result<String, TokenError> {
    let text = text.trim();
    let remedy = wanted.where_to_find();
    if text.is_empty() {
        return Err(TokenError::Empty { variable, remedy });
    }
    let wrong = |found: &str, remedy: String| {
        Err(TokenError::Wrong { variable, found: found.to_owned(), wanted: wanted.name(), remedy })
    };
    if !text.bytes().all(|b| b.is_ascii_graphic()) {
        return wrong("spaces or characters no token has", remedy.to_owned());
    }
    match (wanted, Kind::of(text)) {
        (Kind::Signing, None) if !text.starts_with("xox") => Ok(text.to_owned()),
        (_, Some(found)) if found == wanted => Ok(text.to_owned()),
        (_, Some(found)) => {
            wrong(found.name(), format!("it belongs in {}; for {variable}, {remedy}", found.variable()))
        }
        (_, None) if text.starts_with("xoxp-") => {
            wrong("a user token (xoxp-…)", format!("the bot acts as itself, not as a person; {remedy}"))
        }
        (_, None) if text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit()) => wrong(
            "what looks like a signing secret",
            format!("it belongs in {SIGNING_SECRET}; for {variable}, {remedy}"),
        ),
        (_, None) => wrong("something else", remedy.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    const BOT: &str = "xoxb-1-2-madeup";
    const APP: &str = "xapp-1-A1-madeup";
    const SIGNING: &str = "0123456789abcdef0123456789abcdef";

    fn read(variables: &[(&str, &str)]) -> Result<Tokens, String> {
        let map: BTreeMap<_, _> = variables.iter().map(|&(k, v)| (k.to_owned(), v.to_owned())).collect();
        Tokens::from_variables(|name| map.get(name).cloned()).map_err(|errors| errors.to_string())
    }

    #[test]
    fn a_bot_token_and_one_way_in_are_enough() {
        let socket = read(&[(BOT_TOKEN, BOT), (APP_TOKEN, APP)]).unwrap();
        assert_eq!(socket.app.unwrap().reveal(), APP);
        let http = read(&[(BOT_TOKEN, BOT), (SIGNING_SECRET, SIGNING)]).unwrap();
        assert_eq!(http.signing_secret.unwrap().reveal(), SIGNING);
    }

    #[test]
    fn nothing_set_names_every_variable_and_where_to_find_its_value() {
        insta::assert_snapshot!(read(&[]).unwrap_err());
    }

    #[test]
    fn no_way_in_is_said_once() {
        insta::assert_snapshot!(read(&[(BOT_TOKEN, BOT)]).unwrap_err());
    }

    #[test]
    fn swapped_tokens_are_recognised() {
        insta::assert_snapshot!(read(&[(BOT_TOKEN, APP), (APP_TOKEN, BOT), (SIGNING_SECRET, BOT)]).unwrap_err());
    }

    #[test]
    fn a_signing_secret_or_a_user_token_in_place_of_a_bot_token_is_recognised() {
        assert!(read(&[(BOT_TOKEN, SIGNING), (APP_TOKEN, APP)]).unwrap_err().contains("belongs in LIAISON_SLACK_SIGN"));
        assert!(read(&[(BOT_TOKEN, "xoxp-9"), (APP_TOKEN, APP)]).unwrap_err().contains("a user token"));
    }

    #[test]
    fn a_file_is_read_and_its_line_end_dropped() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("bot");
        std::fs::write(&path, format!("{BOT}\n")).unwrap();
        let file = path.to_str().unwrap();
        assert_eq!(read(&[("LIAISON_SLACK_BOT_TOKEN_FILE", file), (APP_TOKEN, APP)]).unwrap().bot.reveal(), BOT);
        let twice = read(&[("LIAISON_SLACK_BOT_TOKEN_FILE", file), (BOT_TOKEN, BOT), (APP_TOKEN, APP)]).unwrap_err();
        assert!(twice.contains("both set"));
        let gone = read(&[("LIAISON_SLACK_BOT_TOKEN_FILE", "/nowhere/at/all"), (APP_TOKEN, APP)]).unwrap_err();
        assert!(gone.contains("/nowhere/at/all"));
    }

    #[test]
    fn no_print_shows_a_secret() {
        let tokens = read(&[(BOT_TOKEN, BOT), (APP_TOKEN, APP), (SIGNING_SECRET, SIGNING)]).unwrap();
        let shown = format!("{tokens:?} {} {}", tokens.bot, tokens.app.as_ref().unwrap());
        assert!(!shown.contains("madeup") && !shown.contains("0123"), "{shown}");
        let errors =
            read(&[(BOT_TOKEN, "xapp-hidden value"), (APP_TOKEN, "hidden"), (SIGNING_SECRET, BOT)]).unwrap_err();
        assert!(!errors.contains("hidden") && !errors.contains("madeup"), "{errors}");
    }
}
