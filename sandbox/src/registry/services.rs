//! Addresses and node ports of Services: given out once, kept, and free again with the Service.

use std::{
    net::Ipv4Addr,
    sync::{MutexGuard, PoisonError},
};

use serde_json::{Value, json};

use super::Registry;
use crate::{
    defaults::set,
    kinds::{self, Kind},
    names,
    object::{Meta, Object, child, take},
    refusal::{Cause, Refusal},
    store::Selection,
};

/// The first address of Services, and how many bits say which.
const NETWORK: (Ipv4Addr, u32) = (Ipv4Addr::new(10, 96, 0, 0), 12);
const PORTS: std::ops::RangeInclusive<i64> = 30_000..=32_767;

impl Registry {
    /// Gives a Service what it needs. The guard has to live until the Service is stored.
    pub(super) fn allocate(
        &self,
        kind: &Kind,
        old: Option<&Object>,
        object: &mut Value,
    ) -> Result<Option<MutexGuard<'_, ()>>, Refusal> {
        if kind != kinds::SERVICE {
            return Ok(None);
        }
        let guard = self
            .allocating
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let others: Vec<Object> = self
            .list(kinds::SERVICE, &Selection::default())
            .items
            .into_iter()
            .filter(|s| old.is_none_or(|o| o.uid() != s.uid()))
            .collect();
        address(kind, &others, object)?;
        ports(kind, old, &others, object)?;
        Ok(Some(guard))
    }
}

fn inside(address: Ipv4Addr) -> bool {
    let mask = u32::MAX << (32 - NETWORK.1);
    address.to_bits() & mask == NETWORK.0.to_bits()
}

fn address(kind: &Kind, others: &[Object], object: &mut Value) -> Result<(), Refusal> {
    let name = object.name().to_owned();
    let spec = child(object, "spec");
    if spec.text_at("type") == "ExternalName" {
        take(spec, "clusterIP");
        take(spec, "clusterIPs");
        return Ok(());
    }
    let asked = match spec.text_at("clusterIP") {
        "" => spec
            .list_at("clusterIPs")
            .first()
            .and_then(Value::as_str)
            .unwrap_or("")
            .to_owned(),
        given => given.to_owned(),
    };
    let taken = |ip: &str| others.iter().any(|s| s.text_at("spec.clusterIP") == ip);
    let given = if asked == "None" {
        asked
    } else if asked.is_empty() {
        let mut free = (0..1000).map(|_| {
            Ipv4Addr::from_bits(
                NETWORK.0.to_bits() + 256 + names::below((1 << (32 - NETWORK.1)) - 512),
            )
            .to_string()
        });
        free.find(|ip| !taken(ip))
            .ok_or_else(|| Refusal::internal("failed to allocate a serviceIP: range is full"))?
    } else {
        let cause = |text: String| {
            let cause = Cause {
                reason: "FieldValueInvalid",
                message: format!("Invalid value: [{asked:?}]: {text}"),
                field: "spec.clusterIPs".into(),
            };
            Refusal::invalid(kind, &name, &[cause])
        };
        match asked.parse::<Ipv4Addr>() {
            Ok(ip) if !inside(ip) => {
                return Err(cause(format!(
                    "failed to allocate IP {asked}: the provided IP ({asked}) is not in the valid range. The range of valid IPs is {}/{}",
                    NETWORK.0, NETWORK.1
                )));
            }
            Err(_) => {
                return Err(cause(
                    "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)".into(),
                ));
            }
            Ok(_) if taken(&asked) => {
                return Err(cause(format!(
                    "failed to allocate IP {asked}: provided IP is already allocated"
                )));
            }
            Ok(_) => asked,
        }
    };
    set(spec, "ipFamilies", json!(["IPv4"]));
    set(spec, "ipFamilyPolicy", "SingleStack");
    *child(spec, "clusterIPs") = json!([given]);
    *child(spec, "clusterIP") = given.into();
    Ok(())
}

fn ports(
    kind: &Kind,
    old: Option<&Object>,
    others: &[Object],
    object: &mut Value,
) -> Result<(), Refusal> {
    let name = object.name().to_owned();
    let spec = child(object, "spec");
    let outside = matches!(spec.text_at("type"), "NodePort" | "LoadBalancer");
    let mut used: Vec<i64> = others
        .iter()
        .flat_map(|s| s.list_at("spec.ports"))
        .filter_map(|p| p.int_at("nodePort"))
        .collect();
    let Some(ports) = spec.get_mut("ports").and_then(Value::as_array_mut) else {
        return Ok(());
    };
    for (i, port) in ports.iter_mut().enumerate() {
        if !outside {
            take(port, "nodePort");
            continue;
        }
        let before = old.and_then(|o| {
            let same = |p: &&Value| p["port"] == port["port"] && p["protocol"] == port["protocol"];
            o.list_at("spec.ports")
                .iter()
                .find(same)?
                .int_at("nodePort")
        });
        let asked = port.int_at("nodePort").filter(|n| *n != 0).or(before);
        let number = if let Some(number) = asked {
            let text = if !PORTS.contains(&number) {
                Some(format!(
                    "provided port is not in the valid range. The range of valid ports is {}-{}",
                    PORTS.start(),
                    PORTS.end()
                ))
            } else if used.contains(&number) {
                Some("provided port is already allocated".to_owned())
            } else {
                None
            };
            if let Some(text) = text {
                let cause = Cause {
                    reason: "FieldValueInvalid",
                    message: format!("Invalid value: {number}: {text}"),
                    field: format!("spec.ports[{i}].nodePort"),
                };
                return Err(Refusal::invalid(kind, &name, &[cause]));
            }
            number
        } else {
            let mut free = (0..10_000).map(|_| PORTS.start() + i64::from(names::below(2768)));
            free.find(|n| !used.contains(n))
                .ok_or_else(|| Refusal::internal("failed to allocate a nodePort: range is full"))?
        };
        used.push(number);
        *child(port, "nodePort") = number.into();
    }
    Ok(())
}
