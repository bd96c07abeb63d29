//! Probes and hooks: asking a container whether it is well, in upstream's words.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use http::Request;
use serde_json::Value;

use super::container::Container;
use crate::{
    containers::{
        machine::{Io, NoProgram},
        network::{Listener, NoConnection},
        stream::{Input, Output},
    },
    object::Meta,
};

/// What a probe found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    Good,
    /// What is wrong.
    Bad(String),
    /// It could not be asked.
    Error(String),
}

/// Which of the three probes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    Startup,
    Liveness,
    Readiness,
}

impl Kind {
    pub(super) const ALL: [Self; 3] = [Self::Startup, Self::Liveness, Self::Readiness];

    /// The key in a container's spec.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Startup => "startupProbe",
            Self::Liveness => "livenessProbe",
            Self::Readiness => "readinessProbe",
        }
    }

    /// The word that begins the event.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Startup => "Startup",
            Self::Liveness => "Liveness",
            Self::Readiness => "Readiness",
        }
    }
}

/// A port by number or by the name of a container's port.
fn port(container: &Value, port: Option<&Value>) -> Option<u16> {
    let number = match port? {
        Value::String(name) => {
            let named = container
                .list_at("ports")
                .iter()
                .find(|p| p.text_at("name") == name)
                .and_then(|p| p.int_at("containerPort"));
            named.or_else(|| name.parse().ok())?
        }
        other => other.as_i64()?,
    };
    u16::try_from(number).ok()
}

/// Asks once.
pub(super) async fn ask(running: &Container, container: &Value, probe: &Value) -> Finding {
    let limit = Duration::from_secs(
        u64::try_from(probe.int_at("timeoutSeconds").unwrap_or(1).max(1)).unwrap_or(1),
    );
    if let Some(exec) = probe.get("exec") {
        return ask_program(running, exec, limit).await;
    }
    if let Some(http) = probe.get("httpGet") {
        return ask_http(running, container, http, limit).await;
    }
    if let Some(tcp) = probe.get("tcpSocket") {
        let Some(port) = port(container, tcp.get("port")) else {
            return Finding::Error("couldn't find the probe's port".into());
        };
        let ip = &running.machine.net.ip;
        return match running.machine.network.connect(None, ip, port) {
            Ok(_) => Finding::Good,
            Err(why) => Finding::Bad(refused("", ip, port, why)),
        };
    }
    Finding::Error(
        "probes other than exec, httpGet and tcpSocket are not simulated by podo-sandbox".into(),
    )
}

fn refused(before: &str, ip: &str, port: u16, why: NoConnection) -> String {
    match why {
        NoConnection::Refused => {
            format!("{before}dial tcp {ip}:{port}: connect: connection refused")
        }
        NoConnection::TimedOut => format!("{before}dial tcp {ip}:{port}: i/o timeout"),
    }
}

/// The program and arguments of an `exec` of a probe or hook.
fn command_of(exec: &Value) -> Vec<String> {
    let words = exec.list_at("command").iter();
    words.filter_map(Value::as_str).map(str::to_owned).collect()
}

async fn ask_program(running: &Container, exec: &Value, limit: Duration) -> Finding {
    let argv = command_of(exec);
    let shown = argv.join(" ");
    match program(running, argv, limit).await {
        Err(why) => Finding::Error(format!(
            "rpc error: code = Unknown desc = failed to exec in container: failed to start exec \"{}\": OCI runtime exec failed: exec failed: unable to start container process: {why}: unknown",
            crate::containers::image::digest(&crate::names::uid())
        )),
        Ok(None) => Finding::Bad(format!(
            "command timed out: \"{shown}\" timed out after {}s",
            limit.as_secs()
        )),
        Ok(Some((0, _))) => Finding::Good,
        Ok(Some((_, output))) => Finding::Bad(output),
    }
}

/// Runs a program in a container; nothing if it takes too long.
async fn program(
    running: &Container,
    argv: Vec<String>,
    limit: Duration,
) -> Result<Option<(i32, String)>, NoProgram> {
    let all = Arc::new(Mutex::new(Vec::new()));
    let out = Output::Collect(Arc::clone(&all));
    let io = Io {
        input: Input::empty(),
        out: out.clone(),
        err: out,
        terminal: false,
    };
    let code = tokio::select! {
        code = running.machine.run(argv, io) => code?,
        () = running.machine.clock.sleep(limit) => return Ok(None),
    };
    let bytes = std::mem::take(&mut *all.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(Some((
        code,
        String::from_utf8_lossy(&bytes[..bytes.len().min(10 << 10)]).into_owned(),
    )))
}

async fn ask_http(
    running: &Container,
    container: &Value,
    http: &Value,
    limit: Duration,
) -> Finding {
    let Some(port) = port(container, http.get("port")) else {
        return Finding::Error("couldn't find the probe's port".into());
    };
    let own = &running.machine.net.ip;
    let host = match http.text_at("host") {
        "" => own.clone(),
        host => host.to_owned(),
    };
    let path = match http.text_at("path") {
        "" => "/",
        path => path,
    };
    let path = if path.starts_with('/') {
        path.to_owned()
    } else {
        format!("/{path}")
    };
    let scheme = if http.text_at("scheme") == "HTTPS" {
        "https"
    } else {
        "http"
    };
    let url = format!("{scheme}://{host}:{port}{path}");
    let from = if host.starts_with("127.") || host == "localhost" {
        None
    } else {
        Some(host.as_str())
    };
    // A probe comes from the node: its `localhost` is the node's, where nothing listens.
    let target = from.unwrap_or("0.0.0.0");
    match running.machine.network.connect(None, target, port) {
        Ok(Listener::Http(_)) if scheme == "https" => Finding::Bad(format!(
            "Get \"{url}\": http: server gave HTTP response to HTTPS client"
        )),
        Ok(Listener::Http(server)) => {
            let mut request = Request::builder()
                .uri(path.as_str())
                .header("Host", format!("{host}:{port}"))
                .header("User-Agent", format!("kube-probe/1.{}", crate::MINOR));
            for header in http.list_at("httpHeaders") {
                request = request.header(header.text_at("name"), header.text_at("value"));
            }
            let Ok(request) = request.body(Bytes::new()) else {
                return Finding::Error(format!("cannot ask {url}"));
            };
            let status = server.serve(&request, "10.244.0.1").status().as_u16();
            if (200..400).contains(&status) {
                Finding::Good
            } else {
                Finding::Bad(format!("HTTP probe failed with statuscode: {status}"))
            }
        }
        Ok(Listener::Mute) => {
            running.machine.clock.sleep(limit).await;
            Finding::Bad(format!(
                "Get \"{url}\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
            ))
        }
        Err(why) => Finding::Bad(refused(&format!("Get \"{url}\": "), &host, port, why)),
    }
}

/// Runs a hook; an error has the sentence for the event and the short reason.
pub(super) async fn hook(
    running: &Container,
    hook: &Value,
    pod: &Value,
    name: &str,
) -> Result<(), (String, String)> {
    let full = format!("{}_{}({})", pod.name(), pod.namespace(), pod.uid());
    if let Some(exec) = hook.get("exec") {
        let argv = command_of(exec);
        let shown = argv.join(" ");
        let outcome = program(running, argv, Duration::from_hours(1)).await;
        let why = match outcome {
            Ok(Some((0, _))) => return Ok(()),
            Ok(Some((code, output))) => {
                format!("command '{shown}' exited with {code}: {output}, message: \"{output}\"")
            }
            Ok(None) => format!("command '{shown}' timed out"),
            Err(why) => format!(
                "rpc error: code = Unknown desc = failed to exec in container: {why}: unknown, message: \"\""
            ),
        };
        let short = why.split(", message").next().unwrap_or_default().to_owned();
        return Err((
            format!(
                "Exec lifecycle hook ([{shown}]) for Container \"{name}\" in Pod \"{full}\" failed - error: {why}"
            ),
            short,
        ));
    }
    if let Some(sleep) = hook.get("sleep") {
        let seconds = u64::try_from(sleep.int_at("seconds").unwrap_or(0)).unwrap_or(0);
        running
            .machine
            .clock
            .sleep(Duration::from_secs(seconds))
            .await;
        return Ok(());
    }
    if let Some(http) = hook.get("httpGet") {
        return match ask_http(running, &Value::Null, http, Duration::from_secs(1)).await {
            Finding::Good => Ok(()),
            Finding::Bad(why) | Finding::Error(why) => Err((
                format!(
                    "HTTP lifecycle hook ({}) for Container \"{name}\" in Pod \"{full}\" failed - error: {why}",
                    http.text_at("path")
                ),
                why,
            )),
        };
    }
    Ok(())
}
