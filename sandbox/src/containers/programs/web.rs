//! `wget`, `curl` and `nc`: what a beginner asks other Pods with.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Response};

use super::{Done, Options, unsimulated};
use crate::containers::{
    fs::base,
    machine::Process,
    network::{Listener, NoConnection},
};

/// Runs the program if it is one of these.
pub(super) async fn run(name: &str, process: &mut Process) -> Option<Done> {
    Some(match name {
        "wget" => wget(process).await,
        "curl" => curl(process).await,
        "nc" | "telnet" => nc(process).await,
        _ => return None,
    })
}

/// A URL in its parts.
struct Url {
    host: String,
    port: u16,
    path: String,
    secure: bool,
}

fn url(text: &str) -> Option<Url> {
    let (secure, rest) = match text.split_once("://") {
        Some(("http", rest)) => (false, rest),
        Some(("https", rest)) => (true, rest),
        Some(_) => return None,
        None => (false, text),
    };
    let (host, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    let (host, port) = match host.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().ok()?),
        None => (host, if secure { 443 } else { 80 }),
    };
    (!host.is_empty()).then(|| Url {
        host: host.to_owned(),
        port,
        path: path.to_owned(),
        secure,
    })
}

enum Failed {
    UnknownName,
    Unreachable(String, NoConnection),
    Mute,
}

/// Asks a server in the cluster.
async fn ask(
    process: &Process,
    url: &Url,
    request: Request<Bytes>,
    limit: Duration,
) -> Result<(String, Response<Bytes>), Failed> {
    let machine = &process.machine;
    let ip = if url.host == "localhost" {
        "127.0.0.1".to_owned()
    } else if url.host == machine.hostname {
        machine.net.ip.clone()
    } else {
        machine
            .network
            .lookup(&machine.namespace, &url.host)
            .and_then(|(_, ips)| ips.into_iter().next())
            .ok_or(Failed::UnknownName)?
    };
    match machine.network.connect(Some(&machine.net), &ip, url.port) {
        Ok(Listener::Http(_)) if url.secure => Err(Failed::Mute),
        Ok(Listener::Http(server)) => {
            let from = if ip.starts_with("127.") {
                "127.0.0.1"
            } else {
                &machine.net.ip
            };
            let response = server.serve(&request, from);
            Ok((ip, response))
        }
        Ok(Listener::Mute) => Err(Failed::Mute),
        Err(NoConnection::TimedOut) => {
            machine.clock.sleep(limit).await;
            Err(Failed::Unreachable(ip, NoConnection::TimedOut))
        }
        Err(why) => Err(Failed::Unreachable(ip, why)),
    }
}

fn get(url: &Url, agent: &str, method: Method) -> http::request::Builder {
    let host = if url.port == 80 {
        url.host.clone()
    } else {
        format!("{}:{}", url.host, url.port)
    };
    Request::builder()
        .method(method)
        .uri(&url.path)
        .header("Host", host)
        .header("User-Agent", agent)
}

async fn wget(process: &Process) -> Done {
    // The long forms that people use, as their short ones.
    let args: Vec<String> = process
        .args()
        .iter()
        .flat_map(|a| {
            match a
                .split_once('=')
                .map_or((a.as_str(), None), |(k, v)| (k, Some(v)))
            {
                ("--timeout", Some(v)) => vec!["-T".to_owned(), v.to_owned()],
                ("--output-document", Some(v)) => vec!["-O".to_owned(), v.to_owned()],
                ("--tries", _) => vec![],
                ("--spider", _) => vec!["-s".to_owned()],
                ("--quiet", _) => vec!["-q".to_owned()],
                _ => vec![a.clone()],
            }
        })
        .collect();
    let options = Options::parse(&args, "OTtPU");
    let Some(text) = options.rest.first() else {
        process
            .complain("Usage: wget [-q] [-O FILE] [-T SEC] URL...")
            .await;
        return Ok(1);
    };
    let Some(url) = url(text) else {
        process
            .complain(&format!("wget: not an http or ftp url: {text}"))
            .await;
        return Ok(1);
    };
    let quiet = options.has('q');
    let limit = options
        .value('T')
        .and_then(|t| t.parse().ok())
        .map_or(Duration::from_secs(127), Duration::from_secs);
    let Ok(request) = get(&url, "Wget", Method::GET).body(Bytes::new()) else {
        process
            .complain(&format!("wget: bad address '{text}'"))
            .await;
        return Ok(1);
    };
    let failed = match ask(process, &url, request, limit).await {
        Ok((ip, response)) => {
            if !quiet {
                process
                    .complain(&format!("Connecting to {} ({ip}:{})", url.host, url.port))
                    .await;
            }
            return got(process, &url, &options, &response).await;
        }
        Err(failed) => failed,
    };
    let why = match failed {
        Failed::UnknownName => format!("wget: bad address '{}'", url.host),
        Failed::Mute if url.secure => return unsimulated(process, "wget with https").await,
        Failed::Mute => "wget: error getting response".to_owned(),
        Failed::Unreachable(ip, why) => {
            if !quiet {
                process
                    .complain(&format!("Connecting to {} ({ip}:{})", url.host, url.port))
                    .await;
            }
            match why {
                NoConnection::Refused => {
                    format!("wget: can't connect to remote host ({ip}): Connection refused")
                }
                NoConnection::TimedOut if options.value('T').is_some() => {
                    "wget: download timed out".to_owned()
                }
                NoConnection::TimedOut => {
                    format!("wget: can't connect to remote host ({ip}): Operation timed out")
                }
            }
        }
    };
    process.complain(&why).await;
    Ok(1)
}

async fn got(process: &Process, url: &Url, options: &Options, response: &Response<Bytes>) -> Done {
    let status = response.status();
    if options.has('S') {
        process.complain(&head(response, "  ")).await;
    }
    if !status.is_success() {
        let reason = status.canonical_reason().unwrap_or("");
        process
            .complain(&format!(
                "wget: server returned error: HTTP/1.1 {} {reason}",
                status.as_u16()
            ))
            .await;
        return Ok(1);
    }
    if options.has('s') {
        if !options.has('q') {
            process.complain("remote file exists").await;
        }
        return Ok(0);
    }
    let file = match options.value('O') {
        Some("-") => {
            process.out.write(response.body()).await?;
            return Ok(0);
        }
        Some(file) => file.to_owned(),
        None if url.path.ends_with('/') => "index.html".to_owned(),
        None => base(&url.path).to_owned(),
    };
    if options.value('O').is_none() && process.machine.fs.stat(&process.path(&file)).is_ok() {
        process
            .complain(&format!("wget: can't open '{file}': File exists"))
            .await;
        return Ok(1);
    }
    if let Err(trouble) = process.machine.fs.write(
        &process.path(&file),
        response.body(),
        false,
        process.machine.clock.now(),
    ) {
        process
            .complain(&format!("wget: can't open '{file}': {trouble}"))
            .await;
        return Ok(1);
    }
    if !options.has('q') {
        let bar = format!(
            "{file:<20} 100% |********************************| {:>5}  0:00:00 ETA",
            response.body().len()
        );
        process
            .complain(&format!("saving to '{file}'\n{bar}\n'{file}' saved"))
            .await;
    }
    Ok(0)
}

/// A header as HTTP/1.1 writes it by custom: `Content-Type: text/html`.
pub(super) fn header_line(name: &HeaderName, value: &HeaderValue) -> String {
    let parts = name.as_str().split('-');
    let name: Vec<String> = parts
        .map(|part| part[..1].to_uppercase() + &part[1..])
        .collect();
    let value = String::from_utf8_lossy(value.as_bytes());
    format!("{}: {value}", name.join("-"))
}

/// The head of an answer as text.
fn head(response: &Response<Bytes>, indent: &str) -> String {
    let status = response.status();
    let mut text = format!(
        "{indent}HTTP/1.1 {} {}\n",
        status.as_u16(),
        status.canonical_reason().unwrap_or("")
    );
    for (name, value) in response.headers() {
        text.push_str(&format!("{indent}{}\n", header_line(name, value)));
    }
    text
}

async fn curl(process: &Process) -> Done {
    let mut args = Vec::new();
    for arg in process.args() {
        let short = match arg.as_str() {
            "--silent" => "-s",
            "--show-error" => "-S",
            "--fail" => "-f",
            "--head" => "-I",
            "--include" => "-i",
            "--verbose" => "-v",
            "--output" => "-o",
            "--write-out" => "-w",
            "--request" => "-X",
            "--header" => "-H",
            "--data" | "--data-raw" => "-d",
            "--max-time" | "--connect-timeout" => "-m",
            "--location" => "-L",
            "--insecure" => "-k",
            long if long.starts_with("--") => {
                return unsimulated(process, &format!("curl {long}")).await;
            }
            other => other,
        };
        args.push(short.to_owned());
    }
    let options = Options::parse(&args, "owXHdmAeu");
    let Some(text) = options.rest.first() else {
        process
            .complain("curl: try 'curl --help' or 'curl --manual' for more information")
            .await;
        return Ok(2);
    };
    let silent = options.has('s') && !options.has('S');
    let complain = async |text: String| {
        if !silent {
            process.complain(&text).await;
        }
    };
    let Some(url) = url(text) else {
        complain(format!(
            "curl: (1) Protocol \"{}\" not supported",
            text.split(':').next().unwrap_or("")
        ))
        .await;
        return Ok(1);
    };
    let method = match options.value('X') {
        Some(method) => Method::from_bytes(method.as_bytes()).unwrap_or(Method::GET),
        None if options.has('I') => Method::HEAD,
        None if options.value('d').is_some() => Method::POST,
        None => Method::GET,
    };
    let limit = options
        .value('m')
        .and_then(|m| m.parse::<f64>().ok())
        .and_then(|s| Duration::try_from_secs_f64(s).ok());
    let mut builder = get(&url, "curl/8.5.0", method).header("Accept", "*/*");
    for (_, header) in options.values.iter().filter(|(l, _)| *l == 'H') {
        if let Some((name, value)) = header.split_once(':') {
            builder = builder.header(name.trim(), value.trim());
        }
    }
    let Ok(request) = builder.body(Bytes::from(options.value('d').unwrap_or("").to_owned())) else {
        complain("curl: (3) URL using bad/illegal format or missing URL".into()).await;
        return Ok(3);
    };
    match ask(
        process,
        &url,
        request,
        limit.unwrap_or(Duration::from_secs(134)),
    )
    .await
    {
        Ok((_, response)) => shown(process, &options, &response).await,
        Err(Failed::UnknownName) => {
            complain(format!("curl: (6) Could not resolve host: {}", url.host)).await;
            Ok(6)
        }
        Err(Failed::Mute) if url.secure => unsimulated(process, "curl with https").await,
        Err(Failed::Mute) => {
            complain("curl: (52) Empty reply from server".into()).await;
            Ok(52)
        }
        Err(Failed::Unreachable(_, NoConnection::Refused)) => {
            complain(format!(
                "curl: (7) Failed to connect to {} port {} after 0 ms: Couldn't connect to server",
                url.host, url.port
            ))
            .await;
            Ok(7)
        }
        Err(Failed::Unreachable(_, NoConnection::TimedOut)) => {
            let after = limit.unwrap_or(Duration::from_secs(134)).as_millis();
            complain(format!(
                "curl: (28) Connection timed out after {after} milliseconds"
            ))
            .await;
            Ok(28)
        }
    }
}

async fn shown(process: &Process, options: &Options, response: &Response<Bytes>) -> Done {
    let status = response.status().as_u16();
    if options.has('f') && status >= 400 {
        if !options.has('s') || options.has('S') {
            process
                .complain(&format!(
                    "curl: (22) The requested URL returned error: {status}"
                ))
                .await;
        }
        return Ok(22);
    }
    let mut text = Vec::new();
    if options.has('i') || options.has('I') {
        text.extend(head(response, "").replace('\n', "\r\n").into_bytes());
        text.extend(b"\r\n");
    }
    if !options.has('I') {
        text.extend_from_slice(response.body());
    }
    match options.value('o') {
        Some("/dev/null") => {}
        Some(file) => {
            if process
                .machine
                .fs
                .write(
                    &process.path(file),
                    &text,
                    false,
                    process.machine.clock.now(),
                )
                .is_err()
            {
                process
                    .complain("curl: (23) Failure writing output to destination")
                    .await;
                return Ok(23);
            }
        }
        None => process.out.write(&text).await?,
    }
    if let Some(format) = options.value('w') {
        let out = format
            .replace("%{http_code}", &status.to_string())
            .replace("\\n", "\n")
            .replace("%{size_download}", &response.body().len().to_string());
        process.say(out).await?;
    }
    Ok(0)
}

async fn nc(process: &Process) -> Done {
    let options = Options::parse(process.args(), "wp");
    if options.has('l') || !(options.has('z') || options.has('v')) {
        return unsimulated(process, "nc without -z").await;
    }
    let [host, port] = options.rest.as_slice() else {
        return unsimulated(process, "nc").await;
    };
    let port: u16 = port.parse().unwrap_or(0);
    let machine = &process.machine;
    let ip = if host == "localhost" {
        Some("127.0.0.1".to_owned())
    } else {
        machine
            .network
            .lookup(&machine.namespace, host)
            .and_then(|(_, ips)| ips.into_iter().next())
    };
    let Some(ip) = ip else {
        process.complain(&format!("nc: bad address '{host}'")).await;
        return Ok(1);
    };
    match machine.network.connect(Some(&machine.net), &ip, port) {
        Ok(_) => {
            if options.has('v') {
                process
                    .complain(&format!("{host} ({ip}:{port}) open"))
                    .await;
            }
            Ok(0)
        }
        Err(why) => {
            if why == NoConnection::TimedOut {
                let limit = options
                    .value('w')
                    .and_then(|w| w.parse().ok())
                    .unwrap_or(127);
                machine.clock.sleep(Duration::from_secs(limit)).await;
            }
            let text = if why == NoConnection::Refused {
                "Connection refused"
            } else {
                "Operation timed out"
            };
            process
                .complain(&format!("nc: {host} ({ip}:{port}): {text}"))
                .await;
            Ok(1)
        }
    }
}
