//! Reading one object, and lists in parts.

use std::borrow::Cow;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use bytes::{BufMut as _, Bytes, BytesMut};
use http::Response;
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Api, Asked,
    accept::{self, Form},
    reply::{self, Body},
    views,
};
use crate::{
    kinds::Kind,
    object::{Meta, Object, take},
    refusal::Refusal,
    store::{FieldSelector, LabelSelector, Listing, Selection},
    table::{self, Include},
};

const LIST_TOO_OLD: &str = "The resourceVersion for the provided list is too old.";
const TOO_OLD: &str = "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";

/// One object.
pub(super) fn get(api: &Api, asked: &Asked) -> Result<Response<Body>, Refusal> {
    let kind = asked.place.kind;
    let found =
        api.registry
            .store()
            .get(views::stored(kind), asked.place.namespace(), asked.name());
    let object = found.ok_or_else(|| Refusal::not_found(kind, asked.name()))?;
    one(api, asked, 200, &object)
}

/// An answer with one object in the form that the client wants.
pub(super) fn one(
    api: &Api,
    asked: &Asked,
    code: u16,
    object: &Object,
) -> Result<Response<Body>, Refusal> {
    let kind = asked.place.kind;
    Ok(match accept::form(&asked.headers)? {
        Form::Plain if !views::is_view(kind) => {
            reply::bytes(code, "application/json", object.text())
        }
        form => {
            let object = views::show(kind, object.value());
            reply::bytes(
                code,
                "application/json",
                shown(api, asked, form, &object, true),
            )
        }
    })
}

/// One object in a form, as text; `columns` says whether a table names its columns.
pub(super) fn shown(api: &Api, asked: &Asked, form: Form, object: &Value, columns: bool) -> Bytes {
    let text = match form {
        Form::Plain => serde_json::to_vec(object),
        Form::Metadata => serde_json::to_vec(&table::partial(object)),
        Form::Table { beta } => {
            let metadata = json!({"resourceVersion": object.text_at("metadata.resourceVersion")});
            let (kind, now) = (asked.place.kind, api.registry.clock().now());
            let row = std::iter::once(object);
            serde_json::to_vec(&table::table(
                kind,
                row,
                &metadata,
                include(asked),
                (columns, beta),
                now,
            ))
        }
    };
    text.unwrap_or_default().into()
}

/// What of the objects the rows of a table carry.
pub(super) fn include(asked: &Asked) -> Include {
    match asked.query.get("includeObject") {
        "None" => Include::Nothing,
        "Object" => Include::Object,
        _ => Include::Metadata,
    }
}

/// Which objects a request is about.
pub(super) fn selection(asked: &Asked) -> Result<Selection, Refusal> {
    let kind = asked.place.kind;
    let (labels, fields) = (
        asked.query.get("labelSelector"),
        asked.query.get("fieldSelector"),
    );
    let mut selection = Selection {
        namespace: asked.place.namespace.clone(),
        labels: LabelSelector::parse(labels).map_err(Refusal::bad_request)?,
        fields: FieldSelector::parse(kind, fields).map_err(Refusal::bad_request)?,
    };
    if let Some(name) = &asked.place.name {
        if selection.fields.asked_name().is_some_and(|n| n != name) {
            return Err(Refusal::bad_request(format!(
                "field selector \"{fields}\" does not match the requested name \"{name}\""
            )));
        }
        selection.fields = FieldSelector::name(name);
    }
    Ok(selection)
}

/// A revision that a request names.
pub(super) fn revision(asked: &Asked) -> Result<Option<u64>, Refusal> {
    match asked.query.get("resourceVersion") {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| {
            Refusal::bad_request(format!("resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax"))
        }),
    }
}

/// A revision that is still to come cannot be read.
pub(super) fn not_yet(asked: u64, current: u64) -> Refusal {
    let cause = crate::refusal::Cause {
        reason: "ResourceVersionTooLarge",
        message: "Too large resource version".into(),
        field: String::new(),
    };
    Refusal::new(
        504,
        "Timeout",
        format!("Timeout: Too large resource version: {asked}, current: {current}"),
    )
    .with_causes(&[cause])
    .retry_after(1)
}

/// Refuses options that do not go together.
pub(super) fn options(asked: &Asked, watch: bool) -> Result<(), Refusal> {
    let query = &asked.query;
    let invalid = |text: &str| {
        Err(Refusal::new(
            422,
            "Invalid",
            format!("ListOptions.meta.k8s.io \"\" is invalid: {text}"),
        ))
    };
    let matching = query.get("resourceVersionMatch");
    let initial = query.has("sendInitialEvents");
    if initial && !watch {
        return invalid("sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list");
    }
    if initial && matching != "NotOlderThan" {
        return invalid(
            "resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
        );
    }
    if matching.is_empty() {
        return Ok(());
    }
    if watch && !initial {
        return invalid(
            "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
        );
    }
    if !watch && query.get("resourceVersion").is_empty() {
        return invalid(
            "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided",
        );
    }
    if !watch && !query.get("continue").is_empty() {
        return invalid(
            "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided",
        );
    }
    match matching {
        "Exact" if query.get("resourceVersion") == "0" => invalid(
            "resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"",
        ),
        "Exact" | "NotOlderThan" => Ok(()),
        other => invalid(&format!(
            "resourceVersionMatch: Unsupported value: \"{other}\": supported values: \"Exact\", \"NotOlderThan\", \"\""
        )),
    }
}

/// A list, or a part of one.
pub(super) fn list(api: &Api, asked: &Asked) -> Result<Response<Body>, Refusal> {
    let kind = asked.place.kind;
    let form = accept::form(&asked.headers)?;
    options(asked, false)?;
    let selection = selection(asked)?;
    let limit = usize::try_from(asked.query.number("limit")?.unwrap_or(0)).unwrap_or(0);
    let token = asked.query.get("continue");
    let store = api.registry.store();
    let stored = views::stored(kind);
    let (mut listing, start) = if token.is_empty() {
        let listing = match revision(asked)? {
            Some(wanted) if wanted > store.revision() => {
                return Err(not_yet(wanted, store.revision()));
            }
            Some(wanted) if wanted > 0 && exact(asked, limit) => store
                .list_at(stored, &selection, wanted)
                .map_err(|_| Refusal::new(410, "Expired", LIST_TOO_OLD))?,
            _ => store.list(stored, &selection),
        };
        (listing, None)
    } else {
        if !matches!(asked.query.get("resourceVersion"), "" | "0") {
            return Err(Refusal::bad_request(
                "specifying resource version is not allowed when using continue",
            ));
        }
        let (at, start) = read_token(token)?;
        let listing = match at {
            Some(at) => store.list_at(stored, &selection, at).map_err(|_| {
                let rest = write_token(None, &start);
                Refusal::new(410, "Expired", TOO_OLD).with_continue(rest)
            })?,
            None => store.list(stored, &selection),
        };
        (listing, Some(start))
    };
    if let Some(start) = start {
        listing.items.retain(|o| position(o) > start);
    }
    let mut metadata = json!({"resourceVersion": listing.revision.to_string()});
    if limit > 0 && listing.items.len() > limit {
        let left = listing.items.split_off(limit).len();
        if let Some(last) = listing.items.last() {
            metadata["continue"] = write_token(Some(listing.revision), &position(last)).into();
        }
        // With a selector upstream does not know how many are left.
        if asked.query.get("labelSelector").is_empty()
            && asked.query.get("fieldSelector").is_empty()
        {
            metadata["remainingItemCount"] = left.into();
        }
    }
    Ok(answer(api, asked, form, &listing, &metadata))
}

/// Whether a list of a revision is to be that of the moment, and not a newer one.
fn exact(asked: &Asked, limit: usize) -> bool {
    match asked.query.get("resourceVersionMatch") {
        "" => limit > 0,
        matching => matching == "Exact",
    }
}

fn answer(
    api: &Api,
    asked: &Asked,
    form: Form,
    listing: &Listing,
    metadata: &Value,
) -> Response<Body> {
    let kind = asked.place.kind;
    if form == Form::Plain && !views::is_view(kind) {
        return reply::bytes(200, "application/json", joined(kind, listing, metadata));
    }
    let items: Vec<Cow<'_, Value>> = listing
        .items
        .iter()
        .map(|o| views::show(kind, o.value()))
        .collect();
    let items = items.iter().map(|o| &**o);
    match form {
        Form::Table { beta } => {
            let now = api.registry.clock().now();
            reply::json(
                200,
                &table::table(kind, items, metadata, include(asked), (true, beta), now),
            )
        }
        Form::Metadata => {
            let items: Vec<_> = items.map(table::partial).collect();
            let (kind, version) = ("PartialObjectMetadataList", "meta.k8s.io/v1");
            reply::json(
                200,
                &List {
                    kind,
                    api_version: version,
                    metadata,
                    items: &items,
                },
            )
        }
        Form::Plain => {
            let mut items: Vec<Value> = items.cloned().collect();
            for item in &mut items {
                take(item, "kind");
                take(item, "apiVersion");
            }
            let (kind, version) = (format!("{}List", kind.kind), kind.api_version());
            reply::json(
                200,
                &List {
                    kind: &kind,
                    api_version: &version,
                    metadata,
                    items: &items,
                },
            )
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct List<'a, T: Serialize> {
    kind: &'a str,
    api_version: &'a str,
    metadata: &'a Value,
    items: &'a [T],
}

/// A list made of the texts that the objects have already.
fn joined(kind: &Kind, listing: &Listing, metadata: &Value) -> Bytes {
    let size: usize = listing.items.iter().map(|o| o.text().len() + 1).sum();
    let mut text = BytesMut::with_capacity(size + 256);
    text.put(
        format!(
            "{{\"kind\":\"{}List\",\"apiVersion\":\"{}\",\"metadata\":{metadata},\"items\":[",
            kind.kind,
            kind.api_version()
        )
        .as_bytes(),
    );
    // Inside a list the list's own kind says what the items are.
    let known = format!(
        "{{\"kind\":\"{}\",\"apiVersion\":\"{}\",",
        kind.kind,
        kind.api_version()
    );
    for (i, object) in listing.items.iter().enumerate() {
        if i > 0 {
            text.put_u8(b',');
        }
        let object = object.text();
        match object.strip_prefix(known.as_bytes()) {
            Some(rest) => {
                text.put_u8(b'{');
                text.put(rest);
            }
            None => text.put(object),
        }
    }
    text.put(&b"]}"[..]);
    text.freeze()
}

fn position(object: &Value) -> (String, String) {
    (object.namespace().to_owned(), object.name().to_owned())
}

/// Where a list goes on, and at which revision; at none, it goes on with what there is then.
fn write_token(revision: Option<u64>, start: &(String, String)) -> String {
    let revision = revision.map_or(json!(-1), Value::from);
    let token =
        json!({"v": "meta.k8s.io/v1", "rv": revision, "start": format!("{}/{}", start.0, start.1)});
    URL_SAFE_NO_PAD.encode(token.to_string())
}

fn read_token(token: &str) -> Result<(Option<u64>, (String, String)), Refusal> {
    let bad = || Refusal::bad_request("invalid continue token: continue key is not valid");
    let bytes = URL_SAFE_NO_PAD
        .decode(token.trim_end_matches('='))
        .map_err(|_| bad())?;
    let value: Value = serde_json::from_slice(&bytes).map_err(|_| bad())?;
    let revision = value.get("rv").ok_or_else(bad)?;
    let revision = match revision.as_i64() {
        Some(-1) => None,
        _ => Some(revision.as_u64().ok_or_else(bad)?),
    };
    let (namespace, name) = value.text_at("start").split_once('/').ok_or_else(bad)?;
    Ok((revision, (namespace.to_owned(), name.to_owned())))
}
