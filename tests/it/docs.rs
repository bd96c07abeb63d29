//! The documents are true: what is generated and checked in is what would be generated now
//! (`UPDATE=1` writes it anew), links lead somewhere, and what the READMEs show is what podo prints.

mod generated;
mod markdown;
mod readme;
mod recordings;
mod schema;
mod terms;

use std::fs;

use podo::cli::assets;

use crate::recorded::root;

/// Compares files with what they should be, by their path from the root; with `UPDATE=1` writes them.
fn check_current(files: impl IntoIterator<Item = (String, String)>) {
    let update = std::env::var_os("UPDATE").is_some();
    let mut stale = Vec::new();
    for (name, text) in files {
        let path = root().join(&name);
        if update {
            fs::create_dir_all(path.parent().expect("a file is in a folder")).unwrap();
            fs::write(&path, &text).unwrap();
        } else if fs::read_to_string(&path).ok().as_ref() != Some(&text) {
            stale.push(name);
        }
    }
    assert!(
        stale.is_empty(),
        "out of date, write them anew with UPDATE=1: {stale:?}"
    );
}

#[test]
fn completions_and_manual_pages_are_current() {
    let named = |asset: podo::cli::Asset| {
        let path = format!("assets/{}", asset.path);
        (path, asset.text)
    };
    check_current(assets().into_iter().map(named));
}

#[test]
fn nothing_else_lies_beside_what_is_generated() {
    let folder = root().join("assets");
    let known: Vec<_> = assets()
        .into_iter()
        .map(|asset| folder.join(asset.path))
        .collect();
    let mut folders = vec![folder.join("completions"), folder.join("man")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                assert!(known.contains(&path), "not generated: {}", path.display());
            }
        }
    }
}
