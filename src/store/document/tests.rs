//! Tests of reading and writing a document's bytes.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Damage, DecodeError, Document, decode, encode};

/// A document in its third version: the second called `names` `items`, there never was a first.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Names {
    names: Vec<String>,
}

impl Document for Names {
    const FORMAT_VERSION: u32 = 3;

    fn upgrade(from: u32, mut fields: Map<String, Value>) -> Option<Map<String, Value>> {
        if from != 2 {
            return None;
        }
        let items = fields.remove("items").unwrap_or_default();
        fields.insert("names".to_owned(), items);
        Some(fields)
    }
}

fn names(names: &[&str]) -> Names {
    Names {
        names: names.iter().copied().map(str::to_owned).collect(),
    }
}

fn damage(text: &str) -> Damage {
    match decode::<Names>(text.as_bytes()) {
        Err(DecodeError::Damaged(damage)) => damage,
        other => panic!("{text:?} gave {other:?}"),
    }
}

#[test]
fn what_is_written_reads_back() {
    let value = names(&["web", "이름", "\u{1b}[31m"]);
    let bytes = encode(&value).unwrap();
    assert!(bytes.starts_with(b"{\n  \"formatVersion\": 3,\n"));
    assert!(bytes.ends_with(b"}\n"));
    assert_eq!(decode::<Names>(&bytes).unwrap(), value);
}

#[test]
fn every_beginning_of_a_document_is_damage() {
    let bytes = encode(&names(&["web", "이름"])).unwrap();
    // Without the closing brace; the newline after it is not needed.
    for length in 0..bytes.len() - 1 {
        match decode::<Names>(&bytes[..length]) {
            Err(DecodeError::Damaged(_)) => {}
            other => panic!("{length} bytes gave {other:?}"),
        }
    }
}

#[test]
fn each_kind_of_damage_has_its_name() {
    assert_eq!(damage(""), Damage::Empty);
    assert_eq!(damage(" \n"), Damage::Empty);
    assert_eq!(
        damage("{\"formatVersion\": 3,\n\"names\": [\"we"),
        Damage::Truncated { line: 2 }
    );
    assert!(matches!(
        damage("{\n  pods\n"),
        Damage::NotJson {
            line: 2,
            column: 3,
            ..
        }
    ));
    assert!(matches!(damage("\0\0\0\0"), Damage::NotJson { .. }));
    assert!(matches!(damage("{} {}"), Damage::NotJson { .. }));
    for text in [
        "[]",
        "null",
        "\"text\"",
        "3",
        "{}",
        r#"{"formatVersion": "3"}"#,
        r#"{"formatVersion": -3}"#,
        r#"{"formatVersion": 2.5}"#,
        r#"{"formatVersion": null}"#,
    ] {
        assert_eq!(damage(text), Damage::NoVersion, "{text}");
    }
    for (text, found) in [
        (r#"{"formatVersion": 0, "names": []}"#, 0),
        (r#"{"formatVersion": 1, "names": []}"#, 1),
    ] {
        assert_eq!(damage(text), Damage::UnknownVersion { found });
    }
    for text in [
        r#"{"formatVersion": 3}"#,
        r#"{"formatVersion": 3, "names": {}}"#,
        r#"{"formatVersion": 3, "names": [1]}"#,
    ] {
        assert!(matches!(damage(text), Damage::WrongFields { .. }), "{text}");
    }
}

#[test]
fn bytes_that_are_no_text_are_damage() {
    let bytes = b"{\"formatVersion\": 3, \"names\": [\"\xff\xfe\"]}";
    assert!(matches!(
        decode::<Names>(bytes),
        Err(DecodeError::Damaged(Damage::NotJson { .. }))
    ));
}

#[test]
fn deep_nesting_is_damage_and_no_crash() {
    assert!(matches!(
        damage(&"[".repeat(1_000_000)),
        Damage::NotJson { .. }
    ));
}

#[test]
fn an_older_version_is_upgraded() {
    let old = r#"{"formatVersion": 2, "items": ["web"]}"#;
    assert_eq!(decode::<Names>(old.as_bytes()).unwrap(), names(&["web"]));
}

#[test]
fn a_newer_version_is_not_damage() {
    for (text, found) in [
        (r#"{"formatVersion": 4, "somethingElse": 1}"#, 4),
        (r#"{"formatVersion": 18446744073709551615}"#, u64::MAX),
    ] {
        assert_eq!(
            decode::<Names>(text.as_bytes()),
            Err(DecodeError::Newer { found })
        );
    }
}
