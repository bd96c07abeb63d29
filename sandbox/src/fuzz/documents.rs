//! Bodies: JSON and protobuf, and what a type makes of them.

use super::{Choices, run};
use crate::{
    kinds, protobuf,
    schema::{decode::decode, json, schemas},
};

#[test]
fn fuzz_json() {
    const PIECES: &[&str] = &[
        "{", "}", "[", "]", ",", ":", "\"a\"", "\"a\"", "\"", "\\u00", "1", "-", "1e999", "null",
        "true", " ", "\u{0}", "\u{e9}",
    ];
    run("json", 256, |choices| {
        let mut text = String::new();
        while !choices.is_over() {
            text.push_str(choices.of(PIECES));
        }
        if let Ok((value, _)) = json::parse(text.as_bytes()) {
            let again = json::parse(value.to_string().as_bytes()).unwrap();
            assert_eq!(again, (value, Vec::new()));
        }
    });
}

#[test]
fn fuzz_decode() {
    run("decode", 400, |choices| {
        let kind = choices.of(kinds::ALL);
        let mut value = match schemas().named(kind.schema) {
            Some(ty) if choices.byte() % 8 > 0 => {
                let index = schemas().structs.iter().position(|s| s.name == ty.name);
                choices.fields(index.unwrap(), 8)
            }
            _ => choices.json(6),
        };
        let first = decode(&mut value, kind.schema);
        if first.mistyped.is_none() {
            // What has the form of a type keeps it.
            let once = value.clone();
            let second = decode(&mut value, kind.schema);
            assert_eq!(value, once);
            assert_eq!((second.unknown, second.mistyped), (Vec::new(), None));
        }
    });
}

/// A message of the wire: fields of any number and type, some of them messages again.
fn message(choices: &mut Choices<'_>, depth: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for _ in 0..choices.below(6) {
        let number = choices.byte() % 24 + 1;
        let kind = choices.of(&[0, 1, 2, 2, 2, 2, 2, 3, 5, 7]);
        bytes.push(((number % 16) << 3) | kind);
        match kind {
            2 if depth > 0 => {
                let inner = message(choices, depth - 1);
                bytes.push(u8::try_from(inner.len() & 0x7f).unwrap());
                bytes.extend(inner);
            }
            2 => bytes.extend([3, b'a', choices.byte(), b'c']),
            _ => bytes.extend([choices.byte(), choices.byte() & 0x7f]),
        }
    }
    bytes
}

#[test]
fn fuzz_protobuf() {
    run("protobuf", 400, |choices| {
        let mut body = b"k8s\0".to_vec();
        if choices.one_in(4) {
            body.extend_from_slice(choices.rest());
        } else {
            let kind = choices.of(kinds::ALL);
            let field = |number: u8, bytes: &[u8]| {
                let size = bytes.len();
                let size = [size & 0x7f | 0x80, size >> 7].map(|n| u8::try_from(n).unwrap());
                [&[number << 3 | 2][..], &size, bytes].concat()
            };
            let version = kind.api_version();
            let names = [field(1, version.as_bytes()), field(2, kind.kind.as_bytes())];
            body.extend(field(1, &names.concat()));
            let raw = message(choices, 4);
            body.extend(field(2, &raw[..raw.len().min(16_000)]));
        }
        if let Ok(value) = protobuf::decode(&body) {
            assert!(value.is_object());
        }
    });
}
