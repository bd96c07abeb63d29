//! Quantities: `500m`, `1Gi`, `1e3`; their value, their canonical text, sums.

use std::{cmp::Ordering, fmt, ops::Add};

/// An amount of something, exact to a billionth.
#[derive(Clone, Copy, Debug)]
pub struct Quantity {
    nano: i128,
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Decimal,
    Binary,
    Exponent,
}

const NANO: i128 = 1_000_000_000;
const DECIMAL: &[(&str, i128)] = &[
    ("n", 1),
    ("u", 1_000),
    ("m", 1_000_000),
    ("", NANO),
    ("k", 1_000 * NANO),
    ("M", 1_000_000 * NANO),
    ("G", NANO * NANO),
    ("T", 1_000 * NANO * NANO),
    ("P", 1_000_000 * NANO * NANO),
    ("E", NANO * NANO * NANO),
];
const BINARY: &[(&str, i128)] = &[
    ("Ki", NANO << 10),
    ("Mi", NANO << 20),
    ("Gi", NANO << 30),
    ("Ti", NANO << 40),
    ("Pi", NANO << 50),
    ("Ei", NANO << 60),
];
/// Larger amounts are capped, as upstream caps them.
const MAX: i128 = (1 << 63) * NANO - NANO;

impl Quantity {
    /// What upstream says about a text that is no quantity.
    pub const MALFORMED: &'static str = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    /// Nothing.
    pub const ZERO: Self = Self {
        nano: 0,
        format: Format::Decimal,
    };

    /// Reads a quantity.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, unsigned) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let end = unsigned
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(unsigned.len());
        let (number, suffix) = unsigned.split_at(end);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
            return None;
        }
        let (unit, format) = unit(suffix)?;
        let mut nano: i128 = 0;
        for digit in whole.bytes() {
            nano = nano
                .checked_mul(10)?
                .checked_add(i128::from(digit - b'0'))?;
            nano = nano.min(MAX);
        }
        nano = nano.checked_mul(unit).unwrap_or(MAX).min(MAX);
        let mut part = unit;
        let mut rest = false;
        for digit in fraction.bytes() {
            let digit = i128::from(digit - b'0');
            let (tenth, lost) = (part / 10, part % 10 != 0);
            nano = nano.saturating_add(if lost {
                part * digit / 10
            } else {
                tenth * digit
            });
            rest |= lost && (part * digit) % 10 != 0;
            part = tenth;
        }
        if rest {
            nano += 1;
        }
        let nano = nano.min(MAX);
        Some(Self {
            nano: if negative { -nano } else { nano },
            format,
        })
    }

    /// In whole units, rounded up.
    pub fn value(self) -> i64 {
        self.rounded_up(NANO)
    }

    /// In thousandths, rounded up: how CPU is counted.
    pub fn milli(self) -> i64 {
        self.rounded_up(1_000_000)
    }

    /// In billionths.
    pub fn nano(self) -> i128 {
        self.nano
    }

    /// Below zero.
    pub fn is_negative(self) -> bool {
        self.nano < 0
    }

    fn rounded_up(self, unit: i128) -> i64 {
        let floor = self.nano.div_euclid(unit);
        let ceil = if self.nano.rem_euclid(unit) == 0 {
            floor
        } else {
            floor + 1
        };
        i64::try_from(ceil).unwrap_or(i64::MAX)
    }
}

/// The size of one of a suffix in billionths, and the family the suffix belongs to.
fn unit(suffix: &str) -> Option<(i128, Format)> {
    if let Some((_, unit)) = DECIMAL.iter().find(|(s, _)| *s == suffix) {
        return Some((*unit, Format::Decimal));
    }
    if let Some((_, unit)) = BINARY.iter().find(|(s, _)| *s == suffix) {
        return Some((*unit, Format::Binary));
    }
    let exponent: i32 = suffix.strip_prefix(['e', 'E'])?.parse().ok()?;
    let unit = 10_i128.checked_pow(u32::try_from(exponent.clamp(-9, 20) + 9).ok()?)?;
    Some((unit, Format::Exponent))
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nano = self.nano;
        if nano == 0 {
            return f.write_str("0");
        }
        if self.format == Format::Binary && nano.abs() >= 1024 * NANO && nano % NANO == 0 {
            let (suffix, unit) = BINARY
                .iter()
                .rev()
                .find(|(_, unit)| nano % unit == 0)
                .copied()
                .unwrap_or(("", NANO));
            return write!(f, "{}{suffix}", nano / unit);
        }
        let (suffix, unit) = DECIMAL
            .iter()
            .rev()
            .find(|(_, unit)| nano % unit == 0)
            .copied()
            .unwrap_or(("n", 1));
        if self.format == Format::Exponent {
            let power = DECIMAL
                .iter()
                .position(|(s, _)| *s == suffix)
                .and_then(|p| i32::try_from(p).ok())
                .unwrap_or(3);
            let exponent = (power - 3) * 3;
            return if exponent == 0 {
                write!(f, "{}", nano / unit)
            } else {
                write!(f, "{}e{exponent}", nano / unit)
            };
        }
        write!(f, "{}{suffix}", nano / unit)
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.nano == other.nano
    }
}

impl Eq for Quantity {}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        self.nano.cmp(&other.nano)
    }
}

impl Add for Quantity {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let format = if self.nano == 0 {
            other.format
        } else {
            self.format
        };
        Self {
            nano: self.nano.saturating_add(other.nano),
            format,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_take_their_canonical_form() {
        for (text, canonical) in [
            ("0.5", "500m"),
            ("1000m", "1"),
            ("1024Mi", "1Gi"),
            ("1.5Gi", "1536Mi"),
            ("100Mi", "100Mi"),
            ("1000", "1k"),
            ("1500", "1500"),
            ("1e3", "1e3"),
            ("12e2", "1200"),
            ("0", "0"),
            ("-1", "-1"),
            ("0.1m", "100u"),
            (".5Mi", "512Ki"),
            ("1Ki", "1Ki"),
            ("0.5Ki", "512"),
            ("250M", "250M"),
            ("2", "2"),
        ] {
            assert_eq!(
                Quantity::parse(text).unwrap().to_string(),
                canonical,
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_quantity_is_none() {
        for bad in ["", "abc", "1x", "1.2.3", "Mi", "1 Gi", "1gi", "1ki", "--1"] {
            assert!(Quantity::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn amounts_are_compared_and_added_whatever_their_suffix() {
        let parse = |t| Quantity::parse(t).unwrap();
        assert_eq!(parse("1"), parse("1000m"));
        assert!(parse("1Gi") > parse("1G"));
        assert_eq!((parse("512Mi") + parse("512Mi")).to_string(), "1Gi");
        assert_eq!(parse("1.5").value(), 2);
        assert_eq!(parse("0.25").milli(), 250);
    }
}
