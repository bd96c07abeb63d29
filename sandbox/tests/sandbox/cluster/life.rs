//! Pods from their creation to their end: states, conditions, Events, probes, deletion.

use podo_sandbox::{kinds, object::Meta, registry::Deletion, runtime::LogOptions};
use serde_json::json;

use super::world::World;

#[tokio::test]
async fn a_pod_becomes_ready_step_by_step_and_never_backwards() {
    let mut world = World::fast(50).await;
    world.run("web", "nginx:1.27", &[]);
    world.until_ready("web").await;
    let states = world.history("web", |pod| {
        let conditions: Vec<String> = [
            "PodScheduled",
            "PodReadyToStartContainers",
            "Initialized",
            "ContainersReady",
            "Ready",
        ]
        .iter()
        .filter(|kind| {
            pod.list_at("status.conditions")
                .iter()
                .any(|c| c.text_at("type") == **kind && c.text_at("status") == "True")
        })
        .map(|kind| (*kind).to_owned())
        .collect();
        (pod.text_at("status.phase").to_owned(), conditions)
    });
    let phases: Vec<&str> = states.iter().map(|(phase, _)| phase.as_str()).collect();
    let first_running = phases.iter().position(|p| *p == "Running").unwrap();
    assert!(
        phases[..first_running].iter().all(|p| *p == "Pending"),
        "{phases:?}"
    );
    assert!(
        phases[first_running..].iter().all(|p| *p == "Running"),
        "{phases:?}"
    );
    // Conditions only come.
    for pair in states.windows(2) {
        assert!(pair[0].1.iter().all(|c| pair[1].1.contains(c)), "{pair:?}");
    }
    assert_eq!(states.last().unwrap().1.len(), 5);
    assert_eq!(
        world.reasons("web"),
        ["Scheduled", "Pulling", "Pulled", "Created", "Started"]
    );
    assert_eq!(
        world.message("web", "Scheduled"),
        "Successfully assigned default/web to minikube"
    );
    assert!(world.message("web", "Pulled").starts_with(
        "Successfully pulled image \"nginx:1.27\" in 350ms (350ms including waiting). Image size: "
    ));
    let pod = world.get(kinds::POD, "web").unwrap();
    assert_eq!(pod.text_at("status.qosClass"), "BestEffort");
    assert_eq!(pod.text_at("status.hostIP"), "192.168.49.2");
    assert!(pod.text_at("status.podIP").starts_with("10.244."));
    assert!(
        world
            .container("web")
            .text_at("containerID")
            .starts_with("containerd://")
    );
    // A second one finds the image on the node.
    world.run("again", "nginx:1.27", &[]);
    world.until_ready("again").await;
    assert_eq!(
        world.message("again", "Pulled"),
        "Container image \"nginx:1.27\" already present on machine and can be accessed by the pod"
    );
    world.cluster.stop().await;
}

#[tokio::test]
async fn a_crash_restarts_at_once_then_waits_ever_longer_and_keeps_its_logs() {
    let mut world = World::fast(200).await;
    world.run("clock", "busybox:1.36", &["sleep", "1hour"]);
    world
        .until("three runs", || {
            world.container("clock").int_at("restartCount") == Some(3)
        })
        .await;
    let states = world.history("clock", |pod| {
        let status = pod
            .list_at("status.containerStatuses")
            .first()
            .cloned()
            .unwrap_or_default();
        let state = status
            .at("state")
            .and_then(|s| s.as_object()?.keys().next().cloned())
            .unwrap_or_default();
        let reason = status.text_at("state.waiting.reason").to_owned()
            + status.text_at("state.terminated.reason");
        (state, reason, status.int_at("restartCount"))
    });
    let short: Vec<String> = states
        .iter()
        .map(|(state, reason, count)| format!("{state}/{reason}/{}", count.unwrap_or(-1)))
        .collect();
    let text = short.join(" ");
    assert!(
        text.contains("terminated/Error/0")
            && text.contains("terminated/Error/1 waiting/CrashLoopBackOff/1"),
        "{text}"
    );
    assert!(!text.contains("waiting/CrashLoopBackOff/0"), "{text}");
    world
        .until("the back-off", || {
            world
                .container("clock")
                .text_at("state.waiting.message")
                .starts_with("back-off 40s restarting failed container=clock pod=clock_default(")
        })
        .await;
    assert_eq!(world.phase("clock"), "Running");
    assert_eq!(
        world
            .container("clock")
            .int_at("lastState.terminated.exitCode"),
        Some(1)
    );
    assert!(
        world
            .message("clock", "BackOff")
            .starts_with("Back-off restarting failed container clock in pod clock_default(")
    );
    let previous = LogOptions {
        previous: true,
        ..LogOptions::default()
    };
    assert_eq!(
        world.logs("clock", &previous).await.unwrap(),
        "sleep: invalid number '1hour'\n"
    );
    assert_eq!(
        world.logs("clock", &LogOptions::default()).await.unwrap(),
        "sleep: invalid number '1hour'\n"
    );
    world.cluster.stop().await;
}

#[tokio::test]
async fn a_deleted_pod_gets_its_grace_and_is_gone_when_its_containers_are() {
    let world = World::fast(20).await;
    world.run("web", "nginx:1.27", &[]);
    world.run("stubborn", "busybox:1.36", &["sleep", "3600"]);
    world.until_ready("web").await;
    world.until_ready("stubborn").await;
    let now = world.registry.clock().now();
    for name in ["web", "stubborn"] {
        world
            .delete(kinds::POD, name, &Deletion::default())
            .unwrap();
    }
    assert_eq!(
        world
            .get(kinds::POD, "stubborn")
            .unwrap()
            .int_at("metadata.deletionGracePeriodSeconds"),
        Some(30)
    );
    world
        .until("web to go", || world.get(kinds::POD, "web").is_none())
        .await;
    // The one that does not listen is killed when its time is over.
    assert!(world.get(kinds::POD, "stubborn").is_some());
    world
        .until("stubborn to go", || {
            world.get(kinds::POD, "stubborn").is_none()
        })
        .await;
    let took = world.registry.clock().now().duration_since(now).as_secs();
    assert!((30..45).contains(&took), "{took}");
    assert_eq!(world.message("web", "Killing"), "Stopping container web");
    // Nothing has to be stopped where nothing runs.
    world.create(kinds::POD, &json!({"metadata": {"name": "nowhere"}, "spec": {"nodeSelector": {"no": "where"}, "containers": [{"name": "c", "image": "nginx"}]}}));
    world
        .delete(kinds::POD, "nowhere", &Deletion::default())
        .unwrap();
    assert!(world.get(kinds::POD, "nowhere").is_none());
    world.cluster.stop().await;
}

#[tokio::test]
async fn probes_decide_who_is_ready_and_who_begins_anew() {
    let world = World::fast(30).await;
    let pod = |name: &str, container: serde_json::Value| {
        world.create(kinds::POD, &json!({"metadata": {"name": name}, "spec": {"terminationGracePeriodSeconds": 1, "containers": [container]}}));
    };
    pod(
        "port",
        json!({"name": "c", "image": "nginx:1.27", "readinessProbe": {"httpGet": {"path": "/", "port": 8080}, "periodSeconds": 2}}),
    );
    pod(
        "path",
        json!({"name": "c", "image": "nginx:1.27", "livenessProbe": {"httpGet": {"path": "/nope", "port": 80}, "periodSeconds": 1, "failureThreshold": 2}}),
    );
    pod(
        "tcp",
        json!({"name": "c", "image": "busybox:1.36", "command": ["sleep", "3600"], "readinessProbe": {"tcpSocket": {"port": 81}, "periodSeconds": 2}}),
    );
    pod(
        "exec",
        json!({"name": "c", "image": "busybox:1.36", "command": ["sleep", "3600"], "readinessProbe": {"exec": {"command": ["cat", "/nothing"]}, "periodSeconds": 2}}),
    );
    pod(
        "missing",
        json!({"name": "c", "image": "busybox:1.36", "command": ["sleep", "3600"], "readinessProbe": {"exec": {"command": ["nope"]}, "periodSeconds": 2}}),
    );
    pod(
        "good",
        json!({"name": "c", "image": "nginx:1.27", "readinessProbe": {"httpGet": {"path": "/", "port": 80}, "initialDelaySeconds": 3}}),
    );
    world.until_ready("good").await;
    world
        .until("the liveness probe", || {
            world.container("path").int_at("restartCount") >= Some(2)
        })
        .await;
    for name in ["port", "tcp", "exec", "missing"] {
        world
            .until("an answer", || !world.message(name, "Unhealthy").is_empty())
            .await;
        assert_eq!(
            world.condition(kinds::POD, name, "Ready"),
            (
                "False".into(),
                "ContainersNotReady".into(),
                "containers with unready status: [c]".into()
            )
        );
        assert_eq!(world.container(name)["ready"], false);
    }
    let ip = |name: &str| {
        world
            .get(kinds::POD, name)
            .unwrap()
            .text_at("status.podIP")
            .to_owned()
    };
    let port = ip("port");
    assert_eq!(
        world.message("port", "Unhealthy"),
        format!(
            "Readiness probe failed: Get \"http://{port}:8080/\": dial tcp {port}:8080: connect: connection refused"
        )
    );
    assert_eq!(
        world.message("tcp", "Unhealthy"),
        format!(
            "Readiness probe failed: dial tcp {}:81: connect: connection refused",
            ip("tcp")
        )
    );
    assert_eq!(
        world.message("exec", "Unhealthy"),
        "Readiness probe failed: cat: can't open '/nothing': No such file or directory\n"
    );
    assert!(
        world
            .message("missing", "Unhealthy")
            .starts_with("Readiness probe errored and resulted in unknown state: rpc error")
    );
    assert!(
        world
            .message("missing", "Unhealthy")
            .ends_with("exec: \"nope\": executable file not found in $PATH: unknown")
    );
    assert_eq!(
        world.message("path", "Unhealthy"),
        "Liveness probe failed: HTTP probe failed with statuscode: 404"
    );
    assert_eq!(
        world.message("path", "Killing"),
        "Container c failed liveness probe, will be restarted"
    );
    assert_eq!(
        world
            .container("path")
            .int_at("lastState.terminated.exitCode"),
        Some(0)
    );
    world.cluster.stop().await;
}

#[tokio::test]
async fn init_containers_come_first_and_sidecars_stay() {
    let mut world = World::fast(50).await;
    let step = |name: &str, script: &str| json!({"name": name, "image": "busybox:1.36", "command": ["sh", "-c", script]});
    world.create(
        kinds::POD,
        &json!({"metadata": {"name": "init"}, "spec": {
            "initContainers": [step("one", "echo one; sleep 2"), step("two", "echo two; sleep 1")],
            "containers": [{"name": "main", "image": "nginx:1.27"}],
        }}),
    );
    world.create(kinds::POD, &json!({"metadata": {"name": "fails"}, "spec": {"initContainers": [step("one", "exit 4")], "containers": [{"name": "main", "image": "nginx:1.27"}]}}));
    world.create(kinds::POD, &json!({"metadata": {"name": "never"}, "spec": {"restartPolicy": "Never", "initContainers": [step("one", "exit 4")], "containers": [{"name": "main", "image": "nginx:1.27"}]}}));
    let mut helper = step("helper", "sleep 3600");
    helper["restartPolicy"] = "Always".into();
    world.create(kinds::POD, &json!({"metadata": {"name": "sidecar"}, "spec": {"initContainers": [helper], "containers": [{"name": "main", "image": "nginx:1.27"}]}}));
    world.until_ready("init").await;
    let seen = world.history("init", |pod| {
        pod.list_at("status.initContainerStatuses")
            .iter()
            .map(|s| {
                s["state"]
                    .as_object()
                    .unwrap()
                    .keys()
                    .next()
                    .unwrap()
                    .chars()
                    .next()
                    .unwrap()
            })
            .collect::<String>()
    });
    assert_eq!(seen, ["", "ww", "rw", "tw", "tr", "tt"]);
    assert_eq!(
        world.message("init", "Pulled"),
        world.message("init", "Pulled")
    );
    world
        .until("the init back-off", || {
            world
                .get(kinds::POD, "fails")
                .unwrap()
                .list_at("status.initContainerStatuses")[0]
                .text_at("state.waiting.reason")
                == "CrashLoopBackOff"
        })
        .await;
    assert_eq!(world.phase("fails"), "Pending");
    assert_eq!(
        world.condition(kinds::POD, "fails", "Initialized"),
        (
            "False".into(),
            "ContainersNotInitialized".into(),
            "containers with incomplete status: [one]".into()
        )
    );
    assert_eq!(
        world.container("fails").text_at("state.waiting.reason"),
        "PodInitializing"
    );
    world
        .until("failure", || world.phase("never") == "Failed")
        .await;
    world.until_ready("sidecar").await;
    let pod = world.get(kinds::POD, "sidecar").unwrap();
    assert_eq!(
        pod.list_at("status.initContainerStatuses")[0]["started"],
        true
    );
    world.cluster.stop().await;
}

#[tokio::test]
async fn configuration_reaches_containers_as_variables_and_files() {
    let world = World::fast(200).await;
    let make = |name: &str, spec: serde_json::Value| {
        world.create(
            kinds::POD,
            &json!({"metadata": {"name": name, "labels": {"team": "shop"}}, "spec": spec}),
        );
    };
    make(
        "waits",
        json!({"containers": [{"name": "c", "image": "nginx:1.27", "env": [{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "color"}}}]}]}),
    );
    make(
        "mounts",
        json!({"volumes": [{"name": "v", "configMap": {"name": "settings"}}], "containers": [{"name": "c", "image": "nginx:1.27", "volumeMounts": [{"name": "v", "mountPath": "/v"}]}]}),
    );
    world
        .until_waiting("waits", "CreateContainerConfigError")
        .await;
    assert_eq!(
        world.container("waits").text_at("state.waiting.message"),
        "configmap \"settings\" not found"
    );
    assert_eq!(
        world.message("waits", "Failed"),
        "Error: configmap \"settings\" not found"
    );
    world
        .until("the failed mount", || {
            !world.message("mounts", "FailedMount").is_empty()
        })
        .await;
    assert_eq!(
        world.message("mounts", "FailedMount"),
        "MountVolume.SetUp failed for volume \"v\" : configmap \"settings\" not found"
    );
    world.create(
        kinds::CONFIG_MAP,
        &json!({"metadata": {"name": "settings"}, "data": {"color": "purple"}}),
    );
    world.create(
        kinds::SECRET,
        &json!({"metadata": {"name": "key"}, "data": {"KEY": "c2VzYW1l"}}),
    );
    world.create(kinds::SERVICE, &json!({"metadata": {"name": "front-door"}, "spec": {"selector": {"a": "b"}, "ports": [{"port": 80}]}}));
    world.until_ready("waits").await;
    world.until_ready("mounts").await;
    assert_eq!(
        world.exec("waits", None, &["sh", "-c", "echo $A"]).await,
        (0, "purple\n".into())
    );
    assert_eq!(
        world.exec("mounts", None, &["cat", "/v/color"]).await,
        (0, "purple".into())
    );
    make(
        "all",
        json!({"containers": [{"name": "c", "image": "busybox:1.36", "command": ["sh", "-c", "echo $(GREETING); sleep 3600"], "envFrom": [{"secretRef": {"name": "key"}}, {"configMapRef": {"name": "settings", "optional": true}, "prefix": "S_"}],
            "env": [{"name": "WHO", "valueFrom": {"fieldRef": {"fieldPath": "metadata.labels['team']"}}}, {"name": "GREETING", "value": "hello $(WHO)"}]}]}),
    );
    world.until_ready("all").await;
    assert_eq!(
        world
            .exec(
                "all",
                None,
                &[
                    "sh",
                    "-c",
                    "echo $KEY $S_color $WHO $FRONT_DOOR_SERVICE_PORT $HOSTNAME"
                ]
            )
            .await
            .1,
        "sesame purple shop 80 all\n"
    );
    world.until("the log", || true).await;
    assert_eq!(
        world.logs("all", &LogOptions::default()).await.unwrap(),
        "hello shop\n"
    );
    // A changed ConfigMap is seen in the volume after a while, never in the environment.
    world.patch(kinds::CONFIG_MAP, "settings", |map| {
        map["data"]["color"] = "green".into();
    });
    let began = std::time::Instant::now();
    while world.exec("mounts", None, &["cat", "/v/color"]).await.1 != "green" {
        assert!(began.elapsed() < std::time::Duration::from_secs(20));
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(
        world.exec("waits", None, &["sh", "-c", "echo $A"]).await.1,
        "purple\n"
    );
    world.cluster.stop().await;
}

#[tokio::test]
async fn restart_policies_give_the_phases_of_the_real_cluster() {
    let world = World::fast(100).await;
    let run = |name: &str, policy: &str, scripts: &[&str]| {
        let containers: Vec<_> = scripts.iter().enumerate().map(|(n, script)| json!({"name": format!("c{n}"), "image": "busybox:1.36", "command": ["sh", "-c", script]})).collect();
        world.create(kinds::POD, &json!({"metadata": {"name": name}, "spec": {"restartPolicy": policy, "containers": containers}}));
    };
    run("never-good", "Never", &["exit 0"]);
    run("never-bad", "Never", &["exit 3"]);
    run("never-mixed", "Never", &["exit 0", "sleep 3; exit 1"]);
    run("failure-good", "OnFailure", &["exit 0"]);
    run("failure-bad", "OnFailure", &["exit 1"]);
    run("deadline", "Always", &["sleep 3600"]);
    for (name, phase) in [
        ("never-good", "Succeeded"),
        ("never-bad", "Failed"),
        ("never-mixed", "Failed"),
        ("failure-good", "Succeeded"),
    ] {
        world.until(name, || world.phase(name) == phase).await;
    }
    assert_eq!(
        world.condition(kinds::POD, "never-good", "Ready").1,
        "PodCompleted"
    );
    assert_eq!(
        world.condition(kinds::POD, "never-bad", "Ready").1,
        "PodFailed"
    );
    assert_eq!(
        world
            .container("never-bad")
            .int_at("state.terminated.exitCode"),
        Some(3)
    );
    world.until_waiting("failure-bad", "CrashLoopBackOff").await;
    assert_eq!(world.phase("failure-bad"), "Running");
    world.create(kinds::POD, &json!({"metadata": {"name": "late"}, "spec": {"activeDeadlineSeconds": 3, "containers": [{"name": "c", "image": "busybox:1.36", "command": ["sleep", "3600"]}]}}));
    world
        .until("the deadline", || world.phase("late") == "Failed")
        .await;
    assert_eq!(
        world
            .get(kinds::POD, "late")
            .unwrap()
            .text_at("status.reason"),
        "DeadlineExceeded"
    );
    world.cluster.stop().await;
}
