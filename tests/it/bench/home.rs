//! A podo of a test's own: the real program, with a home folder that goes away with the test.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use podo::cluster::namespace::LessonNamespace;
use podo::lesson::model::Lesson;
use podo::lesson::pack::digest;
use podo::lesson_source::Folder;
use podo::paths::Paths;
use podo::progress::{LessonId, Session, Settings};
use podo::store::Store;
use podo::workbench::Place;
use tempfile::TempDir;

use super::{Course, PATIENCE, Talk, cluster_file, context, found, runtime};

/// podo's home and the kubeconfig of its learner.
pub(crate) struct Home {
    folder: TempDir,
    kubeconfig: PathBuf,
    context: String,
    lessons: Option<PathBuf>,
}

/// How a podo ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// Its exit code; `None` after a signal.
    pub(crate) code: Option<i32>,
    /// What it said.
    pub(crate) stdout: String,
    /// What it complained about.
    pub(crate) stderr: String,
    /// How long it took.
    pub(crate) took: Duration,
}

impl Home {
    /// A learner on the test cluster, who has agreed to use it.
    pub(crate) fn new(course: &Course) -> Self {
        let home = Self::with_kubeconfig(course, &cluster_file(), &context());
        let uid = runtime().block_on(async { found().await.cluster.uid().to_owned() });
        home.trust(&uid);
        home
    }

    /// A learner with another kubeconfig.
    pub(crate) fn with_kubeconfig(course: &Course, kubeconfig: &Path, context: &str) -> Self {
        let home = Self {
            folder: tempfile::tempdir().unwrap(),
            kubeconfig: kubeconfig.to_owned(),
            context: context.to_owned(),
            lessons: course.folder(),
        };
        if let Some(folder) = &home.lessons {
            let digest = digest(&Folder::open(folder).unwrap());
            let settings = Store::<Settings>::new(home.paths().settings_file());
            let agreed = settings.update(|settings| settings.agree_to_pack(&digest));
            let _ = agreed.unwrap();
        }
        home
    }

    /// The same home, entered with another kubeconfig from now on.
    pub(crate) fn use_kubeconfig(&mut self, kubeconfig: &Path) {
        kubeconfig.clone_into(&mut self.kubeconfig);
    }

    /// The learner agrees to use the cluster of this identity.
    pub(crate) fn trust(&self, uid: &str) {
        let settings = Store::<Settings>::new(self.paths().settings_file());
        let agreed = settings.update(|settings| settings.trust(&self.context, uid));
        let _ = agreed.unwrap();
    }

    /// Where podo keeps its files.
    pub(crate) fn paths(&self) -> Paths {
        Paths::under(self.folder.path())
    }

    /// Where this podo works on a lesson.
    pub(crate) fn place(&self, lesson: &Lesson) -> Place {
        let id = LessonId::new(&lesson.pack, &lesson.name).unwrap();
        Place {
            namespace: LessonNamespace::of_lesson(&lesson.pack, &lesson.name),
            kubeconfig: self.paths().kubeconfig_file(&id),
            folder: self.paths().work_dir(&id),
        }
    }

    /// Where a lesson stands.
    pub(crate) fn session(&self, lesson: &Lesson) -> Session {
        let id = LessonId::new(&lesson.pack, &lesson.name).unwrap();
        let session = Store::<Session>::new(self.paths().session_file(&id)).load();
        session.unwrap().value
    }

    /// The program with these words.
    pub(crate) fn podo(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_podo"));
        command
            .arg("--cluster")
            .arg(format!("context:{}", self.context))
            .args(
                self.lessons
                    .iter()
                    .flat_map(|folder| [OsStr::new("--lessons"), folder.as_os_str()]),
            )
            .args(args)
            .env("PODO_HOME", self.folder.path())
            .env("KUBECONFIG", &self.kubeconfig)
            .env_remove("PODO_LANG")
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs podo to its end.
    pub(crate) fn run(&self, args: &[&str], script: &str) -> Ended {
        run(self.podo(args), script, PATIENCE)
    }

    /// Opens the tutor and talks with it.
    pub(crate) fn open(&self, args: &[&str]) -> Talk {
        Talk::begin(self.podo(args))
    }
}

/// Runs a program with a script on its standard input; one that does not end in time is killed and
/// fails the test.
pub(crate) fn run(mut command: Command, script: &str, limit: Duration) -> Ended {
    let started = Instant::now();
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A podo that has already left reads no script.
    let _ = stdin.write_all(script.as_bytes());
    drop(stdin);
    let stdout = reader(child.stdout.take().unwrap());
    let stderr = reader(child.stderr.take().unwrap());
    let mut killed = false;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if started.elapsed() > limit {
            killed = true;
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    let ended = Ended {
        code: status.code(),
        stdout: stdout.join().unwrap(),
        stderr: stderr.join().unwrap(),
        took: started.elapsed(),
    };
    assert!(!killed, "it did not end within {limit:?}: {ended:#?}");
    assert!(!ended.stderr.contains("panicked"), "{}", ended.stderr);
    ended
}

/// Reads a stream to its end, beside the test.
pub(super) fn reader(mut stream: impl Read + Send + 'static) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // What came before an error is still worth showing.
        let _ = stream.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}
