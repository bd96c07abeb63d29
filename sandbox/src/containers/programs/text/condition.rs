//! `test` and `expr`: conditions and calculations on arguments.

use crate::containers::{
    fs::Content,
    machine::Process,
    programs::{Done, unsimulated},
};

pub(super) async fn test(process: &Process) -> Done {
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

pub(super) async fn expr(process: &Process) -> Done {
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
