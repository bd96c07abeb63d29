//! A cheat sheet: the commands that a learner has used, by what they are for.

use super::diagnosis::Style;
use super::prose::{Lead, paragraph};
use super::theme::Role;
use crate::i18n::{Args, Catalog};
use crate::msg;
use crate::snapshot::used::{Purpose, command_of};

/// The sheet for a terminal; `lines` are commands as [`generalised`](crate::snapshot::used::generalised)
/// has them.
pub fn text<'a>(lines: impl IntoIterator<Item = &'a str>, style: Style<'_>) -> String {
    let (catalog, theme, cells) = (style.catalog, style.theme, style.cells);
    let mut text = String::new();
    for (purpose, lines) in grouped(lines) {
        if !text.is_empty() {
            text.push('\n');
        }
        let heading = theme.paint(Role::Heading, title(purpose, catalog));
        text.push_str(&format!("{heading}\n"));
        for line in lines {
            text.push_str(&format!("  {}\n", theme.paint(Role::Code, line)));
            let about = about(line, catalog);
            text.push_str(&paragraph(
                &about,
                Role::Dim,
                Lead::indent("      "),
                theme,
                cells,
            ));
        }
    }
    text
}

/// The sheet as Markdown, to be printed.
pub fn markdown<'a>(lines: impl IntoIterator<Item = &'a str>, catalog: &Catalog) -> String {
    let mut text = format!("# {}\n", catalog.plain(msg!("cheatsheet-title")));
    let (command, what) = (
        catalog.plain(msg!("cheatsheet-column-command")),
        catalog.plain(msg!("cheatsheet-column-about")),
    );
    for (purpose, lines) in grouped(lines) {
        let title = title(purpose, catalog);
        text.push_str(&format!(
            "\n## {title}\n\n| {command} | {what} |\n|---|---|\n"
        ));
        for line in lines {
            text.push_str(&format!("| `{line}` | {} |\n", about(line, catalog)));
        }
    }
    text
}

/// Commands by what they are for, in the order of a sheet.
fn grouped<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<(Purpose, Vec<&'a str>)> {
    let known = |line: &'a str| command_of(line).map(|(_, purpose)| (purpose, line));
    let lines: Vec<(Purpose, &str)> = lines.into_iter().filter_map(known).collect();
    let of = |wanted: Purpose| {
        let fitting = lines.iter().filter(move |(purpose, _)| *purpose == wanted);
        fitting.map(|(_, line)| *line).collect::<Vec<_>>()
    };
    let groups = Purpose::ALL
        .into_iter()
        .map(|purpose| (purpose, of(purpose)));
    groups.filter(|(_, lines)| !lines.is_empty()).collect()
}

fn title(purpose: Purpose, catalog: &Catalog) -> String {
    said(&format!("cheatsheet-group-{}", purpose.name()), catalog)
}

/// What a command does, in one line.
fn about(line: &str, catalog: &Catalog) -> String {
    let command = command_of(line).map_or("", |(command, _)| command);
    said(
        &format!("cheatsheet-{}", command.replace(' ', "-")),
        catalog,
    )
}

fn said(id: &str, catalog: &Catalog) -> String {
    catalog.text_dyn(id, &Args::new()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use crate::render::theme::Theme;
    use crate::snapshot::used::COMMANDS;

    #[test]
    fn every_command_is_described_in_both_languages() {
        for catalog in Lang::ALL.map(Catalog::new) {
            for (command, purpose) in COMMANDS {
                assert!(!about(command, &catalog).is_empty(), "{command}");
                assert!(!title(*purpose, &catalog).is_empty(), "{purpose:?}");
            }
        }
    }

    #[test]
    fn a_sheet_is_grouped_by_purpose() {
        let lines = [
            "kubectl delete pods NAME",
            "kubectl get pods",
            "nothing known",
        ];
        let catalog = Catalog::new(Lang::En);
        let style = Style {
            catalog: &catalog,
            theme: Theme::plain(),
            cells: 80,
        };
        let sheet = text(lines, style);
        assert!(
            sheet.find("kubectl get pods") < sheet.find("kubectl delete"),
            "{sheet}"
        );
        assert!(!sheet.contains("nothing known"));
        assert!(markdown(lines, &catalog).contains("| `kubectl get pods` | "));
    }
}
