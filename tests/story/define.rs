//! A word nobody knows yet, over Slack's own protocol: proposed in the form, taken by a steward, explained.

use liaison::workspace::state::{State, Target};

use crate::stage::Stage;

/// What is said at each step, in one language.
struct Script {
    proposer: &'static str,
    command: &'static str,
    /// A word the glossary has, and what the form says of it.
    taken: (&'static str, &'static str),
    fields: &'static [(&'static str, &'static str)],
    amiss: &'static str,
    noted: &'static str,
    card: &'static str,
    approved: &'static str,
    sentence: &'static str,
    explained: &'static str,
}

const ENGLISH: Script = Script {
    proposer: "emma",
    command: "define",
    taken: ("NPS", "has an entry already"),
    fields: &[
        ("terms-en", "North Star metric\nNSM"),
        ("terms-ja", "ノーススターメトリック"),
        ("field", "marketing"),
        ("definition-en", "The one number that tells whether customers get what they came for."),
    ],
    amiss: "Please say what it is",
    noted: "is with the stewards of the glossary as P-1",
    card: "The one number that tells",
    approved: "is in the glossary now",
    sentence: "Which North Star metrics would this move?",
    explained: "The one number that tells",
};

const JAPANESE: Script = Script {
    proposer: "sato",
    command: "定義",
    taken: ("ネットプロモータースコア", "すでに"),
    fields: &[
        ("terms-ja", "ノーススターメトリック、北極星指標"),
        ("field", "marketing"),
        ("definition-ja", "お客様が求める価値を得られているかを示す、ただ一つの指標。"),
    ],
    amiss: "説明をご記入ください",
    noted: "P-1 として用語集の担当者に届けました",
    card: "ただ一つの指標",
    approved: "用語集に入りました",
    sentence: "この機能で、北極星指標はどう動きますか。",
    explained: "ただ一つの指標",
};

async fn from_a_form_to_an_explanation(script: Script) {
    let stage = Stage::open().await;
    let project = stage.channel("proj-aozora");
    let triage = stage.channel("liaison-triage");
    let proposer = stage.person(script.proposer);

    stage.calls(script.proposer, &project, script.command);
    let form = stage.window(script.proposer).await;
    let terms = script.fields[0].0;
    let target = Target::View(form.clone());
    stage.workspace.act(|state| state.choose(&proposer, &target, Some(terms), terms, &[script.taken.0])).unwrap();
    let shows = |words: &'static str| {
        let form = form.clone();
        move |state: &State| serde_json::to_string(state.view(&form)?.blocks()).ok()?.contains(words).then_some(())
    };
    stage.until("what is said of a word that is taken", shows(script.taken.1)).await;

    let undefined = &script.fields[..script.fields.len() - 1];
    stage.workspace.act(|state| state.submit_view(&proposer, &form, undefined)).unwrap();
    let fault = |state: &State| state.view(&form)?.errors.values().find(|said| said.contains(script.amiss)).map(|_| ());
    stage.until("what is amiss in the form", fault).await;
    stage.workspace.act(|state| state.submit_view(&proposer, &form, script.fields)).unwrap();

    let direct = stage.direct(script.proposer);
    let hears = |words: &'static str| {
        let direct = direct.clone();
        move |state: &State| state.messages(&direct).find(|message| message.text.contains(words)).map(|_| ())
    };
    stage.until("that the stewards have it", hears(script.noted)).await;
    let card = stage.card(&triage, "approve").await;
    assert!(card.text.contains(script.card), "{}", card.text);
    stage.clicks("mori", &card, "approve");
    stage.until("that it is taken", hears(script.approved)).await;
    stage
        .until("the card without its buttons", |state| {
            let Target::Message(channel, ts) = &card.target else { return None };
            let blocks = &state.message(channel, ts)?.blocks;
            blocks.iter().all(|block| block["type"] != "actions").then_some(())
        })
        .await;

    let said = stage.says("david", &project, None, script.sentence);
    let explanation = stage.reply(&project, &said, script.explained).await;
    assert!(explanation.button("improve").is_some() && explanation.button("mute-here").is_some(), "{explanation:?}");
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_is_proposed_taken_by_a_steward_and_explained_at_once() {
    from_a_form_to_an_explanation(ENGLISH).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_is_proposed_and_taken_in_japanese() {
    from_a_form_to_an_explanation(JAPANESE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_steward_declines_with_a_reason_and_improves_an_entry_at_once() {
    let stage = Stage::open().await;
    let project = stage.channel("proj-aozora");
    let triage = stage.channel("liaison-triage");
    let (emma, mori) = (stage.person("emma"), stage.person("mori"));
    stage.calls("emma", &project, "define swim lane chart");
    let form = stage.window("emma").await;
    let fields = [("field", "engineering"), ("definition-en", "A chart with a lane for each team.")];
    stage.workspace.act(|state| state.submit_view(&emma, &form, &fields)).unwrap();
    let card = stage.card(&triage, "decline").await;
    let david = stage.person("david");
    stage.workspace.act(|state| state.join(&david, &triage)).unwrap();
    stage.clicks("david", &card, "decline");
    stage.private("david", &triage, "for the stewards").await;
    stage.clicks("mori", &card, "decline");
    let why = stage.window("mori").await;
    stage.workspace.act(|state| state.submit_view(&mori, &why, &[("reason", "We call it a flow chart.")])).unwrap();
    let direct = stage.direct("emma");
    let reason =
        |state: &State| state.messages(&direct).find(|m| m.text.contains("We call it a flow chart.")).map(|_| ());
    stage.until("the reason", reason).await;

    let said = stage.says("david", &project, None, "We will do a canary release on Monday.");
    let explanation = stage.reply(&project, &said, "canary release").await;
    stage.clicks("mori", &explanation, "improve");
    let form = stage.window("mori").await;
    let fields = [("plain-en", "Only a few customers see it at first.")];
    stage.workspace.act(|state| state.submit_view(&mori, &form, &fields)).unwrap();
    let direct = stage.direct("mori");
    let at_once = |state: &State| state.messages(&direct).find(|m| m.text.contains("すぐに使われます")).map(|_| ());
    stage.until("that it is used from now on", at_once).await;
    stage.calls("emma", &project, "explain canary release");
    stage.private("emma", &project, "Only a few customers see it at first.").await;
    stage.close().await;
}
