//! Where lines come from: scripts and their ends.

use std::fs;
use std::io::Cursor;
use std::os::unix::fs::PermissionsExt;

use super::{LineSource, continued, lines_of, load};
use crate::render::theme::Theme;
use crate::ui::input::{Ask, Input};

fn script(text: &'static [u8], echo: bool) -> LineSource {
    LineSource::script(Box::new(Cursor::new(text)), echo)
}

fn line(text: &str) -> Input {
    Input::Line(text.to_owned())
}

#[test]
fn a_script_reads_like_a_session() {
    let mut source = script(
        b"check\r\n\nkubectl run web \\\n  --image=nginx\nlast",
        true,
    );
    let mut out = Vec::new();
    for expected in ["check", "", "kubectl run web   --image=nginx", "last"] {
        assert_eq!(source.read("podo> ", "", &mut out).unwrap(), line(expected));
    }
    assert_eq!(source.read("podo> ", "", &mut out).unwrap(), Input::Eof);
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "podo> check\npodo> \npodo> kubectl run web \\\n>   --image=nginx\npodo> last\n"
    );
}

#[test]
fn a_script_may_be_silent_and_may_end_anywhere() {
    let mut out = Vec::new();
    let mut source = script(b"yes\n\xff\ncut \\", false);
    assert_eq!(source.ask("ok? ", "", &mut out).unwrap(), line("yes"));
    assert_eq!(source.ask("ok? ", "", &mut out).unwrap(), line("\u{fffd}"));
    assert_eq!(source.read("> ", "", &mut out).unwrap(), line("cut "));
    assert_eq!(source.read("> ", "", &mut out).unwrap(), Input::Eof);
    assert_eq!(out, b"");
    assert!(source.names().is_none());
}

#[test]
fn an_odd_number_of_backslashes_continues() {
    assert_eq!(continued("a \\"), Some("a "));
    assert_eq!(continued("a \\\\"), None);
    assert_eq!(continued("a \\\\\\"), Some("a \\\\"));
    assert_eq!(continued(""), None);
}

#[test]
fn the_history_is_the_learners_alone_and_holds_no_secrets() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("state/history");
    let mut source = LineSource::terminal(Theme::plain(), Some(&path)).unwrap();
    let LineSource::Terminal(keyboard) = &mut source else {
        panic!()
    };
    for line in ["check", "check", " hidden", "docker login -p grape", "next"] {
        keyboard.remember(line);
    }
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(fs::read_to_string(&path).unwrap(), "#V2\ncheck\nnext\n");
}

#[test]
fn a_damaged_history_is_set_aside() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("history");
    fs::write(&path, b"#V2\n\xff\xfe\n").unwrap();
    let mut source = LineSource::terminal(Theme::plain(), Some(&path)).unwrap();
    let LineSource::Terminal(keyboard) = &mut source else {
        panic!()
    };
    keyboard.remember("check");
    assert_eq!(fs::read_to_string(&path).unwrap(), "#V2\ncheck\n");
    assert!(dir.path().join("history.damaged").exists());
    load(&mut keyboard.editor, &path).unwrap();
}

#[test]
fn a_history_that_cannot_be_kept_is_no_obstacle() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("file"), "").unwrap();
    let path = dir.path().join("file/history");
    let mut source = LineSource::terminal(Theme::plain(), Some(&path)).unwrap();
    assert!(source.is_terminal() && source.names().is_some());
    let LineSource::Terminal(keyboard) = &mut source else {
        panic!()
    };
    keyboard.remember("check");
}

#[test]
fn pasted_lines_come_one_after_the_other() {
    for (text, lines) in [
        ("", &[""][..]),
        ("check", &["check"]),
        ("a\r\n\n  b\n", &["a", "", "  b"]),
    ] {
        assert_eq!(lines_of(text), lines, "{text:?}");
    }
}
