//! What people of other organisations may never see, whatever happens in whatever order, in either language.

use std::sync::LazyLock;

use liaison::commands::Verb;
use liaison::ids::{ProposalId, RequestId};
use liaison::liaison::decision::{Action, Decision, Placement, Purpose};
use liaison::liaison::event::{
    Called, Event, Filling, OpenView, Outcome, Posted, Pressed, ResponseUrl, Shortcut, ShortcutKind, Submitted,
    TriggerId,
};
use liaison::liaison::policy::Policy;
use liaison::liaison::records::{ChannelSettings, Explain, Friction, TimerKind};
use liaison::requests::request::{Place, Surface};
use liaison::text::Language;
use liaison::time::Span;
use liaison::wording::message::Mrkdwn;
use liaison::wording::press::{Defining, ModalPurpose, Press};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::world::*;

/// The policy of the example, with its concept for members of the organisation only.
static INTERNAL: LazyLock<Policy> =
    LazyLock::new(|| policy(|text| text.replace("visibility: public ", "visibility: internal ")));

/// What no outsider may read: what the words mean here, and what somebody asked for.
const INNER: [&str; 6] = [
    "small share of users",
    "一部の利用者だけ",
    "few customers notice",
    "影響はごく一部",
    "zebra-need",
    "start with a canary",
];

const USERS: [&str; 6] = ["UEMMA", "USATO", "UDAVID", "UMORI", "ULEE", "UOUT"];
const CHANNELS: [&str; 4] = ["CSHARED", "CENG", "CTRIAGE", "DEMMA"];
const TEXTS: [&str; 19] = [
    SENTENCE,
    "カナリアリリースのテストを省いて、金曜までに出せますか",
    "The canary release is done.",
    "Lunch?",
    "<@UBOT> what is a canary release?",
    "<@UBOT> カナリアリリースとは",
    "<@UBOT> ask zebra-need",
    "<@UBOT> 相談 zebra-need",
    "<@UBOT> requests open",
    "<@UBOT> settings",
    "<@UBOT> quiet here",
    "<@UBOT> quiet canary release",
    "<@UBOT> why",
    "<@UBOT> search customers",
    "<@UBOT> i-am engineering",
    "<@UBOT> help",
    "The MTBF is fine.",
    "<@UBOT> what is MTBF?",
    "<@UBOT> define MTBF",
];

/// A form that is sent in.
#[derive(Debug, Clone, Copy)]
enum Form {
    Ask,
    Settings,
    Define,
    Decline,
}

/// Something that happens.
#[derive(Debug, Clone)]
enum Step {
    Says {
        user: usize,
        channel: usize,
        text: usize,
        reply: bool,
        edit: bool,
    },
    Calls {
        user: usize,
        channel: usize,
        verb: usize,
        japanese: bool,
        rest: usize,
    },
    /// One of the buttons shown so far.
    Presses {
        user: usize,
        channel: usize,
        button: Index,
        ephemeral: bool,
    },
    Sends {
        user: usize,
        channel: usize,
        about: bool,
        form: Form,
    },
    Uses {
        user: usize,
        channel: usize,
        ask: bool,
    },
    Reacts {
        user: usize,
        channel: usize,
        hand: bool,
    },
    Home {
        user: usize,
        looks_up: bool,
    },
    Joins {
        user: usize,
        channel: usize,
    },
    /// Outsiders come or go.
    Shares {
        channel: usize,
        shared: bool,
    },
    Sets {
        channel: usize,
        friction: usize,
    },
    Later,
}

fn step() -> impl Strategy<Value = Step> {
    let (user, channel) = (0..USERS.len(), 0..CHANNELS.len());
    prop_oneof![
        6 => (user.clone(), channel.clone(), 0..TEXTS.len(), any::<bool>(), prop::bool::weighted(0.1))
            .prop_map(|(user, channel, text, reply, edit)| Step::Says { user, channel, text, reply, edit }),
        3 => (user.clone(), channel.clone(), 0..Verb::ALL.len(), any::<bool>(), 0..6_usize)
            .prop_map(|(user, channel, verb, japanese, rest)| Step::Calls { user, channel, verb, japanese, rest }),
        8 => (user.clone(), channel.clone(), any::<Index>(), any::<bool>())
            .prop_map(|(user, channel, button, ephemeral)| Step::Presses { user, channel, button, ephemeral }),
        2 => (user.clone(), channel.clone(), any::<bool>(), select(vec![Form::Ask, Form::Settings, Form::Define, Form::Decline]))
            .prop_map(|(user, channel, about, form)| Step::Sends { user, channel, about, form }),
        1 => (user.clone(), channel.clone(), any::<bool>()).prop_map(|(user, channel, ask)| Step::Uses { user, channel, ask }),
        1 => (user.clone(), channel.clone(), any::<bool>()).prop_map(|(user, channel, hand)| Step::Reacts { user, channel, hand }),
        1 => (user.clone(), any::<bool>()).prop_map(|(user, looks_up)| Step::Home { user, looks_up }),
        1 => (user, channel.clone()).prop_map(|(user, channel)| Step::Joins { user, channel }),
        2 => (channel.clone(), select(vec![true, true, false])).prop_map(|(channel, shared)| Step::Shares { channel, shared }),
        1 => (channel, 0..Friction::ALL.len()).prop_map(|(channel, friction)| Step::Sets { channel, friction }),
        1 => Just(Step::Later),
    ]
}

fn trigger() -> TriggerId {
    TriggerId("1.2.3".to_owned())
}

fn response() -> ResponseUrl {
    ResponseUrl("https://hooks.slack.com/actions/1".to_owned())
}

/// Who caused an event, and the message it is about, where others see it too.
struct Cause {
    user: &'static str,
    channel: &'static str,
    public: bool,
}

struct Play {
    world: World,
    buttons: Vec<Press>,
    posts: u32,
}

impl Play {
    fn new() -> Self {
        let mut world = World::new();
        world.policy = &INTERNAL;
        world.channels.get_mut(&"CSHARED".into()).unwrap().external = true;
        Self { world, buttons: Vec::new(), posts: 0 }
    }

    fn is_external(&self, channel: &str) -> bool {
        self.world.channels[&channel.into()].external
    }

    /// The event of a step, if it is one.
    fn event(&mut self, step: &Step) -> Option<(Event, Cause)> {
        self.posts += 1;
        let ts = format!("{}.{:06}", NOW.0 / 1000, self.posts);
        let root = "1.1".to_owned();
        let cause =
            |user: usize, channel: usize| Cause { user: USERS[user], channel: CHANNELS[channel], public: false };
        Some(match step.clone() {
            Step::Says { user, channel, text, reply, edit } => {
                let mut said = posted(USERS[user], CHANNELS[channel], &ts, TEXTS[text]);
                if reply {
                    said = Posted { thread: Some(root.as_str().into()), parent: Some("UDAVID".into()), ..said };
                }
                let event = if edit { Event::Edited(said) } else { Event::Posted(said) };
                (event, cause(user, channel))
            }
            Step::Calls { user, channel, verb, japanese, rest } => {
                let language = if japanese { Language::Japanese } else { Language::English };
                let rest = ["", "canary release", "open", "R-1", "here", "MTBF"][rest];
                let text = format!("{} {rest}", Verb::ALL[verb].names(language)[0]);
                let called = Called {
                    channel: CHANNELS[channel].into(),
                    user: USERS[user].into(),
                    text,
                    response: Some(response()),
                    trigger: Some(trigger()),
                };
                (Event::Called(called), cause(user, channel))
            }
            Step::Presses { user, channel, button, ephemeral } => {
                let press = self.buttons.get(button.index(self.buttons.len().max(1)))?.clone();
                let place = Some(Place { channel: CHANNELS[channel].into(), ts: ts.as_str().into() });
                let pressed = Pressed { place, ephemeral, trigger: Some(trigger()), ..pressed(USERS[user], press) };
                (Event::Pressed(pressed), Cause { public: !ephemeral, ..cause(user, channel) })
            }
            Step::Sends { user, channel, about, form } => {
                let here = CHANNELS[channel];
                let purpose = match form {
                    Form::Settings => {
                        ModalPurpose::Settings { channel: here.into(), zone: "UTC".to_owned(), muted: Vec::new() }
                    }
                    Form::Ask => {
                        let about = about.then(|| Place { channel: here.into(), ts: root.as_str().into() });
                        ModalPurpose::Ask { channel: here.into(), about, surface: Surface::Command }
                    }
                    Form::Define => {
                        let language = if about { Language::Japanese } else { Language::English };
                        ModalPurpose::Define(Defining { concept: None, seen: 0, proposal: None, language, said: 0 })
                    }
                    Form::Decline => ModalPurpose::Decline(ProposalId(1)),
                };
                let values = filled(&[
                    ("needed", "zebra-need"),
                    ("explain", "thread"),
                    ("posts-an-hour", "9"),
                    ("terms-en", "MTBF"),
                    ("definition-en", "How rarely there is a zebra-need."),
                    ("field", "engineering"),
                    ("reason", "There is no zebra-need."),
                ]);
                (Event::Submitted(Submitted { user: USERS[user].into(), purpose, values }), cause(user, channel))
            }
            Step::Uses { user, channel, ask } => {
                let used = Shortcut {
                    user: USERS[user].into(),
                    user_team: None,
                    kind: if ask { ShortcutKind::AskAbout } else { ShortcutKind::ExplainMessage },
                    place: Place { channel: CHANNELS[channel].into(), ts: root.as_str().into() },
                    thread: None,
                    text: SENTENCE.to_owned(),
                    response: Some(response()),
                    trigger: Some(trigger()),
                };
                (Event::Shortcut(used), cause(user, channel))
            }
            Step::Reacts { user, channel, hand } => {
                let name = if hand { "raising_hand" } else { "book" }.to_owned();
                let place = Place { channel: CHANNELS[channel].into(), ts: root.as_str().into() };
                (Event::Reacted { user: USERS[user].into(), place, name }, cause(user, channel))
            }
            Step::Home { user, looks_up } => {
                let who = USERS[user].into();
                let view = OpenView { id: "V1".to_owned(), hash: "1".to_owned() };
                let values = filled(&[("term", "canary release")]);
                let event = if looks_up {
                    Event::Filling(Filling { user: who, view, purpose: ModalPurpose::Home, values })
                } else {
                    Event::HomeOpened(who)
                };
                (event, Cause { user: USERS[user], channel: "DEMMA", public: false })
            }
            Step::Joins { user, channel } => {
                let (id, by) = (CHANNELS[channel].into(), Some(USERS[user].into()));
                (Event::Joined { channel: id, by }, cause(user, channel))
            }
            Step::Shares { channel, shared } => {
                let shared = shared && !CHANNELS[channel].starts_with('D');
                self.world.channels.get_mut(&CHANNELS[channel].into()).unwrap().external = shared;
                // The directory names no triage channel that outsiders read.
                let triage = (!self.is_external("CTRIAGE")).then(|| "CTRIAGE".into());
                self.world.teams[0].triage = triage;
                return None;
            }
            Step::Sets { channel, friction } => {
                let settings = ChannelSettings {
                    explain: Some(Explain::Thread),
                    friction: Some(Friction::ALL[friction]),
                    ..ChannelSettings::default()
                };
                self.world.set(CHANNELS[channel], settings);
                return None;
            }
            Step::Later => {
                self.world.now = self.world.now.plus(Span::days(6));
                let due = if self.posts.is_multiple_of(2) {
                    TimerKind::StillRight("mtbf".into())
                } else {
                    TimerKind::CloseSolved(RequestId(1))
                };
                (Event::Due(due), Cause { user: "UEMMA", channel: "DEMMA", public: false })
            }
        })
    }

    fn plays(&mut self, step: &Step) -> Result<(), TestCaseError> {
        let Some((event, cause)) = self.event(step) else { return Ok(()) };
        let decision = self.world.happens(event);
        self.holds(&decision, &cause)?;
        for effect in decision.effects.iter().filter(|effect| effect.purpose != Purpose::None) {
            let channel = match &effect.action {
                Action::Post { channel, .. } => channel.clone(),
                _ => "DEMMA".into(),
            };
            self.posts += 1;
            let ts = format!("{}.{:06}", NOW.0 / 1000, self.posts);
            let place = Place { channel, ts: ts.as_str().into() };
            let settled = Event::Settled {
                effect: effect.id.clone(),
                purpose: effect.purpose.clone(),
                outcome: Outcome::Done(Some(place)),
            };
            let decision = self.world.happens(settled);
            self.holds(&decision, &Cause { user: "UEMMA", channel: "DEMMA", public: false })?;
        }
        self.buttons.extend(buttons(&decision));
        Ok(())
    }

    /// Nothing outsiders would see of a decision says what is not for them.
    fn holds(&self, decision: &Decision, cause: &Cause) -> Result<(), TestCaseError> {
        for effect in &decision.effects {
            let seen_by_all = match &effect.action {
                Action::Post { channel, .. } | Action::Update { channel, .. } => self.is_external_id(channel.as_str()),
                Action::Respond { placement, .. } => {
                    cause.user == "UOUT"
                        || (*placement == Placement::Instead && cause.public && self.is_external(cause.channel))
                }
                Action::PostDirect { user, .. }
                | Action::PostEphemeral { user, .. }
                | Action::PublishHome { user, .. } => user.as_str() == "UOUT",
                Action::OpenModal { .. } | Action::UpdateModal { .. } => cause.user == "UOUT",
                Action::Delete { .. } | Action::React { .. } | Action::Unreact { .. } | Action::Notify { .. } => false,
            };
            let shown = format!("{:?}", effect.action).replace("<@UBOT>", "");
            if seen_by_all {
                for inner in INNER.iter().copied().chain(["<@U"]) {
                    prop_assert!(!shown.contains(inner), "“{inner}” is shown to outsiders: {shown}");
                }
            }
            // In such a channel words are for everybody or for nobody.
            let in_channel = match &effect.action {
                Action::PostEphemeral { channel, .. } => self.is_external_id(channel.as_str()),
                Action::Respond { .. } => self.is_external(cause.channel),
                _ => false,
            };
            if in_channel {
                for inner in &INNER[..4] {
                    prop_assert!(!shown.contains(inner), "“{inner}” is explained beside outsiders: {shown}");
                }
            }
        }
        Ok(())
    }

    fn is_external_id(&self, channel: &str) -> bool {
        self.world.channels.get(&channel.into()).is_none_or(|channel| channel.external)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn outsiders_never_see_what_a_word_means_inside_what_somebody_asked_for_or_who(steps in prop::collection::vec(step(), 1..40)) {
        let mut play = Play::new();
        for step in &steps {
            play.plays(step)?;
        }
    }
}

#[test]
fn the_property_would_notice() {
    let play = Play::new();
    let said = |text: &str| {
        let message = liaison::wording::message::Message { fallback: Mrkdwn::plain(text), parts: Vec::new() };
        let effect = liaison::liaison::decision::Effect {
            id: liaison::ids::EffectId::new("Ev1/0".to_owned()),
            action: Action::Post { channel: "CSHARED".into(), thread: None, message },
            purpose: Purpose::None,
            not_after: None,
        };
        play.holds(
            &Decision { changes: Vec::new(), effects: vec![effect] },
            &Cause { user: "UEMMA", channel: "CSHARED", public: false },
        )
    };
    assert!(said("Good morning.").is_ok());
    assert!(said("It goes to a small share of users first.").is_err());
    assert!(said("zebra-need").is_err());
    // The texts people write do reach the words and the rules: inside, all of it is said.
    let mut inside = Play::new();
    inside.world.channels.get_mut(&"CSHARED".into()).unwrap().external = false;
    let told_of = told(&inside.world.says("UEMMA", "CSHARED", "1.1", SENTENCE));
    assert!(told_of.contains("few customers notice") && told_of.contains("show UEMMA"), "{told_of}");
}
