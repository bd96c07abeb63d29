//! podo's own files, and a reader that goes away.

use super::*;

fn golden(name: &str, prepare: impl Fn(&Home), lines: &[&str]) {
    for lang in Lang::ALL {
        let home = Home::new();
        with_pack(&home);
        assert_eq!(home.output("lesson list --lessons pack --yes").0, Some(0));
        prepare(&home);
        insta::assert_snapshot!(format!("{name}-{lang}"), home.run_all(lang, lines));
    }
}

const PROGRESS: &str = "podo/data/progress.json";

#[test]
fn a_damaged_progress_is_set_aside_and_told() {
    let damaged = r#"{"formatVersion": 1, "exercises": {"podo/pods"#;
    golden(
        "progress-damaged",
        |home| drop(home.write(PROGRESS, damaged)),
        &["lesson list --lessons pack"],
    );
    let home = Home::new();
    home.write(PROGRESS, damaged);
    assert_eq!(home.output("lesson list").0, Some(0));
    let kept = fs::read_dir(home.path("podo/data")).unwrap().flatten();
    let kept: Vec<PathBuf> = kept
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().contains("damaged"))
        .collect();
    assert_eq!(kept.len(), 1);
    assert_eq!(fs::read_to_string(&kept[0]).unwrap(), damaged);
}

#[test]
fn damaged_settings_are_set_aside_and_told() {
    golden(
        "settings-damaged",
        |home| drop(home.write("podo/config/settings.json", "{")),
        &["explain X99"],
    );
}

#[test]
fn a_newer_progress_is_left_alone() {
    let newer = r#"{"formatVersion": 99, "exercises": {}}"#;
    golden(
        "progress-newer",
        |home| drop(home.write(PROGRESS, newer)),
        &["lesson list --lessons pack"],
    );
    let home = Home::new();
    let path = home.write(PROGRESS, newer);
    assert_eq!(home.output("lesson list").0, Some(3));
    assert_eq!(fs::read_to_string(path).unwrap(), newer);
}

/// A home that cannot be written to. The superuser can write everywhere, so there the folder is a
/// file.
#[test]
fn a_home_that_cannot_be_written() {
    golden(
        "home-is-a-file",
        |home| {
            fs::remove_dir_all(home.path("podo")).unwrap();
            home.write("podo", "");
        },
        &["lesson list --lessons pack", "doctor"],
    );
    let home = Home::new();
    let folder = home.path("podo");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o500)).unwrap();
    // Reading needs no file of podo's own.
    assert_eq!(home.output("lesson list").0, Some(0));
    assert_eq!(home.output("explain P01").0, Some(0));
}

#[test]
fn a_reader_that_goes_away_ends_podo_quietly() {
    for line in [
        "lesson list",
        "explain P01",
        "--help",
        "man",
        "completions bash",
        "doctor",
    ] {
        let home = Home::new();
        let mut child = home
            .podo(Lang::En, line)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(error, "", "{line}");
        assert!(
            matches!(output.status.code(), Some(0 | 3)),
            "{line}: {output:?}",
            output = output.status
        );
    }
}

#[test]
fn states_that_are_none_are_told() {
    golden(
        "states",
        |home| {
            home.write("cut.json", "{\"kind\": \"List\",\n \"items\": [ }");
            home.write(
                "strange.json",
                r#"{"kind": "List", "items": [{"kind": "\u001b[31m"}]}"#,
            );
            home.write("newer.json", r#"{"formatVersion": 99}"#);
            home.write(
                "two.json",
                r#"{"kind": "PodList", "items": [
                {"metadata": {"name": "a", "namespace": "one"}},
                {"metadata": {"name": "b", "namespace": "two\u001b[31m"}}
            ]}"#,
            );
            home.write("folder/readme.txt", "nothing");
        },
        &[
            "explain --from nowhere.json",
            "explain --from cut.json",
            "explain --from strange.json",
            "explain --from newer.json",
            "explain --from two.json",
            "explain --from two.json -n three",
            "explain --from folder",
            "explain --from two.json --from newer.json -n one",
        ],
    );
}

#[test]
fn a_saved_state_is_explained_without_a_cluster() {
    let home = Home::new();
    let state = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/states");
    let path = |name: &str| state.join(name).display().to_string();
    let sick = path("unhealthy/several-causes.json");
    let (code, text) = home.output(&format!("explain --from {sick} -o json"));
    assert_eq!(code, Some(1));
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(problems("explain.schema.json", &report), [""; 0]);
    assert_eq!(report["state"], "unhealthy");
    assert_eq!(report["findings"][0]["code"], "W10");
    let (code, text) = home.output(&format!("explain --from {}", path("healthy/paused.json")));
    assert_eq!(code, Some(0));
    assert!(
        text.contains("Nothing is wrong that podo can see"),
        "{text}"
    );
    // A folder as `kubectl cluster-info dump` makes it, and a link that leads out of it.
    let pods = json!({"kind": "PodList", "apiVersion": "v1", "items": [{
        "metadata": {"name": "worker", "namespace": "shop", "uid": "1"},
        "spec": {"nodeName": "node", "containers": [{"name": "worker", "image": "busybox:1.36"}]},
        "status": {"phase": "Running", "containerStatuses": [{
            "name": "worker",
            "restartCount": 3,
            "state": {"waiting": {"reason": "CrashLoopBackOff"}},
            "lastState": {"terminated": {"exitCode": 2, "reason": "Error"}},
        }]},
    }]});
    home.write("dump/shop/pods.json", &pods.to_string());
    let log = "==== START logs for container worker of pod shop/worker ====\nno such file\n";
    home.write("dump/shop/worker/logs.txt", log);
    std::os::unix::fs::symlink("/etc/passwd", home.path("dump/shop/nodes.json")).unwrap();
    let (code, text) = home.output("explain --from dump");
    assert_eq!(code, Some(1), "{text}");
    assert!(
        text.contains("[P10]") && text.contains("no such file"),
        "{text}"
    );
}

#[test]
fn codes_are_explained() {
    let home = Home::new();
    for line in ["explain P01", "explain p01"] {
        let (code, text) = home.output(line);
        assert_eq!(code, Some(0));
        assert!(text.starts_with("P01  "), "{text}");
    }
}

#[test]
fn completions_and_the_manual_are_printed() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish"] {
        let (code, text) = home.output(&format!("completions {shell}"));
        assert_eq!(code, Some(0));
        assert!(text.contains("podo"), "{text}");
    }
    let (code, text) = home.output("man");
    assert_eq!(code, Some(0));
    assert!(
        text.contains(".TH podo 1") || text.contains(".TH PODO 1"),
        "{text:.200}"
    );
    let (code, list) = home.output("man --dir pages");
    assert_eq!(code, Some(0));
    for page in list.lines() {
        assert!(home.path(page).is_file(), "{page}");
    }
}
