//! Reading a pack: all files in, lessons and problems out.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use crate::i18n::Lang;
use crate::lesson::korean;
use crate::lesson::lint;
use crate::lesson::manifest::{Manifest, is_manifest};
use crate::lesson::markdown::{self, Draft};
use crate::lesson::model::{Item, Lesson, Pack, Ref, Term};
use crate::lesson::names::stays_inside;
use crate::lesson::parse::{self, ExercisesFile, Surroundings, Teaching};
use crate::lesson::problem::{Problem, ProblemKind};
use crate::lesson::reader::Report;

/// The file that makes a folder a pack.
pub const PACK_FILE: &str = "pack.yaml";

/// The file with a lesson's exercises.
pub(super) const EXERCISES_FILE: &str = "exercises.yaml";

/// The file with what a course has to teach.
pub const NOTES_FILE: &str = "notes.yaml";

/// The file with the words of a course.
pub const GLOSSARY_FILE: &str = "glossary.yaml";

/// The folder with a lesson's files.
const FILES_FOLDER: &str = "files";

/// The files of a pack, wherever they are kept.
pub trait PackFiles {
    /// The names of all files, relative to the pack, with `/` between folders.
    fn names(&self) -> Vec<String>;

    /// What is in a file; `None` where there is none of that name.
    fn bytes(&self, name: &str) -> Option<&[u8]>;
}

impl PackFiles for BTreeMap<String, Vec<u8>> {
    fn names(&self) -> Vec<String> {
        self.keys().cloned().collect()
    }

    fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.get(name).map(Vec::as_slice)
    }
}

/// A digest of all files of a pack: other contents, other digest.
pub fn digest(files: &dyn PackFiles) -> String {
    let mut names = files.names();
    names.sort();
    let mut digest = Sha256::new();
    for name in names {
        let bytes = files.bytes(&name).unwrap_or_default();
        digest.update(name.as_bytes());
        // The lengths keep two files from being read as one.
        digest.update([0]);
        digest.update(bytes.len().to_le_bytes());
        digest.update(bytes);
    }
    digest
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// What only other parts of podo know of a lesson's texts.
#[derive(Clone, Copy)]
pub struct Outside<'a> {
    /// Whether a finding has this code.
    pub is_code: &'a dyn Fn(&str) -> bool,
    /// The constructs in a Markdown text that the terminal does not show: line from 1, and name.
    pub markdown: &'a dyn Fn(&str) -> Vec<(u32, String)>,
    /// Whether the pack is read for its author, who wants to hear of the language too.
    pub author: bool,
}

impl Outside<'_> {
    /// Asks nobody: every code is a finding's and every text can be shown.
    pub const fn unasked() -> Self {
        Self {
            is_code: &|_| true,
            markdown: &|_| Vec::new(),
            author: false,
        }
    }
}

impl Pack {
    /// Reads a pack for use. Lessons with a problem that [stops](ProblemKind::stops_lesson) them
    /// are left out; `None` where `pack.yaml` cannot be used.
    pub fn read(files: &dyn PackFiles) -> (Option<Self>, Vec<Problem>) {
        Self::read_asking(files, Outside::unasked())
    }

    /// Reads a pack for its author: the same, with what only other parts of podo know.
    pub fn read_asking(
        files: &dyn PackFiles,
        outside: Outside<'_>,
    ) -> (Option<Self>, Vec<Problem>) {
        let mut report = Report::new(PACK_FILE);
        let pack = text(files, PACK_FILE, &mut report)
            .and_then(|source| parse::pack(&source, &mut report));
        let Some(pack) = pack else {
            return (None, report.into_problems());
        };
        for name in unlisted(files, &pack.lessons) {
            report.add(0, ProblemKind::Unlisted { name });
        }
        let mut problems = report.into_problems();
        let (notes, found) = notes(files);
        problems.extend(found);
        let (glossary, found) = glossary(files, outside.author);
        problems.extend(found);
        let mut lessons = Vec::new();
        for (_, name) in pack.lessons {
            let around = PackReading {
                id: &pack.id,
                notes: notes.as_deref(),
                glossary: &glossary,
                files,
                outside,
            };
            let (lesson, found) = Reading::new(around, &name).read();
            if !found.iter().any(|problem| problem.kind.stops_lesson()) {
                lessons.push(lesson);
            }
            problems.extend(found);
        }
        (
            Some(Self {
                id: pack.id,
                title: pack.title,
                version: digest(files).chars().take(12).collect(),
                lessons,
                notes: notes.unwrap_or_default(),
                glossary,
            }),
            problems,
        )
    }
}

/// What the course has to teach; nothing where the pack has no such file, `None` where it has one
/// that cannot be read, so that no id can be held against it.
fn notes(files: &dyn PackFiles) -> (Option<Vec<Item>>, Vec<Problem>) {
    if files.bytes(NOTES_FILE).is_none() {
        return (Some(Vec::new()), Vec::new());
    }
    let mut report = Report::new(NOTES_FILE);
    let items =
        text(files, NOTES_FILE, &mut report).and_then(|source| parse::notes(&source, &mut report));
    (items, report.into_problems())
}

/// The words of the course; nothing where the pack has no such file.
fn glossary(files: &dyn PackFiles, author: bool) -> (Vec<Term>, Vec<Problem>) {
    if files.bytes(GLOSSARY_FILE).is_none() {
        return (Vec::new(), Vec::new());
    }
    let mut report = Report::new(GLOSSARY_FILE);
    let source = text(files, GLOSSARY_FILE, &mut report);
    let terms = source.map(|source| parse::glossary(&source, &mut report));
    let terms = terms.unwrap_or_default();
    for term in terms.iter().filter(|_| author) {
        for (_, kind) in korean::problems(&term.means.ko, &terms) {
            report.add(term.line, kind);
        }
    }
    (terms, report.into_problems())
}

/// Folders with exercises that the pack does not list.
fn unlisted(files: &dyn PackFiles, listed: &[(u32, String)]) -> Vec<String> {
    let names = files.names();
    let folders = names.iter().filter_map(|name| {
        let (folder, file) = name.split_once('/')?;
        (file == EXERCISES_FILE).then_some(folder)
    });
    let unlisted = folders.filter(|folder| listed.iter().all(|(_, name)| name != folder));
    unlisted.map(str::to_owned).collect()
}

/// A file's text with `\n` at the ends of lines; reported where it is not there or no text.
fn text(files: &dyn PackFiles, name: &str, report: &mut Report) -> Option<String> {
    let Some(bytes) = files.bytes(name) else {
        report.add(0, ProblemKind::FileMissing);
        return None;
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        report.add(0, ProblemKind::NotText);
        return None;
    };
    // Editors on Windows may put a mark in front of the text and end lines their own way.
    Some(
        text.strip_prefix('\u{feff}')
            .unwrap_or(text)
            .replace("\r\n", "\n"),
    )
}

/// What all lessons of a pack are read with.
#[derive(Clone, Copy)]
struct PackReading<'a> {
    id: &'a str,
    /// What the course has to teach; `None` where that is not known.
    notes: Option<&'a [Item]>,
    glossary: &'a [Term],
    files: &'a dyn PackFiles,
    outside: Outside<'a>,
}

/// The reading of one lesson.
struct Reading<'a> {
    pack: PackReading<'a>,
    lesson: &'a str,
    problems: Vec<Problem>,
}

impl<'a> Reading<'a> {
    fn new(pack: PackReading<'a>, lesson: &'a str) -> Self {
        Self {
            pack,
            lesson,
            problems: Vec::new(),
        }
    }

    fn read(mut self) -> (Lesson, Vec<Problem>) {
        let files = self.files();
        let names: BTreeSet<&str> = files.keys().map(String::as_str).collect();
        let parsed = self.exercises(&names);
        self.manifests(&files, &names, &parsed);
        let ko = self.prose(Lang::Ko);
        let en = self.prose(Lang::En);
        if let (Some(ko), Some(en)) = (&ko, &en) {
            let lint = lint::Lint {
                lesson: self.lesson,
                exercises: &parsed.exercises,
                ko,
                en,
                sections: &parsed.sections,
                glossary: self.pack.glossary,
                outside: self.pack.outside,
            };
            self.problems.extend(lint.run());
        }
        let lesson = Lesson {
            pack: self.pack.id.to_owned(),
            name: self.lesson.to_owned(),
            minutes: parsed.minutes,
            needs: parsed.needs,
            exercises: parsed.exercises,
            sections: parsed
                .sections
                .into_iter()
                .map(Teaching::into_pair)
                .collect(),
            ko: ko.unwrap_or_default().prose,
            en: en.unwrap_or_default().prose,
            files,
        };
        (lesson, self.problems)
    }

    fn report(&self, file: &str) -> Report {
        Report::new(format!("{}/{file}", self.lesson))
    }

    /// The files for the learner's folder, by their names in it.
    fn files(&mut self) -> BTreeMap<String, String> {
        let folder = format!("{}/{FILES_FOLDER}/", self.lesson);
        let mut files = BTreeMap::new();
        for path in self.pack.files.names() {
            let Some(name) = path.strip_prefix(&folder) else {
                continue;
            };
            let mut report = Report::new(path.as_str());
            if !stays_inside(name) {
                report.add(
                    0,
                    ProblemKind::PathEscape {
                        path: name.to_owned(),
                    },
                );
            } else if let Some(text) = text(self.pack.files, &path, &mut report) {
                files.insert(name.to_owned(), text);
            }
            self.problems.extend(report.into_problems());
        }
        files
    }

    fn exercises(&mut self, files: &BTreeSet<&str>) -> ExercisesFile {
        let mut report = self.report(EXERCISES_FILE);
        let around = Surroundings {
            is_code: self.pack.outside.is_code,
            files,
            notes: self.pack.notes,
        };
        let parsed = text(
            self.pack.files,
            report.file().to_owned().as_str(),
            &mut report,
        )
        .map(|source| parse::exercises(&source, &around, &mut report));
        self.problems.extend(report.into_problems());
        parsed.unwrap_or_default()
    }

    fn manifests(
        &mut self,
        files: &BTreeMap<String, String>,
        names: &BTreeSet<&str>,
        parsed: &ExercisesFile,
    ) {
        let declared: Vec<Ref> = parsed
            .exercises
            .iter()
            .flat_map(|exercise| exercise.cluster_wide.iter().cloned())
            .collect();
        for (name, source) in files.iter().filter(|(name, _)| is_manifest(name)) {
            let applied = parsed.applied.iter().any(|applied| {
                applied.is_empty() || name == applied || name.starts_with(&format!("{applied}/"))
            });
            let manifest = Manifest {
                name,
                applied,
                declared: &declared,
                files: names,
            };
            let path = format!("{}/{FILES_FOLDER}/{name}", self.lesson);
            self.problems.extend(manifest.check(&path, source));
        }
    }

    fn prose(&mut self, lang: Lang) -> Option<Draft> {
        let mut report = self.report(lint::prose_file(lang));
        let source = text(
            self.pack.files,
            report.file().to_owned().as_str(),
            &mut report,
        );
        let draft = source.map(|source| markdown::read(&source, &mut report));
        self.problems.extend(report.into_problems());
        draft
    }
}
