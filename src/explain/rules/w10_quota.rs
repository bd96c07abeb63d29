//! W10 and W11: the namespace's quota has no room for what is to be made, or wants containers to
//! say what they need.
//!
//! What was asked for is read from the refusal; that the quota has no room for it, or that a
//! container does not say it, is computed anew.

use serde_json::Value;

use crate::explain::denied::{self, Denied, Maker, Now, between};
use crate::explain::pods::{argument, shown};
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::{Object, get, text};
use crate::snapshot::path::FieldPath;
use crate::snapshot::quantity::Quantity;

/// No room left.
pub(super) const W10: Rule = Rule {
    code: "W10",
    layer: Layer::Admission,
    refines: &["M05", "M11", "M12", "M13"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let all = denied::all(context).into_iter();
        all.filter_map(|denied| exceeded(rule, context, &denied))
            .collect()
    },
};

/// A container that does not say what it needs.
pub(super) const W11: Rule = Rule {
    code: "W11",
    find: |rule, context| {
        let all = denied::all(context).into_iter();
        all.filter_map(|denied| unsaid(rule, context, &denied))
            .collect()
    },
    ..W10
};

/// Values with which a container says what it needs, for what is asked of it.
const VALUES: [(&str, &str, &str); 4] = [
    ("requests.cpu", "--requests", "cpu=100m"),
    ("requests.memory", "--requests", "memory=64Mi"),
    ("limits.cpu", "--limits", "cpu=200m"),
    ("limits.memory", "--limits", "memory=128Mi"),
];

/// What a quota says of one resource.
struct Line {
    resource: String,
    requested: String,
    used: String,
    limited: String,
}

impl Line {
    /// Whether there is no room for what is asked for.
    fn is_over(&self) -> bool {
        let parsed = [&self.requested, &self.used, &self.limited].map(|text| Quantity::parse(text));
        matches!(parsed, [Some(requested), Some(used), Some(limited)] if requested + used > limited)
    }

    /// Whether there would be none in an empty namespace either.
    fn is_too_big(&self) -> bool {
        Quantity::parse(&self.requested) > Quantity::parse(&self.limited)
    }
}

/// `pods=1,requests.cpu=2` in pairs.
fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split(',').filter_map(|pair| pair.split_once('='))
}

/// The lines of a refusal: `requested: pods=1, used: pods=2, limited: pods=2`.
fn lines(why: &str) -> Option<Vec<Line>> {
    let requested = between(why, "requested: ", ", used: ")?;
    let used = between(why, ", used: ", ", limited: ")?;
    let limited = between(why, ", limited: ", "\n")?;
    let of = |all: &str, resource: &str| {
        let mut all = pairs(all);
        all.find_map(|(name, amount)| (name == resource).then(|| amount.trim().to_owned()))
    };
    let line = |(resource, amount): (&str, &str)| {
        Some(Line {
            resource: resource.to_owned(),
            requested: amount.to_owned(),
            used: of(used, resource)?,
            limited: of(limited, resource)?,
        })
    };
    Some(pairs(requested).filter_map(line).collect())
}

fn exceeded(rule: &Rule, context: &Context<'_, '_>, denied: &Denied<'_>) -> Option<Finding> {
    let name = between(denied.why, "exceeded quota: ", ", requested: ")?;
    let mut lines = lines(denied.why)?;
    let quota = context.graph.named("ResourceQuota", name);
    if let Some(quota) = quota {
        for line in &mut lines {
            line.used = amount(quota, "status.used", &line.resource);
            line.limited = amount(quota, "status.hard", &line.resource);
        }
    }
    let over = lines.iter().find(|line| line.is_over());
    let now = denied.now("ResourceQuota", quota.is_some() && over.is_some(), context);
    // Where it has room now, the first that it is about.
    let line = over.or(lines.first())?;
    let mut finding = denied
        .finding(rule, now, context)
        .arg("quota", name)
        .arg("resource", line.resource.as_str())
        .arg("requested", line.requested.as_str())
        .arg("used", line.used.as_str())
        .arg("limited", line.limited.as_str());
    if now != Now::Past && line.is_too_big() {
        finding = finding.variant("too-big");
    }
    if let Some(quota) = quota {
        let (used, limited) = (line.used.as_str(), line.limited.as_str());
        let both = format!("{used} / {limited}");
        let place = format!("used / hard {}", line.resource);
        finding = finding.evidence(Source::Status, Some(quota.key()), &place, &both);
    }
    Some(finding.look(&["kubectl", "describe", "quota", name]))
}

/// An amount in a map of a quota; empty where there is none.
fn amount(quota: &Object, map: &str, resource: &str) -> String {
    let amount = quota.map(map).and_then(|map| map.get(resource));
    amount.map(shown).unwrap_or_default()
}

/// The resources that a refusal asks to be said: `limits.memory,requests.cpu`, and since 1.24
/// `limits.memory for: web; requests.cpu for: web`.
fn asked_for(why: &str) -> Option<Vec<&str>> {
    let all = between(why, "must specify ", "\n")?;
    let separator = if all.contains(" for: ") { ';' } else { ',' };
    let names = all.split(separator).map(|one| {
        let one = one.trim();
        one.split_once(" for: ").map_or(one, |(name, _)| name)
    });
    Some(names.collect())
}

fn unsaid(rule: &Rule, context: &Context<'_, '_>, denied: &Denied<'_>) -> Option<Finding> {
    let name = between(denied.why, "failed quota: ", ": must specify ")?;
    let asked = asked_for(denied.why)?;
    let quota = context.graph.named("ResourceQuota", name);
    let is_asked = |resource: &&str| {
        let hard = quota.and_then(|quota| quota.map("spec.hard"));
        hard.is_some_and(|hard| hard.contains_key(*resource))
    };
    let now = denied.now("ResourceQuota", asked.iter().any(is_asked), context);
    let mut finding = denied
        .finding(rule, now, context)
        .arg("quota", name)
        .arg("resources", asked.join(", "))
        .look(&["kubectl", "describe", "quota", name]);
    if now == Now::Past {
        return Some(finding);
    }
    let Maker::Set(set) = denied.maker else {
        return Some(denied.mended(finding));
    };
    let containers = set.list("spec.template.spec.containers").iter();
    let mut silent = containers
        .enumerate()
        .filter(|(_, container)| asked.iter().any(|asked| is_silent(container, asked)));
    if let Some((index, container)) = silent.next() {
        let path = format!("spec.template.spec.containers[{index}].resources");
        let resources = container.get("resources").map(shown).unwrap_or_default();
        finding = finding
            .arg("container", text(container, "name"))
            .variant("container")
            .field(
                FieldPath::parse(&path),
                Some(asked.join(", ")),
                Some(resources),
            );
    }
    if let Some(workload) = denied.workload(context) {
        let change = ["kubectl", "set", "resources", &argument(workload)];
        let mut words = change.map(str::to_owned).to_vec();
        for flag in ["--requests", "--limits"] {
            let values = VALUES.iter().filter(|(resource, of, _)| {
                *of == flag && asked.iter().any(|asked| full_name(asked) == *resource)
            });
            let values: Vec<&str> = values.map(|(_, _, value)| *value).collect();
            if !values.is_empty() {
                words.push(format!("{flag}={}", values.join(",")));
            }
        }
        if words.len() > change.len() {
            finding.fix.push(words);
        }
    }
    Some(finding)
}

/// `cpu` and `memory` in a quota are short for what is requested.
fn full_name(resource: &str) -> &str {
    match resource {
        "cpu" => "requests.cpu",
        "memory" => "requests.memory",
        full => full,
    }
}

/// Whether a container does not say how much it needs of a resource.
fn is_silent(container: &Value, resource: &str) -> bool {
    let path = format!("resources.{}", full_name(resource));
    get(container, &path).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::Confidence;
    use crate::explain::rules::tests::{explain_snapshot, load};
    use crate::snapshot::gap::{Gap, GapReason};

    #[test]
    fn the_lines_of_a_refusal() {
        let why = "exceeded quota: room, requested: limits.cpu=2,pods=1, used: limits.cpu=1,pods=1, \
                   limited: limits.cpu=2,pods=5";
        let lines = lines(why).unwrap();
        let over: Vec<bool> = lines.iter().map(Line::is_over).collect();
        assert_eq!(over, [true, false]);
        assert_eq!(lines[0].limited, "2");
        assert!(!lines[0].is_too_big());
    }

    #[test]
    fn what_is_to_be_said_in_old_and_new_words() {
        for why in [
            "failed quota: compute: must specify limits.memory,requests.cpu",
            "failed quota: compute: must specify limits.memory for: web,log; requests.cpu for: web",
        ] {
            assert_eq!(
                asked_for(why).unwrap(),
                ["limits.memory", "requests.cpu"],
                "{why}"
            );
        }
    }

    #[test]
    fn where_quotas_may_not_be_read_it_is_likely() {
        let mut snapshot = load("faults/W10/faults-quotas-quota-other-pod.json");
        let first = explain_snapshot(&snapshot).findings.remove(0);
        assert_eq!((first.code, first.confidence), ("W10", Confidence::Certain));
        snapshot
            .objects
            .retain(|object| object.kind() != "ResourceQuota");
        // It was read, and is not there: so it was deleted.
        let first = explain_snapshot(&snapshot).findings.remove(0);
        assert_eq!((first.code, first.variant), ("W10", Some("past")));
        snapshot.gaps.push(Gap {
            kind: "ResourceQuota".to_owned(),
            namespace: None,
            reason: GapReason::Forbidden,
            message: "resourcequotas is forbidden".to_owned(),
        });
        let first = explain_snapshot(&snapshot).findings.remove(0);
        assert_eq!(
            (first.variant, first.confidence),
            (None, Confidence::Likely)
        );
    }
}
