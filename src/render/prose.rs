//! Interface messages on the terminal: wrapped, with what stands in backticks painted as code.
//!
//! Fluent messages write names and commands in backticks (`` `web` 파드가 ``), as Markdown does. The
//! backticks stay, so that colour is not all that tells a name from the text around it.

use super::theme::{Role, Theme};
use super::width::width;
use super::wrap::{Span, wrap_spans};

#[cfg(test)]
mod tests;

/// What stands in front of the lines of a paragraph: `first` of the first one, `rest` of the
/// others. Both count towards the width and are written as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lead<'a> {
    /// In front of the first line, such as `"- "`.
    pub first: &'a str,
    /// In front of every other line, such as `"  "`.
    pub rest: &'a str,
    /// The role `first` is painted in.
    pub role: Option<Role>,
}

impl<'a> Lead<'a> {
    /// The same in front of every line.
    pub const fn indent(indent: &'a str) -> Self {
        Self {
            first: indent,
            rest: indent,
            role: None,
        }
    }
}

/// Splits a message into text and what stands in backticks. An unpaired backtick is text.
pub fn spans(message: &str, role: Role) -> Vec<Span<Role>> {
    let mut spans = Vec::new();
    let mut rest = message;
    while let Some(start) = rest.find('`') {
        let Some(length) = rest[start + 1..].find('`').filter(|&length| length > 0) else {
            break;
        };
        let end = start + length + 2;
        if start > 0 {
            spans.push(Span::new(&rest[..start], role));
        }
        spans.push(Span::whole(&rest[start..end], Role::Code));
        rest = &rest[end..];
    }
    if !rest.is_empty() {
        spans.push(Span::new(rest, role));
    }
    spans
}

/// Renders a message of several paragraphs, one in each line of it; those that begin with `- ` are
/// items of a list, whose further lines are indented.
pub fn paragraphs(message: &str, role: Role, indent: &str, theme: Theme, cells: usize) -> String {
    let hanging = format!("{indent}  ");
    let render = |line: &str| {
        let rest = if line.starts_with("- ") {
            &hanging
        } else {
            indent
        };
        let lead = Lead {
            first: indent,
            rest,
            role: None,
        };
        paragraph(line, role, lead, theme, cells)
    };
    message.lines().map(render).collect()
}

/// Renders a message as lines of at most `cells` cells, each ended by `\n`. Line ends in the
/// message are kept; an empty message has no lines.
pub fn paragraph(message: &str, role: Role, lead: Lead<'_>, theme: Theme, cells: usize) -> String {
    let room = |lead: &str| cells.saturating_sub(width(lead));
    let lines = wrap_spans(&spans(message, role), room(lead.first), room(lead.rest));
    let mut out = String::new();
    for (index, line) in lines.iter().enumerate() {
        let front = if index == 0 { lead.first } else { lead.rest };
        let front = if line.is_empty() {
            front.trim_end()
        } else {
            front
        };
        let front_role = lead.role.filter(|_| index == 0).unwrap_or(Role::Text);
        out.push_str(&theme.paint(front_role, front).to_string());
        for span in line {
            out.push_str(&theme.paint(span.style, &span.text).to_string());
        }
        out.push('\n');
    }
    out
}
