//! Clusters that cannot be reached or do not let one in, and a learner with few rights.

use base64::Engine as _;
use std::net::TcpListener;
use std::process::Command;

use podo::complaint::reason;
use podo::snapshot::gap::GapReason;

use super::*;

/// How long podo may take to say that it does not reach a cluster.
const SOON: Duration = Duration::from_secs(10);

#[test]
#[ignore = "needs a cluster"]
fn live_a_cluster_that_lets_nobody_in() {
    let folder = tempfile::tempdir().unwrap();
    let other_ca = include_str!("../../../src/cluster/certificate/ends-2027.pem");
    let other_ca = base64::engine::general_purpose::STANDARD.encode(other_ca);
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("https://{}", silent.local_addr().unwrap());
    let cluster = |key: &'static str, value: String| {
        altered(folder.path(), key, move |config| {
            config["clusters"][0]["cluster"][key] = Value::from(value);
        })
    };
    let mut cases = vec![
        (
            altered(folder.path(), "token", |config| {
                config["users"][0]["user"] = json!({"token": "not-a-token"});
            }),
            GapReason::Unauthorized,
        ),
        (
            cluster("certificate-authority-data", other_ca),
            GapReason::Certificate,
        ),
        (
            cluster("server", "https://127.0.0.1:1".to_owned()),
            GapReason::Refused,
        ),
    ];
    cases.extend(expired(folder.path()).map(|file| (file, GapReason::Expired)));
    let silent = altered(folder.path(), "silent", move |config| {
        config["clusters"][0]["cluster"]["server"] = Value::from(silent);
    });
    cases.push((silent, GapReason::Timeout));
    let course = Course::new();
    for (file, why) in cases {
        let home = Home::with_kubeconfig(&course, &file, &bench::context());
        for lang in Lang::ALL {
            let catalog = Catalog::new(lang);
            for args in [&["verify", "-o", "json"][..], &["--lesson", LESSON]] {
                let ended = home.run(&[&["--lang", lang.code()], args].concat(), "check\nquit\n");
                assert_eq!(ended.code, Some(3), "{why:?}: {ended:#?}");
                assert!(ended.took < SOON, "{why:?}: {:?}", ended.took);
                speaks(&ended.stderr, lang);
                says(&ended.stderr, &reason(why, &catalog));
                assert_eq!(ended.stdout, "", "{why:?}");
            }
        }
    }
}

/// A kubeconfig with a client certificate that has expired; `None` where the cluster does not show
/// the key of its authority (`PODO_TEST_CA`, else the folder `pki` beside the kubeconfig).
fn expired(folder: &Path) -> Option<PathBuf> {
    let beside = || bench::cluster_file().with_file_name("pki");
    let ca = std::env::var_os("PODO_TEST_CA").map_or_else(beside, PathBuf::from);
    if !ca.join("ca.key").is_file() {
        println!("no expired certificate: this cluster does not show the key of its authority");
        return None;
    }
    let dir = folder.display();
    let ca = ca.display();
    let script = format!(
        "set -e; cd {dir}; mkdir db; touch db/index
         openssl req -newkey rsa:2048 -nodes -subj /CN=late -keyout late.key -out late.csr
         printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=db/index\\nnew_certs_dir=db\\nrand_serial=yes\\nx509_extensions=e\\n' > conf
         printf 'default_md=sha256\\npolicy=p\\n[p]\\ncommonName=supplied\\n[e]\\nkeyUsage=digitalSignature\\n' >> conf
         openssl ca -batch -notext -config conf -cert {ca}/ca.crt -keyfile {ca}/ca.key \\
           -in late.csr -startdate 20200101000000Z -enddate 20200102000000Z -out late.crt"
    );
    let made = Command::new("sh").args(["-c", &script]).output().unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let file = |name: &str| folder.join(name).display().to_string();
    Some(altered(folder, "expired", |config| {
        config["users"][0]["user"] =
            json!({"client-certificate": file("late.crt"), "client-key": file("late.key")});
    }))
}

#[test]
#[ignore = "needs a cluster"]
fn live_a_learner_with_few_rights() {
    let name = format!("podo-test-few-{}", std::process::id());
    let _namespaces = Namespaces::none_of(&[&name]);
    let folder = tempfile::tempdir().unwrap();
    let file = learner(folder.path(), &name);
    let course = Course::new();
    for lang in Lang::ALL {
        let catalog = Catalog::new(lang);
        let home = Home::with_kubeconfig(&course, &file, &bench::context());
        let args = [
            "--lang",
            lang.code(),
            "--namespace",
            &name,
            "--yes",
            "--lesson",
        ];
        let mut talk = home.open(&[&args[..], &[FIRST]].concat());
        talk.until_done();
        // What is wrong is found in spite of all that may not be read.
        talk.say("kubectl run wbe --image=nginx:1.27");
        let said = talk.say("check");
        assert!(said.contains("[M02]"), "{said}");
        speaks(&said, lang);
        talk.say("kubectl delete pod wbe --now");
        talk.say("kubectl run web --image=nginx:1.27");
        let said = talk.say("check");
        says(&said, &catalog.plain(msg!("tutor-passed")));
        assert_eq!(talk.end().code, Some(0));

        let ended = home.run(&["--namespace", &name, "--yes", "verify", FIRST], "");
        assert_eq!(ended.code, Some(0), "{ended:#?}");

        // What cannot be judged without a right is not held against the learner, and the gap is
        // named.
        for (lesson, reason) in [
            ("deployments", "deployments.apps is forbidden".to_owned()),
            (
                "cluster",
                catalog.plain(msg!("check-lacking-cluster-scope")),
            ),
        ] {
            let mut talk = home.open(&[&args[..], &[lesson]].concat());
            talk.until_done();
            let said = talk.say("check");
            says(&said, &reason);
            speaks(&said, lang);
            assert_eq!(talk.end().code, Some(0));
        }
        // It is counted, and is nobody's failure.
        let asked = ["--yes", "verify", "-o", "json", "cluster/nodes"];
        let ended = home.run(&asked, "");
        let report: Value = serde_json::from_str(&ended.stdout).unwrap();
        assert_eq!(report["summary"]["unsupported"], 1, "{report:#}");
        assert_eq!(ended.code, Some(0));
    }
}

/// A learner who may do everything with Pods in one namespace, and nothing else: a kubeconfig.
fn learner(folder: &Path, namespace: &str) -> PathBuf {
    bench::kubectl(&["create", "namespace", namespace]);
    let manifest = json!({"apiVersion": "v1", "kind": "List", "items": [
        {
            "apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "learner"},
        }, {
            "apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/service-account-token",
            "metadata": {
                "name": "learner",
                "annotations": {"kubernetes.io/service-account.name": "learner"},
            },
        }, {
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
            "metadata": {"name": "learner"},
            "rules": [{
                "apiGroups": [""], "verbs": ["*"],
                "resources": ["pods", "pods/log", "pods/exec", "services", "configmaps"],
            }],
        }, {
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
            "metadata": {"name": "learner"},
            "roleRef": {
                "apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "learner",
            },
            "subjects": [{"kind": "ServiceAccount", "name": "learner", "namespace": namespace}],
        },
    ]});
    bench::kubectl_with(
        &["-n", namespace, "apply", "-f", "-"],
        &manifest.to_string(),
    );
    let deadline = Instant::now() + SOON;
    let token = loop {
        let path = "jsonpath={.data.token}";
        let token = bench::kubectl(&["-n", namespace, "get", "secret", "learner", "-o", path]);
        if !token.is_empty() {
            break token;
        }
        assert!(Instant::now() < deadline, "the account got no token");
        std::thread::sleep(Duration::from_millis(100));
    };
    let token = base64::engine::general_purpose::STANDARD
        .decode(token)
        .unwrap();
    let token = String::from_utf8(token).unwrap();
    altered(folder, "learner", |config| {
        config["users"][0]["user"] = json!({"token": token});
    })
}

#[test]
#[ignore = "needs a cluster"]
fn live_kubectl_is_not_on_the_path() {
    let course = Course::new();
    let _namespaces = course.without_namespaces(&[LESSON]);
    let empty = tempfile::tempdir().unwrap();
    for lang in Lang::ALL {
        let catalog = Catalog::new(lang);
        let home = Home::new(&course);
        let mut command = home.podo(&["--lang", lang.code(), "--lesson", FIRST]);
        command.env("PATH", empty.path());
        let mut talk = Talk::begin(command);
        talk.until_done();
        let said = talk.say("check");
        says(&said, &catalog.plain(msg!("check-lacking-kubectl")));
        speaks(&said, lang);
        let said = talk.say("kubectl get pods");
        assert!(said.contains("kubectl"), "{said}");
        speaks(&said, lang);
        let ended = talk.end();
        assert_eq!(ended.code, Some(0));
        assert_eq!(ended.stderr, "");
    }
}
