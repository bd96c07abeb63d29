//! How many cells a text takes.

use super::*;

/// 한글 as a Mac file system stores it: every syllable as two or three jamo.
const DECOMPOSED: &str = "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}";

#[test]
fn hangul_takes_two_cells_composed_or_not() {
    assert_eq!(width("파드"), 4);
    assert_eq!(width("한글"), 4);
    assert_eq!(width(DECOMPOSED), 4);
    assert_eq!(width("web 파드"), 8);
    assert_eq!(width("café"), 4);
    assert_eq!(width("cafe\u{301}"), 4);
}

#[test]
fn emoji_take_two_cells_however_they_are_built() {
    for emoji in ["🍇", "👩‍👩‍👧", "👍🏽", "❤\u{fe0f}", "🇰🇷"] {
        assert_eq!(width(emoji), 2, "{emoji}");
    }
}

#[test]
fn padding_counts_cells() {
    assert_eq!(pad_right("파드", 6), "파드  ");
    assert_eq!(pad_left("파드", 6), "  파드");
    assert_eq!(pad_right("파드", 3), "파드");
    assert_eq!(fit("디플로이먼트", 7, "…"), "디플로…");
    assert_eq!(fit("디플로이먼트", 8, "…"), "디플로… ");
    assert_eq!(fit("pod", 5, "…"), "pod  ");
}

#[test]
fn truncation_leaves_room_for_its_mark() {
    assert_eq!(truncate("deployment", 10, "…"), "deployment");
    assert_eq!(truncate("deployment", 9, "…"), "deployme…");
    assert_eq!(truncate("deployment", 9, "..."), "deploy...");
    assert_eq!(truncate("deployment", 2, "..."), "de");
    assert_eq!(truncate("파드", 1, "…"), "…");
    assert_eq!(truncate("파드", 0, "…"), "");
}

#[test]
fn a_cluster_is_never_cut() {
    assert_eq!(split_at(DECOMPOSED, 3).0, "\u{1112}\u{1161}\u{11ab}");
    assert_eq!(split_at("👩‍👩‍👧가", 1), ("", "👩‍👩‍👧가"));
    assert_eq!(split_at("👩‍👩‍👧가", 2), ("👩‍👩‍👧", "가"));
    assert_eq!(split_at("가나다", 5), ("가나", "다"));
    assert_eq!(split_at("가나다", 6), ("가나다", ""));
}

#[test]
fn the_widest_line_counts() {
    assert_eq!(widest_line("a\n파드\nbc"), 4);
    assert_eq!(widest_line(""), 0);
}
