//! The catalogue's behaviour; the rules for the texts themselves are in `tests/it/i18n.rs`.

use super::source::Source;
use super::{Args, Catalog, Lang, LangSources, MessageId, Text};
use crate::msg;

/// A catalogue of one file.
fn catalog(lang: Lang, text: &'static str) -> Catalog {
    let (catalog, problems) = Catalog::from_sources(lang, &[Source { area: "test", text }]);
    assert_eq!(problems, Vec::<String>::new());
    catalog
}

fn check_choice(sources: LangSources<'_>, expected: Lang) {
    assert_eq!(Lang::choose(&sources), expected, "{sources:?}");
}

#[test]
fn the_strongest_source_decides() {
    let all = LangSources {
        flag: Some("ko"),
        podo_lang: Some("en"),
        saved: Some("en"),
        lc_all: Some("en_US.UTF-8"),
        lc_messages: Some("en_US.UTF-8"),
        lang: Some("en_US.UTF-8"),
    };
    check_choice(all, Lang::Ko);
    check_choice(
        LangSources {
            flag: None,
            podo_lang: Some("ko"),
            ..all
        },
        Lang::Ko,
    );
    let saved = LangSources {
        flag: None,
        podo_lang: None,
        saved: Some("ko"),
        ..all
    };
    check_choice(saved, Lang::Ko);
    let locale = LangSources {
        saved: None,
        lc_all: Some("ko_KR.UTF-8"),
        ..saved
    };
    check_choice(locale, Lang::Ko);
    let messages = LangSources {
        lc_all: None,
        lc_messages: Some("ko_KR"),
        ..locale
    };
    check_choice(messages, Lang::Ko);
    check_choice(
        LangSources {
            lc_messages: None,
            lang: Some("ko"),
            ..messages
        },
        Lang::Ko,
    );
    check_choice(LangSources::default(), Lang::En);
}

#[test]
fn what_names_no_language_is_passed_over() {
    let choice = LangSources {
        flag: Some("fr"),
        podo_lang: Some(""),
        ..LangSources::default()
    };
    check_choice(
        LangSources {
            saved: Some("ko"),
            ..choice
        },
        Lang::Ko,
    );
    check_choice(
        LangSources {
            lang: Some("ko_KR.eucKR"),
            ..choice
        },
        Lang::Ko,
    );
}

#[test]
fn the_first_locale_variable_that_is_set_decides_alone() {
    let korean = LangSources {
        lang: Some("ko_KR.UTF-8"),
        ..LangSources::default()
    };
    check_choice(
        LangSources {
            lc_all: Some("C"),
            ..korean
        },
        Lang::En,
    );
    check_choice(
        LangSources {
            lc_messages: Some("fr_FR.UTF-8"),
            ..korean
        },
        Lang::En,
    );
    check_choice(
        LangSources {
            lc_all: Some(""),
            ..korean
        },
        Lang::Ko,
    );
}

#[test]
fn languages_are_written_and_read_by_their_code() {
    for lang in Lang::ALL {
        assert_eq!(lang.to_string().parse(), Ok(lang));
        let json = serde_json::to_string(&lang).unwrap();
        assert_eq!(json, format!("\"{lang}\""));
        assert_eq!(serde_json::from_str::<Lang>(&json).unwrap(), lang);
    }
    assert!("KO".parse::<Lang>().is_err());
}

#[test]
fn a_text_knows_both_languages() {
    let text = Text {
        ko: "파드".to_owned(),
        en: "Pod".to_owned(),
    };
    assert_eq!((text.get(Lang::Ko), text.get(Lang::En)), ("파드", "Pod"));
}

#[test]
fn values_are_inserted_without_marks_and_numbers_without_grouping() {
    let catalog = catalog(
        Lang::En,
        "t-some = { $name } has { $count }, not { $text }.",
    );
    let text = Text {
        ko: "셋".to_owned(),
        en: "three".to_owned(),
    };
    let args = Args::new()
        .with("name", "web")
        .with("count", 1_234_567)
        .with("text", text);
    assert_eq!(
        catalog.text(msg!("t-some"), &args),
        "web has 1234567, not three."
    );
    assert_eq!(
        catalog.text_dyn("t-some", &args).as_deref(),
        Some("web has 1234567, not three.")
    );
}

#[test]
fn numbers_choose_the_plural() {
    let catalog = catalog(
        Lang::En,
        "t-pods = { $count ->\n    [one] { $count } Pod\n   *[other] { $count } Pods\n }",
    );
    let pods = |count: i64| catalog.text(msg!("t-pods"), &Args::new().with("count", count));
    assert_eq!(
        [pods(0), pods(1), pods(5000)],
        ["0 Pods", "1 Pod", "5000 Pods"]
    );
}

#[test]
fn a_message_can_go_into_another() {
    let catalog = catalog(Lang::Ko, "t-kind = 파드\nt-made = { $name } { $kind }");
    let args = Args::new().with("name", "web").with("kind", msg!("t-kind"));
    assert_eq!(catalog.text(msg!("t-made"), &args), "web 파드");
}

#[test]
fn a_later_value_replaces_an_earlier_one() {
    let args = Args::new().with("name", "a").with("name", "b");
    assert_eq!(args, Args::new().with("name", "b"));
    assert_eq!(args, [("name", "a"), ("name", "b")].into_iter().collect());
}

#[test]
fn what_is_missing_is_shown_by_name_and_reported() {
    let catalog = catalog(Lang::En, "t-some = a { $name }");
    let (text, problems) = catalog.format("t-some", &Args::new());
    assert_eq!((text.as_deref(), problems.len()), (Some("a {$name}"), 1));
    let (text, problems) = catalog.format("t-other", &Args::new());
    assert_eq!((text, problems.len()), (None, 1));
    assert!(catalog.has("t-some") && !catalog.has("t-other"));
    assert_eq!(catalog.text_dyn("t-other", &Args::new()), None);
}

#[cfg(debug_assertions)]
#[test]
#[should_panic(expected = "there is no such message")]
fn an_unknown_id_is_loud_in_tests() {
    catalog(Lang::En, "t-some = a").plain(MessageId::new("t-other"));
}

#[cfg(debug_assertions)]
#[test]
#[should_panic(expected = "t-some")]
fn an_absent_value_is_loud_in_tests() {
    catalog(Lang::En, "t-some = a { $name }").plain(msg!("t-some"));
}

#[test]
fn damaged_and_doubled_messages_are_reported_and_the_rest_is_there() {
    let files = [
        Source {
            area: "a",
            text: "t-one = 1\nbroken {\nt-two = 2",
        },
        Source {
            area: "b",
            text: "t-one = one",
        },
    ];
    let (catalog, problems) = Catalog::from_sources(Lang::En, &files);
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert_eq!(catalog.text(MessageId::new("t-one"), &Args::new()), "1");
    assert!(catalog.has("t-two"));
}

#[test]
fn a_catalog_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + Clone>(_: &T) {}
    shared(&Catalog::new(Lang::Ko));
    shared(&Catalog::new(Lang::En));
}
