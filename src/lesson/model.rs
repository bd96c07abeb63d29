//! What a lesson is once it has been read and found sound: plain values, no I/O.
//!
//! `lessons/README.md` is the author's view of the same thing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::i18n::{Lang, Text};
pub use crate::lesson::course::{Item, Term};
use crate::lesson::prose::Prose;

/// The name of an exercise for ever: `PACK/LESSON/EXERCISE`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ExerciseId {
    /// The pack's id.
    pub pack: String,
    /// The lesson's folder name.
    pub lesson: String,
    /// The exercise's id within the lesson.
    pub exercise: String,
}

impl fmt::Display for ExerciseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.pack, self.lesson, self.exercise)
    }
}

/// A course: lessons in their order.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Part of every exercise's id.
    pub id: String,
    /// The course's title.
    pub title: Text,
    /// A digest of all its files: what a recorded verdict was given for.
    pub version: String,
    /// The lessons in the order they are taken.
    pub lessons: Vec<Lesson>,
    /// What the course has to teach; empty where the pack has no `notes.yaml`.
    pub notes: Vec<Item>,
    /// The words of the course; empty where the pack has no `glossary.yaml`.
    pub glossary: Vec<Term>,
}

impl Pack {
    /// The lesson of that name.
    pub fn lesson(&self, name: &str) -> Option<&Lesson> {
        self.lessons.iter().find(|lesson| lesson.name == name)
    }
}

/// One lesson: prose in both languages, exercises, files.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// The pack's id, repeated here because a lesson is often passed alone.
    pub pack: String,
    /// Folder name and part of every exercise's id.
    pub name: String,
    /// Time a learner needs, in minutes.
    pub minutes: u32,
    /// What the machine and cluster must offer.
    pub needs: Vec<Need>,
    /// The exercises in order.
    pub exercises: Vec<Exercise>,
    /// What the introduction and reading sections teach: section id to ids of items.
    pub sections: BTreeMap<String, Vec<String>>,
    /// The Korean prose.
    pub ko: Prose,
    /// The English prose.
    pub en: Prose,
    /// Files that `file` steps put into the learner's folder: name to content.
    pub files: BTreeMap<String, String>,
}

impl Lesson {
    /// The prose in a language.
    pub fn prose(&self, lang: Lang) -> &Prose {
        match lang {
            Lang::Ko => &self.ko,
            Lang::En => &self.en,
        }
    }

    /// The exercise of that id.
    pub fn exercise(&self, id: &str) -> Option<&Exercise> {
        self.exercises.iter().find(|exercise| exercise.id == id)
    }

    /// The ids of the items that an exercise or a reading section teaches.
    pub fn taught_in(&self, section: &str) -> &[String] {
        let exercise = self.exercise(section).map(|exercise| &exercise.teaches);
        let taught = exercise.or_else(|| self.sections.get(section));
        taught.map_or(&[], Vec::as_slice)
    }

    /// The full id of one of this lesson's exercises.
    pub fn exercise_id(&self, exercise: &Exercise) -> ExerciseId {
        ExerciseId {
            pack: self.pack.clone(),
            lesson: self.name.clone(),
            exercise: exercise.id.clone(),
        }
    }

    /// What an exercise needs, the lesson's needs included.
    pub fn needs_of<'a>(&'a self, exercise: &'a Exercise) -> impl Iterator<Item = Need> + 'a {
        self.needs.iter().chain(&exercise.needs).copied()
    }

    /// What any of its exercises needs.
    pub fn all_needs(&self) -> BTreeSet<Need> {
        let exercises = self.exercises.iter();
        exercises
            .flat_map(|exercise| self.needs_of(exercise))
            .collect()
    }
}

/// Something that must be there for an exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// The kubectl program.
    Kubectl,
    /// The docker program and a daemon.
    Docker,
    /// The minikube program.
    Minikube,
    /// The right to read (and for some exercises change) nodes and other cluster-wide objects.
    ClusterScope,
}

/// How long an exercise's end state is expected to stay true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// To the end of the lesson.
    Lesson,
    /// Not at all: it was true for a moment.
    Moment,
    /// Until the exercise of this id is begun.
    Until(String),
}

/// One exercise.
#[derive(Debug, Clone)]
pub struct Exercise {
    /// Stable id within the lesson.
    pub id: String,
    /// Line in `exercises.yaml`, from 1.
    pub line: u32,
    /// Time a learner needs, in minutes.
    pub minutes: u32,
    /// Needs beyond the lesson's.
    pub needs: Vec<Need>,
    /// The ids of the items that it teaches.
    pub teaches: Vec<String>,
    /// How long the end state stays true.
    pub holds: Holds,
    /// A lab does not give the repair away.
    pub lab: bool,
    /// From an empty namespace to the start state.
    pub setup: Vec<Step>,
    /// What the start state meets and must go on meeting; otherwise the exercise is `lost`.
    pub given: Vec<Expectation>,
    /// What must hold at the end.
    pub expect: Vec<Expectation>,
    /// From the start state to the end state.
    pub solution: Vec<Step>,
    /// What beginners do instead.
    pub mistakes: Vec<Mistake>,
    /// A question, a pointer, the command.
    pub hints: Vec<Text>,
    /// Cluster-wide objects that the exercise makes or changes.
    pub cluster_wide: Vec<Ref>,
}

impl Exercise {
    /// The expectation of that id.
    pub fn expectation(&self, id: &str) -> Option<&Expectation> {
        self.expect.iter().find(|expectation| expectation.id == id)
    }

    /// Whether programs are run in containers, by its steps or by a check.
    pub fn looks_into_containers(&self) -> bool {
        let is_exec = |step: &Step| match &step.action {
            Action::Run { args, .. } => args.first().is_some_and(|verb| verb == "exec"),
            _ => false,
        };
        let is_file = |e: &Expectation| matches!(e.kind, ExpectationKind::File(_));
        self.setup.iter().chain(&self.solution).any(is_exec) || self.expect.iter().any(is_file)
    }
}

/// A known mistake and the finding it must get.
#[derive(Debug, Clone)]
pub struct Mistake {
    /// Id within the exercise.
    pub id: String,
    /// Line in `exercises.yaml`, from 1.
    pub line: u32,
    /// What is done, from the start state.
    pub steps: Vec<Step>,
    /// The code of the finding that must come first.
    pub finding: String,
    /// Undoes what lies outside the exercise's namespace.
    pub cleanup: Vec<Step>,
}

/// Names one object, or the objects that fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Ref {
    /// Only for kinds that podo does not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    /// `Pod`, `Deployment` …
    pub kind: String,
    /// `metadata.name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Labels that must all be there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    /// `Kind/name` of an owner, direct or through others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

impl Ref {
    /// The object of that kind and name.
    pub fn named(kind: &str, name: &str) -> Self {
        Self {
            api_version: None,
            kind: kind.to_owned(),
            name: Some(name.to_owned()),
            labels: BTreeMap::new(),
            owner: None,
        }
    }

    /// The owner as kind and name.
    pub fn owner_parts(&self) -> Option<(&str, &str)> {
        self.owner.as_deref()?.split_once('/')
    }
}

/// Where an object must come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// From anywhere.
    #[default]
    Any,
    /// Made since the exercise began.
    Create,
    /// Made or changed since the exercise began.
    Change,
}

/// One thing that must hold.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// Id within the exercise.
    pub id: String,
    /// Line in `exercises.yaml`, from 1.
    pub line: u32,
    /// Judged only when these passed.
    pub after: Vec<String>,
    /// Its own sentence for the checklist and for a failure.
    pub say: Option<Text>,
    /// Not in the checklist.
    pub hidden: bool,
    /// A guard that already holds in the start state.
    pub at_start: bool,
    /// What must hold.
    pub kind: ExpectationKind,
}

/// The kinds of expectations.
#[derive(Debug, Clone)]
pub enum ExpectationKind {
    /// One object fits the reference and the pattern.
    Object {
        /// Which object.
        target: Ref,
        /// The part that must match; `Value::Null` for none.
        pattern: Value,
        /// Where it must come from.
        by: By,
    },
    /// No object fits.
    Absent {
        /// Which object.
        target: Ref,
    },
    /// A number of objects fits.
    Count {
        /// Which objects.
        target: Ref,
        /// The part that must match; `Value::Null` for none.
        pattern: Value,
        /// How many, inclusive.
        bounds: Bounds,
    },
    /// A CEL expression is true.
    Cel {
        /// The expression and its variables.
        expression: CelExpression,
        /// What it means when the expression is not true, where the lesson says so.
        otherwise: Option<Text>,
    },
    /// A Service answers an HTTP request that the API server passes on.
    Http(HttpProbe),
    /// A container's log has a line with a text.
    Log(LogProbe),
    /// A file in a container has a text.
    File(FileProbe),
    /// The docker program has an image.
    Image(ImageProbe),
    /// The learner typed the live value.
    Answer {
        /// The question.
        question: Text,
        /// The live value.
        is: CelExpression,
        /// How the two are compared.
        compare: Compare,
        /// Likely wrong answers, each with its reason.
        wrong: Vec<WrongAnswer>,
    },
}

/// Inclusive bounds of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Bounds {
    /// At least this many.
    pub min: u64,
    /// At most this many; `None` for no limit.
    pub max: Option<u64>,
}

impl Bounds {
    /// Whether a count is within.
    pub fn contains(self, count: u64) -> bool {
        count >= self.min && self.max.is_none_or(|max| count <= max)
    }
}

/// A CEL expression over named objects.
#[derive(Debug, Clone)]
pub struct CelExpression {
    /// The expression's text.
    pub source: String,
    /// Variables: an object (or null) for a reference with a name, else a list.
    pub with: BTreeMap<String, Ref>,
}

/// An HTTP request through the API server's service proxy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpProbe {
    /// The Service's name.
    pub service: String,
    /// The Service's port: number or name.
    pub port: String,
    /// The path, with a leading slash.
    pub path: String,
    /// The status code wanted.
    pub status: u16,
    /// A text that the body must have.
    pub contains: Option<String>,
}

/// A look at a container's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogProbe {
    /// Which Pods.
    pub target: Ref,
    /// Which container; the first when none is named.
    pub container: Option<String>,
    /// The text.
    pub contains: String,
}

/// A look at a file in a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileProbe {
    /// Which Pods.
    pub target: Ref,
    /// Which container; the first when none is named.
    pub container: Option<String>,
    /// The file's absolute path in the container.
    pub path: String,
    /// What must be in it.
    pub content: FileContent,
}

/// A look at an image that docker has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageProbe {
    /// Its name, or `*/NAME:TAG` for that name in any registry or account.
    pub image: String,
    /// Another name that must stand for the same.
    pub same_as: Option<String>,
    /// Another name that must stand for something else, if there is such an image.
    pub differs_from: Option<String>,
}

impl ImageProbe {
    /// All names it speaks of.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.image.as_str())
            .chain(self.same_as.as_deref())
            .chain(self.differs_from.as_deref())
    }
}

/// What must be in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileContent {
    /// This text somewhere.
    Contains(String),
    /// This text and nothing else (white space at the end aside).
    Equals(String),
}

/// How an answer is compared with the live value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Compare {
    /// As text: white space around it and case of letters do not count.
    #[default]
    Text,
    /// As a number: `3` and `3.0` are equal.
    Number,
    /// As a Kubernetes name: a `kind/` in front does not count either.
    Name,
}

/// A likely wrong answer.
#[derive(Debug, Clone)]
pub struct WrongAnswer {
    /// The value a learner might give instead.
    pub value: CelExpression,
    /// Why it is not the one asked for.
    pub say: Text,
}

/// One typed step of a setup, a solution or a mistake: never a shell line.
#[derive(Debug, Clone)]
pub struct Step {
    /// Line in `exercises.yaml`, from 1.
    pub line: u32,
    /// What it does.
    pub action: Action,
}

/// What a step does.
#[derive(Debug, Clone)]
pub enum Action {
    /// Runs a program with these arguments.
    Run {
        /// Which program.
        program: Program,
        /// Its arguments, already split.
        args: Vec<String>,
    },
    /// Puts a file of the lesson into the working folder.
    File {
        /// Its name in the working folder.
        name: String,
        /// Its name in `files/`: another one where it stands for what a learner makes of a file.
        from: String,
    },
    /// Types an answer.
    Answer {
        /// The answer expectation's id.
        to: String,
        /// What is typed.
        value: AnswerValue,
    },
    /// Waits until an expectation holds.
    Wait {
        /// What must hold.
        expectation: Box<Expectation>,
        /// How long at most.
        seconds: u32,
    },
}

/// The programs a step may run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Program {
    /// kubectl.
    Kubectl,
    /// docker.
    Docker,
    /// minikube.
    Minikube,
}

impl Program {
    /// The command's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kubectl => "kubectl",
            Self::Docker => "docker",
            Self::Minikube => "minikube",
        }
    }

    /// The program that a word names.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Kubectl, Self::Docker, Self::Minikube]
            .into_iter()
            .find(|program| program.name() == name)
    }
}

/// What an `answer` step types.
#[derive(Debug, Clone)]
pub enum AnswerValue {
    /// This text.
    Text(String),
    /// The live value.
    Right,
    /// Another live value.
    Cel(CelExpression),
}
