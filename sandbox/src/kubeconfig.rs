//! The file that tells kubectl where the sandbox is.

use std::{io::Write as _, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// The name of context, cluster and user.
pub const NAME: &str = "podo-sandbox";

/// The text of a kubeconfig.
///
/// kubectl does not send a token of a kubeconfig over plain HTTP, so the server is an `https` one.
pub fn text(server: &str, token: &str, authority: &str) -> String {
    let authority = STANDARD.encode(authority);
    format!(
        "apiVersion: v1\nkind: Config\ncurrent-context: {NAME}\nclusters:\n- name: {NAME}\n  cluster:\n    certificate-authority-data: {authority}\n    server: {server}\ncontexts:\n- name: {NAME}\n  context:\n    cluster: {NAME}\n    user: {NAME}\n    namespace: default\nusers:\n- name: {NAME}\n  user:\n    token: {token}\n"
    )
}

/// Writes a kubeconfig that only its owner can read; an old file is replaced as a whole.
pub fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    // A temporary file is made with mode 0600, which a rename keeps.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|e| e.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_its_owners_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/kubeconfig");
        write(&path, "one").unwrap();
        write(&path, &text("https://127.0.0.1:1", "secret", "PEM")).unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert!(
            std::fs::read_to_string(&path)
                .unwrap()
                .contains("token: secret")
        );
    }
}
