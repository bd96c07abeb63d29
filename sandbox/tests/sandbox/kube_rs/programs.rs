//! `Api::exec` and `Api::attach` with a terminal, and a client that goes away.

use std::time::Duration;

use kube::api::{AttachParams, AttachedProcess, TerminalSize};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::reach::{run, start};

/// Reads what a program writes until a text is there.
async fn until(process: &mut (impl tokio::io::AsyncRead + Unpin), text: &str) -> String {
    let mut seen = Vec::new();
    let reading = async {
        while !String::from_utf8_lossy(&seen).contains(text) {
            assert_ne!(process.read_buf(&mut seen).await.unwrap(), 0, "{seen:?}");
        }
    };
    let done = tokio::time::timeout(Duration::from_secs(20), reading).await;
    let seen = String::from_utf8_lossy(&seen).into_owned();
    assert!(done.is_ok(), "{text} is not in {seen}");
    seen
}

async fn code(process: &mut AttachedProcess) -> Option<String> {
    let status = process.take_status().unwrap();
    let status = tokio::time::timeout(Duration::from_secs(20), status).await;
    let details = status.unwrap().unwrap().details?;
    details.causes?.into_iter().next()?.message
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shell_on_a_terminal_is_resized_and_ends_with_its_code() {
    let (cluster, _, pods) = start().await;
    let container = json!({"name": "sh", "image": "busybox", "command": ["sleep", "1000"]});
    run(&pods, "sh", json!({"containers": [container]})).await;
    let params = AttachParams::interactive_tty();
    let mut process = pods.exec("sh", ["sh"], &params).await.unwrap();
    let (width, height) = (120, 40);
    let size = TerminalSize { width, height };
    process.terminal_size().unwrap().try_send(size).unwrap();
    let (mut keys, mut screen) = (process.stdin().unwrap(), process.stdout().unwrap());
    keys.write_all(b"echo $((6*7))\r").await.unwrap();
    until(&mut screen, "42\r\n").await;
    keys.write_all(b"exit 3\r").await.unwrap();
    assert_eq!(code(&mut process).await.as_deref(), Some("3"));
    cluster.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn attaching_shows_the_main_program_and_gives_it_input() {
    let (cluster, _, pods) = start().await;
    let container = json!({"name": "cat", "image": "busybox", "command": ["cat"], "stdin": true});
    run(&pods, "cat", json!({"containers": [container]})).await;
    let params = AttachParams::default().stdin(true).stderr(false);
    let mut first = pods.attach("cat", &params).await.unwrap();
    let mut seen = first.stdout().unwrap();
    first.stdin().unwrap().write_all(b"one\n").await.unwrap();
    until(&mut seen, "one\n").await;
    // A client that breaks off takes nothing with it.
    first.abort();
    drop((first, seen));
    let mut second = pods.attach("cat", &params).await.unwrap();
    second.stdin().unwrap().write_all(b"two\n").await.unwrap();
    until(&mut second.stdout().unwrap(), "two\n").await;
    let logs = pods.logs("cat", &kube::api::LogParams::default()).await;
    assert_eq!(logs.unwrap(), "one\ntwo\n");
    cluster.sandbox.stop().await;
}
