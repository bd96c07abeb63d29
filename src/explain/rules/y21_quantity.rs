//! Y21: an amount of memory, storage or CPU is written in a way that Kubernetes does not read:
//! `100MiB`, `1 Gi`, `2GB`.
//!
//! The server says that of no field in particular. Where podo sees the file, the amount that cannot
//! be read is looked for there.

use serde_json::Value;

use crate::explain::manifest::{Refused, refused};
use crate::explain::pods::shown;
use crate::explain::{Context, Finding, Layer, Rule, typed};
use crate::snapshot::path::FieldPath;
use crate::snapshot::quantity::Quantity;

/// The words of every version of the API server and of kubectl.
const WORDS: &str = "quantities must match the regular expression";

/// Maps whose values are quantities, whatever their keys.
const MAPS: [&str; 5] = ["requests", "limits", "capacity", "hard", "default"];

/// An amount that is none.
pub(super) const Y21: Rule = Rule {
    code: "Y21",
    layer: Layer::Client,
    refines: &[],
    teachable: true,
    waiting: false,
    find: |rule, context| find(rule, context).into_iter().collect(),
};

fn find(rule: &Rule, context: &Context<'_, '_>) -> Option<Finding> {
    let is_it = |line: &str| line.contains(WORDS);
    let Some(refused) = refused(context, is_it) else {
        let (typed, _) = context.failed_command()?;
        let line = typed::said(typed, is_it)?;
        return Some(typed::quoted(Finding::new(rule), typed, line));
    };
    let finding = refused.finding(rule);
    if refused.documents.is_empty() {
        return Some(finding);
    }
    let (path, value) = unreadable(&refused)?;
    let finding = finding
        .variant("file")
        .arg("path", path.to_string())
        .arg("value", value.as_str());
    let finding = match readable(&value) {
        Some(right) => finding.variant("near").arg("right", right),
        None => finding,
    };
    Some(finding.field(path, None, Some(value)))
}

/// The first amount in the file that is no quantity.
fn unreadable(refused: &Refused<'_>) -> Option<(FieldPath, String)> {
    let mut values = refused.values();
    values.find_map(|value| below(value, &FieldPath::root(), false))
}

fn below(value: &Value, at: &FieldPath, is_amount: bool) -> Option<(FieldPath, String)> {
    match value {
        Value::Object(map) => map.iter().find_map(|(key, value)| {
            let are_amounts = is_amount || MAPS.contains(&key.as_str()) || key == "sizeLimit";
            below(value, &at.key(key), are_amounts)
        }),
        Value::Array(items) => (0..)
            .zip(items)
            .find_map(|(n, item)| below(item, &at.index(n), is_amount)),
        _ if is_amount && Quantity::parse(&shown(value)).is_none() => {
            Some((at.clone(), shown(value)))
        }
        _ => None,
    }
}

/// The quantity that is most likely meant: without spaces, and with the unit in Kubernetes' letters.
fn readable(value: &str) -> Option<String> {
    let compact: String = value.split_whitespace().collect();
    let digits = compact
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(compact.len());
    let (number, unit) = compact.split_at(digits);
    let unit = match unit.to_lowercase().as_str() {
        "k" | "kb" => "k",
        "ki" | "kib" => "Ki",
        "m" | "mb" => "M",
        "mi" | "mib" => "Mi",
        "g" | "gb" => "G",
        "gi" | "gib" => "Gi",
        "t" | "tb" => "T",
        "ti" | "tib" => "Ti",
        "" => "",
        _ => return None,
    };
    let right = format!("{number}{unit}");
    Quantity::parse(&right).map(|_| right)
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn the_amount_that_is_meant() {
        for (value, right) in [
            ("100MiB", Some("100Mi")),
            ("1 Gi", Some("1Gi")),
            ("2GB", Some("2G")),
            ("64mb", Some("64M")),
            ("1.5gib", Some("1.5Gi")),
            ("plenty", None),
            ("100 apples", None),
        ] {
            assert_eq!(readable(value).as_deref(), right, "{value}");
        }
    }
}
