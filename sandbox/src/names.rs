//! Names and identities that the cluster makes up.

/// Letters and digits that spell no words.
const SAFE: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without the system's randomness the time has to do: names need to differ, not to be secret.
    if getrandom::fill(&mut bytes).is_err() {
        let nanos = jiff::Timestamp::now().as_nanosecond().to_le_bytes();
        bytes
            .iter_mut()
            .zip(nanos.iter().cycle())
            .for_each(|(b, n)| *b = *n);
    }
    bytes
}

/// Five characters as they end generated names.
pub fn suffix() -> String {
    random::<5>()
        .iter()
        .map(|b| char::from(SAFE[usize::from(*b) % SAFE.len()]))
        .collect()
}

/// A name from `generateName`.
pub fn generate(base: &str) -> String {
    let mut cut = base.len().min(58);
    while !base.is_char_boundary(cut) {
        cut -= 1;
    }
    format!("{}{}", &base[..cut], suffix())
}

/// A random UUID.
pub fn uid() -> String {
    let mut b = random::<16>();
    b[6] = b[6] & 0x0f | 0x40;
    b[8] = b[8] & 0x3f | 0x80;
    let hex: String = b.iter().map(|b| format!("{b:02x}")).collect();
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

/// A number below `limit`.
pub fn below(limit: u32) -> u32 {
    u32::from_le_bytes(random::<4>()) % limit.max(1)
}

/// A secret of 256 bits in hexadecimal digits; refused where the system has no randomness.
pub fn token() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_names_keep_their_beginning_and_fit() {
        let name = generate(&"x".repeat(80));
        assert_eq!(name.len(), 63);
        assert!(generate("web-").starts_with("web-"));
        assert_ne!(uid(), uid());
        assert_eq!(uid().len(), 36);
        assert_eq!(&uid()[14..15], "4");
    }
}
