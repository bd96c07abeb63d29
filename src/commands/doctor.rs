//! `podo doctor`: what is there, and what is missing for what.

use std::io::Write as _;
use std::time::Duration;

use serde::Serialize;
use tokio::runtime::Runtime;

use super::Context;
use crate::cli::{DoctorArgs, DoctorFormat};
use crate::cluster::client::{Cluster, minor_of};
use crate::cluster::kubeconfig::KubeconfigError;
use crate::cluster::run::Runner;
use crate::cluster::target::{Provider, Target};
use crate::complaint;
use crate::error::CommandError;
use crate::exit_code::ExitCode;
use crate::i18n::{Args, MessageId};
use crate::lesson::model::Program;
use crate::msg;
use crate::render::prose::{Lead, paragraph, paragraphs};
use crate::render::sanitize;
use crate::render::theme::{Role, Symbol};
use crate::tutor::place_of;

/// How long a program may take to say its version.
const VERSION: Duration = Duration::from_secs(10);

/// What was found.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    format_version: u32,
    podo_version: &'static str,
    items: Vec<Item>,
    ready: bool,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    /// What, the same in both languages: `kubectl`, `cluster`, `may-create-namespaces` …
    id: String,
    /// What, in words.
    what: String,
    state: State,
    /// What was found, or why not.
    detail: String,
    /// What it means for the learner when it is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Good,
    /// Missing, and some lessons can be taken all the same.
    Missing,
    /// Missing, and nothing goes without it.
    Needed,
}

/// Looks at everything and prints it; exit 0 when a lesson can be taken, else 3.
pub fn run(context: &Context, args: &DoctorArgs) -> Result<ExitCode, CommandError> {
    let runtime = context.runtime()?;
    let mut items = programs(context, &runtime);
    let kubectl = items.first().filter(|kubectl| kubectl.state == State::Good);
    let kubectl = kubectl.map(|kubectl| kubectl.detail.clone());
    items.push(kubeconfig(context));
    items.extend(runtime.block_on(cluster(context, kubectl.as_deref())));
    items.push(folder(context));
    let ready = items.iter().all(|item| item.state != State::Needed);
    let report = Report {
        format_version: 1,
        podo_version: env!("CARGO_PKG_VERSION"),
        items,
        ready,
    };
    let text = match args.output {
        DoctorFormat::Json => {
            serde_json::to_string_pretty(&report).map_err(std::io::Error::from)? + "\n"
        }
        DoctorFormat::Text => text(&report, context),
    };
    context.out().write_all(text.as_bytes())?;
    Ok(if ready {
        ExitCode::Success
    } else {
        ExitCode::Environment
    })
}

fn text(report: &Report, context: &Context) -> String {
    let theme = context.theme();
    let cells = context.terminal.prose_width();
    let mut text = format!("podo {}\n", report.podo_version);
    for item in &report.items {
        let symbol = match item.state {
            State::Good => Symbol::Pass,
            State::Missing => Symbol::Unsupported,
            State::Needed => Symbol::Fail,
        };
        let first = format!("{} ", theme.symbol(symbol));
        let lead = Lead {
            first: &first,
            rest: "    ",
            role: Some(symbol.role()),
        };
        let line = format!("{}: {}", item.what, item.detail);
        text.push_str(&paragraph(&line, Role::Text, lead, theme, cells));
        if let Some(next) = &item.next {
            text.push_str(&paragraphs(next, Role::Hint, "    ", theme, cells));
        }
    }
    let line = if report.ready {
        context.catalog.plain(msg!("doctor-ready"))
    } else {
        let args = Args::new().with("symbol", theme.symbol(Symbol::Fail));
        context.catalog.text(msg!("doctor-not-ready"), &args)
    };
    text.push_str(&paragraph(
        &line,
        Role::Strong,
        Lead::default(),
        theme,
        cells,
    ));
    text
}

fn programs(context: &Context, runtime: &Runtime) -> Vec<Item> {
    let folder = std::env::temp_dir();
    let nowhere = folder.join("podo-no-kubeconfig");
    let surroundings = &context.surroundings;
    let environment = surroundings.environment.iter().cloned();
    let runner = Runner::new(&surroundings.path, environment, &nowhere, &folder);
    let asked: [(Program, &[&str], MessageId); 3] = [
        (
            Program::Kubectl,
            &["version", "--client", "-o", "json"],
            msg!("doctor-next-kubectl"),
        ),
        (
            Program::Minikube,
            &["version", "--short"],
            msg!("doctor-next-minikube"),
        ),
        (
            Program::Docker,
            &[
                "version",
                "--format",
                "{{.Client.Version}} / {{.Server.Version}}",
            ],
            msg!("doctor-next-docker"),
        ),
    ];
    let ask = |(program, args, next): (Program, &[&str], MessageId)| {
        let item = |state, detail: String, next: Option<MessageId>| Item {
            id: program.name().to_owned(),
            what: program.name().to_owned(),
            state,
            detail,
            next: next.map(|next| context.catalog.plain(next)),
        };
        let missing = if program == Program::Kubectl {
            State::Needed
        } else {
            State::Missing
        };
        let Some(path) = runner.find(program) else {
            return item(
                missing,
                context.catalog.plain(msg!("doctor-not-found")),
                Some(next),
            );
        };
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        let path = path.display().to_string();
        match runtime.block_on(runner.run(program, &args, VERSION)) {
            Ok(output) if output.exit_code == Some(0) => item(
                State::Good,
                format!("{} ({path})", version(program, &output.stdout)),
                None,
            ),
            Ok(output) => {
                let said = sanitize::clean(output.stderr.trim(), sanitize::Policy::LINE.limit(160));
                item(missing, format!("{path}: {said}"), Some(next))
            }
            Err(error) => item(
                missing,
                complaint::run(&error, &context.catalog),
                Some(next),
            ),
        }
    };
    asked.into_iter().map(ask).collect()
}

/// The version in what a program printed.
fn version(program: Program, printed: &str) -> String {
    let json: Option<serde_json::Value> = match program {
        Program::Kubectl => serde_json::from_str(printed).ok(),
        _ => None,
    };
    let version = json
        .as_ref()
        .and_then(|json| json.pointer("/clientVersion/gitVersion"))
        .and_then(serde_json::Value::as_str);
    let version = version.unwrap_or_else(|| printed.lines().next().unwrap_or_default().trim());
    sanitize::line(version).into_owned()
}

fn kubeconfig(context: &Context) -> Item {
    let what = "kubeconfig".to_owned();
    let id = what.clone();
    match context.kubeconfig() {
        Ok(kubeconfig) => {
            let contexts: Vec<String> = kubeconfig
                .contexts()
                .iter()
                .map(|name| sanitize::line(name).into_owned())
                .collect();
            let args = Args::new().with("contexts", contexts.join(", "));
            let detail = context.catalog.text(msg!("doctor-contexts"), &args);
            Item {
                id,
                what,
                state: State::Good,
                detail,
                next: None,
            }
        }
        Err(error) => {
            let detail = complaint::kubeconfig(&error, &context.catalog);
            // Without one it is the sandbox; one that is broken hides what was asked for.
            let dispensable = match context.target() {
                Target::Sandbox => true,
                Target::Auto => matches!(error, KubeconfigError::Missing { .. }),
                _ => false,
            };
            let state = if dispensable {
                State::Missing
            } else {
                State::Needed
            };
            Item {
                id,
                what,
                state,
                detail,
                next: None,
            }
        }
    }
}

/// The cluster that podo would use, whether kubectl's version suits it, and what may be done there.
async fn cluster(context: &Context, kubectl: Option<&str>) -> Vec<Item> {
    let id = "cluster".to_owned();
    let what = context.catalog.plain(msg!("doctor-cluster"));
    let found = match context.search().await {
        Ok(found) => found,
        Err(error) => {
            let text = complaint::not_found(&error, &context.catalog);
            let (detail, next) = match text.split_once('\n') {
                Some((first, rest)) => (first.to_owned(), Some(rest.to_owned())),
                None => (text, None),
            };
            return vec![Item {
                id,
                what,
                state: State::Needed,
                detail,
                next,
            }];
        }
    };
    let cluster = &found.cluster;
    let search = found.instead.as_ref();
    let mut items = vec![Item {
        id,
        what,
        state: State::Good,
        detail: place_of(&found, &context.catalog),
        next: search.map(|search| complaint::looked_for(search, &context.catalog)),
    }];
    // The sandbox is tried with kubectls of many versions.
    if found.provider != Provider::Sandbox {
        items.extend(kubectl.and_then(|kubectl| skew(kubectl, cluster, context)));
    }
    for (resource, group, verb, state, next) in [
        (
            "namespaces",
            "",
            "create",
            State::Needed,
            msg!("doctor-next-namespaces"),
        ),
        (
            "deployments",
            "apps",
            "create",
            State::Needed,
            msg!("doctor-next-objects"),
        ),
        (
            "nodes",
            "",
            "list",
            State::Missing,
            msg!("doctor-next-nodes"),
        ),
        (
            "nodes",
            "",
            "patch",
            State::Missing,
            msg!("doctor-next-nodes"),
        ),
    ] {
        // Who was assigned a namespace need not be able to make one.
        if resource == "namespaces" && context.global.namespace.is_some() {
            continue;
        }
        items.push(permission(context, cluster, (resource, group, verb), state, next).await);
    }
    items
}

/// That kubectl and the API server are more than one minor version apart, which is more than
/// Kubernetes supports (its version skew policy).
fn skew(kubectl: &str, cluster: &Cluster, context: &Context) -> Option<Item> {
    let (client, server) = (minor_of(kubectl)?, cluster.minor()?);
    (client.abs_diff(server) > 1).then(|| {
        let args = Args::new()
            .with("client", format!("1.{client}"))
            .with("server", format!("1.{server}"));
        Item {
            id: "kubectl-suits-cluster".to_owned(),
            what: context.catalog.plain(msg!("doctor-skew-what")),
            state: State::Missing,
            detail: context.catalog.text(msg!("doctor-skew"), &args),
            next: Some(context.catalog.plain(msg!("doctor-next-skew"))),
        }
    })
}

async fn permission(
    context: &Context,
    cluster: &Cluster,
    (resource, group, verb): (&str, &str, &str),
    missing: State,
    next: MessageId,
) -> Item {
    let namespace = context.global.namespace.as_deref().unwrap_or_default();
    let args = Args::new().with("verb", verb).with("resource", resource);
    let id = format!("may-{verb}-{resource}");
    let what = context.catalog.text(msg!("doctor-may"), &args);
    match cluster.may(verb, group, resource, namespace).await {
        Ok(true) => {
            let detail = context.catalog.plain(msg!("doctor-yes"));
            Item {
                id,
                what,
                state: State::Good,
                detail,
                next: None,
            }
        }
        Ok(false) => {
            let detail = context.catalog.plain(msg!("doctor-no"));
            Item {
                id,
                what,
                state: missing,
                detail,
                next: Some(context.catalog.plain(next)),
            }
        }
        Err(failure) => {
            let detail = complaint::request(&failure, &context.catalog);
            Item {
                id,
                what,
                state: missing,
                detail,
                next: None,
            }
        }
    }
}

fn folder(context: &Context) -> Item {
    let id = "folder".to_owned();
    let what = context.catalog.plain(msg!("doctor-folder"));
    let folder = context.paths.data_dir();
    let made = crate::paths::make_private_dir(folder);
    let detail = folder.display().to_string();
    match made {
        Ok(()) => Item {
            id,
            what,
            state: State::Good,
            detail,
            next: None,
        },
        Err(error) => Item {
            id,
            what,
            state: State::Needed,
            detail: format!("{detail}: {error}"),
            next: None,
        },
    }
}
