//! What podo does with signals for as long as it runs.
//!
//! Ctrl-C and Ctrl-\ (SIGINT, SIGQUIT) never end the tutor: the line editor reads them as keys, a
//! foreground program has the terminal for itself, and podo's own long work listens for them. They
//! are caught and not ignored, because programs inherit what is ignored and not what is caught.
//! SIGTERM and SIGHUP (the window was closed) end podo, its background jobs first.

use std::io;

use nix::sys::signal::Signal;
use tokio::runtime::Handle;
use tokio::signal::unix::{SignalKind, signal};

use crate::programs::jobs::LiveJobs;
use crate::programs::terminal::Terminal;

/// Installs podo's handlers, for the rest of the process's life.
pub fn install(runtime: &Handle, jobs: LiveJobs) -> io::Result<()> {
    let _context = runtime.enter();
    // Catching one once keeps the default action away for ever; nobody has to read it.
    drop(signal(SignalKind::interrupt())?);
    drop(signal(SignalKind::quit())?);
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hangup = signal(SignalKind::hangup())?;
    let terminal = Terminal::hold();
    runtime.spawn(async move {
        let ended_by = tokio::select! {
            _ = terminate.recv() => Signal::SIGTERM,
            _ = hangup.recv() => Signal::SIGHUP,
        };
        jobs.terminate();
        if let Some(terminal) = terminal {
            terminal.leave();
        }
        end(ended_by)
    });
    Ok(())
}

/// Ends podo as shells report a program that a signal ended: 128 + its number.
#[expect(
    clippy::exit,
    reason = "the main thread waits for a key and cannot be asked to return"
)]
fn end(signal: Signal) -> ! {
    std::process::exit(128 + signal as i32)
}
