//! Apache's httpd, and busybox's, which serves the same way.

use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response, StatusCode};

use super::{
    MIB,
    answer::{answer, clean, kind},
    room, wait,
};
use crate::{
    clock::Clock,
    containers::{
        fs::{Fs, join},
        machine::Process,
        network::{Listener, Serve},
        programs::Options,
        stream::Output,
    },
};

pub(super) async fn apache(process: &mut Process) -> i32 {
    let machine = Arc::clone(&process.machine);
    if process.busybox() && process.name() == "httpd" && machine.image.is_of("busybox") {
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
    let options = Options::parse(process.args(), "phc");
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
