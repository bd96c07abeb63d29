//! What Pods wait for in vain and another namespace may have.
//!
//! Other namespaces are none of podo's business, so nothing is read of them but this: an object that
//! a waiting Pod names, that its own namespace does not have, and only whether there is one of that
//! kind and name.

use std::collections::BTreeSet;

use super::DEFAULT_NAMESPACE;
use super::table::Table;
use crate::snapshot::configuration::references;
use crate::snapshot::object::Object;
use crate::snapshot::storage::claim_names;

/// More than that are not looked for: they are there to explain one mistake.
const AT_MOST: usize = 4;

/// The tables that are still to be made for what the Pods in those that are held wait for. Of some
/// kinds the namespace `default` is read already.
pub(super) fn tables(held: &[Table], home: &str, in_default: &BTreeSet<String>) -> Vec<Table> {
    let room = AT_MOST.saturating_sub(held.iter().filter(|table| table.is_of_name()).count());
    let of_home = |kind: &str| {
        held.iter()
            .find(|table| table.kind() == kind && table.is_asked_for())
            .filter(|table| table.version().is_some())
    };
    let pods = of_home("Pod").into_iter().flat_map(Table::objects);
    let waiting = pods.filter(|pod| pod.text("status.phase") == "Pending" && !pod.is_terminating());
    let mut missed: Vec<(&'static str, &str)> = waiting.flat_map(named).collect();
    missed.sort_unstable();
    missed.dedup();
    let is_missed = |kind: &str, name: &str| {
        let known = of_home(kind);
        known.is_some_and(|table| table.objects().all(|object| object.name() != name))
            && !held.iter().any(|table| table.is_for(kind, name))
    };
    missed
        .into_iter()
        .filter(|(kind, name)| is_plain(name) && is_missed(kind, name))
        .take(room)
        .map(|(kind, name)| {
            let not_in = in_default.contains(kind).then_some(DEFAULT_NAMESPACE);
            Table::of_name(kind, name, home, not_in)
        })
        .collect()
}

/// The objects that a Pod cannot start without.
fn named(pod: &Object) -> impl Iterator<Item = (&'static str, &str)> {
    let needed = references(pod).into_iter();
    let needed = needed.filter(|reference| !reference.optional);
    let claims = claim_names(pod).map(|name| ("PersistentVolumeClaim", name));
    needed
        .map(|reference| (reference.kind, reference.name))
        .chain(claims)
}

/// Whether it can be the name of an object at all, and stand in an address as it is.
fn is_plain(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
    !name.is_empty() && name.chars().all(plain)
}
