//! A way to the API server that can be blocked: what a cluster that stops answering looks like.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread;
use std::time::Duration;

/// How long a blocked way looks away before it looks again whether it is open.
const BLINK: Duration = Duration::from_millis(20);

/// What becomes of bytes on their way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Way {
    /// They are passed on.
    Open,
    /// They stay where they are; connections stand and nobody answers.
    Frozen,
    /// Connections are cut, and new ones cut as soon as they are made.
    Cut,
}

/// A TCP proxy in front of the API server, for as long as the test runs.
pub(super) struct Proxy {
    address: SocketAddr,
    way: Arc<AtomicU8>,
}

impl Proxy {
    /// A proxy in front of a server, whose address is `https://HOST:PORT`.
    pub(super) fn before(server: &str) -> Self {
        let authority = server.trim_start_matches("https://").trim_end_matches('/');
        let authority = if authority
            .rsplit(':')
            .next()
            .is_some_and(|port| port.parse::<u16>().is_ok())
        {
            authority.to_owned()
        } else {
            format!("{authority}:443")
        };
        let server = authority.to_socket_addrs().unwrap().next().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let way = Arc::new(AtomicU8::new(Way::Open as u8));
        let seen = Arc::clone(&way);
        thread::spawn(move || {
            for learner in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(server) else {
                    continue;
                };
                join(learner, server, &seen);
            }
        });
        Self { address, way }
    }

    /// Where it listens.
    pub(super) fn server(&self) -> String {
        format!("https://{}", self.address)
    }

    /// Opens or blocks the way.
    pub(super) fn set(&self, way: Way) {
        self.way.store(way as u8, Ordering::SeqCst);
    }
}

/// Passes bytes on in both directions, each in a thread that ends with its connection.
fn join(one: TcpStream, other: TcpStream, way: &Arc<AtomicU8>) {
    let pairs = [
        (one.try_clone().unwrap(), other.try_clone().unwrap()),
        (other, one),
    ];
    for (from, to) in pairs {
        let way = Arc::clone(way);
        thread::spawn(move || pass_on(from, to, &way));
    }
}

fn pass_on(mut from: TcpStream, mut to: TcpStream, way: &AtomicU8) {
    from.set_read_timeout(Some(BLINK)).unwrap();
    let mut bytes = vec![0; 16 * 1024];
    loop {
        match way.load(Ordering::SeqCst) {
            frozen if frozen == Way::Frozen as u8 => {
                thread::sleep(BLINK);
                continue;
            }
            cut if cut == Way::Cut as u8 => break,
            _ => {}
        }
        match from.read(&mut bytes) {
            Ok(0) => break,
            Ok(read) => {
                // What came while the way was being blocked stays where it is as well.
                while way.load(Ordering::SeqCst) == Way::Frozen as u8 {
                    thread::sleep(BLINK);
                }
                let cut = way.load(Ordering::SeqCst) == Way::Cut as u8;
                if cut || to.write_all(&bytes[..read]).is_err() {
                    break;
                }
            }
            Err(error)
                if matches!(
                    error.kind(),
                    std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
                ) => {}
            Err(_) => break,
        }
    }
    // One that is closed already cannot be closed again.
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}
