//! `head` and `tail`: the beginning of a text, its end, and what is added to it.

use super::texts;
use crate::containers::{
    fs::Content,
    machine::Process,
    programs::{Done, Options},
};

/// `head` and `tail`.
pub(super) async fn ends(process: &Process) -> Done {
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
    }
}
