//! The images that the simulated registry has, and how names of images are read.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use jiff::Timestamp;

use super::fs::{Content, Entry, Tree};

/// An image of the catalogue.
#[derive(Debug)]
pub(crate) struct Image {
    /// Registry and repository.
    pub(crate) repository: &'static str,
    pub(crate) tags: &'static [&'static str],
    base: Base,
    pub(crate) entrypoint: &'static [&'static str],
    pub(crate) cmd: &'static [&'static str],
    pub(crate) env: &'static [(&'static str, &'static str)],
    pub(crate) cwd: &'static str,
    /// Bytes, as the event of the pull says.
    pub(crate) size: u64,
    /// Programs beside those of the base: path, name.
    programs: &'static [(&'static str, &'static str)],
    files: &'static [(&'static str, &'static str)],
    links: &'static [(&'static str, &'static str)],
}

/// What an image was built from; it decides which programs there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base {
    Debian,
    Busybox,
    /// Nothing but the main program.
    Scratch,
}

const DEBIAN_PATH: (&str, &str) = (
    "PATH",
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
);

/// What a page of nginx says before anybody writes another.
const NGINX_PAGE: &str = "<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n<p>The web server works. This page comes from a simulated container.</p>\n</body>\n</html>\n";
const NGINX_CONF: &str = "server {\n    listen       80;\n    server_name  localhost;\n\n    location / {\n        root   /usr/share/nginx/html;\n        index  index.html index.htm;\n    }\n\n    error_page   500 502 503 504  /50x.html;\n}\n";
const HTTPD_PAGE: &str = "<html><body><h1>It works!</h1></body></html>\n";
const HTTPD_CONF: &str =
    "ServerRoot \"/usr/local/apache2\"\nListen 80\nDocumentRoot \"/usr/local/apache2/htdocs\"\n";

const NONE: Image = Image {
    repository: "",
    tags: &[],
    base: Base::Debian,
    entrypoint: &[],
    cmd: &[],
    env: &[DEBIAN_PATH],
    cwd: "/",
    size: 0,
    programs: &[],
    files: &[],
    links: &[],
};

/// The catalogue.
pub(crate) static CATALOGUE: &[Image] = &[
    Image {
        repository: "registry.k8s.io/pause",
        tags: &["3.9", "3.2", "3.10"],
        base: Base::Scratch,
        entrypoint: &["/pause"],
        programs: &[("/pause", "pause")],
        size: 320_448,
        ..NONE
    },
    Image {
        repository: "docker.io/library/nginx",
        tags: &[
            "latest",
            "alpine",
            "stable",
            "1.14.2",
            "1.16.1",
            "1.25",
            "1.26",
            "1.27",
            "1.27-alpine",
            "1.28",
        ],
        entrypoint: &["/docker-entrypoint.sh"],
        cmd: &["nginx", "-g", "daemon off;"],
        programs: &[
            ("/docker-entrypoint.sh", "docker-entrypoint.sh"),
            ("/usr/sbin/nginx", "nginx"),
            ("/usr/bin/curl", "curl"),
        ],
        files: &[
            ("/usr/share/nginx/html/index.html", NGINX_PAGE),
            (
                "/usr/share/nginx/html/50x.html",
                "<html><head><title>Error</title></head><body><h1>An error occurred.</h1></body></html>\n",
            ),
            (
                "/etc/nginx/nginx.conf",
                "user  nginx;\nworker_processes  auto;\nerror_log  /var/log/nginx/error.log notice;\npid        /run/nginx.pid;\n\nevents {\n    worker_connections  1024;\n}\n\nhttp {\n    access_log  /var/log/nginx/access.log  main;\n    include /etc/nginx/conf.d/*.conf;\n}\n",
            ),
            ("/etc/nginx/conf.d/default.conf", NGINX_CONF),
        ],
        links: &[
            ("/var/log/nginx/access.log", "/dev/stdout"),
            ("/var/log/nginx/error.log", "/dev/stderr"),
        ],
        size: 72_404_038,
        ..NONE
    },
    Image {
        repository: "docker.io/library/httpd",
        tags: &["latest", "alpine", "2.4", "2.4-alpine"],
        cmd: &["httpd-foreground"],
        env: &[
            (
                "PATH",
                "/usr/local/apache2/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ),
            ("HTTPD_PREFIX", "/usr/local/apache2"),
        ],
        cwd: "/usr/local/apache2",
        programs: &[
            ("/usr/local/bin/httpd-foreground", "httpd"),
            ("/usr/local/apache2/bin/httpd", "httpd"),
        ],
        files: &[
            ("/usr/local/apache2/htdocs/index.html", HTTPD_PAGE),
            ("/usr/local/apache2/conf/httpd.conf", HTTPD_CONF),
        ],
        size: 58_000_000,
        ..NONE
    },
    Image {
        repository: "docker.io/kicbase/echo-server",
        tags: &["1.0", "latest"],
        base: Base::Scratch,
        entrypoint: &["/bin/echo-server"],
        programs: &[("/bin/echo-server", "echo-server")],
        size: 2_138_418,
        ..NONE
    },
    Image {
        repository: "docker.io/library/busybox",
        tags: &["latest", "1.28", "1.36", "1.37", "stable"],
        base: Base::Busybox,
        cmd: &["sh"],
        size: 2_156_519,
        ..NONE
    },
    Image {
        repository: "docker.io/library/alpine",
        tags: &["latest", "3.20", "3.22"],
        base: Base::Busybox,
        cmd: &["/bin/sh"],
        files: &[(
            "/etc/os-release",
            "NAME=\"Alpine Linux\"\nID=alpine\nPRETTY_NAME=\"Alpine Linux\"\n",
        )],
        size: 3_805_103,
        ..NONE
    },
    Image {
        repository: "docker.io/library/redis",
        tags: &["latest", "7", "7-alpine", "8"],
        entrypoint: &["docker-entrypoint.sh"],
        cmd: &["redis-server"],
        cwd: "/data",
        programs: &[
            (
                "/usr/local/bin/docker-entrypoint.sh",
                "docker-entrypoint.sh",
            ),
            ("/usr/local/bin/redis-server", "redis-server"),
            ("/usr/local/bin/redis-cli", "redis-cli"),
        ],
        size: 52_000_000,
        ..NONE
    },
    Image {
        repository: "docker.io/library/memcached",
        tags: &["latest", "1.6"],
        entrypoint: &["docker-entrypoint.sh"],
        cmd: &["memcached"],
        programs: &[
            (
                "/usr/local/bin/docker-entrypoint.sh",
                "docker-entrypoint.sh",
            ),
            ("/usr/local/bin/memcached", "memcached"),
        ],
        size: 32_000_000,
        ..NONE
    },
    Image {
        repository: "docker.io/library/postgres",
        tags: &["latest", "17"],
        entrypoint: &["docker-entrypoint.sh"],
        cmd: &["postgres"],
        env: &[
            (
                "PATH",
                "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/postgresql/17/bin",
            ),
            ("PG_MAJOR", "17"),
            ("PGDATA", "/var/lib/postgresql/data"),
        ],
        programs: &[
            (
                "/usr/local/bin/docker-entrypoint.sh",
                "docker-entrypoint.sh",
            ),
            ("/usr/lib/postgresql/17/bin/postgres", "postgres"),
            ("/usr/bin/psql", "psql"),
        ],
        size: 152_000_000,
        ..NONE
    },
];

/// What busybox links into `/bin` and the like.
const BUSYBOX: &[&str] = &[
    "sh",
    "ash",
    "cat",
    "ls",
    "echo",
    "sleep",
    "env",
    "date",
    "hostname",
    "id",
    "ps",
    "mkdir",
    "rmdir",
    "touch",
    "rm",
    "cp",
    "mv",
    "ln",
    "tail",
    "head",
    "grep",
    "sed",
    "awk",
    "cut",
    "tr",
    "wc",
    "sort",
    "uniq",
    "printf",
    "printenv",
    "kill",
    "true",
    "false",
    "test",
    "[",
    "wget",
    "nc",
    "httpd",
    "vi",
    "find",
    "xargs",
    "df",
    "du",
    "mount",
    "stat",
    "chmod",
    "yes",
    "seq",
    "expr",
    "dd",
    "top",
    "free",
    "nslookup",
    "ping",
    "ip",
    "uname",
    "whoami",
    "pwd",
    "tee",
    "md5sum",
    "sha256sum",
    "base64",
    "timeout",
    "usleep",
    "uptime",
    "telnet",
    "netstat",
    "which",
    "basename",
    "dirname",
    "tar",
    "gzip",
    "more",
    "less",
    "watch",
    "nproc",
    "readlink",
    "realpath",
];

/// What Debian's slim images have; `ps`, `wget`, `ping`, `vi`, `ip` and `nc` are not among it.
const DEBIAN: &[&str] = &[
    "sh",
    "dash",
    "bash",
    "cat",
    "ls",
    "echo",
    "sleep",
    "env",
    "date",
    "hostname",
    "id",
    "mkdir",
    "rmdir",
    "touch",
    "rm",
    "cp",
    "mv",
    "ln",
    "tail",
    "head",
    "grep",
    "sed",
    "awk",
    "cut",
    "tr",
    "wc",
    "sort",
    "uniq",
    "printf",
    "printenv",
    "true",
    "false",
    "test",
    "[",
    "find",
    "xargs",
    "df",
    "du",
    "mount",
    "stat",
    "chmod",
    "yes",
    "seq",
    "expr",
    "dd",
    "uname",
    "whoami",
    "pwd",
    "tee",
    "md5sum",
    "sha256sum",
    "base64",
    "timeout",
    "which",
    "basename",
    "dirname",
    "tar",
    "gzip",
    "more",
    "nproc",
    "readlink",
    "realpath",
    "perl",
];

impl Image {
    fn base(&self, tag: &str) -> Base {
        if self.base == Base::Debian && tag.ends_with("alpine") {
            Base::Busybox
        } else {
            self.base
        }
    }

    /// Whether the programs are busybox's, which complain in words of their own.
    pub(crate) fn is_busybox(&self, tag: &str) -> bool {
        self.base(tag) == Base::Busybox
    }

    /// The files of a tag, made once.
    pub(crate) fn files(&self, tag: &str) -> Arc<Tree> {
        type Made = Mutex<HashMap<(&'static str, String), Arc<Tree>>>;
        static MADE: OnceLock<Made> = OnceLock::new();
        let mut made = MADE
            .get_or_init(Mutex::default)
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        Arc::clone(
            made.entry((self.repository, tag.to_owned()))
                .or_insert_with(|| Arc::new(self.build(tag))),
        )
    }

    fn build(&self, tag: &str) -> Tree {
        // The day on which everything in an image was made.
        let made = Timestamp::from_second(1_744_000_000).unwrap_or(Timestamp::UNIX_EPOCH);
        let mut tree = Tree::default();
        let entry = |content, mode| Entry {
            content,
            mode,
            modified: made,
        };
        let base = self.base(tag);
        let names: &[&str] = match base {
            Base::Debian => DEBIAN,
            Base::Busybox => BUSYBOX,
            Base::Scratch => &[],
        };
        for name in names {
            let folder = if base == Base::Debian
                && !matches!(
                    *name,
                    "sh" | "bash"
                        | "dash"
                        | "cat"
                        | "ls"
                        | "echo"
                        | "sleep"
                        | "rm"
                        | "mkdir"
                        | "date"
                        | "grep"
                        | "sed"
                        | "true"
                        | "false"
                        | "cp"
                        | "mv"
                ) {
                "/usr/bin"
            } else {
                "/bin"
            };
            tree.put(
                &format!("{folder}/{name}"),
                entry(Content::Program(name), 0o755),
            );
        }
        for (path, name) in self.programs {
            let old = matches!(tag, "1.14.2" | "1.16.1");
            if !(old && matches!(*name, "curl" | "docker-entrypoint.sh")) {
                tree.put(path, entry(Content::Program(name), 0o755));
            }
        }
        for folder in ["/etc", "/dev", "/proc", "/sys", "/run"] {
            tree.put(folder, Entry::folder(made));
        }
        if base != Base::Scratch {
            for folder in [
                "/home",
                "/mnt",
                "/opt",
                "/root",
                "/srv",
                "/usr/bin",
                "/usr/share",
                "/var/log",
                "/var/run",
            ] {
                tree.put(folder, Entry::folder(made));
            }
            tree.put("/tmp", entry(Content::Folder, 0o1777));
            let passwd =
                "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n";
            tree.put("/etc/passwd", Entry::file(passwd.as_bytes(), 0o644, made));
            tree.put(
                "/etc/group",
                Entry::file(*b"root:x:0:\nnobody:x:65534:\n", 0o644, made),
            );
        }
        if base == Base::Debian {
            let release = "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nID=debian\n";
            tree.put(
                "/etc/os-release",
                Entry::file(release.as_bytes(), 0o644, made),
            );
        }
        for name in [
            "null", "zero", "stdin", "stdout", "stderr", "tty", "random", "urandom",
        ] {
            tree.put(&format!("/dev/{name}"), entry(Content::Device(name), 0o666));
        }
        for (path, text) in self.files {
            tree.put(path, Entry::file(text.as_bytes(), 0o644, made));
        }
        for (path, target) in self.links {
            tree.put(path, entry(Content::Link((*target).to_owned()), 0o777));
        }
        if self.cwd != "/" && tree.get(self.cwd).is_none() {
            tree.put(self.cwd, Entry::folder(made));
        }
        tree
    }

    /// The command of a tag: old images of nginx have no script before it.
    pub(crate) fn entrypoint(&self, tag: &str) -> &'static [&'static str] {
        if matches!(tag, "1.14.2" | "1.16.1") {
            &[]
        } else {
            self.entrypoint
        }
    }

    /// The name with a digest, as statuses show which image it was.
    pub(crate) fn id(&self, tag: &str) -> String {
        format!(
            "{}@sha256:{}",
            self.repository,
            digest(&format!("{}:{tag}", self.repository))
        )
    }
}

/// Sixty-four hexadecimal digits that depend on a text; they identify, they do not protect.
pub(crate) fn digest(text: &str) -> String {
    let mut digits = String::with_capacity(64);
    for round in 0_u8..4 {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in std::iter::once(round)
            .chain(text.bytes())
            .chain(text.bytes())
        {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        hash ^= hash >> 29;
        digits.push_str(&format!("{hash:016x}"));
    }
    digits
}

/// A name of an image, taken apart and completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The registry's host.
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) tag: String,
    digest: Option<String>,
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.digest {
            Some(digest) => write!(f, "{}/{}@{digest}", self.host, self.path),
            None => write!(f, "{}/{}:{}", self.host, self.path, self.tag),
        }
    }
}

/// Reads the name of an image; the error is what is wrong, in the words of the library that all use.
pub(crate) fn parse(text: &str) -> Result<Reference, String> {
    let malformed = || "invalid reference format".to_owned();
    let (rest, digest) = match text.split_once('@') {
        Some((rest, digest)) => (rest, Some(digest.to_owned())),
        None => (text, None),
    };
    if let Some(digest) = &digest
        && !digest
            .strip_prefix("sha256:")
            .is_some_and(|d| d.len() == 64 && d.bytes().all(|b| b.is_ascii_hexdigit()))
    {
        return Err(malformed());
    }
    let (host, remote) = match rest.split_once('/') {
        Some((host, remote)) if host.contains(['.', ':']) || host == "localhost" => {
            (host.to_owned(), remote.to_owned())
        }
        _ => ("docker.io".to_owned(), rest.to_owned()),
    };
    let (path, tag) = match remote.rsplit_once(':') {
        Some((path, tag)) if !tag.contains('/') => (path.to_owned(), Some(tag.to_owned())),
        _ => (remote, None),
    };
    let path = if host == "docker.io" && !path.contains('/') {
        format!("library/{path}")
    } else {
        path
    };
    if path.chars().any(|c| c.is_ascii_uppercase()) {
        return Err(format!(
            "invalid reference format: repository name ({path}) must be lowercase"
        ));
    }
    let part = |p: &str| {
        let edge = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        edge(p.as_bytes().first())
            && edge(p.as_bytes().last())
            && p.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b))
    };
    let host_ok = host
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
    let tag_ok = tag.as_deref().is_none_or(|t| {
        !t.is_empty()
            && t.len() <= 128
            && !t.starts_with(['.', '-'])
            && t.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
    });
    if !host_ok || !tag_ok || !path.split('/').all(part) {
        return Err(malformed());
    }
    let host = if host == "index.docker.io" {
        "docker.io".to_owned()
    } else {
        host
    };
    Ok(Reference {
        host,
        path,
        tag: tag.unwrap_or_else(|| "latest".to_owned()),
        digest,
    })
}

/// Finds an image as a registry does; the error is containerd's, as the kubelet passes it on.
pub(crate) fn pull(reference: &Reference) -> Result<(&'static Image, String), String> {
    let repository = format!("{}/{}", reference.host, reference.path);
    let known = CATALOGUE
        .iter()
        .find(|image| image.repository == repository);
    let failed = format!(
        "failed to pull and unpack image \"{reference}\": failed to resolve reference \"{reference}\""
    );
    if let Some(image) = known {
        let tag = match &reference.digest {
            Some(digest) => image
                .tags
                .iter()
                .find(|tag| image.id(tag).ends_with(digest.as_str()))
                .copied(),
            None => image
                .tags
                .iter()
                .find(|tag| **tag == reference.tag)
                .copied(),
        };
        return tag.map(|tag| (image, tag.to_owned())).ok_or_else(|| {
            format!("rpc error: code = NotFound desc = {failed}: {reference}: not found")
        });
    }
    let host = reference.host.split(':').next().unwrap_or_default();
    let manifest = format!("/v2/{}/manifests/{}", reference.path, reference.tag);
    Err(match host {
        "docker.io" => format!(
            "{failed}: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed"
        ),
        "localhost" | "127.0.0.1" => {
            let port = reference
                .host
                .split_once(':')
                .map_or("80", |(_, port)| port);
            format!(
                "{failed}: failed to do request: Head \"http://{}{manifest}\": dial tcp 127.0.0.1:{port}: connect: connection refused",
                reference.host
            )
        }
        "registry.k8s.io" => {
            format!("rpc error: code = NotFound desc = {failed}: {reference}: not found")
        }
        _ => format!(
            "{failed}: failed to do request: Head \"https://{}{manifest}\": dial tcp: lookup {host} on 192.168.49.1:53: no such host",
            reference.host
        ),
    })
}

/// Images that really exist somewhere and that only the simulation lacks, as far as one can tell.
pub(crate) fn beyond_the_catalogue(reference: &Reference) -> bool {
    const WELL_KNOWN: &[&str] = &[
        "mysql",
        "mariadb",
        "mongo",
        "node",
        "python",
        "golang",
        "ubuntu",
        "debian",
        "centos",
        "fedora",
        "rabbitmq",
        "wordpress",
        "php",
        "ruby",
        "openjdk",
        "eclipse-temurin",
        "tomcat",
        "traefik",
        "haproxy",
        "registry",
        "hello-world",
        "caddy",
        "ghost",
        "influxdb",
        "elasticsearch",
        "kibana",
        "nats",
        "consul",
        "vault",
        "perl",
        "rust",
        "amazonlinux",
    ];
    match reference.host.as_str() {
        "docker.io" => reference
            .path
            .strip_prefix("library/")
            .is_none_or(|name| WELL_KNOWN.contains(&name)),
        "registry.k8s.io" | "k8s.gcr.io" | "gcr.io" | "quay.io" | "ghcr.io" | "public.ecr.aws"
        | "mcr.microsoft.com" => true,
        _ => false,
    }
}

/// The names in the catalogue, as one would type them.
pub(crate) fn names() -> String {
    let short = |image: &Image| {
        let name = image.repository;
        name.strip_prefix("docker.io/library/")
            .or(name.strip_prefix("docker.io/"))
            .unwrap_or(name)
            .to_owned()
    };
    CATALOGUE.iter().map(short).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_completed_and_wrong_ones_say_why() {
        assert_eq!(
            parse("nginx:1.27").unwrap().to_string(),
            "docker.io/library/nginx:1.27"
        );
        assert_eq!(
            parse("kicbase/echo-server").unwrap().to_string(),
            "docker.io/kicbase/echo-server:latest"
        );
        assert_eq!(parse("127.0.0.1:9/nginx:1").unwrap().host, "127.0.0.1:9");
        assert_eq!(
            parse("Nginx:1.27").unwrap_err(),
            "invalid reference format: repository name (library/Nginx) must be lowercase"
        );
        for bad in ["nginx: 1.27", "", "nginx:", "a//b", "nginx@sha256:1"] {
            assert_eq!(parse(bad).unwrap_err(), "invalid reference format", "{bad}");
        }
    }

    #[test]
    fn unknown_images_fail_in_the_words_of_the_registry() {
        let error = |name: &str| pull(&parse(name).unwrap()).unwrap_err();
        assert!(pull(&parse("nginx:1.27").unwrap()).is_ok());
        assert_eq!(
            error("nginx:1.72"),
            "rpc error: code = NotFound desc = failed to pull and unpack image \"docker.io/library/nginx:1.72\": failed to resolve reference \"docker.io/library/nginx:1.72\": docker.io/library/nginx:1.72: not found"
        );
        assert!(error("ngnix:1.27").contains("pull access denied, repository does not exist"));
        assert!(
            error("127.0.0.1:9/nginx:1.27")
                .ends_with("dial tcp 127.0.0.1:9: connect: connection refused")
        );
        assert!(
            error("registry.nowhere.example/nginx").contains("lookup registry.nowhere.example")
        );
    }

    #[test]
    fn an_image_has_the_programs_of_the_public_one() {
        let nginx = pull(&parse("nginx:1.27").unwrap()).unwrap().0;
        assert!(nginx.files("1.27").get("/usr/bin/curl").is_some());
        assert!(nginx.files("1.27").get("/bin/wget").is_none());
        assert!(nginx.files("1.27-alpine").get("/bin/wget").is_some());
        assert_eq!(digest("a").len(), 64);
        assert_ne!(digest("a"), digest("b"));
    }
}
