//! Which team a new request goes to, and where its card is posted.

use std::collections::BTreeSet;

use liaison::glossary::concept::Role;
use liaison::liaison::decision::{Action, Purpose};
use liaison::liaison::event::{Event, Submitted};
use liaison::liaison::facts::TeamOnDuty;
use liaison::requests::request::Surface;
use liaison::requests::routing::{ChannelRef, Routing, Rule};
use liaison::rules::finding::Theme;
use liaison::text::Language;

use liaison::wording::press::{ModalPurpose, Press};

use crate::world::*;

/// Two teams, and a rule of each kind that leads to the second.
fn world(rule: Rule) -> World {
    let mut world = World::new();
    let mut routed = policy(str::to_owned);
    routed.routing = Routing { rules: vec![Rule { team: "desk".to_owned(), ..rule }] };
    world.policy = Box::leak(Box::new(routed));
    world.channels.insert("CDESK".into(), channel("CDESK", &[Role::Liaison]));
    world.teams.push(TeamOnDuty {
        id: "desk".to_owned(),
        triage: Some("CDESK".into()),
        members: BTreeSet::from(["ULEE".into()]),
    });
    world
}

/// The team of a request made from the offer beside a message, and the channel of its card.
fn routed(mut world: World) -> (String, String) {
    let offered = world.says("UEMMA", "CSHARED", "1.1", SENTENCE);
    let accept = buttons(&offered).into_iter().find(|press| matches!(press, Press::BringLiaison(_))).unwrap();
    let decision = world.presses("UEMMA", accept);
    let card = decision.effects.iter().find_map(|effect| match (&effect.purpose, &effect.action) {
        (Purpose::Card(_), Action::Post { channel, .. }) => Some(channel.as_str().to_owned()),
        _ => None,
    });
    (world.request(1).team, card.unwrap())
}

fn desk() -> (String, String) {
    ("desk".to_owned(), "CDESK".to_owned())
}

#[test]
fn a_request_goes_to_the_team_its_channel_topic_and_language_lead_to() {
    let rule = Rule {
        channels: vec![ChannelRef::read("#cshared")],
        topics: vec![Theme::Deadline],
        language: Some(Language::English),
        ..Rule::default()
    };
    assert_eq!(routed(world(rule.clone())), desk());
    assert_eq!(routed(world(Rule { channels: vec![ChannelRef::read("CSHARED")], ..Rule::default() })), desk());
    assert_eq!(routed(world(Rule::default())), desk(), "the rule that takes whatever comes");
}

#[test]
fn where_no_rule_fits_or_its_team_is_gone_it_goes_to_the_first_team() {
    let first = ("liaisons".to_owned(), "CTRIAGE".to_owned());
    assert_eq!(routed(world(Rule { topics: vec![Theme::Price], ..Rule::default() })), first);
    assert_eq!(routed(world(Rule { language: Some(Language::Japanese), ..Rule::default() })), first);
    let mut gone = world(Rule::default());
    gone.teams.pop();
    assert_eq!(routed(gone), first);
}

#[test]
fn a_customer_named_in_the_brief_or_the_channel_of_the_command_leads_to_a_team() {
    let account = Rule { accounts: vec!["Acme".to_owned()], ..Rule::default() };
    let channel = Rule { channels: vec![ChannelRef::read("#cshared")], ..Rule::default() };
    let nadia = "Nadia needs it by Friday";
    for (rule, needed, team) in
        [(&account, "Acme needs it by Friday", "desk"), (&account, nadia, "liaisons"), (&channel, nadia, "desk")]
    {
        let mut world = world(rule.clone());
        let purpose = ModalPurpose::Ask { channel: "CSHARED".into(), about: None, surface: Surface::Command };
        let values = filled(&[("needed", needed)]);
        world.happens(Event::Submitted(Submitted { user: "UEMMA".into(), purpose, values }));
        assert_eq!(world.request(1).team, team, "{needed}");
    }
}
