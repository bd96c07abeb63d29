//! Certificates: an authority that signs the server's, made at the first start.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use rustls::{
    ServerConfig,
    pki_types::{
        CertificateDer, PrivateKeyDer,
        pem::{self, PemObject as _},
    },
};
use serde::{Deserialize, Serialize};

/// The names under which clients know the API.
const NAMES: &[&str] = &[
    "127.0.0.1",
    "localhost",
    "kubernetes",
    "kubernetes.default",
    "kubernetes.default.svc",
    "10.96.0.1",
];

/// An authority's certificate and a server certificate that it signed, in PEM. Whoever keeps it lets
/// nobody else read it: it has the server's key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The certificate by which clients trust the server.
    authority: String,
    certificate: String,
    key: String,
}

/// No key.
impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity").finish_non_exhaustive()
    }
}

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// Making one failed.
    #[error("cannot make a certificate: {0}")]
    Certificate(#[from] rcgen::Error),
    /// The server does not take it.
    #[error("cannot use the certificate: {0}")]
    Server(#[from] rustls::Error),
    /// A kept one cannot be read.
    #[error("cannot read the certificate: {0}")]
    Pem(#[from] pem::Error),
}

impl Identity {
    /// A fresh authority and a certificate signed by it.
    pub fn generate() -> Result<Self, TlsError> {
        let mut authority = CertificateParams::new(Vec::new())?;
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        authority
            .distinguished_name
            .push(DnType::CommonName, "podo-sandbox-ca");
        authority.key_usages = vec![
            KeyUsagePurpose::KeyCertSign,
            KeyUsagePurpose::DigitalSignature,
        ];
        let authority_key = KeyPair::generate()?;
        let authority_certificate = authority.self_signed(&authority_key)?;

        let mut server =
            CertificateParams::new(NAMES.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>())?;
        server
            .distinguished_name
            .push(DnType::CommonName, "podo-sandbox");
        server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        server.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        let server_key = KeyPair::generate()?;
        let certificate = server.signed_by(&server_key, &Issuer::new(authority, authority_key))?;
        Ok(Self {
            authority: pem("CERTIFICATE", authority_certificate.der()),
            certificate: pem("CERTIFICATE", certificate.der()),
            key: pem("PRIVATE KEY", &server_key.serialize_der()),
        })
    }

    /// The authority's certificate in PEM.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The server's side.
    pub(crate) fn server_config(&self) -> Result<Arc<ServerConfig>, TlsError> {
        let certificate = CertificateDer::from_pem_slice(self.certificate.as_bytes())?;
        let key = PrivateKeyDer::from_pem_slice(self.key.as_bytes())?;
        let mut config =
            ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()?
                .with_no_client_auth()
                .with_single_cert(vec![certificate], key)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let mut pem = format!("-----BEGIN {label}-----\n");
    for line in text.as_bytes().chunks(64) {
        pem.push_str(&String::from_utf8_lossy(line));
        pem.push('\n');
    }
    pem.push_str(&format!("-----END {label}-----\n"));
    pem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_the_same_after_it_was_kept() {
        let identity = Identity::generate().unwrap();
        assert!(
            identity
                .authority()
                .starts_with("-----BEGIN CERTIFICATE-----\nMII")
        );
        let kept = serde_json::to_string(&identity).unwrap();
        let again: Identity = serde_json::from_str(&kept).unwrap();
        assert_eq!(again, identity);
        again.server_config().unwrap();
        assert!(!format!("{again:?}").contains("PRIVATE"));
    }

    #[test]
    fn a_damaged_identity_is_refused() {
        let mut identity = Identity::generate().unwrap();
        identity.key.truncate(60);
        assert!(matches!(identity.server_config(), Err(TlsError::Pem(_))));
    }
}
