//! Says a sentence of the wording files in a language.

use std::fmt;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::text::Language;
use crate::wording::message::Mrkdwn;

/// The wording files by language: the same names in both.
macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        const ENGLISH: &[&str] = &[$(include_str!(concat!("en/", $name, ".ftl"))),+];
        const JAPANESE: &[&str] = &[$(include_str!(concat!("ja/", $name, ".ftl"))),+];
    };
}

files!["channel", "choices", "define", "help", "home", "offers", "reception", "requests", "words"];

/// The wording files of both languages, parsed.
pub struct Wording {
    english: FluentBundle<FluentResource>,
    japanese: FluentBundle<FluentResource>,
}

impl fmt::Debug for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wording")
    }
}

impl Default for Wording {
    fn default() -> Self {
        Self::load()
    }
}

/// A value put into a sentence.
#[derive(Debug, Clone)]
pub enum Arg<'a> {
    /// Text, as it is for plain sentences, escaped for markup.
    Text(&'a str),
    /// Markup made safe before; for sentences in markup only.
    Markup(&'a Mrkdwn),
    /// A count, which also chooses the plural form.
    Count(u64),
}

impl Wording {
    /// Parses the wording files, which are part of the program; a test holds that both are right and agree.
    pub fn load() -> Self {
        Self { english: bundle(Language::English, ENGLISH), japanese: bundle(Language::Japanese, JAPANESE) }
    }

    /// A voice that speaks a language.
    pub fn voice(&self, language: Language) -> Voice<'_> {
        let bundle = match language {
            Language::English => &self.english,
            Language::Japanese => &self.japanese,
        };
        Voice { bundle, language }
    }
}

fn bundle(language: Language, sources: &[&str]) -> FluentBundle<FluentResource> {
    let locale = language.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Isolation marks are for text of unknown direction; both languages run left to right.
    bundle.set_use_isolating(false);
    for &source in sources {
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// The wording in one language.
#[derive(Clone, Copy)]
pub struct Voice<'w> {
    bundle: &'w FluentBundle<FluentResource>,
    language: Language,
}

impl fmt::Debug for Voice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Voice({})", self.language.code())
    }
}

impl Voice<'_> {
    /// The language it speaks.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A sentence in plain text: for fallbacks, labels, titles and headers.
    pub fn text(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.say(id, args, |arg| match arg {
            Arg::Text(text) => FluentValue::from((*text).to_owned()),
            Arg::Markup(markup) => FluentValue::from(markup.as_str().to_owned()),
            Arg::Count(n) => FluentValue::from(*n),
        })
    }

    /// A sentence in Slack's markup; text put into it is escaped.
    pub fn markup(&self, id: &str, args: &[(&str, Arg<'_>)]) -> Mrkdwn {
        Mrkdwn::trusted(self.say(id, args, |arg| match arg {
            Arg::Text(text) => FluentValue::from(Mrkdwn::plain(text).as_str().to_owned()),
            Arg::Markup(markup) => FluentValue::from(markup.as_str().to_owned()),
            Arg::Count(n) => FluentValue::from(*n),
        }))
    }

    fn say(&self, id: &str, args: &[(&str, Arg<'_>)], value: impl Fn(&Arg<'_>) -> FluentValue<'static>) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned(); // held impossible by the tests below
        };
        let args: FluentArgs<'_> = args.iter().map(|(name, arg)| ((*name).to_owned(), value(arg))).collect();
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use fluent_bundle::FluentResource;

    use super::*;

    /// The message ids of a language's files with the names of the variables in each.
    fn messages(sources: &[&str]) -> BTreeSet<(String, BTreeSet<String>)> {
        let mut found = BTreeSet::new();
        let mut current: Option<(String, BTreeSet<String>)> = None;
        for line in sources.iter().flat_map(|source| source.lines()) {
            if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
                found.extend(current.take());
                let id = line.split('=').next().unwrap_or_default().trim().to_owned();
                current = Some((id, BTreeSet::new()));
            }
            if let Some((_, variables)) = &mut current {
                for part in line.split('$').skip(1) {
                    let name = part.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default();
                    variables.insert(name.to_owned());
                }
            }
        }
        found.extend(current);
        found
    }

    fn sources_under(folder: &Path, text: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources_under(&path, text);
            } else if path.extension().is_some_and(|e| e == "rs") {
                text.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }

    #[test]
    fn every_file_parses_and_no_sentence_is_there_twice() {
        for sources in [ENGLISH, JAPANESE] {
            let mut seen = BTreeSet::new();
            for source in sources {
                FluentResource::try_new((*source).to_owned()).expect("the file parses without an error");
                for line in source.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic())) {
                    let id = line.split('=').next().unwrap_or_default().trim();
                    assert!(seen.insert(id), "{id} is said twice");
                }
            }
        }
    }

    #[test]
    fn both_languages_say_the_same_things_with_the_same_values() {
        let (english, japanese) = (messages(ENGLISH), messages(JAPANESE));
        let ids = |of: &BTreeSet<(String, _)>| of.iter().map(|(id, _)| id.clone()).collect::<BTreeSet<String>>();
        assert_eq!(ids(&english), ids(&japanese));
        for ((id, english), (_, mut japanese)) in english.into_iter().zip(japanese) {
            // Japanese has no plural forms, so a count may have nothing to choose there.
            japanese.extend(english.get("count").cloned());
            assert_eq!(english, japanese, "{id}");
        }
    }

    #[test]
    fn every_sentence_is_said_somewhere_and_every_one_said_exists() {
        // The rooms that speak.
        let mut code = String::new();
        for room in ["wording", "liaison"] {
            sources_under(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room), &mut code);
        }
        let ids: BTreeSet<String> = messages(ENGLISH).into_iter().map(|(id, _)| id).collect();
        for id in &ids {
            // Families such as `theme-…` are said by a name made of an id: their beginnings are in `FAMILIES` below.
            let family = FAMILIES.iter().any(|family| id.starts_with(family));
            assert!(family || code.contains(&format!("\"{id}\"")), "nobody says {id}");
        }
        for part in code.split(".text(\"").chain(code.split(".markup(\"")).skip(1) {
            let id: String = part.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
            if part[id.len()..].starts_with('"') && !id.is_empty() {
                assert!(ids.contains(&id), "the wording files do not have {id}");
            }
        }
    }

    const FAMILIES: [&str; 3] = ["theme-", "concern-revenue-", "concern-quality-"];

    #[test]
    fn text_in_markup_cannot_ping_anybody() {
        let wording = Wording::load();
        let said = wording.voice(Language::English).markup("explain-nothing", &[("term", Arg::Text("<!channel>"))]);
        assert!(!said.as_str().contains("<!"), "{said:?}");
    }
}
