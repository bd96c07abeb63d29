//! Programs that read and write text.

use super::{Done, Options, pattern::Pattern, unsimulated};
use crate::containers::{
    fs::{Content, Trouble},
    machine::Process,
};

/// Runs the program if it is one of these.
pub(super) async fn run(name: &str, process: &mut Process) -> Option<Done> {
    Some(match name {
        "echo" => echo(process).await,
        "printf" => printf(process).await,
        "head" | "tail" => ends(process).await,
        "grep" => grep(process).await,
        "sed" => sed(process).await,
        "awk" => awk(process).await,
        "cut" => cut(process).await,
        "tr" => tr(process).await,
        "wc" => wc(process).await,
        "sort" | "uniq" => sorted(process).await,
        "tee" => tee(process).await,
        "seq" => seq(process).await,
        "yes" => yes(process).await,
        "base64" => base64(process).await,
        "expr" => expr(process).await,
        "test" | "[" => test(process).await,
        _ => return None,
    })
}

/// Turns `\n` and the like into what they mean.
fn escapes(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('a') => out.push('\u{7}'),
            Some('\\') | None => out.push('\\'),
            Some('e') => out.push('\u{1b}'),
            Some('0') => {
                let mut code = 0;
                while let Some(digit) = chars
                    .peek()
                    .and_then(|c| c.to_digit(8))
                    .filter(|_| code < 32)
                {
                    code = code * 8 + digit;
                    chars.next();
                }
                out.extend(char::from_u32(code));
            }
            Some(other) => {
                out.push('\\');
                out.push(other);
            }
        }
    }
    out
}

async fn echo(process: &Process) -> Done {
    let mut args = process.args();
    let (mut newline, mut escaped) = (true, false);
    while let Some(flags) = args
        .first()
        .and_then(|a| a.strip_prefix('-'))
        .filter(|f| !f.is_empty() && f.chars().all(|c| "neE".contains(c)))
    {
        newline &= !flags.contains('n');
        escaped |= flags.contains('e');
        args = &args[1..];
    }
    let text = args.join(" ");
    let text = if escaped { escapes(&text) } else { text };
    process
        .say(if newline { text + "\n" } else { text })
        .await?;
    Ok(0)
}

async fn printf(process: &Process) -> Done {
    let Some((format, args)) = process.args().split_first() else {
        process
            .complain("printf: usage: printf FORMAT [ARG]...")
            .await;
        return Ok(1);
    };
    let format = escapes(format);
    let mut args = args.iter();
    loop {
        let before = args.len();
        let mut out = String::new();
        let mut chars = format.chars();
        while let Some(c) = chars.next() {
            if c != '%' {
                out.push(c);
                continue;
            }
            let mut spec = String::new();
            let kind = loop {
                match chars.next() {
                    Some(c) if c.is_ascii_digit() || "-.0+ ".contains(c) => spec.push(c),
                    other => break other,
                }
            };
            if kind == Some('%') {
                out.push('%');
                continue;
            }
            let arg = args.next().map_or("", String::as_str);
            let text = match kind {
                Some('d' | 'i' | 'u') => arg.trim().parse::<i64>().unwrap_or(0).to_string(),
                Some('x') => format!("{:x}", arg.trim().parse::<i64>().unwrap_or(0)),
                Some('b') => escapes(arg),
                Some('c') => arg.chars().take(1).collect(),
                _ => arg.to_owned(),
            };
            let (left, zero) = (spec.starts_with('-'), spec.starts_with('0'));
            let width: usize = spec
                .trim_start_matches('-')
                .split('.')
                .next()
                .and_then(|w| w.parse().ok())
                .unwrap_or(0);
            let gap = width.min(4096).saturating_sub(text.chars().count());
            let fill = if zero { "0" } else { " " }.repeat(gap);
            out.push_str(&if left { text + &fill } else { fill + &text });
        }
        process.say(out).await?;
        if args.len() == 0 || args.len() == before {
            return Ok(0);
        }
    }
}

/// The texts of files, or of the input if there are none; complains about what cannot be read.
async fn texts(process: &Process, program: &str, files: &[String]) -> (Vec<(String, String)>, i32) {
    if files.is_empty() {
        let bytes = process.input.all().await;
        return (
            vec![(String::new(), String::from_utf8_lossy(&bytes).into_owned())],
            0,
        );
    }
    let mut texts = Vec::new();
    let mut code = 0;
    for file in files {
        if file == "-" {
            let bytes = process.input.all().await;
            texts.push((file.clone(), String::from_utf8_lossy(&bytes).into_owned()));
            continue;
        }
        match process.machine.fs.read(&process.path(file)) {
            Ok(bytes) => texts.push((file.clone(), String::from_utf8_lossy(&bytes).into_owned())),
            Err(trouble) => {
                complain(process, program, file, trouble).await;
                code = 1;
            }
        }
    }
    (texts, code)
}

async fn complain(process: &Process, program: &str, file: &str, trouble: Trouble) {
    let text = match (program, process.busybox()) {
        ("head" | "tail", false) => {
            format!("{program}: cannot open '{file}' for reading: {trouble}")
        }
        _ => format!("{program}: {file}: {trouble}"),
    };
    process.complain(&text).await;
}

/// `head` and `tail`.
async fn ends(process: &Process) -> Done {
    let name = process.name().to_owned();
    let tail = name == "tail";
    // `-5` is an old way to write `-n 5`.
    let args: Vec<String> = process
        .args()
        .iter()
        .flat_map(|a| {
            match a
                .strip_prefix('-')
                .filter(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
            {
                Some(number) => vec!["-n".to_owned(), number.to_owned()],
                None => vec![a.clone()],
            }
        })
        .collect();
    let options = Options::parse(&args, "nc");
    let follow = tail && (options.has('f') || options.has('F'));
    let devices = options
        .rest
        .iter()
        .map(|f| process.machine.fs.stat(&process.path(f)).map(|e| e.content));
    if tail
        && devices
            .clone()
            .any(|d| matches!(d, Ok(Content::Device("zero"))))
    {
        // It looks for the last line of what never ends, and keeps all of it in memory.
        process
            .machine
            .clock
            .sleep(std::time::Duration::from_millis(100))
            .await;
        process.machine.out_of_memory();
        return Ok(137);
    }
    if !tail
        && devices
            .clone()
            .any(|d| matches!(d, Ok(Content::Device("zero" | "urandom" | "random"))))
    {
        let count = options
            .value('c')
            .and_then(amount)
            .unwrap_or(0)
            .min(1 << 20);
        process.out.write(vec![0; count]).await?;
        return Ok(0);
    }
    if !tail && options.rest.is_empty() && options.value('c').is_none() {
        // What comes may never end; it is read only as far as it is wanted.
        let count = options.value('n').and_then(amount).unwrap_or(10);
        for _ in 0..count {
            let Some(line) = process.input.line().await else {
                break;
            };
            process.out.write(line).await?;
        }
        return Ok(0);
    }
    let (texts, code) = texts(process, &name, &options.rest).await;
    let many = options.rest.len() > 1;
    for (number, (file, text)) in texts.iter().enumerate() {
        if many {
            let gap = if number > 0 { "\n" } else { "" };
            process.say(format!("{gap}==> {file} <==\n")).await?;
        }
        process
            .say(part(text, tail, options.value('n'), options.value('c')))
            .await?;
    }
    if !follow {
        return Ok(code);
    }
    let mut seen: Vec<usize> = texts.iter().map(|(_, text)| text.len()).collect();
    loop {
        process
            .machine
            .clock
            .sleep(std::time::Duration::from_secs(1))
            .await;
        for (seen, (file, _)) in seen.iter_mut().zip(&texts) {
            let bytes = process
                .machine
                .fs
                .read(&process.path(file))
                .unwrap_or_default();
            if bytes.len() > *seen {
                process.out.write(&bytes[*seen..]).await?;
            }
            *seen = bytes.len();
        }
    }
}

fn amount(text: &str) -> Option<usize> {
    let (number, unit) = match text
        .trim_end_matches(['b', 'B', 'i'])
        .strip_suffix(['k', 'K'])
    {
        Some(number) => (number, 1 << 10),
        None => match text
            .trim_end_matches(['b', 'B', 'i'])
            .strip_suffix(['m', 'M'])
        {
            Some(number) => (number, 1 << 20),
            None => match text
                .trim_end_matches(['b', 'B', 'i'])
                .strip_suffix(['g', 'G'])
            {
                Some(number) => (number, 1 << 30),
                None => (text, 1),
            },
        },
    };
    number
        .trim_start_matches(['+', '-'])
        .parse::<usize>()
        .ok()?
        .checked_mul(unit)
}

fn part<'a>(text: &'a str, tail: bool, lines: Option<&str>, bytes: Option<&str>) -> &'a str {
    if let Some(count) = bytes.and_then(amount) {
        let cut = if tail {
            text.len().saturating_sub(count)
        } else {
            count.min(text.len())
        };
        let cut = (0..=cut)
            .rev()
            .find(|c| text.is_char_boundary(*c))
            .unwrap_or(0);
        return if tail { &text[cut..] } else { &text[..cut] };
    }
    let lines = lines.unwrap_or("10");
    let count = amount(lines).unwrap_or(10);
    let ends: Vec<usize> = text
        .split_inclusive('\n')
        .scan(0, |at, line| {
            *at += line.len();
            Some(*at)
        })
        .collect();
    let start_of = |line: usize| {
        if line == 0 {
            0
        } else {
            ends.get(line - 1).copied().unwrap_or(text.len())
        }
    };
    match (tail, lines.starts_with('+'), lines.starts_with('-')) {
        (true, true, _) => &text[start_of(count.saturating_sub(1))..],
        (true, false, _) => &text[start_of(ends.len().saturating_sub(count))..],
        (false, _, true) => &text[..start_of(ends.len().saturating_sub(count))],
        (false, _, false) => &text[..start_of(count)],
    }
}

async fn grep(process: &Process) -> Done {
    let options = Options::parse(process.args(), "eABCm");
    let mut rest = options.rest.clone();
    let text = match options.value('e') {
        Some(text) => text.to_owned(),
        None if rest.is_empty() => {
            process
                .complain("Usage: grep [OPTION]... PATTERN [FILE]...")
                .await;
            return Ok(2);
        }
        None => rest.remove(0),
    };
    let Some(pattern) = Pattern::new(&text, options.has('E'), options.has('F'), options.has('i'))
    else {
        return unsimulated(process, &format!("grep '{text}' (groups)")).await;
    };
    if options.has('r') || options.has('R') {
        return unsimulated(process, "grep -r").await;
    }
    let many = rest.len() > 1;
    let mut found = false;
    if rest.is_empty() && !"clon".chars().any(|flag| options.has(flag)) {
        while let Some(line) = process.input.line().await {
            let text = String::from_utf8_lossy(&line);
            if pattern.matches(text.trim_end_matches('\n')) != options.has('v') {
                found = true;
                if options.has('q') {
                    return Ok(0);
                }
                process
                    .say(format!("{}\n", text.trim_end_matches('\n')))
                    .await?;
            }
        }
        return Ok(i32::from(!found));
    }
    let (texts, mut code) = texts(process, "grep", &rest).await;
    for (file, text) in texts {
        let mut count = 0;
        for (number, line) in text.lines().enumerate() {
            if pattern.matches(line) == options.has('v') {
                continue;
            }
            found = true;
            count += 1;
            if options.has('q') {
                return Ok(0);
            }
            if !(options.has('c') || options.has('l')) {
                let file = if many {
                    format!("{file}:")
                } else {
                    String::new()
                };
                let number = if options.has('n') {
                    format!("{}:", number + 1)
                } else {
                    String::new()
                };
                if options.has('o') {
                    let chars: Vec<char> = line.chars().collect();
                    let mut from = 0;
                    while let Some((start, end)) = pattern.find(&chars, from).filter(|(s, e)| e > s)
                    {
                        let part: String = chars[start..end].iter().collect();
                        process.say(format!("{file}{number}{part}\n")).await?;
                        from = end;
                    }
                } else {
                    process.say(format!("{file}{number}{line}\n")).await?;
                }
            }
        }
        if options.has('c') {
            let file = if many {
                format!("{file}:")
            } else {
                String::new()
            };
            process.say(format!("{file}{count}\n")).await?;
        } else if options.has('l') && count > 0 {
            process.say(format!("{file}\n")).await?;
        }
    }
    if code != 0 {
        code = 2;
    }
    Ok(if found && code == 0 { 0 } else { code.max(1) })
}

async fn sed(process: &Process) -> Done {
    let options = Options::parse(process.args(), "e");
    let mut rest = options.rest.clone();
    let script = match options.value('e') {
        Some(script) => script.to_owned(),
        None if rest.is_empty() => {
            process
                .complain("Usage: sed [-n] [-i] SCRIPT [FILE]...")
                .await;
            return Ok(1);
        }
        None => rest.remove(0),
    };
    let Some(steps) = script
        .split(';')
        .map(|s| Step::parse(s.trim(), options.has('E') || options.has('r')))
        .collect::<Option<Vec<_>>>()
    else {
        return unsimulated(process, &format!("sed '{script}'")).await;
    };
    let (texts, code) = texts(process, "sed", &rest).await;
    for (file, text) in texts {
        let mut out = String::new();
        let count = text.lines().count();
        for (number, line) in text.lines().enumerate() {
            let mut line = line.to_owned();
            let mut keep = !options.has('n');
            for step in &steps {
                step.apply(&mut line, number + 1, count, &mut keep, &mut out);
            }
            if keep {
                out.push_str(&line);
                out.push('\n');
            }
        }
        if options.has('i') {
            if let Err(trouble) = process.machine.fs.write(
                &process.path(&file),
                out.as_bytes(),
                false,
                process.machine.clock.now(),
            ) {
                complain(process, "sed", &file, trouble).await;
                return Ok(1);
            }
        } else {
            process.say(out).await?;
        }
    }
    Ok(code)
}

/// One command of `sed`.
struct Step {
    lines: Option<(usize, usize)>,
    only: Option<Pattern>,
    what: What,
}

enum What {
    Print,
    Delete,
    Replace {
        pattern: Pattern,
        with: String,
        all: bool,
    },
}

impl Step {
    fn parse(text: &str, extended: bool) -> Option<Self> {
        let (mut lines, mut only, mut rest) = (None, None, text);
        if let Some(after) = rest.strip_prefix('/') {
            let (pattern, after) = after.split_once('/')?;
            only = Some(Pattern::new(pattern, extended, false, false)?);
            rest = after;
        } else {
            let end = rest
                .find(|c: char| !(c.is_ascii_digit() || ",$".contains(c)))
                .unwrap_or(rest.len());
            let (address, after) = rest.split_at(end);
            if !address.is_empty() {
                let (from, to) = address.split_once(',').unwrap_or((address, address));
                let number = |n: &str| {
                    if n == "$" {
                        Some(usize::MAX)
                    } else {
                        n.parse().ok()
                    }
                };
                lines = Some((number(from)?, number(to)?));
            }
            rest = after;
        }
        let what = match rest.chars().next()? {
            'p' if rest == "p" => What::Print,
            'd' if rest == "d" => What::Delete,
            's' => {
                let mark = rest.chars().nth(1)?;
                let mut parts = rest[1 + mark.len_utf8()..].split(mark);
                let (pattern, with, flags) = (parts.next()?, parts.next()?, parts.next()?);
                if parts.next().is_some() || with.contains("\\1") {
                    return None;
                }
                let pattern = Pattern::new(pattern, extended, false, flags.contains(['i', 'I']))?;
                What::Replace {
                    pattern,
                    with: with.to_owned(),
                    all: flags.contains('g'),
                }
            }
            _ => return None,
        };
        Some(Self { lines, only, what })
    }

    fn apply(
        &self,
        line: &mut String,
        number: usize,
        count: usize,
        keep: &mut bool,
        out: &mut String,
    ) {
        let last = |n: usize| if n == usize::MAX { count } else { n };
        let here = self
            .lines
            .is_none_or(|(from, to)| (last(from)..=last(to)).contains(&number));
        if !here || self.only.as_ref().is_some_and(|p| !p.matches(line)) {
            return;
        }
        match &self.what {
            What::Print => {
                out.push_str(line);
                out.push('\n');
            }
            What::Delete => *keep = false,
            What::Replace { pattern, with, all } => {
                let chars: Vec<char> = line.chars().collect();
                let (mut next, mut from) = (String::new(), 0);
                while let Some((start, end)) = pattern.find(&chars, from) {
                    next.extend(&chars[from..start]);
                    let found: String = chars[start..end].iter().collect();
                    next.push_str(&with.replace('&', &found));
                    if end == start {
                        next.extend(chars.get(end));
                    }
                    from = end.max(start + 1).min(chars.len());
                    if !all || start == chars.len() {
                        break;
                    }
                }
                next.extend(&chars[from..]);
                *line = next;
            }
        }
    }
}

async fn awk(process: &Process) -> Done {
    let options = Options::parse(process.args(), "F");
    let Some((script, files)) = options.rest.split_first() else {
        return Ok(1);
    };
    let inner = script
        .trim()
        .strip_prefix('{')
        .and_then(|s| s.strip_suffix('}'))
        .and_then(|s| s.trim().strip_prefix("print"));
    let Some(inner) = inner else {
        return unsimulated(process, &format!("awk '{script}'")).await;
    };
    let fields: Vec<&str> = inner.split(',').map(str::trim).collect();
    if !fields.iter().all(|f| {
        f.is_empty()
            || f.strip_prefix('$')
                .is_some_and(|n| n == "NF" || n.parse::<usize>().is_ok())
    }) {
        return unsimulated(process, &format!("awk '{script}'")).await;
    }
    let (texts, code) = texts(process, "awk", files).await;
    for line in texts.iter().flat_map(|(_, t)| t.lines()) {
        let words: Vec<&str> = match options.value('F') {
            Some(mark) => line.split(mark).collect(),
            None => line.split_whitespace().collect(),
        };
        let get = |f: &&str| match f.strip_prefix('$') {
            None | Some("0") => line,
            Some("NF") => words.last().copied().unwrap_or(""),
            Some(n) => n
                .parse::<usize>()
                .ok()
                .and_then(|n| words.get(n.checked_sub(1)?))
                .copied()
                .unwrap_or(""),
        };
        let out: Vec<&str> = fields.iter().map(get).collect();
        process.say(out.join(" ") + "\n").await?;
    }
    Ok(code)
}

async fn cut(process: &Process) -> Done {
    let options = Options::parse(process.args(), "dfc");
    let mark = options
        .value('d')
        .and_then(|d| d.chars().next())
        .unwrap_or('\t');
    let Some(list) = options.value('f').or(options.value('c')).map(str::to_owned) else {
        process
            .complain("cut: expected a list of bytes, characters, or fields")
            .await;
        return Ok(1);
    };
    let wanted = |n: usize| {
        list.split(',').any(|part| match part.split_once('-') {
            Some((from, to)) => {
                n >= from.parse().unwrap_or(1) && n <= to.parse().unwrap_or(usize::MAX)
            }
            None => part.parse() == Ok(n),
        })
    };
    let (texts, code) = texts(process, "cut", &options.rest).await;
    for line in texts.iter().flat_map(|(_, t)| t.lines()) {
        let out = if options.value('c').is_some() {
            line.chars()
                .enumerate()
                .filter(|(i, _)| wanted(i + 1))
                .map(|(_, c)| c)
                .collect()
        } else if line.contains(mark) {
            let kept: Vec<&str> = line
                .split(mark)
                .enumerate()
                .filter(|(i, _)| wanted(i + 1))
                .map(|(_, f)| f)
                .collect();
            kept.join(&mark.to_string())
        } else {
            line.to_owned()
        };
        process.say(out + "\n").await?;
    }
    Ok(code)
}

async fn tr(process: &Process) -> Done {
    let options = Options::parse(process.args(), "");
    let set = |text: &str| {
        let chars: Vec<char> = escapes(text)
            .replace("[:upper:]", "A-Z")
            .replace("[:lower:]", "a-z")
            .chars()
            .collect();
        let mut all = Vec::new();
        let mut at = 0;
        while at < chars.len() {
            if at + 2 < chars.len() && chars[at + 1] == '-' {
                all.extend(chars[at]..=chars[at + 2]);
                at += 3;
            } else {
                all.push(chars[at]);
                at += 1;
            }
        }
        all
    };
    let Some(from) = options.rest.first().map(|t| set(t)) else {
        process.complain("tr: missing operand").await;
        return Ok(1);
    };
    let to = options.rest.get(1).map(|t| set(t)).unwrap_or_default();
    while let Some(bytes) = process.input.some().await {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let out: String = text
            .chars()
            .filter_map(|c| match from.iter().position(|f| *f == c) {
                Some(_) if options.has('d') => None,
                Some(at) => Some(to.get(at).or(to.last()).copied().unwrap_or(c)),
                None => Some(c),
            })
            .collect();
        process.say(out).await?;
    }
    Ok(0)
}

async fn wc(process: &Process) -> Done {
    let options = Options::parse(process.args(), "");
    let (texts, code) = texts(process, "wc", &options.rest).await;
    let all = options.flags.is_empty();
    for (file, text) in texts {
        let mut numbers = Vec::new();
        if all || options.has('l') {
            numbers.push(text.matches('\n').count());
        }
        if all || options.has('w') {
            numbers.push(text.split_whitespace().count());
        }
        if all || options.has('c') || options.has('m') {
            numbers.push(text.len());
        }
        let numbers = if numbers.len() == 1 {
            numbers[0].to_string()
        } else {
            numbers
                .iter()
                .map(|n| format!("{n:>8}"))
                .collect::<String>()
        };
        let file = if file.is_empty() {
            file
        } else {
            format!(" {file}")
        };
        process.say(format!("{numbers}{file}\n")).await?;
    }
    Ok(code)
}

/// `sort` and `uniq`.
async fn sorted(process: &Process) -> Done {
    let options = Options::parse(process.args(), "kt");
    let name = process.name().to_owned();
    let (texts, code) = texts(process, &name, &options.rest).await;
    let mut lines: Vec<&str> = texts.iter().flat_map(|(_, t)| t.lines()).collect();
    if name == "sort" {
        if options.has('n') {
            let number = |l: &str| {
                l.split_whitespace()
                    .next()
                    .and_then(|w| w.parse::<f64>().ok())
                    .unwrap_or(0.0)
            };
            lines.sort_by(|a, b| number(a).total_cmp(&number(b)));
        } else {
            lines.sort_unstable();
        }
        if options.has('r') {
            lines.reverse();
        }
        if options.has('u') {
            lines.dedup();
        }
        process
            .say(lines.iter().map(|l| format!("{l}\n")).collect::<String>())
            .await?;
        return Ok(code);
    }
    for group in lines.chunk_by(|a, b| a == b) {
        let count = if options.has('c') {
            format!("{:>7} ", group.len())
        } else {
            String::new()
        };
        process.say(format!("{count}{}\n", group[0])).await?;
    }
    Ok(code)
}

async fn tee(process: &Process) -> Done {
    let options = Options::parse(process.args(), "");
    let now = || process.machine.clock.now();
    let mut code = 0;
    let mut files = Vec::new();
    for file in &options.rest {
        match process
            .machine
            .fs
            .write(&process.path(file), &[], options.has('a'), now())
        {
            Ok(()) => files.push(file),
            Err(trouble) => {
                complain(process, "tee", file, trouble).await;
                code = 1;
            }
        }
    }
    while let Some(bytes) = process.input.some().await {
        for file in &files {
            // It could be written a moment ago; if it no longer can, `tee` goes on with the rest.
            let _ = process
                .machine
                .fs
                .write(&process.path(file), &bytes, true, now());
        }
        process.out.write(&bytes).await?;
    }
    Ok(code)
}

async fn seq(process: &Process) -> Done {
    let numbers: Vec<i64> = process
        .args()
        .iter()
        .filter_map(|a| a.parse().ok())
        .collect();
    let (mut at, step, last) = match numbers.as_slice() {
        [last] => (1, 1, *last),
        [first, last] => (*first, 1, *last),
        [first, step, last] if *step != 0 => (*first, *step, *last),
        _ => {
            process.complain("seq: missing operand").await;
            return Ok(1);
        }
    };
    while (step > 0 && at <= last) || (step < 0 && at >= last) {
        process.say(format!("{at}\n")).await?;
        at += step;
        if at % 1000 == 0 {
            tokio::task::yield_now().await;
        }
    }
    Ok(0)
}

async fn yes(process: &Process) -> Done {
    let line = if process.args().is_empty() {
        "y".to_owned()
    } else {
        process.args().join(" ")
    };
    let block = format!("{line}\n").repeat(256);
    loop {
        process.say(&block).await?;
        // A busy program must not take the machine that simulates it.
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

async fn base64(process: &Process) -> Done {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let options = Options::parse(process.args(), "w");
    let (texts, code) = texts(process, "base64", &options.rest).await;
    for (_, text) in texts {
        if options.has('d') {
            let clean: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            if let Ok(bytes) = STANDARD.decode(clean) {
                process.out.write(bytes).await?;
            } else {
                process.complain("base64: invalid input").await;
                return Ok(1);
            }
        } else {
            process.say(STANDARD.encode(text) + "\n").await?;
        }
    }
    Ok(code)
}

async fn expr(process: &Process) -> Done {
    let args: Vec<&str> = process.args().iter().map(String::as_str).collect();
    let [left, operator, right] = args.as_slice() else {
        return if let [one] = args.as_slice() {
            process.say(format!("{one}\n")).await?;
            Ok(i32::from(matches!(*one, "" | "0")))
        } else {
            unsimulated(process, "expr with more than one operator").await
        };
    };
    let value = match (left.parse::<i64>(), right.parse::<i64>()) {
        (Ok(a), Ok(b)) => match *operator {
            "+" => a.checked_add(b),
            "-" => a.checked_sub(b),
            "*" => a.checked_mul(b),
            "/" => a.checked_div(b),
            "%" => a.checked_rem(b),
            "=" => Some(i64::from(a == b)),
            ">" => Some(i64::from(a > b)),
            "<" => Some(i64::from(a < b)),
            ">=" => Some(i64::from(a >= b)),
            "<=" => Some(i64::from(a <= b)),
            "!=" => Some(i64::from(a != b)),
            _ => None,
        },
        _ if *operator == "=" => Some(i64::from(left == right)),
        _ if *operator == "!=" => Some(i64::from(left != right)),
        _ => None,
    };
    if let Some(value) = value {
        process.say(format!("{value}\n")).await?;
        Ok(i32::from(value == 0))
    } else {
        process.complain("expr: syntax error").await;
        Ok(2)
    }
}

async fn test(process: &Process) -> Done {
    let name = process.name().to_owned();
    let mut args: Vec<&str> = process.args().iter().map(String::as_str).collect();
    if name == "[" && args.pop() != Some("]") {
        process.complain("sh: missing ]").await;
        return Ok(2);
    }
    match condition(process, &args) {
        Some(true) => Ok(0),
        Some(false) => Ok(1),
        None => {
            process
                .complain(&format!(
                    "sh: {}: unknown operand",
                    args.first().copied().unwrap_or("")
                ))
                .await;
            Ok(2)
        }
    }
}

fn condition(process: &Process, args: &[&str]) -> Option<bool> {
    if let Some(at) = args.iter().position(|a| *a == "-o") {
        return Some(condition(process, &args[..at])? || condition(process, &args[at + 1..])?);
    }
    if let Some(at) = args.iter().position(|a| *a == "-a" && args.len() > 2) {
        return Some(condition(process, &args[..at])? && condition(process, &args[at + 1..])?);
    }
    let fs = &process.machine.fs;
    match args {
        [] => Some(false),
        ["!", rest @ ..] => Some(!condition(process, rest)?),
        [one] => Some(!one.is_empty()),
        [flag, value] => {
            let entry = || fs.stat(&process.path(value));
            Some(match *flag {
                "-z" => value.is_empty(),
                "-n" => !value.is_empty(),
                "-e" | "-r" | "-w" => entry().is_ok(),
                "-f" => entry()
                    .is_ok_and(|e| matches!(e.content, Content::File(_) | Content::Program(_))),
                "-d" => entry().is_ok_and(|e| e.is_folder()),
                "-L" | "-h" => fs
                    .lstat(&process.path(value))
                    .is_ok_and(|e| matches!(e.content, Content::Link(_))),
                "-s" => entry().is_ok_and(|e| e.size() > 0),
                "-x" => entry().is_ok_and(|e| e.executable() || e.is_folder()),
                "-t" => process.terminal,
                _ => return None,
            })
        }
        [left, operator, right] => {
            let numbers = || {
                Some((
                    left.trim().parse::<i64>().ok()?,
                    right.trim().parse::<i64>().ok()?,
                ))
            };
            Some(match *operator {
                "=" | "==" => left == right,
                "!=" => left != right,
                "<" => left < right,
                ">" => left > right,
                "-eq" => numbers().map(|(a, b)| a == b)?,
                "-ne" => numbers().map(|(a, b)| a != b)?,
                "-lt" => numbers().map(|(a, b)| a < b)?,
                "-le" => numbers().map(|(a, b)| a <= b)?,
                "-gt" => numbers().map(|(a, b)| a > b)?,
                "-ge" => numbers().map(|(a, b)| a >= b)?,
                _ => return None,
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_and_tail_count_lines_and_bytes() {
        let text = "1\n2\n3\n";
        assert_eq!(part(text, false, Some("2"), None), "1\n2\n");
        assert_eq!(part(text, true, Some("1"), None), "3\n");
        assert_eq!(part(text, true, Some("+2"), None), "2\n3\n");
        assert_eq!(part(text, true, None, Some("2")), "3\n");
        assert_eq!(amount("50M"), Some(50 << 20));
        assert_eq!(escapes("a\\tb\\n\\x"), "a\tb\n\\x");
    }
}
