//! Ways to break the sample pack, and what is told of each.

use crate::lesson::problem::{Expected, ProblemKind};

/// One way to break the pack.
pub(super) struct Broken {
    /// The file that is changed.
    pub(super) file: &'static str,
    /// What is replaced; everything where it is empty.
    pub(super) from: &'static str,
    /// What it is replaced by.
    pub(super) to: &'static str,
    /// The file and a text on the line that is blamed; line 0 where the text is empty.
    pub(super) at: (&'static str, &'static str),
    pub(super) kind: ProblemKind,
}

/// A change in the file that is blamed for it.
fn broken(
    file: &'static str,
    from: &'static str,
    to: &'static str,
    at: &'static str,
    kind: ProblemKind,
) -> Broken {
    Broken {
        file,
        from,
        to,
        at: (file, at),
        kind,
    }
}

fn key(key: &str, of: &str) -> ProblemKind {
    ProblemKind::KeyNotHere {
        key: key.into(),
        of: of.into(),
    }
}

fn unknown_key(key: &str, nearest: Option<&str>, known: &str) -> ProblemKind {
    ProblemKind::UnknownKey {
        key: key.into(),
        nearest: nearest.map(str::to_owned),
        known: known.into(),
    }
}

fn unknown_id(id: &str, nearest: Option<&str>) -> ProblemKind {
    ProblemKind::UnknownId {
        id: id.into(),
        nearest: nearest.map(str::to_owned),
    }
}

fn wrong_type(key: &str, expected: Expected) -> ProblemKind {
    ProblemKind::WrongType {
        key: key.into(),
        expected,
    }
}

fn forbidden(command: &str, word: &str) -> ProblemKind {
    ProblemKind::ForbiddenCommand {
        command: command.into(),
        word: word.into(),
    }
}

fn section(kind: fn(String) -> ProblemKind, id: &str) -> ProblemKind {
    kind(id.to_owned())
}

pub(super) const MANIFEST: &str = "one/files/old.yaml";
pub(super) const YAML: &str = "one/exercises.yaml";
pub(super) const KO_MD: &str = "one/ko.md";
pub(super) const EN_MD: &str = "one/en.md";

fn pack_table() -> Vec<Broken> {
    let b = broken;
    vec![
        b(
            "pack.yaml",
            "formatVersion: 1",
            "formatVersion: 2",
            "formatVersion",
            ProblemKind::NewerFormat {
                found: 2,
                supported: 1,
            },
        ),
        b(
            "pack.yaml",
            "pack: test",
            "pack: Test_1",
            "Test_1",
            ProblemKind::BadId {
                id: "Test_1".into(),
            },
        ),
        b(
            "pack.yaml",
            "[one]",
            "[one, one]",
            "[one",
            ProblemKind::DuplicateId { id: "one".into() },
        ),
        b(
            "pack.yaml",
            "[one]",
            "[]",
            "",
            ProblemKind::Unlisted { name: "one".into() },
        ),
        b(
            "pack.yaml",
            "title:",
            "tilte:",
            "tilte",
            unknown_key(
                "tilte",
                Some("title"),
                "formatVersion, pack, title, lessons",
            ),
        ),
        b(
            "pack.yaml",
            "{ko: 시험, en: Test}",
            "{ko: 시험}",
            "title",
            ProblemKind::MissingKey { key: "en".into() },
        ),
        b(
            "pack.yaml",
            "{ko: 시험, en: Test}",
            "Test",
            "title",
            wrong_type("title", Expected::BothLanguages),
        ),
        Broken {
            file: "pack.yaml",
            from: "[one]",
            to: "[one, two]",
            at: ("two/exercises.yaml", ""),
            kind: ProblemKind::FileMissing,
        },
        b(
            "pack.yaml",
            "",
            "a: [",
            "",
            ProblemKind::Yaml {
                detail: String::new(),
            },
        ),
        b(
            "pack.yaml",
            "lessons: [one]",
            "lessons: [one]\n---\nmore: true",
            "more",
            ProblemKind::SeveralDocuments,
        ),
    ]
}

fn notes_table() -> Vec<Broken> {
    let b = |from, to, at, kind| broken("notes.yaml", from, to, at, kind);
    let e = |from, to, at, kind| broken(YAML, from, to, at, kind);
    vec![
        b(
            "  - {id: node,",
            "  - {id: pod,",
            "ko: 노드",
            ProblemKind::DuplicateId { id: "pod".into() },
        ),
        b(
            "line: 7",
            "lien: 7",
            "lien",
            unknown_key("lien", Some("line"), "id, line, ko, en"),
        ),
        e(
            "teaches: [pod, node]",
            "teaches: [pod, nod]",
            "nod]",
            unknown_id("nod", Some("node")),
        ),
        e(
            "teaches: [pod, node]",
            "teaches: [pod, pod]",
            "pod, pod",
            ProblemKind::DuplicateId { id: "pod".into() },
        ),
        e(
            "  aside: {teaches: [pod]}",
            "  asid: {teaches: [pod]}",
            "asid:",
            unknown_id("asid", Some("aside")),
        ),
        e(
            "  aside: {teaches: [pod]}",
            "  first: {teaches: [pod]}",
            "  first:",
            unknown_id("first", None),
        ),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn shape_table() -> Vec<Broken> {
    let b = |from, to, at, kind| broken(YAML, from, to, at, kind);
    let exercise = "id, minutes, needs, teaches, holds, lab, setup, given, expect, solution, mistakes, hints, clusterWide";
    vec![
        b(
            "    lab: true",
            "    labs: true",
            "labs",
            unknown_key("labs", Some("lab"), exercise),
        ),
        b(
            "    lab: true",
            "    lab: true\n    lab: false",
            "lab: false",
            ProblemKind::DuplicateKey { key: "lab".into() },
        ),
        b(
            "    lab: true",
            "    lab: 1",
            "lab: 1",
            wrong_type("lab", Expected::Truth),
        ),
        b(
            "minutes: 10",
            "minutes: ten",
            "ten",
            wrong_type("minutes", Expected::Number),
        ),
        b(
            "minutes: 10",
            "minutes: 0",
            "minutes: 0",
            ProblemKind::OutOfRange {
                key: "minutes".into(),
                min: 1,
                max: 1440,
            },
        ),
        b(
            "minutes: 10\n",
            "",
            "needs",
            ProblemKind::MissingKey {
                key: "minutes".into(),
            },
        ),
        b(
            "needs: [kubectl]",
            "needs: [kubctl]",
            "kubctl",
            ProblemKind::UnknownWord {
                word: "kubctl".into(),
                nearest: Some("kubectl".into()),
                known: "kubectl, docker, minikube, cluster-scope".into(),
            },
        ),
        b(
            "needs: [kubectl]",
            "needs: kubectl",
            "needs",
            wrong_type("needs", Expected::List),
        ),
        b(
            "  - id: second",
            "  - id: first",
            "until: second",
            unknown_id("second", None),
        ),
        b(
            "  - id: second",
            "  - id: Second",
            "id: Second",
            ProblemKind::BadId {
                id: "Second".into(),
            },
        ),
        b(
            "  - id: second",
            "  - id: 2",
            "id: 2",
            ProblemKind::BadId { id: "2".into() },
        ),
        b(
            "{until: second}",
            "{until: secnd}",
            "secnd",
            unknown_id("secnd", Some("second")),
        ),
        b(
            "{until: second}",
            "{until: first}",
            "until",
            ProblemKind::NotLater { id: "first".into() },
        ),
        b(
            "{until: second}",
            "momnt",
            "momnt",
            ProblemKind::UnknownWord {
                word: "momnt".into(),
                nearest: Some("moment".into()),
                known: "lesson, moment, {until: …}".into(),
            },
        ),
        b(
            "{until: second}",
            "[moment]",
            "[moment]",
            wrong_type("holds", Expected::Holds),
        ),
        b(
            "      - {ko: 하나, en: one}\n",
            "",
            "hints",
            ProblemKind::Hints { found: 2 },
        ),
        b(
            "{ko: 하나, en: one}",
            "{ko: 하나, en: ''}",
            "en: ''",
            ProblemKind::EmptyText {
                what: "hints.en".into(),
            },
        ),
        b(
            "      - id: nothing\n        steps: []\n        finding: M11\n",
            "",
            "mistakes:\n      - id: for",
            ProblemKind::Mistakes { found: 1 },
        ),
        b(
            "finding: P01",
            "finding: P99",
            "P99",
            ProblemKind::UnknownCode { code: "P99".into() },
        ),
        b(
            "    expect:\n      - id: page",
            "    expect:\n      - id: page\n        atStart: yes",
            "atStart: yes",
            wrong_type("atStart", Expected::Truth),
        ),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn expectation_table() -> Vec<Broken> {
    let b = |from, to, at, kind| broken(YAML, from, to, at, kind);
    vec![
        b(
            "after: [pod]",
            "after: [pdo]",
            "pdo",
            unknown_id("pdo", Some("pod")),
        ),
        b(
            "        by: create",
            "        after: [running]",
            "id: pod",
            ProblemKind::Circle { id: "pod".into() },
        ),
        b(
            "      - id: running",
            "      - id: pod",
            "id: pod\n        after",
            ProblemKind::DuplicateId { id: "pod".into() },
        ),
        b(
            "      - id: running",
            "      - id: old",
            "id: old\n        after",
            ProblemKind::DuplicateId { id: "old".into() },
        ),
        b(
            "        by: create",
            "        absent: {kind: Pod}",
            "id: pod",
            ProblemKind::OneKind { found: 2 },
        ),
        b(
            "        by: create",
            "        status: 200",
            "status: 200",
            key("status", "object"),
        ),
        b(
            "        by: create",
            "        by: creat",
            "creat\n",
            ProblemKind::UnknownWord {
                word: "creat".into(),
                nearest: Some("create".into()),
                known: "any, create, change".into(),
            },
        ),
        b(
            "        by: create",
            "        hidden: true",
            "hidden: true\n        match",
            ProblemKind::HiddenOutsideLab,
        ),
        b(
            "        atLeast: 1",
            "        is: 2\n        atMost: 3",
            "atMost",
            key("atMost", "is"),
        ),
        b(
            "        atLeast: 1\n",
            "",
            "id: many",
            ProblemKind::MissingKey { key: "is".into() },
        ),
        b(
            "        atLeast: 1",
            "        atLeast: 5\n        atMost: 3",
            "atLeast",
            ProblemKind::OutOfRange {
                key: "atLeast".into(),
                min: 0,
                max: 3,
            },
        ),
        b(
            "{spec: {containers: [{image: \"nginx:1.27\"}]}}",
            "{spec: {contaners: []}}",
            "contaners",
            unknown_key("contaners", Some("containers"), ""),
        ),
        b(
            "{run: web}",
            "[web]",
            "[web]",
            wrong_type("labels", Expected::Map),
        ),
        b(
            "{kind: Pod, labels: {run: web}}",
            "{kind: Pd}",
            "Pd}",
            ProblemKind::UnknownKind {
                name: "Pd".into(),
                nearest: Some("Pod".into()),
            },
        ),
        b(
            "{kind: Pod, labels: {run: web}}",
            "{kind: Pod, apiVersion: v1}",
            "apiVersion",
            key("apiVersion", "Pod"),
        ),
        b(
            "Deployment/web",
            "web",
            "owner: web",
            wrong_type("owner", Expected::Owner),
        ),
        b(
            "{kind: Pod, labels: {run: web}}",
            "{kind: Pod, name: ../secrets}",
            "../secrets",
            ProblemKind::BadName {
                name: "../secrets".into(),
            },
        ),
        b(
            "sameAs: shop:1",
            "sameAs: Shop:1",
            "Shop:1",
            ProblemKind::BadName {
                name: "Shop:1".into(),
            },
        ),
        b(
            "sameAs: shop:1",
            "contains: hello",
            "contains: hello\n      - id: told",
            key("contains", "image"),
        ),
        b(
            "path: /index.html",
            "path: /%2e%2E/secrets",
            "%2e",
            ProblemKind::PathEscape {
                path: "/%2e%2E/secrets".into(),
            },
        ),
        b(
            "path: /etc/hosts",
            "path: etc/hosts",
            "etc/hosts",
            ProblemKind::PathEscape {
                path: "etc/hosts".into(),
            },
        ),
        b(
            "        is: pod.spec.nodeName",
            "        is: pod.spec.",
            "is: pod",
            ProblemKind::Cel {
                detail: String::new(),
            },
        ),
        b(
            "        is: pod.spec.nodeName",
            "        is: |\n          has(pod.spec) &&\n            pods.spec",
            "  pods.spec",
            unknown_id("pods", Some("pod")),
        ),
        b(
            "        say: {ko: 이름이 있어요, en: They have names}\n",
            "",
            "id: told",
            ProblemKind::MissingKey { key: "say".into() },
        ),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn step_table() -> Vec<Broken> {
    let b = |from, to, at, kind| broken(YAML, from, to, at, kind);
    vec![
        b(
            "      - kubectl: cordon minikube",
            "      - kubctl: cordon minikube",
            "kubctl",
            unknown_key(
                "kubctl",
                Some("kubectl"),
                "kubectl, docker, minikube, file, answer, wait",
            ),
        ),
        b(
            "      - kubectl: cordon minikube",
            "      - {kubectl: cordon minikube, file: old.yaml}",
            "cordon",
            ProblemKind::OneStep { found: 2 },
        ),
        b(
            "kubectl: cordon minikube",
            "kubectl: run web --image='nginx",
            "'nginx",
            ProblemKind::Quotes,
        ),
        b(
            "kubectl: cordon minikube",
            "kubectl: cp web:/x x",
            "cp web",
            forbidden("kubectl cp web:/x x", "cp"),
        ),
        b(
            "kubectl: cordon minikube",
            "kubectl: cordon other",
            "other",
            ProblemKind::NotDeclared {
                what: "Node/other".into(),
            },
        ),
        b(
            "kubectl: cordon minikube",
            "kubectl: apply -f ../x.yaml",
            "../x",
            ProblemKind::PathEscape {
                path: "../x.yaml".into(),
            },
        ),
        b(
            "kubectl: cordon minikube",
            "kubectl: apply -f grapes.yaml",
            "grapes.yaml",
            ProblemKind::UnknownFile {
                name: "grapes.yaml".into(),
                nearest: None,
            },
        ),
        b(
            "file: old.yaml",
            "file: odl.yaml",
            "odl.yaml",
            ProblemKind::UnknownFile {
                name: "odl.yaml".into(),
                nearest: Some("old.yaml".into()),
            },
        ),
        b(
            "file: old.yaml",
            "file: a/../../old.yaml",
            "..",
            ProblemKind::PathEscape {
                path: "a/../../old.yaml".into(),
            },
        ),
        b(
            "{to: where, right: true}",
            "{to: were, right: true}",
            "were",
            unknown_id("were", Some("where")),
        ),
        b(
            "{to: where, right: true}",
            "{to: where}",
            "{to: where}",
            ProblemKind::MissingKey {
                key: "value".into(),
            },
        ),
        b(
            "{to: where, right: true}",
            "{to: where, right: true, value: x}",
            "value: x",
            key("right", "value"),
        ),
        b(
            "      - file: old.yaml",
            "      - file: old.yaml\n      - answer: {to: where, right: true}",
            "answer: {to: where, right: true}\n      - kub",
            key("answer", "setup"),
        ),
        b(
            "seconds: 90",
            "seconds: 9000",
            "9000",
            ProblemKind::OutOfRange {
                key: "seconds".into(),
                min: 1,
                max: 900,
            },
        ),
        b(
            "wait: {object: {kind: Pod, name: old}",
            "wait: {after: [x], object: {kind: Pod, name: old}",
            "after: [x]",
            key("after", "wait"),
        ),
        b(
            "        cleanup:\n          - kubectl: delete pod web -n default\n",
            "",
            "-n default",
            ProblemKind::NotDeclared {
                what: "-n default".into(),
            },
        ),
    ]
}

fn manifest_table() -> Vec<Broken> {
    let b = |from, to, at, kind| broken(MANIFEST, from, to, at, kind);
    let what = |what: &str| ProblemKind::ForbiddenManifest { what: what.into() };
    vec![
        b(
            "",
            "a: [",
            "",
            ProblemKind::Yaml {
                detail: String::new(),
            },
        ),
        b(
            "  name: old\n",
            "  name: old\n  namespace: default\n",
            "namespace",
            what("metadata.namespace"),
        ),
        b(
            "kind: Pod",
            "kind: ClusterRole",
            "kind",
            what("ClusterRole"),
        ),
        b(
            "kind: Pod",
            "kind: Namespace",
            "apiVersion",
            ProblemKind::NotDeclared {
                what: "Namespace/old".into(),
            },
        ),
        b(
            "  containers:",
            "  containers: []\n  containers:",
            "containers:\n    -",
            ProblemKind::DuplicateKey {
                key: "containers".into(),
            },
        ),
        b(
            "  containers:",
            "  container:",
            "container:",
            unknown_key("container", Some("containers"), ""),
        ),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn prose_table() -> Vec<Broken> {
    let ko = |from, to, at, kind| broken(KO_MD, from, to, at, kind);
    let en = |from, to, at, kind| broken(EN_MD, from, to, at, kind);
    vec![
        en(
            "title: Test\n",
            "",
            "summary",
            ProblemKind::MissingKey {
                key: "title".into(),
            },
        ),
        en(
            "title: Test\n",
            "tite: Test\n",
            "tite",
            unknown_key("tite", Some("title"), "title, summary, translatedFrom"),
        ),
        en("", "---\ntitle: x\n", "---", ProblemKind::FrontMatterOpen),
        en(
            "  intro:",
            "  itnro:",
            "itnro",
            unknown_id("itnro", Some("intro")),
        ),
        en(
            "  intro:",
            "#",
            "An introduction",
            section(|section| ProblemKind::NotStamped { section }, "intro"),
        ),
        Broken {
            file: KO_MD,
            from: "파드를 만들어요.",
            to: "파드를 또 만들어요.",
            at: (EN_MD, "## First"),
            kind: section(|section| ProblemKind::Stale { section }, "first"),
        },
        Broken {
            file: EN_MD,
            from: "Something",
            to: "Anything",
            at: (KO_MD, "{#aside}"),
            kind: section(|section| ProblemKind::Stale { section }, "aside"),
        },
        ko(
            "  aside:",
            "  asid:",
            "asid:",
            unknown_id("asid", Some("aside")),
        ),
        en(
            "## Aside {#aside}",
            "## Aside",
            "## Aside",
            ProblemKind::HeadingId {
                heading: "Aside".into(),
            },
        ),
        en(
            "## Aside {#aside}",
            "## Aside {#Aside}",
            "#Aside",
            ProblemKind::BadId { id: "Aside".into() },
        ),
        en(
            "## Aside {#aside}",
            "## Aside {#first}",
            "## Aside",
            ProblemKind::DuplicateId { id: "first".into() },
        ),
        en(
            "## Aside {#aside}",
            "## Aside {#other}",
            "",
            section(|section| ProblemKind::MissingSection { section }, "aside"),
        ),
        en(
            "## Aside {#aside}",
            "## Aside {#aside-debrief}",
            "#aside-debrief",
            section(
                |section| ProblemKind::StraySection { section },
                "aside-debrief",
            ),
        ),
        en(
            "## Second {#second}\n\nDo it.\n\n### What it was {#second-debrief}\n\nDone.",
            "### What it was {#second-debrief}\n\nDone.\n\n## Second {#second}\n\nDo it.",
            "#second-debrief",
            section(
                |section| ProblemKind::SectionOrder { section },
                "second-debrief",
            ),
        ),
        en(
            "Something to read.\n",
            "",
            "#aside",
            ProblemKind::EmptyText {
                what: "{#aside}".into(),
            },
        ),
        en(
            "  -o wide",
            "  -o yaml",
            "kubectl get pods \\",
            section(|section| ProblemKind::CodeDiffers { section }, "first"),
        ),
        ko(
            "읽을거리예요.",
            "파드은(는) 읽을거리예요.",
            "은(는)",
            ProblemKind::KoreanParticle {
                particle: "은(는)".into(),
            },
        ),
        ko(
            "읽을거리예요.",
            "읽을거리\n입니다.",
            "입니다",
            ProblemKind::KoreanVoice {
                word: "입니다".into(),
            },
        ),
        ko(
            "읽을거리예요.",
            "라벨을 읽어요.",
            "라벨",
            ProblemKind::KoreanTerm {
                word: "라벨".into(),
                term: "레이블".into(),
            },
        ),
        broken(
            "glossary.yaml",
            "    taught: one/aside\n",
            "    tought: one/aside\n",
            "tought",
            unknown_key(
                "tought",
                Some("taught"),
                "en, ko, words, avoid, taught, means",
            ),
        ),
        en(
            "Do it.",
            "Do it: `kubectl get 'pods`.",
            "'pods",
            ProblemKind::Quotes,
        ),
        en(
            "Done.",
            "One line.\n\nAnother <b>line</b>.",
            "<b>",
            ProblemKind::Markdown {
                construct: "html".into(),
            },
        ),
    ]
}

/// All of them.
pub(super) fn all() -> Vec<Broken> {
    let tables = [
        pack_table(),
        notes_table(),
        shape_table(),
        expectation_table(),
        step_table(),
        manifest_table(),
        prose_table(),
    ];
    tables.into_iter().flatten().collect()
}
