//! What is made harmless and what stays.

use super::*;

fn check(text: &str, expected: &str) {
    assert_eq!(line(text), expected);
}

#[test]
fn harmless_text_is_borrowed() {
    assert!(matches!(line("web-7d4b9c"), Cow::Borrowed("web-7d4b9c")));
    assert!(matches!(
        clean("web", Policy::LINE.limit(3)),
        Cow::Borrowed("web")
    ));
}

#[test]
fn escape_sequences_are_written_out() {
    check("\x1b[31mred\x1b[0m", r"\u{1b}[31mred\u{1b}[0m");
    check("\x1b]0;title\x07", r"\u{1b}]0;title\u{7}");
    check("\u{9b}31m", r"\u{9b}31m");
    check("a\0b\x08\x7f", r"a\u{0}b\u{8}\u{7f}");
    check("\u{85}", r"\u{85}");
}

#[test]
fn line_ends_and_tabs_follow_the_policy() {
    check("a\nb\r\nc\rd\te", r"a\nb\r\nc\rd\te");
    assert_eq!(block("a\nb\r\nc\rd\te"), "a\nb\nc\\rd    e");
    assert_eq!(block("\ta\n파드\tb"), "        a\n파드    b");
    assert_eq!(block("a\u{2028}b\u{2029}"), r"a\u{2028}b\u{2029}");
}

#[test]
fn what_hides_or_reorders_is_written_out() {
    check("user\u{202e}txt.exe", r"user\u{202e}txt.exe");
    check("\u{2066}a\u{2069}\u{200e}", r"\u{2066}a\u{2069}\u{200e}");
    check("we\u{200b}b\u{feff}", r"we\u{200b}b\u{feff}");
    check("we\u{200d}b", r"we\u{200d}b");
    check("we\u{fe0f}b", r"we\u{fe0f}b");
    check("\u{3164}", r"\u{3164}");
    check("\u{1160}", r"\u{1160}");
    check("a\u{e0061}", r"a\u{e0061}");
}

#[test]
fn a_space_that_is_none_shows_itself_unless_it_was_typeset() {
    check("nginx\u{a0}", r"nginx\u{a0}");
    check("a\u{3000}b", r"a\u{3000}b");
    assert_eq!(clean("80\u{a0}°", Policy::LINE.keep_spaces()), "80\u{a0}°");
    assert_eq!(clean("a\u{2028}", Policy::LINE.keep_spaces()), r"a\u{2028}");
}

#[test]
fn visible_clusters_stay_whole() {
    for text in [
        "파드가 떴어요",
        "\u{1112}\u{1161}\u{11ab}",
        "👩‍👩‍👧",
        "👍🏽",
        "❤\u{fe0f}",
        "🇰🇷",
        "e\u{301}",
        "한국어 ✓",
    ] {
        check(text, text);
    }
}

#[test]
fn a_tower_of_marks_is_cut_down() {
    let tower = format!("a{}", "\u{301}".repeat(MAX_MARKS + 2));
    let expected = format!("a{}{}", "\u{301}".repeat(MAX_MARKS), r"\u{301}".repeat(2));
    check(&tower, &expected);
}

#[test]
fn a_limit_counts_cells_and_leaves_its_mark() {
    let within = |text, cells| clean(text, Policy::LINE.limit(cells)).into_owned();
    assert_eq!(within("deployment", 10), "deployment");
    assert_eq!(within("deployment", 9), "deployme…");
    assert_eq!(within("디플로이먼트", 12), "디플로이먼트");
    assert_eq!(within("디플로이먼트", 8), "디플로…");
    assert_eq!(within("디플로이먼트", 0), "");
    assert_eq!(within("ab\x1b", 7), "ab…");
    assert_eq!(
        clean("deployment", Policy::LINE.limit(6).mark("...")),
        "dep..."
    );
    assert_eq!(clean("a\nb\nc", Policy::BLOCK.limit(4)), "a\nb…");
}

#[test]
fn every_character_comes_out_harmless() {
    // Planes 3 to 13 hold ideographs or nothing.
    for c in ('\0'..='\u{2ffff}').chain('\u{e0000}'..='\u{e1fff}') {
        for text in [c.to_string(), format!("a{c}b")] {
            let shown = line(&text);
            let bad = |c: char| c.is_control() || (is_hidden(c) || is_odd_space(c));
            assert!(!shown.contains(bad), "{text:?} -> {shown:?}");
        }
    }
}

#[test]
fn a_limit_is_never_exceeded_and_the_head_is_kept() {
    let text = "파드\u{202e} web\x1b[1m\n👩‍👩‍👧e\u{301}\t".repeat(3);
    for policy in [Policy::LINE, Policy::BLOCK] {
        let full = clean(&text, policy).into_owned();
        for cells in 0..150 {
            let cut = clean(&text, policy.limit(cells)).into_owned();
            let used: usize = cut.lines().map(width).sum::<usize>() + cut.matches('\n').count();
            assert!(used <= cells, "{cut:?} at {cells}");
            assert!(full.starts_with(cut.trim_end_matches('…')), "{cut:?}");
        }
    }
}
