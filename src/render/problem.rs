//! Problems of lesson packs as lines: file, line, what is wrong, what to do.

use crate::i18n::Catalog;
use crate::lesson::problem::Problem;

/// One line per problem: `pods/exercises.yaml:12: …`.
pub fn problems(problems: &[Problem], catalog: &Catalog) -> String {
    let lines: Vec<String> = problems
        .iter()
        .map(|found| problem(found, catalog))
        .collect();
    lines.join("\n")
}

/// A problem in a line.
pub fn problem(problem: &Problem, catalog: &Catalog) -> String {
    let (id, args) = problem.kind.message();
    let text = catalog.text_dyn(&id, &args).unwrap_or(id);
    let file = super::sanitize::line(&problem.file);
    match problem.line {
        0 => format!("{file}: {text}"),
        line => format!("{file}:{line}: {text}"),
    }
}
