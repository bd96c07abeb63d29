//! What stands behind each code: how many recordings of a live cluster, of the sandbox and of commands
//! have it as the first cause, and how many look like it and are something else.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use podo::explain::rules;
use podo::i18n::{Args, Catalog, Lang};
use podo::snapshot::Snapshot;

use super::check_current;
use crate::recorded::root;

struct Words {
    title: &'static str,
    other: &'static str,
    intro: &'static str,
    columns: [&'static str; 6],
    sum: &'static str,
    without: &'static str,
}

const EN: Words = Words {
    title: "Recordings",
    other: "[한국어](recordings.ko.md)",
    intro: "Explanations are tested on recordings: states of a cluster in which something is wrong, commands \
        that failed, and what looks like one of them and is something else. In each recording of a code that \
        code has to come first, in each look-alike it must not come at all. Other tests change the order of \
        the objects, add an app that has nothing to do with it, take away what a learner might not be \
        allowed to read, and let three seconds pass. What comes first, and for which field, is kept for \
        every recording in `src/explain/rules/tests/snapshots`.",
    columns: [
        "Code",
        "Meaning",
        "Live",
        "Sandbox",
        "Commands",
        "Look-alikes",
    ],
    sum: "All",
    without: "Without a recording of its own, and shown by mistakes in the lessons and by unit tests:",
};

const KO: Words = Words {
    title: "기록",
    other: "[English](recordings.md)",
    intro: "진단은 기록으로 테스트해요. 무언가 잘못된 클러스터의 상태, 실패한 명령, 그리고 겉보기에는 \
        비슷하지만 원인이 다른 상태를 기록해 두었어요. 어떤 코드의 기록에서는 그 코드가 맨 먼저 나와야 하고, \
        비슷한 상태에서는 아예 나오지 않아야 해요. 오브젝트의 순서를 바꾸고, 관계없는 앱을 더하고, 읽을 권한이 \
        없을 수 있는 것을 빼고, 3초가 지난 뒤에도 같은지 보는 테스트도 있어요. 기록마다 무엇이 어느 필드에 대해 \
        먼저 나오는지는 `src/explain/rules/tests/snapshots`에 모두 있어요.",
    columns: [
        "코드",
        "뜻",
        "실제 클러스터",
        "샌드박스",
        "명령",
        "비슷한 상태",
    ],
    sum: "모두",
    without: "따로 기록은 없고, 레슨의 실수와 단위 테스트로 확인하는 코드:",
};

/// Recordings of a code: states of a live cluster, of the sandbox, commands, look-alikes.
type Counts = [usize; 4];

fn counted() -> BTreeMap<String, Counts> {
    let mut all: BTreeMap<String, Counts> = BTreeMap::new();
    let kinds = [
        ("faults", 0),
        ("commands", 2),
        ("lookalikes", 3),
        ("command-lookalikes", 3),
    ];
    for (kind, column) in kinds {
        for folder in entries(&root().join("tests/fixtures").join(kind)) {
            let code = folder.file_name().unwrap().to_str().unwrap().to_owned();
            for file in entries(&folder) {
                let simulated = column == 0 && is_simulated(&file);
                all.entry(code.clone()).or_default()[column + usize::from(simulated)] += 1;
            }
        }
    }
    all
}

fn entries(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

fn is_simulated(file: &Path) -> bool {
    let snapshot: Snapshot = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    snapshot.cluster.version.ends_with("+podo")
}

fn page(lang: Lang) -> String {
    let (words, catalog) = match lang {
        Lang::En => (EN, Catalog::new(lang)),
        Lang::Ko => (KO, Catalog::new(lang)),
    };
    let counted = counted();
    let mut page = format!(
        "# {}\n\n{}\n\n{}\n\n",
        words.title, words.other, words.intro
    );
    writeln!(page, "| {} |", words.columns.join(" | ")).unwrap();
    page.push_str("|---|---|---|---|---|---|\n");
    let mut without = Vec::new();
    let mut sum: Counts = [0; 4];
    let number = |count: usize| match count {
        0 => String::new(),
        count => count.to_string(),
    };
    for rule in rules::ALL {
        let code = rule.code;
        let Some(counts) = counted.get(code).filter(|counts| counts[..3] != [0; 3]) else {
            without.push(format!("`{code}`"));
            continue;
        };
        let title = catalog.text_dyn(&format!("explain-{code}-title"), &Args::new());
        let cells: Vec<String> = counts.iter().copied().map(number).collect();
        writeln!(
            page,
            "| {code} | {} | {} |",
            title.unwrap(),
            cells.join(" | ")
        )
        .unwrap();
        for (all, count) in sum.iter_mut().zip(counts) {
            *all += count;
        }
    }
    let cells: Vec<String> = sum.iter().copied().map(number).collect();
    writeln!(page, "| {} | | {} |", words.sum, cells.join(" | ")).unwrap();
    writeln!(page, "\n{} {}", words.without, without.join(", ")).unwrap();
    page
}

#[test]
fn the_table_of_recordings_is_current() {
    let named = |(lang, name): (Lang, &str)| (name.to_owned(), page(lang));
    let pages = [
        (Lang::En, "docs/recordings.md"),
        (Lang::Ko, "docs/recordings.ko.md"),
    ];
    check_current(pages.map(named));
}
