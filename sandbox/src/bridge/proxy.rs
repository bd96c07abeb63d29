//! `…/services/[SCHEME:]NAME[:PORT]/proxy/PATH` and the same for Pods: one HTTP request each.

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};

use crate::{
    api::{connect::Connection, reply::Body},
    refusal::Refusal,
    runtime::Runtime,
};

/// The largest body that a request may have.
const LARGEST: usize = 16 << 20;

/// What belongs to one connection and is not passed on, and the token, which is nobody else's.
const OWN: &[header::HeaderName] = &[
    header::AUTHORIZATION,
    header::CONNECTION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Passes a request on and brings its answer back.
pub(super) async fn answer(
    runtime: &Runtime,
    connection: Connection,
) -> Result<Response<Body>, Refusal> {
    let (mut head, body) = connection.request.into_parts();
    // The path is passed on as it was written, with its escapes and its last slash.
    let Some(rest) = head.uri.path().splitn(9, '/').nth(8) else {
        return Ok(redirect(&head.uri));
    };
    let target = head
        .uri
        .query()
        .map_or_else(|| format!("/{rest}"), |query| format!("/{rest}?{query}"));
    let unreadable = |_| Refusal::bad_request("the request cannot be passed on");
    head.uri = target.parse().map_err(unreadable)?;
    for name in OWN {
        head.headers.remove(name);
    }
    head.headers
        .insert("x-forwarded-for", HeaderValue::from_static("127.0.0.1"));
    let body = Limited::new(body, LARGEST).collect().await.map_err(|_| {
        Refusal::new(
            413,
            "RequestEntityTooLarge",
            "the request's body is too large",
        )
    })?;
    let request = Request::from_parts(head, body.to_bytes());
    let pods = connection.kind.kind == "Pod";
    let Some((scheme, name, port)) = split(&connection.name) else {
        let what = if pods { "pod" } else { "service" };
        return Err(Refusal::bad_request(format!(
            "invalid {what} request {:?}",
            connection.name
        )));
    };
    let namespace = &connection.namespace;
    let response = if pods {
        let port = match port {
            "" => None,
            text => Some(text.parse().map_err(|_| {
                Refusal::bad_request(format!("invalid pod request {:?}", connection.name))
            })?),
        };
        runtime.pod_http(namespace, name, port, &request)?
    } else {
        runtime.service_http(
            namespace,
            name,
            Some(port).filter(|p| !p.is_empty()),
            &request,
        )?
    };
    if scheme == "https" {
        // No program in this cluster speaks TLS.
        return Err(Refusal::new(
            503,
            "ServiceUnavailable",
            "error trying to reach service: http: server gave HTTP response to HTTPS client",
        ));
    }
    Ok(response.map(|bytes| Full::new(bytes).boxed_unsync()))
}

/// Scheme, name and port of `NAME`, `NAME:PORT` or `SCHEME:NAME:PORT`.
fn split(text: &str) -> Option<(&str, &str, &str)> {
    let parts: Vec<&str> = text.split(':').collect();
    let found = match parts.as_slice() {
        [name] => ("", *name, ""),
        [name, port] => ("", *name, *port),
        [scheme @ ("" | "http" | "https"), name, port] => (*scheme, *name, *port),
        _ => return None,
    };
    (!found.1.is_empty()).then_some(found)
}

/// Without a slash at the end, relative links in a page would lead elsewhere.
fn redirect(uri: &http::Uri) -> Response<Body> {
    let query = uri.query().map(|q| format!("?{q}")).unwrap_or_default();
    let mut response = Response::new(Full::new(Bytes::new()).boxed_unsync());
    *response.status_mut() = StatusCode::MOVED_PERMANENTLY;
    if let Ok(location) = HeaderValue::from_str(&format!("{}/{query}", uri.path())) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_may_have_a_scheme_and_a_port() {
        assert_eq!(split("web"), Some(("", "web", "")));
        assert_eq!(split("web:80"), Some(("", "web", "80")));
        assert_eq!(split("http:web:"), Some(("http", "web", "")));
        assert_eq!(split("https:web:http"), Some(("https", "web", "http")));
        assert_eq!(split("ftp:web:21"), None);
        assert_eq!(split(":80"), None);
    }
}
