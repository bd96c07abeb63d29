//! What is in a document's file: a JSON object with its format version first. Pure.
//!
//! The rule that makes versions trustworthy: whoever adds, removes or changes a field raises
//! [`Document::FORMAT_VERSION`]. An older podo then refuses the file instead of dropping what it
//! does not know when it writes the document back.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_json::{Map, Value};

#[cfg(test)]
mod tests;

/// The key of the format version in every document.
const VERSION_KEY: &str = "formatVersion";

/// A value that is kept as one JSON document. It must serialise to an object.
pub trait Document: Default + Serialize + DeserializeOwned {
    /// The version that is written, from 1.
    const FORMAT_VERSION: u32;

    /// Turns the fields of a document of an older version into the present ones; `None` when there
    /// never was such a version.
    fn upgrade(from: u32, fields: Map<String, Value>) -> Option<Map<String, Value>> {
        let _ = (from, fields);
        None
    }
}

/// What is wrong with a damaged document. The Display is for logs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It ends in the middle.
    #[error("the file ends in the middle, at line {line}")]
    Truncated {
        /// The last line, from 1.
        line: usize,
    },
    /// It is not JSON.
    #[error("the file is not JSON, at line {line}, column {column}: {detail}")]
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column in bytes, from 1.
        column: usize,
        /// What the parser said.
        detail: String,
    },
    /// It is JSON but not an object that carries a format version.
    #[error("the file has no format version")]
    NoVersion,
    /// It says a format version that podo never had.
    #[error("there never was a format version {found}")]
    UnknownVersion {
        /// The version in the file.
        found: u64,
    },
    /// It has a format version but not that version's fields.
    #[error("the file does not have the fields of its format version: {detail}")]
    WrongFields {
        /// What the parser said.
        detail: String,
    },
    /// It is a folder or a device, not a file.
    #[error("it is not a file")]
    NotAFile,
}

/// Why a file's bytes are not a document of this podo.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum DecodeError {
    Damaged(Damage),
    Newer { found: u64 },
}

impl From<Damage> for DecodeError {
    fn from(damage: Damage) -> Self {
        Self::Damaged(damage)
    }
}

/// Reads a document.
pub(super) fn decode<T: Document>(bytes: &[u8]) -> Result<T, DecodeError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Damage::Empty.into());
    }
    let value: Value = serde_json::from_slice(bytes).map_err(|error| not_json(&error))?;
    let Value::Object(mut fields) = value else {
        return Err(Damage::NoVersion.into());
    };
    let found = fields
        .shift_remove(VERSION_KEY)
        .and_then(|version| version.as_u64())
        .ok_or(Damage::NoVersion)?;
    if found > u64::from(T::FORMAT_VERSION) {
        return Err(DecodeError::Newer { found });
    }
    let fields = match u32::try_from(found) {
        Ok(version) if version == T::FORMAT_VERSION => fields,
        Ok(version) if version > 0 => {
            T::upgrade(version, fields).ok_or(Damage::UnknownVersion { found })?
        }
        _ => return Err(Damage::UnknownVersion { found }.into()),
    };
    serde_json::from_value(Value::Object(fields)).map_err(|error| {
        let detail = error.to_string();
        Damage::WrongFields { detail }.into()
    })
}

/// Writes a document, in lines so that a teacher can read it too.
pub(super) fn encode<T: Document>(value: &T) -> Result<Vec<u8>, serde_json::Error> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Versioned<'a, T> {
        format_version: u32,
        #[serde(flatten)]
        fields: &'a T,
    }
    let mut bytes = serde_json::to_vec_pretty(&Versioned {
        format_version: T::FORMAT_VERSION,
        fields: value,
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn not_json(error: &serde_json::Error) -> Damage {
    match error.classify() {
        Category::Eof => Damage::Truncated { line: error.line() },
        _ => Damage::NotJson {
            line: error.line(),
            column: error.column(),
            detail: error.to_string(),
        },
    }
}
