//! The workspace of the demo: made once at its start, gives five people, four channels and what they said before
//! the bot came. Nobody and nothing in it is real.

use crate::ids::{ChannelId, UserId};
use crate::text::Language;
use crate::time::{Span, Timestamp};
use crate::workspace::state::{ActionError, App, Channel, State, User};

/// The workspace of the demo as it is at `now`. Its tokens are made from `secret`.
///
/// # Errors
/// When the workspace refuses what was said in it, which its own rules allow.
pub fn aozora(now: Timestamp, secret: u64) -> Result<State, ActionError> {
    let mut state = State::new("T0AOZORA", "Aozora", "aozora-demo", secret);
    state.set_now(now.plus(Span::hours(-50)));
    let [sato, emma, tanaka, david, mori] = people().map(|person| state.add_user(person));
    let liaison = state.add_user(User { is_bot: true, ..User::new("U0LIAISON", "liaison", "Liaison") });
    state.add_group("sales", "Sales", [&sato, &emma].map(Clone::clone));
    state.add_group("engineering", "Engineering", [&tanaka, &david].map(Clone::clone));
    state.add_group("liaisons", "Liaisons", [mori.clone()]);
    let mut channel = |id: &str, name: &str, topic: &str, members: &[&UserId]| {
        let channel = Channel { topic: topic.to_owned(), created: now, ..Channel::new(id, name) };
        state.add_channel(channel.with(members.iter().copied()).with([&liaison]))
    };
    let everybody = [&sato, &emma, &tanaka, &david, &mori];
    let project = channel(
        "C0AOZORA",
        "proj-aozora",
        "新しい予約画面：営業と開発の場 · The new booking view, sales and engineering together",
        &everybody,
    );
    let engineering = channel("C0ENG", "eng-only", "開発チーム · Engineering", &[&tanaka, &david]);
    let sales = channel("C0SALES", "sales-only", "営業チーム · Sales", &[&sato, &emma]);
    let triage = channel("C0TRIAGE", "liaison-triage", "届いた相談 · What has come in", &[&mori]);
    let app = App::new("A0LIAISON", "Liaison", &liaison, &format!("{secret:016x}"));
    let hint = "explain TERM | search WORDS | ask TEXT | requests [mine|open|ID] | help";
    let app =
        app.with_shortcut("explain-message", "Explain · 用語を説明").with_shortcut("ask-about", "Ask liaison · 相談");
    state.install(app.with_command("/liaison", "Words explained, and a person in between", hint));
    for person in everybody {
        state.open_direct(person, &liaison);
    }
    let places = Places { project: &project, engineering: &engineering, sales: &sales, triage: &triage };
    let cast = Cast { sato: &sato, emma: &emma, tanaka: &tanaka, david: &david, mori: &mori };
    talk(&mut state, now, &places, &cast)?;
    let channels: Vec<ChannelId> = state.channels().map(|channel| channel.id.clone()).collect();
    for person in everybody {
        for channel in &channels {
            let _ = state.mark_read(person, channel); // refused where the person is not, which is as it should be
        }
    }
    Ok(state)
}

/// Who to act as first for a page in this language: a salesperson who speaks it.
pub const fn first_person(language: Language) -> &'static str {
    match language {
        Language::English => "emma",
        Language::Japanese => "sato",
    }
}

fn people() -> [User; 5] {
    let person = |id: &str, handle: &str, latin: &str, own: &str, role: &str, locale: &str, tz: &str| User {
        display_name: own.to_owned(),
        role: Some(role.to_owned()),
        locale: locale.to_owned(),
        tz: tz.to_owned(),
        ..User::new(id, handle, latin)
    };
    [
        person("U1SATO", "sato", "Misaki Sato", "佐藤 美咲", "sales", "ja-JP", "Asia/Tokyo"),
        person("U2EMMA", "emma", "Emma Clarke", "", "sales", "en-GB", "Europe/London"),
        person("U3TANAKA", "tanaka", "Kenji Tanaka", "田中 健司", "engineering", "ja-JP", "Asia/Tokyo"),
        person("U4DAVID", "david", "David Novak", "", "engineering", "en-US", "Europe/Prague"),
        person("U5MORI", "mori", "Aya Mori", "森 彩", "liaison", "ja-JP", "Asia/Tokyo"),
    ]
}

struct Places<'a> {
    project: &'a ChannelId,
    engineering: &'a ChannelId,
    sales: &'a ChannelId,
    triage: &'a ChannelId,
}

struct Cast<'a> {
    sato: &'a UserId,
    emma: &'a UserId,
    tanaka: &'a UserId,
    david: &'a UserId,
    mori: &'a UserId,
}

/// What was said, in order, by minutes before now. Nothing in it needs explaining.
fn talk(state: &mut State, now: Timestamp, at: &Places<'_>, who: &Cast<'_>) -> Result<(), ActionError> {
    let mut say = |minutes: i64, person: &UserId, channel: &ChannelId, text: &str| {
        state.set_now(now.plus(Span::minutes(-minutes)));
        state.post_as(person, channel, None, text)
    };
    say(
        1500,
        who.mori,
        at.project,
        "Aozora（新しい予約画面）のチャンネルです。営業も開発も、遠慮なくここで話してください。\n\
         This is the room for Aozora, the new booking view. Sales and engineering, please talk here freely.",
    )?;
    say(1490, who.david, at.engineering, "The test machine is up again. Thank you @Kenji Tanaka!")?;
    say(1488, who.tanaka, at.engineering, "よかったです。明日の朝、もう一度だけ様子を見ておきます。")?;
    let liked = say(
        1475,
        who.emma,
        at.project,
        "The customer tried the calendar on Monday and smiled the whole time. Lovely work, everyone.",
    )?;
    let thanks = say(
        1471,
        who.tanaka,
        at.project,
        "ありがとうございます！週末の色分けは、今週のうちにもう少し見やすくします。",
    )?;
    say(1460, who.sato, at.sales, "来週の訪問は、水曜の午後で調整しています。")?;
    say(1455, who.emma, at.sales, "Wednesday works for me. I will bring the slides.")?;
    say(
        180,
        who.mori,
        at.triage,
        "今週の当番は森です。届いた相談はここで受け取ります。\nI am on duty this week; whatever comes in lands here.",
    )?;
    let agenda =
        say(125, who.sato, at.project, "おはようございます。次の打ち合わせの議題は、今日のうちにここへ書きますね。")?;
    say(118, who.david, at.project, "Good morning! I will be there from ten.")?;
    state.react_as(who.tanaka, at.project, &liked, "tada")?;
    state.react_as(who.sato, at.project, &liked, "tada")?;
    state.react_as(who.emma, at.project, &thanks, "sparkles")?;
    state.react_as(who.mori, at.project, &agenda, "pray")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_begins_with_everything_read_and_the_bot_everywhere() {
        let state = aozora(Timestamp(1_700_000_000_000), 7).expect("the demo's own talk is allowed");
        let bot = UserId::from("U0LIAISON");
        assert!(state.channels().all(|channel| channel.members.contains(&bot)));
        for user in state.users().filter(|user| !user.is_bot) {
            assert!(state.channels_of(&user.id).all(|channel| state.unread(&user.id, &channel.id) == 0));
        }
        assert_eq!(state.timeline(&ChannelId::from("C0AOZORA")).count(), 5);
    }

    #[test]
    fn in_every_language_somebody_is_there_to_act_as() {
        let state = aozora(Timestamp(1_700_000_000_000), 7).expect("the demo's own talk is allowed");
        for language in Language::ALL {
            let person = state.user_named(first_person(language)).expect("a person of the demo");
            assert_eq!(Language::from_locale(&person.locale), Some(language));
        }
    }
}
