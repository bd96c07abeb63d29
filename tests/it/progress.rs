//! Progress on the disk when processes are killed, compete, or may not write.
//!
//! The other process is this test binary itself: `child` does nothing unless the environment gives
//! it a role.

use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::{BuildHasher, Hasher};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use podo::check::Verdict;
use podo::lesson::model::ExerciseId;
use podo::paths::Paths;
use podo::progress::{Progress, Seen};
use podo::store::{Origin, Store, StoreError};
use tempfile::TempDir;

/// The role of a child process and what it needs, separated by spaces.
const ROLE: &str = "PODO_TEST_ROLE";

/// How long to wait for a child on a busy machine before the test fails.
const PATIENCE: Duration = Duration::from_mins(1);

/// Kills that the crash test makes at least.
const KILLS: usize = 50;

/// Kills among them that must have hit a write in its middle.
const MID_WRITE: usize = 15;

/// Kills after which the crash test gives up on being so lucky.
const MOST_KILLS: usize = 1000;

/// Entries that the crash test begins with.
const BULK: usize = 200;

/// A user that owns nothing, for what root may not be asked.
const NOBODY: u32 = 65534;

#[test]
fn kill_9_during_a_write_loses_nothing() {
    let home = TempDir::new().expect("a folder");
    let store = progress_in(home.path());
    // Large enough for several pages on the disk.
    let _ = store
        .update(|progress| (0..BULK).map(|_| add(progress, "w")).last())
        .expect("a first write");
    let (mut kills, mut mid_write, mut count_before) = (0, 0, BULK);
    while kills < KILLS || mid_write < MID_WRITE {
        assert!(kills < MOST_KILLS, "{mid_write} kills hit a write");
        let mut writer = Child::spawn(home.path(), "write");
        // Some are killed while they start, most after some writes.
        if random(8) > 0 {
            assert!(writer.line().is_some(), "the writer stopped by itself");
        }
        std::thread::sleep(Duration::from_micros(random(15_000)));
        if random(2) > 0 {
            wait_for_write(store.path());
        }
        let acknowledged = writer.kill();
        kills += 1;
        mid_write += usize::from(has_leftover(store.path()));

        let loaded = store.load().expect("the document can be read");
        assert_eq!(loaded.origin, Origin::Present, "after kill {kills}");
        let count = entries(&loaded.value, "w");
        assert!(
            count >= acknowledged,
            "{acknowledged} were written, {count} are there"
        );
        assert!(count >= count_before, "{count_before} became {count}");
        count_before = count;
    }
    assert!(count_before > BULK, "no writer wrote anything");
    let _ = store
        .update(|progress| add(progress, "w"))
        .expect("a write after all the kills");
    assert!(!has_leftover(store.path()));
}

#[test]
fn two_writers_lose_nothing_of_each_other() {
    const EACH: usize = 150;
    let home = TempDir::new().expect("a folder");
    let writers = ["a", "b"].map(|tag| Child::spawn(home.path(), &format!("add {tag} {EACH}")));
    for writer in writers {
        writer.finish();
    }
    let loaded = progress_in(home.path()).load().expect("a document");
    assert_eq!(entries(&loaded.value, "a"), EACH);
    assert_eq!(entries(&loaded.value, "b"), EACH);
    let shared = loaded
        .value
        .exercise(&exercise("shared"))
        .expect("a record");
    assert_eq!(shared.attempts() as usize, 2 * EACH);
}

#[test]
fn a_killed_holder_frees_the_lock() {
    let home = TempDir::new().expect("a folder");
    let store = progress_in(home.path());
    let mut holder = Child::spawn(home.path(), "hold");
    assert!(holder.line().is_some(), "the holder stopped by itself");
    let impatient = store.clone().with_lock_timeout(Duration::from_millis(50));
    assert!(matches!(
        impatient.update(|progress| add(progress, "w")),
        Err(StoreError::Busy { .. })
    ));
    holder.kill();
    assert!(store.update(|progress| add(progress, "w")).is_ok());
}

#[test]
fn a_folder_that_may_not_be_written_is_read_all_the_same() {
    let home = TempDir::new().expect("a folder");
    let store = progress_in(home.path());
    let _ = store
        .update(|progress| add(progress, "w"))
        .expect("a write");
    let folder = store.path().parent().expect("a folder");
    fs::write(folder.join("damaged.json"), "half").expect("a write");
    // Made anew by the reader, if it could.
    fs::remove_file(folder.join("progress.json.lock")).expect("a lock file");

    let mut reader = Child::unprivileged(home.path(), "read-only");
    let mode = |mode| fs::set_permissions(folder, fs::Permissions::from_mode(mode));
    mode(0o555).expect("a mode");
    reader.start().finish();
    mode(0o755).expect("a mode");
    let kept = fs::read_to_string(folder.join("damaged.json")).expect("the file");
    assert_eq!(kept, "half");
}

#[test]
fn a_full_disk_leaves_the_old_document() {
    let home = TempDir::new().expect("a folder");
    let store = progress_in(home.path());
    for _ in 0..10 {
        let _ = store
            .update(|progress| add(progress, "w"))
            .expect("a write");
    }
    Child::spawn_limited(home.path(), "full").finish();
    let loaded = store.load().expect("a document");
    assert_eq!(entries(&loaded.value, "w"), 10);
    assert!(!has_leftover(store.path()));
}

#[test]
fn the_environment_chooses_the_folders() {
    let folders = |variables: &[(&str, &str)]| {
        let mut command = this_binary();
        command.env_clear().env(ROLE, "paths");
        command.envs(variables.iter().copied());
        let mut child = Child::start_with(command);
        let line = child.line().expect("the folders");
        child.finish();
        line
    };
    assert_eq!(
        folders(&[("HOME", "/home/learner")]),
        "/home/learner/.local/share/podo /home/learner/.config/podo /home/learner/.local/state/podo"
    );
    assert_eq!(
        folders(&[
            ("HOME", "/home/learner"),
            ("XDG_DATA_HOME", "/data"),
            ("XDG_CONFIG_HOME", "relative/is/ignored"),
            ("XDG_STATE_HOME", "/state"),
        ]),
        "/data/podo /home/learner/.config/podo /state/podo"
    );
    assert_eq!(
        folders(&[
            ("HOME", "/home/learner"),
            ("XDG_DATA_HOME", "/data"),
            ("PODO_HOME", "/class/anna"),
        ]),
        "/class/anna/data /class/anna/config /class/anna/state"
    );
    assert_eq!(folders(&[("HOME", "relative")]), "NoHome");
}

/// Plays the role that the environment gives; without one it is a test that passes.
#[test]
fn child() {
    let Ok(role) = std::env::var(ROLE) else {
        return;
    };
    let words: Vec<&str> = role.split(' ').collect();
    if words == ["paths"] {
        return say(&match Paths::from_env() {
            Ok(paths) => [paths.data_dir(), paths.config_dir(), paths.state_dir()]
                .map(|path| path.display().to_string())
                .join(" "),
            Err(error) => format!("{error:?}"),
        });
    }
    let paths = Paths::from_env().expect("folders");
    let store = Store::<Progress>::new(paths.progress_file());
    match words[..] {
        ["write"] => loop {
            let written = store.update(|progress| add(progress, "w"));
            say(&written.expect("a write").value.to_string());
        },
        ["add", tag, each] => {
            for _ in 0..each.parse().expect("a number") {
                let _ = store
                    .update(|progress| {
                        add(progress, tag);
                        progress.record_check(&exercise("shared"), Verdict::Fail, &seen());
                    })
                    .expect("a write");
            }
        }
        ["hold"] => {
            let _ = store.update(|_| {
                say("held");
                std::thread::sleep(PATIENCE);
            });
        }
        ["read-only"] => read_only(&paths, &store),
        ["full"] => {
            let written = store.update(|progress| add(progress, "w"));
            assert!(matches!(written, Err(StoreError::Write { .. })));
        }
        _ => panic!("no such role: {role}"),
    }
}

/// What a learner finds whose folder may not be written.
fn read_only(paths: &Paths, store: &Store<Progress>) {
    let loaded = store.load().expect("reading needs no lock");
    assert_eq!(loaded.origin, Origin::Present);
    assert_eq!(entries(&loaded.value, "w"), 1);
    assert!(matches!(
        store.update(|progress| add(progress, "w")),
        Err(StoreError::Lock { .. })
    ));
    let damaged = Store::<Progress>::new(paths.data_dir().join("damaged.json"));
    assert!(matches!(damaged.load(), Err(StoreError::Lock { .. })));
    let below = Store::<Progress>::new(paths.data_dir().join("a/b.json"));
    assert_eq!(below.load().expect("nothing").origin, Origin::Fresh);
    assert!(matches!(
        below.update(|progress| add(progress, "w")),
        Err(StoreError::MakeDir { .. })
    ));
}

fn progress_in(home: &Path) -> Store<Progress> {
    Store::new(Paths::under(home).progress_file())
}

fn exercise(name: &str) -> ExerciseId {
    ExerciseId {
        pack: "podo".to_owned(),
        lesson: "test".to_owned(),
        exercise: name.to_owned(),
    }
}

fn seen() -> Seen {
    Seen {
        at: Timestamp::now(),
        cluster: "0b6f2c1e-0d3f-4c7e-9d53-0d8a5f6a7b8c".to_owned(),
        podo_version: "0.1.0".to_owned(),
        pack_version: "1".to_owned(),
    }
}

/// Passes the next exercise of a tag: TAG-1, TAG-2, …; returns how many there are then.
fn add(progress: &mut Progress, tag: &str) -> usize {
    let number = entries(progress, tag) + 1;
    let id = exercise(&format!("{tag}-{number}"));
    progress.record_begin(&id, &seen());
    progress.record_check(&id, Verdict::Pass, &seen());
    number
}

/// How many exercises of a tag there are, all of them complete and none missing between.
fn entries(progress: &Progress, tag: &str) -> usize {
    let prefix = format!("podo/test/{tag}-");
    let count = progress
        .iter()
        .filter(|(id, _)| id.starts_with(&prefix))
        .count();
    for number in 1..=count {
        let id = exercise(&format!("{tag}-{number}"));
        let record = progress.exercise(&id).expect("no gap");
        assert!(record.passed() && record.started().is_some(), "{id}");
    }
    count
}

/// Whether a writer was killed between making its new file and renaming it.
fn has_leftover(document: &Path) -> bool {
    let Ok(folder) = fs::read_dir(document.parent().expect("a folder")) else {
        return false;
    };
    folder
        .flatten()
        .any(|entry| entry.path().extension().is_some_and(|end| end == "tmp"))
}

/// Waits for a writer to be in the middle of a write, a tenth of a second at most.
fn wait_for_write(document: &Path) {
    let start = Instant::now();
    while !has_leftover(document) && start.elapsed() < Duration::from_millis(100) {
        std::thread::yield_now();
    }
}

/// A number below `limit` that differs from run to run.
fn random(limit: u64) -> u64 {
    RandomState::new().build_hasher().finish() % limit
}

/// Tells the parent something; on a line of its own, because the test runner writes there too.
fn say(message: &str) {
    let mut out = std::io::stdout().lock();
    write!(out, "\n>{message}\n").expect("the parent listens");
    out.flush().expect("the parent listens");
}

fn this_binary() -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    command.args(CHILD_ARGS);
    command
}

/// What makes the test runner run `child` alone and leave its output alone.
const CHILD_ARGS: [&str; 4] = [
    "--exact",
    "progress::child",
    "--nocapture",
    "--test-threads=1",
];

/// A child process and what it says.
struct Child {
    process: std::process::Child,
    said: Receiver<String>,
    last: Option<String>,
}

/// A child that is ready to be started.
struct Prepared {
    command: Command,
    /// Holds the copy of this binary.
    _folder: TempDir,
}

impl Prepared {
    fn start(&mut self) -> Child {
        Child::start(&mut self.command)
    }
}

impl Child {
    fn spawn(home: &Path, role: &str) -> Self {
        let mut command = this_binary();
        command.env("PODO_HOME", home).env(ROLE, role);
        Self::start_with(command)
    }

    /// A child whose files may have 512 bytes at most, which is what a full disk looks like.
    fn spawn_limited(home: &Path, role: &str) -> Self {
        let mut command = Command::new("sh");
        command
            .args(["-c", r#"trap "" XFSZ; ulimit -f 1; exec "$0" "$@""#])
            .arg(std::env::current_exe().expect("this binary"))
            .args(CHILD_ARGS);
        command.env("PODO_HOME", home).env(ROLE, role);
        Self::start_with(command)
    }

    /// A child that is not root, also when this process is; `home` becomes that user's.
    fn unprivileged(home: &Path, role: &str) -> Prepared {
        let folder = TempDir::new().expect("a folder");
        // The build folder may be closed to other users.
        let binary = folder.path().join("test");
        fs::copy(std::env::current_exe().expect("this binary"), &binary).expect("a copy");
        let mut command = Command::new(&binary);
        command
            .args(CHILD_ARGS)
            .env("PODO_HOME", home)
            .env(ROLE, role);
        if fs::metadata(home).expect("a folder").uid() == 0 {
            give_away(folder.path());
            give_away(home);
            command.uid(NOBODY).gid(NOBODY).current_dir("/");
        }
        Prepared {
            command,
            _folder: folder,
        }
    }

    fn start_with(mut command: Command) -> Self {
        Self::start(&mut command)
    }

    fn start(command: &mut Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("a child");
        let out = process.stdout.take().expect("its output");
        let (tell, said) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if let Some(message) = line.strip_prefix('>')
                    && tell.send(message.to_owned()).is_err()
                {
                    break;
                }
            }
        });
        Self {
            process,
            said,
            last: None,
        }
    }

    /// The next thing it says; `None` when it has ended.
    fn line(&mut self) -> Option<String> {
        let line = self.said.recv_timeout(PATIENCE).ok();
        if line.is_some() {
            self.last.clone_from(&line);
        }
        line
    }

    /// Kills it with SIGKILL; returns the last number it said before, or 0.
    fn kill(&mut self) -> usize {
        self.process.kill().expect("a process to kill");
        let status = self.process.wait().expect("its end");
        assert_eq!(status.signal(), Some(9), "it ended by itself: {status}");
        while self.line().is_some() {}
        let last = self.last.as_deref().unwrap_or("0");
        last.parse().unwrap_or_default()
    }

    /// Waits until it has ended well.
    fn finish(mut self) {
        let status = self.process.wait().expect("its end");
        assert!(status.success(), "{status}");
    }
}

/// Makes a folder and all in it another user's.
fn give_away(path: &Path) {
    chown(path, Some(NOBODY), Some(NOBODY)).expect("root may");
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder").flatten() {
            give_away(&entry.path());
        }
    }
}
