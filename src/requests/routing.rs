//! Which team a request goes to: the first rule that fits.

use crate::ids::ChannelId;
use crate::rules::finding::Theme;
use crate::text::boundary::{Script, script};
use crate::text::{Language, normalise};

/// How rules name channels: by id, by `#name`, or by the beginning of names, as in `#deal-*`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChannelRef {
    /// One, by its id.
    Id(ChannelId),
    /// One, by its name without `#`.
    Name(String),
    /// All whose names begin so.
    Beginning(String),
}

impl ChannelRef {
    /// Reads it as it is written.
    pub fn read(text: &str) -> Self {
        match text.strip_prefix('#') {
            Some(name) => match name.strip_suffix('*') {
                Some(beginning) => Self::Beginning(beginning.to_owned()),
                None => Self::Name(name.to_owned()),
            },
            None => Self::Id(ChannelId::from(text)),
        }
    }

    /// Whether a channel is meant.
    pub fn is(&self, id: Option<&ChannelId>, name: Option<&str>) -> bool {
        match self {
            Self::Id(own) => id == Some(own),
            Self::Name(own) => name == Some(own),
            Self::Beginning(own) => name.is_some_and(|name| name.starts_with(own)),
        }
    }
}

impl std::fmt::Display for ChannelRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Id(id) => write!(f, "{id}"),
            Self::Name(name) => write!(f, "#{name}"),
            Self::Beginning(name) => write!(f, "#{name}*"),
        }
    }
}

/// One rule: everything it says must hold; of several channels, topics or accounts, one is enough.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rule {
    /// Where it was asked.
    pub channels: Vec<ChannelRef>,
    /// What it is about.
    pub topics: Vec<Theme>,
    /// Customers named in the brief.
    pub accounts: Vec<String>,
    /// The language it was asked in.
    pub language: Option<Language>,
    /// The team it goes to then, by its id.
    pub team: String,
}

impl Rule {
    /// Whether it takes whatever comes.
    pub fn takes_all(&self) -> bool {
        self.channels.is_empty() && self.topics.is_empty() && self.accounts.is_empty() && self.language.is_none()
    }

    fn fits(&self, asked: &Asked<'_>, words: &str) -> bool {
        let here = || self.channels.iter().any(|channel| channel.is(asked.channel, asked.channel_name));
        (self.channels.is_empty() || here())
            && (self.topics.is_empty() || self.topics.iter().any(|topic| asked.themes.contains(topic)))
            && (self.accounts.is_empty() || self.accounts.iter().any(|account| names(words, &normalise(account))))
            && self.language.is_none_or(|language| language == asked.language)
    }
}

/// What decides where a request goes.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The channel it was asked in, if it was in one.
    pub channel: Option<&'a ChannelId>,
    /// Its name without `#`, where it is known.
    pub channel_name: Option<&'a str>,
    /// What it is about.
    pub themes: &'a [Theme],
    /// The language it was asked in.
    pub language: Language,
    /// What its requester wrote.
    pub words: &'a str,
}

/// The rules, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Routing {
    /// The rules.
    pub rules: Vec<Rule>,
}

impl Routing {
    /// The team of the first rule that fits, by its id. Nothing where none does: the first team then.
    pub fn team(&self, asked: &Asked<'_>) -> Option<&str> {
        let words = normalise(asked.words);
        self.rules.iter().find(|rule| rule.fits(asked, &words)).map(|rule| rule.team.as_str())
    }

    /// The rules a request from a channel may meet, in order, up to the first that takes all from there.
    pub fn from_channel<'r>(&'r self, named: &'r ChannelRef) -> impl Iterator<Item = &'r Rule> {
        let may = move |rule: &&Rule| rule.channels.is_empty() || rule.channels.iter().any(|own| covers(own, named));
        let mut over = false;
        self.rules.iter().filter(may).take_while(move |rule| {
            let takes_all = rule.topics.is_empty() && rule.accounts.is_empty() && rule.language.is_none();
            let met = !over;
            over |= takes_all;
            met
        })
    }
}

/// Whether one way to name channels takes in all that another does, as far as names tell.
fn covers(own: &ChannelRef, named: &ChannelRef) -> bool {
    match (own, named) {
        (ChannelRef::Beginning(own), ChannelRef::Name(name) | ChannelRef::Beginning(name)) => name.starts_with(own),
        _ => own == named,
    }
}

/// Whether words name an account, both normalised: `acme` is in "for Acme, by Friday" and not in "acmeist".
fn names(words: &str, account: &str) -> bool {
    let account = account.trim();
    if account.is_empty() {
        return false;
    }
    let ends = |before: Option<char>, after: Option<char>| {
        let script = |letter: Option<char>| letter.map_or(Script::None, script);
        !matches!(
            (script(before), script(after)),
            (Script::Latin, Script::Latin) | (Script::Katakana, Script::Katakana)
        )
    };
    words.match_indices(account).any(|(at, found)| {
        ends(words[..at].chars().next_back(), found.chars().next())
            && ends(found.chars().next_back(), words[at + found.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(team: &str) -> Rule {
        Rule { team: team.to_owned(), ..Rule::default() }
    }

    fn asked<'a>(channel: &'a str, themes: &'a [Theme], language: Language, words: &'a str) -> Asked<'a> {
        Asked { channel: None, channel_name: Some(channel), themes, language, words }
    }

    fn routing() -> Routing {
        let rules = vec![
            Rule { accounts: vec!["Acme".to_owned(), "株式会社アクメ".to_owned()], ..rule("acme-desk") },
            Rule { channels: vec![ChannelRef::read("#deal-*")], topics: vec![Theme::Security], ..rule("security") },
            Rule { channels: vec![ChannelRef::read("#deal-*"), ChannelRef::read("C1")], ..rule("deal-desk") },
            Rule { language: Some(Language::Japanese), ..rule("tokyo") },
            rule("liaisons"),
        ];
        Routing { rules }
    }

    #[test]
    fn the_first_rule_that_fits_decides() {
        let routing = routing();
        let team = |channel, themes: &[Theme], language, words| {
            routing.team(&asked(channel, themes, language, words)).unwrap().to_owned()
        };
        let english = Language::English;
        assert_eq!(team("deal-acme", &[Theme::Security], english, "ACME needs it by Friday"), "acme-desk");
        assert_eq!(team("deal-acme", &[Theme::Security], english, "they need it"), "security");
        assert_eq!(team("deal-acme", &[Theme::Price], english, ""), "deal-desk");
        assert_eq!(team("general", &[Theme::Security], Language::Japanese, ""), "tokyo");
        assert_eq!(team("general", &[], english, ""), "liaisons");
        let id = ChannelId::from("C1");
        let by_id = Asked { channel: Some(&id), ..asked("any", &[], english, "") };
        assert_eq!(routing.team(&by_id), Some("deal-desk"));
    }

    #[test]
    fn accounts_are_found_as_whole_words_in_both_languages() {
        let named = |words: &str| routing().team(&asked("x", &[], Language::English, words)) == Some("acme-desk");
        for words in ["Acme", "for acme's launch", "the Acme deal", "ＡＣＭＥ社", "株式会社アクメ様の件", "(Acme)"]
        {
            assert!(named(words), "{words}");
        }
        for words in ["acmeist", "pacme", "Acme2", "株式会社アクメン", ""] {
            assert!(!named(words), "{words}");
        }
    }

    #[test]
    fn without_rules_no_team_is_named() {
        assert_eq!(Routing::default().team(&asked("x", &[], Language::English, "")), None);
    }

    #[test]
    fn from_a_channel_only_the_rules_that_may_fit_there_are_met() {
        let routing = routing();
        let met = |named: &str| -> Vec<_> {
            let named = ChannelRef::read(named);
            routing.from_channel(&named).map(|rule| rule.team.as_str().to_owned()).collect()
        };
        assert_eq!(met("#deal-acme"), ["acme-desk", "security", "deal-desk"]);
        assert_eq!(met("#deal-*"), ["acme-desk", "security", "deal-desk"]);
        assert_eq!(met("#general"), ["acme-desk", "tokyo", "liaisons"]);
        assert_eq!(met("C1"), ["acme-desk", "deal-desk"]);
    }
}
