//! Tests of what is kept of a command.

use jiff::Timestamp;

use super::{STDERR_TAIL, typed_command};

fn argv(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_owned).collect()
}

fn kept(line: &str) -> String {
    typed_command(&argv(line), Some(0), b"", Timestamp::UNIX_EPOCH)
        .argv
        .join(" ")
}

fn stderr(bytes: &[u8]) -> String {
    typed_command(&argv("kubectl"), Some(1), bytes, Timestamp::UNIX_EPOCH).stderr
}

#[test]
fn values_of_secrets_are_masked() {
    let cases = [
        (
            "kubectl create secret generic db --from-literal=pw=s3=cret --from-literal user=me",
            "kubectl create secret generic db --from-literal=pw=*** --from-literal user=***",
        ),
        (
            "kubectl create secret generic db --from-literal pw",
            "kubectl create secret generic db --from-literal ***",
        ),
        (
            "kubectl create secret docker-registry r --docker-password=s3 --docker-username=me",
            "kubectl create secret docker-registry r --docker-password=*** --docker-username=me",
        ),
        (
            "kubectl patch secret/db -p {\"stringData\":{}}",
            "kubectl patch secret/db -p ***",
        ),
        (
            "kubectl patch Secrets db --patch=x",
            "kubectl patch Secrets db --patch=***",
        ),
        ("docker login -u me -p s3", "docker login -u me -p ***"),
        (
            "kubectl get pods --token s3 -o wide",
            "kubectl get pods --token *** -o wide",
        ),
    ];
    for (typed, expected) in cases {
        assert_eq!(kept(typed), expected);
    }
}

#[test]
fn other_words_are_kept_as_typed() {
    for line in [
        "kubectl create configmap c --from-literal=color=blue",
        "kubectl patch deployment web -p {\"spec\":{}}",
        "kubectl logs web -p",
        "docker run -p 80:80 nginx",
        "kubectl get secret",
        "kubectl create secret generic db --from-literal",
        "",
    ] {
        assert_eq!(kept(line), line);
    }
}

#[test]
fn the_end_of_stderr_is_kept() {
    assert_eq!(stderr(b""), "");
    assert_eq!(stderr(b"one\ntwo\n"), "one\ntwo\n");
    assert_eq!(stderr(&[b'x'; STDERR_TAIL]).len(), STDERR_TAIL);

    let long = format!("{}\nError: the last line\n", "x".repeat(STDERR_TAIL));
    assert_eq!(stderr(long.as_bytes()), "Error: the last line\n");
    // One line longer than all: its end, from a character's beginning.
    let hangul = "가".repeat(STDERR_TAIL);
    let end = stderr(hangul.as_bytes());
    assert!(end.len() <= STDERR_TAIL && end.len() > STDERR_TAIL - 3);
    assert!(end.chars().all(|c| c == '가'));
}

#[test]
fn stderr_that_is_no_text_stays_bounded() {
    assert!(stderr(&[0xff; 3 * STDERR_TAIL]).len() <= STDERR_TAIL);
    assert!(stderr(&[0xff; STDERR_TAIL]).len() <= STDERR_TAIL);
    assert_eq!(stderr(b"a\xffb"), "a\u{fffd}b");
}
