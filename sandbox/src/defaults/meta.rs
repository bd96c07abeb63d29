//! Setting a field that nobody has set.

use serde_json::Value;

use crate::object::child;

/// Sets a field unless it is there.
pub fn set(object: &mut Value, key: &str, value: impl Into<Value>) {
    let slot = child(object, key);
    if slot.is_null() {
        *slot = value.into();
    }
}
