//! Ids, names, paths, and which word was meant.

use super::*;

#[test]
fn ids_are_lower_case_words() {
    for id in ["a", "first-pod", "x2", "a--b"] {
        assert!(is_id(id), "{id}");
    }
    for id in [
        "",
        "1st",
        "-a",
        "a-",
        "First",
        "a_b",
        "a.b",
        "a/b",
        "파드",
        "a b",
        &"a".repeat(64),
    ] {
        assert!(!is_id(id), "{id}");
    }
}

#[test]
fn object_names_hold_nothing_that_paths_are_made_of() {
    for name in ["web", "web-6f86c5", "my.app", "80", "system:node"] {
        assert!(is_object_name(name), "{name}");
    }
    for name in [
        "", ".", "..", "../x", "a/b", "a%2fb", "a?b", "a#b", "A", "a b", "-a", "a-",
    ] {
        assert!(!is_object_name(name), "{name}");
    }
    assert!(is_api_version("v1") && is_api_version("example.com/v1beta1"));
    assert!(!is_api_version("../v1") && !is_api_version("a/b/c") && !is_api_version("/v1"));
}

#[test]
fn paths_stay_below_their_folder() {
    for path in [
        "web.yaml",
        "./web.yaml",
        "a/b.yaml",
        "a/",
        ".hidden",
        "...",
        "a..b",
    ] {
        assert!(stays_inside(path), "{path}");
    }
    for path in [
        "", "/", "/a", "..", "../a", "a/../b", "a/..", "a//b", "~", "~/a", "a\\b", "C:/a", "a\0b",
        "a\nb",
    ] {
        assert!(!stays_inside(path), "{path:?}");
    }
    assert_eq!(tidy("./a/./b/"), "a/b");
    assert_eq!(tidy("."), "");
}

#[test]
fn the_nearest_word_is_one_that_is_like_it() {
    let known = ["match", "by", "image", "atLeast", "atMost"];
    for (word, expected) in [
        ("mtach", Some("match")),
        ("matches", Some("match")),
        ("Match", Some("match")),
        ("img", Some("image")),
        ("atleast", Some("atLeast")),
        ("atmots", Some("atMost")),
        ("colour", None),
        ("x", None),
    ] {
        assert_eq!(nearest(word, known).as_deref(), expected, "{word}");
    }
}
