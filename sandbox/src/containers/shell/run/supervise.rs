//! A shell's life: its script or its input, the signals that come meanwhile, and its end.

use std::{
    pin::Pin,
    sync::{Arc, PoisonError},
};

use tokio::sync::mpsc;

use super::{Outcome, Shell, Stop};
use crate::containers::{
    machine::{INT, Program},
    programs,
    shell::parse::{self, Body, Command, Item, List},
};

/// What a shell is to do.
pub(super) enum Work {
    Script(String),
    Input(bool),
    Item(Item),
}

/// Lets a shell work, and hands it signals; what it does not trap ends it, unless it is the first
/// process of its container.
pub(super) async fn supervise(
    mut shell: Shell,
    work: Work,
    mut incoming: mpsc::UnboundedReceiver<i32>,
) -> i32 {
    let signals = Arc::clone(&shell.signals);
    let spared = shell.process.pid == 1;
    let interactive = matches!(work, Work::Input(true));
    let outcome = {
        let mut run = Box::pin(shell.work(work));
        loop {
            tokio::select! {
                outcome = &mut run => break outcome,
                Some(signal) = incoming.recv() => {
                    if signals.trapped.lock().unwrap_or_else(PoisonError::into_inner).contains(&signal) {
                        signals.pending.lock().unwrap_or_else(PoisonError::into_inner).push(signal);
                        signals.came.notify_waiters();
                    } else if !(spared || (interactive && signal == INT)) {
                        return 128 + signal;
                    }
                }
            }
        }
    };
    match outcome {
        Err(Stop::Exec(program, argv, env)) => {
            let mut process = shell.process;
            process.argv = argv;
            process.env = env;
            process.signals = incoming;
            programs::run(Program::Known(program), process).await
        }
        other => {
            let code = other.unwrap_or_else(|stop| stop.code());
            shell.leave(code).await
        }
    }
}

/// [`supervise`] behind a pointer, so that a script in a script has a size.
pub(super) fn supervise_boxed(
    shell: Shell,
    work: Work,
    incoming: mpsc::UnboundedReceiver<i32>,
) -> Pin<Box<dyn Future<Output = i32> + Send>> {
    Box::pin(supervise(shell, work, incoming))
}

impl Shell {
    async fn work(&mut self, work: Work) -> Outcome {
        match work {
            Work::Script(text) => {
                let mut list = match parse::script(&text) {
                    Ok(list) => list,
                    Err(why) => {
                        self.syntax(&why).await;
                        return Ok(2);
                    }
                };
                let last = list.pop();
                self.list(&list).await?;
                let Some(item) = last else {
                    return Ok(self.last);
                };
                self.final_item(&item).await
            }
            Work::Input(interactive) => self.read_commands(interactive).await,
            Work::Item(item) => self.item(&item).await,
        }
    }

    /// The last command of a script takes the shell's place where nothing has to come after it.
    async fn final_item(&mut self, item: &Item) -> Outcome {
        let plain = item.rest.is_empty()
            && !item.background
            && !item.first.negated
            && self.traps.is_empty();
        if plain
            && let [
                Command {
                    body: Body::Simple { assignments, words },
                    redirects,
                },
            ] = item.first.commands.as_slice()
            && assignments.is_empty()
            && redirects.is_empty()
            && !words.is_empty()
        {
            let argv = self.arguments(words).await?;
            if let Some(name) = argv.first().filter(|n| !self.is_own(n))
                && let Ok(Program::Known(program)) =
                    self.process
                        .machine
                        .program(name, &self.process.env, &self.process.cwd)
            {
                return Err(Stop::Exec(program, argv, self.process.env.clone()));
            }
            return self.call(argv, Vec::new(), &[]).await;
        }
        self.item(item).await
    }

    async fn read_commands(&mut self, interactive: bool) -> Outcome {
        let mut text = String::new();
        loop {
            if interactive {
                let prompt = if !text.is_empty() {
                    "> ".to_owned()
                } else if self.busybox() {
                    format!(
                        "{} # ",
                        if self.process.cwd == self.get("HOME") {
                            "~"
                        } else {
                            &self.process.cwd
                        }
                    )
                } else if self.name.ends_with("bash") {
                    format!(
                        "root@{}:{}# ",
                        self.process.machine.hostname, self.process.cwd
                    )
                } else {
                    "# ".to_owned()
                };
                // Whoever has gone reads no prompt; the input will have ended too.
                let _ = self.process.err.write(prompt).await;
            }
            let Some(line) = self.process.input.line().await else {
                if !text.is_empty() {
                    self.syntax("unexpected end of file").await;
                    return Ok(2);
                }
                return Ok(self.last);
            };
            text.push_str(&String::from_utf8_lossy(&line));
            match parse::script(&text) {
                Ok(list) => {
                    text.clear();
                    match self.list(&list).await {
                        Ok(_) | Err(Stop::Break(_) | Stop::Continue(_)) => {}
                        Err(Stop::Return(code)) => self.last = code,
                        Err(other)
                            if interactive
                                && matches!(other, Stop::Exit(2))
                                && !text_is_exit(&list) =>
                        {
                            self.last = 2;
                        }
                        Err(other) => return Err(other),
                    }
                }
                Err(why)
                    if why.contains("end of file")
                        || why.contains("unterminated")
                        || why.contains("EOF") => {}
                Err(why) => {
                    text.clear();
                    self.syntax(&why).await;
                    self.last = 2;
                    if !interactive {
                        return Ok(2);
                    }
                }
            }
        }
    }

    /// What is left to do when the shell ends.
    async fn leave(mut self, code: i32) -> i32 {
        self.last = code;
        if let Some(action) = self.traps.remove(&0) {
            match self.evaluate(&action).await {
                Err(Stop::Exit(code)) => return code,
                Ok(_) | Err(_) => return code,
            }
        }
        code
    }

    /// Runs the actions of signals that have come.
    pub(super) async fn traps(&mut self) -> Outcome {
        loop {
            let next = {
                let mut pending = self
                    .signals
                    .pending
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                if pending.is_empty() {
                    None
                } else {
                    Some(pending.remove(0))
                }
            };
            let Some(signal) = next else {
                return Ok(self.last);
            };
            if let Some(action) = self.traps.get(&signal).cloned() {
                let before = self.last;
                self.evaluate(&action).await?;
                self.last = before;
            }
        }
    }

    pub(super) async fn evaluate(&mut self, text: &str) -> Outcome {
        match parse::script(text) {
            Ok(list) => self.list(&list).await,
            Err(why) => {
                self.syntax(&why).await;
                Err(Stop::Exit(2))
            }
        }
    }
}

/// Whether a line that was typed asks to leave.
fn text_is_exit(list: &List) -> bool {
    list.iter().any(|item| {
        item.first.commands.iter().any(|c| {
            matches!(&c.body, Body::Simple { words, .. } if words.first().is_some_and(|w| *w == [parse::Part::Text("exit".into(), false)]))
        })
    })
}
