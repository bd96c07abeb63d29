//! How long the steps of a Pod's life take: as on a small machine with a good network.

use std::time::Duration;

/// Setting up a Pod's network.
pub(super) const SANDBOX: Duration = Duration::from_millis(150);
/// Downloading an image that the node does not have.
pub(super) const PULL: Duration = Duration::from_millis(350);
/// Creating and starting a container, each.
pub(super) const STEP: Duration = Duration::from_millis(40);
/// Noticing that a container has ended.
pub(super) const NOTICE: Duration = Duration::from_millis(600);
/// How long a failed download is shown before the node says that it waits.
pub(super) const SHOWN: Duration = Duration::from_secs(4);
/// Looking again at what did not work and has no back-off of its own.
pub(super) const AGAIN: Duration = Duration::from_secs(12);
/// Looking whether a mounted configuration has changed.
pub(super) const REFRESH: Duration = Duration::from_mins(1);
/// Clearing up after the last container has ended.
pub(super) const CLEAR: Duration = Duration::from_millis(150);
