//! What the surfaces are filled with: ordinary things in each language, and the worst that people and files can give.

use liaison::curation::proposal::{Decided, Verdict};
use liaison::curation::{Proposal, Sketch};
use liaison::glossary::concept::{Concept, Role, Term};
use liaison::ids::{ConceptId, CueId, ProposalId, RequestId, RuleId, UserId};
use liaison::requests::life::{Action, State};
use liaison::requests::request::{Brief, Place, Request, Surface, Transition};
use liaison::rules::finding::{Kind, Theme};
use liaison::text::Language;
use liaison::time::Timestamp;
use liaison::wording::press::FindingRef;

/// Whose words there are; the last has no name in the wording files.
pub(crate) const FIELDS: [&str; 6] = ["engineering", "sales", "marketing", "finance", "contracts", "operations"];

/// As many concepts and requests as any list shows, and more.
const MANY: usize = 26;

/// What stands in the words of people and files.
pub(crate) struct Data {
    /// What it is called in names of snapshots and in failures.
    pub(crate) name: &'static str,
    /// Terms of a glossary.
    pub(crate) concepts: Vec<Concept>,
    /// What somebody asked for, or wrote into a form.
    pub(crate) wanted: String,
    /// Requests, each with a full brief.
    pub(crate) requests: Vec<Request>,
    /// Words of a finding with the name of what was heard in them.
    pub(crate) heard: Vec<(String, String)>,
    /// Rules by id with what each says of itself.
    pub(crate) rules: Vec<(String, String)>,
}

/// What somebody would see on an ordinary day.
pub(crate) fn ordinary(language: Language) -> Data {
    let english = language == Language::English;
    let say = |en: &str, ja: &str| if english { en } else { ja }.to_owned();
    let words = [
        (
            say("canary release", "カナリアリリース"),
            say("A new version goes to a few customers first.", "新しい版をまず一部のお客様にだけ出すことです。"),
        ),
        (
            say("purchase order", "発注書"),
            say("The paper with which a customer orders.", "お客様が注文するときの書類です。"),
        ),
        (say("SLA", "SLA"), say("How well a service must run.", "サービスの品質の約束です。")),
    ];
    let concepts = words.iter().cycle().take(MANY).enumerate().map(|(n, (term, text))| Concept {
        subject_field: FIELDS[n % FIELDS.len()].to_owned(),
        ..concept(&format!("concept-{n}"), term, text, language)
    });
    let brief = Brief {
        needed: Some(say("Move the launch to Friday", "公開日を金曜に移したい")),
        worth: Some(say("Aozora, 4 M yen, renewal in March", "あおぞら商事様、400万円、3月更新")),
        cost: Some(say("One week of tests is lost", "検証の時間が一週間減ります")),
        tried: Some(say("Asked for a smaller scope", "対応範囲の縮小を相談しました")),
    };
    Data {
        name: "ordinary",
        concepts: concepts.collect(),
        wanted: say("canary", "カナリア"),
        requests: (1..=MANY).map(|n| request(n as u64, brief.clone(), language)).collect(),
        heard: vec![(say("already promised", "もう約束して"), say("a promise was made", "約束をした"))],
        rules: vec![(
            "promise-meets-quality".to_owned(),
            say("A promise meets a concern for quality.", "約束と品質への配慮が重なっています。"),
        )],
    }
}

/// Marks that would format, before a word that is looked for in what is sent.
pub(crate) const MARKED: &str = "*MARKED* _MARKED_ ~MARKED~ `MARKED` ```MARKED```";

/// The worst that can stand in anything that somebody writes, each with a name.
pub(crate) fn hostile(language: Language) -> Vec<Data> {
    let texts = [
        ("pings", "<!channel> <!here> <!everyone> <@U0EVIL> <#C0EVIL> <!subteam^S0EVIL> @channel".to_owned()),
        ("links", "<https://evil.example|your bank> <mailto:a@evil.example|a> [b](https://evil.example)".to_owned()),
        ("dates", "<!date^1700000000^{date}^https://evil.example|now> & &lt;!channel&gt; &amp;lt;!channel>".to_owned()),
        ("unclosed", "<!channel <@U0EVIL <https://evil.example| > * _ ` ~ <".to_owned()),
        ("marks", MARKED.to_owned()),
        ("emoji", "🎉🏳️‍🌈👩🏽‍🚀:tada:".to_owned()),
        ("nothing", String::new()),
        ("spaces", " \u{3000}\n\t \u{200b}".to_owned()),
        ("lines", "one\n\n\ntwo\r\n> three\n```\nfour".to_owned()),
        ("controls", "a\u{0}b\u{202e}c\u{7}\u{feff}d".to_owned()),
        ("long-latin", "long words ".repeat(273)[..3000].to_owned()),
        ("long-word", "x".repeat(3001)),
        ("long-japanese", "長い文です。".repeat(500)),
        ("long-emoji", "🎉".repeat(3000)),
        ("long-escapes", "&<>".repeat(1000)),
        ("long-pings", "<!channel>".repeat(300)),
        ("long-marks", "*_~`".repeat(750)),
    ];
    texts.into_iter().map(|(name, text)| filled_with(name, &text, language)).collect()
}

/// One text wherever somebody writes something.
fn filled_with(name: &'static str, text: &str, language: Language) -> Data {
    let id: String = text.chars().take(200).collect();
    let some = || Some(text.to_owned());
    let brief = Brief { needed: some(), worth: some(), cost: some(), tried: some() };
    let concepts = (0..MANY)
        .map(|n| Concept { subject_field: text.to_owned(), ..concept(&format!("{id}{n}"), text, text, language) });
    Data {
        name,
        concepts: concepts.collect(),
        wanted: text.to_owned(),
        requests: (1..=MANY)
            .map(|n| Request {
                permalink: some(),
                team: text.to_owned(),
                ..request(u64::MAX - n as u64, brief.clone(), language)
            })
            .collect(),
        heard: vec![(text.to_owned(), id.clone()); 6],
        rules: vec![(id, text.to_owned()); 6],
    }
}

fn concept(id: &str, term: &str, text: &str, language: Language) -> Concept {
    let mut concept = Concept::new(id);
    concept.terms = vec![Term::new(term, language)];
    for to in [concept.definition.of(language), concept.example.of(language)] {
        *to = Some(text.to_owned());
    }
    concept
}

fn request(n: u64, brief: Brief, language: Language) -> Request {
    let themes = vec![Theme::Deadline, Theme::Promise, Theme::Quality];
    Request {
        id: RequestId(n),
        team: "liaisons".to_owned(),
        state: State::Open,
        requester: "U0EMMA".into(),
        language,
        origin: Some(place()),
        permalink: Some("https://example.slack.com/archives/C0AOZORA/p1700000000000100".to_owned()),
        kind: Some(Kind::DivergentGoals),
        themes,
        brief,
        liaison: Some("U0MORI".into()),
        card: None,
        card_shows: 0,
        origin_shows: 0,
        forget: Vec::new(),
        history: vec![step(Action::Ask, State::Open)],
    }
}

/// Where something was said.
pub(crate) fn place() -> Place {
    Place { channel: "C0AOZORA".into(), ts: "1700000000.000100".into() }
}

/// A step in a request's life.
pub(crate) fn step(action: Action, to: State) -> Transition {
    let by = (action != Action::Expire && action != Action::Suggest).then(|| UserId::from("U0MORI"));
    Transition { action, to, by, at: Timestamp(1_700_000_000_000), surface: Surface::Card }
}

impl Data {
    /// A finding of a kind in the words that were heard.
    pub(crate) fn finding(&self, kind: Kind) -> FindingRef {
        let Place { channel, ts } = place();
        FindingRef {
            channel,
            ts: ts.clone(),
            root: ts,
            author: "U0EMMA".into(),
            kind,
            themes: Theme::ALL.to_vec(),
            rules: self.rules.iter().map(|(id, _)| RuleId::new(id)).collect(),
            because: self.heard.iter().map(|(words, cue)| (CueId::new(cue), words.clone())).collect(),
            language: Language::English,
        }
    }

    /// The first terms of the glossary, each with its concept.
    pub(crate) fn terms(&self, count: usize) -> Vec<(&Concept, &Term)> {
        self.concepts.iter().take(count).map(|concept| (concept, &concept.terms[0])).collect()
    }

    /// The ids of the first concepts.
    pub(crate) fn ids(&self, count: usize) -> Vec<ConceptId> {
        self.concepts.iter().take(count).map(|concept| concept.id.clone()).collect()
    }

    /// A rule.
    pub(crate) fn rule(&self) -> RuleId {
        RuleId::new(&self.rules[0].0)
    }

    /// A proposal of the first concept, with what became of it.
    pub(crate) fn proposal(&self, verdict: Option<Verdict>) -> Proposal {
        Proposal {
            id: ProposalId(1),
            by: "U0EMMA".into(),
            at: Timestamp(1_700_000_000_000),
            language: Language::English,
            before: verdict.is_some().then(|| self.concepts[0].clone()),
            concept: self.concepts[0].clone(),
            cards: Vec::new(),
            direct: false,
            decided: verdict.map(|verdict| Decided { by: "U0MORI".into(), at: Timestamp(1_700_000_000_000), verdict }),
        }
    }

    /// What the form shows of the first concept.
    pub(crate) fn sketch(&self) -> Sketch {
        Sketch::of(&self.concepts[0], Role::Sales)
    }

    /// A time zone.
    pub(crate) fn zone(&self) -> &str {
        if self.name == "ordinary" { "Asia/Tokyo" } else { &self.rules[0].0 }
    }

    /// A request that is as far as this.
    pub(crate) fn request(&self, state: State) -> Request {
        Request { state, ..self.requests[0].clone() }
    }

    /// A request whose requester asked to be forgotten.
    pub(crate) fn forgotten(&self) -> Request {
        self.requests[0].without(&"U0EMMA".into()).without(&"U0MORI".into())
    }

    /// The first concepts.
    pub(crate) fn first(&self, count: usize) -> Vec<&Concept> {
        self.concepts.iter().take(count).collect()
    }

    /// The first requests.
    pub(crate) fn some(&self, count: usize) -> Vec<&Request> {
        self.requests.iter().take(count).collect()
    }

    /// How a concept is put, to somebody of a role.
    pub(crate) fn explained(&self, count: usize) -> Vec<liaison::wording::explanation::Explained<'_>> {
        let all = self.concepts.iter().take(count);
        all.map(|concept| liaison::wording::explanation::Explained { concept, role: Role::Sales }).collect()
    }
}
