//! The files of a container: an image's below, its own above, volumes mounted in between.

mod entry;
mod path;
mod tree;

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;

pub(crate) use entry::{Content, Entry, Trouble};
pub(crate) use path::{base, join, normal, parent};
pub(crate) use tree::{Tree, Volume};

/// A volume at a place.
#[derive(Clone, Debug)]
pub(crate) struct Mount {
    /// The path in the container.
    pub(crate) at: String,
    pub(crate) volume: Volume,
    /// The path within the volume; `/` for all of it.
    pub(crate) sub: String,
    pub(crate) read_only: bool,
}

/// What a container sees.
#[derive(Clone, Debug)]
pub(crate) struct Fs {
    root: Volume,
    mounts: Arc<Vec<Mount>>,
}

struct Place<'a> {
    volume: &'a Volume,
    path: String,
    read_only: bool,
    /// The place is where a volume is mounted.
    mount: bool,
}

impl Fs {
    pub(crate) fn new(root: Volume, mut mounts: Vec<Mount>) -> Self {
        // The longest path wins.
        mounts.sort_by_key(|mount| std::cmp::Reverse(mount.at.len()));
        // The folders on the way to a volume are made for it.
        for mount in &mounts {
            let above = parent(&mount.at);
            let mut tree = root.lock();
            if above != "/" && tree.get(above).is_none() {
                tree.put(above, Entry::folder(Timestamp::UNIX_EPOCH));
            }
        }
        Self {
            root,
            mounts: Arc::new(mounts),
        }
    }

    fn place(&self, path: &str) -> Place<'_> {
        for mount in self.mounts.iter() {
            let rest = if path == mount.at {
                Some("")
            } else {
                path.strip_prefix(mount.at.as_str())
                    .filter(|rest| rest.starts_with('/'))
            };
            if let Some(rest) = rest {
                let inner = normal(&format!("{}/{rest}", mount.sub));
                return Place {
                    volume: &mount.volume,
                    path: inner,
                    read_only: mount.read_only,
                    mount: rest.is_empty(),
                };
            }
        }
        Place {
            volume: &self.root,
            path: path.to_owned(),
            read_only: false,
            mount: false,
        }
    }

    fn entry(&self, path: &str) -> Option<Entry> {
        let place = self.place(path);
        let entry = place.volume.lock().get(&place.path).cloned();
        // What nobody has made is there all the same: the top of a volume.
        entry.or_else(|| (place.path == "/").then(|| Entry::folder(Timestamp::UNIX_EPOCH)))
    }

    /// The path without links; the last part may be missing.
    pub(crate) fn resolve(&self, path: &str) -> Result<String, Trouble> {
        let mut rest: Vec<String> = normal(path)
            .split('/')
            .filter(|p| !p.is_empty())
            .rev()
            .map(str::to_owned)
            .collect();
        let mut done = String::new();
        let mut hops = 0;
        while let Some(part) = rest.pop() {
            if part == ".." {
                done.truncate(done.rfind('/').unwrap_or(0));
                continue;
            }
            let next = format!("{done}/{part}");
            match self.entry(&next).map(|e| e.content) {
                Some(Content::Link(target)) => {
                    hops += 1;
                    if hops > 40 {
                        return Err(Trouble::Loop);
                    }
                    if target.starts_with('/') {
                        done.clear();
                    }
                    rest.extend(
                        target
                            .split('/')
                            .filter(|p| !p.is_empty() && *p != ".")
                            .rev()
                            .map(str::to_owned),
                    );
                }
                Some(Content::Folder) => done = next,
                Some(_) if !rest.is_empty() => return Err(Trouble::NoFolder),
                None if !rest.is_empty() => return Err(Trouble::Missing),
                _ => done = next,
            }
        }
        Ok(if done.is_empty() {
            "/".to_owned()
        } else {
            done
        })
    }

    /// What stands at a path, links followed.
    pub(crate) fn stat(&self, path: &str) -> Result<Entry, Trouble> {
        self.entry(&self.resolve(path)?).ok_or(Trouble::Missing)
    }

    /// What stands at a path itself, be it a link.
    pub(crate) fn lstat(&self, path: &str) -> Result<Entry, Trouble> {
        let path = normal(path);
        if path == "/" {
            return self.stat("/");
        }
        let folder = self.resolve(parent(&path))?;
        self.entry(&join(&folder, base(&path)))
            .ok_or(Trouble::Missing)
    }

    pub(crate) fn read(&self, path: &str) -> Result<Arc<[u8]>, Trouble> {
        match self.stat(path)?.content {
            Content::File(bytes) => Ok(bytes),
            Content::Folder => Err(Trouble::Folder),
            Content::Program(name) => {
                Ok(format!("\u{7f}ELF (a program of the simulation: {name})\n")
                    .into_bytes()
                    .into())
            }
            Content::Link(_) => Err(Trouble::Loop),
            Content::Device(_) => Ok(Arc::from([])),
        }
    }

    /// Writes a file; the folder must exist.
    pub(crate) fn write(
        &self,
        path: &str,
        bytes: &[u8],
        append: bool,
        now: Timestamp,
    ) -> Result<(), Trouble> {
        let path = self.resolve(path)?;
        let place = self.place(&path);
        if path == "/" || place.path == "/" {
            return Err(Trouble::Folder);
        }
        if !self
            .entry(parent(&path))
            .ok_or(Trouble::Missing)?
            .is_folder()
        {
            return Err(Trouble::NoFolder);
        }
        let mut tree = place.volume.lock();
        let (mut content, mode) = match tree.get(&place.path) {
            Some(Entry {
                content: Content::Folder,
                ..
            }) => return Err(Trouble::Folder),
            Some(Entry {
                content: Content::Device(_),
                ..
            }) => return Ok(()),
            Some(Entry {
                content: Content::File(old),
                mode,
                ..
            }) if append => (old.to_vec(), *mode),
            Some(Entry { mode, .. }) => (Vec::new(), *mode),
            None => (Vec::new(), 0o644),
        };
        if place.read_only {
            return Err(Trouble::ReadOnly);
        }
        content.extend_from_slice(bytes);
        tree.put(&place.path, Entry::file(content, mode, now));
        Ok(())
    }

    pub(crate) fn set_mode(&self, path: &str, mode: u32) -> Result<(), Trouble> {
        let path = self.resolve(path)?;
        let mut entry = self.entry(&path).ok_or(Trouble::Missing)?;
        let place = self.place(&path);
        if place.read_only {
            return Err(Trouble::ReadOnly);
        }
        entry.mode = mode;
        place.volume.lock().put(&place.path, entry);
        Ok(())
    }

    pub(crate) fn link(&self, target: &str, path: &str, now: Timestamp) -> Result<(), Trouble> {
        self.create(
            path,
            Entry {
                content: Content::Link(target.to_owned()),
                mode: 0o777,
                modified: now,
            },
        )
    }

    pub(crate) fn make_folder(&self, path: &str, now: Timestamp) -> Result<(), Trouble> {
        self.create(path, Entry::folder(now))
    }

    fn create(&self, path: &str, entry: Entry) -> Result<(), Trouble> {
        if self.lstat(path).is_ok() {
            return Err(Trouble::Exists);
        }
        let path = self.resolve(path)?;
        if !self
            .entry(parent(&path))
            .ok_or(Trouble::Missing)?
            .is_folder()
        {
            return Err(Trouble::NoFolder);
        }
        let place = self.place(&path);
        if place.read_only {
            return Err(Trouble::ReadOnly);
        }
        place.volume.lock().put(&place.path, entry);
        Ok(())
    }

    /// The names in a folder, sorted.
    pub(crate) fn list(&self, path: &str) -> Result<Vec<(String, Entry)>, Trouble> {
        let path = self.resolve(path)?;
        if !self.entry(&path).ok_or(Trouble::Missing)?.is_folder() {
            return Err(Trouble::NoFolder);
        }
        let place = self.place(&path);
        let start = if place.path == "/" {
            1
        } else {
            place.path.len() + 1
        };
        let mut names: BTreeMap<String, Entry> = place
            .volume
            .lock()
            .below(&place.path)
            .into_iter()
            .filter(|(p, _)| !p[start..].contains('/'))
            .map(|(p, entry)| (p[start..].to_owned(), entry))
            .collect();
        for mount in self.mounts.iter() {
            let first = if path == "/" {
                Some(&mount.at[1..])
            } else {
                mount.at.strip_prefix(&format!("{path}/"))
            };
            if let Some(name) = first
                .and_then(|rest| rest.split('/').next())
                .filter(|name| !name.is_empty())
            {
                let at = join(&path, name);
                let entry = self
                    .entry(&at)
                    .unwrap_or_else(|| Entry::folder(Timestamp::UNIX_EPOCH));
                names.insert(name.to_owned(), entry);
            }
        }
        Ok(names.into_iter().collect())
    }

    /// Removes a file, or a folder if it is empty or all of it shall go.
    pub(crate) fn remove(&self, path: &str, recursive: bool) -> Result<(), Trouble> {
        let entry = self.lstat(path)?;
        let path = normal(path);
        let path = join(&self.resolve(parent(&path))?, base(&path));
        let place = self.place(&path);
        if place.mount || path == "/" {
            return Err(Trouble::Busy);
        }
        if place.read_only {
            return Err(Trouble::ReadOnly);
        }
        if entry.is_folder() && !recursive && !self.list(&path)?.is_empty() {
            return Err(Trouble::NotEmpty);
        }
        place.volume.lock().remove(&place.path);
        Ok(())
    }

    /// Copies a file or a whole folder.
    pub(crate) fn copy(&self, from: &str, to: &str, now: Timestamp) -> Result<(), Trouble> {
        let entry = self.stat(from)?;
        if entry.is_folder() {
            if self.stat(to).is_err() {
                self.make_folder(to, now)?;
            }
            for (name, _) in self.list(from)? {
                self.copy(&join(from, &name), &join(to, &name), now)?;
            }
            return Ok(());
        }
        self.write(to, &[], false, now)?;
        let path = self.resolve(to)?;
        let place = self.place(&path);
        let entry = Entry {
            modified: now,
            ..entry
        };
        place.volume.lock().put(&place.path, entry);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn container() -> (Fs, Volume) {
        let mut image = Tree::default();
        image.put(
            "/bin/sh",
            Entry {
                content: Content::Program("sh"),
                mode: 0o755,
                modified: NOW,
            },
        );
        image.put("/www/index.html", Entry::file(*b"hello", 0o644, NOW));
        image.put(
            "/link",
            Entry {
                content: Content::Link("/www".into()),
                mode: 0o777,
                modified: NOW,
            },
        );
        let shared = Volume::default();
        let mount = Mount {
            at: "/data".into(),
            volume: shared.clone(),
            sub: "/".into(),
            read_only: false,
        };
        (
            Fs::new(Volume::new(Tree::over(Arc::new(image))), vec![mount]),
            shared,
        )
    }

    #[test]
    fn what_a_container_writes_hides_the_image_and_leaves_it_alone() {
        let (fs, _) = container();
        fs.write("/www/index.html", b"bye", false, NOW).unwrap();
        assert_eq!(&*fs.read("/link/index.html").unwrap(), b"bye");
        fs.remove("/www/index.html", false).unwrap();
        assert_eq!(fs.read("/www/index.html").unwrap_err(), Trouble::Missing);
        assert_eq!(&*container().0.read("/www/index.html").unwrap(), b"hello");
    }

    #[test]
    fn a_mounted_volume_is_seen_by_all_who_mount_it() {
        let (fs, shared) = container();
        fs.write("/data/a", b"1", false, NOW).unwrap();
        let other = Fs::new(
            Volume::default(),
            vec![Mount {
                at: "/some/where/else".into(),
                volume: shared,
                sub: "/".into(),
                read_only: true,
            }],
        );
        assert_eq!(&*other.read("/some/where/else/a").unwrap(), b"1");
        assert_eq!(
            other
                .write("/some/where/else/b", b"", false, NOW)
                .unwrap_err(),
            Trouble::ReadOnly
        );
        assert_eq!(other.list("/some/where").unwrap()[0].0, "else");
        assert_eq!(fs.remove("/data", true).unwrap_err(), Trouble::Busy);
    }

    #[test]
    fn paths_that_lead_nowhere_say_so() {
        let (fs, _) = container();
        assert_eq!(
            fs.write("/no/where", b"", false, NOW).unwrap_err(),
            Trouble::Missing
        );
        assert_eq!(fs.read("/www").unwrap_err(), Trouble::Folder);
        assert_eq!(fs.read("/bin/sh/x").unwrap_err(), Trouble::NoFolder);
        assert_eq!(fs.remove("/www", false).unwrap_err(), Trouble::NotEmpty);
        assert_eq!(normal("/a/./b/../c//"), "/a/c");
    }
}
