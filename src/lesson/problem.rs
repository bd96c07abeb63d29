//! What can be wrong with a lesson pack, with file and line.

use serde::Serialize;
use serde_json::Value;

use crate::i18n::Args;

/// One problem in a lesson pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The file, relative to the pack's folder.
    pub file: String,
    /// The line from 1; 0 when the file as a whole is meant.
    pub line: u32,
    /// What is wrong.
    pub kind: ProblemKind,
}

impl Problem {
    /// A problem at a line.
    pub fn at(file: impl Into<String>, line: u32, kind: ProblemKind) -> Self {
        Self {
            file: file.into(),
            line,
            kind,
        }
    }
}

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expected {
    /// A text.
    Text,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Truth,
    /// A list.
    List,
    /// Keys and values.
    Map,
    /// A text in both languages, `{ko: …, en: …}`.
    BothLanguages,
    /// A kind and a name, `Deployment/web`.
    Owner,
    /// One of the forms of `holds`.
    Holds,
}

/// What is wrong; the words come from `lesson.ftl`, message `lesson-problem-` and the kind's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ProblemKind {
    /// The file is not there.
    FileMissing,
    /// The file is not text in UTF-8.
    NotText,
    /// The YAML cannot be read; the parser's own words.
    Yaml {
        /// What the parser said.
        detail: String,
    },
    /// A file with more than one YAML document where one is read.
    SeveralDocuments,
    /// A key that is there twice.
    DuplicateKey {
        /// The key.
        key: String,
    },
    /// A value of another type than the key takes.
    WrongType {
        /// The key.
        key: String,
        /// What the key takes.
        expected: Expected,
    },
    /// A number outside its bounds.
    OutOfRange {
        /// The key.
        key: String,
        /// The least allowed.
        min: u64,
        /// The greatest allowed.
        max: u64,
    },
    /// A key that the format does not have.
    UnknownKey {
        /// The key.
        key: String,
        /// The nearest key that exists there.
        nearest: Option<String>,
        /// All keys that exist there.
        known: String,
    },
    /// A word that is none of those allowed.
    UnknownWord {
        /// The word.
        word: String,
        /// The nearest that is allowed.
        nearest: Option<String>,
        /// All that are allowed.
        known: String,
    },
    /// A key that must be there is not.
    MissingKey {
        /// The key.
        key: String,
    },
    /// The pack was written for a newer podo.
    NewerFormat {
        /// The pack's format version.
        found: u32,
        /// The newest that this podo reads.
        supported: u32,
    },
    /// An id with other characters than lower-case letters, digits and dashes.
    BadId {
        /// The id.
        id: String,
    },
    /// An id used twice.
    DuplicateId {
        /// The id.
        id: String,
    },
    /// A reference to an id that does not exist.
    UnknownId {
        /// The id.
        id: String,
        /// The nearest that exists.
        nearest: Option<String>,
    },
    /// An expectation needs exactly one kind key.
    OneKind {
        /// How many it has.
        found: usize,
    },
    /// A step needs exactly one of the words that say what it does.
    OneStep {
        /// How many it has.
        found: usize,
    },
    /// A key that does not go with the one it stands beside or in.
    KeyNotHere {
        /// The key.
        key: String,
        /// The key that it does not go with: an expectation's kind, `setup`, `given` …
        of: String,
    },
    /// A name that no object, Service, container or variable can have.
    BadName {
        /// The name.
        name: String,
    },
    /// `holds: {until: …}` names an exercise that does not come later.
    NotLater {
        /// The exercise's id.
        id: String,
    },
    /// Expectations wait for each other, so that none of them is ever judged.
    Circle {
        /// The id of one of them.
        id: String,
    },
    /// `hidden` outside a lab.
    HiddenOutsideLab,
    /// A lab whose expectations are all hidden.
    AllHidden,
    /// A lesson's folder that `pack.yaml` does not list.
    Unlisted {
        /// The folder's name.
        name: String,
    },
    /// An expression that does not compile; the compiler's words.
    Cel {
        /// What the compiler said.
        detail: String,
    },
    /// A command line whose quotes do not close.
    Quotes,
    /// A command that lessons may not use.
    ForbiddenCommand {
        /// The command, as written.
        command: String,
        /// The word that is not allowed.
        word: String,
    },
    /// A cluster-wide object that an exercise changes without declaring it in `clusterWide`.
    NotDeclared {
        /// The kind, or the kind and the name.
        what: String,
    },
    /// A file that is not in the lesson's `files/`.
    UnknownFile {
        /// The file's name.
        name: String,
        /// The nearest that is there.
        nearest: Option<String>,
    },
    /// A file that is too large to be read.
    FileTooLarge {
        /// The greatest size that is read, in KiB.
        limit: u64,
    },
    /// A pack with more files than are read.
    TooManyFiles {
        /// The greatest number that is read.
        limit: u64,
    },
    /// Neither a plain file nor a folder, so it is not read.
    NotAFile,
    /// A path that leaves its folder.
    PathEscape {
        /// The path.
        path: String,
    },
    /// A manifest with something that lessons may not make.
    ForbiddenManifest {
        /// What it is: a kind or a field path.
        what: String,
    },
    /// A kind that podo does not know, without `apiVersion`.
    UnknownKind {
        /// The kind.
        name: String,
        /// The nearest known.
        nearest: Option<String>,
    },
    /// No expectation can fail at the start, so the exercise could not be failed.
    CannotFail,
    /// Fewer or more hints than three.
    Hints {
        /// How many there are.
        found: usize,
    },
    /// Fewer known mistakes than two.
    Mistakes {
        /// How many there are.
        found: usize,
    },
    /// A code that no finding has.
    UnknownCode {
        /// The code.
        code: String,
    },
    /// A section that one language has and the other lacks.
    MissingSection {
        /// The section's id.
        section: String,
    },
    /// A section that belongs to no exercise although its id says so.
    StraySection {
        /// The section's id.
        section: String,
    },
    /// A section that does not stand in the same order in both languages, or not in the order of
    /// the exercises.
    SectionOrder {
        /// The section's id.
        section: String,
    },
    /// Front matter that does not end.
    FrontMatterOpen,
    /// A heading of level 2 without an id.
    HeadingId {
        /// The heading's text.
        heading: String,
    },
    /// Code blocks differ between the languages.
    CodeDiffers {
        /// The section's id.
        section: String,
    },
    /// A translated section whose source has changed.
    Stale {
        /// The section's id.
        section: String,
    },
    /// No language's version of a section is marked as translated.
    NotStamped {
        /// The section's id.
        section: String,
    },
    /// A Markdown construct that the terminal does not show.
    Markdown {
        /// What it is.
        construct: String,
    },
    /// An item of the notes that nothing teaches.
    Untaught {
        /// The item's id.
        id: String,
    },
    /// A Korean particle written in both forms at once.
    KoreanParticle {
        /// The particle.
        particle: String,
    },
    /// A Korean word of another voice than the rest.
    KoreanVoice {
        /// The word.
        word: String,
    },
    /// A word that the glossary has another one for.
    KoreanTerm {
        /// The word.
        word: String,
        /// The glossary's.
        term: String,
    },
    /// A text that is empty in one language.
    EmptyText {
        /// Where it belongs.
        what: String,
    },
}

impl ProblemKind {
    /// Whether a lesson with this problem is left out. What is left concerns its author only: the
    /// lesson can be taken and its exercises can be done.
    pub fn stops_lesson(&self) -> bool {
        !matches!(
            self,
            Self::Stale { .. }
                | Self::NotStamped { .. }
                | Self::Markdown { .. }
                | Self::UnknownCode { .. }
                | Self::Unlisted { .. }
                | Self::Untaught { .. }
                | Self::KoreanParticle { .. }
                | Self::KoreanVoice { .. }
                | Self::KoreanTerm { .. }
        )
    }

    /// The problem's sentence: the message `lesson-problem-…` and its values. A `nearest` that may
    /// be missing comes with `near`, 1 where it is there and 0 where it is not.
    pub fn message(&self) -> (String, Args) {
        let mut args = Args::new();
        let mut id = String::from("lesson-problem-");
        let fields = serde_json::to_value(self).unwrap_or_default();
        for (name, value) in fields.as_object().into_iter().flatten() {
            match value {
                Value::String(kind) if name == "kind" => id.push_str(kind),
                Value::String(text) => args.set(name.clone(), text),
                Value::Number(number) => {
                    args.set(name.clone(), number.as_i64().unwrap_or(i64::MAX));
                }
                _ => args.set(name.clone(), ""),
            }
            if name == "nearest" {
                args.set("near", u8::from(!value.is_null()));
            }
        }
        (id, args)
    }
}
