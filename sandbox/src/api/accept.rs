//! In which form a client wants the answer.

use http::{HeaderMap, header};

use crate::refusal::Refusal;

/// The forms of objects and lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As they are.
    Plain,
    /// As a `Table`, of `v1` or `v1beta1`.
    Table { beta: bool },
    /// Their metadata.
    Metadata,
}

fn ranges(headers: &HeaderMap) -> Vec<String> {
    let all = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|v| v.to_str().ok());
    all.flat_map(|v| v.split(','))
        .map(|r| r.trim().to_owned())
        .filter(|r| !r.is_empty())
        .collect()
}

fn parameter<'a>(range: &'a str, name: &str) -> &'a str {
    let found = range
        .split(';')
        .skip(1)
        .filter_map(|p| p.trim().split_once('='))
        .find(|(key, _)| *key == name);
    found.map_or("", |(_, value)| value)
}

/// The first form that the client accepts and the server has; the server has JSON only.
pub(super) fn form(headers: &HeaderMap) -> Result<Form, Refusal> {
    let ranges = ranges(headers);
    if ranges.is_empty() {
        return Ok(Form::Plain);
    }
    for range in &ranges {
        let media = range.split(';').next().unwrap_or("").trim();
        if !matches!(media, "application/json" | "application/*" | "*/*") {
            continue;
        }
        match (
            parameter(range, "as"),
            parameter(range, "g"),
            parameter(range, "v"),
        ) {
            ("", ..) => return Ok(Form::Plain),
            ("Table", "meta.k8s.io", "v1") => return Ok(Form::Table { beta: false }),
            ("Table", "meta.k8s.io", "v1beta1") => return Ok(Form::Table { beta: true }),
            ("PartialObjectMetadata" | "PartialObjectMetadataList", "meta.k8s.io", "v1") => {
                return Ok(Form::Metadata);
            }
            _ => {}
        }
    }
    Err(Refusal::new(
        406,
        "NotAcceptable",
        "only the following media types are accepted: application/json",
    ))
}

/// The version of aggregated discovery that the client asks for first, if it asks.
pub(super) fn discovery(headers: &HeaderMap) -> Option<&'static str> {
    for range in ranges(headers) {
        match (parameter(&range, "as"), parameter(&range, "v")) {
            ("APIGroupDiscoveryList", "v2") => return Some("v2"),
            ("APIGroupDiscoveryList", "v2beta1") => return Some("v2beta1"),
            ("", _) if range.starts_with("application/json") => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accept(text: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT, text.parse().unwrap())])
    }

    #[test]
    fn the_first_form_that_can_be_had_is_taken() {
        let form = |t| form(&accept(t)).unwrap();
        assert_eq!(
            form("application/json;as=Table;v=v1;g=meta.k8s.io,application/json"),
            Form::Table { beta: false }
        );
        assert_eq!(
            form("application/vnd.kubernetes.protobuf,application/json"),
            Form::Plain
        );
        assert_eq!(
            form("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"),
            Form::Metadata
        );
        assert_eq!(
            form("application/vnd.kubernetes.protobuf, */*"),
            Form::Plain
        );
        assert!(super::form(&accept("application/cbor")).is_err());
        let all =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";
        assert_eq!(discovery(&accept(all)), Some("v2"));
        assert_eq!(discovery(&accept("application/json, */*")), None);
    }
}
