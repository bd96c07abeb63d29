//! Questions about rights: the one user of the sandbox may do everything.

use serde_json::{Value, json};

use crate::{
    kinds::Kind,
    object::{Meta, child},
    refusal::Refusal,
};

/// Who a client is.
const USER: &str = "podo-user";

/// Answers a review.
pub(super) fn answer(kind: &Kind, namespace: &str, mut object: Value) -> Result<Value, Refusal> {
    let status = match kind.kind {
        "SelfSubjectReview" => {
            json!({"userInfo": {"username": USER, "groups": ["system:masters", "system:authenticated"]}})
        }
        "SelfSubjectRulesReview" => json!({
            "resourceRules": [{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}],
            "nonResourceRules": [{"verbs": ["*"], "nonResourceURLs": ["*"]}],
            "incomplete": false,
        }),
        "LocalSubjectAccessReview"
            if object.text_at("spec.resourceAttributes.namespace") != namespace =>
        {
            return Err(Refusal::bad_request(format!(
                "spec.resourceAttributes.namespace must match namespace: {namespace}"
            )));
        }
        "SubjectAccessReview" | "LocalSubjectAccessReview" => {
            let groups = object.list_at("spec.groups");
            let master =
                groups.iter().any(|g| g == "system:masters") || object.text_at("spec.user") == USER;
            json!({"allowed": master})
        }
        _ => json!({"allowed": true}),
    };
    *child(&mut object, "status") = status;
    *child(child(&mut object, "metadata"), "creationTimestamp") = Value::Null;
    Ok(object)
}
