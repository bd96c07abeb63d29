//! `serviceaccounts/NAME/token`: tokens by which the API knows a service account.
//!
//! They are JSON Web Tokens as upstream's, but signed with a secret of the server (HS256).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::Response;
use jiff::Timestamp;
use ring::hmac;
use serde_json::{Value, json};

use super::{
    Api, Asked, body,
    reply::{self, Body},
    user::{User, account_name},
};
use crate::{
    kinds,
    object::{Meta, child},
    refusal::{Cause, Refusal},
    registry::Registry,
};

/// Who gives the tokens out, and to whom they are shown.
const ISSUER: &str = "https://kubernetes.default.svc.cluster.local";
const SCHEMA: &str = "io.k8s.api.authentication.v1.TokenRequest";
/// How long a token is good if nobody says.
const HOUR: i64 = 3600;
/// The shortest time that can be asked for.
const SHORTEST: i64 = 600;
/// The longest one.
const LONGEST: i64 = 1 << 32;

/// What signs tokens and knows its own signature again.
pub(super) struct Tokens(hmac::Key);

impl Tokens {
    /// Signs with a secret that only the server has.
    pub(super) fn new(secret: &str) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()))
    }

    fn sign(&self, claims: &Value) -> String {
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let header = json!({"alg": "HS256", "typ": "JWT"}).to_string();
        let text = format!(
            "{}.{}",
            encode(header.as_bytes()),
            encode(claims.to_string().as_bytes())
        );
        let signature = hmac::sign(&self.0, text.as_bytes());
        format!("{text}.{}", encode(signature.as_ref()))
    }

    fn claims(&self, token: &str) -> Option<Value> {
        let (text, signature) = token.rsplit_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        hmac::verify(&self.0, text.as_bytes(), &signature).ok()?;
        let (_, claims) = text.split_once('.')?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
    }

    /// Whose token it is, if it is good now and the account is still the same.
    pub(super) fn account(&self, token: &[u8], registry: &Registry) -> Option<User> {
        let claims = self.claims(std::str::from_utf8(token).ok()?)?;
        let now = registry.clock().now().as_second();
        let for_us = claims.list_at("aud").iter().any(|a| a == ISSUER);
        if !for_us || claims.int_at("exp")? <= now {
            return None;
        }
        let about = claims.get("kubernetes.io")?;
        let (namespace, name) = (
            about.text_at("namespace"),
            about.text_at("serviceaccount.name"),
        );
        let account = registry.get(kinds::SERVICE_ACCOUNT, namespace, name).ok()?;
        let same = account.uid() == about.text_at("serviceaccount.uid");
        same.then(|| User::account(namespace, name))
    }
}

/// Gives a token to who asks for one.
pub(super) fn create(api: &Api, asked: &Asked, body: &[u8]) -> Result<Response<Body>, Refusal> {
    let (mut request, _) = body::document("TokenRequest", &asked.headers, body)?;
    let type_of = ("TokenRequest", "v1", SCHEMA);
    let warnings = body::fit(type_of, &asked.query, &mut request, &[])?;
    let (namespace, name) = (asked.place.namespace(), asked.name());
    let account = api.registry.get(kinds::SERVICE_ACCOUNT, namespace, name)?;
    let seconds = request.int_at("spec.expirationSeconds").unwrap_or(HOUR);
    lasting(seconds)?;
    if request.at("spec.boundObjectRef").is_some() {
        return Err(Refusal::bad_request(
            "tokens that are bound to an object are not given out in this cluster",
        ));
    }
    let mut audiences = request.list_at("spec.audiences").to_vec();
    if audiences.is_empty() {
        audiences.push(ISSUER.into());
    }
    let now = api.registry.clock().now().as_second();
    let end = now.saturating_add(seconds);
    let claims = json!({
        "aud": audiences,
        "exp": end,
        "iat": now,
        "iss": ISSUER,
        "kubernetes.io": {
            "namespace": namespace,
            "serviceaccount": {"name": name, "uid": account.uid()},
        },
        "nbf": now,
        "sub": account_name(namespace, name),
    });
    request["apiVersion"] = "authentication.k8s.io/v1".into();
    request["kind"] = "TokenRequest".into();
    request["metadata"] = json!({
        "name": name,
        "namespace": namespace,
        "creationTimestamp": api.registry.clock().stamp(),
    });
    let spec = child(&mut request, "spec");
    *child(spec, "audiences") = audiences.into();
    *child(spec, "expirationSeconds") = seconds.into();
    let expires = Timestamp::from_second(end).unwrap_or(Timestamp::MAX);
    request["status"] = json!({
        "token": Tokens::new(&api.token).sign(&claims),
        "expirationTimestamp": expires.to_string(),
    });
    let mut response = reply::json(201, &request);
    reply::warn(&mut response, &warnings);
    Ok(response)
}

/// A token may be good for ten minutes at least.
fn lasting(seconds: i64) -> Result<(), Refusal> {
    let what = match seconds {
        ..SHORTEST => "less than 10 minutes",
        SHORTEST..=LONGEST => return Ok(()),
        _ => "larger than 2^32 seconds",
    };
    let cause = Cause {
        reason: "FieldValueInvalid",
        message: format!("Invalid value: {seconds}: may not specify a duration {what}"),
        field: "spec.expirationSeconds".into(),
    };
    Err(Refusal::wrong(
        "TokenRequest.authentication.k8s.io",
        "",
        cause,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_servers_own_signature_counts() {
        let tokens = Tokens::new("secret");
        let claims = json!({"sub": "a"});
        let token = tokens.sign(&claims);
        assert_eq!(tokens.claims(&token), Some(claims));
        assert_eq!(Tokens::new("other").claims(&token), None);
        let mut parts: Vec<&str> = token.split('.').collect();
        let forged = URL_SAFE_NO_PAD.encode(r#"{"sub":"b"}"#);
        parts[1] = &forged;
        for wrong in [&parts.join("."), "", ".", "..", "a.b.c", &token[1..]] {
            assert_eq!(tokens.claims(wrong), None, "{wrong}");
        }
    }
}
