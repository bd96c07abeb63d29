//! The rows of configuration, identity and rights, and of kinds without columns of their own.

use serde_json::Value;

use super::{Column, Printer, age_of, text, wide};
use crate::object::Meta;

fn size(object: &Value, keys: &[&str]) -> Value {
    keys.iter()
        .filter_map(|k| object.get(*k)?.as_object())
        .map(serde_json::Map::len)
        .sum::<usize>()
        .into()
}

pub(super) const PLAIN: Printer = Printer {
    columns: &[text("Name"), text("Age")],
    row: |o, now| vec![o.name().into(), age_of(o, now)],
};

pub(super) const CONFIG_MAP: Printer = Printer {
    columns: &[text("Name"), text("Data"), text("Age")],
    row: |o, now| {
        vec![
            o.name().into(),
            size(o, &["data", "binaryData"]),
            age_of(o, now),
        ]
    },
};

pub(super) const SECRET: Printer = Printer {
    columns: &[text("Name"), text("Type"), text("Data"), text("Age")],
    row: |o, now| {
        vec![
            o.name().into(),
            o.text_at("type").into(),
            size(o, &["data"]),
            age_of(o, now),
        ]
    },
};

pub(super) const SERVICE_ACCOUNT: Printer = Printer {
    columns: &[text("Name"), text("Secrets"), text("Age")],
    row: |o, now| {
        vec![
            o.name().into(),
            o.list_at("secrets").len().into(),
            age_of(o, now),
        ]
    },
};

pub(super) const LEASE: Printer = Printer {
    columns: &[text("Name"), text("Holder"), text("Age")],
    row: |o, now| {
        vec![
            o.name().into(),
            o.text_at("spec.holderIdentity").into(),
            age_of(o, now),
        ]
    },
};

pub(super) const CREATED_AT: Printer = Printer {
    columns: &[
        text("Name"),
        Column {
            name: "Created At",
            ty: "date",
            wide: false,
        },
    ],
    row: |o, _| {
        vec![
            o.name().into(),
            o.text_at("metadata.creationTimestamp").into(),
        ]
    },
};

pub(super) const BINDING: Printer = Printer {
    columns: &[
        text("Name"),
        text("Role"),
        text("Age"),
        wide("Users"),
        wide("Groups"),
        wide("ServiceAccounts"),
    ],
    row: |o, now| {
        let subjects = |kind: &str| -> Value {
            let all = o
                .list_at("subjects")
                .iter()
                .filter(|s| s.text_at("kind") == kind)
                .map(|s| match s.text_at("namespace") {
                    "" => s.text_at("name").to_owned(),
                    namespace => format!("{namespace}/{}", s.text_at("name")),
                });
            all.collect::<Vec<_>>().join(", ").into()
        };
        vec![
            o.name().into(),
            format!(
                "{}/{}",
                o.text_at("roleRef.kind"),
                o.text_at("roleRef.name")
            )
            .into(),
            age_of(o, now),
            subjects("User"),
            subjects("Group"),
            subjects("ServiceAccount"),
        ]
    },
};

pub(super) const PRIORITY_CLASS: Printer = Printer {
    columns: &[
        text("Name"),
        text("Value"),
        text("Global-Default"),
        text("Age"),
        text("PreemptionPolicy"),
    ],
    row: |o, now| {
        vec![
            o.name().into(),
            o.int_at("value").unwrap_or(0).into(),
            (o.get("globalDefault") == Some(&true.into())).into(),
            age_of(o, now),
            o.text_at("preemptionPolicy").into(),
        ]
    },
};

pub(super) const QUOTA: Printer = Printer {
    columns: &[text("Name"), text("Request"), text("Limit"), text("Age")],
    row: |o, now| {
        let (mut requests, mut limits) = (Vec::new(), Vec::new());
        let hard = o.at("status.hard").and_then(Value::as_object);
        let mut names: Vec<&String> = hard.into_iter().flat_map(|h| h.keys()).collect();
        names.sort();
        for name in names {
            let amount = |what: &str| {
                o.at(what)
                    .and_then(|m| m.get(name))
                    .and_then(Value::as_str)
                    .unwrap_or("0")
            };
            let text = format!(
                "{name}: {}/{}",
                amount("status.used"),
                amount("status.hard")
            );
            if name.starts_with("limits") {
                limits.push(text);
            } else {
                requests.push(text);
            }
        }
        vec![
            o.name().into(),
            requests.join(", ").into(),
            limits.join(", ").into(),
            age_of(o, now),
        ]
    },
};
