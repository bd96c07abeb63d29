//! Serves a whole cluster of one node, in real time, until it is interrupted: `serve [PORT] [KUBECONFIG]`.

use std::path::PathBuf;

use podo_sandbox::{Options, Sandbox, cluster::NodeOptions};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let port = arguments.next().map_or(Ok(0), |a| a.parse())?;
    let options = Options {
        port,
        ..Options::default()
    };
    let sandbox = Sandbox::start_cluster(options, NodeOptions::cluster(1)).await?;
    if let Some(path) = arguments.next() {
        sandbox.write_kubeconfig(&PathBuf::from(path))?;
    }
    #[allow(clippy::print_stdout)]
    {
        println!("{}", sandbox.url());
    }
    tokio::signal::ctrl_c().await?;
    sandbox.stop().await;
    Ok(())
}
