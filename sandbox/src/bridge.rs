//! The bridge from the API into running Pods: what a kubelet behind an API server answers.
//!
//! It frames what [`Runtime`] gives: logs as text, programs as channels of a WebSocket or
//! streams of SPDY, HTTP as HTTP.

mod forward;
mod log;
mod program;
mod proxy;
mod spdy;
mod spdy_program;
mod tunnel;
mod websocket;

use std::time::Duration;

use http::Method;

use crate::{
    api::connect::{Connecting, Connection, Connector},
    refusal::Refusal,
    runtime::Runtime,
};

/// How long a client may take to go when all has been said.
const LEAVING: Duration = Duration::from_secs(5);

/// Leads requests into the Pods of a runtime.
#[derive(Clone, Debug)]
pub struct Bridge {
    runtime: Runtime,
}

impl Bridge {
    /// A bridge into the Pods of a runtime.
    pub fn new(runtime: &Runtime) -> Self {
        Self {
            runtime: runtime.clone(),
        }
    }
}

impl Connector for Bridge {
    fn connect(&self, connection: Connection) -> Connecting {
        let runtime = self.runtime.clone();
        Box::pin(async move {
            match (connection.kind.kind, connection.subresource.as_str()) {
                ("Pod", "log") if connection.request.method() == Method::GET => {
                    log::answer(&runtime, &connection)
                }
                ("Pod", "exec") => program::answer(&runtime, connection, program::Verb::Exec),
                ("Pod", "attach") => program::answer(&runtime, connection, program::Verb::Attach),
                ("Pod", "portforward") => forward::answer(&runtime, connection),
                ("Pod" | "Service", "proxy") => proxy::answer(&runtime, connection).await,
                ("Pod", "log") => Err(Refusal::method_not_allowed(connection.kind)),
                (_, what) => {
                    let text = format!(
                        "{what} of {} is not simulated in this cluster",
                        connection.kind.plural
                    );
                    Err(Refusal::new(501, "NotImplemented", text))
                }
            }
        })
    }
}
