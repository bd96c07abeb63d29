//! A name that is nearly another: a slip of the fingers, and not one that was chosen.

/// How many letters may be left out, added, changed or swapped.
const EDITS: usize = 2;

/// The first of some names that is nearly this one.
pub fn near<'n>(name: &str, mut names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    names.find(|other| strsim::damerau_levenshtein(other, name) <= EDITS)
}
