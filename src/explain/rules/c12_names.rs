//! C12 and C13: a ConfigMap has the value, and as an environment variable it does not arrive.
//!
//! C12: `envFrom` skipped the key, because it is no name for a variable. Which keys are skipped
//! depends on the version, so the kubelet's Event has to say it; that the key still is such a one
//! is looked at again. C13: the same name is given twice, and the later one wins: `env` over
//! `envFrom`, and in a list the last.

use serde_json::Value;

use super::c05_not_refreshed::{looked_for, looked_into};
use crate::explain::context::Failed;
use crate::explain::pods::{Container, argument, containers};
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::{Object, list, text};

/// The Event that tells of skipped keys.
const SKIPPED: &str = "InvalidEnvironmentVariableNames";

/// The key is no name for a variable.
pub(super) const C12: Rule = Rule {
    code: "C12",
    layer: Layer::Run,
    refines: &["C05", "M13"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        find(context, |failed, container, text| {
            skipped(rule, context, failed, container, text)
        })
    },
};

/// Another value of the same name wins.
pub(super) const C13: Rule = Rule {
    code: "C13",
    refines: &["C05", "M05", "M12", "M13"],
    find: |rule, context| {
        find(context, |failed, container, text| {
            overridden(rule, context, failed, container, text)
        })
    },
    ..C12
};

/// A variable as one place in the spec gives it.
struct Given<'s> {
    name: &'s str,
    /// The value, where it is known.
    value: Option<&'s str>,
    /// The ConfigMap it is from.
    map: Option<&'s Object>,
    /// The field, below the container.
    place: String,
}

fn find<'c, 's>(
    context: &Context<'c, 's>,
    of: impl Fn(Failed<'c>, &Container<'s>, &str) -> Option<Finding>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for failed in context.failed() {
        let Some(text) = looked_for(failed) else {
            continue;
        };
        for pod in looked_into(context, failed) {
            let all = containers(pod).into_iter();
            findings.extend(all.filter_map(|container| of(failed, &container, text)));
        }
    }
    findings
}

/// The variables of a container in the order in which they are set: a later one replaces an earlier
/// one of the same name.
fn given<'s>(container: &Container<'s>, context: &Context<'_, 's>) -> Vec<Given<'s>> {
    let mut all = Vec::new();
    for (index, from) in list(container.spec, "envFrom").iter().enumerate() {
        let map = context
            .graph
            .named("ConfigMap", text(from, "configMapRef.name"));
        // With a prefix the names are others, and which ones is of no use here.
        let plain = from.get("prefix").is_none();
        let data = map.filter(|_| plain).and_then(|map| map.map("data"));
        for (name, value) in data.into_iter().flatten() {
            all.push(Given {
                name,
                value: value.as_str(),
                map,
                place: format!("envFrom[{index}]"),
            });
        }
    }
    for (index, variable) in list(container.spec, "env").iter().enumerate() {
        let source = variable.pointer("/valueFrom/configMapKeyRef");
        let map = source.and_then(|source| context.graph.named("ConfigMap", text(source, "name")));
        let key = source.map(|source| text(source, "key"));
        let from_map = map
            .zip(key)
            .and_then(|(map, key)| map.map("data")?.get(key));
        all.push(Given {
            name: text(variable, "name"),
            value: from_map
                .or_else(|| variable.get("value"))
                .and_then(Value::as_str),
            map,
            place: format!("env[{index}]"),
        });
    }
    all
}

fn has(given: &Given<'_>, wanted: &str) -> bool {
    given.value.is_some_and(|value| value.contains(wanted))
}

fn skipped(
    rule: &Rule,
    context: &Context<'_, '_>,
    failed: Failed<'_>,
    container: &Container<'_>,
    wanted: &str,
) -> Option<Finding> {
    let given = given(container, context);
    let key = given.iter().find(|given| {
        given.place.starts_with("envFrom") && has(given, wanted) && !is_name(given.name)
    })?;
    let words = container.event_message(context.graph, SKIPPED, key.name);
    if words.is_empty() {
        return None;
    }
    let (object, path) = container.at(context.graph, &key.place);
    let found = Finding::new(rule)
        .object(object.key())
        .expectation(&failed.expectation.id)
        .field(path, None, Some(key.name.to_owned()))
        .arg("key", key.name)
        .arg("map", key.map?.name())
        .arg("container", container.name())
        .evidence(Source::Event, Some(container.pod.key()), SKIPPED, words);
    Some(found.look(&["kubectl", "describe", &argument(container.pod)]))
}

/// Whether every version takes a key as the name of a variable.
fn is_name(key: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphabetic() || "-._".contains(c);
    key.starts_with(is_letter) && key.chars().all(|c| is_letter(c) || c.is_ascii_digit())
}

fn overridden(
    rule: &Rule,
    context: &Context<'_, '_>,
    failed: Failed<'_>,
    container: &Container<'_>,
    wanted: &str,
) -> Option<Finding> {
    let given = given(container, context);
    let loses = |(index, one): &(usize, &Given<'_>)| {
        let later = given.iter().skip(index + 1);
        let mut same = later.filter(|later| later.name == one.name);
        has(one, wanted) && same.next_back().is_some_and(|last| !has(last, wanted))
    };
    let (_, loser) = given.iter().enumerate().find(loses)?;
    let winner = given.iter().rev().find(|other| other.name == loser.name)?;
    let (object, path) = container.at(context.graph, &winner.place);
    let (_, lost) = container.at(context.graph, &loser.place);
    let mut found = Finding::new(rule)
        .object(object.key())
        .expectation(&failed.expectation.id)
        .field(
            path,
            loser.value.map(str::to_owned),
            winner.value.map(str::to_owned),
        )
        .arg("variable", loser.name)
        .arg("container", container.name())
        .evidence(
            Source::Spec,
            Some(object.key()),
            &lost.to_string(),
            loser.value.unwrap_or_default(),
        )
        .look(&["kubectl", "set", "env", &argument(object), "--list"]);
    if let Some(map) = loser.map.filter(|_| loser.place.starts_with("envFrom")) {
        found = found.variant("map").arg("map", map.name());
        if object.kind() != "Pod" && winner.place.starts_with("env[") {
            let removed = format!("{}-", loser.name);
            found = found.fix(&["kubectl", "set", "env", &argument(object), &removed]);
        }
    }
    Some(found)
}
