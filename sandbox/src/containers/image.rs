//! Images: what each is made of, and the files of its tags.

mod catalogue;
mod programs;
mod reference;
mod registry;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use jiff::Timestamp;

use super::fs::{Content, Entry, Tree};
use catalogue::CATALOGUE;
use programs::{BUSYBOX, COMMON, DEBIAN};
pub(crate) use reference::{Reference, parse};
pub(crate) use registry::{beyond_the_catalogue, names, pull};

/// An image of the catalogue.
#[derive(Debug)]
pub(crate) struct Image {
    /// Registry and repository.
    pub(crate) repository: &'static str,
    pub(crate) tags: &'static [&'static str],
    base: Base,
    pub(crate) entrypoint: &'static [&'static str],
    pub(crate) cmd: &'static [&'static str],
    pub(crate) env: &'static [(&'static str, &'static str)],
    pub(crate) cwd: &'static str,
    /// Bytes, as the event of the pull says.
    pub(crate) size: u64,
    /// Programs beside those of the base: path, name.
    programs: &'static [(&'static str, &'static str)],
    files: &'static [(&'static str, &'static str)],
    links: &'static [(&'static str, &'static str)],
}

/// What an image was built from; it decides which programs there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base {
    Debian,
    Busybox,
    /// Nothing but the main program.
    Scratch,
}

impl Image {
    fn base(&self, tag: &str) -> Base {
        if self.base == Base::Debian && tag.ends_with("alpine") {
            Base::Busybox
        } else {
            self.base
        }
    }

    /// Whether the programs are busybox's, which complain in words of their own.
    pub(crate) fn is_busybox(&self, tag: &str) -> bool {
        self.base(tag) == Base::Busybox
    }

    /// The files of a tag, made once.
    pub(crate) fn files(&self, tag: &str) -> Arc<Tree> {
        type Made = Mutex<HashMap<(&'static str, String), Arc<Tree>>>;
        static MADE: OnceLock<Made> = OnceLock::new();
        let mut made = MADE
            .get_or_init(Mutex::default)
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        Arc::clone(
            made.entry((self.repository, tag.to_owned()))
                .or_insert_with(|| Arc::new(self.build(tag))),
        )
    }

    fn build(&self, tag: &str) -> Tree {
        // The day on which everything in an image was made.
        let made = Timestamp::from_second(1_744_000_000).unwrap_or(Timestamp::UNIX_EPOCH);
        let mut tree = Tree::default();
        let entry = |content, mode| Entry {
            content,
            mode,
            modified: made,
        };
        let base = self.base(tag);
        let names: &[&[&str]] = match base {
            Base::Debian => &[COMMON, DEBIAN],
            Base::Busybox => &[COMMON, BUSYBOX],
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
    pub(crate) fn entrypoint(&self, tag: &str) -> &'static [&'static str] {
        if matches!(tag, "1.14.2" | "1.16.1") {
            &[]
        } else {
            self.entrypoint
        }
    }

    /// The name with a digest, as statuses show which image it was.
    pub(crate) fn id(&self, tag: &str) -> String {
        format!(
            "{}@sha256:{}",
            self.repository,
            digest(&format!("{}:{tag}", self.repository))
        )
    }
}

/// What every image has below `/dev`.
const DEVICES: &[&str] = &[
    "null", "zero", "stdin", "stdout", "stderr", "tty", "random", "urandom",
];

/// The program of that name, if an image has it.
pub(crate) fn program(name: &str) -> Option<&'static str> {
    let own = CATALOGUE
        .iter()
        .flat_map(|image| image.programs)
        .map(|(_, program)| program);
    [COMMON, BUSYBOX, DEBIAN]
        .into_iter()
        .flatten()
        .chain(own)
        .find(|program| **program == name)
        .copied()
}

/// The device of that name, if images have it.
pub(crate) fn device(name: &str) -> Option<&'static str> {
    DEVICES.iter().find(|device| **device == name).copied()
}

/// Sixty-four hexadecimal digits that depend on a text; they identify, they do not protect.
pub(crate) fn digest(text: &str) -> String {
    let mut digits = String::with_capacity(64);
    for round in 0_u8..4 {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in std::iter::once(round)
            .chain(text.bytes())
            .chain(text.bytes())
        {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        hash ^= hash >> 29;
        digits.push_str(&format!("{hash:016x}"));
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_has_the_programs_of_the_public_one() {
        let nginx = pull(&parse("nginx:1.27").unwrap()).unwrap().0;
        assert!(nginx.files("1.27").get("/usr/bin/curl").is_some());
        assert!(nginx.files("1.27").get("/bin/wget").is_none());
        assert!(nginx.files("1.27-alpine").get("/bin/wget").is_some());
        assert_eq!(digest("a").len(), 64);
        assert_ne!(digest("a"), digest("b"));
    }
}
