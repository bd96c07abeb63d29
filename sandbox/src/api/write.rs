//! Creating, replacing and patching objects.

use http::Response;
use serde_json::Value;

use super::{
    Api, Asked, body, read,
    reply::{self, Body},
    review, views,
};
use crate::{
    kinds::Kind,
    object::{Meta, Object, child},
    patch::{self, PatchType, apply},
    refusal::{Cause, Refusal},
    registry::{Part, Write},
    schema::decode::{decode, json_type},
};

/// `POST`.
pub(super) fn create(api: &Api, asked: &Asked, body: &[u8]) -> Result<Response<Body>, Refusal> {
    let kind = asked.place.kind;
    let (object, warnings) = body::object(kind, &asked.headers, &asked.query, body)?;
    let mut response = if kind.stored() {
        let object = views::keep(kind, object);
        let created = api.registry.create_as(
            views::stored(kind),
            asked.place.namespace(),
            &object,
            &asked.write()?,
        )?;
        read::one(api, asked, 201, &created)?
    } else {
        reply::json(201, &review::answer(api, asked, object)?)
    };
    reply::warn(&mut response, &warnings);
    Ok(response)
}

/// `PUT`.
pub(super) fn update(api: &Api, asked: &Asked, body: &[u8]) -> Result<Response<Body>, Refusal> {
    put(api, asked, body, Part::Main)
}

/// `PUT` of a part.
pub(super) fn put(
    api: &Api,
    asked: &Asked,
    body: &[u8],
    part: Part,
) -> Result<Response<Body>, Refusal> {
    let kind = asked.place.kind;
    let (object, warnings) = body::object(kind, &asked.headers, &asked.query, body)?;
    let object = views::keep(kind, object);
    let name = asked.name();
    if object.name() != name {
        return Err(Refusal::bad_request(format!(
            "the name of the object ({}) does not match the name on the URL ({name})",
            object.name()
        )));
    }
    let put = api.registry.modify(
        views::stored(kind),
        asked.place.namespace(),
        name,
        part,
        &asked.write()?,
        |current| {
            current.clone_from(&object);
            Ok(())
        },
    )?;
    let mut response = read::one(api, asked, 200, &put)?;
    reply::warn(&mut response, &warnings);
    Ok(response)
}

/// `PATCH`.
pub(super) fn patch(api: &Api, asked: &Asked, body: &[u8]) -> Result<Response<Body>, Refusal> {
    patch_part(api, asked, body, Part::Main)
}

/// `PATCH` of a part.
pub(super) fn patch_part(
    api: &Api,
    asked: &Asked,
    body: &[u8],
    part: Part,
) -> Result<Response<Body>, Refusal> {
    let kind = asked.place.kind;
    let ty = patch_type(asked)?;
    if ty == PatchType::Apply {
        return apply(api, asked, body, part);
    }
    let patch = patch_document(ty, body)?;
    let mut warnings = Vec::new();
    let patched = api.registry.modify(
        views::stored(kind),
        asked.place.namespace(),
        asked.name(),
        part,
        &asked.write()?,
        |current| {
            let mut object = views::show(kind, current).into_owned();
            run(ty, &mut object, &patch, kind.schema)?;
            warnings = settle(kind, asked, &mut object, ty, &patch)?;
            *current = views::keep(kind, object);
            Ok(())
        },
    )?;
    let mut response = read::one(api, asked, 200, &patched)?;
    reply::warn(&mut response, &warnings);
    Ok(response)
}

/// The type of a patch, by its content type only.
pub(super) fn patch_type(asked: &Asked) -> Result<PatchType, Refusal> {
    PatchType::from_content_type(body::content_type(&asked.headers)).ok_or_else(|| {
        let list = PatchType::ACCEPTED.join(", ");
        Refusal::new(415, "UnsupportedMediaType", format!("the body of the request was in an unknown format - accepted media types include: {list}"))
    })
}

/// The document of a patch.
pub(super) fn patch_document(ty: PatchType, body: &[u8]) -> Result<Value, Refusal> {
    // Strategic patches are decoded without a word about it.
    let before = if ty == PatchType::Strategic {
        ""
    } else {
        "error decoding patch: "
    };
    let patch: Value =
        serde_json::from_slice(body).map_err(|e| Refusal::bad_request(format!("{before}{e}")))?;
    if ty != PatchType::Json && !patch.is_object() {
        let found = json_type(&patch);
        return Err(Refusal::bad_request(format!(
            "{before}json: cannot unmarshal {found} into Go value of type map[string]interface {{}}"
        )));
    }
    Ok(patch)
}

/// Applies a patch of one of the three older types.
pub(super) fn run(
    ty: PatchType,
    object: &mut Value,
    patch: &Value,
    schema: &str,
) -> Result<(), Refusal> {
    match ty {
        PatchType::Json => patch::json(object, patch),
        PatchType::Merge => patch::merge(object, patch),
        PatchType::Strategic | PatchType::Apply => patch::strategic(object, patch, schema),
    }
}

/// Cuts a patched object to its type, and complains as the request wants it.
fn settle(
    kind: &Kind,
    asked: &Asked,
    object: &mut Value,
    ty: PatchType,
    patch: &Value,
) -> Result<Vec<String>, Refusal> {
    // Upstream shows the patch, as Go prints it, where it knows it as a map, and else the whole result.
    let shown = if ty == PatchType::Strategic {
        go(patch)
    } else {
        object.to_string()
    };
    let wrong = |text: String| {
        let message = format!("Invalid value: {shown:?}: {text}");
        let cause = Cause {
            reason: "FieldValueInvalid",
            message,
            field: "patch".into(),
        };
        Refusal::wrong("", "", cause)
    };
    let (api_version, name) = (object.text_at("apiVersion"), object.text_at("kind"));
    if api_version != kind.api_version() || name != kind.kind {
        return Err(wrong(format!(
            "no kind \"{name}\" is registered for version \"{api_version}\""
        )));
    }
    let noticed = decode(object, kind.schema);
    let mistyped = if ty == PatchType::Strategic {
        noticed.converted.or(noticed.mistyped)
    } else {
        noticed.mistyped
    };
    if let Some(text) = mistyped {
        return Err(wrong(text));
    }
    body::judge(&asked.query, body::complaints(&[], &noticed.unknown)).map_err(wrong)
}

/// A value as Go prints it.
fn go(value: &Value) -> String {
    match value {
        Value::Null => "<nil>".into(),
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(go).collect::<Vec<_>>().join(" ")),
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| key.as_str());
            let entries: Vec<String> = entries
                .into_iter()
                .map(|(k, v)| format!("{k}:{}", go(v)))
                .collect();
            format!("map[{}]", entries.join(" "))
        }
        other => other.to_string(),
    }
}

/// Server-side apply: makes the object, or merges into it.
fn apply(api: &Api, asked: &Asked, body: &[u8], part: Part) -> Result<Response<Body>, Refusal> {
    let kind = asked.place.kind;
    let manager = asked.query.get("fieldManager");
    if manager.is_empty() {
        return Err(Refusal::new(
            422,
            "Invalid",
            "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch",
        ));
    }
    if views::is_view(kind) {
        return Err(Refusal::new(
            415,
            "UnsupportedMediaType",
            "server-side apply of Events is not served; apply them in version v1",
        ));
    }
    let mut config = body::yaml(body)?;
    if !config.is_object() {
        return Err(Refusal::bad_request("error decoding YAML: not an object"));
    }
    let given = config.name().to_owned();
    if !given.is_empty() && given != asked.name() {
        return Err(Refusal::bad_request(format!(
            "the name of the object ({given}) does not match the name on the URL ({})",
            asked.name()
        )));
    }
    let warnings = applied(kind, asked, &mut config)?;
    *child(child(&mut config, "metadata"), "name") = asked.name().into();
    apply::strip(&mut config);
    let now = api.registry.clock().stamp();
    let order = apply::Apply {
        config: &config,
        manager,
        force: asked.query.flag("force"),
        now: &now,
    };
    // The notes on owners are made by applying, not by the write.
    let write = Write {
        dry_run: asked.dry_run()?,
        ..Write::default()
    };
    let (code, object) = match store(api, asked, part, &write, order) {
        Err(refusal) if refusal.is_not_found() && part == Part::Main => {
            let fresh = apply::apply(kind, &Value::Object(serde_json::Map::new()), order)?;
            (
                201,
                api.registry
                    .create_as(kind, asked.place.namespace(), &fresh, &write)?,
            )
        }
        other => (200, other?),
    };
    let mut response = read::one(api, asked, code, &object)?;
    reply::warn(&mut response, &warnings);
    Ok(response)
}

fn store(
    api: &Api,
    asked: &Asked,
    part: Part,
    write: &Write,
    order: apply::Apply<'_>,
) -> Result<Object, Refusal> {
    let kind = asked.place.kind;
    if api
        .registry
        .store()
        .get(kind, asked.place.namespace(), asked.name())
        .is_none()
    {
        return Err(Refusal::not_found(kind, asked.name()));
    }
    api.registry.modify(
        kind,
        asked.place.namespace(),
        asked.name(),
        part,
        write,
        |current| {
            *current = apply::apply(kind, current, order)?;
            Ok(())
        },
    )
}

/// Cuts an applied configuration to its type.
fn applied(kind: &Kind, asked: &Asked, config: &mut Value) -> Result<Vec<String>, Refusal> {
    let (api_version, name) = (
        config.text_at("apiVersion").to_owned(),
        config.text_at("kind").to_owned(),
    );
    if api_version != kind.api_version() || name != kind.kind {
        return Err(Refusal::bad_request(format!(
            "the object provided is unrecognized (must be of type {}): {api_version}, Kind={name}",
            kind.kind
        )));
    }
    let version = config.text_at("metadata.resourceVersion").to_owned();
    let type_of = (kind.kind, kind.version, kind.schema);
    let warnings = body::fit(type_of, &asked.query, config, &[])?;
    if version == "0" {
        crate::object::take(child(config, "metadata"), "resourceVersion");
    }
    Ok(warnings)
}
