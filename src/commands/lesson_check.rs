//! `podo lesson check`: reads lessons, and proves them on a cluster.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use futures::future::join;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

use super::{Context, Use, choose, proxy};
use crate::cli::LessonCheckArgs;
use crate::cluster::target::{self, Found, Provider, Target};
use crate::error::CommandError;
use crate::exit_code::ExitCode;
use crate::i18n::Args;
use crate::lesson::model::{Exercise, Lesson};
use crate::lesson::problem::Problem;
use crate::msg;
use crate::prove::{Proof, Prover, text};
use crate::render::problem::problem;
use crate::render::theme::{Role, Symbol};
use crate::sandbox::{Files, Sandbox};

/// How many exercises are proven at once: most of the time of a proof is waiting for containers, and
/// a cluster of the size of a laptop's minikube has room for so many.
const AT_ONCE: usize = 3;

/// The same on the sandbox, where a container costs next to nothing.
const AT_ONCE_SIMULATED: usize = 32;

/// Reports every problem of the files; then, with a cluster, proves each exercise.
pub fn run(context: &Context, args: &LessonCheckArgs) -> Result<ExitCode, CommandError> {
    let read = context.read_pack_for_author()?;
    let names: Vec<&str> = args
        .names
        .iter()
        .map(crate::cli::LessonName::as_str)
        .collect();
    let theme = context.theme();
    let mut out = context.out();
    let about = |file: &str| {
        names.is_empty()
            || file
                .split_once('/')
                .is_none_or(|(folder, _)| names.contains(&folder))
    };
    // A course is made lesson by lesson, so only who checks all of it hears of what it still owes.
    let unfinished: Vec<Problem> = match &read.pack {
        Some(pack) if args.all => pack.unfinished(),
        _ => Vec::new(),
    };
    let problems: Vec<_> = read
        .problems
        .iter()
        .chain(&unfinished)
        .filter(|found| about(&found.file))
        .collect();
    for found in &problems {
        let line = problem(found, &context.catalog);
        writeln!(out, "{} {line}", theme.paint_symbol(Symbol::Fail))?;
    }
    let Some(pack) = read.pack else {
        return Ok(ExitCode::NotSolved);
    };
    let lessons = choose(&pack, &names).or_else(|error| {
        // A lesson that could not be read is not in the pack; its problems are told already.
        if problems.is_empty() {
            Err(error)
        } else {
            Ok(Vec::new())
        }
    })?;
    let count = lessons
        .iter()
        .map(|lesson| lesson.exercises.len())
        .sum::<usize>();
    let read_args = Args::new()
        .with("lessons", lessons.len() as u64)
        .with("exercises", count as u64)
        .with("problems", problems.len() as u64);
    writeln!(
        out,
        "{}",
        context.catalog.text(msg!("verify-read"), &read_args)
    )?;
    if args.static_only {
        return Ok(verdict(problems.is_empty()));
    }
    context.agree_to_pack(&pack, &read.digest, Use::Prove)?;
    let runtime = context.runtime()?;
    let found = context.find_cluster(&runtime)?;
    let at_once = match found.provider {
        Provider::Sandbox => AT_ONCE_SIMULATED,
        _ => AT_ONCE,
    };
    let scratch = context.paths.state_dir().join("check");
    let apart = Apart::open(context, &runtime, &found, &lessons, &scratch)?;
    let prover = Prover {
        found,
        apart: apart.as_ref().map(|apart| apart.found.clone()),
        surroundings: &context.surroundings,
        scratch,
        record: args.record.clone(),
        repairs: args.repairs,
        at_once,
    };
    let work = Course {
        context,
        prover,
        lessons,
    };
    let proven = runtime.block_on(async {
        tokio::select! {
            proven = work.prove(&pack.id) => Some(proven),
            () = told_to_stop() => None,
        }
    });
    let Some(proven) = proven else {
        runtime.block_on(work.prover.clean_up(&pack.id))?;
        return Err(CommandError::Interrupted);
    };
    Ok(verdict(proven? && problems.is_empty()))
}

/// A second sandbox, which goes when the proof is made: nobody else is disturbed by what is done to
/// its Nodes.
struct Apart {
    found: Found,
    sandbox: Option<Sandbox>,
    folder: PathBuf,
}

impl Apart {
    /// One for exercises that change a whole cluster; none where there are no such, or where the
    /// cluster is a real one.
    fn open(
        context: &Context,
        runtime: &Runtime,
        found: &Found,
        lessons: &[&Lesson],
        scratch: &Path,
    ) -> Result<Option<Self>, CommandError> {
        let mut exercises = lessons.iter().flat_map(|lesson| &lesson.exercises);
        let is_wanted = exercises.any(|exercise| !exercise.cluster_wide.is_empty());
        if !is_wanted || found.provider != Provider::Sandbox {
            return Ok(None);
        }
        let folder = scratch.join(format!("sandbox-{}", std::process::id()));
        let files = Files::new(&folder);
        let sandbox = Sandbox::open(&files, None)?;
        let kubeconfig = context.kubeconfig();
        let opened = || Ok(files.kubeconfig());
        let proxy = proxy();
        let found = target::find(&Target::Sandbox, kubeconfig, opened, &proxy);
        Ok(Some(Self {
            found: runtime.block_on(found)?,
            sandbox: Some(sandbox),
            folder,
        }))
    }
}

impl Drop for Apart {
    fn drop(&mut self) {
        // It writes its state when it ends, so it has to end first.
        self.sandbox.take();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The proof of several lessons on one cluster.
struct Course<'a> {
    context: &'a Context,
    prover: Prover<'a>,
    lessons: Vec<&'a Lesson>,
}

impl Course<'_> {
    /// Proves all exercises side by side, whichever lesson they are of, and then what the lessons
    /// show; false where something is wrong.
    async fn prove(&self, pack: &str) -> Result<bool, CommandError> {
        let (context, theme) = (self.context, self.context.theme());
        let mut out = context.out();
        let exercises = self.lessons.iter().flat_map(|lesson| {
            let exercises = lesson.exercises.iter();
            exercises.map(|exercise| (*lesson, exercise))
        });
        let chosen: Vec<(&Lesson, &Exercise)> = exercises.collect();
        let mut lesson = String::new();
        let told = |proof: &Proof| {
            let mut text = String::new();
            if lesson != proof.exercise.lesson {
                lesson.clone_from(&proof.exercise.lesson);
                text = format!("{}\n", theme.paint(Role::Heading, &lesson));
            }
            text.push_str(&text::proof(proof, &context.catalog, theme));
            // A reader that has gone away wants no more lines; the proof goes on to its end, so
            // that the namespaces are cleaned up.
            let _ = out.write_all(text.as_bytes());
        };
        let proofs = self.prover.exercises(pack, &chosen, told);
        let shown = self.prover.shown(&self.lessons);
        let (proofs, shown) = match self.prover.found.provider {
            Provider::Sandbox => join(proofs, shown).await,
            // A laptop's cluster has enough to do with one of them.
            _ => (proofs.await, shown.await),
        };
        let (proofs, (shown, misprints)) = (proofs?, shown?);
        let mut out = context.out();
        for misprint in &misprints {
            let line = text::misprint(misprint, &context.catalog);
            writeln!(out, "{} {line}", theme.paint_symbol(Symbol::Fail))?;
        }
        let summary = text::summary(&proofs, (shown, misprints.len()), &context.catalog);
        out.write_all(summary.as_bytes())?;
        Ok(misprints.is_empty() && proofs.iter().all(|proof| proof.flaws.is_empty()))
    }
}

/// Ctrl-C, SIGTERM or SIGHUP: whoever ends a proof does not want to clean up after it.
pub(super) async fn told_to_stop() {
    let ended = |kind: SignalKind| async move {
        match signal(kind) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = ended(SignalKind::interrupt()) => {}
        () = ended(SignalKind::terminate()) => {}
        () = ended(SignalKind::hangup()) => {}
    }
}

fn verdict(good: bool) -> ExitCode {
    if good {
        ExitCode::Success
    } else {
        ExitCode::NotSolved
    }
}
