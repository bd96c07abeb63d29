//! `podo explain`: the long text of a finding, all codes, or what is wrong in a namespace, on a
//! cluster or in a file.

mod files;

use std::io::Write as _;

use super::{Context, look, until_interrupted};
use crate::cli::{ExplainArgs, ExplainFormat};
use crate::complaint;
use crate::error::CommandError;
use crate::exit_code::ExitCode;
use crate::explain;
use crate::health::{self, Aim, Health, State, report, text};
use crate::render::code::{code, codes};
use crate::render::diagnosis::Style;
use crate::snapshot::Snapshot;

/// How many logs of containers that ended are read, one for each of the first causes.
const LOGS: usize = 5;

/// Prints what was asked for.
pub fn run(context: &Context, args: &ExplainArgs) -> Result<ExitCode, CommandError> {
    let namespace = context.global.namespace.as_deref();
    match (&args.code, args.from.as_slice(), namespace) {
        (Some(wanted), _, _) => of_code(context, wanted),
        (None, [], None) => {
            let list = codes(&context.catalog, context.theme());
            context.out().write_all(list.as_bytes())?;
            Ok(ExitCode::Success)
        }
        (None, [], Some(namespace)) => of_cluster(context, namespace, args.output),
        (None, from, namespace) => {
            let snapshot = files::read(from, namespace)?;
            let aim = Aim {
                namespace: snapshot.cluster.namespace.clone(),
                context: None,
            };
            let health = health::examine(&snapshot);
            print(context, &health.aimed(&aim), &snapshot, args.output)
        }
    }
}

fn of_code(context: &Context, wanted: &str) -> Result<ExitCode, CommandError> {
    let wanted = wanted.to_uppercase();
    let text = code(&wanted, style(context)).ok_or(CommandError::NoSuchCode(wanted))?;
    context.out().write_all(text.as_bytes())?;
    Ok(ExitCode::Success)
}

/// Looks at a namespace of a cluster, and explains it.
fn of_cluster(
    context: &Context,
    namespace: &str,
    output: ExplainFormat,
) -> Result<ExitCode, CommandError> {
    let runtime = context.runtime()?;
    let found = look::cluster(context, &runtime)?;
    let examined = async {
        let look::Looked {
            mut snapshot,
            observer,
        } = look::look(&found, namespace).await?;
        let health = health::examine(&snapshot);
        let wanted = health.findings.iter().filter_map(explain::log_wanted);
        let known = snapshot.previous_logs.len();
        for (pod, container) in wanted.take(LOGS) {
            let log = observer.previous_log(&pod, &container).await;
            let log = log.ok().filter(|log| !log.text.is_empty());
            snapshot.previous_logs.extend(log);
        }
        let again = snapshot.previous_logs.len() > known;
        let health = if again {
            health::examine(&snapshot)
        } else {
            health
        };
        Ok::<_, CommandError>((health, snapshot))
    };
    let (health, snapshot) = until_interrupted(&runtime, examined)?;
    let aim = look::aim(context, &found, namespace);
    print(context, &health.aimed(&aim), &snapshot, output)
}

fn print(
    context: &Context,
    health: &Health,
    snapshot: &Snapshot,
    output: ExplainFormat,
) -> Result<ExitCode, CommandError> {
    let text = match output {
        ExplainFormat::Text => {
            let reason = |reason| complaint::reason(reason, &context.catalog);
            text::report(health, snapshot, reason, style(context))
        }
        ExplainFormat::Json => report::json(health, snapshot).map_err(std::io::Error::from)?,
    };
    context.out().write_all(text.as_bytes())?;
    Ok(match health.state {
        State::Healthy => ExitCode::Success,
        State::Settling | State::Unhealthy => ExitCode::NotSolved,
        State::Unknown => ExitCode::Environment,
    })
}

fn style(context: &Context) -> Style<'_> {
    Style {
        catalog: &context.catalog,
        theme: context.theme(),
        cells: context.terminal.prose_width(),
    }
}
