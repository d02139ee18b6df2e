//! What our buttons and modals mean. A button carries its meaning as JSON in its value (at most 2000
//! characters), a modal in its private metadata (at most 3000): they live at Slack, not with us.

use serde::{Deserialize, Serialize};

use crate::ids::{ChannelId, ConceptId, CueId, MessageTs, ProposalId, RequestId, RuleId, UserId};
use crate::requests::request::{Place, Surface};
use crate::rules::finding::{Kind, Theme};
use crate::text::Language;

/// A finding as the buttons on its card carry it. The words that were heard stay here, at Slack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingRef {
    /// The channel.
    pub channel: ChannelId,
    /// The message it is about.
    pub ts: MessageTs,
    /// The root of its thread.
    pub root: MessageTs,
    /// Who said it.
    pub author: UserId,
    /// What kind.
    pub kind: Kind,
    /// What about.
    pub themes: Vec<Theme>,
    /// Which rules.
    pub rules: Vec<RuleId>,
    /// Which cues, with their words as far as they fit.
    pub because: Vec<(CueId, String)>,
    /// The language of the thread.
    pub language: Language,
}

/// What a button means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Press {
    /// Explain a concept to whoever clicks.
    Explain(ConceptId),
    /// Do not explain these in this channel.
    MuteHere(Vec<ConceptId>),
    /// The one who clicks knows these.
    Known(Vec<ConceptId>),
    /// Explain these too, to whoever clicks.
    More(Vec<ConceptId>),
    /// Say nothing in the channel by itself, or do again.
    QuietHere(ChannelId, bool),
    /// Say nothing to the one who clicks by itself, or do again.
    QuietEverywhere(bool),
    /// Open the settings of a channel.
    Settings(ChannelId),
    /// Let a rule speak again that most people rejected.
    WakeRule(RuleId),
    /// Turn the finding into a request.
    BringLiaison(FindingRef),
    /// Show both concerns.
    ShowBothSides(FindingRef),
    /// The finding was wrong.
    NotAProblem(FindingRef),
    /// Which rule and words made the bot speak.
    Why(FindingRef),
    /// Take the request on.
    Claim(RequestId),
    /// Say the request is settled.
    Solve(RequestId),
    /// Agree that it is settled.
    Confirm(RequestId),
    /// Say it is not settled.
    Reopen(RequestId),
    /// Bring in the liaison for a message: opens the form.
    AskAbout(Place),
    /// Explain again the words a person said they know.
    ExplainAgain,
    /// Remove what is kept about the person who clicks: asks first.
    ForgetMe,
    /// Write a new entry for a word: opens the form.
    Define(String),
    /// Improve an entry: opens the form.
    Improve(ConceptId),
    /// Improve one of several entries: asks which.
    ImproveOne(Vec<ConceptId>),
    /// Take a proposal into the glossary.
    Approve(ProposalId),
    /// Take a proposal with changes: opens the form.
    EditProposal(ProposalId),
    /// Not take a proposal: asks why.
    Decline(ProposalId),
    /// Say that an entry is still right.
    StillRight(ConceptId),
    /// A link: opens an address and means nothing to us.
    Open(String),
}

impl Press {
    /// A short kebab-case name, used as Slack's `action_id`.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Explain(_) => "explain",
            Self::MuteHere(_) => "mute-here",
            Self::Known(_) => "known",
            Self::More(_) => "more",
            Self::QuietHere(..) => "quiet-here",
            Self::QuietEverywhere(_) => "quiet-everywhere",
            Self::Settings(_) => "settings",
            Self::WakeRule(_) => "wake-rule",
            Self::BringLiaison(_) => "bring-liaison",
            Self::ShowBothSides(_) => "show-both-sides",
            Self::NotAProblem(_) => "not-a-problem",
            Self::Why(_) => "why",
            Self::Claim(_) => "claim",
            Self::Solve(_) => "solve",
            Self::Confirm(_) => "confirm",
            Self::Reopen(_) => "reopen",
            Self::AskAbout(_) => "ask-about",
            Self::ExplainAgain => "explain-again",
            Self::ForgetMe => "forget-me",
            Self::Define(_) => "define",
            Self::Improve(_) => "improve",
            Self::ImproveOne(_) => "improve-one",
            Self::Approve(_) => "approve",
            Self::EditProposal(_) => "edit-proposal",
            Self::Decline(_) => "decline",
            Self::StillRight(_) => "still-right",
            Self::Open(_) => "open",
        }
    }
}

/// What the form of an entry is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defining {
    /// The entry it changes; nothing for a new one.
    pub concept: Option<ConceptId>,
    /// A number for what that entry says, to tell when it has changed since.
    pub seen: u32,
    /// The proposal that a steward would take with it.
    pub proposal: Option<ProposalId>,
    /// The language it speaks.
    pub language: Language,
    /// A number for what was said in it last, so that it is changed only when there is something else to say.
    pub said: u32,
}

/// What a modal is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ModalPurpose {
    /// A new request's brief.
    Ask {
        /// Where it was asked.
        channel: ChannelId,
        /// The message it is about, if any: its thread hears of each step.
        about: Option<Place>,
        /// From where.
        surface: Surface,
    },
    /// How a channel is set.
    Settings {
        /// Which.
        channel: ChannelId,
        /// By which time zone its quiet hours are chosen.
        zone: String,
        /// The words not explained there that the form shows.
        muted: Vec<ConceptId>,
    },
    /// The App Home, whose look-up box is filled in.
    Home,
    /// To have what is kept about oneself removed.
    ForgetMe,
    /// An entry of the glossary.
    Define(Defining),
    /// Why a proposal is not taken.
    Decline(ProposalId),
}

impl ModalPurpose {
    /// The channel it is about, if it is about one.
    pub const fn channel(&self) -> Option<&ChannelId> {
        match self {
            Self::Ask { channel, .. } | Self::Settings { channel, .. } => Some(channel),
            Self::Home | Self::ForgetMe | Self::Define(_) | Self::Decline(_) => None,
        }
    }
}
