//! Finding a cluster, and every way not to reach one.

use super::*;

/// The kubeconfig with one text in it replaced by another.
fn altered(change: impl Fn(&mut Value)) -> Selected {
    let text = kubeconfig().select(None).unwrap().text("default");
    let mut value: Value = serde_json::from_str(&text).unwrap();
    change(&mut value);
    let altered = Kubeconfig::parse(&value.to_string(), Path::new("/kubeconfig")).unwrap();
    altered.select(None).unwrap()
}

#[tokio::test]
#[ignore = "needs PODO_TEST_CLUSTER"]
async fn every_way_not_to_reach_a_cluster_has_its_reason() {
    use base64::Engine;
    let other_ca = include_str!("../../../src/cluster/certificate/ends-2027.pem");
    let other_ca = base64::engine::general_purpose::STANDARD.encode(other_ca);
    let server = |to: &'static str| {
        altered(move |config| config["clusters"][0]["cluster"]["server"] = Value::from(to))
    };
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("https://{}", silent.local_addr().unwrap()).leak();
    let cases = [
        (
            "wrong port",
            server("https://127.0.0.1:1"),
            GapReason::Refused,
        ),
        (
            "no such host",
            server("https://no.such.host.invalid:8443"),
            GapReason::Dns,
        ),
        ("silence", server(silent), GapReason::Timeout),
        (
            "another CA",
            altered(|config| {
                config["clusters"][0]["cluster"]["certificate-authority-data"] =
                    Value::from(other_ca.clone());
            }),
            GapReason::Certificate,
        ),
        (
            "another host name",
            altered(|config| {
                config["clusters"][0]["cluster"]["tls-server-name"] = Value::from("other.example");
            }),
            GapReason::Certificate,
        ),
        (
            "a garbage token",
            altered(|config| config["users"][0]["user"] = json!({"token": "garbage"})),
            GapReason::Unauthorized,
        ),
        (
            "a key that is missing",
            altered(|config| {
                config["users"][0]["user"] =
                    json!({"client-certificate": "/no/such", "client-key": "/no/such"});
            }),
            GapReason::Kubeconfig,
        ),
        (
            "a program that is missing",
            altered(|config| {
                config["users"][0]["user"] = json!({"exec": {
                    "apiVersion": "client.authentication.k8s.io/v1",
                    "command": "no-such-program", "interactiveMode": "Never",
                }});
            }),
            GapReason::Kubeconfig,
        ),
    ];
    for (what, selected, reason) in cases {
        let started = Instant::now();
        let failure = connect(&selected).await.unwrap_err();
        println!(
            "{what}: {:?} {} ({:?})",
            failure.reason,
            failure.message,
            started.elapsed()
        );
        assert_eq!(failure.reason, reason, "{what}: {}", failure.message);
        assert!(started.elapsed() < Duration::from_secs(4), "{what}");
    }
    // Nobody in particular may not read Nodes, and is told so kind by kind.
    let guest = altered(|config| {
        config["users"][0]["user"]["as"] = Value::from("podo-test-guest");
        config["users"][0]["user"]["as-groups"] = json!(["system:authenticated"]);
    });
    let cluster = connect(&guest).await.unwrap();
    assert!(cluster.uid().starts_with("ca-"), "{}", cluster.uid());
    let mut observer = Observer::new(cluster, "default", needs(&[]));
    let seen = observer.observe().await;
    assert!(seen.objects.is_empty());
    assert_eq!(seen.gaps.len(), 6);
    assert!(
        seen.gaps
            .iter()
            .all(|gap| gap.reason == GapReason::Forbidden)
    );
    println!("{}", seen.gaps[0].message);
}

#[tokio::test]
#[ignore = "needs PODO_TEST_CLUSTER, and its ca.crt and ca.key in `pki` beside it or PODO_TEST_CA"]
async fn an_expired_client_certificate_is_told_from_a_wrong_one() {
    let beside = || {
        let kubeconfig = PathBuf::from(std::env::var_os("PODO_TEST_CLUSTER").unwrap());
        kubeconfig.with_file_name("pki")
    };
    let ca = std::env::var_os("PODO_TEST_CA").map_or_else(beside, PathBuf::from);
    if !ca.join("ca.key").is_file() {
        println!("not run: this cluster does not show the key of its authority");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).display().to_string();
    let script = format!(
        "set -e; openssl req -newkey rsa:2048 -nodes -subj /O=system:masters/CN=late \
           -keyout {key} -out {csr} 2>/dev/null; mkdir {db}; touch {db}/index; \
         printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase={db}/index\\nnew_certs_dir={db}\\n\
           rand_serial=yes\\nx509_extensions=e\\ndefault_md=sha256\\npolicy=p\\n[p]\\ncommonName=supplied\\n[e]\\nkeyUsage=digitalSignature\\n' > {conf}; \
         openssl ca -batch -notext -config {conf} -cert {ca}/ca.crt -keyfile {ca}/ca.key \
           -in {csr} -startdate 20200101000000Z -enddate 20200102000000Z -out {crt} 2>/dev/null",
        key = file("key"),
        csr = file("csr"),
        db = file("db"),
        conf = file("conf"),
        crt = file("crt"),
        ca = ca.display(),
    );
    let made = std::process::Command::new("sh")
        .args(["-c", &script])
        .status()
        .unwrap();
    assert!(made.success());
    let late = altered(|config| {
        config["users"][0]["user"] =
            json!({"client-certificate": file("crt"), "client-key": file("key")});
    });
    let failure = connect(&late).await.unwrap_err();
    println!("{failure:?}");
    assert_eq!(failure.reason, GapReason::Expired);
}

#[tokio::test]
#[ignore = "needs PODO_TEST_CLUSTER"]
async fn a_target_is_found_or_it_is_said_what_was_looked_for() {
    let proxy = Proxy::default();
    let no_sandbox = || Err(SandboxError::Ended);
    let minikube = Target::Minikube { profile: None };
    let context = kubeconfig().current_context().unwrap().to_owned();
    let named = Target::Context { name: context };
    let started = Instant::now();
    let found = target::find(&named, Ok(kubeconfig()), no_sandbox, &proxy)
        .await
        .unwrap();
    println!("found in {:?}: {:?}", started.elapsed(), found.cluster);
    assert!(found.cluster.minor().unwrap() >= 20);
    let auto = target::find(&Target::Auto, Ok(kubeconfig()), no_sandbox, &proxy).await;
    let is_minikube = matches!(found.provider, Provider::Minikube { .. });
    assert_eq!(auto.is_ok(), is_minikube);

    let dead = altered(|config| {
        config["clusters"][0]["cluster"]["server"] = Value::from("https://127.0.0.1:1");
        config["contexts"][0]["name"] = Value::from("minikube");
        config["current-context"] = Value::from("minikube");
    });
    let dead = Kubeconfig::parse(&dead.text("default"), Path::new("/kubeconfig")).unwrap();
    let error = target::find(&minikube, Ok(dead), no_sandbox, &proxy)
        .await
        .unwrap_err();
    let NotFound::NoMinikube(search) = error else {
        panic!("{error:?}");
    };
    println!("{search:?}");
    assert_eq!(search.contexts, ["minikube"]);
    assert_eq!(search.candidates[0].server, "https://127.0.0.1:1");
}
