//! The programs that images have from what they were built from.

/// What busybox and Debian's slim images both have.
pub(super) const COMMON: &[&str] = &[
    "sh",
    "cat",
    "ls",
    "echo",
    "sleep",
    "env",
    "date",
    "hostname",
    "id",
    "mkdir",
    "rmdir",
    "touch",
    "rm",
    "cp",
    "mv",
    "ln",
    "tail",
    "head",
    "grep",
    "sed",
    "awk",
    "cut",
    "tr",
    "wc",
    "sort",
    "uniq",
    "printf",
    "printenv",
    "true",
    "false",
    "test",
    "[",
    "find",
    "xargs",
    "df",
    "du",
    "mount",
    "stat",
    "chmod",
    "yes",
    "seq",
    "expr",
    "dd",
    "uname",
    "whoami",
    "pwd",
    "tee",
    "md5sum",
    "sha256sum",
    "base64",
    "timeout",
    "which",
    "basename",
    "dirname",
    "tar",
    "gzip",
    "more",
    "nproc",
    "readlink",
    "realpath",
];

/// What busybox links into `/bin` and the like besides.
pub(super) const BUSYBOX: &[&str] = &[
    "ash", "ps", "kill", "wget", "nc", "httpd", "vi", "top", "free", "nslookup", "ping", "ip",
    "usleep", "uptime", "telnet", "netstat", "less", "watch",
];

/// What Debian's slim images have besides; `ps`, `wget`, `ping`, `vi`, `ip` and `nc` are not among it.
pub(super) const DEBIAN: &[&str] = &["dash", "bash", "perl"];

/// The devices that every container has.
pub(super) const DEVICES: &[&str] = &[
    "null", "zero", "stdin", "stdout", "stderr", "tty", "random", "urandom",
];
