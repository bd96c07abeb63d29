//! What concerns several files of a lesson: both languages have the same sections and the same
//! code, every exercise has its texts, and translations are up to date.

use crate::i18n::{Lang, Text};
use crate::lesson::korean;
use crate::lesson::markdown::{self, Code, DEBRIEF, Draft, INTRO};
use crate::lesson::model::{Exercise, ExpectationKind, Program, Term};
use crate::lesson::names::nearest;
use crate::lesson::pack::{EXERCISES_FILE, Outside};
use crate::lesson::parse::Teaching;
use crate::lesson::problem::{Problem, ProblemKind};
use crate::lesson::prose::Section;
use crate::lesson::reader::Report;

/// The file with the prose of a language.
pub(super) const fn prose_file(lang: Lang) -> &'static str {
    match lang {
        Lang::Ko => "ko.md",
        Lang::En => "en.md",
    }
}

/// The check of one lesson.
pub(super) struct Lint<'a> {
    /// The lesson's folder.
    pub(super) lesson: &'a str,
    /// Its exercises; none where `exercises.yaml` could not be read.
    pub(super) exercises: &'a [Exercise],
    /// The Korean prose.
    pub(super) ko: &'a Draft,
    /// The English prose.
    pub(super) en: &'a Draft,
    /// What its reading sections teach.
    pub(super) sections: &'a [Teaching],
    /// The words of the course.
    pub(super) glossary: &'a [Term],
    /// What other parts of podo know.
    pub(super) outside: Outside<'a>,
}

impl Lint<'_> {
    /// All problems, Korean file first.
    pub(super) fn run(&self) -> Vec<Problem> {
        let mut problems = self.teaching_sections();
        if self.outside.author {
            problems.extend(self.korean());
        }
        for lang in [Lang::Ko, Lang::En] {
            let mut report = Report::new(format!("{}/{}", self.lesson, prose_file(lang)));
            self.missing_sections(lang, &mut report);
            self.stray_sections(lang, &mut report);
            self.order(lang, &mut report);
            self.texts(lang, &mut report);
            self.translation(lang, &mut report);
            if lang == Lang::En {
                self.same_code(&mut report);
            }
            problems.extend(report.into_problems());
        }
        problems
    }

    /// Sections that are said to teach something and are not there, or are an exercise's, whose own
    /// `teaches` says it.
    fn teaching_sections(&self) -> Vec<Problem> {
        let mut report = Report::new(format!("{}/{EXERCISES_FILE}", self.lesson));
        let taken = self.exercise_sections();
        let sections = self.ko.prose.sections.iter();
        let reading: Vec<&str> = sections
            .map(|section| section.id.as_str())
            .filter(|id| !taken.iter().any(|taken| taken == id))
            .collect();
        for teaching in self.sections {
            if !reading.contains(&teaching.section.as_str()) {
                report.unknown_id(teaching.line, &teaching.section, reading.iter().copied());
            }
        }
        report.into_problems()
    }

    /// How the Korean texts are written.
    fn korean(&self) -> Vec<Problem> {
        let mut report = Report::new(format!("{}/{}", self.lesson, prose_file(Lang::Ko)));
        for (section, start) in self.ko.prose.sections.iter().zip(&self.ko.body_lines) {
            for (_, kind) in korean::problems(&section.title, self.glossary) {
                report.add(section.line, kind);
            }
            for (line, kind) in korean::problems(&section.body, self.glossary) {
                report.add(start + line, kind);
            }
        }
        let mut problems = report.into_problems();
        let mut report = Report::new(format!("{}/{EXERCISES_FILE}", self.lesson));
        for (line, text) in self.exercises.iter().flat_map(texts_of) {
            for (_, kind) in korean::problems(&text.ko, self.glossary) {
                report.add(line, kind);
            }
        }
        problems.extend(report.into_problems());
        problems
    }

    fn draft(&self, lang: Lang) -> &Draft {
        match lang {
            Lang::Ko => self.ko,
            Lang::En => self.en,
        }
    }

    fn other(&self, lang: Lang) -> &Draft {
        match lang {
            Lang::Ko => self.en,
            Lang::En => self.ko,
        }
    }

    /// The ids of the exercises' sections in the order of the exercises.
    fn exercise_sections(&self) -> Vec<String> {
        let ids = self
            .exercises
            .iter()
            .map(|exercise| &exercise.id)
            .filter(|id| !id.is_empty());
        ids.flat_map(|id| [id.clone(), format!("{id}{DEBRIEF}")])
            .collect()
    }

    /// Sections that an exercise or the other language asks for.
    fn missing_sections(&self, lang: Lang, report: &mut Report) {
        let mut wanted = self.exercise_sections();
        for section in &self.other(lang).prose.sections {
            if !wanted.contains(&section.id) {
                wanted.push(section.id.clone());
            }
        }
        let prose = &self.draft(lang).prose;
        for section in wanted.into_iter().filter(|id| prose.section(id).is_none()) {
            report.add(0, ProblemKind::MissingSection { section });
        }
    }

    /// Sections that look like an exercise's and are none's.
    fn stray_sections(&self, lang: Lang, report: &mut Report) {
        if self.exercises.is_empty() {
            return;
        }
        for section in &self.draft(lang).prose.sections {
            let exercise = section.id.strip_suffix(DEBRIEF);
            let is_stray =
                exercise.is_some_and(|id| self.exercises.iter().all(|known| known.id != id));
            if is_stray {
                let kind = ProblemKind::StraySection {
                    section: section.id.clone(),
                };
                report.add(section.line, kind);
            }
        }
    }

    /// The first section out of its order: exercises as in `exercises.yaml`, all others as in the
    /// Korean file.
    fn order(&self, lang: Lang, report: &mut Report) {
        let sections = &self.draft(lang).prose.sections;
        let mut wanted = self.exercise_sections();
        wanted.retain(|id| sections.iter().any(|section| section.id == *id));
        let found: Vec<&Section> = sections
            .iter()
            .filter(|section| wanted.contains(&section.id))
            .collect();
        let mut wrong = first_difference(&found, wanted.iter().map(String::as_str));
        if wrong.is_none() && lang == Lang::En {
            let common: Vec<&Section> = sections
                .iter()
                .filter(|section| self.ko.prose.section(&section.id).is_some())
                .collect();
            let korean = self
                .ko
                .prose
                .sections
                .iter()
                .map(|section| section.id.as_str());
            let korean = korean.filter(|id| self.en.prose.section(id).is_some());
            wrong = first_difference(&common, korean);
        }
        if let Some(section) = wrong {
            let kind = ProblemKind::SectionOrder {
                section: section.id.clone(),
            };
            report.add(section.line, kind);
        }
    }

    /// Texts that are empty, that the terminal does not show, and commands that do not parse.
    fn texts(&self, lang: Lang, report: &mut Report) {
        let draft = self.draft(lang);
        for (section, start) in draft.prose.sections.iter().zip(&draft.body_lines) {
            if section.body.trim().is_empty() {
                let what = format!("{{#{}}}", section.id);
                report.add(section.line, ProblemKind::EmptyText { what });
            }
            for (line, construct) in (self.outside.markdown)(&section.body) {
                report.add(
                    start + line.saturating_sub(1),
                    ProblemKind::Markdown { construct },
                );
            }
            for code in markdown::code(&section.body) {
                for line in open_quotes(&code) {
                    report.add(start + line, ProblemKind::Quotes);
                }
            }
        }
    }

    /// Code blocks that are not the same in both languages; reported in the English file, at the
    /// first that differs.
    fn same_code(&self, report: &mut Report) {
        let english = &self.en.prose.sections;
        for (section, start) in english.iter().zip(&self.en.body_lines) {
            let Some(korean) = self.ko.prose.section(&section.id) else {
                continue;
            };
            let (ko, en) = (blocks(&korean.body), blocks(&section.body));
            let same = |at: usize| match (ko.get(at), en.get(at)) {
                (Some(ko), Some(en)) => ko.language == en.language && ko.text == en.text,
                (None, None) => true,
                _ => false,
            };
            let Some(at) = (0..ko.len().max(en.len())).find(|at| !same(*at)) else {
                continue;
            };
            let line = en.get(at).map_or(section.line, |block| start + block.line);
            report.add(
                line,
                ProblemKind::CodeDiffers {
                    section: section.id.clone(),
                },
            );
        }
    }

    /// Sections whose translation is out of date, was never stamped, or is none.
    fn translation(&self, lang: Lang, report: &mut Report) {
        let draft = self.draft(lang);
        let other = self.other(lang);
        for (id, digest) in &draft.prose.translated_from {
            let line = draft.translated_lines.get(id).copied().unwrap_or_default();
            let Some(section) = draft.prose.section(id) else {
                let known = draft
                    .prose
                    .sections
                    .iter()
                    .map(|section| section.id.as_str());
                let kind = ProblemKind::UnknownId {
                    id: id.clone(),
                    nearest: nearest(id, known),
                };
                report.add(line, kind);
                continue;
            };
            if other
                .prose
                .section(id)
                .is_some_and(|source| source.digest() != *digest)
            {
                report.add(
                    section.line,
                    ProblemKind::Stale {
                        section: id.clone(),
                    },
                );
            }
        }
        if lang == Lang::Ko {
            return;
        }
        for section in &draft.prose.sections {
            let stamped = |draft: &Draft| draft.prose.translated_from.contains_key(&section.id);
            if other.prose.section(&section.id).is_some() && !stamped(draft) && !stamped(other) {
                let kind = ProblemKind::NotStamped {
                    section: section.id.clone(),
                };
                report.add(section.line, kind);
            }
        }
    }
}

/// The texts of an exercise, each with the line of what it belongs to.
fn texts_of(exercise: &Exercise) -> Vec<(u32, &Text)> {
    let mut texts: Vec<(u32, &Text)> = Vec::new();
    texts.extend(exercise.hints.iter().map(|hint| (exercise.line, hint)));
    for expectation in exercise.given.iter().chain(&exercise.expect) {
        texts.extend(expectation.say.iter().map(|say| (expectation.line, say)));
        if let ExpectationKind::Answer {
            question, wrong, ..
        } = &expectation.kind
        {
            texts.push((expectation.line, question));
            texts.extend(wrong.iter().map(|wrong| (expectation.line, &wrong.say)));
        }
    }
    texts
}

/// The first section that is not the one wanted at its place.
fn first_difference<'a, 's>(
    found: &[&'s Section],
    wanted: impl Iterator<Item = &'a str>,
) -> Option<&'s Section> {
    let pair = found
        .iter()
        .zip(wanted)
        .find(|(section, id)| section.id != **id);
    pair.map(|(section, _)| *section)
        .filter(|section| section.id != INTRO)
}

fn blocks(body: &str) -> Vec<Code> {
    markdown::code(body)
        .into_iter()
        .filter(|code| code.block)
        .collect()
}

/// The lines of a piece of code on which a command begins whose quotes do not close. A command
/// goes on in the next line after a `\` and inside quotes, as in a shell.
fn open_quotes(code: &Code) -> Vec<u32> {
    let lines: Vec<&str> = code.text.lines().collect();
    let mut open = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let start = at;
        at += 1;
        let word = lines[start].split_whitespace().next();
        if word.and_then(Program::from_name).is_none() {
            continue;
        }
        let mut command = lines[start].to_owned();
        while command.ends_with('\\') && at < lines.len() {
            command.push('\n');
            command.push_str(lines[at]);
            at += 1;
        }
        let closes = |end: usize| shell_words::split(&lines[start..end].join("\n")).is_ok();
        match (at..=lines.len()).find(|end| closes(*end)) {
            Some(end) => at = end,
            None => open.push(code.line + u32::try_from(start).unwrap_or_default()),
        }
    }
    open
}

#[cfg(test)]
mod tests;
