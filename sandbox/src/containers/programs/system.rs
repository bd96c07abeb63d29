//! Programs about the container, its processes and its network.

use std::time::Duration;

use super::{Done, Options, signal, unsimulated};
use crate::containers::{
    fs::Content,
    machine::{Io, NoProgram, Process},
    network::NAME_SERVER,
};

/// Runs the program if it is one of these.
pub(super) async fn run(name: &str, process: &mut Process) -> Option<Done> {
    Some(match name {
        "true" => Ok(0),
        "false" => Ok(1),
        "sleep" | "usleep" => sleep(process).await,
        "env" => env(process).await,
        "printenv" => printenv(process).await,
        "date" => date(process).await,
        "hostname" => hostname(process).await,
        "id" => say(process, "uid=0(root) gid=0(root) groups=0(root)").await,
        "whoami" => say(process, "root").await,
        "pwd" => say(process, &process.cwd).await,
        "nproc" => say(process, "2").await,
        "uname" => uname(process).await,
        "which" => which(process).await,
        "kill" => kill(process).await,
        "ps" => ps(process).await,
        "timeout" => timeout(process).await,
        "xargs" => xargs(process).await,
        "dd" => dd(process).await,
        "nslookup" => nslookup(process).await,
        "ping" => ping(process).await,
        "watch" => watch(process).await,
        _ => return None,
    })
}

async fn say(process: &Process, line: &str) -> Done {
    process.say(format!("{line}\n")).await?;
    Ok(0)
}

/// A span as `sleep` reads it.
fn span(text: &str) -> Option<Duration> {
    let (number, unit) = match text.chars().last()? {
        's' => (&text[..text.len() - 1], 1.0),
        'm' => (&text[..text.len() - 1], 60.0),
        'h' => (&text[..text.len() - 1], 3600.0),
        'd' => (&text[..text.len() - 1], 86_400.0),
        _ => (text, 1.0),
    };
    if matches!(number, "infinity" | "inf") {
        return Some(Duration::from_secs(u64::from(u32::MAX)));
    }
    if !number.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    let seconds = number.parse::<f64>().ok()? * unit;
    Duration::try_from_secs_f64(seconds.min(4e9)).ok()
}

async fn sleep(process: &Process) -> Done {
    let args = process.args();
    if args.is_empty() {
        let text = if process.busybox() {
            "Usage: sleep [N]..."
        } else {
            "sleep: missing operand\nTry 'sleep --help' for more information."
        };
        process.complain(text).await;
        return Ok(1);
    }
    let mut total = Duration::ZERO;
    for arg in args {
        let Some(part) = span(arg) else {
            let text = if process.busybox() {
                format!("sleep: invalid number '{arg}'")
            } else {
                format!(
                    "sleep: invalid time interval '{arg}'\nTry 'sleep --help' for more information."
                )
            };
            process.complain(&text).await;
            return Ok(1);
        };
        total += if process.name() == "usleep" {
            part / 1_000_000
        } else {
            part
        };
    }
    process.machine.clock.sleep(total).await;
    Ok(0)
}

/// Runs another program in the place of the present one.
async fn instead(
    process: &Process,
    argv: Vec<String>,
    env: crate::containers::machine::Env,
) -> Done {
    let name = argv.first().cloned().unwrap_or_default();
    let program = match process.machine.program(&name, &env, &process.cwd) {
        Ok(program) => program,
        Err(why) => {
            let (text, code) = match why {
                NoProgram::Denied(_) => ("Permission denied", 126),
                _ => ("No such file or directory", 127),
            };
            process
                .complain(&format!(
                    "{}: can't execute '{name}': {text}",
                    process.name()
                ))
                .await;
            return Ok(code);
        }
    };
    let io = Io {
        input: process.input.clone(),
        out: process.out.clone(),
        err: process.err.clone(),
        terminal: process.terminal,
    };
    let mut child = process.machine.process(process.pid, argv, io);
    child.env = env;
    child.cwd.clone_from(&process.cwd);
    Ok(super::run(program, child).await)
}

async fn env(process: &Process) -> Done {
    let mut env = process.env.clone();
    let mut args = process.args().to_vec();
    if args.first().is_some_and(|a| a == "-i" || a == "-") {
        env.clear();
        args.remove(0);
    }
    while let Some((key, value)) = args
        .first()
        .and_then(|a| a.split_once('='))
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
    {
        env.insert(key, value);
        args.remove(0);
    }
    if !args.is_empty() {
        return instead(process, args, env).await;
    }
    process
        .say(
            env.iter()
                .map(|(k, v)| format!("{k}={v}\n"))
                .collect::<String>(),
        )
        .await?;
    Ok(0)
}

async fn printenv(process: &Process) -> Done {
    let args = process.args();
    if args.is_empty() {
        return env(process).await;
    }
    let mut code = 0;
    for name in args {
        match process.env.get(name) {
            Some(value) => process.say(format!("{value}\n")).await?,
            None => code = 1,
        }
    }
    Ok(code)
}

async fn date(process: &Process) -> Done {
    let options = Options::parse(process.args(), "d");
    let now = process.machine.clock.now();
    let format = options.rest.iter().find_map(|a| a.strip_prefix('+'));
    let text = match format {
        Some(format) => jiff::fmt::strtime::format(format, &now.to_zoned(jiff::tz::TimeZone::UTC))
            .unwrap_or_else(|_| format.to_owned()),
        None if options.has('I') => now.strftime("%Y-%m-%d").to_string(),
        None => now
            .to_zoned(jiff::tz::TimeZone::UTC)
            .strftime("%a %b %e %H:%M:%S UTC %Y")
            .to_string(),
    };
    say(process, &text).await
}

async fn hostname(process: &Process) -> Done {
    let options = Options::parse(process.args(), "");
    let text = if options.has('i') || options.has('I') {
        process.machine.net.ip.clone()
    } else {
        process.machine.hostname.clone()
    };
    say(process, &text).await
}

async fn uname(process: &Process) -> Done {
    let options = Options::parse(process.args(), "");
    let host = &process.machine.hostname;
    let text = if options.has('a') {
        format!(
            "Linux {host} 6.6.0-podo-sandbox #1 SMP x86_64 {}",
            if process.busybox() {
                "Linux"
            } else {
                "GNU/Linux"
            }
        )
    } else if options.has('r') {
        "6.6.0-podo-sandbox".to_owned()
    } else if options.has('m') {
        "x86_64".to_owned()
    } else if options.has('n') {
        host.clone()
    } else {
        "Linux".to_owned()
    };
    say(process, &text).await
}

async fn which(process: &Process) -> Done {
    let mut code = 0;
    let path = process.env.get("PATH").cloned().unwrap_or_default();
    for name in process.args() {
        let found = path
            .split(':')
            .map(|f| format!("{f}/{name}"))
            .find(|p| process.machine.fs.stat(p).is_ok_and(|e| e.executable()));
        match found {
            Some(path) => process.say(format!("{path}\n")).await?,
            None => code = 1,
        }
    }
    Ok(code)
}

async fn kill(process: &Process) -> Done {
    let mut wanted = super::TERM;
    let mut code = 0;
    let mut args = process.args().iter();
    while let Some(arg) = args.next() {
        if arg == "-s" {
            wanted = args.next().and_then(|name| signal(name)).unwrap_or(wanted);
            continue;
        }
        if arg == "-l" {
            return say(process, "HUP INT QUIT KILL USR1 USR2 TERM CHLD CONT STOP").await;
        }
        if let Some(name) = arg.strip_prefix('-') {
            if let Some(number) = signal(name) {
                wanted = number;
            } else {
                process
                    .complain(&format!("kill: bad signal name '{name}'"))
                    .await;
                return Ok(1);
            }
            continue;
        }
        let Ok(pid) = arg.parse() else {
            process
                .complain(&format!("sh: kill: invalid number '{arg}'"))
                .await;
            code = 1;
            continue;
        };
        if !process.machine.send(pid, wanted) {
            process
                .complain(&format!("sh: can't kill pid {pid}: No such process"))
                .await;
            code = 1;
        }
    }
    // What was asked to end gets a moment to do so before the next command.
    tokio::task::yield_now().await;
    Ok(code)
}

async fn ps(process: &Process) -> Done {
    let options = Options::parse(process.args(), "o");
    let wide = !process.busybox()
        || process
            .args()
            .iter()
            .any(|a| a.contains("ef") || a.contains("aux"));
    let mut text = String::from(if wide && !process.busybox() {
        "UID          PID    PPID  CMD\n"
    } else {
        "PID   USER     TIME  COMMAND\n"
    });
    let _ = options;
    for shown in process.machine.processes() {
        let command = shown.argv.join(" ");
        let passed = process
            .machine
            .clock
            .now()
            .duration_since(shown.started)
            .as_secs();
        text.push_str(&if process.busybox() {
            format!(
                "{:>5} root     {:>2}:{:02} {command}\n",
                shown.pid,
                0,
                passed.min(0)
            )
        } else {
            format!("root     {:>7} {:>7}  {command}\n", shown.pid, shown.parent)
        });
    }
    process.say(text).await?;
    Ok(0)
}

async fn timeout(process: &Process) -> Done {
    let options = Options::parse(process.args(), "sk");
    let mut args = options.rest.clone();
    if args.len() < 2 {
        process.complain("Usage: timeout SECS PROG ARGS").await;
        return Ok(1);
    }
    let Some(limit) = span(&args.remove(0)) else {
        return Ok(1);
    };
    tokio::select! {
        done = Box::pin(instead(process, args, process.env.clone())) => done,
        () = process.machine.clock.sleep(limit) => Ok(if process.busybox() { 143 } else { 124 }),
    }
}

async fn watch(process: &Process) -> Done {
    let options = Options::parse(process.args(), "n");
    let every = options
        .value('n')
        .and_then(span)
        .unwrap_or(Duration::from_secs(2));
    loop {
        Box::pin(instead(
            process,
            vec!["sh".into(), "-c".into(), options.rest.join(" ")],
            process.env.clone(),
        ))
        .await?;
        process.machine.clock.sleep(every).await;
    }
}

async fn xargs(process: &Process) -> Done {
    let options = Options::parse(process.args(), "nI");
    if options.value('I').is_some() {
        return unsimulated(process, "xargs -I").await;
    }
    let input = process.input.all().await;
    let words: Vec<String> = String::from_utf8_lossy(&input)
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let command = if options.rest.is_empty() {
        vec!["echo".to_owned()]
    } else {
        options.rest.clone()
    };
    let each = options
        .value('n')
        .and_then(|n| n.parse().ok())
        .unwrap_or(words.len())
        .max(1);
    let mut code = 0;
    for chunk in words.chunks(each) {
        let argv = command.iter().chain(chunk).cloned().collect();
        code = code.max(Box::pin(instead(process, argv, process.env.clone())).await?);
    }
    Ok(if code == 0 { 0 } else { 123 })
}

async fn dd(process: &Process) -> Done {
    let get = |key: &str| {
        process
            .args()
            .iter()
            .find_map(|a| a.strip_prefix(key)?.strip_prefix('='))
    };
    let size = |text: &str| {
        let end = text
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len());
        let unit = match text[end..].chars().next() {
            Some('k' | 'K') => 1 << 10,
            Some('m' | 'M') => 1 << 20,
            Some('g' | 'G') => 1 << 30,
            _ => 1,
        };
        text[..end].parse::<i64>().unwrap_or(0).saturating_mul(unit)
    };
    let block = get("bs").map_or(512, size);
    let count = get("count").map_or(1, size);
    // `dd` keeps one block in memory.
    if process.machine.memory.is_some_and(|limit| block > limit) {
        process.machine.out_of_memory();
        return Ok(137);
    }
    let total = block.saturating_mul(count);
    if total > 16 << 20 {
        return unsimulated(process, "dd of more than 16 MiB").await;
    }
    let zero = get("if").is_none_or(|f| {
        matches!(
            process.machine.fs.stat(&process.path(f)).map(|e| e.content),
            Ok(Content::Device(_))
        )
    });
    let wanted = usize::try_from(total).unwrap_or(0);
    let mut data = if zero {
        vec![0; wanted]
    } else {
        process
            .machine
            .fs
            .read(&process.path(get("if").unwrap_or("")))
            .unwrap_or_default()
            .to_vec()
    };
    data.truncate(wanted);
    match get("of") {
        Some(file) => {
            if let Err(trouble) = process.machine.fs.write(
                &process.path(file),
                &data,
                false,
                process.machine.clock.now(),
            ) {
                process
                    .complain(&format!("dd: can't open '{file}': {trouble}"))
                    .await;
                return Ok(1);
            }
        }
        None => process.out.write(&data).await?,
    }
    process
        .complain(&format!("{count}+0 records in\n{count}+0 records out"))
        .await;
    Ok(0)
}

async fn nslookup(process: &Process) -> Done {
    let options = Options::parse(process.args(), "");
    let name = options.rest.first().cloned().unwrap_or_default();
    process
        .say(format!(
            "Server:\t\t{NAME_SERVER}\nAddress:\t{NAME_SERVER}:53\n\n"
        ))
        .await?;
    if let Some((full, ips)) = process
        .machine
        .network
        .lookup(&process.machine.namespace, &name)
    {
        let lines: String = ips
            .iter()
            .map(|ip| format!("Name:\t{full}\nAddress: {ip}\n"))
            .collect();
        process.say(lines + "\n").await?;
        Ok(0)
    } else {
        let full = if name.contains('.') {
            name
        } else {
            format!("{name}.{}.svc.cluster.local", process.machine.namespace)
        };
        process
            .say(format!("** server can't find {full}: NXDOMAIN\n\n"))
            .await?;
        Ok(1)
    }
}

async fn ping(process: &Process) -> Done {
    let options = Options::parse(process.args(), "cwWi");
    let name = options.rest.first().cloned().unwrap_or_default();
    let found = if name == "localhost" {
        Some("127.0.0.1".to_owned())
    } else {
        process
            .machine
            .network
            .lookup(&process.machine.namespace, &name)
            .and_then(|(_, ips)| ips.first().cloned())
    };
    let Some(ip) = found else {
        process
            .complain(&format!("ping: bad address '{name}'"))
            .await;
        return Ok(1);
    };
    unsimulated(process, &format!("ping {ip}")).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_units_and_words_are_none() {
        assert_eq!(span("3600"), Some(Duration::from_hours(1)));
        assert_eq!(span("1.5m"), Some(Duration::from_secs(90)));
        assert_eq!(span("1hour"), None);
        assert_eq!(span("one-hour"), None);
        assert_eq!(span("-1"), None);
    }
}
