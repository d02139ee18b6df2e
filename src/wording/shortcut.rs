//! Speaks about a message somebody used a shortcut on, or raised a hand at.

use crate::requests::request::Place;
use crate::wording::message::{Button, Emphasis, Message, Part};
use crate::wording::offer::single;
use crate::wording::press::Press;
use crate::wording::voice::Voice;

/// Says that a message has no word to explain.
pub fn nothing(voice: Voice<'_>) -> Message {
    single(voice, "shortcut-nothing", &[])
}

/// Offers the liaison to somebody who raised a hand at a message.
pub fn raised(voice: Voice<'_>, about: &Place) -> Message {
    let mut message = single(voice, "raised", &[]);
    message.parts.push(Part::Buttons(vec![Button {
        label: voice.text("button-ask-about", &[]),
        press: Press::AskAbout(about.clone()),
        emphasis: Emphasis::Primary,
    }]));
    message
}
