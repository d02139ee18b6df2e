//! How messages and modals look in Slack's blocks, and that no message breaks Slack's limits.

use proptest::prelude::*;

use super::*;
use crate::ids::{ConceptId, CueId, RequestId, RuleId};
use crate::requests::request::Surface;
use crate::rules::finding::{Kind, Theme};
use crate::text::Language;

fn finding(words: &str, cues: usize) -> FindingRef {
    FindingRef {
        channel: "C1".into(),
        ts: "1700000000.000100".into(),
        root: "1700000000.000100".into(),
        author: "U1".into(),
        kind: Kind::DivergentGoals,
        themes: vec![Theme::Deadline, Theme::Quality],
        rules: vec![RuleId::from("promise-meets-quality")],
        because: (0..cues).map(|n| (CueId::new(format!("cue-{n}")), words.to_owned())).collect(),
        language: Language::English,
    }
}

fn say(label: &str, press: Press) -> Button {
    Button { label: label.to_owned(), press, emphasis: Emphasis::Normal }
}

fn post(parts: Vec<Part>) -> Value {
    Value::Object(message(&Message { fallback: Mrkdwn::plain("Two goals meet here"), parts }))
}

#[test]
fn a_card_has_a_text_and_its_blocks() {
    let card = post(vec![
        Part::Header("Two goals meet here".to_owned()),
        Part::Section(Mrkdwn::bold("deadline")),
        Part::Fields(vec![Mrkdwn::plain("R-1"), Mrkdwn::person(&"U1".into())]),
        Part::Divider,
        Part::Buttons(vec![
            Button { emphasis: Emphasis::Primary, ..say("Claim", Press::Claim(RequestId(1))) },
            say("Open", Press::Open("https://example.slack.com/archives/C1/p1".to_owned())),
        ]),
        Part::Context(Mrkdwn::plain("Only you can see this")),
    ]);
    insta::assert_json_snapshot!(card);
}

#[test]
fn a_modal_carries_its_purpose_and_its_fields() {
    let view = modal(&Modal {
        title: "Bring in the liaison, please".to_owned(),
        submit: Some("Send".to_owned()),
        close: "Cancel".to_owned(),
        rows: vec![
            Row::Shown(Part::Section(Mrkdwn::plain("Four things help."))),
            Row::Input(Input {
                id: "needed".to_owned(),
                label: "What is needed, and by when?".to_owned(),
                hint: None,
                optional: false,
                watched: Watched::No,
                entry: Entry::Text {
                    initial: Some("skip the canary".to_owned()),
                    placeholder: Some("a word".to_owned()),
                    multiline: true,
                    max_length: 9000,
                },
            }),
        ],
        purpose: ModalPurpose::Ask { channel: "C1".into(), about: None, surface: Surface::Command },
    });
    insta::assert_json_snapshot!(view);
}

fn choice(value: &str, label: &str) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned(), detail: None }
}

#[test]
fn a_form_asks_in_words_from_a_list_and_with_boxes() {
    let ask = |id: &str, watched, entry| {
        Row::Input(Input { id: id.to_owned(), label: id.to_owned(), hint: None, optional: true, watched, entry })
    };
    let view = modal(&Modal {
        title: "Settings".to_owned(),
        submit: Some("Save".to_owned()),
        close: "Cancel".to_owned(),
        rows: vec![
            ask(
                "term",
                Watched::Changes,
                Entry::Text { initial: None, placeholder: None, multiline: false, max_length: 80 },
            ),
            ask(
                "explain",
                Watched::No,
                Entry::One {
                    choices: vec![choice("thread", "In the thread"), choice("off", "Not at all")],
                    chosen: Some("off".to_owned()),
                },
            ),
            ask(
                "audience",
                Watched::No,
                Entry::Any {
                    choices: vec![choice("sales", "Sales"), choice("engineering", "Engineering")],
                    chosen: vec!["sales".to_owned()],
                },
            ),
        ],
        purpose: ModalPurpose::Ask { channel: "C1".into(), about: None, surface: Surface::Command },
    });
    insta::assert_json_snapshot!(view);
}

#[test]
fn a_window_that_only_shows_something_has_no_button_to_send() {
    let view = modal(&Modal {
        title: "Both sides".to_owned(),
        submit: None,
        close: "Close".to_owned(),
        rows: vec![Row::Shown(Part::Section(Mrkdwn::plain("Here.")))],
        purpose: ModalPurpose::Ask { channel: "C1".into(), about: None, surface: Surface::Command },
    });
    assert!(view.get("submit").is_none());
}

#[test]
fn the_fallback_cannot_ping_anybody() {
    let fields = message(&Message { fallback: Mrkdwn::plain("<!channel> said & done"), parts: Vec::new() });
    assert_eq!(fields["text"], "&lt;!channel&gt; said &amp; done");
    assert!(!fields.contains_key("blocks"));
}

#[test]
fn a_message_without_a_fallback_takes_its_first_words() {
    let fields = message(&Message { fallback: Mrkdwn::plain(" "), parts: vec![Part::Section(Mrkdwn::bold("here"))] });
    assert_eq!(fields["text"], "*here*");
}

#[test]
fn a_finding_too_long_for_a_button_loses_its_last_words_first() {
    let json = value(&Press::Why(finding(&"w".repeat(300), 8))).unwrap();
    assert!(length(&json) <= limits::VALUE);
    let Press::Why(kept) = serde_json::from_str(&json).unwrap() else { panic!("another press") };
    assert_eq!(kept.because.len(), 8);
    let worded = kept.because.iter().take_while(|(_, words)| !words.is_empty()).count();
    assert!(worded >= 4 && kept.because.iter().skip(worded).all(|(_, words)| words.is_empty()));
    assert_eq!((kept.rules.len(), kept.themes.len()), (1, 2));
}

#[test]
fn a_finding_that_fits_is_carried_whole() {
    let press = Press::BringLiaison(finding("already promised", 3));
    assert_eq!(serde_json::from_str::<Press>(&value(&press).unwrap()).unwrap(), press);
}

#[test]
fn a_link_that_is_no_web_address_is_left_out() {
    let buttons = ["javascript:alert(1)", "not an address", "file:///etc/passwd"];
    let buttons = buttons.map(|address| say("Open", Press::Open(address.to_owned())));
    assert!(post(vec![Part::Buttons(buttons.to_vec())]).get("blocks").is_none());
}

#[test]
fn a_message_of_too_many_parts_keeps_its_buttons() {
    let mut parts = vec![Part::Section(Mrkdwn::plain("x")); 80];
    parts.push(Part::Buttons(vec![say("Claim", Press::Claim(RequestId(1)))]));
    let blocks = post(parts)["blocks"].clone();
    assert_eq!(blocks.as_array().unwrap().len(), 50);
    assert_eq!(blocks[49]["type"], "actions");
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        7 => ".{0,12}",
        1 => ("[a-z &<>é。😀\n*_]{8,16}", 1usize..300).prop_map(|(text, times)| text.repeat(times)),
    ]
}

fn any_press() -> impl Strategy<Value = Press> {
    prop_oneof![
        Just(Press::Solve(RequestId(3))),
        any_text().prop_map(Press::Open),
        (any_text(), 0usize..12).prop_map(|(words, cues)| Press::ShowBothSides(finding(&words, cues))),
        prop::collection::vec(any_text(), 0..10)
            .prop_map(|ids| Press::MuteHere(ids.into_iter().map(ConceptId::new).collect())),
    ]
}

fn any_part() -> impl Strategy<Value = Part> {
    let markup = || any_text().prop_map(|text| Mrkdwn::plain(&text));
    prop_oneof![
        any_text().prop_map(Part::Header),
        markup().prop_map(Part::Section),
        prop::collection::vec(markup(), 0..25).prop_map(Part::Fields),
        markup().prop_map(Part::Context),
        Just(Part::Divider),
        prop::collection::vec((any_text(), any_press()), 0..28)
            .prop_map(|all| Part::Buttons(all.into_iter().map(|(label, press)| say(&label, press)).collect())),
    ]
}

/// Everything wrong with a block, by Slack's rules.
fn faults(block: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let mut within = |what: &str, text: &Value, most: usize| {
        let size = length(text.as_str().unwrap_or_default());
        if !(1..=most).contains(&size) {
            faults.push(format!("{what}: {size}"));
        }
    };
    match block["type"].as_str().unwrap() {
        "header" => within("header", &block["text"]["text"], 150),
        "divider" => {}
        "section" if block.get("text").is_some() => within("section", &block["text"]["text"], 3000),
        "section" => {
            let fields = block["fields"].as_array().unwrap();
            assert!((1..=10).contains(&fields.len()));
            for field in fields {
                within("field", &field["text"], 2000);
            }
        }
        "context" => {
            let elements = block["elements"].as_array().unwrap();
            assert!((1..=10).contains(&elements.len()));
            for element in elements {
                within("context", &element["text"], 2000);
            }
        }
        "actions" => {
            let elements = block["elements"].as_array().unwrap();
            assert!((1..=25).contains(&elements.len()));
            for element in elements {
                within("label", &element["text"]["text"], 75);
                within("action", &element["action_id"], 255);
                within("value", element.get("value").or(element.get("url")).unwrap(), 3000);
                assert!(length(element["value"].as_str().unwrap_or_default()) <= 2000);
            }
        }
        "input" => {
            within("label", &block["label"]["text"], 2000);
            let element = &block["element"];
            if let Some(options) = element["options"].as_array() {
                let most = if element["type"] == "checkboxes" { 10 } else { 100 };
                assert!(options.len() <= most, "{} options", options.len());
                for option in options {
                    within("option", &option["text"]["text"], 75);
                    within("value of an option", &option["value"], 150);
                    within("description", element_or(&option["description"]["text"]), 75);
                }
                return faults;
            }
            within("initial", element_or(&block["element"]["initial_value"]), 3000);
            within("placeholder", element_or(&block["element"]["placeholder"]["text"]), 150);
            assert!((1..=3000).contains(&block["element"]["max_length"].as_u64().unwrap()));
        }
        other => panic!("an unknown block: {other}"),
    }
    faults
}

/// The value, or something that passes where it is left out.
fn element_or(value: &Value) -> &Value {
    static FINE: std::sync::LazyLock<Value> = std::sync::LazyLock::new(|| Value::from("fine"));
    if value.is_null() { &FINE } else { value }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_message_breaks_slacks_limits(fallback in any_text(), parts in prop::collection::vec(any_part(), 0..56)) {
        let fields = message(&Message { fallback: Mrkdwn::plain(&fallback), parts });
        let text = length(fields["text"].as_str().unwrap());
        prop_assert!((1..=4000).contains(&text));
        if let Some(blocks) = fields.get("blocks").and_then(Value::as_array) {
            prop_assert!((1..=50).contains(&blocks.len()));
            for block in blocks {
                prop_assert_eq!(faults(block), Vec::<String>::new());
            }
            let names: Vec<_> = blocks.iter().filter_map(|b| b["elements"].as_array()).flatten()
                .filter_map(|e| e["action_id"].as_str()).collect();
            let unique: std::collections::BTreeSet<_> = names.iter().collect();
            prop_assert_eq!(unique.len(), names.len());
        }
    }

    #[test]
    fn no_modal_breaks_slacks_limits(
        texts in prop::collection::vec(any_text(), 5), intro in prop::option::of(any_text()), inputs in 0usize..104,
        max_length in any::<u16>(), optional in any::<bool>(),
    ) {
        let choices: Vec<Choice> = (0..inputs)
            .map(|n| Choice { value: format!("{n}{}", texts[n % 5]), label: texts[n % 4].clone(), detail: Some(texts[0].clone()) })
            .collect();
        let chosen = choices.iter().map(|choice| choice.value.clone()).collect::<Vec<_>>();
        let entries = [
            Entry::Text { initial: Some(texts[3].clone()), placeholder: Some(texts[4].clone()), multiline: true, max_length },
            Entry::One { choices: choices.clone(), chosen: chosen.first().cloned() },
            Entry::Any { choices, chosen },
        ];
        let input = |n: usize| Row::Input(Input {
            id: texts[0].clone(), label: texts[1].clone(), hint: Some(texts[2].clone()), optional,
            watched: if optional { Watched::Changes } else { Watched::No },
            entry: entries[n % 3].clone(),
        });
        let intro = intro.map(|text| Row::Shown(Part::Section(Mrkdwn::plain(&text))));
        let view = modal(&Modal {
            title: texts[1].clone(), submit: Some(texts[2].clone()), close: texts[3].clone(),
            rows: intro.into_iter().chain((0..inputs).map(input)).collect(),
            purpose: ModalPurpose::Ask { channel: "C1".into(), about: None, surface: Surface::Offer },
        });
        for key in ["title", "submit", "close"] {
            prop_assert!((1..=24).contains(&length(view[key]["text"].as_str().unwrap())));
        }
        let blocks = view["blocks"].as_array().unwrap();
        prop_assert!(blocks.len() <= 100);
        for block in blocks {
            prop_assert_eq!(faults(block), Vec::<String>::new());
        }
    }
}
