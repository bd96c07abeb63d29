//! Which commands the steps of a lesson may run.
//!
//! An allow-list of verbs and of their flags, read as the programs read them: long and short
//! flags, `=` and glued values, several short flags in one word, `--`. What is not on the list is
//! refused, so a flag that a later kubectl brings is refused until it has been looked at.

mod flags;
mod kubectl;
mod kubectl_flags;
mod others;
mod targets;

use crate::lesson::commands::flags::{Flag, Line};
use crate::lesson::manifest;
use crate::lesson::model::{Program, Ref};
use crate::lesson::names::{is_url, stays_inside, tidy};
use crate::lesson::problem::ProblemKind;
use crate::lesson::yaml;

/// What a command is used for; not every command goes everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// In `setup`.
    Setup,
    /// In `solution`.
    Solution,
    /// In the steps of a mistake.
    Mistake {
        /// Whether the mistake undoes what lies outside the namespace.
        cleaned_up: bool,
    },
    /// In a mistake's `cleanup`.
    Cleanup,
}

/// What became of the check of one command.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Checked {
    /// What is wrong with it.
    pub(crate) problems: Vec<ProblemKind>,
    /// Files and folders that it gives to kubectl as manifests, tidy.
    pub(super) applies: Vec<String>,
    /// Whether what it applies must be there even in a mistake.
    pub(super) kustomizes: bool,
}

/// Checks one command of a step; `declared` is what the exercise says it changes outside its
/// namespace.
pub(crate) fn check(program: Program, args: &[String], usage: Use, declared: &[Ref]) -> Checked {
    let mut check = Check {
        written: format!("{} {}", program.name(), shell_words::join(args)),
        usage,
        declared,
        done: Checked::default(),
    };
    match program {
        Program::Kubectl => kubectl::check(args, &mut check),
        Program::Docker => others::docker(args, &mut check),
        Program::Minikube => others::minikube(args, &mut check),
    }
    check.done
}

/// A check under way.
struct Check<'a> {
    written: String,
    usage: Use,
    declared: &'a [Ref],
    done: Checked,
}

impl Check<'_> {
    /// A word that is not on the list.
    fn refuse(&mut self, word: &str) {
        self.done.problems.push(ProblemKind::ForbiddenCommand {
            command: self.written.clone(),
            word: word.to_owned(),
        });
    }

    /// Whether this is a mistake or what undoes it.
    fn is_mistake(&self) -> bool {
        matches!(self.usage, Use::Mistake { .. } | Use::Cleanup)
    }

    /// Something outside the namespace that must be declared, unless the mistake cleans up.
    fn must_declare(&mut self, kind: &str, name: Option<&str>) {
        if matches!(self.usage, Use::Mistake { cleaned_up: true } | Use::Cleanup) {
            return;
        }
        let declared = self.declared.iter().any(|target| {
            target.kind == kind
                && match (target.name.as_deref(), name) {
                    (Some(declared), Some(name)) => declared == name,
                    _ => true,
                }
        });
        if !declared {
            let what = name.map_or_else(|| kind.to_owned(), |name| format!("{kind}/{name}"));
            self.done.problems.push(ProblemKind::NotDeclared { what });
        }
    }

    /// A path on the learner's machine: only below the working folder.
    fn path(&mut self, path: &str) -> bool {
        if path == "-" || is_url(path) {
            self.refuse(path);
            return false;
        }
        let inside = stays_inside(path);
        if !inside {
            self.done.problems.push(ProblemKind::PathEscape {
                path: path.to_owned(),
            });
        }
        inside
    }

    /// A manifest or a folder of manifests.
    fn manifest(&mut self, path: &str) {
        if !self.path(path) {
            return;
        }
        let tidied = tidy(path);
        let extension = tidied
            .rsplit('/')
            .next()
            .and_then(|name| name.rsplit_once('.'));
        match extension {
            // kubectl reads any file that is named, but only these are checked as manifests.
            Some((_, "yaml" | "yml" | "json")) | None => self.done.applies.push(tidied),
            Some(_) => self.refuse(path),
        }
    }

    /// A folder for kustomize, which takes addresses without `://` too (`github.com/…`): it must
    /// be one of the lesson's own.
    fn kustomization(&mut self, path: &str) {
        if self.path(path) {
            self.done.applies.push(tidy(path));
            self.done.kustomizes = true;
        }
    }

    /// A part of an object that is given in the command itself.
    fn object_part(&mut self, text: &str) {
        match yaml::parse(text) {
            Ok(node) => {
                for what in manifest::forbidden_in_part(&node) {
                    self.done
                        .problems
                        .push(ProblemKind::ForbiddenManifest { what });
                }
            }
            // What podo cannot read it cannot check; a beginner's broken JSON is no setup.
            Err(_) => self.refuse(text),
        }
    }

    /// The words of a command after its verb, read with these flags; refused flags are reported.
    fn line<'w>(&mut self, words: &'w [String], flags: &[&[Flag]], mixed: bool) -> Line<'w> {
        let (line, refused) = flags::read(words, flags, mixed);
        for word in refused {
            self.refuse(word);
        }
        for word in &line.words {
            // Steps run without a shell: these words would reach the program as they are.
            if matches!(
                *word,
                "|" | "||" | "&" | "&&" | ";" | ">" | ">>" | "<" | "2>" | "2>&1"
            ) {
                self.refuse(word);
            }
        }
        line
    }
}

#[cfg(test)]
mod tests;
