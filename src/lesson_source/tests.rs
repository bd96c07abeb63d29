//! Folders are read within limits, and podo's own pack is sound.

use super::*;
use crate::explain;
use crate::lesson::model::Pack;
use crate::lesson::pack::Outside;
use crate::render::markdown;

/// A folder with a pack in it.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(PACK_FILE), "formatVersion: 1\n").unwrap();
    fs::create_dir_all(folder.path().join("one/files")).unwrap();
    fs::write(folder.path().join("one/ko.md"), "text").unwrap();
    folder
}

fn kinds(folder: &Folder) -> Vec<(&str, &ProblemKind)> {
    let problems = folder.problems().iter();
    problems
        .map(|problem| (problem.file.as_str(), &problem.kind))
        .collect()
}

fn own_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons")
}

#[test]
fn only_what_belongs_to_a_pack_is_read() {
    let folder = folder();
    let root = folder.path();
    fs::write(root.join("notes.txt"), "x").unwrap();
    fs::write(root.join("one/draft.md"), "x").unwrap();
    fs::create_dir_all(root.join(".git")).unwrap();
    fs::write(root.join(".git/ko.md"), "x").unwrap();
    fs::create_dir_all(root.join("one/files/app")).unwrap();
    fs::write(root.join("one/files/app/Dockerfile"), "FROM x").unwrap();
    let read = Folder::open(root).unwrap();
    assert_eq!(
        read.names(),
        ["one/files/app/Dockerfile", "one/ko.md", "pack.yaml"]
    );
    assert_eq!(read.bytes("one/ko.md"), Some(&b"text"[..]));
    assert_eq!(read.bytes("notes.txt"), None);
    assert!(read.problems().is_empty());
}

#[test]
fn a_folder_without_a_pack_is_no_pack() {
    let empty = tempfile::tempdir().unwrap();
    let error = Folder::open(empty.path()).unwrap_err();
    assert!(matches!(error, SourceError::NoPack { .. }));
    let error = Folder::open(&empty.path().join("nowhere")).unwrap_err();
    assert!(matches!(error, SourceError::Unreadable { .. }));
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere_else() {
    use std::os::unix::fs::symlink;

    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.yaml"), "x").unwrap();
    let folder = folder();
    let files = folder.path().join("one/files");
    symlink(outside.path().join("secret.yaml"), files.join("a.yaml")).unwrap();
    symlink(outside.path(), files.join("b")).unwrap();
    symlink("../../pack.yaml", files.join("c.yaml")).unwrap();
    symlink("nowhere", files.join("d.yaml")).unwrap();
    symlink("..", files.join("e")).unwrap();
    let read = Folder::open(folder.path()).unwrap();
    let escape = |path: &str| ProblemKind::PathEscape {
        path: path.to_owned(),
    };
    let (a, b) = (escape("one/files/a.yaml"), escape("one/files/b"));
    let found = kinds(&read);
    assert!(found.contains(&("one/files/a.yaml", &a)), "{found:?}");
    assert!(found.contains(&("one/files/b", &b)), "{found:?}");
    assert!(
        found.contains(&("one/files/d.yaml", &ProblemKind::FileMissing)),
        "{found:?}"
    );
    assert!(read.bytes("one/files/c.yaml").is_some());
    assert!(read.names().iter().all(|name| !name.contains("secret")));
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_opened() {
    let folder = folder();
    let pipe = folder.path().join("one/files/pipe");
    nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).unwrap();
    let read = Folder::open(folder.path()).unwrap();
    assert_eq!(kinds(&read), [("one/files/pipe", &ProblemKind::NotAFile)]);
}

#[test]
fn large_files_and_many_files_are_left() {
    let folder = folder();
    let files = folder.path().join("one/files");
    fs::write(files.join("large"), vec![b'x'; 1024 * 1024 + 1]).unwrap();
    fs::write(files.join("fits"), vec![b'x'; 1024 * 1024]).unwrap();
    let read = Folder::open(folder.path()).unwrap();
    let too_large = ProblemKind::FileTooLarge { limit: 1024 };
    assert_eq!(kinds(&read), [("one/files/large", &too_large)]);
    assert!(read.bytes("one/files/fits").is_some());
    for number in 0..MAX_FILES {
        fs::write(files.join(format!("n{number}")), "").unwrap();
    }
    let read = Folder::open(folder.path()).unwrap();
    let too_many = ProblemKind::TooManyFiles { limit: 1000 };
    assert!(kinds(&read).contains(&(PACK_FILE, &too_many)));
    assert_eq!(read.names().len(), MAX_FILES);
}

#[test]
fn the_problems_of_folders_have_words() {
    use crate::i18n::{Catalog, Lang};

    for lang in Lang::ALL {
        let catalog = Catalog::new(lang);
        for kind in [
            ProblemKind::FileTooLarge { limit: 1024 },
            ProblemKind::TooManyFiles { limit: 1000 },
            ProblemKind::NotAFile,
        ] {
            let (id, args) = kind.message();
            assert!(catalog.text_dyn(&id, &args).is_some(), "{id}");
        }
    }
}

#[test]
fn the_embedded_pack_is_the_one_in_the_folder() {
    let folder = Folder::open(&own_folder()).unwrap();
    let mut embedded = Embedded.names();
    embedded.retain(|name| is_part_of_a_pack(name));
    embedded.sort();
    // The compiler does not notice new files: `touch src/lesson_source.rs` makes it look again.
    assert_eq!(embedded, folder.names());
    for name in embedded {
        assert_eq!(Embedded.bytes(&name), folder.bytes(&name), "{name}");
    }
}

/// The problems of podo's own pack, as its authors are told of them.
fn own_problems() -> Vec<Problem> {
    let folder = Folder::open(&own_folder()).unwrap();
    assert!(folder.problems().is_empty());
    let markdown = |text: &str| {
        let problems = markdown::problems(text).into_iter();
        let line = |line: usize| u32::try_from(line).unwrap();
        problems
            .map(|(at, problem)| (line(at), problem.name().to_owned()))
            .collect()
    };
    let outside = Outside {
        is_code: &explain::is_code,
        markdown: &markdown,
        author: true,
    };
    Pack::read_asking(&folder, outside).1
}

fn check_none(problems: &[&Problem]) {
    let told: Vec<String> = problems
        .iter()
        .map(|problem| format!("{}:{} {:?}", problem.file, problem.line, problem.kind))
        .collect();
    assert!(told.is_empty(), "\n{}", told.join("\n"));
}

#[test]
fn every_lesson_of_the_own_pack_can_be_taken() {
    let problems = own_problems();
    let stopping = problems
        .iter()
        .filter(|problem| problem.kind.stops_lesson());
    check_none(&stopping.collect::<Vec<_>>());
}

#[test]
fn the_own_pack_leaves_its_authors_nothing_to_do() {
    check_none(&own_problems().iter().collect::<Vec<_>>());
}
