//! Tests of the folders.

use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use etcetera::base_strategy::BaseStrategy;

use super::{Paths, PathsError, make_private_dir};
use crate::progress::LessonId;

/// The XDG folders below a given home, without looking at the environment.
struct Below(&'static str);

impl BaseStrategy for Below {
    fn home_dir(&self) -> &Path {
        Path::new(self.0)
    }
    fn config_dir(&self) -> PathBuf {
        self.home_dir().join(".config")
    }
    fn data_dir(&self) -> PathBuf {
        self.home_dir().join(".local/share")
    }
    fn cache_dir(&self) -> PathBuf {
        self.home_dir().join(".cache")
    }
    fn state_dir(&self) -> Option<PathBuf> {
        Some(self.home_dir().join(".local/state"))
    }
    fn runtime_dir(&self) -> Option<PathBuf> {
        None
    }
}

fn choose(podo_home: Option<&str>, home: &'static str) -> Result<Paths, PathsError> {
    Paths::choose(podo_home.map(OsStr::new), || Ok(Below(home)))
}

fn lesson(pack: &str, lesson: &str) -> LessonId {
    LessonId::new(pack, lesson).unwrap()
}

#[test]
fn the_default_is_xdg() {
    let paths = choose(None, "/home/learner").unwrap();
    assert_eq!(
        paths.data_dir(),
        Path::new("/home/learner/.local/share/podo")
    );
    assert_eq!(paths.config_dir(), Path::new("/home/learner/.config/podo"));
    assert_eq!(
        paths.state_dir(),
        Path::new("/home/learner/.local/state/podo")
    );
}

#[test]
fn podo_home_puts_everything_below_one_folder() {
    let paths = choose(Some("/tmp/class"), "/home/learner").unwrap();
    assert_eq!(paths, Paths::under(Path::new("/tmp/class")));
    for file in [
        paths.progress_file(),
        paths.settings_file(),
        paths.session_file(&lesson("podo", "pods")),
        paths.work_dir(&lesson("podo", "pods")),
        paths.kubeconfig_file(&lesson("podo", "pods")),
        paths.history_file(),
        paths.log_dir(),
        paths.jobs_dir(),
    ] {
        assert!(file.starts_with("/tmp/class"), "{}", file.display());
    }
}

#[test]
fn an_empty_podo_home_is_none_and_a_relative_one_becomes_absolute() {
    assert_eq!(
        choose(Some(""), "/home/learner").unwrap(),
        choose(None, "/home/learner").unwrap()
    );
    assert!(
        choose(Some("here"), "/home/learner")
            .unwrap()
            .data_dir()
            .is_absolute()
    );
}

#[test]
fn a_home_that_is_empty_or_relative_is_refused() {
    for home in ["", "learner"] {
        assert!(matches!(choose(None, home), Err(PathsError::NoHome)));
    }
    assert!(matches!(
        Paths::choose(None, || Err::<Below, _>(PathsError::NoHome)),
        Err(PathsError::NoHome)
    ));
}

#[test]
fn no_two_lessons_share_a_file() {
    let paths = Paths::under(Path::new("/p"));
    let lessons = [
        lesson("podo", "pods"),
        lesson("acme", "pods"),
        lesson("podo", "acme-pods"),
        lesson("acme-b", "c"),
        lesson("acme", "b-c"),
    ];
    for path_of in [Paths::session_file, Paths::work_dir, Paths::kubeconfig_file] {
        let all: std::collections::BTreeSet<_> =
            lessons.iter().map(|id| path_of(&paths, id)).collect();
        assert_eq!(all.len(), lessons.len());
    }
    assert_eq!(paths.work_dir(&lessons[0]), Path::new("/p/data/work/pods"));
}

#[test]
fn made_folders_are_private_and_present_ones_are_left_alone() {
    let root = tempfile::tempdir().unwrap();
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    let open = root.path().join("open");
    std::fs::create_dir(&open).unwrap();
    std::fs::set_permissions(&open, std::fs::Permissions::from_mode(0o755)).unwrap();

    make_private_dir(&open.join("a/b")).unwrap();
    assert_eq!(mode(&open), 0o755);
    assert_eq!(mode(&open.join("a")), 0o700);
    assert_eq!(mode(&open.join("a/b")), 0o700);
    make_private_dir(&open.join("a/b")).unwrap();

    std::fs::write(open.join("file"), "").unwrap();
    assert!(make_private_dir(&open.join("file/below")).is_err());
}
