//! What kubectl says when it does not reach the API server, or is not let in.
//!
//! The words are those of kubectl 1.20, 1.32 and 1.36 as recorded in `tests/fixtures/commands`;
//! most of them are the Go runtime's.

use crate::snapshot::TypedCommand;

/// Where kubectl looks when it has no kubeconfig.
const DEFAULT_DOORS: [&str; 3] = ["localhost:8080", "127.0.0.1:8080", "[::1]:8080"];

/// Words about the way to the server: the code they mean, and which of its sentences. The first
/// that fits counts.
const ABOUT_THE_WAY: &[(&str, &str, Option<&str>)] = &[
    ("x509: certificate has expired", "K06", Some("expired")),
    ("x509: ", "K05", None),
    ("no such host", "K03", None),
    ("server misbehaving", "K03", None),
    ("Temporary failure in name resolution", "K03", None),
    ("i/o timeout", "K04", None),
    ("TLS handshake timeout", "K04", None),
    ("no route to host", "K04", None),
    ("network is unreachable", "K04", None),
    ("Client.Timeout exceeded", "K04", None),
    ("context deadline exceeded", "K04", None),
    ("connection reset", "K02", None),
];

/// The code that a line of standard error means, and which of its sentences.
pub(super) fn of_line(
    line: &str,
    typed: &TypedCommand,
    server: &str,
) -> Option<(&'static str, Option<&'static str>)> {
    if is_rejection(line) {
        return Some(("K06", None));
    }
    if is_named_file_missing(line, typed) {
        return Some(("K01", Some("named")));
    }
    if !is_about_server(line, typed, server) {
        return None;
    }
    if line.contains("was refused - did you specify") || line.contains("connection refused") {
        let by_default = |door: &str| door != server && line.contains(door);
        let code = if DEFAULT_DOORS.iter().any(|door| by_default(door)) {
            "K01"
        } else {
            "K02"
        };
        return Some((code, None));
    }
    if line.ends_with(": EOF") {
        return Some(("K02", None));
    }
    let mut known = ABOUT_THE_WAY.iter();
    known
        .find(|(words, _, _)| line.contains(words))
        .map(|(_, code, variant)| (*code, *variant))
}

/// A 401, in any of its wordings.
fn is_rejection(line: &str) -> bool {
    line.ends_with("(Unauthorized)")
        || line.ends_with(": Unauthorized")
        || line.contains("asked for the client to provide credentials")
}

/// A file named with `--kubeconfig` that is not there.
fn is_named_file_missing(line: &str, typed: &TypedCommand) -> bool {
    line.starts_with("error: stat ")
        && line.ends_with("no such file or directory")
        && typed
            .argv
            .iter()
            .any(|word| word.starts_with("--kubeconfig"))
}

/// Whether a line speaks of the way to the API server, and not of what a program in a container,
/// a download or a kubelet met.
fn is_about_server(line: &str, typed: &TypedCommand, server: &str) -> bool {
    if line.starts_with("Error from server") {
        return false;
    }
    let names_it = !server.is_empty() && line.contains(&format!("://{server}/"));
    // "Unable to connect to the server" is also what kubectl says of a manifest's URL.
    let downloads = || typed.argv.iter().any(|word| word.contains("://"));
    names_it
        || line.starts_with("The connection to the server ")
        || line.starts_with("Unable to connect to the server") && !downloads()
}
