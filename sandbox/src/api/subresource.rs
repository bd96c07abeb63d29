//! Parts of objects with paths of their own: status, scale, binding, eviction, finalize.

use http::Response;
use serde_json::{Value, json};

use super::{
    Api, Asked, body, read, remove,
    reply::{self, Body},
    token, write,
};
use crate::{
    kinds,
    object::{Meta, Object, child},
    patch::PatchType,
    refusal::{Cause, Refusal},
    registry::Part,
    store::{LabelSelector, Selection},
};

const SCALE: &str = "io.k8s.api.autoscaling.v1.Scale";

/// `GET`.
pub(super) fn get(api: &Api, asked: &Asked) -> Result<Response<Body>, Refusal> {
    if asked.place.subresource.as_deref() == Some("scale") {
        let object = api
            .registry
            .get(asked.place.kind, asked.place.namespace(), asked.name())?;
        return Ok(reply::json(200, &scale_of(&object)));
    }
    read::get(api, asked)
}

/// Everything that writes.
pub(super) fn write(
    api: &Api,
    asked: &Asked,
    verb: &str,
    body: &[u8],
) -> Result<Response<Body>, Refusal> {
    match (asked.place.subresource.as_deref().unwrap_or(""), verb) {
        ("status", "update") => write::put(api, asked, body, Part::Status),
        ("status", _) => write::patch_part(api, asked, body, Part::Status),
        ("ephemeralcontainers", "update") => write::put(api, asked, body, Part::Inside),
        ("ephemeralcontainers", _) => write::patch_part(api, asked, body, Part::Inside),
        ("scale", _) => scale(api, asked, verb, body),
        ("binding", _) => binding(api, asked, body),
        ("eviction", _) => eviction(api, asked, body),
        ("token", _) => token::create(api, asked, body),
        ("finalize", _) => finalize(api, asked, body),
        _ => Err(Refusal::method_not_allowed(asked.place.kind)),
    }
}

/// An object as its scale.
fn scale_of(object: &Value) -> Value {
    let selector = LabelSelector::from_spec(object.at("spec.selector"));
    let mut metadata = json!({});
    for key in [
        "name",
        "namespace",
        "uid",
        "resourceVersion",
        "creationTimestamp",
    ] {
        if let Some(value) = object.at("metadata").and_then(|m| m.get(key)) {
            metadata[key] = value.clone();
        }
    }
    let mut spec = json!({});
    if let Some(replicas) = object.int_at("spec.replicas").filter(|n| *n != 0) {
        spec["replicas"] = replicas.into();
    }
    json!({
        "kind": "Scale",
        "apiVersion": "autoscaling/v1",
        "metadata": metadata,
        "spec": spec,
        "status": {"replicas": object.int_at("status.replicas").unwrap_or(0), "selector": selector.to_string()},
    })
}

fn scale(api: &Api, asked: &Asked, verb: &str, body: &[u8]) -> Result<Response<Body>, Refusal> {
    let kind = asked.place.kind;
    let (given, patch) = if verb == "update" {
        (Some(body::document("Scale", &asked.headers, body)?.0), None)
    } else {
        let ty = write::patch_type(asked)?;
        if ty == PatchType::Apply {
            (None, Some((PatchType::Merge, body::yaml(body)?)))
        } else {
            (None, Some((ty, write::patch_document(ty, body)?)))
        }
    };
    let mut warnings = Vec::new();
    let scaled = api.registry.modify(
        kind,
        asked.place.namespace(),
        asked.name(),
        Part::Main,
        &asked.write()?,
        |current| {
            let mut scale = given.clone().unwrap_or_else(|| scale_of(current));
            if let Some((ty, patch)) = &patch {
                write::run(*ty, &mut scale, patch, SCALE)?;
            }
            warnings = body::fit(("Scale", "v1", SCALE), &asked.query, &mut scale, &[])?;
            let replicas = scale.int_at("spec.replicas").unwrap_or(0);
            if replicas < 0 {
                let cause = Cause {
                    reason: "FieldValueInvalid",
                    message: format!(
                        "Invalid value: {replicas}: must be greater than or equal to 0"
                    ),
                    field: "spec.replicas".into(),
                };
                return Err(Refusal::wrong("Scale.autoscaling", asked.name(), cause));
            }
            let version = scale.text_at("metadata.resourceVersion").to_owned();
            *child(child(current, "spec"), "replicas") = replicas.into();
            if !version.is_empty() {
                *child(child(current, "metadata"), "resourceVersion") = version.into();
            }
            Ok(())
        },
    )?;
    let mut response = reply::json(200, &scale_of(&scaled));
    reply::warn(&mut response, &warnings);
    Ok(response)
}

/// Puts a Pod on a node.
fn binding(api: &Api, asked: &Asked, body: &[u8]) -> Result<Response<Body>, Refusal> {
    let (binding, _) = body::document("Binding", &asked.headers, body)?;
    let node = binding.text_at("target.name").to_owned();
    if node.is_empty() {
        return Err(Refusal::new(
            422,
            "Invalid",
            format!(
                "Binding \"{}\" is invalid: target.name: Required value",
                asked.name()
            ),
        ));
    }
    api.registry
        .bind(asked.place.namespace(), asked.name(), &node)?;
    Ok(reply::json(
        201,
        &json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "code": 201}),
    ))
}

/// Deletes a Pod if nothing that somebody watches over is broken by it.
fn eviction(api: &Api, asked: &Asked, body: &[u8]) -> Result<Response<Body>, Refusal> {
    let (eviction, _) = body::document("Eviction", &asked.headers, body)?;
    let namespace = asked.place.namespace();
    let pod = api.registry.get(kinds::POD, namespace, asked.name())?;
    if !matches!(
        pod.text_at("status.phase"),
        "Succeeded" | "Failed" | "Pending"
    ) {
        guard(api, &pod)?;
    }
    let deletion =
        remove::options_of(asked, eviction.get("deleteOptions").unwrap_or(&Value::Null))?;
    api.registry
        .delete(kinds::POD, namespace, asked.name(), &deletion)?;
    Ok(reply::json(
        201,
        &json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "code": 201}),
    ))
}

/// A budget that a controller keeps up to date may forbid an eviction.
fn guard(api: &Api, pod: &Object) -> Result<(), Refusal> {
    let budgets = api
        .registry
        .list(
            kinds::POD_DISRUPTION_BUDGET,
            &Selection::namespace(pod.namespace()),
        )
        .items;
    for budget in budgets {
        let kept = budget.int_at("status.observedGeneration").is_some();
        let allowed = budget.int_at("status.disruptionsAllowed").unwrap_or(0);
        if kept && allowed <= 0 && LabelSelector::from_spec(budget.at("spec.selector")).matches(pod)
        {
            let cause = Cause {
                reason: "DisruptionBudget",
                message: format!(
                    "The disruption budget {} needs {} healthy pods and has {} currently",
                    budget.name(),
                    budget.int_at("status.desiredHealthy").unwrap_or(0),
                    budget.int_at("status.currentHealthy").unwrap_or(0)
                ),
                field: String::new(),
            };
            return Err(Refusal::new(
                429,
                "TooManyRequests",
                "Cannot evict pod as it would violate the pod's disruption budget.",
            )
            .with_causes(&[cause]));
        }
    }
    Ok(())
}

/// Sets a namespace's finalizers.
fn finalize(api: &Api, asked: &Asked, body: &[u8]) -> Result<Response<Body>, Refusal> {
    let (object, _) = body::object(asked.place.kind, &asked.headers, &asked.query, body)?;
    let finalizers = Value::Array(object.list_at("spec.finalizers").to_vec());
    let done = api
        .registry
        .modify_namespace_spec(asked.name(), &finalizers, &asked.write()?)?;
    read::one(api, asked, 200, &done)
}
