//! Lesson packs: broken ones, new ones, foreign ones.

use super::*;

/// Breaks a file of the pack.
fn replace(home: &Home, file: &str, from: &str, to: &str) {
    let path = home.path("pack").join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// What a break of the sound pack gets, in both languages.
fn broken(name: &str, spoil: impl Fn(&Home)) {
    for lang in Lang::ALL {
        let home = Home::new();
        with_pack(&home);
        spoil(&home);
        let seen = home.run_all(
            lang,
            &[
                "lesson check --static --lessons pack",
                "lesson list --lessons pack",
            ],
        );
        insta::assert_snapshot!(format!("pack-{name}-{lang}"), seen);
    }
}

#[test]
fn broken_yaml() {
    broken("yaml", |home| {
        replace(
            home,
            "one/exercises.yaml",
            "minutes: 5\nneeds",
            "minutes: [5\nneeds",
        );
    });
}

#[test]
fn an_unknown_key() {
    broken("unknown-key", |home| {
        replace(home, "one/exercises.yaml", "solution:", "soluton:");
    });
}

#[test]
fn a_missing_translation() {
    broken("no-translation", |home| {
        fs::remove_file(home.path("pack/one/en.md")).unwrap();
    });
}

#[test]
fn a_missing_section() {
    broken("no-section", |home| {
        let path = home.path("pack/one/ko.md");
        let text = fs::read_to_string(&path).unwrap();
        let cut = text.find("### ").unwrap();
        fs::write(path, &text[..cut]).unwrap();
    });
}

#[test]
fn the_same_id_twice() {
    broken("duplicate-id", |home| {
        replace(
            home,
            "one/exercises.yaml",
            "- id: ready\n        after: [pod]",
            "- id: pod",
        );
    });
}

#[test]
fn a_path_that_leads_outside() {
    broken("path-escape", |home| {
        replace(
            home,
            "one/exercises.yaml",
            "solution:\n",
            "solution:\n      - file: ../../secret.yaml\n",
        );
    });
}

#[test]
fn an_exercise_that_cannot_fail() {
    broken("cannot-fail", |home| {
        let path = home.path("pack/one/exercises.yaml");
        let text = fs::read_to_string(&path).unwrap();
        let text = text.replace(
            "        by: create\n",
            "        by: create\n        atStart: true\n",
        );
        let text = text.replace(
            "        after: [pod]\n",
            "        after: [pod]\n        atStart: true\n",
        );
        fs::write(path, text).unwrap();
    });
}

#[test]
fn a_newer_format() {
    broken("newer-format", |home| {
        replace(home, "pack.yaml", "formatVersion: 1", "formatVersion: 99");
    });
}

#[test]
fn a_folder_without_a_pack() {
    for lang in Lang::ALL {
        let home = Home::new();
        fs::create_dir(home.path("empty")).unwrap();
        let lines = [
            "lesson check --lessons empty",
            "lesson list --lessons nowhere",
        ];
        insta::assert_snapshot!(format!("no-pack-{lang}"), home.run_all(lang, &lines));
    }
}

#[test]
fn a_new_lesson_is_accepted() {
    for lang in Lang::ALL {
        let home = Home::new();
        let lines = [
            "lesson new one --dir pack",
            "lesson check --static --lessons pack",
            "lesson new one --dir pack",
            "lesson new two --lessons pack",
            "lesson check --static --lessons pack",
            "lesson new Bad",
        ];
        insta::assert_snapshot!(format!("lesson-new-{lang}"), home.run_all(lang, &lines));
    }
}

#[test]
fn a_new_lesson_is_stamped() {
    let home = Home::new();
    with_pack(&home);
    let text = fs::read_to_string(home.path("pack/one/en.md")).unwrap();
    for section in ["intro", "say-hello", "say-hello-debrief"] {
        assert!(text.contains(&format!("  {section}: ")), "{text}");
    }
    // Stamping again changes nothing; a changed original makes the translation stale.
    assert_eq!(home.output("lesson stamp --lessons pack").0, Some(0));
    assert_eq!(
        fs::read_to_string(home.path("pack/one/en.md")).unwrap(),
        text
    );
    replace(&home, "one/ko.md", "하나", "한 가지");
    let (code, told) = home.output("lesson check --static --lessons pack");
    assert_eq!(code, Some(1), "{told}");
}

#[test]
fn a_foreign_pack_is_shown_and_agreed_to_once() {
    for lang in Lang::ALL {
        let home = Home::new();
        with_pack(&home);
        replace(
            &home,
            "one/exercises.yaml",
            "    expect:\n",
            "    setup:\n      - kubectl: create configmap seed\n    expect:\n",
        );
        let mut seen = home.run_all(
            lang,
            &[
                "lesson list --lessons pack",
                "lesson list --lessons pack --yes",
                "lesson list --lessons pack",
            ],
        );
        // With other contents it is another pack.
        replace(&home, "pack.yaml", "title:", "# changed\ntitle:");
        seen.push('\n');
        seen.push_str(&home.run(lang, "lesson list --lessons pack"));
        insta::assert_snapshot!(format!("pack-foreign-{lang}"), seen);
    }
}
