//! The tutor: what a learner's words do. Holds the open lesson and talks to the learner.
//!
//! | file | words |
//! |---|---|
//! | `tutor.rs` | the state, opening a lesson |
//! | `tutor/course.rs` | `lessons`, `start`, `next`, `back`, `show` |
//! | `tutor/checking.rs` | `check`, `answer`, `why`, `fix`, `explain` |
//! | `tutor/helping.rs` | `hint`, `solution`, `status`, `lang`, `help` |
//! | `tutor/resetting.rs` | `reset`, and getting to a start state |
//! | `tutor/running.rs` | programs, jobs, `shell`, `edit`, `files` |
//! | `tutor/reference.rs` | `glossary`, `cheatsheet` |
//! | `tutor/again.rs` | `skip`, `review` |
//! | `tutor/voice.rs` | how things are said and asked |

mod again;
mod ahead;
#[expect(clippy::unnecessary_wraps, reason = "all words have one signature")]
mod checking;
#[expect(clippy::unnecessary_wraps, reason = "all words have one signature")]
mod course;
#[expect(clippy::unnecessary_wraps, reason = "all words have one signature")]
mod helping;
#[expect(clippy::unnecessary_wraps, reason = "all words have one signature")]
mod reference;
mod resetting;
#[expect(clippy::unnecessary_wraps, reason = "all words have one signature")]
mod running;
mod voice;

use std::future::Future;
use std::sync::Arc;

pub use voice::{is_yes, place_of};

use tokio::runtime::Handle;

use ahead::Ahead;

use crate::cluster::kubeconfig::{Kubeconfig, KubeconfigError};
use crate::cluster::namespace::LessonNamespace;
use crate::cluster::target::{self, Found, Provider};
use crate::i18n::{Args, Catalog};
use crate::lesson::model::{Exercise, Lesson, Pack};
use crate::msg;
use crate::paths::Paths;
use crate::programs::ProgramError;
use crate::programs::jobs::Jobs;
use crate::progress::{Attempt, LessonId, Progress, Seen, Session, Settings, Target};
use crate::render::sanitize;
use crate::repl::command::{Line, inside};
use crate::repl::helper::{Names, ObjectNames};
use crate::store::{Loaded, Origin, Store, StoreError};
use crate::ui::input::Ask;
use crate::ui::{Printer, Terminal};
use crate::workbench::{Checked, Place, Surroundings, Workbench, WorkbenchError};

/// What the tutor works with; all of it is found before the first prompt.
pub struct Equipment<'a> {
    /// The course.
    pub pack: &'a Pack,
    /// Where files are.
    pub paths: &'a Paths,
    /// The runtime that runs beside the prompt.
    pub runtime: Handle,
    /// Programs and environment.
    pub surroundings: Surroundings,
    /// The cluster.
    pub found: Found,
    /// Reads the learner's kubeconfig as it is now.
    pub kubeconfig: &'a dyn Fn() -> Result<Kubeconfig, KubeconfigError>,
    /// The namespace that was assigned, if one was.
    pub namespace: Option<String>,
    /// The language.
    pub catalog: Catalog,
    /// The terminal.
    pub terminal: Terminal,
    /// Text only.
    pub plain: bool,
    /// Answer yes to every question.
    pub yes: bool,
}

/// The tutor.
pub struct Tutor<'a> {
    kit: Equipment<'a>,
    out: Printer<std::io::Stdout>,
    progress: Store<Progress>,
    settings: Store<Settings>,
    desk: Option<Desk<'a>>,
    jobs: Jobs,
    ahead: Ahead,
}

/// What a lesson is open for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// To be taken.
    Lesson,
    /// For one exercise that was passed before, beside the lesson and not within it.
    Review,
}

/// The open lesson.
struct Desk<'a> {
    lesson: &'a Lesson,
    standing: Standing,
    /// The index of the exercise in the lesson.
    at: usize,
    bench: Workbench,
    session: Store<Session>,
    last: Option<Checked>,
}

impl<'a> Desk<'a> {
    fn exercise(&self) -> &'a Exercise {
        &self.lesson.exercises[self.at]
    }
}

/// Whether the prompt goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Flow {
    /// The next line.
    On,
    /// The learner leaves.
    Quit,
}

/// What keeps a word from doing its work; said to the learner, and the prompt goes on.
#[derive(Debug, thiserror::Error)]
pub enum TutorError {
    /// The workbench.
    #[error(transparent)]
    Workbench(#[from] WorkbenchError),
    /// A file of podo's own.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A program.
    #[error(transparent)]
    Program(#[from] ProgramError),
    /// The learner stopped it.
    #[error("interrupted")]
    Interrupted,
}

type Done<T = ()> = Result<T, TutorError>;

impl<'a> Tutor<'a> {
    /// A tutor without an open lesson.
    pub fn new(kit: Equipment<'a>) -> Self {
        let (progress, settings) = (
            Store::new(kit.paths.progress_file()),
            Store::new(kit.paths.settings_file()),
        );
        let jobs = Jobs::new(&kit.paths.jobs_dir());
        Self {
            kit,
            out: Printer::stdout(),
            progress,
            settings,
            desk: None,
            jobs,
            ahead: Ahead::default(),
        }
    }

    /// The first words: where one is, and what one can do.
    pub fn welcome(&mut self) {
        let cluster = self.kit.found.cluster.clone();
        let args = Args::new()
            .with("cluster", cluster.context())
            .with("version", cluster.version());
        if self.is_sandbox() {
            self.say(msg!("sandbox-welcome"), &args);
            if self.kit.found.instead.is_some() {
                self.tell(msg!("sandbox-welcome-instead"));
            }
            self.tell(msg!("sandbox-welcome-honest"));
        } else {
            self.say(msg!("tutor-welcome"), &args);
        }
        let last = self
            .settings
            .load()
            .ok()
            .and_then(|settings| settings.value.last_lesson);
        let last = last.filter(|last| last.pack() == self.kit.pack.id);
        if let Some(last) = last.filter(|last| self.kit.pack.lesson(last.lesson()).is_some()) {
            self.say(
                msg!("tutor-welcome-back"),
                &Args::new().with("lesson", last.lesson()),
            );
        } else if let Some(first) = self.kit.pack.lessons.first() {
            self.say(
                msg!("tutor-welcome-next"),
                &Args::new().with("lesson", first.name.as_str()),
            );
        }
    }

    /// The prompt: the lesson and exercise that are open.
    pub fn prompt(&self) -> String {
        match &self.desk {
            Some(desk) => {
                let review = match desk.standing {
                    Standing::Lesson => "",
                    Standing::Review => "review ",
                };
                format!("podo {review}{}/{}> ", desk.lesson.name, desk.exercise().id)
            }
            None => "podo> ".to_owned(),
        }
    }

    /// What stands at the prompt already, to be edited and run; empty where nothing does.
    pub fn typed_ahead(&self) -> String {
        self.ahead.next().to_owned()
    }

    /// A line was entered, whatever stood there before; an empty one, where it was given up.
    pub fn entered(&mut self, line: &str) {
        self.ahead.entered(line);
    }

    /// Does what a line says.
    pub fn line(&mut self, line: Line, ask: &mut dyn Ask) -> Flow {
        self.report_ended_jobs();
        let done = match line {
            Line::Empty => Ok(()),
            Line::Word { word: "quit", .. } => {
                if let Err(error) = self.leave_lesson(ask) {
                    self.complain(&error);
                }
                self.say(msg!("tutor-goodbye"), &Args::new());
                return Flow::Quit;
            }
            Line::Word { word, args } => self.word(word, &args, ask),
            Line::Run {
                program,
                args,
                background,
            } => self.program(program, &args, background),
            Line::Shell { needs, line } => {
                let args = Args::new().with("needs", needs.as_str());
                let shown = |line: &str| sanitize::line(line).into_owned();
                if let Some(line) = inside(&line) {
                    let args = args.with("line", shown(&line));
                    self.say(msg!("tutor-needs-shell-inside"), &args);
                } else {
                    let args = args.with("line", shown(&shell_words::quote(&line)));
                    self.say(msg!("tutor-needs-shell"), &args);
                }
                Ok(())
            }
            Line::Program { name, line } => {
                let line = sanitize::line(&shell_words::quote(&line)).into_owned();
                let args = Args::new().with("program", name).with("line", line);
                self.say(msg!("tutor-needs-shell-program"), &args);
                Ok(())
            }
            Line::OpenQuote => {
                self.say(msg!("tutor-open-quote"), &Args::new());
                Ok(())
            }
            Line::Unknown { word, nearest } => {
                let args = Args::new().with("word", sanitize::line(&word).into_owned());
                match nearest {
                    Some(near) => {
                        self.say(msg!("tutor-unknown-word-near"), &args.with("nearest", near));
                    }
                    None => self.say(msg!("tutor-unknown-word"), &args),
                }
                Ok(())
            }
        };
        if let Err(error) = done {
            self.complain(&error);
        }
        Flow::On
    }

    fn word(&mut self, word: &str, args: &[String], ask: &mut dyn Ask) -> Done {
        match word {
            "lessons" => self.lessons(args),
            "start" => self.start(args, ask),
            "next" => self.step(1, ask),
            "back" => self.step(-1, ask),
            "show" => self.show_exercise(args),
            "check" => self.check(),
            "answer" => self.answer(args),
            "why" => self.why(),
            "fix" => self.fix(),
            "explain" => self.explain_code(args),
            "hint" => self.hint(),
            "solution" => self.solution(ask),
            "status" => self.status(),
            "glossary" => self.glossary(args),
            "cheatsheet" => self.cheatsheet(args),
            "skip" => self.skip(args, ask),
            "review" => self.review(args, ask),
            "lang" => self.lang(args),
            "reset" => self.reset(ask),
            "edit" => self.edit(args, ask),
            "files" => self.files(),
            "jobs" => self.list_jobs(),
            "stop" => self.stop_job(args),
            "shell" => self.shell(args),
            "clear" => self.clear(),
            _ => self.help(),
        }
    }

    /// Whether one practises on podo's own simulated cluster.
    fn is_sandbox(&self) -> bool {
        self.kit.found.provider == Provider::Sandbox
    }

    /// The background jobs that run, to end them in a hurry.
    pub fn live_jobs(&self) -> crate::programs::jobs::LiveJobs {
        self.jobs.live()
    }

    /// Tells completion which names there are now.
    pub fn offer(&mut self, names: &mut Names) {
        let lessons = self.kit.pack.lessons.iter();
        let lessons = lessons.flat_map(|lesson| {
            let exercises = lesson.exercises.iter();
            let ids = exercises.map(|exercise| format!("{}/{}", lesson.name, exercise.id));
            std::iter::once(lesson.name.clone()).chain(ids)
        });
        names.lessons = lessons.collect();
        let terms = self.kit.pack.glossary.iter();
        names.terms = terms
            .flat_map(|term| [term.en.clone(), term.ko.clone()])
            .collect();
        names.jobs = self
            .jobs
            .list()
            .iter()
            .map(|job| job.id.to_string())
            .collect();
        names.work_dir = self
            .desk
            .as_ref()
            .map(|desk| desk.bench.folder().to_owned());
        names.objects = self.desk.as_ref().map(|desk| {
            let cluster = self.kit.found.cluster.clone();
            let namespace = desk.bench.namespace().name().to_owned();
            let runtime = self.kit.runtime.clone();
            let objects: ObjectNames = Arc::new(move |kind: &str| {
                runtime
                    .block_on(cluster.names(kind, &namespace))
                    .unwrap_or_default()
            });
            objects
        });
    }

    /// Waits for something, and lets the learner stop it with Ctrl-C.
    fn wait<T>(&self, work: impl Future<Output = T>) -> Done<T> {
        self.kit.runtime.block_on(async {
            tokio::select! {
                done = work => Ok(done),
                _ = tokio::signal::ctrl_c() => Err(TutorError::Interrupted),
            }
        })
    }

    /// Opens a lesson's workbench on the cluster; the lesson keeps the place it was begun in.
    fn open(
        &mut self,
        lesson: &'a Lesson,
        standing: Standing,
        ask: &mut dyn Ask,
    ) -> Done<Option<Desk<'a>>> {
        let name = match standing {
            Standing::Lesson => lesson.name.clone(),
            Standing::Review => format!("review-{}", lesson.name),
        };
        let Ok(id) = LessonId::new(&lesson.pack, &name) else {
            return Ok(None);
        };
        let session: Store<Session> = Store::new(self.kit.paths.session_file(&id));
        let namespace = match &self.kit.namespace {
            Some(name) => LessonNamespace::assigned(name),
            None => LessonNamespace::of_lesson(&lesson.pack, &name),
        };
        let here = self.target(&namespace);
        let bound = self.loaded(session.load())?;
        if let Some(other) = bound.target().filter(|other| !other.is_same_place(&here)) {
            let args = Args::new()
                .with("lesson", lesson.name.as_str())
                .with("place", other.to_string())
                .with(
                    "target",
                    target::Target::of_context(&other.context).to_string(),
                );
            let question = if other.cluster == here.cluster {
                let args = args.with("namespace", other.namespace.as_str());
                self.say(msg!("tutor-other-namespace"), &args);
                msg!("tutor-other-namespace-ask")
            } else {
                self.say(msg!("tutor-other-place"), &args);
                msg!("tutor-other-place-ask")
            };
            if !self.agree(question, &Args::new(), ask) {
                return Ok(None);
            }
            self.loaded(session.update(Session::release))?;
        }
        let place = Place {
            namespace,
            kubeconfig: self.kit.paths.kubeconfig_file(&id),
            folder: self.kit.paths.work_dir(&id),
        };
        let (found, needs) = (self.kit.found.clone(), lesson.all_needs());
        let opening = Workbench::open(found, place, &needs, &self.kit.surroundings);
        let (bench, made) = self.wait(opening)??;
        if made {
            // The namespace was deleted meanwhile: what the session knew of it is gone too.
            self.loaded(session.update(Session::release))?;
        }
        if standing == Standing::Lesson {
            let last = self
                .settings
                .update(|settings| settings.last_lesson = Some(id));
            self.loaded(last)?;
        }
        Ok(Some(Desk {
            lesson,
            standing,
            at: 0,
            bench,
            session,
            last: None,
        }))
    }

    fn target(&self, namespace: &LessonNamespace) -> Target {
        Target {
            context: self.kit.found.cluster.context().to_owned(),
            cluster: self.kit.found.cluster.uid().to_owned(),
            namespace: namespace.name().to_owned(),
        }
    }

    /// Who, where and with what: what goes with every record.
    fn seen(&self, at: jiff::Timestamp) -> Seen {
        Seen {
            at,
            cluster: self.kit.found.cluster.uid().to_owned(),
            podo_version: env!("CARGO_PKG_VERSION").to_owned(),
            pack_version: self.kit.pack.version.clone(),
        }
    }

    /// The value of something loaded, with a word about a damaged file that was set aside.
    fn loaded<T>(&mut self, loaded: Result<Loaded<T>, StoreError>) -> Done<T> {
        let Loaded { value, origin } = loaded?;
        if let Origin::SetAside { moved_to, .. } = origin {
            let args = Args::new().with("path", moved_to.display().to_string());
            self.say(msg!("tutor-progress-damaged"), &args);
        }
        Ok(value)
    }

    /// Changes the current attempt in the session's file; nothing happens when another podo has
    /// begun another one meanwhile.
    fn change_attempt<T>(&mut self, change: impl FnOnce(&mut Attempt) -> T) -> Done<Option<T>> {
        let Some(desk) = &self.desk else {
            return Ok(None);
        };
        let exercise = desk.exercise().id.clone();
        let changed = desk.session.update(|session| {
            let id = session.attempt().map(|attempt| attempt.id().clone());
            let id = id.filter(|id| id.exercise == exercise)?;
            session.attempt_mut(&id).map(change)
        });
        self.loaded(changed)
    }

    /// The session of the open lesson.
    fn session(&mut self) -> Done<Session> {
        match &self.desk {
            Some(desk) => {
                let loaded = desk.session.load();
                self.loaded(loaded)
            }
            None => Ok(Session::default()),
        }
    }
}
