//! What a text means, and how that looks.
//!
//! Code names roles, never colours. Only the sixteen colours that the user's own terminal theme
//! defines are used, so that they read on dark and light ground. Colour never carries a meaning
//! alone: verdicts have a symbol and a word, code has its backticks, a plain heading its `##`.

use std::fmt::{self, Display};

use anstyle::{AnsiColor, Style};

#[cfg(test)]
mod tests;

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    Text,
    /// Done, right, there.
    Ok,
    /// Wrong, failed, missing.
    Error,
    /// Still under way, or worth attention.
    Waiting,
    /// A hint or the next command to type.
    Hint,
    /// The name of an object, a lesson or an exercise.
    Name,
    /// A command, a field, a value: what could be typed.
    Code,
    /// A heading.
    Heading,
    /// An emphasised word.
    Emphasis,
    /// A strongly emphasised word.
    Strong,
    /// Secondary: evidence, sources, times.
    Dim,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 11] = [
        Self::Text,
        Self::Ok,
        Self::Error,
        Self::Waiting,
        Self::Hint,
        Self::Name,
        Self::Code,
        Self::Heading,
        Self::Emphasis,
        Self::Strong,
        Self::Dim,
    ];
}

/// A symbol in front of a line. Those of the verdicts differ from one another in either set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Symbol {
    /// The verdict `pass`.
    Pass,
    /// The verdict `fail`.
    Fail,
    /// The verdict `waiting`.
    Waiting,
    /// The verdict `blocked`.
    Blocked,
    /// The verdict `not-set-up`.
    NotSetUp,
    /// The verdict `lost`.
    Lost,
    /// The verdict `unsupported`.
    Unsupported,
    /// The verdict `error`.
    Error,
    /// An item of a list.
    Bullet,
    /// What to do next.
    Next,
    /// Stands where something was cut.
    Cut,
}

impl Symbol {
    /// The verdicts' symbols.
    pub const VERDICTS: [Self; 8] = [
        Self::Pass,
        Self::Fail,
        Self::Waiting,
        Self::Blocked,
        Self::NotSetUp,
        Self::Lost,
        Self::Unsupported,
        Self::Error,
    ];

    /// The role it is painted in.
    pub const fn role(self) -> Role {
        match self {
            Self::Pass => Role::Ok,
            Self::Fail | Self::Lost | Self::Error => Role::Error,
            Self::Waiting => Role::Waiting,
            Self::Next => Role::Hint,
            Self::Blocked | Self::NotSetUp | Self::Unsupported | Self::Bullet | Self::Cut => {
                Role::Dim
            }
        }
    }

    /// One cell each, and none that a CJK terminal may draw two cells wide, except the bullet and
    /// the ellipsis, which such terminals have the habit of drawing narrow.
    const fn unicode(self) -> &'static str {
        match self {
            Self::Pass => "✓",
            Self::Fail => "✗",
            Self::Waiting => "⋯",
            Self::Blocked => "⊘",
            Self::NotSetUp => "◌",
            Self::Lost => "↯",
            Self::Unsupported => "∅",
            Self::Error => "!",
            Self::Bullet => "•",
            Self::Next => "➜",
            Self::Cut => "…",
        }
    }

    const fn ascii(self) -> &'static str {
        match self {
            Self::Pass => "+",
            Self::Fail => "x",
            Self::Waiting => "~",
            Self::Blocked => "-",
            Self::NotSetUp => "o",
            Self::Lost => "#",
            Self::Unsupported => "?",
            Self::Error => "!",
            Self::Bullet => "*",
            Self::Next => ">",
            Self::Cut => "...",
        }
    }
}

/// How roles and symbols look on one terminal. Passed down as an argument; there is no global.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    colour: bool,
    ascii: bool,
}

impl Theme {
    /// No escape sequences at all: `NO_COLOR`, `--plain`, a dumb terminal, a pipe.
    pub const fn plain() -> Self {
        Self {
            colour: false,
            ascii: false,
        }
    }

    /// Colours and attributes.
    pub const fn colour() -> Self {
        Self {
            colour: true,
            ascii: false,
        }
    }

    /// The same with symbols, bullets and table borders in ASCII.
    #[must_use]
    pub const fn ascii(self) -> Self {
        Self {
            ascii: true,
            ..self
        }
    }

    /// Whether nothing may be styled.
    pub const fn is_plain(self) -> bool {
        !self.colour
    }

    /// Whether symbols are limited to ASCII.
    pub const fn is_ascii(self) -> bool {
        self.ascii
    }

    /// The style of a role.
    pub const fn style(self, role: Role) -> Style {
        if !self.colour {
            return Style::new();
        }
        match role {
            Role::Text => Style::new(),
            Role::Ok => AnsiColor::Green.on_default(),
            Role::Error => AnsiColor::Red.on_default().bold(),
            Role::Waiting => AnsiColor::Yellow.on_default(),
            Role::Hint => AnsiColor::Magenta.on_default(),
            Role::Name | Role::Strong => Style::new().bold(),
            Role::Code => AnsiColor::Cyan.on_default(),
            Role::Heading => Style::new().bold().underline(),
            Role::Emphasis => Style::new().italic(),
            Role::Dim => Style::new().dimmed(),
        }
    }

    /// `text` in the style of a role, to be displayed. The text has to be wrapped and padded
    /// before: escape sequences have no width.
    pub const fn paint<T: Display>(self, role: Role, text: T) -> Painted<T> {
        Painted {
            style: self.style(role),
            text,
        }
    }

    /// A symbol as bare text.
    pub const fn symbol(self, symbol: Symbol) -> &'static str {
        if self.ascii {
            symbol.ascii()
        } else {
            symbol.unicode()
        }
    }

    /// A symbol in the style of its role.
    pub const fn paint_symbol(self, symbol: Symbol) -> Painted<&'static str> {
        self.paint(symbol.role(), self.symbol(symbol))
    }
}

/// Text in a style; see [`Theme::paint`].
#[derive(Clone, Copy, Debug)]
pub struct Painted<T> {
    style: Style,
    text: T,
}

impl<T: Display> Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}{}{}",
            self.style.render(),
            self.text,
            self.style.render_reset()
        )
    }
}
