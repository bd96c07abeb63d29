//! Everything that runs in the background, so that a cluster can be stopped as a whole.

use std::{future::Future, sync::Arc};

use tokio::{sync::watch, task::AbortHandle};

/// Starts background work and stops all of it; clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Tasks(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    stop: watch::Sender<bool>,
    alive: watch::Sender<usize>,
}

/// Counts a task for as long as it lives, however it ends.
struct Alive(Arc<Inner>);

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.alive.send_modify(|n| *n -= 1);
    }
}

impl Tasks {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Inner {
            stop: watch::Sender::new(false),
            alive: watch::Sender::new(0),
        }))
    }

    /// Runs a future until it ends or everything is stopped.
    pub(crate) fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) -> AbortHandle {
        self.0.alive.send_modify(|n| *n += 1);
        let alive = Alive(Arc::clone(&self.0));
        let mut stop = self.0.stop.subscribe();
        let task = async move {
            let _alive = alive;
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => {}
                () = future => {}
            }
        };
        tokio::spawn(task).abort_handle()
    }

    /// Stops everything, and waits for nothing.
    pub(crate) fn end(&self) {
        self.0.stop.send_replace(true);
    }

    /// Stops everything and waits until it has ended.
    pub(crate) async fn stop(&self) {
        self.end();
        // The sender is held here, so this ends only when the count is zero.
        let _ = self.0.alive.subscribe().wait_for(|n| *n == 0).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn stopping_ends_what_would_go_on_for_ever() {
        let tasks = Tasks::new();
        tasks.spawn(std::future::pending());
        tasks.spawn(async {});
        tasks.spawn(std::future::pending()).abort();
        tokio::time::timeout(std::time::Duration::from_secs(5), tasks.stop())
            .await
            .unwrap();
    }
}
