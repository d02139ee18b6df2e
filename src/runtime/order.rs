//! Keeps events of one channel in order while others go on: returns the event whose turn it is in its line.

use std::collections::{HashMap, VecDeque};

use crate::ids::{ChannelId, UserId};
use crate::liaison::event::{Envelope, Event, Filling, Pressed, Subject};
use crate::store::EventSeq;
use crate::wording::press::ModalPurpose;

/// Events that must be handled one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Line {
    /// Those of a channel.
    Channel(ChannelId),
    /// Those of a person's App Home.
    Home(UserId),
    /// One that waits for none and none for it.
    Alone(EventSeq),
}

impl Line {
    /// The line an event belongs to.
    pub(super) fn of(seq: EventSeq, event: &Event) -> Self {
        let channel = match event {
            Event::Posted(posted) | Event::Edited(posted) => Some(&posted.channel),
            Event::Deleted(place) | Event::Reacted { place, .. } => Some(&place.channel),
            Event::Called(called) => Some(&called.channel),
            Event::HomeOpened(user)
            | Event::Filling(Filling { purpose: ModalPurpose::Home, user, .. })
            | Event::Pressed(Pressed { place: None, user, .. }) => return Self::Home(user.clone()),
            Event::Pressed(pressed) => pressed.place.as_ref().map(|place| &place.channel),
            Event::Submitted(submitted) => submitted.purpose.channel(),
            Event::Shortcut(shortcut) => Some(&shortcut.place.channel),
            Event::Filling(filling) => filling.purpose.channel(),
            Event::Joined { channel, .. } | Event::Changed(Subject::Channel(channel)) => Some(channel),
            Event::Changed(Subject::Person(_) | Subject::Groups) | Event::Due(_) | Event::Settled { .. } => None,
        };
        channel.cloned().map_or(Self::Alone(seq), Self::Channel)
    }
}

/// Events that were read from the inbox and are not done.
#[derive(Debug, Default)]
pub(super) struct Order {
    lines: HashMap<Line, VecDeque<(EventSeq, Envelope)>>,
    count: usize,
}

impl Order {
    /// Puts an event at the end of its line; its line when it is its turn at once.
    pub(super) fn push(&mut self, seq: EventSeq, envelope: Envelope) -> Option<Line> {
        let line = Line::of(seq, &envelope.event);
        let queue = self.lines.entry(line.clone()).or_default();
        queue.push_back((seq, envelope));
        self.count += 1;
        (queue.len() == 1).then_some(line)
    }

    /// The event whose turn it is.
    pub(super) fn first(&self, line: &Line) -> Option<&(EventSeq, Envelope)> {
        self.lines.get(line)?.front()
    }

    /// The event whose turn it was is done.
    pub(super) fn done(&mut self, line: &Line) {
        if let Some(queue) = self.lines.get_mut(line) {
            if queue.pop_front().is_some() {
                self.count -= 1;
            }
            if queue.is_empty() {
                self.lines.remove(line);
            }
        }
    }

    /// How many events are held.
    pub(super) const fn len(&self) -> usize {
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{DeliveryId, MessageTs, TeamId};
    use crate::requests::request::Place;
    use crate::time::Timestamp;

    fn deleted(channel: &str) -> Envelope {
        Envelope {
            team: TeamId::from("T1"),
            ids: vec![DeliveryId::from("Ev")],
            received: Timestamp(0),
            event: Event::Deleted(Place { channel: ChannelId::from(channel), ts: MessageTs::from("1.0") }),
        }
    }

    #[test]
    fn an_event_waits_for_those_before_it_in_its_channel_and_for_no_others() {
        let mut order = Order::default();
        let first = order.push(EventSeq(1), deleted("C1")).unwrap();
        assert_eq!(order.push(EventSeq(2), deleted("C1")), None);
        let other = order.push(EventSeq(3), deleted("C2")).unwrap();
        assert_eq!(order.first(&first).unwrap().0, EventSeq(1));
        assert_eq!(order.first(&other).unwrap().0, EventSeq(3));
        order.done(&first);
        assert_eq!(order.first(&first).unwrap().0, EventSeq(2));
        order.done(&first);
        order.done(&other);
        assert_eq!((order.len(), order.first(&first)), (0, None));
    }
}
