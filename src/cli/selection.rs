//! Lessons and exercises, as they are named on the command line. Whether there is one of that name
//! is for the pack to say; here only its form is read.

use std::fmt;
use std::str::FromStr;

/// The longest name, in characters: a namespace is called `podo-LESSON`, and has 63 at most.
const MAX_NAME: usize = 63;

/// The name of a lesson: lower-case letters, digits and dashes, a letter or digit at both ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LessonName(String);

/// A lesson, or one exercise of it: `LESSON`, `LESSON/EXERCISE`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Selection {
    /// The lesson's name.
    pub lesson: String,
    /// The exercise's id within the lesson; `None` is the whole lesson.
    pub exercise: Option<String>,
}

/// A text that cannot be the name of a lesson or an exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Other characters than lower-case letters, digits and dashes, or a dash at an end.
    #[error("a name has lower-case letters, digits and dashes, and no dash at its ends")]
    Characters,
    /// More than one slash.
    #[error("an exercise is written LESSON/EXERCISE")]
    Depth,
}

impl LessonName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LessonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for LessonName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        name(text).map(Self)
    }
}

impl fmt::Display for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lesson)?;
        self.exercise
            .iter()
            .try_for_each(|exercise| write!(f, "/{exercise}"))
    }
}

impl FromStr for Selection {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        match text.split_once('/') {
            None => Ok(Self {
                lesson: name(text)?,
                exercise: None,
            }),
            Some((_, exercise)) if exercise.contains('/') => Err(NameError::Depth),
            Some((lesson, exercise)) => Ok(Self {
                lesson: name(lesson)?,
                exercise: Some(name(exercise)?),
            }),
        }
    }
}

/// A name of a lesson, an exercise or a namespace, checked for its form. Kubernetes' rule for the
/// names of namespaces (RFC 1123 labels) is the same.
pub(super) fn name(text: &str) -> Result<String, NameError> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if text.is_empty()
        || text.len() > MAX_NAME
        || text.starts_with('-')
        || text.ends_with('-')
        || !text.chars().all(allowed)
    {
        return Err(NameError::Characters);
    }
    Ok(text.to_owned())
}
