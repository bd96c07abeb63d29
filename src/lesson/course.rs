//! What a course has beside its lessons: what it has to teach, and its words; and what it still owes.

use crate::i18n::{Lang, Text};
use crate::lesson::model::{Lesson, Pack};
use crate::lesson::names::nearest;
use crate::lesson::pack::{GLOSSARY_FILE, NOTES_FILE};
use crate::lesson::problem::{Problem, ProblemKind};

/// A word of the course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Line in `glossary.yaml`, from 1.
    pub line: u32,
    /// The Korean word.
    pub ko: String,
    /// The English word.
    pub en: String,
    /// Other words for the same, in either language.
    pub words: Vec<String>,
    /// Korean forms that are not to be used.
    pub avoid: Vec<String>,
    /// Where it is taught: a lesson, or a lesson and a section.
    pub taught: Option<String>,
    /// One sentence about it.
    pub means: Text,
}

impl Term {
    /// The word in a language.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ko => &self.ko,
            Lang::En => &self.en,
        }
    }

    /// Where it is taught, as lesson and section.
    pub fn place(&self) -> Option<(&str, Option<&str>)> {
        let taught = self.taught.as_deref()?;
        Some(match taught.split_once('/') {
            Some((lesson, section)) => (lesson, Some(section)),
            None => (taught, None),
        })
    }
}

/// One thing that a course has to teach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What `teaches` names.
    pub id: String,
    /// Line in `notes.yaml`, from 1.
    pub line: u32,
    /// The line of the notes that the course is made from.
    pub source_line: u32,
    /// What is to be taught.
    pub text: Text,
}

impl Item {
    /// The problem of an item that nothing teaches.
    pub fn untaught(&self) -> Problem {
        let id = self.id.clone();
        Problem::at(NOTES_FILE, self.line, ProblemKind::Untaught { id })
    }
}

impl Pack {
    /// Where an item is taught: lessons with ids of sections, in the order of the course.
    pub fn teaching<'a>(&'a self, item: &'a str) -> impl Iterator<Item = (&'a Lesson, &'a str)> {
        let taught = move |lesson: &'a Lesson| {
            let sections = lesson.ko.sections.iter().map(|section| section.id.as_str());
            sections
                .filter(move |id| lesson.taught_in(id).iter().any(|taught| taught == item))
                .map(move |id| (lesson, id))
        };
        self.lessons.iter().flat_map(taught)
    }

    /// What the course still owes, for its author: items that nothing teaches, and terms that are
    /// said to be taught where nothing is.
    pub fn unfinished(&self) -> Vec<Problem> {
        let untaught = self.untaught().map(Item::untaught);
        let is_there = |term: &&Term| {
            let Some((lesson, section)) = term.place() else {
                return true;
            };
            let lesson = self.lesson(lesson);
            lesson.is_some_and(|lesson| section.is_none_or(|id| lesson.ko.section(id).is_some()))
        };
        let terms = self
            .glossary
            .iter()
            .filter(|term| !is_there(term))
            .map(|term| {
                let id = term.taught.clone().unwrap_or_default();
                let nearest = nearest(&id, self.lessons.iter().map(|lesson| &*lesson.name));
                Problem::at(
                    GLOSSARY_FILE,
                    term.line,
                    ProblemKind::UnknownId { id, nearest },
                )
            });
        untaught.chain(terms).collect()
    }

    /// The items that nothing teaches.
    pub fn untaught(&self) -> impl Iterator<Item = &Item> {
        let items = self.notes.iter();
        items.filter(|item| self.teaching(&item.id).next().is_none())
    }
}
