//! `awk` and `cut`: the columns of lines.

use super::texts;
use crate::containers::{
    machine::Process,
    programs::{Done, Options, unsimulated},
};

pub(super) async fn awk(process: &Process) -> Done {
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

pub(super) async fn cut(process: &Process) -> Done {
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
