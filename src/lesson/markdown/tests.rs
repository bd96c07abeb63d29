//! Files are cut at the right places, and nothing is lost.

use super::*;

fn draft(source: &str) -> (Draft, Vec<ProblemKind>) {
    let mut report = Report::new("x.md");
    let draft = read(source, &mut report);
    (
        draft,
        report
            .into_problems()
            .into_iter()
            .map(|problem| problem.kind)
            .collect(),
    )
}

const FRONT: &str = "---\ntitle: T\nsummary: S\n---\n";

#[test]
fn sections_begin_at_headings_with_their_lines() {
    let (draft, problems) = draft(&format!(
        "{FRONT}\nHello.\n\n## `kubectl` here {{#one}}\n\n\nText.\n\n### No id\n\nMore.\n\n### Then {{#one-debrief}}\nEnd.\n"
    ));
    assert_eq!(problems, []);
    let sections: Vec<(&str, &str, u32, u32, &str)> = draft
        .prose
        .sections
        .iter()
        .zip(&draft.body_lines)
        .map(|(s, line)| {
            (
                s.id.as_str(),
                s.title.as_str(),
                s.line,
                *line,
                s.body.as_str(),
            )
        })
        .collect();
    assert_eq!(
        sections,
        [
            ("intro", "", 6, 6, "Hello."),
            ("one", "kubectl here", 8, 11, "Text.\n\n### No id\n\nMore."),
            ("one-debrief", "Then", 17, 18, "End."),
        ]
    );
}

#[test]
fn headings_elsewhere_are_text() {
    let (draft, problems) = draft(&format!(
        "{FRONT}\n```md\n## Not one {{#a}}\n```\n\n> ## Nor this {{#b}}\n\n- ## Nor that {{#c}}\n"
    ));
    assert_eq!(problems, []);
    assert_eq!(draft.prose.sections.len(), 1);
}

#[test]
fn a_line_of_dashes_is_a_fence_only_at_the_start() {
    let (one, problems) = draft(&format!("{FRONT}\ntext\n\n---\n\nmore\n"));
    assert_eq!(
        (problems.len(), one.prose.sections[0].body.as_str()),
        (0, "text\n\n---\n\nmore")
    );
    let (_, problems) = draft("text\n---\n");
    let title = ProblemKind::MissingKey {
        key: "title".into(),
    };
    assert!(problems.contains(&title), "{problems:?}");
    let (_, problems) = draft("---\ntitle: T\n");
    assert_eq!(problems, [ProblemKind::FrontMatterOpen]);
    let (empty, _) = draft("");
    assert!(empty.prose.sections.is_empty());
}

#[test]
fn code_is_found_with_its_line() {
    let found = code("a `kubectl get` b\n\n```yaml\nx: 1\ny: 2\n```\n\n- `c`\n");
    let found: Vec<(bool, &str, &str, u32)> = found
        .iter()
        .map(|code| {
            (
                code.block,
                code.language.as_str(),
                code.text.as_str(),
                code.line,
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (false, "", "kubectl get", 0),
            (true, "yaml", "x: 1\ny: 2\n", 3),
            (false, "", "c", 7)
        ]
    );
}

#[test]
fn a_digest_is_of_the_words_and_not_of_the_white_space() {
    let section = |body: &str| Section {
        id: "a".into(),
        title: String::new(),
        body: body.into(),
        line: 1,
    };
    let digest = section("one\ntwo").digest();
    assert_eq!(digest.len(), 12);
    assert_eq!(digest, section("\none  \r\ntwo\t\n\n").digest());
    assert_ne!(digest, section("one two").digest());
    // The first twelve digits of `printf 'one\ntwo' | sha256sum`.
    assert_eq!(digest, "21066d108d53");
}
