//! What bad input gets: no cluster, a broken kubeconfig, bad lesson packs, damaged files. The whole
//! program, with exit code, standard output and standard error in one golden file per language.

#![cfg(unix)]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use podo::i18n::Lang;
use serde_json::{Value, json};
use tempfile::TempDir;

mod clusters;
mod files;
mod lessons;

/// What stands for the random part of the folder's name; as long as that.
const FOLDER: &str = "folder";

/// A learner's home folder, and podo in it.
struct Home {
    folder: TempDir,
    /// Replaced in what is printed, so that it is the same in every run.
    hidden: Vec<(String, &'static str)>,
}

impl Home {
    /// An empty home. It is in `/tmp` whatever the environment says, because lines are wrapped by
    /// the length of the paths in them.
    fn new() -> Self {
        let mut builder = tempfile::Builder::new();
        builder.prefix("podo-").rand_bytes(FOLDER.len());
        let folder = builder.tempdir_in("/tmp").unwrap();
        let random = folder.path().file_name().unwrap().to_str().unwrap();
        let hidden = vec![(random.to_owned(), "podo-folder")];
        Self { folder, hidden }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file below the home, with the folders above it.
    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn kubeconfig(&self, text: &str) {
        self.write(".kube/config", text);
    }

    /// podo in this home, with nothing of this process's environment.
    fn podo(&self, lang: Lang, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_podo"));
        command
            .args(shell_words::split(line).unwrap())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("PODO_HOME", self.path("podo"))
            .env("PODO_LANG", lang.code())
            .env("LANG", "C.UTF-8")
            .env("COLUMNS", "80")
            .env("PATH", self.path("bin"))
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    /// Runs a line; what one would see, and the exit code.
    fn run(&self, lang: Lang, line: &str) -> String {
        let output = self.podo(lang, line).output().unwrap();
        let code = output
            .status
            .code()
            .map_or("none".to_owned(), |c| c.to_string());
        let mut seen = format!("$ podo {line}\n(exit code {code})\n");
        for (name, bytes) in [("stdout", output.stdout), ("stderr", output.stderr)] {
            let text = String::from_utf8(bytes).unwrap();
            if !text.is_empty() {
                seen.push_str(&format!("--- {name}\n{text}"));
            }
        }
        self.hide(seen)
    }

    fn hide(&self, mut text: String) -> String {
        for (found, shown) in &self.hidden {
            text = text.replace(found, shown);
        }
        if let Some(port) = self.sandbox_port() {
            text = text.replace(&format!("127.0.0.1:{port}"), "127.0.0.1:54321");
        }
        text
    }

    /// The port of the sandbox, if one was started here.
    fn sandbox_port(&self) -> Option<u64> {
        let access = fs::read(self.path("podo/data/sandbox/access.json")).ok()?;
        let access: Value = serde_json::from_slice(&access).unwrap();
        access["port"].as_u64()
    }

    fn run_all(&self, lang: Lang, lines: &[&str]) -> String {
        let seen: Vec<String> = lines.iter().map(|line| self.run(lang, line)).collect();
        seen.join("\n")
    }

    /// The exit code of a line, and its standard output.
    fn output(&self, line: &str) -> (Option<i32>, String) {
        let output = self.podo(Lang::En, line).output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
        )
    }
}

/// A pack that `podo lesson check` accepts, made by podo itself: the folder `pack` with the lesson
/// `one`.
fn with_pack(home: &Home) {
    assert_eq!(home.output("lesson new one --dir pack").0, Some(0));
}

/// A kubeconfig with one context `name` that leads to `server`.
fn kubeconfig(name: &str, server: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Config\ncurrent-context: {name}\nclusters:\n- name: {name}\n  \
         cluster: {{server: \"{server}\"}}\ncontexts:\n- name: {name}\n  \
         context: {{cluster: {name}, user: {name}}}\nusers:\n- name: {name}\n  user: {{}}\n"
    )
}

/// An address where nothing listens.
fn refused() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

/// A server that answers what podo asks before anything else, and nothing more; its address.
fn small_cluster() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || answer_all(stream));
        }
    });
    address
}

/// Answers the requests of one connection, until it is closed.
fn answer_all(stream: TcpStream) {
    let mut writer = stream.try_clone().unwrap();
    let mut reader = BufReader::new(stream);
    while let Some(path) = request(&mut reader) {
        let path = path.split('?').next().unwrap();
        let (status, body) = match path {
            "/version" => (
                "200 OK",
                json!({"gitVersion": "v1.36.0", "major": "1", "minor": "36"}),
            ),
            "/api/v1/namespaces/kube-system" => (
                "200 OK",
                json!({
                    "apiVersion": "v1", "kind": "Namespace",
                    "metadata": {"name": "kube-system", "uid": "uid-of-work"},
                }),
            ),
            "/api/v1/nodes" => (
                "200 OK",
                json!({"apiVersion": "v1", "kind": "NodeList", "metadata": {}, "items": []}),
            ),
            _ => (
                "404 Not Found",
                json!({
                    "apiVersion": "v1", "kind": "Status", "status": "Failure",
                    "reason": "NotFound", "code": 404, "message": "not here", "metadata": {},
                }),
            ),
        };
        let body = body.to_string();
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        if writer.write_all((head + &body).as_bytes()).is_err() {
            return;
        }
    }
}

/// The path of the next request; its body is read and left.
fn request(reader: &mut BufReader<TcpStream>) -> Option<String> {
    let mut first = String::new();
    if reader.read_line(&mut first).ok()? == 0 {
        return None;
    }
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    first.split(' ').nth(1).map(str::to_owned)
}

/// The problems of a value by one of the schemas in `schemas/`.
fn problems(schema: &str, instance: &Value) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("schemas")
        .join(schema);
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    validator
        .iter_errors(instance)
        .map(|e| e.to_string())
        .collect()
}
