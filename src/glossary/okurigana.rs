//! The kana that close a kanji in native compounds may be written in full, in part or not at all: 見積もり, 見積り, 見積;
//! 打ち合わせ, 打合わせ, 打合せ. Returns the other ways to write a term, and whether a way without its last kana
//! stands as a noun where it was found.
//!
//! The rules are those of the Cabinet notice on okurigana (1973, general rules 6 and 7): each kanji has its kana, a
//! compound may leave out some from the front. [`KANA`] lists the verbs that compounds of business and software are
//! made of.

use crate::text::boundary::{Script, script};

/// Other spellings of a normalised term, without itself.
pub(super) fn variants(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let kanji = letters.iter().filter(|letter| script(**letter) == Script::Han).count();
    if kanji == 0 || letters.len() > LONGEST {
        return Vec::new();
    }
    let mut all = vec![String::new()];
    let mut at = 0;
    let mut before = None;
    while at < letters.len() {
        let letter = letters[at];
        let kana = letters[at + 1..].iter().take_while(|letter| script(**letter) == Script::Hiragana).count();
        let kana: String = letters[at + 1..at + 1 + kana].iter().collect();
        let options = if script(letter) == Script::Han {
            let next = letters.get(at + 1 + kana.chars().count()).copied();
            options(letter, &kana, before, next, kanji > 1)
        } else {
            vec![kana.clone()]
        };
        all = all
            .iter()
            .flat_map(|start| options.iter().map(move |kana| format!("{start}{letter}{kana}")))
            .take(MOST)
            .collect();
        before = Some(letter);
        at += 1 + kana.chars().count();
    }
    all.retain(|variant| variant != text);
    all
}

/// No longer term is varied, and no more variants of one are kept.
const LONGEST: usize = 16;
const MOST: usize = 32;

/// The ways to write the kana after a kanji, the given one first.
fn options(kanji: char, written: &str, before: Option<char>, next: Option<char>, compound: bool) -> Vec<String> {
    let mut all = vec![written.to_owned()];
    let next_is_verb = next.is_some_and(is_verb);
    let joined = before.is_some_and(|before| is_verb(before) || FIRST.contains(before));
    let kana = KANA.iter().find(|(letters, _)| letters.contains(kanji)).map_or("", |(_, kana)| kana);
    let forms = kana.split(' ').filter(|form| !form.is_empty());
    for (place, form) in forms.enumerate() {
        let (form, kept) = form.strip_suffix('!').map_or((form, false), |form| (form, true));
        if !form.ends_with(written) {
            continue;
        }
        // What was left out is put in only between verbs, and only in the commonest form: 組合 is no 組み合わせ.
        if written.is_empty() {
            let sahen = form.ends_with('し') && next.is_none() && !before.is_some_and(is_verb);
            if place > 0 || sahen || !(next_is_verb || joined) {
                continue;
            }
        }
        let shorter = form.char_indices().map(|(at, _)| &form[at..]).chain((compound && !kept).then_some(""));
        for kana in shorter {
            if !all.iter().any(|other| other == kana) {
                all.push(kana.to_owned());
            }
        }
    }
    all
}

fn is_verb(letter: char) -> bool {
    KANA.iter().any(|(letters, _)| letters.contains(letter)) || letter == '見'
}

/// Kanji by their kana in compounds; the commonest form first. `!` marks kana of which the last must stay.
const KANA: [(&str, &str); 26] = [
    ("積", "もり み"),
    ("合", "い わせ!"),
    ("打持待立", "ち"),
    ("切取売割振繰借送作刷走", "り"),
    ("戻", "し り"),
    ("引置抜書突続巻", "き"),
    ("継", "ぎ"),
    ("渡消貸押返申差卸崩直越回探試", "し"),
    ("払買使問洗追扱負習", "い"),
    ("込読組", "み"),
    ("替", "え"),
    ("据", "え"),
    ("分受届請付", "け"),
    ("上", "げ がり"),
    ("下", "げ がり"),
    ("出", "し"),
    ("入", "れ"),
    ("落", "ち とし"),
    ("止締決", "め まり"),
    ("当建", "て たり"),
    ("掛", "け かり"),
    ("倒", "し れ"),
    ("残", "り し"),
    ("延", "べ"),
    ("埋", "め"),
    ("呼", "び"),
];

/// Native words before a verb in nouns: 支払い, 値引き, 手続き, 棚卸し.
const FIRST: &str = "見値手前後支仕先棚株月日内元荷名相";

/// Whether a term may end here that is written without its last kana: no other kana make a verb of it (引き継いだ).
pub(super) fn stands_bare(rest: &str) -> bool {
    let Some(first) = rest.chars().next() else { return true };
    if script(first) != Script::Hiragana {
        return true;
    }
    let second = rest[first.len_utf8()..].chars().next().unwrap_or(' ');
    match first {
        'を' | 'に' | 'は' | 'の' | 'で' | 'と' | 'へ' | 'や' | 'だ' | 'な' => true,
        'も' => !"るりられっ".contains(second),
        'が' => !"なられりるっ".contains(second),
        'か' => !"なれるせさっ".contains(second),
        'す' => "るれ".contains(second),
        'し' => "たてまなよ".contains(second),
        'さ' => "れせ".contains(second),
        'ま' => second == 'で',
        'よ' => second == 'り',
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> String {
        variants(text).join(" ")
    }

    #[test]
    fn kana_are_left_out_from_the_front() {
        assert_eq!(all("見積もり"), "見積り 見積");
        assert_eq!(all("引き継ぎ"), "引き継 引継ぎ 引継");
        assert_eq!(all("打ち合わせ"), "打ち合せ 打合わせ 打合せ");
        assert_eq!(all("切り戻し"), "切り戻 切戻し 切戻");
        assert_eq!(all("すり合わせ"), "すり合せ");
    }

    #[test]
    fn kana_that_were_left_out_are_put_in() {
        assert_eq!(all("見積"), "見積もり 見積り");
        assert_eq!(all("支払"), "支払い");
        assert!(variants("申込書").contains(&"申し込み書".to_owned()));
        assert!(variants("売上").contains(&"売り上げ".to_owned()));
    }

    #[test]
    fn words_of_chinese_origin_are_left_alone() {
        for word in ["提出", "導入", "要件定義", "契約", "合計", "統合", "外注", "決済", "発送", "お客様の声"]
        {
            assert_eq!(all(word), "", "{word}");
        }
        assert!(!variants("組み合わせ").contains(&"組合".to_owned()));
        assert!(!variants("組合").contains(&"組み合わせ".to_owned()));
        assert!(!variants("払い").contains(&"払".to_owned()));
    }

    #[test]
    fn a_noun_without_its_kana_is_no_verb() {
        for rest in ["", "を送る", "書", "です", "も見た", "した", "がある"] {
            assert!(stands_bare(rest), "{rest}");
        }
        for rest in ["いだ", "もる", "がれた", "る", "り"] {
            assert!(!stands_bare(rest), "{rest}");
        }
    }
}
