//! What a script consists of: lists of commands, words, redirections.

/// A part of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Text as it stands; patterns in it count unless it was quoted.
    Text(String, bool),
    /// A variable: name, what to do with it, whether it stands in double quotes.
    Variable(Box<Variable>, bool),
    /// The output of a script.
    Command(String, bool),
    /// A calculation.
    Arithmetic(Vec<Part>, bool),
}

/// `$name` or `${name…}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Variable {
    pub(crate) name: String,
    /// `-`, `:-`, `#`, `%%` and the like; `len` for `${#name}`.
    pub(crate) operator: String,
    pub(crate) word: Word,
}

/// One word before expansion.
pub(crate) type Word = Vec<Part>;

/// Where a stream goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Redirect {
    pub(crate) stream: u32,
    pub(crate) kind: RedirectKind,
    pub(crate) target: Word,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RedirectKind {
    Read,
    Write,
    Append,
    Duplicate,
    Here,
}

/// `a | b`, perhaps negated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pipeline {
    pub(crate) negated: bool,
    pub(crate) commands: Vec<Command>,
}

/// Pipelines joined by `&&` and `||`; run beside the rest if it ends with `&`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) first: Pipeline,
    /// `true` for `&&`.
    pub(crate) rest: Vec<(bool, Pipeline)>,
    pub(crate) background: bool,
}

/// Commands one after another.
pub(crate) type List = Vec<Item>;

/// What can be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    Simple {
        assignments: Vec<(String, Word)>,
        words: Vec<Word>,
    },
    Group(List),
    Subshell(List),
    If(Vec<(List, List)>, Option<List>),
    Loop {
        until: bool,
        condition: List,
        body: List,
    },
    For {
        name: String,
        words: Option<Vec<Word>>,
        body: List,
    },
    Case {
        word: Word,
        arms: Vec<(Vec<Word>, List)>,
    },
    Function {
        name: String,
        body: Box<Command>,
    },
}

/// A command with its redirections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Command {
    pub(crate) body: Body,
    pub(crate) redirects: Vec<Redirect>,
}
