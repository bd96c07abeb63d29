//! Requests, deadlines and failures against a server in this process.

use serde_json::json;

use super::super::fake::{DATE, Fake, Reply, selected};
use super::*;

fn other(request: &str) -> Reply {
    match request {
        "GET /ok" => Reply::json(&json!({"a": 1})),
        "GET /html" => Reply::Body(200, "<html>".to_owned()),
        "GET /401" => Reply::status(401, "Unauthorized"),
        "GET /403" => Reply::status(403, "pods is forbidden"),
        "GET /404" => Reply::Body(404, "404 page not found\n".to_owned()),
        "GET /404-object" => Reply::Body(
            404,
            json!({"message": "pods \"a\" not found", "details": {"name": "a"}}).to_string(),
        ),
        "GET /503" => Reply::status(503, "no endpoints"),
        "GET /stall" => Reply::Stall,
        _ => Reply::Drop,
    }
}

#[tokio::test]
async fn answers_and_failures_are_told_apart() {
    let fake = Fake::new(other);
    let cluster = fake.connect().await.unwrap();
    assert_eq!(
        (cluster.uid(), cluster.version()),
        ("uid-kube-system", "v1.36.0")
    );
    assert_eq!(cluster.minor(), Some(36));
    let answer = cluster.get("/ok", READING).await.unwrap();
    assert_eq!(answer.value, json!({"a": 1}));
    assert_eq!(
        answer.date,
        Some("2026-11-23T15:04:58Z".parse().unwrap()),
        "{DATE}"
    );
    for (path, reason, status, message) in [
        ("/401", GapReason::Unauthorized, Some(401), "Unauthorized"),
        ("/403", GapReason::Forbidden, Some(403), "pods is forbidden"),
        (
            "/404",
            GapReason::NotServed,
            Some(404),
            "404 page not found",
        ),
        (
            "/404-object",
            GapReason::Other,
            Some(404),
            "pods \"a\" not found",
        ),
        ("/503", GapReason::Other, Some(503), "no endpoints"),
        (
            "/stall",
            GapReason::Timeout,
            None,
            "no answer within 0.2 seconds",
        ),
        ("/html", GapReason::Other, None, "the answer is not JSON"),
    ] {
        let deadline = Duration::from_millis(200);
        let failure = cluster.get(path, deadline).await.unwrap_err();
        assert_eq!(
            (failure.reason, failure.status),
            (reason, status),
            "{path}: {failure}"
        );
        assert!(failure.message.starts_with(message), "{path}: {failure}");
    }
    let failure = cluster.get("/drop", READING).await.unwrap_err();
    assert_eq!(failure.reason, GapReason::Refused, "{failure}");
    assert_eq!(
        fake.asked("GET /503").len(),
        1,
        "never tried again behind the caller's back"
    );
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named_as_such() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let connect = |server: String, deadline| async move {
        Cluster::connect(&selected(&server), &Proxy::default(), deadline)
            .await
            .unwrap_err()
    };
    // It takes the connection and never answers.
    let short = Duration::from_millis(200);
    assert_eq!(
        connect(format!("http://{address}"), short).await.reason,
        GapReason::Timeout
    );
    assert_eq!(
        connect(format!("https://{address}"), short).await.reason,
        GapReason::Timeout
    );
    drop(listener);
    let long = Duration::from_secs(3);
    let failure = connect(format!("https://{address}"), long).await;
    assert_eq!(failure.reason, GapReason::Refused, "{failure}");
    let failure = connect("no scheme at all".to_owned(), long).await;
    assert_eq!(failure.reason, GapReason::Kubeconfig, "{failure}");
}

#[test]
fn an_expired_certificate_explains_a_401() {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let refused = Failure::answered(401, b"{}");
    let now = at("2026-11-23T00:00:00Z");
    let reason = |until: Option<&str>| explained(refused.clone(), until.map(at), now).reason;
    assert_eq!(reason(Some("2026-11-22T00:00:00Z")), GapReason::Expired);
    assert_eq!(
        reason(Some("2026-11-24T00:00:00Z")),
        GapReason::Unauthorized
    );
    assert_eq!(reason(None), GapReason::Unauthorized);
    let forbidden = Failure::answered(403, b"{}");
    let until = Some(at("2026-11-22T00:00:00Z"));
    assert_eq!(
        explained(forbidden, until, now).reason,
        GapReason::Forbidden
    );
}

#[test]
fn the_authority_is_the_same_for_the_same_certificates() {
    let one = authority(Some(&[vec![1, 2]]), "https://a");
    assert_eq!(one, authority(Some(&[vec![1, 2]]), "https://b"));
    assert_ne!(one, authority(Some(&[vec![1, 3]]), "https://a"));
    assert_ne!(authority(None, "https://a"), authority(None, "https://b"));
    assert_eq!(one.len(), "ca-".len() + 16);
}

#[test]
fn the_minor_version_is_found_in_what_is_printed() {
    for (version, expected) in [
        ("v1.20.2", Some(20)),
        ("v1.32.4-dispatcher (/usr/bin/kubectl)", Some(32)),
        ("v1.36.0+podo", Some(36)),
        ("v1.33+", Some(33)),
        ("", None),
        ("2.1", None),
    ] {
        assert_eq!(minor_of(version), expected, "{version}");
    }
}
