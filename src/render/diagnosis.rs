//! A diagnosis as text: headline, field, evidence, because, what follows, what is right, next.

use super::checklist::sentence;
use super::noun::with_nouns;
use super::prose::{Lead, paragraph};
use super::sanitize::{self, Policy};
use super::theme::{Role, Theme};
use super::width;
use crate::explain::{Arg, Diagnosis, Evidence, Finding, Source, typed};
use crate::i18n::{Args, Catalog, MessageId};
use crate::lesson::model::Exercise;
use crate::msg;

/// How much evidence is shown at first; `why` shows all.
const EVIDENCE: usize = 3;

/// How long one quotation may be at first, in cells; `why` shows all of it.
const QUOTE: usize = 240;

/// What of a diagnosis is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Detail {
    /// Everything: all evidence, all findings.
    pub full: bool,
    /// The repairing command too.
    pub fix: bool,
    /// In a lab only where to look.
    pub lab: bool,
}

/// How diagnoses are written: language, theme, width.
#[derive(Debug, Clone, Copy)]
pub struct Style<'a> {
    /// The language.
    pub catalog: &'a Catalog,
    /// Colours and symbols.
    pub theme: Theme,
    /// The width in cells.
    pub cells: usize,
}

/// The headline of a finding: one sentence, cause not symptom.
pub fn headline(finding: &Finding, catalog: &Catalog) -> String {
    match &finding.say {
        Some(say) => say.get(catalog.lang()).to_owned(),
        None => part(finding, "headline", catalog),
    }
}

/// The mechanism behind a finding, in a sentence.
pub fn because(finding: &Finding, catalog: &Catalog) -> String {
    part(finding, "because", catalog)
}

/// A part of a finding's words: with its variant where there is one, else without.
fn part(finding: &Finding, part: &str, catalog: &Catalog) -> String {
    let args = args(finding, catalog);
    let plain = format!("explain-{}-{part}", finding.code);
    finding
        .variant
        .and_then(|variant| catalog.text_dyn(&format!("{plain}-{variant}"), &args))
        .or_else(|| catalog.text_dyn(&plain, &args))
        .unwrap_or_default()
}

/// The finding's values, made harmless, with the nouns of its kind.
fn args(finding: &Finding, catalog: &Catalog) -> Args {
    let mut args = Args::new();
    for (name, value) in &finding.args {
        match value {
            Arg::Text(text) => {
                args.set(
                    *name,
                    sanitize::clean(text, Policy::LINE.limit(QUOTE)).into_owned(),
                );
            }
            Arg::Number(number) => args.set(*name, *number),
        }
    }
    match finding.args.get("kind") {
        Some(Arg::Text(kind)) => with_nouns(args, kind, catalog),
        _ => args,
    }
}

/// A whole diagnosis.
pub fn diagnosis(
    diagnosis: &Diagnosis,
    exercise: &Exercise,
    style: Style<'_>,
    detail: Detail,
) -> String {
    let Some(first) = diagnosis.first() else {
        return String::new();
    };
    let mut text = finding(first, style, detail);
    let writer = Writer { style };
    if !detail.lab {
        let right = exercise
            .expect
            .iter()
            .filter(|expectation| !expectation.hidden && diagnosis.right.contains(&expectation.id))
            .map(|expectation| sentence(expectation, style.catalog));
        let right: Vec<String> = right.collect();
        if !right.is_empty() && detail.full {
            text.push_str(&writer.labelled(msg!("check-right"), &right.join(" · "), Role::Text));
        }
    }
    let others = diagnosis.others();
    if detail.full {
        for other in &diagnosis.findings[1..] {
            text.push_str(&writer.title(msg!("check-also")));
            text.push_str(&finding(other, style, detail));
        }
        if !diagnosis.folded.is_empty() {
            text.push_str(&writer.title(msg!("check-folded")));
            for folded in &diagnosis.folded {
                let line = format!("{} [{}]", headline(folded, style.catalog), folded.code);
                text.push_str(&writer.indented(&line, Role::Dim));
            }
        }
    } else if others > 0 {
        let count = i64::try_from(others).unwrap_or(i64::MAX);
        let more = style
            .catalog
            .text(msg!("check-more"), &Args::new().with("count", count));
        text.push_str(&paragraph(
            &more,
            Role::Dim,
            Lead::indent("  "),
            style.theme,
            style.cells,
        ));
    }
    text
}

/// One finding.
pub fn finding(finding: &Finding, style: Style<'_>, detail: Detail) -> String {
    let writer = Writer { style };
    let catalog = style.catalog;
    let lead = Lead::default();
    let mut text = paragraph(
        &headline(finding, catalog),
        Role::Strong,
        lead,
        style.theme,
        style.cells,
    );
    if finding.confidence == crate::explain::Confidence::Likely {
        let likely = catalog.plain(msg!("check-likely"));
        text.push_str(&paragraph(
            &likely,
            Role::Dim,
            Lead::indent("  "),
            style.theme,
            style.cells,
        ));
    }
    if !detail.lab || detail.full {
        text.push_str(&writer.field(finding));
    }
    text.push_str(&writer.evidence(&finding.evidence, detail));
    let because = because(finding, catalog);
    if !because.is_empty() && (!detail.lab || detail.full) {
        text.push_str(&writer.labelled(msg!("check-because"), &because, Role::Text));
    }
    if !finding.consequences.is_empty() {
        let names: Vec<String> = finding
            .consequences
            .iter()
            .map(|key| sanitize::line(&key.to_string()).into_owned())
            .collect();
        text.push_str(&writer.labelled(msg!("check-follows"), &names.join(", "), Role::Text));
    }
    if !finding.look.is_empty() {
        text.push_str(&writer.command(msg!("check-look"), &finding.look));
    }
    if detail.fix {
        for fix in &finding.fix {
            text.push_str(&writer.command(msg!("check-fix"), fix));
        }
    }
    let code = style
        .theme
        .paint(Role::Dim, format!("  [{}]", finding.code));
    text.push_str(&format!("{code}\n"));
    text
}

/// A command as it is typed: quoted where a shell would need it.
pub fn command_line(words: &[String]) -> String {
    let words: Vec<String> = words
        .iter()
        .map(|word| sanitize::line(word).into_owned())
        .collect();
    typed::command_line(&words)
}

struct Writer<'a> {
    style: Style<'a>,
}

impl Writer<'_> {
    fn label(&self, id: MessageId) -> String {
        self.style.catalog.plain(id)
    }

    fn title(&self, id: MessageId) -> String {
        format!(
            "{}\n",
            self.style.theme.paint(Role::Heading, self.label(id))
        )
    }

    fn indented(&self, text: &str, role: Role) -> String {
        paragraph(
            text,
            role,
            Lead::indent("    "),
            self.style.theme,
            self.style.cells,
        )
    }

    /// `  Because: …`, continued under the text.
    fn labelled(&self, label: MessageId, text: &str, role: Role) -> String {
        let first = format!("  {}: ", self.label(label));
        let lead = Lead {
            first: &first,
            rest: "    ",
            role: Some(Role::Dim),
        };
        paragraph(text, role, lead, self.style.theme, self.style.cells)
    }

    /// A command is never broken, however long it is: it is there to be copied. One that does not
    /// fit behind its label gets a line of its own.
    fn command(&self, label: MessageId, words: &[String]) -> String {
        let label = format!("  {}:", self.label(label));
        let command = command_line(words);
        let fits = width::width(&label) + 1 + width::width(&command) <= self.style.cells;
        let between = if fits { " " } else { "\n    " };
        let label = self.style.theme.paint(Role::Dim, label);
        let command = self.style.theme.paint(Role::Code, command);
        format!("{label}{between}{command}\n")
    }

    /// Field, expected, actual: values aligned in one column.
    fn field(&self, finding: &Finding) -> String {
        let Some(path) = &finding.field else {
            return String::new();
        };
        let object = finding
            .object
            .as_ref()
            .map(|key| format!("{key}  "))
            .unwrap_or_default();
        let none = || self.label(msg!("check-none"));
        let shown = |value: &Option<String>| match value.as_deref() {
            None | Some("") => none(),
            Some(value) => sanitize::clean(value, Policy::LINE.limit(QUOTE)).into_owned(),
        };
        let mut rows = vec![(
            self.label(msg!("check-field")),
            sanitize::line(&format!("{object}{path}")).into_owned(),
        )];
        if finding.expected.is_some() {
            rows.push((self.label(msg!("check-expected")), shown(&finding.expected)));
        }
        // Where neither is known there is nothing to compare: the place alone.
        if finding.expected.is_some() || finding.actual.is_some() {
            rows.push((self.label(msg!("check-actual")), shown(&finding.actual)));
        }
        let column = rows
            .iter()
            .map(|(label, _)| width::width(label))
            .max()
            .unwrap_or(0);
        let mut text = String::new();
        for (label, value) in rows {
            let first = format!("    {}  ", width::pad_right(&label, column));
            let rest = " ".repeat(width::width(&first));
            let lead = Lead {
                first: &first,
                rest: &rest,
                role: Some(Role::Dim),
            };
            text.push_str(&paragraph(
                &value,
                Role::Name,
                lead,
                self.style.theme,
                self.style.cells,
            ));
        }
        text
    }

    fn evidence(&self, evidence: &[Evidence], detail: Detail) -> String {
        if evidence.is_empty() {
            return String::new();
        }
        let label = self
            .style
            .theme
            .paint(Role::Dim, self.label(msg!("check-evidence")));
        let mut text = format!("  {label}\n");
        let shown = if detail.full {
            evidence.len()
        } else {
            EVIDENCE
        };
        for evidence in evidence.iter().take(shown) {
            let policy = if detail.full {
                Policy::LINE
            } else {
                Policy::LINE.limit(QUOTE)
            };
            let quote = sanitize::clean(evidence.quote.trim(), policy);
            let place = match evidence.source {
                Source::Event => self.style.catalog.text(
                    msg!("check-event"),
                    &Args::new().with("reason", evidence.place.as_str()),
                ),
                _ => sanitize::line(&evidence.place).into_owned(),
            };
            let object = evidence
                .object
                .as_ref()
                .map(|key| sanitize::line(&key.to_string()).into_owned());
            let whose = [object.unwrap_or_default(), place].join("  ");
            let line = format!("{}: {quote}", whose.trim());
            let line = line.trim_start_matches(": ").to_owned();
            let lead = Lead {
                first: "    ",
                rest: "      ",
                role: None,
            };
            let (theme, cells) = (self.style.theme, self.style.cells);
            text.push_str(&paragraph(&line, Role::Text, lead, theme, cells));
        }
        text
    }
}
