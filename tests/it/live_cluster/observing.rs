//! Looking: lists, watches, probes, large namespaces.

use podo::cluster::observe::Seen;

use super::*;

#[tokio::test]
#[ignore = "needs PODO_TEST_CLUSTER"]
async fn one_look_sees_everything_that_is_needed() {
    let bench = Bench::new("observe").await;
    let kinds = [
        "Service",
        "Endpoints",
        "CronJob",
        "EndpointSlice",
        "Secret",
        "Nonsense",
    ];
    let mut needs = needs(&kinds);
    needs.elsewhere.insert("Service".to_owned());
    bench
        .done("create secret generic key --from-literal=a=hunter2")
        .await;
    // Which version has it differs from cluster to cluster, and not every kubectl knows each.
    let served = bench.cluster.served("CronJob", None).await.unwrap();
    let cron_job = json!({
        "apiVersion": served.api_version, "kind": "CronJob",
        "metadata": {"name": "tick"},
        "spec": {"schedule": "0 0 1 1 *", "jobTemplate": {"spec": {"template": {"spec": {
            "restartPolicy": "Never", "containers": [{"name": "tick", "image": "busybox"}],
        }}}}},
    });
    let path = served.path(Some(bench.namespace.name()));
    let json = "application/json";
    bench
        .cluster
        .send(http::Method::POST, &path, json, &cron_job, DEADLINE)
        .await
        .unwrap();
    let mut observer = bench.observer(needs);
    let started = Instant::now();
    let seen = observer.observe().await;
    println!("first look {:?}", started.elapsed());
    for _ in 0..5 {
        let started = Instant::now();
        observer.observe().await;
        println!("another look {:?}", started.elapsed());
    }
    let here = bench.namespace.name();
    let gaps: Vec<_> = seen
        .gaps
        .iter()
        .map(|gap| (gap.kind.as_str(), gap.reason))
        .collect();
    assert_eq!(gaps, [("Nonsense", GapReason::NotServed)]);
    let secret = find(&seen.objects, "Secret", "key").unwrap();
    assert!(!secret.value().to_string().contains("aHVudGVyMg"));
    assert!(find(&seen.objects, "CronJob", "tick").is_some());
    assert!(seen.versions["CronJob"].starts_with("batch/v1"));
    // Elsewhere: every cluster has the Service `kubernetes` in `default`.
    assert_eq!(
        find(&seen.objects, "Service", "kubernetes")
            .unwrap()
            .namespace(),
        "default"
    );
    let own = find(&seen.objects, "Namespace", here).unwrap();
    assert_eq!(own.label("podo/lesson"), Some("test"));
    let system = find(&seen.objects, "Namespace", "kube-system").unwrap();
    assert_eq!(system.uid(), bench.cluster.uid());
    assert_eq!(system.get("metadata.labels"), None);
    assert!(seen.objects.iter().any(|object| object.kind() == "Node"));
    let skew = seen.at.duration_since(Timestamp::now()).abs();
    assert!(skew.as_secs() <= 2, "{skew:?}");
    let inventory = inventory(&seen);
    assert_eq!(inventory.objects[secret.uid()].key, secret.key());
    bench.end().await;
}

#[tokio::test]
#[ignore = "needs PODO_TEST_CLUSTER"]
async fn changes_are_seen_as_they_happen() {
    let bench = Bench::new("watch").await;
    let mut observer = bench.observer(needs(&[]));
    observer.observe().await;
    // Whatever the new namespace still has to say.
    while observer
        .wait_for_change(tokio(Duration::from_millis(500)))
        .await
        == Change::Changed
    {}
    let quiet = Instant::now();
    let change = observer
        .wait_for_change(tokio(Duration::from_millis(300)))
        .await;
    assert_eq!(change, Change::TimedOut);
    assert!(quiet.elapsed() < Duration::from_millis(500));

    bench
        .done("create deployment web --image=nginx:1.27 --replicas=2")
        .await;
    // The truth is asked every few milliseconds beside it.
    let cluster = bench.cluster.clone();
    let path = format!(
        "/apis/apps/v1/namespaces/{}/deployments/web",
        bench.namespace.name()
    );
    let truth = tokio::spawn(async move {
        loop {
            let web = cluster.get(&path, DEADLINE).await.unwrap().value;
            if web["status"]["availableReplicas"] == 2 {
                return Instant::now();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    let end = tokio(DEADLINE);
    let seen_at = loop {
        let change = observer.wait_for_change(end).await;
        let seen = observer.look().await;
        assert_eq!(change, Change::Changed, "{:?}", seen.gaps);
        let web = find(&seen.objects, "Deployment", "web");
        if web.and_then(|web| web.int("status.availableReplicas")) == Some(2) {
            break Instant::now();
        }
    };
    let true_at = truth.await.unwrap();
    let late = seen_at.saturating_duration_since(true_at);
    println!("seen {late:?} after it was so");
    assert!(late < Duration::from_millis(300), "{late:?}");

    bench.done("delete deployment web").await;
    let end = tokio(DEADLINE);
    loop {
        assert_eq!(observer.wait_for_change(end).await, Change::Changed);
        let seen = observer.look().await;
        if !seen.objects.iter().any(|object| object.kind() == "Pod") {
            assert_eq!(find(&seen.objects, "Deployment", "web"), None);
            break;
        }
    }
    bench.end().await;
}

fn outcome<'s>(seen: &'s Seen, id: &str) -> &'s ProbeOutcome {
    let mut probes = seen.probes.iter();
    &probes
        .find(|probe| probe.expectation == id)
        .unwrap()
        .outcome
}

fn message(seen: &Seen, id: &str) -> String {
    match outcome(seen, id) {
        ProbeOutcome::Failed { message } => message.clone(),
        other => panic!("{id}: {other:?}"),
    }
}

fn text(seen: &Seen, id: &str) -> String {
    match outcome(seen, id) {
        ProbeOutcome::Text { text } => text.clone(),
        other => panic!("{id}: {other:?}"),
    }
}

#[tokio::test]
#[ignore = "needs PODO_TEST_CLUSTER"]
async fn an_application_s_answer_is_told_from_the_server_s() {
    let bench = Bench::new("http").await;
    for line in [
        "create deployment web --image=nginx:1.27",
        "expose deployment web --port=80",
        "create service clusterip empty --tcp=80:80",
        "expose deployment web --name=wrong --port=80 --target-port=81",
        "rollout status deployment/web",
    ] {
        bench.done(line).await;
    }
    let mut needs = needs(&["Service"]);
    for (id, service, path) in [
        ("page", "web", "/"),
        ("no-page", "web", "/nope"),
        ("no-endpoints", "empty", "/"),
        ("wrong-port", "wrong", "/"),
        ("no-service", "nothing", "/"),
        ("outside", "web", "/../../pods"),
    ] {
        let probe = HttpProbe {
            service: service.to_owned(),
            port: "80".to_owned(),
            path: path.to_owned(),
            status: 200,
            contains: None,
        };
        needs.http.push((id.to_owned(), probe));
    }
    let mut observer = bench.observer(needs);
    let seen = observer.observe().await;
    let page = outcome(&seen, "page");
    assert!(
        matches!(page, ProbeOutcome::Http { status: 200, body } if body.contains("nginx")),
        "{page:?}"
    );
    let no_page = outcome(&seen, "no-page");
    assert!(
        matches!(no_page, ProbeOutcome::Http { status: 404, .. }),
        "{no_page:?}"
    );
    assert!(message(&seen, "no-endpoints").contains("no endpoints available"));
    assert!(message(&seen, "wrong-port").contains("connection refused"));
    assert!(message(&seen, "no-service").contains("not found"));
    assert!(message(&seen, "outside").contains("no address of a Service"));

    // Probes are made again while nothing else changes.
    let mut longest = Duration::ZERO;
    for _ in 0..5 {
        let started = Instant::now();
        let change = observer.wait_for_change(tokio(DEADLINE)).await;
        assert_eq!(change, Change::Changed);
        longest = longest.max(started.elapsed());
    }
    assert!(longest < Duration::from_millis(1500), "{longest:?}");
    bench.end().await;
}

#[tokio::test]
#[ignore = "needs PODO_TEST_CLUSTER"]
async fn logs_and_files_are_read_where_there_are_any() {
    let bench = Bench::new("files").await;
    for line in [
        "run say --image=busybox -- sh -c 'echo 포도; echo bunch > /tmp/f; sleep 3600'",
        "run crash --image=busybox -- sh -c 'echo oh; exit 3'",
        "run never --image=busybox:no-such-tag -- true",
        "wait --for=condition=Ready pod/say",
    ] {
        bench.done(line).await;
    }
    // The kubelet runs programs only in containers of its list, which is up to two seconds old.
    tokio::time::sleep(Duration::from_secs(3)).await;
    let end = Instant::now() + DEADLINE;
    let previous = loop {
        match bench
            .observer(needs(&[]))
            .previous_log("crash", "crash")
            .await
        {
            Ok(previous) => break previous,
            Err(failure) => assert!(Instant::now() < end, "{failure}"),
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    };
    assert!(previous.text.contains("oh"), "{previous:?}");
    let mut needs = needs(&[]);
    for (id, pod) in [
        ("log", "say"),
        ("crash", "crash"),
        ("no-log", "never"),
        ("no-pod", "no"),
    ] {
        let probe = LogProbe {
            target: Ref::named("Pod", pod),
            container: None,
            contains: String::new(),
        };
        needs.logs.push((id.to_owned(), probe));
    }
    for (id, pod, path) in [
        ("file", "say", "/tmp/f"),
        ("no-file", "say", "/tmp/$(date)"),
        ("folder", "say", "/tmp"),
        ("big", "say", "/bin/busybox"),
        ("not-running", "never", "/tmp/f"),
    ] {
        let probe = FileProbe {
            target: Ref::named("Pod", pod),
            container: None,
            path: path.to_owned(),
            content: FileContent::Contains(String::new()),
        };
        needs.files.push((id.to_owned(), probe));
    }
    let mut observer = bench.observer(needs);
    let started = Instant::now();
    let seen = observer.observe().await;
    println!("look with 9 probes {:?}", started.elapsed());
    assert_eq!(text(&seen, "log"), "포도\n");
    assert!(text(&seen, "crash").contains("oh"));
    assert_eq!(outcome(&seen, "no-log"), &ProbeOutcome::NoPod);
    assert_eq!(outcome(&seen, "no-pod"), &ProbeOutcome::NoPod);
    assert_eq!(text(&seen, "file"), "bunch\n");
    assert_eq!(outcome(&seen, "no-file"), &ProbeOutcome::NoFile);
    assert!(message(&seen, "folder").contains("directory"));
    assert!(text(&seen, "big").len() >= 64 * 1024);
    assert_eq!(outcome(&seen, "not-running"), &ProbeOutcome::NoPod);
    // Where there was no previous run, the present one's log is what there is.
    let present = observer.previous_log("say", "say").await.unwrap();
    assert!(present.text.contains("포도"), "{present:?}");
    bench.end().await;
}

#[tokio::test]
#[ignore = "needs PODO_TEST_CLUSTER"]
async fn a_namespace_with_five_thousand_objects_is_read_in_pages() {
    const COUNT: usize = 5000;
    let bench = Bench::new("large").await;
    let items: Vec<Value> = (0..COUNT)
        .map(|i| {
            json!({
                "apiVersion": "v1", "kind": "ConfigMap",
                "metadata": {"name": format!("c-{i}"), "labels": {"app": "large"}},
                "data": {"key": "value".repeat(20)},
            })
        })
        .collect();
    let path = format!("/api/v1/namespaces/{}/configmaps", bench.namespace.name());
    for chunk in items.chunks(50) {
        let made = chunk.iter().map(|item| {
            let json = "application/json";
            bench
                .cluster
                .send(http::Method::POST, &path, json, item, DEADLINE)
        });
        for outcome in futures::future::join_all(made).await {
            outcome.unwrap();
        }
    }
    let mut observer = bench.observer(needs(&["ConfigMap"]));
    for _ in 0..5 {
        let started = Instant::now();
        let seen = observer.observe().await;
        println!(
            "look at {} objects {:?}",
            seen.objects.len(),
            started.elapsed()
        );
        assert_eq!(seen.gaps, []);
        let of_kind = seen
            .objects
            .iter()
            .filter(|object| object.label("app") == Some("large"));
        assert_eq!(of_kind.count(), COUNT);
    }
    bench.done("create configmap last").await;
    let started = Instant::now();
    assert_eq!(
        observer.wait_for_change(tokio(DEADLINE)).await,
        Change::Changed
    );
    let seen = observer.look().await;
    assert!(find(&seen.objects, "ConfigMap", "last").is_some());
    println!("one more, seen by watch {:?}", started.elapsed());
    let started = Instant::now();
    let plan = bench.namespace.plan(&bench.cluster).await.unwrap();
    bench
        .namespace
        .empty(&bench.cluster, &plan, DEADLINE * 3)
        .await
        .unwrap();
    println!("emptied in {:?}", started.elapsed());
    bench.end().await;
}
