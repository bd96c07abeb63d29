//! What admission does not let in, and whether it would still not: quotas, limit ranges, service
//! accounts.
//!
//! A ReplicaSet tells in its condition `ReplicaFailure` why it may not make its Pods, a command in
//! its error. Both are words of a moment, so the rules hold them against what there is now; a
//! ReplicaSet tries again after ever longer waits, up to a quarter of an hour.

use super::command::KubectlCommand;
use super::pods::argument;
use super::{Confidence, Context, Finding, Rule, Source, typed, wanted};
use crate::snapshot::object::{Object, ObjectKey, text};
use crate::snapshot::{TypedCommand, kinds, settling};

/// What stands between the name of what was refused and the reason.
const FORBIDDEN: &str = "\" is forbidden: ";

/// Something that was not let in.
#[derive(Debug, Clone, Copy)]
pub struct Denied<'s> {
    /// What was to make it.
    pub maker: Maker<'s>,
    /// The reason: `exceeded quota: …`.
    pub why: &'s str,
    /// The whole message.
    message: &'s str,
}

/// What was to make something.
#[derive(Debug, Clone, Copy)]
pub enum Maker<'s> {
    /// A ReplicaSet, its Pods.
    Set(&'s Object),
    /// A command, an object of that kind and name.
    Command {
        /// The command.
        typed: &'s TypedCommand,
        /// `Pod`.
        kind: &'static str,
        /// The object's name.
        name: &'s str,
    },
}

/// Whether a reason still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Now {
    /// It does.
    Holds,
    /// It does no longer: the next attempt will succeed.
    Past,
    /// What it is about was not read.
    Unread,
}

/// All that was not let in: Pods of suspect ReplicaSets, and what the newest command was to make.
pub fn all<'s>(context: &Context<'_, 's>) -> Vec<Denied<'s>> {
    let sets = context
        .suspects_of("ReplicaSet")
        .filter_map(|set| of_set(set, context));
    sets.chain(of_command(context)).collect()
}

fn of_set<'s>(set: &'s Object, context: &Context<'_, 's>) -> Option<Denied<'s>> {
    let is_current = match context.graph.controller_of(set) {
        Some(deployment) => context
            .graph
            .current_replica_set(deployment)
            .is_none_or(|current| std::ptr::eq(current, set)),
        None => true,
    };
    let lacks_pods =
        settling::count(set, "spec.replicas", 1) > settling::count(set, "status.replicas", 0);
    let condition = set.condition("ReplicaFailure")?;
    if !is_current || !lacks_pods || set.is_terminating() || text(condition, "status") != "True" {
        return None;
    }
    let message = text(condition, "message");
    let (_, why) = message.split_once(FORBIDDEN)?;
    Some(Denied {
        maker: Maker::Set(set),
        why,
        message,
    })
}

fn of_command<'s>(context: &Context<'_, 's>) -> Option<Denied<'s>> {
    let (typed, parsed) = context.failed_command()?;
    let line = typed::said(typed, |line| line.contains(FORBIDDEN))?;
    let (before, why) = line.split_once(FORBIDDEN)?;
    // `Error from server (Forbidden): error when creating "web.yaml": pods "web`
    let (before, name) = before.rsplit_once('"')?;
    let kind = kinds::from_argument(before.trim_end().rsplit(' ').next()?)?.kind;
    let denied = Denied {
        maker: Maker::Command { typed, kind, name },
        why,
        message: line,
    };
    // With an exercise, only what is still missing for it.
    let is_needed = context.exercise.is_none() || wanted::to_be_made(context, &parsed).is_some();
    is_needed.then_some(denied)
}

impl<'s> Denied<'s> {
    /// The object to speak of: the workload, or what the command was to make.
    pub fn object(&self, context: &Context<'_, 's>) -> ObjectKey {
        match self.maker {
            Maker::Set(set) => context.graph.root_owner(set).key(),
            Maker::Command { kind, name, .. } => {
                ObjectKey::new(kind, context.graph.namespace(), name)
            }
        }
    }

    /// The workload whose Pods were refused.
    pub fn workload(&self, context: &Context<'_, 's>) -> Option<&'s Object> {
        match self.maker {
            Maker::Set(set) => Some(context.graph.root_owner(set)),
            Maker::Command { .. } => None,
        }
    }

    /// Whether a reason still holds, which depends on the objects of a kind.
    pub fn now(&self, kind: &str, holds: bool, context: &Context<'_, 's>) -> Now {
        if holds {
            Now::Holds
        } else if context.has_read(kind) {
            Now::Past
        } else {
            Now::Unread
        }
    }

    /// A finding about it: as the reason was, or that it is past and when the next attempt is made.
    pub fn finding(&self, rule: &Rule, now: Now, context: &Context<'_, 's>) -> Finding {
        let object = self.object(context);
        let mut finding = Finding::new(rule).object(object);
        match self.maker {
            Maker::Set(set) => {
                let workload = argument(context.graph.root_owner(set));
                let place = "ReplicaFailure";
                finding = finding
                    .evidence(Source::Condition, Some(set.key()), place, self.message)
                    .look(&["kubectl", "describe", &argument(set)]);
                if now == Now::Past && context.graph.root_owner(set).kind() == "Deployment" {
                    finding = finding.fix(&["kubectl", "rollout", "restart", &workload]);
                }
            }
            Maker::Command { typed, .. } => {
                finding = typed::quoted(finding, typed, self.message);
                if now == Now::Past {
                    finding.fix.push(typed.argv.clone());
                }
                let parsed = KubectlCommand::parse(&typed.argv);
                let failed = parsed.and_then(|parsed| wanted::to_be_made(context, &parsed));
                if let Some(failed) = failed {
                    finding = finding.expectation(&failed.expectation.id);
                }
            }
        }
        let is_set = matches!(self.maker, Maker::Set(_));
        match now {
            Now::Past => finding.variant("past").confidence(Confidence::Likely),
            // What a command was just told is as sure as what is read.
            Now::Unread if is_set => finding.confidence(Confidence::Likely),
            _ => finding,
        }
    }

    /// A finding with the commands that mend what was written, in the file that was given.
    pub fn mended(&self, finding: Finding) -> Finding {
        let Maker::Command { typed, .. } = self.maker else {
            return finding;
        };
        match KubectlCommand::parse(&typed.argv).and_then(|parsed| parsed.file()) {
            Some(file) => finding.mended(file),
            None => finding,
        }
    }
}

/// The text between two others, up to the end where the second is not there.
pub fn between<'m>(text: &'m str, before: &str, after: &str) -> Option<&'m str> {
    let (_, rest) = text.split_once(before)?;
    Some(rest.split_once(after).map_or(rest, |(inner, _)| inner))
}
