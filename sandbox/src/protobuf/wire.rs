//! The wire format of protobuf: numbered fields of four kinds.

/// One field as it stands in a message.
#[derive(Debug)]
pub(super) struct Field<'a> {
    /// Its number.
    pub number: u32,
    /// Its value.
    pub wire: Wire<'a>,
}

/// A value whose meaning only the type knows.
#[derive(Debug)]
pub(super) enum Wire<'a> {
    /// A number of variable length.
    Number(u64),
    /// Eight bytes.
    Fixed64(u64),
    /// Four bytes, which no field here uses.
    Fixed32,
    /// Text, bytes or a message.
    Bytes(&'a [u8]),
}

/// The fields of a message; it ends after the first error.
pub(super) fn fields(bytes: &[u8]) -> impl Iterator<Item = Result<Field<'_>, String>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let field = field(&mut rest);
        if field.is_err() {
            rest = &[];
        }
        Some(field)
    })
}

fn field<'a>(rest: &mut &'a [u8]) -> Result<Field<'a>, String> {
    let key = varint(rest)?;
    let number = u32::try_from(key >> 3).map_err(|_| "proto: illegal tag")?;
    let wire = match key & 7 {
        0 => Wire::Number(varint(rest)?),
        1 => {
            let bytes = take(rest, 8)?;
            Wire::Fixed64(u64::from_le_bytes(
                bytes.try_into().map_err(|_| "unexpected EOF")?,
            ))
        }
        2 => {
            let length = usize::try_from(varint(rest)?)
                .map_err(|_| "proto: negative length found during unmarshaling")?;
            Wire::Bytes(take(rest, length)?)
        }
        5 => {
            take(rest, 4)?;
            Wire::Fixed32
        }
        other => return Err(format!("proto: illegal wireType {other}")),
    };
    Ok(Field { number, wire })
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], String> {
    let (taken, after) = rest.split_at_checked(length).ok_or("unexpected EOF")?;
    *rest = after;
    Ok(taken)
}

/// A number of variable length.
pub(super) fn varint(rest: &mut &[u8]) -> Result<u64, String> {
    let mut value = 0_u64;
    for shift in (0..70).step_by(7) {
        let (first, after) = rest.split_first().ok_or("unexpected EOF")?;
        *rest = after;
        if shift < 64 {
            value |= u64::from(first & 0x7f) << shift;
        }
        if first & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err("proto: integer overflow".into())
}
