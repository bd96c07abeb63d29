//! Tests of a document on the disk. Those that need a second process are in `tests/it/progress.rs`.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use super::{Damage, Document, Loaded, Origin, Store, StoreError};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Count {
    count: u32,
}

impl Document for Count {
    const FORMAT_VERSION: u32 = 1;
}

const SOUND: &str = r#"{"formatVersion": 1, "count": 7}"#;
const NEWER: &str = r#"{"formatVersion": 2, "total": 7}"#;

/// A folder with the file `count.json`, holding `content` if there is one.
fn store(content: Option<&str>) -> (TempDir, Store<Count>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("count.json");
    if let Some(content) = content {
        fs::write(&path, content).unwrap();
    }
    (folder, Store::new(path))
}

fn increment(store: &Store<Count>) -> Result<Loaded<u32>, StoreError> {
    store.update(|document| {
        document.count += 1;
        document.count
    })
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn aside(name: &str, folder: &TempDir, reason: Damage) -> Origin {
    let moved_to = folder.path().join(name);
    Origin::SetAside { moved_to, reason }
}

#[test]
fn a_missing_file_is_fresh_and_loading_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::<Count>::new(folder.path().join("a/b/count.json"));
    assert_eq!(store.load().unwrap(), Loaded::fresh(Count::default()));
    assert!(names(folder.path()).is_empty());
}

#[test]
fn a_change_makes_the_folders_and_is_there_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::<Count>::new(folder.path().join("a/b/count.json"));
    assert_eq!(increment(&store).unwrap(), Loaded::fresh(1));
    assert_eq!(increment(&store).unwrap(), Loaded::present(2));
    assert_eq!(store.load().unwrap(), Loaded::present(Count { count: 2 }));
    let mode = |path: PathBuf| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder.path().join("a")), 0o700);
    assert_eq!(mode(folder.path().join("a/b")), 0o700);
    assert_eq!(mode(store.path().to_path_buf()), 0o600);
    assert_eq!(mode(folder.path().join("a/b/count.json.lock")), 0o600);
    assert_eq!(
        names(&folder.path().join("a/b")),
        ["count.json", "count.json.lock"]
    );
}

#[test]
fn a_damaged_file_is_set_aside_and_kept() {
    let cases = [
        ("", Damage::Empty),
        (&SOUND[..20], Damage::Truncated { line: 1 }),
        ("[1, 2]", Damage::NoVersion),
    ];
    for (content, reason) in cases {
        let (folder, store) = store(Some(content));
        let loaded = store.load().unwrap();
        assert_eq!(loaded.value, Count::default());
        assert_eq!(
            loaded.origin,
            aside("count.json.damaged-1", &folder, reason)
        );
        let kept = fs::read_to_string(folder.path().join("count.json.damaged-1")).unwrap();
        assert_eq!(kept, content);
        assert_eq!(store.load().unwrap().origin, Origin::Fresh);
    }
}

#[test]
fn a_change_replaces_a_damaged_file_and_says_so() {
    let (folder, store) = store(Some("\0\0\0"));
    let loaded = increment(&store).unwrap();
    assert_eq!(loaded.value, 1);
    assert!(matches!(loaded.origin, Origin::SetAside { .. }));
    assert_eq!(
        fs::read(folder.path().join("count.json.damaged-1")).unwrap(),
        b"\0\0\0"
    );
    assert_eq!(store.load().unwrap(), Loaded::present(Count { count: 1 }));
}

#[test]
fn what_was_set_aside_is_never_overwritten() {
    let (folder, store) = store(None);
    for number in 1..=3 {
        let content = format!("damage {number}");
        fs::write(store.path(), &content).unwrap();
        let _ = store.load().unwrap();
        let kept = folder.path().join(format!("count.json.damaged-{number}"));
        assert_eq!(fs::read_to_string(kept).unwrap(), content);
    }
    assert_eq!(
        fs::read_to_string(folder.path().join("count.json.damaged-1")).unwrap(),
        "damage 1"
    );
}

#[test]
fn a_newer_document_is_refused_and_untouched() {
    let (folder, store) = store(Some(NEWER));
    for result in [store.load().map(drop), increment(&store).map(drop)] {
        let error = result.unwrap_err();
        assert!(matches!(
            error,
            StoreError::NewerVersion {
                found: 2,
                supported: 1,
                ..
            }
        ));
        assert_eq!(error.path(), store.path());
        assert!(error.to_string().contains("format version 2"));
    }
    assert_eq!(fs::read_to_string(store.path()).unwrap(), NEWER);
    assert_eq!(names(folder.path()), ["count.json", "count.json.lock"]);
}

#[test]
fn a_folder_in_the_files_place_is_set_aside() {
    let (folder, store) = store(None);
    fs::create_dir(store.path()).unwrap();
    let loaded = increment(&store).unwrap();
    assert_eq!(
        loaded.origin,
        aside("count.json.damaged-1", &folder, Damage::NotAFile)
    );
    assert_eq!(store.load().unwrap(), Loaded::present(Count { count: 1 }));
}

#[test]
fn a_pipe_in_the_files_place_does_not_hang() {
    let (folder, store) = store(None);
    let made = std::process::Command::new("mkfifo")
        .arg(store.path())
        .status()
        .unwrap();
    assert!(made.success());
    assert_eq!(
        store.load().unwrap().origin,
        aside("count.json.damaged-1", &folder, Damage::NotAFile)
    );
}

#[test]
fn a_linked_file_is_changed_where_it_is() {
    let (folder, store) = store(None);
    let elsewhere = tempfile::tempdir().unwrap();
    let real = elsewhere.path().join("real.json");
    fs::write(&real, SOUND).unwrap();
    symlink(&real, store.path()).unwrap();
    assert_eq!(increment(&store).unwrap(), Loaded::present(8));
    assert!(fs::symlink_metadata(store.path()).unwrap().is_symlink());
    assert_eq!(
        Store::<Count>::new(&real).load().unwrap().value,
        Count { count: 8 }
    );

    // A damaged one stays where it is; the link is what is set aside.
    fs::write(&real, "").unwrap();
    assert_eq!(
        increment(&store).unwrap().origin,
        aside("count.json.damaged-1", &folder, Damage::Empty)
    );
    assert_eq!(fs::read_to_string(&real).unwrap(), "");
    assert_eq!(store.load().unwrap(), Loaded::present(Count { count: 1 }));
}

#[test]
fn a_link_to_nothing_is_fresh() {
    let (folder, store) = store(None);
    symlink(folder.path().join("nothing"), store.path()).unwrap();
    assert_eq!(store.load().unwrap().origin, Origin::Fresh);
    assert_eq!(increment(&store).unwrap(), Loaded::fresh(1));
    assert_eq!(store.load().unwrap(), Loaded::present(Count { count: 1 }));
}

#[test]
fn a_file_in_a_folders_place_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a"), "mine").unwrap();
    let store = Store::<Count>::new(folder.path().join("a/count.json"));
    assert!(matches!(store.load(), Err(StoreError::Read { .. })));
    assert!(matches!(increment(&store), Err(StoreError::MakeDir { .. })));
    assert_eq!(names(folder.path()), ["a"]);
}

#[test]
fn a_held_lock_is_waited_for_and_then_an_error() {
    let (_folder, store) = store(Some(SOUND));
    let patience = Duration::from_millis(80);
    let _ = store
        .update(|_| {
            let start = Instant::now();
            let second = store.clone().with_lock_timeout(patience);
            assert!(matches!(increment(&second), Err(StoreError::Busy { .. })));
            assert!(start.elapsed() >= patience);
            // Reading needs no lock.
            assert_eq!(second.load().unwrap().value, Count { count: 7 });
        })
        .unwrap();
    assert_eq!(increment(&store).unwrap().value, 8);
}

#[test]
fn a_change_that_panics_changes_nothing_and_frees_the_lock() {
    let (folder, store) = store(Some(SOUND));
    let result = std::panic::catch_unwind(|| {
        store.update(|document| {
            document.count = 99;
            panic!("in the middle");
        })
    });
    assert!(result.is_err());
    assert_eq!(fs::read_to_string(store.path()).unwrap(), SOUND);
    assert_eq!(increment(&store).unwrap(), Loaded::present(8));
    assert_eq!(names(folder.path()), ["count.json", "count.json.lock"]);
}

#[test]
fn leftovers_of_killed_writers_are_removed_and_nothing_else() {
    let (folder, store) = store(Some(SOUND));
    let others = [
        ".count.json.tmp",
        ".count.json.a.b.tmp",
        ".other.json.abc123.tmp",
        "count.json.damaged-1",
        "notes.txt",
    ];
    for name in others.iter().chain(&[".count.json.abc123.tmp"]) {
        fs::write(folder.path().join(name), "half").unwrap();
    }
    let _ = increment(&store).unwrap();
    let mut expected: Vec<String> = others.iter().copied().map(str::to_owned).collect();
    expected.extend(["count.json".to_owned(), "count.json.lock".to_owned()]);
    expected.sort();
    assert_eq!(names(folder.path()), expected);
}

#[test]
fn threads_do_not_clobber_each_other() {
    let (_folder, store) = store(None);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..25 {
                    let _ = increment(&store).unwrap();
                }
            });
        }
    });
    assert_eq!(store.load().unwrap().value, Count { count: 100 });
}

#[test]
fn several_who_find_the_damage_set_it_aside_once() {
    let (folder, store) = store(Some("damage"));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| increment(&store).map(drop));
        }
    });
    assert_eq!(store.load().unwrap().value, Count { count: 8 });
    assert_eq!(
        names(folder.path()),
        ["count.json", "count.json.damaged-1", "count.json.lock"]
    );
}

#[test]
fn who_waited_in_vain_does_not_keep_the_lock() {
    let (_folder, store) = store(None);
    let impatient = store.clone().with_lock_timeout(Duration::from_millis(20));
    let _ = store
        .update(|_| {
            for _ in 0..5 {
                assert!(matches!(
                    increment(&impatient),
                    Err(StoreError::Busy { .. })
                ));
            }
        })
        .unwrap();
    assert_eq!(increment(&store).unwrap().value, 1);
}
