//! Makes a glossary and a message out of numbers: terms that overlap, hide in each other and normalise to the same,
//! and talk in which they stand in every way people and their tools write. Equal numbers make equal scenes.

use std::collections::BTreeMap;

use liaison::glossary::concept::{Bilingual, Concept, ConceptTests, Term, TermStatus, Visibility};
use liaison::text::Language;

/// Reads choices one after the other; when they run out everything is the first choice.
struct Choices<'c>(&'c [u16]);

impl Choices<'_> {
    fn next(&mut self, below: usize) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(*first) % below
    }

    fn of<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.next(from.len())]
    }
}

const TERMS: &[&str] = &[
    "API",
    "SLA",
    "PoC",
    "R&D",
    "CI/CD",
    "Go",
    "tech debt",
    "rollback",
    "fail over",
    "point of contact",
    "hotfix",
    "deploy",
    "plan",
    "story",
    "canary",
    "canary release",
    "server",
    "Server",
    "ｓｅｒｖｅｒ",
    "C++",
    ".NET",
    "café",
    "on-call",
    "CMS",
    "サーバー",
    "ｻｰﾊﾞ",
    "メモリ",
    "リリース",
    "カナリアリリース",
    "カナリア",
    "プロダクトオーナー",
    "プレスリリース",
    "フェイルオーバー",
    "ノート",
    "リリースノート",
    "キー",
    "apiキー",
    "バッチ処理",
    "本番",
    "要件",
    "要件定義",
    "品質",
    "機能",
    "外注",
    "人月",
    "検収",
    "納品",
    "納品書",
    "すり合わせ",
    "のれん",
    "A",
    "字",
    "ー",
    "",
    " ",
    "-",
    "・",
    "\u{200b}",
    "deploy前",
    "見積もり",
    "引き継ぎ",
    "打ち合わせ",
    "go live",
    "build",
    "本番deploy",
];

const EXCEPT: &[&str] = &[
    "canary islands",
    "リリースパーティー",
    "高品質",
    "API王国",
    "server room",
    "要件名",
    "plan b",
    "tech debt collector",
];

const GLUE: &[&str] = &[
    " ",
    "",
    "",
    "の",
    "は",
    "を",
    "する",
    "しました",
    "、",
    "。",
    ", ",
    ". ",
    "・",
    "-",
    "/",
    "(",
    ")",
    "「",
    "」",
    "*",
    "_",
    "~",
    "\n",
    "チーム",
    "2回",
    "99.9%",
    "2",
    "10",
    "もる",
    "いだ",
    "がれた",
    "り",
    "スケジュール",
    "セール",
    "レ",
    "ポ",
    "ー",
    "重",
    "高",
    "新",
    "再",
    "書",
    "者",
    "的",
    "中",
    "顧客",
    "管理",
    "専",
    "生",
    "s",
    "ed",
    "ing",
    "'s",
    "’s",
    "' ",
    "x",
    "un",
    "the ",
    " is ",
    "\u{200b}",
    "\u{301}",
    "ﾞ",
    "😀",
    "👩\u{200d}💻",
    "\u{fe0f}",
    ".",
    "#",
    "$",
    "--",
    "@",
    "+",
    "()",
    "　",
    "‐",
    "·",
    "\r",
    "\0",
    "\u{202e}",
    "ı",
    "ς",
    "각",
];

const HIDDEN: &[&str] = &[
    "`API`",
    "```\nserver\n```",
    "<https://a.example/server>",
    "<https://a.example/x|",
    ">",
    "<@U1API>",
    "<#C1|server>",
    "<!here>",
    ":server:",
    "\n> API 要件\n",
    "\n&gt; 品質\n",
    "https://x.example/API/要件 ",
    "api@server.example",
    "/opt/server/plan ",
    "&amp;",
    "&lt;",
    "src/deploy/plan.rs ",
    "*API*",
    "_要件_",
    "~plan~",
    "\n- ",
    "\n• ",
    "www.server.example ",
    "`",
    "```",
    "<",
    "|",
];

/// A glossary and a message.
pub(crate) fn scene(choices: &[u16]) -> (Vec<Concept>, String) {
    let mut choices = Choices(choices);
    let mut concepts = Vec::new();
    for number in 0..=choices.next(5) {
        let terms = (0..=choices.next(3)).map(|_| term(&mut choices)).collect();
        concepts.push(concept(number, terms));
    }
    let mut message = String::new();
    while !choices.0.is_empty() {
        match choices.next(8) {
            0 => message.push_str(choices.of(HIDDEN)),
            1..=3 => message.push_str(choices.of(GLUE)),
            4 => {
                let text = choices.of(TERMS);
                message.push_str(&written(text, &mut choices));
            }
            _ => {
                let of: &Concept = &concepts[choices.next(concepts.len())];
                let term = &of.terms[choices.next(of.terms.len())];
                let text = match term.except.first() {
                    Some(except) if choices.next(3) == 0 => except.clone(),
                    _ => term.text.clone(),
                };
                message.push_str(&written(&text, &mut choices));
            }
        }
    }
    (concepts, message)
}

fn term(choices: &mut Choices<'_>) -> Term {
    let text = choices.of(TERMS).to_owned();
    let except = if choices.next(6) == 0 { vec![choices.of(EXCEPT).to_owned()] } else { Vec::new() };
    Term {
        language: if text.is_ascii() { Language::English } else { Language::Japanese },
        status: TermStatus::Admitted,
        kind: None,
        // "Go" as an ordinary word in capitals is another matter, with tests of its own.
        case_exact: text == "Go" || choices.next(5) == 0 && text != "plan",
        reading: None,
        except,
        text,
    }
}

/// A concept with one term, named after it.
pub(crate) fn concept_of(text: &str) -> Concept {
    let term = Term {
        language: if text.is_ascii() { Language::English } else { Language::Japanese },
        status: TermStatus::Admitted,
        kind: None,
        case_exact: false,
        reading: None,
        except: Vec::new(),
        text: text.to_owned(),
    };
    Concept { id: text.into(), ..concept(0, vec![term]) }
}

fn concept(number: usize, terms: Vec<Term>) -> Concept {
    Concept {
        id: format!("concept-{number}").as_str().into(),
        subject_field: "engineering".into(),
        terms,
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

/// A term as somebody may write it.
fn written(text: &str, choices: &mut Choices<'_>) -> String {
    let text = match choices.next(10) {
        0 => text.replace(' ', "-"),
        1 => text.replace([' ', '-'], ""),
        2 => text.replace([' ', '-'], "  "),
        3 => text.replace("ー", ""),
        4 => format!("{text}ー"),
        5 => broken(text, choices, ["-", " ", "・", "\u{200b}"]),
        6 => text.replace('イ', "ー"),
        _ => text.to_owned(),
    };
    let text = match choices.next(8) {
        0 => text.chars().map(wide).collect(),
        1 => text.to_lowercase(),
        2 if text.len() < 4 => text.to_uppercase(),
        3 => text.replace('&', "&amp;"),
        _ => text,
    };
    let ending = ["", "", "", "s", "es", "ed", "ing", "'s", "s'", "d"];
    text + choices.of(&ending)
}

fn broken(text: &str, choices: &mut Choices<'_>, with: [&str; 4]) -> String {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).skip(1).collect();
    if places.is_empty() {
        return text.to_owned();
    }
    let at = places[choices.next(places.len())];
    format!("{}{}{}", &text[..at], choices.of(&with), &text[at..])
}

fn wide(letter: char) -> char {
    match letter {
        '!'..='~' => char::from_u32(letter as u32 + 0xfee0).unwrap_or(letter),
        other => other,
    }
}
