//! What a terminal's driver does between a client and a program: echo, editing, Ctrl-C, line ends.

use std::{pin::Pin, sync::Arc};

use bytes::Bytes;
use tokio::sync::mpsc;

use crate::{
    containers::{
        log::Stream,
        machine::{INT, Machine},
        stream::Output,
    },
    tasks::Tasks,
};

/// A terminal before a program.
pub(super) struct Terminal {
    /// Where the client's keys go.
    pub(super) input: Option<mpsc::Sender<Bytes>>,
    /// Where the program writes.
    pub(super) output: Output,
}

impl Terminal {
    pub(super) fn new(
        tasks: &Tasks,
        machine: &Arc<Machine>,
        client: mpsc::Sender<(Stream, Bytes)>,
        program: Option<mpsc::Sender<Bytes>>,
    ) -> Self {
        let (written, mut from_program) = mpsc::channel::<Bytes>(16);
        let screen = client.clone();
        // A program that writes and ends must not lose its last words, so this ends with its channel.
        tasks.spawn(async move {
            while let Some(bytes) = from_program.recv().await {
                if screen.send((Stream::Out, line_ends(&bytes))).await.is_err() {
                    return;
                }
            }
        });
        let input = program.map(|program| {
            let (keys, from_client) = mpsc::channel(16);
            let machine = Arc::clone(machine);
            let pumped: Pin<Box<dyn Future<Output = ()> + Send>> =
                Box::pin(pump(from_client, client, program, machine));
            tasks.spawn(pumped);
            keys
        });
        Self {
            input,
            output: Output::Pipe(written),
        }
    }
}

/// Line ends as a terminal wants them.
fn line_ends(bytes: &[u8]) -> Bytes {
    let mut out = Vec::with_capacity(bytes.len() + 8);
    for byte in bytes {
        if *byte == b'\n' {
            out.push(b'\r');
        }
        out.push(*byte);
    }
    out.into()
}

async fn pump(
    mut keys: mpsc::Receiver<Bytes>,
    client: mpsc::Sender<(Stream, Bytes)>,
    program: mpsc::Sender<Bytes>,
    machine: Arc<Machine>,
) {
    let mut line: Vec<u8> = Vec::new();
    loop {
        // When the program has ended nobody reads its input any longer, and the screen goes dark.
        let bytes = tokio::select! {
            bytes = keys.recv() => bytes,
            () = program.closed() => None,
        };
        let Some(bytes) = bytes else { return };
        let mut echo = Vec::new();
        for byte in bytes {
            match byte {
                b'\r' | b'\n' => {
                    echo.extend(b"\r\n");
                    line.push(b'\n');
                    if program
                        .send(std::mem::take(&mut line).into())
                        .await
                        .is_err()
                    {
                        return;
                    }
                }
                0x7f | 0x08 => {
                    // A character may have several bytes; all of them go.
                    while line.pop().is_some_and(|b| b & 0xc0 == 0x80) {}
                    echo.extend(b"\x08 \x08");
                }
                0x03 => {
                    line.clear();
                    echo.extend(b"^C\r\n");
                    interrupt(&machine);
                    if program.send(Bytes::from_static(b"\n")).await.is_err() {
                        return;
                    }
                }
                0x04 if line.is_empty() => return,
                0x04 => {
                    if program
                        .send(std::mem::take(&mut line).into())
                        .await
                        .is_err()
                    {
                        return;
                    }
                }
                byte => {
                    echo.push(byte);
                    line.push(byte);
                }
            }
        }
        if !echo.is_empty() && client.send((Stream::Out, echo.into())).await.is_err() {
            return;
        }
    }
}

/// Sends Ctrl-C to what the latest client's shell has started, or to its program itself.
fn interrupt(machine: &Machine) {
    let shown = machine.processes();
    let top = shown
        .iter()
        .filter(|p| p.parent == 0 && p.pid != 1)
        .map(|p| p.pid)
        .max();
    if let Some(top) = top
        && !machine.send_below(top, INT)
    {
        machine.send(top, INT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_on_a_terminal() {
        assert_eq!(line_ends(b"a\nb"), "a\r\nb");
    }
}
