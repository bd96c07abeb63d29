//! The rules for podo's texts: both languages say the same things, nothing is missing or left over,
//! and the sentences keep to the house's style.
//!
//! A message whose id is put together at run time matches one of [`is_dynamic`]'s patterns; every
//! other message has to be named by a `msg!("…")` in the code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Message, Pattern, PatternElement};
use fluent_syntax::ast::{Resource, VariantKey};
use podo::i18n::Lang;
use podo::i18n::source::sources;
use unicode_width::UnicodeWidthStr;

/// Whether code makes up this id at run time.
fn is_dynamic(id: &str) -> bool {
    // Help texts follow the tree of commands; `src/cli/tests.rs` compares the two.
    let help = id.starts_with("cli-")
        && (id.ends_with("-about") || id.ends_with("-after-help") || id.contains("-arg-"));
    help || PREFIXES.iter().any(|prefix| id.starts_with(prefix)) || is_finding(id)
}

/// Beginnings of ids that code completes at run time, each with the code that does.
const PREFIXES: [&str; 9] = [
    "cheatsheet-docker-", // render/cheatsheet.rs, as the next three
    "cheatsheet-group-",
    "cheatsheet-kubectl-",
    "cheatsheet-minikube-",
    "check-field-",    // render/checklist.rs
    "check-verdict-",  // render/checklist.rs
    "lesson-problem-", // lesson/problem.rs; the tests of `src/lesson` make every kind
    "noun-",           // render/noun.rs
    "tutor-help-",     // tutor/helping.rs
];

/// `explain-P01-…`: a part of the explanation of a finding.
fn is_finding(id: &str) -> bool {
    let code = id
        .strip_prefix("explain-")
        .and_then(|id| id.split('-').next());
    code.is_some_and(|code| {
        let (layer, number) = code.split_at(code.len().min(1));
        layer.chars().all(|c| c.is_ascii_uppercase())
            && number.len() == 2
            && number.chars().all(|c| c.is_ascii_digit())
    })
}

/// The messages of a language by their id, with the area they stand in.
fn messages(lang: Lang) -> BTreeMap<&'static str, (&'static str, Message<&'static str>)> {
    let mut messages = BTreeMap::new();
    for source in sources(lang) {
        for entry in parse(lang, source.area, source.text).body {
            if let Entry::Message(message) = entry {
                let id = message.id.name;
                let double = messages.insert(id, (source.area, message));
                assert!(double.is_none(), "`{id}` is there twice in {lang}");
            }
        }
    }
    messages
}

fn parse(lang: Lang, area: &str, text: &'static str) -> Resource<&'static str> {
    fluent_syntax::parser::parse(text)
        .unwrap_or_else(|(_, errors)| panic!("{lang}/{area}.ftl: {errors:?}"))
}

/// Runs a check over every message of a language and reports all that it finds.
fn check_all(lang: Lang, mut check: impl FnMut(&str, &Pattern<&'static str>) -> Vec<String>) {
    let mut found = Vec::new();
    for (id, (_, message)) in messages(lang) {
        let pattern = message
            .value
            .unwrap_or_else(|| panic!("`{id}` has no text in {lang}"));
        found.extend(
            check(id, &pattern)
                .into_iter()
                .map(|problem| format!("`{id}`: {problem}")),
        );
    }
    assert!(found.is_empty(), "in {lang}:\n{}", found.join("\n"));
}

#[test]
fn both_languages_have_the_same_messages_in_the_same_files() {
    let [ko, en] = Lang::ALL.map(|lang| {
        let messages = messages(lang).into_iter();
        messages
            .map(|(id, (area, _))| (id, area))
            .collect::<BTreeSet<_>>()
    });
    let only_ko: Vec<_> = ko.difference(&en).collect();
    let only_en: Vec<_> = en.difference(&ko).collect();
    assert!(
        only_ko.is_empty() && only_en.is_empty(),
        "only ko: {only_ko:?}, only en: {only_en:?}"
    );
    for (id, area) in ko {
        assert!(
            id.starts_with(&format!("{area}-")),
            "`{id}` stands in {area}.ftl"
        );
    }
}

#[test]
fn every_message_file_is_in_the_list() {
    for lang in Lang::ALL {
        let folder = root().join("src/i18n").join(lang.code());
        let files: BTreeSet<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let listed = sources(lang)
            .iter()
            .map(|source| format!("{}.ftl", source.area))
            .collect();
        assert_eq!(files, listed, "{lang}");
    }
}

#[test]
fn both_languages_use_the_same_values() {
    let en = messages(Lang::En);
    check_all(Lang::Ko, |id, pattern| {
        let english = en.get(id).and_then(|(_, message)| message.value.as_ref());
        let (ko, en) = (
            variables(pattern),
            english.map(variables).unwrap_or_default(),
        );
        if ko == en {
            Vec::new()
        } else {
            vec![format!("ko has {ko:?}, en has {en:?}")]
        }
    });
}

#[test]
fn every_message_that_the_code_names_is_there_and_no_other() {
    let messages = messages(Lang::En);
    let mut used = BTreeSet::new();
    let mut missing = Vec::new();
    for path in rust_files(&root().join("src")) {
        let code = fs::read_to_string(&path).unwrap();
        for id in named_ids(&code) {
            if !messages.contains_key(id) {
                missing.push(format!("{}: {id}", path.display()));
            }
            used.insert(id.to_owned());
        }
    }
    assert!(
        missing.is_empty(),
        "named by code, but in no file:\n{}",
        missing.join("\n")
    );
    let left = messages
        .keys()
        .filter(|id| !used.contains(**id) && !is_dynamic(id));
    let left: Vec<_> = left.collect();
    assert!(
        left.is_empty(),
        "in the files, but named by no code: {left:?}"
    );
}

#[test]
fn in_korean_no_particle_hangs_on_an_inserted_value() {
    check_all(Lang::Ko, |_, pattern| {
        let mut found = Vec::new();
        particles(pattern, &mut found);
        found
    });
}

#[test]
fn plural_forms_are_those_of_the_language() {
    for (lang, forms) in [(Lang::Ko, &["other"][..]), (Lang::En, &["one", "other"])] {
        check_all(lang, |_, pattern| {
            let mut found = Vec::new();
            each_select(pattern, &mut |keys| {
                let plural = ["zero", "one", "two", "few", "many", "other"];
                let keys: Vec<_> = keys.iter().filter(|key| plural.contains(key)).collect();
                if !keys.is_empty() && keys.iter().any(|key| !forms.contains(key))
                    || !keys.is_empty() && keys.len() != forms.len()
                {
                    found.push(format!("has the forms {keys:?}, {lang} has {forms:?}"));
                }
            });
            found
        });
    }
}

#[test]
fn the_tone_is_calm_and_blames_nobody() {
    /// What no message says, in lower case, as whole words.
    const EN: [&str; 9] = [
        "did you mean",
        "simply",
        "just",
        "obviously",
        "illegal",
        "you failed",
        "you forgot",
        "your mistake",
        "oops",
    ];
    /// The same in Korean, where words have no spaces around them.
    const KO: [&str; 6] = ["당신", "되어지", "되어져", "보여지", "틀렸", "실패하셨"];
    check_all(Lang::En, |_, pattern| {
        let text = literal(pattern).to_lowercase();
        let words: Vec<_> = text.split(|c: char| !c.is_alphabetic()).collect();
        let text = format!(" {} ", words.join(" "));
        let said = EN.iter().filter(|word| text.contains(&format!(" {word} ")));
        said.map(|word| format!("says \"{word}\"")).collect()
    });
    check_all(Lang::Ko, |_, pattern| {
        let text = literal(pattern);
        let said = KO.iter().filter(|word| text.contains(**word));
        said.map(|word| format!("says \"{word}\"")).collect()
    });
}

#[test]
fn korean_messages_keep_to_one_voice_and_to_one_particle() {
    check_all(Lang::Ko, |_, pattern| {
        let slips = podo::lesson::korean::slips(&literal(pattern));
        slips.into_iter().map(|slip| format!("{slip:?}")).collect()
    });
}

#[test]
fn no_message_exclaims() {
    for lang in Lang::ALL {
        check_all(lang, |_, pattern| {
            // `!=` is an operator of selectors, not an exclamation.
            let exclaims = literal(pattern).replace("!=", "").contains(['!', '！']);
            exclaims
                .then(|| "has an exclamation mark".to_owned())
                .into_iter()
                .collect()
        });
    }
}

#[test]
fn headlines_of_explanations_fit_on_a_line() {
    /// Widest headline in terminal cells.
    const WIDEST: usize = 90;
    for lang in Lang::ALL {
        check_all(lang, |id, pattern| {
            let headline = id.starts_with("explain-") && id.ends_with("-headline");
            let width = width(pattern);
            if headline && width > WIDEST {
                vec![format!("{width} cells")]
            } else {
                Vec::new()
            }
        });
    }
}

#[test]
fn the_rules_find_what_they_look_for() {
    let broken = |text: &'static str| {
        let resource = parse(Lang::Ko, "test", text);
        let Some(Entry::Message(message)) = resource.body.into_iter().next() else {
            panic!()
        };
        let mut found = Vec::new();
        particles(&message.value.unwrap(), &mut found);
        !found.is_empty()
    };
    for text in [
        "t = { $x }을 지워요",
        "t = `{ $x }`는 없어요",
        "t = { $n ->\n  [a] `{ $x }`\n *[other] 파드\n }가 있어요",
        "t = \"{ $x }\"으로",
        "t = { $x }이에요",
        "t = { $n ->\n *[other] { $n }와 { $x } 파드\n }",
    ] {
        assert!(broken(text), "{text}");
    }
    for text in [
        "t = { $x } 파드를 지워요",
        "t = `{ $x }`에서",
        "t = 파드 { $n }개가 있어요",
        "t = { $n }가지 방법",
        "t = { $n ->\n  [a] 파드\n *[other] 노드\n }를",
    ] {
        assert!(!broken(text), "{text}");
    }
    assert_eq!(
        named_ids("msg!(\"a-b\") msg!(\n    \"c\"\n) msg! {} msg!(x)").collect::<Vec<_>>(),
        ["a-b", "c"]
    );
    assert!(is_finding("explain-P01-headline") && !is_finding("explain-next"));
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The sources, without the tests: those name messages of their own.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_stem().is_some_and(|stem| stem == "tests") {
            continue;
        }
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The ids in `msg!("…")`, past comments.
fn named_ids(code: &str) -> impl Iterator<Item = &str> {
    code.match_indices("msg!(").filter_map(|(at, call)| {
        let line = code[..at].rsplit('\n').next().unwrap_or_default();
        let quoted = code[at + call.len()..].trim_start().strip_prefix('"')?;
        (!line.trim_start().starts_with("//")).then(|| quoted.split('"').next())?
    })
}

/// The variables of a text, in selectors too.
fn variables<'a>(pattern: &Pattern<&'a str>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            variables_in(expression, &mut found);
        }
    }
    found
}

fn variables_in<'a>(expression: &Expression<&'a str>, found: &mut BTreeSet<&'a str>) {
    match expression {
        Expression::Inline(inline) => inline_variables(inline, found),
        Expression::Select { selector, variants } => {
            inline_variables(selector, found);
            for variant in variants {
                found.extend(variables(&variant.value));
            }
        }
    }
}

fn inline_variables<'a>(inline: &InlineExpression<&'a str>, found: &mut BTreeSet<&'a str>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name);
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                inline_variables(argument, found);
            }
        }
        InlineExpression::Placeable { expression } => variables_in(expression, found),
        _ => {}
    }
}

/// Particles (and endings) whose form depends on the sound before them.
const PARTICLES: [&str; 14] = [
    "을", "를", "이", "가", "은", "는", "와", "과", "로", "으로", "예요", "라는", "란", "랑",
];

/// Words that begin like one of them: `3가지`.
const WORDS: [&str; 1] = ["가지"];

/// Collects the particles that follow an inserted value, with what may close it in between.
fn particles(pattern: &Pattern<&str>, found: &mut Vec<String>) {
    let mut after_value = false;
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => {
                let word = value.trim_start_matches(['`', '"', '\'', '”', '’', '」', '>', ')']);
                let varies = PARTICLES.iter().any(|particle| word.starts_with(particle))
                    && !WORDS.iter().any(|other| word.starts_with(other));
                if after_value && varies {
                    let word = word.split_whitespace().next().unwrap_or_default();
                    found.push(format!("`{word}` hangs on an inserted value"));
                }
                after_value = false;
            }
            PatternElement::Placeable { expression } => {
                if let Expression::Select { variants, .. } = expression {
                    for variant in variants {
                        particles(&variant.value, found);
                    }
                }
                after_value = ends_with_value(expression);
            }
        }
    }
}

/// Whether what a placeable ends with is known only at run time.
fn ends_with_value(expression: &Expression<&str>) -> bool {
    match expression {
        Expression::Inline(inline) => match inline {
            InlineExpression::StringLiteral { .. }
            | InlineExpression::NumberLiteral { .. }
            | InlineExpression::TermReference { .. }
            | InlineExpression::MessageReference { .. } => false,
            InlineExpression::Placeable { expression } => ends_with_value(expression),
            InlineExpression::VariableReference { .. }
            | InlineExpression::FunctionReference { .. } => true,
        },
        Expression::Select { variants, .. } => variants.iter().any(|variant| {
            let mut backwards = variant.value.elements.iter().rev();
            match backwards.next() {
                Some(PatternElement::Placeable { expression }) => ends_with_value(expression),
                Some(PatternElement::TextElement { value }) => {
                    let closers = value.chars().all(|c| "`\"')>”’」".contains(c));
                    let before = backwards.next();
                    closers
                        && matches!(before, Some(PatternElement::Placeable { expression })
                            if ends_with_value(expression))
                }
                None => false,
            }
        }),
    }
}

/// Shows the keys of each choice in a text.
fn each_select(pattern: &Pattern<&'static str>, see: &mut dyn FnMut(&[&'static str])) {
    for element in &pattern.elements {
        let PatternElement::Placeable {
            expression: Expression::Select { variants, .. },
        } = element
        else {
            continue;
        };
        let keys: Vec<_> = variants
            .iter()
            .map(|variant| match variant.key {
                VariantKey::Identifier { name } => name,
                VariantKey::NumberLiteral { value } => value,
            })
            .collect();
        see(&keys);
        for variant in variants {
            each_select(&variant.value, see);
        }
    }
}

/// All that a text says itself, without inserted values.
fn literal(pattern: &Pattern<&str>) -> String {
    let mut text = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(InlineExpression::StringLiteral { value }) => {
                    text.push_str(value);
                }
                Expression::Inline(_) => {}
                Expression::Select { variants, .. } => {
                    for variant in variants {
                        text.push_str(&literal(&variant.value));
                    }
                }
            },
        }
    }
    text
}

/// The width of a text with its widest choices and values of ordinary length.
fn width(pattern: &Pattern<&str>) -> usize {
    /// Cells that a value is taken to need: `web-6f86c5`, `nginx:1.27`.
    const VALUE: usize = 10;
    let element_width = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => value.width(),
        PatternElement::Placeable {
            expression: Expression::Select { variants, .. },
        } => variants
            .iter()
            .map(|variant| width(&variant.value))
            .max()
            .unwrap_or_default(),
        PatternElement::Placeable { .. } => VALUE,
    };
    pattern.elements.iter().map(element_width).sum()
}
