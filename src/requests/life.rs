//! The state machine of a request: which action leads from which state to which, and who may take it.

use serde::{Deserialize, Serialize};

/// How far a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Found by the bot; nobody has asked yet.
    Suggested,
    /// Asked; nobody has claimed it.
    Open,
    /// A liaison is on it.
    InProgress,
    /// Waiting on the requester.
    Waiting,
    /// Put aside until a date or an outside ticket.
    OnHold,
    /// Settled, to be confirmed.
    Solved,
    /// Confirmed. A reply no longer reopens it.
    Closed,
    /// Not taken up, with a reason.
    Declined,
    /// The same as another.
    Duplicate,
    /// Taken back by the requester.
    Cancelled,
}

impl State {
    /// All states.
    pub const ALL: [Self; 10] = [
        Self::Suggested,
        Self::Open,
        Self::InProgress,
        Self::Waiting,
        Self::OnHold,
        Self::Solved,
        Self::Closed,
        Self::Declined,
        Self::Duplicate,
        Self::Cancelled,
    ];

    /// Whether nothing more can happen.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Closed | Self::Declined | Self::Duplicate | Self::Cancelled)
    }
}

/// What can be done to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// The bot suggests it.
    Suggest,
    /// Somebody asks for it.
    Ask,
    /// A liaison takes it on.
    Claim,
    /// The liaison gives it back.
    Release,
    /// The liaison passes it to another.
    HandOver,
    /// The liaison waits for the requester.
    Wait,
    /// The liaison puts it aside.
    Hold,
    /// The liaison goes on with it.
    Resume,
    /// The liaison says it is settled.
    Solve,
    /// The liaison does not take it up.
    Decline,
    /// The liaison says it is the same as another.
    MarkDuplicate,
    /// The requester agrees that it is settled.
    Confirm,
    /// The requester says it is not settled, by button or by a reply.
    Reopen,
    /// The requester takes it back.
    Cancel,
    /// Nobody objected in time.
    Expire,
}

impl Action {
    /// All actions.
    pub const ALL: [Self; 15] = [
        Self::Suggest,
        Self::Ask,
        Self::Claim,
        Self::Release,
        Self::HandOver,
        Self::Wait,
        Self::Hold,
        Self::Resume,
        Self::Solve,
        Self::Decline,
        Self::MarkDuplicate,
        Self::Confirm,
        Self::Reopen,
        Self::Cancel,
        Self::Expire,
    ];

    /// What it is called in files and by other systems.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Suggest => "suggest",
            Self::Ask => "ask",
            Self::Claim => "claim",
            Self::Release => "release",
            Self::HandOver => "hand-over",
            Self::Wait => "wait",
            Self::Hold => "hold",
            Self::Resume => "resume",
            Self::Solve => "solve",
            Self::Decline => "decline",
            Self::MarkDuplicate => "mark-duplicate",
            Self::Confirm => "confirm",
            Self::Reopen => "reopen",
            Self::Cancel => "cancel",
            Self::Expire => "expire",
        }
    }
}

/// In what capacity somebody acts on a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Capacity {
    /// The person who asked.
    Requester,
    /// The liaison who claimed it.
    Holder,
    /// Another member of the team.
    TeamMember,
    /// Anybody else.
    Bystander,
    /// The bot itself, on a timer or a finding.
    Bot,
}

/// Why an action cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// The request is in a final state.
    Over(State),
    /// Not from this state.
    NotNow(State),
    /// Not by this person.
    NotYours(Action),
}

/// The state an action leads to.
///
/// # Errors
/// A [`Refusal`] that says why it cannot be taken.
#[allow(clippy::match_same_arms, reason = "one line a transition, as one would draw it")]
pub fn step(state: State, action: Action, by: Capacity) -> Result<State, Refusal> {
    use Action as A;
    use State as S;
    if state.is_final() {
        return Err(Refusal::Over(state));
    }
    let to = match (state, action) {
        (S::Suggested, A::Ask) => S::Open,
        (S::Suggested | S::Open, A::Claim) => S::InProgress,
        (S::InProgress | S::Waiting | S::OnHold, A::Release) => S::Open,
        (S::InProgress, A::HandOver) => S::InProgress,
        (S::Waiting, A::HandOver) => S::Waiting,
        (S::OnHold, A::HandOver) => S::OnHold,
        (S::InProgress | S::OnHold, A::Wait) => S::Waiting,
        (S::InProgress | S::Waiting, A::Hold) => S::OnHold,
        (S::Waiting | S::OnHold, A::Resume) => S::InProgress,
        (S::InProgress | S::Waiting | S::OnHold, A::Solve) => S::Solved,
        (S::Suggested | S::Open | S::InProgress | S::Waiting | S::OnHold, A::Decline) => S::Declined,
        (S::Suggested | S::Open | S::InProgress | S::Waiting | S::OnHold, A::MarkDuplicate) => S::Duplicate,
        (S::Solved, A::Confirm) => S::Closed,
        (S::Solved, A::Reopen) => S::InProgress,
        (S::Suggested | S::Open | S::InProgress | S::Waiting | S::OnHold, A::Cancel) => S::Cancelled,
        (S::Solved | S::Suggested, A::Expire) => S::Closed,
        _ => return Err(Refusal::NotNow(state)),
    };
    if may(action, by) { Ok(to) } else { Err(Refusal::NotYours(action)) }
}

/// Whether somebody in this capacity may ever take this action.
pub const fn may(action: Action, by: Capacity) -> bool {
    use Action as A;
    match action {
        A::Suggest | A::Expire => matches!(by, Capacity::Bot),
        A::Ask => !matches!(by, Capacity::Bot),
        A::Claim | A::Decline | A::MarkDuplicate => matches!(by, Capacity::Holder | Capacity::TeamMember),
        A::Release | A::HandOver | A::Wait | A::Hold | A::Solve => {
            matches!(by, Capacity::Holder | Capacity::TeamMember)
        }
        A::Resume => matches!(by, Capacity::Holder | Capacity::TeamMember | Capacity::Requester),
        A::Confirm | A::Reopen | A::Cancel => matches!(by, Capacity::Requester),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAPACITIES: [Capacity; 5] =
        [Capacity::Requester, Capacity::Holder, Capacity::TeamMember, Capacity::Bystander, Capacity::Bot];

    #[test]
    fn the_main_road_leads_from_suggested_to_closed() {
        let mut state = State::Suggested;
        for (action, by, to) in [
            (Action::Ask, Capacity::Requester, State::Open),
            (Action::Claim, Capacity::TeamMember, State::InProgress),
            (Action::Solve, Capacity::Holder, State::Solved),
            (Action::Reopen, Capacity::Requester, State::InProgress),
            (Action::Solve, Capacity::Holder, State::Solved),
            (Action::Confirm, Capacity::Requester, State::Closed),
        ] {
            state = step(state, action, by).unwrap();
            assert_eq!(state, to, "after {action:?}");
        }
    }

    #[test]
    fn nothing_leads_out_of_a_final_state() {
        for state in State::ALL.into_iter().filter(|s| s.is_final()) {
            for action in Action::ALL {
                for by in CAPACITIES {
                    assert_eq!(step(state, action, by), Err(Refusal::Over(state)));
                }
            }
        }
    }

    #[test]
    fn every_state_that_is_not_final_can_reach_one() {
        for start in State::ALL {
            let mut reached = vec![start];
            while let Some(next) = reached.iter().find_map(|&state| {
                Action::ALL
                    .iter()
                    .flat_map(|&a| CAPACITIES.map(|by| step(state, a, by)))
                    .filter_map(Result::ok)
                    .find(|to| !reached.contains(to))
            }) {
                reached.push(next);
            }
            assert!(reached.iter().any(|s| s.is_final()), "{start:?} has no way out");
        }
    }

    #[test]
    fn an_action_is_called_as_it_is_stored() {
        for action in Action::ALL {
            assert_eq!(serde_json::to_value(action).unwrap(), action.name());
        }
    }

    #[test]
    fn a_bystander_can_only_ask() {
        for state in State::ALL {
            for action in Action::ALL.into_iter().filter(|&a| a != Action::Ask) {
                assert!(step(state, action, Capacity::Bystander).is_err(), "{state:?} {action:?}");
            }
        }
    }
}
