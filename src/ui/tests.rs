//! What a terminal can do, and a reader who has gone away.

use super::*;

fn terminal(vars: &[(&str, &str)]) -> Terminal {
    let var = |name: &str| {
        vars.iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| (*value).to_owned())
    };
    Terminal {
        stdin: true,
        stdout: true,
        stderr: true,
        ..Terminal::from_env(var)
    }
}

const UTF8: (&str, &str) = ("LANG", "ko_KR.UTF-8");

#[test]
fn a_terminal_gets_colour_unless_somebody_objects() {
    assert_eq!(terminal(&[UTF8]).theme(false), Theme::colour());
    assert_eq!(terminal(&[UTF8]).theme(true), Theme::plain());
    assert_eq!(
        terminal(&[UTF8, ("NO_COLOR", "1")]).theme(false),
        Theme::plain()
    );
    assert_eq!(
        terminal(&[UTF8, ("NO_COLOR", "")]).theme(false),
        Theme::colour()
    );
    assert_eq!(
        terminal(&[UTF8, ("TERM", "dumb")]).theme(false),
        Theme::plain().ascii()
    );
    let piped = Terminal {
        stdout: false,
        ..terminal(&[UTF8])
    };
    assert_eq!(piped.theme(false), Theme::plain());
    assert_eq!(piped.error_theme(false), Theme::colour());
    assert!(!piped.is_interactive());
}

#[test]
#[cfg(not(windows))]
fn the_first_locale_variable_that_is_set_decides_on_symbols() {
    assert!(terminal(&[("LC_ALL", "C.utf8"), ("LANG", "C")]).unicode);
    assert!(terminal(&[("LC_ALL", ""), ("LC_CTYPE", "en_US.UTF-8")]).unicode);
    assert!(!terminal(&[("LC_ALL", "C"), UTF8]).unicode);
    assert!(!terminal(&[("LANG", "ko_KR.eucKR")]).unicode);
    assert!(!terminal(&[]).unicode);
}

#[test]
fn the_width_comes_from_the_window_then_from_columns() {
    let width = |window, columns| terminal(&[]).with_width(window, columns).width;
    assert_eq!(width(Some(100), Some(60)), 100);
    assert_eq!(width(Some(0), Some(60)), 60);
    assert_eq!(width(None, Some(0)), 80);
    assert_eq!(width(None, None), 80);
}

#[test]
fn prose_is_neither_narrow_nor_wide() {
    for (width, prose) in [(10, 40), (40, 40), (60, 60), (120, 120), (240, 120)] {
        assert_eq!(
            Terminal {
                width,
                ..terminal(&[])
            }
            .prose_width(),
            prose
        );
    }
}

/// A writer whose reader goes away after so many bytes.
struct Pipe {
    room: usize,
    seen: Vec<u8>,
    error: io::ErrorKind,
}

impl Write for Pipe {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        if self.room == 0 {
            return Err(self.error.into());
        }
        let taken = buf.len().min(self.room);
        self.room -= taken;
        self.seen.extend_from_slice(&buf[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.room == 0 {
            Err(self.error.into())
        } else {
            Ok(())
        }
    }
}

#[test]
fn a_closed_pipe_is_a_normal_end() {
    let pipe = Pipe {
        room: 5,
        seen: Vec::new(),
        error: io::ErrorKind::BrokenPipe,
    };
    let mut printer = Printer::new(pipe);
    assert!(writeln!(printer, "lesson one").is_ok());
    assert!(printer.is_closed());
    assert!(writeln!(printer, "lesson two").is_ok());
    assert!(printer.flush().is_ok());
    assert_eq!(printer.into_inner().seen, b"lesso");
}

#[test]
fn another_error_stays_an_error() {
    let pipe = Pipe {
        room: 0,
        seen: Vec::new(),
        error: io::ErrorKind::StorageFull,
    };
    let mut printer = Printer::new(pipe);
    assert!(printer.write_all(b"x").is_err());
    assert!(!printer.is_closed());
}
