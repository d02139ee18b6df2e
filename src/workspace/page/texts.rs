//! What the page itself says, in both languages: labels, hints, suggestions. What the bot says is not here.

use crate::text::Language;

/// The words of the page in one language. A field that takes a value marks its place with `{}`.
pub(super) struct Texts {
    pub(super) code: &'static str,
    pub(super) demo: &'static str,
    pub(super) local_only: &'static str,
    pub(super) skip: &'static str,
    pub(super) skip_to_home: &'static str,
    pub(super) sidebar: &'static str,
    pub(super) open_sidebar: &'static str,
    pub(super) close_sidebar: &'static str,
    pub(super) act_as: &'static str,
    pub(super) you: &'static str,
    pub(super) channels: &'static str,
    pub(super) direct: &'static str,
    pub(super) app_badge: &'static str,
    pub(super) app_connected: &'static str,
    pub(super) app_away: &'static str,
    pub(super) unread_one: &'static str,
    pub(super) unread_many: &'static str,
    pub(super) elsewhere: &'static str,
    pub(super) members_one: &'static str,
    pub(super) members_many: &'static str,
    pub(super) messages_in: &'static str,
    pub(super) empty_channel: &'static str,
    pub(super) empty_direct: &'static str,
    pub(super) today: &'static str,
    pub(super) yesterday: &'static str,
    pub(super) edited: &'static str,
    pub(super) deleted: &'static str,
    pub(super) joined: &'static str,
    pub(super) left: &'static str,
    pub(super) only_you: &'static str,
    pub(super) only_you_in_thread: &'static str,
    pub(super) notice: &'static str,
    pub(super) dismiss: &'static str,
    pub(super) reactions: &'static str,
    pub(super) react_with: &'static str,
    pub(super) reacted: &'static str,
    pub(super) message_tools: &'static str,
    pub(super) delete: &'static str,
    pub(super) delete_really: &'static str,
    pub(super) reply_in_thread: &'static str,
    pub(super) more_actions: &'static str,
    pub(super) enter: &'static str,
    pub(super) replies_one: &'static str,
    pub(super) replies_many: &'static str,
    pub(super) thread: &'static str,
    pub(super) thread_in: &'static str,
    pub(super) close_thread: &'static str,
    pub(super) replied_in_thread: &'static str,
    pub(super) write_in: &'static str,
    pub(super) write_to: &'static str,
    pub(super) write_reply: &'static str,
    pub(super) not_a_member: &'static str,
    pub(super) archived: &'static str,
    pub(super) send: &'static str,
    pub(super) send_hint: &'static str,
    pub(super) commands: &'static str,
    pub(super) try_this: &'static str,
    pub(super) try_hint: &'static str,
    pub(super) in_channel: &'static str,
    pub(super) optional: &'static str,
    pub(super) choose: &'static str,
    pub(super) cancel: &'static str,
    pub(super) close: &'static str,
    pub(super) sending: &'static str,
    pub(super) opens_in_new_tab: &'static str,
    pub(super) not_shown: &'static str,
    pub(super) at_most: &'static str,
    pub(super) home: &'static str,
    pub(super) messages: &'static str,
    pub(super) home_empty: &'static str,
    pub(super) failed: &'static str,
    pub(super) refused: &'static str,
    pub(super) fill_in: &'static str,
    pub(super) too_long: &'static str,
    pub(super) no_such_person: &'static str,
    pub(super) no_such_channel: &'static str,
    pub(super) gone: &'static str,
    pub(super) not_yours: &'static str,
    pub(super) no_text: &'static str,
    pub(super) no_such_emoji: &'static str,
    pub(super) no_such_command: &'static str,
    pub(super) window_gone: &'static str,
    pub(super) connection_lost: &'static str,
    pub(super) jump_down: &'static str,
    pub(super) missing: &'static str,
    pub(super) back_to_start: &'static str,
    pub(super) list_comma: &'static str,
    pub(super) date_format: &'static str,
    pub(super) sales: &'static str,
    pub(super) engineering: &'static str,
    pub(super) liaison: &'static str,
    /// What may follow `/liaison`, and what it does.
    pub(super) subcommands: &'static [(&'static str, &'static str)],
    pub(super) suggestions: Suggestions,
}

/// What a person of each role may try first: where, and what to write.
pub(super) struct Suggestions {
    pub(super) sales: &'static [Suggestion],
    pub(super) engineering: &'static [Suggestion],
    pub(super) liaison: &'static [Suggestion],
}

/// Something to try.
pub(super) struct Suggestion {
    /// The channel's name, or the empty word for the direct message with the bot.
    pub(super) channel: &'static str,
    /// What is written into the composer; empty to only go there.
    pub(super) draft: &'static str,
    /// What the chip says; empty for the draft itself.
    pub(super) label: &'static str,
}

const fn write(channel: &'static str, draft: &'static str) -> Suggestion {
    Suggestion { channel, draft, label: "" }
}

const fn go(channel: &'static str, label: &'static str) -> Suggestion {
    Suggestion { channel, draft: "", label }
}

impl Texts {
    /// The page's words in a language.
    pub(super) const fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Japanese => &JAPANESE,
        }
    }

    /// A role as the page calls it.
    pub(super) fn role<'a>(&self, role: &'a str) -> &'a str {
        match role {
            "sales" => self.sales,
            "engineering" => self.engineering,
            "liaison" => self.liaison,
            other => other,
        }
    }

    /// `one` or `many` with the number in it.
    pub(super) fn count(one: &str, many: &str, n: usize) -> String {
        fill(if n == 1 { one } else { many }, &n.to_string())
    }
}

/// A text with its value in place.
pub(super) fn fill(text: &str, value: &str) -> String {
    text.replacen("{}", value, 1)
}

static ENGLISH: Texts = Texts {
    code: "en",
    demo: "local demo",
    local_only: "Everything stays on this machine.",
    skip: "Skip to the message box",
    skip_to_home: "Skip to the app's home",
    sidebar: "Workspace",
    open_sidebar: "People and channels",
    close_sidebar: "Close the list of people and channels",
    act_as: "You are",
    you: "you",
    channels: "Channels",
    direct: "Direct message",
    app_badge: "Bot",
    app_connected: "connected",
    app_away: "not connected",
    unread_one: "{} unread message",
    unread_many: "{} unread messages",
    elsewhere: "unread messages elsewhere",
    members_one: "{} member",
    members_many: "{} members",
    messages_in: "Messages in {}",
    empty_channel: "Nothing has been said here yet.",
    empty_direct: "Ask anything here: what a word means, or where a request stands.",
    today: "Today",
    yesterday: "Yesterday",
    edited: "edited",
    deleted: "This message was deleted.",
    joined: "joined the channel",
    left: "left the channel",
    only_you: "Only visible to you",
    only_you_in_thread: "Only visible to you, in the thread",
    notice: "Notice",
    dismiss: "Dismiss",
    reactions: "Reactions",
    react_with: "React with {}",
    reacted: "{} reacted with {}",
    message_tools: "What to do with this message",
    delete: "Delete",
    delete_really: "Delete this message?",
    reply_in_thread: "Reply in thread",
    more_actions: "More actions",
    enter: "OK",
    replies_one: "{} reply",
    replies_many: "{} replies",
    thread: "Thread",
    thread_in: "in {}",
    close_thread: "Close the thread",
    replied_in_thread: "replied in a thread",
    write_in: "Message {}",
    write_to: "Message {}",
    write_reply: "Reply in the thread",
    not_a_member: "You are looking in: only members write here.",
    archived: "This channel is archived.",
    send: "Send",
    send_hint: "Enter sends · Shift + Enter starts a new line · / for commands",
    commands: "Commands",
    try_this: "Try this",
    try_hint: "A click writes it for you; you send it.",
    in_channel: "in {}",
    optional: "optional",
    choose: "Choose…",
    cancel: "Cancel",
    close: "Close",
    sending: "Sending…",
    opens_in_new_tab: "opens in a new tab",
    not_shown: "This part can only be shown in Slack.",
    at_most: "At most {} characters",
    home: "Home",
    messages: "Messages",
    home_empty: "Nothing here yet.",
    failed: "That did not work. Please try again.",
    refused: "That was not possible: {}",
    fill_in: "Please fill this in.",
    too_long: "Please keep to the length that fits here.",
    no_such_person: "There is no such person here.",
    no_such_channel: "There is no such channel here.",
    gone: "It is no longer there.",
    not_yours: "Only its author can change a message.",
    no_text: "A message needs words, at most 40,000 characters.",
    no_such_emoji: "There is no emoji called {}.",
    no_such_command: "There is no command {}. Try /liaison help.",
    window_gone: "That window is closed already.",
    connection_lost: "The connection to the demo is gone. Is it still running?",
    jump_down: "New messages",
    missing: "There is nothing at this address.",
    back_to_start: "Back to the workspace",
    list_comma: ", ",
    date_format: "%A, %-d %B",
    sales: "Sales",
    engineering: "Engineering",
    liaison: "Liaison",
    subcommands: &[
        ("explain ", "what a word means"),
        ("search ", "terms that have to do with some words"),
        ("define ", "propose a term or improve one"),
        ("ask ", "bring in the liaison"),
        ("requests mine", "your requests"),
        ("requests open", "all open requests"),
        ("i-am ", "say what your role is"),
        ("quiet", "speak only when asked"),
        ("settings", "how the channel is set"),
        ("why", "why it spoke up here"),
        ("help", "everything you can ask"),
    ],
    suggestions: Suggestions {
        sales: &[
            write(
                "proj-aozora",
                "the customer asks whether we can skip the canary release and ship on Friday, I already promised",
            ),
            write("", "what is a canary release?"),
            write("proj-aozora", "/liaison help"),
        ],
        engineering: &[
            write(
                "proj-aozora",
                "If the churn rate goes up again, do we still get our two weeks for the rollback work?",
            ),
            write("", "what is ARR?"),
            write("proj-aozora", "/liaison explain upsell"),
        ],
        liaison: &[
            go("liaison-triage", "See what has come in, claim it, settle it"),
            write("liaison-triage", "/liaison requests open"),
            write("", "what is an SLA?"),
        ],
    },
};

static JAPANESE: Texts = Texts {
    code: "ja",
    demo: "ローカルデモ",
    local_only: "すべてこのパソコンの中だけで動いています。",
    skip: "メッセージ欄へ移動",
    skip_to_home: "アプリのホームへ移動",
    sidebar: "ワークスペース",
    open_sidebar: "メンバーとチャンネル",
    close_sidebar: "メンバーとチャンネルの一覧を閉じる",
    act_as: "いまの立場",
    you: "自分",
    channels: "チャンネル",
    direct: "ダイレクトメッセージ",
    app_badge: "ボット",
    app_connected: "接続中",
    app_away: "未接続",
    unread_one: "未読{}件",
    unread_many: "未読{}件",
    elsewhere: "ほかに未読があります",
    members_one: "メンバー{}人",
    members_many: "メンバー{}人",
    messages_in: "{}のメッセージ",
    empty_channel: "まだメッセージはありません。",
    empty_direct: "言葉の意味でも、相談の進み具合でも、気軽に聞いてください。",
    today: "今日",
    yesterday: "昨日",
    edited: "編集済み",
    deleted: "このメッセージは削除されました。",
    joined: "がチャンネルに参加しました",
    left: "がチャンネルから退出しました",
    only_you: "あなただけに表示されています",
    only_you_in_thread: "あなただけに表示されています（スレッド内）",
    notice: "お知らせ",
    dismiss: "閉じる",
    reactions: "リアクション",
    react_with: "「{}」でリアクションする",
    reacted: "{}が「{}」でリアクションしました",
    message_tools: "このメッセージの操作",
    delete: "削除",
    delete_really: "このメッセージを削除しますか？",
    reply_in_thread: "スレッドで返信",
    more_actions: "その他の操作",
    enter: "OK",
    replies_one: "{}件の返信",
    replies_many: "{}件の返信",
    thread: "スレッド",
    thread_in: "{}",
    close_thread: "スレッドを閉じる",
    replied_in_thread: "スレッドへの返信",
    write_in: "{} へメッセージを書く",
    write_to: "{}へメッセージを書く",
    write_reply: "スレッドに返信する",
    not_a_member: "閲覧中です。書き込めるのはメンバーだけです。",
    archived: "このチャンネルはアーカイブされています。",
    send: "送信",
    send_hint: "Enterで送信・Shift＋Enterで改行・/ でコマンド",
    commands: "コマンド",
    try_this: "試してみる",
    try_hint: "クリックすると下書きが入ります。送信はご自分で。",
    in_channel: "{}",
    optional: "任意",
    choose: "選んでください",
    cancel: "キャンセル",
    close: "閉じる",
    sending: "送信しています…",
    opens_in_new_tab: "新しいタブで開きます",
    not_shown: "この部分はSlackでのみ表示できます。",
    at_most: "{}文字以内",
    home: "ホーム",
    messages: "メッセージ",
    home_empty: "まだ何もありません。",
    failed: "うまくいきませんでした。もう一度お試しください。",
    refused: "実行できませんでした：{}",
    fill_in: "こちらをご記入ください。",
    too_long: "文字数が合いません。長さをご確認ください。",
    no_such_person: "該当する人がいません。",
    no_such_channel: "該当するチャンネルがありません。",
    gone: "すでに存在しません。",
    not_yours: "メッセージを変更できるのは書いた本人だけです。",
    no_text: "本文を入力してください（40,000文字まで）。",
    no_such_emoji: "{}という絵文字はありません。",
    no_such_command: "{}というコマンドはありません。/liaison ヘルプ をお試しください。",
    window_gone: "そのウィンドウはすでに閉じています。",
    connection_lost: "デモとの接続が切れました。まだ動いているかご確認ください。",
    jump_down: "新着メッセージ",
    missing: "このアドレスには何もありません。",
    back_to_start: "ワークスペースへ戻る",
    list_comma: "、",
    date_format: "%-m月%-d日",
    sales: "営業",
    engineering: "開発",
    liaison: "リエゾン",
    subcommands: &[
        ("用語 ", "言葉の意味を調べる"),
        ("検索 ", "関係する言葉から用語を探す"),
        ("定義 ", "用語を登録・改善する"),
        ("相談 ", "リエゾンに相談する"),
        ("一覧", "自分の相談を見る"),
        ("一覧 未完了", "対応中の相談をすべて見る"),
        ("役割 ", "ご自身の立場を伝える"),
        ("静かに", "聞かれたときだけ答える"),
        ("設定", "チャンネルの設定"),
        ("理由", "声をかけた理由"),
        ("ヘルプ", "使い方を見る"),
    ],
    suggestions: Suggestions {
        sales: &[
            write(
                "proj-aozora",
                "お客様から、カナリアリリースを省いて金曜に出せないかと聞かれています。もう約束してしまいました。",
            ),
            write("", "カナリアリリースとは？"),
            write("proj-aozora", "/liaison ヘルプ"),
        ],
        engineering: &[
            write("proj-aozora", "解約率がまた上がったら、ロールバック対応の2週間はもらえなくなりますか？"),
            write("", "ARRとは？"),
            write("proj-aozora", "/liaison 用語 アップセル"),
        ],
        liaison: &[
            go("liaison-triage", "届いた相談を引き受けて、解決する"),
            write("liaison-triage", "/liaison 一覧 未完了"),
            write("", "SLAとは？"),
        ],
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_takes_the_place_of_its_mark() {
        assert_eq!(Texts::count(ENGLISH.replies_one, ENGLISH.replies_many, 1), "1 reply");
        assert_eq!(Texts::count(ENGLISH.replies_one, ENGLISH.replies_many, 3), "3 replies");
        assert_eq!(Texts::count(JAPANESE.replies_one, JAPANESE.replies_many, 3), "3件の返信");
    }

    #[test]
    fn both_languages_suggest_as_much() {
        let sizes = |s: &Suggestions| [s.sales.len(), s.engineering.len(), s.liaison.len()];
        assert_eq!(sizes(&ENGLISH.suggestions), sizes(&JAPANESE.suggestions));
    }
}
