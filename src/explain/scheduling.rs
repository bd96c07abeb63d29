//! The Pods that wait for a Node, and which of the reasons are to be spoken of.
//!
//! A rule may speak where every Node is out of the question for some reason, and its own reason
//! holds for all of them; where no single reason does, for those that hold for one.

use super::Context;
use crate::snapshot::object::{Object, text};
use crate::snapshot::scheduling::{Candidate, Reason, candidates};

/// A Pod that no Node takes, with all Nodes.
#[derive(Debug)]
pub struct Unplaced<'s> {
    /// The Pod.
    pub pod: &'s Object,
    /// What each Node has against it.
    pub nodes: Vec<Candidate<'s>>,
}

/// The suspect Pods that wait for a Node and can get none.
pub fn unplaced<'s>(context: &Context<'_, 's>) -> Vec<Unplaced<'s>> {
    let waiting = context.pods().into_iter().filter(|pod| {
        pod.text("spec.nodeName").is_empty() && pod.text("status.phase") == "Pending"
    });
    waiting
        .map(|pod| Unplaced {
            pod,
            nodes: candidates(pod, context.graph),
        })
        .filter(|unplaced| {
            !unplaced.nodes.is_empty() && unplaced.nodes.iter().all(Candidate::refuses)
        })
        .collect()
}

impl<'s> Unplaced<'s> {
    /// The Nodes for which a reason holds, if it is one to speak of: it holds for all of them, or
    /// no reason does and it holds for one that takes Pods.
    pub fn because(&self, reason: Reason) -> Option<Vec<&Candidate<'s>>> {
        let with: Vec<_> = self.nodes.iter().filter(|node| node.has(reason)).collect();
        let holds_for_all = |reason: Reason| self.nodes.iter().all(|node| node.has(reason));
        let speaks = with.len() == self.nodes.len()
            || !Reason::ALL.into_iter().any(holds_for_all)
                && with.iter().any(|node| !node.is_closed);
        (speaks && !with.is_empty()).then_some(with)
    }

    /// The scheduler's own words.
    pub fn message(&self) -> &'s str {
        self.pod
            .condition("PodScheduled")
            .map(|condition| text(condition, "message"))
            .unwrap_or_default()
    }
}
