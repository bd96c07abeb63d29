//! The values that go into a message.

use std::borrow::Cow;

use serde::Serialize;

use crate::i18n::{MessageId, Text};

/// One value that goes into a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A text that is the same in every language: a name, a path, a command.
    Str(String),
    /// A number: chooses plural forms, and is written without grouping (`5000`).
    Number(i64),
    /// Another message without values of its own, in the language of the message it goes into.
    Message(MessageId),
    /// A text from a lesson, in the language of the message it goes into.
    Text(Text),
}

/// The values of a message by the name of its variable, in the order they were given.
///
/// `Args::new().with("name", "web").with("count", 3)`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Args(Vec<(Cow<'static, str>, Value)>);

impl Args {
    /// No values yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// These values and one more; a second value of the same name replaces the first.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) -> Self {
        self.set(name, value);
        self
    }

    /// Adds a value; a second value of the same name replaces the first.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) {
        let (name, value) = (name.into(), value.into());
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// The value of that name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.iter()
            .find_map(|(known, value)| (known == name).then_some(value))
    }

    /// The values in the order they were given.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<N: Into<Cow<'static, str>>, V: Into<Value>> FromIterator<(N, V)> for Args {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(values: I) -> Self {
        values
            .into_iter()
            .fold(Self::new(), |args, (name, value)| args.with(name, value))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Str(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Str(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Str(text.clone())
    }
}

impl From<MessageId> for Value {
    fn from(id: MessageId) -> Self {
        Self::Message(id)
    }
}

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

/// Numbers that always fit.
macro_rules! from_small_number {
    ($($number:ty)+) => {
        $(impl From<$number> for Value {
            fn from(number: $number) -> Self {
                Self::Number(i64::from(number))
            }
        })+
    };
}

from_small_number!(i64 i32 u32 u16 u8);

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}
