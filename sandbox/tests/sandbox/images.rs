//! Building, tagging, pushing and keeping images, as `docker` does it.

use std::collections::BTreeMap;

use podo_sandbox::{
    clock::Clock,
    images::{Build, BuildError, Built, Context, Images, Place, Progress, Removed, Saved},
};

/// A build that tells its steps.
async fn build(
    images: &Images,
    dockerfile: &str,
    files: &[(&str, &str)],
    tag: &str,
) -> (Result<Built, BuildError>, Vec<String>) {
    let what = Build {
        dockerfile: dockerfile.to_owned(),
        tags: vec![tag.to_owned()],
        args: BTreeMap::from([("GIVEN".to_owned(), "given".to_owned())]),
        ..Build::default()
    };
    let context = Context::new(files.iter().copied()).unwrap();
    let mut steps = Vec::new();
    let mut progress = |progress: Progress<'_>| match progress {
        Progress::Step(step) => steps.push(step.to_owned()),
        Progress::Output(bytes) => steps.push(String::from_utf8_lossy(bytes).into_owned()),
        Progress::Done { cached: true } => steps.push("CACHED".to_owned()),
        Progress::Done { cached: false } => {}
    };
    let built = images
        .build(
            &Place::Machine,
            &what,
            &context,
            &Clock::scaled(1000),
            &mut progress,
        )
        .await;
    (built, steps)
}

async fn fails(dockerfile: &str) -> BuildError {
    build(
        &Images::default(),
        dockerfile,
        &[("a.txt", "a"), ("b.txt", "b")],
        "web:1",
    )
    .await
    .0
    .unwrap_err()
}

const WEB: &str = "\
FROM nginx:1.27
ENV GREETING=hello
COPY index.html /usr/share/nginx/html/
RUN echo \"$GREETING from the build\" >> /usr/share/nginx/html/index.html && echo built
EXPOSE 80
";

#[tokio::test]
async fn a_build_tells_its_steps_and_the_same_build_gives_the_same_image() {
    let images = Images::default();
    let files = [("index.html", "<h1>hi</h1>\n"), ("unused", "x")];
    let (first, steps) = build(&images, WEB, &files, "web:1").await;
    let first = first.unwrap();
    assert_eq!(first.names, ["docker.io/library/web:1"]);
    assert_eq!(
        steps,
        [
            "[1/3] FROM docker.io/library/nginx:1.27",
            "CACHED",
            "[2/3] COPY index.html /usr/share/nginx/html/",
            "[3/3] RUN echo \"$GREETING from the build\" >> /usr/share/nginx/html/index.html && echo built",
            "built\n",
        ]
    );
    let (again, steps) = build(&images, WEB, &files, "web:2").await;
    assert_eq!(again.unwrap().id, first.id);
    assert_eq!(steps.iter().filter(|s| *s == "CACHED").count(), 3);
    let (other, _) = build(&images, WEB, &[("index.html", "bye")], "web:1").await;
    assert_ne!(other.unwrap().id, first.id);
    let rows: Vec<(String, String)> = images
        .list(&Place::Machine)
        .into_iter()
        .map(|row| (row.repository, row.tag))
        .collect();
    assert_eq!(rows.len(), 2);
    assert!(
        rows.contains(&("web".into(), "1".into())) && rows.contains(&("web".into(), "2".into()))
    );
    let config = images.config(&Place::Machine, "web:1").unwrap();
    assert_eq!(config.cmd, ["nginx", "-g", "daemon off;"]);
    assert!(config.env.contains(&("GREETING".into(), "hello".into())));
    assert!(config.exposed_ports.contains("80/tcp"));
}

#[tokio::test]
async fn all_instructions_leave_their_mark() {
    let images = Images::default();
    let dockerfile = "\
ARG TAG=1.36
FROM busybox:$TAG AS build
ARG GIVEN
ARG OWN=own
WORKDIR /src
COPY . ./
RUN <<EOF
cat in/*.txt > all
echo $GIVEN $OWN >> all
EOF

FROM build
FROM scratch AS nothing
COPY --from=build /src/all /all
FROM alpine:3.20
LABEL about=\"a test\" by=podo
VOLUME [\"/data\"]
USER 1000:1000
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=5s CMD wget -q localhost
SHELL [\"/bin/ash\", \"-c\"]
EXPOSE 8080/udp 9000-9001
COPY --chmod=755 --from=0 /src/all /opt/
COPY --from=nothing / /from-scratch/
COPY <<here.txt /opt/
a document for $OWN\"
here.txt
WORKDIR /opt
RUN test -x all && test -f /from-scratch/all && cat all here.txt
ENTRYPOINT [\"cat\"]
CMD all
";
    let files = [
        (".dockerignore", "*.md\n"),
        ("README.md", "not in it"),
        ("in/a.txt", "a\n"),
        ("in/b.txt", "b\n"),
    ];
    let (built, steps) = build(&images, dockerfile, &files, "app").await;
    built.unwrap();
    assert!(
        steps.contains(&"[build 3/4] COPY . ./".to_owned()),
        "{steps:?}"
    );
    let written: String = steps
        .iter()
        .filter(|s| s.ends_with('\n'))
        .map(String::as_str)
        .collect();
    assert_eq!(written, "a\nb\ngiven own\na document for \"\n");
    let config = images.config(&Place::Machine, "app").unwrap();
    assert_eq!(config.labels["about"], "a test");
    assert_eq!(
        (config.user.as_str(), config.cwd.as_str()),
        ("1000:1000", "/opt")
    );
    assert_eq!(config.entrypoint, ["cat"]);
    assert_eq!(config.cmd, ["/bin/ash", "-c", "all"]);
    assert_eq!(
        Vec::from_iter(config.exposed_ports),
        ["8080/udp", "9000/tcp", "9001/tcp"]
    );
    assert_eq!(config.stop_signal, "SIGQUIT");
    assert_eq!(
        config.healthcheck.unwrap().test,
        ["CMD-SHELL", "wget -q localhost"]
    );
}

#[tokio::test]
async fn a_build_that_fails_says_where_and_why_and_leaves_nothing() {
    let error = fails("FROM nginx:1.27\nCOPY missing.html /usr/share/nginx/html/\n").await;
    let report = error.report();
    assert!(report.starts_with("------\n > [2/2] COPY missing.html /usr/share/nginx/html/:\n------\nDockerfile:2\n--------------------\n   1 |     FROM nginx:1.27\n   2 | >>> COPY missing.html /usr/share/nginx/html/\n   3 |     \n--------------------\nERROR: failed to build: failed to solve: failed to compute cache key: failed to calculate checksum of ref "), "{report}");
    assert!(
        report.ends_with(": \"/missing.html\": not found\n"),
        "{report}"
    );
    for (dockerfile, message) in [
        (
            "FROM nginx:1.27\nRUN echo no; exit 3\n",
            "process \"/bin/sh -c echo no; exit 3\" did not complete successfully: exit code: 3",
        ),
        (
            "FROM nginx:1.72\n",
            "nginx:1.72: failed to resolve source metadata for docker.io/library/nginx:1.72: docker.io/library/nginx:1.72: not found",
        ),
        (
            "FROM ngnix\n",
            "ngnix: failed to resolve source metadata for docker.io/library/ngnix:latest: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
        ),
        (
            "FROM Nginx\n",
            "failed to parse stage name \"Nginx\": invalid reference format: repository name (library/Nginx) must be lowercase",
        ),
        (
            "FROM busybox\nCOPY a.txt b.txt /x\n",
            "When using COPY with more than one source file, the destination must be a directory and end with a /",
        ),
        (
            "FROM busybox\nCOPY a.txt /tmp/x\nCOPY . /tmp/x\n",
            "cannot copy to non-directory: /tmp/x",
        ),
        (
            "FROM busybox\nCOPY --from=later / /x/\nFROM busybox AS later\nFROM 0\n",
            "0: failed to resolve source metadata for docker.io/library/0:latest: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
        ),
        (
            "FROM scratch\nRUN echo hi\n",
            "process \"/bin/sh -c echo hi\" did not complete successfully: exit code: 1",
        ),
        (
            "FROM busybox\nADD https://example.com/x /x\n",
            "not simulated: this builder (podo-sandbox) downloads nothing, not even https://example.com/x",
        ),
        ("FROM busybox\nEXPOSE web\n", "invalid containerPort: web"),
        (
            "FROM $NOTHING\n",
            "base name ($NOTHING) should not be blank",
        ),
    ] {
        assert_eq!(fails(dockerfile).await.message, message, "{dockerfile}");
    }
    let error = fails("FROM nginx\nRUN apt-get update\n").await;
    assert!(error.output.contains("apt-get: not simulated"), "{error:?}");
    assert!(error.note.unwrap().contains("no package manager"));
    let error = fails("FROM golang:1.22\n").await;
    assert!(error.note.unwrap().contains("downloads nothing"));
}

#[tokio::test]
async fn tags_move_and_images_go_with_their_last_name() {
    let images = Images::default();
    let place = Place::Machine;
    let built = build(&images, WEB, &[("index.html", "1")], "web:1")
        .await
        .0
        .unwrap();
    images.tag(&place, "web:1", "localhost:5000/web:1").unwrap();
    images.tag(&place, &built.id[7..19], "web").unwrap();
    assert_eq!(
        images.tag(&place, "nope", "x").unwrap_err().to_string(),
        "No such image: nope:latest"
    );
    assert_eq!(
        images.tag(&place, "web", "Web").unwrap_err().to_string(),
        "invalid reference format: repository name (library/Web) must be lowercase"
    );
    assert!(
        images
            .remove(&place, &built.id, false)
            .unwrap_err()
            .to_string()
            .contains("must be forced")
    );
    assert_eq!(
        images.remove(&place, "web", false).unwrap(),
        [Removed::Untagged("web:latest".into())]
    );
    let removed = images.remove(&place, &built.id, true).unwrap();
    assert_eq!(removed.last(), Some(&Removed::Deleted(built.id)));
    assert_eq!(images.list(&place), []);
}

#[tokio::test]
async fn pushing_takes_a_registry_that_lets_one() {
    let images = Images::default();
    let place = Place::Machine;
    build(&images, WEB, &[("index.html", "1")], "web:1")
        .await
        .0
        .unwrap();
    let push = |name: &str| {
        images.tag(&place, "web:1", name).unwrap();
        images.push(&place, name).map_err(|e| e.to_string())
    };
    assert_eq!(
        images.push(&place, "nope").unwrap_err().to_string(),
        "An image does not exist locally with the tag: nope"
    );
    for (name, why) in [
        (
            "web:1",
            "denied: requested access to the resource is denied",
        ),
        (
            "jane/web:1",
            "denied: requested access to the resource is denied",
        ),
        (
            "localhost:5000/web:1",
            "Get \"http://localhost:5000/v2/\": dial tcp 127.0.0.1:5000: connect: connection refused",
        ),
        (
            "registry.nowhere.example/web:1",
            "Get \"https://registry.nowhere.example/v2/\": dial tcp: lookup registry.nowhere.example: no such host",
        ),
    ] {
        assert_eq!(push(name).unwrap_err(), why);
    }
    images.open_registry("localhost:5000");
    images.login("docker.io", "jane");
    let moved = push("localhost:5000/web:1").unwrap();
    assert!(!moved.unchanged && moved.digest.starts_with("sha256:"));
    assert!(push("localhost:5000/web:1").unwrap().unchanged);
    push("jane/web:1").unwrap();
    assert!(push("john/web:1").is_err());
    let other = Place::Node("minikube".into());
    assert_eq!(
        images.pull(&other, "localhost:5000/web:1").unwrap().digest,
        moved.digest
    );
    assert_eq!(
        images
            .pull(&other, "localhost:5000/web:2")
            .unwrap_err()
            .to_string(),
        "manifest for localhost:5000/web:2 not found: manifest unknown: manifest unknown"
    );
    images.pull(&other, "nginx:1.27").unwrap();
    assert_eq!(images.list(&other).len(), 2);
}

#[tokio::test]
async fn all_images_can_be_kept_and_taken_up_again() {
    let images = Images::default();
    images.open_registry("localhost:5000");
    build(&images, WEB, &[("index.html", "1")], "localhost:5000/web:1")
        .await
        .0
        .unwrap();
    images
        .push(&Place::Machine, "localhost:5000/web:1")
        .unwrap();
    build(
        &images,
        "FROM localhost:5000/web:1\nRUN rm /etc/passwd\n",
        &[],
        "app",
    )
    .await
    .0
    .unwrap();
    build(
        &images,
        "FROM scratch\nCOPY a /\n",
        &[("a", "\u{0}binary")],
        "app",
    )
    .await
    .0
    .unwrap();
    images.load("localhost:5000/web:1", "minikube").unwrap();
    images
        .pull(&Place::Node("minikube".into()), "busybox")
        .unwrap();
    let text = serde_json::to_string(&images.dump()).unwrap();
    let again = Images::default();
    again.restore(serde_json::from_str(&text).unwrap()).unwrap();
    for place in [Place::Machine, Place::Node("minikube".into())] {
        assert_eq!(again.list(&place), images.list(&place));
    }
    assert_eq!(serde_json::to_string(&again.dump()).unwrap(), text);
    // Removed files stay removed.
    let (built, _) = build(
        &again,
        "FROM localhost:5000/web:1\nRUN cat /usr/share/nginx/html/index.html\n",
        &[],
        "x",
    )
    .await;
    built.unwrap();
    let broken = text.replace("docker.io/library/nginx:1.27", "docker.io/library/nginx:0");
    let saved: Saved = serde_json::from_str(&broken).unwrap();
    let error = again.restore(saved).unwrap_err().to_string();
    assert!(
        error.contains("there is no image \"docker.io/library/nginx:0\" any longer"),
        "{error}"
    );
    assert_eq!(
        again.list(&Place::Machine).len(),
        images.list(&Place::Machine).len() + 1
    );
}
