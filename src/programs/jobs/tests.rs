//! Jobs: started, looked at, stopped.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::log::{self, Log};

#[test]
fn a_log_belongs_to_the_learner_and_goes_with_the_job() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("jobs");
    let log = Log::create(&dir, 7).unwrap();
    let path = dir.join(format!("{}-7.log", std::process::id()));
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    drop(log);
    assert!(!path.exists());
}

#[test]
fn the_last_lines_are_those_that_say_something() {
    let dir = tempfile::tempdir().unwrap();
    let log = Log::create(dir.path(), 1).unwrap();
    assert_eq!(log.last_lines(1), "");
    let path = dir.path().join(format!("{}-1.log", std::process::id()));
    fs::write(&path, "one\ntwo\r\n10%\r99%\n\n  \n").unwrap();
    assert_eq!(log.last_lines(1), "99%");
    assert_eq!(log.last_lines(9), "one\ntwo\n99%");
    fs::write(&path, vec![b'x'; 9 * 1024 * 1024]).unwrap();
    log.keep_small();
    assert_eq!(fs::metadata(&path).unwrap().len(), 0);
}

#[test]
fn only_logs_of_dead_podos_are_swept() {
    let dir = tempfile::tempdir().unwrap();
    let mut dead = std::process::Command::new("true").spawn().unwrap();
    dead.wait().unwrap();
    let left = format!("{}-1.log", dead.id());
    let others = [
        format!("{}-1.log", std::process::id()),
        "notes.log".to_owned(),
        "-1-1.log".to_owned(),
        "0-1.log".to_owned(),
    ];
    for name in others.iter().chain([&left]) {
        fs::write(dir.path().join(name), "").unwrap();
    }
    log::sweep(dir.path());
    assert!(!dir.path().join(left).exists());
    for name in others {
        assert!(dir.path().join(&name).exists(), "{name}");
    }
}
