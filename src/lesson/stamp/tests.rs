//! Stamping writes digests and nothing else.

use super::*;
use crate::lesson::problem::ProblemKind;

const KO: &str = "---\ntitle: 가\nsummary: 나\n---\n\n## 하나 {#one}\n\n글\n\n## 둘 {#two}\n\n글\n";

const EN: &str = "---\n# kept\ntitle: a\ntranslatedFrom: # old\n  gone: aaaaaaaaaaaa\n  one: bbbbbbbbbbbb\nsummary: b\n---\n\n## One {#one}\n\ntext\n\n## Two {#two}\n\ntext\n";

fn digest(body: &str) -> String {
    let section = crate::lesson::prose::Section {
        id: String::new(),
        title: String::new(),
        body: body.into(),
        line: 0,
    };
    section.digest()
}

#[test]
fn english_is_stamped_from_korean_where_the_old_stamps_were() {
    let stamped = stamp("x", KO, EN, &[]).unwrap();
    let ko = digest("글");
    assert_eq!(stamped.ko, KO);
    let head = format!(
        "---\n# kept\ntitle: a\ntranslatedFrom:\n  one: {ko}\n  two: {ko}\nsummary: b\n---\n"
    );
    assert!(stamped.en.starts_with(&head), "{}", stamped.en);
    assert!(stamped.en.ends_with("## Two {#two}\n\ntext\n"));
    assert_eq!(stamp("x", &stamped.ko, &stamped.en, &[]).unwrap(), stamped);
}

#[test]
fn what_korean_was_translated_from_english_is_stamped_there() {
    let ko = KO.replace("summary: 나\n", "summary: 나\ntranslatedFrom:\n  two: x\n");
    let stamped = stamp("x", &ko, EN, &[]).unwrap();
    assert!(
        stamped
            .ko
            .contains(&format!("translatedFrom:\n  two: {}\n---", digest("text")))
    );
    assert!(stamped.en.contains(&format!(
        "translatedFrom:\n  one: {}\nsummary",
        digest("글")
    )));
}

#[test]
fn only_the_sections_asked_for_are_renewed() {
    let stamped = stamp("x", KO, EN, &["two"]).unwrap();
    let expected = format!(
        "translatedFrom:\n  one: bbbbbbbbbbbb\n  two: {}\n",
        digest("글")
    );
    assert!(stamped.en.contains(&expected), "{}", stamped.en);
}

#[test]
fn digests_that_look_like_numbers_are_quoted() {
    let digests = ["123456789012", "12e345678901", "12f345678901"];
    let digests: Vec<(String, String)> = digests
        .iter()
        .map(|digest| ("a".to_owned(), (*digest).to_owned()))
        .collect();
    assert_eq!(
        block(&digests),
        "translatedFrom:\n  a: \"123456789012\"\n  a: \"12e345678901\"\n  a: 12f345678901\n"
    );
}

#[test]
fn windows_files_stay_windows_files() {
    let windows = |text: &str| text.replace('\n', "\r\n");
    let stamped = stamp("x", &windows(KO), &windows(EN), &[]).unwrap();
    let plain = stamp("x", KO, EN, &[]).unwrap();
    assert_eq!(stamped.en, windows(&plain.en));
}

#[test]
fn files_that_cannot_be_read_are_not_touched() {
    let problems = stamp("x", "---\n", EN, &[]).unwrap_err();
    assert_eq!(
        (problems[0].file.as_str(), &problems[0].kind),
        ("x/ko.md", &ProblemKind::FrontMatterOpen)
    );
}
