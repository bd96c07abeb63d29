//! V03: a volume is mounted over a folder that the image needs, and hides what the image has there.
//!
//! The predicate: a container of a server whose folders are known mounts a whole volume at such a
//! folder or above it, nothing else in the Pod fills that volume, and what the exercise looks for
//! there is not found, or the container cannot run without it.

use serde_json::Value;

use crate::check::Cause;
use crate::explain::claims::is_below;
use crate::explain::context::Failed;
use crate::explain::pods::{Container, argument, containers, on_workload};
use crate::explain::{Context, Finding, Layer, Rule, Source};
use crate::snapshot::object::{Object, list, text};

/// A mount hides files.
pub(super) const V03: Rule = Rule {
    code: "V03",
    layer: Layer::NodeSetup,
    refines: &["M13"],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        let failed = context.failed().into_iter();
        failed
            .flat_map(|failed| hidden(rule, context, failed))
            .collect()
    },
};

/// Folders that an image cannot do without: for what it serves, and for starting at all.
const FOLDERS: &[(&str, &str, &str)] = &[
    ("library/nginx", "/usr/share/nginx/html", "/etc/nginx"),
    (
        "library/httpd",
        "/usr/local/apache2/htdocs",
        "/usr/local/apache2/conf",
    ),
];

/// Sources of volumes whose files are values of other objects.
const VALUES: [&str; 4] = ["configMap", "secret", "projected", "downwardAPI"];

fn hidden(rule: &Rule, context: &Context<'_, '_>, failed: Failed<'_>) -> Vec<Finding> {
    let subjects = failed.outcome.subjects.iter();
    let objects = subjects.filter_map(|key| context.graph.by_key(key));
    let pods = objects.flat_map(|object| match object.kind() {
        "Pod" => vec![object],
        "Service" => context.graph.pods_selected_by(object),
        _ => context.graph.pods_of(object),
    });
    let found = pods
        .filter(|pod| !pod.is_terminating())
        .flat_map(containers)
        .filter(|container| !container.init)
        .filter_map(|container| finding(rule, context, failed, &container));
    found.collect()
}

fn finding(
    rule: &Rule,
    context: &Context<'_, '_>,
    failed: Failed<'_>,
    container: &Container<'_>,
) -> Option<Finding> {
    let image = container.image_ref()?;
    let (_, served, needed) = FOLDERS
        .iter()
        .find(|(repository, _, _)| *repository == image.repository)?;
    let mounts = list(container.spec, "volumeMounts").iter().enumerate();
    let (index, mount, folder) = mounts
        .filter(|(_, mount)| text(mount, "subPath").is_empty())
        .filter(|(_, mount)| !is_filled(container, text(mount, "name")))
        .find_map(|(index, mount)| {
            let over = |folder: &str| is_below(folder, text(mount, "mountPath"));
            let is_missed =
                over(served) && misses(failed, served) || over(needed) && cannot_run(container);
            let folder = if over(needed) && cannot_run(container) {
                needed
            } else {
                served
            };
            is_missed.then_some((index, mount, *folder))
        })?;
    let field = format!("volumeMounts[{index}].mountPath");
    let place = container.path(&field).to_string();
    let (object, path) = on_workload(container.pod, context.graph, &place);
    let at = text(mount, "mountPath");
    Some(
        Finding::new(rule)
            .object(object.key())
            .field(path, None, Some(at.to_owned()))
            .arg("container", container.name())
            .arg("path", at)
            .arg("folder", folder)
            .arg("volume", text(mount, "name"))
            .expectation(&failed.expectation.id)
            .evidence(Source::Spec, Some(container.pod.key()), &place, at)
            .evidence(
                Source::Probe,
                Some(container.pod.key()),
                "",
                &answer(failed.outcome.cause.as_ref()),
            )
            .look(&[
                "kubectl",
                "exec",
                &argument(object),
                "-c",
                container.name(),
                "--",
                "ls",
                folder,
            ]),
    )
}

/// Whether another container of the Pod has the volume too and may fill it, or it is made of values
/// that somebody chose: then it is not the empty volume that hides something.
fn is_filled(container: &Container<'_>, volume: &str) -> bool {
    let pod: &Object = container.pod;
    let mounts = |spec: &Value| {
        list(spec, "volumeMounts")
            .iter()
            .any(|mount| text(mount, "name") == volume)
    };
    let is_made_of_values = pod.list("spec.volumes").iter().any(|of| {
        text(of, "name") == volume && VALUES.iter().any(|source| of.get(source).is_some())
    });
    let mut all = containers(pod).into_iter();
    is_made_of_values || all.any(|other| other.name() != container.name() && mounts(other.spec))
}

/// Whether an expectation looks for something in a folder and does not find it.
fn misses(failed: Failed<'_>, folder: &str) -> bool {
    match &failed.outcome.cause {
        Some(Cause::Http { status, lacks, .. }) => {
            matches!(status, Some(403 | 404)) || status == &Some(200) && lacks.is_some()
        }
        Some(Cause::File { path, found, .. }) => found.is_none() && is_below(path, folder),
        _ => false,
    }
}

/// Whether a container ends by itself or never starts.
fn cannot_run(container: &Container<'_>) -> bool {
    container.waiting_reason() == "CrashLoopBackOff"
        || container.exit_code().is_some_and(|c| c != 0)
}

/// What came instead.
fn answer(cause: Option<&Cause>) -> String {
    match cause {
        Some(Cause::Http {
            status: Some(status),
            ..
        }) => format!("HTTP {status}"),
        _ => String::new(),
    }
}
