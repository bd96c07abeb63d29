//! The server that answers with the request it got.

use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response, StatusCode};

use super::{answer::answer, wait};
use crate::{
    clock::Clock,
    containers::{
        machine::{INT, Process, QUIT, TERM},
        network::{Listener, PodNet, Serve},
        programs::web::header_line,
        stream::Output,
    },
};

pub(super) async fn echo_server(process: &mut Process) -> i32 {
    let port = process
        .env
        .get("PORT")
        .and_then(|p| p.parse().ok())
        .unwrap_or(8080);
    let machine = Arc::clone(&process.machine);
    let server = Arc::new(Echo {
        host: machine.hostname.clone(),
        clock: machine.clock.clone(),
        out: process.out.clone(),
    });
    let net: Arc<PodNet> = Arc::clone(&machine.net);
    let Some(bound) = net.bind(port, Listener::Http(server)) else {
        process
            .complain(&format!("listen tcp :{port}: bind: address already in use"))
            .await;
        return 2;
    };
    process
        .out
        .write_now(format!("Echo server listening on port {port}.\n").as_bytes());
    // It handles no signals, as the first process of a container it is only killed.
    let code = wait(
        process,
        if process.pid == 1 {
            &[TERM, INT, QUIT]
        } else {
            &[]
        },
    )
    .await;
    drop(bound);
    code
}

#[derive(Debug)]
struct Echo {
    host: String,
    clock: Clock,
    out: Output,
}

impl Serve for Echo {
    fn serve(&self, request: &Request<Bytes>, from: &str) -> Response<Bytes> {
        self.out
            .write_now(format!("{from} | {} {}\n", request.method(), request.uri()).as_bytes());
        let mut text = format!(
            "Request served by {}\n\nHTTP/1.1 {} {}\n\n",
            self.host,
            request.method(),
            request.uri()
        );
        for (name, value) in request.headers() {
            text.push_str(&format!("{}\n", header_line(name, value)));
        }
        if !request.body().is_empty() {
            text.push_str(&format!("\n{}", String::from_utf8_lossy(request.body())));
        }
        answer(
            StatusCode::OK,
            "text/plain",
            text.into(),
            "echo",
            request,
            &self.clock,
        )
    }
}
