//! A conversation with the tutor over pipes: a line, and all that is said to it.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command};
use std::sync::mpsc::{self, Receiver};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::home::reader;
use super::{Ended, PATIENCE};

/// A tutor that is being talked with.
pub(crate) struct Talk {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<String>,
    stderr: Option<JoinHandle<String>>,
    /// All that was said, for a test that fails.
    transcript: String,
    marks: u32,
    started: Instant,
}

impl Talk {
    /// Starts the program.
    pub(crate) fn begin(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let (sender, lines) = mpsc::channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in stdout.split(b'\n') {
                let Ok(line) = line else { return };
                let line = String::from_utf8_lossy(&line).into_owned();
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Self {
            stdin: child.stdin.take(),
            stderr: child.stderr.take().map(reader),
            child,
            lines,
            transcript: String::new(),
            marks: 0,
            started: Instant::now(),
        }
    }

    /// The process's id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Says a line; all that is said to it.
    pub(crate) fn say(&mut self, line: &str) -> String {
        self.write(line);
        self.until_done()
    }

    /// Says a line, and yes to the question it may lead to. Without a question the yes is a word
    /// that podo does not know.
    pub(crate) fn say_yes(&mut self, line: &str) -> String {
        self.write(line);
        self.write("yes");
        self.until_done()
    }

    /// Types a line without waiting for anything.
    pub(crate) fn write(&mut self, line: &str) {
        let stdin = self.stdin.as_mut().unwrap();
        // A podo that has left is noticed by the one who waits for its words.
        let _ = writeln!(stdin, "{line}").and_then(|()| stdin.flush());
    }

    /// Waits until all lines that were typed are done; what was said meanwhile. A remark marks the
    /// end: podo shows it when it takes it. To a question it is no yes.
    pub(crate) fn until_done(&mut self) -> String {
        self.marks += 1;
        let mark = format!("#{}#", self.marks);
        self.write(&mark);
        let mut said = self.read_until(|line| line.ends_with(&mark), PATIENCE);
        let last = said.trim_end().rfind('\n').map_or(0, |at| at + 1);
        said.truncate(last);
        said
    }

    /// Waits for a line; what was said up to it.
    pub(crate) fn read_until(&mut self, is_last: impl Fn(&str) -> bool, limit: Duration) -> String {
        let deadline = Instant::now() + limit;
        let mut said = String::new();
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(line) = self.lines.recv_timeout(left) else {
                let transcript = &self.transcript;
                panic!("no prompt within {limit:?}, or podo has left; so far:\n{transcript}");
            };
            let last = is_last(&line);
            writeln!(said, "{line}").unwrap();
            writeln!(self.transcript, "{line}").unwrap();
            if last {
                return said;
            }
        }
    }

    /// Ends the script and waits for podo to leave.
    pub(crate) fn end(mut self) -> Ended {
        drop(self.stdin.take());
        let deadline = Instant::now() + PATIENCE;
        let mut stdout = std::mem::take(&mut self.transcript);
        while let Ok(line) = self
            .lines
            .recv_timeout(deadline.saturating_duration_since(Instant::now()))
        {
            writeln!(stdout, "{line}").unwrap();
        }
        let code = self.wait(deadline);
        let stderr = self.stderr.take().map(|thread| thread.join().unwrap());
        let ended = Ended {
            code,
            stdout,
            stderr: stderr.unwrap_or_default(),
            took: self.started.elapsed(),
        };
        assert!(!ended.stderr.contains("panicked"), "{}", ended.stderr);
        ended
    }

    fn wait(&mut self, deadline: Instant) -> Option<i32> {
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(Instant::now() < deadline, "podo did not leave");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        // Harmless for one that has left.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
