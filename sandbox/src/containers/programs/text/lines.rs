//! `sort`, `uniq` and `wc`: lines put in order and counted.

use super::texts;
use crate::containers::{
    machine::Process,
    programs::{Done, Options},
};

/// `sort` and `uniq`.
pub(super) async fn sorted(process: &Process) -> Done {
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

pub(super) async fn wc(process: &Process) -> Done {
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
