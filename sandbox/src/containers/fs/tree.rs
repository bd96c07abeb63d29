//! Entries by their paths: an image's below and a container's own above, shared as a volume.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{entry::Entry, path::parent};

/// Entries by absolute path, over those of an image.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    base: Option<Arc<Tree>>,
    /// `None` where an entry of the base was removed.
    own: BTreeMap<String, Option<Entry>>,
    /// How often something was put or removed.
    changes: u64,
}

impl Tree {
    /// An empty tree over an image's files.
    pub(crate) fn over(base: Arc<Tree>) -> Self {
        Self {
            base: Some(base),
            ..Self::default()
        }
    }

    /// How often something was put or removed.
    pub(crate) fn changes(&self) -> u64 {
        self.changes
    }

    pub(crate) fn get(&self, path: &str) -> Option<&Entry> {
        match self.own.get(path) {
            Some(entry) => entry.as_ref(),
            None => self.base.as_ref().and_then(|base| base.get(path)),
        }
    }

    /// Puts an entry, and folders above it where they are missing.
    pub(crate) fn put(&mut self, path: &str, entry: Entry) {
        self.changes += 1;
        let mut above = parent(path);
        while above != "/" && self.get(above).is_none() {
            self.own
                .insert(above.to_owned(), Some(Entry::folder(entry.modified)));
            above = parent(above);
        }
        self.own.insert(path.to_owned(), Some(entry));
    }

    pub(crate) fn remove(&mut self, path: &str) {
        self.changes += 1;
        let below: Vec<String> = self.below(path).into_iter().map(|(p, _)| p).collect();
        for path in below.iter().map(String::as_str).chain([path]) {
            if self
                .base
                .as_ref()
                .is_some_and(|base| base.get(path).is_some())
            {
                self.own.insert(path.to_owned(), None);
            } else {
                self.own.remove(path);
            }
        }
    }

    /// Everything below a folder, at any depth.
    pub(crate) fn below(&self, folder: &str) -> Vec<(String, Entry)> {
        let mut all = BTreeMap::new();
        self.collect(folder, &mut all);
        all.into_iter()
            .filter_map(|(path, entry)| Some((path, entry?)))
            .collect()
    }

    fn collect(&self, folder: &str, all: &mut BTreeMap<String, Option<Entry>>) {
        if let Some(base) = &self.base {
            base.collect(folder, all);
        }
        let start = if folder == "/" {
            "/".to_owned()
        } else {
            format!("{folder}/")
        };
        for (path, entry) in self
            .own
            .range(start.clone()..)
            .take_while(|(path, _)| path.starts_with(&start))
        {
            if path.len() > start.len() {
                all.insert(path.clone(), entry.clone());
            }
        }
    }
}

/// A tree that several containers may share.
#[derive(Clone, Debug, Default)]
pub(crate) struct Volume(Arc<Mutex<Tree>>);

impl Volume {
    pub(crate) fn new(tree: Tree) -> Self {
        Self(Arc::new(Mutex::new(tree)))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Tree> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
