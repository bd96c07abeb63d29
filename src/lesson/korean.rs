//! How Korean texts are written: one voice, no two-way particles, and the terms of the glossary.
//!
//! Only what is certain is told. Code is none of its business, and a word may be English beside its
//! Korean one in round brackets, whichever of the two stands inside: that is how a term is introduced.

use crate::lesson::markdown::words_of;
use crate::lesson::model::Term;
use crate::lesson::problem::ProblemKind;

/// Particles written in both forms at once, because the sound before them was not known.
const TWO_WAY: [&str; 14] = [
    "은(는)",
    "는(은)",
    "을(를)",
    "를(을)",
    "이(가)",
    "가(이)",
    "와(과)",
    "과(와)",
    "(으)로",
    "(이)라",
    "(이)에요",
    "(이)나",
    "(이)랑",
    "(이)며",
];

/// Where the syllables of Hangul begin among the characters.
const FIRST_SYLLABLE: u32 = 0xAC00;

/// How many syllables share what they begin and go on with.
const FINALS: u32 = 28;

/// The place of `ㅂ` among the sounds that a syllable ends with.
const FINAL_B: u32 = 17;

/// What is wrong with a Korean Markdown text: the line in it from 0, and the problem.
pub(super) fn problems(text: &str, terms: &[Term]) -> Vec<(u32, ProblemKind)> {
    let mut found = Vec::new();
    for (line, words) in words_of(text) {
        let slips = slips(&words).into_iter().chain(wrong_terms(&words, terms));
        found.extend(slips.map(|kind| (line, kind)));
    }
    found
}

/// Two-way particles and words of another voice than 해요체.
pub fn slips(text: &str) -> Vec<ProblemKind> {
    let two_way = TWO_WAY.iter().filter(|particle| text.contains(**particle));
    let mut found: Vec<ProblemKind> = two_way
        .map(|particle| ProblemKind::KoreanParticle {
            particle: (*particle).to_owned(),
        })
        .collect();
    let words = text
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !is_hangul(c)));
    found.extend(
        words
            .filter(|word| is_formal(word))
            .map(|word| ProblemKind::KoreanVoice {
                word: word.to_owned(),
            }),
    );
    found
}

/// Whether a word ends a sentence in 합니다체. `-니까` is an ending of that voice only behind a `ㅂ`.
fn is_formal(word: &str) -> bool {
    if word.ends_with("십시오") {
        return true;
    }
    let stem = ["니다", "니까"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending));
    let last = stem.and_then(|stem| stem.chars().next_back());
    last.is_some_and(|last| {
        is_hangul(last) && (u32::from(last) - FIRST_SYLLABLE) % FINALS == FINAL_B
    })
}

const fn is_hangul(c: char) -> bool {
    matches!(c, '가'..='힣')
}

/// Forms that the glossary says to avoid, and English words that it has a Korean term for.
fn wrong_terms(text: &str, terms: &[Term]) -> Vec<ProblemKind> {
    let whole = text;
    let text = without_brackets(whole);
    let mut found = Vec::new();
    for term in terms {
        let slip = |word: &str| ProblemKind::KoreanTerm {
            word: word.to_owned(),
            term: term.ko.clone(),
        };
        found.extend(
            term.avoid
                .iter()
                .filter(|form| begins_a_word(&text, form))
                .map(|form| slip(form)),
        );
        if term.ko != term.en && !term.en.contains(' ') {
            let english = text.split(|c: char| !c.is_ascii_alphanumeric());
            let explained = |word: &str| whole.contains(&format!("{word}({}", term.ko));
            let words = english.filter(|word| is_english(word, &term.en) && !explained(word));
            found.extend(words.map(slip));
        }
    }
    found
}

/// Whether a word is an English term as a sentence has it. In capitals it is the heading of a column.
fn is_english(word: &str, term: &str) -> bool {
    let small = term.to_lowercase();
    let singular = word.strip_suffix('s').unwrap_or(word);
    [word, singular]
        .iter()
        .any(|word| *word == term || *word == small)
}

fn begins_a_word(text: &str, form: &str) -> bool {
    text.match_indices(form).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        !before.is_some_and(is_hangul)
    })
}

/// The text without what stands in round brackets.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let kept = text.chars().filter(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Text;

    fn node() -> Term {
        Term {
            line: 1,
            ko: "레이블".into(),
            en: "label".into(),
            words: Vec::new(),
            avoid: vec!["라벨".into()],
            taught: None,
            means: Text {
                ko: "뜻".into(),
                en: "meaning".into(),
            },
        }
    }

    #[test]
    fn other_voices_forms_and_words_are_found_outside_code() {
        for text in [
            "파드를 만듭니다.",
            "무엇이 보입니까?",
            "명령을 입력하십시오.",
            "`web`은(는) 파드예요.",
            "이름(으)로 찾아요.",
            "라벨을 붙여요.",
            "label 하나를 붙여요.",
            "| labels |\n|---|\n| 값 |",
        ] {
            assert_eq!(problems(text, &[node()]).len(), 1, "{text}");
        }
        for text in [
            "파드를 만들어요. 보니까 있어요. 아니다 싶으면 지워요.",
            "`합니다` 값이에요.",
            "```\nlabel 합니다\n```",
            "레이블(label)을 붙여요.",
            "label(레이블)이라는 말이에요.",
            "LABELS 열을 보세요.",
            "새로 만든다는 뜻이에요.",
        ] {
            assert_eq!(problems(text, &[node()]), [], "{text}");
        }
        assert_eq!(problems("좋아요.\n\n만듭니다.", &[])[0].0, 2);
    }
}
