//! Finding a word in a course's glossary: in either language, by kubectl's short names, and the
//! nearest where there is none.

use crate::i18n::Lang;
use crate::lesson::model::Term;
use crate::lesson::names::nearest;
use crate::snapshot::kinds;

/// What a glossary has for a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry<'g> {
    /// The term that is meant.
    Term(&'g Term),
    /// None, but one that is written much like it.
    Near(&'g Term),
    /// Nothing.
    Unknown,
}

/// Looks a word up.
pub fn look_up<'g>(terms: &'g [Term], word: &str) -> Entry<'g> {
    let find = |word: &str| {
        let word = bare(word);
        let means = |term: &&Term| names(term).any(|name| bare(name) == word);
        terms.iter().find(means)
    };
    let as_kind = || find(kinds::from_argument(&word.to_lowercase())?.kind);
    if let Some(term) = find(word).or_else(as_kind) {
        return Entry::Term(term);
    }
    let all = terms.iter().flat_map(names);
    match nearest(word, all).and_then(|near| find(&near)) {
        Some(term) => Entry::Near(term),
        None => Entry::Unknown,
    }
}

/// The terms in the order of a language's alphabet.
pub fn sorted(terms: &[Term], lang: Lang) -> Vec<&Term> {
    let mut sorted: Vec<&Term> = terms.iter().collect();
    sorted.sort_by_key(|term| term.name(lang).to_lowercase());
    sorted
}

fn names(term: &Term) -> impl Iterator<Item = &str> {
    [&term.en, &term.ko]
        .into_iter()
        .chain(&term.words)
        .map(String::as_str)
}

/// A word without the case of letters, blanks and dashes: `Port-Forward` is `port forward`.
fn bare(word: &str) -> String {
    let kept = word
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_'));
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Text;

    fn term(en: &str, ko: &str, words: &[&str]) -> Term {
        Term {
            line: 1,
            ko: ko.into(),
            en: en.into(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            avoid: Vec::new(),
            taught: None,
            means: Text {
                ko: "뜻".into(),
                en: "meaning".into(),
            },
        }
    }

    #[test]
    fn words_of_both_languages_and_short_names_are_found() {
        let terms = [
            term("Pod", "파드", &[]),
            term("PersistentVolumeClaim", "퍼시스턴트볼륨클레임", &["claim"]),
            term("port forwarding", "포트 포워딩", &["port-forward"]),
        ];
        for (word, en) in [
            ("pod", "Pod"),
            ("po", "Pod"),
            ("pods", "Pod"),
            ("파드", "Pod"),
            ("PVC", "PersistentVolumeClaim"),
            ("Claim", "PersistentVolumeClaim"),
            ("portforward", "port forwarding"),
            ("포트포워딩", "port forwarding"),
        ] {
            let found = look_up(&terms, word);
            assert!(
                matches!(found, Entry::Term(term) if term.en == en),
                "{word}: {found:?}"
            );
        }
        let near = look_up(&terms, "clain");
        assert!(matches!(near, Entry::Near(term) if term.ko == "퍼시스턴트볼륨클레임"));
        assert_eq!(look_up(&terms, "xylophone"), Entry::Unknown);
        let names: Vec<&str> = sorted(&terms, Lang::En)
            .iter()
            .map(|term| &*term.en)
            .collect();
        assert_eq!(names, ["PersistentVolumeClaim", "Pod", "port forwarding"]);
    }
}
