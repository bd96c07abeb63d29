//! Measures how fast and how large the sandbox is: `measure [KUBECONFIG]`.
//!
//! With the kubeconfig of a cluster that may be changed, the same is measured there beside it. What
//! it makes lies in a namespace of its own and is removed.

#![allow(
    clippy::print_stdout,
    reason = "telling figures is what this program is for"
)]

mod inside;
mod outside;
mod process;
mod served;

use std::{error::Error, time::Duration};

use kube::config::Kubeconfig;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// One line of the table.
fn row(what: &str, target: &str, sandbox: Option<Duration>, cluster: Option<Duration>) {
    let shown = |time: Option<Duration>| {
        time.map_or_else(
            || "-".to_owned(),
            |t| format!("{:.1} ms", t.as_secs_f64() * 1000.0),
        )
    };
    let ratio = match (sandbox, cluster) {
        (Some(own), Some(other)) => format!("{:.1}×", other.as_secs_f64() / own.as_secs_f64()),
        _ => "-".to_owned(),
    };
    println!(
        "| {what} | {target} | {} | {} | {ratio} |",
        shown(sandbox),
        shown(cluster)
    );
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Outcome<()> {
    let argument = std::env::args().nth(1);
    if argument.as_deref() == Some(served::ARGUMENT) {
        return served::serve().await;
    }
    println!("| What | Target | Sandbox | Cluster | Ratio |\n|---|---|---|---|---|");
    let served = served::Served::start().await?;
    row(
        "Start to first answer",
        "50 ms",
        Some(served.first_answer),
        None,
    );
    if let Some(memory) = served.memory() {
        println!("| Idle memory, resident | 40 MiB | {memory:.1} MiB | - | - |");
    }
    let own = outside::measure(served.client().await?).await?;
    let other = match argument {
        Some(path) => {
            Some(outside::measure(outside::client(Kubeconfig::read_from(path)?).await?).await?)
        }
        None => None,
    };
    for (number, (what, target, time)) in own.iter().enumerate() {
        let there = other.as_ref().map(|figures| figures[number].2);
        row(what, target, Some(*time), there);
    }
    drop(served);
    let thousand = inside::thousand_pods().await?;
    let what = "1,000 Pods to Available, fast clock, 10 nodes";
    row(what, "2 s", Some(thousand.took), None);
    row("The same, time of processors", "-", thousand.worked, None);
    if let Some(memory) = thousand.memory {
        println!("| Memory with 1,000 running Pods, resident | - | {memory:.1} MiB | - | - |");
    }
    Ok(())
}
