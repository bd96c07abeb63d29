//! Questions about rights: who one is, and what one or somebody else may do.

use serde_json::{Value, json};

use super::{
    Api, Asked, rights,
    user::{Attributes, User},
};
use crate::{
    object::{Meta, child},
    refusal::{Cause, Refusal},
};

/// Answers a review.
pub(super) fn answer(api: &Api, asked: &Asked, mut object: Value) -> Result<Value, Refusal> {
    let (kind, namespace) = (asked.place.kind.kind, asked.place.namespace());
    let user = match kind {
        "SubjectAccessReview" | "LocalSubjectAccessReview" => somebody(&object),
        _ => asked.user.clone(),
    };
    let status = match kind {
        "SelfSubjectReview" => json!({"userInfo": user.info()}),
        "SelfSubjectRulesReview" => {
            let namespace = object.text_at("spec.namespace");
            if namespace.is_empty() {
                return Err(Refusal::bad_request("no namespace on request"));
            }
            rules(api, &user, namespace)
        }
        "LocalSubjectAccessReview"
            if object.text_at("spec.resourceAttributes.namespace") != namespace =>
        {
            return Err(Refusal::bad_request(format!(
                "spec.resourceAttributes.namespace must match namespace: {namespace}"
            )));
        }
        _ => {
            let attributes = attributes(&object).ok_or_else(|| unclear(kind))?;
            match rights::allowed(&api.registry, &user, attributes) {
                Some(why) if why.is_empty() => json!({"allowed": true}),
                Some(why) => json!({"allowed": true, "reason": why}),
                None => json!({"allowed": false}),
            }
        }
    };
    *child(&mut object, "status") = status;
    *child(child(&mut object, "metadata"), "creationTimestamp") = Value::Null;
    Ok(object)
}

/// About whom a review asks.
fn somebody(object: &Value) -> User {
    let groups = object.list_at("spec.groups").iter();
    User {
        name: object.text_at("spec.user").to_owned(),
        groups: groups
            .filter_map(|g| g.as_str().map(str::to_owned))
            .collect(),
    }
}

/// About what a review asks, if it is one thing.
fn attributes(object: &Value) -> Option<Attributes<'_>> {
    let spec = object.get("spec")?;
    match (
        spec.get("resourceAttributes"),
        spec.get("nonResourceAttributes"),
    ) {
        (Some(about), None) => Some(Attributes::Resource {
            verb: about.text_at("verb"),
            group: about.text_at("group"),
            resource: about.text_at("resource"),
            subresource: about.text_at("subresource"),
            namespace: about.text_at("namespace"),
            name: about.text_at("name"),
        }),
        (None, Some(about)) => Some(Attributes::Path {
            verb: about.text_at("verb"),
            path: about.text_at("path"),
        }),
        _ => None,
    }
}

fn unclear(kind: &str) -> Refusal {
    let cause = Cause {
        reason: "FieldValueInvalid",
        message: "Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified".into(),
        field: "spec.resourceAttributes".into(),
    };
    Refusal::wrong(&format!("{kind}.authorization.k8s.io"), "", cause)
}

/// All rules that hold for somebody.
fn rules(api: &Api, user: &User, namespace: &str) -> Value {
    let (mut resources, mut paths) = (Vec::new(), Vec::new());
    for granted in rights::granted(&api.registry, user, namespace) {
        let list = if granted.rule.list_at("nonResourceURLs").is_empty() {
            &mut resources
        } else {
            &mut paths
        };
        if !list.contains(&granted.rule) {
            list.push(granted.rule);
        }
    }
    json!({"resourceRules": resources, "nonResourceRules": paths, "incomplete": false})
}
