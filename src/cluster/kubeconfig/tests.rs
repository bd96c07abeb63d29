//! Reading, choosing and writing kubeconfigs.

use std::fs;

use serde_json::Value;

use super::*;

const TWO: &str = "\
apiVersion: v1
kind: Config
current-context: work
preferences: {colors: true}
clusters:
- name: minikube
  cluster:
    server: https://192.168.49.2:8443
    certificate-authority: ca.crt
    extensions:
    - name: cluster_info
      extension: {provider: minikube.sigs.k8s.io, version: v1.38.0}
- name: work
  cluster: {server: 'https://k8s.example', certificate-authority-data: YQ==}
contexts:
- name: minikube
  context: {cluster: minikube, user: minikube, namespace: other}
- name: work
  context: {cluster: work, user: admin}
- name: second
  context: {cluster: minikube, user: minikube}
- name: lost
  context: {cluster: gone, user: admin}
- name: nobody
  context: {cluster: work, user: gone}
- name: guest
  context: {cluster: work, user: ''}
users:
- name: minikube
  user: {client-certificate: profiles/client.crt, client-key: /abs/client.key}
- name: admin
  user:
    token: 12345
    exec:
      apiVersion: client.authentication.k8s.io/v1
      command: ./bin/login
      args: [--fast]
      interactiveMode: Never
";

fn two() -> Kubeconfig {
    Kubeconfig::parse(TWO, Path::new("/home/me/.kube/config")).unwrap()
}

fn private(context: &str) -> Value {
    let text = two().select(Some(context)).unwrap().text("podo-pods");
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_files_are_those_of_kubectl() {
    let files = |list: Option<&str>, home: Option<&str>| {
        let files = Files::new(list.map(OsStr::new), home.map(Path::new), Path::new("/now"));
        files.paths().to_vec()
    };
    let default = [PathBuf::from("/home/me/.kube/config")];
    assert_eq!(files(None, Some("/home/me")), default);
    assert_eq!(files(Some(""), Some("/home/me")), default);
    assert_eq!(
        files(Some("a::/b/c"), Some("/home/me")),
        [PathBuf::from("/now/a"), PathBuf::from("/b/c")]
    );
    assert_eq!(files(None, None), Vec::<PathBuf>::new());
}

#[test]
fn several_files_are_merged_and_the_first_wins() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let first = file(
        "first",
        "clusters: [{name: work, cluster: {server: 'https://first'}}]\ncontexts:\nusers: null\n",
    );
    let empty = file("empty", "");
    let missing = folder.path().join("missing");
    let second = file("second", TWO);
    let files = Files(vec![missing.clone(), first, empty, second]);
    let merged = Kubeconfig::load(files).unwrap();
    assert_eq!(merged.current_context(), Some("work"));
    assert_eq!(merged.select(None).unwrap().server(), "https://first");
    let error = Kubeconfig::load(Files(vec![missing.clone()])).unwrap_err();
    assert!(matches!(error, KubeconfigError::Missing { files } if files == [missing]));
}

#[test]
fn a_broken_file_is_named_with_its_line_and_without_its_content() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config");
    let broken = TWO.replace("- name: work\n  cluster", "- name: work\n   cluster");
    let secret = broken.replace("YQ==}", "secret-token, }}");
    for (text, line) in [
        (secret.as_str(), 14),
        ("clusters: secret-token", 1),
        (
            "contexts:\n- name: x\n  context: {cluster: [secret-token]}\n",
            3,
        ),
    ] {
        fs::write(&path, text).unwrap();
        let error = Kubeconfig::load(Files(vec![path.clone()])).unwrap_err();
        let KubeconfigError::Broken {
            file,
            line: found,
            message,
            ..
        } = &error
        else {
            panic!("{error:?}");
        };
        assert_eq!((file, *found), (&path, line), "{message}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
    fs::write(&path, b"\xFF\xFEa").unwrap();
    let error = Kubeconfig::load(Files(vec![path.clone()])).unwrap_err();
    assert!(
        matches!(error, KubeconfigError::Broken { line: 0, .. }),
        "{error:?}"
    );
    let error = Kubeconfig::load(Files(vec![folder.path().to_owned()])).unwrap_err();
    assert!(
        matches!(error, KubeconfigError::Unreadable { .. }),
        "{error:?}"
    );
}

#[test]
fn utf16_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config");
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend(TWO.encode_utf16().flat_map(u16::to_le_bytes));
    fs::write(&path, bytes).unwrap();
    let read = Kubeconfig::load(Files(vec![path])).unwrap();
    assert_eq!(read.contexts().len(), 6);
}

#[test]
fn a_context_that_does_not_work_says_why() {
    let error = |name: &str| two().select(Some(name)).unwrap_err();
    assert!(matches!(
        error("minkube"),
        KubeconfigError::ContextUnknown { nearest: Some(near), known, .. }
            if near == "minikube" && known.len() == 6
    ));
    assert!(matches!(
        error("production"),
        KubeconfigError::ContextUnknown { nearest: None, .. }
    ));
    assert!(
        matches!(error("lost"), KubeconfigError::ClusterMissing { cluster, .. } if cluster == "gone")
    );
    assert!(matches!(error("nobody"), KubeconfigError::UserMissing { user, .. } if user == "gone"));
    assert_eq!(
        two().select(Some("guest")).unwrap().server(),
        "https://k8s.example"
    );
    let none = Kubeconfig::parse("contexts: []", Path::new("/c")).unwrap();
    assert!(matches!(
        none.select(None),
        Err(KubeconfigError::NoCurrentContext { .. })
    ));
    let strange = TWO.replace("name: work", r#"name: "wo\u001b[31mrk""#);
    let strange = Kubeconfig::parse(&strange, Path::new("/c")).unwrap();
    let error = strange.select(Some("wo\u{1b}[31mrk")).unwrap_err();
    assert!(
        matches!(error, KubeconfigError::ControlCharacters { .. }),
        "{error:?}"
    );
    assert!(!error.to_string().contains('\u{1b}'));
}

#[test]
fn minikube_is_found_by_its_name_and_by_what_it_writes() {
    assert_eq!(two().minikube_contexts(), ["minikube", "second"]);
    let current = TWO.replace("current-context: work", "current-context: second");
    let current = Kubeconfig::parse(&current, Path::new("/c")).unwrap();
    assert_eq!(current.minikube_contexts(), ["second", "minikube"]);
}

#[test]
fn the_private_file_holds_one_context_and_nothing_else() {
    let minikube = private("minikube");
    assert_eq!(minikube["current-context"], "minikube");
    for list in ["clusters", "contexts", "users"] {
        assert_eq!(minikube[list].as_array().unwrap().len(), 1, "{list}");
    }
    assert_eq!(minikube["contexts"][0]["context"]["namespace"], "podo-pods");
    assert_eq!(minikube.get("preferences"), None);
    let cluster = &minikube["clusters"][0]["cluster"];
    assert_eq!(cluster["certificate-authority"], "/home/me/.kube/ca.crt");
    let user = &minikube["users"][0]["user"];
    assert_eq!(
        user["client-certificate"],
        "/home/me/.kube/profiles/client.crt"
    );
    assert_eq!(user["client-key"], "/abs/client.key");
    assert!(!minikube.to_string().contains("k8s.example"));
}

#[test]
fn credentials_of_every_sort_are_kept() {
    let work = private("work");
    let user = &work["users"][0]["user"];
    assert_eq!(user["token"], "12345", "a number in YAML is a text here");
    assert_eq!(user["exec"]["command"], "/home/me/.kube/./bin/login");
    assert_eq!(user["exec"]["args"][0], "--fast");
    assert_eq!(user["exec"]["interactiveMode"], "Never");
    assert_eq!(private("guest")["users"], Value::Array(Vec::new()));
}

#[cfg(unix)]
#[test]
fn the_private_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kubeconfig");
    fs::write(&path, "old").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    two()
        .private_kubeconfig("minikube", "podo-pods", &path)
        .unwrap();
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(fs::read_to_string(&path).unwrap().contains("podo-pods"));
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "no temporary file is left"
    );
    let nowhere = folder.path().join("no/such/folder");
    let error = two()
        .private_kubeconfig("minikube", "n", &nowhere)
        .unwrap_err();
    assert!(matches!(error, KubeconfigError::Unwritable { .. }));
}

#[test]
fn debug_output_tells_no_secrets() {
    let shown = format!("{:?} {:?}", two(), two().select(None).unwrap());
    assert!(
        !shown.contains("12345") && !shown.contains("YQ=="),
        "{shown}"
    );
}
