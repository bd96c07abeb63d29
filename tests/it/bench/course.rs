//! The course that a session goes through: podo's own, as it is in the program.
//!
//! On a cluster that somebody learns or works on, `PODO_TEST_PACK` gives a name under which a copy
//! of it is used, with namespaces of its own: `podo-NAME-LESSON`.

use std::path::{Path, PathBuf};

use podo::cluster::namespace::LessonNamespace;
use podo::lesson::model::Pack;
use podo::lesson_source::Folder;
use tempfile::TempDir;

use super::{Namespaces, own_pack};

/// The course and, where it is a copy, its folder.
pub(crate) struct Course {
    /// The course.
    pub(crate) pack: Pack,
    copy: Option<TempDir>,
}

impl Course {
    /// podo's own, or the copy of it that the environment asks for.
    pub(crate) fn new() -> Self {
        let Ok(name) = std::env::var("PODO_TEST_PACK") else {
            return Self::own();
        };
        let copy = tempfile::tempdir().unwrap();
        copy_folder(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons"),
            copy.path(),
        );
        let list = copy.path().join("pack.yaml");
        let text = std::fs::read_to_string(&list).unwrap();
        let renamed = text.replace("pack: podo\n", &format!("pack: {name}\n"));
        std::fs::write(&list, renamed).unwrap();
        let (pack, problems) = Pack::read(&Folder::open(copy.path()).unwrap());
        assert_eq!(problems, []);
        Self {
            pack: pack.unwrap(),
            copy: Some(copy),
        }
    }

    /// podo's own, as it is in the program.
    pub(crate) fn own() -> Self {
        let (pack, copy) = (own_pack(), None);
        Self { pack, copy }
    }

    /// The folder of the copy, for `--lessons`.
    pub(super) fn folder(&self) -> Option<PathBuf> {
        self.copy.as_ref().map(|copy| copy.path().to_owned())
    }

    /// The name of a lesson's namespace.
    pub(crate) fn namespace(&self, lesson: &str) -> String {
        let namespace = LessonNamespace::of_lesson(&self.pack.id, lesson);
        namespace.name().to_owned()
    }

    /// No namespaces of these lessons, before and after a test.
    pub(crate) fn without_namespaces(&self, lessons: &[&str]) -> Namespaces {
        let names: Vec<String> = lessons.iter().map(|name| self.namespace(name)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        Namespaces::none_of(&names)
    }
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
