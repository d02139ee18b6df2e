//! What the benchmarks read: terms and chat-length messages in English and Japanese, made by a generator that gives the
//! same everywhere. No sentence of it was said by anybody.

#![allow(dead_code, reason = "each benchmark takes what it needs")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use liaison::glossary::concept::{Bilingual, Concept, ConceptTests, Term, TermStatus, Visibility};
use liaison::text::{Language, Passage};

pub(crate) const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];

/// Bytes of messages a pass reads.
pub(crate) const VOLUME: usize = 50_000_000;

/// A generator that gives the same numbers everywhere (xorshift64*).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % sides
    }

    pub(crate) fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.roll(from.len())]
    }
}

const SYLLABLES: [&str; 40] = [
    "ba", "con", "der", "fi", "gra", "hal", "im", "jo", "ker", "lin", "mo", "net", "or", "pro", "qua", "re", "sta",
    "ter", "un", "ver", "win", "ex", "yo", "zen", "da", "ble", "com", "ma", "tic", "ser", "vi", "por", "tal", "cu",
    "mer", "ion", "ate", "log", "gate", "way",
];
const KATAKANA: [&str; 40] = [
    "ア", "リ", "ー", "ス", "ト", "ロ", "ン", "ク", "デ", "プ", "イ", "サ", "バ", "シ", "テ", "ム", "コ", "ミ", "ッ",
    "レ", "ビ", "ュ", "マ", "ネ", "ジ", "カ", "フ", "ォ", "ル", "ダ", "パ", "ナ", "セ", "キ", "ョ", "ラ", "メ", "ド",
    "ポ", "タ",
];
const KANJI: [&str; 60] = [
    "要", "件", "定", "義", "受", "注", "発", "検", "収", "納", "品", "監", "視", "工", "数", "単", "価", "見", "積",
    "契", "約", "更", "新", "障", "害", "復", "旧", "負", "荷", "試", "験", "設", "計", "運", "用", "保", "守", "開",
    "本", "番", "環", "境", "権", "限", "承", "認", "稟", "議", "請", "求", "売", "上", "粗", "利", "案", "商", "談",
    "顧", "客", "先",
];
const ENGLISH: [&str; 72] = [
    "the",
    "customer",
    "asked",
    "whether",
    "we",
    "can",
    "move",
    "it",
    "to",
    "next",
    "week",
    "because",
    "their",
    "team",
    "is",
    "busy",
    "and",
    "I",
    "said",
    "that",
    "would",
    "be",
    "fine",
    "with",
    "us",
    "if",
    "nothing",
    "else",
    "comes",
    "up",
    "please",
    "have",
    "a",
    "look",
    "at",
    "this",
    "when",
    "you",
    "find",
    "time",
    "thanks",
    "for",
    "all",
    "of",
    "work",
    "on",
    "report",
    "yesterday",
    "numbers",
    "are",
    "still",
    "not",
    "what",
    "expected",
    "so",
    "let's",
    "talk",
    "about",
    "before",
    "meeting",
    "tomorrow",
    "morning",
    "maybe",
    "they",
    "will",
    "send",
    "new",
    "version",
    "Friday",
    "otherwise",
    "everything",
    "continues",
];
const JAPANESE: [&str; 40] = [
    "お疲れさまです、",
    "先方から",
    "連絡がありました。",
    "明日の",
    "会議で",
    "相談させてください。",
    "資料は",
    "共有フォルダに",
    "置いてあります。",
    "来週までに",
    "確認を",
    "お願いします。",
    "対応が",
    "難しい場合は",
    "教えてください。",
    "ありがとうございます！",
    "それでは",
    "進めます。",
    "今日中に",
    "返事をもらえると",
    "助かります。",
    "少し",
    "遅れそうです。",
    "前回の",
    "議事録を",
    "見てください。",
    "担当の方と",
    "話しました。",
    "問題なさそうです。",
    "引き続き",
    "よろしくお願いします。",
    "その件ですが",
    "まだ",
    "決まっていません。",
    "社内で",
    "検討中です。",
    "わかりました、",
    "こちらで",
    "調べておきます。",
    "念のため",
];
const MARKUP: [&str; 10] = [
    "<@U024BE7LH>",
    ":tada:",
    "*important*",
    "`git push`",
    "<https://docs.example/d/77|the page>",
    "&amp;",
    "https://www.example/a/b?c=1",
    "_really_",
    "・",
    "ＡＢＣ",
];

pub(crate) fn word(dice: &mut Dice) -> String {
    (0..2 + dice.roll(2)).map(|_| dice.pick(&SYLLABLES)).collect()
}

fn term(dice: &mut Dice) -> String {
    match dice.roll(10) {
        0..=2 => word(dice),
        3..=5 => format!("{} {}", word(dice), word(dice)),
        6 => word(dice).chars().take(4).collect::<String>().to_uppercase(),
        7 | 8 => {
            let run: String = (0..4 + dice.roll(4)).map(|_| dice.pick(&KATAKANA)).collect();
            format!("ト{run}")
        }
        _ => (0..2 + dice.roll(3)).map(|_| dice.pick(&KANJI)).collect(),
    }
}

pub(crate) fn terms(count: usize) -> Vec<String> {
    let mut dice = Dice(0x1234_5678_9abc_def1);
    let mut seen = BTreeSet::new();
    let mut terms = Vec::with_capacity(count);
    while terms.len() < count {
        let term = term(&mut dice);
        if seen.insert(term.clone()) {
            terms.push(term);
        }
    }
    terms
}

/// Chat-length messages, half English, half Japanese; about one in two holds one of the first hundred terms.
pub(crate) fn messages() -> &'static [String] {
    static MESSAGES: OnceLock<Vec<String>> = OnceLock::new();
    MESSAGES.get_or_init(|| {
        let common = terms(100);
        let mut dice = Dice(0x0fed_cba9_8765_4321);
        let mut messages = Vec::new();
        let mut volume = 0;
        while volume < VOLUME {
            let english = dice.roll(2) == 0;
            let length = if english { 6 + dice.roll(30) } else { 3 + dice.roll(14) };
            let mut message = String::new();
            for _ in 0..length {
                message.push_str(if english { dice.pick(&ENGLISH) } else { dice.pick(&JAPANESE) });
                if dice.roll(40) == 0 {
                    message.push(' ');
                    message.push_str(&common[dice.roll(100)]);
                }
                if dice.roll(40) == 0 {
                    message.push(' ');
                    message.push_str(dice.pick(&MARKUP));
                    message.push(' ');
                }
                if english {
                    message.push_str(if dice.roll(12) == 0 { ". " } else { " " });
                }
            }
            volume += message.len();
            messages.push(message);
        }
        messages
    })
}

pub(crate) fn concept(text: String, number: usize) -> Concept {
    let language = if text.is_ascii() { Language::English } else { Language::Japanese };
    let term = Term {
        text,
        language,
        status: TermStatus::Preferred,
        kind: None,
        case_exact: false,
        reading: None,
        except: Vec::new(),
    };
    Concept {
        id: format!("concept-{number}").as_str().into(),
        subject_field: "engineering".into(),
        terms: vec![term],
        definition: Bilingual::default(),
        plain: BTreeMap::new(),
        example: Bilingual::default(),
        see: Vec::new(),
        visibility: Visibility::Internal,
        owner: None,
        source: None,
        tests: ConceptTests::default(),
    }
}

pub(crate) fn concepts(count: usize) -> Vec<Concept> {
    terms(count).into_iter().zip(1..).map(|(text, number)| concept(text, number)).collect()
}

pub(crate) fn normalised() -> &'static [String] {
    static NORMALISED: OnceLock<Vec<String>> = OnceLock::new();
    NORMALISED.get_or_init(|| messages().iter().map(|text| Passage::read(text).normalised().to_owned()).collect())
}
