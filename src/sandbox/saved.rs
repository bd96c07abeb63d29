//! States of the sandbox under a name, and starting afresh.

use std::fs::{self, File};
use std::path::PathBuf;
use std::thread;

use super::documents::Kept;
use super::{Files, KEEP_EVERY, SandboxError, keeper};
use crate::store::Store;

impl Files {
    /// Keeps the present state under a name, in the place of what had that name. Where the sandbox runs, this first waits until
    /// everything that has happened so far is on the disk.
    pub fn save(&self, name: &str) -> Result<(), SandboxError> {
        let _lock = keeper::free(self)?.map_or_else(
            || {
                thread::sleep(2 * KEEP_EVERY);
                None
            },
            Some,
        );
        let state = self.state().load()?.value;
        Ok(self.saved(name).replace(&state)?)
    }

    /// Whether nobody serves the sandbox, so that its state can be replaced; else the error that
    /// says who does.
    pub fn check_alone(&self) -> Result<(), SandboxError> {
        self.alone().map(|_| ())
    }

    /// Whether there is a saved state of that name; else the error that says what there is.
    pub fn check_saved(&self, name: &str) -> Result<(), SandboxError> {
        self.existing(name).map(|_| ())
    }

    /// Goes on from a saved state at the next start. What the sandbox holds now is gone.
    pub fn load(&self, name: &str) -> Result<(), SandboxError> {
        let _lock = self.alone()?;
        let source = self.existing(name)?;
        let state = source.load()?.value;
        Ok(self.state().replace(&state)?)
    }

    /// Deletes a saved state.
    pub fn delete_saved(&self, name: &str) -> Result<(), SandboxError> {
        let path = self.existing(name)?.path().to_owned();
        fs::remove_file(&path).map_err(Self::error(&path))
    }

    /// Begins with a fresh cluster at the next start. What the sandbox holds now is gone; saved
    /// states stay.
    pub fn reset(&self) -> Result<(), SandboxError> {
        let _lock = self.alone()?;
        Ok(self.state().replace(&Kept::default())?)
    }

    /// The names of the saved states, in order.
    pub fn all_saved(&self) -> Vec<String> {
        let entries = fs::read_dir(self.saved_folder());
        let mut names: Vec<String> = entries
            .into_iter()
            .flatten()
            .filter_map(|entry| {
                let name = entry.ok()?.file_name().into_string().ok()?;
                name.strip_suffix(".json").map(str::to_owned)
            })
            .collect();
        names.sort();
        names
    }

    /// The process that serves the sandbox, if one does; 0 when it has not said which it is.
    pub fn served_by(&self) -> Result<Option<u32>, SandboxError> {
        match keeper::free(self)? {
            Some(_) => Ok(None),
            None => Ok(Some(self.access().load()?.value.process)),
        }
    }

    fn alone(&self) -> Result<File, SandboxError> {
        keeper::free(self)?.map_or_else(
            || {
                let process = self.access().load()?.value.process;
                Err(SandboxError::Runs { process })
            },
            Ok,
        )
    }

    fn existing(&self, name: &str) -> Result<Store<Kept>, SandboxError> {
        let store = self.saved(name);
        if store.path().exists() {
            return Ok(store);
        }
        Err(SandboxError::NotSaved {
            name: name.to_owned(),
            known: self.all_saved(),
        })
    }

    fn saved(&self, name: &str) -> Store<Kept> {
        Store::new(self.saved_folder().join(format!("{name}.json")))
    }

    fn saved_folder(&self) -> PathBuf {
        self.folder().join("saved")
    }
}
