//! No cluster, the wrong one, and one that was not agreed to.

use super::*;

/// Both languages, each in its own home made by `prepare`.
fn golden(name: &str, prepare: impl Fn(&mut Home), lines: &[&str]) {
    for lang in Lang::ALL {
        let mut home = Home::new();
        prepare(&mut home);
        insta::assert_snapshot!(format!("{name}-{lang}"), home.run_all(lang, lines));
    }
}

fn hide_port(home: &mut Home, address: &str) {
    let (_, port) = address.split_once(':').unwrap();
    home.hidden.push((format!(":{port}"), ":54321"));
}

#[test]
fn without_a_kubeconfig() {
    golden(
        "no-kubeconfig",
        |_| {},
        &["", "verify pods/first-pod", "verify --cluster minikube"],
    );
}

#[test]
fn with_a_broken_kubeconfig() {
    golden(
        "broken-kubeconfig",
        |home| home.kubeconfig("apiVersion: v1\nclusters:\n- name: [\ncontexts: {}\n"),
        &["verify"],
    );
}

#[test]
fn with_a_context_that_is_not_there() {
    golden(
        "unknown-context",
        |home| home.kubeconfig(&kubeconfig("production", "https://127.0.0.1:1")),
        &[
            "verify --cluster context:prodution",
            "verify --cluster context:x",
        ],
    );
}

#[test]
fn with_a_minikube_that_is_stopped() {
    golden(
        "minikube-stopped",
        |home| {
            let address = refused();
            home.kubeconfig(&kubeconfig("minikube", &format!("https://{address}")));
            hide_port(home, &address);
        },
        &["", "verify --cluster minikube", "verify pods/first-pod"],
    );
}

fn with_small_cluster(home: &mut Home) {
    let address = small_cluster();
    home.kubeconfig(&kubeconfig("work", &format!("http://{address}")));
    hide_port(home, &address);
}

#[test]
fn a_cluster_that_was_not_agreed_to_is_not_used() {
    golden(
        "cluster-not-agreed",
        with_small_cluster,
        &[
            "verify pods/first-pod",
            "verify pods/first-pod --cluster context:work",
            "verify pods/first-pod --cluster context:work --namespace mine",
        ],
    );
}

#[test]
fn a_cluster_is_agreed_to_once() {
    golden(
        "cluster-agreed",
        with_small_cluster,
        &[
            "verify pods/first-pod --cluster context:work --yes",
            "verify pods/first-pod --cluster context:work",
            "verify pods/first-pod --cluster context:work --live-only",
        ],
    );
}

#[test]
fn reports_without_anything_begun_fit_the_schema() {
    let mut home = Home::new();
    with_small_cluster(&mut home);
    let (code, text) = home.output("verify -o json --cluster context:work --yes");
    assert_eq!(code, Some(1), "{text}");
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(problems("verify.schema.json", &report), [""; 0]);
    assert_eq!(report["summary"]["passed"], 0);
    let (code, text) = home.output("verify -o junit --cluster context:work");
    assert_eq!(code, Some(1));
    assert!(text.starts_with("<?xml"), "{text}");
}

#[test]
fn names_that_are_not_there() {
    golden(
        "unknown-names",
        |home| {
            with_pack(home);
            assert_eq!(home.output("lesson list --lessons pack --yes").0, Some(0));
        },
        &[
            "verify nosuch --lessons pack",
            "verify one/nosuch --lessons pack",
            "explain X99",
        ],
    );
}

#[test]
fn the_doctor_says_what_is_missing() {
    golden("doctor", |_| {}, &["doctor"]);
    golden(
        "doctor-stopped",
        |home| {
            let address = refused();
            home.kubeconfig(&kubeconfig("minikube", &format!("https://{address}")));
            hide_port(home, &address);
        },
        &["doctor"],
    );
    let mut home = Home::new();
    for prepare in [|_: &mut Home| {}, with_small_cluster] {
        prepare(&mut home);
        let (code, text) = home.output("doctor -o json --cluster context:work");
        assert_eq!(code, Some(3), "{text}");
        let report: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(problems("doctor.schema.json", &report), [""; 0]);
        let mut more = report;
        more["items"][0]["more"] = json!(1);
        assert!(!problems("doctor.schema.json", &more).is_empty());
    }
}
