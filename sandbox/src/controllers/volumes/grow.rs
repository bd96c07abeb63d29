//! A claim that asks for more than before.

use super::Volumes;
use crate::{
    object::{Meta, Object},
    store::Change,
    volume,
};

impl Volumes {
    /// Tells that nobody here can make a volume larger: minikube's provisioner cannot either.
    pub(super) fn tell_growth(&self, claim: &Object, previous: Option<&Object>, change: Change) {
        let grown = previous.is_some_and(|p| volume::requested(claim) > volume::requested(p));
        if change == Change::Modified && grown && claim.text_at("status.phase") == "Bound" {
            self.growth.warning(
                claim,
                "",
                "ExternalExpanding",
                "Ignoring the PVC: didn't find a plugin capable of expanding the volume; waiting for an external controller to process this PVC.",
            );
        }
    }
}
