//! Modals and home tabs: opening with a trigger id, stacking, filling in, sending in, and what the app's answer
//! does to them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::apps::ApiError;
use super::events::{DeliveryKind, Reply};
use super::inputs::{chosen_value, initial_values, input_named, unacceptable};
use super::model::{AppId, View, ViewId, ViewKind};
use super::notices::Notice;
use super::{ActionError, Change, State, Target};
use crate::ids::UserId;
use crate::time::{Span, Timestamp};

/// How long a trigger id can be exchanged.
const TRIGGER_LIFE: Span = Span::seconds(3);
/// How many views a stack holds.
const DEEPEST_STACK: usize = 3;

/// A permission to open a modal.
#[derive(Debug)]
pub(super) struct Trigger {
    app: AppId,
    user: UserId,
    issued: Timestamp,
    exchanged: bool,
}

/// Which view an app means: by Slack's id or its own `external_id`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ViewRef<'a> {
    Id(&'a str),
    External(&'a str),
}

impl State {
    // What a person does.

    /// Sends a modal in. `values` fill fields by block id (or action id) before; a key given several times
    /// chooses several options. The app's answer closes it, or shows what is wrong in [`View::errors`].
    pub fn submit_view(&mut self, user: &UserId, id: &ViewId, values: &[(&str, &str)]) -> Result<(), ActionError> {
        let view = self.open_modal_of(user, id)?.clone();
        self.fill_all(&view, values)?;
        let filled = self.views.get(id).map(|view| unacceptable(view.blocks(), &view.values)).unwrap_or_default();
        if !filled.is_empty() {
            return Err(ActionError::Fields(filled));
        }
        self.change_view(id, |view| {
            view.submitting = true;
            view.failed = None;
            view.errors.clear();
        });
        let mut payload = self.interaction("view_submission", &view.app, user);
        payload.insert("view".into(), self.views.get(id).map_or(Value::Null, |view| self.view_json(view)));
        payload.insert("response_urls".into(), json!([]));
        self.deliver(&view.app, DeliveryKind::Interactive, Value::Object(payload), Reply::Submission(id.clone()));
        Ok(())
    }

    /// Fills a modal in without sending it; the app hears of it if it wants to know of changes to `block`.
    pub fn fill_view(
        &mut self,
        user: &UserId,
        id: &ViewId,
        values: &[(&str, &str)],
        block: &str,
    ) -> Result<(), ActionError> {
        let view = self.open_modal_of(user, id)?.clone();
        self.fill_all(&view, values)?;
        let (_, element) =
            input_named(view.blocks(), block).ok_or_else(|| ActionError::NoSuchElement(block.to_owned()))?;
        let action = element["action_id"].as_str().unwrap_or_default();
        let typed: Vec<&str> = values.iter().filter(|(key, _)| *key == block).map(|(_, value)| *value).collect();
        self.choose(user, &Target::View(id.clone()), Some(block), action, &typed)
    }

    fn fill_all(&mut self, view: &View, values: &[(&str, &str)]) -> Result<(), ActionError> {
        let mut chosen = BTreeMap::<&str, Vec<&str>>::new();
        for (key, value) in values {
            chosen.entry(key).or_default().push(value);
        }
        for (key, choices) in chosen {
            let (block_id, element) =
                input_named(view.blocks(), key).ok_or_else(|| ActionError::NoSuchElement(key.to_owned()))?;
            let action_id = element["action_id"].as_str().unwrap_or_default();
            if let Some(value) = chosen_value(element, &choices) {
                self.fill(&view.id, block_id, action_id, value);
            }
        }
        Ok(())
    }

    /// Closes a modal without sending it; the app hears of it when it asked to.
    pub fn close_view(&mut self, user: &UserId, id: &ViewId) -> Result<(), ActionError> {
        let view = self.open_modal_of(user, id)?.clone();
        if view.body["notify_on_close"] == true {
            let mut payload = self.interaction("view_closed", &view.app, user);
            payload.remove("trigger_id");
            payload.insert("view".into(), self.view_json(&view));
            payload.insert("is_cleared".into(), json!(false));
            self.deliver(&view.app, DeliveryKind::Interactive, Value::Object(payload), Reply::Nothing);
        }
        if view.body["clear_on_close"] == true {
            self.clear_modals(user);
        } else {
            self.drop_modal(id);
        }
        Ok(())
    }

    // What an app does.

    pub(super) fn open_trigger(&mut self, app: &AppId, user: &UserId) -> String {
        let now = self.now;
        self.triggers.retain(|_, trigger| now.since(trigger.issued) <= Span::minutes(5));
        let id = format!("{}.{}.{}", self.next_count(), self.team.id.as_str().len(), self.next_token());
        let trigger = Trigger { app: app.clone(), user: user.clone(), issued: now, exchanged: false };
        self.triggers.insert(id.clone(), trigger);
        id
    }

    fn exchange(&mut self, app: &AppId, trigger_id: &str) -> Result<UserId, ApiError> {
        let now = self.now;
        let trigger = self.triggers.get_mut(trigger_id).filter(|trigger| trigger.app == *app);
        let trigger = trigger.ok_or(ApiError::new("invalid_trigger_id"))?;
        if trigger.exchanged {
            return Err(ApiError::new("exchanged_trigger_id"));
        }
        if now.since(trigger.issued) > TRIGGER_LIFE {
            return Err(ApiError::new("expired_trigger_id"));
        }
        trigger.exchanged = true;
        Ok(trigger.user.clone())
    }

    /// Opens a modal for whom the trigger id belongs to, in the place of any other.
    pub(crate) fn open_view(&mut self, app: &AppId, trigger_id: &str, body: Value) -> Result<ViewId, ApiError> {
        self.external_id_is_free(app, &body, None)?;
        let user = self.exchange(app, trigger_id)?;
        self.clear_modals(&user);
        Ok(self.stack_view(app, &user, body))
    }

    /// Puts a modal over the one in front.
    pub(crate) fn push_view(&mut self, app: &AppId, trigger_id: &str, body: Value) -> Result<ViewId, ApiError> {
        self.external_id_is_free(app, &body, None)?;
        let user = self.exchange(app, trigger_id)?;
        match self.modals(&user).count() {
            0 => Err(ApiError::new("not_found")),
            DEEPEST_STACK.. => Err(ApiError::new("push_limit_reached")),
            _ => Ok(self.stack_view(app, &user, body)),
        }
    }

    /// Changes an open view. A `hash` that is no longer the view's is refused.
    pub(crate) fn update_view(
        &mut self,
        app: &AppId,
        which: ViewRef<'_>,
        hash: Option<&str>,
        body: Value,
    ) -> Result<ViewId, ApiError> {
        let fits = |view: &&View| match which {
            ViewRef::Id(id) => view.id.as_str() == id,
            ViewRef::External(id) => view.body["external_id"] == id,
        };
        let view = self.views.values().filter(|view| view.app == *app).find(fits);
        let view = view.ok_or(ApiError::new("not_found"))?;
        if hash.is_some_and(|hash| hash != view.hash) {
            return Err(ApiError::new("hash_conflict"));
        }
        let id = view.id.clone();
        self.external_id_is_free(app, &body, Some(&id))?;
        self.replace_view(&id, body);
        Ok(id)
    }

    /// Publishes an app's home tab for somebody.
    pub(crate) fn publish_view(
        &mut self,
        app: &AppId,
        user: &UserId,
        hash: Option<&str>,
        body: Value,
    ) -> Result<ViewId, ApiError> {
        if self.user(user).is_none_or(|it| it.deleted) {
            return Err(ApiError::new("user_not_found"));
        }
        if let Some(id) = self.homes.get(&(user.clone(), app.clone())).cloned() {
            return self.update_view(app, ViewRef::Id(id.as_str()), hash, body);
        }
        let id = self.new_view(app, user, ViewKind::Home, body);
        self.homes.insert((user.clone(), app.clone()), id.clone());
        self.changed(Change::Home { user: user.clone(), app: app.clone() });
        Ok(id)
    }

    /// What the app's answer to a submission does: nothing said closes the view, `response_action` may change,
    /// push, clear or show errors.
    pub(super) fn submission_answered(&mut self, id: &ViewId, answer: Result<Option<&Value>, &str>) {
        let Some(view) = self.views.get(id).cloned() else { return };
        let Ok(answer) = answer else {
            let words = self.words(&view.user, &Notice::SubmissionUnanswered);
            return self.change_view(id, |view| (view.submitting, view.failed) = (false, Some(words)));
        };
        let given = answer.map_or(&Value::Null, |answer| &answer["view"]);
        match answer.and_then(|answer| answer["response_action"].as_str()) {
            None => self.drop_modal(id),
            Some("clear") => self.clear_modals(&view.user),
            Some("errors") => {
                let errors = answer.and_then(|answer| answer["errors"].as_object()).into_iter().flatten();
                let errors = errors.map(|(block, words)| (block.clone(), words.as_str().unwrap_or("").to_owned()));
                let errors = errors.collect();
                self.change_view(id, |view| (view.submitting, view.errors) = (false, errors));
            }
            Some(action @ ("update" | "push")) => match super::blocks::checked_view(given, ViewKind::Modal) {
                Ok(body) if action == "update" => self.replace_view(id, body),
                Ok(body) if self.modals(&view.user).count() < DEEPEST_STACK => {
                    self.change_view(id, |view| view.submitting = false);
                    self.stack_view(&view.app, &view.user, body);
                }
                Ok(_) => self.answer_was_wrong(id, "push_limit_reached"),
                Err(problems) => self.answer_was_wrong(id, &problems.join("; ")),
            },
            Some(other) => self.answer_was_wrong(id, &format!("response_action {other}")),
        }
    }

    fn answer_was_wrong(&mut self, id: &ViewId, why: &str) {
        let Some(user) = self.views.get(id).map(|view| view.user.clone()) else { return };
        let words = self.words(&user, &Notice::AnswerInvalid(why));
        self.change_view(id, |view| (view.submitting, view.failed) = (false, Some(words)));
    }

    fn external_id_is_free(&self, app: &AppId, body: &Value, of: Option<&ViewId>) -> Result<(), ApiError> {
        let Some(external) = body["external_id"].as_str().filter(|id| !id.is_empty()) else { return Ok(()) };
        let taken = self.views.values().any(|view| {
            view.app == *app && Some(&view.id) != of && view.body["external_id"].as_str() == Some(external)
        });
        if taken { Err(ApiError::new("duplicate_external_id")) } else { Ok(()) }
    }

    fn stack_view(&mut self, app: &AppId, user: &UserId, body: Value) -> ViewId {
        let id = self.new_view(app, user, ViewKind::Modal, body);
        self.modals.entry(user.clone()).or_default().push(id.clone());
        self.changed(Change::Modal { user: user.clone(), view: id.clone() });
        id
    }

    fn new_view(&mut self, app: &AppId, user: &UserId, kind: ViewKind, body: Value) -> ViewId {
        let id = ViewId::new(format!("V{}", self.next_id()));
        let stack: Vec<ViewId> =
            if kind == ViewKind::Modal { self.modals.get(user).cloned().unwrap_or_default() } else { Vec::new() };
        let hash = self.next_hash();
        let values = initial_values(body["blocks"].as_array().map_or(&[], Vec::as_slice), &BTreeMap::new());
        let view = View {
            id: id.clone(),
            kind,
            user: user.clone(),
            app: app.clone(),
            root: stack.first().unwrap_or(&id).clone(),
            previous: stack.last().cloned(),
            hash,
            body,
            values,
            errors: BTreeMap::new(),
            failed: None,
            submitting: false,
        };
        self.views.insert(id.clone(), view);
        id
    }

    fn replace_view(&mut self, id: &ViewId, body: Value) {
        let hash = self.next_hash();
        self.change_view(id, |view| {
            view.values = initial_values(body["blocks"].as_array().map_or(&[], Vec::as_slice), &view.values);
            view.body = body;
            view.hash = hash;
            view.errors.clear();
            view.failed = None;
            view.submitting = false;
        });
    }

    fn next_hash(&mut self) -> String {
        format!("{}.{:08x}", self.now.0 / 1000, self.next_count())
    }

    pub(super) fn fill(&mut self, id: &ViewId, block_id: &str, action_id: &str, value: Value) {
        self.change_view(id, |view| {
            view.values.entry(block_id.to_owned()).or_default().insert(action_id.to_owned(), value);
        });
    }

    fn change_view(&mut self, id: &ViewId, change: impl FnOnce(&mut View)) {
        let Some(view) = self.views.get_mut(id) else { return };
        change(view);
        let (user, view, app, kind) = (view.user.clone(), view.id.clone(), view.app.clone(), view.kind);
        self.changed(match kind {
            ViewKind::Modal => Change::Modal { user, view },
            ViewKind::Home => Change::Home { user, app },
        });
    }

    fn open_modal_of(&self, user: &UserId, id: &ViewId) -> Result<&View, ActionError> {
        self.modals(user).find(|view| view.id == *id).ok_or(ActionError::NoSuchView)
    }

    /// Takes a modal and what lies over it off the screen.
    fn drop_modal(&mut self, id: &ViewId) {
        let Some(user) = self.views.get(id).map(|view| view.user.clone()) else { return };
        let Some(stack) = self.modals.get_mut(&user) else { return };
        let Some(at) = stack.iter().position(|it| it == id) else { return };
        for gone in stack.split_off(at) {
            self.views.remove(&gone);
            self.changed(Change::Modal { user: user.clone(), view: gone });
        }
    }

    fn clear_modals(&mut self, user: &UserId) {
        if let Some(first) = self.modals.get(user).and_then(|stack| stack.first()).cloned() {
            self.drop_modal(&first);
        }
    }
}
