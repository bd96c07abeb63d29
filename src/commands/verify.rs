//! `podo verify`: re-verifies exercises, live or by the record; the exit code tells the outcome.

use std::collections::BTreeMap;
use std::io::Write as _;

use jiff::Timestamp;

use super::{Context, check_selection, until_interrupted};
use crate::cli::{Selection, VerifyArgs, VerifyFormat};
use crate::cluster::namespace::LessonNamespace;
use crate::cluster::target::Found;
use crate::error::CommandError;
use crate::exit_code::ExitCode;
use crate::lesson::model::{Exercise, Lesson, Need, Pack};
use crate::progress::{LessonId, Progress, Session};

use crate::snapshot::Inventory;
use crate::store::Store;
use crate::verify::junit::junit;
use crate::verify::report::{self, Both, ClusterSummary, ExerciseResult, Summary, VerifyReport};
use crate::verify::{Judging, judging, text};
use crate::workbench::{Checked, Place, Workbench};

/// Verifies what was asked for and prints the report.
pub fn run(context: &Context, args: &VerifyArgs) -> Result<ExitCode, CommandError> {
    let pack = context.pack()?;
    let chosen = choose(&pack, &args.exercises)?;
    let runtime = context.runtime()?;
    let found = context.find_cluster(&runtime)?;
    let work = verify(context, &pack, &chosen, &found, args.live_only);
    let report = until_interrupted(&runtime, work)?;
    let text = match args.output {
        VerifyFormat::Text => text::report(
            &report,
            &context.catalog,
            context.theme(),
            context.terminal.prose_width(),
        ),
        VerifyFormat::Json => {
            serde_json::to_string_pretty(&report).map_err(std::io::Error::from)? + "\n"
        }
        VerifyFormat::Junit => {
            junit(&report, context.catalog.lang()).map_err(std::io::Error::other)?
        }
    };
    context.out().write_all(text.as_bytes())?;
    Ok(exit_code(&report))
}

/// 1 where something is not solved, or where nothing was there to be verified, because that proves
/// nothing; 3 where nothing is worse than that something could not be checked.
fn exit_code(report: &VerifyReport) -> ExitCode {
    if report.exercises.is_empty() {
        return ExitCode::NotSolved;
    }
    match report.summary {
        Summary {
            not_solved: 1.., ..
        } => ExitCode::NotSolved,
        Summary { errors: 1.., .. } => ExitCode::Environment,
        _ => ExitCode::Success,
    }
}

/// The exercises that were named, each once, in the course's order; all where none was named.
fn choose<'p>(
    pack: &'p Pack,
    selections: &[Selection],
) -> Result<Vec<(&'p Lesson, Vec<&'p Exercise>)>, CommandError> {
    for selection in selections {
        check_selection(pack, selection)?;
    }
    let wanted = |lesson: &Lesson, exercise: &Exercise| {
        selections.is_empty()
            || selections.iter().any(|selection| {
                selection.lesson == lesson.name
                    && selection
                        .exercise
                        .as_ref()
                        .is_none_or(|id| *id == exercise.id)
            })
    };
    let lessons = pack.lessons.iter().map(|lesson| {
        let exercises = lesson
            .exercises
            .iter()
            .filter(|exercise| wanted(lesson, exercise));
        (lesson, exercises.collect::<Vec<_>>())
    });
    Ok(lessons
        .filter(|(_, exercises)| !exercises.is_empty())
        .collect())
}

async fn verify(
    context: &Context,
    pack: &Pack,
    chosen: &[(&Lesson, Vec<&Exercise>)],
    found: &Found,
    live_only: bool,
) -> Result<VerifyReport, CommandError> {
    let progress = context.load(&Store::<Progress>::new(context.paths.progress_file()))?;
    let both = Both::new();
    let mut exercises = Vec::new();
    for (lesson, wanted) in chosen {
        let Ok(id) = LessonId::new(&pack.id, &lesson.name) else {
            continue;
        };
        let session = context.load(&Store::<Session>::new(context.paths.session_file(&id)))?;
        let namespace = match session.target() {
            Some(target) => LessonNamespace::assigned(&target.namespace),
            None => LessonNamespace::of_lesson(&pack.id, &lesson.name),
        };
        let place = Place {
            namespace,
            kubeconfig: context.paths.kubeconfig_file(&id),
            folder: context.paths.work_dir(&id),
        };
        let bench = Workbench::at(found.clone(), place, &context.surroundings);
        let lacking = bench.find_lacking(&lesson.all_needs()).await;
        let bench = bench.lacking(to_look(&lacking));
        for exercise in wanted {
            // Whoever verifies need not have the kubectl that the learner works with.
            let lacks = lesson
                .needs_of(exercise)
                .find(|need| *need != Need::Kubectl && lacking.contains_key(need));
            let how = judging(lesson, exercise, &progress, &session, found.cluster.uid());
            let result = match how {
                Judging::Current => {
                    let checked = bench.check(lesson, exercise, &session, |_, _| {}).await;
                    // Begun where what it needs is missing, it cannot be solved there.
                    live((lesson, exercise), &checked, &both).unless_passed(lacks, &both)
                }
                Judging::Holding(holding) => {
                    // Whatever is there counts as made within the exercise: that it was has been
                    // seen when it passed.
                    let session = session.with_inventory(&exercise.id, Inventory::empty());
                    let checked = bench.check(lesson, &holding, &session, |_, _| {}).await;
                    live((lesson, &holding), &checked, &both)
                }
                Judging::Recorded(_) if live_only => continue,
                Judging::Recorded(recorded) => {
                    ExerciseResult::recorded((lesson, exercise), recorded, lacks, &both)
                }
            };
            exercises.push(result);
        }
    }
    Ok(VerifyReport {
        format_version: report::FORMAT_VERSION,
        podo_version: env!("CARGO_PKG_VERSION").to_owned(),
        pack: pack.id.clone(),
        at: Timestamp::now(),
        cluster: ClusterSummary::from(&found.cluster.facts("")),
        summary: Summary::of(&exercises),
        exercises,
    })
}

/// What of that stands in the way of looking: what the learner did with programs can be seen
/// without them.
fn to_look(lacking: &BTreeMap<Need, String>) -> BTreeMap<Need, String> {
    let mut lacking = lacking.clone();
    lacking.retain(|need, _| *need == Need::ClusterScope);
    lacking
}

fn live(of: (&Lesson, &Exercise), checked: &Checked, both: &Both) -> ExerciseResult {
    let seen = (&checked.report, &checked.diagnosis);
    ExerciseResult::live(of, seen, checked.snapshot.at, both)
}
