//! The name of a lesson for ever, safe to be part of a path.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::lesson::model::ExerciseId;

#[cfg(test)]
mod tests;

/// The longest name of a pack or lesson, in bytes: what a Kubernetes label value may have, because
/// namespaces and labels are made from it.
pub const NAME_LENGTH: usize = 63;

/// The name of a lesson for ever: `PACK/LESSON`. Both parts are lower-case letters, digits and
/// dashes, so neither can lead out of a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LessonId {
    pack: String,
    lesson: String,
}

/// A name that cannot be a pack's or a lesson's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name:?} is not a name of lower-case letters, digits and dashes")]
pub struct LessonIdError {
    /// The name, as given.
    pub name: String,
}

impl LessonId {
    /// The lesson of that name in that pack.
    pub fn new(pack: &str, lesson: &str) -> Result<Self, LessonIdError> {
        let checked = |name: &str| {
            let name = name.to_owned();
            if is_name(&name) {
                Ok(name)
            } else {
                Err(LessonIdError { name })
            }
        };
        Ok(Self {
            pack: checked(pack)?,
            lesson: checked(lesson)?,
        })
    }

    /// The lesson that an exercise belongs to.
    pub fn of(exercise: &ExerciseId) -> Result<Self, LessonIdError> {
        Self::new(&exercise.pack, &exercise.lesson)
    }

    /// The pack's id.
    pub fn pack(&self) -> &str {
        &self.pack
    }

    /// The lesson's name.
    pub fn lesson(&self) -> &str {
        &self.lesson
    }
}

impl fmt::Display for LessonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.pack, self.lesson)
    }
}

impl FromStr for LessonId {
    type Err = LessonIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (pack, lesson) = text.split_once('/').ok_or_else(|| LessonIdError {
            name: text.to_owned(),
        })?;
        Self::new(pack, lesson)
    }
}

impl TryFrom<String> for LessonId {
    type Error = LessonIdError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<LessonId> for String {
    fn from(id: LessonId) -> Self {
        id.to_string()
    }
}

fn is_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !name.is_empty()
        && name.len() <= NAME_LENGTH
        && !name.starts_with('-')
        && !name.ends_with('-')
        && name.bytes().all(allowed)
}
