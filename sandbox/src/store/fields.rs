//! Field selectors: `a=b,c!=d` over the few fields that a kind offers.

use serde_json::Value;

use crate::{kinds::Kind, object::Meta};

/// What fields must be; without terms everything matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldSelector {
    terms: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    path: &'static str,
    equal: bool,
    value: String,
}

impl FieldSelector {
    /// Matches everything.
    pub fn everything() -> Self {
        Self::default()
    }

    /// Matches the object of that name.
    pub fn name(name: &str) -> Self {
        Self {
            terms: vec![Term {
                path: "metadata.name",
                equal: true,
                value: name.to_owned(),
            }],
        }
    }

    /// Reads `a=b,c!=d`; a field that the kind does not offer is refused.
    pub fn parse(kind: &Kind, text: &str) -> Result<Self, String> {
        let mut terms = Vec::new();
        for term in split(text) {
            let (label, equal, value) = if let Some((label, value)) = term.split_once("!=") {
                (label, false, value)
            } else if let Some((label, value)) = term.split_once("==") {
                (label, true, value)
            } else if let Some((label, value)) = term.split_once('=') {
                (label, true, value)
            } else {
                return Err(format!(
                    "invalid selector: '{text}'; can't understand '{term}'"
                ));
            };
            let path = match label {
                "metadata.name" => "metadata.name",
                "metadata.namespace" => "metadata.namespace",
                _ => {
                    let found = kind.field_labels.iter().find(|(l, _)| *l == label);
                    let Some((_, path)) = found else {
                        return Err(unsupported(kind, label));
                    };
                    path
                }
            };
            terms.push(Term {
                path,
                equal,
                value: unescape(value),
            });
        }
        Ok(Self { terms })
    }

    /// Whether an object fulfils it.
    pub fn matches(&self, object: &Value) -> bool {
        self.terms.iter().all(|term| {
            let matches = match object.at(term.path) {
                Some(Value::String(text)) => *text == term.value,
                Some(Value::Null) | None => absent(term.path) == term.value,
                Some(Value::Bool(flag)) => (if *flag { "true" } else { "false" }) == term.value,
                Some(Value::Number(number)) => {
                    number.as_i64().is_some_and(|n| term.value.parse() == Ok(n))
                }
                Some(_) => false,
            };
            matches == term.equal
        })
    }

    /// The name that the selector asks for, if it asks for one.
    pub fn asked_name(&self) -> Option<&str> {
        self.terms
            .iter()
            .find(|t| t.equal && t.path == "metadata.name")
            .map(|t| t.value.as_str())
    }
}

/// What an absent field counts as: the zero value of its type.
fn absent(path: &str) -> &'static str {
    match path {
        "spec.unschedulable" | "spec.hostNetwork" => "false",
        "status.replicas" | "status.succeeded" => "0",
        _ => "",
    }
}

fn unsupported(kind: &Kind, label: &str) -> String {
    if kind.field_labels.is_empty() {
        format!(
            "\"{label}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
        )
    } else {
        format!("field label not supported: {label}")
    }
}

/// Cuts at commas that no backslash protects.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (i, c) in text.char_indices() {
        if c == ',' && !escaped {
            parts.push(&text[start..i]);
            start = i + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    parts.push(&text[start..]);
    parts.retain(|p| !p.is_empty());
    parts
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            out.extend(chars.next());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::kinds;

    #[test]
    fn offered_fields_are_compared_with_their_zero_values() {
        let pod = json!({"metadata": {"name": "a"}, "spec": {}, "status": {"phase": "Running"}});
        let matches = |s: &str| FieldSelector::parse(kinds::POD, s).unwrap().matches(&pod);
        assert!(matches("metadata.name=a,status.phase==Running"));
        assert!(matches("spec.nodeName="));
        assert!(!matches("status.phase!=Running"));
        assert!(matches("spec.hostNetwork=false"));
    }

    #[test]
    fn unknown_fields_are_refused_and_never_match_all() {
        assert_eq!(
            FieldSelector::parse(kinds::POD, "spec.foo=a").unwrap_err(),
            "field label not supported: spec.foo"
        );
        assert!(
            FieldSelector::parse(kinds::DEPLOYMENT, "status.replicas=a")
                .unwrap_err()
                .contains("known field selector")
        );
        assert!(FieldSelector::parse(kinds::POD, "nonsense").is_err());
    }
}
