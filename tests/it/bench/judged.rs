//! What a known mistake has made on a cluster, judged again from the saved snapshot: the same finding,
//! rendered in both languages and three widths.

#![allow(clippy::print_stdout, reason = "the table of findings")]

use std::fmt::Write as _;

use podo::check;
use podo::explain;
use podo::i18n::{Catalog, Lang};
use podo::lesson::model::{Exercise, Lesson, Mistake};
use podo::render::checklist::checklist;
use podo::render::diagnosis::{Detail, Style, diagnosis, headline};
use podo::render::theme::Theme;
use podo::snapshot::Snapshot;
use podo::snapshot::graph::Graph;
use unicode_width::UnicodeWidthStr as _;

/// The widths that everything is rendered in, in cells.
const WIDTHS: [usize; 3] = [60, 80, 120];

/// Judges a saved state, prints its line of the table, and renders it in every way; what is wrong
/// with that.
pub(crate) fn again(
    lesson: &Lesson,
    exercise: &Exercise,
    mistake: &Mistake,
    snapshot: &Snapshot,
) -> String {
    let graph = Graph::new(snapshot);
    let report = check::evaluate(lesson, exercise, &graph);
    let found = explain::explain(lesson, exercise, &report, &graph);
    let name = format!("{}/{} {}", lesson.name, exercise.id, mistake.id);
    let Some(first) = found.first() else {
        return format!("{name}: no finding from the saved snapshot\n");
    };
    let mut wrong = String::new();
    if first.code != mistake.finding {
        writeln!(wrong, "{name}: {} from the saved snapshot", first.code).unwrap();
    }
    println!("{name:48} {}", first.code);
    for lang in Lang::ALL {
        let catalog = Catalog::new(lang);
        let said = headline(first, &catalog);
        println!("    {said}");
        let hangul = said.chars().any(is_hangul);
        if hangul != (lang == Lang::Ko) {
            writeln!(wrong, "{name}: not in {lang}: {said}").unwrap();
        }
        for cells in WIDTHS {
            let style = Style {
                catalog: &catalog,
                theme: Theme::plain(),
                cells,
            };
            let detail = Detail {
                full: true,
                fix: true,
                lab: false,
            };
            let list = checklist(
                exercise,
                Some(&report.outcomes),
                &catalog,
                style.theme,
                cells,
            );
            let text = list + &diagnosis(&found, exercise, style, detail);
            for line in text.lines().filter(|line| !fits(line, cells)) {
                writeln!(wrong, "{name}: {lang}, {cells} cells: {line}").unwrap();
            }
            if !text.contains(&format!("[{}]", first.code)) {
                writeln!(wrong, "{name}: {lang}, {cells} cells: no code").unwrap();
            }
        }
    }
    wrong
}

/// Whether a line can be shown: not too wide, unless it is one word (a command or a name that can
/// be copied is never broken), and without characters that a terminal would obey.
fn fits(line: &str, cells: usize) -> bool {
    let one_word = line.split_whitespace().count() <= 2 || line.trim_start().starts_with("kubectl");
    (line.width() <= cells || one_word) && !line.chars().any(char::is_control)
}

fn is_hangul(letter: char) -> bool {
    ('\u{ac00}'..='\u{d7a3}').contains(&letter)
}
