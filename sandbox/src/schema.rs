//! The shape of every type: which fields there are, of what type, and how lists merge.
//!
//! It is made once from the schemas of k8s-openapi's types, without their prose, and serves
//! decoding, protobuf, patches and server-side apply alike. [`crate::openapi`] makes the documents
//! with the prose.

pub mod decode;
pub mod definitions;
pub mod json;
pub mod merge;

use std::{collections::HashMap, sync::OnceLock};

use serde_json::Value;

use self::merge::Merge;

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text.
    Text,
    /// Bytes, base64 in JSON.
    Bytes,
    /// A moment in whole seconds.
    Time,
    /// A moment in microseconds.
    MicroTime,
    /// A whole number of 32 bits.
    Int,
    /// A whole number of 64 bits.
    Long,
    /// Any number.
    Number,
    /// True or false.
    Bool,
    /// A number or a name.
    IntOrText,
    /// An amount.
    Quantity,
    /// Anything; it is kept as it is.
    Any,
    /// A struct: its place in [`Schemas::structs`].
    Struct(usize),
    /// A list.
    List(Box<Self>),
    /// Keys of choice with values of one type.
    Map(Box<Self>),
}

/// One field of a struct.
#[derive(Debug)]
pub struct Field {
    /// Its type.
    pub ty: Type,
    /// It is always written, even if empty.
    pub required: bool,
    /// How it is merged.
    pub merge: Option<Merge>,
    /// Server-side apply takes it as one value.
    pub atomic: bool,
}

/// A struct type.
#[derive(Debug)]
pub struct Struct {
    /// Its `io.k8s.…` name.
    pub name: String,
    /// Its fields.
    pub fields: HashMap<String, Field>,
}

impl Struct {
    /// `PodSpec` of `io.k8s.api.core.v1.PodSpec`.
    pub fn short(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or(&self.name)
    }
}

/// All types.
#[derive(Debug)]
pub struct Schemas {
    /// The structs, in no order that means anything.
    pub structs: Vec<Struct>,
    names: HashMap<String, usize>,
}

impl Schemas {
    /// The struct of that `io.k8s.…` name.
    pub fn named(&self, name: &str) -> Option<&Struct> {
        self.names.get(name).map(|i| &self.structs[*i])
    }

    /// The struct that a type stands for.
    pub fn of(&self, ty: &Type) -> Option<&Struct> {
        match ty {
            Type::Struct(index) => self.structs.get(*index),
            _ => None,
        }
    }
}

/// The types of everything that is served.
pub fn schemas() -> &'static Schemas {
    static SCHEMAS: OnceLock<Schemas> = OnceLock::new();
    SCHEMAS.get_or_init(build)
}

fn build() -> Schemas {
    let definitions = definitions::plain();
    let names: HashMap<String, usize> = definitions
        .iter()
        .filter(|(_, schema)| schema.get("properties").is_some())
        .enumerate()
        .map(|(i, (name, _))| (name.clone(), i))
        .collect();
    let mut structs: Vec<Option<Struct>> = names.iter().map(|_| None).collect();
    for (name, schema) in &definitions {
        let Some(index) = names.get(name) else {
            continue;
        };
        structs[*index] = Some(build_struct(name, schema, &names));
    }
    Schemas {
        structs: structs.into_iter().flatten().collect(),
        names,
    }
}

fn build_struct(name: &str, schema: &Value, names: &HashMap<String, usize>) -> Struct {
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let properties = schema.get("properties").and_then(Value::as_object);
    let fields = properties
        .into_iter()
        .flatten()
        .map(|(key, property)| {
            let ty = build_type(property, names);
            let atomic = merge::atomic(name, key)
                || matches!(&ty, Type::Struct(_))
                    && reference(property).is_some_and(merge::atomic_type);
            let required = required.contains(&key.as_str());
            (
                key.clone(),
                Field {
                    ty,
                    required,
                    merge: merge::rule(name, key),
                    atomic,
                },
            )
        })
        .collect();
    Struct {
        name: name.to_owned(),
        fields,
    }
}

fn reference(property: &Value) -> Option<&str> {
    property.get("$ref")?.as_str()?.rsplit('/').next()
}

fn build_type(property: &Value, names: &HashMap<String, usize>) -> Type {
    if let Some(name) = reference(property) {
        return match name.rsplit('.').next().unwrap_or(name) {
            "Time" => Type::Time,
            "MicroTime" => Type::MicroTime,
            "Quantity" => Type::Quantity,
            "IntOrString" => Type::IntOrText,
            _ => names
                .get(name)
                .map_or(Type::Any, |index| Type::Struct(*index)),
        };
    }
    let format = property.get("format").and_then(Value::as_str);
    match property.get("type").and_then(Value::as_str) {
        Some("string") if format == Some("byte") => Type::Bytes,
        Some("string") => Type::Text,
        Some("integer") if format == Some("int64") => Type::Long,
        Some("integer") => Type::Int,
        Some("number") => Type::Number,
        Some("boolean") => Type::Bool,
        Some("array") => Type::List(Box::new(
            property
                .get("items")
                .map_or(Type::Any, |i| build_type(i, names)),
        )),
        Some("object") => property
            .get("additionalProperties")
            .filter(|a| a.is_object())
            .map_or(Type::Any, |a| Type::Map(Box::new(build_type(a, names)))),
        _ => Type::Any,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds;

    #[test]
    fn every_kind_has_a_type_with_metadata() {
        for kind in kinds::ALL {
            let found = schemas().named(kind.schema);
            assert!(
                found.is_some_and(|s| s.fields.contains_key("metadata")),
                "{}",
                kind.schema
            );
        }
    }

    #[test]
    fn types_are_told_apart() {
        let schemas = schemas();
        let field = |s: &str, f: &str| &schemas.named(s).unwrap().fields[f];
        assert_eq!(
            field("io.k8s.api.core.v1.Secret", "data").ty,
            Type::Map(Box::new(Type::Bytes))
        );
        assert_eq!(
            field("io.k8s.api.apps.v1.DeploymentSpec", "replicas").ty,
            Type::Int
        );
        assert_eq!(
            field("io.k8s.api.core.v1.ServicePort", "targetPort").ty,
            Type::IntOrText
        );
        assert_eq!(
            field("io.k8s.api.core.v1.ResourceRequirements", "limits").ty,
            Type::Map(Box::new(Type::Quantity))
        );
        assert_eq!(
            field("io.k8s.api.coordination.v1.LeaseSpec", "renewTime").ty,
            Type::MicroTime
        );
        assert!(
            field("io.k8s.api.core.v1.PodSpec", "containers")
                .merge
                .is_some_and(|m| m.patch_key == "name")
        );
        assert!(field("io.k8s.api.apps.v1.DeploymentSpec", "selector").atomic);
        assert_eq!(
            field(
                "io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry",
                "fieldsV1"
            )
            .ty,
            Type::Any
        );
    }
}
