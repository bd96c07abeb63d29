//! What the command line means, and that every part of it has its texts. What it looks like is in
//! the golden files of `tests/it/cli.rs`.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;

use clap::CommandFactory;

use super::text::{arg_id, below};
use super::{
    Cli, CliExit, Command, DoctorFormat, Env, LessonCommand, NameError, Selection, Shell, Stream,
    Target, TargetError, VerifyFormat, command, parse,
};
use crate::exit_code::ExitCode;
use crate::i18n::{Args, Catalog, Lang, source};

/// Parses a line of words with an environment.
fn parse_in(line: &str, env: &Env, saved: Option<Lang>) -> Result<Cli, CliExit> {
    let words = std::iter::once("podo")
        .chain(line.split_whitespace())
        .map(OsString::from);
    parse(words, env, saved)
}

fn ok(line: &str) -> Cli {
    parse_in(line, &Env::default(), None).unwrap()
}

fn fails(line: &str) -> CliExit {
    let exit = parse_in(line, &Env::default(), None).unwrap_err();
    assert_eq!(
        (exit.stream, exit.code),
        (Stream::Stderr, ExitCode::Usage),
        "{line}"
    );
    assert!(
        exit.text.contains("--help\n"),
        "no next step: {}",
        exit.text
    );
    exit
}

fn selection(lesson: &str, exercise: Option<&str>) -> Selection {
    Selection {
        lesson: lesson.to_owned(),
        exercise: exercise.map(str::to_owned),
    }
}

#[test]
fn clap_finds_no_fault_in_the_tree() {
    Cli::command().debug_assert();
    for lang in Lang::ALL {
        command(lang).debug_assert();
    }
}

#[test]
fn without_a_command_the_tutor_opens() {
    let cli = ok("");
    assert_eq!(
        (cli.command, cli.lesson, cli.language),
        (None, None, Lang::En)
    );
    assert_eq!(ok("--lesson pods").lesson, Some(selection("pods", None)));
    let cli = ok("--lesson pods/first-pod --lang ko --plain --yes --namespace class-7");
    assert_eq!(cli.lesson, Some(selection("pods", Some("first-pod"))));
    assert_eq!((cli.global.lang, cli.language), (Some(Lang::Ko), Lang::Ko));
    assert_eq!((cli.global.plain, cli.global.yes), (true, true));
    assert_eq!(cli.global.namespace.as_deref(), Some("class-7"));
}

#[test]
fn verify_takes_lessons_a_format_and_global_options_anywhere() {
    let cli = ok("--plain verify pods nodes/cordon -o junit --live-only --cluster sandbox");
    let Some(Command::Verify(verify)) = cli.command else {
        panic!("{:?}", cli.command)
    };
    assert_eq!(
        verify.exercises,
        [selection("pods", None), selection("nodes", Some("cordon"))]
    );
    assert_eq!(
        (verify.output, verify.live_only),
        (VerifyFormat::Junit, true)
    );
    assert_eq!(
        (cli.global.plain, cli.global.cluster),
        (true, Some(Target::Sandbox))
    );
    let Some(Command::Verify(verify)) = ok("verify").command else {
        panic!()
    };
    assert_eq!(
        (verify.output, verify.live_only),
        (VerifyFormat::Text, false)
    );
}

#[test]
fn lesson_has_four_commands() {
    let lesson = |line: &str| match ok(line).command {
        Some(Command::Lesson { command }) => command,
        other => panic!("{other:?}"),
    };
    assert_eq!(lesson("lesson list"), LessonCommand::List);
    let LessonCommand::Check(check) = lesson("lesson check a b --static") else {
        panic!()
    };
    assert_eq!(
        check
            .names
            .iter()
            .map(super::LessonName::as_str)
            .collect::<Vec<_>>(),
        ["a", "b"]
    );
    assert!(check.static_only && !check.all && check.record.is_none());
    let LessonCommand::Check(check) = lesson("lesson check --all --record out") else {
        panic!()
    };
    assert_eq!(
        (check.all, check.record.as_deref()),
        (true, Some(Path::new("out")))
    );
    let LessonCommand::New(new) = lesson("lesson new my-lesson --dir pack") else {
        panic!()
    };
    assert_eq!(
        (new.name.as_str(), new.dir.as_deref()),
        ("my-lesson", Some(Path::new("pack")))
    );
    let LessonCommand::Stamp(stamp) = lesson("lesson stamp pods") else {
        panic!()
    };
    assert_eq!(stamp.names.len(), 1);
}

#[test]
fn the_other_commands_are_read() {
    let Some(Command::Doctor(doctor)) = ok("doctor -o json").command else {
        panic!()
    };
    assert_eq!(doctor.output, DoctorFormat::Json);
    let Some(Command::Explain(explain)) = ok("explain P01").command else {
        panic!()
    };
    assert_eq!(explain.code.as_deref(), Some("P01"));
    assert_eq!(ok("snapshot").command, Some(Command::Snapshot));
    let Some(Command::Completions(completions)) = ok("completions zsh").command else {
        panic!()
    };
    assert_eq!(completions.shell, Shell::Zsh);
    let Some(Command::Man(man)) = ok("man --dir out").command else {
        panic!()
    };
    assert_eq!(man.dir.as_deref(), Some(Path::new("out")));
}

#[test]
fn the_environment_stands_in_for_options() {
    let env = Env {
        podo_lang: Some("ko".into()),
        podo_cluster: Some("minikube:two".into()),
        podo_lessons: Some("pack".into()),
        ..Env::default()
    };
    let cli = parse_in("verify", &env, Some(Lang::En)).unwrap();
    assert_eq!((cli.global.lang, cli.language), (Some(Lang::Ko), Lang::Ko));
    assert_eq!(
        cli.global.cluster,
        Some(Target::Minikube {
            profile: Some("two".to_owned())
        })
    );
    assert_eq!(cli.global.lessons.as_deref(), Some(Path::new("pack")));
    let cli = parse_in("--lang en --cluster auto --lessons mine", &env, None).unwrap();
    assert_eq!(
        (cli.language, cli.global.cluster),
        (Lang::En, Some(Target::Auto))
    );
    assert_eq!(cli.global.lessons.as_deref(), Some(Path::new("mine")));
}

#[test]
fn an_unusable_environment_is_an_error_only_where_it_counts() {
    let env = Env {
        podo_lang: Some("fr".into()),
        podo_cluster: Some("kind".into()),
        ..Env::default()
    };
    let exit = parse_in("", &env, None).unwrap_err();
    assert!(
        exit.text.contains("PODO_LANG") && exit.text.contains("`fr`"),
        "{}",
        exit.text
    );
    let exit = parse_in("--lang ko", &env, None).unwrap_err();
    assert!(exit.text.contains("PODO_CLUSTER") && exit.text.contains("context:NAME"));
    assert!(parse_in("--lang ko --cluster auto", &env, None).is_ok());
}

#[test]
fn empty_variables_are_not_set() {
    let env = Env::read(|name| (name != "COLUMNS").then(OsString::new));
    assert_eq!(env, Env::default());
    let env = Env::read(|name| (name == "COLUMNS").then(|| "72".into()));
    assert_eq!(env.columns, Some(72));
}

#[test]
fn the_language_is_known_before_anything_is_parsed() {
    let help = |line: &str, saved| parse_in(line, &Env::default(), saved).unwrap_err().text;
    assert!(help("--help", Some(Lang::Ko)).contains("사용법: podo"));
    assert!(help("--help --lang en", Some(Lang::Ko)).contains("Usage: podo"));
    assert!(help("verify --help --lang=ko", None).contains("사용법: podo verify"));
    assert!(help("--lang ko frobnicate", None).contains("명령이 없어요"));
    // What follows `--` is no option any more.
    assert!(help("explain --lang=en -- --lang=ko x", Some(Lang::Ko)).contains("left over"));
}

#[test]
fn help_and_version_go_to_stdout_and_succeed() {
    for line in [
        "-h",
        "--help",
        "-V",
        "--version",
        "lesson check --help",
        "help",
        "help verify",
    ] {
        let exit = parse_in(line, &Env::default(), None).unwrap_err();
        assert_eq!(
            (exit.stream, exit.code),
            (Stream::Stdout, ExitCode::Success),
            "{line}"
        );
        assert!(
            exit.text.ends_with('\n') && exit.text.contains("podo"),
            "{line}"
        );
    }
    let version = parse_in("--version", &Env::default(), None)
        .unwrap_err()
        .text;
    assert_eq!(version, format!("podo {}\n", env!("CARGO_PKG_VERSION")));
    let short = parse_in("lesson new -h", &Env::default(), None).unwrap_err();
    assert_eq!(
        Err(short),
        parse_in("help lesson new", &Env::default(), None).map(|_| ())
    );
}

#[test]
fn targets_are_read_and_written_back() {
    let named = |name: &str| Target::Context {
        name: name.to_owned(),
    };
    for (text, target) in [
        ("auto", Target::Auto),
        ("sandbox", Target::Sandbox),
        ("minikube", Target::Minikube { profile: None }),
        (
            "minikube:two",
            Target::Minikube {
                profile: Some("two".to_owned()),
            },
        ),
        ("context:kind-kind", named("kind-kind")),
        (
            "context:arn:aws:eks:eu:1:cluster/a",
            named("arn:aws:eks:eu:1:cluster/a"),
        ),
    ] {
        assert_eq!(text.parse(), Ok(target.clone()));
        assert_eq!(target.to_string(), text);
    }
    for (text, error) in [
        ("", TargetError::Form),
        ("Auto", TargetError::Form),
        ("kind:x", TargetError::Form),
        ("sandbox:x", TargetError::Form),
        ("minikube:", TargetError::NameMissing("minikube")),
        ("context", TargetError::NameMissing("context")),
        ("context:", TargetError::NameMissing("context")),
    ] {
        assert_eq!(text.parse::<Target>(), Err(error), "{text}");
    }
}

#[test]
fn selections_are_read_and_written_back() {
    for text in ["pods", "pods/first-pod", "a/1"] {
        assert_eq!(text.parse::<Selection>().unwrap().to_string(), text);
    }
    for text in [
        "", "Pods", "pods/", "/x", "-a", "a-", "../pods", "a b", "파드",
    ] {
        assert_eq!(
            text.parse::<Selection>(),
            Err(NameError::Characters),
            "{text}"
        );
    }
    assert_eq!(
        "podo/pods/first-pod".parse::<Selection>(),
        Err(NameError::Depth)
    );
    assert_eq!(
        "x".repeat(64).parse::<Selection>(),
        Err(NameError::Characters)
    );
}

#[test]
fn errors_name_the_command_whose_help_is_next() {
    for (line, next) in [
        ("--nope", "Next: podo --help"),
        ("verify --nope", "Next: podo verify --help"),
        (
            "--cluster sandbox verify --nope",
            "Next: podo verify --help",
        ),
        (
            "--lang=en lesson check --nope",
            "Next: podo lesson check --help",
        ),
        ("lesson", "Next: podo lesson --help"),
        ("verify -o xml", "Next: podo verify --help"),
    ] {
        let text = fails(line).text;
        assert!(text.ends_with(&format!("{next}\n")), "{line}: {text}");
    }
}

#[test]
fn errors_say_what_is_near() {
    for (line, near) in [
        ("--lnag ko", "--lang"),
        ("verfy", "Nearest: podo verify"),
        ("lesson chek", "Nearest: podo lesson check"),
        ("verify -o jsno", "Nearest: json"),
        ("--live-only", "podo verify --live-only"),
        (
            "--cluster kind",
            "auto, sandbox, minikube, minikube:PROFILE, context:NAME",
        ),
        ("--cluster context:", "`context:`"),
        ("frobnicate", "verify, lesson, doctor, explain"),
        ("verify a/b/c", "LESSON/EXERCISE"),
        ("lesson new Über", "lower-case"),
        ("--lesson pods verify", "`podo verify`"),
        ("lesson check pods --all", "`--all`"),
        ("--lang ko --lang en", "--lang"),
        ("completions", "`SHELL`"),
        ("--lang", "`--lang`"),
        ("--plain=yes", "`yes`"),
    ] {
        let text = fails(line).text;
        assert!(text.contains(near), "{line}: {text}");
    }
}

#[test]
fn control_characters_are_made_visible() {
    let text = fails("explain P01 \u{1b}[31m").text;
    assert!(
        !text.contains('\u{1b}') && text.contains("\\u{1b}"),
        "{text}"
    );
}

#[cfg(unix)]
#[test]
fn words_that_are_not_utf8_are_reported() {
    use std::os::unix::ffi::OsStringExt;
    let words = [
        "podo".into(),
        "explain".into(),
        OsString::from_vec(vec![0xff]),
    ];
    let exit = parse(words, &Env::default(), None).unwrap_err();
    assert!(exit.text.contains("UTF-8"), "{}", exit.text);
}

#[test]
fn a_command_line_without_even_a_name_opens_the_tutor() {
    assert_eq!(parse([], &Env::default(), None).unwrap().command, None);
}

/// The ids of all help texts of the tree, with the comment in the code that each has to equal.
fn help_texts(command: &clap::Command, prefix: &str, found: &mut Vec<(String, Option<String>)>) {
    found.push((
        format!("{prefix}-about"),
        command.get_about().map(ToString::to_string),
    ));
    for arg in command.get_arguments() {
        found.push((arg_id(prefix, arg), arg.get_help().map(ToString::to_string)));
    }
    for sub in command.get_subcommands() {
        help_texts(sub, &below(prefix, sub.get_name()), found);
    }
}

#[test]
fn every_command_and_argument_has_a_text_in_both_languages() {
    let mut texts = Vec::new();
    help_texts(&Cli::command(), "cli", &mut texts);
    let catalogs = Lang::ALL.map(Catalog::new);
    for (id, comment) in &texts {
        for catalog in &catalogs {
            assert!(catalog.has(id), "`{id}` is missing in {}", catalog.lang());
        }
        let english = catalogs[1].text_dyn(id, &Args::new());
        assert_eq!(
            &english, comment,
            "`{id}` and the comment in src/cli.rs differ"
        );
    }
    // And none is left over from a command that is gone. `--help` and `--version` are clap's.
    let known: BTreeSet<_> = texts.iter().map(|(id, _)| id.as_str()).collect();
    for source in source::sources(Lang::En) {
        let ids = source
            .text
            .lines()
            .filter_map(|line| line.split_once(" ="))
            .map(|(id, _)| id);
        for id in ids.filter(|id| id.starts_with("cli-")) {
            let help = id.ends_with("-about") || id.contains("-arg-");
            let own = ["cli-arg-help", "cli-arg-version"].contains(&id);
            assert!(
                !help || own || known.contains(id),
                "`{id}` belongs to no command"
            );
        }
    }
}

#[test]
fn nothing_of_claps_own_english_is_left_in_korean() {
    let mut lines = vec![String::new()];
    for command in command(Lang::Ko).get_subcommands() {
        lines.push(command.get_name().to_owned());
        let subs = command.get_subcommands();
        lines.extend(subs.map(|sub| format!("{} {}", command.get_name(), sub.get_name())));
    }
    assert_eq!(lines.len(), 23);
    for line in lines {
        let help = parse_in(&format!("{line} --lang ko --help"), &Env::default(), None);
        let help = help.unwrap_err().text;
        for word in [
            "Usage",
            "Options",
            "OPTIONS",
            "Arguments",
            "Commands",
            "Print",
            "possible",
        ] {
            assert!(!help.contains(word), "{word} in:\n{help}");
        }
    }
}
