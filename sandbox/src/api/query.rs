//! The parameters behind the question mark.

use std::collections::HashMap;

use super::path::decode;
use crate::refusal::{Cause, Refusal};

/// The parameters of a request; of those given more than once the first counts.
#[derive(Clone, Debug, Default)]
pub struct Query(HashMap<String, Vec<String>>);

impl Query {
    /// Reads a query string; what cannot be read in it is left out.
    pub(crate) fn parse(text: Option<&str>) -> Self {
        let mut map: HashMap<String, Vec<String>> = HashMap::new();
        for pair in text.unwrap_or("").split('&').filter(|p| !p.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if let (Some(key), Some(value)) = (
                decode(&key.replace('+', " ")),
                decode(&value.replace('+', " ")),
            ) {
                map.entry(key).or_default().push(value);
            }
        }
        Self(map)
    }

    /// A parameter, or `""`.
    pub fn get(&self, key: &str) -> &str {
        self.0
            .get(key)
            .and_then(|v| v.first())
            .map_or("", String::as_str)
    }

    /// Whether a parameter is there, whatever it says.
    pub fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// All values of a parameter.
    pub fn all(&self, key: &str) -> &[String] {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }

    /// A parameter that says yes: it is there, and says nothing else.
    pub fn flag(&self, key: &str) -> bool {
        let value = self.get(key);
        self.has(key) && value != "0" && !value.eq_ignore_ascii_case("false")
    }

    /// A parameter that is a number.
    pub fn number(&self, key: &str) -> Result<Option<i64>, Refusal> {
        match self.get(key) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| {
                Refusal::bad_request(format!(
                    "strconv.ParseInt: parsing \"{text}\": invalid syntax"
                ))
            }),
        }
    }

    /// `dryRun=All`; anything else there is refused as an option of that kind.
    pub(super) fn dry_run(&self, options: &str) -> Result<bool, Refusal> {
        match self.all("dryRun") {
            [] => Ok(false),
            many if many.iter().all(|v| v == "All") => Ok(true),
            many if many.iter().all(String::is_empty) => Ok(false),
            many => {
                let cause = Cause {
                    reason: "FieldValueNotSupported",
                    message: format!("Unsupported value: {many:?}: supported values: \"All\""),
                    field: "dryRun".into(),
                };
                Err(Refusal::wrong(&format!("{options}.meta.k8s.io"), "", cause))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded() {
        let query = Query::parse(Some(
            "labelSelector=a%3Db%2Cc+in+%28d%29&watch=1&limit=5&x=%zz&dryRun=All&dryRun=All",
        ));
        assert_eq!(query.get("labelSelector"), "a=b,c in (d)");
        assert!(query.flag("watch"));
        assert_eq!(query.number("limit").unwrap(), Some(5));
        assert_eq!(query.get("x"), "");
        assert!(query.dry_run("CreateOptions").unwrap());
        let query = Query::parse(Some("a&b=&c=False&d=0&e=maybe&dryRun=Some"));
        let flags = ["a", "b", "c", "d", "e", "f"].map(|key| query.flag(key));
        assert_eq!(flags, [true, true, false, false, true, false]);
        assert_eq!(
            query.dry_run("CreateOptions").unwrap_err().message(),
            "CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: [\"Some\"]: supported values: \"All\""
        );
        assert!(Query::parse(Some("limit=x")).number("limit").is_err());
    }
}
