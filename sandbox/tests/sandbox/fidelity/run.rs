//! Performing a scenario with a real kubectl, on whatever cluster a kubeconfig leads to.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs::{self, File},
    io::{Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use regex::Regex;
use serde_json::Value;

use crate::kubectl::programs;

use super::{
    normal::Own,
    scenario::{Scenario, Step},
    transcript::Answer,
};

/// How long a command may take that nothing ends.
const PATIENCE: Duration = Duration::from_secs(75);
/// How often a state that is waited for is looked at.
const GLANCE: Duration = Duration::from_millis(150);
/// What a command that runs is given before something happens meanwhile.
const HEAD_START: Duration = Duration::from_millis(900);

/// Kubectls by their minor versions.
pub(super) type Kubectls = BTreeMap<String, PathBuf>;

/// The kubectls that `KUBECTL_BIN` names, separated by colons.
pub(super) fn kubectls() -> Kubectls {
    let version = Regex::new(r"v(\d+\.\d+)\.").unwrap();
    let minor = |program: &str| {
        let output = Command::new(program)
            .args(["version", "--client"])
            .output()
            .unwrap_or_else(|error| panic!("{program}: {error}"));
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        version.captures(&text).unwrap()[1].to_owned()
    };
    programs()
        .into_iter()
        .map(|program| (minor(&program), PathBuf::from(program)))
        .collect()
}

/// Does something with each of some scenarios, so many at once.
pub(super) fn at_once(count: usize, scenarios: Vec<Scenario>, work: impl Fn(Scenario) + Sync) {
    let queue = Mutex::new(scenarios);
    let next = || queue.lock().unwrap().pop();
    thread::scope(|scope| {
        for _ in 0..count {
            scope.spawn(|| {
                while let Some(scenario) = next() {
                    work(scenario);
                }
            });
        }
    });
}

/// A cluster, as a scenario finds it.
pub(super) struct Place<'a> {
    pub(super) kubectl: &'a Path,
    /// The text of a kubeconfig.
    pub(super) config: &'a str,
}

/// One scenario under way.
struct Run<'a> {
    place: &'a Place<'a>,
    home: tempfile::TempDir,
    own: Own,
    variables: Vec<(String, String)>,
}

/// What a program gave.
#[derive(Debug, Default)]
struct Output {
    stdout: String,
    stderr: String,
    code: i32,
}

/// Performs a scenario in a namespace that is made for it and removed after it.
///
/// The error says which state did not come about.
pub(super) fn perform(scenario: &Scenario, place: &Place<'_>) -> Result<Vec<Answer>, String> {
    let run = Run::begin(scenario, place);
    let answers = run.and_then(|mut run| {
        let answers = run.steps(&scenario.steps);
        run.kubectl(&format!(
            "delete namespace {} --ignore-not-found --wait=false",
            scenario.namespace()
        ));
        answers
    });
    answers.map_err(|why| format!("{}: {why}", scenario.name))
}

impl<'a> Run<'a> {
    fn begin(scenario: &Scenario, place: &'a Place<'a>) -> Result<Self, String> {
        let home = tempfile::tempdir().unwrap();
        let namespace = scenario.namespace();
        for (name, text) in &scenario.files {
            let path = home.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text.replace("$NAMESPACE", &namespace)).unwrap();
        }
        let (config, server) = configured(place.config, &namespace);
        fs::write(home.path().join("kubeconfig"), config).unwrap();
        let host = server.trim_start_matches("https://").to_owned();
        let own = vec![
            (namespace.clone(), "NAMESPACE"),
            (home.path().to_string_lossy().into_owned(), "FOLDER"),
            (server, "SERVER"),
            (host, "HOST"),
        ];
        let run = Self {
            place,
            home,
            own: Own(own),
            variables: vec![("NAMESPACE".to_owned(), namespace.clone())],
        };
        let made = run.kubectl(&format!("create namespace {namespace}"));
        if made.code != 0 {
            return Err(made.stderr);
        }
        // A real cluster makes it a moment later, and refuses Pods until then.
        run.until("get serviceaccount default -o name", |text| {
            text == "serviceaccount/default"
        })?;
        Ok(run)
    }

    fn steps(&mut self, steps: &[Step]) -> Result<Vec<Answer>, String> {
        let mut answers = Vec::new();
        for step in steps {
            if let Some(line) = &step.until {
                let matches = step.matches.as_ref().map(|m| Regex::new(m).unwrap());
                let is = step.is.as_deref().map(|is| self.filled(is));
                self.until(line, |text| {
                    is.as_ref().is_none_or(|is| text == is)
                        && matches.as_ref().is_none_or(|m| m.is_match(text))
                })?;
            } else if let (Some(name), Some(line)) = (&step.variable, &step.from) {
                let output = self.kubectl(line);
                let value = output.stdout.trim().to_owned();
                self.variables.push((name.clone(), value));
            }
            answers.extend(self.answer(step));
        }
        Ok(answers)
    }

    fn answer(&self, step: &Step) -> Option<Answer> {
        let title = step.title()?;
        if let Some(what) = &step.objects {
            let output = self.kubectl(&format!("get {what} -o json"));
            let lines = self.own.fields(&output.stdout);
            let errors = self.own.lines(&output.stderr);
            return Some(Answer::new(title, &lines, &errors, output.code));
        }
        let (output, fetched) = self.run(step);
        let described = title.starts_with("kubectl describe");
        let mut lines = if described {
            self.own.described(&output.stdout)
        } else {
            self.own.lines(&output.stdout)
        };
        if step.sorted {
            lines.sort();
        }
        if step.last {
            lines.drain(..lines.len().saturating_sub(1));
        }
        lines.extend(self.own.lines(&fetched));
        let errors = self.own.lines(&output.stderr);
        // What was ended from outside has no code of its own.
        let code = if step.seconds.is_some() || step.fetch.is_some() {
            0
        } else {
            output.code
        };
        Some(Answer::new(title, &lines, &errors, code))
    }

    /// Types a line until its output is as wanted.
    fn until(&self, line: &str, wanted: impl Fn(&str) -> bool) -> Result<(), String> {
        let began = Instant::now();
        loop {
            let output = self.kubectl(line);
            if wanted(output.stdout.trim()) {
                return Ok(());
            }
            if began.elapsed() > PATIENCE {
                let Output { stdout, stderr, .. } = output;
                return Err(format!(
                    "`kubectl {line}` never showed what was waited for, but {stdout}{stderr}"
                ));
            }
            thread::sleep(GLANCE);
        }
    }

    fn kubectl(&self, line: &str) -> Output {
        let step = Step {
            run: Some(line.to_owned()),
            ..Step::default()
        };
        self.run(&step).0
    }

    /// A text with the values of variables.
    fn filled(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, value) in &self.variables {
            text = text.replace(&format!("${name}"), value);
        }
        text
    }

    fn command(&self, line: &str) -> Command {
        let arguments = shell_words::split(&self.filled(line))
            .unwrap_or_else(|error| panic!("{line}: {error}"));
        let mut command = Command::new(self.place.kubectl);
        command
            .args(arguments)
            .current_dir(self.home.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.home.path())
            .env("KUBECONFIG", self.home.path().join("kubeconfig"))
            .env("TZ", "UTC");
        command
    }

    /// Runs a step's program; gives its output, and what was fetched through it.
    fn run(&self, step: &Step) -> (Output, String) {
        let files = tempfile::tempdir().unwrap();
        let path = |name: &str| files.path().join(name);
        fs::write(path("in"), self.filled(&step.input)).unwrap();
        let mut command = self.command(step.run.as_deref().unwrap_or_default());
        if let Some(editor) = &step.editor {
            command.env("KUBE_EDITOR", OsString::from(editor));
        }
        let mut child = command
            .stdin(Stdio::from(File::open(path("in")).unwrap()))
            .stdout(File::create(path("out")).unwrap())
            .stderr(File::create(path("err")).unwrap())
            .spawn()
            .unwrap();
        let began = Instant::now();
        let mut fetched = String::new();
        if !step.meanwhile.is_empty() {
            thread::sleep(HEAD_START);
            for line in &step.meanwhile {
                self.kubectl(line);
            }
        }
        if let Some(what) = &step.fetch {
            fetched = fetch(&path("out"), what).unwrap_or_else(|| "nothing came\n".to_owned());
        }
        let allowed = step.seconds.map_or(PATIENCE, Duration::from_secs_f32);
        let code = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status.code().unwrap_or(-1);
            }
            if step.fetch.is_some() || began.elapsed() > allowed {
                child.kill().unwrap();
                child.wait().unwrap();
                break -1;
            }
            thread::sleep(Duration::from_millis(10));
        };
        let read = |name: &str| {
            String::from_utf8_lossy(&fs::read(path(name)).unwrap_or_default()).into_owned()
        };
        let output = Output {
            stdout: read("out"),
            stderr: read("err"),
            code,
        };
        (output, fetched)
    }
}

/// A kubeconfig whose context leads into the namespace, and the URL of its server.
fn configured(config: &str, namespace: &str) -> (String, String) {
    let mut config: Value = serde_yaml::from_str(config).unwrap();
    let server = config["clusters"][0]["cluster"]["server"]
        .as_str()
        .unwrap()
        .to_owned();
    config["contexts"][0]["context"]["namespace"] = namespace.into();
    (config.to_string(), server)
}

/// Fetches a path from the port that a program says it forwards: the code, and the body.
fn fetch(output: &Path, what: &str) -> Option<String> {
    let port = Regex::new(r"127\.0\.0\.1:(\d+)").unwrap();
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(20) {
        let text = fs::read_to_string(output).unwrap();
        let Some(port) = port.captures(&text).and_then(|c| c[1].parse::<u16>().ok()) else {
            thread::sleep(GLANCE);
            continue;
        };
        let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
        let wait = Some(Duration::from_secs(10));
        stream.set_read_timeout(wait).ok()?;
        write!(stream, "GET {what} HTTP/1.0\r\nHost: localhost\r\n\r\n").ok()?;
        let mut answer = Vec::new();
        // What came before an error counts too.
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n")?;
        let code = head.split(' ').nth(1)?;
        // What the program says about the connection comes a moment later.
        thread::sleep(GLANCE);
        let body = if code == "200" { body } else { "" };
        return Some(format!("{code} {body}"));
    }
    None
}
