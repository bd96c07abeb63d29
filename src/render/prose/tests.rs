//! Messages wrapped, with code painted.

use super::*;

#[test]
fn backticks_mark_code() {
    assert_eq!(
        spans("`web` 파드가 없어요.", Role::Text),
        [
            Span::whole("`web`", Role::Code),
            Span::new(" 파드가 없어요.", Role::Text),
        ]
    );
    assert_eq!(spans("a ` b", Role::Dim), [Span::new("a ` b", Role::Dim)]);
    assert_eq!(spans("a `` b", Role::Dim), [Span::new("a `` b", Role::Dim)]);
    assert_eq!(spans("", Role::Text), []);
}

#[test]
fn a_paragraph_hangs_on_its_lead() {
    let lead = Lead {
        first: "✗ ",
        rest: "  ",
        role: Some(Role::Error),
    };
    let message = "`web` 파드가 아직 실행되지 않았어요.";
    assert_eq!(
        paragraph(message, Role::Text, lead, Theme::plain(), 20),
        "✗ `web` 파드가 아직\n  실행되지 않았어요.\n"
    );
    assert_eq!(
        paragraph("`web`", Role::Text, lead, Theme::colour(), 20),
        "\u{1b}[1m\u{1b}[31m✗ \u{1b}[0m\u{1b}[36m`web`\u{1b}[0m\n"
    );
}

#[test]
fn an_empty_line_has_no_trailing_space() {
    let text = paragraph("a\n\nb", Role::Text, Lead::indent("  "), Theme::plain(), 20);
    assert_eq!(text, "  a\n\n  b\n");
    assert_eq!(
        paragraph("", Role::Text, Lead::default(), Theme::plain(), 20),
        ""
    );
}
