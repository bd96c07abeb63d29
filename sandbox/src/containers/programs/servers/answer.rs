//! What every web server does alike: reading a request's path and headers, and the answer's head.

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};

use crate::{clock::Clock, containers::fs::join};

/// The kind of a file, by the end of its name.
pub(super) fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html" | "htm") => "text/html",
        Some("css") => "text/css",
        Some("js") => "application/javascript",
        Some("json") => "application/json",
        Some("txt") => "text/plain",
        Some("xml") => "text/xml",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// A request's path without what stands behind `?`, and without a way out of the root.
pub(super) fn clean(request: &Request<Bytes>) -> String {
    let decoded = request.uri().path().replace("%20", " ");
    join("/", &decoded)
}

pub(super) fn header<'a>(request: &'a Request<Bytes>, name: &str) -> &'a str {
    request
        .headers()
        .get(name)
        .and_then(|v| v.to_str().ok())
        .unwrap_or("-")
}

pub(super) fn answer(
    status: StatusCode,
    kind: &str,
    body: Bytes,
    server: &str,
    request: &Request<Bytes>,
    clock: &Clock,
) -> Response<Bytes> {
    let length = body.len();
    let body = if request.method() == Method::HEAD {
        Bytes::new()
    } else {
        body
    };
    let date = clock
        .now()
        .strftime("%a, %d %b %Y %H:%M:%S GMT")
        .to_string();
    let built = Response::builder()
        .status(status)
        .header("Server", server)
        .header("Date", date)
        .header("Content-Type", kind)
        .header("Content-Length", length)
        .body(body);
    built.unwrap_or_default()
}
