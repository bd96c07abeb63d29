//! Real programs in the foreground and as jobs. What needs a terminal, or a stdin of its own, runs
//! in a child: this test binary again, as a small prompt over the real line source
//! ([`a_small_prompt`]), on a pseudo-terminal or with a script on stdin.

use std::fs;
use std::io::{self, BufReader, IsTerminal, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use podo::programs::jobs::{JobState, Started};
use podo::programs::{Invocation, Jobs, ProgramError, foreground, signals};
use podo::render::theme::Theme;
use podo::repl::editor::LineSource;
use podo::ui::input::{Ask, Input};
use rexpect::session::{PtySession, spawn_command};

/// Set in the child.
const CHILD: &str = "PODO_TEST_PROMPT";

/// What the child asks with.
const PROMPT: &str = "[podo-test]> ";

/// How long a test waits for anything, in milliseconds.
const PATIENCE: u64 = 30_000;

/// The child: runs each line that it reads as a program and tells how it ended; with `&` behind it
/// the program is a job. `answer` asks a question, `quit` leaves.
#[test]
#[ignore = "the child of the other tests"]
fn a_small_prompt() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut jobs = Jobs::new(folder.path());
    signals::install(runtime.handle(), jobs.live()).unwrap();
    let mut source = if io::stdin().is_terminal() {
        LineSource::terminal(Theme::plain(), None).unwrap()
    } else {
        LineSource::script(Box::new(BufReader::new(io::stdin())), true)
    };
    let mut out = io::stdout();
    loop {
        match source.read(PROMPT, "", &mut out).unwrap() {
            Input::Line(line) if line == "quit" => break,
            Input::Line(line) if line == "answer" => {
                let answer = source.ask("sure? ", "no", &mut out).unwrap();
                writeln!(out, "= {answer:?}").unwrap();
            }
            Input::Line(line) => match line.strip_suffix('&') {
                Some(line) => {
                    let started = jobs.start(&invocation(line));
                    writeln!(out, "= {started:?}").unwrap();
                }
                None if line.is_empty() => {}
                None => run_line(&line),
            },
            Input::Interrupted => writeln!(out, "= interrupted").unwrap(),
            Input::Eof => break,
        }
    }
    writeln!(out, "= bye").unwrap();
}

fn run_line(line: &str) {
    let mut out = io::stdout();
    let mut stopped = || writeln!(out, "= stopped").unwrap();
    let end = foreground::run(&invocation(line), &mut stopped);
    match end {
        Ok(end) => {
            let kept = end.stderr_tail.as_deref().map(String::from_utf8_lossy);
            let (code, signal) = (end.exit_code, end.signal);
            writeln!(out, "= code {code:?} signal {signal:?} stderr {kept:?}").unwrap();
        }
        Err(error) => writeln!(out, "= {error}").unwrap(),
    }
}

fn invocation(line: &str) -> Invocation {
    let mut words = shell_words::split(line).unwrap();
    let program = words.remove(0);
    Invocation::new(program, words)
}

/// The child's command, with a folder of fake tools in front of its PATH: `kubectl`, whose stderr
/// is kept, does what its first argument says to `sh`.
fn child(tools: &Path) -> Command {
    let kubectl = tools.join("kubectl");
    fs::write(&kubectl, "#!/bin/sh\nexec sh -c \"$1\"\n").unwrap();
    fs::set_permissions(&kubectl, fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var_os("PATH").unwrap();
    let folders = [tools.to_owned()];
    let path = folders.into_iter().chain(std::env::split_paths(&path));
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([
            "programs::a_small_prompt",
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .env(CHILD, "1")
        .env("TERM", "xterm")
        .env("PATH", std::env::join_paths(path).unwrap());
    command
}

/// Runs a script through the child: its stdout and its stderr.
fn script(lines: &str) -> (String, String) {
    let tools = tempfile::tempdir().unwrap();
    let mut command = child(tools.path());
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(lines.as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr))
}

#[test]
fn how_a_program_ended_is_told() {
    let (out, err) = script(
        "kubectl 'echo out; echo err >&2; exit 3'\n\
         kubectl 'kill -9 $$'\n\
         sh -c 'exit 0'\n\
         podo-no-such-program\n",
    );
    for expected in [
        "\nout\n= code Some(3) signal None stderr Some(\"err\\n\")",
        "= code None signal Some(9) stderr Some(\"\")",
        "= code Some(0) signal None stderr None",
        "= there is no program `podo-no-such-program` (",
        "= bye",
    ] {
        assert!(out.contains(expected), "{expected}\nin:\n{out}");
    }
    assert!(err.contains("err\n"), "{err}");
}

#[test]
fn the_script_is_not_eaten_by_the_programs_it_runs() {
    let (out, _) = script("kubectl cat\ncat\nsh -c 'echo still here'\n");
    assert!(out.contains("\nstill here\n"), "{out}");
}

#[test]
fn the_end_of_a_long_stderr_is_kept_and_all_of_it_shown() {
    let (out, err) =
        script("kubectl 'i=0; while [ $i -lt 2000 ]; do echo line $i >&2; i=$((i+1)); done'\n");
    assert_eq!(
        err.lines().filter(|line| line.starts_with("line ")).count(),
        2000
    );
    let kept = out.split("stderr Some(").nth(1).unwrap();
    assert!(kept.contains("line 1999\\n") && !kept.contains("line 1000\\n"));
    // 4 KiB and a byte, in which line ends are two characters here.
    assert!((4097..5000).contains(&kept.find(')').unwrap()), "{kept}");
}

#[test]
fn something_left_behind_does_not_hold_the_prompt() {
    let tools = tempfile::tempdir().unwrap();
    let mut session = session(tools.path());
    let begin = Instant::now();
    session
        .send_line("kubectl 'echo e >&2; sleep 20 & echo'")
        .unwrap();
    session.exp_string("stderr Some(\"e\\n\")").unwrap();
    assert!(begin.elapsed() < Duration::from_secs(10));
}

/// The child on a pseudo-terminal, at its prompt.
fn session(tools: &Path) -> PtySession {
    let mut session = spawn_command(child(tools), Some(PATIENCE)).unwrap();
    session.exp_string(PROMPT).unwrap();
    session
}

/// Types a line and waits until the program says that it is ready.
fn start(session: &mut PtySession, line: &str) {
    session.send_line(line).unwrap();
    // The echo of the line has no line end before the word.
    session.exp_string("\nready").unwrap();
    // The terminal is handed over beside the program's first words; a key typed in between is
    // podo's, and a person does not type that fast.
    thread::sleep(Duration::from_millis(700));
}

#[test]
fn ctrl_c_ends_the_program_and_not_podo() {
    let tools = tempfile::tempdir().unwrap();
    let mut session = session(tools.path());
    for line in [
        // Alone, and as something that a program started: both are in the group.
        "kubectl 'echo ready; exec sleep 60'",
        "sh -c 'echo ready; sleep 60; exit 7'",
    ] {
        start(&mut session, line);
        session.send_control('c').unwrap();
        session.exp_string("signal Some(2)").unwrap();
        session.exp_string(PROMPT).unwrap();
    }
    start(&mut session, "sh -c 'echo ready; exec sleep 60'");
    session.send_control('\\').unwrap();
    session.exp_string("signal Some(3)").unwrap();
    session.exp_string(PROMPT).unwrap();
    // At the prompt it clears the line.
    session.send("half a li").unwrap();
    session.send_control('c').unwrap();
    session.exp_string("= interrupted").unwrap();
    session.exp_string(PROMPT).unwrap();
    session.send_line("quit").unwrap();
    session.exp_string("= bye").unwrap();
}

#[test]
fn ctrl_z_lets_the_program_go_on() {
    let tools = tempfile::tempdir().unwrap();
    let mut session = session(tools.path());
    // The inner program is stopped as well, and has to go on as well.
    start(
        &mut session,
        "sh -c 'sh -c \"echo ready; read a; echo got \\$a\"; exit 5'",
    );
    for _ in 0..3 {
        session.send_control('z').unwrap();
        thread::sleep(Duration::from_millis(200));
    }
    session.send_line("grape").unwrap();
    let before = session.exp_string("got grape").unwrap();
    assert_eq!(before.matches("= stopped").count(), 1, "{before}");
    session.exp_string("code Some(5)").unwrap();
    session.exp_string(PROMPT).unwrap();
}

#[test]
fn the_terminal_is_as_it_was_after_a_program_that_spoils_it() {
    let tools = tempfile::tempdir().unwrap();
    let mut session = session(tools.path());
    let modes = |session: &mut PtySession| {
        session.send_line("stty -g").unwrap();
        session.exp_string("\n").unwrap();
        let modes = session.exp_string("\n").unwrap();
        session.exp_string(PROMPT).unwrap();
        modes
    };
    let before = modes(&mut session);
    assert!(before.contains(':'), "{before}");
    session
        .send_line("sh -c 'stty raw; stty -g; kill -9 $$'")
        .unwrap();
    let spoilt = session.exp_string("signal Some(9)").unwrap();
    assert!(!spoilt.contains(&before), "{spoilt}");
    session.exp_string(PROMPT).unwrap();
    assert_eq!(modes(&mut session), before);
}

#[test]
fn an_interactive_program_has_the_terminal_for_itself() {
    let tools = tempfile::tempdir().unwrap();
    let mut session = session(tools.path());
    start(
        &mut session,
        "sh -c 'echo ready; read line; echo got $line; test -t 0 && test -t 1 && test -t 2 && echo all three'",
    );
    session.send_line("some words").unwrap();
    session.exp_string("got some words").unwrap();
    session.exp_string("all three").unwrap();
    session.exp_string("stderr None").unwrap();
    session.exp_string(PROMPT).unwrap();
    // An answer begins with what there is, and is no command.
    session.send_line("answer").unwrap();
    session.exp_string("sure? no").unwrap();
    session.send_line(" way").unwrap();
    session.exp_string("= Line(\"no way\")").unwrap();
}

#[test]
fn a_terminal_that_stops_background_writers_does_not_stop_podo() {
    let tools = tempfile::tempdir().unwrap();
    let inner = child(tools.path());
    let words = inner
        .get_args()
        .map(|word| word.to_str().unwrap().to_owned());
    let words: Vec<_> = words.collect();
    let mut outer = Command::new("sh");
    outer.args(["-c", "stty tostop; exec \"$0\" \"$@\""]);
    outer.arg(inner.get_program()).args(words);
    for (name, value) in inner.get_envs() {
        outer.env(name, value.unwrap());
    }
    let mut session = spawn_command(outer, Some(PATIENCE)).unwrap();
    session.exp_string(PROMPT).unwrap();
    session
        .send_line("kubectl 'echo one >&2; echo two >&2'")
        .unwrap();
    session.exp_string("stderr Some(\"one\\ntwo\\n\")").unwrap();
}

#[test]
fn the_window_that_closes_takes_podo_and_its_jobs_along() {
    let tools = tempfile::tempdir().unwrap();
    let mut session = session(tools.path());
    let file = tools.path().join("job");
    let line = format!("sh -c 'echo $$ > {}; exec sleep 60' &", file.display());
    session.send_line(&line).unwrap();
    session.exp_string("= Ok(Running(1))").unwrap();
    let job = process_in(&file);
    let hangup = rexpect::process::Signal::SIGHUP;
    session.process_mut().signal(hangup).unwrap();
    session.exp_eof().unwrap();
    let status = session.process().wait().unwrap();
    assert!(format!("{status:?}").contains("129"), "{status:?}");
    until(|| !is_alive(job));
}

fn sh(line: &str) -> Invocation {
    Invocation::new("sh", vec!["-c".to_owned(), line.to_owned()])
}

/// Waits until something holds.
fn until(mut holds: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !holds() {
        assert!(
            begin.elapsed() < Duration::from_millis(PATIENCE),
            "it never held"
        );
        thread::sleep(Duration::from_millis(20));
    }
}

fn running(jobs: &mut Jobs, line: &str) -> u32 {
    match jobs.start(&sh(line)).unwrap() {
        Started::Running(id) => id,
        Started::Ended(job) => panic!("{job:?}"),
    }
}

/// The file a job names in its output, when it is there.
fn process_in(file: &PathBuf) -> i32 {
    let mut id = None;
    until(|| {
        id = fs::read_to_string(file)
            .ok()
            .and_then(|text| text.trim().parse().ok());
        id.is_some()
    });
    id.unwrap()
}

fn is_alive(process: i32) -> bool {
    let status = fs::read_to_string(format!("/proc/{process}/stat"));
    status.is_ok_and(|status| !status.contains(") Z "))
}

#[test]
fn a_job_that_ends_at_once_is_told_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut jobs = Jobs::new(dir.path());
    let begin = Instant::now();
    let started = jobs.start(&sh("echo unable to listen on port 8080 >&2; exit 1"));
    let Started::Ended(job) = started.unwrap() else {
        panic!("still running")
    };
    assert!(begin.elapsed() < Duration::from_secs(2));
    assert_eq!((job.id, job.exit_code, job.signal), (1, Some(1), None));
    assert_eq!(job.last_lines, "unable to listen on port 8080");
    assert!(jobs.reap().is_empty(), "it was told already");
    assert_eq!(jobs.running(), 0);
}

#[test]
fn jobs_are_listed_and_their_end_is_told_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut jobs = Jobs::new(dir.path());
    let go = dir.path().join("go");
    let wait = format!(
        "echo waiting; until test -e {}; do sleep 0.05; done; echo done; exit 4",
        go.display()
    );
    let first = running(&mut jobs, &wait);
    let second = running(&mut jobs, "echo forwarding; sleep 60");
    let view = &jobs.list()[0];
    assert_eq!((view.id, view.state), (first, JobState::Running));
    assert_eq!(view.last_line, "waiting");
    assert_eq!(view.argv[2], wait);
    assert!(jobs.reap().is_empty());
    fs::write(go, "").unwrap();
    let mut ended = Vec::new();
    until(|| {
        ended = jobs.reap();
        !ended.is_empty()
    });
    assert_eq!((ended[0].id, ended[0].exit_code), (first, Some(4)));
    assert_eq!(ended[0].last_lines, "waiting\ndone");
    assert!(jobs.reap().is_empty());
    assert_eq!(jobs.list().len(), 2);
    assert_eq!(jobs.last_lines(second, 3).as_deref(), Some("forwarding"));
    assert_eq!((jobs.stop(first), jobs.stop(99)), (None, None));
    assert_eq!(jobs.stop(second).unwrap().signal, Some(2));
    assert!(
        jobs.reap().is_empty(),
        "who stops a job knows that it ended"
    );
}

#[test]
fn a_job_that_ignores_signals_is_stopped_all_the_same_and_its_children_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut jobs = Jobs::new(dir.path());
    let file = dir.path().join("inner");
    let line = format!(
        "trap '' INT TERM; sh -c 'echo $$ > {}; while :; do sleep 0.1; done' & wait; while :; do sleep 0.1; done",
        file.display()
    );
    let id = running(&mut jobs, &line);
    let inner = process_in(&file);
    let begin = Instant::now();
    assert_eq!(jobs.stop(id).unwrap().signal, Some(9));
    assert!(
        begin.elapsed() > Duration::from_millis(4900),
        "it got its time"
    );
    until(|| !is_alive(inner));
}

#[test]
fn no_job_outlives_podo() {
    let dir = tempfile::tempdir().unwrap();
    let logs = dir.path().join("jobs");
    let files = ["a", "b"].map(|name| dir.path().join(name));
    let mut jobs = Jobs::new(&logs);
    for file in &files {
        running(
            &mut jobs,
            &format!("echo $$ > {}; exec sleep 60", file.display()),
        );
    }
    let processes = files.each_ref().map(process_in);
    drop(jobs);
    assert!(processes.iter().all(|process| !is_alive(*process)));
    assert_eq!(fs::read_dir(&logs).unwrap().count(), 0, "logs are left");
}

#[test]
fn a_job_that_is_stopped_is_told_apart_and_can_be_ended() {
    let dir = tempfile::tempdir().unwrap();
    let mut jobs = Jobs::new(dir.path());
    let id = running(&mut jobs, "kill -STOP $$; sleep 60");
    until(|| jobs.list()[0].state == JobState::Waiting);
    let begin = Instant::now();
    assert_eq!(jobs.stop(id).unwrap().signal, Some(2));
    assert!(begin.elapsed() < Duration::from_secs(2));
}

#[test]
fn a_job_cannot_start_without_a_program_or_a_log() {
    let dir = tempfile::tempdir().unwrap();
    let mut jobs = Jobs::new(dir.path());
    let missing = Invocation::new("podo-no-such-program", Vec::new());
    assert!(matches!(
        jobs.start(&missing),
        Err(ProgramError::NotFound { .. })
    ));
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let mut nowhere = Jobs::new(&file.join("jobs"));
    assert!(matches!(
        nowhere.start(&sh(":")),
        Err(ProgramError::Log { .. })
    ));
    assert!(jobs.list().is_empty());
}
