//! How fast messages are read and terms found: the whole analysis and its stages, beside general matchers that get
//! the same messages already normalised (and check no word boundary, inflection or letter case).
//!
//! `cargo bench --bench analysis`

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use liaison::glossary::Glossary;
use liaison::glossary::concept::{Bilingual, Concept, ConceptTests, Term, TermStatus, Visibility};
use liaison::text::{Language, Passage, normalise};

fn main() {
    divan::main();
}

const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];

/// Bytes of messages a pass reads.
const VOLUME: usize = 4_000_000;

/// A generator that gives the same numbers everywhere (xorshift64*).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % sides
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
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

fn word(dice: &mut Dice) -> String {
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

fn terms(count: usize) -> Vec<String> {
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
fn messages() -> &'static [String] {
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

fn volume() -> BytesCount {
    BytesCount::new(messages().iter().map(String::len).sum::<usize>())
}

fn concept(text: String, number: usize) -> Concept {
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

fn concepts(count: usize) -> Vec<Concept> {
    terms(count).into_iter().zip(1..).map(|(text, number)| concept(text, number)).collect()
}

fn normalised() -> &'static [String] {
    static NORMALISED: OnceLock<Vec<String>> = OnceLock::new();
    NORMALISED.get_or_init(|| messages().iter().map(|text| Passage::read(text).normalised().to_owned()).collect())
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn whole_analysis(bencher: Bencher, count: usize) {
    let glossary = Glossary::build(concepts(count));
    bencher.counter(volume()).bench_local(|| {
        messages().iter().map(|text| glossary.find(&Passage::read(black_box(text))).len()).sum::<usize>()
    });
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn find_only(bencher: Bencher, count: usize) {
    let glossary = Glossary::build(concepts(count));
    let passages: Vec<Passage<'_>> = messages().iter().map(|text| Passage::read(text)).collect();
    bencher
        .counter(volume())
        .bench_local(|| passages.iter().map(|passage| glossary.find(black_box(passage)).len()).sum::<usize>());
}

#[divan::bench(sample_count = 10)]
fn read_only(bencher: Bencher) {
    bencher
        .counter(volume())
        .bench_local(|| messages().iter().map(|text| Passage::read(black_box(text)).normalised().len()).sum::<usize>());
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn build(bencher: Bencher, count: usize) {
    bencher.with_inputs(|| concepts(count)).bench_local_values(Glossary::build);
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn peer_aho_corasick(bencher: Bencher, count: usize) {
    let terms: Vec<String> = terms(count).iter().map(|term| normalise(term)).collect();
    let Ok(matcher) =
        aho_corasick::AhoCorasick::builder().match_kind(aho_corasick::MatchKind::LeftmostLongest).build(terms)
    else {
        return;
    };
    bencher
        .counter(volume())
        .bench_local(|| normalised().iter().map(|text| matcher.find_iter(black_box(text)).count()).sum::<usize>());
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn peer_daachorse(bencher: Bencher, count: usize) {
    let terms: BTreeSet<String> = terms(count).iter().map(|term| normalise(term)).collect();
    let Ok(matcher) = daachorse::CharwiseDoubleArrayAhoCorasickBuilder::new()
        .match_kind(daachorse::MatchKind::LeftmostLongest)
        .build::<_, _, u32>(terms)
    else {
        return;
    };
    bencher.counter(volume()).bench_local(|| {
        normalised().iter().map(|text| matcher.leftmost_find_iter(black_box(text)).count()).sum::<usize>()
    });
}

#[divan::bench(args = [100, 1_000], sample_count = 10)]
fn peer_regex(bencher: Bencher, count: usize) {
    let terms: Vec<String> = terms(count).iter().map(|term| regex::escape(&normalise(term))).collect();
    let Ok(matcher) = regex::RegexBuilder::new(&terms.join("|")).size_limit(1 << 30).build() else { return };
    bencher
        .counter(volume())
        .bench_local(|| normalised().iter().map(|text| matcher.find_iter(black_box(text)).count()).sum::<usize>());
}
