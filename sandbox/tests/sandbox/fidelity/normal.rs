//! What of an answer differs from run to run, and what it is replaced by.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

/// Letters and digits of which Kubernetes makes suffixes.
macro_rules! suffix {
    ($before:literal, $count:literal, $after:literal) => {
        concat!(
            $before,
            "[bcdfghjklmnpqrstvwxz2456789]{",
            $count,
            "}",
            $after
        )
    };
}

/// What a kubectl logs about its own work, now and then.
const NOISE: &[&str] = &["Throttling request", "reflector.go"];

/// Patterns and what they become, in this order.
const PATTERNS: &[(&str, &str)] = &[
    // Identities.
    (
        r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "UID",
    ),
    (r"containerd://[0-9a-f]{64}", "containerd://CONTAINER"),
    (r"\b[0-9a-f]{64}\b", "DIGEST"),
    (r#"(resourceVersion"?(?::| =)\s*)"?\d+"?"#, "${1}REVISION"),
    // Suffixes of names.
    (
        r"((?:default-token|kube-api-access|sh\.helm)-)[0-9a-z]{5}\b",
        "${1}XXXXX",
    ),
    (
        suffix!(r"-", "6,10", r"-[bcdfghjklmnpqrstvwxz2456789]{5}\b"),
        "-HASH-XXXXX",
    ),
    (suffix!(r"-", "7,10", r"\b"), "-HASH"),
    (suffix!(r"-", "5", r"\b"), "-XXXXX"),
    (
        r#"(pod-template-hash"?(?: = |=|:\s+)"?)[0-9a-z]+"#,
        "${1}HASH",
    ),
    (r"(controller-uid(?:=|: ))\S+", "${1}UID"),
    // Times.
    (
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)",
        "TIME",
    ),
    (
        r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? \+0000( UTC)?",
        "TIME",
    ),
    (
        r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}",
        "TIME",
    ),
    (
        r"\b(in|after) (?:\d+h)?(?:\d+m)?\d+(?:\.\d+)?(?:ms|µs|s)\b",
        "$1 DURATION",
    ),
    // Addresses and ports.
    (r"\b10\.244\.\d+\.\d+\b", "POD-IP"),
    (r"\b10\.(?:9[6-9]|10[0-9]|11[01])\.\d+\.\d+\b", "CLUSTER-IP"),
    (r"(127\.0\.0\.1|\[::1\]|localhost):\d{4,5}\b", "$1:PORT"),
    (r"(Handling connection for) \d+", "$1 PORT"),
    (r"([:/ ])3[0-2]\d{3}\b", "${1}NODE-PORT"),
    // Files of kubectl's own.
    (r"/tmp/(kubectl-edit|LIVE|MERGED)-[0-9A-Za-z]+", "/tmp/$1-N"),
    // How often something was seen depends on when one looks.
    (r" \(x\d+ over [^)]+\)", ""),
    (r"\(\S+ ago\)", "(AGE ago)"),
];

static RULES: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let compile = |(pattern, text): &(&str, &'static str)| (Regex::new(pattern).unwrap(), *text);
    PATTERNS.iter().map(compile).collect()
});
/// A column that holds how long ago something was.
static AGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(^|\s{2})(?:(?:\d+y)?(?:\d+d)?(?:\d+h)?(?:\d+m)?\d+[smhdy]|<invalid>)(\s|$)")
        .unwrap()
});
/// What separates columns.
static GAP: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(\S)[ \t]{2,}").unwrap());

/// What one run has of its own: texts, and what they become.
pub(super) struct Own(pub(super) Vec<(String, &'static str)>);

impl Own {
    /// What `describe` shows as lines that are the same in every run: how far lists without a label
    /// of their own are indented depends on the longest label.
    pub(super) fn described(&self, text: &str) -> Vec<String> {
        let mut lines = self.lines(text);
        for line in &mut lines {
            let text = line.trim_start();
            if line.len() - text.len() > 12 {
                *line = format!("{:12}{text}", "");
            }
        }
        lines
    }

    /// An output as lines that are the same in every run.
    pub(super) fn lines(&self, text: &str) -> Vec<String> {
        let mut text = text.to_owned();
        for (own, name) in &self.0 {
            text = text.replace(own, name);
        }
        let mut lines: Vec<String> = without_managers(&text)
            .filter(|line| !NOISE.iter().any(|noise| line.contains(noise)))
            .map(line)
            .collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        lines
    }

    /// Objects as one line for each field.
    pub(super) fn fields(&self, json: &str) -> Vec<String> {
        let Ok(value) = serde_json::from_str::<Value>(json) else {
            return self.lines(json);
        };
        let mut lines = Vec::new();
        let items = value["items"].as_array().cloned();
        for mut object in items.unwrap_or_else(|| vec![value]) {
            for own in ["uid", "resourceVersion", "managedFields", "selfLink"] {
                object["metadata"].as_object_mut().map(|m| m.remove(own));
            }
            flatten("", &object, &mut lines);
        }
        self.lines(&lines.join("\n"))
    }
}

fn line(text: &str) -> String {
    let mut line = text.trim_end().to_owned();
    for (pattern, name) in RULES.iter() {
        line = pattern.replace_all(&line, *name).into_owned();
    }
    // Twice, because neighbouring columns share what is between them.
    for _ in 0..2 {
        line = AGE.replace_all(&line, "${1}AGE$2").into_owned();
    }
    GAP.replace_all(&line, "$1  ").into_owned()
}

/// The lines of a manifest without `managedFields`, which old kubectls show.
fn without_managers(text: &str) -> impl Iterator<Item = &str> {
    let mut hidden: Option<usize> = None;
    text.lines().filter(move |line| {
        let indent = line.len() - line.trim_start().len();
        if let Some(level) = hidden {
            let goes_on =
                indent > level || (indent == level && line.trim_start().starts_with("- "));
            if goes_on && !line.is_empty() {
                return false;
            }
            hidden = None;
        }
        if line.trim_start() == "managedFields:" {
            hidden = Some(indent);
            return false;
        }
        true
    })
}

fn flatten(path: &str, value: &Value, lines: &mut Vec<String>) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            let mut names: Vec<&String> = fields.keys().collect();
            names.sort();
            for name in names {
                let below = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                flatten(&below, &fields[name], lines);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                // Conditions are told apart by what they are about.
                let kind = item["type"]
                    .as_str()
                    .filter(|_| path.ends_with("conditions"));
                let which = kind.map_or_else(|| index.to_string(), str::to_owned);
                flatten(&format!("{path}[{which}]"), item, lines);
            }
        }
        _ => lines.push(format!("{path} = {value}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(Own(Vec::new()).lines(text), [expected]);
    }

    #[test]
    fn names_times_and_addresses_are_the_same_in_every_run() {
        check(
            "web-5d4f8c7b9-x2x4z   1/1     Running   0          2m5s   10.244.0.17   minikube",
            "web-HASH-XXXXX  1/1  Running  0  AGE  POD-IP  minikube",
        );
        check(
            "  Normal  Pulled  12s (x3 over 40s)  kubelet  Successfully pulled image \"nginx\" in 1.5s",
            "  Normal  Pulled  AGE  kubelet  Successfully pulled image \"nginx\" in DURATION",
        );
        check(
            "web   NodePort   10.103.1.2   <none>   80:31234/TCP   5s",
            "web  NodePort  CLUSTER-IP  <none>  80:NODE-PORT/TCP  AGE",
        );
        check(
            "Start Time:   Thu, 26 Nov 2026 00:40:39 +0000",
            "Start Time:  TIME",
        );
    }

    #[test]
    fn what_is_meant_stays() {
        for text in [
            "    Liveness:  http-get http://:80/ delay=0s timeout=1s period=10s",
            "nginx:1.27",
            "back-off 10s restarting failed container",
            "kubernetes.io/change-cause",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn managers_of_fields_are_left_out() {
        let text = "metadata:\n  managedFields:\n  - apiVersion: v1\n    manager: x\n  name: a";
        assert_eq!(Own(Vec::new()).lines(text), ["metadata:", "  name: a"]);
    }
}
