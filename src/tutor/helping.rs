//! `hint`, `solution`, `status`, `lang`, `help`.

use super::{Done, Tutor, place_of};
use crate::check;
use crate::i18n::{Args, Catalog, Lang};
use crate::lesson::model::{Action, AnswerValue, Exercise, ExpectationKind, Lesson, Step};
use crate::msg;
use crate::progress::{HINTS, Session};
use crate::render::diagnosis::command_line;
use crate::render::prose::{Lead, paragraph};
use crate::render::sanitize;
use crate::render::theme::Role;
use crate::render::width;
use crate::repl::command::WORDS;
use crate::snapshot::graph::Graph;
use crate::ui::input::Ask;

use super::course::{count, exercise_ids};

impl Tutor<'_> {
    /// The next hint: a question, a pointer, the command.
    pub(super) fn hint(&mut self) -> Done {
        let Some(desk) = &self.desk else {
            self.tell(msg!("tutor-no-lesson"));
            return Ok(());
        };
        let (lesson, exercise) = (desk.lesson, desk.exercise());
        let level = self
            .change_attempt(crate::progress::Attempt::next_hint)?
            .unwrap_or(1);
        let id = lesson.exercise_id(exercise);
        let recorded = self
            .progress
            .update(|progress| progress.record_hint(&id, level));
        self.loaded(recorded)?;
        let args = Args::new().with("level", i64::from(level));
        self.say_as(Role::Heading, "", msg!("tutor-hint"), &args);
        let hint = exercise.hints.get(usize::from(level).saturating_sub(1));
        if let Some(hint) = hint {
            let text = hint.get(self.kit.catalog.lang()).to_owned();
            let (theme, cells) = (self.theme(), self.cells());
            let text = paragraph(&text, Role::Text, Lead::indent("  "), theme, cells);
            self.put(&text);
        }
        if level >= HINTS {
            self.say_as(Role::Dim, "", msg!("tutor-hint-no-more"), &Args::new());
        }
        Ok(())
    }

    /// The solution, after a yes.
    pub(super) fn solution(&mut self, ask: &mut dyn Ask) -> Done {
        let Some(desk) = &self.desk else {
            self.tell(msg!("tutor-no-lesson"));
            return Ok(());
        };
        let (lesson, exercise) = (desk.lesson, desk.exercise());
        if !self.agree(msg!("tutor-solution-ask"), &Args::new(), ask) {
            return Ok(());
        }
        let Some(desk) = &self.desk else {
            return Ok(());
        };
        let snapshot = self.wait(desk.bench.look(lesson, exercise, &Session::default()))?;
        let graph = Graph::new(&snapshot);
        let catalog = self.kit.catalog.clone();
        let lines: Vec<String> = exercise
            .solution
            .iter()
            .flat_map(|step| solution_lines(step, (lesson, exercise), &graph, &catalog))
            .collect();
        let id = lesson.exercise_id(exercise);
        let recorded = self
            .progress
            .update(|progress| progress.record_solution(&id));
        self.loaded(recorded)?;
        self.say_as(Role::Heading, "", msg!("tutor-solution"), &Args::new());
        for line in lines {
            let line = self.theme().paint(Role::Code, line).to_string();
            self.put(&format!("  {line}\n"));
        }
        Ok(())
    }

    /// Where one is and what one works on.
    pub(super) fn status(&mut self) -> Done {
        let progress = self.progress.load();
        let progress = self.loaded(progress)?;
        let session = self.session()?;
        let catalog = self.kit.catalog.clone();
        let place = place_of(&self.kit.found, &catalog);
        let mut rows = vec![(catalog.plain(msg!("tutor-status-cluster")), place)];
        if let Some(desk) = &self.desk {
            let (lesson, exercise) = (desk.lesson, desk.exercise());
            let prose = lesson.prose(catalog.lang());
            let title = prose.exercise_title(&exercise.id);
            let hints = session
                .attempt()
                .map_or(0, crate::progress::Attempt::hint_level);
            rows.extend([
                (
                    catalog.plain(msg!("tutor-status-namespace")),
                    desk.bench.namespace().name().to_owned(),
                ),
                (
                    catalog.plain(msg!("tutor-status-folder")),
                    desk.bench.folder().display().to_string(),
                ),
                (
                    catalog.plain(msg!("tutor-status-exercise")),
                    format!("{}/{}  {title}", lesson.name, exercise.id),
                ),
                (
                    catalog.plain(msg!("tutor-status-hints")),
                    format!("{hints}/{HINTS}"),
                ),
            ]);
        }
        let all = self.kit.pack.lessons.iter().flat_map(exercise_ids);
        let summary = progress.summary(all);
        let args = Args::new()
            .with("passed", count(summary.passed))
            .with("all", count(summary.exercises));
        rows.push((
            catalog.plain(msg!("tutor-status-progress")),
            catalog.text(msg!("tutor-status-progress-value"), &args),
        ));
        self.put_rows(&rows);
        Ok(())
    }

    /// Labels and values in two columns.
    fn put_rows(&mut self, rows: &[(String, String)]) {
        let column = rows
            .iter()
            .map(|(label, _)| width::width(label))
            .max()
            .unwrap_or(0);
        let (theme, cells) = (self.theme(), self.cells());
        let mut text = String::new();
        for (label, value) in rows {
            let first = format!("  {}  ", width::pad_right(label, column));
            let rest = " ".repeat(width::width(&first));
            let lead = Lead {
                first: &first,
                rest: &rest,
                role: Some(Role::Name),
            };
            text.push_str(&paragraph(value, Role::Text, lead, theme, cells));
        }
        self.put(&text);
    }

    /// Speaks the other language from now on, and the next time.
    pub(super) fn lang(&mut self, args: &[String]) -> Done {
        let wanted = args.first().and_then(|word| word.parse::<Lang>().ok());
        let Some(lang) = wanted else {
            self.tell(msg!("tutor-usage-lang"));
            return Ok(());
        };
        self.kit.catalog = Catalog::new(lang);
        let saved = self.settings.update(|settings| settings.lang = Some(lang));
        self.loaded(saved)?;
        self.tell(msg!("tutor-lang"));
        Ok(())
    }

    /// Clears the screen.
    pub(super) fn clear(&mut self) -> Done {
        if !self.kit.plain && self.kit.terminal.stdout && !self.kit.terminal.dumb {
            // Clears the screen and goes to its upper left corner.
            self.put("\u{1b}[2J\u{1b}[H");
        }
        Ok(())
    }

    /// All commands.
    pub(super) fn help(&mut self) -> Done {
        let catalog = self.kit.catalog.clone();
        self.say_as(Role::Heading, "", msg!("tutor-help-title"), &Args::new());
        let rows: Vec<(String, String)> = WORDS
            .iter()
            .map(|word| {
                let text = catalog.text_dyn(&format!("tutor-help-{word}"), &Args::new());
                ((*word).to_owned(), text.unwrap_or_default())
            })
            .collect();
        self.put_rows(&rows);
        self.tell(msg!("tutor-help-programs"));
        Ok(())
    }
}

/// A step of a solution as a learner would type it; waiting is nothing to type.
fn solution_lines(
    step: &Step,
    (lesson, exercise): (&Lesson, &Exercise),
    graph: &Graph<'_>,
    catalog: &Catalog,
) -> Vec<String> {
    match &step.action {
        Action::Run { program, args } => {
            let words: Vec<String> = std::iter::once(program.name().to_owned())
                .chain(args.iter().cloned())
                .collect();
            vec![command_line(&words)]
        }
        Action::File { name, from } => {
            let args = Args::new().with("name", name.as_str());
            if name == from {
                return vec![catalog.text(msg!("tutor-solution-file"), &args)];
            }
            let content = lesson.files.get(from).map_or("", String::as_str);
            let lines = content.lines().map(|line| format!("  {line}"));
            std::iter::once(catalog.text(msg!("tutor-solution-edit"), &args))
                .chain(lines.map(|line| sanitize::line(&line).into_owned()))
                .collect()
        }
        Action::Answer { to, value } => {
            let live = match (value, exercise.expectation(to).map(|e| &e.kind)) {
                (AnswerValue::Text(text), _) => return vec![format!("answer {to} {text}")],
                (AnswerValue::Cel(expression), _)
                | (AnswerValue::Right, Some(ExpectationKind::Answer { is: expression, .. })) => {
                    check::cel::evaluate(expression, graph).ok()
                }
                _ => None,
            };
            let answer = live.map(|live| check::cel::as_answer(&live));
            Vec::from_iter(answer.map(|answer| format!("answer {to} {answer}")))
        }
        Action::Wait { .. } => Vec::new(),
    }
}
