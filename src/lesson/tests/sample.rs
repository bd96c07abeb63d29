//! A small pack that has everything and nothing wrong with it.

use std::collections::BTreeMap;

use crate::lesson::stamp::stamp;

pub(super) const PACK: &str = "\
formatVersion: 1
pack: test
title: {ko: 시험, en: Test}
lessons: [one]
";

pub(super) const NOTES: &str = "\
formatVersion: 1
items:
  - {id: pod, line: 3, ko: 파드, en: Pods}
  - {id: node, line: 7, ko: 노드, en: Nodes}
";

pub(super) const GLOSSARY: &str = "\
formatVersion: 1
terms:
  - en: label
    ko: 레이블
    avoid: [라벨]
    taught: one/aside
    means: {ko: 이름표예요., en: A tag.}
";

pub(super) const EXERCISES: &str = r#"minutes: 10
needs: [kubectl]
sections:
  aside: {teaches: [pod]}
exercises:
  - id: first
    minutes: 3
    teaches: [pod, node]
    holds: {until: second}
    setup:
      - file: old.yaml
      - kubectl: apply -f old.yaml
      - wait: {object: {kind: Pod, name: old}, match: {status: {phase: Running}}, seconds: 90}
    given:
      - {id: old, object: {kind: Pod, name: old}}
    expect:
      - id: pod
        object: {kind: Pod, name: web}
        by: create
        match: {spec: {containers: [{image: "nginx:1.27"}]}}
      - id: running
        after: [pod]
        object: {kind: Pod, name: web}
        match: {status: {phase: Running}}
      - id: many
        count: {kind: Pod, labels: {run: web}}
        atLeast: 1
      - id: where
        answer: {ko: 어느 노드에 있나요, en: On which node is it}
        is: pod.spec.nodeName
        with: {pod: {kind: Pod, name: web}}
        compare: name
        wrong:
          - cel: pod.metadata.name
            say: {ko: 파드의 이름이에요, en: That is the name of the Pod}
    solution:
      - kubectl: run web --image=nginx:1.27
      - answer: {to: where, right: true}
    mistakes:
      - id: typo
        steps:
          - kubectl: run web --image=ngnix:1.27
        finding: P01
      - id: stray
        steps:
          - kubectl: run web --image=nginx:1.27 -n default
          - answer: {to: where, cel: pod.metadata.name}
        finding: N03
        cleanup:
          - kubectl: delete pod web -n default
    hints:
      - {ko: 하나, en: one}
      - {ko: 둘, en: two}
      - {ko: 셋, en: three}
  - id: second
    minutes: 3
    needs: [cluster-scope]
    holds: moment
    lab: true
    clusterWide:
      - {kind: Node, name: minikube}
    expect:
      - id: page
        http: {service: web, port: 80, path: /index.html}
        contains: hello
      - id: log
        hidden: true
        log: {kind: Pod, owner: Deployment/web}
        contains: GET
      - id: file
        file: {kind: Pod, name: web}
        path: /etc/hosts
        contains: web
      - id: built
        image: "*/shop:1"
        sameAs: shop:1
      - id: told
        cel: pods.all(p, p.metadata.name != "")
        with: {pods: {kind: Pod}}
        say: {ko: 이름이 있어요, en: They have names}
      - id: gone
        atStart: true
        absent: {kind: Pod, name: gone}
    solution:
      - kubectl: cordon minikube
    mistakes:
      - id: nothing
        steps: []
        finding: M11
      - id: forgotten
        steps:
          - kubectl: apply old.yaml
        finding: M11
    hints:
      - {ko: 하나, en: one}
      - {ko: 둘, en: two}
      - {ko: 셋, en: three}
"#;

pub(super) const OLD: &str = "\
apiVersion: v1
kind: Pod
metadata:
  name: old
spec:
  containers:
    - name: old
      image: nginx:1.27
";

pub(super) const KO: &str = "\
---
title: 시험
summary: 시험하는 레슨이에요.
translatedFrom:
  aside: DIGEST
---

들어가는 말이에요.

## 첫 실습 {#first}

파드를 만들어요. `kubectl get pods`

```sh
kubectl get pods \\
  -o wide
```

### 무슨 일이 {#first-debrief}

파드가 생겼어요.

## 잠깐 {#aside}

읽을거리예요.

## 둘째 {#second}

해 봐요.

### 정리 {#second-debrief}

했어요.
";

pub(super) const EN: &str = "\
---
title: Test
summary: A lesson to test with.
translatedFrom:
  intro: DIGEST
  first: DIGEST
  first-debrief: DIGEST
  second: DIGEST
  second-debrief: DIGEST
---

An introduction.

## First {#first}

Make a Pod. `kubectl get pods`

```sh
kubectl get pods \\
  -o wide
```

### What happened {#first-debrief}

There is a Pod.

## Aside {#aside}

Something to read.

## Second {#second}

Do it.

### What it was {#second-debrief}

Done.
";

/// A pack in memory.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// A sound pack.
pub(super) fn sound() -> Files {
    let stamped = stamp("one", KO, EN, &[]).unwrap();
    [
        ("pack.yaml", PACK),
        ("notes.yaml", NOTES),
        ("glossary.yaml", GLOSSARY),
        ("one/exercises.yaml", EXERCISES),
        ("one/ko.md", &stamped.ko),
        ("one/en.md", &stamped.en),
        ("one/files/old.yaml", OLD),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
    .collect()
}
