//! Roles and symbols, plain and in colour.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr;

use super::*;

#[test]
fn plain_writes_no_escape_sequence() {
    for role in Role::ALL {
        assert_eq!(Theme::plain().paint(role, "web").to_string(), "web");
    }
}

#[test]
fn colour_ends_what_it_begins() {
    let painted = Theme::colour().paint(Role::Ok, "web").to_string();
    assert_eq!(painted, "\x1b[32mweb\x1b[0m");
    assert_eq!(Theme::colour().paint(Role::Text, "web").to_string(), "web");
}

#[test]
fn verdicts_can_be_told_apart_without_colour() {
    for theme in [Theme::plain(), Theme::plain().ascii()] {
        let symbols: BTreeSet<_> = Symbol::VERDICTS.map(|symbol| theme.symbol(symbol)).into();
        assert_eq!(symbols.len(), Symbol::VERDICTS.len());
        assert!(
            symbols.iter().all(|symbol| symbol.width_cjk() == 1),
            "{symbols:?}"
        );
    }
}

#[test]
fn ascii_is_ascii() {
    let theme = Theme::colour().ascii();
    for symbol in [Symbol::Bullet, Symbol::Next, Symbol::Cut]
        .iter()
        .chain(&Symbol::VERDICTS)
    {
        assert!(theme.symbol(*symbol).is_ascii(), "{symbol:?}");
    }
}
