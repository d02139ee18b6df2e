//! What other systems are told of the steps of a request.

use std::collections::BTreeSet;

use liaison::ids::RequestId;
use liaison::liaison::decision::{Action, Decision};
use liaison::liaison::event::{Event, Submitted};
use liaison::liaison::policy::Policy;
use liaison::liaison::records::{ChannelSettings, Friction, TimerKind};
use liaison::liaison::webhook::Webhook;
use liaison::requests::life;
use liaison::requests::request::Surface;
use liaison::wording::press::{ModalPurpose, Press};
use serde_json::Value;

use crate::world::*;

fn webhook(name: &str) -> Webhook {
    Webhook {
        name: name.to_owned(),
        url: "https://example.com/".parse().unwrap(),
        allow_private: false,
        actions: None,
        include_brief: false,
    }
}

fn world(webhooks: Vec<Webhook>) -> World {
    let mut policy: Policy = policy(str::to_owned);
    policy.settings.webhooks = webhooks;
    World { policy: Box::leak(Box::new(policy)), ..World::new() }
}

/// What is told to whom: the effect's id, the webhook and the body.
fn told(decision: &Decision) -> Vec<(String, String, Value)> {
    let notices = decision.effects.iter().filter_map(|effect| match &effect.action {
        Action::Notify { webhook, body } => {
            Some((effect.id.to_string(), webhook.clone(), serde_json::from_str(body).unwrap()))
        }
        _ => None,
    });
    notices.collect()
}

fn bring(world: &mut World) -> Decision {
    let offered = buttons(&world.says("UEMMA", "CSHARED", "1.1", SENTENCE));
    let bring = offered.into_iter().find(|press| matches!(press, Press::BringLiaison(_))).expect("an offer");
    world.presses("UEMMA", bring)
}

#[test]
fn each_step_is_told_once_with_its_number_and_the_effects_own_id() {
    let mut world = world(vec![webhook("tracker")]);
    let asked = bring(&mut world);
    world.settles(&asked, "CTRIAGE", "7.7");
    let steps = [
        asked,
        world.presses("UMORI", Press::Claim(RequestId(1))),
        world.presses("UMORI", Press::Solve(RequestId(1))),
        world.presses("UEMMA", Press::Confirm(RequestId(1))),
    ];
    let mut bodies = Vec::new();
    for decision in &steps {
        let [(id, webhook, body)] = told(decision).try_into().expect("one notice");
        assert_eq!((webhook.as_str(), body["id"].as_str()), ("tracker", Some(id.as_str())));
        bodies.push(body);
    }
    let of = |key: &str| bodies.iter().map(|body| body[key].as_str().unwrap_or_default()).collect::<Vec<_>>();
    assert_eq!(of("action"), ["ask", "claim", "solve", "confirm"]);
    assert_eq!(of("state"), ["open", "in-progress", "solved", "closed"]);
    assert_eq!(of("by"), ["UEMMA", "UMORI", "UMORI", "UEMMA"]);
    assert_eq!(bodies.iter().map(|body| body["step"].as_u64()).collect::<Vec<_>>(), [1, 2, 3, 4].map(Some));
    insta::assert_json_snapshot!(bodies[1]);
}

#[test]
fn nobody_is_told_anything_unless_it_is_configured() {
    let mut world = world(Vec::new());
    assert_eq!(told(&bring(&mut world)), []);
    assert_eq!(told(&world.presses("UMORI", Press::Claim(RequestId(1)))), []);
}

#[test]
fn each_webhook_hears_of_the_steps_it_wants() {
    let solved = Webhook { actions: Some(BTreeSet::from([life::Action::Solve])), ..webhook("solved") };
    let mut world = world(vec![solved, webhook("all")]);
    let names = |decision: &Decision| told(decision).into_iter().map(|(_, name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(&bring(&mut world)), ["all"]);
    assert_eq!(names(&world.presses("UMORI", Press::Claim(RequestId(1)))), ["all"]);
    assert_eq!(names(&world.presses("UMORI", Press::Solve(RequestId(1)))), ["solved", "all"]);
}

#[test]
fn a_step_that_is_refused_is_not_told() {
    let mut world = world(vec![webhook("tracker")]);
    bring(&mut world);
    assert_eq!(told(&world.presses("UDAVID", Press::Claim(RequestId(1)))), []);
}

#[test]
fn what_the_requester_wrote_is_told_only_where_that_is_wanted() {
    let briefed = Webhook { include_brief: true, ..webhook("briefed") };
    let mut world = world(vec![webhook("plain"), briefed]);
    let purpose = ModalPurpose::Ask { channel: "CSHARED".into(), about: None, surface: Surface::Command };
    let values = filled(&[("needed", "A date for the migration"), ("worth", "Kaede Bank")]);
    let asked = world.happens(Event::Submitted(Submitted { user: "UEMMA".into(), purpose, values }));
    let notices = told(&asked);
    assert_eq!(notices.len(), 2);
    let (plain, briefed) = (&notices[0].2, &notices[1].2);
    assert!(!plain.to_string().contains("migration") && plain.get("brief").is_none(), "{plain}");
    assert_eq!(briefed["brief"]["needed"], "A date for the migration");
    assert_eq!((&briefed["brief"]["worth"], &briefed["brief"]["tried"]), (&Value::from("Kaede Bank"), &Value::Null));
}

#[test]
fn a_suggestion_is_told_without_whose_message_it_is_about() {
    let mut world = world(vec![webhook("tracker")]);
    world.set("CSHARED", ChannelSettings { friction: Some(Friction::Notify), ..ChannelSettings::default() });
    let suggested = told(&world.says("UEMMA", "CSHARED", "1.1", SENTENCE));
    let [(_, _, body)] = suggested.as_slice() else { panic!("{suggested:?}") };
    assert_eq!((&body["action"], &body["links"]), (&Value::from("suggest"), &serde_json::json!({})));
    assert!(!body.to_string().contains("UEMMA"), "{body}");
}

#[test]
fn a_step_nobody_took_names_nobody() {
    let mut world = world(vec![webhook("tracker")]);
    bring(&mut world);
    world.presses("UMORI", Press::Claim(RequestId(1)));
    world.presses("UMORI", Press::Solve(RequestId(1)));
    let closed = told(&world.happens(Event::Due(TimerKind::CloseSolved(RequestId(1)))));
    let [(_, _, body)] = closed.as_slice() else { panic!("{closed:?}") };
    assert_eq!((body.get("by"), &body["surface"]), (None, &Value::from("timer")));
}
