//! A modal in front of a person, or an app's home tab: drawn when one is open. Gives a dialog, or the tab.

use maud::{Markup, html};

use super::blocks::{self, Place};
use super::fields::FORM;
use super::mrkdwn::{language_of, plain_text};
use super::scene::{Scene, front_view};
use crate::workspace::state::View;

/// The modal in front, as a dialog; nothing when none is open.
pub(super) fn modal(scene: &Scene<'_>) -> Markup {
    let Some(view) = front_view(scene) else { return html! {} };
    let title = view.title();
    let place = Place { kind: "view", channel: "", id: view.id.as_str() };
    let busy = view.submitting;
    html! {
        dialog.modal id="modal" open aria-labelledby="modal-title" data-view=(view.id.as_str()) aria-busy=[busy.then_some("true")] {
            header.modal-head {
                h2 id="modal-title" lang=(language_of(title)) { (plain_text(title)) }
                form method="post" action=(scene.action("close")) data-live data-closes {
                    (about(view, scene))
                    button.icon type="submit" aria-label=(scene.texts.close) title=(scene.texts.close) { "×" }
                }
            }
            @if let Some(failed) = &view.failed { p.modal-failed role="alert" { (failed) } }
            div.modal-body { (blocks::blocks(view.blocks(), &place, scene)) }
            form id=(FORM) method="post" action=(scene.action("submit")) data-live novalidate { (about(view, scene)) }
            footer.modal-foot {
                button.button type="submit" form="modal-close" { (view.close().unwrap_or(scene.texts.cancel)) }
                @if let Some(submit) = view.submit() {
                    button.button.primary type="submit" form=(FORM) disabled[busy] {
                        (if busy { scene.texts.sending } else { submit })
                    }
                }
            }
            form id="modal-close" method="post" action=(scene.action("close")) data-live data-closes { (about(view, scene)) }
        }
    }
}

/// An app's home tab, as it published it for the reader.
pub(super) fn home(view: Option<&View>, scene: &Scene<'_>) -> Markup {
    html! {
        @match view {
            Some(view) => {
                @let place = Place { kind: "view", channel: "", id: view.id.as_str() };
                div.home { (blocks::blocks(view.blocks(), &place, scene)) }
            }
            None => { p.empty { (scene.texts.home_empty) } }
        }
    }
}

fn about(view: &View, scene: &Scene<'_>) -> Markup {
    html! {
        (scene.back())
        input type="hidden" name="view" value=(view.id.as_str());
    }
}
