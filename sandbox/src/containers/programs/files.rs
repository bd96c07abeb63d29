//! Programs for files and folders.

use super::{Done, Options};
use crate::containers::{
    fs::{Content, Entry, Trouble, base, join, parent},
    machine::Process,
};

/// Runs the program if it is one of these.
pub(super) async fn run(name: &str, process: &mut Process) -> Option<Done> {
    Some(match name {
        "ls" => ls(process).await,
        "cat" | "more" | "less" => cat(process).await,
        "mkdir" => mkdir(process).await,
        "rmdir" | "rm" => rm(process).await,
        "touch" => touch(process).await,
        "cp" | "mv" => copy(process).await,
        "ln" => ln(process).await,
        "find" => find(process).await,
        "stat" => stat(process).await,
        "chmod" => chmod(process).await,
        "du" => du(process).await,
        "readlink" | "realpath" => readlink(process).await,
        "basename" => one(process, |p| base(p).to_owned()).await,
        "dirname" => {
            one(process, |p| {
                if p.contains('/') {
                    parent(p).to_owned()
                } else {
                    ".".to_owned()
                }
            })
            .await
        }
        _ => return None,
    })
}

async fn one(process: &Process, what: impl Fn(&str) -> String) -> Done {
    let args = process.args();
    let mut text = what(args.first().map_or("", String::as_str));
    if let Some(suffix) = args.get(1).filter(|s| text.len() > s.len())
        && let Some(short) = text.strip_suffix(suffix.as_str())
    {
        text = short.to_owned();
    }
    process.say(format!("{text}\n")).await?;
    Ok(0)
}

fn mode(entry: &Entry) -> String {
    let kind = match entry.content {
        Content::Folder => 'd',
        Content::Link(_) => 'l',
        Content::Device(_) => 'c',
        _ => '-',
    };
    let bits = (0..9).rev().map(|bit| {
        if entry.mode >> bit & 1 == 1 {
            [b'x', b'w', b'r'][bit % 3] as char
        } else {
            '-'
        }
    });
    std::iter::once(kind).chain(bits).collect()
}

fn line(name: &str, entry: &Entry) -> String {
    let target = if let Content::Link(target) = &entry.content {
        format!(" -> {target}")
    } else {
        String::new()
    };
    format!(
        "{}    1 root     root     {:>9} {} {name}{target}\n",
        mode(entry),
        entry.size(),
        entry.modified.strftime("%b %e %H:%M")
    )
}

async fn ls(process: &Process) -> Done {
    let options = Options::parse(process.args(), "");
    let targets = if options.rest.is_empty() {
        vec![".".to_owned()]
    } else {
        options.rest.clone()
    };
    let mut code = 0;
    let many = targets.len() > 1;
    for (number, target) in targets.iter().enumerate() {
        let path = process.path(target);
        let entry = if options.has('l') && !target.ends_with('/') {
            process.machine.fs.lstat(&path)
        } else {
            process.machine.fs.stat(&path)
        };
        let entry = match entry {
            Ok(entry) => entry,
            Err(trouble) => {
                code = complain(process, "ls", target, trouble, "cannot access").await;
                continue;
            }
        };
        let mut entries = if entry.is_folder() && !options.has('d') {
            process.machine.fs.list(&path).unwrap_or_default()
        } else {
            vec![(target.clone(), entry.clone())]
        };
        if entry.is_folder() && !options.has('d') {
            if options.has('a') {
                entries.insert(0, (".".into(), entry.clone()));
                entries.insert(1, ("..".into(), entry.clone()));
            } else if !options.has('A') {
                entries.retain(|(name, _)| !name.starts_with('.'));
            }
        }
        if many && entry.is_folder() {
            let gap = if number > 0 { "\n" } else { "" };
            process.say(format!("{gap}{target}:\n")).await?;
        }
        let text: String = if options.has('l') {
            let total = if entry.is_folder() {
                format!("total {}\n", entries.len() * 4)
            } else {
                String::new()
            };
            total
                + &entries
                    .iter()
                    .map(|(name, entry)| line(name, entry))
                    .collect::<String>()
        } else if process.terminal && !options.has('1') && !entries.is_empty() {
            entries
                .iter()
                .map(|(name, _)| name.as_str())
                .collect::<Vec<_>>()
                .join("  ")
                + "\n"
        } else {
            entries
                .iter()
                .map(|(name, _)| format!("{name}\n"))
                .collect()
        };
        process.say(text).await?;
    }
    Ok(code)
}

/// Says what is wrong with a path, as busybox or as the GNU programs do.
async fn complain(
    process: &Process,
    program: &str,
    path: &str,
    trouble: Trouble,
    gnu: &str,
) -> i32 {
    let busybox = process.busybox();
    let text = match (busybox, program) {
        (true, "cat") => format!("cat: can't open '{path}': {trouble}"),
        (true, "ls") => format!("ls: {path}: {trouble}"),
        (true, "rm") => format!("rm: can't remove '{path}': {trouble}"),
        (true, "mkdir") => format!("mkdir: can't create directory '{path}': {trouble}"),
        (true, "cp" | "mv") => format!("{program}: can't stat '{path}': {trouble}"),
        (false, "cat") => format!("cat: {path}: {trouble}"),
        (false, _) => format!("{program}: {gnu} '{path}': {trouble}"),
        (true, _) => format!("{program}: {path}: {trouble}"),
    };
    process.complain(&text).await;
    if !busybox && program == "ls" { 2 } else { 1 }
}

async fn cat(process: &Process) -> Done {
    let options = Options::parse(process.args(), "");
    let files = if options.rest.is_empty() {
        vec!["-".to_owned()]
    } else {
        options.rest.clone()
    };
    let mut code = 0;
    let mut number = 0;
    for file in files {
        let path = process.path(&file);
        let device = process.machine.fs.stat(&path).map(|entry| entry.content);
        if file == "-" || matches!(device, Ok(Content::Device("stdin" | "tty"))) {
            while let Some(bytes) = process.input.some().await {
                process.out.write(&bytes).await?;
            }
            continue;
        }
        if let Ok(Content::Device("zero" | "random" | "urandom")) = device {
            loop {
                process.out.write([0; 4096]).await?;
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
        }
        match process.machine.fs.read(&path) {
            Ok(bytes) if options.has('n') => {
                for line in String::from_utf8_lossy(&bytes).lines() {
                    number += 1;
                    process.say(format!("{number:>6}\t{line}\n")).await?;
                }
            }
            Ok(bytes) => process.out.write(&bytes).await?,
            Err(trouble) => code = complain(process, "cat", &file, trouble, "").await,
        }
    }
    Ok(code)
}

async fn mkdir(process: &Process) -> Done {
    let options = Options::parse(process.args(), "m");
    let mut code = 0;
    for path in &options.rest {
        let full = process.path(path);
        let now = process.machine.clock.now();
        let made = if options.has('p') {
            let mut at = String::new();
            let mut made = Ok(());
            for part in full.split('/').filter(|p| !p.is_empty()) {
                at = join(&at, part);
                made = match process.machine.fs.make_folder(&at, now) {
                    Err(Trouble::Exists)
                        if process.machine.fs.stat(&at).is_ok_and(|e| e.is_folder()) =>
                    {
                        Ok(())
                    }
                    other => other,
                };
                if made.is_err() {
                    break;
                }
            }
            made
        } else {
            process.machine.fs.make_folder(&full, now)
        };
        if let Err(trouble) = made {
            code = complain(process, "mkdir", path, trouble, "cannot create directory").await;
        }
    }
    Ok(code)
}

async fn rm(process: &Process) -> Done {
    let options = Options::parse(process.args(), "");
    let only_folders = process.name() == "rmdir";
    let recursive = options.has('r') || options.has('R');
    let mut code = 0;
    for path in &options.rest {
        let full = process.path(path);
        let outcome = match process.machine.fs.lstat(&full) {
            Ok(entry) if entry.is_folder() && !recursive && !only_folders => Err(Trouble::Folder),
            Ok(entry) if !entry.is_folder() && only_folders => Err(Trouble::NoFolder),
            Ok(_) => process.machine.fs.remove(&full, recursive),
            Err(trouble) => Err(trouble),
        };
        match outcome {
            Err(Trouble::Missing) if options.has('f') => {}
            Err(trouble) => code = complain(process, "rm", path, trouble, "cannot remove").await,
            Ok(()) => {}
        }
    }
    Ok(code)
}

async fn touch(process: &Process) -> Done {
    let options = Options::parse(process.args(), "dt");
    let mut code = 0;
    for path in &options.rest {
        let full = process.path(path);
        let folder = process.machine.fs.stat(&full).is_ok_and(|e| e.is_folder());
        if !folder
            && let Err(trouble) =
                process
                    .machine
                    .fs
                    .write(&full, &[], true, process.machine.clock.now())
        {
            code = complain(process, "touch", path, trouble, "cannot touch").await;
        }
    }
    Ok(code)
}

async fn copy(process: &Process) -> Done {
    let options = Options::parse(process.args(), "");
    let name = process.name().to_owned();
    let Some((target, sources)) = options.rest.split_last().filter(|(_, s)| !s.is_empty()) else {
        process
            .complain(&format!("{name}: missing file operand"))
            .await;
        return Ok(1);
    };
    let (fs, now) = (&process.machine.fs, process.machine.clock.now());
    let mut code = 0;
    for source in sources {
        let from = process.path(source);
        let mut to = process.path(target);
        if fs.stat(&to).is_ok_and(|e| e.is_folder()) {
            to = join(&to, base(source));
        }
        let outcome = match fs.stat(&from) {
            Ok(entry)
                if entry.is_folder()
                    && name == "cp"
                    && !options.has('r')
                    && !options.has('R')
                    && !options.has('a') =>
            {
                process
                    .complain(&format!("cp: omitting directory '{source}'"))
                    .await;
                code = 1;
                continue;
            }
            Ok(_) => fs.copy(&from, &to, now),
            Err(trouble) => Err(trouble),
        };
        match outcome {
            Ok(()) if name == "mv" => {
                if let Err(trouble) = fs.remove(&from, true) {
                    code = complain(process, "mv", source, trouble, "cannot move").await;
                }
            }
            Ok(()) => {}
            Err(trouble) => code = complain(process, &name, source, trouble, "cannot stat").await,
        }
    }
    Ok(code)
}

async fn ln(process: &Process) -> Done {
    let options = Options::parse(process.args(), "");
    let [target, path] = options.rest.as_slice() else {
        process.complain("ln: missing file operand").await;
        return Ok(1);
    };
    let (fs, now) = (&process.machine.fs, process.machine.clock.now());
    let mut full = process.path(path);
    if fs.stat(&full).is_ok_and(|e| e.is_folder()) {
        full = join(&full, base(target));
    }
    if options.has('f') && fs.lstat(&full).is_ok() {
        // If it cannot be removed, linking fails and says why.
        let _ = fs.remove(&full, false);
    }
    let made = if options.has('s') {
        fs.link(target, &full, now)
    } else {
        fs.copy(&process.path(target), &full, now)
    };
    match made {
        Ok(()) => Ok(0),
        Err(trouble) => Ok(complain(process, "ln", path, trouble, "failed to create link").await),
    }
}

async fn find(process: &Process) -> Done {
    let args = process.args();
    let starts: Vec<String> = args
        .iter()
        .take_while(|a| !a.starts_with('-'))
        .cloned()
        .collect();
    let starts = if starts.is_empty() {
        vec![".".to_owned()]
    } else {
        starts
    };
    let (mut name, mut kind, mut depth) = (None, None, usize::MAX);
    let mut rest = args.iter().skip_while(|a| !a.starts_with('-'));
    while let Some(flag) = rest.next() {
        match flag.as_str() {
            "-name" => name = rest.next().cloned(),
            "-type" => kind = rest.next().cloned(),
            "-maxdepth" => {
                depth = rest
                    .next()
                    .and_then(|d| d.parse().ok())
                    .unwrap_or(usize::MAX);
            }
            "-print" => {}
            other => return super::unsimulated(process, &format!("find {other}")).await,
        }
    }
    let mut code = 0;
    for start in starts {
        let mut stack = vec![(start.clone(), 0)];
        if let Err(trouble) = process.machine.fs.lstat(&process.path(&start)) {
            code = complain(process, "find", &start, trouble, "").await;
            continue;
        }
        while let Some((path, level)) = stack.pop() {
            let Ok(entry) = process.machine.fs.lstat(&process.path(&path)) else {
                continue;
            };
            let fits_name = name
                .as_ref()
                .is_none_or(|n| super::pattern::glob(n, base(&path)));
            let fits_kind = kind.as_deref().is_none_or(|k| match k {
                "d" => entry.is_folder(),
                "l" => matches!(entry.content, Content::Link(_)),
                _ => matches!(entry.content, Content::File(_) | Content::Program(_)),
            });
            if fits_name && fits_kind {
                process.say(format!("{path}\n")).await?;
            }
            if entry.is_folder() && level < depth {
                for (child, _) in process
                    .machine
                    .fs
                    .list(&process.path(&path))
                    .unwrap_or_default()
                    .into_iter()
                    .rev()
                {
                    stack.push((format!("{}/{child}", path.trim_end_matches('/')), level + 1));
                }
            }
        }
    }
    Ok(code)
}

async fn stat(process: &Process) -> Done {
    let options = Options::parse(process.args(), "c");
    let mut code = 0;
    for path in &options.rest {
        match process.machine.fs.lstat(&process.path(path)) {
            Ok(entry) => match options.value('c') {
                Some("%s") => process.say(format!("{}\n", entry.size())).await?,
                Some("%a") => process.say(format!("{:o}\n", entry.mode & 0o7777)).await?,
                Some("%n") => process.say(format!("{path}\n")).await?,
                Some(other) => {
                    return super::unsimulated(process, &format!("stat -c {other}")).await;
                }
                None => {
                    let kind = if entry.is_folder() {
                        "directory"
                    } else {
                        "regular file"
                    };
                    let text = format!(
                        "  File: {path}\n  Size: {:<10}\t{kind}\nAccess: ({:04o}/{})  Uid: (    0/    root)   Gid: (    0/    root)\nModify: {}\n",
                        entry.size(),
                        entry.mode & 0o7777,
                        mode(&entry),
                        entry.modified.strftime("%Y-%m-%d %H:%M:%S.000000000 +0000"),
                    );
                    process.say(text).await?;
                }
            },
            Err(trouble) => {
                let text = if process.busybox() {
                    format!("stat: can't stat '{path}': {trouble}")
                } else {
                    format!("stat: cannot statx '{path}': {trouble}")
                };
                process.complain(&text).await;
                code = 1;
            }
        }
    }
    Ok(code)
}

async fn chmod(process: &Process) -> Done {
    let options = Options::parse(process.args(), "");
    // `-x` and the like are modes and no flags.
    let args: Vec<String> = process
        .args()
        .iter()
        .filter(|a| *a != "-R")
        .cloned()
        .collect();
    let _ = options;
    let Some((wanted, files)) = args.split_first().filter(|(_, f)| !f.is_empty()) else {
        process.complain("chmod: missing operand").await;
        return Ok(1);
    };
    let mut code = 0;
    for path in files {
        let full = process.path(path);
        let outcome = process.machine.fs.stat(&full).and_then(|entry| {
            let mode = change(entry.mode, wanted).ok_or(Trouble::Denied)?;
            process.machine.fs.set_mode(&full, mode)
        });
        if let Err(trouble) = outcome {
            code = complain(process, "chmod", path, trouble, "cannot access").await;
        }
    }
    Ok(code)
}

/// A mode after `755`, `+x`, `u=rw` and the like.
fn change(mode: u32, wanted: &str) -> Option<u32> {
    if let Ok(octal) = u32::from_str_radix(wanted, 8) {
        return Some(octal & 0o7777);
    }
    let mut mode = mode;
    for clause in wanted.split(',') {
        let at = clause.find(['+', '-', '='])?;
        let (who, what) = clause.split_at(at);
        let who = if who.is_empty() || who.contains('a') {
            "ugo"
        } else {
            who
        };
        let bits = what[1..].chars().map(|c| match c {
            'r' => 4,
            'w' => 2,
            'x' => 1,
            _ => 0,
        });
        let bits: u32 = bits.sum();
        for class in who.chars() {
            let shift = match class {
                'u' => 6,
                'g' => 3,
                'o' => 0,
                _ => return None,
            };
            mode = match &what[..1] {
                "+" => mode | bits << shift,
                "-" => mode & !(bits << shift),
                _ => mode & !(7 << shift) | bits << shift,
            };
        }
    }
    Some(mode)
}

async fn du(process: &Process) -> Done {
    let options = Options::parse(process.args(), "d");
    let targets = if options.rest.is_empty() {
        vec![".".to_owned()]
    } else {
        options.rest.clone()
    };
    for target in targets {
        let mut size = 0;
        let mut stack = vec![process.path(&target)];
        while let Some(path) = stack.pop() {
            let Ok(entry) = process.machine.fs.lstat(&path) else {
                continue;
            };
            size += entry.size().div_ceil(4096) * 4;
            if entry.is_folder() {
                stack.extend(
                    process
                        .machine
                        .fs
                        .list(&path)
                        .unwrap_or_default()
                        .into_iter()
                        .map(|(name, _)| join(&path, &name)),
                );
            }
        }
        let unit = if options.has('h') { "K" } else { "" };
        process.say(format!("{size}{unit}\t{target}\n")).await?;
    }
    Ok(0)
}

async fn readlink(process: &Process) -> Done {
    let options = Options::parse(process.args(), "");
    let whole = process.name() == "realpath" || options.has('f');
    for path in &options.rest {
        let full = process.path(path);
        let text = if whole {
            process.machine.fs.resolve(&full).ok()
        } else {
            match process.machine.fs.lstat(&full).map(|e| e.content) {
                Ok(Content::Link(target)) => Some(target),
                _ => None,
            }
        };
        let Some(text) = text else { return Ok(1) };
        process.say(format!("{text}\n")).await?;
    }
    Ok(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_change_by_number_and_by_letter() {
        assert_eq!(change(0o644, "755"), Some(0o755));
        assert_eq!(change(0o644, "+x"), Some(0o755));
        assert_eq!(change(0o755, "go-rx"), Some(0o700));
        assert_eq!(change(0o755, "u=r"), Some(0o455));
        assert_eq!(change(0o755, "banana"), None);
    }
}
