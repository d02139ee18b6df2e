//! Every message, modal and App Home that the bot can produce, in both languages, with ordinary words and with the
//! worst: held to Slack's limits, safe, said in full by the fallback, and written down. What is ordinary stands in
//! `snapshots/`, a file for each surface and language; all of it is written as TypeScript into `target/tmp/surfaces/`,
//! where `.ci/run` checks it against Slack's own definitions.

#![allow(clippy::unwrap_used, clippy::expect_used)] // the helpers of tests are tests

mod data;
mod limits;
mod shown;
mod sources;
mod speech;
mod typescript;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use liaison::text::Language;
use liaison::wording::Wording;
use serde_json::{Map, Value, json};
use shown::{Look, Shown};

static WORDING: LazyLock<Wording> = LazyLock::new(Wording::load);

/// Every look of every surface in both languages, with ordinary words and with the worst: the language and the name of
/// the words with each.
static LOOKS: LazyLock<Vec<(String, Look)>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for language in Language::ALL {
        for data in std::iter::once(data::ordinary(language)).chain(data::hostile(language)) {
            let filled = format!("{}, {}", language.code(), data.name);
            let looks = shown::looks(&WORDING, language, &data).into_iter().flat_map(|(_, looks)| looks);
            all.extend(looks.map(|look| (filled.clone(), look)));
        }
    }
    all
});

/// Fails with everything that was found wrong, each with the look it was found in.
fn nothing_is_found(find: impl Fn(&Look) -> Vec<String>) {
    let in_look = |(filled, look): &(String, Look)| {
        let found = find(look).into_iter();
        found.map(|fault| format!("{} ({filled}): {fault}", look.name)).collect::<Vec<_>>()
    };
    let mut found: Vec<String> = LOOKS.iter().flat_map(in_look).collect();
    let count = found.len();
    found.truncate(40);
    assert!(count == 0, "{count} in all\n{}", found.join("\n"));
}

#[test]
fn every_surface_is_listed_and_nothing_is_composed_elsewhere() {
    let listed: BTreeSet<String> = shown::names().into_iter().map(str::to_owned).collect();
    assert_eq!(listed.len(), shown::names().len(), "a surface is listed twice");
    assert_eq!(listed, sources::composers(), "tests/surfaces/shown.rs lists what src/wording composes");
    assert_eq!(sources::composed_elsewhere(), Vec::<String>::new());
}

#[test]
fn every_button_and_every_form_is_on_a_surface() {
    let mut presses = BTreeSet::from(["open".to_owned()]); // a link, which means nothing to us and has no value
    let mut purposes = BTreeSet::new();
    let named = |json: &Value| -> String {
        let json: Value = serde_json::from_str(json.as_str().unwrap()).unwrap();
        let tag = json.as_object().map_or(&json, |_| &Value::Null);
        tag.as_str().map_or_else(|| json.as_object().unwrap().keys().next().unwrap().clone(), str::to_owned)
    };
    for (_, look) in LOOKS.iter() {
        for block in look.sent["blocks"].as_array().into_iter().flatten() {
            let elements = block["elements"].as_array().into_iter().flatten();
            presses.extend(elements.filter(|it| it["value"].is_string()).map(|it| named(&it["value"])));
        }
        purposes.extend(look.sent.get("private_metadata").map(named));
    }
    assert_eq!(presses, sources::variants("Press"));
    assert_eq!(purposes, sources::variants("ModalPurpose"));
}

#[test]
fn every_sentence_of_the_wording_files_is_on_a_surface() {
    // What is wrong with a field is said beside it: `tests/decisions`.
    const ELSEWHERE: [&str; 2] = ["fault-", "define-fault-"];
    for language in Language::ALL {
        let looks = shown::looks(&WORDING, language, &data::ordinary(language));
        let said: String = looks.iter().flat_map(|(_, looks)| looks).map(|look| words(&look.sent) + "\n").collect();
        let sentences = sources::sentences(language);
        assert!(sentences.len() > 150, "the files are read");
        let elsewhere = |id: &str| ELSEWHERE.iter().any(|family| id.starts_with(family));
        let unsaid: Vec<_> =
            sentences.iter().filter(|(id, own)| !elsewhere(id) && !said.contains(own.as_str())).collect();
        assert!(unsaid.is_empty(), "on no surface of tests/surfaces/shown.rs: {unsaid:#?}");
    }
}

/// Every text in something that is sent.
fn words(sent: &Value) -> String {
    match sent {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join("\n"),
        Value::Object(fields) => fields.values().map(words).collect::<Vec<_>>().join("\n"),
        _ => String::new(),
    }
}

#[test]
fn the_limits_are_held() {
    let good = json!({
        "text": "Two sides",
        "blocks": [
            { "type": "section", "text": { "type": "mrkdwn", "text": "Two sides" } },
            { "type": "actions", "elements": [
                { "type": "button", "action_id": "a", "value": "1", "style": "danger",
                  "text": { "type": "plain_text", "text": "A" } },
                { "type": "static_select", "action_id": "b", "options": [
                    { "text": { "type": "plain_text", "text": "B" }, "value": "1" },
                ]},
            ]},
        ],
    });
    assert_eq!(limits::message(&good), Vec::<String>::new());
    let section = good["blocks"][0].clone();
    let plain = |size: usize| json!({ "type": "plain_text", "text": "x".repeat(size) });
    let option = good["blocks"][1]["elements"][1]["options"][0].clone();
    for (place, bad) in [
        ("/text", json!(" ")),
        ("/text", json!("x".repeat(4001))),
        ("/blocks", json!(vec![section.clone(); 51])),
        ("/blocks/0", json!({ "type": "section" })),
        ("/blocks/0", json!({ "type": "header", "text": plain(151) })),
        ("/blocks/0", json!({ "type": "header", "text": section["text"] })),
        ("/blocks/0", json!({ "type": "section", "fields": vec![plain(1); 11] })),
        ("/blocks/0", json!({ "type": "section", "fields": [plain(2001)] })),
        ("/blocks/0", json!({ "type": "context", "elements": vec![plain(1); 11] })),
        ("/blocks/0", json!({ "type": "surprise" })),
        ("/blocks/0/text/text", json!("x".repeat(3001))),
        ("/blocks/0/text/text", json!("🎉".repeat(1501))),
        ("/blocks/1/elements", json!([])),
        ("/blocks/1/elements/0/text", plain(76)),
        ("/blocks/1/elements/0/value", json!("x".repeat(2001))),
        ("/blocks/1/elements/0/value", Value::Null),
        ("/blocks/1/elements/0/action_id", json!("b")),
        ("/blocks/1/elements/0/style", json!("loud")),
        ("/blocks/1/elements/1/options", json!(vec![option.clone(); 2])),
        ("/blocks/1/elements/1/options/0/text", plain(76)),
        ("/blocks/1/elements/1/options/0/value", json!("x".repeat(151))),
    ] {
        let mut message = good.clone();
        *message.pointer_mut(place).expect(place) = bad;
        assert!(!limits::message(&message).is_empty(), "{place}: {message}");
    }
    let mut view = json!({ "type": "modal", "title": plain(24), "submit": plain(24), "blocks": [
        { "type": "input", "label": plain(2000), "element": { "type": "plain_text_input", "action_id": "a" } },
    ]});
    assert_eq!(limits::view(&view), Vec::<String>::new());
    for (field, bad) in [("title", plain(25)), ("private_metadata", json!("x".repeat(3001))), ("submit", Value::Null)] {
        view[field] = bad;
        assert!(!limits::view(&view).is_empty(), "{view}");
        view[field] = if field == "private_metadata" { Value::Null } else { plain(24) };
    }
}

#[test]
fn pings_marks_and_words_left_out_are_noticed() {
    let said = |text: &str| {
        let text = json!({ "type": "mrkdwn", "text": text, "verbatim": true });
        json!({ "text": "One <@U0EMMA>", "blocks": [{ "type": "section", "text": text }] })
    };
    assert!(speech::pings(&said("One <@U0EMMA> &amp; all")).is_empty());
    for bad in ["<!channel>", "<@U0EVIL>", "<https://evil.example|x>", "a > b", "a < b", "a & b", "<@U0EMMA"] {
        assert!(!speech::pings(&said(bad)).is_empty(), "{bad}");
    }
    assert!(!speech::pings(&json!({ "text": "<!here>" })).is_empty());
    assert!(!speech::pings(&json!({ "blocks": [{ "text": { "type": "mrkdwn", "text": "" } }] })).is_empty());
    assert!(!speech::formatted(&said("*MARKED*")).is_empty());
    assert!(speech::formatted(&said("\u{2060}*\u{2060}MARKED\u{2060}*\u{2060}")).is_empty());
    assert!(speech::unsaid(&said("*One* <@U0EMMA>")).is_empty());
    assert_eq!(speech::unsaid(&said("*One*\nTwo")), ["Two"]);
}

#[test]
fn nothing_breaks_slacks_limits() {
    nothing_is_found(|look| match look.shown {
        Shown::Message(_) => limits::message(&look.sent),
        Shown::Modal(_) | Shown::Home(_) => limits::view(&look.sent),
    });
}

#[test]
fn nothing_pings_and_nobodys_text_links_or_formats() {
    nothing_is_found(|look| [speech::pings(&look.sent), speech::formatted(&look.sent)].concat());
}

#[test]
fn the_fallback_says_what_the_blocks_say() {
    nothing_is_found(|look| match look.shown {
        Shown::Message(_) => speech::unsaid(&look.sent),
        Shown::Modal(_) | Shown::Home(_) => Vec::new(),
    });
}

#[test]
fn what_is_ordinary_looks_as_it_did() {
    for language in Language::ALL {
        for (surface, looks) in shown::looks(&WORDING, language, &data::ordinary(language)) {
            let all: Map<String, Value> = looks.into_iter().map(|look| (look.name, look.sent)).collect();
            insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_json_snapshot!(format!("{}.{}", surface.replace("::", "-"), language.code()), all);
            });
        }
    }
}

#[test]
fn all_of_it_is_written_down_for_the_type_check() {
    let mut script = typescript::Script::new();
    for (filled, look) in LOOKS.iter() {
        let kind = match look.shown {
            Shown::Message(_) => "Message",
            Shown::Modal(_) => "Modal",
            Shown::Home(_) => "Home",
        };
        script.add(&format!("{} ({filled})", look.name), kind, &look.sent);
    }
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("surfaces");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("sent.ts"), script.text()).unwrap();
}
