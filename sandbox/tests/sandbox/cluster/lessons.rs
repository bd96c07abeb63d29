//! What the lessons need: the setups, solutions and known mistakes of podo's exercises come to the
//! states that its explanations expect.

use podo_sandbox::{kinds, object::Meta, registry::Deletion, runtime::LogOptions};
use serde_json::json;

use super::world::{HERE, World, soon};

const PAGE: &str = "/usr/share/nginx/html/index.html";

#[tokio::test]
async fn a_page_is_written_and_goes_with_its_pod() {
    let world = World::fast(40).await;
    world.run("web", "nginx:1.27", &[]);
    world.until_ready("web").await;
    let script = format!("echo \"hello podo\" > {PAGE}");
    assert_eq!(
        world.exec("web", None, &["sh", "-c", &script]).await,
        (0, String::new())
    );
    assert_eq!(
        world.exec("web", None, &["cat", PAGE]).await,
        (0, "hello podo\n".into())
    );
    // The container begins anew when its first process ends, and with it its files.
    world.exec("web", None, &["sh", "-c", "kill 1"]).await;
    world
        .until("the restart", || {
            world.container("web").int_at("restartCount") == Some(1)
                && world.container("web")["ready"] == true
        })
        .await;
    assert_eq!(
        world
            .container("web")
            .text_at("lastState.terminated.reason"),
        "Completed"
    );
    assert!(
        world
            .exec("web", None, &["cat", PAGE])
            .await
            .1
            .contains("Welcome to nginx!")
    );
    world
        .delete(kinds::POD, "web", &Deletion::default())
        .unwrap();
    world
        .until("it to go", || world.get(kinds::POD, "web").is_none())
        .await;
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    assert!(world.get(kinds::POD, "web").is_none());
    world.cluster.stop().await;
}

#[tokio::test]
async fn programs_that_end_end_as_the_lesson_says() {
    let world = World::fast(100).await;
    world.run_once("hello", "busybox:1.36", &["echo", "hello podo"]);
    world.run("ever", "busybox:1.36", &["echo", "hello podo"]);
    world.run_once("string", "busybox:1.36", &["echo hello podo"]);
    world.run_once("typo", "busybox:1.36", &["ehco", "hello podo"]);
    world.run("nothing", "busybox:1.36", &[]);
    world
        .until("hello", || world.phase("hello") == "Succeeded")
        .await;
    assert_eq!(
        world.logs("hello", &LogOptions::default()).await.unwrap(),
        "hello podo\n"
    );
    world.until_waiting("ever", "CrashLoopBackOff").await;
    assert_eq!(
        (
            world
                .container("ever")
                .int_at("lastState.terminated.exitCode"),
            world
                .container("ever")
                .text_at("lastState.terminated.reason")
        ),
        (Some(0), "Completed")
    );
    for (name, program) in [("string", "echo hello podo"), ("typo", "ehco")] {
        world.until(name, || world.phase(name) == "Failed").await;
        let status = world.container(name);
        assert_eq!(status.int_at("state.terminated.exitCode"), Some(128));
        assert_eq!(status.text_at("state.terminated.reason"), "StartError");
        assert_eq!(
            status.text_at("state.terminated.message"),
            format!(
                "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: \"{program}\": executable file not found in $PATH: unknown"
            )
        );
    }
    world.until_waiting("nothing", "CrashLoopBackOff").await;
    world.cluster.stop().await;
}

#[tokio::test]
async fn a_wrong_image_is_told_and_can_be_set_right() {
    let world = World::fast(40).await;
    for (name, image) in [
        ("shop", "ngnix:1.27"),
        ("tag", "nginx:1.72"),
        ("never", "app:v1"),
        ("local", "127.0.0.1:9/nginx:1.27"),
    ] {
        let policy = if name == "never" {
            "Never"
        } else {
            "IfNotPresent"
        };
        world.create(kinds::POD, &json!({"metadata": {"name": name}, "spec": {"containers": [{"name": name, "image": image, "imagePullPolicy": policy}]}}));
    }
    world.until_waiting("shop", "ErrImagePull").await;
    assert!(
        matches!(world.logs("shop", &LogOptions::default()).await, Err(refusal) if refusal.message() == "container \"shop\" in pod \"shop\" is waiting to start: image can't be pulled")
    );
    world.until_waiting("shop", "ImagePullBackOff").await;
    assert!(world.container("shop").text_at("state.waiting.message").starts_with("Back-off pulling image \"ngnix:1.27\": ErrImagePull: failed to pull and unpack image \"docker.io/library/ngnix:1.27\""));
    let refusal = world
        .logs("shop", &LogOptions::default())
        .await
        .unwrap_err();
    assert_eq!(
        (refusal.code(), refusal.message()),
        (
            400,
            "container \"shop\" in pod \"shop\" is waiting to start: trying and failing to pull image"
        )
    );
    let reasons = world.reasons("shop");
    assert_eq!(
        reasons,
        [
            "Scheduled",
            "Pulling",
            "Failed",
            "Failed",
            "BackOff",
            "Failed"
        ]
    );
    world
        .until("the next try", || {
            world.container("shop").text_at("state.waiting.reason") == "ErrImagePull"
        })
        .await;
    assert!(
        world
            .message("tag", "Failed")
            .ends_with("docker.io/library/nginx:1.72: not found")
    );
    assert_eq!(
        world.container("never").text_at("state.waiting.reason"),
        "ErrImageNeverPull"
    );
    world.patch(kinds::POD, "shop", |p| {
        p["spec"]["containers"][0]["image"] = "nginx:1.27".into();
    });
    world.until_ready("shop").await;
    assert_eq!(world.container("shop").int_at("restartCount"), Some(0));
    // A name that no registry can have.
    world.patch(kinds::POD, "shop", |p| {
        p["spec"]["containers"][0]["image"] = "Nginx:1.27".into();
    });
    world.until_waiting("shop", "InvalidImageName").await;
    assert_eq!(
        world.message("shop", "Killing"),
        "Container shop definition changed, will be restarted"
    );
    assert_eq!(world.phase("shop"), "Running");
    world.cluster.stop().await;
}

#[tokio::test]
async fn two_containers_share_a_volume_and_a_network() {
    let world = World::fast(40).await;
    world.create(
        kinds::POD,
        &json!({"metadata": {"name": "duo"}, "spec": {
            "volumes": [{"name": "pages", "emptyDir": {}}],
            "containers": [
                {"name": "web", "image": "nginx:1.27", "volumeMounts": [{"name": "pages", "mountPath": "/usr/share/nginx/html"}]},
                {"name": "helper", "image": "busybox:1.36", "command": ["sleep", "3600"], "volumeMounts": [{"name": "pages", "mountPath": "/pages"}]},
            ],
        }}),
    );
    world.until_ready("duo").await;
    let helper = Some("helper");
    let shown = async || {
        let command = ["cat", "/usr/share/nginx/html/hello.html"];
        world.exec("duo", Some("web"), &command).await.1
    };
    assert_eq!(
        world
            .exec(
                "duo",
                helper,
                &["sh", "-c", "echo \"hello from helper\" > /pages/hello.html"]
            )
            .await
            .0,
        0
    );
    assert_eq!(shown().await, "hello from helper\n");
    assert_eq!(
        world
            .exec(
                "duo",
                helper,
                &["wget", "-qO-", "http://localhost/hello.html"]
            )
            .await,
        (0, "hello from helper\n".into())
    );
    let web = LogOptions {
        container: Some("web".into()),
        ..LogOptions::default()
    };
    assert!(
        world
            .logs("duo", &web)
            .await
            .unwrap()
            .contains("\"GET /hello.html HTTP/1.1\" 200 18")
    );
    let refusal = world.logs("duo", &LogOptions::default()).await.unwrap_err();
    assert_eq!(
        refusal.message(),
        "a container name must be specified for pod duo, choose one of: [web helper]"
    );
    world.patch(kinds::POD, "duo", |p| {
        p["spec"]["containers"][0]["image"] = "nginx:1.27-alpine".into();
    });
    world
        .until("web to be new", || {
            let status = world.get(kinds::POD, "duo").unwrap();
            let web = status
                .list_at("status.containerStatuses")
                .iter()
                .find(|c| c["name"] == "web")
                .cloned()
                .unwrap_or_default();
            web["ready"] == true
                && web.int_at("restartCount") == Some(1)
                && web.at("lastState.terminated").is_some()
        })
        .await;
    let status = world.get(kinds::POD, "duo").unwrap();
    let restarts = |name: &str| {
        status
            .list_at("status.containerStatuses")
            .iter()
            .find(|c| c["name"] == name)
            .and_then(|c| c.int_at("restartCount"))
    };
    assert_eq!((restarts("web"), restarts("helper")), (Some(1), Some(0)));
    // The volume outlives the container.
    assert_eq!(shown().await, "hello from helper\n");
    world.cluster.stop().await;
}

#[tokio::test]
async fn too_little_memory_ends_a_container_or_keeps_it_from_being_made() {
    let world = World::fast(100).await;
    let make = |name: &str, command: serde_json::Value, memory: &str| {
        world.create(kinds::POD, &json!({"metadata": {"name": name}, "spec": {"containers": [{"name": "c", "image": "busybox:1.36", "command": command, "resources": {"limits": {"memory": memory}}}]}}));
    };
    make("right", json!(["sleep", "3600"]), "64Mi");
    make("small", json!(["sh", "-c", "tail /dev/zero"]), "20Mi");
    make("tiny", json!(["sleep", "3600"]), "1Ki");
    world.until_ready("right").await;
    world
        .until("a killed container", || {
            world
                .container("small")
                .text_at("lastState.terminated.reason")
                == "OOMKilled"
        })
        .await;
    assert_eq!(
        world
            .container("small")
            .int_at("lastState.terminated.exitCode"),
        Some(137)
    );
    world
        .until("the sandbox to fail", || {
            !world.message("tiny", "FailedCreatePodSandBox").is_empty()
        })
        .await;
    assert!(
        world
            .message("tiny", "FailedCreatePodSandBox")
            .contains("container init was OOM-killed (memory limit too low?)")
    );
    assert_eq!(
        (
            world.phase("tiny").as_str(),
            world.container("tiny").text_at("state.waiting.reason")
        ),
        ("Pending", "ContainerCreating")
    );
    world.cluster.stop().await;
}

#[tokio::test]
async fn the_way_in_works_for_ports_terminals_and_followed_logs() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let world = World::fast(40).await;
    world.run("web", "nginx:1.27", &[]);
    world.run(
        "talk",
        "busybox:1.36",
        &["sh", "-c", "for i in 1 2 3; do echo $i; sleep 1; done"],
    );
    world.until_ready("web").await;
    let runtime = world.cluster.runtime();
    let mut stream = runtime.forward(HERE, "web", 80).unwrap();
    stream
        .write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .await
        .unwrap();
    let mut text = String::new();
    soon(stream.read_to_string(&mut text)).await.unwrap();
    assert!(
        text.starts_with("HTTP/1.1 200 OK\r\n") && text.contains("Welcome to nginx!"),
        "{text}"
    );
    assert!(
        runtime
            .forward(HERE, "web", 8080)
            .unwrap_err()
            .contains("dial tcp4 127.0.0.1:8080: connect: connection refused")
    );
    let options = podo_sandbox::runtime::ExecOptions {
        command: vec!["sh".into()],
        stdin: true,
        tty: true,
        ..Default::default()
    };
    let mut session = runtime.exec(HERE, "web", &options).unwrap();
    let input = session.input.take().unwrap();
    for keys in ["ecko\x7f\x7fho hi\r", "exit 3\r"] {
        input.send(keys.to_owned().into()).await.unwrap();
    }
    let mut screen = Vec::new();
    while let Some((_, bytes)) = soon(session.output.recv()).await {
        screen.extend_from_slice(&bytes);
    }
    let screen = String::from_utf8(screen).unwrap();
    assert!(screen.contains("hi\r\n# "), "{screen:?}");
    assert_eq!(
        soon(session.exit).await.unwrap(),
        podo_sandbox::runtime::Exit::Code(3)
    );
    world
        .until("talk", || {
            world.container("talk").at("state.running").is_some()
        })
        .await;
    let follow = LogOptions {
        follow: true,
        ..LogOptions::default()
    };
    assert_eq!(world.logs("talk", &follow).await.unwrap(), "1\n2\n3\n");
    let tail = LogOptions {
        tail: Some(1),
        timestamps: true,
        ..LogOptions::default()
    };
    let line = world.logs("talk", &tail).await;
    assert!(line.is_ok_and(|l| l.ends_with(" 3\n") || l.ends_with(" 1\n") || l.is_empty()));
    let refused = runtime
        .exec(
            HERE,
            "web",
            &podo_sandbox::runtime::ExecOptions {
                container: Some("no".into()),
                command: vec!["ls".into()],
                ..Default::default()
            },
        )
        .unwrap_err();
    assert_eq!(refused.message(), "container no is not valid for pod web");
    world.cluster.stop().await;
}
