//! What Slack knows about channels, people and groups, looked up when an event needs it and kept for a while.
//! Returns it as the core takes it, through a [`View`] that reads roles and teams by the policy of the moment.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use crate::glossary::concept::Role;
use crate::ids::{ChannelId, TeamId, UserId};
use crate::liaison::event::Subject;
use crate::liaison::facts::{self, Bot, Channel, Needs, Person, TeamOnDuty};
use crate::liaison::policy::{Policy, Settings};
use crate::requests::team::{MemberRef, Team};
use crate::runtime::api::Api;
use crate::runtime::cache::Cache;
use crate::runtime::clock::duration;
use crate::runtime::metrics::Metrics;
use crate::slack::web_api::{ChannelInfo, Group, Identity, LookUpError};

/// How long an answer counts as fresh.
const FRESH: Duration = Duration::from_secs(10 * 60);
/// The most people of a channel that are asked for, to find out which roles read it.
const MOST_MEMBERS: usize = 1_000;
/// The most stewards that are asked for: each may be written to directly.
const MOST_STEWARDS: usize = 20;
/// How long an event waits for look-ups that fail, before it is decided without what they would have said.
const PATIENCE: Duration = Duration::from_secs(15 * 60);
/// The longest wait between two attempts at a look-up.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

#[derive(Debug, Clone)]
struct KnownChannel {
    info: ChannelInfo,
    members: BTreeSet<UserId>,
}

#[derive(Debug)]
struct Known {
    channels: Cache<ChannelId, KnownChannel>,
    people: Cache<UserId, Person>,
    groups: Cache<(), Vec<Group>>,
    names: Cache<(), Vec<(ChannelId, String)>>,
}

/// The directory of one workspace.
#[derive(Debug)]
pub(super) struct Directory<A> {
    api: Arc<A>,
    identity: Identity,
    metrics: Arc<Metrics>,
    known: Mutex<Known>,
    /// Held while looking up, by kind, so that events that need the same do not all ask for it.
    asking: [tokio::sync::Mutex<()>; 2],
}

impl<A: Api> Directory<A> {
    pub(super) fn new(api: Arc<A>, identity: Identity, metrics: Arc<Metrics>) -> Self {
        let known = Known {
            channels: Cache::new(FRESH),
            people: Cache::new(FRESH),
            groups: Cache::new(FRESH),
            names: Cache::new(FRESH),
        };
        Self { api, identity, metrics, known: Mutex::new(known), asking: Default::default() }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The directory as a decision sees it, under a policy.
    pub(super) const fn view<'a>(&'a self, policy: &'a Policy) -> View<'a, A> {
        View { directory: self, policy }
    }

    /// Whether everything an event needs is known and fresh.
    pub(super) fn has(&self, needs: &Needs, policy: &Policy) -> bool {
        let known = self.known();
        let has = |needs: &Needs| {
            needs.channels.iter().all(|id| known.channels.has(id)) && needs.people.iter().all(|id| known.people.has(id))
        };
        has(needs)
            && (!needs_groups(policy) || known.groups.has(&()))
            && known.names.has(&())
            && (!needs.stewards || has(&of_stewards(&known, policy)))
    }

    /// Looks up what an event needs and is not known, all at once. Returns when that is done, or when it has
    /// failed for too long; then it counts as not there for a while.
    pub(super) async fn look_up(&self, needs: &Needs, policy: &Policy) {
        let groups = async {
            if needs_groups(policy) {
                let _asking = self.asking[0].lock().await;
                self.ask("groups", |known| &mut known.groups, (), || self.api.groups()).await;
            }
        };
        let names = async {
            let _asking = self.asking[1].lock().await;
            self.ask("channels", |known| &mut known.names, (), || self.api.channels()).await;
        };
        let those = self.of_needs(needs, policy);
        tokio::join!(groups, names, those);
        if needs.stewards {
            // Who they are is known only now.
            let needs = of_stewards(&self.known(), policy);
            self.of_needs(&needs, policy).await;
        }
    }

    async fn of_needs(&self, needs: &Needs, policy: &Policy) {
        let wants_members = !policy.settings.groups.is_empty();
        let channels = needs.channels.iter().map(|id| {
            self.ask("channel", |known| &mut known.channels, id.clone(), move || self.channel(id, wants_members))
        });
        let people = needs
            .people
            .iter()
            .map(|id| self.ask("person", |known| &mut known.people, id.clone(), move || self.api.person(id)));
        tokio::join!(join_all(channels), join_all(people));
    }

    /// What is known about it is stale.
    pub(super) fn forget(&self, subject: &Subject, policy: &Policy) {
        let mut known = self.known();
        match subject {
            Subject::Channel(id) => {
                known.channels.forget(id);
                // Listing all channels is dear and people join often: only where it may be the one that is missing,
                // or one that matters may be shared with outsiders from now on.
                let listed = known.names.get(&()).map_or(&[][..], Vec::as_slice);
                let triage = |team: &Team| triage_of(listed, &team.triage_channel).filter(|triage| triage != id);
                if policy.teams.iter().any(|team| triage(team).is_none()) {
                    known.names.forget(&());
                }
            }
            Subject::Person(id) => known.people.forget(id),
            Subject::Groups => known.groups.forget(&()),
        }
    }

    async fn channel(&self, id: &ChannelId, wants_members: bool) -> Result<KnownChannel, LookUpError> {
        let info = self.api.channel(id).await?;
        // A conversation alone with the bot has no audience; outside its channels the bot may not ask.
        if !wants_members || !info.member || info.direct {
            return Ok(KnownChannel { info, members: BTreeSet::new() });
        }
        let members = match self.api.members(id, MOST_MEMBERS).await {
            Err(LookUpError::Refused(reason)) => {
                tracing::warn!(channel = %id, reason, "Slack does not say who is in the channel");
                BTreeSet::new()
            }
            members => members?,
        };
        Ok(KnownChannel { info, members })
    }

    /// Asks until there is an answer that is still good when it arrives, or patience ends.
    async fn ask<K, V, F>(
        &self,
        what: &'static str,
        cache: impl Fn(&mut Known) -> &mut Cache<K, V>,
        key: K,
        question: impl Fn() -> F,
    ) where
        K: Clone + Eq + std::hash::Hash,
        F: Future<Output = Result<V, LookUpError>>,
    {
        let began = Instant::now();
        let mut wait = Duration::from_millis(250);
        while began.elapsed() < PATIENCE {
            let asked = {
                let mut known = self.known();
                let cache = cache(&mut known);
                if cache.has(&key) {
                    return;
                }
                cache.asked()
            };
            let answer = match question().await {
                Ok(value) => Some(value),
                Err(LookUpError::Refused(reason)) => {
                    tracing::warn!(what, reason, "Slack refused a look-up");
                    None
                }
                Err(LookUpError::Later { wait: at_least, reason }) => {
                    self.metrics.look_up_failed();
                    tracing::warn!(what, reason, "a look-up failed and is tried again");
                    wait = (wait * 2).min(LONGEST_WAIT);
                    tokio::time::sleep(wait.max(duration(at_least))).await;
                    continue;
                }
            };
            if cache(&mut self.known()).put(asked, key.clone(), answer) {
                return;
            }
        }
        tracing::error!(what, "look-ups failed for too long; events are decided without them");
        // Known as absent from now on, so that those who wait behind this one do not all wait as long again.
        let mut known = self.known();
        let cache = cache(&mut known);
        cache.put(cache.asked(), key, None);
    }
}

/// Whether user groups are of any use under a policy.
fn needs_groups(policy: &Policy) -> bool {
    let by_group = |member: &MemberRef| matches!(member, MemberRef::Group(_));
    let Settings { groups, stewards, .. } = &policy.settings;
    !groups.is_empty() || !stewards.is_empty() || policy.teams.iter().any(|team| team.members.iter().any(by_group))
}

/// A team's channel, named as `#name` or by its id; nothing where outsiders read along.
fn triage_of(listed: &[(ChannelId, String)], written: &str) -> Option<ChannelId> {
    let is_it = |(id, name): &&(ChannelId, String)| match written.strip_prefix('#') {
        Some(wanted) => name == wanted,
        None => id.as_str() == written,
    };
    listed.iter().find(is_it).map(|(id, _)| id.clone())
}

/// The directory under a policy.
#[derive(Debug)]
pub(super) struct View<'a, A> {
    directory: &'a Directory<A>,
    policy: &'a Policy,
}

impl<A: Api> View<'_, A> {
    fn roles_among<'g>(&self, groups: &'g [Group]) -> impl Iterator<Item = (Role, &'g Group)> {
        let roles = &self.policy.settings.groups;
        groups.iter().filter_map(|group| roles.get(&group.handle).map(|role| (*role, group)))
    }
}

/// Of several roles, the one that stands between the others, else the first.
fn one_of(roles: &BTreeSet<Role>) -> Option<Role> {
    roles.get(&Role::Liaison).or(roles.first()).copied()
}

fn groups(known: &Known) -> &[Group] {
    known.groups.get(&()).map_or(&[], Vec::as_slice)
}

fn members_of(known: &Known, handle: &str) -> BTreeSet<UserId> {
    let group = groups(known).iter().find(|group| group.handle == handle);
    group.map(|group| group.members.clone()).unwrap_or_default()
}

fn teams(known: &Known, policy: &Policy) -> Vec<TeamOnDuty> {
    let names = known.names.get(&()).map_or(&[][..], Vec::as_slice);
    let members = |member: &MemberRef| match member {
        MemberRef::Person(user) => BTreeSet::from([user.clone()]),
        MemberRef::Group(handle) => members_of(known, handle),
    };
    let on_duty = policy.teams.iter().map(|team| TeamOnDuty {
        id: team.id.clone(),
        triage: triage_of(names, &team.triage_channel),
        members: team.members.iter().flat_map(members).collect(),
    });
    on_duty.collect()
}

/// The stewards of the glossary: the members of the groups that are named, of the liaison teams where none is. A group
/// that is not there has no members: nobody is let in by a slip of the pen.
fn stewards(known: &Known, policy: &Policy) -> BTreeSet<UserId> {
    match &policy.settings.stewards[..] {
        [] => teams(known, policy).into_iter().flat_map(|team| team.members).collect(),
        handles => handles.iter().flat_map(|handle| members_of(known, handle)).collect(),
    }
}

/// What has to be known of the stewards before something is shown to them: who they are, and whether outsiders read the
/// channel their cards go to.
fn of_stewards(known: &Known, policy: &Policy) -> Needs {
    Needs {
        channels: teams(known, policy).into_iter().filter_map(|team| team.triage).take(1).collect(),
        people: stewards(known, policy).into_iter().take(MOST_STEWARDS).collect(),
        stewards: false,
    }
}

impl<A: Api> facts::Directory for View<'_, A> {
    fn bot(&self, team: &TeamId) -> Option<Bot> {
        let identity = &self.directory.identity;
        (*team == identity.team).then(|| Bot { user: identity.user.clone(), url: identity.url.clone() })
    }

    fn channel(&self, _team: &TeamId, id: &ChannelId) -> Option<Channel> {
        let known = self.directory.known();
        let KnownChannel { info, members } = known.channels.get(id)?;
        let heard = |group: &Group| group.members.iter().any(|user| members.contains(user));
        let roles = self.roles_among(groups(&known)).filter(|(_, group)| heard(group)).map(|(role, _)| role);
        let role = |user: &UserId| {
            let roles: BTreeSet<Role> = self
                .roles_among(groups(&known))
                .filter(|(_, group)| group.members.contains(user))
                .map(|it| it.0)
                .collect();
            one_of(&roles)
        };
        let few = if members.len() <= Channel::FEW { Some(members) } else { None };
        Some(Channel {
            readers: few.into_iter().flatten().map(|user| (user.clone(), role(user))).collect(),
            id: info.id.clone(),
            name: info.name.clone(),
            direct: info.direct,
            external: info.external,
            member: info.member,
            roles: roles.collect(),
        })
    }

    fn person(&self, _team: &TeamId, id: &UserId) -> Option<Person> {
        let known = self.directory.known();
        let mut person = known.people.get(id)?.clone();
        let roles: BTreeSet<Role> = self
            .roles_among(groups(&known))
            .filter(|(_, group)| group.members.contains(id))
            .map(|(role, _)| role)
            .collect();
        person.role = one_of(&roles);
        Some(person)
    }

    fn teams(&self, _team: &TeamId) -> Vec<TeamOnDuty> {
        teams(&self.directory.known(), self.policy)
    }

    fn stewards(&self, _team: &TeamId) -> BTreeSet<UserId> {
        stewards(&self.directory.known(), self.policy)
    }
}
