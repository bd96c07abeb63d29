//! nginx: its command line, its start, and how it answers and notes requests.

mod config;

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};

use super::{
    MIB,
    answer::{answer, clean, header, kind},
    room, wait,
};
use crate::{
    clock::Clock,
    containers::{
        fs::{Fs, join},
        machine::{HUP, Process, QUIT, TERM},
        network::{Listener, Serve},
        stream::Output,
    },
};
use config::nginx_config;

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

pub(super) async fn nginx(process: &mut Process) -> i32 {
    if process.args().iter().any(|a| a == "-v" || a == "-V") {
        process
            .complain(&format!(
                "nginx version: nginx/{}",
                nginx_version(process.machine.image.version())
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
        version: nginx_version(machine.image.version()),
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
