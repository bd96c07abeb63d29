//! The shape of the code: who may use whom, what the pure modules keep out, what is registered.
//!
//! Reads the sources, so that a step in the wrong direction fails here and not years later.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use podo::explain::rules;
use syn::visit::{self, Visit};

use units::UNITS;

mod units;

/// Units that neither read nor write, know no clock and no environment: values in, values out.
const PURE: &[&str] = &[
    "check",
    "cli",
    "explain",
    "health",
    "i18n",
    "lesson",
    "progress",
    "progress::lesson_id",
    "render",
    "repl::command",
    "snapshot",
    "snapshot::kinds",
    "store::document",
    "verify",
];

/// What the pure units do not mention: the beginnings of paths.
const IMPURE: &[&str] = &[
    "tokio",
    "kube",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "std::time::SystemTime",
    "std::time::Instant",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
    "SystemTime::now",
    "Instant::now",
    "jiff::Timestamp::now",
    "Timestamp::now",
    "jiff::Zoned::now",
    "Zoned::now",
];

/// Macros that write to the process's own output. Nobody uses them: what is written goes to an
/// `impl Write` that was passed in.
const PRINTING: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];

/// How long a file may be, in lines.
const LINES: usize = 600;

/// Longer: a table of ways to break a pack, which is read best as one.
const LONG: &str = "src/lesson/tests/breaks.rs";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files below a folder, by their path from the root.
fn files(folder: &str) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let path = path.strip_prefix(root()).unwrap();
                files.push(path.to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    files.sort();
    files
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn parse(path: &str) -> syn::File {
    syn::parse_file(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files of podo itself, without the tests that lie beside them.
fn sources() -> Vec<String> {
    let is_test = |path: &str| {
        path.ends_with("/tests.rs") || path.contains("/tests/") || path == "src/cluster/fake.rs"
    };
    let sources: Vec<String> = files("src")
        .into_iter()
        .filter(|path| !is_test(path))
        .collect();
    assert!(sources.len() > 100, "the sources were found");
    sources
}

/// `src/explain/rules/p01.rs` is the module `["explain", "rules", "p01"]`.
fn module(path: &str) -> Vec<String> {
    let path = path
        .strip_prefix("src/")
        .unwrap()
        .strip_suffix(".rs")
        .unwrap();
    path.split('/').map(str::to_owned).collect()
}

/// The unit that a path of modules belongs to: the longest that it begins with.
fn unit(path: &[String]) -> Option<&'static str> {
    let begins = |name: &str| {
        let parts: Vec<&str> = name.split("::").collect();
        path.len() >= parts.len() && parts.iter().zip(path).all(|(part, name)| part == name)
    };
    let units = UNITS.iter().map(|(name, _)| *name);
    units
        .filter(|name| begins(name))
        .max_by_key(|name| name.len())
}

/// What one file mentions, code only: neither comments nor `#[cfg(test)]`.
#[derive(Default)]
struct Mentions {
    /// The file's own module.
    here: Vec<String>,
    /// Paths, those within the crate from its root with `crate` in front.
    paths: BTreeSet<String>,
    /// Macros that are called.
    macros: BTreeSet<String>,
}

impl Mentions {
    fn of(path: &str) -> Self {
        let here = module(path);
        let mut mentions = Self {
            here,
            ..Self::default()
        };
        mentions.visit_file(&parse(path));
        mentions
    }

    fn add(&mut self, segments: &[String]) {
        let up = segments.iter().take_while(|part| *part == "super").count();
        let (base, rest) = match segments.first().map(String::as_str) {
            Some("crate") => (0, &segments[1..]),
            Some("self") => (self.here.len(), &segments[1..]),
            Some("super") => (self.here.len().saturating_sub(up), &segments[up..]),
            _ => {
                self.paths.insert(segments.join("::"));
                return;
            }
        };
        let mut whole = vec!["crate".to_owned()];
        whole.extend_from_slice(&self.here[..base]);
        whole.extend_from_slice(rest);
        self.paths.insert(whole.join("::"));
    }

    fn add_tree(&mut self, tree: &syn::UseTree, prefix: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.add_tree(&path.tree, prefix);
                prefix.pop();
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.add_tree(tree, prefix);
                }
            }
            syn::UseTree::Name(name) => self.add_leaf(name.ident.to_string(), prefix),
            syn::UseTree::Rename(name) => self.add_leaf(name.ident.to_string(), prefix),
            syn::UseTree::Glob(_) => self.add_leaf("*".to_owned(), prefix),
        }
    }

    fn add_leaf(&mut self, name: String, prefix: &[String]) {
        let mut path = prefix.to_vec();
        if name != "self" {
            path.push(name);
        }
        self.add(&path);
    }
}

fn is_test_only(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Path>()
                .is_ok_and(|path| path.is_ident("test"))
    })
}

impl<'ast> Visit<'ast> for Mentions {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test_only(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if !is_test_only(&item.attrs) {
            self.add_tree(&item.tree, &mut Vec::new());
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        self.add(&segments);
        visit::visit_path(self, path);
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {
        // `pub(crate)` and `pub(super)` name no module that is used.
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let name = call.path.segments.last().unwrap().ident.to_string();
        self.macros.insert(name);
        // The words of a macro are no paths yet; those that look like one are taken for it.
        let words = call.tokens.to_string().replace(" :: ", "::");
        let parts = words.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
        for path in parts.filter(|part| part.contains("::") && !part.starts_with(':')) {
            let segments: Vec<String> = path.split("::").map(str::to_owned).collect();
            self.add(&segments);
        }
    }
}

fn check_none(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn the_table_of_units_leads_downwards() {
    let mut below = BTreeSet::new();
    for (name, uses) in UNITS {
        for used in *uses {
            assert!(below.contains(used), "`{used}` must stand above `{name}`");
        }
        assert!(below.insert(name), "`{name}` is there twice");
    }
}

#[test]
fn modules_use_only_what_is_below_them() {
    let mut problems = Vec::new();
    let mut used: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for path in sources() {
        let here = module(&path);
        if matches!(here[0].as_str(), "main" | "lib") {
            continue;
        }
        let Some(own) = unit(&here) else {
            problems.push(format!("{path} belongs to no unit of the table"));
            continue;
        };
        let allowed = UNITS.iter().find(|(name, _)| *name == own).unwrap().1;
        for mention in Mentions::of(&path).paths {
            let Some(inside) = mention.strip_prefix("crate::") else {
                continue;
            };
            let inside: Vec<String> = inside.split("::").map(str::to_owned).collect();
            // The macro `msg!` stands at the crate's root and belongs to the texts.
            let target = if inside == ["msg"] {
                Some("i18n")
            } else {
                unit(&inside)
            };
            let Some(target) = target.filter(|target| *target != own) else {
                continue;
            };
            used.entry(own).or_default().insert(target);
            let is_part_of = |whole: &str| {
                let rest = target.strip_prefix(whole);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
            };
            if !is_part_of(own) && !allowed.iter().any(|whole| is_part_of(whole)) {
                problems.push(format!("{path}: `{own}` may not use `{mention}`"));
            }
        }
    }
    for (own, allowed) in UNITS {
        let used = used.remove(own).unwrap_or_default();
        for spare in allowed.iter().filter(|allowed| !used.contains(*allowed)) {
            problems.push(format!(
                "`{own}` does not use `{spare}`: take it off the table"
            ));
        }
    }
    check_none(&problems);
}

#[test]
fn pure_modules_stay_pure() {
    let mut problems = Vec::new();
    for path in sources() {
        let Some(own) = unit(&module(&path)).filter(|own| PURE.contains(own)) else {
            continue;
        };
        for mention in Mentions::of(&path).paths {
            let impure = IMPURE.iter().any(|start| {
                let rest = mention.strip_prefix(start);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
            });
            if impure {
                problems.push(format!("{path}: `{own}` is pure, `{mention}` is not"));
            }
        }
    }
    check_none(&problems);
}

#[test]
fn nothing_is_printed_past_the_writers() {
    let mut problems = Vec::new();
    for path in sources() {
        let macros = Mentions::of(&path).macros;
        for name in PRINTING.iter().filter(|name| macros.contains(**name)) {
            problems.push(format!("{path}: {name}!"));
        }
    }
    check_none(&problems);
}

#[test]
fn the_sandbox_does_not_know_the_tutor() {
    let manifest = read("sandbox/Cargo.toml");
    assert!(
        !manifest.contains("podo-k8s"),
        "sandbox/Cargo.toml names the tutor"
    );
    assert!(
        !manifest.contains("path = \"..\""),
        "sandbox/Cargo.toml leads to the tutor"
    );
    for path in files("sandbox") {
        let uses = read(&path).contains("use podo::");
        assert!(!uses, "{path} uses the tutor");
    }
}

#[test]
fn every_rule_is_registered_and_its_code_is_its_own() {
    let codes: Vec<&str> = rules::ALL.iter().map(|rule| rule.code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
    let modules = read("src/explain/rules.rs");
    let mut found = BTreeSet::new();
    for path in files("src/explain/rules") {
        let name = path.strip_prefix("src/explain/rules/").unwrap();
        let stem = name.strip_suffix(".rs").unwrap();
        // What lies in a folder is a part of the rule beside it.
        if stem.contains('/') || stem == "tests" {
            continue;
        }
        assert!(
            modules.contains(&format!("mod {stem};")),
            "{path} is not part of the rules"
        );
        let before = found.len();
        for item in parse(&path).items {
            if let syn::Item::Const(item) = item
                && matches!(&*item.ty, syn::Type::Path(path) if path.path.is_ident("Rule"))
            {
                found.insert(item.ident.to_string());
            }
        }
        assert!(found.len() > before, "{path} holds no rule");
    }
    let registered: BTreeSet<String> = codes.iter().map(|code| (*code).to_owned()).collect();
    assert_eq!(found, registered);
}

#[test]
fn every_test_file_is_part_of_the_one_binary() {
    let main = read("tests/it/main.rs");
    for path in files("tests/it") {
        let parts: Vec<&str> = path.strip_prefix("tests/it/").unwrap().split('/').collect();
        if let [file] = parts.as_slice()
            && *file != "main.rs"
        {
            let stem = file.strip_suffix(".rs").unwrap();
            assert!(
                main.contains(&format!("mod {stem};")),
                "{path} is in no binary"
            );
        }
    }
}

#[test]
fn every_file_says_what_it_is_and_stays_small() {
    let mut problems = Vec::new();
    for path in ["src", "tests", "benches", "sandbox"]
        .iter()
        .flat_map(|folder| files(folder))
    {
        let text = read(&path);
        if !text.starts_with("//! ") {
            problems.push(format!("{path} does not begin with `//!`"));
        }
        let lines = text.lines().count();
        if lines > LINES && path != LONG {
            problems.push(format!("{path} has {lines} lines, {LINES} are allowed"));
        }
    }
    let lines = read(LONG).lines().count();
    assert!(
        lines > LINES,
        "{LONG} is not long any more: name it no more"
    );
    check_none(&problems);
}
