//! What manifests may hold, and the ways around it that are closed.

use super::*;

fn check_as(source: &str, applied: bool) -> Vec<(u32, ProblemKind)> {
    let files = BTreeSet::from(["base/web.yaml", "app.conf", "kustomization.yaml"]);
    let declared = [Ref::named("PersistentVolume", "pv-a")];
    let manifest = Manifest {
        name: "web.yaml",
        applied,
        declared: &declared,
        files: &files,
    };
    let problems = manifest.check("one/files/web.yaml", source);
    problems
        .into_iter()
        .map(|problem| (problem.line, problem.kind))
        .collect()
}

fn forbidden(source: &str) -> Vec<(u32, String)> {
    let problems = check_as(source, true).into_iter();
    problems
        .filter_map(|(line, kind)| match kind {
            ProblemKind::ForbiddenManifest { what } => Some((line, what)),
            _ => None,
        })
        .collect()
}

/// A Pod whose spec has these lines, which begin on line 4.
fn pod(spec: &str) -> String {
    format!("apiVersion: v1\nkind: Pod\nspec:\n{spec}")
}

#[test]
fn ordinary_manifests_are_fine() {
    let documents = "\
# A comment first.
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {privileged: yes}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}, annotations: {hostPath: /etc}}
    spec:
      hostNetwork: false
      nodeSelector: {hostPID: x}
      containers:
        - name: web
          image: nginx:1.27
          securityContext: {privileged: false, capabilities: {drop: [ALL]}}
          ports: [{containerPort: 80}]
      volumes:
        - {name: a, emptyDir: {}}
        - {name: b, hostPath: {path: /tmp/podo/b, type: DirectoryOrCreate}}
---
---
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {hostNetwork: 'true', privileged: x}}
  - {apiVersion: v1, kind: Service, spec: {ports: [{port: 80, nodePort: 30080}]}}
---
{\"apiVersion\": \"v1\", \"kind\": \"PersistentVolume\", \"metadata\": {\"name\": \"pv-a\"}}
";
    assert_eq!(check_as(documents, true), []);
}

#[test]
fn nothing_reaches_the_node() {
    for (spec, expected) in [
        ("  hostNetwork: true", "hostNetwork"),
        ("  hostNetwork: yes", "hostNetwork"),
        ("  hostNetwork: 'true'", "hostNetwork"),
        ("  HostNetwork: true", "HostNetwork"),
        ("  hostPID: true", "hostPID"),
        ("  hostIPC: true", "hostIPC"),
        (
            "  containers: [{securityContext: {privileged: true}}]",
            "privileged",
        ),
        (
            "  initContainers: [{securityContext: {privileged: on}}]",
            "privileged",
        ),
        (
            "  containers: [{securityContext: {capabilities: {add: [NET_ADMIN]}}}]",
            "add",
        ),
        (
            "  containers: [{securityContext: {procMount: Unmasked}}]",
            "procMount",
        ),
        (
            "  containers: [{ports: [{containerPort: 80, hostPort: 80}]}]",
            "hostPort",
        ),
        (
            "  securityContext: {sysctls: [{name: a, value: b}]}",
            "sysctls",
        ),
        (
            "  securityContext: {windowsOptions: {hostProcess: true}}",
            "hostProcess",
        ),
        ("  volumes: [{name: a, nfs: {server: x, path: /}}]", "nfs"),
        ("  volumes: [{name: a, csi: {driver: x}}]", "csi"),
        (
            "  volumes: [{name: a, image: {reference: x}}]",
            "volumes.image",
        ),
        ("  template: {spec: {hostNetwork: true}}", "hostNetwork"),
    ] {
        assert!(
            forbidden(&pod(spec)).contains(&(4, expected.into())),
            "{spec}"
        );
    }
}

#[test]
fn host_paths_are_folders_directly_below_one_folder() {
    for path in [
        "/",
        "/etc",
        "/tmp",
        "/tmp/podo",
        "/tmp/podo/",
        "/tmp/podo-evil",
        "/tmp/podo/..",
        "/tmp/podo/../../etc",
        "/tmp/podo/a/..",
        "/tmp/podo/a/../../../etc",
        "/tmp/podo/.",
        "/tmp/podo//etc",
        "/tmp//podo/a",
        "//tmp/podo/a",
        "/tmp/./podo/a",
        "/tmp/podo/a/b",
        "tmp/podo/a",
        "/TMP/podo/a",
        "/tmp/podo/a\\..\\b",
        "/tmp/podo/ ../x",
        " /tmp/podo/a",
        "/var/../tmp/podo/a",
    ] {
        let spec = format!("  volumes: [{{name: a, hostPath: {{path: '{path}'}}}}]");
        assert_eq!(
            forbidden(&pod(&spec)),
            [(4, "hostPath".to_owned())],
            "{path}"
        );
    }
    for rest in [
        "path: /tmp/podo/a, type: Socket",
        "path: /tmp/podo/a, path: /etc",
        "type: Directory",
    ] {
        let spec = format!("  volumes: [{{name: a, hostPath: {{{rest}}}}}]");
        assert!(!forbidden(&pod(&spec)).is_empty(), "{rest}");
    }
    for path in ["/tmp/podo/a", "/tmp/podo/pv-1/", "/tmp/podo/.a"] {
        let spec = format!("  volumes: [{{name: a, hostPath: {{path: {path}}}}}]");
        assert_eq!(forbidden(&pod(&spec)), [], "{path}");
    }
    let volume = "kind: PersistentVolume\nmetadata: {name: pv-a}\nspec: {local: {path: /etc}}";
    assert_eq!(forbidden(volume), [(3, "local".to_owned())]);
}

#[test]
fn kinds_and_namespaces_are_those_of_the_lesson() {
    for kind in [
        "ClusterRole",
        "Node",
        "Endpoints",
        "MutatingWebhookConfiguration",
        "PodList",
        "",
    ] {
        assert_eq!(
            forbidden(&format!("kind: '{kind}'")),
            [(1, kind.to_owned())],
            "{kind}"
        );
    }
    let namespace = "kind: Pod\nmetadata:\n  namespace: default";
    assert_eq!(forbidden(namespace), [(3, "metadata.namespace".to_owned())]);
    let list = "kind: List\nitems:\n  - kind: Role";
    assert_eq!(forbidden(list), [(3, "Role".to_owned())]);
    let undeclared = check_as("kind: PersistentVolume\nmetadata: {name: pv-b}", true);
    assert_eq!(
        undeclared,
        [(
            1,
            ProblemKind::NotDeclared {
                what: "PersistentVolume/pv-b".into()
            }
        )]
    );
}

#[test]
fn what_the_learner_is_to_repair_may_be_broken_but_not_harmful() {
    for source in [
        "kind: Pdo",
        "a: [",
        "kind: Pod\nkind: Pod",
        "kind: Pod\nmetadata: {namespace: default}",
        "kind: Pod\nspec: {containrs: []}",
        "kind: PersistentVolume",
    ] {
        assert_eq!(check_as(source, false), [], "{source}");
        assert_ne!(check_as(source, true), [], "{source}");
    }
    for source in [
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole",
        "kind: Pod\nmetadata: {namespace: kube-system}",
        "kind: Pod\nspec: {hostNetwork: true}",
    ] {
        assert_ne!(check_as(source, false), [], "{source}");
    }
}

#[test]
fn merges_are_no_way_around() {
    // podo reads `<<` as an ordinary key, so what it brings in is seen where it is written.
    let source = pod("  <<: {hostNetwork: true}");
    assert!(forbidden(&source).contains(&(4, "hostNetwork".into())));
    let alias = "x: &x {hostNetwork: true}\nkind: Pod\nspec: *x";
    assert!(!forbidden(alias).is_empty());
}

#[test]
fn kustomizations_use_only_what_the_lesson_has() {
    let files = BTreeSet::from(["base/web.yaml", "app.conf", "kustomization.yaml"]);
    let check = |source: &str| {
        let manifest = Manifest {
            name: "kustomization.yaml",
            applied: true,
            declared: &[],
            files: &files,
        };
        manifest.check("one/files/kustomization.yaml", source)
    };
    let fine = "resources: [base/web.yaml, base]\nnamePrefix: a-\nconfigMapGenerator: [{name: c, files: [x=app.conf]}]";
    assert_eq!(check(fine), []);
    for source in [
        "resources: [../base]",
        "resources: [https://example.com/x.yaml]",
        "resources: [github.com/example/x]",
        "resources: [example/x]",
        "configMapGenerator: [{name: c, files: [/etc/passwd]}]",
        "secretGenerator: [{name: c, envs: [../login.env]}]",
        "namespace: kube-system",
        "helmCharts: []",
        "patches: []",
        "components: [x]",
    ] {
        assert_eq!(check(source).len(), 1, "{source}");
    }
}
