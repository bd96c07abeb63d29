//! The files on a node's disk, which outlive the node's programs.
//!
//! The files are those that `hostPath` shows, the contents of provisioned volumes and those of
//! `emptyDir`; what containers write into their own layers goes with them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Node;
use crate::containers::{
    fs::{Entry, Tree, normal},
    image::Stored,
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
}

impl Disk {
    /// What a node has now.
    pub(super) fn of(tree: &Tree) -> Self {
        let files = tree.below("/").into_iter();
        Self {
            files: files
                .map(|(path, entry)| (path, Stored::from(&entry)))
                .collect(),
        }
    }

    /// The files, with those that every node has.
    pub(super) fn unpack(self) -> Tree {
        let mut tree = Tree::default();
        for path in SYSTEM {
            tree.put(path, Entry::folder(Timestamp::UNIX_EPOCH));
        }
        for (path, stored) in self.files {
            let path = normal(&path);
            if let Ok(entry) = stored.entry()
                && path != "/"
            {
                tree.put(&path, entry);
            }
        }
        tree
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
    use crate::containers::fs::Content;

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
        let disk = Disk::of(&tree);
        let text = serde_json::to_string(&disk).unwrap();
        let read: Disk = serde_json::from_str(&text).unwrap();
        assert_eq!(read, disk);
        let restored = read.unpack();
        for (path, entry) in tree.below("/") {
            assert_eq!(restored.get(&path), Some(&entry), "{path}");
        }
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
        let tree = disk.unpack();
        assert!(tree.get("/a/b").is_some());
        for path in ["/", "", "/bytes", "/program", "/device", "/a//./b"] {
            assert_eq!(tree.get(path), None, "{path}");
        }
    }
}
