//! Forms that open too late, that are sent in twice, and whose requester cannot be written to: the whole way, with
//! Slack answering as it does then.

use liaison::workspace::{Fault, Planned};

use crate::stage::Stage;

fn refused(code: &str) -> Planned {
    Planned::instead(Fault::Refused(code.to_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_may_open_too_late_be_sent_in_twice_and_come_from_somebody_who_has_left() {
    let stage = Stage::open().await;
    let (sales, triage, emma) = (stage.channel("sales-only"), stage.channel("liaison-triage"), stage.person("emma"));

    stage.workspace.fail("views.open", &refused("expired_trigger_id"), 2);
    stage.calls("sato", &sales, "相談 公開日を移せますか");
    stage.private("sato", &sales, "もう一度お試しください").await;
    stage.calls("emma", &sales, "ask Can we move the launch?");
    stage.private("emma", &sales, "I could not open the form in time").await;

    stage.calls("emma", &sales, "ask Can we move the launch?");
    let form = stage.window("emma").await;
    // She is gone before the bot writes to her, and her last clicks came twice.
    stage.workspace.fail("conversations.open", &refused("user_disabled"), 100);
    stage.workspace.act(|state| {
        for _ in 0..2 {
            state.submit_view(&emma, &form, &[("needed", "Can we move the launch?")]).unwrap();
        }
    });
    let card = stage.card(&triage, "claim").await;
    stage.clicks("mori", &card, "claim");
    let card = stage.card(&triage, "solve").await;
    stage.clicks("mori", &card, "solve");
    stage
        .until("the card says that it is solved", |state| {
            state.messages(&triage).find(|m| m.text.contains("Solved, to be confirmed")).map(|_| ())
        })
        .await;

    // Both were handled by now, and made one request.
    stage.calls("mori", &triage, "一覧 open");
    let listed = stage.private("mori", &triage, "R-1").await;
    assert!(!listed.text.contains("R-2"), "{}", listed.text);
    stage.close().await;
}
