//! One simple command: assignments, then a function, a command of the shell's own, or a program.

use super::{DEPTH, Outcome, Shell, Stop, built_in::is_special};
use crate::containers::{
    machine::{NoProgram, Program},
    programs,
    shell::parse::{Redirect, Word},
};

const BUILT_IN: &[&str] = &[
    "echo", "printf", "test", "[", "true", "false", "pwd", "kill",
];

impl Shell {
    pub(super) async fn simple(
        &mut self,
        assignments: &[(String, Word)],
        words: &[Word],
        redirects: &[Redirect],
    ) -> Outcome {
        let argv = self.arguments(words).await?;
        let mut values = Vec::new();
        self.last = if argv.is_empty() { 0 } else { self.last };
        for (name, word) in assignments {
            values.push((name.clone(), self.text(word).await?));
        }
        if self.trace && !(argv.is_empty() && values.is_empty()) {
            let set = values.iter().map(|(n, v)| format!("{n}={v}"));
            let line = set
                .chain(argv.iter().cloned())
                .collect::<Vec<_>>()
                .join(" ");
            self.process.complain(&format!("+ {line}")).await;
        }
        if argv.is_empty() {
            for (name, value) in values {
                self.set(&name, &value);
            }
            let before = self.io();
            let outcome = self.redirect(redirects).await?;
            self.restore(before);
            return Ok(outcome.err().unwrap_or(self.last));
        }
        self.call(argv, values, redirects).await
    }

    /// Calls a function, a command of the shell's own, or a program.
    pub(super) async fn call(
        &mut self,
        argv: Vec<String>,
        values: Vec<(String, String)>,
        redirects: &[Redirect],
    ) -> Outcome {
        let before = self.io();
        if let Err(code) = self.redirect(redirects).await? {
            self.restore(before);
            return Ok(code);
        }
        let lasting = argv[0] == "exec" && argv.len() == 1;
        let outcome = self.dispatch(argv, values).await;
        if !lasting {
            self.restore(before);
        }
        outcome
    }

    pub(super) async fn dispatch(
        &mut self,
        argv: Vec<String>,
        values: Vec<(String, String)>,
    ) -> Outcome {
        let name = argv[0].clone();
        if let Some(function) = self.functions.get(&name).cloned() {
            if self.depth >= DEPTH {
                return Err(self.fail(&format!("{name}: called too deeply")).await);
            }
            for (name, value) in values {
                self.set(&name, &value);
            }
            let arguments = std::mem::replace(&mut self.arguments, argv[1..].to_vec());
            self.depth += 1;
            let outcome = self.command(&function).await;
            self.depth -= 1;
            self.arguments = arguments;
            return match outcome {
                Err(Stop::Return(code)) => Ok(code),
                other => other,
            };
        }
        if is_special(&name) {
            for (name, value) in values {
                self.set(&name, &value);
            }
            return Box::pin(self.special(&name, &argv)).await;
        }
        let mut env = self.process.env.clone();
        env.extend(values);
        let program = if BUILT_IN.contains(&name.as_str()) {
            let known = BUILT_IN
                .iter()
                .copied()
                .find(|b| *b == name)
                .unwrap_or("true");
            Program::Known(known)
        } else {
            match self.process.machine.program(&name, &env, &self.process.cwd) {
                Ok(program) => program,
                Err(why) => return Ok(self.missing(&name, &why).await),
            }
        };
        let mut child = self
            .process
            .machine
            .process(self.process.pid, argv, self.io());
        child.env = env;
        child.cwd.clone_from(&self.process.cwd);
        Ok(programs::run(program, child).await)
    }

    pub(super) async fn missing(&self, name: &str, why: &NoProgram) -> i32 {
        let bash = self.name.ends_with("bash");
        let (text, code) = match why {
            NoProgram::NotFound(_) if bash => (format!("{name}: command not found"), 127),
            NoProgram::NoFile(_) if bash => (format!("{name}: No such file or directory"), 127),
            NoProgram::NotFound(_) | NoProgram::NoFile(_) => (format!("{name}: not found"), 127),
            NoProgram::Denied(_) => (format!("{name}: Permission denied"), 126),
            NoProgram::Format(_) => (format!("{name}: Exec format error"), 126),
        };
        self.complain(&text).await;
        code
    }

    pub(super) fn is_own(&self, name: &str) -> bool {
        self.functions.contains_key(name) || BUILT_IN.contains(&name) || is_special(name)
    }
}
