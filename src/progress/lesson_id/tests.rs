//! Tests of lesson names.

use super::{LessonId, NAME_LENGTH};

#[test]
fn only_plain_names_are_taken() {
    let longest = "a".repeat(NAME_LENGTH);
    for good in ["pods", "a", "deployments-2", "0", &longest] {
        assert!(LessonId::new("podo", good).is_ok(), "{good}");
        assert!(LessonId::new(good, "pods").is_ok(), "{good}");
    }
    let too_long = "a".repeat(NAME_LENGTH + 1);
    for bad in [
        "", ".", "..", "../pods", "a/b", "/etc", "Pods", "a_b", "a.b", "-a", "a-", "포도", "a\0b",
        "a b", &too_long,
    ] {
        assert!(LessonId::new("podo", bad).is_err(), "{bad}");
        assert!(LessonId::new(bad, "pods").is_err(), "{bad}");
    }
}

#[test]
fn the_written_form_reads_back() {
    let id: LessonId = "podo/pods".parse().expect("a good name");
    assert_eq!((id.pack(), id.lesson()), ("podo", "pods"));
    assert_eq!(id.to_string().parse(), Ok(id));
    for bad in ["pods", "podo/", "/pods", "podo/pods/first", "podo/../x"] {
        assert!(bad.parse::<LessonId>().is_err(), "{bad}");
    }
}
