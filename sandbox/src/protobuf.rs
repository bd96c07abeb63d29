//! Bodies in protobuf, which kubectl has sent since 1.32: an envelope, and an object by field numbers.
//!
//! The numbers are in `fields.txt`, one message a line: `NUMBER:field`, or `NUMBER=message` where
//! JSON has the fields of that message in line. The types are those of [`crate::schema`].

mod wire;

use std::{collections::HashMap, sync::OnceLock};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use serde_json::{Map, Value};

use self::wire::{Field, Wire};
use crate::{
    kinds,
    schema::{Schemas, Struct, Type, schemas},
};

/// What stands before every object.
const MAGIC: &[u8] = b"k8s\0";
/// No object of the API nests as deeply.
const DEPTH: usize = 48;

/// Reads an object from its envelope.
pub fn decode(body: &[u8]) -> Result<Value, String> {
    let rest = body
        .strip_prefix(MAGIC)
        .ok_or("provided data does not appear to be a protobuf message")?;
    let (mut api_version, mut kind, mut raw): (_, _, &[u8]) = (String::new(), String::new(), &[]);
    for field in wire::fields(rest) {
        match field? {
            Field {
                number: 1,
                wire: Wire::Bytes(meta),
            } => {
                for field in wire::fields(meta) {
                    match field? {
                        Field {
                            number: 1,
                            wire: Wire::Bytes(b),
                        } => api_version = text(b)?,
                        Field {
                            number: 2,
                            wire: Wire::Bytes(b),
                        } => kind = text(b)?,
                        _ => {}
                    }
                }
            }
            Field {
                number: 2,
                wire: Wire::Bytes(b),
            } => raw = b,
            _ => {}
        }
    }
    let name = schema_of(&api_version, &kind)
        .ok_or_else(|| format!("no kind \"{kind}\" is registered for version \"{api_version}\""))?;
    let schemas = schemas();
    let ty = schemas
        .named(&name)
        .ok_or_else(|| format!("no type is known for \"{kind}\""))?;
    let mut object = Map::new();
    object.insert("apiVersion".into(), api_version.into());
    object.insert("kind".into(), kind.into());
    Decoder { schemas }.message(raw, &name, ty, &mut object, 0)?;
    Ok(Value::Object(object))
}

/// The type behind `apiVersion` and `kind`, of kinds that are served and of what is only sent.
pub fn schema_of(api_version: &str, kind: &str) -> Option<String> {
    if let Some(kind) = kinds::find_by_kind(api_version, kind) {
        return Some(kind.schema.to_owned());
    }
    Some(
        match (api_version, kind) {
            (_, "DeleteOptions") => "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions",
            ("v1", "Binding") => "io.k8s.api.core.v1.Binding",
            ("policy/v1", "Eviction") => "io.k8s.api.policy.v1.Eviction",
            ("autoscaling/v1", "Scale") => "io.k8s.api.autoscaling.v1.Scale",
            ("authentication.k8s.io/v1", "TokenRequest") => {
                "io.k8s.api.authentication.v1.TokenRequest"
            }
            _ => return None,
        }
        .to_owned(),
    )
}

/// Where a field's value goes.
#[derive(Debug)]
enum Place {
    Named(&'static str),
    InLine(&'static str),
}

type Table = HashMap<&'static str, HashMap<u32, Place>>;

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table::new();
        for line in include_str!("protobuf/fields.txt").lines() {
            let mut words = line.split(' ');
            let Some(message) = words.next() else {
                continue;
            };
            let fields = words.filter_map(|word| {
                let (number, place) = match word.split_once(':') {
                    Some((number, name)) => (number, Place::Named(name)),
                    None => word
                        .split_once('=')
                        .map(|(number, message)| (number, Place::InLine(message)))?,
                };
                Some((number.parse().ok()?, place))
            });
            table.insert(message, fields.collect());
        }
        table
    })
}

struct Decoder {
    schemas: &'static Schemas,
}

impl Decoder {
    fn message(
        &self,
        bytes: &[u8],
        message: &str,
        ty: &Struct,
        into: &mut Map<String, Value>,
        depth: usize,
    ) -> Result<(), String> {
        if depth > DEPTH {
            return Err("the message is nested too deeply".into());
        }
        let Some(places) = table().get(message) else {
            return Ok(());
        };
        for field in wire::fields(bytes) {
            let Field { number, wire } = field?;
            match places.get(&number) {
                Some(Place::InLine(message)) => {
                    if let Wire::Bytes(bytes) = wire {
                        self.message(bytes, message, ty, into, depth + 1)?;
                    }
                }
                Some(Place::Named(name)) => {
                    if let Some(field) = ty.fields.get(*name) {
                        self.put(
                            &wire,
                            &field.ty,
                            into.entry(*name).or_insert(Value::Null),
                            depth,
                        )?;
                        if into.get(*name).is_some_and(Value::is_null) {
                            into.shift_remove(*name);
                        }
                    }
                }
                None => {}
            }
        }
        Ok(())
    }

    fn put(
        &self,
        wire: &Wire<'_>,
        ty: &Type,
        into: &mut Value,
        depth: usize,
    ) -> Result<(), String> {
        match (ty, wire) {
            (Type::List(item), Wire::Bytes(bytes))
                if matches!(**item, Type::Int | Type::Long | Type::Bool) =>
            {
                let mut rest = *bytes;
                while !rest.is_empty() {
                    push(
                        into,
                        self.value(&Wire::Number(wire::varint(&mut rest)?), item, depth)?,
                    );
                }
            }
            (Type::List(item), _) => {
                push(into, self.value(wire, item, depth)?);
            }
            (Type::Map(of), Wire::Bytes(entry)) => {
                let (mut key, mut value) = (String::new(), None);
                for field in wire::fields(entry) {
                    match field? {
                        Field {
                            number: 1,
                            wire: Wire::Bytes(b),
                        } => key = text(b)?,
                        Field { number: 2, wire } => value = Some(self.value(&wire, of, depth)?),
                        _ => {}
                    }
                }
                let value = value.unwrap_or_else(|| {
                    if matches!(**of, Type::Quantity) {
                        "0".into()
                    } else {
                        "".into()
                    }
                });
                if !into.is_object() {
                    *into = Value::Object(Map::new());
                }
                if let Some(map) = into.as_object_mut() {
                    map.insert(key, value);
                }
            }
            _ => *into = self.value(wire, ty, depth)?,
        }
        Ok(())
    }

    fn value(&self, wire: &Wire<'_>, ty: &Type, depth: usize) -> Result<Value, String> {
        Ok(match (ty, wire) {
            (Type::Text, Wire::Bytes(b)) => text(b)?.into(),
            (Type::Bytes, Wire::Bytes(b)) => STANDARD.encode(b).into(),
            (Type::Bool, Wire::Number(n)) => (*n != 0).into(),
            // Negative numbers travel as their 64-bit pattern.
            (Type::Int | Type::Long, Wire::Number(n)) => n.cast_signed().into(),
            (Type::Number, Wire::Fixed64(n)) => f64::from_bits(*n).into(),
            (Type::Time | Type::MicroTime, Wire::Bytes(b)) => time(b, ty)?,
            (Type::Quantity, Wire::Bytes(b)) => match first_bytes(b)? {
                Some(b) => text(b)?.into(),
                None => "0".into(),
            },
            (Type::IntOrText, Wire::Bytes(b)) => int_or_text(b)?,
            (Type::Any, Wire::Bytes(b)) => match first_bytes(b)? {
                Some(json) => serde_json::from_slice(json).map_err(|e| e.to_string())?,
                None => Value::Null,
            },
            (Type::Struct(index), Wire::Bytes(b)) => {
                let ty = &self.schemas.structs[*index];
                let mut object = Map::new();
                self.message(b, &ty.name, ty, &mut object, depth + 1)?;
                Value::Object(object)
            }
            // A list as the value of a map is a message with the items.
            (Type::List(item), Wire::Bytes(b)) => {
                let mut items = Vec::new();
                for field in wire::fields(b) {
                    items.push(self.value(&field?.wire, item, depth + 1)?);
                }
                Value::Array(items)
            }
            _ => return Err("proto: wrong wireType".into()),
        })
    }
}

/// Puts an item behind the others of a list.
fn push(list: &mut Value, item: Value) {
    match list {
        Value::Array(items) => items.push(item),
        _ => *list = Value::Array(vec![item]),
    }
}

fn text(bytes: &[u8]) -> Result<String, String> {
    std::str::from_utf8(bytes)
        .map(str::to_owned)
        .map_err(|_| "proto: invalid UTF-8".to_owned())
}

fn first_bytes(bytes: &[u8]) -> Result<Option<&[u8]>, String> {
    for field in wire::fields(bytes) {
        if let Field {
            number: 1,
            wire: Wire::Bytes(b),
        } = field?
        {
            return Ok(Some(b));
        }
    }
    Ok(None)
}

/// A moment; an empty message is none.
fn time(bytes: &[u8], ty: &Type) -> Result<Value, String> {
    let (mut seconds, mut nanos) = (None, 0);
    for field in wire::fields(bytes) {
        match field? {
            Field {
                number: 1,
                wire: Wire::Number(n),
            } => seconds = Some(n.cast_signed()),
            Field {
                number: 2,
                wire: Wire::Number(n),
            } => nanos = i32::try_from(n.cast_signed()).unwrap_or(0),
            _ => {}
        }
    }
    let Some(seconds) = seconds.filter(|s| *s != 0) else {
        return Ok(Value::Null);
    };
    let moment = Timestamp::new(seconds, nanos).map_err(|e| e.to_string())?;
    Ok(if *ty == Type::Time {
        crate::clock::seconds(moment)
    } else {
        format!("{moment:.6}")
    }
    .into())
}

fn int_or_text(bytes: &[u8]) -> Result<Value, String> {
    let (mut is_text, mut number, mut name) = (false, 0, String::new());
    for field in wire::fields(bytes) {
        match field? {
            Field {
                number: 1,
                wire: Wire::Number(n),
            } => is_text = n != 0,
            Field {
                number: 2,
                wire: Wire::Number(n),
            } => number = n.cast_signed(),
            Field {
                number: 3,
                wire: Wire::Bytes(b),
            } => name = text(b)?,
            _ => {}
        }
    }
    Ok(if is_text { name.into() } else { number.into() })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
        let mut out = vec![number << 3 | 2, u8::try_from(bytes.len()).unwrap()];
        out.extend(bytes);
        out
    }

    fn envelope(api_version: &str, kind: &str, raw: &[u8]) -> Vec<u8> {
        let meta = [field(1, api_version.as_bytes()), field(2, kind.as_bytes())].concat();
        [
            MAGIC.to_vec(),
            field(1, &meta),
            field(2, raw),
            field(3, b""),
            field(4, b""),
        ]
        .concat()
    }

    #[test]
    fn an_object_is_read_from_its_envelope() {
        let entry = [field(1, b"k"), field(2, b"v")].concat();
        let raw = [field(1, &field(1, b"cm")), field(2, &entry)].concat();
        assert_eq!(
            decode(&envelope("v1", "ConfigMap", &raw)).unwrap(),
            json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "cm"}, "data": {"k": "v"}})
        );
    }

    #[test]
    fn messages_in_line_are_flattened() {
        let reference = [field(1, &field(1, b"cm")), field(2, b"key")].concat();
        let env = [field(1, b"E"), field(3, &field(3, &reference))].concat();
        let spec = field(2, &[field(1, b"c"), field(7, &env)].concat());
        let pod = decode(&envelope("v1", "Pod", &field(2, &spec))).unwrap();
        assert_eq!(
            pod["spec"]["containers"][0]["env"][0],
            json!({"name": "E", "valueFrom": {"configMapKeyRef": {"name": "cm", "key": "key"}}})
        );
    }

    #[test]
    fn what_is_no_message_is_an_error_and_no_panic() {
        assert!(decode(b"{}").is_err());
        assert!(decode(&envelope("v1", "Nonsense", b"")).is_err());
        for cut in 5..40 {
            let whole = envelope(
                "v1",
                "ConfigMap",
                &field(1, &field(1, b"a-name-of-some-length")),
            );
            let _ = decode(&whole[..cut.min(whole.len())]);
        }
        let _ = decode(&envelope(
            "v1",
            "Pod",
            &[
                0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01,
            ],
        ));
    }

    #[test]
    fn every_numbered_field_is_known_to_the_schema_or_gone_from_it() {
        let mut unknown = Vec::new();
        for (message, fields) in table() {
            let Some(ty) = schemas().named(message) else {
                continue;
            };
            for place in fields.values() {
                if let Place::Named(name) = place
                    && !ty.fields.contains_key(*name)
                {
                    unknown.push(format!("{message}.{name}"));
                }
            }
        }
        unknown.sort();
        assert_eq!(unknown, Vec::<String>::new());
    }
}
