//! Random input for everything that reads what others send.
//!
//! A target is a test whose name begins with `fuzz_`, here or beside what it tries. Its input is
//! bytes, read as [`Choices`], so that whatever fails is made small. Tests run each for a moment;
//! `PODO_FUZZ_SECONDS=600 cargo test -p podo-sandbox --release --lib fuzz_` for as long as is said.

mod documents;
mod objects;
mod patches;
mod selectors;

use std::{
    cell::Cell,
    sync::OnceLock,
    time::{Duration, Instant},
};

use proptest::{
    collection::vec,
    test_runner::{Config, TestError, TestRunner},
};
use serde_json::{Map, Value, json};

use crate::schema::{Type, schemas};

/// How many inputs a test tries that is not told how long to go on.
const FEW: u32 = 200;

/// Tries a target with inputs of up to so many bytes.
pub(crate) fn run(name: &str, longest: usize, target: impl Fn(&mut Choices<'_>)) {
    let lasting = std::env::var("PODO_FUZZ_SECONDS").ok();
    let lasting = lasting.map(|s| Duration::from_secs(s.parse().expect("a number of seconds")));
    let begun = Instant::now();
    let tried = Cell::new(0_u64);
    loop {
        let mut runner = TestRunner::new(Config {
            cases: FEW,
            failure_persistence: None,
            ..Config::default()
        });
        let outcome = runner.run(&vec(proptest::num::u8::ANY, 0..longest), |bytes| {
            target(&mut Choices(&bytes));
            tried.set(tried.get() + 1);
            Ok(())
        });
        match outcome {
            Ok(()) => {}
            Err(TestError::Fail(why, bytes)) => panic!("{name}: {why}\nwith {bytes:02x?}"),
            Err(TestError::Abort(why)) => panic!("{name}: {why}"),
        }
        let Some(lasting) = lasting else { return };
        if begun.elapsed() >= lasting {
            tell(name, tried.get(), begun.elapsed());
            return;
        }
    }
}

#[allow(
    clippy::print_stderr,
    reason = "who lets a target run for minutes wants to know how much was tried"
)]
fn tell(name: &str, tried: u64, lasting: Duration) {
    eprintln!("{name}: {tried} inputs in {} s", lasting.as_secs());
}

/// Bytes as a row of decisions; when they are used up, all further ones are zero.
pub(crate) struct Choices<'a>(&'a [u8]);

impl<'a> Choices<'a> {
    pub(crate) fn byte(&mut self) -> u8 {
        match self.0.split_first() {
            Some((first, rest)) => {
                self.0 = rest;
                *first
            }
            None => 0,
        }
    }

    /// Yes, once in so many times.
    pub(crate) fn one_in(&mut self, many: u8) -> bool {
        self.byte().is_multiple_of(many)
    }

    /// A number below a limit.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        let number = usize::from(self.byte()) << 8 | usize::from(self.byte());
        number % limit.max(1)
    }

    pub(crate) fn of<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// All that is left.
    pub(crate) fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.0)
    }

    pub(crate) fn is_over(&self) -> bool {
        self.0.is_empty()
    }

    /// Words put together.
    pub(crate) fn text(&mut self, words: &[&str]) -> String {
        let count = self.below(8);
        (0..count).map(|_| self.of(words)).collect()
    }

    /// Any JSON.
    pub(crate) fn json(&mut self, depth: usize) -> Value {
        match self.byte() % if depth == 0 { 6 } else { 9 } {
            0 => Value::Null,
            1 => self.one_in(2).into(),
            2 => self.of(&NUMBERS).into(),
            3 => json!(self.of(&[0.5, -1e300, 1e300, 3.0])),
            4 | 5 => self.of(TEXTS).into(),
            6 => {
                let count = self.below(4);
                (0..count).map(|_| self.json(depth - 1)).collect()
            }
            _ => {
                let count = self.below(5);
                let fields = (0..count).map(|_| (self.of(KEYS).to_owned(), self.json(depth - 1)));
                Value::Object(fields.collect())
            }
        }
    }

    /// JSON that a type would have, mostly.
    pub(crate) fn typed(&mut self, ty: &Type, depth: usize) -> Value {
        if depth == 0 || self.byte() % 16 == 15 {
            return self.json(depth.min(2));
        }
        match ty {
            Type::Struct(index) => self.fields(*index, depth),
            Type::List(of) => {
                let count = self.below(4);
                (0..count).map(|_| self.typed(of, depth - 1)).collect()
            }
            Type::Map(of) => {
                let count = self.below(4);
                let entries = (0..count).map(|_| {
                    let key = self.of(TEXTS).to_owned();
                    (key, self.typed(of, depth - 1))
                });
                Value::Object(entries.collect())
            }
            Type::Int | Type::Long | Type::Number => self.of(&NUMBERS).into(),
            Type::Bool => self.one_in(2).into(),
            Type::IntOrText if self.one_in(2) => self.of(&NUMBERS).into(),
            Type::Any => self.json(depth.min(2)),
            Type::Text
            | Type::Bytes
            | Type::Time
            | Type::MicroTime
            | Type::IntOrText
            | Type::Quantity => self.of(TEXTS).into(),
        }
    }

    fn fields(&mut self, index: usize, depth: usize) -> Value {
        let names = &fields()[index];
        let mut object = Map::new();
        for _ in 0..self.below(7) {
            if let Some((name, ty)) = names.get(self.below(names.len())) {
                let value = self.typed(ty, depth - 1);
                object.insert((*name).to_owned(), value);
            }
        }
        Value::Object(object)
    }
}

/// The fields of all types by their names, so that the same choices mean the same each time.
fn fields() -> &'static [Vec<(&'static str, &'static Type)>] {
    static FIELDS: OnceLock<Vec<Vec<(&'static str, &'static Type)>>> = OnceLock::new();
    FIELDS.get_or_init(|| {
        let fields = schemas().structs.iter().map(|ty| {
            let fields = ty.fields.iter();
            let mut fields: Vec<_> = fields.map(|(name, f)| (name.as_str(), &f.ty)).collect();
            fields.sort_by_key(|(name, _)| *name);
            fields
        });
        fields.collect()
    })
}

const NUMBERS: [i64; 8] = [0, 1, 2, -1, 80, 65_536, i64::MAX, i64::MIN];

const TEXTS: &[&str] = &[
    "",
    "a",
    "b",
    "web",
    "app",
    "1",
    "-1",
    "25%",
    "100m",
    "1Gi",
    "1e99999",
    "9223372036854775807Ei",
    "nginx:1.27",
    "busybox@sha256:0",
    "Always",
    "Never",
    "Recreate",
    "RollingUpdate",
    "NodePort",
    "10.96.0.1",
    "255.255.255.255/0",
    "2026-11-26T00:00:00Z",
    "9999-99-99T99:99:99Z",
    "cGF0Y2g=",
    "delete",
    "replace",
    "merge",
    "a.b/c",
    "\u{0}",
    "\u{1f600}\u{301}",
    "$(A)",
    "TCP",
];

const KEYS: &[&str] = &[
    "metadata",
    "name",
    "labels",
    "annotations",
    "finalizers",
    "spec",
    "status",
    "data",
    "template",
    "containers",
    "ports",
    "containerPort",
    "image",
    "env",
    "value",
    "replicas",
    "selector",
    "matchLabels",
    "a",
    "",
    "a/b~c",
    "$patch",
    "$retainKeys",
    "$setElementOrder/containers",
    "$setElementOrder/finalizers",
    "$deleteFromPrimitiveList/finalizers",
    "op",
    "path",
    "from",
];
