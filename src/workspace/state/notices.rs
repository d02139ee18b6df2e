//! What the workspace itself tells one person when an app does not answer as it should, in their language.

use super::State;
use crate::ids::UserId;

/// What there is to tell.
pub(super) enum Notice<'a> {
    /// A command came to nothing: which, and Slack's word for why.
    CommandFailed(&'a str, &'a str),
    /// A click reached nobody: Slack's word for why.
    ClickUnanswered(&'a str),
    /// A window was sent in and nobody answered.
    SubmissionUnanswered,
    /// A window was sent in and the answer breaks Slack's rules.
    AnswerInvalid(&'a str),
}

impl State {
    pub(super) fn words(&self, reader: &UserId, notice: &Notice<'_>) -> String {
        let japanese = self.user(reader).is_some_and(|user| user.locale.starts_with("ja"));
        match (notice, japanese) {
            (Notice::CommandFailed(command, why), false) => format!("{command} failed with the error \"{why}\""),
            (Notice::CommandFailed(command, why), true) => format!("{command} はエラー「{why}」で失敗しました"),
            (Notice::ClickUnanswered(why), false) => format!("The app did not answer the click (\"{why}\")."),
            (Notice::ClickUnanswered(why), true) => format!("アプリがクリックに応答しませんでした（{why}）。"),
            (Notice::SubmissionUnanswered, false) => "We had some trouble connecting. Try again?".to_owned(),
            (Notice::SubmissionUnanswered, true) => "接続できませんでした。もう一度お試しください。".to_owned(),
            (Notice::AnswerInvalid(why), false) => format!("The app's answer cannot be shown: {why}"),
            (Notice::AnswerInvalid(why), true) => format!("アプリの応答を表示できません：{why}"),
        }
    }
}
