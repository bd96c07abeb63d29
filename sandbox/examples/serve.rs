//! Serves a living sandbox until it is interrupted: `serve [PORT] [KUBECONFIG]`.

use std::{path::PathBuf, sync::Arc};

use podo_sandbox::{
    Options, Sandbox,
    cluster::{Cluster, NodeOptions},
    gateway::Gateway,
    registry::Registry,
    store::Store,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let port = arguments.next().map_or(Ok(0), |a| a.parse())?;
    let options = Options {
        port,
        ..Options::default()
    };
    let registry = Registry::new(Arc::new(Store::new(options.ring)), options.clock.clone());
    let cluster = Cluster::start(&registry, NodeOptions::cluster(1))?;
    let options = Options {
        connector: Some(Arc::new(Gateway::new(cluster.runtime()))),
        ..options
    };
    let sandbox = Sandbox::start_with(options, registry).await?;
    if let Some(path) = arguments.next() {
        sandbox.write_kubeconfig(&PathBuf::from(path))?;
    }
    #[allow(clippy::print_stdout)]
    {
        println!("{}", sandbox.url());
    }
    tokio::signal::ctrl_c().await?;
    cluster.stop().await;
    sandbox.stop().await;
    Ok(())
}
