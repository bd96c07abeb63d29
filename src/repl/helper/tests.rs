//! What the line editor is told.

use std::fs;
use std::os::unix::fs::symlink;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::{Names, PromptHelper};
use crate::render::theme::Theme;
use crate::repl::complete::Sources;

fn helper(names: Names) -> PromptHelper {
    let mut helper = PromptHelper::new(Theme::plain());
    helper.names = names;
    helper
}

#[test]
fn files_of_the_working_folder_and_no_others() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret"), "").unwrap();
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    fs::create_dir(dir.join("sub")).unwrap();
    for name in ["web.yaml", ".hidden", "sub/deep.yaml", "a\nb"] {
        fs::write(dir.join(name), "").unwrap();
    }
    symlink(outside.path(), dir.join("out")).unwrap();
    let helper = helper(Names {
        work_dir: Some(dir.to_owned()),
        ..Names::default()
    });
    assert_eq!(helper.files(""), ["out/", "sub/", "web.yaml"]);
    assert_eq!(helper.files("."), [".hidden", "out/", "sub/", "web.yaml"]);
    assert_eq!(helper.files("sub/d"), ["sub/deep.yaml"]);
    for typed in ["out/", "../", "/", "none/"] {
        assert_eq!(helper.files(typed), [""; 0], "{typed}");
    }
}

#[test]
fn a_cluster_that_does_not_answer_holds_nobody_up() {
    let helper = helper(Names {
        objects: Some(Arc::new(|kind: &str| {
            if kind == "Node" {
                thread::sleep(Duration::from_secs(5));
            }
            vec![format!("b-{kind}"), "a\u{1b}".to_owned(), "a".to_owned()]
        })),
        ..Names::default()
    });
    assert_eq!(helper.objects("Pod"), ["a", "b-Pod"]);
    let begin = Instant::now();
    assert_eq!(helper.objects("Node"), [""; 0]);
    // The first still runs, so nothing is asked.
    assert_eq!(helper.objects("Pod"), [""; 0]);
    assert!(begin.elapsed() < Duration::from_secs(2));
}
