//! Programs that write what they are told: `echo`, `printf`, `seq`, `yes`.

use crate::containers::{machine::Process, programs::Done};

/// Turns `\n` and the like into what they mean.
pub(super) fn escapes(text: &str) -> String {
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

pub(super) async fn echo(process: &Process) -> Done {
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

pub(super) async fn printf(process: &Process) -> Done {
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

pub(super) async fn seq(process: &Process) -> Done {
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

pub(super) async fn yes(process: &Process) -> Done {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_become_what_they_mean() {
        assert_eq!(escapes("a\\tb\\n\\x"), "a\tb\n\\x");
    }
}
