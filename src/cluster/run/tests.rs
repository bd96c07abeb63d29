//! Programs: where they are found, what they see, how they end.

use std::fs;
use std::time::Instant;

use super::*;

/// A folder with a `kubectl` that is this shell script.
#[cfg(unix)]
fn runner(script: &str, environment: &[(&str, &str)]) -> (tempfile::TempDir, Runner) {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kubectl");
    fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    let environment = environment.iter().map(|(k, v)| ((*k).into(), (*v).into()));
    let path = std::env::join_paths(["relative".as_ref(), folder.path()]).unwrap();
    let private = folder.path().join("private");
    let runner = Runner::new(&path, environment, &private, folder.path());
    (folder, runner)
}

#[cfg(unix)]
#[tokio::test]
async fn a_program_sees_what_it_should_and_nothing_else() {
    let given = [
        ("KUBECONFIG", "/learner"),
        ("KUBECTL_EXTERNAL_DIFF", "meld"),
        ("KUBERC", "/home/me/kuberc"),
        ("KUBERNETES_MASTER", "http://x"),
        ("KUBERNETES_SERVICE_HOST", "10.0.0.1"),
        ("POD_NAMESPACE", "x"),
        ("HTTPS_PROXY", "http://proxy"),
        ("HOME", "/home/me"),
    ];
    let script = "/usr/bin/env | /usr/bin/sort; /bin/pwd; echo \"$#:$1\" >&2; cat; exit 7";
    let (folder, runner) = runner(script, &given);
    let args = ["a b; $(date)".to_owned()];
    let output = runner.run(Program::Kubectl, &args, DEADLINE).await.unwrap();
    assert_eq!(output.exit_code, Some(7));
    assert_eq!(output.stderr, "1:a b; $(date)\n", "one argument, as it was");
    let private = format!("KUBECONFIG={}", folder.path().join("private").display());
    for line in [
        &private,
        "KUBERC=off",
        "HTTPS_PROXY=http://proxy",
        "HOME=/home/me",
    ] {
        assert!(
            output.stdout.lines().any(|l| l == line),
            "{line}: {}",
            output.stdout
        );
    }
    for name in ["KUBECTL_", "KUBERNETES_", "POD_NAMESPACE", "/learner"] {
        assert!(!output.stdout.contains(name), "{name}: {}", output.stdout);
    }
    let minikube = runner.environment(Program::Minikube);
    assert!(minikube.contains(&("KUBECONFIG".into(), "/learner".into())));
}

#[cfg(unix)]
#[tokio::test]
async fn what_takes_too_long_is_killed_with_its_children() {
    let (folder, runner) = runner("echo begun; sleep 30 & echo $! > pid; wait", &[]);
    let started = Instant::now();
    let short = Duration::from_millis(400);
    let error = runner.run(Program::Kubectl, &[], short).await.unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(5));
    let RunError::TimedOut { output, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(output.stdout, "begun\n");
    let pid = fs::read_to_string(folder.path().join("pid")).unwrap();
    let state = || fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
    for _ in 0..100 {
        if state().is_empty() || state().contains(") Z") {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("the child lives on: {}", state());
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_end_of_a_long_output_is_kept() {
    let script = "i=0; while [ $i -lt 4000 ]; do echo '가나다라마바사아자차카타파하 가나다라마바사'; \
                  i=$((i+1)); done; echo end";
    let (_folder, runner) = runner(script, &[]);
    let output = runner.run(Program::Kubectl, &[], DEADLINE).await.unwrap();
    assert!(output.stdout.ends_with("end\n"));
    assert!(
        (LIMIT - 4..=LIMIT + 12).contains(&output.stdout.len()),
        "{}",
        output.stdout.len()
    );
}

#[cfg(unix)]
#[tokio::test]
async fn what_a_program_leaves_behind_does_not_hold_it_up() {
    let (_folder, runner) = runner("sleep 20 & echo done", &[]);
    let started = Instant::now();
    let output = runner.run(Program::Kubectl, &[], DEADLINE).await.unwrap();
    assert_eq!(
        (output.exit_code, output.stdout.as_str()),
        (Some(0), "done\n")
    );
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_program_that_is_not_there_is_named() {
    let runner = Runner::new(OsStr::new("/no/such"), [], Path::new("/k"), Path::new("/"));
    let error = runner
        .run(Program::Docker, &[], DEADLINE)
        .await
        .unwrap_err();
    assert!(matches!(
        error,
        RunError::NotInstalled {
            program: Program::Docker
        }
    ));
    assert_eq!(
        error.to_string(),
        "`docker` is not in any folder of the PATH"
    );
}
