//! The words of a course: one of them, or all.

use super::diagnosis::Style;
use super::prose::{Lead, paragraph};
use super::theme::Role;
use super::width;
use crate::i18n::{Args, Lang};
use crate::lesson::glossary::sorted;
use crate::lesson::model::{Pack, Term};
use crate::msg;

/// One term: both words, its sentence, where it is taught.
pub fn term(term: &Term, pack: &Pack, style: Style<'_>) -> String {
    let (catalog, theme, cells) = (style.catalog, style.theme, style.cells);
    let lang = catalog.lang();
    let mut text = theme.paint(Role::Heading, heading(term, lang)).to_string();
    text.push('\n');
    let indent = Lead::indent("  ");
    text.push_str(&paragraph(
        term.means.get(lang),
        Role::Text,
        indent,
        theme,
        cells,
    ));
    if !term.words.is_empty() {
        let args = Args::new().with("words", term.words.join(", "));
        let also = catalog.text(msg!("tutor-glossary-also"), &args);
        text.push_str(&paragraph(&also, Role::Dim, indent, theme, cells));
    }
    if let Some(place) = taught(term, pack, lang) {
        let args = Args::new().with("place", place);
        let taught = catalog.text(msg!("tutor-glossary-taught"), &args);
        text.push_str(&paragraph(&taught, Role::Hint, indent, theme, cells));
    }
    text
}

/// All terms of a pack, in two columns: the word in the language spoken, the other one.
pub fn terms(pack: &Pack, style: Style<'_>) -> String {
    let (theme, lang) = (style.theme, style.catalog.lang());
    let terms = sorted(&pack.glossary, lang);
    let widths = terms.iter().map(|term| width::width(term.name(lang)));
    let column = widths.max().unwrap_or_default();
    let line = |term: &&Term| {
        let name = theme.paint(Role::Name, width::pad_right(term.name(lang), column));
        format!("  {name}  {}\n", term.name(other(lang)))
    };
    terms.iter().map(line).collect()
}

fn heading(term: &Term, lang: Lang) -> String {
    match (term.name(lang), term.name(other(lang))) {
        (name, same) if name == same => name.to_owned(),
        (name, other) => format!("{name} ({other})"),
    }
}

const fn other(lang: Lang) -> Lang {
    match lang {
        Lang::Ko => Lang::En,
        Lang::En => Lang::Ko,
    }
}

/// The lesson and the heading below which a term is taught, as far as the pack has them.
fn taught(term: &Term, pack: &Pack, lang: Lang) -> Option<String> {
    let (name, section) = term.place()?;
    let prose = pack.lesson(name)?.prose(lang);
    let section = section.and_then(|id| prose.section(id));
    let title = section
        .map(|section| section.title.as_str())
        .filter(|title| !title.is_empty());
    let title = title.unwrap_or(&prose.title);
    Some(format!("`{name}`, {title}"))
}
