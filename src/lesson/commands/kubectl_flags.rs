//! kubectl's flags in groups, as `kubectl VERB --help` lists them from 1.20 to 1.36.
//!
//! Left out on purpose: what watches without an end (`get -w`, `logs -f`), opens an editor, reads
//! templates from files, asks the API directly (`--raw`), chooses another cluster or user, and
//! what gives a container rights (`--privileged`, `--hostport`).

use crate::lesson::commands::flags::{Flag, Takes, flag, switch, value};

/// Flags that go with every verb.
pub(super) const EVERYWHERE: &[Flag] = &[
    flag('n', "namespace", Takes::Namespace),
    value("request-timeout"),
];

pub(super) const OUTPUT: &[Flag] = &[
    flag('o', "output", Takes::Output),
    switch("no-headers"),
    switch("show-managed-fields"),
    switch("allow-missing-template-keys"),
];

pub(super) const SELECT: &[Flag] = &[
    flag('l', "selector", Takes::Value),
    value("field-selector"),
    switch("all"),
    flag('A', "all-namespaces", Takes::EveryNamespace),
];

pub(super) const FILES: &[Flag] = &[
    flag('f', "filename", Takes::Manifests),
    flag('k', "kustomize", Takes::Kustomization),
    flag('R', "recursive", Takes::Nothing),
];

pub(super) const CHANGE: &[Flag] = &[
    flag(' ', "dry-run", Takes::Maybe),
    value("field-manager"),
    flag(' ', "record", Takes::Maybe),
    flag(' ', "save-config", Takes::Nothing),
    flag(' ', "validate", Takes::Maybe),
];

pub(super) const DELETION: &[Flag] = &[
    flag(' ', "cascade", Takes::Maybe),
    switch("force"),
    value("grace-period"),
    switch("now"),
    value("timeout"),
    flag(' ', "wait", Takes::Nothing),
];

/// What the sub-commands of `create` take.
pub(super) const CREATE: &[Flag] = &[
    value("image"),
    value("replicas"),
    value("port"),
    value("tcp"),
    value("node-port"),
    value("external-name"),
    value("clusterip"),
    value("schedule"),
    value("restart"),
    value("from"),
    value("from-literal"),
    flag(' ', "from-file", Takes::KeyFile),
    flag(' ', "from-env-file", Takes::File),
    value("type"),
    value("docker-server"),
    value("docker-username"),
    value("docker-password"),
    value("docker-email"),
    flag(' ', "cert", Takes::File),
    flag(' ', "key", Takes::File),
    switch("append-hash"),
    value("hard"),
    value("scopes"),
    value("min-available"),
    value("max-unavailable"),
    value("selector"),
    value("rule"),
    value("class"),
    value("default-backend"),
    value("annotation"),
];

pub(super) const RUN: &[Flag] = &[
    value("image"),
    value("image-pull-policy"),
    value("env"),
    flag('l', "labels", Takes::Value),
    value("annotations"),
    value("port"),
    value("restart"),
    value("pod-running-timeout"),
    switch("command"),
    switch("expose"),
    switch("attach"),
    switch("rm"),
    flag('i', "stdin", Takes::Nothing),
    flag('t', "tty", Takes::Nothing),
    flag('q', "quiet", Takes::Nothing),
    flag(' ', "overrides", Takes::ObjectPart),
    value("override-type"),
];

pub(super) const EXPOSE: &[Flag] = &[
    value("name"),
    value("port"),
    value("target-port"),
    value("protocol"),
    value("type"),
    value("cluster-ip"),
    value("selector"),
    value("session-affinity"),
    flag('l', "labels", Takes::Value),
    flag(' ', "overrides", Takes::ObjectPart),
    value("override-type"),
];

pub(super) const LOGS: &[Flag] = &[
    flag('c', "container", Takes::Value),
    flag('p', "previous", Takes::Nothing),
    flag('l', "selector", Takes::Value),
    switch("all-containers"),
    switch("all-pods"),
    switch("ignore-errors"),
    switch("prefix"),
    switch("timestamps"),
    value("tail"),
    value("since"),
    value("since-time"),
    value("limit-bytes"),
    value("max-log-requests"),
    value("pod-running-timeout"),
];

pub(super) const GET: &[Flag] = &[
    flag('L', "label-columns", Takes::Value),
    switch("show-labels"),
    switch("show-kind"),
    switch("ignore-not-found"),
    switch("server-print"),
    switch("show-events"),
    value("sort-by"),
    value("chunk-size"),
    value("subresource"),
];

pub(super) const TOP: &[Flag] = &[
    switch("containers"),
    switch("sum"),
    value("sort-by"),
    switch("show-capacity"),
];

pub(super) const SET: &[Flag] = &[
    flag('c', "containers", Takes::Value),
    flag('e', "env", Takes::Value),
    value("from"),
    value("keys"),
    value("prefix"),
    value("limits"),
    value("requests"),
    switch("list"),
    switch("overwrite"),
    switch("resolve"),
];

pub(super) const META: &[Flag] = &[
    switch("overwrite"),
    switch("list"),
    value("resource-version"),
];

pub(super) const ROLLOUT: &[Flag] = &[
    value("revision"),
    value("to-revision"),
    value("timeout"),
    flag('w', "watch", Takes::Nothing),
];

pub(super) const APPLY: &[Flag] = &[
    switch("server-side"),
    switch("force-conflicts"),
    flag(' ', "overwrite", Takes::Nothing),
];

pub(super) const PATCH: &[Flag] = &[
    flag('p', "patch", Takes::ObjectPart),
    flag(' ', "patch-file", Takes::Manifests),
    value("type"),
    value("subresource"),
];

pub(super) const SCALE: &[Flag] = &[
    value("replicas"),
    value("current-replicas"),
    value("timeout"),
];

pub(super) const AUTOSCALE: &[Flag] = &[
    value("min"),
    value("max"),
    value("cpu-percent"),
    value("cpu"),
    value("memory"),
    value("name"),
];

pub(super) const DRAIN: &[Flag] = &[
    switch("ignore-daemonsets"),
    switch("delete-emptydir-data"),
    switch("delete-local-data"),
    value("pod-selector"),
    switch("disable-eviction"),
];

pub(super) const EXEC: &[Flag] = &[
    flag('i', "stdin", Takes::Nothing),
    flag('t', "tty", Takes::Nothing),
    flag('c', "container", Takes::Value),
    flag('q', "quiet", Takes::Nothing),
    value("pod-running-timeout"),
];

pub(super) const EXPLAIN: &[Flag] = &[
    value("api-version"),
    switch("recursive"),
    flag('o', "output", Takes::Output),
];

pub(super) const RESOURCES: &[Flag] = &[
    value("api-group"),
    value("verbs"),
    value("categories"),
    value("sort-by"),
    switch("namespaced"),
    switch("cached"),
];

pub(super) const WAIT: &[Flag] = &[value("for"), value("timeout")];

pub(super) const CONFIG: &[Flag] = &[switch("minify")];

pub(super) const VERSION: &[Flag] = &[switch("client"), switch("short")];

pub(super) const MISSING: &[Flag] = &[switch("ignore-not-found")];

/// Flags of one verb that beginners carry over to another, which kubectl then refuses.
pub(super) const CARRIED_OVER: &[Flag] = &[
    value("image"),
    value("replicas"),
    value("port"),
    value("target-port"),
    value("type"),
    value("name"),
    value("env"),
    value("labels"),
    value("restart"),
    switch("command"),
    switch("rm"),
];
