//! Checks a form before it is taken: returns what is wrong with its fields, for the person to mend while the form is
//! still open. Nothing is remembered and nothing done; what is right goes on as an event.

use std::collections::BTreeMap;

use crate::liaison::defining;
use crate::liaison::event::{Envelope, Event, Submitted};
use crate::liaison::facts::Facts;
use crate::liaison::policy::Policy;
use crate::settings::Budget;
use crate::text::Passage;
use crate::wording::press::ModalPurpose;
use crate::wording::voice::Arg;
use crate::wording::{Voice, channel, steward};

/// What is wrong with the fields of a form, by their ids, in the words of the person who filled it in.
pub type Faults = BTreeMap<String, String>;

/// What is wrong with a form that is sent in; nothing for one that can be taken, and for every other event. Pure,
/// and fast: Slack waits for the answer with the form still open.
pub fn faults(policy: &Policy, facts: &Facts, envelope: &Envelope) -> Faults {
    let Event::Submitted(submitted) = &envelope.event else { return Faults::new() };
    let spoken = submitted.values.0.values().flatten().find_map(|text| Passage::read(text).language());
    let language = facts.language_of(&submitted.user, submitted.purpose.channel(), spoken);
    let voice = policy.wording.voice(language);
    match &submitted.purpose {
        ModalPurpose::Ask { .. } => brief(voice, submitted),
        ModalPurpose::Settings { .. } => settings(voice, submitted),
        ModalPurpose::Define(form) => defining::faults(policy, form, &submitted.values),
        ModalPurpose::Decline(_) => match submitted.values.typed(steward::REASON) {
            Some(_) => Faults::new(),
            None => Faults::from([(steward::REASON.to_owned(), voice.text("fault-reason", &[]))]),
        },
        ModalPurpose::Home | ModalPurpose::ForgetMe => Faults::new(),
    }
}

fn settings(voice: Voice<'_>, submitted: &Submitted) -> Faults {
    let mut faults = Faults::new();
    for field in [channel::HOUR, channel::DAY] {
        if submitted.values.typed(field).is_some_and(|text| channel::number(text).is_none()) {
            let most = [("count", Arg::Count(u64::from(Budget::MOST)))];
            faults.insert(field.to_owned(), voice.text("fault-number", &most));
        }
    }
    let hour = |field: &str| submitted.values.typed(field).and_then(|hour| hour.parse::<i8>().ok());
    let (from, to) = (hour(channel::FROM), hour(channel::TO));
    if from.is_some() != to.is_some() || (from.is_some() && from == to) {
        faults.insert(channel::TO.to_owned(), voice.text("fault-hours", &[]));
    }
    faults
}

fn brief(voice: Voice<'_>, submitted: &Submitted) -> Faults {
    match submitted.values.typed("needed") {
        Some(_) => Faults::new(),
        None => Faults::from([("needed".to_owned(), voice.text("fault-needed", &[]))]),
    }
}
