//! `tr`, `tee` and `base64`: what comes in goes out again, changed or to several places.

use super::{complain, print::escapes, texts};
use crate::containers::{
    machine::Process,
    programs::{Done, Options},
};

pub(super) async fn tr(process: &Process) -> Done {
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

pub(super) async fn tee(process: &Process) -> Done {
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

pub(super) async fn base64(process: &Process) -> Done {
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
