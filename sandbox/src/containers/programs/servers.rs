//! Programs that images run as their main one: servers that wait for requests and for signals.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};

use super::web::header_line;
use crate::{
    clock::Clock,
    containers::{
        fs::{Fs, join},
        machine::{HUP, INT, Process, QUIT, TERM},
        network::{Listener, PodNet, Serve},
        stream::Output,
    },
};

/// Runs the program if it is one of these.
pub(super) async fn run(name: &str, process: &mut Process) -> Option<i32> {
    Some(match name {
        "docker-entrypoint.sh" => return Some(entrypoint(process).await),
        "nginx" => nginx(process).await,
        "httpd" => apache(process).await,
        "echo-server" => echo_server(process).await,
        "redis-server" => {
            mute(
                process,
                6379,
                MIB * 3,
                &[
                    "1:C * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo",
                    "1:M * Server initialized",
                    "1:M * Ready to accept connections tcp",
                ],
            )
            .await
        }
        "memcached" => mute(process, 11_211, MIB, &[]).await,
        "postgres" => postgres(process).await,
        "pause" => wait(process, &[]).await,
        _ => return None,
    })
}

const MIB: i64 = 1 << 20;

/// The script that images put before their program: it prepares, then the program takes its place.
async fn entrypoint(process: &mut Process) -> i32 {
    let argv = process.args().to_vec();
    let Some(name) = argv.first().cloned() else {
        return 0;
    };
    let nginx = process.machine.image.repository.ends_with("/nginx");
    let Ok(program) = process.machine.program(&name, &process.env, &process.cwd) else {
        let script = if nginx {
            "/docker-entrypoint.sh: 47: exec"
        } else {
            "/usr/local/bin/docker-entrypoint.sh: line 1"
        };
        process
            .complain(&format!("{script}: {name}: not found"))
            .await;
        return 127;
    };
    if nginx && name.starts_with("nginx") {
        let lines = [
            "/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration",
            "/docker-entrypoint.sh: Looking for shell scripts in /docker-entrypoint.d/",
            "/docker-entrypoint.sh: Configuration complete; ready for start up",
        ];
        process.out.write_now((lines.join("\n") + "\n").as_bytes());
    }
    let signals = std::mem::replace(
        &mut process.signals,
        tokio::sync::mpsc::unbounded_channel().1,
    );
    // The program gets the number of the script, as `exec` has it.
    let mut next = Process {
        machine: Arc::clone(&process.machine),
        pid: process.pid,
        argv,
        env: process.env.clone(),
        cwd: process.cwd.clone(),
        input: process.input.clone(),
        out: process.out.clone(),
        err: process.err.clone(),
        terminal: process.terminal,
        signals,
    };
    if nginx && name.starts_with("nginx") {
        "nginx: master process nginx".clone_into(&mut next.argv[0]);
    }
    super::run(program, next).await
}

/// Says whether the container's limit leaves room for a program; without room it is killed.
async fn room(process: &Process, needed: i64) -> bool {
    let fits = process.machine.memory.is_none_or(|limit| limit >= needed);
    if !fits {
        process.machine.clock.sleep(Duration::from_millis(50)).await;
        process.machine.out_of_memory();
    }
    fits
}

/// Waits for a signal that ends the program properly.
async fn wait(process: &mut Process, ignored: &[i32]) -> i32 {
    while let Some(signal) = process.signals.recv().await {
        match signal {
            signal if ignored.contains(&signal) => {}
            TERM | INT | QUIT => return 0,
            HUP | 17 | 18 | 28 => {}
            signal if process.pid != 1 => return 128 + signal,
            _ => {}
        }
    }
    0
}

async fn mute(process: &mut Process, port: u16, needed: i64, lines: &[&str]) -> i32 {
    if !room(process, needed).await {
        return 137;
    }
    let net = Arc::clone(&process.machine.net);
    let Some(bound) = net.bind(port, Listener::Mute) else {
        process
            .complain(&format!("bind: Address already in use (port {port})"))
            .await;
        return 1;
    };
    for line in lines {
        process.out.write_now(format!("{line}\n").as_bytes());
    }
    let code = wait(process, &[]).await;
    drop(bound);
    code
}

async fn postgres(process: &mut Process) -> i32 {
    let set = |name: &str| process.env.get(name).is_some_and(|v| !v.is_empty());
    if !set("POSTGRES_PASSWORD")
        && process
            .env
            .get("POSTGRES_HOST_AUTH_METHOD")
            .is_none_or(|m| m != "trust")
    {
        process
            .complain("Error: Database is uninitialized and superuser password is not specified.\n       You must specify POSTGRES_PASSWORD to a non-empty value for the\n       superuser. For example, \"-e POSTGRES_PASSWORD=password\" on \"docker run\".")
            .await;
        return 1;
    }
    mute(
        process,
        5432,
        MIB * 20,
        &[
            "PostgreSQL init process complete; ready for start up.",
            "LOG:  database system is ready to accept connections",
        ],
    )
    .await
}

/// What a configuration of nginx says, as far as it counts here.
#[derive(Debug)]
struct NginxConfig {
    ports: Vec<u16>,
    root: String,
    /// `return CODE TEXT;`
    answer: Option<(u16, String)>,
}

fn nginx_config(fs: &Fs) -> Result<NginxConfig, String> {
    let mut config = NginxConfig {
        ports: Vec::new(),
        root: "/usr/share/nginx/html".into(),
        answer: None,
    };
    let folder = "/etc/nginx/conf.d";
    for (name, _) in fs
        .list(folder)
        .unwrap_or_default()
        .iter()
        .filter(|(n, _)| n.rsplit_once('.').is_some_and(|(_, end)| end == "conf"))
    {
        let path = join(folder, name);
        let bytes = fs.read(&path).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let mut depth = 0_i32;
        for (number, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or("").trim();
            depth += i32::try_from(line.matches('{').count()).unwrap_or(0)
                - i32::try_from(line.matches('}').count()).unwrap_or(0);
            for statement in line
                .split(['{', '}', ';'])
                .map(str::trim)
                .filter(|s| !s.is_empty())
            {
                let mut words = statement.split_whitespace();
                match (words.next().unwrap_or(""), words.next().unwrap_or("")) {
                    ("listen", value) => {
                        let port = value.rsplit(':').next().unwrap_or(value);
                        match port.parse() {
                            Ok(port) if !config.ports.contains(&port) => config.ports.push(port),
                            Ok(_) => {}
                            Err(_) => {
                                return Err(format!(
                                    "invalid port in \"{value}\" of the \"listen\" directive in {path}:{}",
                                    number + 1
                                ));
                            }
                        }
                    }
                    ("root", value) => {
                        value.trim_matches(['\'', '"']).clone_into(&mut config.root);
                    }
                    ("return", code) => {
                        let text = statement
                            .split_once(code)
                            .map_or("", |(_, rest)| rest.trim());
                        let text = text.trim_matches(['\'', '"']).replace("\\n", "\n");
                        config.answer = code.parse().ok().map(|code| (code, text));
                    }
                    _ => {}
                }
            }
            if !line.is_empty()
                && !line.ends_with([';', '{', '}'])
                && !text.lines().skip(number + 1).any(|l| l.contains(';'))
            {
                return Err(format!(
                    "unexpected end of file, expecting \";\" or \"}}\" in {path}:{}",
                    number + 1
                ));
            }
        }
        if depth != 0 {
            let what = if depth > 0 {
                "unexpected end of file, expecting \"}\""
            } else {
                "unexpected \"}\""
            };
            return Err(format!("{what} in {path}:{}", text.lines().count()));
        }
    }
    Ok(config)
}

fn nginx_version(tag: &str) -> &'static str {
    match tag.trim_end_matches("-alpine") {
        "1.14.2" => "1.14.2",
        "1.16.1" => "1.16.1",
        "1.25" => "1.25.5",
        "1.26" => "1.26.3",
        "1.27" => "1.27.5",
        "1.28" | "stable" => "1.28.0",
        _ => "1.29.3",
    }
}

async fn nginx(process: &mut Process) -> i32 {
    if process.args().iter().any(|a| a == "-v" || a == "-V") {
        process
            .complain(&format!(
                "nginx version: nginx/{}",
                nginx_version(&process.machine.tag)
            ))
            .await;
        return 0;
    }
    let stamp = |clock: &Clock| clock.now().strftime("%Y/%m/%d %H:%M:%S").to_string();
    let machine = Arc::clone(&process.machine);
    let config = nginx_config(&machine.fs);
    if process.args().iter().any(|a| a == "-t") {
        let text = match &config {
            Ok(_) => "nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file /etc/nginx/nginx.conf test is successful".to_owned(),
            Err(why) => format!("nginx: [emerg] {why}\nnginx: configuration file /etc/nginx/nginx.conf test failed"),
        };
        process.complain(&text).await;
        return i32::from(config.is_err());
    }
    if let Some(at) = process.args().iter().position(|a| a == "-s") {
        let signal = match process.args().get(at + 1).map(String::as_str) {
            Some("reload") => HUP,
            Some("quit") => QUIT,
            _ => TERM,
        };
        machine.send(1, signal);
        return 0;
    }
    if !room(process, 4 * MIB).await {
        return 137;
    }
    let config = match config {
        Ok(config) => config,
        Err(why) => {
            process
                .complain(&format!(
                    "{} [emerg] 1#1: {why}\nnginx: [emerg] {why}",
                    stamp(&machine.clock)
                ))
                .await;
            return 1;
        }
    };
    let server = Arc::new(Nginx {
        fs: machine.fs.clone(),
        root: config.root,
        answer: config.answer,
        version: nginx_version(&machine.tag),
        clock: machine.clock.clone(),
        out: process.out.clone(),
        err: process.err.clone(),
    });
    let mut bound = Vec::new();
    for port in &config.ports {
        let Some(one) = machine.net.bind(*port, Listener::Http(server.clone())) else {
            let why = format!("bind() to 0.0.0.0:{port} failed (98: Address already in use)");
            for _ in 0..5 {
                process
                    .complain(&format!(
                        "{} [emerg] 1#1: {why}\nnginx: [emerg] {why}",
                        stamp(&machine.clock)
                    ))
                    .await;
                machine.clock.sleep(Duration::from_millis(500)).await;
            }
            process
                .complain(&format!(
                    "{} [emerg] 1#1: still could not bind()\nnginx: [emerg] still could not bind()",
                    stamp(&machine.clock)
                ))
                .await;
            return 1;
        };
        bound.push(one);
    }
    let now = stamp(&machine.clock);
    let lines = [
        format!("{now} [notice] 1#1: using the \"epoll\" event method"),
        format!("{now} [notice] 1#1: nginx/{}", server.version),
        format!("{now} [notice] 1#1: OS: podo-sandbox (simulated)"),
        format!("{now} [notice] 1#1: start worker processes"),
    ];
    process.err.write_now((lines.join("\n") + "\n").as_bytes());
    let code = wait(process, &[HUP]).await;
    process
        .err
        .write_now(format!("{} [notice] 1#1: exit\n", stamp(&machine.clock)).as_bytes());
    drop(bound);
    code
}

#[derive(Debug)]
struct Nginx {
    fs: Fs,
    root: String,
    answer: Option<(u16, String)>,
    version: &'static str,
    clock: Clock,
    out: Output,
    err: Output,
}

/// The kind of a file, by the end of its name.
fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html" | "htm") => "text/html",
        Some("css") => "text/css",
        Some("js") => "application/javascript",
        Some("json") => "application/json",
        Some("txt") => "text/plain",
        Some("xml") => "text/xml",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// A request's path without what stands behind `?`, and without a way out of the root.
fn clean(request: &Request<Bytes>) -> String {
    let decoded = request.uri().path().replace("%20", " ");
    join("/", &decoded)
}

fn header<'a>(request: &'a Request<Bytes>, name: &str) -> &'a str {
    request
        .headers()
        .get(name)
        .and_then(|v| v.to_str().ok())
        .unwrap_or("-")
}

fn answer(
    status: StatusCode,
    kind: &str,
    body: Bytes,
    server: &str,
    request: &Request<Bytes>,
    clock: &Clock,
) -> Response<Bytes> {
    let length = body.len();
    let body = if request.method() == Method::HEAD {
        Bytes::new()
    } else {
        body
    };
    let date = clock
        .now()
        .strftime("%a, %d %b %Y %H:%M:%S GMT")
        .to_string();
    let built = Response::builder()
        .status(status)
        .header("Server", server)
        .header("Date", date)
        .header("Content-Type", kind)
        .header("Content-Length", length)
        .body(body);
    built.unwrap_or_default()
}

impl Serve for Nginx {
    fn serve(&self, request: &Request<Bytes>, from: &str) -> Response<Bytes> {
        let path = clean(request);
        let error = |status: StatusCode| {
            let title = format!(
                "{} {}",
                status.as_u16(),
                status.canonical_reason().unwrap_or("")
            );
            let page = format!(
                "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n<hr><center>nginx/{}</center>\r\n</body>\r\n</html>\r\n",
                self.version
            );
            (status, "text/html", Bytes::from(page))
        };
        let (status, kind, body) = if let Some((code, text)) = &self.answer {
            (
                StatusCode::from_u16(*code).unwrap_or(StatusCode::OK),
                "text/plain",
                Bytes::from(text.clone()),
            )
        } else if !matches!(*request.method(), Method::GET | Method::HEAD) {
            error(StatusCode::METHOD_NOT_ALLOWED)
        } else {
            let full = format!("{}{path}", self.root);
            let folder = self.fs.stat(&full).is_ok_and(|e| e.is_folder());
            let file = if folder {
                join(&full, "index.html")
            } else {
                full.clone()
            };
            if let Ok(bytes) = self.fs.read(&file) {
                (StatusCode::OK, kind(&file), Bytes::copy_from_slice(&bytes))
            } else {
                let now = self.clock.now().strftime("%Y/%m/%d %H:%M:%S").to_string();
                let host = header(request, "host");
                let (why, status) = if folder {
                    (
                        format!("directory index of \"{full}/\" is forbidden"),
                        StatusCode::FORBIDDEN,
                    )
                } else {
                    (
                        format!("open() \"{full}\" failed (2: No such file or directory)"),
                        StatusCode::NOT_FOUND,
                    )
                };
                let line = format!(
                    "{now} [error] 29#29: *1 {why}, client: {from}, server: localhost, request: \"{} {} HTTP/1.1\", host: \"{host}\"\n",
                    request.method(),
                    request.uri()
                );
                self.err.write_now(line.as_bytes());
                error(status)
            }
        };
        let stamp = self
            .clock
            .now()
            .strftime("%d/%b/%Y:%H:%M:%S +0000")
            .to_string();
        let line = format!(
            "{from} - - [{stamp}] \"{} {} HTTP/1.1\" {} {} \"-\" \"{}\" \"-\"\n",
            request.method(),
            request.uri(),
            status.as_u16(),
            body.len(),
            header(request, "user-agent")
        );
        self.out.write_now(line.as_bytes());
        answer(
            status,
            kind,
            body,
            &format!("nginx/{}", self.version),
            request,
            &self.clock,
        )
    }
}

async fn apache(process: &mut Process) -> i32 {
    let machine = Arc::clone(&process.machine);
    if process.busybox()
        && process.name() == "httpd"
        && machine.image.repository.ends_with("busybox")
    {
        return busybox_httpd(process).await;
    }
    if !room(process, 6 * MIB).await {
        return 137;
    }
    let bytes = machine
        .fs
        .read("/usr/local/apache2/conf/httpd.conf")
        .unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let setting = |name: &str| {
        text.lines()
            .filter_map(|l| l.trim().strip_prefix(name))
            .map(|v| v.trim().trim_matches('"').to_owned())
            .next()
    };
    let port = setting("Listen ")
        .and_then(|p| p.rsplit(':').next()?.parse().ok())
        .unwrap_or(80);
    let root = setting("DocumentRoot ").unwrap_or_else(|| "/usr/local/apache2/htdocs".into());
    let server = Arc::new(Apache {
        fs: machine.fs.clone(),
        root,
        clock: machine.clock.clone(),
        out: process.out.clone(),
    });
    let Some(bound) = machine.net.bind(port, Listener::Http(server)) else {
        process.complain(&format!("(98)Address already in use: AH00072: make_sock: could not bind to address 0.0.0.0:{port}\nno listening sockets available, shutting down\nAH00015: Unable to open logs")).await;
        return 1;
    };
    let ip = &machine.net.ip;
    let now = machine
        .clock
        .now()
        .strftime("%a %b %d %H:%M:%S.%6f %Y")
        .to_string();
    let lines = [
        format!(
            "AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using {ip}. Set the 'ServerName' directive globally to suppress this message"
        ),
        format!(
            "[{now}] [mpm_event:notice] [pid 1:tid 1] AH00489: Apache/2.4.65 (Unix) configured -- resuming normal operations"
        ),
        format!("[{now}] [core:notice] [pid 1:tid 1] AH00094: Command line: 'httpd -D FOREGROUND'"),
    ];
    process.err.write_now((lines.join("\n") + "\n").as_bytes());
    let code = wait(process, &[28]).await;
    drop(bound);
    code
}

async fn busybox_httpd(process: &mut Process) -> i32 {
    let options = super::Options::parse(process.args(), "phc");
    let port = options
        .value('p')
        .and_then(|p| p.rsplit(':').next()?.parse().ok())
        .unwrap_or(80);
    let root = process.path(options.value('h').unwrap_or("."));
    let machine = Arc::clone(&process.machine);
    let server = Arc::new(Apache {
        fs: machine.fs.clone(),
        root,
        clock: machine.clock.clone(),
        out: Output::Null,
    });
    let Some(bound) = machine.net.bind(port, Listener::Http(server)) else {
        process
            .complain("httpd: bind: Address already in use")
            .await;
        return 1;
    };
    if !options.has('f') {
        // Without `-f` it goes on beside the shell that called it.
        let ended = Arc::clone(&machine);
        machine.beside(async move {
            ended.ended().await;
            drop(bound);
        });
        return 0;
    }
    let code = wait(process, &[]).await;
    drop(bound);
    code
}

#[derive(Debug)]
struct Apache {
    fs: Fs,
    root: String,
    clock: Clock,
    out: Output,
}

impl Serve for Apache {
    fn serve(&self, request: &Request<Bytes>, from: &str) -> Response<Bytes> {
        let full = format!("{}{}", self.root, clean(request));
        let file = if self.fs.stat(&full).is_ok_and(|e| e.is_folder()) {
            join(&full, "index.html")
        } else {
            full
        };
        let (status, kind, body) = if let Ok(bytes) = self.fs.read(&file) {
            (StatusCode::OK, kind(&file), Bytes::copy_from_slice(&bytes))
        } else {
            let page = "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<html><head>\n<title>404 Not Found</title>\n</head><body>\n<h1>Not Found</h1>\n<p>The requested URL was not found on this server.</p>\n</body></html>\n";
            (
                StatusCode::NOT_FOUND,
                "text/html; charset=iso-8859-1",
                Bytes::from_static(page.as_bytes()),
            )
        };
        let stamp = self
            .clock
            .now()
            .strftime("%d/%b/%Y:%H:%M:%S +0000")
            .to_string();
        let line = format!(
            "{from} - - [{stamp}] \"{} {} HTTP/1.1\" {} {}\n",
            request.method(),
            request.uri(),
            status.as_u16(),
            body.len()
        );
        self.out.write_now(line.as_bytes());
        answer(
            status,
            kind,
            body,
            "Apache/2.4.65 (Unix)",
            request,
            &self.clock,
        )
    }
}

async fn echo_server(process: &mut Process) -> i32 {
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
