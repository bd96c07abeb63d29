//! Names and ownership of namespaces, and what a plan names.

use std::time::Duration;

use super::super::fake::{Fake, Reply};
use super::*;

#[test]
fn each_lesson_has_its_own_name() {
    let name = |pack, lesson| LessonNamespace::of_lesson(pack, lesson).name().to_owned();
    assert_eq!(name("podo", "pods"), "podo-pods");
    assert_eq!(name("acme", "pods"), "podo-acme-pods");
    let (long, longer) = ("x".repeat(70), "x".repeat(71));
    assert!(name("podo", &long).len() <= NAME_LIMIT);
    assert_ne!(name("podo", &long), name("podo", &longer));
}

#[test]
fn a_namespace_is_ours_by_all_three_labels() {
    let ours = LessonNamespace::of_lesson("podo", "pods");
    let labels = |labels: Value| json!({"metadata": {"labels": labels}});
    let right = json!({MANAGED_BY: "podo", PACK: "podo", LESSON: "pods", "more": "x"});
    assert!(ours.is_ours(&labels(right)));
    for wrong in [
        json!(null),
        json!({}),
        json!({PACK: "podo", LESSON: "pods"}),
        json!({MANAGED_BY: "helm", PACK: "podo", LESSON: "pods"}),
        json!({MANAGED_BY: "podo", PACK: "podo", LESSON: "services"}),
    ] {
        assert!(!ours.is_ours(&labels(wrong.clone())), "{wrong}");
    }
    assert!(LessonNamespace::assigned("x").is_ours(&json!({})));
}

#[tokio::test]
async fn an_assigned_namespace_is_never_made_or_deleted() {
    let fake = Fake::new(|_| Reply::status(404, "not found"));
    let cluster = fake.connect().await.unwrap();
    let assigned = LessonNamespace::assigned("theirs");
    let error = assigned.ensure(&cluster).await.unwrap_err();
    assert!(matches!(error, NamespaceError::Missing { .. }));
    let error = assigned.delete(&cluster, Duration::ZERO).await.unwrap_err();
    assert!(matches!(error, NamespaceError::Assigned { .. }));
    assert!(fake.asked("POST").is_empty() && fake.asked("DELETE").is_empty());
    // Who was given one namespace may not read it as an object, and may work in it all the same.
    let fake = Fake::new(|_| Reply::status(403, "forbidden"));
    let cluster = fake.connect().await.unwrap();
    assert_eq!(assigned.ensure(&cluster).await, Ok(false));
    let ours = LessonNamespace::of_lesson("podo", "pods");
    assert!(matches!(
        ours.ensure(&cluster).await,
        Err(NamespaceError::Request(_))
    ));
}

#[tokio::test]
async fn a_foreign_namespace_is_neither_used_nor_emptied() {
    let fake = Fake::new(|_| Reply::json(&json!({"metadata": {"name": "podo-pods"}})));
    let cluster = fake.connect().await.unwrap();
    let ours = LessonNamespace::of_lesson("podo", "pods");
    let foreign = || {
        Err(NamespaceError::Foreign {
            name: "podo-pods".to_owned(),
        })
    };
    assert_eq!(ours.ensure(&cluster).await, foreign().map(|()| true));
    assert_eq!(
        ours.plan(&cluster).await,
        foreign().map(|()| Plan::default())
    );
    let plan = Plan::default();
    assert_eq!(ours.empty(&cluster, &plan, Duration::ZERO).await, foreign());
    assert_eq!(ours.delete(&cluster, Duration::ZERO).await, foreign());
    assert!(fake.asked("DELETE").is_empty());
}
