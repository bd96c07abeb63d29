//! `check`, `answer`, `why`, `fix`, `explain`: verdicts and reasons.

use super::course::exercise_ids;
use super::{Done, Standing, Tutor};
use crate::check::Verdict;
use crate::explain::{self, Diagnosis};
use crate::i18n::Args;
use crate::lesson::model::Lesson;
use crate::msg;
use crate::progress::{HINTS, Progress};
use crate::render::checklist::questions;
use crate::render::diagnosis::{Detail, command_line, diagnosis, finding, headline};
use crate::render::markdown::render_markdown;
use crate::render::prose::{Lead, paragraph};
use crate::render::result::result;
use crate::render::sanitize;
use crate::render::theme::Role;
use crate::render::verdict;

/// After so many failed checks in a row the repairing command is shown unasked.
const FAILURES_UNTIL_FIX: u32 = 3;

impl<'a> Tutor<'a> {
    /// Looks at the cluster and says whether the exercise is done, and why not.
    pub(super) fn check(&mut self) -> Done {
        let Some(desk) = &self.desk else {
            self.tell(msg!("tutor-no-lesson"));
            return Ok(());
        };
        let (lesson, exercise) = (desk.lesson, desk.exercise());
        let session = self.session()?;
        let checked = {
            let Some(desk) = &self.desk else {
                return Ok(());
            };
            let (catalog, theme) = (&self.kit.catalog, self.theme());
            let cells = self.kit.terminal.prose_width();
            let mut out = crate::ui::Printer::stdout();
            let mut said = String::new();
            let waiting = |report: &crate::check::Report, found: &Diagnosis| {
                let what = match (report.verdict, found.first()) {
                    (Verdict::Waiting, Some(first)) => headline(first, catalog),
                    (Verdict::Waiting, None) => return,
                    (Verdict::Pass, _) => catalog.plain(msg!("tutor-lasting")),
                    _ => catalog.plain(msg!("tutor-looking")),
                };
                let args = Args::new().with("headline", what);
                let text = catalog.text(msg!("tutor-waiting"), &args);
                if text != said {
                    let line = paragraph(&text, Role::Waiting, Lead::default(), theme, cells);
                    // A terminal that is gone ends podo at the next prompt.
                    let _ = std::io::Write::write_all(&mut out, line.as_bytes());
                    said = text;
                }
            };
            self.wait(desk.bench.check(lesson, exercise, &session, waiting))?
        };
        let seen = self.seen(checked.snapshot.at);
        let id = lesson.exercise_id(exercise);
        let recorded = checked.report.verdict;
        let is_complete =
            |progress: &Progress| progress.summary(exercise_ids(lesson)).is_complete();
        let progress = self.progress.update(|progress| {
            let before = is_complete(progress);
            progress.record_check(&id, recorded, &seen);
            !before && is_complete(progress)
        });
        let completes = self.loaded(progress)?;
        let right = checked.diagnosis.right.clone();
        if let Some(desk) = &self.desk
            && let Some(attempt) = session.attempt().map(|attempt| attempt.id().clone())
            && attempt.exercise == exercise.id
        {
            let kept = desk
                .session
                .update(|session| session.record_check(&attempt, recorded, right));
            self.loaded(kept)?;
        }
        if let Some(desk) = &mut self.desk {
            desk.last = Some(checked);
        }
        self.show_result()?;
        if recorded == Verdict::Pass {
            self.after_pass(lesson, &id.exercise, completes)?;
        }
        Ok(())
    }

    /// The checklist, what the verdict means, and the first cause.
    fn show_result(&mut self) -> Done {
        let session = self.session()?;
        let Some(desk) = &self.desk else {
            return Ok(());
        };
        let Some(checked) = desk.last.clone() else {
            return Ok(());
        };
        let exercise = desk.exercise();
        let attempt = session.attempt();
        let eager = attempt.is_some_and(|attempt| {
            attempt.hint_level() >= HINTS || attempt.failed_checks() >= FAILURES_UNTIL_FIX
        });
        // Nobody learns from a stopped cluster: such findings show the repair at once.
        let teachable = checked
            .diagnosis
            .first()
            .and_then(|first| explain::rule(first.code))
            .is_none_or(|rule| rule.teachable);
        let detail = Detail {
            full: false,
            fix: eager || !teachable,
            lab: exercise.lab && !eager,
        };
        let style = self.style();
        let text = result(exercise, &checked.report, &checked.diagnosis, style, detail);
        self.put(&text);
        Ok(())
    }

    /// After a pass: what happened inside the cluster, and the way on.
    fn after_pass(&mut self, lesson: &'a Lesson, exercise: &str, completes: bool) -> Done {
        let (theme, cells) = (self.theme(), self.cells());
        let prose = lesson.prose(self.kit.catalog.lang());
        if let Some(debrief) = prose.section(&format!("{exercise}-debrief")) {
            let text = format!("### {}\n\n{}", debrief.title, debrief.body);
            let text = render_markdown(&text, theme, cells);
            self.put(&format!("\n{text}\n"));
        }
        if self
            .desk
            .as_ref()
            .is_some_and(|desk| desk.standing == Standing::Review)
        {
            return self.end_review();
        }
        let last = lesson.exercises.last();
        if completes || last.is_some_and(|last| last.id == exercise) {
            // What was made stays for now: the debrief has commands to look at it.
            if self.end_of_lesson(lesson)? {
                self.put_back_cluster_wide()?;
                self.say_as(Role::Hint, "", msg!("tutor-stays"), &Args::new());
            }
            Ok(())
        } else {
            self.say_as(Role::Hint, "", msg!("tutor-go-on"), &Args::new());
            Ok(())
        }
    }

    /// Takes an answer and checks at once.
    pub(super) fn answer(&mut self, args: &[String]) -> Done {
        let Some(desk) = &self.desk else {
            self.tell(msg!("tutor-no-lesson"));
            return Ok(());
        };
        let questions = questions(desk.exercise());
        let chosen = args.first().and_then(|first| named(&questions, first));
        let (id, words) = match (questions.as_slice(), chosen, args) {
            ([], _, _) => {
                self.tell(msg!("tutor-no-question"));
                return Ok(());
            }
            (_, Some(id), [_, rest @ ..]) if !rest.is_empty() => (id, rest),
            ([only], _, [_, ..]) => ((*only).to_owned(), args),
            ([_], _, []) => {
                self.tell(msg!("tutor-usage-answer"));
                return Ok(());
            }
            (several, _, _) => {
                let examples: Vec<String> = several
                    .iter()
                    .map(|id| format!("`answer {id} …`"))
                    .collect();
                let args = Args::new().with("examples", examples.join(", "));
                self.say(msg!("tutor-answer-which"), &args);
                return Ok(());
            }
        };
        let answer = words.join(" ");
        self.change_attempt(|attempt| attempt.record_answer(&id, answer))?;
        self.check()
    }

    /// All evidence for the last verdict.
    pub(super) fn why(&mut self) -> Done {
        let Some(desk) = &self.desk else {
            self.tell(msg!("tutor-no-lesson"));
            return Ok(());
        };
        let Some(checked) = desk.last.clone() else {
            self.tell(msg!("tutor-nothing-checked"));
            return Ok(());
        };
        if checked.report.verdict == Verdict::Pass {
            self.tell(msg!("tutor-all-well"));
            return Ok(());
        }
        let exercise = desk.exercise();
        let style = self.style();
        let detail = Detail {
            full: true,
            fix: false,
            lab: exercise.lab,
        };
        let mut text = verdict::note(&checked.report, style);
        text.push_str(&diagnosis(&checked.diagnosis, exercise, style, detail));
        self.put(&text);
        if let Some(first) = checked.diagnosis.first() {
            self.say_as(
                Role::Dim,
                "",
                msg!("tutor-why-long"),
                &Args::new().with("code", first.code),
            );
        }
        Ok(())
    }

    /// The repairing command of the last diagnosis.
    pub(super) fn fix(&mut self) -> Done {
        let Some(checked) = self.desk.as_ref().and_then(|desk| desk.last.as_ref()) else {
            self.tell(msg!("tutor-nothing-checked"));
            return Ok(());
        };
        let fixes = checked
            .diagnosis
            .first()
            .map(|first| first.fix.clone())
            .unwrap_or_default();
        if checked.report.verdict == Verdict::Pass {
            self.tell(msg!("tutor-all-well"));
        } else if fixes.is_empty() {
            self.tell(msg!("tutor-no-fix"));
        } else {
            self.tell(msg!("tutor-fix"));
            let lines: Vec<String> = fixes.iter().map(|fix| command_line(fix)).collect();
            for line in &lines {
                let line = self.theme().paint(Role::Code, line).to_string();
                self.put(&format!("  {line}\n"));
            }
            self.ahead.offer(lines);
        }
        Ok(())
    }

    /// The long text of a code.
    pub(super) fn explain_code(&mut self, args: &[String]) -> Done {
        let Some(code) = args.first().map(|code| code.to_uppercase()) else {
            self.tell(msg!("tutor-usage-explain"));
            let list = crate::render::code::codes(&self.kit.catalog, self.theme());
            self.put(&list);
            return Ok(());
        };
        let style = self.style();
        if let Some(text) = crate::render::code::code(&code, style) {
            self.put(&text);
        } else {
            let code = sanitize::line(&code).into_owned();
            self.say(msg!("tutor-code-unknown"), &Args::new().with("code", code));
        }
        Ok(())
    }

    /// Explains a command that has just failed, when its output alone tells why.
    pub(super) fn explain_last_command(&mut self) -> Done {
        let session = self.session()?;
        let Some(desk) = &self.desk else {
            return Ok(());
        };
        let cluster = self.kit.found.cluster.facts(desk.bench.namespace().name());
        let mut snapshot = crate::snapshot::Snapshot::new(jiff::Timestamp::now(), cluster);
        snapshot.exercise = Some(desk.lesson.exercise_id(desk.exercise()));
        session.add_to(&mut snapshot);
        // What is wrong with a manifest stands in the manifest.
        snapshot.files = desk.bench.files();
        let Some(found) = explain::explain_command(&snapshot) else {
            return Ok(());
        };
        let teachable = explain::rule(found.code).is_none_or(|rule| rule.teachable);
        let style = self.style();
        let detail = Detail {
            full: false,
            fix: !teachable,
            lab: false,
        };
        let text = finding(&found, style, detail);
        self.put(&text);
        Ok(())
    }
}

/// The question of that name, as people type it: the case of letters and a colon aside.
fn named(questions: &[&str], typed: &str) -> Option<String> {
    let typed = typed.trim_end_matches(':').to_lowercase();
    let mut fitting = questions.iter().filter(|id| id.to_lowercase() == typed);
    fitting.next().map(|id| (*id).to_owned())
}
