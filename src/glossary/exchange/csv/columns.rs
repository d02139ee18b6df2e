//! Tells what a column holds by its header, in the words people use for it in English and Japanese. Returns nothing
//! for a header that is none of them.

use unicode_normalization::UnicodeNormalization as _;

use crate::glossary::concept::Role;
use crate::text::Language;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    SubjectField,
    Language,
    Term,
    Synonyms,
    Acronym,
    Deprecated,
    Status,
    Kind,
    Case,
    Reading,
    Except,
    Definition,
    Plain(Role),
    Example,
    See,
    Visibility,
    Owner,
    Source,
    Match,
    Skip,
}

/// A column with the language its header names.
pub(super) type Header = (Column, Option<Language>);

/// What a header says.
pub(super) fn header(text: &str) -> Option<Header> {
    let name = plain(text);
    if let Some(column) = column(&name) {
        return Some((column, None));
    }
    LANGUAGES.iter().find_map(|&(word, language)| {
        let rest = name.strip_suffix(word).or_else(|| name.strip_prefix(word))?;
        let apart = rest.starts_with(' ') || rest.ends_with(' ') || !word.is_ascii() || rest.is_empty();
        let rest = rest.trim();
        let column = if rest.is_empty() { Some(Column::Term) } else { column(rest.trim_matches('の')) };
        column.filter(|_| apart).map(|column| (column, Some(language)))
    })
}

/// Small letters in one width, with single spaces for whatever else separates words.
fn plain(text: &str) -> String {
    let words: String =
        text.nfkc().flat_map(char::to_lowercase).map(|letter| if is_letter(letter) { letter } else { ' ' }).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric() || letter == 'ー'
}

/// Longer words first, so that none hides behind its own beginning.
const LANGUAGES: [(&str, Language); 12] = [
    ("english", Language::English),
    ("japanese", Language::Japanese),
    ("日本語", Language::Japanese),
    ("en us", Language::English),
    ("en gb", Language::English),
    ("ja jp", Language::Japanese),
    ("英語", Language::English),
    ("和", Language::Japanese),
    ("英", Language::English),
    ("en", Language::English),
    ("ja", Language::Japanese),
    ("jp", Language::Japanese),
];

fn column(name: &str) -> Option<Column> {
    Some(match name {
        "id" | "key" | "concept id" | "term id" | "entry id" | "identifier" | "slug" | "識別子" | "キー" | "用語id"
        | "概念id" => Column::Id,
        "subject field" | "field" | "subject" | "domain" | "category" | "area" | "分野" | "専門分野" | "領域"
        | "カテゴリ" | "カテゴリー" | "分類" | "主題" => Column::SubjectField,
        "language" | "lang" | "locale" | "言語" => Column::Language,
        "term" | "terms" | "word" | "words" | "expression" | "preferred term" | "用語" | "用語名" | "語" | "言葉"
        | "単語" | "名称" | "名前" | "名" | "訳" | "表記" | "見出し" | "見出し語" | "語句" => {
            Column::Term
        }
        "synonym" | "synonyms" | "alias" | "aliases" | "also" | "also known as" | "aka" | "variant" | "variants"
        | "alternative" | "alternatives" | "同義語" | "類義語" | "別名" | "別称" | "言い換え" | "表記ゆれ"
        | "異表記" => Column::Synonyms,
        "abbreviation" | "abbreviations" | "acronym" | "acronyms" | "abbr" | "略語" | "略称" => Column::Acronym,
        "deprecated" | "deprecated term" | "forbidden" | "do not use" | "非推奨" | "非推奨語" | "禁止語"
        | "使用禁止" => Column::Deprecated,
        "status" | "administrative status" | "term status" | "状態" | "ステータス" => Column::Status,
        "type" | "term type" | "kind" | "種類" | "種別" => Column::Kind,
        "case" | "大文字小文字" => Column::Case,
        "reading" | "kana" | "furigana" | "yomi" | "読み" | "よみ" | "読み方" | "読みがな" | "読み仮名"
        | "よみがな" | "ふりがな" | "フリガナ" | "かな" | "カナ" => Column::Reading,
        "except" | "exception" | "exceptions" | "除外" | "例外" => Column::Except,
        "definition" | "definitions" | "meaning" | "description" | "explanation" | "定義" | "意味" | "説明"
        | "解説" | "内容" => Column::Definition,
        "plain sales" | "for sales" | "営業向け" | "営業向け説明" => Column::Plain(Role::Sales),
        "plain engineering"
        | "for engineering"
        | "for engineers"
        | "開発向け"
        | "開発向け説明"
        | "技術者向け"
        | "エンジニア向け" => Column::Plain(Role::Engineering),
        "plain liaison" => Column::Plain(Role::Liaison),
        "plain other" => Column::Plain(Role::Other),
        "example" | "examples" | "usage" | "usage example" | "sample" | "context" | "例" | "例文" | "用例"
        | "使用例" => Column::Example,
        "see" | "see also" | "related" | "related term" | "related terms" | "related concepts" | "関連" | "関連語"
        | "関連用語" | "参照" => Column::See,
        "visibility" | "公開" | "公開範囲" => Column::Visibility,
        "owner" | "responsible" | "maintainer" | "担当" | "担当者" | "管理者" | "責任者" => Column::Owner,
        "source" | "reference" | "references" | "url" | "link" | "origin" | "出典" | "出所" | "参考" | "参考資料" => {
            Column::Source
        }
        "match" | "matches" | "見つかる例" => Column::Match,
        "skip" | "skips" | "見つからない例" => Column::Skip,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_in_both_languages_and_however_they_are_written() {
        for text in ["Term", "TERM ", "用語", "ｔｅｒｍ", "用語名", "見出し語"] {
            assert_eq!(header(text), Some((Column::Term, None)), "{text}");
        }
        for text in ["subject_field", "Subject-Field", "分野", "category"] {
            assert_eq!(header(text), Some((Column::SubjectField, None)), "{text}");
        }
        assert_eq!(header("読み仮名"), Some((Column::Reading, None)));
        assert_eq!(header("License"), None);
        assert_eq!(header("children"), None);
        assert_eq!(header(""), None);
    }

    #[test]
    fn a_header_may_name_the_language_before_or_after() {
        for text in ["term_ja", "Japanese term", "用語（日本語）", "日本語", "ja", "日本語用語", "term (JA-JP)"]
        {
            assert_eq!(header(text), Some((Column::Term, Some(Language::Japanese))), "{text}");
        }
        for text in ["definition.en", "English definition", "定義（英語）", "英語の定義", "definition (en-US)"]
        {
            assert_eq!(header(text), Some((Column::Definition, Some(Language::English))), "{text}");
        }
    }
}
