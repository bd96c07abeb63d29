//! Commands in order: lists, pipelines, conditions, loops, and what runs beside the script.

use std::sync::Arc;

use tokio::{
    sync::{mpsc, watch},
    task::JoinSet,
};

use super::{
    Outcome, Running, Shell, Stop,
    supervise::{Work, supervise_boxed},
};
use crate::containers::{
    machine::Io,
    shell::{
        expand::matches,
        parse::{Body, Command, Item, List, Pipeline},
    },
    stream::{Input, Output},
};

impl Shell {
    pub(super) fn list<'a>(&'a mut self, list: &'a [Item]) -> Running<'a> {
        Box::pin(async move {
            for item in list {
                self.last = self.item(item).await?;
                if !self.traps.is_empty() {
                    self.traps().await?;
                }
            }
            Ok(self.last)
        })
    }

    pub(super) fn item<'a>(&'a mut self, item: &'a Item) -> Running<'a> {
        Box::pin(async move {
            if item.background {
                return Ok(self.start(item));
            }
            let conditional = !item.rest.is_empty();
            self.conditions += u32::from(conditional);
            let first = self.pipeline(&item.first).await;
            self.conditions -= u32::from(conditional);
            self.last = first?;
            let count = item.rest.len();
            for (number, (and, pipeline)) in item.rest.iter().enumerate() {
                if (self.last == 0) == *and {
                    let inner = number + 1 < count;
                    self.conditions += u32::from(inner);
                    let outcome = self.pipeline(pipeline).await;
                    self.conditions -= u32::from(inner);
                    self.last = outcome?;
                }
            }
            Ok(self.last)
        })
    }

    /// Runs an item beside the script.
    fn start(&mut self, item: &Item) -> i32 {
        let io = Io {
            input: Input::empty(),
            terminal: false,
            ..self.io()
        };
        let mut shell = self.fork(io);
        let pid = shell.process.pid;
        let incoming = std::mem::replace(&mut shell.process.signals, mpsc::unbounded_channel().1);
        let (done, ended) = watch::channel(None);
        let item = Item {
            background: false,
            ..item.clone()
        };
        let machine = Arc::clone(&self.process.machine);
        machine.beside(async move {
            let code = supervise_boxed(shell, Work::Item(item), incoming).await;
            done.send_replace(Some(code));
        });
        self.background = Some(pid);
        self.jobs.insert(pid, ended);
        0
    }

    async fn pipeline(&mut self, pipeline: &Pipeline) -> Outcome {
        self.conditions += u32::from(pipeline.negated);
        let outcome = match pipeline.commands.as_slice() {
            [one] => self.command(one).await,
            many => Ok(self.piped(many).await),
        };
        self.conditions -= u32::from(pipeline.negated);
        let code = outcome?;
        let code = if pipeline.negated {
            i32::from(code == 0)
        } else {
            code
        };
        if code != 0 && self.stop_on_failure && self.conditions == 0 && !pipeline.negated {
            return Err(Stop::Exit(code));
        }
        Ok(code)
    }

    async fn piped(&mut self, commands: &[Command]) -> i32 {
        let mut stages = JoinSet::new();
        let mut input = self.process.input.clone();
        let count = commands.len();
        for (number, command) in commands.iter().enumerate() {
            let last = number + 1 == count;
            let (out, next) = if last {
                (self.process.out.clone(), Input::empty())
            } else {
                let (sender, receiver) = mpsc::channel(8);
                (Output::Pipe(sender), Input::channel(receiver))
            };
            let io = Io {
                input: std::mem::replace(&mut input, next),
                out,
                terminal: false,
                ..self.io()
            };
            let mut shell = self.fork(io);
            let command = command.clone();
            stages.spawn(async move {
                let outcome = shell.command(&command).await;
                (last, outcome.unwrap_or_else(|stop| stop.code()))
            });
        }
        let mut code = 0;
        while let Some(done) = stages.join_next().await {
            if let Ok((true, last)) = done {
                code = last;
            }
        }
        code
    }

    pub(super) fn command<'a>(&'a mut self, command: &'a Command) -> Running<'a> {
        Box::pin(async move {
            if let Body::Simple { assignments, words } = &command.body {
                return self.simple(assignments, words, &command.redirects).await;
            }
            let before = self.io();
            if let Err(code) = self.redirect(&command.redirects).await? {
                self.restore(before);
                return Ok(code);
            }
            let outcome = self.compound(&command.body).await;
            self.restore(before);
            outcome
        })
    }

    async fn compound(&mut self, body: &Body) -> Outcome {
        match body {
            Body::Simple { .. } => Ok(0),
            Body::Group(list) => self.list(list).await,
            Body::Subshell(list) => {
                let mut shell = self.fork(self.io());
                Ok(shell.list(list).await.unwrap_or_else(|stop| stop.code()))
            }
            Body::If(arms, otherwise) => {
                for (condition, body) in arms {
                    if self.condition(condition).await? == 0 {
                        return self.list(body).await;
                    }
                }
                match otherwise {
                    Some(body) => self.list(body).await,
                    None => Ok(0),
                }
            }
            Body::Loop {
                until,
                condition,
                body,
            } => {
                let (mut code, mut turns) = (0, 0_u32);
                loop {
                    // A loop of built-in commands must let others run as well, and not heat the machine.
                    turns = turns.wrapping_add(1);
                    if turns % 64 == 0 {
                        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
                    }
                    if (self.condition(condition).await? == 0) == *until {
                        return Ok(code);
                    }
                    if !goes_on(self.list(body).await, &mut code)? {
                        return Ok(0);
                    }
                    self.traps().await?;
                }
            }
            Body::For { name, words, body } => {
                let values = match words {
                    Some(words) => self.arguments(words).await?,
                    None => self.arguments.clone(),
                };
                let mut code = 0;
                for value in values {
                    self.set(name, &value);
                    if !goes_on(self.list(body).await, &mut code)? {
                        return Ok(0);
                    }
                    tokio::task::yield_now().await;
                }
                Ok(code)
            }
            Body::Case { word, arms } => {
                let value = self.text(word).await?;
                for (patterns, body) in arms {
                    for pattern in patterns {
                        let pattern = self.pattern(pattern).await?;
                        if matches(&pattern, &value) {
                            return self.list(body).await;
                        }
                    }
                }
                Ok(0)
            }
            Body::Function { name, body } => {
                self.functions.insert(name.clone(), (**body).clone());
                Ok(0)
            }
        }
    }

    async fn condition(&mut self, list: &List) -> Outcome {
        self.conditions += 1;
        let outcome = self.list(list).await;
        self.conditions -= 1;
        outcome
    }
}

/// Takes the outcome of a turn of a loop: whether the loop goes on. What is meant for a loop further
/// out, or for the shell, is passed on.
fn goes_on(turn: Outcome, code: &mut i32) -> Result<bool, Stop> {
    match turn {
        Ok(last) => *code = last,
        Err(Stop::Break(n)) if n <= 1 => return Ok(false),
        Err(Stop::Break(n)) => return Err(Stop::Break(n - 1)),
        Err(Stop::Continue(n)) if n <= 1 => {}
        Err(Stop::Continue(n)) => return Err(Stop::Continue(n - 1)),
        Err(other) => return Err(other),
    }
    Ok(true)
}
