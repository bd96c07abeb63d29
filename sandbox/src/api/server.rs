//! Connections: HTTP/1.1 on loopback, in TLS or plain, within limits.

use std::{convert::Infallible, sync::Arc, time::Duration};

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    task::JoinSet,
};
use tokio_rustls::TlsAcceptor;

use super::Api;

/// How long a client may take for the head of a request.
const HEAD: Duration = Duration::from_secs(20);
/// How large the head of a request may be.
const HEAD_SIZE: usize = 64 * 1024;
/// How many connections may be open at once.
const CONNECTIONS: usize = 4096;

/// Accepts connections until it is told to stop, and then ends those that are open.
pub(crate) async fn serve(
    listener: TcpListener,
    api: Arc<Api>,
    tls: TlsAcceptor,
    mut stop: watch::Receiver<bool>,
) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|s| *s) => break,
            Some(_) = connections.join_next() => continue,
        };
        let Ok((stream, _)) = accepted else {
            // Out of file descriptors, most likely: others have to end first.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Ok(permit) = Arc::clone(&room).try_acquire_owned() else {
            continue;
        };
        let api = Arc::clone(&api);
        // Small answers must not wait for more to come.
        let _ = stream.set_nodelay(true);
        let tls = tls.clone();
        connections.spawn(async move {
            let _permit = permit;
            // Whoever opens a connection and says nothing is not waited for.
            let Ok(secure) = tokio::time::timeout(HEAD, is_tls(&stream)).await else {
                return;
            };
            if secure {
                if let Ok(Ok(stream)) = tokio::time::timeout(HEAD, tls.accept(stream)).await {
                    answer(stream, api).await;
                }
            } else {
                answer(stream, api).await;
            }
        });
    }
    connections.shutdown().await;
}

/// Whether a client begins with a TLS handshake. Plain HTTP is understood too: it is loopback.
async fn is_tls(stream: &TcpStream) -> bool {
    let mut first = [0];
    matches!(stream.peek(&mut first).await, Ok(1) if first[0] == 0x16)
}

async fn answer<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(stream: S, api: Arc<Api>) {
    let service = service_fn(move |request| {
        let api = Arc::clone(&api);
        async move { Ok::<_, Infallible>(api.handle(request).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_SIZE)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    // A client that goes away is no error of ours.
    let _ = connection.await;
}
