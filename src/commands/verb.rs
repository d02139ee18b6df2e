//! Every command by name, in both languages: the parser and the help read the same table, so that a command
//! cannot be missing from either.

use crate::text::Language;

/// A command's first word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// What a word means.
    Explain,
    /// Which concepts have to do with some words.
    Search,
    /// Propose an entry, or improve one.
    Define,
    /// Bring in the liaison.
    Ask,
    /// List requests.
    Requests,
    /// Say what one's role is.
    IAm,
    /// Have the bot say less.
    Quiet,
    /// Set the channel.
    Settings,
    /// Why the bot spoke.
    Why,
    /// How to use it.
    Help,
}

impl Verb {
    /// All commands, in the order the help shows them.
    pub const ALL: [Self; 10] = [
        Self::Explain,
        Self::Search,
        Self::Define,
        Self::Ask,
        Self::Requests,
        Self::IAm,
        Self::Quiet,
        Self::Settings,
        Self::Why,
        Self::Help,
    ];

    /// What it is called; the first name of a language is the one the help shows. All are understood always.
    pub const fn names(self, language: Language) -> &'static [&'static str] {
        match (self, language) {
            (Self::Explain, Language::English) => &["explain", "meaning", "term"],
            (Self::Explain, Language::Japanese) => &["用語", "説明", "意味"],
            (Self::Search, Language::English) => &["search", "find"],
            (Self::Search, Language::Japanese) => &["検索", "探す"],
            (Self::Define, Language::English) => &["define", "improve"],
            (Self::Define, Language::Japanese) => &["定義", "登録", "用語登録", "改善"],
            (Self::Ask, Language::English) => &["ask"],
            (Self::Ask, Language::Japanese) => &["相談", "依頼する", "相談する"],
            (Self::Requests, Language::English) => &["requests", "list"],
            (Self::Requests, Language::Japanese) => &["一覧", "依頼", "相談一覧", "依頼一覧"],
            (Self::IAm, Language::English) => &["i-am", "iam", "role"],
            (Self::IAm, Language::Japanese) => &["役割", "立場", "私は"],
            (Self::Quiet, Language::English) => &["quiet", "mute", "stop"],
            (Self::Quiet, Language::Japanese) => &["静かに", "控えめに", "停止"],
            (Self::Settings, Language::English) => &["settings", "set", "config"],
            (Self::Settings, Language::Japanese) => &["設定", "チャンネル設定"],
            (Self::Why, Language::English) => &["why", "reason"],
            (Self::Why, Language::Japanese) => &["理由", "なぜ"],
            (Self::Help, Language::English) => &["help", "usage"],
            (Self::Help, Language::Japanese) => &["ヘルプ", "使い方"],
        }
    }

    /// The command with this name, in any letter case.
    pub fn named(word: &str) -> Option<Self> {
        let word = word.to_lowercase();
        Self::ALL
            .into_iter()
            .find(|verb| Language::ALL.iter().any(|&language| verb.names(language).contains(&word.as_str())))
    }

    /// The command whose name is nearest to a word that is none; nothing when none is near.
    pub fn nearest(word: &str) -> Option<Self> {
        let word = word.to_lowercase();
        let named = Self::ALL.into_iter().flat_map(|verb| {
            Language::ALL.into_iter().flat_map(move |language| verb.names(language)).map(move |name| (name, verb))
        });
        named
            .map(|(name, verb)| (strsim::damerau_levenshtein(&word, name), name, verb))
            .filter(|(distance, name, _)| *distance <= 2 && distance * 2 < name.chars().count())
            .min_by_key(|(distance, _, _)| *distance)
            .map(|(_, _, verb)| verb)
    }
}
