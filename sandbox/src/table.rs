//! Objects as rows: what `kubectl get` shows is rendered by the server.

pub mod age;
mod config;
mod network;
mod pods;
mod storage;
mod workloads;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::{kinds::Kind, object::Meta, store::LabelSelector};

/// What goes into the `object` of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Include {
    /// Nothing.
    Nothing,
    /// The metadata.
    #[default]
    Metadata,
    /// All of it.
    Object,
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    name: &'static str,
    ty: &'static str,
    wide: bool,
}

/// The columns of a kind, and how to fill them.
#[derive(Clone, Copy)]
pub(crate) struct Printer {
    columns: &'static [Column],
    row: fn(&Value, Timestamp) -> Vec<Value>,
}

const fn text(name: &'static str) -> Column {
    Column {
        name,
        ty: "string",
        wide: false,
    }
}

const fn number(name: &'static str) -> Column {
    Column {
        name,
        ty: "integer",
        wide: false,
    }
}

const fn wide(name: &'static str) -> Column {
    Column {
        name,
        ty: "string",
        wide: true,
    }
}

fn printer(kind: &Kind) -> Printer {
    match kind.kind {
        "Pod" => pods::POD,
        "Node" => workloads::NODE,
        "Namespace" => workloads::NAMESPACE,
        "Deployment" => workloads::DEPLOYMENT,
        "ReplicaSet" => workloads::REPLICA_SET,
        "Job" => workloads::JOB,
        "HorizontalPodAutoscaler" => workloads::AUTOSCALER,
        "PodDisruptionBudget" => workloads::DISRUPTION_BUDGET,
        "Event" => workloads::EVENT,
        "Service" => network::SERVICE,
        "Endpoints" => network::ENDPOINTS,
        "EndpointSlice" => network::ENDPOINT_SLICE,
        "Ingress" => network::INGRESS,
        "IngressClass" => network::INGRESS_CLASS,
        "NetworkPolicy" => network::NETWORK_POLICY,
        "ConfigMap" => config::CONFIG_MAP,
        "Secret" => config::SECRET,
        "ServiceAccount" => config::SERVICE_ACCOUNT,
        "Lease" => config::LEASE,
        "RoleBinding" | "ClusterRoleBinding" => config::BINDING,
        "PriorityClass" => config::PRIORITY_CLASS,
        "ResourceQuota" => config::QUOTA,
        "Role" | "ClusterRole" | "LimitRange" => config::CREATED_AT,
        "PersistentVolume" => storage::VOLUME,
        "PersistentVolumeClaim" => storage::CLAIM,
        "StorageClass" => storage::CLASS,
        _ => config::PLAIN,
    }
}

/// A `Table`: columns, and objects as rows. It borrows the objects and is written at once.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Table<'a> {
    kind: &'static str,
    api_version: &'static str,
    metadata: &'a Value,
    column_definitions: Option<Vec<Definition>>,
    rows: Vec<Row<'a>>,
}

#[derive(Debug, Serialize)]
struct Definition {
    name: &'static str,
    #[serde(rename = "type")]
    ty: &'static str,
    format: &'static str,
    description: &'static str,
    priority: i32,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    cells: Vec<Value>,
    object: Shown<'a>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Shown<'a> {
    Nothing,
    Metadata(Partial<'a>),
    Object(&'a Value),
}

/// An object with nothing but its metadata.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Partial<'a> {
    kind: &'static str,
    api_version: &'static str,
    metadata: Option<&'a Value>,
}

/// Makes a table of objects of a kind; `beta` only changes its version's name.
///
/// The events of a watch need the columns only once.
pub fn table<'a>(
    kind: &Kind,
    objects: impl Iterator<Item = &'a Value>,
    metadata: &'a Value,
    include: Include,
    (columns, beta): (bool, bool),
    now: Timestamp,
) -> Table<'a> {
    let printer = printer(kind);
    let rows = objects
        .map(|object| Row {
            cells: (printer.row)(object, now),
            object: match include {
                Include::Nothing => Shown::Nothing,
                Include::Metadata => Shown::Metadata(partial(object)),
                Include::Object => Shown::Object(object),
            },
        })
        .collect();
    Table {
        kind: "Table",
        api_version: if beta {
            "meta.k8s.io/v1beta1"
        } else {
            "meta.k8s.io/v1"
        },
        metadata,
        column_definitions: columns.then(|| definitions(printer)),
        rows,
    }
}

fn definitions(printer: Printer) -> Vec<Definition> {
    let definition = |c: &Column| Definition {
        name: c.name,
        ty: c.ty,
        format: if c.name == "Name" { "name" } else { "" },
        description: "",
        priority: i32::from(c.wide),
    };
    printer.columns.iter().map(definition).collect()
}

/// An object's metadata as an object of its own.
pub fn partial(object: &Value) -> Partial<'_> {
    Partial {
        kind: "PartialObjectMetadata",
        api_version: "meta.k8s.io/v1",
        metadata: object.get("metadata"),
    }
}

fn age_of(object: &Value, now: Timestamp) -> Value {
    age::age(object.at("metadata.creationTimestamp"), now).into()
}

/// A text, or `<none>`.
fn or_none(text: &str) -> Value {
    if text.is_empty() {
        "<none>".into()
    } else {
        text.into()
    }
}

/// Names and images of the containers of a template.
fn containers(object: &Value, path: &str) -> (Value, Value) {
    let list = |key: &str| -> Value {
        object
            .list_at(path)
            .iter()
            .map(|c| c.text_at(key))
            .collect::<Vec<_>>()
            .join(",")
            .into()
    };
    (list("name"), list("image"))
}

/// A selector as text, or `<none>`.
fn selector(selector: &LabelSelector) -> Value {
    or_none(&selector.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::kinds;

    #[test]
    fn every_kind_has_as_many_cells_as_columns_even_when_empty() {
        for kind in kinds::ALL.iter().filter(|k| k.stored()) {
            let empty = json!({});
            let printer = printer(kind);
            assert_eq!(
                (printer.row)(&empty, Timestamp::UNIX_EPOCH).len(),
                printer.columns.len(),
                "{}",
                kind.kind
            );
        }
    }
}
