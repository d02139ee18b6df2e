//! Every rule of what counts as an occurrence of a term, each in sentences.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::glossary::concept::{Bilingual, Concept, ConceptTests, Term, TermStatus, Visibility};
use crate::glossary::{Glossary, LookUp};
use crate::text::{Language, Passage};

fn term(text: &str) -> Term {
    Term {
        text: text.to_owned(),
        language: if text.is_ascii() { Language::English } else { Language::Japanese },
        status: TermStatus::Admitted,
        kind: None,
        case_exact: false,
        reading: None,
        except: Vec::new(),
    }
}

fn concept(id: &str, terms: Vec<Term>) -> Concept {
    Concept {
        id: id.into(),
        subject_field: "engineering".into(),
        terms,
        definition: Bilingual::default(),
        plain: BTreeMap::new(),
        example: Bilingual::default(),
        see: Vec::new(),
        visibility: Visibility::Internal,
        owner: None,
        source: None,
        tests: ConceptTests::default(),
    }
}

/// A glossary in which each term is a concept of its own.
fn glossary(terms: &[&str]) -> Glossary {
    Glossary::build(terms.iter().map(|text| concept(text, vec![term(text)])).collect())
}

/// The surfaces found, joined by ` | `.
fn found(glossary: &Glossary, text: &str) -> String {
    let passage = Passage::read(text);
    let surfaces: Vec<&str> = glossary.find(&passage).iter().map(|one| &text[one.range.clone()]).collect();
    surfaces.join(" | ")
}

#[track_caller]
fn check(terms: &[&str], cases: &[(&str, &str)]) {
    let glossary = glossary(terms);
    for (text, expected) in cases {
        assert_eq!(found(&glossary, text), *expected, "in {text:?}");
    }
}

#[test]
fn a_latin_term_is_a_whole_word() {
    check(
        &["API", "cache", "port", "log"],
        &[
            ("the API is slow", "API"),
            ("therapist", ""),
            ("THERAPIST", ""),
            ("cached, but cachet is another word", "cached"),
            ("support, report, portal, import", ""),
            ("blog, logic, dialog, log_file", ""),
            ("an API-first design", "API"),
            ("(API), \"API\", API!", "API | API | API"),
            ("port2, v2port", ""),
        ],
    );
}

#[test]
fn a_name_with_dots_is_not_its_parts() {
    check(
        &["cache", "Node.js", "C++", "node", ".NET"],
        &[
            ("open cache.json first", ""),
            ("it says app.cache there", ""),
            ("clear the cache. Then wait", "cache"),
            ("Node.jsで書きます", "Node.js"),
            ("the node is down", "node"),
            ("C++ is fine", "C++"),
            ("we use .NET here", ".NET"),
        ],
    );
}

#[test]
fn a_katakana_term_is_a_whole_run() {
    check(
        &["リリース", "ポート", "コンペ", "バッチ", "フィー", "パッチ", "キー"],
        &[
            ("リリースは金曜です", "リリース"),
            ("プレスリリースを出します", ""),
            ("レポートとサポートとポートレート", ""),
            ("コンペティション、コンペアは別の話", ""),
            ("バッチリです", ""),
            ("フィードバック、フィールド", ""),
            ("パッチワークのかばん", ""),
            ("キーボードとキーワードとキーホルダー", ""),
        ],
    );
}

#[test]
fn a_katakana_run_may_be_terms_and_common_loan_words() {
    check(
        &["リリース", "ノート", "カナリア", "ロールバック", "バッチ処理"],
        &[
            ("リリースノートを書く", "リリース | ノート"),
            ("カナリアリリースする", "カナリア | リリース"),
            ("リリースチームとリリーススケジュール", "リリース | リリース"),
            ("リリースマネージャーミーティング", "リリース"),
            ("ロールバックリリース", "ロールバック | リリース"),
            ("リリースセール", ""),
            (&"リリース".repeat(50), ""),
            ("夜間のバッチ処理です", "バッチ処理"),
        ],
    );
}

#[test]
fn a_kanji_term_stands_on_word_boundaries() {
    check(
        &["要件", "受注", "工数", "検収", "監視", "納品", "粗利", "品質", "日程"],
        &[
            ("要件定義を始めます", "要件"),
            ("顧客要件をまとめます", "要件"),
            ("重要件名の一覧", ""),
            ("新規受注の見込み", "受注"),
            ("受注者の名前", "受注"),
            ("施工数は三件です", ""),
            ("今月の工数不足", "工数"),
            ("検収後に請求します", "検収"),
            ("監視対象を増やす", "監視"),
            ("納品書と粗利率、品質管理", "納品 | 粗利 | 品質"),
            ("収納品の目録、前日程度の遅れ", ""),
        ],
    );
}

#[test]
fn a_hiragana_term_is_not_part_of_another_word() {
    check(
        &["のれん", "すり合わせ"],
        &[
            ("のれんの償却", "のれん"),
            ("このれんしゅうは長い", ""),
            ("明日すり合わせをします", "すり合わせ"),
            ("すり合わせましょう", "すり合わせ"),
        ],
    );
}

#[test]
fn terms_stand_next_to_the_other_script_without_spaces() {
    check(
        &["API", "SaaS", "deploy", "本番"],
        &[
            ("このAPIは遅い", "API"),
            ("SaaS系の会社", "SaaS"),
            ("本番deployする", "本番 | deploy"),
            ("APIを、deployして", "API | deploy"),
        ],
    );
}

#[test]
fn english_terms_are_found_in_their_regular_forms() {
    check(
        &["deploy", "escalate", "patch", "plan", "story", "proxy", "box"],
        &[
            ("deploys, deployed, deploying", "deploys | deployed | deploying"),
            ("escalates escalated escalating", "escalates | escalated | escalating"),
            ("patches patched patching", "patches | patched | patching"),
            ("planned, planning, plans", "planned | planning | plans"),
            ("planed, planing", ""),
            ("stories and proxies in boxes", "stories | proxies | boxes"),
            ("deployment, deployer, undeploy", ""),
            ("the proxy's log", "proxy's"),
            ("each story’s end", "story’s"),
            ("the proxies' logs", "proxies'"),
            ("'the proxies' is the title", "proxies"),
        ],
    );
}

#[test]
fn the_head_of_a_longer_term_takes_the_ending() {
    check(
        &["point of contact", "fail over", "rollback", "code review", "proof of concept"],
        &[
            ("two points of contact", "points of contact"),
            ("it failed over, fails over and is failing over", "failed over | fails over | failing over"),
            ("we rolled back and keep rolling back", "rolled back | rolling back"),
            ("three code reviews", "code reviews"),
            ("proofs of concept", "proofs of concept"),
            ("the point of contacting them", ""),
        ],
    );
}

#[test]
fn japanese_suru_verbs_count_as_the_noun() {
    check(
        &["デプロイ", "検収", "コミット"],
        &[
            ("デプロイする前に", "デプロイ"),
            ("昨日デプロイしました", "デプロイ"),
            ("検収された分", "検収"),
            ("コミットできません", "コミット"),
            ("コミットメントの話", ""),
        ],
    );
}

#[test]
fn space_hyphen_and_closed_spellings_are_one() {
    check(
        &["tech debt", "roll-back", "hotfix", "permission", "login"],
        &[
            ("tech debt, tech-debt, techdebt, Tech Debts", "tech debt | tech-debt | techdebt | Tech Debts"),
            ("roll back, rollback, roll-back", "roll back | rollback | roll-back"),
            ("hot fix, hot-fix, hot-fixes", "hot fix | hot-fix | hot-fixes"),
            ("one badge per mission", ""),
            ("log in with your login", "log in | login"),
            ("tech\ndebt", ""),
        ],
    );
}

#[test]
fn letter_case_counts_only_where_the_term_says_so() {
    let mut go = term("Go");
    go.case_exact = true;
    let glossary = Glossary::build(vec![
        concept("it", vec![term("IT")]),
        concept("or", vec![term("OR")]),
        concept("go", vec![go]),
        concept("poc", vec![term("PoC")]),
        concept("sla", vec![term("SLA")]),
    ]);
    for (text, expected) in [
        ("is it IT or OR?", "IT | OR"),
        ("It was Go, let's go", "Go"),
        ("poc, POC, Poc", "poc | POC | Poc"),
        ("two SLAs, the SLA's end, an sla, SLAed", "SLAs | SLA's"),
        ("DO IT NOW OR LEAVE", ""),
        ("THE SLA IS BROKEN", "SLA"),
        ("ＩＴ部門とＯＲ", "ＩＴ | ＯＲ"),
    ] {
        assert_eq!(found(&glossary, text), expected, "in {text:?}");
    }
}

#[test]
fn a_term_in_capitals_is_found_as_written_whatever_slack_makes_of_it() {
    check(
        &["R&D", "CMS", "A", "café"],
        &[
            ("our R&amp;D, two R&amp;Ds, the R&amp;D's view, r&amp;d", "R&amp;D | R&amp;Ds | R&amp;D's"),
            ("Ｒ＆Ｄ部門", "Ｒ＆Ｄ"),
            ("R\u{200b}&amp;D with an invisible character", "R\u{200b}&amp;D"),
            ("both CMSs, the CMS's pages", "CMSs | CMS's"),
            ("As A is, so is B", "A"),
            ("two cafés", "cafés"),
        ],
    );
}

#[test]
fn width_long_vowels_and_middle_dots_do_not_matter() {
    check(
        &["API", "サーバー", "プロダクトオーナー", "メモリ", "フェイルオーバー"],
        &[
            ("ＡＰＩとａｐｉ", "ＡＰＩ"),
            ("ｻｰﾊﾞｰが重い、サーバが重い", "ｻｰﾊﾞｰ | サーバ"),
            ("プロダクト・オーナーとプロダクト オーナー", "プロダクト・オーナー | プロダクト オーナー"),
            ("ﾌﾟﾛﾀﾞｸﾄ･ｵｰﾅｰ", "ﾌﾟﾛﾀﾞｸﾄ･ｵｰﾅｰ"),
            ("メモリーを増やす", "メモリー"),
            ("フェールオーバの試験", "フェールオーバ"),
        ],
    );
}

#[test]
fn the_longest_term_wins_and_shared_terms_are_both_reported() {
    let glossary = Glossary::build(vec![
        concept("requirement", vec![term("要件"), term("requirement")]),
        concept("definition", vec![term("要件定義"), term("requirement review")]),
        concept("git", vec![term("commit")]),
        concept("forecast", vec![term("commit"), term("commits")]),
    ]);
    let ids = |text: &str| {
        let passage = Passage::read(text);
        let ids: Vec<String> = glossary.find(&passage).iter().map(|one| one.concept.id.to_string()).collect();
        ids.join(" ")
    };
    assert_eq!(ids("要件定義と要件"), "definition requirement");
    assert_eq!(ids("one requirement review, two requirements"), "definition requirement");
    assert_eq!(ids("a commit"), "git forecast");
    assert_eq!(ids("two commits"), "git forecast");
}

#[test]
fn formatted_text_and_labels_are_read() {
    check(
        &["unit price", "要件定義", "backlog"],
        &[
            (
                "*Unit price*, _unit price_, ~unit price~, *_unit price_*",
                "Unit price | unit price | unit price | unit price",
            ),
            ("*unit* price", "unit* price"),
            ("資料は<https://docs.example/backlog|要件定義 v2>です", "要件定義"),
            ("• backlog\n1. backlog\n- *backlog*", "backlog | backlog | backlog"),
            ("see <https://docs.example/a_b_c|the _backlog_ page>", "backlog"),
        ],
    );
}

#[test]
fn code_addresses_references_emoji_and_quotes_are_not_read() {
    check(
        &["patch", "vendor", "要件", "SLA"],
        &[
            ("`patch` and ```\npatch\n``` and `a` patch", "patch"),
            ("```\npatch that is never closed", ""),
            ("https://portal.example/patch?vendor=1 and <https://portal.example/patch>", ""),
            ("見て https://portal.example/要件/patch を", ""),
            ("https://portal.example/patchを見て要件を書く", "要件"),
            ("www.vendor.example/patch", ""),
            ("vendor@mail.example, <mailto:vendor@mail.example|vendor@mail.example>", ""),
            ("/opt/vendor/patch, ~/patch/vendor, ./patch, src/vendor/patch.rs", ""),
            ("C:\\vendor\\patch and \\\\server\\vendor\\patch", ""),
            ("資料は/mnt/share/patch/要件.docxに", ""),
            ("<@U1PATCH> <#C2|patch-room> <!subteam^S3|@vendor> @vendor-team #patch-room", ""),
            (":patch: :vendor:", ""),
            ("> the patch\nthe patch", "patch"),
            ("&gt; the patch\n>>> patch\npatch", ""),
            ("patch/vendor, SLA/要件", "patch | vendor | SLA | 要件"),
            ("run it with --patch or $SLA", ""),
        ],
    );
}

#[test]
fn phrases_that_mean_something_else_are_left_alone() {
    let mut branch = term("branch");
    branch.except = vec!["branch office".into(), "olive branch".into()];
    let mut connectivity = term("疎通");
    connectivity.except = vec!["意思疎通".into()];
    let glossary = Glossary::build(vec![concept("branch", vec![branch]), concept("connectivity", vec![connectivity])]);
    for (text, expected) in [
        ("the branch offices and an olive-branch", ""),
        ("the Branch Office has a branch", "branch"),
        ("意思疎通と疎通確認", "疎通"),
    ] {
        assert_eq!(found(&glossary, text), expected, "in {text:?}");
    }
}

#[test]
fn a_term_explained_in_place_is_marked_everywhere_in_the_message() {
    let glossary = Glossary::build(vec![
        concept("sla", vec![term("SLA"), term("service level agreement")]),
        concept("nrr", vec![term("NRR"), term("売上継続率")]),
    ]);
    let explained = |text: &str| {
        let passage = Passage::read(text);
        let found = glossary.find(&passage);
        assert!(!found.is_empty(), "{text}");
        found.iter().all(|one| one.explained)
    };
    assert!(explained("The SLA (service level agreement) is new. Our SLA is strict."));
    assert!(explained("The service level agreement (SLA) is new."));
    assert!(explained("NRR（売上継続率）は上がりました"));
    assert!(explained("売上継続率（NRR）は上がりました"));
    assert!(explained("NRR means what customers keep paying."));
    assert!(!explained("The SLA (see page 2) is new."));
    assert!(!explained("What does NRR mean?"));
}

#[test]
fn odd_terms_do_no_harm() {
    let long = "x".repeat(10_000);
    let terms =
        ["", " ", "-", "・", "a", "字", "ー", "\u{200b}", &long, "Server", "ｓｅｒｖｅｒ", "server", "サーバー", "ｻｰﾊﾞ"];
    let glossary = glossary(&terms);
    assert_eq!(found(&glossary, "server"), "server | server | server");
    assert_eq!(found(&glossary, "サーバ"), "サーバ | サーバ");
    assert_eq!(found(&glossary, &long), long);
    assert_eq!(found(&glossary, "a 字 ー -"), "a | 字 | ー");
    assert_eq!(found(&Glossary::build(Vec::new()), "anything 何でも サーバー"), "");
    assert_eq!(found(&Glossary::default(), "anything 何でも サーバー"), "");
}

#[test]
fn long_and_strange_messages_are_read_in_good_time() {
    let glossary = glossary(&["サーバー", "tech debt", "要件", "rollback", "IT"]);
    for piece in [
        "サーバー",
        "要件",
        "a/",
        "*a ",
        "`a` ",
        "@",
        "\u{301}",
        "\u{202e}",
        "ー",
        "roll back ",
        "IT ",
        ":a",
        "(SLA",
        "https://",
    ] {
        let message = piece.repeat(40_000 / piece.len());
        let passage = Passage::read(&message);
        glossary.find(&passage);
    }
}

#[test]
fn a_look_up_finds_a_term_however_it_is_written() {
    let mut price = term("相見積もり");
    price.reading = Some("あいみつもり".into());
    let glossary = Glossary::build(vec![
        concept("canary", vec![term("canary release"), term("カナリアリリース")]),
        concept("sla", vec![term("SLA")]),
        concept("quotes", vec![price]),
        concept("commit-1", vec![term("commit")]),
        concept("commit-2", vec![term("commit")]),
    ]);
    let names = |wanted: &str| match glossary.look_up(wanted) {
        LookUp::Found(found) => format!("found {}", found.iter().map(|c| c.id.as_str()).collect::<Vec<_>>().join(" ")),
        LookUp::Part(parts) => {
            format!("part of {}", parts.iter().map(|(c, _)| c.id.as_str()).collect::<Vec<_>>().join(" "))
        }
        LookUp::Near(near) => format!("near {}", near.iter().map(|(c, _)| c.id.as_str()).collect::<Vec<_>>().join(" ")),
        LookUp::Nothing => "nothing".to_owned(),
    };
    assert_eq!(names("Canary-Releases"), "found canary");
    assert_eq!(names("canary release?"), "found canary");
    assert_eq!(names("ｶﾅﾘｱﾘﾘｰｽ"), "found canary");
    assert_eq!(names("かなりありりーす"), "found canary");
    assert_eq!(names("sla"), "found sla");
    assert_eq!(names("アイミツモリ"), "found quotes");
    assert_eq!(names("commit"), "found commit-1 commit-2");
    assert_eq!(names("canary relaese"), "near canary");
    assert_eq!(names("カナリヤリリース"), "near canary");
    assert_eq!(names("canary"), "part of canary");
    assert_eq!(names("カナリア"), "part of canary");
    assert_eq!(names("リリース"), "part of canary");
    assert_eq!(names("can"), "nothing", "a part is whole words");
    assert_eq!(names("aimitsumori"), "found quotes");
    assert_eq!(names("Kanaria-rirīsu"), "found canary");
    assert_eq!(names("見積"), "part of quotes");
    assert_eq!(names("カナリアリリーズ"), "near canary");
    assert_eq!(names("SAL"), "near sla");
    assert_eq!(names("photosynthesis"), "nothing");
    assert_eq!(names(""), "nothing");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_range_lies_on_characters_and_reads_as_its_term(
        pieces in prop::collection::vec(prop_oneof![
            Just("サーバー".to_owned()), Just("ｻｰﾊﾞ".to_owned()), Just("tech-debt".to_owned()), Just("Tech  Debts".to_owned()),
            Just("要件".to_owned()), Just("ＡＰＩ".to_owned()), Just("*".to_owned()), Just("_".to_owned()), Just(" ".to_owned()),
            Just("`".to_owned()), Just("<https://a.example|".to_owned()), Just(">".to_owned()), Just("\n".to_owned()), Just("&amp;".to_owned()),
            Just("・".to_owned()), Just("-".to_owned()), Just("'s".to_owned()), "\\PC{0,4}", "[\u{300}-\u{310}\u{200b}-\u{202e}\u{fe0f}ﾞﾟ゙]{0,3}",
        ], 0..24),
    ) {
        let text = pieces.concat();
        let glossary = glossary(&["サーバー", "tech debt", "要件", "API", "R&D"]);
        let passage = Passage::read(&text);
        let mut last = 0;
        for one in glossary.find(&passage) {
            prop_assert!(text.is_char_boundary(one.range.start) && text.is_char_boundary(one.range.end));
            prop_assert!(one.range.start >= last && one.range.start < one.range.end);
            last = one.range.end;
            let surface = &text[one.range.clone()];
            let alone = Passage::read(surface);
            prop_assert!(
                glossary.find(&alone).iter().any(|same| same.term == one.term) || surface.contains(['*', '_', '<', '|', '`']),
                "{surface:?} in {text:?} is {:?}", one.term.text
            );
        }
    }
}
