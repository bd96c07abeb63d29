//! Through which HTTP proxy, if any, an API server is reached. Pure.
//!
//! kubectl follows `HTTPS_PROXY` and `NO_PROXY`, so podo must reach the same server on the same way.
//! kube's own reading of the two compares `NO_PROXY` with the proxy's address instead of the
//! server's, hence this.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use http::Uri;

/// The proxy settings of the environment, passed in by the caller.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxy {
    /// `HTTPS_PROXY` or `https_proxy`.
    pub https_proxy: Option<String>,
    /// `NO_PROXY` or `no_proxy`.
    pub no_proxy: Option<String>,
}

impl Proxy {
    /// The proxy for a server, as Go's `httpproxy` decides it; `None` for a direct connection.
    pub fn for_server(&self, server: &Uri) -> Option<Uri> {
        if server.scheme_str() != Some("https") {
            return None;
        }
        let proxy = self.https_proxy.as_deref().map(str::trim)?;
        if proxy.is_empty() || self.is_exempt(server) {
            return None;
        }
        // Go takes an address without a scheme for an HTTP proxy.
        let uri = if proxy.contains("://") {
            proxy.parse()
        } else {
            format!("http://{proxy}").parse()
        };
        uri.ok()
    }

    fn is_exempt(&self, server: &Uri) -> bool {
        let host = server.host().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let address: Option<IpAddr> = host.parse().ok();
        if host == "localhost" || address.is_some_and(|address| address.is_loopback()) {
            return true;
        }
        let port = server.port_u16().unwrap_or(443);
        let entries = self.no_proxy.as_deref().unwrap_or_default().split(',');
        entries
            .map(str::trim)
            .filter(|entry| !entry.is_empty())
            .any(|entry| entry == "*" || fits(entry, host, address, port))
    }
}

fn fits(entry: &str, host: &str, address: Option<IpAddr>, port: u16) -> bool {
    if let Some((network, bits)) = entry.split_once('/') {
        let network = network.parse::<IpAddr>().ok();
        return match (network, bits.parse::<u32>().ok(), address) {
            (Some(network), Some(bits), Some(address)) => in_network(address, network, bits),
            _ => false,
        };
    }
    if let (Ok(entry), Some(address)) = (entry.parse::<IpAddr>(), address) {
        return entry == address;
    }
    let (name, wanted_port) = match entry.rsplit_once(':') {
        Some((name, digits)) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            (name, digits.parse().ok())
        }
        _ => (entry, None),
    };
    if wanted_port.is_some_and(|wanted: u16| wanted != port) {
        return false;
    }
    let name = name.trim_start_matches('*').to_ascii_lowercase();
    let host = host.to_ascii_lowercase();
    match name.strip_prefix('.') {
        Some(domain) => host.ends_with(&format!(".{domain}")),
        None => host == name || host.ends_with(&format!(".{name}")),
    }
}

fn in_network(address: IpAddr, network: IpAddr, bits: u32) -> bool {
    match (address, network) {
        (IpAddr::V4(address), IpAddr::V4(network)) if bits <= Ipv4Addr::BITS => {
            let mask = u32::MAX.checked_shl(Ipv4Addr::BITS - bits).unwrap_or(0);
            address.to_bits() & mask == network.to_bits() & mask
        }
        (IpAddr::V6(address), IpAddr::V6(network)) if bits <= Ipv6Addr::BITS => {
            let mask = u128::MAX.checked_shl(Ipv6Addr::BITS - bits).unwrap_or(0);
            address.to_bits() & mask == network.to_bits() & mask
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(no_proxy: &str, server: &str) -> Option<String> {
        let proxy = Proxy {
            https_proxy: Some("proxy.example:3128".to_owned()),
            no_proxy: Some(no_proxy.to_owned()),
        };
        let server: Uri = server.parse().unwrap();
        proxy.for_server(&server).map(|uri| uri.to_string())
    }

    #[test]
    fn a_proxy_is_used_unless_the_server_is_exempt() {
        let through = Some("http://proxy.example:3128/".to_owned());
        assert_eq!(way("", "https://192.168.49.2:8443"), through);
        for exempt in [
            "192.168.49.2",
            "10.0.0.0/8, 192.168.49.0/24",
            "*",
            "0.0.0.0/0",
        ] {
            assert_eq!(way(exempt, "https://192.168.49.2:8443"), None, "{exempt}");
        }
        assert_eq!(
            way("192.168.59.0/24,/,::1/x", "https://192.168.49.2:8443"),
            through
        );
    }

    #[test]
    fn names_are_exempt_by_their_ending() {
        assert_eq!(way("k8s.example", "https://api.k8s.example"), None);
        assert_eq!(way(".k8s.example", "https://api.k8s.example"), None);
        assert_eq!(way("*.k8s.example", "https://API.k8s.example"), None);
        assert_eq!(way("k8s.example:443", "https://k8s.example"), None);
        assert!(way("k8s.example:6443", "https://k8s.example").is_some());
        assert!(way("8s.example", "https://k8s.example").is_some());
        assert!(way(".k8s.example", "https://k8s.example").is_some());
    }

    #[test]
    fn this_machine_is_never_reached_through_a_proxy() {
        for local in [
            "https://127.0.0.1:32771",
            "https://localhost:1",
            "https://[::1]:1",
        ] {
            assert_eq!(way("", local), None, "{local}");
        }
        assert_eq!(way("", "http://192.168.49.2:8080"), None);
    }
}
