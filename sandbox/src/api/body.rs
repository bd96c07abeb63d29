//! Bodies of requests: read within limits, decoded by their content type.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, header};
use http_body_util::{BodyExt as _, Limited};
use hyper::body::{Body as _, Incoming};
use serde_json::Value;

use super::query::Query;
use crate::{
    kinds::{self, Kind},
    object::{Meta, child},
    protobuf,
    refusal::Refusal,
    schema::{
        decode::{decode, json_type},
        json,
    },
};

/// What upstream accepts.
const LIMIT: usize = 3 * 1024 * 1024;
/// Who sends slower than this is not waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// How much of what is too large is read away, so that the client gets to see the answer.
const DRAINED: usize = 256 * 1024 * 1024;
/// For how long.
const DRAINING: Duration = Duration::from_secs(5);

/// Reads a body.
pub(super) async fn read(body: Incoming) -> Result<Bytes, Refusal> {
    if body.size_hint().lower() > LIMIT as u64 {
        return Err(too_large(body));
    }
    match tokio::time::timeout(PATIENCE, collect(body)).await {
        Ok(read) => read,
        Err(_) => Err(Refusal::new(
            408,
            "Timeout",
            "the request's body did not arrive in time",
        )),
    }
}

async fn collect(mut body: Incoming) -> Result<Bytes, Refusal> {
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::bad_request("unexpected EOF"))?;
        if let Ok(data) = frame.into_data() {
            if whole.len() + data.len() > LIMIT {
                return Err(too_large(body));
            }
            whole.extend_from_slice(&data);
        }
    }
    Ok(whole.freeze())
}

/// Refuses a body at once. A client that is still sending would be cut off before it has read the
/// answer, so what it sends is thrown away for a while.
fn too_large(mut body: Incoming) -> Refusal {
    tokio::spawn(async move {
        let mut drained = 0;
        let draining = async {
            while let Some(Ok(frame)) = body.frame().await {
                drained += frame.data_ref().map_or(0, Bytes::len);
                if drained > DRAINED {
                    return;
                }
            }
        };
        // Whether it worked does not change the answer.
        let _ = tokio::time::timeout(DRAINING, draining).await;
    });
    Refusal::new(
        413,
        "RequestEntityTooLarge",
        format!("Request entity too large: limit is {LIMIT}"),
    )
}

/// Reads away a body that nobody wants, so that the connection can be used again; a large or slow
/// one is not worth it.
pub(super) async fn discard(body: Incoming) {
    if !body.is_end_stream() {
        let small = Limited::new(body, 256 * 1024).collect();
        // Whether it worked does not change the answer.
        let _ = tokio::time::timeout(Duration::from_secs(1), small).await;
    }
}

/// The content type without its parameters.
pub(super) fn content_type(headers: &HeaderMap) -> &str {
    let text = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or("");
    text.split(';').next().unwrap_or("").trim()
}

/// A document of a kind: what it says, and which keys it says twice.
pub(super) fn document(
    kind: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(Value, Vec<String>), Refusal> {
    match content_type(headers) {
        "application/json" | "" | "text/plain" => {
            let read = json::parse(body).map_err(|error| unrecognized(kind, &error, body))?;
            match &read.0 {
                Value::Null | Value::Object(_) => Ok(read),
                other => Err(unrecognized(kind, &misplaced(json_type(other)), body)),
            }
        }
        "application/yaml" => yaml(body).map(|v| (v, Vec::new())),
        "application/vnd.kubernetes.protobuf" => protobuf::decode(body)
            .map(|v| (v, Vec::new()))
            .map_err(Refusal::bad_request),
        _ => Err(Refusal::new(
            415,
            "UnsupportedMediaType",
            "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf",
        )),
    }
}

/// What Go says of a value that is no object.
fn misplaced(what: &str) -> String {
    format!(
        "json: cannot unmarshal {what} into Go value of type struct {{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }}"
    )
}

fn unrecognized(kind: &str, error: &impl std::fmt::Display, body: &[u8]) -> Refusal {
    let error = if body.is_empty() {
        "unexpected end of JSON input".to_owned()
    } else {
        error.to_string()
    };
    Refusal::bad_request(format!(
        "the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; json parse error: {error} ({})",
        summary(body)
    ))
}

/// The beginning of a body, as upstream shows it: objects as text, the rest in hexadecimal.
fn summary(body: &[u8]) -> String {
    const SHOWN: usize = 30;
    let (beginning, more) = match body.get(..SHOWN) {
        Some(beginning) if body.len() > SHOWN => (beginning, " ..."),
        _ => (body, ""),
    };
    match body.first() {
        None => "<empty>".into(),
        Some(b'{') => format!("{}{more}", String::from_utf8_lossy(beginning)),
        Some(_) => {
            let digits = beginning.iter().map(|byte| format!("{byte:02x}"));
            format!("{}{more}", digits.collect::<String>())
        }
    }
}

/// Reads YAML, of which JSON is a part.
pub(super) fn yaml(body: &[u8]) -> Result<Value, Refusal> {
    let text = std::str::from_utf8(body)
        .map_err(|_| Refusal::bad_request("error decoding YAML: not UTF-8"))?;
    serde_yaml::from_str(text)
        .map_err(|e| Refusal::bad_request(format!("error decoding YAML: {e}")))
}

/// Refuses an object of another kind; what it does not say is that of the place.
fn foreign(kind: &Kind, api_version: &str, name: &str) -> Result<(), Refusal> {
    let expected = kind.api_version();
    let api_version = if api_version.is_empty() {
        &expected
    } else {
        api_version
    };
    let name = if name.is_empty() { kind.kind } else { name };
    if api_version == expected && name == kind.kind {
        return Ok(());
    }
    let why = match kinds::find_by_kind(api_version, name) {
        Some(other) if other.kind == kind.kind => {
            return Err(Refusal::bad_request(format!(
                "the API version in the data ({api_version}) does not match the expected API version ({expected})"
            )));
        }
        Some(other) => {
            // Upstream's names in Go: the internal package is the first part of the group.
            let package = match kind.group.split('.').next() {
                None | Some("") => "core",
                Some(package) => package,
            };
            format!(
                "converting ({}.{name}) to ({package}.{}): unknown conversion",
                other.version, kind.kind
            )
        }
        None => format!(
            "no kind \"{name}\" is registered for version \"{api_version}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\""
        ),
    };
    let version = api_version.rsplit('/').next().unwrap_or(api_version);
    Err(Refusal::bad_request(format!(
        "{name} in version \"{version}\" cannot be handled as a {}: {why}",
        kind.kind
    )))
}

/// An object of a kind out of a document: known fields only.
///
/// What is not known is refused, warned of or ignored, as the request wants it.
pub(super) fn object(
    kind: &Kind,
    headers: &HeaderMap,
    query: &Query,
    body: &[u8],
) -> Result<(Value, Vec<String>), Refusal> {
    let (mut value, twice) = document(kind.kind, headers, body)?;
    foreign(kind, value.text_at("apiVersion"), value.text_at("kind"))?;
    if !value.is_object() {
        let nothing = "Object 'Kind' is missing";
        return Err(unrecognized(kind.kind, &nothing, body));
    }
    *child(&mut value, "apiVersion") = kind.api_version().into();
    *child(&mut value, "kind") = kind.kind.into();
    let type_of = (kind.kind, kind.version, kind.schema);
    let warnings = fit(type_of, query, &mut value, &twice)?;
    Ok((value, warnings))
}

/// Cuts a value to its type (kind, version, schema). What has a wrong type is refused; what is not
/// known is refused, warned of or ignored, as the request wants it.
pub(super) fn fit(
    (kind, version, schema): (&str, &str, &str),
    query: &Query,
    value: &mut Value,
    twice: &[String],
) -> Result<Vec<String>, Refusal> {
    let noticed = decode(value, schema);
    let wrong = |text: String| {
        Refusal::bad_request(format!(
            "{kind} in version \"{version}\" cannot be handled as a {kind}: {text}"
        ))
    };
    match noticed.mistyped {
        Some(text) => Err(wrong(text)),
        None => judge(query, complaints(twice, &noticed.unknown)).map_err(wrong),
    }
}

/// What strict validation says about keys written twice and fields that are not known.
pub(super) fn complaints(twice: &[String], unknown: &[String]) -> Vec<String> {
    let twice = twice.iter().map(|p| format!("duplicate field \"{p}\""));
    twice
        .chain(unknown.iter().map(|p| format!("unknown field \"{p}\"")))
        .collect()
}

/// What to do about fields that are not known: an error, warnings, or nothing.
pub(super) fn judge(query: &Query, strict: Vec<String>) -> Result<Vec<String>, String> {
    match query.get("fieldValidation") {
        "Strict" if !strict.is_empty() => {
            Err(format!("strict decoding error: {}", strict.join(", ")))
        }
        "Ignore" => Ok(Vec::new()),
        _ => Ok(strict),
    }
}
