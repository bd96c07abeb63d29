//! `Api::portforward`: ports of a Pod as channels of a WebSocket.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use crate::reach::{run, start};

/// Asks for a page and reads until it is whole.
async fn page(mut port: impl AsyncRead + AsyncWrite + Unpin) -> String {
    let request = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";
    port.write_all(request).await.unwrap();
    let mut text = Vec::new();
    let reading = async {
        while !text.ends_with(b"</html>\n") {
            assert_ne!(port.read_buf(&mut text).await.unwrap(), 0);
        }
    };
    tokio::time::timeout(Duration::from_secs(20), reading)
        .await
        .unwrap();
    String::from_utf8(text).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn ports_of_a_pod_are_reached_over_one_websocket() {
    let (cluster, _, pods) = start().await;
    let container = serde_json::json!({"name": "web", "image": "nginx"});
    run(&pods, "web", serde_json::json!({"containers": [container]})).await;
    let mut forwarder = pods.portforward("web", &[80, 81]).await.unwrap();
    let refused = forwarder.take_error(81).unwrap();
    let text = page(forwarder.take_stream(80).unwrap()).await;
    assert!(text.contains("Welcome to nginx"), "{text}");
    let refused = refused.await.unwrap();
    assert!(refused.contains("connection refused"), "{refused}");
    tokio::time::timeout(Duration::from_secs(20), forwarder.join())
        .await
        .unwrap()
        .unwrap();
    assert!(pods.portforward("nobody", &[80]).await.is_err());
    assert!(pods.portforward("web", &[]).await.is_err());
    cluster.sandbox.stop().await;
}
