//! A tiny API server for tests: answers each request by what a closure says, one per connection.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::client::{Cluster, Failure};
use super::kubeconfig::{Kubeconfig, Selected};
use super::proxy::Proxy;

/// What the server does with a request.
pub(super) enum Reply {
    /// A status and a body.
    Body(u16, String),
    /// The lines of a watch, each after so many milliseconds; then the connection is closed.
    Lines(Vec<(u64, String)>),
    /// Headers, and then nothing for a minute.
    Stall,
    /// The connection is closed without a word.
    Drop,
}

impl Reply {
    pub(super) fn json(value: &Value) -> Self {
        Self::Body(200, value.to_string())
    }

    pub(super) fn status(code: u16, message: &str) -> Self {
        let status = json!({
            "kind": "Status", "apiVersion": "v1", "status": "Failure",
            "message": message, "code": code,
        });
        Self::Body(code, status.to_string())
    }

    /// A list of objects with these names.
    pub(super) fn list(version: u64, names: &[&str]) -> Self {
        let items: Vec<Value> = names.iter().map(|name| object(name)).collect();
        Self::json(&json!({"metadata": {"resourceVersion": version.to_string()}, "items": items}))
    }
}

pub(super) fn object(name: &str) -> Value {
    json!({"metadata": {"name": name, "namespace": "here", "uid": format!("uid-{name}")}})
}

/// The server's clock.
pub(super) const DATE: &str = "Mon, 23 Nov 2026 15:04:58 GMT";

/// A server on a port of its own, until the process ends.
pub(super) struct Fake {
    pub(super) selected: Selected,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Fake {
    /// One that answers the requests of connecting by itself and asks the closure about others,
    /// given as `METHOD /path?query`.
    pub(super) fn new(answer: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (answer, log) = (Arc::new(answer), asked.clone());
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (answer, log) = (answer.clone(), log.clone());
                thread::spawn(move || serve(stream.unwrap(), &*answer, &log));
            }
        });
        Self {
            selected: selected(&server),
            asked,
        }
    }

    pub(super) async fn connect(&self) -> Result<Cluster, Failure> {
        Cluster::connect(&self.selected, &Proxy::default(), Duration::from_secs(3)).await
    }

    /// What was asked so far and begins so.
    pub(super) fn asked(&self, prefix: &str) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        let mut asked = asked.clone();
        asked.retain(|request| request.starts_with(prefix));
        asked
    }
}

/// A context for a server without credentials.
pub(super) fn selected(server: &str) -> Selected {
    let text = json!({
        "current-context": "fake",
        "clusters": [{"name": "fake", "cluster": {"server": server}}],
        "contexts": [{"name": "fake", "context": {"cluster": "fake"}}],
    });
    let config = Kubeconfig::parse(&text.to_string(), Path::new("/kubeconfig")).unwrap();
    config.select(None).unwrap()
}

fn serve(mut stream: TcpStream, answer: &dyn Fn(&str) -> Reply, log: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(first)) = lines.next() else {
        return;
    };
    let request = first.trim_end_matches(" HTTP/1.1").to_owned();
    // The headers; a body is left unread.
    lines
        .by_ref()
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
        .for_each(drop);
    log.lock().unwrap().push(request.clone());
    let reply = match request.as_str() {
        "GET /version" => Reply::json(&json!({"gitVersion": "v1.36.0"})),
        "GET /api/v1/namespaces/kube-system" => Reply::json(&object("kube-system")),
        other => answer(other),
    };
    let head = |status: u16, length: Option<usize>| {
        let length = length.map(|length| format!("Content-Length: {length}\r\n"));
        format!(
            "HTTP/1.1 {status} X\r\nDate: {DATE}\r\nContent-Type: application/json\r\n\
             Connection: close\r\n{}\r\n",
            length.unwrap_or_default()
        )
    };
    let mut send = |text: &str| {
        let _ = stream.write_all(text.as_bytes());
    };
    match reply {
        Reply::Body(status, body) => {
            send(&head(status, Some(body.len())));
            send(&body);
        }
        Reply::Lines(lines) => {
            send(&head(200, None));
            for (after, line) in lines {
                thread::sleep(Duration::from_millis(after));
                send(&format!("{line}\n"));
            }
        }
        Reply::Stall => {
            send(&head(200, Some(10)));
            thread::sleep(Duration::from_mins(1));
        }
        Reply::Drop => {}
    }
}
