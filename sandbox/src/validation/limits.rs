//! Limits of a namespace.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Causes, format};
use crate::{
    object::Meta,
    quantity::Quantity,
    resources::{self, Amounts},
};

const TYPES: &[&str] = &["Container", "PersistentVolumeClaim", "Pod"];

/// Limits fit together.
pub(super) fn limit_range(object: &Value, causes: &mut Causes) {
    let mut seen: Vec<&str> = Vec::new();
    for (i, item) in object.list_at("spec.limits").iter().enumerate() {
        let field = format!("spec.limits[{i}]");
        let kind = item.text_at("type");
        for text in format::qualified(kind) {
            causes.invalid_text(&format!("{field}.type"), kind, &text);
        }
        if !kind.contains('/') && !TYPES.contains(&kind) {
            let detail = "must be a standard limit type or fully qualified";
            causes.invalid_text(&format!("{field}.type"), kind, detail);
        }
        if seen.contains(&kind) {
            causes.duplicate(&format!("{field}.type"), &kind.into());
        }
        seen.push(kind);
        let limits = Limits::of(item);
        names(item, kind, &field, causes);
        if kind == "PersistentVolumeClaim"
            && !limits.min.contains_key("storage")
            && !limits.max.contains_key("storage")
        {
            causes.required(
                &format!("{field}.limits"),
                "either minimum or maximum storage value is required, but neither was provided",
            );
        }
        limits.check(&field, causes);
    }
}

/// The names of resources, and which maps the type has at all.
fn names(item: &Value, kind: &str, field: &str, causes: &mut Causes) {
    for key in [
        "max",
        "min",
        "default",
        "defaultRequest",
        "maxLimitRequestRatio",
    ] {
        let amounts = resources::amounts(item.get(key));
        if kind == "Pod" && key.starts_with("default") && !amounts.is_empty() {
            let detail = "may not be specified when `type` is 'Pod'";
            causes.forbidden(&format!("{field}.{key}"), detail);
            continue;
        }
        for name in amounts.keys() {
            let place = format!("{field}.{key}[{name}]");
            let standard = matches!(
                name.as_str(),
                "cpu" | "memory" | "ephemeral-storage" | "storage"
            );
            if !standard && !name.contains('/') && !name.starts_with("hugepages-") {
                let detail = "must be a standard resource type or fully qualified";
                causes.invalid_text(&place, name, detail);
                if matches!(kind, "Container" | "Pod") {
                    let detail = "must be a standard resource for containers";
                    causes.invalid_text(&place, name, detail);
                }
            }
        }
    }
}

/// The amounts of one item.
struct Limits {
    min: Amounts,
    max: Amounts,
    default: Amounts,
    request: Amounts,
    ratio: Amounts,
}

impl Limits {
    fn of(item: &Value) -> Self {
        let of = |key: &str| resources::amounts(item.get(key));
        Self {
            min: of("min"),
            max: of("max"),
            default: of("default"),
            request: of("defaultRequest"),
            ratio: of("maxLimitRequestRatio"),
        }
    }

    fn check(&self, field: &str, causes: &mut Causes) {
        let all = [
            &self.min,
            &self.max,
            &self.default,
            &self.request,
            &self.ratio,
        ];
        let names: BTreeSet<&String> = all.iter().flat_map(|amounts| amounts.keys()).collect();
        for name in names {
            self.pairs(field, name, causes);
            self.ratio(field, name, causes);
        }
    }

    /// The smaller of two comes first, with what they are called, where it is told, and which of
    /// them is shown as the value.
    fn pairs(&self, field: &str, name: &str, causes: &mut Causes) {
        let (min, max) = (self.min.get(name), self.max.get(name));
        let (default, request) = (self.default.get(name), self.request.get(name));
        for (low, high, what, than, key, shown) in [
            (min, max, "min", "max", "min", min),
            (
                min,
                request,
                "min",
                "default request",
                "defaultRequest",
                request,
            ),
            (
                request,
                max,
                "default request",
                "max",
                "defaultRequest",
                request,
            ),
            (
                request,
                default,
                "default request",
                "default limit",
                "defaultRequest",
                request,
            ),
            (min, default, "min", "default", "default", min),
            (default, max, "default", "max", "default", max),
        ] {
            if let (Some(low), Some(high), Some(shown)) = (low, high, shown)
                && low > high
            {
                let detail = format!("{what} value {low} is greater than {than} value {high}");
                causes.invalid_text(
                    &format!("{field}.{key}[{name}]"),
                    &shown.to_string(),
                    &detail,
                );
            }
        }
    }

    fn ratio(&self, field: &str, name: &str, causes: &mut Causes) {
        let Some(ratio) = self.ratio.get(name) else {
            return;
        };
        let place = format!("{field}.maxLimitRequestRatio[{name}]");
        let shown = ratio.to_string();
        if ratio.nano() < 1_000_000_000 {
            causes.invalid_text(&place, &shown, &format!("ratio {ratio} is less than 1"));
        }
        let nano = |amount: Option<&Quantity>| amount.map(|a| a.nano()).filter(|n| *n > 0);
        if let (Some(min), Some(max)) = (nano(self.min.get(name)), nano(self.max.get(name))) {
            // In millionths, as many digits as the message has.
            let possible = max.saturating_mul(1_000_000) / min;
            if ratio.nano() / 1000 > possible {
                let (whole, rest) = (possible / 1_000_000, possible % 1_000_000);
                let detail = format!("ratio {ratio} is greater than max/min = {whole}.{rest:06}");
                causes.invalid_text(&place, &shown, &detail);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(limits: &Value) -> Vec<String> {
        let mut causes = Causes::default();
        limit_range(&json!({"spec": {"limits": limits}}), &mut causes);
        let causes = causes.into_inner().into_iter();
        causes
            .map(|c| format!("{}: {}", c.field, c.message))
            .collect()
    }

    #[test]
    fn limits_that_contradict_each_other_are_told_as_upstream_tells_them() {
        assert_eq!(
            told(
                &json!([{"type": "Container", "max": {"cpu": "1"}, "min": {"cpu": "2"}, "default": {"cpu": "1"}, "defaultRequest": {"cpu": "1"}}])
            ),
            [
                "spec.limits[0].min[cpu]: Invalid value: \"2\": min value 2 is greater than max value 1",
                "spec.limits[0].defaultRequest[cpu]: Invalid value: \"1\": min value 2 is greater than default request value 1",
                "spec.limits[0].default[cpu]: Invalid value: \"2\": min value 2 is greater than default value 1",
            ]
        );
        assert_eq!(
            told(
                &json!([{"type": "Container", "max": {"cpu": "1"}, "default": {"cpu": "2"}, "defaultRequest": {"cpu": "3"}}])
            ),
            [
                "spec.limits[0].defaultRequest[cpu]: Invalid value: \"3\": default request value 3 is greater than max value 1",
                "spec.limits[0].defaultRequest[cpu]: Invalid value: \"3\": default request value 3 is greater than default limit value 2",
                "spec.limits[0].default[cpu]: Invalid value: \"1\": default value 2 is greater than max value 1",
            ]
        );
        assert_eq!(
            told(&json!([{"type": "Pod", "default": {"cpu": "1"}}, {"type": "Foo"}])),
            [
                "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'",
                "spec.limits[1].type: Invalid value: \"Foo\": must be a standard limit type or fully qualified",
            ]
        );
        assert_eq!(
            told(
                &json!([{"type": "Container", "min": {"cpu": "1"}, "max": {"cpu": "2"}, "maxLimitRequestRatio": {"cpu": "3"}}, {"type": "Container"}])
            ),
            [
                "spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: \"3\": ratio 3 is greater than max/min = 2.000000",
                "spec.limits[1].type: Duplicate value: \"Container\"",
            ]
        );
        assert_eq!(
            told(&json!([{"type": "PersistentVolumeClaim", "max": {"cpu": "1"}}])),
            [
                "spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided"
            ]
        );
    }
}
