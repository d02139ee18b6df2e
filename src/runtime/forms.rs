//! Checks forms before they are acknowledged: returns a check that reads the facts as a turn would, but waits for no
//! look-up, since a person waits with the form open.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::liaison::forms::{Faults, faults};
use crate::liaison::gather;
use crate::runtime::api::Api;
use crate::runtime::directory::Directory;
use crate::runtime::inbox::FormCheck;
use crate::runtime::layers::CurrentPolicy;
use crate::runtime::metrics::Metrics;
use crate::store::Store;

pub(super) fn check<S: Store, A: Api>(
    store: Arc<S>,
    directory: Arc<Directory<A>>,
    policy: Arc<CurrentPolicy>,
    metrics: Arc<Metrics>,
) -> FormCheck {
    Box::new(move |envelope| {
        let found = catch_unwind(AssertUnwindSafe(|| {
            let policy = policy.of(&envelope.team, &*store)?;
            gather(&policy, envelope, &directory.view(&policy), &*store)
                .map(|facts| facts.map(|facts| faults(&policy, &facts, envelope)))
        }));
        match found {
            Ok(Ok(Some(faults))) => faults,
            // Without facts nothing can be said against it; what is wrong shows when it is handled.
            Ok(Ok(None) | Err(_)) => Faults::new(),
            Err(_) => {
                metrics.panicked();
                tracing::error!("checking a form panicked; it is taken as it is");
                Faults::new()
            }
        }
    })
}
