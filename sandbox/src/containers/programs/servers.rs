//! Programs that images run as their main one: servers that wait for requests and for signals.

mod answer;
mod apache;
mod echo;
mod nginx;

use std::{sync::Arc, time::Duration};

use crate::containers::{
    machine::{HUP, INT, Process, QUIT, TERM},
    network::Listener,
};

/// Runs the program if it is one of these.
pub(super) async fn run(name: &str, process: &mut Process) -> Option<i32> {
    Some(match name {
        "docker-entrypoint.sh" => return Some(entrypoint(process).await),
        "nginx" => nginx::nginx(process).await,
        "httpd" => apache::apache(process).await,
        "echo-server" => echo::echo_server(process).await,
        "redis-server" => {
            mute(
                process,
                6379,
                MIB * 3,
                &[
                    "1:C * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo",
                    "1:M * Server initialized",
                    "1:M * Ready to accept connections tcp",
                ],
            )
            .await
        }
        "memcached" => mute(process, 11_211, MIB, &[]).await,
        "postgres" => postgres(process).await,
        "pause" => wait(process, &[]).await,
        _ => return None,
    })
}

const MIB: i64 = 1 << 20;

/// The script that images put before their program: it prepares, then the program takes its place.
async fn entrypoint(process: &mut Process) -> i32 {
    let mut argv = process.args().to_vec();
    // The entrypoint of curl's image takes options alone, too.
    if process.machine.image.is_of("curlimages/curl")
        && argv.first().is_some_and(|a| a.starts_with('-'))
    {
        argv.insert(0, "curl".to_owned());
    }
    let Some(name) = argv.first().cloned() else {
        return 0;
    };
    let nginx = process.machine.image.is_of("nginx");
    let Ok(program) = process.machine.program(&name, &process.env, &process.cwd) else {
        let script = if nginx {
            "/docker-entrypoint.sh: 47: exec"
        } else {
            "/usr/local/bin/docker-entrypoint.sh: line 1"
        };
        process
            .complain(&format!("{script}: {name}: not found"))
            .await;
        return 127;
    };
    if nginx && name.starts_with("nginx") {
        let lines = [
            "/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration",
            "/docker-entrypoint.sh: Looking for shell scripts in /docker-entrypoint.d/",
            "/docker-entrypoint.sh: Configuration complete; ready for start up",
        ];
        process.out.write_now((lines.join("\n") + "\n").as_bytes());
    }
    let signals = std::mem::replace(
        &mut process.signals,
        tokio::sync::mpsc::unbounded_channel().1,
    );
    // The program gets the number of the script, as `exec` has it.
    let mut next = Process {
        machine: Arc::clone(&process.machine),
        pid: process.pid,
        argv,
        env: process.env.clone(),
        cwd: process.cwd.clone(),
        input: process.input.clone(),
        out: process.out.clone(),
        err: process.err.clone(),
        terminal: process.terminal,
        signals,
    };
    if nginx && name.starts_with("nginx") {
        "nginx: master process nginx".clone_into(&mut next.argv[0]);
    }
    super::run(program, next).await
}

/// Says whether the container's limit leaves room for a program; without room it is killed.
async fn room(process: &Process, needed: i64) -> bool {
    let fits = process.machine.memory.is_none_or(|limit| limit >= needed);
    if !fits {
        process.machine.clock.sleep(Duration::from_millis(50)).await;
        process.machine.out_of_memory();
    }
    fits
}

/// Waits for a signal that ends the program properly.
async fn wait(process: &mut Process, ignored: &[i32]) -> i32 {
    while let Some(signal) = process.signals.recv().await {
        match signal {
            signal if ignored.contains(&signal) => {}
            TERM | INT | QUIT => return 0,
            HUP | 17 | 18 | 28 => {}
            signal if process.pid != 1 => return 128 + signal,
            _ => {}
        }
    }
    0
}

async fn mute(process: &mut Process, port: u16, needed: i64, lines: &[&str]) -> i32 {
    if !room(process, needed).await {
        return 137;
    }
    let net = Arc::clone(&process.machine.net);
    let Some(bound) = net.bind(port, Listener::Mute) else {
        process
            .complain(&format!("bind: Address already in use (port {port})"))
            .await;
        return 1;
    };
    for line in lines {
        process.out.write_now(format!("{line}\n").as_bytes());
    }
    let code = wait(process, &[]).await;
    drop(bound);
    code
}

async fn postgres(process: &mut Process) -> i32 {
    let set = |name: &str| process.env.get(name).is_some_and(|v| !v.is_empty());
    if !set("POSTGRES_PASSWORD")
        && process
            .env
            .get("POSTGRES_HOST_AUTH_METHOD")
            .is_none_or(|m| m != "trust")
    {
        process
            .complain("Error: Database is uninitialized and superuser password is not specified.\n       You must specify POSTGRES_PASSWORD to a non-empty value for the\n       superuser. For example, \"-e POSTGRES_PASSWORD=password\" on \"docker run\".")
            .await;
        return 1;
    }
    mute(
        process,
        5432,
        MIB * 20,
        &[
            "PostgreSQL init process complete; ready for start up.",
            "LOG:  database system is ready to accept connections",
        ],
    )
    .await
}
