//! Everything a person reads, in both languages: Fluent messages in `en.ftl` and `ja.ftl`, and the functions
//! that compose them into [`message::Message`]s.

pub mod message;
pub mod press;

/// The wording files of both languages, parsed.
pub struct Wording {}

impl std::fmt::Debug for Wording {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wording")
    }
}
