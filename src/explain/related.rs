//! Which findings can have to do with each other: what may be a cause of what.

use std::collections::HashMap;

use super::{Context, Finding, Layer};
use crate::snapshot::configuration::references;
use crate::snapshot::graph::Graph;
use crate::snapshot::object::{Object, ObjectKey};
use crate::snapshot::storage;

/// Whether one finding can be the cause of another: about the same workload, a Node and a Pod that
/// is to run there, a claim, ConfigMap or Secret and the Pods that use it, Pods and the Service before
/// them, a Namespace and what is in it; or about no object and no expectation at all, which concerns
/// everything.
pub(super) fn related(cause: &Finding, effect: &Finding, context: &Context<'_, '_>) -> bool {
    if cause.expectation.is_some() && cause.expectation == effect.expectation {
        return true;
    }
    if let Some(namespace) = cause.object.as_ref().filter(|key| key.kind == "Namespace") {
        return match &effect.object {
            Some(object) => object.namespace == namespace.name || object == namespace,
            None => namespace.name == context.graph.namespace(),
        };
    }
    let (Some(a), Some(b)) = (&cause.object, &effect.object) else {
        let concerns_all = cause.object.is_none() && cause.expectation.is_none();
        return concerns_all && cause.layer <= Layer::Place
            || effect.object.is_none() && cause.layer <= Layer::Reach;
    };
    if a == b {
        return true;
    }
    let objects = (context.graph.by_key(a), context.graph.by_key(b));
    let (Some(a), Some(b)) = objects else {
        return false;
    };
    match (a.kind(), b.kind()) {
        ("Node", _) => pods_of(b, context).iter().any(|pod| {
            let node = pod.text("spec.nodeName");
            node.is_empty() || node == a.name()
        }),
        ("PersistentVolumeClaim", _) => pods_of(b, context)
            .iter()
            .any(|pod| storage::claim_names(pod).any(|name| name == a.name())),
        ("ConfigMap" | "Secret", _) => pods_of(b, context).iter().any(|pod| {
            let mut named = references(pod).into_iter();
            named.any(|reference| reference.kind == a.kind() && reference.name == a.name())
        }),
        ("Deployment", "Service") if Graph::serves(b, a) => true,
        (_, "Service") => {
            let selected = context.graph.pods_selected_by(b);
            pods_of(a, context)
                .iter()
                .any(|pod| selected.iter().any(|s| std::ptr::eq(*s, *pod)))
        }
        _ => std::ptr::eq(context.graph.root_owner(a), context.graph.root_owner(b)),
    }
}

fn pods_of<'s>(object: &'s Object, context: &Context<'_, 's>) -> Vec<&'s Object> {
    match object.kind() {
        "Pod" => vec![object],
        "Service" => context.graph.pods_selected_by(object),
        _ => context.graph.pods_of(object),
    }
}

/// What two findings share when they are related, unless one of them concerns very much.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Tie<'s> {
    Expectation(String),
    Object(ObjectKey),
    /// The owner at the top of a workload, or an object that has none.
    Workload(*const Object),
    /// A claim, ConfigMap or Secret.
    Named(&'static str, &'s str),
}

/// Findings by what ties them to others, so that not every pair need be compared: a namespace can
/// have thousands of faults.
pub(super) struct Ties<'x, 'c, 's> {
    context: &'x Context<'c, 's>,
    by_tie: HashMap<Tie<'s>, Vec<usize>>,
    /// Those that may be related to any other.
    wide: Vec<usize>,
    count: usize,
}

impl<'x, 'c, 's> Ties<'x, 'c, 's> {
    pub(super) fn new(context: &'x Context<'c, 's>) -> Self {
        Self {
            context,
            by_tie: HashMap::new(),
            wide: Vec::new(),
            count: 0,
        }
    }

    /// Those of some findings, which are known by their places in it.
    pub(super) fn of(findings: &[Finding], context: &'x Context<'c, 's>) -> Self {
        let mut ties = Self::new(context);
        for finding in findings {
            ties.add(finding);
        }
        ties
    }

    /// Adds a finding after those that are there.
    pub(super) fn add(&mut self, finding: &Finding) {
        let place = self.count;
        self.count += 1;
        if is_wide(finding) {
            self.wide.push(place);
            return;
        }
        for tie in self.ties(finding) {
            let places = self.by_tie.entry(tie).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    }

    /// The places of the findings that may be related to one, as cause or as effect, in their order;
    /// of the others none is.
    pub(super) fn near(&self, finding: &Finding) -> Vec<usize> {
        if is_wide(finding) {
            return (0..self.count).collect();
        }
        let tied = self.ties(finding).into_iter();
        let tied = tied.filter_map(|tie| self.by_tie.get(&tie)).flatten();
        let mut places: Vec<usize> = tied.chain(&self.wide).copied().collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The places of the causes, among the findings whose ties these are, that an effect may have.
    pub(super) fn causes(
        &self,
        effect: &Finding,
        among: &[Finding],
    ) -> impl DoubleEndedIterator<Item = usize> {
        let near = self.near(effect).into_iter();
        near.filter(|place| related(&among[*place], effect, self.context))
    }

    fn ties(&self, finding: &Finding) -> Vec<Tie<'s>> {
        let graph = self.context.graph;
        let mut ties: Vec<Tie<'s>> = Vec::new();
        ties.extend(finding.expectation.clone().map(Tie::Expectation));
        let Some(key) = &finding.object else {
            return ties;
        };
        ties.push(Tie::Object(key.clone()));
        let Some(object) = graph.by_key(key) else {
            return ties;
        };
        let workload = |object| Tie::Workload(std::ptr::from_ref(graph.root_owner(object)));
        ties.push(workload(object));
        for kind in ["PersistentVolumeClaim", "ConfigMap", "Secret"] {
            if object.kind() == kind {
                ties.push(Tie::Named(kind, object.name()));
            }
        }
        for pod in pods_of(object, self.context) {
            ties.push(workload(pod));
            let claims = storage::claim_names(pod);
            ties.extend(claims.map(|name| Tie::Named("PersistentVolumeClaim", name)));
            let named = references(pod).into_iter();
            ties.extend(named.map(|reference| Tie::Named(reference.kind, reference.name)));
        }
        if object.kind() == "Service" {
            // One that has no Pods at the moment.
            let served = graph.all("Deployment").iter().copied();
            let served = served.filter(|deployment| Graph::serves(object, deployment));
            ties.extend(served.map(workload));
        }
        ties
    }
}

/// Whether a finding may concern any object: it names none, or a Node or Namespace, or quotes a
/// command that others quote too.
fn is_wide(finding: &Finding) -> bool {
    let is_command = |evidence: &super::Evidence| evidence.source == super::Source::Command;
    finding
        .object
        .as_ref()
        .is_none_or(|object| matches!(object.kind.as_str(), "Node" | "Namespace"))
        || finding.evidence.iter().any(is_command)
}
