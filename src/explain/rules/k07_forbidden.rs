//! K07: the API server knows who asks, and that one may not do this here.
//!
//! The predicate is a 403 that a rule about permissions gave (`User … cannot VERB resource …`).
//! Quotas, a Namespace that is going away and a missing ServiceAccount answer 403 too: those are
//! other faults.

use crate::check::Cause;
use crate::explain::{Context, Finding, Layer, Rule, Source, typed};
use crate::snapshot::gap::GapReason;

/// Not allowed.
pub(super) const K07: Rule = Rule {
    code: "K07",
    layer: Layer::Reach,
    refines: &[],
    teachable: false,
    waiting: false,
    find: forbidden,
};

fn forbidden(rule: &Rule, context: &Context<'_, '_>) -> Vec<Finding> {
    let gaps = context
        .failed()
        .into_iter()
        .filter_map(|failed| match &failed.outcome.cause {
            Some(Cause::Gap(gap)) if gap.reason == GapReason::Forbidden => Some((failed, gap)),
            _ => None,
        });
    let met = gaps.into_iter().filter_map(|(failed, gap)| {
        let finding = Finding::new(rule).expectation(&failed.expectation.id);
        let finding = finding.evidence(Source::Probe, None, &gap.kind, &gap.message);
        Some(with_denial(finding, &Denial::parse(&gap.message)?))
    });
    let mut found: Vec<Finding> = met.collect();
    if found.is_empty()
        && let Some((typed, _)) = context.failed_command()
        && let Some(line) = typed::said(typed, |line| Denial::parse(line).is_some())
        && let Some(denial) = Denial::parse(line)
    {
        found.push(with_denial(
            typed::quoted(Finding::new(rule), typed, line),
            &denial,
        ));
    }
    found
}

/// What is denied to whom.
struct Denial<'m> {
    user: &'m str,
    verb: &'m str,
    resource: &'m str,
    group: &'m str,
    namespace: Option<&'m str>,
}

impl<'m> Denial<'m> {
    /// Reads `User "u" cannot list resource "pods" in API group "" in the namespace "n"`.
    fn parse(message: &'m str) -> Option<Self> {
        let (_, rest) = message.split_once("is forbidden: User \"")?;
        let (user, rest) = rest.split_once("\" cannot ")?;
        let (verb, rest) = rest.split_once(" resource \"")?;
        let (resource, rest) = rest.split_once('"')?;
        let quoted = |words: &str| {
            let (_, after) = rest.split_once(words)?;
            after.split('"').next()
        };
        let group = quoted("in API group \"").unwrap_or_default();
        Some(Self {
            user,
            verb,
            resource,
            group,
            namespace: quoted("in the namespace \""),
        })
    }

    /// As kubectl takes it: `deployments.apps`.
    fn argument(&self) -> String {
        let (resource, group) = (self.resource, self.group);
        if group.is_empty() {
            resource.to_owned()
        } else {
            format!("{resource}.{group}")
        }
    }
}

fn with_denial(finding: Finding, denial: &Denial<'_>) -> Finding {
    let argument = denial.argument();
    let finding = finding
        .arg("user", denial.user)
        .arg("verb", denial.verb)
        .arg("resource", denial.resource);
    let ask = ["kubectl", "auth", "can-i", denial.verb, &argument];
    match denial.namespace {
        Some(namespace) => {
            let look = [ask.as_slice(), &["-n", namespace]].concat();
            finding.arg("namespace", namespace).look(&look)
        }
        None => finding.variant("cluster").look(&ask),
    }
}
