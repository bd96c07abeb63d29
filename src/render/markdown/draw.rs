//! Lines drawn with termimad: bullets, numbers, quote marks, borders and styles are its work, from
//! a skin that says what the theme says.

use std::fmt::{self, Display};

use anstyle::{AnsiColor, Color as ThemeColour, Effects, Style as ThemeStyle};
use termimad::crossterm::style::{Attribute, Attributes, Color, force_color_output};
use termimad::minimad::{Alignment as Align, Compound};
use termimad::{
    CompositeKind, CompoundStyle, FmtComposite, FmtLine, FmtTableRow, FmtTableRule, LineStyle,
    MadSkin, RelativePosition, Spacing, StyledChar,
};

use super::block::{Alignment, Inline};
use super::layout::{Body, Border, Lead, Line};
use crate::render::theme::{Role, Symbol, Theme};
use crate::render::width::width;

/// Draws lines, each ended by `\n`.
pub(super) fn draw(lines: &[Line], theme: Theme) -> String {
    // crossterm, below termimad, looks at NO_COLOR on its own. Whether there is colour was decided
    // when the theme was chosen, and a plain skin has none to force.
    force_color_output(true);
    let skin = skin(theme);
    let mut out = String::new();
    for line in lines {
        let drawn = Drawn { line, skin: &skin }.to_string();
        out.push_str(drawn.trim_end_matches(' '));
        out.push('\n');
    }
    out
}

/// The theme as a skin of termimad.
fn skin(theme: Theme) -> MadSkin {
    let style = |role| compound_style(theme.style(role));
    let line_style = |role| LineStyle::from(style(role));
    let mut skin = MadSkin::no_style();
    skin.bold = style(Role::Strong);
    skin.italic = style(Role::Emphasis);
    skin.inline_code = style(Role::Code);
    skin.code_block = line_style(Role::Code);
    skin.headers = [line_style(Role::Heading); termimad::minimad::MAX_HEADER_DEPTH];
    skin.table = line_style(Role::Dim);
    if theme.is_ascii() {
        skin.limit_to_ascii();
    }
    let bullet = theme.symbol(Symbol::Bullet).chars().next().unwrap_or('*');
    skin.bullet = StyledChar::new(style(Role::Dim), bullet);
    skin.quote_mark.set_compound_style(style(Role::Dim));
    skin.horizontal_rule.set_compound_style(style(Role::Dim));
    for ordered in &mut skin.ordered_item_styles {
        ordered.index_style = style(Role::Dim);
        ordered.index_suffix.set_compound_style(style(Role::Dim));
    }
    skin
}

fn compound_style(style: ThemeStyle) -> CompoundStyle {
    let pairs = [
        (Effects::BOLD, Attribute::Bold),
        (Effects::DIMMED, Attribute::Dim),
        (Effects::ITALIC, Attribute::Italic),
        (Effects::UNDERLINE, Attribute::Underlined),
    ];
    let mut attributes = Attributes::default();
    for (effect, attribute) in pairs {
        if style.get_effects().contains(effect) {
            attributes.set(attribute);
        }
    }
    CompoundStyle::new(style.get_fg_color().and_then(colour), None, attributes)
}

/// A theme's colour in crossterm's names. Themes use the terminal's own sixteen only.
fn colour(colour: ThemeColour) -> Option<Color> {
    let ThemeColour::Ansi(colour) = colour else {
        return None;
    };
    Some(match colour {
        AnsiColor::Black => Color::Black,
        AnsiColor::Red => Color::DarkRed,
        AnsiColor::Green => Color::DarkGreen,
        AnsiColor::Yellow => Color::DarkYellow,
        AnsiColor::Blue => Color::DarkBlue,
        AnsiColor::Magenta => Color::DarkMagenta,
        AnsiColor::Cyan => Color::DarkCyan,
        AnsiColor::White => Color::Grey,
        AnsiColor::BrightBlack => Color::DarkGrey,
        AnsiColor::BrightRed => Color::Red,
        AnsiColor::BrightGreen => Color::Green,
        AnsiColor::BrightYellow => Color::Yellow,
        AnsiColor::BrightBlue => Color::Blue,
        AnsiColor::BrightMagenta => Color::Magenta,
        AnsiColor::BrightCyan => Color::Cyan,
        AnsiColor::BrightWhite => Color::White,
    })
}

struct Drawn<'a> {
    line: &'a Line,
    skin: &'a MadSkin,
}

impl Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for lead in &self.line.lead {
            self.lead(f, lead)?;
        }
        let line = match &self.line.body {
            Body::Empty => return Ok(()),
            Body::Text { heading, spans } => {
                let kind = heading.map_or(CompositeKind::Paragraph, CompositeKind::Header);
                FmtLine::Normal(composite(kind, spans))
            }
            Body::Code(code) => FmtLine::Normal(FmtComposite {
                kind: CompositeKind::Code,
                ..FmtComposite::from_compound(Compound::raw_str(code))
            }),
            Body::Row(cells) => FmtLine::TableRow(FmtTableRow {
                cells: cells
                    .iter()
                    .map(|(cells, align, text)| cell(*cells, *align, text))
                    .collect(),
            }),
            Body::Border(border, widths) => FmtLine::TableRule(FmtTableRule {
                position: match border {
                    Border::Top => RelativePosition::Top,
                    Border::Inner => RelativePosition::Other,
                    Border::Bottom => RelativePosition::Bottom,
                },
                widths: widths.clone(),
                aligns: Vec::new(),
            }),
            Body::Rule(cells) => {
                return self
                    .skin
                    .write_fmt_line(f, &FmtLine::HorizontalRule, Some(*cells), false);
            }
        };
        self.skin.write_fmt_line(f, &line, None, false)
    }
}

impl Drawn<'_> {
    fn lead(&self, f: &mut fmt::Formatter<'_>, lead: &Lead) -> fmt::Result {
        match lead {
            Lead::Space(cells) => write!(f, "{}", " ".repeat(*cells)),
            Lead::Bullet => write!(f, "{} ", self.skin.bullet),
            Lead::Quote => write!(f, "{} ", self.skin.quote_mark),
            Lead::Number { index, digits } => {
                let style = self.skin.ordered_item_style(0);
                let number = style.index_style.apply_to(format!("{index:>digits$}"));
                write!(f, "{number}{} ", style.index_suffix)
            }
        }
    }
}

/// Text as termimad's composite, with the cells that it takes.
fn composite(kind: CompositeKind, spans: &[Inline]) -> FmtComposite<'_> {
    FmtComposite {
        kind,
        compounds: spans.iter().map(compound).collect(),
        visible_length: spans.iter().map(|span| width(&span.text)).sum(),
        spacing: None,
    }
}

fn compound(span: &Inline) -> Compound<'_> {
    let mut compound = Compound::raw_str(&span.text);
    compound.set_bold(span.style.strong);
    compound.set_italic(span.style.emphasis);
    compound.set_code(span.style.code);
    compound
}

/// A cell of a table, padded by termimad; a space of its own keeps the text off the borders.
fn cell(cells: usize, align: Alignment, text: &[Inline]) -> FmtComposite<'_> {
    let mut cell = composite(CompositeKind::Paragraph, text);
    cell.compounds.insert(0, Compound::raw_str(" "));
    cell.compounds.push(Compound::raw_str(" "));
    cell.visible_length += 2;
    let align = match align {
        Alignment::None | Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    };
    cell.spacing = Some(Spacing {
        width: cells,
        align,
    });
    cell
}
