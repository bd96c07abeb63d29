//! The words and kinds that failures are told apart by.

use super::*;

#[test]
fn certificates_are_told_apart_by_rustls_words() {
    for (words, reason) in [
        (
            "invalid peer certificate: UnknownIssuer",
            GapReason::Certificate,
        ),
        (
            "invalid peer certificate: BadSignature",
            GapReason::Certificate,
        ),
        (
            "invalid peer certificate: certificate expired: verification time 9 (UNIX), …",
            GapReason::Expired,
        ),
        (
            "received fatal alert: CertificateExpired",
            GapReason::Expired,
        ),
        ("received fatal alert: UnknownCA", GapReason::Certificate),
        ("dns error", GapReason::Dns),
        (
            "failed to lookup address information: Name or service not known",
            GapReason::Dns,
        ),
    ] {
        assert_eq!(of_words(words), Some(reason), "{words}");
    }
    assert_eq!(
        of_words("received corrupt message of type InvalidContentType"),
        None
    );
}

#[test]
fn what_an_io_error_wraps_is_seen() {
    #[derive(Debug, thiserror::Error)]
    #[error("invalid peer certificate: UnknownIssuer")]
    struct Tls;
    let inner = io::Error::new(io::ErrorKind::InvalidData, Tls);
    let outer = io::Error::other(inner);
    let failure = of_chain(&outer);
    assert_eq!(failure.reason, GapReason::Certificate);
    assert_eq!(failure.message, "invalid peer certificate: UnknownIssuer");
    let unreachable = io::Error::from(io::ErrorKind::HostUnreachable);
    assert_eq!(of_chain(&unreachable).reason, GapReason::Timeout);
    let reset = io::Error::from(io::ErrorKind::ConnectionReset);
    assert_eq!(of_chain(&reset).reason, GapReason::Refused);
}

#[test]
fn an_answer_without_a_status_object_keeps_its_words() {
    let failure = Failure::answered(502, "나쁜 게이트웨이 ".repeat(200).as_bytes());
    assert_eq!(failure.message.chars().count(), 400);
    let failure = Failure::answered(500, b"\xFF");
    assert_eq!(
        (failure.reason, failure.message.as_str()),
        (GapReason::Other, "\u{FFFD}")
    );
    let gap = failure.gap("Pod", Some("here"));
    assert_eq!(
        (gap.kind.as_str(), gap.namespace.as_deref()),
        ("Pod", Some("here"))
    );
}
