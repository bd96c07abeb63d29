//! The addresses that the programs of a Pod were told to talk to, read from its words and variables.

use serde_json::Value;

use super::pods::{Container, containers};
use super::{Context, Finding, Rule, Source};
use crate::snapshot::object::{Object, text};
use crate::snapshot::path::FieldPath;

/// Programs whose last word is an address, with or without `http://`.
const CLIENTS: [&str; 5] = ["wget", "curl", "nslookup", "ping", "nc"];

/// An address in a container's words or variables.
#[derive(Debug, Clone)]
pub struct Host<'s> {
    /// The Pod.
    pub pod: &'s Object,
    /// The field that holds it.
    pub path: FieldPath,
    /// The whole text of that field.
    pub quote: &'s str,
    /// The host: `web`, `web.shop`, `10.0.0.1`.
    pub host: &'s str,
    /// The port, where one is given; `http` stands for 80.
    pub port: Option<i64>,
}

impl Host<'_> {
    /// A finding about the field that holds it, for the expectation that its Pod keeps from holding;
    /// `None` where there is no such one.
    pub fn finding(&self, rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
        let pod = self.pod.key();
        let mut failed = context.failed().into_iter();
        let failed = failed.find(|failed| failed.outcome.subjects.contains(&pod))?;
        let finding = Finding::new(rule)
            .object(pod.clone())
            .field(self.path.clone(), None, Some(self.quote.to_owned()))
            .expectation(&failed.expectation.id)
            .evidence(Source::Spec, Some(pod), &self.path.to_string(), self.quote);
        Some(finding)
    }
}

/// The addresses in a Pod.
pub fn hosts(pod: &Object) -> Vec<Host<'_>> {
    containers(pod).iter().flat_map(of_container).collect()
}

fn of_container<'s>(container: &Container<'s>) -> Vec<Host<'s>> {
    let mut found = Vec::new();
    let words = ["command", "args"].into_iter().flat_map(|field| {
        let values = container.spec.get(field).and_then(Value::as_array);
        let values = values.into_iter().flatten().filter_map(Value::as_str);
        values
            .enumerate()
            .map(move |(index, word)| (container.path(field).index(index), word))
    });
    let words: Vec<(FieldPath, &'s str)> = words.collect();
    let is_client = words
        .first()
        .is_some_and(|(_, program)| CLIENTS.contains(program));
    for (index, (path, word)) in words.iter().enumerate() {
        let bare = is_client && index + 1 == words.len() && index > 0;
        let addresses = word
            .split_whitespace()
            .filter_map(|part| address(part, bare));
        found.extend(addresses.map(|(host, port)| (path.clone(), *word, host, port)));
    }
    let variables = container.spec.get("env").and_then(Value::as_array);
    for (index, variable) in variables.into_iter().flatten().enumerate() {
        let (name, value) = (text(variable, "name"), text(variable, "value"));
        let bare = name.ends_with("HOST") || name.ends_with("ADDR") || name.ends_with("SERVER");
        let path = container.path("env").index(index).key("value");
        found.extend(address(value, bare).map(|(host, port)| (path, value, host, port)));
    }
    let with_pod = found.into_iter().map(|(path, quote, host, port)| Host {
        pod: container.pod,
        path,
        quote,
        host,
        port,
    });
    with_pod.collect()
}

/// Host and port of `http://web:80/path`, or, where a bare name may stand there, of `web:80`.
fn address(word: &str, bare: bool) -> Option<(&str, Option<i64>)> {
    let word = word.trim_matches(|c| matches!(c, '\'' | '"' | ';'));
    let (rest, usual) = match word.split_once("://") {
        Some((scheme, rest)) => (rest, (scheme == "http").then_some(80)),
        None if bare && !word.starts_with('-') => (word, None),
        None => return None,
    };
    let authority = rest.split(['/', '?', '#']).next()?;
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port.parse().ok()?)),
        None => (authority, usual),
    };
    let is_name = !host.is_empty()
        && host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'));
    is_name.then_some((host, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_where_they_stand() {
        for (word, bare, found) in [
            ("http://web", false, Some(("web", Some(80)))),
            ("http://web:8080/a?b", false, Some(("web", Some(8080)))),
            ("'http://web.shop/'", false, Some(("web.shop", Some(80)))),
            ("redis://cache", false, Some(("cache", None))),
            ("web", true, Some(("web", None))),
            ("web:6379", true, Some(("web", Some(6379)))),
            ("web", false, None),
            ("-q", true, None),
            ("http://$HOST", false, None),
            ("", true, None),
        ] {
            assert_eq!(address(word, bare), found, "{word}");
        }
    }

    #[test]
    fn words_and_variables_are_read() {
        let pod = Object::redacted(
            serde_json::json!({"metadata": {"name": "visitor"}, "spec": {"containers": [{
                "name": "visitor",
                "args": ["wget", "-q", "-O", "-", "front"],
                "env": [{"name": "DB_HOST", "value": "db"}, {"name": "COLOR", "value": "red"}],
            }]}}),
            "Pod",
            "v1",
        );
        let found = hosts(&pod);
        let found: Vec<(String, &str)> = found
            .iter()
            .map(|host| (host.path.to_string(), host.host))
            .collect();
        let expected = [
            ("spec.containers[0].args[4]", "front"),
            ("spec.containers[0].env[0].value", "db"),
        ];
        assert_eq!(found, expected.map(|(path, host)| (path.to_owned(), host)));
    }
}
