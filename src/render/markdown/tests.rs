//! Lesson text at several widths, and what the subset leaves out.

use super::*;
use crate::render::width::width;

const KO: &str = include_str!("samples/ko.md");
const EN: &str = include_str!("samples/en.md");

fn plain(src: &str, cells: usize) -> String {
    render_markdown(src, Theme::plain(), cells)
}

#[test]
fn korean_at_60_80_and_120_cells() {
    for cells in [60, 80, 120] {
        insta::assert_snapshot!(format!("ko_{cells}"), plain(KO, cells));
    }
}

#[test]
fn english_at_60_80_and_120_cells() {
    for cells in [60, 80, 120] {
        insta::assert_snapshot!(format!("en_{cells}"), plain(EN, cells));
    }
}

/// Escape sequences in golden files are written out.
#[test]
fn colour_at_60_80_and_120_cells() {
    for cells in [60, 80, 120] {
        for (lang, src) in [("ko", KO), ("en", EN)] {
            let text = render_markdown(src, Theme::colour(), cells).replace('\x1b', r"\e");
            insta::assert_snapshot!(format!("{lang}_{cells}_colour"), text);
        }
    }
}

#[test]
fn ascii_draws_no_other_symbols() {
    let text = render_markdown(EN, Theme::plain().ascii(), 60);
    assert!(text.is_ascii(), "{text}");
    insta::assert_snapshot!("en_60_ascii", text);
}

/// Removes what colour adds.
fn stripped(text: &str) -> String {
    let mut out = String::new();
    let mut parts = text.split('\x1b');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        out.push_str(part.split_once('m').map_or("", |(_, rest)| rest));
    }
    out
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for cells in (24..=140).step_by(4) {
        for src in [KO, EN] {
            for theme in [Theme::plain(), Theme::colour(), Theme::plain().ascii()] {
                let text = stripped(&render_markdown(src, theme, cells));
                let code = |line: &str| {
                    line.starts_with("  ") && src.lines().any(|raw| raw == line.trim())
                };
                for line in text.lines().filter(|line| !code(line)) {
                    assert!(width(line) <= cells, "{} > {cells}: {line}", width(line));
                }
            }
        }
    }
}

#[test]
fn the_borders_of_a_table_stand_in_the_same_cells() {
    for cells in [40, 60, 80, 120] {
        let text = plain(KO, cells);
        let positions = |line: &str| -> Vec<usize> {
            let borders = line.match_indices(['│', '┌', '┐', '└', '┘', '├', '┤', '┬', '┴', '┼']);
            borders.map(|(at, _)| width(&line[..at])).collect()
        };
        let rows: Vec<_> = text
            .lines()
            .map(positions)
            .filter(|row| !row.is_empty())
            .collect();
        assert!(
            rows.len() > 5 && rows.iter().all(|row| *row == rows[0]),
            "{text}"
        );
    }
}

#[test]
fn syllables_of_a_word_stay_together() {
    let words: Vec<&str> = KO.lines().take(1).flat_map(str::split_whitespace).collect();
    for cells in 24..=140 {
        let text = plain(KO.lines().next().unwrap_or_default(), cells);
        let found: Vec<&str> = text.split_whitespace().collect();
        let bare: Vec<String> = words.iter().map(|word| word.replace('*', "")).collect();
        assert_eq!(found, bare);
    }
}

#[test]
fn a_particle_stays_behind_its_code_and_its_emphasis() {
    assert_eq!(
        plain("여기 `web`은 **파드**예요", 9),
        "여기\n`web`은\n파드예요\n"
    );
}

#[test]
fn decomposed_hangul_is_measured_as_composed() {
    let composed = "| 한글 | 각 |\n|---|---|\n| 한 | 글 |";
    let apart = composed
        .replace('한', "\u{1112}\u{1161}\u{11ab}")
        .replace('글', "\u{1100}\u{1173}\u{11af}")
        .replace('각', "\u{1100}\u{1161}\u{11a8}");
    let shapes = |src: &str| plain(src, 40).lines().map(width).collect::<Vec<_>>();
    assert_eq!(shapes(composed), shapes(&apart));
}

#[test]
fn links_show_their_address_once() {
    assert_eq!(
        plain("[문서](https://a.io)를 봐요", 60),
        "문서 <https://a.io>를 봐요\n"
    );
    assert_eq!(plain("<https://a.io>", 60), "https://a.io\n");
    assert_eq!(plain("[https://a.io](https://a.io)", 60), "https://a.io\n");
    assert_eq!(plain("![그림](a.png)", 60), "그림 <a.png>\n");
}

#[test]
fn foreign_characters_are_written_out() {
    assert_eq!(
        plain("a\u{1b}[31mb `c\u{202e}d`", 60),
        "a\\u{1b}[31mb `c\\u{202e}d`\n"
    );
    assert_eq!(
        plain("```\n\u{1b}[2J\n\tx\n```", 60),
        "  \\u{1b}[2J\n          x\n"
    );
    assert_eq!(plain("[a](<b\u{200b}>)", 60), "a <b\\u{200b}>\n");
}

#[test]
fn what_is_outside_the_subset_is_shown_as_text() {
    assert_eq!(plain("kubectl get <name>", 60), "kubectl get <name>\n");
    assert_eq!(plain("<div>\nx\n</div>", 60), "<div>\nx\n</div>\n");
    assert_eq!(plain("a[^1] ~~b~~", 60), "a[^1] ~~b~~\n");
    assert_eq!(plain("a\n\n---\n\nb", 5), "a\n\n―――――\n\nb\n");
}

#[test]
fn code_is_not_wrapped_and_hangs_in_its_list() {
    let src = "- run\n  ```\n  one two three\n\n  four\n  ```\n- next";
    assert_eq!(
        plain(src, 10),
        "• run\n    one two three\n\n    four\n• next\n"
    );
}

#[test]
fn numbers_of_a_list_are_set_right() {
    let src = "9. a\n10. b c\n";
    assert_eq!(plain(src, 6), " 9. a\n10. b\n    c\n");
}

#[test]
fn a_quote_marks_its_empty_lines_and_its_lists() {
    assert_eq!(plain("> a\n>\n> - b\n> - c", 20), "▐ a\n▐\n▐ • b\n▐ • c\n");
}

#[test]
fn an_empty_item_keeps_its_bullet() {
    assert_eq!(plain("-\n- a", 20), "•\n• a\n");
}

#[test]
fn a_table_without_room_becomes_records() {
    let src = "| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |";
    assert_eq!(plain(src, 20), "a: 1\nb: 2\nc: 3\n\na: 4\nb: 5\nc: 6\n");
}

#[test]
fn nesting_without_end_neither_overflows_nor_leaves_the_screen() {
    let quotes = format!("{}파드", ">".repeat(20_000));
    assert!(plain(&quotes, 40).lines().all(|line| width(line) <= 40));
    let items: Vec<String> = (0..30)
        .map(|depth| format!("{}- 파드", " ".repeat(depth * 2)))
        .collect();
    let lists = items.join(
        "
",
    );
    let text = plain(&lists, 40);
    assert_eq!(text.matches("파드").count(), 30);
    assert!(text.lines().all(|line| width(line) <= 40));
}

/// Lessons put together from scraps by a fixed generator: whatever the parser makes of them is
/// drawn, within the width where it holds no code.
#[test]
fn no_source_breaks_the_page() {
    const SCRAPS: [&str; 26] = [
        "파드",
        "가 나",
        " ",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "> ",
        "| a | 나 |\n|---|:-:|\n",
        "| ",
        " |\n",
        "**",
        "*",
        "`",
        "`kubectl get pods`",
        "[",
        "](http://a.io)",
        "![",
        "<b>",
        "## ",
        "# ",
        "  ",
        "{#id}",
        "\u{1b}[1m",
        "\\",
        "---\n",
    ];
    let mut state = 11_u64;
    for round in 0..600 {
        let mut src = String::new();
        for _ in 0..round % 60 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            src.push_str(SCRAPS[(state >> 33) as usize % SCRAPS.len()]);
        }
        let code = problems(&src)
            .iter()
            .any(|(_, problem)| *problem == Problem::IndentedCode);
        let code = code || src.contains("```");
        for cells in [24, 60] {
            let text = plain(&src, cells);
            assert!(!text.contains('\u{1b}'));
            for line in text.lines().filter(|_| !code) {
                assert!(width(line) <= cells, "{line:?} at {cells} of {src:?}");
            }
        }
    }
}

#[test]
fn an_empty_source_has_no_lines() {
    assert_eq!(plain("", 80), "");
    assert_eq!(plain("\n\n", 80), "");
}

fn check(src: &str, expected: &[(usize, Problem)]) {
    assert_eq!(problems(src), expected, "{src}");
}

#[test]
fn the_samples_are_within_the_subset() {
    check(KO, &[]);
    check(EN, &[]);
}

#[test]
fn each_construct_outside_the_subset_is_reported_with_its_line() {
    check("a\n\n<b>c</b>", &[(3, Problem::Html)]);
    check("kubectl get <name>", &[(1, Problem::Html)]);
    check("<div>\n\n</div>", &[(1, Problem::Html), (3, Problem::Html)]);
    check("a\n![b](c.png)", &[(2, Problem::Image)]);
    check(
        "a[^1]\n\n[^1]: b",
        &[(1, Problem::Footnote), (3, Problem::Footnote)],
    );
    check(
        "# a\n\n#### b\n\n## c\n\n### d",
        &[(1, Problem::HeadingLevel(1)), (3, Problem::HeadingLevel(4))],
    );
    check("- a\n  - b\n    - c", &[(3, Problem::DeepList)]);
    check("> a\n>\n> > b", &[(3, Problem::DeepQuote)]);
    check("- ## a", &[(1, Problem::Misplaced)]);
    check("> | a |\n> |---|\n> | b |", &[(1, Problem::Misplaced)]);
    check("a\n\n    b", &[(3, Problem::IndentedCode)]);
    check("a\n\n---", &[(3, Problem::Rule)]);
    check("~~a~~", &[(1, Problem::Strikethrough)]);
    check("- [ ] a", &[(1, Problem::TaskList)]);
}

#[test]
fn a_star_that_does_not_emphasise_is_reported() {
    check("a\n**파드(Pod)**는 작아요", &[(2, Problem::StrayEmphasis)]);
    check("**`kubectl`**로 봐요", &[(1, Problem::StrayEmphasis)]);
    check("모든 *.yaml 파일", &[(1, Problem::StrayEmphasis)]);
    check("**파드**는 2 * 3, \\*.yaml, `*`\n\n```\n*.yaml\n```", &[]);
}
