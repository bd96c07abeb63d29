//! P21: the Pod asks for more of a resource than any Node has to give. P22: of CPU, and a thousandth
//! of it would fit, so that an `m` seems to be missing.
//!
//! Computed: what the Pod requests against what each Node can give, less what the Pods there
//! request already. `never`: more than the whole Node; `full`: it would fit if others did not use it.
//! Where the Pods of other namespaces were not observed, the sum of requests is only a lower bound;
//! what exceeds it is proven all the same. Where the sum fits and yet the scheduler says that it
//! does not, Pods that were not observed must use it: that is only likely.

use crate::explain::pods::{argument, containers};
use crate::explain::scheduling::{Unplaced, unplaced};
use crate::explain::{Confidence, Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::{Object, get, text};
use crate::snapshot::path::FieldPath;
use crate::snapshot::quantity::Quantity;
use crate::snapshot::scheduling::{Reason, Shortage, request};

/// Not enough room.
pub(super) const P21: Rule = Rule {
    code: "P21",
    layer: Layer::Scheduling,
    refines: &[],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let mut found: Vec<Finding> = unplaced(context)
            .iter()
            .filter_map(|unplaced| computed(rule, context, unplaced))
            .collect();
        if found.is_empty() {
            found.extend(told(rule, context));
        }
        found
    },
};

/// Whole CPUs where thousandths are meant.
pub(super) const P22: Rule = Rule {
    code: "P22",
    refines: &["P21"],
    find: |rule, context| {
        unplaced(context)
            .iter()
            .filter_map(|unplaced| whole(rule, context, unplaced))
            .collect()
    },
    ..P21
};

/// How many whole CPUs are more likely to be thousandths: fewer may be meant, and of more even a
/// thousandth is a lot.
const MEANT_AS_MILLIS: std::ops::RangeInclusive<i64> = 50..=4000;

fn whole(rule: &Rule, context: &Context<'_, '_>, unplaced: &Unplaced<'_>) -> Option<Finding> {
    let finding = computed(rule, context, unplaced)?;
    let asked: i64 = finding.actual.as_deref()?.parse().ok()?;
    let is_cpu = finding.args.get("resource") == Some(&"cpu".into());
    let fits = unplaced.nodes.iter().any(|node| {
        let mut room = node.room.iter();
        room.any(|shortage| {
            shortage.resource == "cpu"
                && shortage.is_for_ever()
                && shortage.allocatable.millis() >= i128::from(asked)
        })
    });
    if finding.variant != Some("never") || !is_cpu || !fits || !MEANT_AS_MILLIS.contains(&asked) {
        return None;
    }
    let meant = format!("{asked}m");
    let mut finding = finding.arg("asked", asked).arg("meant", meant.as_str());
    finding.variant = None;
    let key = finding.object.clone()?;
    if finding
        .expected
        .as_deref()
        .is_none_or(|expected| expected.starts_with("<="))
    {
        finding.expected = Some(meant.clone());
    }
    if let Some(workload) = context
        .graph
        .by_key(&key)
        .filter(|object| object.kind() != "Pod")
    {
        let request = format!("--requests=cpu={meant}");
        let argument = argument(workload);
        finding = finding.fix(&["kubectl", "set", "resources", &argument, &request]);
    }
    Some(finding)
}

fn computed(rule: &Rule, context: &Context<'_, '_>, unplaced: &Unplaced<'_>) -> Option<Finding> {
    let nodes = unplaced.because(Reason::Room)?;
    // The Node that comes nearest: where it is only full now, else the one with the most room.
    let shortages = nodes.iter().filter_map(|node| {
        let gravest = node
            .room
            .iter()
            .max_by_key(|shortage| shortage.is_for_ever())?;
        Some((*node, gravest))
    });
    let (node, shortage) =
        shortages.min_by_key(|(_, s)| (s.is_for_ever(), std::cmp::Reverse(s.free)))?;
    let (variant, available) = if shortage.resource == "pods" {
        ("pods", shortage.allocatable)
    } else if shortage.is_for_ever() {
        ("never", shortage.allocatable)
    } else {
        ("full", shortage.free)
    };
    let place = format!("status.allocatable.{}", shortage.resource);
    let finding = finding(rule, context, unplaced.pod, shortage, available)
        .variant(variant)
        .evidence(
            Source::Status,
            Some(node.node.key()),
            &place,
            text(node.node.value(), &place),
        )
        .evidence(
            Source::Condition,
            Some(unplaced.pod.key()),
            "PodScheduled",
            unplaced.message(),
        );
    Some(if variant == "full" {
        finding.look(&["kubectl", "describe", &argument(node.node)])
    } else {
        finding
    })
}

/// Pods of which the scheduler says that there is no room, although what was observed leaves some.
fn told(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    let pods = context.pods().into_iter();
    pods.filter_map(|pod| {
        let condition = pod.condition("PodScheduled")?;
        let message = text(condition, "message");
        let (_, rest) = message.split_once("Insufficient ")?;
        let resource = rest.split([',', ' ', '.']).next()?;
        if text(condition, "status") != "False" || request(pod, resource) == Quantity::default() {
            return None;
        }
        let shortage = Shortage {
            resource: resource.to_owned(),
            requested: request(pod, resource),
            allocatable: Quantity::default(),
            free: Quantity::default(),
        };
        let finding = finding(rule, context, pod, &shortage, Quantity::default())
            .variant("elsewhere")
            .confidence(Confidence::Likely)
            .evidence(Source::Condition, Some(pod.key()), "PodScheduled", message);
        Some(finding.look(&["kubectl", "describe", "nodes"]))
    })
    .collect()
}

fn finding(
    rule: &Rule,
    context: &Context<'_, '_>,
    pod: &Object,
    shortage: &Shortage,
    available: Quantity,
) -> Finding {
    let resource = shortage.resource.as_str();
    let available = shown(resource, available);
    let mut finding = Finding::new(rule)
        .object(pod.key())
        .arg("pod", pod.name())
        .arg("resource", resource)
        .arg("requested", shown(resource, shortage.requested))
        .arg("available", available.as_str())
        .look(&["kubectl", "describe", &argument(pod)]);
    // The container that asks for most of it is the one to look at.
    let asking = containers(pod)
        .into_iter()
        .filter_map(|container| {
            let requests = get(container.spec, "resources.requests")?;
            Some((container, requests.get(resource)?.clone()))
        })
        .max_by_key(|(_, asked)| Quantity::parse(&crate::explain::pods::shown(asked)));
    if let Some((container, asked)) = asking {
        let (object, path) = container.at(context.graph, "resources.requests");
        let wanted = container
            .wanted(context.wanted(object), "resources")
            .and_then(|resources| get(resources, "requests")?.get(resource))
            .map(crate::explain::pods::shown);
        let expected = wanted.unwrap_or_else(|| format!("<= {available}"));
        let path = FieldPath::key(&path, resource);
        let asked = crate::explain::pods::shown(&asked);
        finding = finding
            .object(object.key())
            .field(path, Some(expected), Some(asked));
    }
    finding
}

/// A quantity in the unit in which people write that resource.
fn shown(resource: &str, quantity: Quantity) -> String {
    let whole = quantity.as_f64();
    match resource {
        "cpu" if quantity.millis() % 1000 != 0 => format!("{}m", quantity.millis()),
        "memory" | "ephemeral-storage" => {
            let units = [("Ti", 40), ("Gi", 30), ("Mi", 20), ("Ki", 10)];
            let unit = units
                .into_iter()
                .find(|(_, power)| whole.abs() >= 2_f64.powi(*power));
            match unit {
                Some((unit, power)) => {
                    let number = format!("{:.1}", whole / 2_f64.powi(power));
                    format!("{}{unit}", number.trim_end_matches(".0"))
                }
                None => format!("{whole:.0}"),
            }
        }
        _ => format!("{whole:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::rules::tests::{explain_snapshot, load};

    #[test]
    fn pods_that_were_not_observed_make_it_likely() {
        let mut snapshot = load("faults/P21/faults-pods-room-full-now.json");
        let first = |snapshot: &crate::snapshot::Snapshot| {
            let diagnosis = explain_snapshot(snapshot);
            let first = diagnosis.first().unwrap();
            (first.code, first.variant, first.confidence)
        };
        assert_eq!(first(&snapshot), ("P21", Some("full"), Confidence::Certain));
        snapshot.objects.retain(|object| object.name() != "filler");
        assert_eq!(
            first(&snapshot),
            ("P21", Some("elsewhere"), Confidence::Likely)
        );
    }

    #[test]
    fn quantities_as_people_write_them() {
        for (resource, text, expected) in [
            ("cpu", "500", "500"),
            ("cpu", "0.5", "500m"),
            ("memory", "24581696Ki", "23.4Gi"),
            ("memory", "64Ti", "64Ti"),
            ("memory", "1000", "1000"),
            ("pods", "110", "110"),
        ] {
            assert_eq!(shown(resource, Quantity::parse(text).unwrap()), expected);
        }
    }
}
