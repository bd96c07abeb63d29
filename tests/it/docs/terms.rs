//! The terms of `STYLE.md` and those of the course's glossary are the same.

use std::fs;

use crate::recorded::{COURSE, root};

/// Words that podo has for its own things; the glossary has those of Kubernetes.
const OWN: [&str; 10] = [
    "lesson",
    "exercise",
    "finding",
    "code",
    "hint",
    "solution",
    "evidence",
    "start state",
    "working folder",
    "verdict",
];

/// The English and Korean words of the table in `STYLE.md`.
fn table() -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join("STYLE.md")).unwrap();
    let rows = text
        .lines()
        .skip_while(|line| !line.starts_with("| English"));
    let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
    let pairs = rows.flat_map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [english, korean] = cells[..] else {
            panic!("two cells: {row}");
        };
        let (english, korean) = (english.split(", "), korean.split(", "));
        assert_eq!(english.clone().count(), korean.clone().count(), "{row}");
        let pair = |(en, ko): (&str, &str)| (en.to_owned(), ko.to_owned());
        english.zip(korean).map(pair).collect::<Vec<_>>()
    });
    pairs.collect()
}

#[test]
fn style_and_glossary_agree() {
    let table = table();
    assert!(table.len() > 30, "{table:?}");
    for (en, ko) in table {
        let term = COURSE.glossary.iter().find(|term| term.en == en);
        match term {
            Some(term) => assert_eq!(term.ko, ko, "{en}"),
            None => assert!(OWN.contains(&&*en), "the glossary lacks {en}, {ko}"),
        }
    }
}
