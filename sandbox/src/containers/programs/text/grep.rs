//! `grep`: the lines that a pattern finds.

use super::texts;
use crate::containers::{
    machine::Process,
    programs::{Done, Options, pattern::Pattern, unsimulated},
};

pub(super) async fn grep(process: &Process) -> Done {
    let options = Options::parse(process.args(), "eABCm");
    let mut rest = options.rest.clone();
    let mut given = options.values('e');
    if given.is_empty() {
        if rest.is_empty() {
            process
                .complain("Usage: grep [OPTION]... PATTERN [FILE]...")
                .await;
            return Ok(2);
        }
        given.push(rest.remove(0));
    }
    let mut patterns = Vec::new();
    for text in &given {
        let (extended, fixed) = (options.has('E'), options.has('F'));
        let Some(pattern) = Pattern::new(text, extended, fixed, options.has('i')) else {
            return unsimulated(process, &format!("grep '{text}' (groups)")).await;
        };
        patterns.push(pattern);
    }
    let matches = |line: &str| patterns.iter().any(|pattern| pattern.matches(line));
    if options.has('r') || options.has('R') {
        return unsimulated(process, "grep -r").await;
    }
    let many = rest.len() > 1;
    let mut found = false;
    if rest.is_empty() && !"clon".chars().any(|flag| options.has(flag)) {
        while let Some(line) = process.input.line().await {
            let text = String::from_utf8_lossy(&line);
            if matches(text.trim_end_matches('\n')) != options.has('v') {
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
            if matches(line) == options.has('v') {
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
                    // Of what begins first, the longest.
                    let next = |from| {
                        let found = patterns.iter().filter_map(|p| p.find(&chars, from));
                        let found = found.filter(|(start, end)| end > start);
                        found.min_by_key(|(start, end)| (*start, chars.len() - end))
                    };
                    while let Some((start, end)) = next(from) {
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
