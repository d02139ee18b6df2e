//! The policy of the moment, and that of each workspace whose people wrote into the glossary: made when it is first
//! asked for, and again after an entry changed.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockWriteGuard};

use crate::ids::TeamId;
use crate::liaison::decision::Change;
use crate::liaison::policy::Policy;
use crate::liaison::records::Key;
use crate::store::{Store, StoreError};

/// The policy of the moment, to be exchanged while the bot runs.
#[derive(Debug)]
pub(super) struct CurrentPolicy(RwLock<State>);

#[derive(Debug)]
struct State {
    base: Arc<Policy>,
    layered: HashMap<TeamId, Arc<Policy>>,
    /// Counts what was changed, so that what was read before a change is not kept after it.
    revision: u64,
}

impl CurrentPolicy {
    pub(super) fn new(policy: Arc<Policy>) -> Self {
        prepare(&policy);
        Self(RwLock::new(State { base: policy, layered: HashMap::new(), revision: 0 }))
    }

    /// What goes in a workspace.
    pub(super) fn of<S: Store>(&self, team: &TeamId, store: &S) -> Result<Arc<Policy>, StoreError> {
        let (base, revision) = {
            let state = self.0.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(policy) = state.layered.get(team) {
                return Ok(policy.clone());
            }
            (state.base.clone(), state.revision)
        };
        let kept = store.entries(team)?;
        let policy = if kept.is_empty() { base } else { Arc::new(base.with_entries(&kept)) };
        let mut state = self.write();
        if state.revision == revision {
            state.layered.insert(team.clone(), policy.clone());
            if !kept.is_empty() {
                prepare(&policy);
            }
        }
        Ok(policy)
    }

    /// Something was remembered in a workspace.
    pub(super) fn changed(&self, team: &TeamId, changes: &[Change]) {
        let is_entry =
            |change: &Change| matches!(change, Change::Put(Key::Concept(_), _) | Change::Remove(Key::Concept(_)));
        if changes.iter().any(is_entry) {
            let mut state = self.write();
            state.revision += 1;
            state.layered.remove(team);
        }
    }

    pub(super) fn set(&self, policy: Arc<Policy>) {
        prepare(&policy);
        let mut state = self.write();
        state.revision += 1;
        state.layered.clear();
        state.base = policy;
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes ready in the background what the first look-up would otherwise wait for.
fn prepare(policy: &Arc<Policy>) {
    let policy = policy.clone();
    tokio::task::spawn_blocking(move || policy.glossary.prepare_look_up());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curation::{Kept, Version};
    use crate::glossary::Glossary;
    use crate::glossary::concept::{Concept, Term};
    use crate::ids::{ConceptId, DeliveryId};
    use crate::liaison::decision::Decision;
    use crate::liaison::event::{Envelope, Event, Subject};
    use crate::liaison::policy::Settings;
    use crate::liaison::records::Record;
    use crate::rules::RuleSet;
    use crate::store::{Accepted, Memory};
    use crate::text::Language;
    use crate::time::Timestamp;
    use crate::wording::Wording;

    fn concept(id: &str, says: &str) -> Concept {
        let mut concept = Concept { terms: vec![Term::new(id, Language::English)], ..Concept::new(id) };
        concept.definition.en = Some(says.to_owned());
        concept
    }

    fn policy(concepts: Vec<Concept>) -> Arc<Policy> {
        Arc::new(Policy {
            settings: Settings::default(),
            glossary: Glossary::build(concepts),
            rules: RuleSet::default().into(),
            wording: Wording::load().into(),
            teams: Vec::new(),
            routing: crate::requests::routing::Routing::default(),
        })
    }

    /// Remembers an entry as a turn does.
    fn write(current: &CurrentPolicy, store: &Memory, team: &TeamId, concept: Concept) {
        let by = "UMORI";
        let version = Version { concept, by: by.into(), taken_by: by.into(), at: Timestamp(1), proposal: None };
        let key = Key::Concept(version.concept.id.clone());
        let ids = vec![DeliveryId::new(format!("{team}/{}/{:?}", key.path(), version.concept.definition))];
        let event = Event::Changed(Subject::Groups);
        let envelope = Envelope { team: team.clone(), ids, received: Timestamp(1), event };
        let Accepted::New(seq) = store.accept(&envelope).unwrap() else { panic!("it is new") };
        let changes = vec![Change::Put(key, Record::Concept(Box::new(Kept::new(version))))];
        let decision = Decision { changes, effects: Vec::new() };
        store.commit(seq, team, Timestamp(1), &decision).unwrap();
        current.changed(team, &decision.changes);
    }

    fn says(policy: &Policy, id: &str) -> Option<String> {
        policy.glossary.concept(&ConceptId::from(id))?.definition.en.clone()
    }

    #[tokio::test]
    async fn what_people_write_goes_in_their_workspace_at_once_and_in_no_other() {
        let (store, current) = (Memory::new(), CurrentPolicy::new(policy(vec![concept("nps", "As in the files.")])));
        let (one, other) = (TeamId::from("T1"), TeamId::from("T2"));
        assert_eq!(says(&current.of(&one, &store).unwrap(), "nps").as_deref(), Some("As in the files."));
        write(&current, &store, &one, concept("nps", "As we say."));
        write(&current, &store, &one, concept("mtbf", "New."));
        let layered = current.of(&one, &store).unwrap();
        assert_eq!(says(&layered, "nps").as_deref(), Some("As we say."));
        assert_eq!(says(&layered, "mtbf").as_deref(), Some("New."));
        assert!(Arc::ptr_eq(&layered, &current.of(&one, &store).unwrap()), "it is made once");
        let elsewhere = current.of(&other, &store).unwrap();
        assert_eq!((says(&elsewhere, "nps").as_deref(), says(&elsewhere, "mtbf")), (Some("As in the files."), None));
    }

    #[tokio::test]
    async fn a_new_configuration_keeps_what_people_wrote() {
        let (store, current) = (Memory::new(), CurrentPolicy::new(policy(Vec::new())));
        let team = TeamId::from("T1");
        write(&current, &store, &team, concept("mtbf", "New."));
        assert_eq!(says(&current.of(&team, &store).unwrap(), "nps"), None);
        current.set(policy(vec![concept("nps", "As in the files."), concept("mtbf", "Old.")]));
        let layered = current.of(&team, &store).unwrap();
        assert_eq!(says(&layered, "nps").as_deref(), Some("As in the files."));
        assert_eq!(says(&layered, "mtbf").as_deref(), Some("New."));
    }
}
