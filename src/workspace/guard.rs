//! Keeps other web pages out. The page and the control interface ask for no password, so a request must name a
//! loopback host (against DNS rebinding), and one that a browser says comes from elsewhere is refused (against
//! cross-site requests).

use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

pub(super) async fn only_from_here(request: Request, next: Next) -> Response {
    match refusal(&request) {
        Some(refusal) => refusal.into_response(),
        None => next.run(request).await,
    }
}

fn refusal(request: &Request) -> Option<(StatusCode, &'static str)> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let host = request.uri().authority().map(axum::http::uri::Authority::as_str).or_else(|| header(HOST));
    let Some(host) = host.filter(|host| is_loopback(host)) else {
        return Some((StatusCode::MISDIRECTED_REQUEST, "this workspace answers to 127.0.0.1 and localhost only\n"));
    };
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let upgrades = request.headers().contains_key("upgrade");
    let own = |origin: &str| origin.strip_prefix("http://").is_some_and(|from| from.eq_ignore_ascii_case(host));
    let from_elsewhere = request.headers().contains_key(ORIGIN) && !header(ORIGIN).is_some_and(own);
    let cross_site = header_is(request, "sec-fetch-site", "cross-site");
    let refused = (!reads || upgrades) && (from_elsewhere || cross_site);
    refused.then_some((StatusCode::FORBIDDEN, "requests from other sites are refused\n"))
}

fn header_is(request: &Request, name: &str, value: &str) -> bool {
    request.headers().get(name).is_some_and(|it| it.as_bytes() == value.as_bytes())
}

fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "127.0.0.1" | "[::1]") || name.eq_ignore_ascii_case("localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for host in ["127.0.0.1:7878", "localhost", "LOCALHOST:80", "[::1]:7878", "127.0.0.1"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["example.com", "127.0.0.1.example.com", "localhost.example.com:80", "", "10.0.0.1:80"] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
