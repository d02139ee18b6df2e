//! The emoji a local workspace knows by their Slack names; gives the characters, and says what a reaction is.

/// Slack's name, the characters, and a spoken name in English and Japanese.
const EMOJI: &[(&str, &str, &str, &str)] = &[
    ("book", "📖", "open book", "本"),
    ("books", "📚", "books", "本の山"),
    ("raising_hand", "🙋", "raised hand", "挙手"),
    ("white_check_mark", "✅", "check mark", "チェック"),
    ("heavy_check_mark", "✔️", "check mark", "チェック"),
    ("+1", "👍", "thumbs up", "いいね"),
    ("thumbsup", "👍", "thumbs up", "いいね"),
    ("-1", "👎", "thumbs down", "うーん"),
    ("thumbsdown", "👎", "thumbs down", "うーん"),
    ("eyes", "👀", "eyes", "見ています"),
    ("pray", "🙏", "thanks", "お願い・感謝"),
    ("bow", "🙇", "bow", "お辞儀"),
    ("tada", "🎉", "party popper", "お祝い"),
    ("heart", "❤️", "heart", "ハート"),
    ("smile", "😄", "smile", "笑顔"),
    ("slightly_smiling_face", "🙂", "slight smile", "微笑み"),
    ("sweat_smile", "😅", "nervous smile", "苦笑い"),
    ("thinking_face", "🤔", "thinking", "考え中"),
    ("wave", "👋", "wave", "手を振る"),
    ("handshake", "🤝", "handshake", "握手"),
    ("clap", "👏", "clap", "拍手"),
    ("muscle", "💪", "strength", "力こぶ"),
    ("ok_hand", "👌", "OK", "OK"),
    ("rocket", "🚀", "rocket", "ロケット"),
    ("fire", "🔥", "fire", "炎"),
    ("sparkles", "✨", "sparkles", "きらきら"),
    ("star", "⭐", "star", "星"),
    ("bulb", "💡", "light bulb", "電球"),
    ("memo", "📝", "memo", "メモ"),
    ("pushpin", "📌", "pin", "ピン"),
    ("calendar", "📅", "calendar", "カレンダー"),
    ("hourglass_flowing_sand", "⏳", "hourglass", "砂時計"),
    ("alarm_clock", "⏰", "alarm clock", "目覚まし時計"),
    ("bell", "🔔", "bell", "ベル"),
    ("no_bell", "🔕", "no bell", "通知なし"),
    ("mute", "🔇", "muted", "ミュート"),
    ("speech_balloon", "💬", "speech balloon", "吹き出し"),
    ("scales", "⚖️", "scales", "天秤"),
    ("balance_scale", "⚖️", "scales", "天秤"),
    ("compass", "🧭", "compass", "コンパス"),
    ("bridge_at_night", "🌉", "bridge", "橋"),
    ("link", "🔗", "link", "リンク"),
    ("lock", "🔒", "lock", "鍵"),
    ("mag", "🔍", "magnifying glass", "虫眼鏡"),
    ("wrench", "🔧", "wrench", "レンチ"),
    ("gear", "⚙️", "gear", "歯車"),
    ("bug", "🐛", "bug", "バグ"),
    ("construction", "🚧", "construction", "工事中"),
    ("warning", "⚠️", "warning", "注意"),
    ("x", "❌", "cross", "バツ"),
    ("question", "❓", "question mark", "はてな"),
    ("information_source", "ℹ️", "information", "情報"),
    ("arrow_right", "➡️", "arrow right", "右矢印"),
    ("arrows_counterclockwise", "🔄", "arrows", "更新"),
    ("inbox_tray", "📥", "inbox", "受信箱"),
    ("ticket", "🎫", "ticket", "チケット"),
    ("dart", "🎯", "target", "的"),
    ("chart_with_upwards_trend", "📈", "rising chart", "上昇グラフ"),
    ("bar_chart", "📊", "bar chart", "棒グラフ"),
    ("moneybag", "💰", "money bag", "お金"),
    ("shield", "🛡️", "shield", "盾"),
    ("large_green_circle", "🟢", "green circle", "緑の丸"),
    ("large_yellow_circle", "🟡", "yellow circle", "黄色の丸"),
    ("large_blue_circle", "🔵", "blue circle", "青い丸"),
    ("red_circle", "🔴", "red circle", "赤い丸"),
    ("white_circle", "⚪", "white circle", "白い丸"),
    ("sunny", "☀️", "sun", "太陽"),
    ("coffee", "☕", "coffee", "コーヒー"),
];

/// The reactions offered with one click under every message.
pub(super) const QUICK: &[&str] = &["book", "raising_hand", "white_check_mark", "+1", "eyes", "pray"];

/// The characters of an emoji, by its name without colons.
pub(super) fn characters(name: &str) -> Option<&'static str> {
    let name = name.split("::").next().unwrap_or(name);
    EMOJI.iter().find(|(known, ..)| *known == name).map(|(_, characters, ..)| *characters)
}

/// What to call an emoji aloud; its own name when it is not known.
pub(super) fn spoken(name: &str, japanese: bool) -> &str {
    EMOJI.iter().find(|(known, ..)| *known == name).map_or(name, |(_, _, en, ja)| if japanese { ja } else { en })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_emoji_offered_with_one_click_are_all_known() {
        assert!(QUICK.iter().all(|name| characters(name).is_some()));
    }

    #[test]
    fn a_skin_tone_is_ignored_and_an_unknown_name_is_nothing() {
        assert_eq!(characters("+1::skin-tone-3"), Some("👍"));
        assert_eq!(characters("no-such-thing"), None);
        assert_eq!(spoken("no-such-thing", true), "no-such-thing");
    }
}
