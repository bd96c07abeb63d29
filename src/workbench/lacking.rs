//! What exercises may need and this machine or cluster does not have.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use futures::future::join;

use super::Workbench;
use crate::cluster::client::READING;
use crate::cluster::target::Provider;
use crate::lesson::model::{Need, Program};

/// How long docker's daemon has to answer that it is there.
const DAEMON: Duration = Duration::from_secs(3);

impl Workbench {
    /// What exercises with these needs may lack on this machine or cluster. docker's daemon is asked
    /// only where docker is needed: one that hangs would hold up every lesson.
    pub async fn find_lacking(&self, needs: &BTreeSet<Need>) -> BTreeMap<Need, String> {
        let mut lacking = BTreeMap::new();
        let programs = [
            (Need::Kubectl, Program::Kubectl),
            (Need::Docker, Program::Docker),
            (Need::Minikube, Program::Minikube),
        ];
        for (need, program) in programs {
            // On the sandbox these programs are there for nothing: they reach another cluster.
            let useless = self.found.provider == Provider::Sandbox && program != Program::Kubectl;
            if useless || self.runner.find(program).is_none() {
                lacking.insert(need, program.name().to_owned());
            }
        }
        let asks_docker = needs.contains(&Need::Docker) && !lacking.contains_key(&Need::Docker);
        let nodes = self.found.cluster.get("/api/v1/nodes?limit=1", READING);
        let (nodes, daemon) = join(nodes, self.daemon_silence(asks_docker)).await;
        if let Err(failure) = nodes {
            lacking.insert(Need::ClusterScope, failure.to_string());
        }
        if let Some(reason) = daemon {
            lacking.insert(Need::Docker, reason);
        }
        lacking
    }

    /// Why docker's daemon does not answer, where it is asked and does not.
    async fn daemon_silence(&self, asked: bool) -> Option<String> {
        if !asked {
            return None;
        }
        let words = ["version", "--format", "{{.Server.Version}}"].map(str::to_owned);
        match self.runner.run(Program::Docker, &words, DAEMON).await {
            Ok(output) if output.exit_code == Some(0) => None,
            Ok(output) => Some(output.stderr.trim().to_owned()),
            Err(error) => Some(error.to_string()),
        }
    }
}
