//! What to run: the program and its words, the folder, what its environment has that podo's has not.

use std::env;
use std::ffi::{OsStr, OsString};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::lesson::model::Program;
use crate::programs::{ProgramError, interactive};

#[cfg(test)]
mod tests;

/// The variable by which kubectl and docker's tools find the cluster.
const KUBECONFIG: &str = "KUBECONFIG";

/// One run of a program, not begun yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invocation {
    program: String,
    args: Vec<String>,
    dir: Option<PathBuf>,
    env: Vec<(String, OsString)>,
    needs_terminal: bool,
}

impl Invocation {
    /// A program by its name or path, with podo's own environment.
    pub fn new(program: impl Into<String>, args: Vec<String>) -> Self {
        let program = program.into();
        let needs_terminal = interactive::needs_terminal(&program, &args);
        Self {
            program,
            args,
            dir: None,
            env: Vec::new(),
            needs_terminal,
        }
    }

    /// One of the programs of the course. kubectl and docker get `kubeconfig` as KUBECONFIG;
    /// minikube keeps the learner's own, because it writes to it.
    pub fn tool(program: Program, args: Vec<String>, kubeconfig: &Path) -> Self {
        let invocation = Self::new(program.name(), args);
        match program {
            Program::Kubectl | Program::Docker => invocation.with_kubeconfig(kubeconfig),
            Program::Minikube => invocation,
        }
    }

    /// The same with this KUBECONFIG.
    #[must_use]
    pub fn with_kubeconfig(self, kubeconfig: &Path) -> Self {
        self.with_env(KUBECONFIG, kubeconfig)
    }

    /// The same with this variable set.
    #[must_use]
    pub fn with_env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.env.push((name.to_owned(), value.into()));
        self
    }

    /// The same, run in that folder.
    #[must_use]
    pub fn in_dir(mut self, dir: &Path) -> Self {
        self.dir = Some(dir.to_owned());
        self
    }

    /// The same, with every stream left on the terminal and so nothing of its stderr kept: for
    /// shells, editors and whatever else draws on the screen.
    #[must_use]
    pub fn on_terminal(mut self) -> Self {
        self.needs_terminal = true;
        self
    }

    /// The program's name as it was typed.
    pub fn program(&self) -> &str {
        &self.program
    }

    /// The program's name and its arguments.
    pub fn argv(&self) -> Vec<String> {
        let mut argv = vec![self.program.clone()];
        argv.extend_from_slice(&self.args);
        argv
    }

    /// Whether stderr has to stay a terminal (`exec -it`, `edit` …).
    pub const fn needs_terminal(&self) -> bool {
        self.needs_terminal
    }

    /// The program's file: the name itself where it has a `/`, else the first executable file of
    /// that name in the folders of PATH (this invocation's, else podo's).
    pub fn locate(&self) -> Result<PathBuf, ProgramError> {
        let own = self.env.iter().rev().find(|(name, _)| name == "PATH");
        let path = own.map(|(_, path)| path.clone());
        let path = path.or_else(|| env::var_os("PATH")).unwrap_or_default();
        locate(&self.program, &path)
    }

    /// The command for the system, its streams still inherited.
    pub(super) fn command(&self) -> Result<Command, ProgramError> {
        let mut command = Command::new(self.locate()?);
        command.args(&self.args);
        for (name, value) in &self.env {
            command.env(name, value);
        }
        if let Some(dir) = &self.dir {
            command.current_dir(dir);
            // Programs that care (make, editors) read the folder's name from here.
            command.env("PWD", dir);
        }
        Ok(command)
    }
}

/// The file of a program on a PATH, as `execvp` would find it, except that empty and relative
/// entries do not count: the folder podo works in holds the learner's files, not programs.
fn locate(program: &str, path: &OsStr) -> Result<PathBuf, ProgramError> {
    let looked_in: Vec<PathBuf> = if program.contains('/') {
        Vec::new()
    } else {
        env::split_paths(path)
            .filter(|folder| folder.is_absolute())
            .collect()
    };
    let found = if program.contains('/') {
        Some(PathBuf::from(program)).filter(|file| is_executable(file))
    } else {
        let files = looked_in.iter().map(|folder| folder.join(program));
        files.into_iter().find(|file| is_executable(file))
    };
    found.ok_or_else(|| ProgramError::NotFound {
        program: program.to_owned(),
        looked_in,
    })
}

fn is_executable(file: &Path) -> bool {
    file.metadata()
        .is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}
