//! The schemas that the build script wrote down, read from the program itself.

use miniz_oxide::inflate::decompress_to_vec;
use serde_json::{Map, Value};

/// Schemas by their `io.k8s.…` names.
pub type Definitions = Map<String, Value>;

/// All schemas with upstream's descriptions. They are large, most of it prose; nobody keeps them
/// longer than needed.
pub fn described() -> Definitions {
    read(include_bytes!(concat!(
        env!("OUT_DIR"),
        "/described.json.deflate"
    )))
}

/// All schemas without a word of prose.
pub fn plain() -> Definitions {
    read(include_bytes!(concat!(
        env!("OUT_DIR"),
        "/plain.json.deflate"
    )))
}

/// What the build script wrote can be read; a test reads both.
fn read(compressed: &[u8]) -> Definitions {
    let json = decompress_to_vec(compressed).unwrap_or_default();
    serde_json::from_slice(&json).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const POD: &str = "io.k8s.api.core.v1.Pod";

    #[test]
    fn both_have_the_same_types_and_one_has_the_prose() {
        let (described, plain) = (described(), plain());
        assert!(described.keys().eq(plain.keys()));
        assert!(described[POD]["description"].is_string());
        assert!(plain[POD].get("description").is_none());
        let spec = |of: &Definitions| of[POD]["properties"]["spec"]["$ref"].clone();
        assert!(spec(&plain).is_string());
        assert_eq!(spec(&plain), spec(&described));
    }
}
