//! What a message says: Slack markup to readable spans, normalised with a map back to the original bytes.
//!
//! The way of a text: [`mrkdwn::scan`] finds the runs a person reads; [`normalise`](mod@normalise) folds width, case and
//! script variants; [`boundary`] says where a word may begin and end; [`language`] guesses the language.

mod address;
pub mod boundary;
pub(crate) mod lanes;
mod language;
pub mod mrkdwn;
pub mod normalise;
#[cfg(test)]
mod properties;

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use normalise::normalise;
use normalise::{Normaliser, OBJECT, OffsetMap};

use mrkdwn::Run;

/// The languages Liaison speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[serde(rename = "en")]
    English,
    /// Japanese.
    #[serde(rename = "ja")]
    Japanese,
}

impl Language {
    /// Both, in the order they are shown.
    pub const ALL: [Self; 2] = [Self::English, Self::Japanese];

    /// `en` or `ja`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Japanese => "ja",
        }
    }

    /// Reads a locale such as `ja-JP`, `ja` or `en_GB`; `None` for a language Liaison does not speak.
    pub fn from_locale(locale: &str) -> Option<Self> {
        match locale.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "ja" => Some(Self::Japanese),
            _ => None,
        }
    }
}

/// A message made ready for analysis: parsed and normalised once, shared by the glossary and the rules.
#[derive(Debug)]
pub struct Passage<'a> {
    source: &'a str,
    normalised: String,
    map: OffsetMap,
}

impl<'a> Passage<'a> {
    /// Reads a message in Slack's markup.
    pub fn read(source: &'a str) -> Self {
        let mut writer = Normaliser::with_capacity(source.len() + 1);
        mrkdwn::scan(source, |run| match run {
            Run::Text(range) => writer.text(&source[range.clone()], range.start),
            Run::Entity(range, character) => writer.whole(character, range),
            Run::Line(range) => writer.whole('\n', range),
            Run::Object(range) => writer.whole(OBJECT, range),
        });
        let (normalised, map) = writer.finish();
        Self { source, normalised, map }
    }

    /// The message as it came.
    pub fn source(&self) -> &'a str {
        self.source
    }

    /// What a person reads as talk, normalised as [`normalise`](normalise()) does it. Lines end with `\n`, and
    /// [`OBJECT`] stands for each thing that is not talk (code, a link without a label, a
    /// mention, an emoji, a quoted line); no term and no phrase contains either.
    pub fn normalised(&self) -> &str {
        &self.normalised
    }

    /// The stretches of [`normalised`](Self::normalised) between line ends and things that are not talk, in order.
    pub fn segments(&self) -> impl Iterator<Item = Range<usize>> {
        let mut at = 0;
        self.normalised.split(['\n', OBJECT]).filter_map(move |text| {
            let start = at;
            let end = start + text.len();
            at = end + self.normalised[end..].chars().next().map_or(0, char::len_utf8);
            (start < end).then_some(start..end)
        })
    }

    /// The bytes of [`source`](Self::source), on character boundaries, that a range of
    /// [`normalised`](Self::normalised) came from.
    pub fn source_range(&self, normalised: Range<usize>) -> Range<usize> {
        self.map.source(normalised)
    }

    /// Whether a word may begin at a byte of [`normalised`](Self::normalised): not inside a Latin word or number,
    /// a katakana run, or a kanji word.
    pub fn starts_word(&self, at: usize) -> bool {
        boundary::is_boundary(&self.normalised, at)
    }

    /// Whether a word may end at a byte of [`normalised`](Self::normalised); see [`starts_word`](Self::starts_word).
    pub fn ends_word(&self, at: usize) -> bool {
        boundary::is_boundary(&self.normalised, at)
    }

    /// The language it is mostly in; nothing for one Liaison does not speak, or for no words at all.
    pub fn language(&self) -> Option<Language> {
        language::guess(&self.normalised)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> String {
        Passage::read(source).normalised().to_owned()
    }

    #[test]
    fn formatting_is_read_through_and_code_is_not_talk() {
        assert_eq!(read("*Unit price* stays, _lot size_ doubles"), "unit price stays, lot size doubles");
        assert_eq!(read("```\ncode\n``` after `x`"), "\u{fffc} after \u{fffc}");
    }

    #[test]
    fn width_and_composition_do_not_matter() {
        assert_eq!(read("ＡＰＩ ｻｰﾊﾞｰ e\u{301}"), "api サーバー é");
    }

    #[test]
    fn a_range_of_normalised_text_leads_back_to_what_was_written() {
        let passage = Passage::read("次は *ｻｰﾊﾞｰ* &amp; <https://docs.example/a|ＡＰＩ> です");
        let found = |wanted: &str| {
            let start = passage.normalised().find(wanted).unwrap();
            &passage.source()[passage.source_range(start..start + wanted.len())]
        };
        assert_eq!(found("サーバー"), "ｻｰﾊﾞｰ");
        assert_eq!(found("api"), "ＡＰＩ");
        assert_eq!(found("&"), "&amp;");
        assert_eq!(found("です"), "です");
    }

    #[test]
    fn segments_leave_out_what_is_not_talk() {
        let passage = Passage::read("one <@U1> two\nthree");
        let segments: Vec<&str> = passage.segments().map(|range| &passage.normalised()[range]).collect();
        assert_eq!(segments, ["one ", " two", "three"]);
    }

    #[test]
    fn languages_are_told_apart() {
        let language = |text| Passage::read(text).language();
        assert_eq!(language("Could you look at the numbers?"), Some(Language::English));
        assert_eq!(language("このAPIは誰が見てますか"), Some(Language::Japanese));
        assert_eq!(language("資料の確認をお願いします"), Some(Language::Japanese));
        assert_eq!(language("Is 内示 binding, or more like a hint?"), Some(Language::English));
        assert_eq!(language("Nous ne pouvons pas livrer le produit vendredi"), None);
        assert_eq!(language("我们明天不能发布这个版本"), None);
        assert_eq!(language("우리는 내일 배포할 수 없습니다"), None);
        assert_eq!(language(":tada: <@U1> 42"), None);
    }
}
