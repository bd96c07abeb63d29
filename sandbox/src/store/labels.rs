//! Label selectors: the query string's grammar, and the form that specs have.

use serde_json::Value;

use crate::object::Meta;

/// What labels must fulfil; without requirements everything matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelSelector {
    requirements: Vec<Requirement>,
    nothing: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Requirement {
    key: String,
    operator: Operator,
    values: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    In,
    NotIn,
    Exists,
    Absent,
    Greater,
    Less,
}

impl LabelSelector {
    /// Matches everything.
    pub fn everything() -> Self {
        Self::default()
    }

    /// Matches nothing: what an absent selector in a spec means.
    pub fn nothing() -> Self {
        Self {
            requirements: Vec::new(),
            nothing: true,
        }
    }

    /// Everything matches.
    pub fn is_everything(&self) -> bool {
        self.requirements.is_empty() && !self.nothing
    }

    /// Reads `app=web,tier in (a,b),!old`; the error says what is wrong in upstream's words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parser = Parser { rest: text };
        let mut requirements = Vec::new();
        parser.space();
        while !parser.rest.is_empty() {
            requirements.push(
                parser
                    .requirement()
                    .map_err(|why| format!("unable to parse requirement: {why}"))?,
            );
            parser.space();
            if parser.rest.is_empty() {
                break;
            }
            if !parser.eat(",") {
                let word = parser.word();
                let found = if word.is_empty() { parser.next() } else { word };
                return Err(format!("found '{found}', expected: ',' or 'end of string'"));
            }
            parser.space();
            if parser.rest.is_empty() || parser.rest.starts_with(',') {
                let found = parser.next();
                return Err(format!("found '{found}', expected: identifier after ','"));
            }
        }
        Ok(Self {
            requirements,
            nothing: false,
        })
    }

    /// Reads a plain map of labels, as `spec.selector` of a Service has it.
    pub fn from_map(map: Option<&Value>) -> Self {
        let Some(map) = map.and_then(Value::as_object).filter(|m| !m.is_empty()) else {
            return Self::nothing();
        };
        let requirements = map
            .iter()
            .map(|(key, value)| Requirement {
                key: key.clone(),
                operator: Operator::In,
                values: vec![value.as_str().unwrap_or("").to_owned()],
            })
            .collect();
        Self {
            requirements,
            nothing: false,
        }
    }

    /// Reads `matchLabels` and `matchExpressions`. An absent selector matches nothing, an empty
    /// one everything.
    pub fn from_spec(selector: Option<&Value>) -> Self {
        let Some(selector) = selector.filter(|s| s.is_object()) else {
            return Self::nothing();
        };
        let mut requirements = match selector.get("matchLabels") {
            Some(labels) if labels.as_object().is_some_and(|m| !m.is_empty()) => {
                Self::from_map(Some(labels)).requirements
            }
            _ => Vec::new(),
        };
        for expression in selector.list_at("matchExpressions") {
            let operator = match expression.text_at("operator") {
                "In" => Operator::In,
                "NotIn" => Operator::NotIn,
                "Exists" => Operator::Exists,
                "DoesNotExist" => Operator::Absent,
                _ => return Self::nothing(),
            };
            let values = expression
                .list_at("values")
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect();
            requirements.push(Requirement {
                key: expression.text_at("key").to_owned(),
                operator,
                values,
            });
        }
        Self {
            requirements,
            nothing: false,
        }
    }

    /// Whether an object's labels fulfil it.
    pub fn matches(&self, object: &Value) -> bool {
        if self.requirements.is_empty() {
            return !self.nothing;
        }
        self.matches_labels(object.at("metadata.labels"))
    }

    /// Whether labels fulfil it.
    pub fn matches_labels(&self, labels: Option<&Value>) -> bool {
        !self.nothing
            && self
                .requirements
                .iter()
                .all(|r| r.matches(labels.and_then(|l| l.get(&r.key)).and_then(Value::as_str)))
    }
}

impl Requirement {
    fn matches(&self, value: Option<&str>) -> bool {
        let listed = value.is_some_and(|v| self.values.iter().any(|w| w == v));
        let compared = || {
            Some((
                value?.parse::<i64>().ok()?,
                self.values.first()?.parse::<i64>().ok()?,
            ))
        };
        match self.operator {
            Operator::In => listed,
            Operator::NotIn => !listed,
            Operator::Exists => value.is_some(),
            Operator::Absent => value.is_none(),
            Operator::Greater => compared().is_some_and(|(a, b)| a > b),
            Operator::Less => compared().is_some_and(|(a, b)| a < b),
        }
    }
}

impl std::fmt::Display for LabelSelector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, r) in self.requirements.iter().enumerate() {
            if i > 0 {
                f.write_str(",")?;
            }
            let key = &r.key;
            match (r.operator, r.values.as_slice()) {
                (Operator::In, [one]) => write!(f, "{key}={one}"),
                (Operator::NotIn, [one]) => write!(f, "{key}!={one}"),
                (Operator::In, many) => write!(f, "{key} in ({})", many.join(",")),
                (Operator::NotIn, many) => write!(f, "{key} notin ({})", many.join(",")),
                (Operator::Exists, _) => f.write_str(key),
                (Operator::Absent, _) => write!(f, "!{key}"),
                (Operator::Greater, many) => write!(f, "{key}>{}", many.join(",")),
                (Operator::Less, many) => write!(f, "{key}<{}", many.join(",")),
            }?;
        }
        Ok(())
    }
}

struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn eat(&mut self, token: &str) -> bool {
        self.rest
            .strip_prefix(token)
            .map(|rest| self.rest = rest)
            .is_some()
    }

    /// The character that comes next; empty at the end.
    fn next(&self) -> &'a str {
        let end = self.rest.chars().next().map_or(0, char::len_utf8);
        &self.rest[..end]
    }

    fn word(&mut self) -> &'a str {
        self.space();
        let end = self
            .rest
            .find(|c: char| c.is_whitespace() || "=!,()<>".contains(c))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn key(&mut self) -> Result<String, String> {
        let word = self.word();
        if word.is_empty() {
            let found = self.next();
            return Err(format!("found '{found}', expected: identifier"));
        }
        Ok(word.to_owned())
    }

    fn requirement(&mut self) -> Result<Requirement, String> {
        self.space();
        if self.eat("!") {
            return Ok(Requirement {
                key: self.key()?,
                operator: Operator::Absent,
                values: Vec::new(),
            });
        }
        let key = self.key()?;
        self.space();
        let operator = if self.rest.is_empty() || self.rest.starts_with(',') {
            return Ok(Requirement {
                key,
                operator: Operator::Exists,
                values: Vec::new(),
            });
        } else if self.eat("!=") {
            Operator::NotIn
        } else if self.eat("==") || self.eat("=") {
            Operator::In
        } else if self.eat(">") {
            Operator::Greater
        } else if self.eat("<") {
            Operator::Less
        } else {
            return self.set(key);
        };
        let value = self.word().to_owned();
        if matches!(operator, Operator::Greater | Operator::Less) && value.parse::<i64>().is_err() {
            return Err(format!(
                "values[0][{key}]: Invalid value: \"{value}\": for 'Gt', 'Lt' operators, the value must be an integer"
            ));
        }
        Ok(Requirement {
            key,
            operator,
            values: vec![value],
        })
    }

    fn set(&mut self, key: String) -> Result<Requirement, String> {
        let operator = match self.word() {
            "in" => Operator::In,
            "notin" => Operator::NotIn,
            other => {
                return Err(format!(
                    "found '{other}', expected: in, notin, =, ==, !=, gt, lt"
                ));
            }
        };
        self.space();
        if !self.eat("(") {
            return Err(format!("found '{}' expected: '('", self.word()));
        }
        let mut values = Vec::new();
        loop {
            values.push(self.word().to_owned());
            self.space();
            if self.eat(")") {
                break;
            }
            if !self.eat(",") {
                let found = self
                    .rest
                    .chars()
                    .next()
                    .map(String::from)
                    .unwrap_or_default();
                return Err(format!("found '{found}', expected: ',' or ')'"));
            }
        }
        values.sort();
        Ok(Requirement {
            key,
            operator,
            values,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn matches(selector: &str, labels: &Value) -> bool {
        LabelSelector::parse(selector)
            .unwrap()
            .matches(&json!({"metadata": {"labels": labels}}))
    }

    #[test]
    fn the_grammar_of_the_query_string_is_understood() {
        let web = json!({"app": "web", "tier": "front", "n": "5"});
        for yes in [
            "",
            "app",
            "app=web",
            "app==web",
            "app = web",
            "app!=db",
            "x!=y",
            "app in (web, db)",
            "tier notin (back)",
            "!old",
            "app=web,!old,tier in (front)",
            "n>4",
            "n<6",
            "x notin (a)",
        ] {
            assert!(matches(yes, &web), "{yes}");
        }
        for no in [
            "app=db",
            "old",
            "!app",
            "app in (a,b)",
            "app notin (web)",
            "app!=web",
            "n>5",
            "app>1",
        ] {
            assert!(!matches(no, &web), "{no}");
        }
    }

    #[test]
    fn what_is_no_selector_is_refused() {
        for bad in [
            "=",
            "a=b c",
            "a in",
            "a in (b",
            "a in b",
            "app=web,,",
            "app=web,",
            "a b",
            "n>x",
        ] {
            let refused = LabelSelector::parse(bad);
            assert!(refused.is_err(), "{bad}: {refused:?}");
        }
        assert_eq!(
            LabelSelector::parse("a=b=c").unwrap_err(),
            "found '=', expected: ',' or 'end of string'"
        );
    }

    #[test]
    fn selectors_of_specs_tell_absent_from_empty() {
        let object = json!({"metadata": {"labels": {"a": "b"}}});
        assert!(!LabelSelector::from_spec(None).matches(&object));
        assert!(LabelSelector::from_spec(Some(&json!({}))).matches(&object));
        let spec = json!({"matchLabels": {"a": "b"}, "matchExpressions": [{"key": "a", "operator": "In", "values": ["b", "c"]}]});
        let selector = LabelSelector::from_spec(Some(&spec));
        assert!(selector.matches(&object));
        assert_eq!(selector.to_string(), "a=b,a in (b,c)");
    }
}
