//! Looks names up and hands on only addresses that may be told, so that whatever a name stands for at this moment,
//! nothing else is connected to. One address too many and none is handed on.

use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::webhooks::reach::Bounds;

/// The name stands for an address that may not be told.
#[derive(Debug, thiserror::Error)]
#[error("it is at an address that is not allowed")]
pub(super) struct OutOfBounds;

/// A resolver that keeps within bounds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounded(pub(super) Bounds);

impl Resolve for Bounded {
    fn resolve(&self, name: Name) -> Resolving {
        let bounds = self.0;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            if found.iter().all(|address| bounds.hold(address.ip())) {
                Ok(Box::new(found.into_iter()) as Addrs)
            } else {
                Err(OutOfBounds.into())
            }
        })
    }
}
