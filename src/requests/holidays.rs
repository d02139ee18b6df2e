//! Reads days off from an iCalendar file (`.ics`, RFC 5545): events that last whole days, with their names.
//!
//! What would change which days are off and is not read (times of day, time zones, repetition) is named with its line,
//! never guessed. Properties that say nothing about that are passed over. There are crates for iCalendar; they read far
//! more of it and keep no lines, and it is the lines that help somebody mend their file.

mod line;

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::requests::calendar::Part;
use line::{Line, lines};

/// A holiday: one day or several in a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holiday {
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
    /// Which part of each day is off.
    pub part: Part,
    /// What it is called; may be empty.
    pub name: String,
}

impl Holiday {
    /// Its days.
    pub fn days(&self) -> impl Iterator<Item = (Date, Part)> {
        let (last, part) = (self.last, self.part);
        self.first.series(1.day()).take_while(move |day| *day <= last).map(move |day| (day, part))
    }
}

/// Something in a file that cannot be read as days off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amiss {
    /// The line, counted from 1.
    pub line: u64,
    /// What it is about: a property or a component.
    pub name: String,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

/// The most days one holiday may last.
const MOST_DAYS: i32 = 366;

const DATE: &str = "write a whole day, such as `DTSTART;VALUE=DATE:20260101`; for half of one, add \
                    `X-LIAISON-OFF:MORNING` or `X-LIAISON-OFF:AFTERNOON`";
const EACH: &str = "write an event of its own for each day or row of days, and take this line away";

/// Reads the holidays of a file, in its order.
///
/// # Errors
/// Everything that cannot be read, in the order of its lines.
pub fn read(text: &str) -> Result<Vec<Holiday>, Vec<Amiss>> {
    let mut reader = Reader::default();
    for line in lines(text) {
        match line {
            Ok(line) => reader.take(&line),
            Err(amiss) => {
                reader.event.broken = true;
                reader.amiss.push(amiss);
            }
        }
        // Outside a calendar nothing is as it should be: one problem says it.
        if reader.within.is_empty() && !reader.amiss.is_empty() {
            break;
        }
    }
    reader.end(text);
    reader.amiss.sort_by_key(|amiss| amiss.line);
    if reader.amiss.is_empty() { Ok(reader.holidays) } else { Err(reader.amiss) }
}

/// An event while its lines are read.
#[derive(Debug, Default)]
struct Event {
    line: u64,
    start: Option<Date>,
    /// The first day after it.
    end: Option<Date>,
    part: Option<Part>,
    name: Option<String>,
    cancelled: bool,
    /// The once-only properties that were there.
    seen: Vec<&'static str>,
    /// Something of it was reported.
    broken: bool,
}

#[derive(Debug, Default)]
struct Reader {
    /// The components we are in, outermost first, with the lines they begin on.
    within: Vec<(String, u64)>,
    event: Event,
    had_calendar: bool,
    holidays: Vec<Holiday>,
    amiss: Vec<Amiss>,
}

impl Reader {
    fn take(&mut self, line: &Line) {
        match line.name.as_str() {
            "BEGIN" => self.begin(line),
            "END" => self.finish(line),
            _ => match self.within.last().map(|(name, _)| name.as_str()) {
                Some("VEVENT") => self.property(line),
                Some(_) => {}
                None => self.outside(line),
            },
        }
    }

    fn report(&mut self, line: &Line, problem: impl Into<String>, remedy: &str) {
        self.event.broken = true;
        self.amiss.push(Amiss {
            line: line.number,
            name: line.name.clone(),
            problem: problem.into(),
            remedy: remedy.to_owned(),
        });
    }

    fn outside(&mut self, line: &Line) {
        self.report(
            line,
            "stands outside the calendar",
            "begin the file with BEGIN:VCALENDAR and end it with END:VCALENDAR",
        );
    }

    fn begin(&mut self, line: &Line) {
        let name = line.value.to_ascii_uppercase();
        match (name.as_str(), self.within.last().map(|(name, _)| name.as_str())) {
            ("VCALENDAR", None) => self.had_calendar = true,
            (_, None) => self.outside(line),
            ("VEVENT", Some("VCALENDAR")) => self.event = Event { line: line.number, ..Event::default() },
            // They say nothing about which days are off.
            ("VTIMEZONE", Some("VCALENDAR"))
            | ("STANDARD" | "DAYLIGHT", Some("VTIMEZONE"))
            | ("VALARM", Some("VEVENT")) => {}
            (_, Some(outer)) if outer.starts_with("X-") || name.starts_with("X-") => {}
            _ => self.report(
                line,
                format!("`{}` is not read here", shown(&line.value)),
                "take it out, to its END: line; days off are VEVENT",
            ),
        }
        self.within.push((name, line.number));
    }

    fn finish(&mut self, line: &Line) {
        let name = line.value.to_ascii_uppercase();
        match self.within.pop() {
            Some((open, _)) if open == name => {
                // One within another, or within what we do not know, is none of ours.
                if name == "VEVENT" && self.within.len() == 1 {
                    self.close_event();
                }
            }
            Some((open, began)) => {
                let problem =
                    format!("ends `{}`, and `{}` of line {began} is still open", shown(&line.value), shown(&open));
                self.report(line, problem, "end what begins, the inner before the outer");
                // Go on with whatever the line meant to close.
                if let Some(at) = self.within.iter().rposition(|(open, _)| *open == name) {
                    self.within.truncate(at);
                }
            }
            None => self.outside(line),
        }
    }

    fn property(&mut self, line: &Line) {
        let once = ["DTSTART", "DTEND", "SUMMARY", "X-LIAISON-OFF", "STATUS"];
        if let Some(name) = once.into_iter().find(|name| *name == line.name) {
            if self.event.seen.contains(&name) {
                return self.report(line, "is there twice in one event", "keep one of the two");
            }
            self.event.seen.push(name);
        }
        match line.name.as_str() {
            "DTSTART" => self.event.start = self.date(line),
            "DTEND" => self.event.end = self.date(line),
            "SUMMARY" => match line.text() {
                Ok(name) => self.event.name = Some(name),
                Err(problem) => {
                    let remedy = "a backslash stands only before a comma, a semicolon, an n or another backslash";
                    self.report(line, problem, remedy);
                }
            },
            "X-LIAISON-OFF" => match line.value.to_ascii_uppercase().as_str() {
                "MORNING" => self.event.part = Some(Part::Morning),
                "AFTERNOON" => self.event.part = Some(Part::Afternoon),
                "DAY" => self.event.part = Some(Part::Whole),
                _ => self.report(
                    line,
                    format!("`{}` is no part of a day", shown(&line.value)),
                    "one of MORNING, AFTERNOON, DAY",
                ),
            },
            "STATUS" => self.event.cancelled = line.value.eq_ignore_ascii_case("CANCELLED"),
            "RRULE" | "RDATE" | "EXDATE" | "EXRULE" => self.report(line, "repetition is not read", EACH),
            "RECURRENCE-ID" => self.report(line, "a change of a repeated event is not read", EACH),
            "DURATION" => {
                self.report(line, "is not read", "write the day after the last one: `DTEND;VALUE=DATE:20260104`");
            }
            _ => {}
        }
    }

    fn date(&mut self, line: &Line) -> Option<Date> {
        if line.parameter("TZID").is_some() {
            self.report(line, "time zones are not read", DATE);
            return None;
        }
        let is_date = line.parameter("VALUE").is_some_and(|kind| kind.eq_ignore_ascii_case("DATE"));
        if !is_date {
            self.report(line, "times of day are not read", DATE);
            return None;
        }
        let date = date(&line.value);
        if date.is_none() {
            self.report(
                line,
                format!("`{}` is no date", shown(&line.value)),
                "year, month and day in eight digits, such as 20260101",
            );
        }
        date
    }

    fn close_event(&mut self) {
        let event = std::mem::take(&mut self.event);
        if event.broken || event.cancelled {
            return;
        }
        let mut missing = |name: &str, problem: String, remedy: &str| {
            self.amiss.push(Amiss { line: event.line, name: name.to_owned(), problem, remedy: remedy.to_owned() });
        };
        let Some(first) = event.start else {
            return missing("DTSTART", "is missing".to_owned(), DATE);
        };
        // The end is the first day that is no longer part of it.
        let last = event.end.map_or(Some(first), |end| end.yesterday().ok()).filter(|last| *last >= first);
        let Some(last) = last.filter(|last| last.duration_since(first).as_hours() / 24 < i64::from(MOST_DAYS)) else {
            let problem = "is not after DTSTART, or more than a year after it".to_owned();
            return missing("DTEND", problem, "write the day after the last one, or take it away for a single day");
        };
        let (part, name) = (event.part.unwrap_or(Part::Whole), event.name.unwrap_or_default());
        self.holidays.push(Holiday { first, last, part, name });
    }

    fn end(&mut self, text: &str) {
        let (line, problem, remedy) = match self.within.last() {
            Some((open, line)) => (*line, "is never ended", format!("add the line END:{}", shown(open))),
            None if !self.had_calendar && self.amiss.is_empty() => {
                let remedy = "begin it with BEGIN:VCALENDAR and end it with END:VCALENDAR".to_owned();
                (text.lines().count().max(1) as u64, "there is no calendar in it", remedy)
            }
            None => return,
        };
        self.amiss.push(Amiss { line, name: "BEGIN".to_owned(), problem: problem.to_owned(), remedy });
    }
}

/// A date in eight digits.
fn date(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text[range].parse::<i16>().ok();
    let (month, day) = (i8::try_from(number(4..6)?).ok()?, i8::try_from(number(6..8)?).ok()?);
    Date::new(number(0..4)?, month, day).ok().filter(|date| (1900..2200).contains(&date.year()))
}

/// A value short enough to be shown.
fn shown(text: &str) -> String {
    const MOST: usize = 40;
    if text.chars().count() > MOST { text.chars().take(MOST).chain(['…']).collect() } else { text.to_owned() }
}
