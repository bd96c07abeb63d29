//! A manifest that a learner wrote, as far as explanations need it: its documents, and the keys in
//! it that do not exist.

use serde_json::Value;

use super::problem::ProblemKind;
use super::reader::Report;
use super::schema;
use super::yaml;

/// A document of a manifest.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The line of the file that it begins on, from 1. kubectl counts lines from here.
    pub line: usize,
    /// What it says; `None` where it is no YAML.
    pub value: Option<Value>,
    /// Keys that objects of its kind do not have.
    pub misspelt: Vec<Misspelt>,
    /// Keys that stand twice in one map.
    pub twice: Vec<Twice>,
}

/// A key that stands twice in one map: the second counts, and nothing says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twice {
    /// The line of the file on which it stands again, from 1.
    pub line: usize,
    /// The key.
    pub key: String,
    /// Whether the map is the document itself, so that two objects may have become one.
    pub outermost: bool,
}

/// A key that does not exist where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misspelt {
    /// The line of the file, from 1.
    pub line: usize,
    /// The key.
    pub key: String,
    /// The nearest that exists there.
    pub nearest: Option<String>,
}

/// The documents of a file, cut at the lines `---` as kubectl does; empty ones are left out.
pub fn documents(source: &str) -> Vec<Document> {
    let mut found = Vec::new();
    let mut begin = 1;
    let mut text = String::new();
    for (line, next) in (1..).zip(source.lines().chain(["---"])) {
        if next.trim_end() == "---" || next.starts_with("--- ") {
            found.extend(document(begin, &text));
            text.clear();
            begin = line + 1;
        } else {
            text.push_str(next);
            text.push('\n');
        }
    }
    found
}

fn document(line: usize, text: &str) -> Option<Document> {
    let node = match yaml::parse_all(text) {
        Ok(nodes) => nodes.into_iter().next()?,
        Err(_) => {
            return Some(Document {
                line,
                value: None,
                misspelt: Vec::new(),
                twice: Vec::new(),
            });
        }
    };
    let kind = node.get("kind").and_then(yaml::Node::text);
    let mut report = Report::new("");
    schema::check_keys(kind.unwrap_or_default(), &node, &mut report);
    let misspelt = report.into_problems().into_iter();
    let misspelt = misspelt.filter_map(|problem| match problem.kind {
        ProblemKind::UnknownKey { key, nearest, .. } => Some(Misspelt {
            line: line + problem.line.saturating_sub(1) as usize,
            key,
            nearest,
        }),
        _ => None,
    });
    let mut twice = Vec::new();
    repeated(&node, line, true, &mut twice);
    Some(Document {
        line,
        twice,
        misspelt: misspelt.collect(),
        value: Some(node.to_json()),
    })
}

fn repeated(node: &yaml::Node, begin: usize, outermost: bool, twice: &mut Vec<Twice>) {
    let entries = node.entries();
    for (at, (key, value)) in entries.iter().enumerate() {
        if entries[..at]
            .iter()
            .any(|(other, _)| other.name == key.name)
        {
            twice.push(Twice {
                line: begin + key.line.saturating_sub(1) as usize,
                key: key.name.clone(),
                outermost,
            });
        }
        repeated(value, begin, false, twice);
    }
    for item in node.items() {
        repeated(item, begin, false, twice);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_know_where_they_begin() {
        let source = "# none\n---\nkind: Service\nmetadata: {name: a}\n---\nspec:\n\ta: 1\n--- # x\n\
                      kind: Pod\nspec: {\n  contaners: []}\n";
        let found = documents(source);
        let lines: Vec<usize> = found.iter().map(|document| document.line).collect();
        assert_eq!(lines, [3, 6, 9]);
        assert_eq!(
            found[0].value.as_ref().unwrap()["metadata"]["name"],
            Value::from("a")
        );
        assert_eq!(found[1].value, None);
        let misspelt = Misspelt {
            line: 11,
            key: "contaners".into(),
            nearest: Some("containers".into()),
        };
        assert_eq!(found[2].misspelt, [misspelt]);
    }

    #[test]
    fn keys_that_stand_twice() {
        let source = "---\nkind: A\nspec:\n  a: 1\n  b: [{c: 1}, {c: 2}]\n  a: 2\nkind: B\n";
        let twice = |line, key: &str, outermost| Twice {
            line,
            key: key.to_owned(),
            outermost,
        };
        let found = &documents(source)[0];
        assert_eq!(found.twice, [twice(6, "a", false), twice(7, "kind", true)]);
        assert_eq!(found.value.as_ref().unwrap()["kind"], Value::from("B"));
    }
}
