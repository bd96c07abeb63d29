//! Bodies of requests: read within limits, decoded by their content type.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, header};
use http_body_util::{BodyExt as _, Limited};
use hyper::body::{Body as _, Incoming};
use serde_json::Value;

use super::query::Query;
use crate::{
    kinds::Kind,
    object::{Meta, child},
    protobuf,
    refusal::Refusal,
    schema::{decode::decode, json},
};

/// What upstream accepts.
const LIMIT: usize = 3 * 1024 * 1024;
/// Who sends slower than this is not waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Reads a body.
pub(super) async fn read(body: Incoming) -> Result<Bytes, Refusal> {
    match tokio::time::timeout(PATIENCE, Limited::new(body, LIMIT).collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => Err(Refusal::new(
            413,
            "RequestEntityTooLarge",
            format!("Request entity too large: limit is {LIMIT}"),
        )),
        Ok(Err(_)) => Err(Refusal::bad_request("unexpected EOF")),
        Err(_) => Err(Refusal::new(
            408,
            "Timeout",
            "the request's body did not arrive in time",
        )),
    }
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

/// A document: what it says, and which keys it says twice.
pub(super) fn document(headers: &HeaderMap, body: &[u8]) -> Result<(Value, Vec<String>), Refusal> {
    match content_type(headers) {
        "application/json" | "" | "text/plain" => {
            json::parse(body).map_err(|e| Refusal::bad_request(syntax(&e)))
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

fn syntax(error: &serde_json::Error) -> String {
    format!("couldn't get version/kind; json parse error: {error}")
}

/// Reads YAML, of which JSON is a part.
pub(super) fn yaml(body: &[u8]) -> Result<Value, Refusal> {
    let text = std::str::from_utf8(body)
        .map_err(|_| Refusal::bad_request("error decoding YAML: not UTF-8"))?;
    serde_yaml::from_str(text)
        .map_err(|e| Refusal::bad_request(format!("error decoding YAML: {e}")))
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
    let (mut value, twice) = document(headers, body)?;
    let (group, version) = (
        value.text_at("apiVersion").to_owned(),
        value.text_at("kind").to_owned(),
    );
    if !group.is_empty() && group != kind.api_version() {
        return Err(Refusal::bad_request(format!(
            "the API version in the data ({group}) does not match the expected API version ({})",
            kind.api_version()
        )));
    }
    if !version.is_empty() && version != kind.kind {
        // The types are Go's: the group's is that of the internal ones.
        let package = match kind.group.split('.').next() {
            None | Some("") => "core",
            Some(group) => group,
        };
        return Err(Refusal::bad_request(format!(
            "{version} in version \"{0}\" cannot be handled as a {1}: converting ({0}.{version}) to ({package}.{1}): unknown conversion",
            kind.version, kind.kind
        )));
    }
    if !value.is_object() {
        return Err(Refusal::bad_request(format!(
            "the object provided is unrecognized (must be of type {}): couldn't get version/kind; json parse error",
            kind.kind
        )));
    }
    *child(&mut value, "apiVersion") = kind.api_version().into();
    *child(&mut value, "kind") = kind.kind.into();
    let (strict, mistyped) = check(kind.schema, &mut value, &twice);
    let beginning = format!(
        "{} in version \"{}\" cannot be handled as a {}",
        kind.kind, kind.version, kind.kind
    );
    if let Some(text) = mistyped {
        return Err(Refusal::bad_request(format!("{beginning}: {text}")));
    }
    let warnings = judge(query, strict)
        .map_err(|text| Refusal::bad_request(format!("{beginning}: {text}")))?;
    Ok((value, warnings))
}

/// Cuts a value to a schema: complaints about its fields, and about a wrong type.
pub(super) fn check(
    schema: &str,
    value: &mut Value,
    twice: &[String],
) -> (Vec<String>, Option<String>) {
    let noticed = decode(value, schema);
    (complaints(twice, &noticed.unknown), noticed.mistyped)
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
