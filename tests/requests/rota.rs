//! Who is on duty: one slot for each instant, covers first, and everybody passed over with the reason.

use std::collections::BTreeSet;

use jiff::civil;
use liaison::ids::UserId;
use liaison::requests::calendar::{Calendar, Shift, Week, Zone};
use liaison::requests::rota::{Cover, Duty, OnDuty, Passed, Reason, Rota, Situation, Slot, Standing, on_duty};
use liaison::requests::team::{Backup, Member, MemberRef, Team};
use liaison::time::{Span, Timestamp};
use proptest::prelude::*;

fn at(zone: &str, shown: &str) -> Timestamp {
    Zone::named(zone).unwrap().instant(shown.parse().unwrap()).unwrap()
}

fn tokyo(shown: &str) -> Timestamp {
    at("Asia/Tokyo", shown)
}

fn people(ids: &[&str]) -> Vec<UserId> {
    ids.iter().map(|id| UserId::from(*id)).collect()
}

/// Mondays at 9:30 in Tokyo: Mori, then Lee, then Kato.
fn weekly() -> Rota {
    let order = people(&["UMORI", "ULEE", "UKATO"]);
    Rota::new(Zone::named("Asia/Tokyo").unwrap(), &BTreeSet::from([0]), 570, civil::date(2026, 11, 20), order).unwrap()
}

fn office(zone: &str) -> Calendar {
    let hours = || vec![Shift::read("09:00-18:00").unwrap()];
    let week = std::array::from_fn(|day| if day < 5 { hours() } else { Vec::new() });
    Calendar {
        zone: Zone::named(zone).unwrap(),
        week: Week::new(week),
        off: liaison::requests::calendar::DaysOff::default(),
    }
}

fn team(rota: Option<Rota>) -> Team {
    Team { rota, ..Team::new("liaisons", "#triage", vec![MemberRef::Group("liaisons".to_owned())]) }
}

fn person(who: &str, standing: Standing) -> OnDuty {
    OnDuty::Person { who: who.into(), standing }
}

fn passed(who: &str, because: Reason) -> Passed {
    Passed { who: Some(who.into()), team: "liaisons".to_owned(), because }
}

fn ask(teams: &[Team], at: Timestamp, situation: &Situation) -> Duty {
    on_duty(teams, "liaisons", at, situation)
}

#[test]
fn turns_go_round_from_handover_to_handover() {
    let rota = weekly();
    let whose = |shown| rota.slot(tokyo(shown)).unwrap().who;
    assert_eq!(whose("2026-11-23T09:30").as_str(), "UMORI", "the first Monday from the 20th on");
    assert_eq!(whose("2026-11-30T09:29").as_str(), "UMORI");
    assert_eq!(whose("2026-11-30T09:30").as_str(), "ULEE");
    assert_eq!(whose("2026-12-07T12:00").as_str(), "UKATO");
    assert_eq!(whose("2026-12-14T12:00").as_str(), "UMORI");
    assert_eq!(whose("2026-11-20T12:00").as_str(), "UKATO", "before it begins it went round as well");
}

#[test]
fn a_handover_at_a_time_clocks_skip_is_as_much_later() {
    let zone = || Zone::named("America/New_York").unwrap();
    let order = people(&["UA", "UB"]);
    let rota = Rota::new(zone(), &BTreeSet::from([6]), 150, civil::date(2026, 3, 1), order).unwrap();
    let there = |shown| at("America/New_York", shown);
    let slot = rota.slot(there("2026-03-08T03:30")).unwrap();
    assert_eq!(slot.from, there("2026-03-08T03:30"), "2:30 is not there on 8 March");
    assert_eq!(rota.slot(there("2026-03-08T03:29")).unwrap().until, slot.from);
    let autumn = rota.slot(there("2026-11-01T12:00")).unwrap();
    assert_eq!(autumn.from, there("2026-11-01T02:30"));
    assert_eq!(autumn.until.since(autumn.from), Span::days(7));
}

#[test]
fn a_daily_rota_hands_over_on_working_days_alone() {
    let zone = Zone::named("Europe/Berlin").unwrap();
    let workdays = BTreeSet::from([0, 1, 2, 3, 4]);
    let rota = Rota::new(zone, &workdays, 540, civil::date(2026, 11, 23), people(&["UA", "UB", "UC"])).unwrap();
    let whose = |shown: &str| rota.slot(at("Europe/Berlin", shown)).unwrap().who.as_str().to_owned();
    assert_eq!(whose("2026-11-23T09:00"), "UA");
    assert_eq!(whose("2026-11-27T09:00"), "UB");
    assert_eq!(whose("2026-11-29T20:00"), "UB", "over the weekend");
    assert_eq!(whose("2026-11-30T09:00"), "UC");
}

#[test]
fn without_a_rota_everybody_is_on_duty() {
    let duty = ask(&[team(None)], tokyo("2026-11-25T03:00"), &Situation::default());
    assert_eq!(duty, Duty { who: OnDuty::Everybody("liaisons".to_owned()), passed: Vec::new() });
    assert_eq!(on_duty(&[team(None)], "nobody", Timestamp(1), &Situation::default()).who, OnDuty::Nobody);
}

#[test]
fn who_cannot_take_it_is_passed_over_with_the_reason() {
    let mut team = Team { calendar: office("Asia/Tokyo"), max_open: Some(5), ..team(Some(weekly())) };
    let berlin = Member { calendar: Some(office("Europe/Berlin")), max_open: None };
    team.people.insert("ULEE".into(), berlin);
    let mut situation = Situation::default();
    situation.absent.insert("UMORI".into());
    situation.open.insert("UKATO".into(), 5);
    let morning = tokyo("2026-11-25T10:00");
    let all = [
        passed("UMORI", Reason::Absent),
        passed("ULEE", Reason::OutsideHours),
        passed("UKATO", Reason::Full { open: 5 }),
    ];
    let nobody = ask(std::slice::from_ref(&team), morning, &situation);
    assert_eq!(nobody, Duty { who: OnDuty::Nobody, passed: all.to_vec() });

    let late = ask(std::slice::from_ref(&team), tokyo("2026-11-25T17:30"), &situation);
    assert_eq!(late.who, person("ULEE", Standing::Next), "it is 9:30 in Berlin");

    team.people.insert("UKATO".into(), Member { calendar: None, max_open: Some(6) });
    assert_eq!(ask(&[team], morning, &situation).who, person("UKATO", Standing::Next), "one more than the team's");
}

#[test]
fn a_swap_comes_before_an_override_before_the_turn() {
    let day = |who: &str| Cover { from: tokyo("2026-11-25T00:00"), until: tokyo("2026-11-26T00:00"), who: who.into() };
    let teams = [team(Some(weekly().with(vec![day("UIDA")])))];
    let now = tokyo("2026-11-25T10:00");
    let mut situation = Situation::default();
    assert_eq!(ask(&teams, now, &situation).who, person("UIDA", Standing::Override));
    assert_eq!(ask(&teams, tokyo("2026-11-26T00:00"), &situation).who, person("UMORI", Standing::Turn));
    situation.swaps.insert("liaisons".to_owned(), vec![day("ULEE"), day("UKATO")]);
    assert_eq!(ask(&teams, now, &situation).who, person("UKATO", Standing::Swap), "the newest");
    situation.absent.insert("UKATO".into());
    let duty = ask(&teams, now, &situation);
    assert_eq!(duty.who, person("UIDA", Standing::Override));
    assert_eq!(duty.passed, [passed("UKATO", Reason::Absent)]);
}

#[test]
fn nobody_on_duty_goes_to_the_backup_and_two_backups_of_each_other_end() {
    let night = tokyo("2026-11-25T23:00");
    let first = Team { calendar: office("Asia/Tokyo"), backup: Some(Backup::Team("berlin".to_owned())), ..team(None) };
    let berlin = Team {
        id: "berlin".to_owned(),
        calendar: office("Europe/Berlin"),
        backup: Some(Backup::Team("liaisons".to_owned())),
        ..team(Some(weekly()))
    };
    let teams = [first.clone(), berlin];
    let closed = Passed { who: None, team: "liaisons".to_owned(), because: Reason::OutsideHours };
    let duty = ask(&teams, night, &Situation::default());
    assert_eq!(duty, Duty { who: person("UMORI", Standing::Backup), passed: vec![closed] });
    let duty = ask(&teams, tokyo("2026-11-26T03:30"), &Situation::default());
    assert_eq!((duty.who, duty.passed.len()), (OnDuty::Nobody, 4), "both are closed");

    let people = Backup::People(people(&["UONO", "UABE"]));
    let with_people = [Team { backup: Some(people), ..first }];
    let situation = Situation { absent: BTreeSet::from(["UONO".into()]), ..Situation::default() };
    assert_eq!(ask(&with_people, night, &situation).who, person("UABE", Standing::Backup));
}

fn rotas() -> impl Strategy<Value = Rota> {
    let zones = ["America/New_York", "Europe/Berlin", "Asia/Tokyo", "Australia/Lord_Howe", "Pacific/Apia"];
    let weekdays = prop::collection::btree_set(0_u8..7, 1..8);
    let minute = prop_oneof![0_u16..1440, 0_u16..240];
    (prop::sample::select(zones.to_vec()), weekdays, minute, 0_i32..1_500, 1_usize..6).prop_map(
        |(zone, weekdays, minute, since, number)| {
            let since = civil::date(2024, 1, 1).checked_add(jiff::Span::new().days(since)).unwrap();
            let order = (0..number).map(|n| UserId::new(format!("U{n}"))).collect();
            Rota::new(Zone::named(zone).unwrap(), &weekdays, minute, since, order).unwrap()
        },
    )
}

/// Some time between 2010 and 2040.
fn instants() -> impl Strategy<Value = Timestamp> {
    (1_262_304_000_000_i64..2_208_988_800_000).prop_map(Timestamp)
}

proptest! {
    #[test]
    fn exactly_one_slot_covers_each_instant_and_none_is_missing_at_a_handover(rota in rotas(), at in instants()) {
        let Slot { from, until, who } = rota.slot(at).unwrap();
        prop_assert!(from <= at && at < until);
        prop_assert!(until.since(from) <= Span::days(8));
        for inside in [from, Timestamp(until.0 - 1)] {
            prop_assert_eq!(rota.slot(inside), Some(Slot { from, until, who: who.clone() }));
        }
        let next = rota.slot(until).unwrap();
        prop_assert_eq!(next.from, until);
        let order = rota.order();
        let turn = order.iter().position(|one| *one == who).unwrap();
        // A handover on a day that a zone left out altogether (Samoa in 2011) takes a turn of no length with it.
        let left_out = (1_325_000_000_000..1_325_600_000_000).contains(&until.0);
        prop_assert!(next.who == order[(turn + 1) % order.len()] || left_out);
        prop_assert_eq!(rota.slot(Timestamp(from.0 - 1)).unwrap().until, from);
    }

    #[test]
    fn who_covers_is_on_duty_whoever_s_turn_it_is(rota in rotas(), at in instants(), before in 0_i64..1_000, after in 1_i64..1_000) {
        let cover = Cover { from: Timestamp(at.0 - before), until: Timestamp(at.0 + after), who: "UIDA".into() };
        let turn = rota.slot(at).unwrap().who;
        let plain = [team(Some(rota.clone()))];
        let teams = [team(Some(rota.with(vec![cover.clone()])))];
        let none = Situation::default();
        prop_assert_eq!(ask(&plain, at, &none).who, person(turn.as_str(), Standing::Turn));
        prop_assert_eq!(ask(&teams, at, &none).who, person("UIDA", Standing::Override));
        prop_assert_eq!(ask(&teams, at, &none), ask(&teams, at, &none));
        prop_assert_ne!(ask(&teams, cover.until, &none).who, person("UIDA", Standing::Override));
    }

    #[test]
    fn somebody_is_on_duty_as_long_as_one_can_be_and_everybody_before_them_is_accounted_for(
        rota in rotas(),
        at in instants(),
        absent in prop::collection::btree_set(0_usize..6, 0..6),
    ) {
        let absent: BTreeSet<UserId> = absent.into_iter().map(|n| UserId::new(format!("U{n}"))).collect();
        let order = rota.order().to_vec();
        let situation = Situation { absent: absent.clone(), ..Situation::default() };
        let duty = ask(&[team(Some(rota))], at, &situation);
        let there = order.iter().filter(|who| !absent.contains(who)).count();
        match duty.who {
            OnDuty::Person { who, .. } => prop_assert!(!absent.contains(&who)),
            OnDuty::Nobody => prop_assert_eq!((there, duty.passed.len()), (0, order.len())),
            OnDuty::Everybody(_) => prop_assert!(false, "there is a rota"),
        }
        prop_assert!(duty.passed.iter().all(|passed| passed.because == Reason::Absent));
    }
}
