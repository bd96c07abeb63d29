//! The terminal podo runs on, as a shell hands it to the programs it starts: which process group
//! reads from it, and in which modes it is.
//!
//! A foreground program gets a process group of its own and the terminal with it, so that Ctrl-C,
//! Ctrl-\ and Ctrl-Z reach that program and what it started, and neither podo nor what podo was
//! started by. Failures are not errors here: the terminal may be gone, and there is nothing to do
//! then but to go on.

use std::io::{self, IsTerminal};

use nix::sys::signal::{SigSet, SigmaskHow, Signal};
use nix::sys::termios::{self, SetArg, Termios};
use nix::unistd::{self, Pid};

/// The terminal at stdin, with the modes it had when it was held.
pub(super) struct Terminal {
    group: Pid,
    modes: Termios,
}

impl Terminal {
    /// The terminal at stdin, when there is one and podo is what it talks to.
    pub(super) fn hold() -> Option<Self> {
        let stdin = io::stdin();
        let group = unistd::getpgrp();
        if !stdin.is_terminal() || unistd::tcgetpgrp(&stdin).ok()? != group {
            return None;
        }
        let modes = termios::tcgetattr(&stdin).ok()?;
        Some(Self { group, modes })
    }

    /// Makes podo the reader again and restores the modes: a program that crashed may have left
    /// the terminal without echo and line ends.
    pub(super) fn take_back(&self) {
        give(self.group);
        set_modes(&self.modes);
    }

    /// Restores the modes, unless the terminal is somebody else's by now.
    pub(super) fn leave(&self) {
        if unistd::tcgetpgrp(io::stdin()) == Ok(self.group) {
            set_modes(&self.modes);
        }
    }

    /// Takes the terminal, shows something, and hands it back as it was found: to a program that
    /// is stopped and about to go on.
    pub(super) fn borrow_from(&self, group: Pid, show: impl FnOnce()) {
        let theirs = termios::tcgetattr(io::stdin());
        self.take_back();
        show();
        if let Ok(theirs) = theirs {
            set_modes(&theirs);
        }
        give(group);
    }
}

/// Lets a process group read from the terminal.
pub(super) fn give(group: Pid) {
    without_ttou(|| unistd::tcsetpgrp(io::stdin(), group).ok());
}

fn set_modes(modes: &Termios) {
    without_ttou(|| termios::tcsetattr(io::stdin(), SetArg::TCSADRAIN, modes).ok());
}

/// Blocks SIGTTOU in this thread for good: it may write to the terminal while another group has it,
/// where the learner's terminal is set to stop those who do (`stty tostop`).
pub(super) fn write_from_behind() {
    let _ = ttou().thread_block();
}

/// Does something that only the foreground group may do, from wherever podo is: with SIGTTOU
/// blocked the system permits it instead of stopping podo.
fn without_ttou<T>(act: impl FnOnce() -> T) -> T {
    let before = ttou().thread_swap_mask(SigmaskHow::SIG_BLOCK);
    let result = act();
    if let Ok(before) = before {
        let _ = before.thread_set_mask();
    }
    result
}

fn ttou() -> SigSet {
    SigSet::from(Signal::SIGTTOU)
}
