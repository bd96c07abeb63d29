//! The catalogue: every image that the simulated registry has, with its tags, programs and files.

use super::published::{Base, Published};

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

const NONE: Published = Published {
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

/// What `FROM scratch` begins with: nothing but what the runtime puts into every container.
pub(super) static SCRATCH: Published = Published {
    repository: "scratch",
    tags: &[""],
    base: Base::Scratch,
    ..NONE
};

/// The catalogue.
pub(super) static CATALOGUE: &[Published] = &[
    Published {
        repository: "registry.k8s.io/pause",
        tags: &["3.9", "3.2", "3.10"],
        base: Base::Scratch,
        entrypoint: &["/pause"],
        programs: &[("/pause", "pause")],
        size: 320_448,
        ..NONE
    },
    Published {
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
    Published {
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
    Published {
        repository: "docker.io/kicbase/echo-server",
        tags: &["1.0", "latest"],
        base: Base::Scratch,
        entrypoint: &["/bin/echo-server"],
        programs: &[("/bin/echo-server", "echo-server")],
        size: 2_138_418,
        ..NONE
    },
    Published {
        repository: "docker.io/library/busybox",
        tags: &["latest", "1.28", "1.36", "1.37", "stable"],
        base: Base::Busybox,
        cmd: &["sh"],
        size: 2_156_519,
        ..NONE
    },
    Published {
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
    Published {
        repository: "docker.io/curlimages/curl",
        tags: &["latest", "8.5.0", "8.10.1", "8.11.1", "8.12.1"],
        base: Base::Busybox,
        entrypoint: &["/entrypoint.sh"],
        cmd: &["curl"],
        programs: &[
            ("/entrypoint.sh", "docker-entrypoint.sh"),
            ("/usr/bin/curl", "curl"),
        ],
        size: 9_900_000,
        ..NONE
    },
    Published {
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
    Published {
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
    Published {
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
