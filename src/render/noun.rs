//! The nouns of kinds in both languages, with their particles.
//!
//! Kinds are a closed list, so Korean particles can be written out per kind instead of guessed from
//! the last letter: `noun-Pod` is 파드, `noun-Pod-subject` 파드가, `noun-Pod-object` 파드를,
//! `noun-Pod-topic` 파드는. In English all four are the same word.

use crate::i18n::{Args, Catalog};

/// The variables that stand for a kind's noun in messages, and the suffix of each.
const FORMS: [(&str, &str); 4] = [
    ("noun", ""),
    ("subject", "-subject"),
    ("objective", "-object"),
    ("topic", "-topic"),
];

/// Adds the nouns of a kind to a message's values.
pub fn with_nouns(mut args: Args, kind: &str, catalog: &Catalog) -> Args {
    let none = Args::new();
    for (name, suffix) in FORMS {
        let text = catalog
            .text_dyn(&format!("noun-{kind}{suffix}"), &none)
            .or_else(|| catalog.text_dyn(&format!("noun-other{suffix}"), &none));
        args.set(name, text.unwrap_or_else(|| kind.to_owned()));
    }
    args
}
