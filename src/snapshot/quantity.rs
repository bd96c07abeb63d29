//! Kubernetes quantities: `250m`, `1Gi`, `1e3`.
//!
//! The grammar is `k8s.io/apimachinery/pkg/api/resource`'s. Values are exact as long as they fit
//! 128 bits of thousandths of a thousandth; larger ones are no quantity here.

/// A quantity in billionths of the unit, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Quantity(i128);

const BILLION: i128 = 1_000_000_000;

impl Quantity {
    /// Reads a quantity; `None` for text that is none.
    pub fn parse(text: &str) -> Option<Self> {
        let digits_end = text
            .char_indices()
            .find(|(at, c)| {
                !(c.is_ascii_digit() || *c == '.' || (*at == 0 && matches!(c, '+' | '-')))
            })
            .map_or(text.len(), |(at, _)| at);
        let (number, suffix) = text.split_at(digits_end);
        let (factor, divisor) = factor(suffix)?;
        let nanos = decimal(number)?.checked_mul(factor)?;
        // A remainder is rounded up, as the API server does for what it cannot represent.
        let rounded = nanos.checked_add(divisor - 1)?.div_euclid(divisor);
        Some(Self(rounded))
    }

    /// A whole number of units.
    pub fn from_units(units: i64) -> Self {
        Self(i128::from(units) * BILLION)
    }

    /// The value in thousandths, rounded up.
    pub fn millis(self) -> i128 {
        (self.0 + 999_999).div_euclid(1_000_000)
    }

    /// The value as a floating-point number, for showing only.
    #[expect(clippy::cast_precision_loss, reason = "only shown, never compared")]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 1e9
    }
}

impl std::ops::Add for Quantity {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for Quantity {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl std::iter::Sum for Quantity {
    fn sum<I: Iterator<Item = Self>>(quantities: I) -> Self {
        quantities.fold(Self::default(), std::ops::Add::add)
    }
}

/// A decimal number in billionths; more than nine places round up.
fn decimal(text: &str) -> Option<i128> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let whole: i128 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    let mut nanos = whole.checked_mul(BILLION)?;
    let mut unit = BILLION / 10;
    for digit in fraction.chars() {
        let digit = i128::from(digit.to_digit(10)?);
        if unit == 0 {
            nanos += i128::from(digit > 0);
            break;
        }
        nanos += digit * unit;
        unit /= 10;
    }
    Some(if negative { -nanos } else { nanos })
}

/// The factor and divisor that a suffix stands for.
fn factor(suffix: &str) -> Option<(i128, i128)> {
    Some(match suffix {
        "" => (1, 1),
        "n" => (1, BILLION),
        "u" => (1, 1_000_000),
        "m" => (1, 1_000),
        "k" => (1_000, 1),
        "M" => (1_000_000, 1),
        "G" => (BILLION, 1),
        "T" => (1_000 * BILLION, 1),
        "P" => (1_000_000 * BILLION, 1),
        "E" => (BILLION * BILLION, 1),
        "Ki" => (1 << 10, 1),
        "Mi" => (1 << 20, 1),
        "Gi" => (1 << 30, 1),
        "Ti" => (1 << 40, 1),
        "Pi" => (1 << 50, 1),
        "Ei" => (1 << 60, 1),
        _ => {
            let exponent: i32 = suffix.strip_prefix(['e', 'E'])?.parse().ok()?;
            let power = 10_i128.checked_pow(exponent.unsigned_abs())?;
            if exponent < 0 { (1, power) } else { (power, 1) }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_are_equal() {
        for (a, b) in [
            ("1Gi", "1024Mi"),
            ("1", "1000m"),
            ("0.5", "500m"),
            (".5", "500m"),
            ("1e3", "1k"),
            ("1E3", "1000"),
            ("128974848", "123Mi"),
            ("+1", "1"),
            ("1E", "1000P"),
        ] {
            assert_eq!(
                Quantity::parse(a).unwrap(),
                Quantity::parse(b).unwrap(),
                "{a} {b}"
            );
        }
    }

    #[test]
    fn order() {
        assert!(Quantity::parse("128m") < Quantity::parse("4Mi"));
        assert!(Quantity::parse("-1") < Quantity::parse("0"));
    }

    #[test]
    fn no_quantities() {
        for text in ["", "Gi", "1 Gi", "1GB", "one", "1.2.3", "1e", "--1", "."] {
            assert_eq!(Quantity::parse(text), None, "{text}");
        }
    }
}
