//! Which keys the objects of Kubernetes have, so that a misspelt one in a `match` or a manifest
//! is found without a cluster.
//!
//! The types of k8s-openapi name their fields when they are deserialized. [`Walk`] is a
//! deserializer over a tree of a lesson file that notes every key which the type at its place does
//! not have. It hands out plain values of whatever type is asked for: only keys are of interest.

use std::cell::RefCell;

use k8s_openapi::api::{apps::v1 as apps, batch::v1 as batch, core::v1 as core};
use k8s_openapi::api::{networking::v1 as networking, storage::v1 as storage};
use serde::de::value::{Error, StrDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IntoDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};

use crate::lesson::names::{listed, nearest};
use crate::lesson::problem::ProblemKind;
use crate::lesson::reader::Report;
use crate::lesson::yaml::{Data, Node};

/// A moment that can be read as one, for the fields that are times.
const SOME_TIME: &str = "2000-01-01T00:00:00Z";

/// Reports the keys of an object, or of a part of one, that objects of its kind do not have.
///
/// Kinds that look different from one API version to the next (ingresses, autoscalers, endpoint
/// slices) and kinds that podo does not know are left alone.
pub(super) fn check_keys(kind: &str, node: &Node, report: &mut Report) {
    macro_rules! walk {
        ($($name:literal => $type:ty,)+) => {
            match kind {
                $($name => walk::<$type>(node, report),)+
                _ => {}
            }
        };
    }
    walk! {
        "ConfigMap" => core::ConfigMap,
        "CronJob" => batch::CronJob,
        "DaemonSet" => apps::DaemonSet,
        "Deployment" => apps::Deployment,
        "Endpoints" => core::Endpoints,
        "Event" => core::Event,
        "Job" => batch::Job,
        "LimitRange" => core::LimitRange,
        "Namespace" => core::Namespace,
        "NetworkPolicy" => networking::NetworkPolicy,
        "Node" => core::Node,
        "PersistentVolume" => core::PersistentVolume,
        "PersistentVolumeClaim" => core::PersistentVolumeClaim,
        "Pod" => core::Pod,
        "ReplicaSet" => apps::ReplicaSet,
        "ResourceQuota" => core::ResourceQuota,
        "Secret" => core::Secret,
        "Service" => core::Service,
        "ServiceAccount" => core::ServiceAccount,
        "StatefulSet" => apps::StatefulSet,
        "StorageClass" => storage::StorageClass,
    }
}

fn walk<'n, T: Deserialize<'n>>(node: &'n Node, report: &mut Report) {
    let unknown = RefCell::new(Vec::new());
    // A value that the type refuses ends the walk early; what was found by then stands.
    let _ = T::deserialize(Walk {
        node,
        unknown: &unknown,
    });
    for (line, kind) in unknown.into_inner() {
        report.add(line, kind);
    }
}

/// The keys that were found, with their lines.
type Unknown = RefCell<Vec<(u32, ProblemKind)>>;

/// A deserializer at one node of the tree.
#[derive(Clone, Copy)]
struct Walk<'n, 'u> {
    node: &'n Node,
    unknown: &'u Unknown,
}

impl<'n> Walk<'n, '_> {
    /// The entries of a map and the items of a list are visited the same way.
    fn children(self, fields: Option<&'static [&'static str]>) -> Children<'n, Self> {
        let mut entries = Vec::new();
        for (key, value) in self.node.entries() {
            if fields.is_none_or(|fields| fields.contains(&key.name.as_str())) {
                entries.push((
                    key.name.as_str(),
                    Walk {
                        node: value,
                        ..self
                    },
                ));
            } else {
                let known = fields.unwrap_or_default().iter().copied();
                let kind = ProblemKind::UnknownKey {
                    key: key.name.clone(),
                    nearest: nearest(&key.name, known.clone()),
                    known: listed(known),
                };
                self.unknown.borrow_mut().push((key.line, kind));
            }
        }
        entries.extend(
            self.node
                .items()
                .iter()
                .map(|item| ("", Walk { node: item, ..self })),
        );
        Children {
            entries: entries.into_iter(),
            value: None,
        }
    }
}

impl<'n> Deserializer<'n> for Walk<'n, '_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.data {
            Data::Map(_) => visitor.visit_map(self.children(None)),
            Data::List(_) => visitor.visit_seq(self.children(None)),
            Data::Text(text) => visitor.visit_str(text),
            Data::Bool(value, _) => visitor.visit_bool(*value),
            Data::Number(..) => visitor.visit_i64(0),
            Data::Null => visitor.visit_unit(),
        }
    }

    fn deserialize_bool<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(false)
    }

    fn deserialize_i32<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_i32(0)
    }

    fn deserialize_i64<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_i64(0)
    }

    fn deserialize_f64<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_f64(0.0)
    }

    /// The text itself: `apiVersion` and `kind` are compared with the type's own.
    fn deserialize_string<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.node.text().unwrap_or_default())
    }

    /// Base64 is decoded when bytes are read; empty text is right always.
    fn deserialize_bytes<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bytes(&[])
    }

    fn deserialize_option<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.data {
            Data::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'n>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if matches!(name, "Time" | "MicroTime") {
            let time: StrDeserializer<'_, Error> = SOME_TIME.into_deserializer();
            return visitor.visit_newtype_struct(time);
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'n>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_map(self.children(Some(fields)))
    }

    fn deserialize_map<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(self.children(None))
    }

    fn deserialize_seq<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(self.children(None))
    }

    fn deserialize_ignored_any<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_byte_buf<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_str<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_string(visitor)
    }

    serde::forward_to_deserialize_any! {
        <V: Visitor<'n>>
        i8 i16 i128 u8 u16 u32 u64 u128 f32 char unit unit_struct tuple tuple_struct enum identifier
    }
}

/// The children of a node, with their keys where they have any.
struct Children<'n, W> {
    entries: std::vec::IntoIter<(&'n str, W)>,
    value: Option<W>,
}

impl<'n> MapAccess<'n> for Children<'n, Walk<'n, '_>> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'n>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.entries.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        let key: StrDeserializer<'n, Error> = key.into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'n>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let value = self
            .value
            .take()
            .expect("a value is asked for after its key");
        seed.deserialize(value)
    }
}

impl<'n> SeqAccess<'n> for Children<'n, Walk<'n, '_>> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'n>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        self.entries
            .next()
            .map(|(_, value)| seed.deserialize(value))
            .transpose()
    }
}

#[cfg(test)]
mod tests;
