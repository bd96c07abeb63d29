//! Proving what lessons show beside their exercises: every command in the prose is one that its
//! program understands, every manifest one that the API server takes.
//!
//! A command is not run: it is read by the program itself, which is asked for its help and refuses
//! what it does not know before it gives it. A manifest is applied as a trial on the server.

use std::collections::{BTreeMap, BTreeSet};

use futures::future::join_all;
use serde::Serialize;

use super::Prover;
use crate::i18n::Lang;
use crate::lesson::model::{Action, Exercise, Lesson, Program, Step};
use crate::lesson::shown::{Shown, shown, unknown_sub};
use crate::workbench::{Workbench, WorkbenchError};

/// Something shown that would not work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Misprint {
    /// Where it stands: a file of the lesson, for prose with the section's id.
    pub place: String,
    /// The command, or the manifest's first line of a name.
    pub text: String,
    /// What the program or the server says.
    pub detail: String,
}

impl Prover<'_> {
    /// Reads all that lessons of a pack show; gives how much that was, and what would not work.
    pub async fn shown(
        &self,
        lessons: &[&Lesson],
    ) -> Result<(usize, Vec<Misprint>), WorkbenchError> {
        let (mut count, mut misprints) = (0, Vec::new());
        for together in lessons.chunks(self.at_once.max(1)) {
            // Beside the seats of the exercises, which may be under way.
            let seated = (self.at_once + 1..).zip(together);
            let read = join_all(seated.map(|(seat, lesson)| self.shown_by(lesson, seat))).await;
            for read in read {
                let (shown, found) = read?;
                count += shown;
                misprints.extend(found);
            }
        }
        Ok((count, misprints))
    }

    async fn shown_by(
        &self,
        lesson: &Lesson,
        seat: usize,
    ) -> Result<(usize, Vec<Misprint>), WorkbenchError> {
        let Some(exercise) = lesson.exercises.first() else {
            return Ok((0, Vec::new()));
        };
        let bench = self.open(&lesson.pack, &BTreeSet::new(), seat).await?;
        let mut reading = Reading {
            bench: &bench,
            lesson: lesson.clone(),
            exercise,
            seen: BTreeSet::new(),
            misprints: Vec::new(),
        };
        reading.all().await?;
        let (count, misprints) = (reading.seen.len(), reading.misprints);
        bench.close().await?;
        self.remove_folder(&lesson.pack, seat);
        Ok((count, misprints))
    }
}

struct Reading<'a> {
    bench: &'a Workbench,
    /// The lesson, with the manifests of its prose as files of their own.
    lesson: Lesson,
    exercise: &'a Exercise,
    seen: BTreeSet<String>,
    misprints: Vec<Misprint>,
}

impl Reading<'_> {
    async fn all(&mut self) -> Result<(), WorkbenchError> {
        let mut places = Vec::new();
        for lang in Lang::ALL {
            for section in &self.lesson.prose(lang).sections {
                let place = format!(
                    "{}/{}.md {{#{}}}",
                    self.lesson.name,
                    lang.code(),
                    section.id
                );
                places.extend(
                    shown(&section.body)
                        .into_iter()
                        .map(|found| (place.clone(), found)),
                );
            }
        }
        for (place, found) in places {
            match found {
                Shown::Command {
                    text,
                    program,
                    args,
                } => {
                    if self.seen.insert(text.clone()) {
                        self.command(place, text, program, &args).await?;
                    }
                }
                Shown::Manifest(text) => {
                    if self.seen.insert(text.clone()) {
                        let name = format!("shown-{}.yaml", self.seen.len());
                        self.lesson.files.insert(name.clone(), text);
                        self.manifest(place, &name).await?;
                    }
                }
            }
        }
        for name in files(&self.lesson) {
            let place = format!("{}/files/{name}", self.lesson.name);
            self.seen.insert(place.clone());
            self.manifest(place, &name).await?;
        }
        Ok(())
    }

    async fn command(
        &mut self,
        place: String,
        text: String,
        program: Program,
        args: &[String],
    ) -> Result<(), WorkbenchError> {
        let unknown = unknown_sub(args).filter(|_| program == Program::Kubectl);
        let detail = if let Some(sub) = unknown {
            Some(format!("`{sub}`?"))
        } else {
            let args = match program {
                Program::Docker => asking_docker_for_help(args),
                _ => asking_for_help(args),
            };
            self.refusal(vec![Action::Run { program, args }]).await?
        };
        self.misprints.extend(detail.map(|detail| Misprint {
            place,
            text,
            detail,
        }));
        Ok(())
    }

    async fn manifest(&mut self, place: String, name: &str) -> Result<(), WorkbenchError> {
        let file = Action::File {
            name: name.to_owned(),
            from: name.to_owned(),
        };
        let args = ["apply", "--dry-run=server", "-f", name];
        let apply = Action::Run {
            program: Program::Kubectl,
            args: args.map(str::to_owned).to_vec(),
        };
        let detail = self.refusal(vec![file, apply]).await?;
        let text = name.to_owned();
        self.misprints.extend(detail.map(|detail| Misprint {
            place,
            text,
            detail,
        }));
        Ok(())
    }

    /// What the last of these says against it; a program that is not here says nothing.
    async fn refusal(&self, actions: Vec<Action>) -> Result<Option<String>, WorkbenchError> {
        let steps: Vec<Step> = actions
            .into_iter()
            .map(|action| Step { line: 0, action })
            .collect();
        match self
            .bench
            .perform(&self.lesson, self.exercise, &steps, true)
            .await
        {
            Ok(performed) => {
                let last = performed.commands.into_iter().next_back();
                let failed = last.filter(crate::snapshot::TypedCommand::failed);
                Ok(failed.map(|command| first_lines(&command.stderr)))
            }
            Err(WorkbenchError::Run(crate::cluster::run::RunError::NotInstalled { .. })) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

/// The manifests of a lesson that are meant to work as they are.
fn files(lesson: &Lesson) -> Vec<String> {
    let exercises = lesson.exercises.iter();
    let unfit: BTreeSet<&str> = exercises.flat_map(unfit).collect();
    let is_manifest = |name: &&String| {
        let name = name.as_str();
        let kustomization = name.ends_with("kustomization.yaml");
        let extension = name.rsplit_once('.').map(|(_, extension)| extension);
        matches!(extension, Some("yaml" | "yml" | "json")) && !kustomization
    };
    let meant = lesson.files.keys().filter(is_manifest);
    let meant = meant.filter(|name| !unfit.contains(name.as_str()) && !name.starts_with("shown-"));
    meant.cloned().collect()
}

/// The files of an exercise that may be wrong on purpose: those that its mistakes put somewhere or
/// name, and those that a learner has to complete, in whose place the solution puts another.
fn unfit(exercise: &Exercise) -> Vec<&str> {
    let given: BTreeMap<&str, &str> = exercise.setup.iter().filter_map(put).collect();
    let solved = exercise.solution.iter().filter_map(put);
    let mut unfit: Vec<&str> = solved
        .filter_map(|(name, from)| given.get(name).copied().filter(|given| *given != from))
        .collect();
    for step in exercise.mistakes.iter().flat_map(|mistake| &mistake.steps) {
        unfit.extend(put(step).map(|(_, from)| from));
        if let Action::Run { args, .. } = &step.action {
            let named = args.iter().map(String::as_str);
            unfit.extend(named.map(|name| given.get(name).copied().unwrap_or(name)));
        }
    }
    unfit
}

/// What a step puts into the learner's folder: the name there, and the lesson's file.
fn put(step: &Step) -> Option<(&str, &str)> {
    match &step.action {
        Action::File { name, from } => Some((name, from)),
        _ => None,
    }
}

/// The words with a wish for help in front of what is for the container, and with values where
/// capitals stand for a number.
fn asking_for_help(args: &[String]) -> Vec<String> {
    let mut words: Vec<String> = args
        .iter()
        .take_while(|word| *word != "--")
        .map(|word| filled_in(word))
        .collect();
    // A flag whose value is left out would take the next word for it.
    if words
        .last()
        .is_some_and(|word| word.starts_with('-') && !word.contains('='))
    {
        words.push("x".to_owned());
    }
    words.push("--help".to_owned());
    words
}

/// docker reads its flags only, and what stands behind an image belongs to the container: the verb
/// and its flags with a wish for help.
fn asking_docker_for_help(args: &[String]) -> Vec<String> {
    const MANAGED: [&str; 4] = ["builder", "buildx", "container", "image"];
    const WITH_VALUE: [&str; 8] = ["-e", "-f", "-p", "-t", "-v", "--file", "--name", "--tag"];
    let verbs = match args.first() {
        Some(first) if MANAGED.contains(&first.as_str()) => 2,
        _ => 1,
    };
    let mut words: Vec<String> = args.iter().take(verbs).cloned().collect();
    let mut rest = args.iter().skip(verbs).peekable();
    while let Some(flag) = rest.next_if(|word| word.starts_with('-')) {
        words.push(flag.clone());
        if WITH_VALUE.contains(&flag.as_str()) {
            // Where capitals stand for a name, docker would find fault with them.
            let is_open = |value: &String| !value.contains(|c: char| c.is_ascii_lowercase());
            words.extend(rest.next().map(|value| match value {
                open if is_open(open) => "x".to_owned(),
                value => value.clone(),
            }));
        }
    }
    words.push("--help".to_owned());
    words
}

fn filled_in(word: &str) -> String {
    let is_open = |value: &str| !value.is_empty() && value.chars().all(|c| c.is_ascii_uppercase());
    match word.split_once('=') {
        Some((flag, value)) if flag.starts_with('-') && is_open(value) => format!("{flag}=1"),
        None if matches!(word, "N" | "PORT" | "REVISION") => "1".to_owned(),
        _ => word.to_owned(),
    }
}

/// What was said first, as one line.
fn first_lines(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(2)
        .collect();
    lines.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_asked_about_and_not_run() {
        let args = ["scale", "deployment/NAME", "--replicas=N", "--", "rm"];
        let asked = asking_for_help(&args.map(str::to_owned));
        assert_eq!(
            asked,
            ["scale", "deployment/NAME", "--replicas=1", "--help"]
        );
        let asked = asking_for_help(&["apply", "-f"].map(str::to_owned));
        assert_eq!(asked, ["apply", "-f", "x", "--help"]);
        assert_eq!(first_lines("a\n\n b\nc"), "a b");
    }

    #[test]
    fn docker_is_asked_with_its_flags_only() {
        for (args, asked) in [
            (
                &["build", "-t", "NAME:TAG", "."][..],
                &["build", "-t", "x", "--help"][..],
            ),
            (&["tag", "IMAGE", "NEW"], &["tag", "--help"]),
            (
                &["image", "rm", "--force", "a"],
                &["image", "rm", "--force", "--help"],
            ),
            (
                &["run", "-d", "--name", "a", "--network=host", "b", "-x"],
                &["run", "-d", "--name", "a", "--network=host", "--help"],
            ),
        ] {
            let args: Vec<String> = args.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(asking_docker_for_help(&args), asked, "{args:?}");
        }
    }
}
