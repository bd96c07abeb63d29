//! The commands that only the shell itself can do.

use std::sync::{Arc, PoisonError};

use super::{Outcome, Running, Shell, Stop};
use crate::containers::{machine::Program, programs};

impl Shell {
    /// The commands that only the shell itself can do.
    pub(super) async fn special(&mut self, name: &str, argv: &[String]) -> Outcome {
        let args = &argv[1..];
        let number = |default: i32| args.first().and_then(|a| a.parse().ok()).unwrap_or(default);
        match name {
            "exit" => Err(Stop::Exit(number(self.last) & 0xff)),
            "return" => Err(Stop::Return(number(self.last) & 0xff)),
            "break" => Err(Stop::Break(u32::try_from(number(1)).unwrap_or(1))),
            "continue" => Err(Stop::Continue(u32::try_from(number(1)).unwrap_or(1))),
            "cd" => self.change_folder(args).await,
            "export" | "readonly" | "local" | "declare" => {
                for arg in args.iter().filter(|a| !a.starts_with('-')) {
                    let (key, value) = match arg.split_once('=') {
                        Some((key, value)) => (key, value.to_owned()),
                        None => (arg.as_str(), self.get(arg)),
                    };
                    if name == "export" {
                        self.variables.remove(key);
                        self.process.env.insert(key.to_owned(), value);
                    } else {
                        self.set(key, &value);
                    }
                }
                if name == "export" && args.is_empty() {
                    let lines: String = self
                        .process
                        .env
                        .iter()
                        .map(|(k, v)| format!("export {k}='{v}'\n"))
                        .collect();
                    return Ok(i32::from(self.process.out.write(lines).await.is_err()));
                }
                Ok(0)
            }
            "unset" => {
                for arg in args {
                    self.variables.remove(arg);
                    self.process.env.remove(arg);
                    self.functions.remove(arg);
                }
                Ok(0)
            }
            "set" => Ok(self.options(args).await),
            "shift" => {
                let by = usize::try_from(number(1))
                    .unwrap_or(0)
                    .min(self.arguments.len());
                self.arguments.drain(..by);
                Ok(0)
            }
            "eval" => self.evaluate(&args.join(" ")).await,
            "." | "source" => {
                let path = args.first().cloned().unwrap_or_default();
                match self.process.machine.fs.read(&self.process.path(&path)) {
                    Ok(bytes) => self.evaluate(&String::from_utf8_lossy(&bytes)).await,
                    Err(_) => Err(self
                        .fail(&format!("can't open '{path}': No such file or directory"))
                        .await),
                }
            }
            "read" => Ok(self.read(args).await),
            "trap" => {
                self.trap(args);
                Ok(0)
            }
            "wait" => self.wait(args).await,
            "exec" => self.exec(args).await,
            "command" | "type" | "builtin" => self.about(name, args).await,
            "umask" => Ok(i32::from(
                args.is_empty() && self.process.out.write("0022\n").await.is_err(),
            )),
            _ => Ok(0),
        }
    }

    async fn change_folder(&mut self, args: &[String]) -> Outcome {
        let home = self.get("HOME");
        let target = match args.first().map(String::as_str) {
            None => home,
            Some("-") => self.get("OLDPWD"),
            Some(target) => target.to_owned(),
        };
        let path = self
            .process
            .path(if target.is_empty() { "/" } else { &target });
        let resolved = self.process.machine.fs.resolve(&path);
        match resolved.and_then(|path| {
            self.process
                .machine
                .fs
                .stat(&path)
                .map(|entry| (path, entry))
        }) {
            Ok((path, entry)) if entry.is_folder() => {
                let before = std::mem::replace(&mut self.process.cwd, path);
                self.set("OLDPWD", &before);
                Ok(0)
            }
            Ok(_) => {
                self.complain(&format!("cd: can't cd to {target}: Not a directory"))
                    .await;
                Ok(2)
            }
            Err(trouble) => {
                self.complain(&format!("cd: can't cd to {target}: {trouble}"))
                    .await;
                Ok(2)
            }
        }
    }

    async fn options(&mut self, args: &[String]) -> i32 {
        let mut args = args.iter();
        if args.len() == 0 {
            let lines: String = self
                .variables
                .iter()
                .chain(&self.process.env)
                .map(|(k, v)| format!("{k}='{v}'\n"))
                .collect();
            return i32::from(self.process.out.write(lines).await.is_err());
        }
        while let Some(arg) = args.next() {
            let on = arg.starts_with('-');
            match arg.as_str() {
                "--" => {
                    self.arguments = args.by_ref().cloned().collect();
                }
                "-o" | "+o" => {
                    if args.next().is_some_and(|o| o == "errexit") {
                        self.stop_on_failure = on;
                    }
                }
                flags if flags.starts_with(['-', '+']) => {
                    if flags.contains('e') {
                        self.stop_on_failure = on;
                    }
                    if flags.contains('x') {
                        self.trace = on;
                    }
                    if flags.ends_with('o') {
                        args.next();
                    }
                }
                _ => {
                    self.arguments = std::iter::once(arg).chain(args.by_ref()).cloned().collect();
                }
            }
        }
        0
    }

    async fn read(&mut self, args: &[String]) -> i32 {
        let mut names = Vec::new();
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "-r" | "-s" => {}
                "-p" => {
                    let prompt = args.next().cloned().unwrap_or_default();
                    // A prompt that nobody sees does no harm.
                    let _ = self.process.err.write(prompt).await;
                }
                name => names.push(name.to_owned()),
            }
        }
        let Some(line) = self.process.input.line().await else {
            return 1;
        };
        let line = String::from_utf8_lossy(&line)
            .trim_end_matches('\n')
            .to_owned();
        let mut rest = line.trim();
        let count = names.len();
        for (number, name) in names.iter().enumerate() {
            let value = if number + 1 == count {
                rest
            } else {
                let (first, after) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
                rest = after.trim_start();
                first
            };
            self.set(name, value);
        }
        0
    }

    fn trap(&mut self, args: &[String]) {
        let Some((action, signals)) = args.split_first() else {
            return;
        };
        for signal in signals {
            let Some(signal) = programs::signal(signal) else {
                continue;
            };
            let mut trapped = self
                .signals
                .trapped
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            if action == "-" {
                trapped.remove(&signal);
                self.traps.remove(&signal);
            } else {
                trapped.insert(signal);
                self.traps.insert(signal, action.clone());
            }
        }
    }

    async fn wait(&mut self, args: &[String]) -> Outcome {
        let wanted: Vec<u32> = if args.is_empty() {
            self.jobs.keys().copied().collect()
        } else {
            args.iter().filter_map(|a| a.parse().ok()).collect()
        };
        let mut code = 0;
        for pid in wanted {
            let Some(mut job) = self.jobs.get(&pid).cloned() else {
                code = 127;
                continue;
            };
            let signals = Arc::clone(&self.signals);
            let came = signals.came.notified();
            tokio::pin!(came);
            came.as_mut().enable();
            let waiting = signals
                .pending
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .first()
                .copied();
            if let Some(signal) = waiting {
                self.traps().await?;
                return Ok(128 + signal);
            }
            tokio::select! {
                done = async { job.wait_for(Option::is_some).await.ok().and_then(|code| *code) } => {
                    code = done.unwrap_or(0);
                    self.jobs.remove(&pid);
                }
                () = came => {
                    let signal = signals.pending.lock().unwrap_or_else(PoisonError::into_inner).first().copied();
                    self.traps().await?;
                    return Ok(128 + signal.unwrap_or(0));
                }
            }
        }
        Ok(if args.is_empty() { 0 } else { code })
    }

    async fn exec(&mut self, args: &[String]) -> Outcome {
        let Some(name) = args.first() else {
            return Ok(0);
        };
        match self
            .process
            .machine
            .program(name, &self.process.env, &self.process.cwd)
        {
            Ok(Program::Known(program)) => {
                Err(Stop::Exec(program, args.to_vec(), self.process.env.clone()))
            }
            Ok(Program::Script(path, shell)) => {
                let argv = [shell.to_owned(), path]
                    .into_iter()
                    .chain(args[1..].iter().cloned())
                    .collect();
                Err(Stop::Exec(shell, argv, self.process.env.clone()))
            }
            Err(why) => Err(Stop::Exit(self.missing(name, &why).await)),
        }
    }

    async fn about(&mut self, name: &str, args: &[String]) -> Outcome {
        let look = name == "type" || args.first().is_some_and(|a| a == "-v" || a == "-V");
        let wanted = args
            .iter()
            .find(|a| !a.starts_with('-'))
            .cloned()
            .unwrap_or_default();
        if !look {
            let rest: Vec<String> = args
                .iter()
                .skip_while(|a| a.starts_with('-'))
                .cloned()
                .collect();
            return if rest.is_empty() {
                Ok(0)
            } else {
                self.dispatch_boxed(rest).await
            };
        }
        let path = if self.is_own(&wanted) {
            Some(if name == "type" {
                format!("{wanted} is a shell builtin")
            } else {
                wanted.clone()
            })
        } else {
            let folders = self.get("PATH");
            let found = folders
                .split(':')
                .map(|f| format!("{f}/{wanted}"))
                .find(|path| {
                    self.process
                        .machine
                        .fs
                        .stat(path)
                        .is_ok_and(|e| e.executable())
                });
            found.map(|path| {
                if name == "type" {
                    format!("{wanted} is {path}")
                } else {
                    path
                }
            })
        };
        if let Some(line) = path {
            Ok(i32::from(
                self.process.out.write(format!("{line}\n")).await.is_err(),
            ))
        } else {
            if name == "type" {
                self.complain(&format!("{wanted}: not found")).await;
            }
            Ok(127)
        }
    }

    fn dispatch_boxed(&mut self, argv: Vec<String>) -> Running<'_> {
        Box::pin(self.dispatch(argv, Vec::new()))
    }
}

pub(super) fn is_special(name: &str) -> bool {
    const SPECIAL: &[&str] = &[
        ":", "exit", "return", "break", "continue", "cd", "export", "readonly", "local", "declare",
        "unset", "set", "shift", "eval", ".", "source", "read", "trap", "wait", "exec", "command",
        "type", "builtin", "umask", "ulimit", "alias", "jobs",
    ];
    SPECIAL.contains(&name)
}
