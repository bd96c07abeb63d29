//! RBAC: what the stored roles and bindings let somebody do.

use serde_json::{Value, json};

use super::user::{AUTHENTICATED, Attributes, User, account_name};
use crate::{kinds, object::Meta, registry::Registry, store::Selection};

/// A rule, and which binding gives it.
pub(super) struct Granted {
    pub(super) rule: Value,
    pub(super) why: String,
}

/// Everything that somebody may do in a namespace, or without one.
pub(super) fn granted(registry: &Registry, user: &User, namespace: &str) -> Vec<Granted> {
    let mut all: Vec<Granted> = if user.is_master() {
        everything().into_iter().map(built_in).collect()
    } else {
        Vec::new()
    };
    if user.groups.iter().any(|group| group == AUTHENTICATED) {
        all.extend(for_everybody().into_iter().map(built_in));
    }
    let mut bindings = registry
        .list(kinds::CLUSTER_ROLE_BINDING, &Selection::default())
        .items;
    if !namespace.is_empty() {
        let here = Selection::namespace(namespace);
        bindings.extend(registry.list(kinds::ROLE_BINDING, &here).items);
    }
    for binding in &bindings {
        let subjects = binding.list_at("subjects").iter();
        let Some(subject) = subjects
            .into_iter()
            .find(|s| is(user, s, binding.namespace()))
        else {
            continue;
        };
        let (kind, name) = (
            binding.text_at("roleRef.kind"),
            binding.text_at("roleRef.name"),
        );
        let role = if kind == "Role" {
            registry.get(kinds::ROLE, binding.namespace(), name)
        } else {
            registry.get(kinds::CLUSTER_ROLE, "", name)
        };
        // A binding to a role that is not there gives nothing.
        let rules = role.map(|role| role.list_at("rules").to_vec());
        let why = describe(binding, subject);
        all.extend(rules.unwrap_or_default().into_iter().map(|rule| Granted {
            rule,
            why: why.clone(),
        }));
    }
    all
}

/// Which rule lets somebody do something, if any does; masters need none.
pub(super) fn allowed(
    registry: &Registry,
    user: &User,
    attributes: Attributes<'_>,
) -> Option<String> {
    let namespace = match attributes {
        Attributes::Resource { namespace, .. } => namespace,
        Attributes::Path { .. } => "",
    };
    let granted = granted(registry, user, namespace);
    let rule = granted.into_iter().find(|g| allows(&g.rule, attributes));
    rule.map(|granted| granted.why)
}

fn built_in(rule: Value) -> Granted {
    Granted {
        rule,
        why: String::new(),
    }
}

fn everything() -> Vec<Value> {
    vec![
        json!({"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}),
        json!({"verbs": ["*"], "nonResourceURLs": ["*"]}),
    ]
}

/// What upstream's roles `system:basic-user` and `system:discovery` give to everybody.
fn for_everybody() -> Vec<Value> {
    let reviews = ["selfsubjectaccessreviews", "selfsubjectrulesreviews"];
    vec![
        json!({"verbs": ["create"], "apiGroups": ["authorization.k8s.io"], "resources": reviews}),
        json!({"verbs": ["create"], "apiGroups": ["authentication.k8s.io"], "resources": ["selfsubjectreviews"]}),
        json!({"verbs": ["get"], "nonResourceURLs": ["/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/"]}),
    ]
}

/// Whether a binding's subject is that user.
fn is(user: &User, subject: &Value, here: &str) -> bool {
    let name = subject.text_at("name");
    match subject.text_at("kind") {
        "User" => user.name == name,
        "Group" => user.groups.iter().any(|group| group == name),
        "ServiceAccount" => {
            let namespace = match subject.text_at("namespace") {
                "" => here,
                namespace => namespace,
            };
            user.name == account_name(namespace, name)
        }
        _ => false,
    }
}

fn describe(binding: &Value, subject: &Value) -> String {
    let (kind, name) = match binding.namespace() {
        "" => ("ClusterRoleBinding", binding.name().to_owned()),
        namespace => ("RoleBinding", format!("{}/{namespace}", binding.name())),
    };
    let whom = match subject.text_at("namespace") {
        "" => subject.text_at("name").to_owned(),
        namespace => format!("{}/{namespace}", subject.text_at("name")),
    };
    format!(
        "RBAC: allowed by {kind} {name:?} of {} {:?} to {} {whom:?}",
        binding.text_at("roleRef.kind"),
        binding.text_at("roleRef.name"),
        subject.text_at("kind"),
    )
}

fn allows(rule: &Value, attributes: Attributes<'_>) -> bool {
    let lists = |list: &str, word: &str| rule.list_at(list).iter().any(|w| w == "*" || w == word);
    match attributes {
        Attributes::Path { verb, path } => {
            let fits = |pattern: &Value| {
                let pattern = pattern.as_str().unwrap_or("");
                match pattern.strip_suffix('*') {
                    Some(beginning) => path.starts_with(beginning),
                    None => path == pattern,
                }
            };
            lists("verbs", verb) && rule.list_at("nonResourceURLs").iter().any(fits)
        }
        Attributes::Resource {
            verb,
            group,
            resource,
            subresource,
            name,
            ..
        } => {
            let (whole, any) = if subresource.is_empty() {
                (resource.to_owned(), "*".to_owned())
            } else {
                (
                    format!("{resource}/{subresource}"),
                    format!("*/{subresource}"),
                )
            };
            let names = rule.list_at("resourceNames");
            let named = names.is_empty() || (!name.is_empty() && names.iter().any(|n| n == name));
            let resources = lists("resources", &whole) || lists("resources", &any);
            named && lists("verbs", verb) && lists("apiGroups", group) && resources
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{clock::Clock, store::Store};

    fn pods<'a>(verb: &'a str, subresource: &'a str, name: &'a str) -> Attributes<'a> {
        Attributes::Resource {
            verb,
            group: "",
            resource: "pods",
            subresource,
            namespace: "default",
            name,
        }
    }

    #[test]
    fn rules_name_verbs_groups_resources_and_objects() {
        let rule = json!({"verbs": ["get"], "apiGroups": [""], "resources": ["pods", "*/log"], "resourceNames": ["web"]});
        assert!(allows(&rule, pods("get", "", "web")));
        assert!(allows(&rule, pods("get", "log", "web")));
        for other in [
            pods("get", "", "db"),
            pods("list", "", "web"),
            pods("get", "exec", "web"),
            pods("get", "", ""),
        ] {
            assert!(!allows(&rule, other), "{other:?}");
        }
        let path = |path| Attributes::Path { verb: "get", path };
        let rule = json!({"verbs": ["*"], "nonResourceURLs": ["/api/*", "/version"]});
        assert!(allows(&rule, path("/api/v1")) && allows(&rule, path("/version")));
        assert!(!allows(&rule, path("/api")) && !allows(&rule, path("/versions")));
    }

    #[test]
    fn a_binding_gives_a_roles_rules_where_it_is() {
        let registry = Registry::new(Arc::new(Store::new(10)), Clock::real());
        let make = |kind, namespace: &str, object| {
            registry.create(kind, namespace, &object).unwrap();
        };
        make(
            kinds::NAMESPACE,
            "",
            json!({"metadata": {"name": "default"}}),
        );
        let rules = json!([{"verbs": ["list"], "apiGroups": [""], "resources": ["pods"]}]);
        make(
            kinds::ROLE,
            "default",
            json!({"metadata": {"name": "reader"}, "rules": rules}),
        );
        let reference =
            json!({"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "reader"});
        let subject = json!({"kind": "ServiceAccount", "name": "bot", "namespace": "default"});
        make(
            kinds::ROLE_BINDING,
            "default",
            json!({"metadata": {"name": "b"}, "roleRef": reference, "subjects": [subject]}),
        );
        let bot = User::account("default", "bot");
        let list = pods("list", "", "");
        assert_eq!(
            allowed(&registry, &bot, list).as_deref(),
            Some(
                "RBAC: allowed by RoleBinding \"b/default\" of Role \"reader\" to ServiceAccount \"bot/default\""
            )
        );
        assert_eq!(allowed(&registry, &bot, pods("delete", "", "web")), None);
        let other = User::account("default", "other");
        assert_eq!(allowed(&registry, &other, list), None);
    }
}
