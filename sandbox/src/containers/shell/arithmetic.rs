//! `$((…))`: integers with C's operators.

/// Calculates; names have been replaced by a lookup.
pub(super) fn evaluate(text: &str, lookup: &dyn Fn(&str) -> String) -> Result<i64, String> {
    let mut parser = Parser {
        rest: text,
        lookup,
        depth: 0,
    };
    let value = parser.level(0)?;
    parser.space();
    if parser.rest.is_empty() {
        Ok(value)
    } else {
        Err(format!("arithmetic syntax error: \"{text}\""))
    }
}

struct Parser<'a> {
    rest: &'a str,
    lookup: &'a dyn Fn(&str) -> String,
    depth: u32,
}

/// Operators by binding, the loosest first; longer ones before those they begin with.
const LEVELS: &[&[&str]] = &[
    &["||"],
    &["&&"],
    &["|"],
    &["^"],
    &["&"],
    &["==", "!="],
    &["<=", ">=", "<", ">"],
    &["<<", ">>"],
    &["+", "-"],
    &["*", "/", "%"],
];

impl Parser<'_> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn operator(&mut self, level: &[&'static str]) -> Option<&'static str> {
        self.space();
        let found = level.iter().copied().find(|op| self.rest.starts_with(op))?;
        let after = &self.rest[found.len()..];
        // `|` is not the beginning of `||`, `<` not that of `<<`.
        let longer = ["||", "&&", "<<", ">>", "<=", ">="]
            .iter()
            .any(|op| self.rest.starts_with(op) && op.len() > found.len());
        if longer {
            return None;
        }
        self.rest = after;
        Some(found)
    }

    fn level(&mut self, level: usize) -> Result<i64, String> {
        let Some(operators) = LEVELS.get(level) else {
            return self.unary();
        };
        let mut left = self.level(level + 1)?;
        while let Some(operator) = self.operator(operators) {
            let right = self.level(level + 1)?;
            left = match operator {
                "||" => i64::from(left != 0 || right != 0),
                "&&" => i64::from(left != 0 && right != 0),
                "|" => left | right,
                "^" => left ^ right,
                "&" => left & right,
                "==" => i64::from(left == right),
                "!=" => i64::from(left != right),
                "<=" => i64::from(left <= right),
                ">=" => i64::from(left >= right),
                "<" => i64::from(left < right),
                ">" => i64::from(left > right),
                "<<" => left.wrapping_shl(u32::try_from(right & 63).unwrap_or(0)),
                ">>" => left.wrapping_shr(u32::try_from(right & 63).unwrap_or(0)),
                "+" => left.wrapping_add(right),
                "-" => left.wrapping_sub(right),
                "*" => left.wrapping_mul(right),
                _ if right == 0 => return Err("divide by zero".into()),
                "/" => left.wrapping_div(right),
                _ => left.wrapping_rem(right),
            };
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<i64, String> {
        self.space();
        self.depth += 1;
        if self.depth > 200 {
            return Err("arithmetic syntax error".into());
        }
        let value = if let Some(rest) = self.rest.strip_prefix('-') {
            self.rest = rest;
            self.unary()?.wrapping_neg()
        } else if let Some(rest) = self.rest.strip_prefix('+') {
            self.rest = rest;
            self.unary()?
        } else if self.rest.starts_with('!') && !self.rest.starts_with("!=") {
            self.rest = &self.rest[1..];
            i64::from(self.unary()? == 0)
        } else if let Some(rest) = self.rest.strip_prefix('(') {
            self.rest = rest;
            let value = self.level(0)?;
            self.space();
            self.rest = self
                .rest
                .strip_prefix(')')
                .ok_or("arithmetic syntax error")?;
            value
        } else {
            let end = self
                .rest
                .find(|c: char| !(c == '_' || c.is_ascii_alphanumeric()))
                .unwrap_or(self.rest.len());
            let (word, rest) = self.rest.split_at(end);
            self.rest = rest;
            match word.as_bytes().first() {
                None => return Err("arithmetic syntax error".into()),
                Some(b) if b.is_ascii_digit() => word
                    .parse()
                    .map_err(|_| "arithmetic syntax error".to_owned())?,
                Some(_) => (self.lookup)(word).trim().parse().unwrap_or(0),
            }
        };
        self.depth -= 1;
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_bind_as_in_c() {
        let value = |text| {
            evaluate(text, &|name| {
                if name == "x" {
                    "7".into()
                } else {
                    String::new()
                }
            })
        };
        assert_eq!(value("1 + 2 * 3"), Ok(7));
        assert_eq!(value("(1+2)*3 - -x % 4"), Ok(12));
        assert_eq!(value("x > 3 && x != 8 || 0"), Ok(1));
        assert_eq!(value("1 << 4 | 1"), Ok(17));
        assert_eq!(value("y + 1"), Ok(1));
        assert!(value("1 / 0").is_err() && value("1 +").is_err() && value("2 2").is_err());
    }
}
