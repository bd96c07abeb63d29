//! `lessons`, `start`, `next`, `back`, `show`: moving through the course.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use comfy_table::presets;
use comfy_table::{ContentArrangement, Table};

use super::{Done, Standing, Tutor};
use crate::cluster::namespace::LessonNamespace;
use crate::i18n::Args;
use crate::lesson::model::{Exercise, ExerciseId, Lesson, Need};
use crate::msg;
use crate::progress::Progress;
use crate::render::sanitize;
use crate::render::task::task;
use crate::render::theme::{Role, Symbol};
use crate::render::verdict::lacking;
use crate::ui::input::Ask;
use crate::workbench::{Place, Workbench};

impl<'a> Tutor<'a> {
    /// The lessons with progress and time; or the exercises of one.
    pub(super) fn lessons(&mut self, args: &[String]) -> Done {
        if let Some(name) = args.first() {
            let name = name.trim_end_matches('/');
            let Some(lesson) = self.kit.pack.lesson(name) else {
                self.no_such_lesson(name);
                return Ok(());
            };
            return self.exercises(lesson);
        }
        let progress = self.progress.load();
        let progress = self.loaded(progress)?;
        let lacking = self.lacking()?;
        let catalog = self.kit.catalog.clone();
        let title = self.kit.pack.title.get(catalog.lang()).to_owned();
        self.say_as(
            Role::Heading,
            "",
            msg!("tutor-lessons-title"),
            &Args::new().with("title", title),
        );
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(u16::try_from(self.cells()).unwrap_or(80));
        table.set_header([
            String::new(),
            catalog.plain(msg!("tutor-lessons-name")),
            catalog.plain(msg!("tutor-lessons-about")),
            catalog.plain(msg!("tutor-lessons-minutes")),
            catalog.plain(msg!("tutor-lessons-done")),
            catalog.plain(msg!("tutor-lessons-needs")),
        ]);
        for lesson in &self.kit.pack.lessons {
            table.add_row(self.lesson_row(lesson, &progress, &lacking));
        }
        let lines: Vec<String> = table
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect();
        self.put(&(lines.join("\n") + "\n"));
        self.tell_lacking(&lacking);
        Ok(())
    }

    /// A lesson in the table: where one is, its name, title, time, what is done, what it needs.
    fn lesson_row(
        &self,
        lesson: &Lesson,
        progress: &Progress,
        lacking: &BTreeMap<Need, String>,
    ) -> [String; 6] {
        let (catalog, theme) = (&self.kit.catalog, self.theme());
        let summary = progress.summary(exercise_ids(lesson));
        let here = self
            .desk
            .as_ref()
            .is_some_and(|desk| desk.lesson.name == lesson.name);
        let symbol = match (here, summary.is_complete()) {
            (_, true) => theme.symbol(Symbol::Pass),
            (true, false) => theme.symbol(Symbol::Next),
            (false, false) => " ",
        };
        let minutes = Args::new().with("minutes", i64::from(lesson.minutes));
        let counts = Args::new()
            .with("passed", count(summary.passed))
            .with("all", count(lesson.exercises.len()));
        let done = if progress.is_skipped(lesson) && !summary.is_complete() {
            catalog.text(msg!("tutor-lessons-row-skipped"), &counts)
        } else {
            catalog.text(msg!("tutor-lessons-row-done"), &counts)
        };
        let needs = needs_of(lesson).into_iter().map(|(need, name)| {
            let is_here = !lacking.contains_key(&need);
            let symbol = if is_here {
                Symbol::Pass
            } else {
                Symbol::Unsupported
            };
            format!("{} {name}", theme.symbol(symbol))
        });
        [
            symbol.to_owned(),
            lesson.name.clone(),
            lesson.prose(catalog.lang()).title.clone(),
            catalog.text(msg!("tutor-lessons-row-minutes"), &minutes),
            done,
            needs.collect::<Vec<_>>().join(" "),
        ]
    }

    /// What exercises may need and this machine or cluster does not have.
    fn lacking(&mut self) -> Done<BTreeMap<Need, String>> {
        let Some(lesson) = self.kit.pack.lessons.first() else {
            return Ok(BTreeMap::new());
        };
        // Nothing is made in that place: only the machine and the cluster are asked.
        let place = Place {
            namespace: LessonNamespace::of_lesson(&lesson.pack, &lesson.name),
            kubeconfig: self.kit.paths.state_dir().join("none"),
            folder: self.kit.paths.state_dir().to_owned(),
        };
        let bench = Workbench::at(self.kit.found.clone(), place, &self.kit.surroundings);
        let lessons = self.kit.pack.lessons.iter();
        let needs = lessons.flat_map(Lesson::all_needs).collect();
        self.wait(bench.find_lacking(&needs))
    }

    /// For each lesson that needs what is not here: how much of it can be done without.
    fn tell_lacking(&mut self, lacking: &BTreeMap<Need, String>) {
        let lacks = |need: &Need| lacking.contains_key(need);
        for lesson in &self.kit.pack.lessons {
            let blocked = |exercise: &&Exercise| lesson.needs_of(exercise).any(|need| lacks(&need));
            let without = lesson.exercises.len() - lesson.exercises.iter().filter(blocked).count();
            let missing: Vec<&str> = needs_of(lesson)
                .into_iter()
                .filter(|(need, _)| lacks(need))
                .map(|(_, name)| name)
                .collect();
            if without < lesson.exercises.len() && !missing.is_empty() {
                let args = Args::new()
                    .with("lesson", lesson.name.as_str())
                    .with("needs", missing.join(", "))
                    .with("without", count(without))
                    .with("all", count(lesson.exercises.len()));
                self.say_as(Role::Dim, "  ", msg!("tutor-lessons-without"), &args);
            }
        }
    }

    /// The exercises of a lesson with what is done.
    fn exercises(&mut self, lesson: &Lesson) -> Done {
        let progress = self.progress.load();
        let progress = self.loaded(progress)?;
        let (theme, lang) = (self.theme(), self.kit.catalog.lang());
        let prose = lesson.prose(lang);
        let here = self.desk.as_ref().map(|desk| desk.exercise().id.as_str());
        let mut text = format!("{}\n", theme.paint(Role::Heading, &prose.title));
        let names = lesson.exercises.iter().map(|exercise| exercise.id.len());
        let column = names.max().unwrap_or_default();
        for exercise in &lesson.exercises {
            let is_here = here == Some(exercise.id.as_str());
            let symbol = match (progress.passed(&lesson.exercise_id(exercise)), is_here) {
                (true, _) => Symbol::Pass,
                (false, true) => Symbol::Next,
                (false, false) => Symbol::Bullet,
            };
            let title = prose.exercise_title(&exercise.id);
            let name = theme.paint(Role::Name, format!("{:column$}", exercise.id));
            let symbol = theme.paint_symbol(symbol);
            text.push_str(&format!("  {symbol} {name}  {title}\n"));
        }
        self.put(&text);
        Ok(())
    }

    /// Opens a lesson, at the exercise that is named or where it was left.
    pub(super) fn start(&mut self, args: &[String], ask: &mut dyn Ask) -> Done {
        let Some(wanted) = args.first() else {
            self.tell(msg!("tutor-usage-start"));
            return self.lessons(&[]);
        };
        let (lesson_name, exercise_name) = match wanted.split_once('/') {
            Some((lesson, exercise)) => (lesson, Some(exercise)),
            None => (wanted.as_str(), None),
        };
        let Some((lesson, exercise_name)) = self.find(lesson_name, exercise_name) else {
            self.no_such_lesson(lesson_name);
            return Ok(());
        };
        let mut at = None;
        if let Some(name) = exercise_name {
            at = lesson
                .exercises
                .iter()
                .position(|exercise| exercise.id == name);
            if at.is_none() {
                self.no_such_exercise(lesson, name);
                return Ok(());
            }
        }
        let is_open = self.desk.as_ref().is_some_and(|desk| {
            desk.standing == Standing::Lesson && desk.lesson.name == lesson.name
        });
        if !is_open {
            self.leave_lesson(ask)?;
            match self.open(lesson, Standing::Lesson, ask)? {
                Some(desk) => self.desk = Some(desk),
                None => return Ok(()),
            }
        }
        self.enter_lesson(lesson, at, is_open, ask)?;
        if !is_open && self.session()?.attempt().is_none() {
            // Nothing of it was begun after all.
            self.desk = None;
        }
        Ok(())
    }

    /// Begins the lesson, goes on with it, or goes to the exercise that is named.
    fn enter_lesson(
        &mut self,
        lesson: &'a Lesson,
        at: Option<usize>,
        is_open: bool,
        ask: &mut dyn Ask,
    ) -> Done {
        let session = self.session()?;
        let current = session.attempt().and_then(|attempt| {
            lesson
                .exercises
                .iter()
                .position(|e| e.id == attempt.id().exercise)
        });
        let Some(desk) = &mut self.desk else {
            return Ok(());
        };
        let args = Args::new()
            .with("lesson", lesson.name.as_str())
            .with("namespace", desk.bench.namespace().name())
            .with("folder", desk.bench.folder().display().to_string());
        match (current, at) {
            (Some(current), None) => {
                desk.at = current;
                self.say_as(Role::Dim, "", msg!("tutor-resume"), &args);
                self.show()
            }
            (Some(current), Some(at)) if current == at => {
                desk.at = current;
                self.say_as(Role::Dim, "", msg!("tutor-resume"), &args);
                self.show()
            }
            (current, at) => {
                desk.at = current.unwrap_or(desk.at);
                if !is_open {
                    self.say_as(Role::Dim, "", msg!("tutor-begin"), &args);
                }
                self.begin(at.unwrap_or(0), ask)
            }
        }
    }

    /// A lesson by name, or an exercise of the open lesson by its id alone.
    fn find<'n>(
        &self,
        lesson: &'n str,
        exercise: Option<&'n str>,
    ) -> Option<(&'a Lesson, Option<&'n str>)> {
        let pack = self.kit.pack;
        if let Some(found) = pack.lesson(lesson) {
            return Some((found, exercise));
        }
        let open = self.desk.as_ref()?.lesson;
        (exercise.is_none() && open.exercise(lesson).is_some()).then_some((open, Some(lesson)))
    }

    pub(super) fn no_such_lesson(&mut self, name: &str) {
        let args = Args::new().with("name", sanitize::line(name).into_owned());
        let names = self
            .kit
            .pack
            .lessons
            .iter()
            .map(|lesson| lesson.name.as_str());
        let nearest = names
            .map(|known| (strsim::damerau_levenshtein(known, name), known))
            .filter(|(distance, known)| *distance <= 3.min(known.len() / 2))
            .min();
        match nearest {
            Some((_, near)) => self.say(
                msg!("tutor-unknown-lesson-near"),
                &args.with("nearest", near),
            ),
            None => self.say(msg!("tutor-unknown-lesson"), &args),
        }
    }

    /// Goes some exercises on or back.
    pub(super) fn step(&mut self, by: isize, ask: &mut dyn Ask) -> Done {
        let Some(desk) = &self.desk else {
            self.tell(msg!("tutor-no-lesson"));
            return Ok(());
        };
        if desk.standing == Standing::Review {
            return self.review(&[], ask);
        }
        let (lesson, at) = (desk.lesson, desk.at);
        let left = &lesson.exercises[at];
        let can_be_done = desk.bench.lacks(lesson, left).is_none();
        let Some(to) = at.checked_add_signed(by) else {
            self.tell(msg!("tutor-first"));
            return Ok(());
        };
        let progress = self.progress.load();
        let progress = self.loaded(progress)?;
        if by > 0 && can_be_done && !progress.passed(&lesson.exercise_id(left)) {
            let exercise = format!("{}/{}", lesson.name, left.id);
            self.say(
                msg!("tutor-skipped"),
                &Args::new().with("exercise", exercise),
            );
        }
        if to >= lesson.exercises.len() {
            return self.end_of_lesson(lesson, ask);
        }
        self.begin(to, ask)
    }

    /// What is there to do after the last exercise, or once all are passed.
    pub(super) fn end_of_lesson(&mut self, lesson: &'a Lesson, ask: &mut dyn Ask) -> Done {
        let progress = self.progress.load();
        let progress = self.loaded(progress)?;
        let complete = |lesson: &Lesson| progress.summary(exercise_ids(lesson)).is_complete();
        let done = |lesson: &Lesson| complete(lesson) || progress.is_skipped(lesson);
        let missing = self.lacking()?;
        let lacks = |lesson: &Lesson, exercise: &Exercise| {
            let mut needs = lesson.needs_of(exercise);
            needs.find(|need| missing.contains_key(need))
        };
        if !done(lesson) {
            let exercises = lesson.exercises.iter();
            let open = exercises.filter(|exercise| !progress.passed(&lesson.exercise_id(exercise)));
            // What cannot be done here keeps nobody from going on.
            let (elsewhere, open): (Vec<_>, Vec<_>) = open
                .map(|exercise| (exercise, lacks(lesson, exercise)))
                .partition(|(_, need)| need.is_some());
            if !open.is_empty() {
                let open = open.iter();
                let open = open.map(|(it, _)| format!("`start {}/{}`", lesson.name, it.id));
                let open: Vec<String> = open.collect();
                let args = Args::new().with("open", open.join(", "));
                self.say(msg!("tutor-last"), &args);
                return Ok(());
            }
            self.tell(msg!("tutor-elsewhere"));
            let catalog = &self.kit.catalog;
            let mut list = String::new();
            for (exercise, need) in elsewhere {
                let why = need.map_or_else(String::new, |need| catalog.plain(lacking(need)));
                let _ = writeln!(list, "  - `{}/{}`: {why}", lesson.name, exercise.id);
            }
            self.put(&list);
        }
        let after = self
            .kit
            .pack
            .lessons
            .iter()
            .skip_while(|l| l.name != lesson.name)
            .skip(1);
        let next = after.chain(&self.kit.pack.lessons).find(|other| {
            let mut open = other.exercises.iter().filter(|exercise| {
                !progress.passed(&other.exercise_id(exercise)) && lacks(other, exercise).is_none()
            });
            !done(other) && other.name != lesson.name && open.next().is_some()
        });
        match next {
            Some(next) => {
                let args = Args::new()
                    .with("lesson", lesson.name.as_str())
                    .with("next", next.name.as_str());
                let said = if complete(lesson) {
                    msg!("tutor-next-lesson")
                } else if progress.is_skipped(lesson) {
                    msg!("tutor-skip-passed")
                } else {
                    msg!("tutor-elsewhere-next")
                };
                self.say(said, &args);
            }
            None if !self.kit.pack.lessons.iter().all(done) => {
                self.tell(msg!("tutor-course-here"));
            }
            None => self.tell(msg!("tutor-course-done")),
        }
        self.close_lesson(ask)
    }

    /// The present exercise, or another of the open lesson: to read it again without going there.
    pub(super) fn show_exercise(&mut self, args: &[String]) -> Done {
        let (Some(desk), Some(wanted)) = (&self.desk, args.first()) else {
            return self.show();
        };
        let lesson = desk.lesson;
        let id = wanted.rsplit('/').next().unwrap_or(wanted);
        let Some(exercise) = lesson.exercise(id) else {
            self.no_such_exercise(lesson, id);
            return Ok(());
        };
        let text = task(lesson, exercise, self.style());
        self.put(&text);
        Ok(())
    }

    fn no_such_exercise(&mut self, lesson: &Lesson, name: &str) {
        let known: Vec<&str> = lesson.exercises.iter().map(|e| e.id.as_str()).collect();
        let args = Args::new()
            .with("name", sanitize::line(name).into_owned())
            .with("lesson", lesson.name.as_str())
            .with("known", known.join(", "));
        self.say(msg!("tutor-unknown-exercise"), &args);
    }

    /// The present exercise: what was not yet read before it, its text, its checklist.
    pub(super) fn show(&mut self) -> Done {
        let Some(desk) = &self.desk else {
            self.tell(msg!("tutor-no-lesson"));
            return Ok(());
        };
        let (lesson, exercise) = (desk.lesson, desk.exercise());
        let lacks = desk.bench.lacks(lesson, exercise);
        let text = task(lesson, exercise, self.style());
        self.put(&text);
        // Said before the learner has tried, and not only by a check.
        if let Some(need) = lacks {
            let reason = self.style().catalog.plain(lacking(need));
            let args = Args::new().with("reason", reason);
            self.say(msg!("tutor-not-here"), &args);
        }
        Ok(())
    }
}

/// The needs of a lesson and its exercises that not every machine and cluster meets, each once.
fn needs_of(lesson: &Lesson) -> Vec<(Need, &'static str)> {
    const NAMED: [(Need, &str); 3] = [
        (Need::Docker, "docker"),
        (Need::Minikube, "minikube"),
        (Need::ClusterScope, "cluster-scope"),
    ];
    let needs = lesson.all_needs();
    let named = NAMED.into_iter();
    named.filter(|(need, _)| needs.contains(need)).collect()
}

/// The ids of a lesson's exercises.
pub(super) fn exercise_ids(lesson: &Lesson) -> impl Iterator<Item = ExerciseId> + '_ {
    lesson
        .exercises
        .iter()
        .map(|exercise| lesson.exercise_id(exercise))
}

/// A count as a message's number.
pub(super) fn count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
