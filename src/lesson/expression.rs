//! CEL expressions of a pack: whether they compile, and whether they use only what they were
//! given.

use std::collections::BTreeMap;

use ::cel::common::ast::{EntryExpr, Expr, IdedExpr};

use crate::lesson::model::{CelExpression, Ref};
use crate::lesson::problem::ProblemKind;
use crate::lesson::reader::Report;

/// Names that CEL itself gives a meaning.
const TYPES: &[&str] = &[
    "bool",
    "bytes",
    "double",
    "int",
    "list",
    "map",
    "null_type",
    "string",
    "type",
    "uint",
];

/// The expression over these variables; reported where it does not compile or asks for another
/// variable. Its text begins on `line`.
pub(super) fn compile(
    source: String,
    with: BTreeMap<String, Ref>,
    line: u32,
    report: &mut Report,
) -> CelExpression {
    match ::cel::Program::compile(&source) {
        Ok(program) => {
            let mut free = Vec::new();
            free_variables(program.expression(), &mut Vec::new(), &mut free);
            for (name, node) in free {
                if !with.contains_key(name) && !TYPES.contains(&name) {
                    let start = program
                        .source_info()
                        .offset_for(node)
                        .map_or(0, |range| range.0);
                    let line = line + lines_before(&source, start);
                    report.unknown_id(line, name, with.keys().map(String::as_str));
                }
            }
        }
        Err(errors) => {
            for error in &errors.errors {
                let kind = ProblemKind::Cel {
                    detail: error.msg.clone(),
                };
                // The compiler counts lines from 1.
                let below = u32::try_from(error.pos.0.saturating_sub(1)).unwrap_or(0);
                report.add(line + below, kind);
            }
        }
    }
    CelExpression { source, with }
}

/// How many lines of a text end before the byte `at`.
fn lines_before(text: &str, at: u32) -> u32 {
    let before = usize::try_from(at).ok().and_then(|at| text.get(..at));
    let ends = before.map_or(0, |before| before.matches('\n').count());
    u32::try_from(ends).unwrap_or(0)
}

/// The variables that an expression uses and does not bind itself, each once, with the id of the
/// node that uses it.
fn free_variables<'e>(
    node: &'e IdedExpr,
    bound: &mut Vec<&'e str>,
    free: &mut Vec<(&'e str, u64)>,
) {
    match &node.expr {
        // Names with `@` are the accumulators of macros.
        Expr::Ident(name) if !name.starts_with('@') => {
            let name = name.as_str();
            if !bound.contains(&name) && !free.iter().any(|(known, _)| *known == name) {
                free.push((name, node.id));
            }
        }
        Expr::Call(call) => {
            let parts = call.target.as_deref().into_iter().chain(&call.args);
            parts.for_each(|part| free_variables(part, bound, free));
        }
        Expr::Select(select) => free_variables(&select.operand, bound, free),
        Expr::List(list) => {
            list.elements
                .iter()
                .for_each(|part| free_variables(part, bound, free));
        }
        Expr::Map(map) => {
            for entry in &map.entries {
                entry_variables(&entry.expr, bound, free);
            }
        }
        Expr::Struct(object) => {
            for entry in &object.entries {
                entry_variables(&entry.expr, bound, free);
            }
        }
        Expr::Comprehension(comprehension) => {
            free_variables(&comprehension.iter_range, bound, free);
            free_variables(&comprehension.accu_init, bound, free);
            let outside = bound.len();
            bound.push(&comprehension.iter_var);
            bound.extend(comprehension.iter_var2.as_deref());
            bound.push(&comprehension.accu_var);
            free_variables(&comprehension.loop_cond, bound, free);
            free_variables(&comprehension.loop_step, bound, free);
            free_variables(&comprehension.result, bound, free);
            bound.truncate(outside);
        }
        Expr::Ident(_) | Expr::Literal(_) | Expr::Unspecified => {}
    }
}

fn entry_variables<'e>(
    entry: &'e EntryExpr,
    bound: &mut Vec<&'e str>,
    free: &mut Vec<(&'e str, u64)>,
) {
    match entry {
        EntryExpr::StructField(field) => free_variables(&field.value, bound, free),
        EntryExpr::MapEntry(entry) => {
            free_variables(&entry.key, bound, free);
            free_variables(&entry.value, bound, free);
        }
    }
}
