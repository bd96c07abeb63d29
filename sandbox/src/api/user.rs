//! Who a request comes from: the one who has the kubeconfig, a service account, or somebody for
//! whom the first one speaks.

use http::{HeaderMap, header};
use serde_json::{Value, json};
use subtle::ConstantTimeEq as _;

use super::{Api, token::Tokens};
use crate::{kinds::Kind, refusal::Refusal};

/// Who has the kubeconfig.
const OWNER: &str = "podo-user";
/// Who may do everything.
pub(super) const MASTERS: &str = "system:masters";
/// How the names of service accounts begin.
const ACCOUNT: &str = "system:serviceaccount:";
pub(super) const AUTHENTICATED: &str = "system:authenticated";

/// Somebody, and the groups in which they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct User {
    pub(super) name: String,
    pub(super) groups: Vec<String>,
}

impl User {
    fn owner() -> Self {
        Self {
            name: OWNER.into(),
            groups: vec![MASTERS.into(), AUTHENTICATED.into()],
        }
    }

    /// A service account as a user.
    pub(super) fn account(namespace: &str, name: &str) -> Self {
        let mut groups = account_groups(namespace);
        groups.push(AUTHENTICATED.into());
        Self {
            name: account_name(namespace, name),
            groups,
        }
    }

    pub(super) fn is_master(&self) -> bool {
        self.groups.iter().any(|group| group == MASTERS)
    }

    /// The user as `SelfSubjectReview` shows them.
    pub(super) fn info(&self) -> Value {
        json!({"username": self.name, "groups": self.groups})
    }
}

/// The name that a service account has as a user.
pub(super) fn account_name(namespace: &str, name: &str) -> String {
    format!("{ACCOUNT}{namespace}:{name}")
}

fn account_groups(namespace: &str) -> Vec<String> {
    vec![
        "system:serviceaccounts".into(),
        format!("system:serviceaccounts:{namespace}"),
    ]
}

impl Api {
    /// Who a request comes from, or for whom it is made.
    pub(super) fn authenticate(&self, headers: &HeaderMap) -> Result<User, Refusal> {
        let given = headers
            .get(header::AUTHORIZATION)
            .map_or(&b""[..], |v| v.as_bytes());
        let scheme = given
            .get(..7)
            .is_some_and(|s| s.eq_ignore_ascii_case(b"bearer "));
        let token = given.get(7..).filter(|_| scheme).unwrap_or(b"");
        let user = if bool::from(token.ct_eq(self.token.as_bytes())) {
            User::owner()
        } else {
            let tokens = Tokens::new(&self.token);
            let account = tokens.account(token, &self.registry);
            account.ok_or_else(|| Refusal::new(401, "Unauthorized", "Unauthorized"))?
        };
        impersonated(user, headers)
    }
}

/// The user for whom another one speaks, if that is asked for.
fn impersonated(user: User, headers: &HeaderMap) -> Result<User, Refusal> {
    let values = |name: &str| -> Vec<String> {
        let values = headers.get_all(name).iter();
        values
            .map(|v| String::from_utf8_lossy(v.as_bytes()).into_owned())
            .collect()
    };
    let (name, mut groups) = (
        values("impersonate-user").into_iter().next(),
        values("impersonate-group"),
    );
    let Some(name) = name.filter(|name| !name.is_empty()) else {
        let more = headers
            .keys()
            .any(|k| k == "impersonate-uid" || k.as_str().starts_with("impersonate-extra-"));
        if groups.is_empty() && !more {
            return Ok(user);
        }
        return Err(Refusal::internal(&format!(
            "requested {groups:?} without impersonating a user"
        )));
    };
    if !user.is_master() {
        return Err(Refusal::new(
            403,
            "Forbidden",
            format!(
                "users \"{name}\" is forbidden: User \"{}\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope",
                user.name
            ),
        ));
    }
    let account = name.strip_prefix(ACCOUNT);
    if let Some((namespace, _)) = account.and_then(|a| a.split_once(':'))
        && groups.is_empty()
    {
        groups = account_groups(namespace);
    }
    if name != "system:anonymous" && !groups.iter().any(|group| group == AUTHENTICATED) {
        groups.push(AUTHENTICATED.into());
    }
    Ok(User { name, groups })
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Attributes<'a> {
    /// With objects.
    Resource {
        verb: &'a str,
        group: &'a str,
        resource: &'a str,
        subresource: &'a str,
        namespace: &'a str,
        name: &'a str,
    },
    /// With a path that leads to none.
    Path { verb: &'a str, path: &'a str },
}

/// Says who may not do what, in upstream's words.
pub(super) fn forbidden(user: &User, attributes: Attributes<'_>, kind: Option<&Kind>) -> Refusal {
    let who = &user.name;
    match attributes {
        Attributes::Path { verb, path } => {
            let text = format!("forbidden: User \"{who}\" cannot {verb} path \"{path}\"");
            Refusal::new(403, "Forbidden", text)
        }
        Attributes::Resource {
            verb,
            group,
            resource,
            subresource,
            namespace,
            name,
        } => {
            let what = if subresource.is_empty() {
                resource.to_owned()
            } else {
                format!("{resource}/{subresource}")
            };
            let place = if namespace.is_empty() {
                "at the cluster scope".to_owned()
            } else {
                format!("in the namespace \"{namespace}\"")
            };
            let why = format!(
                "User \"{who}\" cannot {verb} resource \"{what}\" in API group \"{group}\" {place}"
            );
            match kind {
                Some(kind) => Refusal::forbidden(kind, name, &why),
                None => Refusal::new(403, "Forbidden", why),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speak(user: User, pairs: &[(&'static str, &'static str)]) -> Result<User, Refusal> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        impersonated(user, &headers)
    }

    #[test]
    fn the_owner_may_speak_for_others() {
        let jane = [("impersonate-user", "jane"), ("impersonate-group", "devs")];
        let user = speak(User::owner(), &jane).unwrap();
        assert_eq!(user.groups, ["devs", "system:authenticated"]);
        let account = [("impersonate-user", "system:serviceaccount:a:b")];
        let user = speak(User::owner(), &account).unwrap();
        assert_eq!(user, User::account("a", "b"));
        assert_eq!(speak(User::owner(), &[]).unwrap(), User::owner());
        assert!(speak(User::owner(), &[("impersonate-group", "devs")]).is_err());
        let refused = speak(user, &jane).unwrap_err();
        assert_eq!(
            refused.message(),
            "users \"jane\" is forbidden: User \"system:serviceaccount:a:b\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope"
        );
    }
}
