//! The exit codes: what scripts and classes may rely on.

use std::process;

/// How a run of podo ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExitCode {
    /// Everything asked for was done; every exercise that was verified is solved.
    Success,
    /// An exercise is not solved, or a lesson is not sound.
    NotSolved,
    /// The command line cannot be understood.
    Usage,
    /// The cluster, the machine or a file stands in the way.
    Environment,
    /// A fault of podo's own. 70 is `EX_SOFTWARE` of BSD's `sysexits.h`.
    Internal,
    /// Ended by Ctrl-C: 128 + 2 (`SIGINT`), as shells report it.
    Interrupted,
}

impl ExitCode {
    /// All of them, by number.
    pub const ALL: [Self; 6] = [
        Self::Success,
        Self::NotSolved,
        Self::Usage,
        Self::Environment,
        Self::Internal,
        Self::Interrupted,
    ];

    /// The number that the operating system gets.
    pub const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::NotSolved => 1,
            Self::Usage => 2,
            Self::Environment => 3,
            Self::Internal => 70,
            Self::Interrupted => 130,
        }
    }
}

impl From<ExitCode> for process::ExitCode {
    fn from(code: ExitCode) -> Self {
        Self::from(code.code())
    }
}
