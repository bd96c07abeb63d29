//! Where lines break.

use super::*;

fn check(text: &str, cells: usize, expected: &[&str]) {
    assert_eq!(wrap(text, cells), expected, "{text:?} at {cells}");
}

#[test]
fn korean_breaks_between_words_and_not_between_syllables() {
    check(
        "파드가 아직 실행되지 않았어요.",
        12,
        &["파드가 아직", "실행되지", "않았어요."],
    );
    check(
        "파드가 아직 실행되지 않았어요.",
        11,
        &["파드가 아직", "실행되지", "않았어요."],
    );
    check(
        "파드가 아직 실행되지 않았어요.",
        10,
        &["파드가", "아직", "실행되지", "않았어요."],
    );
}

#[test]
fn only_a_word_longer_than_a_line_is_cut() {
    check("네임스페이스 이름", 8, &["네임스페", "이스", "이름"]);
    check("a abcdefghij k", 4, &["a", "abcd", "efgh", "ij k"]);
    check("디플로이먼트", 5, &["디플", "로이", "먼트"]);
    check("가나", 1, &["가", "나"]);
    check("가나", 0, &["가", "나"]);
}

#[test]
fn spaces_collapse_and_line_ends_stay() {
    check("  a   b  ", 10, &["a b"]);
    check("a\n\nb", 10, &["a", "", "b"]);
    check("", 10, &[]);
    check("   ", 10, &[]);
    check("a\n", 10, &["a"]);
}

#[test]
fn a_no_break_space_holds_a_line_together() {
    check("port 80\u{a0}TCP", 8, &["port", "80\u{a0}TCP"]);
}

#[test]
fn decomposed_syllables_and_emoji_stay_in_one_piece() {
    let han = "\u{1112}\u{1161}\u{11ab}";
    check(&han.repeat(3), 4, &[&han.repeat(2), han]);
    check("👩‍👩‍👧👩‍👩‍👧", 3, &["👩‍👩‍👧", "👩‍👩‍👧"]);
}

#[test]
fn continuation_lines_are_indented() {
    assert_eq!(
        wrap_indented("one two three", 9, "- ", "  "),
        ["- one two", "  three"]
    );
    assert_eq!(wrap_indented("a\n\nb", 9, "> ", "> "), ["> a", ">", "> b"]);
}

fn code(text: &str) -> Span<char> {
    Span::whole(text, 'c')
}

fn text(text: &str) -> Span<char> {
    Span::new(text, 't')
}

fn lines(spans: &[Span<char>], cells: usize) -> Vec<String> {
    let join = |line: &Vec<Span<char>>| {
        let parts = line
            .iter()
            .map(|span| format!("{}<{}>", span.style, span.text));
        parts.collect::<Vec<_>>().concat()
    };
    wrap_spans(spans, cells, cells).iter().map(join).collect()
}

#[test]
fn a_particle_stays_with_the_code_in_front_of_it() {
    assert_eq!(
        lines(&[text("먼저 "), code("`web`"), text("은 두고")], 9),
        ["t<먼저>", "c<`web`>t<은>", "t<두고>"]
    );
}

#[test]
fn code_keeps_its_spaces_while_it_fits_a_line() {
    let spans = [text("Then type "), code("`kubectl get pods`"), text(".")];
    assert_eq!(
        lines(&spans, 20),
        ["t<Then type>", "c<`kubectl get pods`>t<.>"]
    );
    assert_eq!(
        lines(&spans, 40),
        ["t<Then type >c<`kubectl get pods`>t<.>"]
    );
    assert_eq!(
        lines(&spans, 14),
        ["t<Then type>", "c<`kubectl get>", "c<pods`>t<.>"]
    );
}

#[test]
fn a_first_line_that_is_too_short_breaks_code_at_its_space() {
    let wrapped = wrap_spans(&[code("`get pods`")], 6, 20);
    assert_eq!(
        wrapped,
        [[Span::new("`get", 'c')], [Span::new("pods`", 'c')]]
    );
}

#[test]
fn neighbours_of_one_style_come_back_as_one_span() {
    let wrapped = wrap_spans(&[text("a b"), text(" c"), text("d")], 20, 20);
    assert_eq!(wrapped, [[text("a b cd")]]);
}

#[test]
fn the_longest_word_includes_its_particle() {
    assert_eq!(
        longest_word(&[text("먼저 "), code("`get pods`"), text("를 쳐요")]),
        12
    );
    assert_eq!(longest_word::<char>(&[]), 0);
}

/// Text from a fixed generator, so that a failure can be repeated.
fn samples() -> impl Iterator<Item = String> {
    const PARTS: [&str; 12] = [
        "파드",
        "가",
        " ",
        " ",
        "kubectl",
        "-",
        "\u{1112}\u{1161}\u{11ab}",
        "👩‍👩‍👧",
        "e\u{301}",
        "  ",
        "웹",
        "x",
    ];
    let mut state = 7_u64;
    (0..400).map(move |round| {
        let mut sample = String::new();
        for _ in 0..round % 40 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            sample.push_str(PARTS[(state >> 33) as usize % PARTS.len()]);
        }
        sample
    })
}

#[test]
fn no_line_is_too_wide_and_nothing_is_lost() {
    for sample in samples() {
        for cells in [2, 3, 7, 20, 60] {
            let wrapped = wrap(&sample, cells);
            for line in &wrapped {
                assert!(width(line) <= cells, "{line:?} of {sample:?} at {cells}");
                assert!(!line.starts_with(' ') && !line.ends_with(' '), "{line:?}");
            }
            let squeeze = |text: &str| text.replace(' ', "");
            assert_eq!(squeeze(&wrapped.concat()), squeeze(&sample));
        }
    }
}
