//! The TLS settings shared by every connection to Slack and to webhooks, each made once; returns them, or why the system's
//! certificates cannot be used.

use std::sync::Arc;

use hyper_rustls::ConfigBuilderExt as _;
use rustls::{ClientConfig, RootCertStore};

/// Why no secure connection can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "no certificates to recognise Slack and others by: {0}\n    help: install the system's certificates (on Debian and Ubuntu: \
     the package ca-certificates), or set SSL_CERT_FILE"
)]
pub struct TlsError(String);

/// TLS by rustls with *ring* and the system's certificates. Where only plain HTTP is going to be spoken (`secure` is
/// false: a local workspace) missing certificates are no error.
pub(crate) fn client_config(secure: bool) -> Result<ClientConfig, TlsError> {
    let builder = || {
        ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| TlsError(error.to_string()))
    };
    match builder()?.with_native_roots() {
        Ok(config) => Ok(config.with_no_client_auth()),
        Err(_) if !secure => Ok(builder()?.with_root_certificates(RootCertStore::empty()).with_no_client_auth()),
        Err(error) => Err(TlsError(error.to_string())),
    }
}
