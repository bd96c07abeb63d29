//! Programs: found, and what they are given.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::{Invocation, locate};
use crate::lesson::model::Program;
use crate::programs::ProgramError;

fn kubeconfig_of(program: Program) -> Option<String> {
    let invocation = Invocation::tool(program, Vec::new(), Path::new("/private"));
    let value = invocation
        .env
        .iter()
        .find(|(name, _)| name == "KUBECONFIG")?;
    Some(value.1.to_string_lossy().into_owned())
}

#[test]
fn minikube_keeps_the_learners_kubeconfig() {
    assert_eq!(kubeconfig_of(Program::Kubectl).as_deref(), Some("/private"));
    assert_eq!(kubeconfig_of(Program::Docker).as_deref(), Some("/private"));
    assert_eq!(kubeconfig_of(Program::Minikube), None);
}

#[test]
fn the_first_executable_file_on_the_path_counts() {
    let dir = tempfile::tempdir().unwrap();
    let folders = ["a", "b", "c"].map(|name| dir.path().join(name));
    for (folder, mode) in folders.iter().zip([0o644, 0o755, 0o755]) {
        fs::create_dir(folder).unwrap();
        let file = folder.join("tool");
        fs::write(&file, "").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
    }
    fs::create_dir(folders[0].join("folder")).unwrap();
    let path = std::env::join_paths(&folders).unwrap();
    assert_eq!(locate("tool", &path).unwrap(), folders[1].join("tool"));
    for missing in ["folder", "other", "./tool"] {
        assert!(matches!(
            locate(missing, &path),
            Err(ProgramError::NotFound { program, .. }) if program == missing
        ));
    }
}

#[test]
fn a_program_that_is_missing_names_where_it_was_looked_for() {
    let Err(ProgramError::NotFound { looked_in, .. }) =
        locate("podo-none", OsStr::new("/nowhere:.:relative::/other"))
    else {
        panic!("found")
    };
    assert_eq!(looked_in, [Path::new("/nowhere"), Path::new("/other")]);
}

#[test]
fn the_path_of_the_invocation_comes_first() {
    let empty = tempfile::tempdir().unwrap();
    let invocation = Invocation::new("sh", Vec::new()).with_env("PATH", empty.path());
    assert!(matches!(
        invocation.locate(),
        Err(ProgramError::NotFound { looked_in, .. }) if looked_in == [empty.path()]
    ));
}
