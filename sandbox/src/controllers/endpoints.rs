//! Endpoints and `EndpointSlices`: the addresses of the Pods that a Service selects.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    Controller, Queue,
    owners::{self, ended, ready_since, unless_gone},
};
use crate::{
    kinds::{self, Kind},
    object::{Meta, Object, annotate, child},
    refusal::Refusal,
    registry::{Deletion, Registry},
    store::{Change, Key, LabelSelector, Selection},
};

/// Keeps both forms of endpoints.
#[derive(Debug)]
pub(crate) struct Endpoints {
    registry: Registry,
}

/// How many endpoints a slice holds.
const SLICE: usize = 100;
const SERVICE_NAME: &str = "kubernetes.io/service-name";
const MANAGED_BY: &str = "endpointslice.kubernetes.io/managed-by";
const TRIGGER: &str = "endpoints.kubernetes.io/last-change-trigger-time";

/// A Pod behind a Service.
struct Backend<'a> {
    pod: &'a Object,
    ip: &'a str,
    ready: bool,
    ports: Vec<(String, String, i64)>,
}

impl Endpoints {
    pub(crate) fn new(registry: &Registry) -> Self {
        Self {
            registry: registry.clone(),
        }
    }

    fn endpoints(&self, service: &Object, backends: &[Backend<'_>]) -> Result<(), Refusal> {
        let mut subsets: Vec<(Value, Vec<Value>, Vec<Value>)> = Vec::new();
        for backend in backends.iter().filter(|b| !b.pod.deleting()) {
            let ports: Vec<Value> = backend
                .ports
                .iter()
                .map(|(name, protocol, port)| {
                    let mut value = json!({"port": port, "protocol": protocol});
                    if !name.is_empty() {
                        value = json!({"name": name, "port": port, "protocol": protocol});
                    }
                    value
                })
                .collect();
            let ports = Value::from(ports);
            let address = json!({
                "ip": backend.ip,
                "nodeName": backend.pod.text_at("spec.nodeName"),
                "targetRef": {"kind": "Pod", "namespace": backend.pod.namespace(), "name": backend.pod.name(), "uid": backend.pod.uid()},
            });
            let at = subsets
                .iter()
                .position(|(p, ..)| *p == ports)
                .unwrap_or_else(|| {
                    subsets.push((ports, Vec::new(), Vec::new()));
                    subsets.len() - 1
                });
            if backend.ready {
                subsets[at].1.push(address);
            } else {
                subsets[at].2.push(address);
            }
        }
        let subsets: Vec<Value> = subsets
            .into_iter()
            .map(|(ports, ready, not_ready)| {
                let mut subset = json!({});
                if !ready.is_empty() {
                    subset["addresses"] = ready.into();
                }
                if !not_ready.is_empty() {
                    subset["notReadyAddresses"] = not_ready.into();
                }
                if ports != json!([]) {
                    subset["ports"] = ports;
                }
                subset
            })
            .collect();
        let mut labels = service
            .at("metadata.labels")
            .cloned()
            .unwrap_or_else(|| json!({}));
        labels["endpoints.kubernetes.io/managed-by"] = "endpoint-controller".into();
        if service.text_at("spec.clusterIP") == "None" {
            labels["service.kubernetes.io/headless"] = "".into();
        }
        let stamp = self.registry.clock().stamp();
        let write = |object: &mut Value| {
            let changed = object
                .get("subsets")
                .and_then(Value::as_array)
                .map_or(&[] as &[Value], Vec::as_slice)
                != subsets.as_slice();
            if changed {
                *child(object, "subsets") = subsets.clone().into();
                annotate(object, TRIGGER, &stamp.clone());
            }
            *child(child(object, "metadata"), "labels") = labels.clone();
        };
        let (namespace, name) = (service.namespace(), service.name());
        if self
            .registry
            .store()
            .get(kinds::ENDPOINTS, namespace, name)
            .is_some()
        {
            self.registry
                .patch(kinds::ENDPOINTS, namespace, name, |object| {
                    write(object);
                    Ok(())
                })?;
            return Ok(());
        }
        let mut object = json!({"metadata": {"name": name, "annotations": {TRIGGER: &stamp}}});
        write(&mut object);
        done(self.registry.create(kinds::ENDPOINTS, namespace, &object))
    }

    fn slices(&self, service: &Object, backends: &[Backend<'_>]) -> Result<(), Refusal> {
        let mut groups: BTreeMap<String, (Value, Vec<Value>)> = BTreeMap::new();
        for backend in backends {
            let ports: Vec<Value> = backend.ports.iter().map(|(name, protocol, port)| json!({"name": name, "protocol": protocol, "port": port})).collect();
            let ports = Value::from(ports);
            let going = backend.pod.deleting();
            let serving = ready_since(backend.pod).is_some();
            let endpoint = json!({
                "addresses": [backend.ip],
                "conditions": {"ready": backend.ready && !going, "serving": serving, "terminating": going},
                "nodeName": backend.pod.text_at("spec.nodeName"),
                "targetRef": {"kind": "Pod", "namespace": backend.pod.namespace(), "name": backend.pod.name(), "uid": backend.pod.uid()},
            });
            groups
                .entry(ports.to_string())
                .or_insert_with(|| (ports, Vec::new()))
                .1
                .push(endpoint);
        }
        let mut wanted: Vec<(Value, Vec<Value>)> = Vec::new();
        for (ports, endpoints) in groups.into_values() {
            wanted.extend(
                endpoints
                    .chunks(SLICE)
                    .map(|chunk| (ports.clone(), chunk.to_vec())),
            );
        }
        if wanted.is_empty() {
            wanted.push((Value::Null, Vec::new()));
        }
        let mut labels = service
            .at("metadata.labels")
            .cloned()
            .unwrap_or_else(|| json!({}));
        labels[SERVICE_NAME] = service.name().into();
        labels[MANAGED_BY] = "endpointslice-controller.k8s.io".into();
        if service.text_at("spec.clusterIP") == "None" {
            labels["service.kubernetes.io/headless"] = "".into();
        }
        let stamp = self.registry.clock().stamp();
        let mut existing = self.existing(service);
        for (ports, endpoints) in wanted {
            // A slice keeps its name as long as its ports stay.
            let at = existing
                .iter()
                .position(|s| s.get("ports").unwrap_or(&Value::Null) == &ports)
                .or((!existing.is_empty()).then_some(0));
            let write = |object: &mut Value| {
                let changed = object.list_at("endpoints") != endpoints.as_slice()
                    || object.get("ports").unwrap_or(&Value::Null) != &ports;
                if changed {
                    *child(object, "endpoints") = endpoints.clone().into();
                    *child(object, "ports") = ports.clone();
                    annotate(object, TRIGGER, &stamp.clone());
                }
                *child(child(object, "metadata"), "labels") = labels.clone();
            };
            if let Some(at) = at {
                let slice = existing.remove(at);
                done(self.registry.patch(
                    kinds::ENDPOINT_SLICE,
                    slice.namespace(),
                    slice.name(),
                    |object| {
                        write(object);
                        Ok(())
                    },
                ))?;
                continue;
            }
            let mut object = json!({
                "metadata": {"generateName": format!("{}-", service.name()), "ownerReferences": [owners::reference(service)]},
                "addressType": "IPv4",
                "endpoints": [],
            });
            write(&mut object);
            done(
                self.registry
                    .create(kinds::ENDPOINT_SLICE, service.namespace(), &object),
            )?;
        }
        for slice in existing {
            self.delete(kinds::ENDPOINT_SLICE, &slice)?;
        }
        Ok(())
    }

    fn existing(&self, service: &Object) -> Vec<Object> {
        let labels = LabelSelector::parse(&format!(
            "{SERVICE_NAME}={},{MANAGED_BY}=endpointslice-controller.k8s.io",
            service.name()
        ));
        let selection = Selection::namespace(service.namespace())
            .labelled(labels.unwrap_or_else(|_| LabelSelector::nothing()));
        self.registry.list(kinds::ENDPOINT_SLICE, &selection).items
    }

    fn delete(&self, kind: &Kind, object: &Object) -> Result<(), Refusal> {
        unless_gone(self.registry.delete(
            kind,
            object.namespace(),
            object.name(),
            &Deletion::default(),
        ))
    }
}

fn done(result: Result<Object, Refusal>) -> Result<(), Refusal> {
    match result {
        // A namespace that is going takes nothing new; a Service that has gone needs nothing.
        Err(refusal) if !matches!(refusal.reason(), "NotFound" | "Forbidden" | "AlreadyExists") => {
            Err(refusal)
        }
        _ => Ok(()),
    }
}

/// The number of a Service's port in a Pod: a number, or the name of a container's port.
fn target(pod: &Value, port: &Value) -> Option<i64> {
    let protocol = port.at("protocol").and_then(Value::as_str).unwrap_or("TCP");
    match port.get("targetPort") {
        Some(Value::String(name)) => pod
            .list_at("spec.containers")
            .iter()
            .flat_map(|c| c.list_at("ports"))
            .find_map(|p| {
                let fits = p.text_at("name") == name
                    && p.at("protocol").and_then(Value::as_str).unwrap_or("TCP") == protocol;
                if fits {
                    p.int_at("containerPort")
                } else {
                    None
                }
            }),
        Some(number) if number.as_i64().is_some_and(|n| n != 0) => number.as_i64(),
        _ => port.int_at("port"),
    }
}

impl Controller for Endpoints {
    fn kinds(&self) -> Vec<&'static Kind> {
        vec![kinds::SERVICE, kinds::POD]
    }

    fn concerns(
        &mut self,
        kind: &'static Kind,
        object: &Object,
        previous: Option<&Object>,
        change: Change,
        queue: &mut Queue,
    ) {
        if kind == kinds::SERVICE {
            queue.add(object.namespace(), object.name());
            return;
        }
        let counts = |pod: &Object| {
            (
                pod.text_at("status.podIP").to_owned(),
                ready_since(pod).is_some(),
                pod.at("metadata.labels").cloned(),
                pod.deleting(),
                ended(pod),
            )
        };
        if change == Change::Modified && previous.is_some_and(|p| counts(p) == counts(object)) {
            return;
        }
        for service in self
            .registry
            .list(kinds::SERVICE, &Selection::namespace(object.namespace()))
            .items
        {
            let selector = LabelSelector::from_map(service.at("spec.selector"));
            if selector.matches(object) || previous.is_some_and(|p| selector.matches(p)) {
                queue.add(service.namespace(), service.name());
            }
        }
    }

    fn reconcile(&mut self, key: &Key, _: &mut Queue) -> Result<(), Refusal> {
        let Ok(service) = self.registry.get(kinds::SERVICE, &key.0, &key.1) else {
            // The slices go with their owner; Endpoints have none, as upstream.
            if let Some(endpoints) = self.registry.store().get(kinds::ENDPOINTS, &key.0, &key.1) {
                self.delete(kinds::ENDPOINTS, &endpoints)?;
            }
            return Ok(());
        };
        let selects = service
            .at("spec.selector")
            .and_then(Value::as_object)
            .is_some_and(|s| !s.is_empty());
        if !selects || service.deleting() || service.text_at("spec.type") == "ExternalName" {
            return Ok(());
        }
        let selector = LabelSelector::from_map(service.at("spec.selector"));
        let always = service.at("spec.publishNotReadyAddresses") == Some(&Value::Bool(true));
        let pods = owners::pods(&self.registry, &key.0);
        let backends: Vec<Backend<'_>> = pods
            .iter()
            .filter(|pod| {
                selector.matches(pod) && !ended(pod) && !pod.text_at("status.podIP").is_empty()
            })
            .map(|pod| {
                let ports = service.list_at("spec.ports").iter().filter_map(|port| {
                    let protocol = port.at("protocol").and_then(Value::as_str).unwrap_or("TCP");
                    Some((
                        port.text_at("name").to_owned(),
                        protocol.to_owned(),
                        target(pod, port)?,
                    ))
                });
                Backend {
                    pod,
                    ip: pod.text_at("status.podIP"),
                    ready: always || ready_since(pod).is_some(),
                    ports: ports.collect(),
                }
            })
            .collect();
        self.endpoints(&service, &backends)?;
        self.slices(&service, &backends)
    }
}
