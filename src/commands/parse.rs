//! Reads what follows `/liaison` or a mention of the bot.

use crate::commands::question::{asked_term, unquoted};
use crate::commands::{Command, Listing, Quiet, Verb, Wish};
use crate::glossary::concept::Role;
use crate::ids::RequestId;

/// Reads a command. Never fails: what is not understood comes back as [`Command::Unknown`].
pub fn parse(text: &str) -> Command {
    let text = text.trim();
    if text.is_empty() || text == "?" || text == "？" {
        return Command::Help;
    }
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    match Verb::named(first) {
        Some(verb) => with_verb(verb, rest.trim(), text),
        None => match asked_term(text) {
            Some(term) => Command::Explain(term.to_owned()),
            None => Command::Unknown(text.to_owned(), Verb::nearest(first)),
        },
    }
}

/// What is left of a command that is to be answered for everybody in the channel: `explain NRR for all`,
/// 「用語 NRR 全員に」. Nothing where it is for the caller alone.
pub fn for_all(text: &str) -> Option<&str> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    [" for all", " to all", " for everyone", "全員に", "みんなに", "皆に"]
        .iter()
        .find(|ending| lower.ends_with(**ending))
        .map(|ending| text[..text.len() - ending.len()].trim_end())
}

fn with_verb(verb: Verb, rest: &str, whole: &str) -> Command {
    match verb {
        Verb::Explain => match unquoted(asked_term(rest).unwrap_or(rest)) {
            "" => Command::Incomplete(verb),
            term => Command::Explain(term.to_owned()),
        },
        Verb::Search => match unquoted(rest) {
            "" => Command::Incomplete(verb),
            words => Command::Search(words.to_owned()),
        },
        Verb::Define => Command::Define(unquoted(rest).to_owned()),
        Verb::Ask => Command::Ask(rest.to_owned()),
        Verb::Requests => match rest.to_lowercase().as_str() {
            "" | "mine" | "my" | "自分" => Command::Requests(Listing::Mine),
            "open" | "all" | "未完了" | "全部" | "すべて" => Command::Requests(Listing::Open),
            "waiting" | "待ち" | "返答待ち" | "確認待ち" => Command::Requests(Listing::Waiting),
            other => match (RequestId::parse(other), searched(rest)) {
                (Some(id), _) => Command::Requests(Listing::One(id)),
                (None, Some(words)) => Command::Requests(Listing::Search(words.to_owned())),
                (None, None) => Command::Unknown(whole.to_owned(), Some(Verb::Requests)),
            },
        },
        Verb::IAm => match wish(rest) {
            Some(wish) => Command::IAm(wish),
            None => Command::Unknown(whole.to_owned(), Some(Verb::IAm)),
        },
        Verb::Quiet => Command::Quiet(quiet(rest)),
        Verb::Settings => Command::Settings,
        Verb::Why => Command::Why,
        Verb::Help => Command::Help,
    }
}

/// The words to look for in requests: `search canary`, 「検索 カナリア」.
fn searched(text: &str) -> Option<&str> {
    let (first, words) = text.split_once(char::is_whitespace)?;
    let words = unquoted(words.trim());
    (Verb::named(first) == Some(Verb::Search) && !words.is_empty()).then_some(words)
}

/// Which role somebody says they have: `sales`, `in engineering`, 「営業です」.
fn wish(text: &str) -> Option<Wish> {
    let text = text.to_lowercase();
    let text = text.trim_end_matches(['。', '.', '!', '！']).trim_end_matches("です").trim();
    let text = ["in ", "an ", "a ", "from "].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let role = match text {
        "" => return Some(Wish::Tell),
        "as-in-slack" | "as in slack" | "reset" | "元に戻す" | "指定なし" | "リセット" => {
            return Some(Wish::AsInSlack);
        }
        "sales" | "salesperson" | "sales person" | "business" | "営業" | "営業担当" | "営業部" | "ビジネス" => {
            Role::Sales
        }
        "engineering" | "engineer" | "dev" | "developer" | "development" | "tech" | "開発" | "開発者" | "開発部"
        | "エンジニア" | "技術" | "技術者" => Role::Engineering,
        "liaison" | "pm" | "リエゾン" | "橋渡し" => Role::Liaison,
        "other" | "something else" | "neither" | "そのほか" | "その他" | "どちらでもない" => Role::Other,
        _ => return None,
    };
    Some(Wish::Be(role))
}

fn quiet(text: &str) -> Quiet {
    match text.to_lowercase().as_str() {
        "" => Quiet::Tell,
        "here" | "in this channel" | "this channel" | "ここ" | "ここで" | "ここでは" | "このチャンネル" => {
            Quiet::Here
        }
        "everywhere" | "all" | "always" | "どこでも" | "全部" | "すべて" | "全体" => Quiet::Everywhere,
        "off" | "end" | "解除" | "終わり" | "オフ" => Quiet::Off,
        _ => Quiet::About(unquoted(text).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::Language;

    fn explain(term: &str) -> Command {
        Command::Explain(term.to_owned())
    }

    #[test]
    fn nothing_at_all_asks_for_help() {
        for text in ["", "  ", "?", "？", "help", "HELP", "ヘルプ", "使い方"] {
            assert_eq!(parse(text), Command::Help, "{text:?}");
        }
    }

    #[test]
    fn explain_takes_everything_after_it_as_one_term() {
        assert_eq!(parse("explain canary release"), explain("canary release"));
        assert_eq!(parse("  Explain   NRR "), explain("NRR"));
        assert_eq!(parse("用語 カナリアリリース"), explain("カナリアリリース"));
        assert_eq!(parse("用語　検収"), explain("検収")); // full-width space
    }

    #[test]
    fn quotation_marks_around_a_term_are_not_part_of_it() {
        assert_eq!(parse("explain \"error budget\""), explain("error budget"));
        assert_eq!(parse("説明 「検収」"), explain("検収"));
    }

    #[test]
    fn a_plain_question_is_understood() {
        for (question, term) in [
            ("what is a canary release?", "canary release"),
            ("What's NRR?", "NRR"),
            ("what does NRR mean?", "NRR"),
            ("What does \"error budget\" mean", "error budget"),
            ("what are story points", "story points"),
            ("カナリアって何？", "カナリア"),
            ("カナリアって何ですか？", "カナリア"),
            ("検収とは", "検収"),
            ("検収とは何ですか", "検収"),
            ("SLAの意味は？", "SLA"),
            ("「検収」ってどういう意味ですか？", "検収"),
            ("NRRを教えてください", "NRR"),
        ] {
            assert_eq!(parse(question), explain(term), "{question}");
        }
    }

    #[test]
    fn explain_without_a_term_says_what_is_missing() {
        assert_eq!(parse("explain"), Command::Incomplete(Verb::Explain));
        assert_eq!(parse("用語 「」"), Command::Incomplete(Verb::Explain));
    }

    #[test]
    fn search_takes_words_and_says_when_there_are_none() {
        assert_eq!(parse("search customer leaves"), Command::Search("customer leaves".to_owned()));
        assert_eq!(parse("検索 解約"), Command::Search("解約".to_owned()));
        assert_eq!(parse("find"), Command::Incomplete(Verb::Search));
    }

    #[test]
    fn define_may_come_with_or_without_a_term() {
        assert_eq!(parse("define"), Command::Define(String::new()));
        assert_eq!(parse("define canary release"), Command::Define("canary release".to_owned()));
        assert_eq!(parse("定義 「検収」"), Command::Define("検収".to_owned()));
    }

    #[test]
    fn ask_may_come_with_or_without_a_text() {
        assert_eq!(parse("ask"), Command::Ask(String::new()));
        assert_eq!(parse("ask can we ship on Friday?"), Command::Ask("can we ship on Friday?".to_owned()));
        assert_eq!(parse("相談 金曜に出せますか"), Command::Ask("金曜に出せますか".to_owned()));
    }

    #[test]
    fn requests_are_mine_unless_said_otherwise() {
        assert_eq!(parse("requests"), Command::Requests(Listing::Mine));
        assert_eq!(parse("requests open"), Command::Requests(Listing::Open));
        assert_eq!(parse("requests R-12"), Command::Requests(Listing::One(RequestId(12))));
        assert_eq!(parse("requests 12"), Command::Requests(Listing::One(RequestId(12))));
        assert_eq!(parse("一覧 未完了"), Command::Requests(Listing::Open));
        assert_eq!(parse("requests waiting"), Command::Requests(Listing::Waiting));
        assert_eq!(parse("一覧 確認待ち"), Command::Requests(Listing::Waiting));
        let search = |words: &str| Command::Requests(Listing::Search(words.to_owned()));
        assert_eq!(parse("requests search the launch"), search("the launch"));
        assert_eq!(parse("一覧 検索 「公開日」"), search("公開日"));
        assert!(matches!(parse("requests search"), Command::Unknown(_, Some(Verb::Requests))));
        assert!(matches!(parse("requests soon"), Command::Unknown(_, Some(Verb::Requests))));
    }

    #[test]
    fn an_answer_for_everybody_is_asked_for_in_words() {
        assert_eq!(for_all("explain canary release for all"), Some("explain canary release"));
        assert_eq!(for_all("Explain NRR for everyone "), Some("Explain NRR"));
        assert_eq!(for_all("用語 検収 全員に"), Some("用語 検収"));
        assert_eq!(for_all("explain free for all"), Some("explain free"));
        assert_eq!(for_all("explain canary release"), None);
    }

    #[test]
    fn a_role_is_said_in_the_words_people_have_for_it() {
        for (text, wish) in [
            ("i-am", Wish::Tell),
            ("I-am Sales", Wish::Be(Role::Sales)),
            ("i-am an engineer", Wish::Be(Role::Engineering)),
            ("役割 営業", Wish::Be(Role::Sales)),
            ("私は エンジニアです。", Wish::Be(Role::Engineering)),
            ("立場 その他", Wish::Be(Role::Other)),
            ("i-am reset", Wish::AsInSlack),
        ] {
            assert_eq!(parse(text), Command::IAm(wish), "{text}");
        }
        assert!(matches!(parse("i-am the walrus"), Command::Unknown(_, Some(Verb::IAm))));
    }

    #[test]
    fn quiet_is_about_a_word_a_channel_or_everything() {
        let about = |word: &str| Quiet::About(word.to_owned());
        for (text, quiet) in [
            ("quiet", Quiet::Tell),
            ("quiet here", Quiet::Here),
            ("静かに ここ", Quiet::Here),
            ("mute everywhere", Quiet::Everywhere),
            ("静かに どこでも", Quiet::Everywhere),
            ("quiet off", Quiet::Off),
            ("静かに 解除", Quiet::Off),
            ("quiet \"error budget\"", about("error budget")),
            ("静かに 「検収」", about("検収")),
        ] {
            assert_eq!(parse(text), Command::Quiet(quiet), "{text}");
        }
    }

    #[test]
    fn a_slip_of_the_finger_finds_the_nearest_command() {
        assert_eq!(parse("explian SLA"), Command::Unknown("explian SLA".to_owned(), Some(Verb::Explain)));
        assert_eq!(parse("requets"), Command::Unknown("requets".to_owned(), Some(Verb::Requests)));
        assert_eq!(parse("lunch today"), Command::Unknown("lunch today".to_owned(), None));
    }

    #[test]
    fn no_name_belongs_to_two_commands() {
        let mut seen = std::collections::HashMap::new();
        for verb in Verb::ALL {
            for name in Language::ALL.into_iter().flat_map(|language| verb.names(language)) {
                assert_eq!(seen.insert(name, verb), None, "{name}");
                assert_eq!(Verb::named(name), Some(verb));
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in "\\PC{0,80}") {
            parse(&text);
        }
    }
}
