//! Images of the simulated registry: their tags, and the files of each.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use jiff::Timestamp;

use super::{
    Config, Image, Origin, digest,
    programs::{APK, BUSYBOX, BUSYBOX_REST, COMMON, DEBIAN, DEBIAN_REST, DEVICES},
};
use crate::containers::fs::{Content, Entry, Tree};

/// An image of the catalogue.
#[derive(Debug)]
pub(crate) struct Published {
    /// Registry and repository.
    pub(crate) repository: &'static str,
    pub(crate) tags: &'static [&'static str],
    pub(super) base: Base,
    pub(crate) entrypoint: &'static [&'static str],
    pub(crate) cmd: &'static [&'static str],
    pub(crate) env: &'static [(&'static str, &'static str)],
    pub(crate) cwd: &'static str,
    /// Bytes, as the event of the pull says.
    pub(crate) size: u64,
    /// Programs beside those of the base: path, name.
    pub(super) programs: &'static [(&'static str, &'static str)],
    pub(super) files: &'static [(&'static str, &'static str)],
    pub(super) links: &'static [(&'static str, &'static str)],
}

/// What an image was built from; it decides which programs there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    Debian,
    Busybox,
    /// Nothing but the main program.
    Scratch,
}

impl Published {
    fn base(&self, tag: &str) -> Base {
        if self.base == Base::Debian && tag.ends_with("alpine") {
            Base::Busybox
        } else {
            self.base
        }
    }

    /// Whether the programs are busybox's, which complain in words of their own.
    pub(super) fn is_busybox(&self, tag: &str) -> bool {
        self.base(tag) == Base::Busybox
    }

    /// One of its tags.
    pub(super) fn tag(&self, tag: &str) -> Option<&'static str> {
        self.tags.iter().find(|t| **t == tag).copied()
    }

    /// The image that a tag stands for, made once.
    pub(crate) fn image(&'static self, tag: &'static str) -> Arc<Image> {
        type Made = Mutex<HashMap<(&'static str, &'static str), Arc<Image>>>;
        static MADE: OnceLock<Made> = OnceLock::new();
        let mut made = MADE
            .get_or_init(Mutex::default)
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let image = made
            .entry((self.repository, tag))
            .or_insert_with(|| Arc::new(self.make(tag)));
        Arc::clone(image)
    }

    fn make(&'static self, tag: &'static str) -> Image {
        let words = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
        let name = format!("{}:{tag}", self.repository);
        Image {
            id: format!("sha256:{}", digest(&format!("configuration of {name}"))),
            config: Config {
                entrypoint: words(self.entrypoint(tag)),
                cmd: words(self.cmd),
                env: self
                    .env
                    .iter()
                    .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                    .collect(),
                cwd: self.cwd.to_owned(),
                ..Config::default()
            },
            files: Arc::new(self.build(tag)),
            size: self.size,
            created: made_on(),
            origin: Origin {
                published: self,
                tag,
            },
            layers: vec![format!("sha256:{}", digest(&format!("files of {name}")))],
        }
    }

    fn build(&self, tag: &str) -> Tree {
        let made = made_on();
        let mut tree = Tree::default();
        let entry = |content, mode| Entry {
            content,
            mode,
            modified: made,
        };
        let base = self.base(tag);
        let names: &[&[&str]] = match base {
            Base::Debian => &[COMMON, DEBIAN, DEBIAN_REST],
            Base::Busybox => &[COMMON, BUSYBOX, BUSYBOX_REST],
            Base::Scratch => &[],
        };
        for name in names.iter().copied().flatten() {
            let folder = if base == Base::Debian
                && !matches!(
                    *name,
                    "sh" | "bash"
                        | "dash"
                        | "cat"
                        | "ls"
                        | "echo"
                        | "sleep"
                        | "rm"
                        | "mkdir"
                        | "date"
                        | "grep"
                        | "sed"
                        | "true"
                        | "false"
                        | "cp"
                        | "mv"
                ) {
                "/usr/bin"
            } else {
                "/bin"
            };
            tree.put(
                &format!("{folder}/{name}"),
                entry(Content::Program(name), 0o755),
            );
        }
        if self.repository.ends_with("/alpine") || tag.ends_with("alpine") {
            tree.put("/sbin/apk", entry(Content::Program(APK), 0o755));
        }
        for (path, name) in self.programs {
            let old = matches!(tag, "1.14.2" | "1.16.1");
            if !(old && matches!(*name, "curl" | "docker-entrypoint.sh")) {
                tree.put(path, entry(Content::Program(name), 0o755));
            }
        }
        for folder in ["/etc", "/dev", "/proc", "/sys", "/run"] {
            tree.put(folder, Entry::folder(made));
        }
        if base != Base::Scratch {
            for folder in [
                "/home",
                "/mnt",
                "/opt",
                "/root",
                "/srv",
                "/usr/bin",
                "/usr/share",
                "/var/log",
                "/var/run",
            ] {
                tree.put(folder, Entry::folder(made));
            }
            tree.put("/tmp", entry(Content::Folder, 0o1777));
            let passwd =
                "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n";
            tree.put("/etc/passwd", Entry::file(passwd.as_bytes(), 0o644, made));
            tree.put(
                "/etc/group",
                Entry::file(*b"root:x:0:\nnobody:x:65534:\n", 0o644, made),
            );
        }
        if base == Base::Debian {
            let release = "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nID=debian\n";
            tree.put(
                "/etc/os-release",
                Entry::file(release.as_bytes(), 0o644, made),
            );
        }
        for name in DEVICES {
            tree.put(&format!("/dev/{name}"), entry(Content::Device(name), 0o666));
        }
        for (path, text) in self.files {
            tree.put(path, Entry::file(text.as_bytes(), 0o644, made));
        }
        for (path, target) in self.links {
            tree.put(path, entry(Content::Link((*target).to_owned()), 0o777));
        }
        if self.cwd != "/" && tree.get(self.cwd).is_none() {
            tree.put(self.cwd, Entry::folder(made));
        }
        tree
    }

    /// The command of a tag: old images of nginx have no script before it.
    fn entrypoint(&self, tag: &str) -> &'static [&'static str] {
        if matches!(tag, "1.14.2" | "1.16.1") {
            &[]
        } else {
            self.entrypoint
        }
    }

    /// The digest of a tag, by which registries and statuses know it.
    pub(super) fn digest(&self, tag: &str) -> String {
        format!("sha256:{}", digest(&format!("{}:{tag}", self.repository)))
    }
}

/// The day on which everything in a published image was made.
fn made_on() -> Timestamp {
    Timestamp::from_second(1_744_000_000).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::super::{parse, published};

    #[test]
    fn an_image_has_the_programs_of_the_public_one() {
        let files = |name: &str| {
            published(&parse(name).unwrap())
                .unwrap()
                .image()
                .files
                .clone()
        };
        assert!(files("nginx:1.27").get("/usr/bin/curl").is_some());
        assert!(files("nginx:1.27").get("/bin/wget").is_none());
        assert!(files("nginx:1.27-alpine").get("/bin/wget").is_some());
        assert!(files("nginx:1.27").get("/usr/bin/apt-get").is_some());
        assert!(files("nginx:1.27").get("/sbin/apk").is_none());
        assert!(files("nginx:1.27-alpine").get("/sbin/apk").is_some());
        assert!(files("alpine:3.20").get("/sbin/apk").is_some());
        assert!(files("busybox:1.36").get("/sbin/apk").is_none());
    }
}
