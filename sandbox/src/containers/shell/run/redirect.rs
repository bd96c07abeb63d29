//! Redirection: where a command's streams come from and go to.

use std::sync::Arc;

use super::{Shell, Stop};
use crate::containers::{
    fs::{Content, Trouble},
    machine::Io,
    shell::parse::{Redirect, RedirectKind},
    stream::{Input, Output},
};

impl Shell {
    pub(super) fn restore(&mut self, io: Io) {
        self.process.input = io.input;
        self.process.out = io.out;
        self.process.err = io.err;
        self.process.terminal = io.terminal;
    }

    /// Turns the shell's own streams; the inner error is the exit code of a command that cannot.
    pub(super) async fn redirect(
        &mut self,
        redirects: &[Redirect],
    ) -> Result<Result<(), i32>, Stop> {
        for redirect in redirects {
            let target = self.text(&redirect.target).await?;
            let machine = Arc::clone(&self.process.machine);
            let path = self.process.path(&target);
            let device = match machine.fs.stat(&path).map(|e| e.content) {
                Ok(Content::Device(name)) => Some(name),
                _ => None,
            };
            match redirect.kind {
                RedirectKind::Here => self.process.input = Input::text(target.as_bytes()),
                RedirectKind::Read => match (device, machine.fs.read(&path)) {
                    (Some("stdin" | "tty"), _) => {}
                    (_, Ok(bytes)) => self.process.input = Input::text(&bytes),
                    (_, Err(trouble)) => {
                        let why = if trouble == Trouble::Missing {
                            "no such file".to_owned()
                        } else {
                            trouble.to_string()
                        };
                        let text = if self.busybox() {
                            format!("can't open {target}: {why}")
                        } else {
                            format!("cannot open {target}: {}", dash(trouble))
                        };
                        self.complain(&text).await;
                        return Ok(Err(if self.busybox() { 1 } else { 2 }));
                    }
                },
                RedirectKind::Write | RedirectKind::Append => {
                    let output = match device {
                        Some("null") => Output::Null,
                        Some("stdout") => self.process.out.clone(),
                        Some("stderr") => self.process.err.clone(),
                        _ => {
                            let append = redirect.kind == RedirectKind::Append;
                            if let Err(trouble) =
                                machine.fs.write(&path, &[], append, machine.clock.now())
                            {
                                let text = match (self.busybox(), trouble) {
                                    (true, Trouble::Missing) => {
                                        format!("can't create {target}: nonexistent directory")
                                    }
                                    (true, other) => format!("can't create {target}: {other}"),
                                    (false, other) => {
                                        format!("cannot create {target}: {}", dash(other))
                                    }
                                };
                                self.complain(&text).await;
                                return Ok(Err(if self.busybox() { 1 } else { 2 }));
                            }
                            Output::File(machine.fs.clone(), path, machine.clock.clone())
                        }
                    };
                    if redirect.stream == 2 {
                        self.process.err = output;
                    } else {
                        self.process.out = output;
                    }
                }
                RedirectKind::Duplicate => match (redirect.stream, target.as_str()) {
                    (2, "1") => self.process.err = self.process.out.clone(),
                    (1, "2") => self.process.out = self.process.err.clone(),
                    (1, "-") => self.process.out = Output::Null,
                    (2, "-") => self.process.err = Output::Null,
                    (0, "-") => self.process.input = Input::empty(),
                    _ => {}
                },
            }
        }
        Ok(Ok(()))
    }
}

/// A trouble as dash puts it.
fn dash(trouble: Trouble) -> String {
    match trouble {
        Trouble::Missing => "Directory nonexistent".into(),
        other => other.to_string(),
    }
}
