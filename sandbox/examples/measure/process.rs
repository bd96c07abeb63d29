//! What a process takes, where the system tells: on Linux.

use std::{fs, time::Duration};

/// MiB that are in memory.
pub(super) fn resident(process: &str) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024.0)
}

/// The time that processors have worked for it.
pub(super) fn worked(process: &str) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The program's name may have blanks in it; what follows has none.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    // Linux counts hundredths of a second here on every machine.
    Some(Duration::from_millis(10 * (ticks(11)? + ticks(12)?)))
}
