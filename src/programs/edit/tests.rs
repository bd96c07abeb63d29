//! The plain editor, line by line, and files that it refuses.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use super::buffer::{Buffer, Command, Problem, parse};
use super::{Desk, EditError, Edited, Editor, edit, resolve};
use crate::i18n::{Catalog, Lang};
use crate::ui::input::{Ask, Input};

/// A script; what is asked with something to begin with comes back with an `!`.
struct Script(VecDeque<Input>);

impl Ask for Script {
    fn ask(&mut self, prompt: &str, initial: &str, out: &mut dyn Write) -> io::Result<Input> {
        writeln!(out, "{prompt}")?;
        if !initial.is_empty() {
            return Ok(Input::Line(format!("{initial}!")));
        }
        Ok(self.0.pop_front().unwrap_or(Input::Eof))
    }
}

struct Run {
    edited: Edited,
    text: Option<String>,
    said: String,
}

/// Runs the plain editor on a file of that content.
fn run(content: Option<&str>, inputs: &[Input]) -> Run {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("web.yaml");
    if let Some(content) = content {
        fs::write(&path, content).unwrap();
    }
    let mut said = Vec::new();
    let mut desk = Desk {
        dir: dir.path(),
        editor: Editor::Plain,
        ask: &mut Script(inputs.iter().cloned().collect()),
        out: &mut said,
        catalog: &Catalog::new(Lang::En),
    };
    let edited = edit(&mut desk, "web.yaml").unwrap();
    Run {
        edited,
        text: fs::read_to_string(&path).ok(),
        said: String::from_utf8(said).unwrap(),
    }
}

fn lines(lines: &[&str]) -> Vec<Input> {
    let lines = lines.iter().map(|line| Input::Line((*line).to_owned()));
    lines.collect()
}

#[test]
fn commands_are_read_with_their_numbers_and_the_blanks_of_their_text() {
    for (typed, expected) in [
        ("", Command::Nothing),
        ("p", Command::Print(None)),
        ("print 2", Command::Print(Some((2, 2)))),
        ("p 2 3", Command::Print(Some((2, 3)))),
        ("r 3", Command::Replace(3, None)),
        (
            "r 3   - name: web",
            Command::Replace(3, Some("  - name: web".into())),
        ),
        ("i 0 a", Command::Insert(0, Some("a".into()))),
        ("i 3", Command::Insert(3, None)),
        ("d 2", Command::Delete(2, 2)),
        (" delete 1 3", Command::Delete(1, 3)),
        ("wq", Command::WriteQuit),
        ("q!", Command::Abandon),
    ] {
        assert_eq!(parse(typed, 3), Ok(expected), "{typed}");
    }
    assert_eq!(parse("r 4 x", 3), Err(Problem::NoLine(4)));
    assert_eq!(parse("r 0 x", 3), Err(Problem::NoLine(0)));
    assert_eq!(parse("d 2 9", 3), Err(Problem::NoLine(9)));
    assert_eq!(parse("d 3 2", 3), Err(Problem::NoLine(2)));
    assert!(matches!(parse("d", 3), Err(Problem::WhichLine(_))));
    assert!(matches!(parse("d x", 3), Err(Problem::WhichLine(_))));
    assert_eq!(parse("z 1", 3), Err(Problem::Unknown("z".into())));
    assert!(parse("r 99999999999999999999 x", 3).is_err());
}

#[test]
fn a_text_survives_being_taken_apart() {
    for text in ["", "a\n", "a\n\n  b\n", "한\n글\n"] {
        assert_eq!(Buffer::new(text).text(), text);
    }
    assert_eq!(Buffer::new("a\nb").text(), "a\nb\n");
}

#[test]
fn a_new_file_is_typed_and_saved() {
    let inputs = lines(&["a", "apiVersion: v1", "kind: Pod", ".", "w", "q"]);
    let run = run(None, &inputs);
    assert_eq!(run.edited, Edited::Saved);
    assert_eq!(run.text.as_deref(), Some("apiVersion: v1\nkind: Pod\n"));
    assert!(run.said.contains("is a new file"), "{}", run.said);
}

#[test]
fn lines_are_replaced_inserted_and_deleted() {
    let run = run(
        Some("one\ntwo\nthree\n"),
        &lines(&["r 2   TWO", "i 0 zero", "d 2", "r 3", "wq"]),
    );
    assert_eq!(run.text.as_deref(), Some("zero\n  TWO\nthree!\n"));
    assert!(run.said.contains("   2 | two"), "{}", run.said);
}

#[test]
fn leaving_with_unsaved_changes_asks_once() {
    let changed = [lines(&["d 1"]), lines(&["q", "p", "q", "q"])].concat();
    let run_1 = run(Some("one\ntwo\n"), &changed);
    assert_eq!(run_1.edited, Edited::Unchanged);
    assert_eq!(run_1.text.as_deref(), Some("one\ntwo\n"));
    assert_eq!(run_1.said.matches("not saved. `w`").count(), 2);
    let with_keys = [lines(&["d 1"]), vec![Input::Interrupted, Input::Eof]].concat();
    let run_2 = run(Some("one\ntwo\n"), &with_keys);
    assert_eq!(run_2.text.as_deref(), Some("one\ntwo\n"));
    assert!(run_2.said.contains("are gone"), "{}", run_2.said);
}

#[test]
fn control_characters_of_a_file_do_not_reach_the_terminal() {
    let run = run(Some("a\u{1b}[31mb\n"), &lines(&["q"]));
    assert!(!run.said.contains('\u{1b}'));
    assert_eq!(run.text.as_deref(), Some("a\u{1b}[31mb\n"));
}

#[test]
fn names_stay_inside_the_working_folder() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret"), "s").unwrap();
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::create_dir(dir.join("sub")).unwrap();
    fs::write(dir.join("there.yaml"), "").unwrap();
    symlink(outside.path(), dir.join("out")).unwrap();
    symlink(outside.path().join("new"), dir.join("dangling")).unwrap();
    symlink("../../new", dir.join("upwards")).unwrap();
    symlink("there.yaml", dir.join("inside")).unwrap();
    let root = fs::canonicalize(dir).unwrap();
    for (name, file) in [
        ("web.yaml", "web.yaml"),
        ("./web.yaml", "web.yaml"),
        ("sub/한글.yaml", "sub/한글.yaml"),
        ("new/deep/web.yaml", "new/deep/web.yaml"),
        (".dockerignore", ".dockerignore"),
        ("inside", "there.yaml"),
    ] {
        assert_eq!(resolve(dir, name).unwrap(), root.join(file), "{name}");
    }
    for name in [
        "",
        ".",
        "..",
        "/etc/passwd",
        "../x",
        "sub/../../x",
        "sub/..",
        "-c",
        "+x",
        "~x",
        "a\nb",
        "sub/",
    ] {
        assert!(
            matches!(resolve(dir, name), Err(EditError::Name { .. })),
            "{name}"
        );
    }
    for name in ["out/secret", "out/new", "out/a/b", "dangling", "upwards"] {
        assert!(
            matches!(resolve(dir, name), Err(EditError::Outside { .. })),
            "{name}: {:?}",
            resolve(dir, name)
        );
    }
    assert!(matches!(
        resolve(dir, "sub"),
        Err(EditError::NotAFile { .. })
    ));
    assert!(matches!(
        resolve(Path::new("/nowhere"), "a"),
        Err(EditError::File { .. })
    ));
}

#[test]
fn saving_keeps_permissions() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("run.sh");
    fs::write(&path, "a\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o750)).unwrap();
    super::write(&path, "run.sh", "b\n").unwrap();
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o750);
    super::write(&dir.path().join("new"), "new", "b\n").unwrap();
    let names = fs::read_dir(dir.path()).unwrap().count();
    assert_eq!(names, 2, "temporary files are left");
}

#[test]
fn what_is_no_text_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a");
    for bytes in [&b"\xff\xfe"[..], b"a\0b", &vec![b'x'; 1024 * 1024 + 1]] {
        fs::write(&path, bytes).unwrap();
        assert!(matches!(
            super::read(&path, "a"),
            Err(EditError::NotText { .. })
        ));
    }
}

#[test]
fn the_editor_is_the_learners_own() {
    let choose = |plain, visual: &str, editor: &str| {
        let (visual, editor) = (OsString::from(visual), OsString::from(editor));
        Editor::choose(plain, |name| match name {
            "VISUAL" => Some(visual.clone()),
            "EDITOR" => Some(editor.clone()),
            _ => None,
        })
    };
    let own = |words: &[&str]| Editor::Own(words.iter().map(|&word| word.to_owned()).collect());
    assert_eq!(
        choose(false, "code --wait", "vi").unwrap(),
        own(&["code", "--wait"])
    );
    assert_eq!(
        choose(false, " ", "'/my editor/e' -x").unwrap(),
        own(&["/my editor/e", "-x"])
    );
    assert_eq!(choose(false, "", "").unwrap(), Editor::Plain);
    assert_eq!(choose(true, "vi", "vi").unwrap(), Editor::Plain);
    assert!(matches!(
        choose(false, "", "'vi"),
        Err(EditError::EditorWords { variable: "EDITOR" })
    ));
}

#[test]
fn an_editor_that_is_missing_gives_way_to_the_plain_one() {
    let dir = tempfile::tempdir().unwrap();
    let mut said = Vec::new();
    let mut desk = Desk {
        dir: dir.path(),
        editor: Editor::Own(vec!["podo-no-such-editor".to_owned()]),
        ask: &mut Script(lines(&["i 0 a", "wq"]).into()),
        out: &mut said,
        catalog: &Catalog::new(Lang::Ko),
    };
    assert_eq!(edit(&mut desk, "a").unwrap(), Edited::Saved);
    let said = String::from_utf8(said).unwrap();
    assert!(said.contains("podo-no-such-editor"), "{said}");
}

#[test]
fn every_error_has_a_sentence_in_both_languages() {
    let name = || "a\u{1b}[0m".to_owned();
    let source = || io::Error::from(io::ErrorKind::NotFound);
    let errors = [
        EditError::Name { name: name() },
        EditError::Outside { name: name() },
        EditError::NotAFile { name: name() },
        EditError::NotText { name: name() },
        EditError::EditorWords { variable: "EDITOR" },
        EditError::File {
            name: name(),
            source: source(),
        },
        EditError::Terminal(source()),
    ];
    for lang in Lang::ALL {
        for error in &errors {
            let text = error.text(&Catalog::new(lang));
            assert!(!text.contains('\u{1b}') && !text.is_empty(), "{text}");
        }
    }
}
