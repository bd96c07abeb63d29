//! What stands at a path in a form that can be kept in a file, and back. Programs and devices are
//! known by their names.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    catalogue::CATALOGUE,
    programs::{APK, BUSYBOX, BUSYBOX_REST, COMMON, DEBIAN, DEBIAN_REST, DEVICES},
};
use crate::containers::fs::{Content, Entry};

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stored {
    #[serde(flatten)]
    what: What,
    mode: u32,
    modified: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum What {
    Folder {},
    Text(String),
    /// Bytes that are no text, in base64.
    Bytes(String),
    Program(String),
    Link(String),
    Device(String),
}

impl From<&Entry> for Stored {
    fn from(entry: &Entry) -> Self {
        let what = match &entry.content {
            Content::Folder => What::Folder {},
            Content::File(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => What::Text(text.to_owned()),
                Err(_) => What::Bytes(STANDARD.encode(bytes)),
            },
            Content::Program(name) => What::Program((*name).to_owned()),
            Content::Link(target) => What::Link(target.clone()),
            Content::Device(name) => What::Device((*name).to_owned()),
        };
        Self {
            what,
            mode: entry.mode,
            modified: entry.modified,
        }
    }
}

impl Stored {
    /// What it was, or why that cannot be.
    pub(crate) fn entry(self) -> Result<Entry, String> {
        let content = match self.what {
            What::Folder {} => Content::Folder,
            What::Text(text) => Content::File(text.into_bytes().into()),
            What::Bytes(text) => {
                let bytes = STANDARD.decode(text);
                let bytes = bytes.map_err(|e| format!("a file is not in base64: {e}"))?;
                Content::File(bytes.into())
            }
            What::Program(name) => {
                let known = program(&name);
                Content::Program(known.ok_or_else(|| format!("there is no program {name:?}"))?)
            }
            What::Link(target) => Content::Link(target),
            What::Device(name) => {
                let known = DEVICES.iter().find(|device| **device == name);
                Content::Device(known.ok_or_else(|| format!("there is no device {name:?}"))?)
            }
        };
        Ok(Entry {
            content,
            mode: self.mode,
            modified: self.modified,
        })
    }
}

/// A program that some image has.
fn program(name: &str) -> Option<&'static str> {
    let bases = [COMMON, BUSYBOX, BUSYBOX_REST, DEBIAN, DEBIAN_REST, &[APK]];
    let listed = bases.into_iter().flatten().copied();
    let own = CATALOGUE.iter().flat_map(|i| i.programs).map(|(_, p)| *p);
    listed.chain(own).find(|known| *known == name)
}
