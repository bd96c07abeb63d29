//! Comparing what was typed as an answer with the live value.

use crate::lesson::model::Compare;

/// A number without the word that says what was counted: `3개`, `3 pods`.
fn without_unit(given: &str) -> &str {
    let is_unit = |letter: char| letter.is_alphabetic() || letter.is_whitespace();
    let number = given.trim_end_matches(is_unit);
    let ends = number
        .chars()
        .next_back()
        .is_some_and(|c| c.is_ascii_digit());
    if ends { number } else { given }
}

/// Whether what was typed equals the live value.
pub(super) fn answers_equal(given: &str, live: &str, compare: Compare) -> bool {
    let plain = |text: &str| -> String {
        // kubectl prints `<pending>` and `<none>`, and people leave the marks out.
        let quotes: &[char] = &['"', '\'', '`', '<', '>'];
        let words: Vec<&str> = text
            .trim()
            .trim_matches(quotes)
            .split_whitespace()
            .collect();
        words.join(" ").to_lowercase()
    };
    let (given, live) = (plain(given), plain(live));
    match compare {
        Compare::Text => given == live,
        Compare::Number => match (without_unit(&given).parse::<f64>(), live.parse::<f64>()) {
            (Ok(given), Ok(live)) => (given - live).abs() < f64::EPSILON * live.abs().max(1.0),
            _ => false,
        },
        Compare::Name => {
            let name = |text: &str| text.rsplit('/').next().unwrap_or(text).to_owned();
            name(&given) == name(&live)
        }
    }
}
