//! Every surface by the function of `src/wording` that composes it, one row each, called in every way that makes it
//! look different. A function without its row, a row without its function and a sentence that no row says fail a test.

use std::sync::LazyLock;

use liaison::commands::Verb;
use liaison::curation::Sketch;
use liaison::curation::check::Remark;
use liaison::curation::proposal::Verdict;
use liaison::glossary::concept::{Concept, Role};
use liaison::ids::{ChannelId, ProposalId, RequestId};
use liaison::requests::life::{Action, Refusal, State};
use liaison::requests::request::{Request, Surface};
use liaison::rules::finding::{Kind, Theme};
use liaison::settings::{Budget, ChannelSettings, Explain, Friction, QuietHours};
use liaison::slack::blocks;
use liaison::text::Language;
use liaison::wording::channel::{self, Change, Form};
use liaison::wording::definition::{self, Form as DefineForm, Heard};
use liaison::wording::home::{self, Content};
use liaison::wording::message::{Home, Message, Modal};
use liaison::wording::press::{Defining, FindingRef, ModalPurpose, Press};
use liaison::wording::reception::{self, Cause, Received, Said, State as Reception};
use liaison::wording::request::List;
use liaison::wording::{Voice, Wording, choices, explanation, help, offer, request, shortcut, steward};
use serde_json::Value;

use crate::data::{Data, FIELDS, place, step};

/// A row of the list: the module and function, and what calls it in each of its ways.
type Row = (&'static str, fn(&mut Scene<'_>));

/// The list.
const SURFACES: &[Row] = &[
    ("explanation::in_thread", |it| {
        it.counted(&[1, 3], |v, d, n| explanation::in_thread(v, &d.explained(n), &[]));
        it.counted(&[4, 5], |v, d, n| explanation::in_thread(v, &d.explained(3), &d.ids(n - 3)));
    }),
    ("explanation::in_private", |it| it.counted(&[1, 3], |v, d, n| explanation::in_private(v, &d.explained(n)))),
    ("explanation::looked_up", |it| {
        it.counted(&[1, FIELDS.len()], |v, d, n| explanation::looked_up(v, &d.wanted, &d.explained(n), &[]));
        it.show("with related", |v, d| explanation::looked_up(v, &d.wanted, &d.explained(1), &d.first(3)));
    }),
    ("explanation::not_found", |it| {
        it.counted(&[0, 1, 3], |v, d, n| explanation::not_found(v, &d.wanted, &d.terms(n)));
    }),
    ("explanation::part_of", |it| {
        it.counted(&[0, 1, 3], |v, d, n| explanation::part_of(v, &d.wanted, &d.terms(n), Role::Sales));
    }),
    ("explanation::search_results", |it| {
        it.counted(&[0, 1, 9, 10], |v, d, n| explanation::search_results(v, &d.wanted, &d.first(n), Role::Sales));
    }),
    ("explanation::muted", |it| it.counted(&[1, 3], |v, d, n| explanation::muted(v, &vec![d.wanted.as_str(); n]))),
    ("channel::form", |it| {
        it.show("as it is usually", |v, d| channel::form(v, &form(&ChannelSettings::default(), &[], d)));
        it.each(Explain::ALL, |v, d, mode| {
            let settings = ChannelSettings { explain: Some(mode), ..ChannelSettings::default() };
            channel::form(v, &Form { usual: (mode, Friction::Offer, BUDGET), ..form(&settings, &[], d) })
        });
        it.each(Friction::ALL, |v, d, mode| {
            let settings = ChannelSettings { friction: Some(mode), ..ChannelSettings::default() };
            channel::form(v, &Form { usual: (Explain::Thread, mode, BUDGET), ..form(&settings, &[], d) })
        });
        it.show("with everything chosen", |v, d| channel::form(v, &form(&all_chosen(), &d.first(Form::MOST_MUTED), d)));
    }),
    ("channel::changed", |it| {
        it.show("in all ways", |v, d| channel::changed(v, &"U0EMMA".into(), &changes(d, true)));
        it.show("back in all ways", |v, d| channel::changed(v, &"U0EMMA".into(), &changes(d, false)));
    }),
    ("channel::quiet_done", |it| it.each([true, false], |v, _, quiet| channel::quiet_done(v, quiet))),
    ("channel::only_channels", |it| it.show("", |v, _| channel::only_channels(v, "/liaison settings"))),
    ("channel::not_here", |it| it.show("", |v, _| channel::not_here(v))),
    ("channel::button", |it| it.show("", |v, _| channel::button(v, &place().channel))),
    ("channel::hello", |it| it.each([true, false], |v, _, external| channel::hello(v, &place().channel, external))),
    ("choices::role", |it| {
        it.each(Role::ALL, |v, _, role| choices::role(v, Some(role)));
        it.show("of nobody", |v, _| choices::role(v, None));
    }),
    ("choices::role_set", |it| it.each(Role::ALL, |v, _, role| choices::role_set(v, role))),
    ("choices::known", |it| it.counted(&[1, 3], |v, d, n| choices::known(v, &vec![d.wanted.as_str(); n]))),
    ("choices::which", |it| it.counted(&[1, 3], |v, d, n| choices::which(v, &d.wanted, &d.terms(n)))),
    ("choices::quiet", |it| {
        for everywhere in [true, false] {
            for here in [Some(true), Some(false), None] {
                let way = format!("here {here:?}, everywhere {everywhere}");
                it.show(&way, |v, _| choices::quiet(v, &place().channel, here, everywhere));
            }
        }
    }),
    ("choices::quiet_everywhere", |it| it.show("", |v, _| choices::quiet_everywhere(v))),
    ("choices::speaks_again", |it| it.show("", |v, _| choices::speaks_again(v))),
    ("reception::why_here", |it| {
        it.show("of nothing", |v, d| reception::why_here(v, &state(d, false, None)));
        it.show("without rules", |v, d| reception::why_here(v, &state(d, false, Some(0))));
        it.show("of all there is", |v, d| reception::why_here(v, &state(d, true, Some(20))));
    }),
    ("reception::silenced", |it| {
        it.show("", |v, d| reception::silenced(v, &d.rule(), &d.rules[0].1, (1, 9)));
    }),
    ("reception::woken", |it| it.show("", |v, d| reception::woken(v, &d.rule()))),
    ("reception::team_only", |it| it.show("", |v, _| reception::team_only(v))),
    ("definition::form", |it| {
        it.show("of a word", |v, d| definition::form(v, define(d, &d.sketch(), &[])));
        it.show("of an entry", |v, d| {
            let form = define(d, &d.sketch(), &[]).purpose;
            let purpose = Defining { concept: Some(d.concepts[0].id.clone()), ..form };
            definition::form(v, DefineForm { purpose, steward: true, ..define(d, &d.sketch(), &[]) })
        });
        it.show("of a proposal with all remarks", |v, d| {
            let form = define(d, &d.sketch(), &[]).purpose;
            let purpose = Defining { proposal: Some(ProposalId(1)), ..form };
            let remarks = remarks(d);
            let changed = Some(&d.concepts[0]);
            definition::form(v, DefineForm { purpose, changed, ..define(d, &d.sketch(), &remarks) })
        });
    }),
    ("definition::offer", |it| {
        it.show("of nothing", |v, _| definition::offer(v, "", Press::Define(String::new())));
        it.show("of a word", |v, d| definition::offer(v, &d.wanted, Press::Define(d.wanted.clone())));
    }),
    ("definition::which", |it| it.counted(&[2, 3], |v, d, n| definition::which(v, &d.wanted, &d.first(n)))),
    ("definition::which_of", |it| it.counted(&[2, 3], |v, d, n| definition::which_of(v, &d.first(n)))),
    ("definition::with_improve", |it| {
        it.counted(&[0, 1, 3], |v, d, n| {
            definition::with_improve(v, explanation::in_thread(v, &d.explained(3), &[]), &d.explained(n))
        });
        it.show("in private", |v, d| {
            definition::with_improve(v, explanation::in_private(v, &d.explained(1)), &d.explained(1))
        });
    }),
    ("definition::heard", |it| {
        it.each([Heard::Noted(ProposalId(1)), Heard::Unreached(ProposalId(1)), Heard::AtOnce], |v, d, what| {
            definition::heard(v, what, &d.wanted)
        });
    }),
    ("definition::gone", |it| it.show("", |v, d| definition::gone(v, &d.wanted, &d.wanted))),
    ("definition::not_here", |it| it.show("", |v, _| definition::not_here(v))),
    ("steward::card", |it| {
        it.show("of a new entry", |v, d| steward::card(v, &d.proposal(None), &d.sketch(), None, &remarks(d)));
        for (name, verdict) in verdicts() {
            it.show(name, |v, d| {
                let proposal = d.proposal(Some(verdict(d)));
                steward::card(v, &proposal, &d.sketch(), Some(&Sketch::default()), &[])
            });
        }
    }),
    ("steward::outcome", |it| {
        for (name, verdict) in verdicts() {
            it.show(name, |v, d| steward::outcome(v, &d.wanted, &verdict(d), &"U0MORI".into()));
        }
    }),
    ("steward::already", |it| {
        for (name, verdict) in verdicts() {
            it.show(name, |v, d| {
                steward::already(v, ProposalId(1), &d.proposal(Some(verdict(d))).decided.expect("decided"))
            });
        }
    }),
    ("steward::unknown", |it| it.show("", |v, _| steward::unknown(v, ProposalId(u64::MAX)))),
    ("steward::changed_since", |it| it.show("", |v, _| steward::changed_since(v, ProposalId(1)))),
    ("steward::only_stewards", |it| it.show("", |v, _| steward::only_stewards(v))),
    ("steward::decline_form", |it| it.show("", |v, d| steward::decline_form(v, &d.proposal(None)))),
    ("steward::still_right", |it| {
        it.each([true, false], |v, d, owner| steward::still_right(v, &d.concepts[0], &d.sketch(), owner));
    }),
    ("steward::confirmed", |it| it.show("", |v, d| steward::confirmed(v, &d.concepts[0]))),
    ("steward::not_yours", |it| it.show("", |v, d| steward::not_yours(v, &d.concepts[0]))),
    ("help::help", |it| it.show("", |v, _| help::help(v))),
    ("help::unknown", |it| {
        it.show("", |v, d| help::unknown(v, &d.wanted, None));
        it.each(Verb::ALL, |v, d, verb| help::unknown(v, &d.wanted, Some(verb)));
    }),
    ("help::incomplete", |it| it.each(Verb::ALL, |v, _, verb| help::incomplete(v, verb))),
    ("home::home", |it| {
        it.show("of a newcomer", |v, d| home::home(v, &content(v, d, 0)));
        it.show("with one of each", |v, d| home::home(v, &content(v, d, 1)));
        it.show("with six of each", |v, d| home::home(v, &content(v, d, 6)));
        it.show("with seven of each", |v, d| home::home(v, &content(v, d, 7)));
    }),
    ("home::closed", |it| it.show("", |v, _| home::closed(v))),
    ("home::forgotten", |it| it.show("", |v, _| home::forgotten(v))),
    ("home::forget_form", |it| it.show("", |v, _| home::forget_form(v))),
    ("offer::offer", |it| {
        it.each(Kind::ALL, |v, d, kind| offer::offer(v, &d.finding(kind), false));
        it.show("without themes", |v, d| {
            offer::offer(v, &FindingRef { themes: Vec::new(), ..d.finding(Kind::DivergentGoals) }, false)
        });
        it.show("private", |v, d| offer::offer(v, &d.finding(Kind::DivergentGoals), true));
    }),
    ("offer::both_sides", |it| {
        it.each(Theme::ALL, |v, _, theme| offer::both_sides(v, &[theme]));
        it.show("of many", |v, _| offer::both_sides(v, &Theme::ALL));
    }),
    ("offer::why", |it| {
        it.show("", |v, d| offer::why(v, &rules(d), &pairs(&d.heard)));
        it.show("without words", |v, d| offer::why(v, &rules(d), &[]));
        it.show("of a rule that is gone", |v, _| offer::why(v, &[("gone", None)], &[]));
    }),
    ("offer::dismissed", |it| it.show("", |v, _| offer::dismissed(v))),
    ("offer::accepted", |it| it.show("", |v, d| offer::accepted(v, d.requests[0].id))),
    ("offer::already", |it| it.show("", |v, d| offer::already(v, d.requests[0].id))),
    ("request::card", |it| {
        it.each(State::ALL, |v, d, state| request::card(v, &d.request(state), true));
        it.each(Action::ALL, |v, d, action| {
            let history = vec![step(action, State::Open)];
            request::card(v, &Request { history, ..d.request(State::Open) }, true)
        });
        it.show("only shown", |v, d| request::card(v, &d.request(State::Open), false));
        it.show("asked directly", |v, d| request::card(v, &Request { origin: None, ..d.request(State::Open) }, true));
        it.show("of somebody forgotten", |v, d| request::card(v, &d.forgotten(), true));
    }),
    ("request::step", |it| {
        it.each(Action::ALL, |v, d, action| {
            request::step(v, &d.request(State::Waiting), &step(action, State::Waiting))
        });
    }),
    ("request::form_late", |it| it.show("", |v, _| request::form_late(v))),
    ("request::unreached", |it| it.show("", |v, d| request::unreached(v, d.requests[0].id))),
    ("request::refused", |it| {
        for (name, action, refusal) in [
            ("over", Action::Claim, Refusal::Over(State::Closed)),
            ("taken", Action::Claim, Refusal::NotNow(State::InProgress)),
            ("not now", Action::Solve, Refusal::NotNow(State::Solved)),
            ("for the liaison team", Action::Claim, Refusal::NotYours(Action::Claim)),
            ("for the requester", Action::Confirm, Refusal::NotYours(Action::Confirm)),
        ] {
            it.show(name, |v, d| request::refused(v, &d.request(State::Open), action, refusal));
        }
    }),
    ("request::outsider", |it| it.show("", |v, _| request::outsider(v))),
    ("request::unknown", |it| it.show("", |v, _| request::unknown(v, RequestId(u64::MAX)))),
    ("request::list", |it| {
        let lists = [("mine", List::Mine), ("open", List::Open), ("waiting", List::Waiting), ("found", List::Found)];
        for (name, list) in lists {
            for count in [0, 1, 21, 26] {
                it.show(&format!("{name}, {count}"), |v, d| request::list(v, list, &d.some(count)));
            }
        }
    }),
    ("request::ask_form", |it| {
        it.show("empty", |v, _| request::ask_form(v, asking(), ""));
        it.show("begun", |v, d| request::ask_form(v, asking(), &d.wanted));
    }),
    ("shortcut::nothing", |it| it.show("", |v, _| shortcut::nothing(v))),
    ("shortcut::raised", |it| it.show("", |v, _| shortcut::raised(v, &place()))),
];

fn asking() -> ModalPurpose {
    ModalPurpose::Ask { channel: place().channel, about: Some(place()), surface: Surface::Shortcut }
}

const BUDGET: Budget = Budget { hour: 6, day: 30 };

fn form<'a>(settings: &'a ChannelSettings, muted: &'a [&'a Concept], data: &'a Data) -> Form<'a> {
    static CHANNEL: LazyLock<ChannelId> = LazyLock::new(|| place().channel);
    let usual = (Explain::Thread, Friction::Offer, BUDGET);
    Form { channel: &CHANNEL, settings, muted, zone: data.zone(), usual }
}

fn all_chosen() -> ChannelSettings {
    ChannelSettings {
        explain: Some(Explain::Reaction),
        friction: Some(Friction::Post),
        audience: Some(vec![Role::Sales, Role::Engineering]),
        language: Some(Language::Japanese),
        muted: Vec::new(),
        quiet: true,
        quiet_hours: Some(QuietHours { from: 22, to: 7, zone: "Asia/Tokyo".to_owned() }),
        budget: Some(BUDGET),
    }
}

/// Every change of a channel there is: something is chosen, or it is as usual again.
fn changes(data: &Data, chosen: bool) -> Vec<Change<'_>> {
    let hours = QuietHours { from: 22, to: 7, zone: data.zone().to_owned() };
    let mut changes = Explain::ALL.map(Change::Explain).to_vec();
    changes.extend(Friction::ALL.map(Change::Friction));
    changes.extend([
        Change::Audience(if chosen { vec![Role::Sales, Role::Engineering] } else { Vec::new() }),
        Change::Language(chosen.then_some(Language::English)),
        Change::Language(chosen.then_some(Language::Japanese)),
        Change::Hours(chosen.then_some(hours)),
        Change::Budget(BUDGET),
        Change::ExplainedAgain(data.first(3)),
        Change::Quiet(chosen),
    ]);
    changes
}

/// What there is to say about a channel, with so many rules.
fn state(data: &Data, quiet: bool, rules: Option<usize>) -> Reception<'_> {
    let link = data.requests[0].permalink.clone().unwrap_or_default();
    let causes = if quiet {
        vec![
            Cause::Words(vec![data.wanted.as_str(); 3]),
            Cause::Rules(self::rules(data).into_iter().map(|(id, why)| (id, why.unwrap_or_default())).collect()),
        ]
    } else {
        Vec::new()
    };
    let rule = |n| Received { rule: data.rule(), here: (1, 9), everywhere: (12, 3), silent: n % 2 == 0 };
    Reception {
        settings: changes(data, quiet),
        quiet,
        hour: (1, 6),
        day: (2, 30),
        sayings: causes.into_iter().map(|cause| Said { link: link.clone(), cause }).collect(),
        received: rules.map(|count| (0..count).map(rule).collect()),
    }
}

fn define<'a>(data: &'a Data, sketch: &'a Sketch, remarks: &'a [Remark<'a>]) -> DefineForm<'a> {
    let purpose = Defining { concept: None, seen: 0, proposal: None, language: Language::English, said: 0 };
    let fields = if data.name == "ordinary" { &FIELDS[..] } else { &FIELDS[..1] };
    DefineForm { purpose, sketch, fields, remarks, changed: None, steward: false }
}

/// Everything that is worth knowing about a word, at once.
fn remarks(data: &Data) -> Vec<Remark<'_>> {
    let (word, concept) = (data.wanted.clone(), &data.concepts[0]);
    let mut remarks = vec![
        Remark::Same(word.clone(), concept),
        Remark::Shared(word.clone(), concept),
        Remark::Waiting(word.clone(), ProposalId(1)),
        Remark::Wide(word.clone(), vec![word.clone(); 3]),
        Remark::Asked(word.clone(), 1),
        Remark::Asked(word, 3),
    ];
    remarks.extend(Language::ALL.map(Remark::Lacks));
    remarks.extend(Language::ALL.map(Remark::Long));
    remarks
}

/// Makes a verdict of what there is to say.
type Judge = fn(&Data) -> Verdict;

/// Every way a proposal is decided.
fn verdicts() -> [(&'static str, Judge); 3] {
    [
        ("taken", |_| Verdict::Taken),
        ("changed", |_| Verdict::Changed),
        ("declined", |data| Verdict::Declined(data.wanted.clone())),
    ]
}

fn rules(data: &Data) -> Vec<(&str, Option<&str>)> {
    data.rules.iter().map(|(id, why)| (id.as_str(), Some(why.as_str()))).collect()
}

fn pairs(of: &[(String, String)]) -> Vec<(&str, &str)> {
    of.iter().map(|(one, other)| (one.as_str(), other.as_str())).collect()
}

/// A home with so many things of each kind.
fn content<'a>(voice: Voice<'_>, data: &'a Data, count: usize) -> Content<'a> {
    let answer = || explanation::looked_up(voice, &data.wanted, &data.explained(1), &data.first(3));
    Content {
        notice: (count > 0).then(|| home::forgotten(voice)),
        answer: (count > 0).then(answer),
        mine: data.some(count),
        to_confirm: data.some(count),
        in_my_hands: data.some(count),
        to_claim: data.some(count),
        to_decide: vec![data.proposal(None); count],
        written: count,
        role: (count > 0).then_some(Role::Sales),
        language: (count > 0).then_some(Language::Japanese),
        known: count,
        group_role: (count > 0).then_some(Role::Engineering),
        asked: count,
    }
}

/// Something the bot shows.
pub(crate) enum Shown {
    Message(Message),
    Modal(Modal),
    Home(Home),
}

impl From<Message> for Shown {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

impl From<Modal> for Shown {
    fn from(modal: Modal) -> Self {
        Self::Modal(modal)
    }
}

impl From<Home> for Shown {
    fn from(home: Home) -> Self {
        Self::Home(home)
    }
}

impl Shown {
    /// As it goes to Slack.
    pub(crate) fn sent(&self) -> Value {
        match self {
            Self::Message(message) => Value::Object(blocks::message(message)),
            Self::Modal(modal) => blocks::modal(modal),
            Self::Home(home) => blocks::home(home),
        }
    }
}

/// One look of a surface.
pub(crate) struct Look {
    /// The module and function, and in which of its ways.
    pub(crate) name: String,
    /// What was composed.
    pub(crate) shown: Shown,
    /// What goes to Slack.
    pub(crate) sent: Value,
}

/// Where a row shows the looks of its surface.
pub(crate) struct Scene<'a> {
    surface: &'static str,
    voice: Voice<'a>,
    data: &'a Data,
    looks: Vec<Look>,
}

impl Scene<'_> {
    /// Shows one look, named where there are several.
    fn show<S: Into<Shown>>(&mut self, way: &str, compose: impl FnOnce(Voice<'_>, &Data) -> S) {
        let shown = compose(self.voice, self.data).into();
        let name = format!("{} {way}", self.surface).trim_end().to_owned();
        self.looks.push(Look { name, sent: shown.sent(), shown });
    }

    /// Shows one look for each number of things.
    fn counted<S: Into<Shown>>(&mut self, counts: &[usize], compose: impl Fn(Voice<'_>, &Data, usize) -> S) {
        for &count in counts {
            self.show(&format!("of {count}"), |voice, data| compose(voice, data, count));
        }
    }

    /// Shows one look for each of all values there are.
    fn each<T: Copy + std::fmt::Debug, S: Into<Shown>>(
        &mut self,
        all: impl IntoIterator<Item = T>,
        compose: impl Fn(Voice<'_>, &Data, T) -> S,
    ) {
        for one in all {
            self.show(&format!("{one:?}"), |voice, data| compose(voice, data, one));
        }
    }
}

/// The surfaces that are listed, by name.
pub(crate) fn names() -> Vec<&'static str> {
    SURFACES.iter().map(|(name, _)| *name).collect()
}

/// Every look of every surface in a language, filled with this, by surface.
pub(crate) fn looks(wording: &Wording, language: Language, data: &Data) -> Vec<(&'static str, Vec<Look>)> {
    let looks = SURFACES.iter().map(|&(surface, shows)| {
        let mut scene = Scene { surface, voice: wording.voice(language), data, looks: Vec::new() };
        shows(&mut scene);
        (surface, scene.looks)
    });
    looks.collect()
}
