//! `podo lesson check`: reads lessons, and proves them on a cluster.

use std::io::Write as _;

use tokio::signal::unix::{SignalKind, signal};

use super::{Context, Use, choose};
use crate::cli::LessonCheckArgs;
use crate::error::CommandError;
use crate::exit_code::ExitCode;
use crate::i18n::Args;
use crate::lesson::model::{Exercise, Item};
use crate::lesson::problem::Problem;
use crate::msg;
use crate::prove::{Proof, Prover, text};
use crate::render::problem::problem;
use crate::render::theme::{Role, Symbol};

/// How many exercises are proven at once: most of the time of a proof is waiting for containers, and
/// a cluster of the size of a laptop's minikube has room for so many.
const AT_ONCE: usize = 3;

/// Reports every problem of the files; then, with a cluster, proves each exercise.
pub fn run(context: &Context, args: &LessonCheckArgs) -> Result<ExitCode, CommandError> {
    let read = context.read_pack()?;
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
    // A course is made lesson by lesson, so only who checks all of it hears of what is not taught.
    let untaught: Vec<Problem> = match &read.pack {
        Some(pack) if args.all => pack.untaught().map(Item::untaught).collect(),
        _ => Vec::new(),
    };
    let problems: Vec<_> = read
        .problems
        .iter()
        .chain(&untaught)
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
    let prover = Prover {
        found,
        surroundings: &context.surroundings,
        scratch: context.paths.state_dir().join("check"),
        record: args.record.clone(),
        at_once: AT_ONCE,
    };
    let mut proven = problems.is_empty();
    for lesson in lessons {
        writeln!(out, "{}", theme.paint(Role::Heading, &lesson.name))?;
        let exercises: Vec<&Exercise> = lesson.exercises.iter().collect();
        let told = |proof: &Proof| {
            // A reader that has gone away wants no more lines; the proof goes on to its end, so
            // that the namespace is cleaned up.
            let _ = out.write_all(text::proof(proof, &context.catalog, theme).as_bytes());
        };
        let proofs = runtime.block_on(async {
            tokio::select! {
                proofs = prover.lesson(lesson, &exercises, told) => Some(proofs),
                () = told_to_stop() => None,
            }
        });
        let Some(proofs) = proofs else {
            runtime.block_on(prover.clean_up(lesson))?;
            return Err(CommandError::Interrupted);
        };
        proven &= proofs?.iter().all(|proof| proof.flaws.is_empty());
    }
    Ok(verdict(proven))
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
