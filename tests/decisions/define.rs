//! Writing into the glossary: the form and what it says while it is filled in, proposals and what the stewards make of
//! them, and the question whether an entry is still right.

use liaison::curation::kept::Asked;
use liaison::curation::{Kept, Proposal};
use liaison::glossary::concept::Role;
use liaison::ids::{ChannelId, ConceptId, ProposalId, UserId};
use liaison::liaison::decision::{Action, Change, Decision, Purpose};
use liaison::liaison::event::{Called, Event, Filling, OpenView, Outcome, ResponseUrl, Submitted, TriggerId};
use liaison::liaison::forms::Faults;
use liaison::liaison::records::{Candidate, ChannelSettings, Key, Record, TimerKind};
use liaison::requests::request::Place;
use liaison::text::Language;
use liaison::time::Span;
use liaison::wording::message::{Entry, Modal, Part, Row};
use liaison::wording::press::{Defining, ModalPurpose, Press};

use crate::world::{NOW, World, buttons, filled, message, pressed, told};

const MTBF: [(&str, &str); 6] = [
    ("terms-en", "MTBF\nmean time between failures"),
    ("terms-ja", "平均故障間隔"),
    ("field", "engineering"),
    ("definition-en", "How long it runs between two failures, on average."),
    ("definition-ja", "故障から次の故障までの平均時間。"),
    ("plain-en", "The higher, the rarer the customer is interrupted."),
];

fn calls(world: &mut World, user: &str, channel: &str, text: &str) -> Decision {
    world.happens(Event::Called(Called {
        channel: channel.into(),
        user: user.into(),
        text: text.to_owned(),
        response: Some(ResponseUrl("https://hooks.slack.com/commands/1".to_owned())),
        trigger: Some(TriggerId("1.2.3".to_owned())),
    }))
}

fn clicks(world: &mut World, user: &str, channel: &str, press: Press) -> Decision {
    let mut click = pressed(user, press);
    click.place = Some(Place { channel: channel.into(), ts: "9.9".into() });
    (click.ephemeral, click.trigger) = (false, Some(TriggerId("1.2.3".to_owned())));
    world.happens(Event::Pressed(click))
}

/// The form that was opened or changed.
fn modal(decision: &Decision) -> &Modal {
    let mut modals = decision.effects.iter().filter_map(|effect| match &effect.action {
        Action::OpenModal { modal, .. } | Action::UpdateModal { modal, .. } => Some(modal),
        _ => None,
    });
    modals.next_back().unwrap_or_else(|| panic!("no form: {}", told(decision)))
}

fn purpose(decision: &Decision) -> Defining {
    match &modal(decision).purpose {
        ModalPurpose::Define(purpose) => purpose.clone(),
        other => panic!("{other:?}"),
    }
}

/// What stands in a field at first.
fn initial(decision: &Decision, field: &str) -> Option<String> {
    let inputs = modal(decision).rows.iter().filter_map(|row| match row {
        Row::Input(input) => Some(input),
        Row::Shown(_) => None,
    });
    match &inputs.into_iter().find(|input| input.id == field).expect("the field").entry {
        Entry::Text { initial, .. } => initial.clone(),
        Entry::One { chosen, .. } => chosen.clone(),
        Entry::Any { .. } => panic!("no such field here"),
    }
}

/// What is said between the fields.
fn notes(decision: &Decision) -> String {
    let shown = modal(decision).rows.iter().filter_map(|row| match row {
        Row::Shown(Part::Context(text) | Part::Section(text)) => Some(text.as_str()),
        _ => None,
    });
    shown.collect::<Vec<_>>().join("\n")
}

fn form(user: &str, purpose: Defining, values: &[(&str, &str)]) -> Submitted {
    Submitted { user: user.into(), purpose: ModalPurpose::Define(purpose), values: filled(values) }
}

fn blank(language: Language) -> Defining {
    Defining { concept: None, seen: 0, proposal: None, language, said: 0 }
}

/// Sends a form in, after making sure that there is nothing wrong with it.
fn sends(world: &mut World, user: &str, purpose: Defining, values: &[(&str, &str)]) -> Decision {
    assert_eq!(world.faults(form(user, purpose.clone(), values)), Faults::new());
    world.happens(Event::Submitted(form(user, purpose, values)))
}

/// A world in which Emma proposed a term, and the stewards see it.
fn with_proposal() -> World {
    let mut world = World::new();
    let sent = sends(&mut world, "UEMMA", blank(Language::English), &MTBF);
    world.settles(&sent, "CTRIAGE", "5.5");
    world
}

fn proposal(world: &World, id: u64) -> Proposal {
    match world.records.get(&Key::Proposal(ProposalId(id)).path()) {
        Some(Record::Proposal(proposal)) => (**proposal).clone(),
        other => panic!("no proposal {id}: {other:?}"),
    }
}

fn entry(world: &World, id: &str) -> Kept {
    match world.records.get(&Key::Concept(id.into()).path()) {
        Some(Record::Concept(kept)) => (**kept).clone(),
        other => panic!("no entry {id}: {other:?}"),
    }
}

fn said_to(decision: &Decision, user: &str) -> String {
    let direct = decision.effects.iter().filter_map(|effect| match &effect.action {
        Action::PostDirect { user: to, message } if to.as_str() == user => Some(message.fallback.as_str()),
        _ => None,
    });
    direct.collect::<Vec<_>>().join("\n")
}

fn answered(decision: &Decision) -> &str {
    let mut answers = decision.effects.iter().filter_map(|effect| match &effect.action {
        Action::Respond { message, .. } => Some(message.fallback.as_str()),
        _ => None,
    });
    answers.next_back().unwrap_or_else(|| panic!("no answer: {}", told(decision)))
}

#[test]
fn define_opens_an_empty_form_for_a_new_word_and_a_filled_one_for_a_known_word() {
    let mut world = World::new();
    let new = calls(&mut world, "UEMMA", "CSHARED", "define MTBF");
    assert_eq!(modal(&new).title, "Define a term");
    assert_eq!((initial(&new, "terms-en").as_deref(), initial(&new, "terms-ja")), (Some("MTBF"), None));
    assert_eq!(initial(&new, "visibility").as_deref(), Some("internal"));
    assert_eq!(new.effects[0].not_after, Some(NOW.plus(Span::seconds(3))), "a trigger lives three seconds");
    let japanese = calls(&mut world, "USATO", "CSHARED", "定義 平均故障間隔");
    assert_eq!(modal(&japanese).title, "用語の登録");
    assert_eq!(initial(&japanese, "terms-ja").as_deref(), Some("平均故障間隔"));
    let known = calls(&mut world, "UEMMA", "CSHARED", "define canary releases");
    assert_eq!(modal(&known).title, "Improve an entry");
    assert_eq!(initial(&known, "terms-en").as_deref(), Some("canary release\ncanary"));
    assert_eq!(initial(&known, "field").as_deref(), Some("engineering"));
    assert!(initial(&known, "plain-ja").unwrap().contains("不具合があっても"));
    assert_eq!(purpose(&known).concept, Some("canary-release".into()));
}

#[test]
fn a_proposal_taken_before_its_card_is_known_has_its_card_brought_up_to_date() {
    let mut world = World::new();
    let sent = sends(&mut world, "UEMMA", blank(Language::English), &MTBF);
    world.presses("UMORI", Press::Approve(ProposalId(1)));
    let caught_up = told(&world.settles(&sent, "CTRIAGE", "5.5"));
    assert!(caught_up.contains("update CTRIAGE 5.5") && !caught_up.contains("delete"), "{caught_up}");
}

#[test]
fn a_proposal_goes_to_the_stewards_and_its_proposer_hears_of_it() {
    let mut world = World::new();
    insta::assert_snapshot!(told(&sends(&mut world, "UEMMA", blank(Language::English), &MTBF)));
    assert_eq!(proposal(&world, 1).by, "UEMMA".into());
    let explained = told(&world.says("UDAVID", "CSHARED", "1.1", "The MTBF is fine."));
    assert!(!explained.contains("post in CSHARED"), "nobody has taken it yet: {explained}");
}

#[test]
fn an_approved_word_is_explained_from_the_next_message_on() {
    let mut world = with_proposal();
    insta::assert_snapshot!(told(&clicks(&mut world, "UMORI", "CTRIAGE", Press::Approve(ProposalId(1)))));
    let explained = told(&world.says("UDAVID", "CSHARED", "1.1", "The MTBF is fine."));
    assert!(explained.contains("The higher, the rarer"), "{explained}");
    let japanese = told(&world.says("UDAVID", "CSHARED", "2.2", "平均故障間隔は良好です。"));
    assert!(japanese.contains("react :book:"), "the same entry in the other language: {japanese}");
    let kept = entry(&world, "mtbf");
    let version = kept.latest().unwrap();
    assert_eq!((version.by.as_str(), version.taken_by.as_str(), version.at), ("UEMMA", "UMORI", NOW));
    assert_eq!(version.proposal, Some(ProposalId(1)));
}

#[test]
fn a_stewards_own_entry_is_taken_at_once() {
    let mut world = World::new();
    let sent = sends(&mut world, "ULEE", blank(Language::English), &MTBF);
    assert!(said_to(&sent, "ULEE").contains("is in the glossary and used from now on"), "{}", told(&sent));
    assert_eq!(entry(&world, "mtbf").number(), 1);
    assert!(!world.records.contains_key(&Key::Proposal(ProposalId(1)).path()));
}

#[test]
fn every_version_of_an_entry_is_kept_with_who_and_when() {
    let mut world = with_proposal();
    clicks(&mut world, "UMORI", "CTRIAGE", Press::Approve(ProposalId(1)));
    world.now = NOW.plus(Span::days(2));
    let opened = clicks(&mut world, "ULEE", "CSHARED", Press::Improve("mtbf".into()));
    let mut values = MTBF;
    values[3].1 = "The average time between two failures.";
    sends(&mut world, "ULEE", purpose(&opened), &values);
    let kept = entry(&world, "mtbf");
    let told: Vec<(&str, &str, &str)> = kept
        .versions
        .iter()
        .map(|one| (one.by.as_str(), one.taken_by.as_str(), one.concept.definition.en.as_deref().unwrap()))
        .collect();
    let first = "How long it runs between two failures, on average.";
    assert_eq!(told, [("UEMMA", "UMORI", first), ("ULEE", "ULEE", "The average time between two failures.")]);
    assert_eq!(kept.versions[1].at, NOW.plus(Span::days(2)));
}

#[test]
fn an_entry_of_the_files_is_replaced_by_what_people_make_of_it() {
    let mut world = World::new();
    let opened = calls(&mut world, "UEMMA", "CSHARED", "define canary release");
    let values = [
        ("terms-en", "canary release"),
        ("terms-ja", "カナリアリリース"),
        ("field", "engineering"),
        ("definition-en", "Shipping to few users first."),
        ("definition-ja", "一部の利用者に先に出すこと。"),
        ("plain-en", "Few customers see it first."),
        ("visibility", "public"),
    ];
    let sent = sends(&mut world, "UEMMA", purpose(&opened), &values);
    insta::assert_snapshot!(told(&sent));
    world.settles(&sent, "CTRIAGE", "5.5");
    clicks(&mut world, "UMORI", "CTRIAGE", Press::Approve(ProposalId(1)));
    let explained = told(&world.says("UDAVID", "CSHARED", "1.1", "We do a canary release."));
    assert!(explained.contains("Few customers see it first."), "{explained}");
    // What the form does not show is still there.
    assert_eq!(entry(&world, "canary-release").concept().unwrap().owner.as_deref(), Some("@sre"));
    // The term that was taken out is gone, and with it the example that needed it.
    assert!(!told(&world.says("UDAVID", "CENG", "2.2", "The canary is fine.")).contains("canary-release"));
}

#[test]
fn a_steward_may_take_a_proposal_with_changes() {
    let mut world = with_proposal();
    let opened = clicks(&mut world, "ULEE", "CTRIAGE", Press::EditProposal(ProposalId(1)));
    assert_eq!(modal(&opened).title, "Edit a proposal");
    assert_eq!(initial(&opened, "definition-ja").as_deref(), Some("故障から次の故障までの平均時間。"));
    let mut values = MTBF;
    values[3].1 = "The average time between two failures.";
    let sent = sends(&mut world, "ULEE", purpose(&opened), &values);
    assert!(said_to(&sent, "UEMMA").contains("with some changes by <@ULEE>"), "{}", told(&sent));
    assert!(told(&sent).contains("update CTRIAGE 5.5"), "{}", told(&sent));
    let version = entry(&world, "mtbf").latest().unwrap().clone();
    assert_eq!((version.by.as_str(), version.taken_by.as_str()), ("UEMMA", "ULEE"));
}

#[test]
fn a_proposal_is_declined_with_a_reason_that_its_proposer_reads() {
    let mut world = with_proposal();
    let opened = clicks(&mut world, "UMORI", "CTRIAGE", Press::Decline(ProposalId(1)));
    assert_eq!(modal(&opened).title, "提案の見送り");
    let decline = |reason: &str| Submitted {
        user: "UMORI".into(),
        purpose: ModalPurpose::Decline(ProposalId(1)),
        values: filled(&[("reason", reason)]),
    };
    assert_eq!(world.faults(decline("  "))["reason"], "ひとことで結構ですので、ご記入ください。");
    let sent = world.happens(Event::Submitted(decline("We say <!channel> availability.")));
    let said = said_to(&sent, "UEMMA");
    assert!(said.contains("was not taken") && said.contains("availability") && !said.contains("<!"), "{said}");
    assert!(!world.records.contains_key(&Key::Concept("mtbf".into()).path()));
}

#[test]
fn only_stewards_settle_a_proposal_and_nobody_settles_it_twice() {
    let mut world = with_proposal();
    for press in [Press::Approve(ProposalId(1)), Press::EditProposal(ProposalId(1)), Press::Decline(ProposalId(1))] {
        for user in ["UEMMA", "UDAVID"] {
            let refused = clicks(&mut world, user, "CTRIAGE", press.clone());
            assert!(answered(&refused).contains("for the stewards"), "{}", told(&refused));
            assert_eq!(refused.changes, []);
        }
        let outside = clicks(&mut world, "UOUT", "CTRIAGE", press);
        assert!(answered(&outside).contains("members of the organisation"), "{}", told(&outside));
    }
    let smuggled = form("UDAVID", Defining { proposal: Some(ProposalId(1)), ..blank(Language::English) }, &MTBF);
    let refused = world.happens(Event::Submitted(smuggled));
    assert!(said_to(&refused, "UDAVID").contains("for the stewards") && refused.changes.is_empty());
    clicks(&mut world, "UMORI", "CTRIAGE", Press::Approve(ProposalId(1)));
    let late = clicks(&mut world, "ULEE", "CTRIAGE", Press::Approve(ProposalId(1)));
    assert!(answered(&late).contains("is in the glossary already; <@UMORI> took it"), "{}", told(&late));
    let late = Submitted {
        user: "ULEE".into(),
        purpose: ModalPurpose::Decline(ProposalId(1)),
        values: filled(&[("reason", "no")]),
    };
    let late = world.happens(Event::Submitted(late));
    assert!(said_to(&late, "ULEE").contains("already") && late.changes.is_empty(), "{}", told(&late));
    let gone = clicks(&mut world, "ULEE", "CTRIAGE", Press::Approve(ProposalId(7)));
    assert!(answered(&gone).contains("can't find P-7"), "{}", told(&gone));
}

#[test]
fn a_proposal_over_an_entry_that_has_changed_since_is_not_taken_blindly() {
    let mut world = with_proposal();
    clicks(&mut world, "UMORI", "CTRIAGE", Press::Approve(ProposalId(1)));
    let opened = clicks(&mut world, "UDAVID", "CSHARED", Press::Improve("mtbf".into()));
    let mut davids = MTBF;
    davids[3].1 = "As David says.";
    sends(&mut world, "UDAVID", purpose(&opened), &davids);
    let opened = clicks(&mut world, "ULEE", "CSHARED", Press::Improve("mtbf".into()));
    let mut lees = MTBF;
    lees[3].1 = "As Lee says.";
    sends(&mut world, "ULEE", purpose(&opened), &lees);
    let refused = clicks(&mut world, "ULEE", "CTRIAGE", Press::Approve(ProposalId(2)));
    assert!(answered(&refused).contains("has changed since P-2"), "{}", told(&refused));
    assert_eq!(refused.changes, []);
    let edited = clicks(&mut world, "ULEE", "CTRIAGE", Press::EditProposal(ProposalId(2)));
    assert!(notes(&edited).contains("It says now: As Lee says."), "{}", notes(&edited));
    assert_eq!(initial(&edited, "definition-en").as_deref(), Some("As David says."));
    sends(&mut world, "ULEE", purpose(&edited), &davids);
    assert_eq!(entry(&world, "mtbf").number(), 3);
}

#[test]
fn a_form_over_an_entry_that_has_changed_since_it_was_opened_is_given_back() {
    let mut world = with_proposal();
    clicks(&mut world, "UMORI", "CTRIAGE", Press::Approve(ProposalId(1)));
    let opened = clicks(&mut world, "UMORI", "CSHARED", Press::Improve("mtbf".into()));
    let mut values = MTBF;
    values[3].1 = "One.";
    sends(&mut world, "UMORI", purpose(&opened), &values);
    values[3].1 = "Two.";
    let faults = world.faults(form("UMORI", purpose(&opened), &values));
    assert!(faults["terms-en"].contains("一度閉じて開き直して"), "{faults:?}");
    // Where it was taken in all the same, its sender hears that it was not used.
    let late = world.happens(Event::Submitted(form("UMORI", purpose(&opened), &values)));
    assert!(said_to(&late, "UMORI").contains("お受けできませんでした") && late.changes.is_empty(), "{}", told(&late));
}

#[test]
fn what_is_wrong_with_a_form_is_said_beside_its_fields_in_the_language_of_the_form() {
    let world = World::new();
    let faults = |language, values: &[(&str, &str)]| world.faults(form("UEMMA", blank(language), values));
    let nothing = faults(Language::English, &[("field", "sales")]);
    assert_eq!(nothing["terms-en"], "Please write the word itself, in either language.");
    let broad = [("terms-en", "deal"), ("definition-en", "A sale."), ("field", "sales")];
    assert!(faults(Language::English, &broad)["terms-en"].contains("“deal” is a word of everyday talk"));
    let undefined = [("terms-ja", "検収"), ("field", "contracts")];
    let said = faults(Language::Japanese, &undefined);
    assert_eq!(said["definition-ja"], "用語と同じ言語で、説明をご記入ください。");
    assert_eq!(said["field"], "どの分野の言葉か、お選びください。");
}

fn fills(world: &mut World, purpose: Defining, values: &[(&str, &str)]) -> Decision {
    world.happens(Event::Filling(Filling {
        user: "UEMMA".into(),
        view: OpenView { id: "V1".to_owned(), hash: "1.a".to_owned() },
        purpose: ModalPurpose::Define(purpose),
        values: filled(values),
    }))
}

#[test]
fn a_word_another_entry_has_is_told_while_the_form_is_filled_in_and_only_when_it_is_news() {
    let mut world = World::new();
    let opened = purpose(&calls(&mut world, "UEMMA", "CSHARED", "define"));
    let values = [("terms-en", "canary release"), ("definition-en", "My own words."), ("field", "sales")];
    let told_of = fills(&mut world, opened.clone(), &values);
    assert!(notes(&told_of).contains("is also a word of engineering"), "{}", notes(&told_of));
    assert_eq!(initial(&told_of, "definition-en").as_deref(), Some("My own words."), "nothing is lost");
    assert_eq!(fills(&mut world, purpose(&told_of), &values).effects, [], "it was said already");
    let mine = [("terms-en", "canary release"), ("field", "engineering")];
    let same = fills(&mut world, purpose(&told_of), &mine);
    assert!(notes(&same).contains("please improve that one instead"), "{}", notes(&same));
    assert_eq!(fills(&mut world, opened, &[("terms-en", "MTB")]).effects, [], "there is nothing to say");
    // It is no reason to refuse: two entries may share a word.
    assert_eq!(world.faults(form("UEMMA", blank(Language::English), &values)), Faults::new());
}

#[test]
fn what_waits_and_what_people_asked_for_last_week_is_told_too() {
    let mut world = with_proposal();
    for (word, days) in [("release train", 1), ("dark release", 2), ("release notes", 3), ("soft release", 9)] {
        let last = NOW.plus(Span::days(-days));
        let candidate =
            Candidate { word: word.to_owned(), marks: Vec::new(), ripe: true, messages: 4, first: last, last };
        world.records.insert(Key::Missed(word.to_owned()).path(), Record::Candidate(candidate));
    }
    let values = [("terms-en", "MTBF, release, dark release"), ("field", "engineering")];
    let said = notes(&fills(&mut world, blank(Language::English), &values));
    assert!(said.contains("“MTBF” was proposed already (P-1)"), "{said}");
    assert!(said.contains("last week: dark release, release notes, release train"), "{said}");
    assert!(said.contains("“dark release” was asked for 4 times"), "{said}");
    world.records.remove(&Key::Missed("release notes".to_owned()).path());
    let said = notes(&fills(&mut world, blank(Language::English), &values));
    assert!(!said.contains("last week"), "two words are not many, and one of nine days ago counts no more: {said}");
}

#[test]
fn where_outsiders_may_read_along_nothing_of_it_is_shown() {
    let mut world = with_proposal();
    world.channels.get_mut(&ChannelId::from("CSHARED")).unwrap().external = true;
    for (user, channel) in [("UEMMA", "CSHARED"), ("UEMMA", "CUNKNOWN")] {
        let refused = calls(&mut world, user, channel, "define MTBF");
        assert!(answered(&refused).contains("no outsiders read along"), "{}", told(&refused));
    }
    let outsider = calls(&mut world, "UOUT", "CENG", "define MTBF");
    assert!(answered(&outsider).contains("members of the organisation"), "{}", told(&outsider));
    let sent = world.happens(Event::Submitted(form("UOUT", blank(Language::English), &MTBF)));
    assert_eq!(sent, Decision::default());
    let improved = clicks(&mut world, "UEMMA", "CSHARED", Press::Improve("canary-release".into()));
    assert!(answered(&improved).contains("no outsiders read along"), "{}", told(&improved));
    let explained = world.says("UDAVID", "CSHARED", "1.1", "A canary release.");
    assert!(!buttons(&explained).iter().any(|press| matches!(press, Press::Improve(_))), "{}", told(&explained));
    // The triage channel is shared by now: its cards are taken away, and new ones go to each steward.
    world.channels.get_mut(&ChannelId::from("CTRIAGE")).unwrap().external = true;
    let pressed = clicks(&mut world, "UMORI", "CTRIAGE", Press::Approve(ProposalId(1)));
    assert!(answered(&pressed).contains("社外の方の目に触れない場所"), "{}", told(&pressed));
    let approved = clicks(&mut world, "UMORI", "CENG", Press::Approve(ProposalId(1)));
    assert!(told(&approved).contains("delete CTRIAGE 5.5") && !told(&approved).contains("update CTRIAGE"));
}

#[test]
fn without_a_channel_each_steward_is_written_to_and_without_stewards_the_proposer_hears() {
    let mut world = World::new();
    world.channels.get_mut(&ChannelId::from("CTRIAGE")).unwrap().external = true;
    world.people.get_mut(&UserId::from("ULEE")).unwrap().external = true;
    let sent = sends(&mut world, "UEMMA", blank(Language::English), &MTBF);
    let cards: Vec<&Action> = sent
        .effects
        .iter()
        .filter(|effect| effect.purpose == Purpose::Proposal(ProposalId(1)))
        .map(|effect| &effect.action)
        .collect();
    let [Action::PostDirect { user, .. }] = cards[..] else { panic!("{}", told(&sent)) };
    assert_eq!(user.as_str(), "UMORI", "and not the one who is from elsewhere");
    world.settles(&sent, "DMORI", "3.3");
    let approved = clicks(&mut world, "UMORI", "CENG", Press::Approve(ProposalId(1)));
    assert!(told(&approved).contains("update DMORI 3.3"), "{}", told(&approved));
    world.teams.clear();
    let sent = sends(
        &mut world,
        "UDAVID",
        blank(Language::English),
        &[("terms-en", "SLI"), ("definition-en", "What is measured."), ("field", "engineering")],
    );
    assert!(said_to(&sent, "UDAVID").contains("can't reach a steward"), "{}", told(&sent));
    assert_eq!(proposal(&world, 2).by, "UDAVID".into());
}

#[test]
fn a_card_that_slack_refuses_goes_to_each_steward_and_one_that_comes_late_catches_up() {
    let mut world = World::new();
    let sent = sends(&mut world, "UEMMA", blank(Language::English), &MTBF);
    let card = sent.effects.iter().find(|effect| effect.purpose != Purpose::None).unwrap();
    let refused = |outcome| Event::Settled { effect: card.id.clone(), purpose: card.purpose.clone(), outcome };
    let direct = world.happens(refused(Outcome::Refused("is_archived".to_owned())));
    assert!(!said_to(&direct, "UMORI").is_empty() && !said_to(&direct, "ULEE").is_empty(), "{}", told(&direct));
    assert_eq!(world.happens(refused(Outcome::Refused("is_archived".to_owned()))), Decision::default(), "only once");
    clicks(&mut world, "UMORI", "CENG", Press::Approve(ProposalId(1)));
    let late = world.settles(&direct, "DLEE", "4.4");
    assert!(told(&late).contains("update DLEE 4.4") && buttons(&late).is_empty(), "{}", told(&late));
}

#[test]
fn a_mention_is_answered_with_a_button_that_opens_the_form() {
    let mut world = World::new();
    let asked = world.says("UEMMA", "CSHARED", "1.1", "<@UBOT> define MTBF");
    assert_eq!(buttons(&asked), [Press::Define("MTBF".to_owned())]);
    assert!(told(&asked).contains("show UEMMA alone"), "{}", told(&asked));
    let opened = clicks(&mut world, "UEMMA", "CSHARED", Press::Define("MTBF".to_owned()));
    assert_eq!(initial(&opened, "terms-en").as_deref(), Some("MTBF"));
    let known = world.says("UEMMA", "CSHARED", "2.2", "<@UBOT> define canary release");
    assert_eq!(buttons(&known), [Press::Improve("canary-release".into())]);
}

#[test]
fn where_a_word_has_several_entries_it_is_asked_which_one_is_meant() {
    let mut world = with_proposal();
    clicks(&mut world, "UMORI", "CTRIAGE", Press::Approve(ProposalId(1)));
    let second = [("terms-en", "MTBF"), ("definition-en", "Something of sales."), ("field", "sales")];
    sends(&mut world, "ULEE", blank(Language::English), &second);
    let asked = calls(&mut world, "UEMMA", "CSHARED", "define MTBF");
    let expected = [Press::Improve("mtbf".into()), Press::Improve("mtbf-2".into()), Press::Define("MTBF".to_owned())];
    assert_eq!(buttons(&asked), expected);
}

fn due(world: &mut World, days: i64) -> Decision {
    world.now = NOW.plus(Span::days(days));
    world.happens(Event::Due(TimerKind::StillRight("mtbf".into())))
}

fn timer(decision: &Decision) -> Option<i64> {
    decision.changes.iter().find_map(|change| match change {
        Change::SetTimer(TimerKind::StillRight(_), at) => Some(at.since(NOW).0 / Span::days(1).0),
        _ => None,
    })
}

#[test]
fn after_half_a_year_the_owner_is_asked_twice_then_the_stewards_then_nobody() {
    let mut world = with_proposal();
    assert_eq!(timer(&clicks(&mut world, "UMORI", "CTRIAGE", Press::Approve(ProposalId(1)))), Some(180));
    let first = due(&mut world, 180);
    insta::assert_snapshot!(told(&first));
    assert_eq!(timer(&first), Some(210));
    let second = due(&mut world, 210);
    assert!(told(&second).contains("tell UEMMA directly"), "{}", told(&second));
    let third = due(&mut world, 240);
    assert!(told(&third).contains("post in CTRIAGE") && timer(&third).is_none(), "{}", told(&third));
    assert_eq!(entry(&world, "mtbf").asked, Asked::Stewards);
    assert_eq!(due(&mut world, 270), Decision::default());
}

#[test]
fn still_right_sets_the_clock_anew_for_the_owner_and_the_stewards_only() {
    let mut world = with_proposal();
    clicks(&mut world, "UMORI", "CTRIAGE", Press::Approve(ProposalId(1)));
    due(&mut world, 180);
    let stranger = clicks(&mut world, "UDAVID", "CSHARED", Press::StillRight("mtbf".into()));
    assert!(answered(&stranger).contains("for the owner") && stranger.changes.is_empty(), "{}", told(&stranger));
    for user in ["UEMMA", "ULEE"] {
        let confirmed = clicks(&mut world, user, "DEMMA", Press::StillRight("mtbf".into()));
        assert_eq!(timer(&confirmed), Some(360), "{user}");
        let [effect] = &confirmed.effects[..] else { panic!("{}", told(&confirmed)) };
        assert!(matches!(effect.action, Action::Update { .. }) && buttons(&confirmed).is_empty());
    }
    assert_eq!(entry(&world, "mtbf").confirmed, world.now);
    let gone = clicks(&mut world, "UEMMA", "DEMMA", Press::StillRight("nowhere".into()));
    assert!(answered(&gone).contains("I don't have"), "{}", told(&gone));
}

#[test]
fn an_owner_who_is_gone_is_stood_in_for_by_the_steward_then_by_all_of_them() {
    let mut world = with_proposal();
    clicks(&mut world, "UMORI", "CTRIAGE", Press::Approve(ProposalId(1)));
    world.people.get_mut(&UserId::from("UEMMA")).unwrap().deactivated = true;
    assert!(!said_to(&due(&mut world, 180), "UMORI").is_empty());
    world.people.get_mut(&UserId::from("UMORI")).unwrap().deactivated = true;
    let asked = due(&mut world, 210);
    assert!(told(&asked).contains("post in CTRIAGE"), "{}", told(&asked));
}

#[test]
fn a_person_who_is_forgotten_is_named_in_no_proposal_and_no_entry_and_what_they_wrote_stays() {
    let mut world = with_proposal();
    clicks(&mut world, "UMORI", "CTRIAGE", Press::Approve(ProposalId(1)));
    sends(
        &mut world,
        "UEMMA",
        blank(Language::English),
        &[("terms-en", "SLI"), ("definition-en", "What is measured."), ("field", "engineering")],
    );
    for user in ["UEMMA", "UMORI"] {
        let forgets = Submitted { user: user.into(), purpose: ModalPurpose::ForgetMe, values: filled(&[]) };
        world.happens(Event::Submitted(forgets));
        let kept = format!("{:?}", world.records);
        assert!(!kept.contains(user), "{kept}");
    }
    assert!(told(&world.says("UDAVID", "CSHARED", "1.1", "The MTBF is fine.")).contains("The higher, the rarer"));
    // The proposal of somebody who is forgotten can still be taken; nobody is written to.
    let approved = clicks(&mut world, "ULEE", "CTRIAGE", Press::Approve(ProposalId(2)));
    assert_eq!(entry(&world, "sli").number(), 1);
    assert!(!approved.effects.iter().any(|effect| matches!(effect.action, Action::PostDirect { .. })));
}

#[test]
fn a_decided_proposal_is_forgotten_after_a_while_and_its_entry_is_not() {
    let mut world = with_proposal();
    let approved = clicks(&mut world, "UMORI", "CTRIAGE", Press::Approve(ProposalId(1)));
    let forget = TimerKind::ForgetProposal(ProposalId(1));
    assert!(approved.changes.contains(&Change::SetTimer(forget.clone(), NOW.plus(Span::days(90)))));
    world.happens(Event::Due(forget));
    assert!(!world.records.contains_key(&Key::Proposal(ProposalId(1)).path()));
    assert_eq!(entry(&world, "mtbf").number(), 1);
}

#[test]
fn the_card_speaks_the_channels_language_and_its_proposer_hears_in_their_own() {
    let mut world = World::new();
    world.set("CTRIAGE", ChannelSettings { language: Some(Language::Japanese), ..Default::default() });
    let sent = sends(&mut world, "UEMMA", blank(Language::English), &MTBF);
    let card = sent.effects.iter().find(|effect| effect.purpose != Purpose::None).unwrap();
    assert!(format!("{:?}", message(&card.action)).contains("承認する"));
    assert!(said_to(&sent, "UEMMA").contains("Thank you."));
}

#[test]
fn what_waits_for_the_stewards_stands_in_their_app_home_with_its_buttons() {
    let mut world = with_proposal();
    let presses = |decision: &Decision| -> Vec<Press> {
        let homes = decision.effects.iter().filter_map(|effect| match &effect.action {
            Action::PublishHome { home, .. } => Some(home),
            _ => None,
        });
        let rows = homes.flat_map(|home| &home.rows).filter_map(|row| match row {
            Row::Shown(Part::Buttons(buttons)) => Some(buttons),
            _ => None,
        });
        rows.flatten().map(|button| button.press.clone()).collect()
    };
    let approve = Press::Approve(ProposalId(1));
    assert!(presses(&world.happens(Event::HomeOpened("UMORI".into()))).contains(&approve));
    assert!(!presses(&world.happens(Event::HomeOpened("UEMMA".into()))).contains(&approve));
    let mut click = pressed("UMORI", approve.clone());
    (click.place, click.response, click.ephemeral) = (None, None, false);
    let approved = world.happens(Event::Pressed(click));
    assert_eq!(entry(&world, "mtbf").number(), 1);
    assert!(!presses(&approved).contains(&approve), "{}", told(&approved));
}

#[test]
fn an_explanation_can_be_improved_where_it_stands() {
    let mut world = World::new();
    let explained = buttons(&world.says("UDAVID", "CSHARED", "1.1", "A canary release."));
    let improve = Press::Improve(ConceptId::from("canary-release"));
    assert!(explained.contains(&improve), "{explained:?}");
    let looked_up = buttons(&calls(&mut world, "UEMMA", "CSHARED", "explain canary release"));
    assert!(looked_up.contains(&improve), "{looked_up:?}");
    let gone = clicks(&mut world, "UEMMA", "CSHARED", Press::Improve("nowhere".into()));
    assert!(answered(&gone).contains("I don't have"), "{}", told(&gone));
    // Of several, it is asked which.
    sends(&mut world, "ULEE", blank(Language::English), &MTBF);
    let both = buttons(&world.says("UDAVID", "CENG", "2.2", "MTBF"));
    assert_eq!(both, [], "engineers know both");
    world.channels.get_mut(&ChannelId::from("CENG")).unwrap().roles = [Role::Sales].into();
    let both = buttons(&world.says("UDAVID", "CENG", "3.3", "A canary release and the MTBF."));
    let one_of = both.into_iter().find(|press| matches!(press, Press::ImproveOne(_))).expect("one button for both");
    let asked = clicks(&mut world, "UEMMA", "CENG", one_of);
    assert_eq!(buttons(&asked), [improve, Press::Improve("mtbf".into())]);
}
