//! What a learner waits for: a check, its explanation, the first prompt.
//!
//! `cargo bench` measures what needs no cluster. With `PODO_TEST_CLUSTER` (a kubeconfig) it also
//! measures one check on that cluster beside the same facts fetched with kubectl, and the time from
//! starting the program to its first prompt.

#![allow(missing_docs, reason = "criterion's macros make public functions")]
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on says where"
)]
#![allow(clippy::print_stdout, reason = "the ratio to kubectl is printed")]

#[path = "check/live.rs"]
mod live;
#[path = "check/sample.rs"]
mod sample;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use podo::check::{Verdict, evaluate};
use podo::explain::explain;
use podo::health::examine;
use podo::i18n::{Catalog, Lang};
use podo::lesson::model::Pack;
use podo::lesson_source::Embedded;
use podo::render::diagnosis::{Detail, Style, diagnosis};
use podo::render::theme::Theme;
use podo::snapshot::graph::Graph;

/// Objects in the large namespace.
const OBJECTS: usize = 5_000;

fn pack() -> Pack {
    Pack::read(&Embedded)
        .0
        .expect("podo's own pack can be read")
}

/// Evaluating and explaining over a large namespace. The target is below 50 ms.
fn large_namespace(criterion: &mut Criterion) {
    let pack = pack();
    for recording in sample::CASES {
        let snapshot = sample::large(recording, OBJECTS);
        let id = snapshot
            .exercise
            .clone()
            .expect("a recording names its exercise");
        let lesson = pack.lesson(&id.lesson).unwrap();
        let exercise = lesson.exercise(&id.exercise).unwrap();
        let id = &exercise.id;
        assert!(snapshot.objects.len() >= OBJECTS);
        let judge = || {
            let graph = Graph::new(&snapshot);
            let report = evaluate(lesson, exercise, &graph);
            let found = explain(lesson, exercise, &report, &graph);
            (report, found)
        };
        let (report, found) = judge();
        assert_eq!(report.verdict, Verdict::Fail, "{id}: {report:?}");
        assert!(found.first().is_some(), "{id}");
        let name = format!("evaluate and explain, {OBJECTS} objects, {id}");
        criterion.bench_function(&name, |bencher| bencher.iter(|| black_box(judge())));
        for lang in Lang::ALL {
            let catalog = Catalog::new(lang);
            let style = Style {
                catalog: &catalog,
                theme: Theme::colour(),
                cells: 80,
            };
            let full = Detail {
                full: true,
                ..Detail::default()
            };
            criterion.bench_function(&format!("render a diagnosis, {id}, {lang}"), |bencher| {
                bencher.iter(|| black_box(diagnosis(&found, exercise, style, full)));
            });
        }
    }
}

/// Explaining a namespace without a lesson, with nothing wrong in it. The targets are 5 ms for 500
/// objects, 50 ms for 5,000. And one in which every copy of a recording has its fault.
fn any_namespace(criterion: &mut Criterion) {
    let [first, ..] = sample::CASES;
    for (recording, count) in [
        (sample::HEALTHY, 500),
        (sample::HEALTHY, OBJECTS),
        (first, 500),
    ] {
        let snapshot = sample::large(recording, count);
        let found = examine(&snapshot).findings.len();
        let name = format!("examine {count} objects, {found} findings");
        criterion.bench_function(&name, |bencher| {
            bencher.iter(|| black_box(examine(&snapshot)));
        });
    }
}

/// What happens before the first prompt, apart from the cluster.
fn start(criterion: &mut Criterion) {
    criterion.bench_function("read the embedded pack", |bencher| bencher.iter(pack));
    for lang in Lang::ALL {
        criterion.bench_function(&format!("make the messages, {lang}"), |bencher| {
            bencher.iter(|| Catalog::new(black_box(lang)));
        });
    }
}

criterion_group!(
    benches,
    large_namespace,
    any_namespace,
    start,
    live::check,
    live::prompt
);
criterion_main!(benches);
