//! What errors of the outside world say to the learner: what went wrong, where, and what to do.
//!
//! Error types carry data; this is the one place that puts them into words of both languages.

use crate::cluster::client::Failure;
use crate::cluster::kubeconfig::KubeconfigError;
use crate::cluster::namespace::NamespaceError;
use crate::cluster::run::RunError;
use crate::cluster::target::{NotFound, Outcome, Search};
use crate::i18n::{Args, Catalog};
use crate::lesson_source::SourceError;
use crate::msg;
use crate::render::diagnosis::{command_line, headline};
use crate::render::sanitize;
use crate::sandbox::{self, SandboxError};
use crate::snapshot::gap::GapReason;
use crate::store::StoreError;
use crate::workbench::WorkbenchError;

/// How much of a foreign message is shown, in cells.
const SHOWN: usize = 300;

fn foreign(text: &str) -> String {
    sanitize::clean(text.trim(), sanitize::Policy::LINE.limit(SHOWN)).into_owned()
}

fn list<T: AsRef<str>>(items: &[T]) -> String {
    let items: Vec<String> = items.iter().map(|item| foreign(item.as_ref())).collect();
    items.join(", ")
}

/// A kind of reason, in words.
pub fn reason(reason: GapReason, catalog: &Catalog) -> String {
    catalog.plain(match reason {
        GapReason::Forbidden => msg!("cluster-reason-forbidden"),
        GapReason::Unauthorized => msg!("cluster-reason-unauthorized"),
        GapReason::NotServed => msg!("cluster-reason-not-served"),
        GapReason::Timeout => msg!("cluster-reason-timeout"),
        GapReason::Refused => msg!("cluster-reason-refused"),
        GapReason::Dns => msg!("cluster-reason-dns"),
        GapReason::Certificate => msg!("cluster-reason-certificate"),
        GapReason::Expired => msg!("cluster-reason-expired"),
        GapReason::Kubeconfig => msg!("cluster-reason-kubeconfig"),
        GapReason::NotIncluded => msg!("cluster-reason-not-included"),
        GapReason::Other => msg!("cluster-reason-other"),
    })
}

/// A reason and the server's own words.
pub fn outcome(kind: GapReason, message: &str, catalog: &Catalog) -> String {
    let args = Args::new()
        .with("reason", reason(kind, catalog))
        .with("message", foreign(message));
    catalog.text(msg!("cluster-outcome"), &args)
}

/// Why there is no cluster: all that was looked for, and what to do next; a paragraph per line.
pub fn not_found(error: &NotFound, catalog: &Catalog) -> String {
    match error {
        NotFound::Kubeconfig(error) => {
            let next = catalog.plain(msg!("cluster-none-next-sandbox"));
            format!("{}\n- {next}", kubeconfig(error, catalog))
        }
        NotFound::Sandbox(error) => sandbox(error, catalog),
        NotFound::NoMinikube(search) => no_minikube(search, catalog),
        NotFound::Unreachable { context, .. } if context == sandbox::CONTEXT => {
            catalog.plain(msg!("sandbox-silent"))
        }
        NotFound::Unreachable {
            context,
            server,
            failure,
        } => {
            let args = Args::new()
                .with("context", foreign(context))
                .with("server", foreign(server))
                .with(
                    "outcome",
                    outcome(failure.reason, &failure.message, catalog),
                );
            catalog.text(msg!("cluster-unreachable"), &args)
        }
    }
}

fn no_minikube(search: &Search, catalog: &Catalog) -> String {
    let next = [
        msg!("cluster-none-next-minikube"),
        msg!("cluster-none-next-sandbox"),
        msg!("cluster-none-next-context"),
        msg!("cluster-none-next-doctor"),
    ];
    let mut lines = vec![
        looked_for(search, catalog),
        catalog.plain(msg!("cluster-none-next")),
    ];
    lines.extend(next.map(|id| format!("- {}", catalog.plain(id))));
    lines.join("\n")
}

/// Where a running minikube was looked for, and what was found there; a paragraph per line.
pub fn looked_for(search: &Search, catalog: &Catalog) -> String {
    let files: Vec<String> = search
        .files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    let mut lines = vec![
        catalog.plain(msg!("cluster-none")),
        catalog.text(
            msg!("cluster-none-files"),
            &Args::new().with("files", list(&files)),
        ),
        if search.is_missing {
            catalog.plain(msg!("cluster-none-no-file"))
        } else if search.contexts.is_empty() {
            catalog.plain(msg!("cluster-none-no-contexts"))
        } else {
            let args = Args::new().with("contexts", list(&search.contexts));
            catalog.text(msg!("cluster-none-contexts"), &args)
        },
    ];
    for candidate in &search.candidates {
        let outcome = match &candidate.outcome {
            Outcome::Failed { reason, message } => outcome(*reason, message, catalog),
            Outcome::NotMinikube => catalog.plain(msg!("cluster-none-not-minikube")),
        };
        let args = Args::new()
            .with("context", foreign(&candidate.context))
            .with("outcome", outcome);
        lines.push(if candidate.server.is_empty() {
            format!(
                "- {}",
                catalog.text(msg!("cluster-none-tried-no-server"), &args)
            )
        } else {
            let args = args.with("server", foreign(&candidate.server));
            format!("- {}", catalog.text(msg!("cluster-none-tried"), &args))
        });
    }
    lines.join("\n")
}

/// What is wrong with the sandbox.
pub fn sandbox(error: &SandboxError, catalog: &Catalog) -> String {
    match error {
        SandboxError::Store(error) => store(error, catalog),
        SandboxError::File { path, source } => {
            let args = Args::new()
                .with("path", foreign(&path.display().to_string()))
                .with("detail", source.to_string());
            catalog.text(msg!("cluster-folder"), &args)
        }
        SandboxError::Start(error) => {
            let args = Args::new().with("detail", error.to_string());
            catalog.text(msg!("sandbox-start"), &args)
        }
        SandboxError::Silent { .. } => catalog.plain(msg!("sandbox-silent")),
        SandboxError::Runs { process } => {
            let args = Args::new().with("process", u64::from(*process));
            catalog.text(msg!("sandbox-runs"), &args)
        }
        SandboxError::NotSaved { name, known } => {
            let args = Args::new().with("name", name.as_str());
            if known.is_empty() {
                return catalog.text(msg!("sandbox-not-saved-none"), &args);
            }
            catalog.text(msg!("sandbox-not-saved"), &args.with("known", list(known)))
        }
        SandboxError::Ended => catalog.plain(msg!("sandbox-ended-unexpectedly")),
    }
}

/// Why a lesson pack cannot be read at all.
pub fn source(error: &SourceError, catalog: &Catalog) -> String {
    match error {
        SourceError::NoPack { folder } => {
            let folder = foreign(&folder.display().to_string());
            let args = Args::new().with("folder", folder);
            catalog.text(msg!("lesson-source-no-pack"), &args)
        }
        SourceError::Unreadable { path, source } => {
            let args = Args::new()
                .with("path", foreign(&path.display().to_string()))
                .with("detail", source.to_string());
            catalog.text(msg!("lesson-source-unreadable"), &args)
        }
    }
}

/// Why a kubeconfig cannot be used.
pub fn kubeconfig(error: &KubeconfigError, catalog: &Catalog) -> String {
    use KubeconfigError as E;
    let none = Args::new;
    match error {
        E::Missing { files } => {
            let files: Vec<String> = files
                .iter()
                .map(|file| file.display().to_string())
                .collect();
            let args = none().with("files", list(&files));
            catalog.text(msg!("cluster-kubeconfig-missing"), &args)
        }
        E::Unreadable { file, source } => {
            let args = none()
                .with("file", foreign(&file.display().to_string()))
                .with("detail", source.to_string());
            catalog.text(msg!("cluster-kubeconfig-unreadable"), &args)
        }
        E::Broken {
            file,
            line,
            message,
            ..
        } => {
            let args = none()
                .with("file", foreign(&file.display().to_string()))
                .with("line", i64::try_from(*line).unwrap_or_default())
                .with("detail", foreign(message));
            catalog.text(msg!("cluster-kubeconfig-broken"), &args)
        }
        E::NoCurrentContext { known } => {
            let args = none().with("known", list(known));
            catalog.text(msg!("cluster-kubeconfig-no-current"), &args)
        }
        E::ContextUnknown {
            context,
            nearest,
            known,
        } => {
            let args = none()
                .with("context", foreign(context))
                .with("known", list(known));
            match nearest {
                Some(near) => catalog.text(
                    msg!("cluster-kubeconfig-unknown-near"),
                    &args.with("nearest", foreign(near)),
                ),
                None => catalog.text(msg!("cluster-kubeconfig-unknown"), &args),
            }
        }
        E::ClusterMissing { context, cluster } => {
            let args = none()
                .with("context", foreign(context))
                .with("cluster", foreign(cluster));
            catalog.text(msg!("cluster-kubeconfig-cluster"), &args)
        }
        E::UserMissing { context, user } => {
            let args = none()
                .with("context", foreign(context))
                .with("user", foreign(user));
            catalog.text(msg!("cluster-kubeconfig-user"), &args)
        }
        E::ControlCharacters { name } => catalog.text(
            msg!("cluster-kubeconfig-control"),
            &none().with("name", foreign(name)),
        ),
        E::Unwritable { file, source } => {
            let args = none()
                .with("file", foreign(&file.display().to_string()))
                .with("detail", source.to_string());
            catalog.text(msg!("cluster-kubeconfig-unwritable"), &args)
        }
    }
}

/// A request that the cluster did not do.
pub fn request(failure: &Failure, catalog: &Catalog) -> String {
    let outcome = outcome(failure.reason, &failure.message, catalog);
    catalog.text(
        msg!("cluster-request"),
        &Args::new().with("outcome", outcome),
    )
}

/// Why a namespace cannot be used.
pub fn namespace(error: &NamespaceError, catalog: &Catalog) -> String {
    use NamespaceError as E;
    let name = |name: &str| Args::new().with("name", foreign(name));
    match error {
        E::Foreign { name: n } => catalog.text(msg!("cluster-namespace-foreign"), &name(n)),
        E::Terminating { name: n } => catalog.text(msg!("cluster-namespace-terminating"), &name(n)),
        E::Missing { name: n } => catalog.text(msg!("cluster-namespace-missing"), &name(n)),
        E::Assigned { name: n } => catalog.text(msg!("cluster-namespace-assigned"), &name(n)),
        E::StillThere { name: n, left } => {
            let left: Vec<String> = left.iter().map(ToString::to_string).collect();
            catalog.text(
                msg!("cluster-namespace-left"),
                &name(n).with("left", list(&left)),
            )
        }
        E::Request(failure) => request(failure, catalog),
    }
}

/// Why a program could not be run.
pub fn run(error: &RunError, catalog: &Catalog) -> String {
    use RunError as E;
    match error {
        E::NotInstalled { program } => catalog.text(
            msg!("cluster-run-missing"),
            &Args::new().with("program", program.name()),
        ),
        E::TimedOut { program, .. } => catalog.text(
            msg!("cluster-run-timeout"),
            &Args::new().with("program", program.name()),
        ),
        E::NotStarted { file, source } => {
            let args = Args::new()
                .with("program", foreign(&file.display().to_string()))
                .with("detail", source.to_string());
            catalog.text(msg!("cluster-run-start"), &args)
        }
    }
}

/// What went wrong in a workbench.
pub fn workbench(error: &WorkbenchError, catalog: &Catalog) -> String {
    use WorkbenchError as E;
    match error {
        E::Namespace(error) => namespace(error, catalog),
        E::Kubeconfig(error) => kubeconfig(error, catalog),
        E::Run(error) => run(error, catalog),
        E::Request(failure) => request(failure, catalog),
        E::Folder { path, source } => {
            let args = Args::new()
                .with("path", foreign(&path.display().to_string()))
                .with("detail", source.to_string());
            catalog.text(msg!("cluster-folder"), &args)
        }
        E::StepFailed { line, command } => {
            let args = Args::new()
                .with("line", i64::from(*line))
                .with("command", command_line(&command.argv))
                .with("detail", foreign(&command.stderr));
            catalog.text(msg!("cluster-step"), &args)
        }
        E::WaitedInVain {
            line,
            seconds,
            cause,
        } => {
            let args = Args::new()
                .with("line", i64::from(*line))
                .with("seconds", i64::from(*seconds));
            let mut said = catalog.text(msg!("cluster-step-wait"), &args);
            if let Some(cause) = cause {
                let args = Args::new()
                    .with("code", cause.code)
                    .with("headline", headline(cause, catalog));
                said.push(' ');
                said.push_str(&catalog.text(msg!("cluster-step-cause"), &args));
            }
            said
        }
        E::NoSuchFile { name } => catalog.text(
            msg!("cluster-step-file"),
            &Args::new().with("name", foreign(name)),
        ),
        E::NoLiveValue { line, detail } => {
            let args = Args::new()
                .with("line", i64::from(*line))
                .with("detail", foreign(detail));
            catalog.text(msg!("cluster-step-value"), &args)
        }
    }
}

fn number<T: TryInto<i64>>(number: T) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

/// Why a file of podo's own cannot be read or written.
pub fn store(error: &StoreError, catalog: &Catalog) -> String {
    let args = Args::new().with("path", foreign(&error.path().display().to_string()));
    match error {
        StoreError::NewerVersion {
            found, supported, ..
        } => {
            let args = args
                .with("found", number(*found))
                .with("supported", number(*supported));
            catalog.text(msg!("cluster-store-newer"), &args)
        }
        StoreError::Busy { .. } => catalog.text(msg!("cluster-store-busy"), &args),
        other => {
            let source = std::error::Error::source(other).map(ToString::to_string);
            let detail = source.unwrap_or_else(|| other.to_string());
            catalog.text(
                msg!("cluster-store"),
                &args.with("detail", foreign(&detail)),
            )
        }
    }
}
