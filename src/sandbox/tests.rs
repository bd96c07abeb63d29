//! Serving, joining, taking over, and what is kept. Two holders of the lock in one process are as
//! good as two processes: the lock belongs to the open file.

use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use http::Method;
use serde_json::json;
use tokio::runtime::Runtime;

use super::*;
use crate::cluster::client::{Cluster, READING};
use crate::cluster::target::connect_sandbox;
use crate::store::Origin;

/// A folder for a sandbox, a runtime for a client.
struct Place {
    folder: tempfile::TempDir,
    runtime: Runtime,
}

impl Place {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            runtime: Runtime::new().unwrap(),
        }
    }

    fn files(&self) -> Files {
        Files::new(self.folder.path().join("sandbox"))
    }

    fn open(&self) -> Sandbox {
        Sandbox::open(&self.files(), None).unwrap()
    }

    fn connect(&self) -> Cluster {
        let path = self.files().kubeconfig();
        self.runtime
            .block_on(connect_sandbox(&path))
            .unwrap()
            .cluster
    }

    fn make(&self, cluster: &Cluster, namespace: &str) {
        let body = json!({"metadata": {"name": namespace}});
        let path = "/api/v1/namespaces";
        self.runtime
            .block_on(cluster.send(Method::POST, path, "application/json", &body, READING))
            .unwrap();
    }

    fn has(&self, cluster: &Cluster, namespace: &str) -> bool {
        let path = format!("/api/v1/namespaces/{namespace}");
        self.runtime.block_on(cluster.get(&path, READING)).is_ok()
    }
}

fn until(what: &str, mut so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !so() {
        assert!(Instant::now() < deadline, "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn what_is_in_it_and_how_to_reach_it_outlive_the_process() {
    let place = Place::new();
    let sandbox = place.open();
    assert!(sandbox.serves());
    let cluster = place.connect();
    place.make(&cluster, "kept");
    let (uid, server) = (cluster.uid().to_owned(), cluster.server().to_owned());
    sandbox.close().unwrap();
    assert!(!place.has(&cluster, "kept"), "nobody serves it now");

    let sandbox = place.open();
    assert_eq!(*sandbox.origin(), Origin::Present);
    // The client of before is good for the sandbox of now.
    assert!(place.has(&cluster, "kept"));
    let again = place.connect();
    assert_eq!(
        (again.uid(), again.server()),
        (uid.as_str(), server.as_str())
    );
}

#[test]
fn a_second_one_joins_and_takes_over_when_the_first_leaves() {
    let place = Place::new();
    let first = place.open();
    let second = place.open();
    assert!(first.serves() && !second.serves());
    let cluster = place.connect();
    place.make(&cluster, "shared");
    first.close().unwrap();
    until("the second one to serve", || second.serves());
    until("the cluster to answer again", || {
        place.has(&cluster, "shared")
    });
    second.close().unwrap();
}

#[test]
fn one_that_only_waited_leaves_without_serving() {
    let place = Place::new();
    let first = place.open();
    place.open().close().unwrap();
    first.close().unwrap();
    // Whoever waited gives the lock back at once, so that the next one can have it.
    until("the lock", || place.files().served_by().unwrap().is_none());
    assert!(place.open().serves());
}

#[test]
fn a_port_that_is_taken_is_exchanged_for_another() {
    let place = Place::new();
    place.open().close().unwrap();
    let before = place.files().access().load().unwrap().value.port;
    let _taken = std::net::TcpListener::bind(("127.0.0.1", before)).unwrap();
    let sandbox = place.open();
    let now = place.files().access().load().unwrap().value.port;
    assert_ne!(now, before);
    assert!(place.connect().server().ends_with(&format!(":{now}")));
    sandbox.close().unwrap();
}

#[test]
fn changes_are_on_the_disk_soon() {
    let place = Place::new();
    let sandbox = place.open();
    let cluster = place.connect();
    let count = || {
        let kept = place.files().state().load().unwrap().value;
        kept.cluster.count("namespaces")
    };
    until("the first state", || count() >= 4);
    let before = count();
    place.make(&cluster, "new");
    until("the change", || count() == before + 1);
    drop(sandbox);
}

#[test]
fn its_files_are_the_learners_alone() {
    let place = Place::new();
    place.open().close().unwrap();
    let files = place.files();
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(files.folder()), 0o700);
    for path in [
        files.kubeconfig(),
        files.access().path().to_owned(),
        files.state().path().to_owned(),
    ] {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    let access = files.access().load().unwrap().value;
    let shown = format!("{access:?}");
    assert!(!shown.contains(access.token.as_deref().unwrap()));
}

#[test]
fn a_damaged_state_is_set_aside_and_told() {
    let place = Place::new();
    place.open().close().unwrap();
    std::fs::write(place.files().state().path(), "{").unwrap();
    let sandbox = place.open();
    let Origin::SetAside { moved_to, .. } = sandbox.origin() else {
        panic!("{:?}", sandbox.origin());
    };
    assert_eq!(std::fs::read_to_string(moved_to).unwrap(), "{");
}

#[test]
fn states_are_saved_loaded_and_deleted_by_name() {
    let place = Place::new();
    let files = place.files();
    let sandbox = place.open();
    let cluster = place.connect();
    place.make(&cluster, "early");
    // Saving while it runs has everything that happened so far.
    files.save("one").unwrap();
    place.make(&cluster, "late");
    for refused in [files.load("one"), files.reset()] {
        assert!(
            matches!(refused, Err(SandboxError::Runs { process }) if process == std::process::id())
        );
    }
    sandbox.close().unwrap();
    assert_eq!(files.all_saved(), ["one"]);
    assert!(matches!(
        files.load("two"),
        Err(SandboxError::NotSaved { known, .. }) if known == ["one"]
    ));
    let uid = cluster.uid().to_owned();
    files.load("one").unwrap();
    let sandbox = place.open();
    assert!(place.has(&cluster, "early") && !place.has(&cluster, "late"));
    sandbox.close().unwrap();

    files.reset().unwrap();
    let sandbox = place.open();
    assert!(!place.has(&cluster, "early"));
    assert_ne!(
        place.connect().uid(),
        uid,
        "another cluster at the same place"
    );
    sandbox.close().unwrap();
    files.delete_saved("one").unwrap();
    assert!(files.all_saved().is_empty());
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), "").unwrap();
    let files = Files::new(folder.path().join("file/sandbox"));
    let error = Sandbox::open(&files, None).unwrap_err();
    assert!(
        matches!(&error, SandboxError::File { path, .. } if path == files.folder()),
        "{error:?}"
    );
}
