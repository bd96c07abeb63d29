//! What an applied configuration must be: every item of a list that is merged has its key, once.

use std::collections::HashSet;

use serde_json::Value;

use super::fields::{element, shown};
use crate::schema::{
    Field, Struct, Type,
    merge::{List, Merge},
    schemas,
};

/// Says where a configuration is not, in upstream's words.
pub(super) fn check(config: &Value, ty: &Struct) -> Result<(), String> {
    fields(config, ty, "")
}

fn fields(value: &Value, ty: &Struct, path: &str) -> Result<(), String> {
    for (key, value) in value.as_object().into_iter().flatten() {
        if let Some(field) = ty.fields.get(key).filter(|f| !f.atomic) {
            below(value, &field.ty, Some(field), &format!("{path}.{key}"))?;
        }
    }
    Ok(())
}

fn below(value: &Value, ty: &Type, field: Option<&Field>, path: &str) -> Result<(), String> {
    match (ty, value) {
        (Type::Struct(index), _) => fields(value, &schemas().structs[*index], path),
        (Type::Map(of), Value::Object(map)) => map
            .iter()
            .try_for_each(|(key, value)| below(value, of, None, &format!("{path}.{key}"))),
        (Type::List(of), Value::Array(list)) => items(list, of, field.and_then(|f| f.merge), path),
        _ => Ok(()),
    }
}

fn items(list: &[Value], of: &Type, merge: Option<Merge>, path: &str) -> Result<(), String> {
    let Some(kind) = merge.map(|m| m.list).filter(|l| *l != List::Atomic) else {
        return Ok(());
    };
    let mut seen = HashSet::new();
    for (index, item) in list.iter().enumerate() {
        let Some(element) = element(item, kind) else {
            let keys = match kind {
                List::Map(keys) => keys,
                List::Atomic | List::Set => &[],
            };
            return Err(format!(
                "{path}: element {index}: associative list with keys has an element that omits all key fields {keys:?} (and doesn't have default values for any key fields)"
            ));
        };
        let name = shown(&element);
        if !seen.insert(element) {
            return Err(format!("{path}: duplicate entries for key {name}"));
        }
        below(item, of, None, &format!("{path}{name}"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn items_of_merged_lists_have_a_key_of_their_own() {
        let check = |kind: &str, config| {
            let ty = schemas().named(&format!("io.k8s.api.core.v1.{kind}"));
            check(&config, ty.unwrap()).unwrap_err()
        };
        assert_eq!(
            check("ServiceAccount", json!({"secrets": [{"name": "a"}, {}]})),
            ".secrets: element 1: associative list with keys has an element that omits all key fields [\"name\"] (and doesn't have default values for any key fields)"
        );
        let secrets = json!({"secrets": [{"name": "a"}, {"name": "a"}]});
        assert_eq!(
            check("ServiceAccount", secrets),
            ".secrets: duplicate entries for key [name=\"a\"]"
        );
        let finalizers = json!({"metadata": {"finalizers": ["a", "a"]}});
        assert_eq!(
            check("ConfigMap", finalizers),
            ".metadata.finalizers: duplicate entries for key [=\"a\"]"
        );
        // The protocol of a port is TCP if it is not said.
        let ports = json!({"spec": {"ports": [{"port": 80}, {"port": 80, "protocol": "TCP"}]}});
        assert!(check("Service", ports).ends_with("[port=80,protocol=\"TCP\"]"));
    }
}
