//! Proving lessons on a cluster: each start state fails, each solution passes, each known mistake
//! gets its own finding, in both languages.
//!
//! Works in throw-away namespaces and folders, and removes both. Exercises that stay in their
//! namespace are proven several at once, each in one of its own; those that change the cluster come
//! after them, one by one, or beside them on another cluster.

pub mod repair;
pub mod shown;
pub mod text;
mod turns;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use futures::future::{self, join_all};
use futures::stream::{self, StreamExt as _};
use serde::Serialize;

use repair::Repair;
use turns::{Chosen, Turns};

use crate::check::Verdict;
use crate::cluster::namespace::{LessonNamespace, shortened};
use crate::cluster::target::{Found, Provider};
use crate::explain::{Confidence, Diagnosis, Finding};
use crate::i18n::{Catalog, Lang};
use crate::lesson::model::{Exercise, ExerciseId, Lesson, Mistake, Need, Step};
use crate::progress::{AttemptId, Session, Target};
use crate::render::diagnosis::{because, headline};
use crate::snapshot::before::Before;
use crate::workbench::{Checked, Performed, Place, Surroundings, Workbench, WorkbenchError};

/// What a proof found wrong with an exercise, or why it could not be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "flaw", rename_all = "kebab-case")]
pub enum Flaw {
    /// The start state could not be set up.
    Setup {
        /// What went wrong.
        detail: String,
    },
    /// The start state lacks something that it promises.
    GivenMissing {
        /// The expectation's id.
        id: String,
    },
    /// An expectation passes before anything was done.
    PassesAtStart {
        /// The expectation's id.
        id: String,
    },
    /// A guard does not hold at the start.
    FailsAtStart {
        /// The expectation's id.
        id: String,
    },
    /// The solution's steps failed.
    Solution {
        /// What went wrong.
        detail: String,
    },
    /// The exercise does not pass after its solution.
    SolutionRejected {
        /// The verdict.
        verdict: Verdict,
        /// What the first finding says, in English, with its code.
        finding: String,
    },
    /// A mistake's steps could not be performed.
    MistakeSteps {
        /// The mistake's id.
        mistake: String,
        /// What went wrong.
        detail: String,
    },
    /// The exercise passes in spite of a mistake.
    MistakePasses {
        /// The mistake's id.
        mistake: String,
    },
    /// A mistake gets another finding than its own.
    OtherFinding {
        /// The mistake's id.
        mistake: String,
        /// The code wanted.
        wanted: String,
        /// The codes that came, the first one first.
        got: String,
        /// What the first finding says, in English.
        says: String,
    },
    /// A finding has no words in a language.
    NoWords {
        /// The finding's code.
        code: String,
        /// The language.
        lang: Lang,
    },
}

/// What became of the proof of one exercise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Proof {
    /// Which exercise.
    pub exercise: ExerciseId,
    /// What is wrong; empty when it is proven.
    pub flaws: Vec<Flaw>,
    /// What this machine or cluster lacks for it: then it was not proven.
    pub lacking: Option<Need>,
    /// The mistakes that got their finding, with its code.
    pub mistakes: Vec<(String, String)>,
    /// What became of the mistakes after the repairs that their findings suggest, where these were run.
    pub repairs: Vec<Repair>,
}

impl Proof {
    /// Whether it was proven and nothing is wrong.
    pub fn is_proven(&self) -> bool {
        self.flaws.is_empty() && self.lacking.is_none()
    }
}

/// What a proof works with.
pub struct Prover<'a> {
    /// The cluster.
    pub found: Found,
    /// Another cluster for the exercises that change a whole one, so that they need not wait for the
    /// rest; without it they come last.
    pub apart: Option<Found>,
    /// Programs and environment.
    pub surroundings: &'a Surroundings,
    /// Where throw-away folders go.
    pub scratch: PathBuf,
    /// Where snapshots of all mistakes are saved, as `CODE/PACK-LESSON-EXERCISE-MISTAKE.json`.
    pub record: Option<PathBuf>,
    /// Whether the commands that the findings suggest are run too.
    pub repairs: bool,
    /// How many exercises are proven at once, each in a namespace of its own; at least 1.
    pub at_once: usize,
}

impl Prover<'_> {
    /// Proves exercises of a pack, whichever lessons they are of; `told` hears of each proof as it is
    /// made, in their order, those that change the cluster last.
    pub async fn exercises<'l>(
        &self,
        pack: &str,
        chosen: &[Chosen<'l>],
        mut told: impl FnMut(&Proof),
    ) -> Result<Vec<Proof>, WorkbenchError> {
        let Turns { inside, wide } = Turns::of(chosen, self.found.provider == Provider::Sandbox);
        let needs: BTreeSet<Need> = chosen
            .iter()
            .flat_map(|(lesson, exercise)| lesson.needs_of(exercise))
            .collect();
        let seats = 0..self.at_once.min(inside.len()).max(1);
        let opened = join_all(seats.map(|seat| self.open(pack, &needs, seat))).await;
        let benches: Vec<Workbench> = opened.into_iter().collect::<Result<_, _>>()?;
        let apart = match &self.apart {
            Some(found) if !wide.is_empty() => {
                Some(self.open_in(found, pack, &needs, self.at_once).await?)
            }
            _ => None,
        };
        let (count, free) = (benches.len(), Mutex::new(benches));
        let free = || free.lock().unwrap_or_else(PoisonError::into_inner);
        let prove = |(turn, (lesson, exercise)): (usize, Chosen<'l>)| async move {
            // As many are under way as there are benches, so one is free.
            let bench = free().pop()?;
            // An earlier exercise may be another lesson's, whose files are none of this one's.
            empty_folder(bench.folder());
            let proof = self.exercise(&bench, lesson, exercise).await;
            free().push(bench);
            Some((turn, proof))
        };
        let mut proofs = Vec::new();
        // Inside their namespaces several at once, the others one by one: then, or apart.
        let inside = stream::iter(inside).map(prove).buffer_unordered(count);
        let wide = stream::iter(wide);
        let made = match &apart {
            Some(bench) => {
                let alone = wide.then(move |(turn, (lesson, exercise))| async move {
                    empty_folder(bench.folder());
                    Some((turn, self.exercise(bench, lesson, exercise).await))
                });
                stream::select(inside, alone).boxed_local()
            }
            None => inside.chain(wide.then(prove)).boxed_local(),
        };
        let mut made = made.filter_map(future::ready);
        // One that takes long holds up what is told, and not what is proven.
        let mut early = BTreeMap::new();
        while let Some((turn, proof)) = made.next().await {
            early.insert(turn, proof);
            while let Some(proof) = early.remove(&proofs.len()) {
                told(&proof);
                proofs.push(proof);
            }
        }
        drop(made);
        let mut benches = std::mem::take(&mut *free());
        benches.extend(apart);
        let closed = join_all(benches.iter().map(Workbench::close)).await;
        // Not those from which lessons are being read.
        (0..=self.at_once).for_each(|seat| self.remove_folder(pack, seat));
        closed.into_iter().collect::<Result<(), _>>()?;
        Ok(proofs)
    }

    /// Removes what an interrupted proof has left: its namespaces and its folders. Cluster-wide
    /// objects are put back by the next proof, which finds them as they were left.
    pub async fn clean_up(&self, pack: &str) -> Result<(), WorkbenchError> {
        let benches: Vec<Workbench> = (0..self.seats())
            .map(|seat| {
                let place = self.place(pack, seat);
                Workbench::at(self.found.clone(), place, self.surroundings)
            })
            .collect();
        (0..self.seats()).for_each(|seat| self.remove_folder(pack, seat));
        let closed = join_all(benches.iter().map(Workbench::close)).await;
        closed.into_iter().collect()
    }

    async fn open(
        &self,
        pack: &str,
        needs: &BTreeSet<Need>,
        seat: usize,
    ) -> Result<Workbench, WorkbenchError> {
        self.open_in(&self.found, pack, needs, seat).await
    }

    async fn open_in(
        &self,
        found: &Found,
        pack: &str,
        needs: &BTreeSet<Need>,
        seat: usize,
    ) -> Result<Workbench, WorkbenchError> {
        let (found, place) = (found.clone(), self.place(pack, seat));
        let (bench, _) = Workbench::open(found, place, needs, self.surroundings).await?;
        Ok(bench)
    }

    /// The seats of the exercises inside their namespaces, the one apart, and those from which lessons
    /// are read.
    fn seats(&self) -> usize {
        2 * self.at_once + 1
    }

    fn place(&self, pack: &str, seat: usize) -> Place {
        let folder = self.folder(pack, seat);
        Place {
            kubeconfig: folder.join("kubeconfig"),
            folder: folder.join("work"),
            namespace: LessonNamespace::own(&namespace(pack, seat), pack, CHECK),
        }
    }

    fn folder(&self, pack: &str, seat: usize) -> PathBuf {
        self.scratch.join(namespace(pack, seat))
    }

    /// A folder that stays behind in the scratch folder harms nobody.
    fn remove_folder(&self, pack: &str, seat: usize) {
        let _ = std::fs::remove_dir_all(self.folder(pack, seat));
    }

    async fn exercise(&self, bench: &Workbench, lesson: &Lesson, exercise: &Exercise) -> Proof {
        let mut proof = Proof {
            exercise: lesson.exercise_id(exercise),
            flaws: Vec::new(),
            lacking: bench.lacks(lesson, exercise),
            mistakes: Vec::new(),
            repairs: Vec::new(),
        };
        if proof.lacking.is_some() {
            return proof;
        }
        let before = match bench.capture(exercise).await {
            Ok(before) => before,
            Err(error) => {
                proof.flaws.push(Flaw::Setup {
                    detail: error.to_string(),
                });
                return proof;
            }
        };
        let mut attempt = Attempt {
            bench,
            lesson,
            exercise,
            session: Session::default(),
        };
        match attempt.start().await {
            Ok(started) => proof.flaws.extend(at_start(exercise, &started)),
            Err(error) => proof.flaws.push(Flaw::Setup {
                detail: error.to_string(),
            }),
        }
        if !proof
            .flaws
            .iter()
            .any(|flaw| matches!(flaw, Flaw::Setup { .. }))
        {
            for (index, mistake) in exercise.mistakes.iter().enumerate() {
                self.mistake(&mut attempt, mistake, index > 0, &before, &mut proof)
                    .await;
            }
            self.solution(&mut attempt, &before, &mut proof).await;
        }
        if let Err(error) = bench.restore(&before).await {
            proof.flaws.push(Flaw::Setup {
                detail: error.to_string(),
            });
        }
        proof
    }

    async fn mistake(
        &self,
        attempt: &mut Attempt<'_>,
        mistake: &Mistake,
        again: bool,
        before: &Before,
        proof: &mut Proof,
    ) {
        let id = mistake.id.clone();
        let steps_failed = |error: WorkbenchError| Flaw::MistakeSteps {
            mistake: id.clone(),
            detail: error.to_string(),
        };
        if again && let Err(error) = attempt.again(before).await {
            proof.flaws.push(steps_failed(error));
            return;
        }
        let checked = match attempt.perform_and_check(&mistake.steps, true).await {
            Ok(checked) => checked,
            Err(error) => {
                proof.flaws.push(steps_failed(error));
                return;
            }
        };
        let flaws = judge_mistake(mistake, &checked);
        if flaws.is_empty() {
            proof
                .mistakes
                .push((mistake.id.clone(), mistake.finding.clone()));
        }
        proof.flaws.extend(flaws);
        if let Some(folder) = &self.record
            && let Err(error) = record(folder, attempt, mistake, &checked)
        {
            proof.flaws.push(Flaw::MistakeSteps {
                mistake: id.clone(),
                detail: error.to_string(),
            });
        }
        if self.repairs
            && let Some(first) = checked.diagnosis.first()
        {
            let outcome = repair::of(attempt, first).await;
            let (mistake, code) = (id.clone(), first.code);
            let repair = Repair {
                mistake,
                code,
                outcome,
            };
            proof.repairs.push(repair);
        }
        let undone = attempt
            .bench
            .perform(attempt.lesson, attempt.exercise, &mistake.cleanup, true)
            .await;
        if let Err(error) = undone {
            proof.flaws.push(steps_failed(error));
        }
    }

    async fn solution(&self, attempt: &mut Attempt<'_>, before: &Before, proof: &mut Proof) {
        let failed = |error: WorkbenchError| Flaw::Solution {
            detail: error.to_string(),
        };
        if !attempt.exercise.mistakes.is_empty()
            && let Err(error) = attempt.again(before).await
        {
            proof.flaws.push(failed(error));
            return;
        }
        match attempt
            .perform_and_check(&attempt.exercise.solution, false)
            .await
        {
            Ok(checked) if checked.report.verdict == Verdict::Pass => {}
            Ok(checked) => proof.flaws.push(Flaw::SolutionRejected {
                verdict: checked.report.verdict,
                finding: described(&checked.diagnosis),
            }),
            Err(error) => proof.flaws.push(failed(error)),
        }
    }
}

/// What stands for the lesson in the labels of a proof's namespace.
const CHECK: &str = "check";

/// A throw-away namespace of a proof; two podos on one machine never share one, and neither do
/// packs.
fn namespace(pack: &str, seat: usize) -> String {
    let process = std::process::id();
    shortened(format!("podo-check-{pack}-{process}-{seat}"))
}

/// Empties a working folder. What cannot be removed is kept aside when a file needs its place.
fn empty_folder(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let _ = match entry.file_type() {
            Ok(kind) if kind.is_dir() => std::fs::remove_dir_all(path),
            _ => std::fs::remove_file(path),
        };
    }
}

/// An exercise being worked on by a proof.
struct Attempt<'a> {
    bench: &'a Workbench,
    lesson: &'a Lesson,
    exercise: &'a Exercise,
    session: Session,
}

impl Attempt<'_> {
    /// From whatever there is to the start state, which is checked.
    async fn start(&mut self) -> Result<Checked, WorkbenchError> {
        let plan = self.bench.plan_emptying(self.exercise).await?;
        self.bench.empty(&plan).await?;
        self.bench
            .perform(self.lesson, self.exercise, &self.exercise.setup, false)
            .await?;
        let (inventory, _) = self.bench.take_inventory(self.exercise).await;
        let facts = &self.bench.found().cluster;
        let target = Target {
            context: facts.context().to_owned(),
            cluster: facts.uid().to_owned(),
            namespace: self.bench.namespace().name().to_owned(),
        };
        self.session = Session::default();
        let id = AttemptId {
            exercise: self.exercise.id.clone(),
            begun_at: inventory.at,
        };
        // A fresh session has no other target, so this cannot be refused.
        let _ = self.session.begin(target, id, inventory);
        Ok(self.check().await)
    }

    /// The start state once more.
    async fn again(&mut self, before: &Before) -> Result<(), WorkbenchError> {
        self.bench.restore(before).await?;
        self.start().await.map(|_| ())
    }

    async fn check(&mut self) -> Checked {
        let checked = self
            .bench
            .check(self.lesson, self.exercise, &self.session, |_, _| {})
            .await;
        let passed = checked.diagnosis.right.clone();
        let verdict = checked.report.verdict;
        self.change(|attempt| attempt.record_check(verdict, passed));
        checked
    }

    async fn perform_and_check(
        &mut self,
        steps: &[Step],
        may_fail: bool,
    ) -> Result<Checked, WorkbenchError> {
        let Performed {
            commands, answers, ..
        } = self
            .bench
            .perform(self.lesson, self.exercise, steps, may_fail)
            .await?;
        self.change(|attempt| {
            for command in commands {
                attempt.record_command(command);
            }
            for (expectation, answer) in answers {
                attempt.record_answer(&expectation, answer);
            }
        });
        Ok(self.check().await)
    }

    fn change(&mut self, change: impl FnOnce(&mut crate::progress::Attempt)) {
        let id = self.session.attempt().map(|attempt| attempt.id().clone());
        if let Some(attempt) = id.and_then(|id| self.session.attempt_mut(&id)) {
            change(attempt);
        }
    }
}

/// What is wrong with a start state.
fn at_start(exercise: &Exercise, checked: &Checked) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for (expectation, outcome) in exercise.expect.iter().zip(&checked.report.outcomes) {
        let id = expectation.id.clone();
        match (expectation.at_start, outcome.verdict == Verdict::Pass) {
            (false, true) => flaws.push(Flaw::PassesAtStart { id }),
            (true, false) => flaws.push(Flaw::FailsAtStart { id }),
            _ => {}
        }
    }
    let missing = checked
        .report
        .given
        .iter()
        .filter(|given| given.verdict != Verdict::Pass);
    flaws.extend(missing.map(|given| Flaw::GivenMissing {
        id: given.id.clone(),
    }));
    flaws
}

/// What is wrong with the way a mistake was explained.
fn judge_mistake(mistake: &Mistake, checked: &Checked) -> Vec<Flaw> {
    if checked.report.verdict == Verdict::Pass {
        return vec![Flaw::MistakePasses {
            mistake: mistake.id.clone(),
        }];
    }
    let Some(first) = checked
        .diagnosis
        .first()
        .filter(|first| first.code == mistake.finding)
    else {
        let codes: Vec<&str> = checked.diagnosis.findings.iter().map(|f| f.code).collect();
        return vec![Flaw::OtherFinding {
            mistake: mistake.id.clone(),
            wanted: mistake.finding.clone(),
            got: codes.join(", "),
            says: described(&checked.diagnosis),
        }];
    };
    Lang::ALL
        .into_iter()
        .filter(|lang| !has_words(first, *lang))
        .map(|lang| Flaw::NoWords {
            code: first.code.to_owned(),
            lang,
        })
        .collect()
}

fn has_words(finding: &Finding, lang: Lang) -> bool {
    let catalog = Catalog::new(lang);
    !headline(finding, &catalog).is_empty() && !because(finding, &catalog).is_empty()
}

/// The first finding in English, for the author of a lesson.
fn described(diagnosis: &Diagnosis) -> String {
    let catalog = Catalog::new(Lang::En);
    diagnosis.first().map_or_else(String::new, |first| {
        // Where the cause is not known, or is in a program's own words, the evidence is all there is.
        let is_raw = first.confidence == Confidence::Unknown || first.code == "U02";
        let evidence = first.evidence.iter().filter(|_| is_raw);
        let evidence = evidence.map(|e| format!(" [{}: {}]", e.place, e.quote));
        let (code, headline) = (first.code, headline(first, &catalog));
        format!("{code} {headline}{}", evidence.collect::<String>())
    })
}

/// Saves what was seen of a mistake.
fn record(
    folder: &Path,
    attempt: &Attempt<'_>,
    mistake: &Mistake,
    checked: &Checked,
) -> std::io::Result<()> {
    let folder = folder.join(&mistake.finding);
    std::fs::create_dir_all(&folder)?;
    let name = format!(
        "{}-{}-{}-{}.json",
        attempt.lesson.pack, attempt.lesson.name, attempt.exercise.id, mistake.id
    );
    let json = serde_json::to_string_pretty(&checked.snapshot)?;
    std::fs::write(folder.join(name), json + "\n")
}
