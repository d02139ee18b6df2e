//! The main job, end to end, over Slack's own protocol: the local workspace, the real bot, real sockets.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod define;
mod odd;
mod stage;

use liaison::ids::UserId;
use liaison::workspace::state::{State, Target};
use stage::Stage;

const SENTENCE: &str =
    "the customer asks whether we can skip the canary release and ship on Friday, I already promised";
const SENTENCE_JA: &str =
    "お客様から、カナリアリリースを省いて金曜に出せないかと聞かれました。もう約束してしまっていて…";

/// What is said at each step, in one language.
struct Script {
    salesperson: &'static str,
    sentence: &'static str,
    term: &'static str,
    plain: &'static str,
    offer: &'static str,
    passed_on: &'static str,
    accepted: &'static str,
    claimed: &'static str,
    solved: &'static str,
    closed: &'static str,
}

const ENGLISH: Script = Script {
    salesperson: "emma",
    sentence: SENTENCE,
    term: "canary release",
    plain: "First time here",
    offer: "Shall I bring in the liaison",
    passed_on: "I've passed this to the liaison team",
    accepted: "is with the liaison team",
    claimed: "is looking after",
    solved: "is settled",
    closed: "is closed",
};

const JAPANESE: Script = Script {
    salesperson: "sato",
    sentence: SENTENCE_JA,
    term: "カナリアリリース",
    plain: "このチャンネルで初めて出た言葉",
    offer: "リエゾンに声をかけましょうか",
    passed_on: "リエゾンチームに伝えました",
    accepted: "リエゾンチームに伝えました",
    claimed: "さんが担当します",
    solved: "解決したとのことです",
    closed: "完了しました",
};

async fn from_a_message_to_a_settled_request(script: Script) {
    let stage = Stage::open().await;
    let project = stage.channel("proj-aozora");
    let triage = stage.channel("liaison-triage");

    let root = stage.says(script.salesperson, &project, None, script.sentence);
    let explanation = stage.reply(&project, &root, script.term).await;
    assert!(explanation.text.contains(script.plain), "{}", explanation.text);

    let offer = stage.private(script.salesperson, &project, script.offer).await;
    for button in ["show-both-sides", "not-a-problem", "why"] {
        assert!(offer.button(button).is_some(), "the offer has no button {button}");
    }
    for other in ["tanaka", "david", "mori"] {
        let person = stage.person(other);
        let seen = stage.workspace.read(|state| state.ephemerals(&person, &project).count());
        assert_eq!(seen, 0, "{other} sees an offer meant for somebody else");
    }

    stage.clicks(script.salesperson, &offer, "bring-liaison");
    stage.reply(&project, &root, script.passed_on).await;
    stage.private(script.salesperson, &project, script.accepted).await;

    let card = stage.card(&triage, "claim").await;
    stage.clicks("mori", &card, "claim");
    stage.reply(&project, &root, script.claimed).await;

    let card = stage.card(&triage, "solve").await;
    stage.clicks("mori", &card, "solve");
    let notice = stage.reply(&project, &root, script.solved).await;

    stage.clicks(script.salesperson, &notice, "confirm");
    stage.reply(&project, &root, script.closed).await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_is_explained_the_liaison_brought_in_and_the_request_settled() {
    from_a_message_to_a_settled_request(ENGLISH).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_in_japanese() {
    from_a_message_to_a_settled_request(JAPANESE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_was_explained_is_only_marked_and_a_click_on_the_mark_explains_it_again() {
    let stage = Stage::open().await;
    let project = stage.channel("proj-aozora");
    let first = stage.says("david", &project, None, "We will do a canary release on Monday.");
    stage.reply(&project, &first, "canary release").await;
    let second = stage.says("david", &project, None, "The canary release went well.");
    stage.marked(&project, &second, "book").await;

    let emma = stage.person("emma");
    stage.workspace.act(|state| state.react_as(&emma, &project, &second, "book")).unwrap();
    stage.private("emma", &project, "canary release").await;
    let replies = stage.workspace.read(|state| state.replies(&project, &second).count());
    assert_eq!(replies, 0, "a marked message has no reply");
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_of_engineers_alone_needs_no_explanation_of_their_own_words() {
    let stage = Stage::open().await;
    let engineers = stage.channel("eng-only");
    let quiet = stage.says("david", &engineers, None, "Canary release first, then the rollback drill.");
    // A word of the other side is answered there, and events of a channel are handled in order: once it is, the
    // first message was decided on too.
    let loud = stage.says("tanaka", &engineers, None, "Their procurement wants a purchase order first.");
    stage.reply(&engineers, &loud, "purchase order").await;
    let (replies, reactions) = stage.workspace.read(|state| {
        let message = state.message(&engineers, &quiet).unwrap();
        (state.replies(&engineers, &quiet).count(), message.reactions.len())
    });
    assert_eq!((replies, reactions), (0, 0));
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_offer_shows_both_sides_says_why_and_can_be_sent_away() {
    let stage = Stage::open().await;
    let project = stage.channel("proj-aozora");
    stage.says("emma", &project, None, SENTENCE);
    let offer = stage.private("emma", &project, "Shall I bring in the liaison").await;
    stage.clicks("emma", &offer, "show-both-sides");
    stage.private("emma", &project, "For the product and the people who run it").await;
    stage.clicks("emma", &offer, "why");
    let why = stage.private("emma", &project, "What I heard").await;
    assert!(why.text.contains("promised"), "the words are named: {}", why.text);
    stage.clicks("emma", &offer, "not-a-problem");
    stage.private("emma", &project, "less readily").await;
    let emma = stage.person("emma");
    let still = stage.workspace.read(|state| {
        state
            .ephemerals(&emma, &project)
            .any(|e| Target::Ephemeral(e.ts.clone()) == offer.target && e.text.contains("Shall I"))
    });
    assert!(!still, "the offer is gone");
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_by_the_requester_reopens_what_was_solved_and_nothing_reopens_what_was_closed() {
    let stage = Stage::open().await;
    let project = stage.channel("proj-aozora");
    let triage = stage.channel("liaison-triage");
    let root = stage.says("emma", &project, None, SENTENCE);
    let offer = stage.private("emma", &project, "Shall I bring in the liaison").await;
    stage.clicks("emma", &offer, "bring-liaison");
    let card = stage.card(&triage, "claim").await;
    stage.clicks("mori", &card, "claim");
    let card = stage.card(&triage, "solve").await;
    stage.clicks("mori", &card, "solve");
    stage.reply(&project, &root, "is settled").await;

    stage.says("emma", &project, Some(&root), "Sorry, they came back with another question.");
    stage.reply(&project, &root, "has reopened").await;
    let card = stage.card(&triage, "solve").await;
    stage.clicks("mori", &card, "solve");
    let notice = stage
        .until("the second notice", |state| {
            let bot = state.user_named("liaison")?.id.clone();
            let mut notices =
                state.replies(&project, &root).filter(|m| *m.author.user() == bot && m.text.contains("is settled"));
            notices.nth(1).map(|m| stage::Seen {
                target: Target::Message(project.clone(), m.ts.clone()),
                text: m.text.clone(),
                blocks: m.blocks.clone(),
            })
        })
        .await;
    stage.clicks("emma", &notice, "confirm");
    stage.reply(&project, &root, "is closed").await;

    stage.says("emma", &project, Some(&root), "One more thing, thank you!");
    // Events of a channel are handled in order: once this one is answered, the reply was decided on too.
    let next = stage.says("david", &project, None, "We had one rollback.");
    stage.reply(&project, &next, "rollback").await;
    let reopened = stage
        .workspace
        .read(|state| state.replies(&project, &root).filter(|m| m.text.contains("has reopened")).count());
    assert_eq!(reopened, 1);
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_liaisons_who_claim_at_once_do_not_both_get_it_and_others_get_none() {
    let stage = Stage::open().await;
    let project = stage.channel("proj-aozora");
    let triage = stage.channel("liaison-triage");
    let root = stage.says("emma", &project, None, SENTENCE);
    let offer = stage.private("emma", &project, "Shall I bring in the liaison").await;
    stage.clicks("emma", &offer, "bring-liaison");
    let card = stage.card(&triage, "claim").await;
    let david = stage.person("david");
    stage.workspace.act(|state| state.join(&david, &triage)).unwrap();
    stage.clicks("david", &card, "claim");
    stage.private("david", &triage, "for the liaison team").await;
    stage.clicks_times(2, "mori", &card, "claim");
    stage.private("mori", &triage, "すでに").await;
    stage.reply(&project, &root, "is looking after").await;
    let claims = stage
        .workspace
        .read(|state| state.replies(&project, &root).filter(|m| m.text.contains("is looking after")).count());
    assert_eq!(claims, 1);
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_answer_their_caller_alone_in_the_callers_language() {
    let stage = Stage::open().await;
    let project = stage.channel("proj-aozora");
    stage.calls("emma", &project, "help");
    let help = stage.private("emma", &project, "What I can do").await;
    for verb in liaison::commands::Verb::ALL {
        let command = format!("/liaison {}", verb.names(liaison::text::Language::English)[0]);
        assert!(help.text.contains(&command), "{command} is missing from {}", help.text);
    }
    stage.calls("sato", &project, "ヘルプ");
    stage.private("sato", &project, "できること").await;
    stage.calls("emma", &project, "explain canary");
    stage.private("emma", &project, "canary").await;
    stage.calls("emma", &project, "explian SLA");
    stage.private("emma", &project, "Did you mean").await;
    stage.calls("emma", &project, "requests");
    stage.private("emma", &project, "You have no requests").await;
    let posted = stage.workspace.read(|state| {
        let bot = state.user_named("liaison").unwrap().id.clone();
        state.messages(&project).filter(|m| *m.author.user() == bot).count()
    });
    assert_eq!(posted, 0, "nobody else was disturbed");
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ask_opens_a_form_and_its_requester_hears_of_each_step_in_a_direct_message() {
    let stage = Stage::open().await;
    let sales = stage.channel("sales-only");
    let triage = stage.channel("liaison-triage");
    stage.calls("emma", &sales, "ask Can we move the launch to Friday?");
    let form = stage.window("emma").await;
    let emma = stage.person("emma");
    stage.workspace.act(|state| state.submit_view(&emma, &form, &[("needed", "   ")])).unwrap();
    let fault = |state: &State| state.view(&form)?.errors.get("needed").cloned();
    assert_eq!(stage.until("what is amiss in the form", fault).await, "A few words are enough.");
    let fields = [("needed", "Can we move the launch to Friday?"), ("worth", "Their go-live is on Monday")];
    stage.workspace.act(|state| state.submit_view(&emma, &form, &fields)).unwrap();

    let card = stage.card(&triage, "claim").await;
    assert!(card.text.contains("move the launch to Friday"), "{}", card.text);
    assert!(card.text.contains("go-live is on Monday"), "{}", card.text);
    let direct = stage.direct("emma");
    let root = stage
        .until("the first word in the direct message", |state| {
            let bot = state.user_named("liaison")?.id.clone();
            state.timeline(&direct).find(|m| *m.author.user() == bot && m.text.contains("R-1")).map(|m| m.ts.clone())
        })
        .await;
    stage.clicks("mori", &card, "claim");
    stage.reply(&direct, &root, "is looking after").await;
    stage.calls("emma", &sales, "requests");
    stage.private("emma", &sales, "R-1").await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_is_set_in_a_form_that_says_what_is_amiss_and_everybody_there_hears_of_it() {
    let stage = Stage::open().await;
    let project = stage.channel("proj-aozora");
    stage.calls("sato", &project, "設定");
    let form = stage.window("sato").await;
    let sato = stage.person("sato");
    let send = |fields: &[(&str, &str)]| stage.workspace.act(|state| state.submit_view(&sato, &form, fields)).unwrap();
    send(&[("quiet-from", "20"), ("posts-an-hour", "多い")]);
    let faults =
        stage.until("what is amiss", |state| Some(state.view(&form)?.errors.clone()).filter(|it| !it.is_empty()));
    let faults = faults.await;
    assert!(faults["posts-an-hour"].contains("整数") && faults["quiet-to"].contains("別々の時刻"), "{faults:?}");
    send(&[("posts-an-hour", "４"), ("quiet-to", "8"), ("friction", "off")]);
    let said = stage
        .until("the change in the channel", |state| {
            state.messages(&project).map(|m| m.text.clone()).find(|text| text.contains("設定を変更しました"))
        })
        .await;
    assert!(said.contains("20:00 から 8:00 まで（Asia/Tokyo）"), "by her own clock: {said}");
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_that_is_invited_says_hello_once_and_one_click_makes_it_quiet() {
    let stage = Stage::open().await;
    let project = stage.channel("proj-aozora");
    let (emma, bot) = (stage.person("emma"), stage.person("liaison"));
    let invite = || {
        stage.workspace.act(|state| {
            state.leave(&bot, &project).unwrap();
            state.invite(&emma, &project, &bot).unwrap();
        });
    };
    invite();
    let hello = stage.card(&project, "quiet-here").await;
    assert!(hello.text.contains("I explain words"), "{}", hello.text);
    invite();
    stage.clicks("emma", &hello, "quiet-here");
    stage.private("emma", &project, "only when asked").await;
    stage.says("emma", &project, None, SENTENCE);
    // Events of a channel are handled in order: once the command is answered, the message was decided on too.
    stage.calls("emma", &project, "why");
    stage.private("emma", &project, "I'm quiet here").await;
    let changed = |state: &State| state.messages(&project).find(|m| m.text.contains("changed how I work")).map(|_| ());
    stage.until("who made it quiet", changed).await;
    let said = stage.workspace.read(|state| {
        let by_bot = state.messages(&project).filter(|m| *m.author.user() == bot);
        by_bot.map(|m| m.text.clone()).filter(|text| !text.contains("the channel")).collect::<Vec<_>>()
    });
    assert_eq!(said.len(), 2, "the hello, and who made it quiet: {said:?}");
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_home_explains_a_word_changes_the_language_and_shows_what_waits() {
    let stage = Stage::open().await;
    let (emma, bot) = (stage.person("emma"), stage.workspace.read(|state| state.apps().next().unwrap().id.clone()));
    stage.workspace.act(|state| state.open_home(&emma, &bot)).unwrap();
    let home = stage.home("emma", &bot, "Look up a word").await;
    let enters = |field: &str, value: &str| {
        let target = Target::View(home.clone());
        stage.workspace.act(|state| state.choose(&emma, &target, Some(field), field, &[value])).unwrap();
    };
    enters("term", "canary");
    stage.home("emma", &bot, "*canary release*").await;
    enters("language", "ja");
    stage.home("emma", &bot, "お預かりしている情報").await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shortcuts_on_a_message_explain_it_and_ask_about_it() {
    let stage = Stage::open().await;
    let project = stage.channel("proj-aozora");
    let (emma, sato) = (stage.person("emma"), stage.person("sato"));
    let said = stage.says("david", &project, None, "The error budget is gone, so we roll back.");
    let used = |user: &UserId, name: &str| {
        stage.workspace.act(|state| state.shortcut(user, &project, &said, name)).unwrap();
    };
    used(&sato, "explain-message");
    stage.private("sato", &project, "エラーバジェット").await;
    used(&emma, "ask-about");
    let form = stage.window("emma").await;
    let prefilled = stage.workspace.read(|state| format!("{:?}", state.view(&form).unwrap().blocks()));
    assert!(prefilled.contains("The error budget is gone"), "{prefilled}");
    stage.workspace.act(|state| state.submit_view(&emma, &form, &[("needed", "When will it be back?")])).unwrap();
    stage.reply(&project, &said, "R-1").await;
    stage.close().await;
}

#[test]
fn the_demo_has_the_shortcuts_of_the_manifest() {
    let state = liaison::workspace::seed::aozora(liaison::time::Timestamp(1_800_000_000_000), 1).unwrap();
    let installed = &state.apps().next().unwrap().shortcuts;
    let names: Vec<(&str, &str)> = installed.iter().map(|it| (it.callback_id.as_str(), it.name.as_str())).collect();
    let wanted: Vec<(&str, &str)> =
        liaison::slack::app::SHORTCUTS.iter().map(|(kind, name, _)| (kind.id(), *name)).collect();
    assert_eq!(names, wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mention_takes_the_same_words_and_plain_questions() {
    let stage = Stage::open().await;
    let project = stage.channel("proj-aozora");
    let bot = stage.workspace.read(|state| state.user_named("liaison").unwrap().shown_name().to_owned());
    let question = stage.says("emma", &project, None, &format!("@{bot} what is a canary release?"));
    stage.reply(&project, &question, "canary release").await;
    let question = stage.says("sato", &project, None, &format!("@{bot} カナリアリリースって何？"));
    stage.reply(&project, &question, "カナリアリリース").await;
    stage.says("emma", &project, None, &format!("@{bot} sing a song"));
    stage.private("emma", &project, "I did not understand").await;
    let direct = stage.direct("tanaka");
    let asked = stage.says("tanaka", &direct, None, "NRRとは");
    stage
        .until("an answer in the direct message", |state| {
            state.messages(&direct).find(|m| m.ts > asked && m.text.contains("NRR")).map(|_| ())
        })
        .await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_messages_are_read_without_harm_and_the_next_one_is_answered() {
    let stage = Stage::open().await;
    let project = stage.channel("proj-aozora");
    let long = "canary ".repeat(5_700); // Slack takes 40,000 characters
    let odd = [
        long.trim_end(),
        "\u{202e}esaeler yranac\u{202c} \u{200f}\u{2066}",
        "👩‍👩‍👧‍👦🏳️‍🌈 ﷽ \u{feff}\u{0}\u{fffd} a\u{300}\u{301}\u{302}\u{303}",
        "``` unclosed <@U1 <https://example.com|<b>*_~` &amp;&lt;",
        "ｶﾅﾘｱﾘﾘｰｽ ㍿ ﾊﾟ゛゛",
    ];
    for text in odd {
        stage.says("david", &project, None, text);
    }
    let last = stage.says("david", &project, None, "We had a rollback.");
    stage.reply(&project, &last, "rollback").await;
    stage.close().await;
}
