//! CEL over objects of a snapshot.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use cel::{Context, Env, Program, Value as CelValue};
use serde_json::Value;

use crate::lesson::model::CelExpression;
use crate::snapshot::graph::Graph;

/// Why an expression gave no value: the engine's own words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct CelError(pub String);

/// How many compiled expressions are kept.
const KEPT: usize = 64;

thread_local! {
    /// Reading an expression takes far longer than evaluating it, and a namespace has many Services
    /// of which the same is asked.
    static COMPILED: RefCell<HashMap<String, Rc<Program>>> = RefCell::default();
    /// CEL's own functions.
    static STDLIB: Arc<Env> = Arc::new(Env::stdlib());
}

fn compiled(source: &str) -> Result<Rc<Program>, CelError> {
    let known = COMPILED.with_borrow(|all| all.get(source).cloned());
    if let Some(program) = known {
        return Ok(program);
    }
    let program = Rc::new(parse(source)?);
    COMPILED.with_borrow_mut(|all| {
        if all.len() >= KEPT {
            all.clear();
        }
        all.insert(source.to_owned(), Rc::clone(&program));
    });
    Ok(program)
}

/// Whether an expression compiles.
pub fn compile(source: &str) -> Result<(), CelError> {
    parse(source).map(|_| ())
}

fn parse(source: &str) -> Result<Program, CelError> {
    Program::compile(source).map_err(|errors| CelError(errors.to_string()))
}

/// The value of an expression over a snapshot, as JSON.
pub fn evaluate(expression: &CelExpression, graph: &Graph<'_>) -> Result<Value, CelError> {
    let program = compiled(&expression.source)?;
    let mut context = Context::with_env(STDLIB.with(Arc::clone));
    let named = program.references();
    let with = expression.with.iter();
    // What it is about and does not look into need not be taken over.
    for (name, target) in with.filter(|(name, _)| named.has_variable(name)) {
        let objects = graph.resolve(target);
        let value = if target.name.is_some() {
            objects
                .first()
                .map_or(CelValue::Null, |object| to_cel(object.value()))
        } else {
            CelValue::List(Arc::new(
                objects
                    .iter()
                    .map(|object| to_cel(object.value()))
                    .collect(),
            ))
        };
        context.add_variable_from_value(name.as_str(), value);
    }
    let value = program
        .execute(&context)
        .map_err(|error| CelError(error.to_string()))?;
    value.json().map_err(|error| CelError(error.to_string()))
}

/// A JSON value as CEL sees it. Whole numbers are CEL ints as in Kubernetes' own CEL; the crate's
/// serde path would make positive ones unsigned, which CEL does not mix with ints.
fn to_cel(value: &Value) -> CelValue {
    match value {
        Value::Null => CelValue::Null,
        Value::Bool(bool) => CelValue::Bool(*bool),
        Value::Number(number) => match number.as_i64() {
            Some(int) => CelValue::Int(int),
            None => CelValue::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Value::String(text) => CelValue::String(Arc::new(text.clone())),
        Value::Array(items) => CelValue::List(Arc::new(items.iter().map(to_cel).collect())),
        Value::Object(map) => {
            let map: HashMap<String, CelValue> = map
                .iter()
                .map(|(key, value)| (key.clone(), to_cel(value)))
                .collect();
            CelValue::Map(map.into())
        }
    }
}

/// A live value as a learner would type it: text without quotes, numbers in digits.
pub fn as_answer(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_f64() {
            // 3.0 is 3 to a person.
            Some(float) if float.fract() == 0.0 && float.abs() < 1e15 => format!("{float:.0}"),
            _ => number.to_string(),
        },
        Value::Array(items) => items.iter().map(as_answer).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
