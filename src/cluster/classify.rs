//! Why a request failed: errors of kube, hyper, rustls and the system to a [`GapReason`].
//!
//! rustls' and the resolver's errors arrive boxed in types that are not public, so these two are
//! told apart by their words, which the tests pin.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use serde_json::Value;

use super::client::CONNECTING;
use crate::snapshot::gap::{Gap, GapReason};
use crate::snapshot::object::text;

/// A request that failed, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// The kind of reason.
    pub reason: GapReason,
    /// The server's or the system's own words.
    pub message: String,
    /// The HTTP status, when the server answered.
    pub status: Option<u16>,
}

impl Failure {
    /// A failure without an answer.
    pub(super) fn new(reason: GapReason, message: impl Into<String>) -> Self {
        Self {
            reason,
            message: message.into(),
            status: None,
        }
    }

    /// No answer within a deadline.
    pub(super) fn timeout(deadline: Duration) -> Self {
        let seconds = deadline.as_secs_f32();
        Self::new(
            GapReason::Timeout,
            format!("no answer within {seconds} seconds"),
        )
    }

    /// An answer with an error status.
    pub(super) fn answered(status: u16, body: &[u8]) -> Self {
        let value: Value = serde_json::from_slice(body).unwrap_or_default();
        let message = match text(&value, "message") {
            "" => String::from_utf8_lossy(body)
                .trim()
                .chars()
                .take(400)
                .collect(),
            message => message.to_owned(),
        };
        let names_an_object = !text(&value, "details.name").is_empty();
        let reason = match status {
            401 => GapReason::Unauthorized,
            403 => GapReason::Forbidden,
            404 if !names_an_object => GapReason::NotServed,
            _ => GapReason::Other,
        };
        Self {
            reason,
            message,
            status: Some(status),
        }
    }

    /// Whether the server says that the object is not there.
    pub fn is_not_found(&self) -> bool {
        self.status == Some(404)
    }

    /// Whether somebody else was faster: the object exists already or was changed meanwhile.
    pub fn is_conflict(&self) -> bool {
        self.status == Some(409)
    }

    /// The same as a gap of an observation.
    pub fn gap(&self, kind: &str, namespace: Option<&str>) -> Gap {
        Gap {
            kind: kind.to_owned(),
            namespace: namespace.map(str::to_owned),
            reason: self.reason,
            message: self.message.clone(),
        }
    }
}

impl From<kube::Error> for Failure {
    fn from(error: kube::Error) -> Self {
        match &error {
            kube::Error::Api(status) => {
                let body = serde_json::to_vec(status).unwrap_or_default();
                Self::answered(status.code, &body)
            }
            kube::Error::Auth(kube::client::AuthError::AuthExecRun { cmd, out }) => {
                // Only what it says of itself: its standard output is for credentials.
                let said = String::from_utf8_lossy(&out.stderr);
                let words = format!("{cmd}: {}: {}", out.status, said.trim());
                Self::new(GapReason::Kubeconfig, shortened(&words))
            }
            kube::Error::InferKubeconfig(_)
            | kube::Error::Auth(_)
            | kube::Error::RustlsTls(_)
            | kube::Error::ProxyProtocolUnsupported { .. }
            | kube::Error::ProxyProtocolDisabled { .. } => {
                // These say at each level what the ones behind say, and the first names the file.
                let inner = error.source().map(ToString::to_string);
                let words = inner.unwrap_or_else(|| error.to_string());
                Self::new(GapReason::Kubeconfig, shortened(&words))
            }
            _ => of_chain(&error),
        }
    }
}

/// A connection that failed, by what is at the end of the chain of errors.
fn of_chain(error: &(dyn StdError + 'static)) -> Failure {
    let mut reason = GapReason::Other;
    for error in chain(error) {
        if error.is::<kube::client::AuthError>() {
            reason = GapReason::Kubeconfig;
        }
        reason = of_words(&error.to_string())
            .or_else(|| error.downcast_ref::<io::Error>().and_then(of_io))
            .unwrap_or(reason);
    }
    let words = match last_words(error) {
        // hyper-timeout's words say neither what was late nor by how much.
        words if words == "deadline has elapsed" => {
            format!("no connection within {} seconds", CONNECTING.as_secs())
        }
        words => words,
    };
    Failure::new(reason, words)
}

fn of_io(error: &io::Error) -> Option<GapReason> {
    match error.kind() {
        // The server's host closes what nothing listens on: refused at once, or taken by something
        // in between (a container engine's port forwarding) and then dropped.
        io::ErrorKind::ConnectionRefused
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::NotConnected
        | io::ErrorKind::UnexpectedEof => Some(GapReason::Refused),
        io::ErrorKind::TimedOut
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::NetworkDown => Some(GapReason::Timeout),
        _ => None,
    }
}

fn of_words(words: &str) -> Option<GapReason> {
    let has = |part| words.contains(part);
    if has("certificate expired") || has("alert: CertificateExpired") {
        Some(GapReason::Expired)
    } else if has("invalid peer certificate")
        || has("alert: UnknownCA")
        || has("alert: BadCertificate")
        || has("alert: CertificateUnknown")
        || has("alert: CertificateRequired")
    {
        Some(GapReason::Certificate)
    } else if has("dns error") || has("failed to lookup address") {
        Some(GapReason::Dns)
    } else if has("connection closed before message completed") {
        // hyper's words for a server that hangs up.
        Some(GapReason::Refused)
    } else {
        None
    }
}

/// At most 400 characters of a text.
fn shortened(text: &str) -> String {
    text.trim().chars().take(400).collect()
}

/// The words of the innermost error: the ones in front only say where it came through.
fn last_words(error: &(dyn StdError + 'static)) -> String {
    chain(error)
        .last()
        .map(ToString::to_string)
        .unwrap_or_default()
}

fn chain<'e>(
    error: &'e (dyn StdError + 'static),
) -> impl Iterator<Item = &'e (dyn StdError + 'static)> {
    // The bound only guards against a `source` that goes in a circle.
    std::iter::successors(Some(error), |error| source(*error)).take(16)
}

/// What is behind an error. `io::Error` hides what it wraps one level deep: its `source` is that of
/// the wrapped error, not the wrapped error itself.
fn source<'e>(error: &'e (dyn StdError + 'static)) -> Option<&'e (dyn StdError + 'static)> {
    match error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}

#[cfg(test)]
mod tests;
