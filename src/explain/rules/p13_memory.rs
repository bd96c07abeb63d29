//! P13: the container needs more memory than its limit.
//!
//! Its last run ended with `OOMKilled`; or, with a very small limit, not even the sandbox or the
//! container's first process could be made: then there is a small limit, nothing runs, and the
//! runtime's words speak of memory.

use crate::explain::pods::{Container, argument, containers};
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::{Object, text};
use crate::snapshot::quantity::Quantity;

/// The largest limit, in bytes, with which making a container was seen to fail for memory; runc
/// itself needs some MiB.
const TINY: i64 = 16 * 1024 * 1024;

/// The Event that tells that a Pod's sandbox could not be made.
const SANDBOX: &str = "FailedCreatePodSandBox";

/// Too little memory.
pub(super) const P13: Rule = Rule {
    code: "P13",
    layer: Layer::Run,
    refines: &["P10"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let all = context.pods().into_iter().flat_map(containers);
        all.filter_map(|container| {
            let killed = killed(&container, context)?;
            Some(finding(rule, context, &container, &killed))
        })
        .collect()
    },
};

/// In what way memory ended a container, with what tells: where it stands, and the words.
struct Killed {
    variant: Option<&'static str>,
    source: Source,
    place: &'static str,
    message: String,
}

impl Killed {
    fn start(source: Source, place: &'static str, message: &str) -> Self {
        Self {
            variant: Some("start"),
            source,
            place,
            message: message.to_owned(),
        }
    }
}

fn killed(container: &Container<'_>, context: &Context<'_, '_>) -> Option<Killed> {
    if let Some(ended) = container.terminated()
        && text(ended, "reason") == "OOMKilled"
    {
        let code = container.exit_code().unwrap_or_default();
        let message = format!("OOMKilled, exit code {code}");
        return Some(Killed {
            variant: None,
            source: Source::Status,
            place: "terminated",
            message,
        });
    }
    limit(container).filter(|limit| *limit <= Quantity::from_units(TINY))?;
    let ended = container
        .terminated()
        .map_or("", |ended| text(ended, "message"));
    let start = [
        ("waiting", container.waiting_message()),
        ("terminated", ended),
    ];
    if let Some((place, message)) = start.into_iter().find(|(_, words)| speaks_of_memory(words)) {
        return Some(Killed::start(Source::Status, place, message));
    }
    let waits = matches!(
        container.waiting_reason(),
        "" | "ContainerCreating" | "PodInitializing"
    );
    let message = sandbox_failure(container.pod, context)
        .filter(|_| waits && container.terminated().is_none())?;
    Some(Killed::start(Source::Event, SANDBOX, message))
}

/// The newest failure to make the Pod's sandbox, if it is about memory.
fn sandbox_failure<'s>(pod: &Object, context: &Context<'_, 's>) -> Option<&'s str> {
    let mut events = context.graph.events_of(pod).into_iter().rev();
    events
        .find(|event| event.text("reason") == SANDBOX)
        .map(|event| event.text("message"))
        .filter(|message| speaks_of_memory(message))
}

/// Whether a runtime's words say that memory did not suffice, in the wordings of runc seen with
/// both versions of cgroups.
fn speaks_of_memory(message: &str) -> bool {
    [
        "OOM-killed",
        "cannot allocate memory",
        "memory limit too low",
        "memory.limit_in_bytes",
        "memory.max",
    ]
    .iter()
    .any(|words| message.contains(words))
}

fn limit(container: &Container<'_>) -> Option<Quantity> {
    Quantity::parse(text(container.spec, "resources.limits.memory"))
}

fn finding(
    rule: &Rule,
    context: &Context<'_, '_>,
    container: &Container<'_>,
    killed: &Killed,
) -> Finding {
    let (object, path) = container.at(context.graph, "resources.limits.memory");
    let limit = text(container.spec, "resources.limits.memory");
    let wanted = container
        .wanted(context.wanted(object), "resources")
        .map(|resources| text(resources, "limits.memory").to_owned())
        .filter(|wanted| !wanted.is_empty());
    let pod = container.pod.key();
    let mut found = Finding::new(rule)
        .object(object.key())
        .field(path, wanted, Some(limit.to_owned()))
        .arg("limit", if limit.is_empty() { "-" } else { limit })
        .arg("container", container.name())
        .evidence(
            killed.source,
            Some(pod.clone()),
            killed.place,
            &killed.message,
        )
        .evidence(
            Source::Status,
            Some(pod),
            "waiting",
            container.waiting_reason(),
        )
        .look(&["kubectl", "describe", &argument(container.pod)]);
    found.variant = killed.variant;
    if limit.is_empty() {
        // Without a limit of its own it was the node that ran out.
        found.variant = Some("node");
        found.field = None;
    }
    found
}
