//! `podo sandbox`: runs the embedded sandbox for any tool, and looks after its state.

use std::io::Write as _;

use crate::cli::{SandboxArgs, SandboxCommand};
use crate::cluster::client::Cluster;
use crate::cluster::target;
use crate::error::CommandError;
use crate::exit_code::ExitCode;
use crate::i18n::{Args, MessageId};
use crate::msg;
use crate::sandbox::{Files, Sandbox};

use super::{Context, lesson_check::told_to_stop};

/// Serves until Ctrl-C, or does what was asked with the state.
pub fn run(context: &Context, args: &SandboxArgs) -> Result<ExitCode, CommandError> {
    let files = context.sandbox_files();
    match &args.command {
        None => serve(context, &files, usize::from(args.nodes)),
        Some(SandboxCommand::Status) => status(context, &files),
        Some(SandboxCommand::Save(saved)) => {
            let name = saved.name.as_str();
            let is_new = !files.all_saved().iter().any(|other| other == name);
            change(context, is_new, msg!("sandbox-overwrite-ask"), name, || {
                files.save(name)?;
                Ok(msg!("sandbox-saved"))
            })
        }
        Some(SandboxCommand::Load(saved)) => {
            let name = saved.name.as_str();
            files.check_saved(name)?;
            files.check_alone()?;
            change(context, false, msg!("sandbox-load-ask"), name, || {
                files.load(name)?;
                Ok(msg!("sandbox-loaded"))
            })
        }
        Some(SandboxCommand::Delete(saved)) => {
            let name = saved.name.as_str();
            files.check_saved(name)?;
            change(context, false, msg!("sandbox-delete-ask"), name, || {
                files.delete_saved(name)?;
                Ok(msg!("sandbox-deleted"))
            })
        }
        Some(SandboxCommand::Reset) => {
            files.check_alone()?;
            change(context, false, msg!("sandbox-reset-ask"), "", || {
                files.reset()?;
                Ok(msg!("sandbox-was-reset"))
            })
        }
    }
}

/// Changes something after a yes, and says that it was done.
fn change(
    context: &Context,
    harmless: bool,
    question: MessageId,
    name: &str,
    work: impl FnOnce() -> Result<MessageId, CommandError>,
) -> Result<ExitCode, CommandError> {
    let args = Args::new().with("name", name);
    if !harmless && !context.agree(question, &args) {
        context.tell(msg!("sandbox-unchanged"), &Args::new());
        return Ok(ExitCode::Environment);
    }
    let done = work()?;
    context.tell(done, &args);
    Ok(ExitCode::Success)
}

fn serve(context: &Context, files: &Files, nodes: usize) -> Result<ExitCode, CommandError> {
    let sandbox = Sandbox::open(files, Some(nodes))?;
    context.tell_sandbox_origin(&sandbox);
    let runtime = context.runtime()?;
    let path = files.kubeconfig();
    let cluster = runtime.block_on(target::connect_sandbox(&path))?.cluster;
    if sandbox.serves() {
        let nodes = runtime.block_on(nodes_of(&cluster));
        let args = Args::new()
            .with("server", cluster.server())
            .with("version", cluster.version())
            .with("nodes", nodes as u64);
        context.tell(msg!("sandbox-serves"), &args);
    } else {
        let process = files.access().load()?.value.process;
        let args = Args::new().with("process", u64::from(process));
        context.tell(msg!("sandbox-joined"), &args);
        if nodes > 1 {
            context.tell(msg!("sandbox-nodes-ignored"), &Args::new());
        }
    }
    context.tell(msg!("sandbox-simulated"), &Args::new());
    // A line to copy into another terminal.
    let path = path.display().to_string();
    let export = format!("export KUBECONFIG={}", shell_words::quote(&path));
    writeln!(context.out(), "{export}")?;
    context.tell(msg!("sandbox-how-to-end"), &Args::new());
    runtime.block_on(told_to_stop());
    let end = if sandbox.serves() {
        msg!("sandbox-ended")
    } else {
        msg!("sandbox-left")
    };
    sandbox.close()?;
    context.tell(end, &Args::new());
    Ok(ExitCode::Success)
}

async fn nodes_of(cluster: &Cluster) -> usize {
    let nodes = cluster.names("Node", "").await;
    nodes.map_or(0, |nodes| nodes.len())
}

fn status(context: &Context, files: &Files) -> Result<ExitCode, CommandError> {
    let catalog = &context.catalog;
    let access = files.access().load()?.value;
    let held = context.load(&files.state())?.cluster;
    let state = match files.served_by()? {
        Some(process) => {
            let args = Args::new().with("process", u64::from(process));
            catalog.text(msg!("sandbox-status-runs"), &args)
        }
        None => catalog.plain(msg!("sandbox-status-stopped")),
    };
    let holds = if held.count("namespaces") == 0 {
        catalog.plain(msg!("sandbox-status-fresh"))
    } else {
        let args = Args::new()
            .with("nodes", held.count("nodes") as u64)
            .with("namespaces", held.count("namespaces") as u64)
            .with("pods", held.count("pods") as u64);
        catalog.text(msg!("sandbox-status-objects"), &args)
    };
    let saved = match files.all_saved() {
        names if names.is_empty() => catalog.plain(msg!("sandbox-status-none")),
        names => names.join(", "),
    };
    let mut rows = vec![(msg!("sandbox-status-state"), state)];
    if access.port != 0 {
        let server = format!("https://127.0.0.1:{}", access.port);
        rows.push((msg!("sandbox-status-server"), server));
        let kubeconfig = files.kubeconfig().display().to_string();
        rows.push((msg!("sandbox-status-kubeconfig"), kubeconfig));
    }
    rows.push((msg!("sandbox-status-holds"), holds));
    rows.push((msg!("sandbox-status-saved"), saved));
    rows.push((
        msg!("sandbox-status-folder"),
        files.folder().display().to_string(),
    ));
    let mut out = context.out();
    for (label, value) in rows {
        writeln!(out, "{}: {value}", catalog.plain(label))?;
    }
    Ok(ExitCode::Success)
}
