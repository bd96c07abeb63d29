//! Programs that read and write text.

mod columns;
mod condition;
mod ends;
mod grep;
mod lines;
mod print;
mod sed;
mod streams;

use super::Done;
use crate::containers::{fs::Trouble, machine::Process};

/// Runs the program if it is one of these.
pub(super) async fn run(name: &str, process: &mut Process) -> Option<Done> {
    Some(match name {
        "echo" => print::echo(process).await,
        "printf" => print::printf(process).await,
        "head" | "tail" => ends::ends(process).await,
        "grep" => grep::grep(process).await,
        "sed" => sed::sed(process).await,
        "awk" => columns::awk(process).await,
        "cut" => columns::cut(process).await,
        "tr" => streams::tr(process).await,
        "wc" => lines::wc(process).await,
        "sort" | "uniq" => lines::sorted(process).await,
        "tee" => streams::tee(process).await,
        "seq" => print::seq(process).await,
        "yes" => print::yes(process).await,
        "base64" => streams::base64(process).await,
        "expr" => condition::expr(process).await,
        "test" | "[" => condition::test(process).await,
        _ => return None,
    })
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
