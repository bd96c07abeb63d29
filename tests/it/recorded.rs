//! Recordings of a cluster, judged and explained without one.
//!
//! `tests/fixtures/course` holds snapshots of exercises of podo's own course, as `podo snapshot`
//! printed them; the other folders belong to the packs in `tests/packs`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use podo::check::{Report, evaluate};
use podo::explain::{Diagnosis, explain};
use podo::i18n::Catalog;
use podo::lesson::model::{Exercise, Lesson, Pack};
use podo::lesson::pack::PackFiles;
use podo::lesson_source::{Embedded, Folder};
use podo::render::diagnosis::Style;
use podo::render::theme::Theme;
use podo::snapshot::Snapshot;
use podo::snapshot::graph::Graph;

/// podo's own course.
pub(crate) static COURSE: LazyLock<Pack> = LazyLock::new(|| read(&Embedded));

/// The folder of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The pack in a folder of `tests/packs`.
pub(crate) fn pack(name: &str) -> Pack {
    let folder = root().join("tests/packs").join(name);
    read(&Folder::open(Path::new(&folder)).unwrap())
}

fn read(files: &dyn PackFiles) -> Pack {
    let (pack, problems) = Pack::read(files);
    pack.unwrap_or_else(|| panic!("{problems:#?}"))
}

/// One recording: the exercise it is of, and what a check says to it.
pub(crate) struct Recorded<'p> {
    pub(crate) lesson: &'p Lesson,
    pub(crate) exercise: &'p Exercise,
    pub(crate) report: Report,
    pub(crate) diagnosis: Diagnosis,
    pub(crate) snapshot: Snapshot,
}

impl<'p> Recorded<'p> {
    /// Judges and explains the recording at a path below `tests/fixtures`.
    pub(crate) fn load(path: &str, pack: &'p Pack) -> Self {
        let text = fs::read_to_string(root().join("tests/fixtures").join(path)).unwrap();
        let snapshot: Snapshot = serde_json::from_str(&text).unwrap();
        let id = snapshot.exercise.clone().expect("it names its exercise");
        let lesson = pack.lesson(&id.lesson).unwrap();
        let exercise = lesson.exercise(&id.exercise).unwrap();
        let graph = Graph::new(&snapshot);
        let report = evaluate(lesson, exercise, &graph);
        let diagnosis = explain(lesson, exercise, &report, &graph);
        drop(graph);
        Self {
            lesson,
            exercise,
            report,
            diagnosis,
            snapshot,
        }
    }
}

/// Text as a pipe gets it.
pub(crate) fn plain(catalog: &Catalog, cells: usize) -> Style<'_> {
    Style {
        catalog,
        theme: Theme::plain(),
        cells,
    }
}
