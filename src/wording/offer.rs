//! Offers help where a finding says it may be welcome, shows both sides, and says why the bot spoke.

use crate::ids::RequestId;
use crate::rules::finding::{Kind, Theme};
use crate::wording::explanation::listed;
use crate::wording::message::{Button, Emphasis, Message, Mrkdwn, Part};
use crate::wording::press::{FindingRef, Press};
use crate::wording::voice::{Arg, Voice};

/// The offer beside a message. `private` when only one person sees it.
pub fn offer(voice: Voice<'_>, finding: &FindingRef, private: bool) -> Message {
    let themes = themes(voice, &finding.themes);
    let args = [("themes", Arg::Text(&themes))];
    let (title, body) = match finding.kind {
        Kind::DivergentGoals if finding.themes.is_empty() => ("offer-title-no-themes", "offer-body-divergent-goals"),
        Kind::DivergentGoals => ("offer-title-divergent-goals", "offer-body-divergent-goals"),
        Kind::CommunicationStyle => ("offer-title-communication-style", "offer-body-communication-style"),
        Kind::KnowledgeGap => ("offer-title-knowledge-gap", "offer-body-knowledge-gap"),
    };
    let mut parts = vec![
        Part::Section(Mrkdwn::bold(&voice.text(title, &args))),
        Part::Section(voice.markup(body, &[])),
        Part::Buttons(buttons(voice, finding)),
    ];
    if private {
        parts.push(Part::Context(voice.markup("offer-private", &[])));
    }
    Message::of(parts)
}

fn buttons(voice: Voice<'_>, finding: &FindingRef) -> Vec<Button> {
    let button = |id: &str, press: fn(FindingRef) -> Press, emphasis| Button {
        label: voice.text(id, &[]),
        press: press(finding.clone()),
        emphasis,
    };
    let mut row = vec![button("button-bring-liaison", Press::BringLiaison, Emphasis::Primary)];
    if finding.kind == Kind::DivergentGoals && !finding.themes.is_empty() {
        row.push(button("button-show-both-sides", Press::ShowBothSides, Emphasis::Normal));
    }
    row.push(button("button-not-a-problem", Press::NotAProblem, Emphasis::Normal));
    row.push(button("button-why", Press::Why, Emphasis::Normal));
    row
}

/// Both concerns for each theme, each in its own best light.
pub fn both_sides(voice: Voice<'_>, about: &[Theme]) -> Message {
    let mut parts = vec![Part::Section(Mrkdwn::bold(&voice.text("both-title", &[])))];
    for theme in about.iter().take(3) {
        let name = theme_name(voice, *theme);
        let revenue = voice.text(&format!("concern-revenue-{}", theme.id()), &[]);
        let quality = voice.text(&format!("concern-quality-{}", theme.id()), &[]);
        let lines = [
            voice.markup("both-theme", &[("theme", Arg::Text(&name))]),
            voice.markup("both-revenue", &[("text", Arg::Text(&revenue))]),
            voice.markup("both-quality", &[("text", Arg::Text(&quality))]),
        ];
        parts.push(Part::Section(Mrkdwn::lines(&lines)));
    }
    parts.push(Part::Context(voice.markup("both-foot", &[])));
    Message::of(parts)
}

/// Which rules and words made the bot speak, and how to change that. `rules` are ids with what each says of
/// itself, nothing where it is gone, `cues` the words heard with the name of the cue.
pub fn why(voice: Voice<'_>, rules: &[(&str, Option<&str>)], cues: &[(&str, &str)]) -> Message {
    let mut lines = vec![Mrkdwn::bold(&voice.text("why-title", &[]))];
    for (rule, why) in rules {
        lines.push(match why {
            Some(why) => voice.markup("why-rule", &[("rule", Arg::Text(rule)), ("why", Arg::Text(why))]),
            None => voice.markup("why-rule-gone", &[("rule", Arg::Text(rule))]),
        });
    }
    if !cues.is_empty() {
        lines.push(voice.markup("why-words", &[]));
    }
    for (words, cue) in cues {
        lines.push(voice.markup("why-cue", &[("words", Arg::Text(words)), ("cue", Arg::Text(cue))]));
    }
    Message::of(vec![Part::Section(Mrkdwn::lines(&lines)), Part::Context(voice.markup("why-change", &[]))])
}

/// Says that a finding was taken back.
pub fn dismissed(voice: Voice<'_>) -> Message {
    single(voice, "offer-dismissed", &[])
}

/// Says that a finding became a request.
pub fn accepted(voice: Voice<'_>, id: RequestId) -> Message {
    single(voice, "offer-accepted", &[("id", Arg::Text(&id.to_string()))])
}

/// Says that the thread is with the liaison already.
pub fn already(voice: Voice<'_>, id: RequestId) -> Message {
    single(voice, "offer-already", &[("id", Arg::Text(&id.to_string()))])
}

/// A message of one sentence.
pub(super) fn single(voice: Voice<'_>, id: &str, args: &[(&str, Arg<'_>)]) -> Message {
    Message::of(vec![Part::Section(voice.markup(id, args))])
}

/// The themes by name, in a row.
pub(super) fn themes(voice: Voice<'_>, about: &[Theme]) -> String {
    let names: Vec<String> = about.iter().take(3).map(|theme| theme_name(voice, *theme)).collect();
    listed(voice.language(), &names.iter().map(String::as_str).collect::<Vec<_>>())
}

fn theme_name(voice: Voice<'_>, theme: Theme) -> String {
    voice.text(&format!("theme-{}", theme.id()), &[])
}
