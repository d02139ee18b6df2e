//! Who is on duty: the rota's slots, who covers for whom, and who is passed over and why.
//!
//! A rota goes round: each slot belongs to the next in the order, from handover to handover, without a beginning or
//! an end, so that exactly one covers each instant. A cover (an override in the file, a swap people agreed on) comes
//! first.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{self, Date};
use serde::{Deserialize, Serialize};

use crate::ids::UserId;
use crate::requests::calendar::Zone;
use crate::requests::team::{Backup, Team};
use crate::time::Timestamp;

/// Somebody stands in from one instant until another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// From when.
    pub from: Timestamp,
    /// Until when; no longer at that instant.
    pub until: Timestamp,
    /// Who.
    pub who: UserId,
}

impl Cover {
    fn holds(&self, at: Timestamp) -> bool {
        (self.from..self.until).contains(&at)
    }

    /// Whether two share an instant.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.from < other.until && other.from < self.until
    }
}

/// A rota.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rota {
    zone: Zone,
    /// The weekdays with a handover, in order; 0 is Monday.
    weekdays: Vec<u8>,
    /// The minute of those days at which it is.
    minute: u16,
    /// The day of the handover that begins slot 0.
    first: Date,
    order: Vec<UserId>,
    overrides: Vec<Cover>,
}

/// A turn on the rota.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// When it begins.
    pub from: Timestamp,
    /// When the next begins.
    pub until: Timestamp,
    /// Whose it is, before anybody covers.
    pub who: UserId,
}

impl Rota {
    /// Handovers at a minute of some weekdays (0 is Monday); the first of the order begins at the one on the given day
    /// or next after it. Nothing without a weekday, without people, or at the ends of time.
    pub fn new(zone: Zone, weekdays: &BTreeSet<u8>, minute: u16, since: Date, order: Vec<UserId>) -> Option<Self> {
        let weekdays: Vec<u8> = weekdays.iter().copied().filter(|day| *day < 7).collect();
        if order.is_empty() || minute >= 24 * 60 {
            return None;
        }
        let ahead = |day: &u8| (i64::from(*day) - i64::from(weekday(since))).rem_euclid(7);
        let first = later(since, weekdays.iter().map(ahead).min()?)?;
        Some(Self { zone, weekdays, minute, first, order, overrides: Vec::new() })
    }

    /// The rota with these overrides; of two for one instant the later in the list would win.
    #[must_use]
    pub fn with(self, overrides: Vec<Cover>) -> Self {
        Self { overrides, ..self }
    }

    /// The people of it, in the order of their turns.
    pub fn order(&self) -> &[UserId] {
        &self.order
    }

    /// The slot an instant is in. Nothing at the ends of time.
    pub fn slot(&self, at: Timestamp) -> Option<Slot> {
        let number = self.number(at)?;
        Some(Slot { from: self.begin(number)?, until: self.begin(number + 1)?, who: self.whose(number).clone() })
    }

    fn whose(&self, number: i64) -> &UserId {
        let turn = usize::try_from(number.rem_euclid(number_of(&self.order))).unwrap_or_default();
        &self.order[turn]
    }

    /// The number of the slot an instant is in, counted from the one `since` begins.
    fn number(&self, at: Timestamp) -> Option<i64> {
        let shown = self.zone.shown(at)?.date();
        let weeks = days_between(monday(self.first)?, monday(shown)?) / 7;
        let mut number = weeks * number_of(&self.weekdays) - self.first_of_week();
        // At most the handovers of one week away.
        while self.begin(number)? > at {
            number -= 1;
        }
        while self.begin(number + 1)? <= at {
            number += 1;
        }
        Some(number)
    }

    /// Which of its week's handovers slot 0 begins with.
    fn first_of_week(&self) -> i64 {
        number_of(&self.weekdays.iter().filter(|day| **day < weekday(self.first)).collect::<Vec<_>>())
    }

    /// When a slot begins, in the team's zone: where clocks skip that time, as much later.
    fn begin(&self, number: i64) -> Option<Timestamp> {
        let each = number_of(&self.weekdays);
        let handover = number + self.first_of_week();
        let day = self.weekdays[usize::try_from(handover.rem_euclid(each)).ok()?];
        let date = later(monday(self.first)?, 7 * handover.div_euclid(each) + i64::from(day))?;
        let time = civil::Time::new((self.minute / 60) as i8, (self.minute % 60) as i8, 0, 0).ok()?;
        self.zone.instant(date.to_datetime(time))
    }
}

fn number_of<T>(all: &[T]) -> i64 {
    i64::try_from(all.len()).unwrap_or(i64::MAX) // no list is that long
}

/// 0 for Monday.
fn weekday(date: Date) -> u8 {
    date.weekday().to_monday_zero_offset().unsigned_abs()
}

fn monday(date: Date) -> Option<Date> {
    later(date, -i64::from(weekday(date)))
}

fn later(date: Date, days: i64) -> Option<Date> {
    date.checked_add(jiff::SignedDuration::from_hours(days.checked_mul(24)?)).ok()
}

fn days_between(from: Date, until: Date) -> i64 {
    until.duration_since(from).as_hours() / 24
}

/// What is the case besides the configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Situation {
    /// Who is away.
    pub absent: BTreeSet<UserId>,
    /// How many requests somebody has open.
    pub open: BTreeMap<UserId, u32>,
    /// The swaps people agreed on, by team, the newest last: of two for one instant it wins.
    pub swaps: BTreeMap<String, Vec<Cover>>,
}

/// Who is on duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnDuty {
    /// One person, of a team or as its backup.
    Person {
        /// Who.
        who: UserId,
        /// As what.
        standing: Standing,
    },
    /// All members of a team that has no rota, by its id.
    Everybody(String),
    /// Nobody: the triage channel has to do.
    Nobody,
}

/// As what somebody is on duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// They agreed to a swap.
    Swap,
    /// The file says they cover.
    Override,
    /// It is their turn.
    Turn,
    /// It is somebody else's turn who was passed over.
    Next,
    /// As the backup.
    Backup,
}

/// Why somebody was passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// They are away.
    Absent,
    /// It is outside their hours, or the team's where they have none of their own.
    OutsideHours,
    /// They have as many requests open as they may.
    Full {
        /// So many.
        open: u32,
    },
}

/// Who was passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// Who; nobody for a team without a rota as a whole.
    pub who: Option<UserId>,
    /// In which team, by its id.
    pub team: String,
    /// Why.
    pub because: Reason,
}

/// An answer to who is on duty, with how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Who.
    pub who: OnDuty,
    /// Who was passed over, in the order they were considered.
    pub passed: Vec<Passed>,
}

/// Who is on duty for a team at an instant. Considered are, in this order: who agreed to a swap, who covers by the
/// file, whose turn it is, the others in the order of their turns, the backup.
pub fn on_duty(teams: &[Team], id: &str, at: Timestamp, situation: &Situation) -> Duty {
    let mut search = Search { teams, at, situation, asked: Vec::new(), passed: Vec::new() };
    let who = search.team(id, false).unwrap_or(OnDuty::Nobody);
    Duty { who, passed: search.passed }
}

struct Search<'a> {
    teams: &'a [Team],
    at: Timestamp,
    situation: &'a Situation,
    /// Teams asked already: one may be the backup of the other.
    asked: Vec<&'a str>,
    passed: Vec<Passed>,
}

impl<'a> Search<'a> {
    fn team(&mut self, id: &str, as_backup: bool) -> Option<OnDuty> {
        let team = self.teams.iter().find(|team| team.id == id)?;
        if self.asked.contains(&team.id.as_str()) {
            return None;
        }
        self.asked.push(&team.id);
        let found = match &team.rota {
            Some(rota) => self.by_turn(team, rota, as_backup),
            None if team.calendar.is_open(self.at) => Some(OnDuty::Everybody(team.id.clone())),
            None => {
                self.passed.push(Passed { who: None, team: team.id.clone(), because: Reason::OutsideHours });
                None
            }
        };
        found.or_else(|| self.backup(team))
    }

    fn by_turn(&mut self, team: &'a Team, rota: &'a Rota, as_backup: bool) -> Option<OnDuty> {
        let mut considered: Vec<&UserId> = Vec::new();
        let candidates = self.candidates(team, rota);
        for (who, standing) in candidates {
            if considered.contains(&who) {
                continue;
            }
            considered.push(who);
            let hours = team.own_calendar(who).unwrap_or(&team.calendar);
            if self.is_there(team, who, hours.is_open(self.at)) {
                let standing = if as_backup { Standing::Backup } else { standing };
                return Some(OnDuty::Person { who: who.clone(), standing });
            }
        }
        None
    }

    fn candidates(&self, team: &'a Team, rota: &'a Rota) -> Vec<(&'a UserId, Standing)> {
        let swaps = self.situation.swaps.get(&team.id).map_or(&[][..], Vec::as_slice);
        let covering =
            |covers: &'a [Cover]| covers.iter().rev().find(|cover| cover.holds(self.at)).map(|cover| &cover.who);
        let turn = rota.number(self.at).unwrap_or_default();
        let others = (1..number_of(&rota.order)).map(|next| (rota.whose(turn + next), Standing::Next));
        let swap = covering(swaps).map(|who| (who, Standing::Swap));
        let by_file = covering(&rota.overrides).map(|who| (who, Standing::Override));
        swap.into_iter().chain(by_file).chain([(rota.whose(turn), Standing::Turn)]).chain(others).collect()
    }

    fn backup(&mut self, team: &'a Team) -> Option<OnDuty> {
        match team.backup.as_ref()? {
            Backup::Team(id) => self.team(id, true),
            Backup::People(people) => {
                // They stand in when the team is not there: only hours of their own count.
                let there = people.iter().find(|who| {
                    let open = team.own_calendar(who).is_none_or(|hours| hours.is_open(self.at));
                    self.is_there(team, who, open)
                });
                there.map(|who| OnDuty::Person { who: who.clone(), standing: Standing::Backup })
            }
        }
    }

    /// Whether somebody can take a request; why not is noted.
    fn is_there(&mut self, team: &Team, who: &UserId, at_work: bool) -> bool {
        let open = self.situation.open.get(who).copied().unwrap_or_default();
        let because = if self.situation.absent.contains(who) {
            Reason::Absent
        } else if !at_work {
            Reason::OutsideHours
        } else if team.max_open(who).is_some_and(|most| open >= most) {
            Reason::Full { open }
        } else {
            return true;
        };
        self.passed.push(Passed { who: Some(who.clone()), team: team.id.clone(), because });
        false
    }
}
