//! The learner's own shell on podo's cluster: `shell` opens it, `shell LINE` has it run one line.
//!
//! Only the environment says where it is: KUBECONFIG names the private kubeconfig, and
//! [`MARK`] is set, which a prompt may show and by which podo knows that it runs inside.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::programs::Invocation;

#[cfg(test)]
mod tests;

/// The environment variable that tells a shell opened by podo; its value is the lesson.
pub const MARK: &str = "PODO_SHELL";

/// The shell that every Unix has.
const FALLBACK: &str = "/bin/sh";

/// Whether podo was started in a shell that podo opened: the KUBECONFIG of this process is then a
/// private one and not the learner's own. `var` looks a variable of the environment up.
pub fn is_nested(var: impl Fn(&str) -> Option<OsString>) -> bool {
    var(MARK).is_some_and(|value| !value.is_empty())
}

/// The learner's shell: `SHELL`, else `/bin/sh`.
pub fn learners_shell(var: impl Fn(&str) -> Option<OsString>) -> PathBuf {
    let shell = var("SHELL").map(PathBuf::from);
    shell
        .filter(|shell| shell.is_absolute() && shell.is_file())
        .unwrap_or_else(|| PathBuf::from(FALLBACK))
}

/// Where a shell is opened.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The shell's file, from [`learners_shell`].
    pub shell: &'a Path,
    /// The private kubeconfig.
    pub kubeconfig: &'a Path,
    /// The lesson's working folder.
    pub dir: &'a Path,
    /// What [`MARK`] is set to: the lesson's name.
    pub mark: &'a str,
}

impl Place<'_> {
    /// The shell itself, for the learner to type in. Run it with
    /// [`foreground::run`](crate::programs::foreground::run).
    pub fn open(self) -> Invocation {
        self.invoke(Vec::new())
    }

    /// The shell with one line that the learner typed, as it was typed. No other text may ever come
    /// here: the shell does whatever it says.
    pub fn line(self, typed: &str) -> Invocation {
        self.invoke(vec!["-c".to_owned(), typed.to_owned()])
    }

    fn invoke(self, args: Vec<String>) -> Invocation {
        let mark: &OsStr = self.mark.as_ref();
        Invocation::new(self.shell.to_string_lossy(), args)
            .with_kubeconfig(self.kubeconfig)
            .with_env(MARK, mark)
            .in_dir(self.dir)
            .on_terminal()
    }
}
