//! Namespaces that are not as podo left them: somebody else's, deleted, being deleted, huge.

use futures::stream::{self, StreamExt as _};
use http::Method;

use super::*;

/// How many objects make a namespace huge.
const HUGE: u32 = 5000;

/// How long a check of a huge namespace may take.
const STILL_QUICK: Duration = Duration::from_secs(20);

#[test]
#[ignore = "needs a cluster"]
fn live_a_namespace_that_podo_did_not_make() {
    let course = Course::new();
    let _namespaces = course.without_namespaces(&[LESSON]);
    let name = course.namespace(LESSON);
    bench::kubectl(&["create", "namespace", &name]);
    bench::kubectl(&["-n", &name, "create", "configmap", "theirs"]);
    for lang in Lang::ALL {
        let home = Home::new(&course);
        let mut talk = home.open(&["--lang", lang.code(), "--lesson", LESSON]);
        let said = talk.until_done();
        assert!(
            said.contains(&name) && said.contains("--namespace"),
            "{said}"
        );
        speaks(&said, lang);
        // No lesson is open, and nothing is touched.
        let said = talk.say_yes("reset");
        says(&said, &Catalog::new(lang).plain(msg!("tutor-no-lesson")));
        assert_eq!(talk.end().code, Some(0));
    }
    bench::kubectl(&["-n", &name, "get", "configmap", "theirs"]);
}

#[test]
#[ignore = "needs a cluster"]
fn live_the_namespace_is_deleted_under_the_session() {
    let course = Course::new();
    let _namespaces = course.without_namespaces(&[LESSON]);
    let name = course.namespace(LESSON);
    for lang in Lang::ALL {
        let catalog = Catalog::new(lang);
        let home = Home::new(&course);
        let mut talk = open(&home, lang, FIRST);
        talk.say("kubectl run web --image=nginx:1.27");
        bench::delete_namespace(&name);
        let said = talk.say("check");
        assert!(said.contains(&name), "{said}");
        speaks(&said, lang);
        let said = talk.say("kubectl run web --image=nginx:1.27");
        assert!(said.contains(&name), "{said}");
        // `reset` makes a new one, as it was said; so does opening the lesson again.
        let said = talk.say("reset");
        says(&said, &catalog.plain(msg!("tutor-reset-done")));
        talk.say("kubectl run web --image=nginx:1.27");
        let said = talk.say("check");
        says(&said, &catalog.plain(msg!("tutor-passed")));
        assert_eq!(talk.end().code, Some(0));
        bench::delete_namespace(&name);
        let mut talk = open(&home, lang, FIRST);
        talk.say("kubectl run web --image=nginx:1.27");
        let said = talk.say("check");
        says(&said, &catalog.plain(msg!("tutor-passed")));
        assert_eq!(talk.end().code, Some(0));
        bench::delete_namespace(&name);
    }
}

/// A ConfigMap that cannot go away, and takes care that it can when the test is over.
struct Stuck(String);

impl Stuck {
    fn within(namespace: &str) -> Self {
        let manifest = json!({
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": {"name": "stuck", "finalizers": ["podo.test/stuck"]},
        });
        let stuck = Self(namespace.to_owned());
        bench::kubectl_with(
            &["-n", namespace, "create", "-f", "-"],
            &manifest.to_string(),
        );
        stuck
    }
}

impl Drop for Stuck {
    fn drop(&mut self) {
        let free = r#"{"metadata":{"finalizers":null}}"#;
        bench::kubectl(&["-n", &self.0, "patch", "configmap", "stuck", "-p", free]);
    }
}

#[test]
#[ignore = "needs a cluster"]
fn live_a_namespace_that_is_being_deleted() {
    let course = Course::new();
    let _namespaces = course.without_namespaces(&[LESSON]);
    let name = course.namespace(LESSON);
    let home = Home::new(&course);
    let mut talk = open(&home, Lang::Ko, FIRST);
    let stuck = Stuck::within(&name);
    bench::kubectl(&["delete", "namespace", &name, "--wait=false"]);
    for lang in Lang::ALL {
        talk.say(&format!("lang {lang}"));
        talk.say("kubectl run web --image=nginx:1.27");
        let said = talk.say("check");
        assert!(said.contains("[N05]"), "{said}");
        speaks(&said, lang);
        let mut late = home.open(&["--lang", lang.code(), "--lesson", LESSON]);
        let said = late.until_done();
        assert!(said.contains(&name), "{said}");
        speaks(&said, lang);
        assert_eq!(late.end().code, Some(0));
    }
    assert_eq!(talk.end().code, Some(0));
    drop(stuck);
}

#[test]
#[ignore = "needs a cluster"]
fn live_a_huge_namespace() {
    let course = Course::new();
    let _namespaces = course.without_namespaces(&[LESSON]);
    let name = course.namespace(LESSON);
    let home = Home::new(&course);
    let mut talk = open(&home, Lang::En, FIRST);
    let started = Instant::now();
    bench::runtime().block_on(fill(&name));
    println!("{HUGE} ConfigMaps made in {:.0?}", started.elapsed());
    for lang in Lang::ALL {
        talk.say(&format!("lang {lang}"));
        let started = Instant::now();
        let said = talk.say("check");
        println!("check: {:.1?}", started.elapsed());
        assert!(said.contains("[M11]"), "{said}");
        assert!(started.elapsed() < STILL_QUICK);
        speaks(&said, lang);
    }
    talk.say("kubectl run web --image=nginx:1.27");
    let said = talk.say("check");
    says(&said, &Catalog::new(Lang::En).plain(msg!("tutor-passed")));
    let started = Instant::now();
    talk.write("reset");
    talk.write("no");
    let said = talk.until_done();
    println!(
        "what reset would delete: {:.1?}, {} lines",
        started.elapsed(),
        said.lines().count()
    );
    says(
        &said,
        &Catalog::new(Lang::En).plain(msg!("tutor-delete-kept")),
    );
    assert_eq!(talk.end().code, Some(0));
}

/// Fills a namespace with small ConfigMaps.
async fn fill(namespace: &str) {
    let cluster = bench::found().await.cluster;
    let path = format!("/api/v1/namespaces/{namespace}/configmaps");
    let make = |number: u32| {
        let (cluster, path) = (&cluster, &path);
        async move {
            let body = json!({
                "apiVersion": "v1", "kind": "ConfigMap",
                "metadata": {"name": format!("filler-{number}")}, "data": {"number": number.to_string()},
            });
            let limit = Duration::from_secs(30);
            let made = cluster.send(Method::POST, path, "application/json", &body, limit);
            made.await.unwrap();
        }
    };
    stream::iter((0..HUGE).map(make))
        .buffer_unordered(32)
        .collect::<()>()
        .await;
}

/// Nobody is left with a labelled Node unawares: leaving the lesson asks, and the lesson remembers.
#[test]
#[ignore = "needs a cluster"]
fn live_a_lesson_that_is_left_puts_the_cluster_back() {
    let course = Course::new();
    let _namespaces = course.without_namespaces(&["cluster", "deployments"]);
    let labelled = || bench::kubectl(&["get", "nodes", "-l", "disk=ssd", "-o", "name"]);
    for lang in Lang::ALL {
        let catalog = Catalog::new(lang);
        let home = Home::new(&course);
        let begin = || {
            let exercise = "cluster/node-label";
            let mut talk = home.open(&["--lang", lang.code(), "--lesson", exercise]);
            talk.until_done();
            talk
        };
        let mut talk = begin();
        talk.say("kubectl label nodes --all disk=ssd");
        talk.write("quit");
        talk.write("no");
        let ended = talk.end();
        says(&ended.stdout, &catalog.plain(msg!("tutor-left-ask")));
        speaks(&ended.stdout, lang);
        assert_ne!(labelled(), "", "it was to stay");

        let mut talk = begin();
        let said = talk.say_yes("reset");
        says(&said, &catalog.plain(msg!("tutor-reset-done")));
        assert_eq!(labelled(), "", "reset puts it back");
        talk.say("kubectl label nodes --all disk=ssd");
        talk.write("start deployments");
        talk.write("yes");
        let said = talk.until_done();
        says(&said, &catalog.plain(msg!("tutor-left-done")));
        assert_eq!(labelled(), "", "so does leaving for another lesson");
        assert_eq!(talk.end().code, Some(0));
        bench::delete_namespace(&course.namespace("cluster"));
    }
}
