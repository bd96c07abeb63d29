//! The tree keeps lines, order, repetition and spelling.

use super::*;

fn number(text: &str) -> String {
    let node = parse(&format!("a: {text}\n")).unwrap();
    let Data::Number(_, spelling) = &node.get("a").unwrap().data else {
        panic!("{node:?}")
    };
    spelling.clone()
}

#[test]
fn every_key_and_value_knows_its_line() {
    let node = parse("# 주석\na: 1\nb:\n  - x\n  - {y: 2}\nc: |\n  text\n").unwrap();
    let lines: Vec<(u32, u32)> = node
        .entries()
        .iter()
        .map(|(key, value)| (key.line, value.line))
        .collect();
    assert_eq!(lines, [(2, 2), (3, 4), (6, 7)]);
    assert_eq!(node.get("b").unwrap().items()[1].line, 5);
    assert_eq!(node.line, 2);
}

#[test]
fn numbers_keep_their_spelling() {
    for spelling in ["1.10", "0x10", "007", "1e3", "-5"] {
        assert_eq!(number(spelling), spelling);
    }
    let node = parse("포도: 한글\na: &a 1.20\nb: *a\nc: true\n").unwrap();
    assert_eq!(node.get("b").unwrap().text(), Some("1.20"));
    assert_eq!(node.get("c").unwrap().text(), Some("true"));
    assert_eq!(node.get("a").unwrap().to_json(), serde_json::json!(1.2));
}

#[test]
fn only_true_and_false_are_truth_values() {
    let node = parse("[yes, no, on, off, true, False]").unwrap();
    let texts = node
        .items()
        .iter()
        .filter(|item| matches!(item.data, Data::Text(_)))
        .count();
    assert_eq!(texts, 4);
}

#[test]
fn repeated_keys_and_merges_come_through() {
    let node = parse("a: 1\na: 2\n<<: {b: 3}\n").unwrap();
    let keys: Vec<&str> = node
        .entries()
        .iter()
        .map(|(key, _)| key.name.as_str())
        .collect();
    assert_eq!(keys, ["a", "a", "<<"]);
    assert_eq!(node.get("a").unwrap().text(), Some("1"));
}

#[test]
fn broken_files_say_where() {
    for (source, line) in [
        ("a: [1\nb: 2", 2),
        ("a: 1\n b: 2\n", 2),
        ("a: .inf", 1),
        ("a: *b", 1),
    ] {
        let broken = parse(source).unwrap_err();
        assert_eq!(broken.line, line, "{source:?}");
        let ProblemKind::Yaml { detail } = broken.kind else {
            panic!()
        };
        assert!(
            !detail.is_empty() && !detail.contains(" at line "),
            "{detail}"
        );
    }
    assert_eq!(
        parse("a: 1\n---\nb: 2\n").unwrap_err().kind,
        ProblemKind::SeveralDocuments
    );
}

#[test]
fn deep_nesting_is_an_error_and_no_crash() {
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", ""), ("a:\n", "")] {
        let _ = parse(&format!("{}{}", open.repeat(5000), close.repeat(5000)));
    }
    let fits = MAX_DEPTH - 1;
    assert!(parse(&format!("{}{}", "[".repeat(fits), "]".repeat(fits))).is_ok());
}

#[test]
fn files_of_several_documents_keep_their_lines() {
    let documents = parse_all("---\n---\na: 1.10\n---\n# nothing\n---\nb: 1.20\n").unwrap();
    let found: Vec<(u32, Option<&str>)> = documents
        .iter()
        .map(|node| (node.line, node.entries()[0].1.text()))
        .collect();
    assert_eq!(found, [(3, Some("1.10")), (7, Some("1.20"))]);
}
