//! Images as the docker program on the learner's machine has them.

use serde::{Deserialize, Serialize};

use super::image::{ImagePattern, ImageRef};

/// What the gap is called that is left where docker could not be asked.
pub const DOCKER: &str = "docker";

/// An image that docker has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LocalImage {
    /// `sha256:…`.
    pub id: String,
    /// Its names with their tags: one image can have several.
    pub names: Vec<String>,
    /// The digests of its layers, the lowest first: what is in it. Builds of the same have the same,
    /// whatever their ids are.
    pub layers: Vec<String>,
}

impl LocalImage {
    /// Its names, taken apart; what is no name is left out.
    pub fn references(&self) -> impl Iterator<Item = ImageRef> {
        self.names.iter().filter_map(|name| ImageRef::parse(name))
    }

    /// Whether one of its names fits.
    pub fn is(&self, wanted: &ImagePattern) -> bool {
        self.references().any(|name| wanted.accepts(&name))
    }

    /// Whether it holds the same as another.
    pub fn holds_same_as(&self, other: &Self) -> bool {
        self.id == other.id || !self.layers.is_empty() && self.layers == other.layers
    }
}

/// Whether a name may be meant for one that is asked for: its last part is that, or nearly so (two
/// edits at most, and no more than a third of the name).
pub fn may_mean(name: &ImageRef, wanted: &ImagePattern) -> bool {
    let distance = strsim::damerau_levenshtein(name.last_name(), wanted.name());
    distance <= 2.min(wanted.name().len() / 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(id: &str, layers: &[&str]) -> LocalImage {
        LocalImage {
            id: id.to_owned(),
            names: vec!["shop:1".to_owned(), "localhost:5000/shop:1".to_owned()],
            layers: layers.iter().map(|layer| (*layer).to_owned()).collect(),
        }
    }

    #[test]
    fn an_image_is_what_any_of_its_names_says() {
        let image = image("a", &[]);
        for (pattern, fits) in [("shop:1", true), ("*/shop:1", true), ("shop:2", false)] {
            assert_eq!(image.is(&ImagePattern::parse(pattern).unwrap()), fits);
        }
    }

    #[test]
    fn layers_tell_what_is_in_it() {
        let old = image("a", &["1", "2"]);
        assert!(old.holds_same_as(&image("b", &["1", "2"])));
        assert!(!old.holds_same_as(&image("b", &["1", "3"])));
        assert!(!image("a", &[]).holds_same_as(&image("b", &[])));
    }

    #[test]
    fn near_names() {
        let wanted = ImagePattern::parse("podo-shop:1").unwrap();
        let near = |name: &str| may_mean(&ImageRef::parse(name).unwrap(), &wanted);
        assert!(near("podo-shop") && near("me/podo-shp:1") && near("podoshop:2"));
        assert!(!near("nginx:1.27") && !near("shop:1"));
    }
}
