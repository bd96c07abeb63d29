//! `COPY` and `ADD`.

use jiff::Timestamp;

use super::{
    super::{
        context::{is_pattern, part},
        digest,
        dockerfile::{Files, Variables, expand},
    },
    error::Failure,
    stage::State,
};
use crate::containers::fs::{
    Content, Entry, Fs, Tree, Trouble, Volume, base, join, normal, parent,
};

/// How deep folders in each other are copied.
const DEEPEST: usize = 128;

impl State {
    /// Copies files into the stage; gives what is left out of the simulation, to be told.
    pub(super) fn copy(
        &mut self,
        files: &Files,
        add: bool,
        from: Tree,
        variables: &Variables,
        escape: char,
        now: Timestamp,
    ) -> Result<Option<String>, Failure> {
        let name = if add { "ADD" } else { "COPY" };
        let plain = |text: &str| expand(text, variables, escape).map_err(Failure::new);
        let mode = files
            .mode
            .as_deref()
            .map(|text| mode(&plain(text)?))
            .transpose()?;
        let target = plain(&files.target)?;
        let folder = target.ends_with('/')
            || matches!(target.as_str(), "." | "..")
            || target.ends_with("/.");
        let target = join(&self.config.cwd, &target);
        let sources: Vec<String> = files
            .sources
            .iter()
            .map(|s| plain(s))
            .collect::<Result<_, _>>()?;
        if sources.len() + files.documents.len() > 1 && !folder {
            return Err(Failure::new(format!(
                "When using {name} with more than one source file, the destination must be a directory and end with a /"
            )));
        }
        let from = Fs::new(Volume::new(from), Vec::new());
        let mut copying = Copying {
            state: self,
            from: &from,
            mode,
            now,
        };
        for source in &sources {
            if is_remote(source) {
                return Err(Failure::new(if add {
                    format!(
                        "not simulated: this builder (podo-sandbox) downloads nothing, not even {source}"
                    )
                } else {
                    "source can't be a URL for COPY".to_owned()
                }));
            }
            let path = normal(source);
            let found = copying.find(&path)?;
            // One name that fits several files asks for a folder too.
            let folder = folder || found.len() > 1;
            for path in found {
                if add && copying.is_archive(&path) {
                    return Err(Failure::new(format!(
                        "not simulated: this builder (podo-sandbox) does not unpack {source}; COPY it or ADD what is in it"
                    )));
                }
                copying.source(&path, &target, folder)?;
            }
        }
        for document in &files.documents {
            let text = if document.expand {
                expand_body(&document.text, variables, escape)?
            } else {
                document.text.clone()
            };
            let entry = Entry::file(text.into_bytes(), 0o644, now);
            let to = copying.place(&target, &document.name, folder)?;
            copying.write(&to, entry)?;
        }
        let owner = files.owner.as_ref();
        Ok(owner.map(|owner| {
            format!("--chown={owner} is left out: files have no owners here, this is a simulation (podo-sandbox)")
        }))
    }
}

/// Variables in a here-document; quotes are nothing special there.
fn expand_body(text: &str, variables: &Variables, escape: char) -> Result<String, Failure> {
    let guarded: String = text
        .chars()
        .flat_map(|c| match c {
            '"' | '\'' => vec![escape, c],
            c => vec![c],
        })
        .collect();
    expand(&guarded, variables, escape).map_err(Failure::new)
}

fn is_remote(source: &str) -> bool {
    ["http://", "https://", "git://", "ssh://", "git@"]
        .iter()
        .any(|start| source.starts_with(start))
}

fn mode(text: &str) -> Result<u32, Failure> {
    u32::from_str_radix(text, 8)
        .ok()
        .filter(|mode| *mode <= 0o7777)
        .ok_or_else(|| {
            Failure::new(format!(
                "invalid chmod parameter: '{text}'. it should be octal string and between 0 and 07777"
            ))
        })
}

struct Copying<'a> {
    state: &'a State,
    from: &'a Fs,
    mode: Option<u32>,
    now: Timestamp,
}

impl Copying<'_> {
    /// The paths that a source means, without links.
    fn find(&self, source: &str) -> Result<Vec<String>, Failure> {
        let mut found = vec!["/".to_owned()];
        let mut patterns = false;
        for wanted in source.split('/').filter(|part| !part.is_empty()) {
            let mut next = Vec::new();
            patterns |= is_pattern(wanted);
            for folder in found {
                if !patterns || !is_pattern(wanted) {
                    next.push(join(&folder, wanted));
                    continue;
                }
                let names = self.from.list(&folder).unwrap_or_default();
                let fits = names.into_iter().filter(|(name, _)| part(wanted, name));
                next.extend(fits.map(|(name, _)| join(&folder, &name)));
            }
            found = next;
        }
        if patterns {
            found.retain(|path| self.from.stat(path).is_ok());
        } else if let Some(path) = found.iter().find(|path| self.from.stat(path).is_err()) {
            let id = digest(path);
            return Err(Failure::new(format!(
                "failed to compute cache key: failed to calculate checksum of ref {}::{}: {path:?}: not found",
                &id[..25],
                &id[25..50]
            )));
        }
        Ok(found)
    }

    fn is_archive(&self, path: &str) -> bool {
        let bytes = self.from.read(path).unwrap_or_default();
        bytes.starts_with(&[0x1f, 0x8b])
            || bytes.starts_with(b"BZh")
            || bytes.starts_with(&[0xfd, b'7', b'z', b'X', b'Z'])
            || bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd])
            || bytes.get(257..262) == Some(b"ustar")
    }

    /// Where a file of a name goes.
    fn place(&self, target: &str, name: &str, folder: bool) -> Result<String, Failure> {
        let is_folder = self.state.fs().stat(target).is_ok_and(|e| e.is_folder());
        let path = if folder || is_folder {
            join(target, name)
        } else {
            target.to_owned()
        };
        let above = self.state.make_folder(parent(&path), self.now)?;
        Ok(join(&above, base(&path)))
    }

    fn source(&mut self, path: &str, target: &str, folder: bool) -> Result<(), Failure> {
        let entry = self.from.stat(path).map_err(|why| trouble(path, why))?;
        if entry.is_folder() {
            return self.folder(path, target, 0);
        }
        let to = self.place(target, base(path), folder)?;
        self.write(&to, entry)
    }

    /// Copies what is in a folder; links in it stay links.
    fn folder(&mut self, path: &str, target: &str, depth: usize) -> Result<(), Failure> {
        if depth > DEEPEST {
            return Err(Failure::new(format!(
                "too many folders in each other: {path}"
            )));
        }
        if self.state.fs().stat(target).is_ok_and(|e| !e.is_folder()) {
            return Err(Failure::new(format!(
                "cannot copy to non-directory: {target}"
            )));
        }
        let to = self.state.make_folder(target, self.now)?;
        for (name, entry) in self.from.list(path).map_err(|why| trouble(path, why))? {
            let (inner, to) = (join(path, &name), join(&to, &name));
            if entry.is_folder() {
                self.folder(&inner, &to, depth + 1)?;
            } else {
                self.write(&to, entry)?;
            }
        }
        Ok(())
    }

    fn write(&mut self, to: &str, mut entry: Entry) -> Result<(), Failure> {
        let there = self.state.fs().lstat(to);
        if there.is_ok_and(|e| e.is_folder()) {
            return Err(Failure::new(format!(
                "cannot replace to directory {to} with file"
            )));
        }
        if let (Some(mode), Content::File(_) | Content::Program(_)) = (self.mode, &entry.content) {
            entry.mode = mode;
        }
        self.state.put(to, entry);
        Ok(())
    }
}

fn trouble(path: &str, why: Trouble) -> Failure {
    Failure::new(format!(
        "failed to copy {path}: {}",
        why.to_string().to_lowercase()
    ))
}
