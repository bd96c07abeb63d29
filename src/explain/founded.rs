//! What conclusions rest on: that there is no such object can only be said where all of its kind were
//! seen. A learner may not be allowed to read a kind, and a saved state may have left it out.

use super::{Context, Rule};

/// Codes of rules that conclude from what a list lacks, and the kind whose list that is.
const RESTS_ON: [(&str, &str); 18] = [
    ("H04", "Node"),
    ("N02", "Namespace"),
    ("P24", "Node"),
    ("S04", "Service"),
    ("S16", "Service"),
    ("V05", "PersistentVolumeClaim"),
    ("V06", "StorageClass"),
    ("V07", "StorageClass"),
    ("V08", "PersistentVolume"),
    ("V09", "PersistentVolume"),
    ("V10", "PersistentVolume"),
    ("V11", "PersistentVolume"),
    ("V12", "PersistentVolume"),
    ("V13", "PersistentVolume"),
    ("V14", "PersistentVolume"),
    ("V15", "StorageClass"),
    ("V16", "StorageClass"),
    ("V20", "PersistentVolume"),
];

/// Whether the lists that a rule concludes from were read.
pub(super) fn is_founded(rule: &Rule, context: &Context<'_, '_>) -> bool {
    let mut lists = RESTS_ON.iter().filter(|(code, _)| *code == rule.code);
    lists.all(|(_, kind)| !context.snapshot().has_gap(kind))
}
