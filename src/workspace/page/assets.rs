//! The page's own style, script and icon: served from the binary, under addresses that change with their content.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

/// A file of the page.
pub(super) struct Asset {
    name: &'static str,
    kind: &'static str,
    content: &'static str,
}

pub(super) static STYLE: Asset =
    Asset { name: "page.css", kind: "text/css; charset=utf-8", content: include_str!("assets/page.css") };
pub(super) static SCRIPT: Asset =
    Asset { name: "page.js", kind: "text/javascript; charset=utf-8", content: include_str!("assets/page.js") };
pub(super) static ICON: Asset =
    Asset { name: "icon.svg", kind: "image/svg+xml", content: include_str!("assets/icon.svg") };

impl Asset {
    /// Its address, which changes with its content, so that it may be kept for ever.
    pub(super) fn address(&self) -> String {
        format!("/assets/{}?v={}", self.name, super::message::version(self.content))
    }
}

/// Serves a file of the page by name.
pub(super) fn serve(name: &str) -> Response {
    let Some(asset) = [&STYLE, &SCRIPT, &ICON].into_iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, "max-age=31536000, immutable")];
    (headers, asset.content).into_response()
}
