//! Deleting one object, or all that are selected.

use http::Response;
use serde_json::{Value, json};

use super::{
    Api, Asked, body, read,
    reply::{self, Body},
    views,
};
use crate::{
    kinds::Kind,
    object::Meta,
    refusal::Refusal,
    registry::{Deleted, Deletion, Propagation},
};

/// `DELETE` of one.
pub(super) fn one(api: &Api, asked: &Asked, body: &[u8]) -> Result<Response<Body>, Refusal> {
    let kind = asked.place.kind;
    let deletion = deletion(asked, body)?;
    match api.registry.delete(
        views::stored(kind),
        asked.place.namespace(),
        asked.name(),
        &deletion,
    )? {
        Deleted::Marked(object) => read::one(api, asked, 200, &object),
        Deleted::Gone(object) => Ok(reply::json(200, &success(kind, asked.name(), object.uid()))),
    }
}

/// `DELETE` of many.
pub(super) fn many(api: &Api, asked: &Asked, body: &[u8]) -> Result<Response<Body>, Refusal> {
    let kind = asked.place.kind;
    let deletion = deletion(asked, body)?;
    let selection = read::selection(asked)?;
    let deleted = api
        .registry
        .delete_collection(views::stored(kind), &selection, &deletion)?;
    let items: Vec<Value> = deleted
        .iter()
        .map(|o| views::show(kind, o.value()).into_owned())
        .collect();
    let metadata = json!({"resourceVersion": api.registry.store().revision().to_string()});
    Ok(reply::json(
        200,
        &json!({"kind": format!("{}List", kind.kind), "apiVersion": kind.api_version(), "metadata": metadata, "items": items}),
    ))
}

/// What says that an object is gone.
fn success(kind: &Kind, name: &str, uid: &str) -> Value {
    let mut details = json!({"name": name});
    if !kind.group.is_empty() {
        details["group"] = kind.group.into();
    }
    details["kind"] = kind.plural.into();
    details["uid"] = uid.into();
    json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "details": details})
}

/// How to delete: by the body's options, or by parameters.
pub(super) fn deletion(asked: &Asked, body: &[u8]) -> Result<Deletion, Refusal> {
    let options = if body.is_empty() {
        Value::Null
    } else {
        body::document("DeleteOptions", &asked.headers, body)?.0
    };
    options_of(asked, &options)
}

/// The same from options that have been read.
pub(super) fn options_of(asked: &Asked, options: &Value) -> Result<Deletion, Refusal> {
    let query = &asked.query;
    let policy = match options.text_at("propagationPolicy") {
        "" => query.get("propagationPolicy"),
        policy => policy,
    };
    let orphan = match options.get("orphanDependents").and_then(Value::as_bool) {
        None if query.has("orphanDependents") => Some(query.flag("orphanDependents")),
        said => said,
    };
    let invalid = |text: String| {
        Err(Refusal::new(
            422,
            "Invalid",
            format!("DeleteOptions.meta.k8s.io \"\" is invalid: {text}"),
        ))
    };
    if orphan.is_some() && !policy.is_empty() {
        return invalid(format!(
            "propagationPolicy: Invalid value: \"{policy}\": orphanDependents and deletionPropagation cannot be both set"
        ));
    }
    let propagation = match (policy, orphan) {
        ("", Some(true)) | ("Orphan", _) => Some(Propagation::Orphan),
        ("", Some(false)) | ("Background", _) => Some(Propagation::Background),
        ("Foreground", _) => Some(Propagation::Foreground),
        ("", None) => None,
        (other, _) => {
            return invalid(format!(
                "propagationPolicy: Unsupported value: \"{other}\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\""
            ));
        }
    };
    let dry_run = options.list_at("dryRun").iter().any(|d| d == "All") || asked.dry_run()?;
    let text = |path: &str| {
        Some(options.text_at(path))
            .filter(|t| !t.is_empty())
            .map(str::to_owned)
    };
    Ok(Deletion {
        grace: match options.int_at("gracePeriodSeconds") {
            Some(grace) => Some(grace),
            None => query.number("gracePeriodSeconds")?,
        },
        uid: text("preconditions.uid"),
        revision: text("preconditions.resourceVersion"),
        propagation,
        dry_run,
    })
}
