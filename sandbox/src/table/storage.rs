//! The rows of storage.

use serde_json::Value;

use super::{Printer, age_of, text, wide};
use crate::object::Meta;

/// `ReadWriteOnce` as `RWO`.
fn modes(object: &Value, path: &str) -> Value {
    let has = |mode: &str| object.list_at(path).iter().any(|m| m == mode);
    let short = [
        ("ReadWriteOnce", "RWO"),
        ("ReadOnlyMany", "ROX"),
        ("ReadWriteMany", "RWX"),
        ("ReadWriteOncePod", "RWOP"),
    ];
    let short = short.iter().filter(|(mode, _)| has(mode)).map(|(_, s)| *s);
    short.collect::<Vec<_>>().join(",").into()
}

fn unset(text: &str) -> Value {
    if text.is_empty() {
        "<unset>".into()
    } else {
        text.into()
    }
}

fn phase(object: &Value) -> Value {
    if object.deleting() {
        "Terminating".into()
    } else {
        object.text_at("status.phase").into()
    }
}

pub(super) const VOLUME: Printer = Printer {
    columns: &[
        text("Name"),
        text("Capacity"),
        text("Access Modes"),
        text("Reclaim Policy"),
        text("Status"),
        text("Claim"),
        text("StorageClass"),
        text("VolumeAttributesClass"),
        text("Reason"),
        text("Age"),
        wide("VolumeMode"),
    ],
    row: |o, now| {
        let claim = match o.text_at("spec.claimRef.name") {
            "" => String::new(),
            name => format!("{}/{name}", o.text_at("spec.claimRef.namespace")),
        };
        vec![
            o.name().into(),
            o.text_at("spec.capacity.storage").into(),
            modes(o, "spec.accessModes"),
            o.text_at("spec.persistentVolumeReclaimPolicy").into(),
            phase(o),
            claim.into(),
            o.text_at("spec.storageClassName").into(),
            unset(o.text_at("spec.volumeAttributesClassName")),
            o.text_at("status.reason").into(),
            age_of(o, now),
            unset(o.text_at("spec.volumeMode")),
        ]
    },
};

pub(super) const CLAIM: Printer = Printer {
    columns: &[
        text("Name"),
        text("Status"),
        text("Volume"),
        text("Capacity"),
        text("Access Modes"),
        text("StorageClass"),
        text("VolumeAttributesClass"),
        text("Age"),
        wide("VolumeMode"),
    ],
    row: |o, now| {
        let bound = !o.text_at("spec.volumeName").is_empty();
        vec![
            o.name().into(),
            phase(o),
            o.text_at("spec.volumeName").into(),
            match o.text_at("status.capacity.storage") {
                // As upstream: a claim that names a volume it has not got shows no amount.
                "" if bound => "0".into(),
                capacity if bound => capacity.into(),
                _ => "".into(),
            },
            if bound {
                modes(o, "status.accessModes")
            } else {
                "".into()
            },
            o.text_at("spec.storageClassName").into(),
            unset(o.text_at("spec.volumeAttributesClassName")),
            age_of(o, now),
            unset(o.text_at("spec.volumeMode")),
        ]
    },
};

pub(super) const CLASS: Printer = Printer {
    columns: &[
        text("Name"),
        text("Provisioner"),
        text("ReclaimPolicy"),
        text("VolumeBindingMode"),
        text("AllowVolumeExpansion"),
        text("Age"),
    ],
    row: |o, now| {
        let standard = o.annotation("storageclass.kubernetes.io/is-default-class") == Some("true");
        let name = if standard {
            format!("{} (default)", o.name())
        } else {
            o.name().to_owned()
        };
        vec![
            name.into(),
            o.text_at("provisioner").into(),
            o.text_at("reclaimPolicy").into(),
            o.text_at("volumeBindingMode").into(),
            (o.get("allowVolumeExpansion") == Some(&true.into())).into(),
            age_of(o, now),
        ]
    },
};
