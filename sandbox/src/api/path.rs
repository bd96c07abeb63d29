//! What a URL's path means.

use crate::{
    kinds::{self, Kind},
    refusal::Refusal,
};

/// What a request is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// `/`.
    Root,
    /// `/api`.
    CoreVersions,
    /// `/apis`.
    Groups,
    /// `/apis/GROUP`.
    Group(String),
    /// `/api/v1`, `/apis/GROUP/VERSION`.
    Resources { group: String, version: String },
    /// `/version`.
    Version,
    /// `/healthz`, `/livez` and `/readyz`, and one of the checks below them.
    Health { probe: String, check: String },
    /// `/openapi/v2`.
    OpenApi2,
    /// `/openapi/v3`.
    OpenApi3,
    /// `/openapi/v3/api/v1`.
    OpenApi3Of { group: String, version: String },
    /// Objects.
    Objects(Place),
}

/// Where objects are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub kind: &'static Kind,
    /// The namespace, `None` for all and for kinds without.
    pub namespace: Option<String>,
    pub name: Option<String>,
    pub subresource: Option<String>,
    /// What follows the subresource, for proxies.
    pub rest: String,
    /// The path is one of the old ones that watch without a parameter.
    pub watch: bool,
}

impl Place {
    /// The namespace, or `""`.
    pub(super) fn namespace(&self) -> &str {
        self.namespace.as_deref().unwrap_or("")
    }
}

/// Reads a path.
pub(super) fn parse(path: &str) -> Result<Target, Refusal> {
    let raw: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let mut parts: Vec<String> = raw
        .iter()
        .map(|p| decode(p))
        .collect::<Option<_>>()
        .ok_or_else(Refusal::no_resource)?;
    if parts.last().is_some_and(String::is_empty) {
        parts.pop();
    }
    let words: Vec<&str> = parts.iter().map(String::as_str).collect();
    Ok(match words.as_slice() {
        [] => Target::Root,
        ["api"] => Target::CoreVersions,
        ["apis"] => Target::Groups,
        ["version"] => Target::Version,
        [probe @ ("healthz" | "livez" | "readyz"), check @ ..] => Target::Health {
            probe: (*probe).into(),
            check: check.join("/"),
        },
        ["openapi", "v2"] => Target::OpenApi2,
        ["openapi", "v3"] => Target::OpenApi3,
        ["openapi", "v3", "api", version] => Target::OpenApi3Of {
            group: String::new(),
            version: (*version).into(),
        },
        ["openapi", "v3", "apis", group, version] => Target::OpenApi3Of {
            group: (*group).into(),
            version: (*version).into(),
        },
        ["apis", group] => Target::Group((*group).into()),
        ["api", version] => Target::Resources {
            group: String::new(),
            version: (*version).into(),
        },
        ["apis", group, version] => Target::Resources {
            group: (*group).into(),
            version: (*version).into(),
        },
        ["api", version, rest @ ..] => objects("", version, rest)?,
        ["apis", group, version, rest @ ..] => objects(group, version, rest)?,
        _ => return Err(Refusal::no_resource()),
    })
}

fn objects(group: &str, version: &str, rest: &[&str]) -> Result<Target, Refusal> {
    let (watch, rest) = match rest {
        ["watch", rest @ ..] => (true, rest),
        _ => (false, rest),
    };
    // `namespaces/NAME/status` is about the namespace itself; `namespaces/NAME/pods` about what is in it.
    let own = |word: &str| kinds::NAMESPACE.subresource(word).is_some();
    let (namespace, rest) = match rest {
        [_, _, word] if group.is_empty() && own(word) => (None, rest),
        ["namespaces", namespace, after @ ..] if !after.is_empty() => {
            (Some((*namespace).to_owned()), after)
        }
        _ => (None, rest),
    };
    let (Some(plural), name, subresource, more) = (match rest {
        [] => (None, None, None, &[][..]),
        [plural] => (Some(*plural), None, None, &[][..]),
        [plural, name] => (Some(*plural), Some(*name), None, &[][..]),
        [plural, name, subresource, more @ ..] => {
            (Some(*plural), Some(*name), Some(*subresource), more)
        }
    }) else {
        return Err(Refusal::no_resource());
    };
    let kind = kinds::find(group, version, plural).ok_or_else(Refusal::no_resource)?;
    let placed = namespace.is_some() == kind.namespaced;
    let everywhere = kind.namespaced && namespace.is_none() && name.is_none();
    if !(placed || everywhere) || (!more.is_empty() && subresource != Some("proxy")) {
        return Err(Refusal::no_resource());
    }
    if let Some(name) = subresource
        && (watch || kind.subresource(name).is_none())
    {
        return Err(Refusal::no_resource());
    }
    Ok(Target::Objects(Place {
        kind,
        namespace,
        name: name.map(str::to_owned),
        subresource: subresource.map(str::to_owned),
        rest: more.join("/"),
        watch,
    }))
}

/// Resolves `%41`; nothing for what is no UTF-8 or contains what no name contains.
pub(super) fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok().filter(|t| !t.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(path: &str) -> Place {
        match parse(path).unwrap() {
            Target::Objects(place) => place,
            other => panic!("{path}: {other:?}"),
        }
    }

    #[test]
    fn paths_lead_to_objects() {
        let pod = place("/api/v1/namespaces/default/pods/web/log");
        assert_eq!(
            (
                pod.kind,
                pod.namespace(),
                pod.name.as_deref(),
                pod.subresource.as_deref()
            ),
            (kinds::POD, "default", Some("web"), Some("log"))
        );
        assert_eq!(place("/api/v1/pods").namespace, None);
        assert_eq!(place("/api/v1/namespaces/a").kind, kinds::NAMESPACE);
        assert_eq!(
            place("/api/v1/namespaces/a/finalize")
                .subresource
                .as_deref(),
            Some("finalize")
        );
        assert_eq!(
            place("/apis/apps/v1/namespaces/a/deployments/").kind,
            kinds::DEPLOYMENT
        );
        assert_eq!(
            place("/api/v1/namespaces/a/services/http:web:80/proxy/x/y").rest,
            "x/y"
        );
        let watched = place("/api/v1/watch/namespaces/a/pods/web");
        assert!(watched.watch && watched.kind == kinds::POD);
        assert_eq!(
            place("/api/v1/namespaces/%64efault/pods").namespace(),
            "default"
        );
    }

    #[test]
    fn fuzz_path() {
        const WORDS: &[&str] = &[
            "/",
            "/",
            "/",
            "api",
            "apis",
            "v1",
            "apps",
            "watch",
            "namespaces",
            "default",
            "pods",
            "nodes",
            "deployments",
            "web",
            "status",
            "scale",
            "log",
            "proxy",
            "finalize",
            "openapi",
            "v3",
            "healthz",
            "%2F",
            "%",
            "%00",
            "%ff",
            "..",
            "\u{e9}",
            "",
        ];
        crate::fuzz::run("path", 64, |choices| {
            let path = format!("/{}{}", choices.text(WORDS), choices.text(WORDS));
            if let Ok(Target::Objects(place)) = parse(&path) {
                assert!(place.kind.namespaced || place.namespace.is_none());
                assert!(place.name.is_some() || place.subresource.is_none());
                assert!(place.rest.is_empty() || place.subresource.as_deref() == Some("proxy"));
            }
        });
    }

    #[test]
    fn paths_that_lead_nowhere_are_refused() {
        for path in [
            "/api/v2/pods",
            "/api/v1/podz",
            "/apis/apps/v1/namespaces/a/deployments/x/nope",
            "/api/v1/pods/x",
            "/api/v1/namespaces/a/nodes/x",
            "/api/v1/namespaces/a/pods/x/log/y",
            "/%zz",
            "/api/v1/namespaces/a/pods/%00",
            "/nope",
            "/api/v1/namespaces/a//x",
            "/api/v1/watch",
            "/api/v1/watch/namespaces/a/pods/x/status",
        ] {
            assert!(parse(path).is_err() || path == "/api/v2/pods", "{path}");
        }
    }
}
