//! What is on a node's disk and outlives the node's programs: its files and the images it has.
//!
//! The files are those that `hostPath` shows, the contents of provisioned volumes and those of
//! `emptyDir`; what containers write into their own layers goes with them.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Node;
use crate::containers::{
    fs::{Content, Entry, Tree, normal},
    image,
};

/// The folders that a `hostPath` finds on every node.
const SYSTEM: &[&str] = &[
    "/data", "/dev", "/etc", "/home", "/mnt", "/opt", "/root", "/run", "/srv", "/tmp", "/usr",
    "/var/lib", "/var/log",
];

/// A node's disk as it can be written down and read again.
///
/// Nothing in it is trusted: what cannot be a file of a node is left out when it is used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Disk {
    files: BTreeMap<String, Stored>,
    images: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stored {
    #[serde(flatten)]
    what: What,
    mode: u32,
    modified: Timestamp,
}

/// What stands at a path. Programs and devices are known by their names.
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

impl Disk {
    /// What a node has now.
    pub(super) fn of(tree: &Tree, images: impl IntoIterator<Item = String>) -> Self {
        let mut images: Vec<String> = images.into_iter().collect();
        images.sort();
        Self {
            files: tree
                .below("/")
                .into_iter()
                .map(|(path, entry)| (path, Stored::from(entry)))
                .collect(),
            images,
        }
    }

    /// The files, with those that every node has, and the images' names.
    pub(super) fn unpack(self) -> (Tree, Vec<String>) {
        let mut tree = Tree::default();
        for path in SYSTEM {
            tree.put(path, Entry::folder(Timestamp::UNIX_EPOCH));
        }
        for (path, stored) in self.files {
            let path = normal(&path);
            if let Some(entry) = stored.entry().filter(|_| path != "/") {
                tree.put(&path, entry);
            }
        }
        (tree, self.images)
    }
}

impl From<Entry> for Stored {
    fn from(entry: Entry) -> Self {
        let what = match entry.content {
            Content::Folder => What::Folder {},
            Content::File(bytes) => match std::str::from_utf8(&bytes) {
                Ok(text) => What::Text(text.to_owned()),
                Err(_) => What::Bytes(STANDARD.encode(bytes)),
            },
            Content::Program(name) => What::Program(name.to_owned()),
            Content::Link(target) => What::Link(target),
            Content::Device(name) => What::Device(name.to_owned()),
        };
        Self {
            what,
            mode: entry.mode,
            modified: entry.modified,
        }
    }
}

impl Stored {
    fn entry(self) -> Option<Entry> {
        let content = match self.what {
            What::Folder {} => Content::Folder,
            What::Text(text) => Content::File(text.into_bytes().into()),
            What::Bytes(text) => Content::File(STANDARD.decode(text).ok()?.into()),
            What::Program(name) => Content::Program(image::program(&name)?),
            What::Link(target) => Content::Link(target),
            What::Device(name) => Content::Device(image::device(&name)?),
        };
        Some(Entry {
            content,
            mode: self.mode,
            modified: self.modified,
        })
    }
}

impl Node {
    /// Makes a folder in which everybody may write.
    pub(crate) fn make_folder(&self, path: &str) {
        let mut tree = self.files.lock();
        if tree.get(path).is_none() {
            let folder = Entry::folder(self.registry.clock().now());
            tree.put(
                path,
                Entry {
                    mode: 0o777,
                    ..folder
                },
            );
        }
    }

    /// Removes what stands at a path and everything below.
    pub(crate) fn erase(&self, path: &str) {
        self.files.lock().remove(&normal(path));
    }

    /// Removes everything in a folder.
    pub(crate) fn empty(&self, path: &str) {
        let mut tree = self.files.lock();
        for (path, _) in tree.below(&normal(path)) {
            tree.remove(&path);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_disk_is_the_same_after_it_was_written_down() {
        let now = Timestamp::UNIX_EPOCH;
        let mut tree = Tree::default();
        let mut put = |path: &str, content| {
            tree.put(
                path,
                Entry {
                    content,
                    mode: 0o640,
                    modified: now,
                },
            );
        };
        put("/data/text", Content::File((*b"a\n").into()));
        put("/data/bytes", Content::File([0xff, 0, 1].into()));
        put("/data/link", Content::Link("text".into()));
        put("/data/program", Content::Program("sh"));
        put("/data/device", Content::Device("null"));
        put("/empty", Content::Folder);
        let disk = Disk::of(&tree, ["nginx:1.27".to_owned()]);
        let text = serde_json::to_string(&disk).unwrap();
        let read: Disk = serde_json::from_str(&text).unwrap();
        assert_eq!(read, disk);
        let (restored, images) = read.unpack();
        for (path, entry) in tree.below("/") {
            assert_eq!(restored.get(&path), Some(&entry), "{path}");
        }
        assert_eq!(images, ["nginx:1.27"]);
    }

    #[test]
    fn what_cannot_be_on_a_disk_is_left_out() {
        let stored = |what: serde_json::Value| {
            let mut stored = json!({"mode": 420, "modified": "1970-01-01T00:00:00Z"});
            let (key, value) = what.as_object().unwrap().iter().next().unwrap();
            stored[key] = value.clone();
            stored
        };
        let disk: Disk = serde_json::from_value(json!({"files": {
            "/": stored(json!({"text": "a"})),
            "": stored(json!({"text": "a"})),
            "/bytes": stored(json!({"bytes": "?"})),
            "/program": stored(json!({"program": "rm -rf"})),
            "/device": stored(json!({"device": "sda"})),
            "/a//./b": stored(json!({"text": "a"})),
        }}))
        .unwrap();
        let (tree, _) = disk.unpack();
        assert!(tree.get("/a/b").is_some());
        for path in ["/", "", "/bytes", "/program", "/device", "/a//./b"] {
            assert_eq!(tree.get(path), None, "{path}");
        }
    }
}
