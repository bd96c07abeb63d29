//! Why a request is refused: a Kubernetes `Status` of failure, in upstream's words.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::kinds::Kind;

/// A refused request. It is what a client gets as `Status`; clients judge by [`Refusal::reason`].
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", .0.message)]
pub struct Refusal(Box<Inner>);

#[derive(Clone, Debug, PartialEq)]
struct Inner {
    code: u16,
    reason: &'static str,
    message: String,
    details: Map<String, Value>,
    /// The token with which a list can be continued all the same.
    rest: String,
}

/// One field that does not hold what it must.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// `FieldValueInvalid` and the like.
    pub reason: &'static str,
    /// What is wrong, without the field.
    pub message: String,
    /// The path of the field.
    pub field: String,
}

/// Several reasons as one, the way Go's errors are listed.
pub(crate) fn together(texts: &[String]) -> String {
    match texts {
        [one] => one.clone(),
        many => format!("[{}]", many.join(", ")),
    }
}

impl Refusal {
    /// A refusal with a code, a reason and a message, and nothing else.
    pub fn new(code: u16, reason: &'static str, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            code,
            reason,
            message: message.into(),
            details: Map::new(),
            rest: String::new(),
        }))
    }

    /// The HTTP status.
    pub fn code(&self) -> u16 {
        self.0.code
    }

    /// The machine-readable reason, such as `NotFound`.
    pub fn reason(&self) -> &'static str {
        self.0.reason
    }

    /// The sentence for people.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// There is no such object.
    pub fn is_not_found(&self) -> bool {
        self.0.reason == "NotFound"
    }

    /// Somebody else wrote first.
    pub fn is_conflict(&self) -> bool {
        self.0.reason == "Conflict"
    }

    /// An object of that name is there already.
    pub fn is_already_exists(&self) -> bool {
        self.0.reason == "AlreadyExists"
    }

    /// 404 for a named object.
    pub fn not_found(kind: &Kind, name: &str) -> Self {
        Self::new(
            404,
            "NotFound",
            format!("{} \"{name}\" not found", kind.qualified()),
        )
        .about(kind, name)
    }

    /// 404 for a path that leads nowhere.
    pub fn no_resource() -> Self {
        Self::new(
            404,
            "NotFound",
            "the server could not find the requested resource",
        )
    }

    /// 409 for a name that is taken.
    pub fn already_exists(kind: &Kind, name: &str) -> Self {
        Self::new(
            409,
            "AlreadyExists",
            format!("{} \"{name}\" already exists", kind.qualified()),
        )
        .about(kind, name)
    }

    /// 409 with a reason of its own behind the usual beginning.
    pub fn conflict(kind: &Kind, name: &str, why: &str) -> Self {
        Self::new(
            409,
            "Conflict",
            format!(
                "Operation cannot be fulfilled on {} \"{name}\": {why}",
                kind.qualified()
            ),
        )
        .about(kind, name)
    }

    /// 409 for a write that starts from an old version.
    pub fn modified(kind: &Kind, name: &str) -> Self {
        Self::conflict(
            kind,
            name,
            "the object has been modified; please apply your changes to the latest version and try again",
        )
    }

    /// 403 with upstream's beginning.
    pub fn forbidden(kind: &Kind, name: &str, why: &str) -> Self {
        let subject = if name.is_empty() {
            format!("{} is forbidden: {why}", kind.qualified())
        } else {
            format!("{} \"{name}\" is forbidden: {why}", kind.qualified())
        };
        Self::new(403, "Forbidden", subject).about(kind, name)
    }

    /// 422 with every field that is wrong.
    pub fn invalid(kind: &Kind, name: &str, causes: &[Cause]) -> Self {
        let mut said = HashSet::new();
        let texts = causes.iter().map(|c| format!("{}: {}", c.field, c.message));
        let texts: Vec<String> = texts.filter(|text| said.insert(text.clone())).collect();
        let list = together(&texts);
        let qualified = if kind.group.is_empty() {
            kind.kind.to_owned()
        } else {
            format!("{}.{}", kind.kind, kind.group)
        };
        let mut refusal = Self::new(
            422,
            "Invalid",
            format!("{qualified} \"{name}\" is invalid: {list}"),
        );
        refusal.detail("name", name);
        refusal.detail("group", kind.group);
        refusal.detail("kind", kind.kind);
        refusal.with_causes(causes)
    }

    /// 422 with one field that is wrong, of something that is named by its type alone.
    pub fn wrong(what: &str, name: &str, cause: Cause) -> Self {
        let text = format!(
            "{what} \"{name}\" is invalid: {}: {}",
            cause.field, cause.message
        );
        Self::new(422, "Invalid", text).with_causes(&[cause])
    }

    /// 400.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, "BadRequest", message)
    }

    /// 405.
    pub fn method_not_allowed(kind: &Kind) -> Self {
        let text = if kind.simulated() {
            "the server does not allow this method on the requested resource".to_owned()
        } else {
            format!(
                "this cluster is a simulation (podo-sandbox), which has no {}s; a real one such as minikube has",
                kind.kind
            )
        };
        Self::new(405, "MethodNotAllowed", text).about(kind, "")
    }

    /// 410 for a revision that is no longer remembered.
    pub fn expired(asked: u64, oldest: u64) -> Self {
        Self::new(
            410,
            "Expired",
            format!("too old resource version: {asked} ({oldest})"),
        )
    }

    /// 500 for what should not happen.
    pub fn internal(why: &str) -> Self {
        let mut refusal = Self::new(
            500,
            "InternalError",
            format!("Internal error occurred: {why}"),
        );
        refusal
            .0
            .details
            .insert("causes".into(), json!([{"message": why}]));
        refusal
    }

    /// Adds the list of causes as they stand.
    #[must_use]
    pub fn with_causes(mut self, causes: &[Cause]) -> Self {
        let causes: Vec<Value> = causes
            .iter()
            .map(|c| json!({"reason": c.reason, "message": c.message, "field": c.field}))
            .collect();
        self.0.details.insert("causes".into(), causes.into());
        self
    }

    /// Adds seconds after which to try again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.0
            .details
            .insert("retryAfterSeconds".into(), seconds.into());
        self
    }

    /// After how many seconds to try again, if that was said.
    pub fn seconds_to_wait(&self) -> Option<u64> {
        self.0.details.get("retryAfterSeconds")?.as_u64()
    }

    /// Adds the token with which a list can be continued all the same.
    #[must_use]
    pub fn with_continue(mut self, token: String) -> Self {
        self.0.rest = token;
        self
    }

    /// The `Status` object.
    pub fn to_value(&self) -> Value {
        let mut status = json!({
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": {},
            "status": "Failure",
            "message": self.0.message,
        });
        if !self.0.reason.is_empty() {
            status["reason"] = self.0.reason.into();
        }
        if !self.0.rest.is_empty() {
            status["metadata"]["continue"] = self.0.rest.as_str().into();
        }
        if !self.0.details.is_empty() || matches!(self.0.reason, "NotFound" | "Invalid") {
            status["details"] = self.0.details.clone().into();
        }
        status["code"] = self.0.code.into();
        status
    }

    /// Names the object: details of most refusals.
    #[must_use]
    pub fn about(mut self, kind: &Kind, name: &str) -> Self {
        self.detail("name", name);
        self.detail("group", kind.group);
        self.detail("kind", kind.plural);
        self
    }

    fn detail(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.0.details.insert(key.into(), value.into());
        }
    }
}
