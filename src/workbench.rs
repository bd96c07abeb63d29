//! The place a learner (or a proof) works in: a cluster, a namespace of its own, a private
//! kubeconfig, a folder. All that happens to an exercise there: begin, perform steps, check, reset.

mod error;
mod lacking;
mod patience;
mod steady;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use crate::check::needs::Needs;
use crate::check::{self, Report};
use crate::cluster::kubeconfig::Selected;
use crate::cluster::namespace::{LessonNamespace, Plan};
use crate::cluster::observe::{Change, Observer, Seen, inventory};
use crate::cluster::run::Runner;
use crate::cluster::target::Found;
use crate::cluster::undo::{self, Undo};
use crate::explain::{self, Confidence, Diagnosis, Finding};
use crate::lesson::model::{
    Action, AnswerValue, Exercise, Expectation, Lesson, Need, Program, Step,
};
use crate::progress::Session;
use crate::snapshot::before::Before;
use crate::snapshot::graph::Graph;
use crate::snapshot::{Inventory, Snapshot, TypedCommand};

pub use error::WorkbenchError;

/// How often, and with what pause, a program in a container is tried that has to succeed: the
/// kubelet's list of containers is up to two seconds old, and a server needs a moment to listen.
const EXEC_TRIES: u32 = 6;
const EXEC_PAUSE: Duration = Duration::from_secs(1);

/// How long deleting what a namespace holds may take.
const EMPTYING: Duration = Duration::from_secs(90);

/// How long one program of a step may run.
const STEP: Duration = Duration::from_secs(90);

/// The largest file of the working folder that goes into a snapshot, in bytes.
const FILE_LIMIT: u64 = 64 * 1024;

/// How many files of the working folder go into a snapshot.
const FILES: usize = 50;

/// Where a workbench stands.
#[derive(Debug, Clone)]
pub struct Place {
    /// The namespace.
    pub namespace: LessonNamespace,
    /// The private kubeconfig that will be written.
    pub kubeconfig: PathBuf,
    /// The working folder.
    pub folder: PathBuf,
}

/// What a workbench needs of the process it runs in.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The PATH to find programs on.
    pub path: OsString,
    /// The whole environment, for the programs.
    pub environment: Vec<(OsString, OsString)>,
}

/// The place an exercise is worked on.
pub struct Workbench {
    found: Found,
    place: Place,
    runner: Runner,
    lacking: BTreeMap<Need, String>,
}

/// What a check gave.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What was seen.
    pub snapshot: Snapshot,
    /// The verdicts.
    pub report: Report,
    /// What they mean.
    pub diagnosis: Diagnosis,
}

/// What steps have done.
#[derive(Debug, Clone, Default)]
pub struct Performed {
    /// The commands that were run, as a learner would have typed them.
    pub commands: Vec<TypedCommand>,
    /// The answers that were typed.
    pub answers: BTreeMap<String, String>,
    /// The learner's files that had to make room, with the names they were given.
    pub kept: Vec<(String, String)>,
}

impl Workbench {
    /// Sets a workbench up for exercises with these needs: the namespace, the private kubeconfig
    /// (0600), the folder (0700). Says too whether the namespace was made just now.
    pub async fn open(
        found: Found,
        place: Place,
        needs: &BTreeSet<Need>,
        surroundings: &Surroundings,
    ) -> Result<(Self, bool), WorkbenchError> {
        let made = place.namespace.ensure(&found.cluster).await?;
        if let Some(parent) = place.kubeconfig.parent() {
            crate::paths::make_private_dir(parent)
                .map_err(|source| WorkbenchError::folder(parent, source))?;
        }
        crate::paths::make_private_dir(&place.folder)
            .map_err(|source| WorkbenchError::folder(&place.folder, source))?;
        found
            .selected
            .write(place.namespace.name(), &place.kubeconfig)?;
        let mut bench = Self::at(found, place, surroundings);
        bench.lacking = bench.find_lacking(needs).await;
        Ok((bench, made))
    }

    /// A workbench only to look from: nothing is made, on the cluster or here.
    pub fn at(found: Found, place: Place, surroundings: &Surroundings) -> Self {
        let runner = Runner::new(
            &surroundings.path,
            surroundings.environment.iter().cloned(),
            &place.kubeconfig,
            &place.folder,
        );
        Self {
            found,
            place,
            runner,
            lacking: BTreeMap::new(),
        }
    }

    /// This workbench, lacking these for its exercises.
    #[must_use]
    pub fn lacking(mut self, lacking: BTreeMap<Need, String>) -> Self {
        self.lacking = lacking;
        self
    }

    /// The cluster and how it was found.
    pub fn found(&self) -> &Found {
        &self.found
    }

    /// The namespace.
    pub fn namespace(&self) -> &LessonNamespace {
        &self.place.namespace
    }

    /// The first need of an exercise that is not met here.
    pub fn lacks(&self, lesson: &Lesson, exercise: &Exercise) -> Option<Need> {
        lesson
            .needs_of(exercise)
            .find(|need| self.lacking.contains_key(need))
    }

    /// The private kubeconfig.
    pub fn kubeconfig(&self) -> &Path {
        &self.place.kubeconfig
    }

    /// The working folder.
    pub fn folder(&self) -> &Path {
        &self.place.folder
    }

    /// Runs programs in this place.
    pub fn runner(&self) -> &Runner {
        &self.runner
    }

    /// Writes the private kubeconfig again, from what the learner's own has now. minikube gives a
    /// restarted cluster another port.
    pub fn follow(&mut self, selected: Selected) -> Result<(), WorkbenchError> {
        selected.write(self.place.namespace.name(), &self.place.kubeconfig)?;
        self.found.selected = selected;
        Ok(())
    }

    /// What there is now, as far as an exercise is concerned.
    pub async fn take_inventory(&self, exercise: &Exercise) -> (Inventory, Seen) {
        let seen = self.observer(Needs::of(exercise)).observe().await;
        (inventory(&seen), seen)
    }

    /// The state of cluster-wide objects that an exercise declares, to be put back later.
    pub async fn capture(&self, exercise: &Exercise) -> Result<Before, WorkbenchError> {
        Ok(undo::capture(&self.found.cluster, &exercise.cluster_wide).await?)
    }

    /// What [`Workbench::restore`] would put back now.
    pub async fn plan_restoring(&self, before: &Before) -> Result<Vec<Undo>, WorkbenchError> {
        Ok(undo::plan(&self.found.cluster, before).await?)
    }

    /// Puts cluster-wide objects back as they were.
    pub async fn restore(&self, before: &Before) -> Result<Vec<Undo>, WorkbenchError> {
        Ok(undo::restore(&self.found.cluster, before).await?)
    }

    /// Makes the namespace again where somebody has deleted it since it was opened.
    pub async fn renew(&self) -> Result<(), WorkbenchError> {
        self.place.namespace.ensure(&self.found.cluster).await?;
        Ok(())
    }

    /// What [`Workbench::empty`] would delete before an exercise is set up.
    pub async fn plan_emptying(&self, exercise: &Exercise) -> Result<Plan, WorkbenchError> {
        let mut plan = self.place.namespace.plan(&self.found.cluster).await?;
        plan.thorough = exercise.looks_into_containers();
        Ok(plan)
    }

    /// Deletes what the namespace holds, as planned, and waits until it is gone.
    pub async fn empty(&self, plan: &Plan) -> Result<(), WorkbenchError> {
        Ok(self
            .place
            .namespace
            .empty(&self.found.cluster, plan, EMPTYING)
            .await?)
    }

    /// Deletes the namespace, if podo made it.
    pub async fn close(&self) -> Result<(), WorkbenchError> {
        if !self.place.namespace.is_assigned() {
            self.place
                .namespace
                .delete(&self.found.cluster, EMPTYING)
                .await?;
        }
        Ok(())
    }

    /// Looks at everything an exercise needs, once.
    pub async fn look(&self, lesson: &Lesson, exercise: &Exercise, session: &Session) -> Snapshot {
        let mut observer = self.observer(Needs::of(exercise));
        let seen = observer.observe().await;
        self.snapshot(seen, lesson, exercise, session)
    }

    /// Checks an exercise. While the verdict is `waiting`, watches until it is settled or the time
    /// that is normal for it has passed. A failure is given a little time to show its cause, and a
    /// pass to show that it lasts. `on_waiting` is told each time before it looks again.
    pub async fn check(
        &self,
        lesson: &Lesson,
        exercise: &Exercise,
        session: &Session,
        mut on_waiting: impl FnMut(&Report, &Diagnosis),
    ) -> Checked {
        let started = Instant::now();
        let mut observer = self.observer(Needs::of(exercise));
        let mut seen = observer.observe().await;
        loop {
            let snapshot = self.snapshot(seen, lesson, exercise, session);
            let checked = judge(lesson, exercise, snapshot);
            let Some(left) = patience::time_left(&checked, started.elapsed()) else {
                return self
                    .with_last_words(lesson, exercise, &observer, checked)
                    .await;
            };
            on_waiting(&checked.report, &checked.diagnosis);
            let deadline = Instant::now() + left;
            let change = observer.wait_for_change(deadline).await;
            seen = match change {
                Change::Changed => observer.look().await,
                Change::TimedOut => observer.observe().await,
            };
        }
    }

    /// Explains again with the log of a crashed container, where that is what is missing.
    async fn with_last_words(
        &self,
        lesson: &Lesson,
        exercise: &Exercise,
        observer: &Observer,
        mut checked: Checked,
    ) -> Checked {
        let Some((pod, container)) = explain::wants_previous_log(&checked.diagnosis) else {
            return checked;
        };
        match observer.previous_log(&pod, &container).await {
            Ok(log) if !log.text.is_empty() => {
                checked.snapshot.previous_logs.push(log);
                judge(lesson, exercise, checked.snapshot)
            }
            _ => checked,
        }
    }

    fn observer(&self, needs: Needs) -> Observer {
        Observer::new(
            self.found.cluster.clone(),
            self.place.namespace.name(),
            needs,
        )
        .with_programs(self.runner.clone())
    }

    fn snapshot(
        &self,
        seen: Seen,
        lesson: &Lesson,
        exercise: &Exercise,
        session: &Session,
    ) -> Snapshot {
        let mut snapshot =
            seen.into_snapshot(self.found.cluster.facts(self.place.namespace.name()));
        snapshot.exercise = Some(lesson.exercise_id(exercise));
        snapshot.lacking = self.lacking.clone();
        snapshot.files = self.files();
        session.add_to(&mut snapshot);
        snapshot
    }

    /// The learner's text files: what explanations may compare with the live objects.
    pub fn files(&self) -> BTreeMap<String, String> {
        let Ok(entries) = std::fs::read_dir(&self.place.folder) else {
            return BTreeMap::new();
        };
        entries
            .flatten()
            .filter(|entry| {
                entry
                    .metadata()
                    .is_ok_and(|data| data.is_file() && data.len() <= FILE_LIMIT)
            })
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                Some((name, std::fs::read_to_string(entry.path()).ok()?))
            })
            .take(FILES)
            .collect()
    }

    /// Performs steps in order. With `may_fail`, a program that exits otherwise than 0 is part of
    /// the story (a known mistake); without, it is an error that names the step.
    pub async fn perform(
        &self,
        lesson: &Lesson,
        exercise: &Exercise,
        steps: &[Step],
        may_fail: bool,
    ) -> Result<Performed, WorkbenchError> {
        let mut performed = Performed::default();
        for step in steps {
            match &step.action {
                Action::Run { program, args } => {
                    let mut command = self.run(*program, args).await?;
                    let is_exec = args.first().is_some_and(|verb| verb == "exec");
                    for _ in 1..EXEC_TRIES {
                        if may_fail || !is_exec || !command.failed() {
                            break;
                        }
                        tokio::time::sleep(EXEC_PAUSE).await;
                        command = self.run(*program, args).await?;
                    }
                    let failed = command.failed();
                    if failed && !may_fail {
                        return Err(WorkbenchError::StepFailed {
                            line: step.line,
                            command,
                        });
                    }
                    performed.commands.push(command);
                }
                Action::File { name, from } => {
                    performed.kept.extend(self.put_file(lesson, name, from)?);
                }
                Action::Answer { to, value } => {
                    let answer = self.answer(lesson, exercise, to, value, step.line).await?;
                    performed.answers.insert(to.clone(), answer);
                }
                Action::Wait {
                    expectation,
                    seconds,
                } => {
                    let limit = Duration::from_secs(u64::from(*seconds));
                    if let Err(last) = self.wait_for(expectation, limit).await {
                        return Err(WorkbenchError::WaitedInVain {
                            line: step.line,
                            seconds: *seconds,
                            cause: cause(lesson, exercise, expectation, last).map(Box::new),
                        });
                    }
                }
            }
        }
        Ok(performed)
    }

    async fn run(&self, program: Program, args: &[String]) -> Result<TypedCommand, WorkbenchError> {
        let output = self.runner.run(program, args, STEP).await?;
        let mut argv = vec![program.name().to_owned()];
        argv.extend(args.iter().cloned());
        let (code, stderr) = (output.exit_code, output.stderr.as_bytes());
        Ok(crate::progress::typed_command(
            &argv,
            code,
            stderr,
            Timestamp::now(),
        ))
    }

    /// Puts those files of an exercise's setup into the folder that are not there: for a learner who
    /// goes on from the exercise before. What has such a name already is the learner's and stays.
    pub fn hand_out(&self, lesson: &Lesson, exercise: &Exercise) -> Result<(), WorkbenchError> {
        let files = exercise.setup.iter().filter_map(|step| match &step.action {
            Action::File { name, from } => Some((name, from)),
            _ => None,
        });
        // Of several under one name the last is what the learner is to find.
        let last: BTreeMap<&String, &String> = files.collect();
        for (name, from) in last {
            if std::fs::symlink_metadata(self.place.folder.join(name)).is_err() {
                self.put_file(lesson, name, from)?;
            }
        }
        Ok(())
    }

    /// Puts a file of the lesson into the folder. The names were proven to stay inside when the
    /// lesson was read; one that is already there and is not the lesson's own gets another name.
    fn put_file(
        &self,
        lesson: &Lesson,
        name: &str,
        from: &str,
    ) -> Result<Option<(String, String)>, WorkbenchError> {
        let content = lesson
            .files
            .get(from)
            .ok_or_else(|| WorkbenchError::NoSuchFile {
                name: from.to_owned(),
            })?;
        let path = self.place.folder.join(name);
        let mut kept = None;
        match std::fs::read_to_string(&path) {
            Ok(present) if present == *content => return Ok(None),
            Ok(_) => kept = Some((name.to_owned(), keep_aside(&path)?)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(source) => return Err(WorkbenchError::folder(&path, source)),
        }
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)
                .map_err(|source| WorkbenchError::folder(parent, source))?;
        }
        std::fs::write(&path, content).map_err(|source| WorkbenchError::folder(&path, source))?;
        Ok(kept)
    }

    async fn answer(
        &self,
        lesson: &Lesson,
        exercise: &Exercise,
        to: &str,
        value: &AnswerValue,
        line: u32,
    ) -> Result<String, WorkbenchError> {
        use crate::lesson::model::ExpectationKind;
        let live = match value {
            AnswerValue::Text(text) => return Ok(text.clone()),
            AnswerValue::Cel(expression) => expression,
            AnswerValue::Right => match exercise.expectation(to).map(|e| &e.kind) {
                Some(ExpectationKind::Answer { is, .. }) => is,
                _ => {
                    return Err(WorkbenchError::NoLiveValue {
                        line,
                        detail: to.to_owned(),
                    });
                }
            },
        };
        let snapshot = self.look(lesson, exercise, &Session::default()).await;
        let value = check::cel::evaluate(live, &Graph::new(&snapshot)).map_err(|error| {
            WorkbenchError::NoLiveValue {
                line,
                detail: error.to_string(),
            }
        })?;
        Ok(check::cel::as_answer(match &value {
            // A list of likely wrong values: any of them will do.
            serde_json::Value::Array(items) => items.first().unwrap_or(&value),
            value => value,
        }))
    }

    /// Waits until an expectation holds; what was seen last where it does not in time.
    async fn wait_for(
        &self,
        expectation: &Expectation,
        limit: Duration,
    ) -> Result<(), Box<Snapshot>> {
        let deadline = Instant::now() + limit;
        let needs = Needs::of_expectations(std::iter::once(expectation));
        let mut observer = self.observer(needs);
        let mut seen = observer.observe().await;
        loop {
            let mut snapshot =
                seen.into_snapshot(self.found.cluster.facts(self.place.namespace.name()));
            snapshot.inventory = Some(Inventory::empty());
            if check::holds(expectation, &Graph::new(&snapshot)) {
                return Ok(());
            }
            if Instant::now() >= deadline {
                return Err(Box::new(snapshot));
            }
            seen = match observer.wait_for_change(deadline).await {
                Change::Changed => observer.look().await,
                Change::TimedOut => observer.observe().await,
            };
        }
    }
}

/// A file that the learner changed is never overwritten: it is kept under another name, which is
/// returned.
fn keep_aside(path: &Path) -> Result<String, WorkbenchError> {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or("file");
    let free = (1..1000).map(|n| path.with_file_name(format!("{name}.{n}.bak")));
    let free = free.into_iter().find(|candidate| !candidate.exists());
    let Some(free) = free else {
        let source = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
        return Err(WorkbenchError::folder(path, source));
    };
    std::fs::rename(path, &free).map_err(|source| WorkbenchError::folder(path, source))?;
    let name = free.file_name().unwrap_or_default();
    Ok(name.to_string_lossy().into_owned())
}

fn judge(lesson: &Lesson, exercise: &Exercise, snapshot: Snapshot) -> Checked {
    let graph = Graph::new(&snapshot);
    let report = check::evaluate(lesson, exercise, &graph);
    let diagnosis = explain::explain(lesson, exercise, &report, &graph);
    Checked {
        snapshot,
        report,
        diagnosis,
    }
}

/// Why something that a step waits for is not there, as an exercise that asks for it alone would say.
fn cause(
    lesson: &Lesson,
    exercise: &Exercise,
    expectation: &Expectation,
    last: Box<Snapshot>,
) -> Option<Finding> {
    let asked = Exercise {
        given: Vec::new(),
        expect: vec![expectation.clone()],
        ..exercise.clone()
    };
    let findings = judge(lesson, &asked, *last).diagnosis.findings;
    let first = findings.into_iter().next()?;
    (first.confidence == Confidence::Certain).then_some(first)
}
