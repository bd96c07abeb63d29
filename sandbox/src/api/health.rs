//! `/healthz`, `/livez` and `/readyz`: whether the server answers, check by check.

use http::Response;

use super::{
    Query,
    reply::{self, Body},
};
use crate::refusal::Refusal;

/// What is looked at; that there is an answer says that all of it is well.
const CHECKS: &[&str] = &["ping", "store"];

/// Answers for all checks, or for one.
pub(super) fn answer(probe: &str, check: &str, query: &Query) -> Result<Response<Body>, Refusal> {
    if !check.is_empty() && !CHECKS.contains(&check) {
        return Err(Refusal::no_resource());
    }
    let text = if check.is_empty() && query.has("verbose") {
        report(probe, query.all("exclude"))
    } else {
        "ok".into()
    };
    Ok(reply::bytes(200, "text/plain; charset=utf-8", text))
}

fn report(probe: &str, excluded: &[String]) -> String {
    let mut text = String::new();
    for check in CHECKS {
        let mark = if excluded.iter().any(|e| e == check) {
            " excluded:"
        } else {
            ""
        };
        text.push_str(&format!("[+]{check}{mark} ok\n"));
    }
    let unknown = excluded.iter().filter(|e| !CHECKS.contains(&e.as_str()));
    let unknown: Vec<String> = unknown.map(|name| format!("{name:?}")).collect();
    if !unknown.is_empty() {
        text.push_str(&format!(
            "warn: some health checks cannot be excluded: no matches for {}\n",
            unknown.join(", ")
        ));
    }
    format!("{text}{probe} check passed\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_are_told_one_by_one() {
        let query = Query::parse(Some("verbose&exclude=store&exclude=etcd"));
        assert_eq!(
            report("livez", query.all("exclude")),
            "[+]ping ok\n[+]store excluded: ok\nwarn: some health checks cannot be excluded: no matches for \"etcd\"\nlivez check passed\n"
        );
        assert!(answer("livez", "store", &query).is_ok());
        assert_eq!(answer("livez", "etcd", &query).unwrap_err().code(), 404);
    }
}
