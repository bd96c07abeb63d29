//! The commands of the command line, one file each, and what they share: the pack, the cluster,
//! questions.

pub mod cheatsheet;
pub mod completions;
pub mod doctor;
pub mod explain;
pub mod glossary;
pub mod learn;
pub mod lesson_check;
pub mod lesson_list;
pub mod lesson_new;
pub mod lesson_stamp;
mod look;
pub mod man;
pub mod sandbox;
pub mod shell;
pub mod snapshot;
pub mod verify;

use std::cell::OnceCell;
use std::io::{BufRead as _, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use tokio::runtime::Runtime;

use crate::cli::{GlobalArgs, Selection};
use crate::cluster::kubeconfig::{self, Kubeconfig};
use crate::cluster::namespace::LessonNamespace;
use crate::cluster::proxy::Proxy;
use crate::cluster::target::{self, Found, Target};
use crate::complaint;
use crate::error::CommandError;
use crate::i18n::{Args, Catalog, MessageId};
use crate::lesson::model::{Action, Lesson, Pack};
use crate::lesson::pack::{Outside, PackFiles};
use crate::lesson::problem::Problem;
use crate::lesson_source::{Embedded, Folder};
use crate::msg;
use crate::paths::Paths;
use crate::progress::{LessonId, Settings, Trust};
use crate::render::diagnosis::command_line;
use crate::render::prose::{Lead, paragraph};
use crate::render::theme::{Role, Theme};
use crate::sandbox::{Files, Sandbox, SandboxError};
use crate::store::{Document, Loaded, Origin, Store};
use crate::tutor::is_yes;
use crate::ui::{Printer, Terminal};
use crate::workbench::{Place, Surroundings};

/// What every command works with.
pub struct Context {
    /// The options that go with every command.
    pub global: GlobalArgs,
    /// The language.
    pub catalog: Catalog,
    /// Where files are.
    pub paths: Paths,
    /// The terminal.
    pub terminal: Terminal,
    /// Programs and environment.
    pub surroundings: Surroundings,
    /// The embedded sandbox, from when it is needed to the end.
    sandbox: OnceCell<Sandbox>,
}

/// A pack that was read, and what is wrong with it.
pub struct Read {
    /// The pack; `None` when nothing of it can be used.
    pub pack: Option<Pack>,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// A digest of all files, to recognise a pack that was agreed to.
    pub digest: String,
}

/// What a pack is used for, which decides what it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Its setups run; everything else is typed by the learner.
    Learn,
    /// Solutions and known mistakes run too, in a throw-away namespace.
    Prove,
}

impl Context {
    /// Gathers what commands work with.
    pub fn new(
        global: GlobalArgs,
        catalog: Catalog,
        paths: Paths,
        terminal: Terminal,
    ) -> Result<Self, CommandError> {
        let surroundings = Surroundings {
            path: std::env::var_os("PATH").unwrap_or_default(),
            environment: std::env::vars_os().collect(),
        };
        Ok(Self {
            global,
            catalog,
            paths,
            terminal,
            surroundings,
            sandbox: OnceCell::new(),
        })
    }

    /// Leaves the sandbox, if it was needed; tells when its last changes cannot be kept.
    pub fn close(mut self) {
        if let Some(Err(error)) = self.sandbox.take().map(Sandbox::close) {
            let detail = complaint::sandbox(&error, &self.catalog);
            self.tell(
                msg!("sandbox-not-kept"),
                &Args::new().with("detail", detail),
            );
        }
    }

    /// Where the sandbox's files are.
    pub fn sandbox_files(&self) -> Files {
        Files::new(self.paths.sandbox_dir())
    }

    /// Starts or joins the sandbox, once; gives its kubeconfig.
    fn open_sandbox(&self) -> Result<PathBuf, SandboxError> {
        let files = self.sandbox_files();
        if self.sandbox.get().is_none() {
            let sandbox = Sandbox::open(&files, None)?;
            self.tell_sandbox_origin(&sandbox);
            // Nobody else fills the cell: there is one thread.
            let _ = self.sandbox.set(sandbox);
        }
        Ok(files.kubeconfig())
    }

    /// Tells that the sandbox's state was damaged and set aside.
    fn tell_sandbox_origin(&self, sandbox: &Sandbox) {
        self.tell_set_aside(sandbox.origin(), msg!("sandbox-damaged"));
    }

    /// The runtime that runs beside the main thread. Two workers are plenty: all it does is wait.
    pub fn runtime(&self) -> Result<Runtime, CommandError> {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        Ok(builder.worker_threads(2).enable_all().build()?)
    }

    /// Colours and symbols for standard output.
    pub fn theme(&self) -> Theme {
        self.terminal.theme(self.global.plain)
    }

    /// Standard output, which may go away.
    pub fn out(&self) -> Printer<std::io::Stdout> {
        Printer::stdout()
    }

    /// Says a message on standard error.
    pub fn tell(&self, id: MessageId, args: &Args) {
        self.tell_text(&self.catalog.text(id, args));
    }

    /// Says a text on standard error.
    pub fn tell_text(&self, text: &str) {
        self.tell_lines(text, Lead::default());
    }

    fn tell_lines(&self, text: &str, lead: Lead<'_>) {
        let theme = self.terminal.error_theme(self.global.plain);
        let cells = self.terminal.prose_width();
        let text = paragraph(text, Role::Text, lead, theme, cells);
        // Nobody can be told when standard error is gone.
        let _ = std::io::stderr().write_all(text.as_bytes());
    }

    /// What a document holds; one that was damaged and set aside is told.
    pub fn load<T: Document>(&self, store: &Store<T>) -> Result<T, CommandError> {
        let Loaded { value, origin } = store.load()?;
        self.tell_origin(&origin);
        Ok(value)
    }

    /// Tells that a damaged document was set aside.
    pub fn tell_origin(&self, origin: &Origin) {
        self.tell_set_aside(origin, msg!("tutor-progress-damaged"));
    }

    fn tell_set_aside(&self, origin: &Origin, id: MessageId) {
        if let Origin::SetAside { moved_to, .. } = origin {
            let args = Args::new().with("path", moved_to.display().to_string());
            self.tell(id, &args);
        }
    }

    /// Reads the pack: podo's own, or the one named with `--lessons`.
    pub fn read_pack(&self) -> Result<Read, CommandError> {
        self.read_pack_as(false)
    }

    /// The same for the pack's author, who hears of the language too.
    pub fn read_pack_for_author(&self) -> Result<Read, CommandError> {
        self.read_pack_as(true)
    }

    fn read_pack_as(&self, author: bool) -> Result<Read, CommandError> {
        match &self.global.lessons {
            Some(folder) => {
                let folder = Folder::open(folder)?;
                let mut read = read(&folder, author);
                read.problems
                    .splice(0..0, folder.problems().iter().cloned());
                Ok(read)
            }
            None => Ok(read(&Embedded, author)),
        }
    }

    /// The pack to learn from. Lessons with problems are left out, and said to be.
    pub fn pack(&self) -> Result<Pack, CommandError> {
        let Read {
            pack,
            problems,
            digest,
        } = self.read_pack()?;
        let Some(pack) = pack.filter(|pack| !pack.lessons.is_empty()) else {
            return Err(CommandError::Problems(problems));
        };
        let stopping: Vec<Problem> = problems
            .into_iter()
            .filter(|problem| problem.kind.stops_lesson())
            .collect();
        if !stopping.is_empty() {
            self.tell_text(&crate::render::problem::problems(&stopping, &self.catalog));
        }
        self.agree_to_pack(&pack, &digest, Use::Learn)?;
        Ok(pack)
    }

    /// A pack that is not podo's own is shown, and used after a yes; once per content.
    pub fn agree_to_pack(&self, pack: &Pack, digest: &str, to: Use) -> Result<(), CommandError> {
        if self.global.lessons.is_none() {
            return Ok(());
        }
        let settings = Store::<Settings>::new(self.paths.settings_file());
        if self.load(&settings)?.agreed_to_pack(digest) {
            return Ok(());
        }
        let names: Vec<&str> = pack
            .lessons
            .iter()
            .map(|lesson| lesson.name.as_str())
            .collect();
        let args = Args::new()
            .with("title", pack.title.get(self.catalog.lang()))
            .with("pack", pack.id.as_str())
            .with("lessons", names.join(", "));
        self.tell(msg!("lesson-foreign-pack"), &args);
        let commands = commands(pack, to);
        if !commands.is_empty() {
            let why = match to {
                Use::Learn => msg!("lesson-foreign-pack-setup"),
                Use::Prove => msg!("lesson-foreign-pack-steps"),
            };
            self.tell(why, &Args::new());
        }
        for command in commands {
            self.tell_lines(&format!("`{command}`"), Lead::indent("  "));
        }
        if !self.agree(msg!("lesson-foreign-pack-ask"), &Args::new()) {
            return Err(CommandError::PackNotAgreed);
        }
        let _ = settings.update(|settings| settings.agree_to_pack(digest))?;
        Ok(())
    }

    /// Finds the cluster, asks before one is used that is neither a minikube nor podo's own, and
    /// tells when the sandbox took a minikube's place.
    pub fn find_cluster(&self, runtime: &Runtime) -> Result<Found, CommandError> {
        let found = self.find_agreed(runtime)?;
        if found.instead.is_some() {
            self.tell(msg!("sandbox-welcome-instead"), &Args::new());
        }
        Ok(found)
    }

    /// The same without telling.
    pub fn find_agreed(&self, runtime: &Runtime) -> Result<Found, CommandError> {
        let found = runtime.block_on(self.search())?;
        if found.needs_agreement() {
            self.agree_to_cluster(&found)?;
        }
        Ok(found)
    }

    /// The cluster that was asked for.
    pub fn target(&self) -> Target {
        self.global.cluster.clone().unwrap_or(Target::Auto)
    }

    /// Finds that cluster.
    pub async fn search(&self) -> Result<Found, target::NotFound> {
        let sandbox = || self.open_sandbox();
        target::find(&self.target(), self.kubeconfig(), sandbox, &proxy()).await
    }

    /// The learner's kubeconfig.
    pub fn kubeconfig(&self) -> Result<Kubeconfig, kubeconfig::KubeconfigError> {
        let current = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
        let home = std::env::var_os("HOME").map(PathBuf::from);
        let files = kubeconfig::Files::new(
            std::env::var_os("KUBECONFIG").as_deref(),
            home.as_deref(),
            &current,
        );
        Kubeconfig::load(files)
    }

    /// The lesson that was worked on last, else the first.
    pub fn last_lesson<'p>(&self, pack: &'p Pack) -> Result<(&'p Lesson, LessonId), CommandError> {
        let settings = self.load(&Store::<Settings>::new(self.paths.settings_file()))?;
        let last = settings.last_lesson.filter(|last| last.pack() == pack.id);
        let lesson = last
            .as_ref()
            .and_then(|last| pack.lesson(last.lesson()))
            .or_else(|| pack.lessons.first())
            .ok_or_else(|| no_such(pack, ""))?;
        let id = LessonId::new(&pack.id, &lesson.name).map_err(|_| no_such(pack, &lesson.name))?;
        Ok((lesson, id))
    }

    /// Where a lesson takes place.
    pub fn place(&self, lesson: &Lesson, id: &LessonId) -> Place {
        let namespace = match &self.global.namespace {
            Some(name) => LessonNamespace::assigned(name),
            None => LessonNamespace::of_lesson(&lesson.pack, &lesson.name),
        };
        Place {
            namespace,
            kubeconfig: self.paths.kubeconfig_file(id),
            folder: self.paths.work_dir(id),
        }
    }

    fn agree_to_cluster(&self, found: &Found) -> Result<(), CommandError> {
        let settings = Store::<Settings>::new(self.paths.settings_file());
        let (context, uid) = (found.cluster.context(), found.cluster.uid());
        if self.load(&settings)?.trust_of(context, uid) == Trust::Agreed {
            return Ok(());
        }
        let args = Args::new()
            .with("context", context)
            .with("server", found.cluster.server());
        match &self.global.namespace {
            Some(namespace) => {
                let args = args.with("namespace", namespace.as_str());
                self.tell(msg!("tutor-trust-assigned"), &args);
            }
            None => self.tell(msg!("tutor-trust"), &args.with("namespace", "podo-…")),
        }
        if !self.agree(msg!("tutor-trust-ask"), &Args::new()) {
            return Err(CommandError::NotAgreed);
        }
        let _ = settings.update(|settings| settings.trust(context, uid))?;
        Ok(())
    }

    /// Asks for a yes on standard error; the end of input means no.
    fn agree(&self, id: MessageId, args: &Args) -> bool {
        let question = self.catalog.text(id, args);
        let question = self.catalog.text(
            msg!("tutor-question"),
            &Args::new().with("question", question),
        );
        if self.global.yes {
            let yes = self.catalog.plain(msg!("tutor-yes"));
            self.tell_text(&format!("{question} {yes}"));
            return true;
        }
        ask_standard_input(&format!("{question} ")).is_some_and(|answer| is_yes(&answer))
    }
}

/// A question on standard error, an answer from standard input.
fn ask_standard_input(question: &str) -> Option<String> {
    let mut error = std::io::stderr();
    error
        .write_all(question.as_bytes())
        .and_then(|()| error.flush())
        .ok()?;
    let mut answer = String::new();
    let stdin = std::io::stdin();
    let read = stdin.lock().read_line(&mut answer).ok()?;
    if read == 0 || !stdin.is_terminal() {
        // Nobody has ended the line of the question.
        let _ = error.write_all(b"\n");
    }
    (read > 0).then_some(answer)
}

fn read(files: &dyn PackFiles, author: bool) -> Read {
    let is_code = |code: &str| crate::explain::is_code(code);
    let markdown = |text: &str| {
        crate::render::markdown::problems(text)
            .into_iter()
            .map(|(line, problem)| {
                (
                    u32::try_from(line).unwrap_or(u32::MAX),
                    problem.name().to_owned(),
                )
            })
            .collect()
    };
    let outside = Outside {
        is_code: &is_code,
        markdown: &markdown,
        author,
    };
    let (pack, problems) = Pack::read_asking(files, outside);
    Read {
        pack,
        problems,
        digest: crate::lesson::pack::digest(files),
    }
}

/// The commands that a pack runs, each once: what agreeing to it means.
fn commands(pack: &Pack, to: Use) -> Vec<String> {
    let exercises = pack.lessons.iter().flat_map(|lesson| &lesson.exercises);
    let steps = exercises.flat_map(|exercise| {
        let mistakes = exercise.mistakes.iter();
        let of_mistakes = mistakes.flat_map(|mistake| mistake.steps.iter().chain(&mistake.cleanup));
        let proving = exercise.solution.iter().chain(of_mistakes);
        exercise
            .setup
            .iter()
            .chain(proving.filter(move |_| to == Use::Prove))
    });
    let mut commands: Vec<String> = steps
        .filter_map(|step| match &step.action {
            Action::Run { program, args } => {
                let words: Vec<String> = std::iter::once(program.name().to_owned())
                    .chain(args.iter().cloned())
                    .collect();
                Some(command_line(&words))
            }
            _ => None,
        })
        .collect();
    commands.sort();
    commands.dedup();
    commands
}

/// Waits for work that Ctrl-C ends.
fn until_interrupted<T>(
    runtime: &Runtime,
    work: impl Future<Output = Result<T, CommandError>>,
) -> Result<T, CommandError> {
    runtime.block_on(async {
        tokio::select! {
            done = work => done,
            _ = tokio::signal::ctrl_c() => Err(CommandError::Interrupted),
        }
    })
}

fn proxy() -> Proxy {
    let variable = |names: [&str; 2]| names.iter().find_map(|name| std::env::var(name).ok());
    Proxy {
        https_proxy: variable(["HTTPS_PROXY", "https_proxy"]),
        no_proxy: variable(["NO_PROXY", "no_proxy"]),
    }
}

/// The lessons that were named, or all.
pub fn choose<'p, S: AsRef<str>>(
    pack: &'p Pack,
    names: &[S],
) -> Result<Vec<&'p Lesson>, CommandError> {
    if names.is_empty() {
        return Ok(pack.lessons.iter().collect());
    }
    names
        .iter()
        .map(|name| {
            pack.lesson(name.as_ref())
                .ok_or_else(|| no_such(pack, name.as_ref()))
        })
        .collect()
}

/// Whether a selection names what is there; else the error that says what is.
pub fn check_selection(pack: &Pack, selection: &Selection) -> Result<(), CommandError> {
    let lesson = pack
        .lesson(&selection.lesson)
        .ok_or_else(|| no_such(pack, &selection.lesson))?;
    match &selection.exercise {
        Some(exercise) if lesson.exercise(exercise).is_none() => Err(CommandError::NoSuchLesson {
            name: selection.to_string(),
            known: lesson
                .exercises
                .iter()
                .map(|e| format!("{}/{}", lesson.name, e.id))
                .collect(),
        }),
        _ => Ok(()),
    }
}

/// The error for a lesson that is not there.
pub fn no_such(pack: &Pack, name: &str) -> CommandError {
    CommandError::NoSuchLesson {
        name: name.to_owned(),
        known: pack
            .lessons
            .iter()
            .map(|lesson| lesson.name.clone())
            .collect(),
    }
}

/// Where lessons are made when no folder is named.
fn current_folder() -> &'static Path {
    Path::new(".")
}
