//! `sed`: printing, deleting and replacing by line.

use super::{complain, texts};
use crate::containers::{
    machine::Process,
    programs::{Done, Options, pattern::Pattern, unsimulated},
};

pub(super) async fn sed(process: &Process) -> Done {
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
