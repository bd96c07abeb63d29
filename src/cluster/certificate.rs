//! Until when a client certificate is good. Pure.
//!
//! An API server answers 401 to an expired certificate and to a wrong one alike; only the
//! certificate itself tells the two apart. This reads the one field it needs of X.509 (RFC 5280,
//! section 4.1) and nothing else; a certificate that it cannot read has no known end.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use jiff::civil::DateTime;

/// ASN.1 tags, from X.690.
const SEQUENCE: u8 = 0x30;
const CONTEXT_0: u8 = 0xA0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// `notAfter` of the first certificate of a PEM text that is itself base64, as a kubeconfig's
/// `client-certificate-data` is.
pub(super) fn not_after_of_data(data: &str) -> Option<Timestamp> {
    let compact: String = data.split_whitespace().collect();
    not_after_of_pem(&STANDARD.decode(compact).ok()?)
}

/// `notAfter` of the first certificate of a PEM text.
pub(super) fn not_after_of_pem(pem: &[u8]) -> Option<Timestamp> {
    let text = str::from_utf8(pem).ok()?;
    let body = text.split_once("-----BEGIN CERTIFICATE-----")?.1;
    let body = body.split_once("-----END CERTIFICATE-----")?.0;
    let compact: String = body.split_whitespace().collect();
    not_after_of_der(&STANDARD.decode(compact).ok()?)
}

fn not_after_of_der(der: &[u8]) -> Option<Timestamp> {
    let (certificate, _) = value(der, SEQUENCE)?;
    let (mut fields, _) = value(certificate, SEQUENCE)?;
    if fields.first() == Some(&CONTEXT_0) {
        fields = element(fields)?.2;
    }
    // serialNumber, signature, issuer
    for _ in 0..3 {
        fields = element(fields)?.2;
    }
    let (validity, _) = value(fields, SEQUENCE)?;
    let (_, _, after_not_before) = element(validity)?;
    let (tag, time, _) = element(after_not_before)?;
    let time = str::from_utf8(time).ok()?;
    let text = match tag {
        // Two-digit years mean 1950 to 2049.
        UTC_TIME if time.get(..2)? < "50" => format!("20{time}"),
        UTC_TIME => format!("19{time}"),
        GENERALIZED_TIME => time.to_owned(),
        _ => return None,
    };
    let time = DateTime::strptime("%Y%m%d%H%M%S", text.strip_suffix('Z')?).ok()?;
    time.to_zoned(jiff::tz::TimeZone::UTC)
        .ok()
        .map(|zoned| zoned.timestamp())
}

/// The content of the element in front, which must have that tag, and what follows it.
fn value(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (found, content, rest) = element(bytes)?;
    (found == tag).then_some((content, rest))
}

/// Tag, content and rest of the element in front.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, bytes) = bytes.split_first()?;
    let (first, mut bytes) = bytes.split_first()?;
    let mut length = usize::from(*first);
    if length >= 0x80 {
        let digits = length & 0x7F;
        // Four digits reach 4 GiB, more than any certificate.
        if digits == 0 || digits > 4 {
            return None;
        }
        let (size, rest) = bytes.split_at_checked(digits)?;
        length = size
            .iter()
            .fold(0, |length, digit| (length << 8) | usize::from(*digit));
        bytes = rest;
    }
    let (content, rest) = bytes.split_at_checked(length)?;
    Some((*tag, content, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A self-signed certificate whose end is known.
    const PEM: &str = include_str!("certificate/ends-2027.pem");

    #[test]
    fn the_end_of_a_certificate_is_read() {
        let end: Timestamp = "2027-01-02T03:04:05Z".parse().unwrap();
        assert_eq!(not_after_of_pem(PEM.as_bytes()), Some(end));
        let with_key_before =
            format!("-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n{PEM}");
        assert_eq!(not_after_of_pem(with_key_before.as_bytes()), Some(end));
        assert_eq!(not_after_of_data(&STANDARD.encode(PEM)), Some(end));
    }

    #[test]
    fn what_is_no_certificate_has_no_end() {
        assert_eq!(not_after_of_pem(b""), None);
        assert_eq!(not_after_of_pem(b"\xFF"), None);
        assert_eq!(not_after_of_data("%%%"), None);
        let der = STANDARD.decode(
            PEM.lines()
                .filter(|l| !l.starts_with('-'))
                .collect::<String>(),
        );
        let der = der.unwrap();
        // Cut anywhere, it must neither panic nor invent an end before the field is complete.
        for end in 0..der.len() {
            assert_eq!(not_after_of_der(&der[..end]), None, "cut at {end}");
        }
        assert_eq!(not_after_of_der(&[SEQUENCE, 0x85, 1, 1, 1, 1, 1]), None);
    }
}
