//! W12: a container, Pod or claim asks for more than the namespace's limit range allows, or for less.
//!
//! The amount is read from the refusal; that a limit range still does not allow it is computed.

use crate::explain::denied::{self, Denied, Maker, Now, between};
use crate::explain::pods::{argument, shown};
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::{Object, get, list, text};
use crate::snapshot::path::FieldPath;
use crate::snapshot::quantity::Quantity;

/// Outside the range.
pub(super) const W12: Rule = Rule {
    code: "W12",
    layer: Layer::Admission,
    refines: &["M05", "M11", "M12", "M13"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let all = denied::all(context).into_iter();
        all.filter_map(|denied| outside(rule, context, &denied))
            .collect()
    },
};

/// What a limit range was found not to allow.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bound<'m> {
    /// Its field there: `max` or `min`.
    end: &'static str,
    /// `memory`.
    resource: &'m str,
    /// `Container`, `Pod` or `PersistentVolumeClaim`.
    of: &'m str,
    /// What is allowed at most or at least.
    value: &'m str,
    /// `limit` or `request`.
    which: &'m str,
    /// What is asked for; `None` where nothing is said.
    actual: Option<&'m str>,
}

impl<'m> Bound<'m> {
    /// Reads `maximum memory usage per Container is 256Mi, but limit is 1Gi`, alone or the first in
    /// `[…, …]`.
    fn parse(why: &'m str) -> Option<Self> {
        let (end, rest) = [("max", "maximum "), ("min", "minimum ")]
            .into_iter()
            .filter_map(|(end, word)| Some((end, why.find(word)?, word)))
            .min_by_key(|(_, at, _)| *at)
            .map(|(end, at, word)| (end, &why[at + word.len()..]))?;
        let (resource, rest) = rest.split_once(" usage per ")?;
        let (of, rest) = rest.split_once(" is ")?;
        let said = [", but ", ".  No "].into_iter();
        let (value, rest) = said
            .filter_map(|words| rest.split_once(words))
            .min_by_key(|(value, _)| value.len())?;
        let (which, rest) = rest.split_once(" is ")?;
        let actual = rest.split([',', ']', '.']).next().unwrap_or(rest).trim();
        let actual = (actual != "specified").then_some(actual);
        Some(Self {
            end,
            resource,
            of,
            value,
            which,
            actual,
        })
    }

    /// Whether the limit range's bound does not allow what was asked for.
    fn refuses(&self, bound: &str) -> bool {
        self.actual
            .is_none_or(|actual| self.is_beyond(actual, bound))
    }

    /// Whether an amount is on the wrong side of a bound.
    fn is_beyond(&self, amount: &str, bound: &str) -> bool {
        match (Quantity::parse(amount), Quantity::parse(bound)) {
            (Some(amount), Some(bound)) if self.end == "max" => amount > bound,
            (Some(amount), Some(bound)) => amount < bound,
            _ => false,
        }
    }

    /// The limit range that does not allow it now, with the bound there.
    fn range<'s>(&self, context: &Context<'_, 's>) -> Option<(&'s Object, String)> {
        context.graph.of_kind("LimitRange").find_map(|range| {
            let items = range.list("spec.limits").iter();
            let mut bounds = items
                .filter(|item| text(item, "type") == self.of)
                .filter_map(|item| get(item, self.end)?.get(self.resource).map(shown));
            let bound = bounds.find(|bound| self.refuses(bound))?;
            Some((range, bound))
        })
    }
}

fn outside(rule: &Rule, context: &Context<'_, '_>, denied: &Denied<'_>) -> Option<Finding> {
    if let Some(ratio) = ratio(denied.why) {
        return Some(unequal(rule, context, denied, ratio));
    }
    let bound = Bound::parse(denied.why)?;
    let range = bound.range(context);
    let now = denied.now("LimitRange", range.is_some(), context);
    let value = range
        .as_ref()
        .map_or(bound.value, |(_, value)| value.as_str());
    let mut finding = denied
        .finding(rule, now, context)
        .arg("resource", bound.resource)
        .arg("of", bound.of)
        .arg("bound", value)
        .arg("which", bound.which)
        .arg("actual", bound.actual.unwrap_or_default())
        .look(&["kubectl", "describe", "limitrange"]);
    if now == Now::Past {
        return Some(finding);
    }
    finding = match (bound.end, bound.actual) {
        (_, None) => finding.variant("unsaid"),
        ("min", _) => finding.variant("min"),
        _ => finding,
    };
    if let Some((range, value)) = &range {
        let place = format!("{} {} {}", bound.of, bound.end, bound.resource);
        finding = finding.evidence(Source::Spec, Some(range.key()), &place, value);
    }
    Some(repaired(finding, context, denied, &bound, value))
}

/// With the field that asks for too much or too little, and the command that changes it.
fn repaired(
    finding: Finding,
    context: &Context<'_, '_>,
    denied: &Denied<'_>,
    bound: &Bound<'_>,
    value: &str,
) -> Finding {
    let Maker::Set(set) = denied.maker else {
        return denied.mended(finding);
    };
    let field = format!("resources.{}s.{}", bound.which, bound.resource);
    let containers = list(set.value(), "spec.template.spec.containers");
    let found = containers
        .iter()
        .enumerate()
        .find(|(_, container)| get(container, &field).map(shown).as_deref() == bound.actual);
    let (Some((index, container)), Some(workload)) = (found, denied.workload(context)) else {
        return finding;
    };
    let path = format!("spec.template.spec.containers[{index}].{field}");
    let sign = if bound.end == "max" { "<=" } else { ">=" };
    let expected = format!("{sign} {value}");
    let flag = |which: &str| format!("--{which}s={}={value}", bound.resource);
    let name = format!("-c={}", text(container, "name"));
    let argument = argument(workload);
    let mut fix = vec!["kubectl", "set", "resources", &argument, &name];
    let (own, partner) = match bound.which {
        "request" => (flag("request"), "limit"),
        which => (flag(which), "request"),
    };
    fix.push(&own);
    // A request may not be above the limit, so the other of the two may have to come along.
    let partners = flag(partner);
    let other = get(
        container,
        &format!("resources.{partner}s.{}", bound.resource),
    )
    .map(shown);
    if other.is_some_and(|other| bound.is_beyond(&other, value)) {
        fix.push(&partners);
    }
    finding
        .field(
            FieldPath::parse(&path),
            Some(expected),
            bound.actual.map(str::to_owned),
        )
        .fix(&fix)
}

/// Resource, allowed and given ratio of `cpu max limit to request ratio per Container is 2, but
/// provided ratio is 4.000000`.
fn ratio(why: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = why.split_once(" max limit to request ratio per ")?;
    let resource = before.rsplit([' ', '[']).next()?;
    let allowed = between(rest, " is ", ",")?;
    let given = between(rest, "provided ratio is ", ",").unwrap_or_default();
    let given = given.trim_end_matches(']');
    // Six places, whatever they are.
    let given = match given.split_once('.') {
        Some(_) => given.trim_end_matches('0').trim_end_matches('.'),
        None => given,
    };
    Some((resource, allowed, given))
}

fn unequal(
    rule: &Rule,
    context: &Context<'_, '_>,
    denied: &Denied<'_>,
    (resource, allowed, given): (&str, &str, &str),
) -> Finding {
    let is_over = |bound: &str| Quantity::parse(given) > Quantity::parse(bound);
    let holds = context.graph.of_kind("LimitRange").any(|range| {
        let mut items = range.list("spec.limits").iter();
        items.any(|item| {
            let ratio = get(item, "maxLimitRequestRatio").and_then(|map| map.get(resource));
            ratio.is_some_and(|ratio| is_over(&shown(ratio)))
        })
    });
    let now = denied.now("LimitRange", holds, context);
    let finding = denied
        .finding(rule, now, context)
        .arg("resource", resource)
        .arg("bound", allowed)
        .arg("actual", given)
        .look(&["kubectl", "describe", "limitrange"]);
    if now == Now::Past {
        finding
    } else {
        denied.mended(finding.variant("ratio"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_as_the_server_says_them() {
        for (why, end, value, which, actual) in [
            (
                "maximum memory usage per Container is 256Mi, but limit is 1Gi",
                "max",
                "256Mi",
                "limit",
                Some("1Gi"),
            ),
            (
                "[minimum cpu usage per Container is 100m, but request is 50m, maximum memory usage \
                 per Container is 256Mi, but limit is 1Gi]",
                "min",
                "100m",
                "request",
                Some("50m"),
            ),
            (
                "maximum cpu usage per Pod is 1.  No limit is specified",
                "max",
                "1",
                "limit",
                None,
            ),
        ] {
            let bound = Bound::parse(why).unwrap();
            let told = (bound.end, bound.value, bound.which, bound.actual);
            assert_eq!(told, (end, value, which, actual), "{why}");
        }
    }

    #[test]
    fn a_ratio() {
        let why =
            "cpu max limit to request ratio per Container is 2, but provided ratio is 4.000000";
        assert_eq!(ratio(why), Some(("cpu", "2", "4")));
    }
}
