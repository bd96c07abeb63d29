//! A sandbox in a process of its own, as a learner's podo is one.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use kube::{Client, config::Kubeconfig};
use podo_sandbox::{Options, Sandbox, cluster::NodeOptions};

use super::{Outcome, outside, process};

/// Tells the program that it is the one that serves.
pub(super) const ARGUMENT: &str = "--serve";

/// Serves a cluster until the input ends; writes where, and a kubeconfig.
pub(super) async fn serve() -> Outcome<()> {
    let sandbox = Sandbox::start_cluster(Options::default(), NodeOptions::cluster(1)).await?;
    println!("{} {}", sandbox.address(), sandbox.token());
    let kubeconfig = sandbox.kubeconfig();
    println!("{}\n{kubeconfig}", kubeconfig.len());
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await??;
    sandbox.stop().await;
    Ok(())
}

/// The process that serves; dropping it ends it.
pub(super) struct Served {
    child: Child,
    kubeconfig: String,
    /// From its start to the end of its first answer.
    pub(super) first_answer: Duration,
}

impl Served {
    pub(super) async fn start() -> Outcome<Self> {
        let began = Instant::now();
        let mut child = Command::new(std::env::current_exe()?)
            .arg(ARGUMENT)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut output = BufReader::new(child.stdout.take().ok_or("no output")?);
        let mut line = String::new();
        output.read_line(&mut line)?;
        let (address, token) = line.trim().split_once(' ').ok_or("no address")?;
        let mut stream = TcpStream::connect(address)?;
        write!(
            stream,
            "GET /api/v1/namespaces HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        if !answer.starts_with("HTTP/1.1 200") {
            return Err(answer.into());
        }
        let first_answer = began.elapsed();
        line.clear();
        output.read_line(&mut line)?;
        let mut kubeconfig = vec![0; line.trim().parse()?];
        output.read_exact(&mut kubeconfig)?;
        // What happens at the beginning shall be over.
        tokio::time::sleep(Duration::from_secs(2)).await;
        Ok(Self {
            child,
            kubeconfig: String::from_utf8(kubeconfig)?,
            first_answer,
        })
    }

    /// MiB that are in memory.
    pub(super) fn memory(&self) -> Option<f64> {
        process::resident(&self.child.id().to_string())
    }

    pub(super) async fn client(&self) -> Outcome<Client> {
        outside::client(Kubeconfig::from_yaml(&self.kubeconfig)?).await
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // It was asked to end; how it ended is of no interest.
        let _ = self.child.wait();
    }
}
