//! The rows of Services, their addresses, Ingresses and policies.

use serde_json::Value;

use super::{Printer, age_of, or_none, selector, text, wide};
use crate::{object::Meta, store::LabelSelector};

pub(super) const SERVICE: Printer = Printer {
    columns: &[
        text("Name"),
        text("Type"),
        text("Cluster-IP"),
        text("External-IP"),
        text("Port(s)"),
        text("Age"),
        wide("Selector"),
    ],
    row: |o, now| {
        vec![
            o.name().into(),
            o.text_at("spec.type").into(),
            or_none(o.text_at("spec.clusterIP")),
            outside(o),
            or_none(&ports(o)),
            age_of(o, now),
            selector(&LabelSelector::from_map(o.at("spec.selector"))),
        ]
    },
};

fn outside(service: &Value) -> Value {
    let own: Vec<&str> = service
        .list_at("spec.externalIPs")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    match service.text_at("spec.type") {
        "ExternalName" => service.text_at("spec.externalName").into(),
        "LoadBalancer" => {
            let ingress = service.list_at("status.loadBalancer.ingress").iter();
            let mut all: Vec<&str> = ingress
                .map(|i| {
                    if i.text_at("ip").is_empty() {
                        i.text_at("hostname")
                    } else {
                        i.text_at("ip")
                    }
                })
                .collect();
            all.extend(own);
            if all.is_empty() {
                "<pending>".into()
            } else {
                all.join(",").into()
            }
        }
        _ => or_none(&own.join(",")),
    }
}

fn ports(service: &Value) -> String {
    let list = service.list_at("spec.ports").iter().map(|p| {
        let (port, protocol) = (p.int_at("port").unwrap_or(0), p.text_at("protocol"));
        match p.int_at("nodePort").filter(|n| *n > 0) {
            Some(node) => format!("{port}:{node}/{protocol}"),
            None => format!("{port}/{protocol}"),
        }
    });
    list.collect::<Vec<_>>().join(",")
}

/// The first three, and how many more there are.
fn some(all: &[String]) -> String {
    let shown = all.iter().take(3).cloned().collect::<Vec<_>>().join(",");
    if all.len() > 3 {
        format!("{shown} + {} more...", all.len() - 3)
    } else {
        shown
    }
}

pub(super) const ENDPOINTS: Printer =
    Printer {
        columns: &[text("Name"), text("Endpoints"), text("Age")],
        row: |o, now| {
            let mut all = Vec::new();
            for subset in o.list_at("subsets") {
                let addresses = subset.list_at("addresses");
                if subset.list_at("ports").is_empty() {
                    all.extend(addresses.iter().map(|a| a.text_at("ip").to_owned()));
                }
                for port in subset.list_at("ports") {
                    all.extend(addresses.iter().map(|a| {
                        format!("{}:{}", a.text_at("ip"), port.int_at("port").unwrap_or(0))
                    }));
                }
            }
            // Who is there and not ready is not shown, but is not nobody either.
            let shown = if o.list_at("subsets").is_empty() {
                "<none>".into()
            } else {
                some(&all)
            };
            vec![o.name().into(), shown.into(), age_of(o, now)]
        },
    };

pub(super) const ENDPOINT_SLICE: Printer = Printer {
    columns: &[
        text("Name"),
        text("AddressType"),
        text("Ports"),
        text("Endpoints"),
        text("Age"),
    ],
    row: |o, now| {
        let ports: Vec<String> = o
            .list_at("ports")
            .iter()
            .filter_map(|p| p.int_at("port"))
            .map(|p| p.to_string())
            .collect();
        let addresses: Vec<String> = o
            .list_at("endpoints")
            .iter()
            .flat_map(|e| e.list_at("addresses"))
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        let unset = |text: String| -> Value {
            if text.is_empty() {
                "<unset>".into()
            } else {
                text.into()
            }
        };
        vec![
            o.name().into(),
            o.text_at("addressType").into(),
            unset(some(&ports)),
            unset(some(&addresses)),
            age_of(o, now),
        ]
    },
};

pub(super) const INGRESS: Printer = Printer {
    columns: &[
        text("Name"),
        text("Class"),
        text("Hosts"),
        text("Address"),
        text("Ports"),
        text("Age"),
    ],
    row: |o, now| {
        let class = match o.text_at("spec.ingressClassName") {
            "" => o.annotation("kubernetes.io/ingress.class").unwrap_or(""),
            class => class,
        };
        let hosts: Vec<&str> = o
            .list_at("spec.rules")
            .iter()
            .map(|r| r.text_at("host"))
            .filter(|h| !h.is_empty())
            .collect();
        let addresses: Vec<&str> = o
            .list_at("status.loadBalancer.ingress")
            .iter()
            .map(|i| {
                if i.text_at("ip").is_empty() {
                    i.text_at("hostname")
                } else {
                    i.text_at("ip")
                }
            })
            .collect();
        let ports = if o.list_at("spec.tls").is_empty() {
            "80"
        } else {
            "80, 443"
        };
        let hosts = if hosts.is_empty() {
            "*".to_owned()
        } else {
            hosts.join(",")
        };
        vec![
            o.name().into(),
            or_none(class),
            hosts.into(),
            addresses.join(",").into(),
            ports.into(),
            age_of(o, now),
        ]
    },
};

pub(super) const INGRESS_CLASS: Printer = Printer {
    columns: &[
        text("Name"),
        text("Controller"),
        text("Parameters"),
        text("Age"),
    ],
    row: |o, now| {
        let parameters = match (
            o.text_at("spec.parameters.kind"),
            o.text_at("spec.parameters.name"),
        ) {
            ("", _) => String::new(),
            (kind, name) => format!("{kind}/{name}"),
        };
        vec![
            o.name().into(),
            o.text_at("spec.controller").into(),
            or_none(&parameters),
            age_of(o, now),
        ]
    },
};

pub(super) const NETWORK_POLICY: Printer = Printer {
    columns: &[text("Name"), text("Pod-Selector"), text("Age")],
    row: |o, now| {
        vec![
            o.name().into(),
            selector(&LabelSelector::from_spec(o.at("spec.podSelector"))),
            age_of(o, now),
        ]
    },
};
