//! The programs that images have.
//!
//! Each behaves as the real one where a lesson or a beginner can see it, complains in the real
//! one's words, and says so plainly where it cannot do what it is asked.

mod files;
mod pattern;
mod servers;
mod system;
mod text;
mod web;

use std::pin::Pin;

use super::{
    machine::{HUP, INT, KILL, Process, Program, QUIT, TERM},
    shell,
    stream::Broken,
};

/// A program's exit code, or that nobody reads any longer.
type Done = Result<i32, Broken>;

/// Runs a program to its end and says with what it ended.
pub(super) fn run(
    program: Program,
    mut process: Process,
) -> Pin<Box<dyn Future<Output = i32> + Send>> {
    Box::pin(async move {
        let name = match program {
            Program::Known(name) => name,
            Program::Script(path, interpreter) => {
                let rest = process.args().to_vec();
                process.argv = [interpreter.to_owned(), path]
                    .into_iter()
                    .chain(rest)
                    .collect();
                interpreter
            }
        };
        if matches!(name, "sh" | "ash" | "dash" | "bash") {
            return shell::main(process).await;
        }
        if let Some(code) = servers::run(name, &mut process).await {
            return code;
        }
        let (pid, mut signals) = (
            process.pid,
            std::mem::replace(
                &mut process.signals,
                tokio::sync::mpsc::unbounded_channel().1,
            ),
        );
        tokio::select! {
            done = plain(name, &mut process) => done.unwrap_or(141),
            signal = Process::fatal(&mut signals, pid) => 128 + signal,
        }
    })
}

/// A program that handles no signals.
async fn plain(name: &str, process: &mut Process) -> Done {
    if let Some(done) = files::run(name, process).await {
        return done;
    }
    if let Some(done) = text::run(name, process).await {
        return done;
    }
    if let Some(done) = web::run(name, process).await {
        return done;
    }
    if let Some(done) = system::run(name, process).await {
        return done;
    }
    unsimulated(process, name).await
}

/// Says that this is a simulation, and what that means for the command.
async fn unsimulated(process: &Process, what: &str) -> Done {
    let text = format!(
        "{what}: not simulated. This container is a simulation (podo-sandbox): it has a shell, files and HTTP, but not all that a real one has."
    );
    process.complain(&text).await;
    Ok(1)
}

/// A signal by its number or name.
pub(super) fn signal(name: &str) -> Option<i32> {
    let plain = name.strip_prefix("SIG").unwrap_or(name);
    Some(match plain {
        "EXIT" => 0,
        "HUP" => HUP,
        "INT" => INT,
        "QUIT" => QUIT,
        "KILL" => KILL,
        "USR1" => 10,
        "USR2" => 12,
        "TERM" => TERM,
        "CHLD" => 17,
        "CONT" => 18,
        "STOP" => 19,
        "WINCH" => 28,
        number => number.parse().ok().filter(|n| (0..65).contains(n))?,
    })
}

/// The flags of a command line, one letter each, and what is not a flag.
///
/// Letters in `valued` take a value, from the same word or the next one.
struct Options {
    flags: String,
    values: Vec<(char, String)>,
    rest: Vec<String>,
}

impl Options {
    fn parse(args: &[String], valued: &str) -> Self {
        let mut options = Self {
            flags: String::new(),
            values: Vec::new(),
            rest: Vec::new(),
        };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            match arg.strip_prefix('-') {
                Some("-") => {
                    options.rest.extend(args.by_ref().cloned());
                }
                Some(letters) if !letters.is_empty() && !letters.starts_with('-') => {
                    let mut chars = letters.char_indices();
                    while let Some((at, letter)) = chars.next() {
                        if valued.contains(letter) {
                            let inline = &letters[at + letter.len_utf8()..];
                            let value = if inline.is_empty() {
                                args.next().cloned().unwrap_or_default()
                            } else {
                                inline.to_owned()
                            };
                            options.values.push((letter, value));
                            break;
                        }
                        options.flags.push(letter);
                        let _ = &mut chars;
                    }
                }
                _ => options.rest.push(arg.clone()),
            }
        }
        options
    }

    fn has(&self, flag: char) -> bool {
        self.flags.contains(flag)
    }

    /// All values of an option that may be given several times.
    fn values(&self, letter: char) -> Vec<String> {
        let given = self.values.iter().filter(|(l, _)| *l == letter);
        given.map(|(_, value)| value.clone()).collect()
    }

    fn value(&self, letter: char) -> Option<&str> {
        self.values
            .iter()
            .rev()
            .find(|(l, _)| *l == letter)
            .map(|(_, v)| v.as_str())
    }
}

impl Process {
    /// Writes to standard output.
    async fn say(&self, text: impl AsRef<str> + Send) -> Result<(), Broken> {
        self.out.write(text.as_ref().as_bytes()).await
    }

    /// Whether this is busybox, which words its complaints differently.
    fn busybox(&self) -> bool {
        self.machine.image.is_busybox()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_letters_with_or_without_values() {
        let args: Vec<String> = ["-qO-", "-T", "2", "http://web", "--", "-x"]
            .map(String::from)
            .to_vec();
        let options = Options::parse(&args, "OT");
        assert!(options.has('q') && !options.has('O'));
        assert_eq!(
            (options.value('O'), options.value('T')),
            (Some("-"), Some("2"))
        );
        assert_eq!(options.rest, ["http://web", "-x"]);
    }
}
