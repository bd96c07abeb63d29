//! What a container is started with: command, environment, mounts.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Node, volumes::Volumes};
use crate::{
    containers::{
        fs::{Mount, normal},
        image::Config,
        machine::Env,
    },
    kinds,
    object::{Meta, Object},
    quantity::Quantity,
    registry::Registry,
    store::Selection,
};

/// What is wrong with a container's configuration, as its status says it.
pub(super) type Wrong = String;

/// The environment, in which later entries may use earlier ones.
pub(super) fn environment(
    registry: &Registry,
    pod: &Object,
    container: &Value,
    image: &Config,
    ip: &str,
    host: &str,
) -> Result<Env, Wrong> {
    let mut env: Env = image.env.iter().cloned().collect();
    env.insert("HOSTNAME".into(), hostname(pod));
    env.insert("HOME".into(), "/root".into());
    env.extend(services(registry, pod));
    for source in container.list_at("envFrom") {
        let prefix = source.text_at("prefix");
        for (key, kind) in [
            ("configMapRef", kinds::CONFIG_MAP),
            ("secretRef", kinds::SECRET),
        ] {
            let Some(reference) = source.get(key) else {
                continue;
            };
            let name = reference.text_at("name");
            match registry.store().get(kind, pod.namespace(), name) {
                Some(object) => env.extend(data(&object).into_iter().map(|(k, v)| {
                    (
                        format!("{prefix}{k}"),
                        String::from_utf8_lossy(&v).into_owned(),
                    )
                })),
                None if reference["optional"] == true => {}
                None => return Err(format!("{} \"{name}\" not found", kind.singular)),
            }
        }
    }
    let mut own = BTreeMap::new();
    for entry in container.list_at("env") {
        let name = entry.text_at("name");
        let value = match entry.get("valueFrom") {
            None => Some(expand(entry.text_at("value"), &|n| {
                own.get(n).or_else(|| env.get(n)).cloned()
            })),
            Some(from) => value_from(registry, pod, container, from, ip, host)?,
        };
        if let Some(value) = value {
            own.insert(name.to_owned(), value);
        }
    }
    env.extend(own);
    Ok(env)
}

fn value_from(
    registry: &Registry,
    pod: &Object,
    container: &Value,
    from: &Value,
    ip: &str,
    host: &str,
) -> Result<Option<String>, Wrong> {
    if let Some(path) = from.at("fieldRef.fieldPath").and_then(Value::as_str) {
        return field(pod, path, ip, host)
            .map(Some)
            .ok_or_else(|| format!("unsupported fieldPath: {path}"));
    }
    if let Some(resource) = from.get("resourceFieldRef") {
        return Ok(Some(resource_field(registry, pod, container, resource)));
    }
    for (key, kind, title) in [
        ("configMapKeyRef", kinds::CONFIG_MAP, "ConfigMap"),
        ("secretKeyRef", kinds::SECRET, "Secret"),
    ] {
        let Some(reference) = from.get(key) else {
            continue;
        };
        let (name, key) = (reference.text_at("name"), reference.text_at("key"));
        let optional = reference["optional"] == true;
        let Some(object) = registry.store().get(kind, pod.namespace(), name) else {
            return if optional {
                Ok(None)
            } else {
                Err(format!("{} \"{name}\" not found", kind.singular))
            };
        };
        return match data(&object).remove(key) {
            Some(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            None if optional => Ok(None),
            None => Err(format!(
                "couldn't find key {key} in {title} {}/{name}",
                pod.namespace()
            )),
        };
    }
    Ok(None)
}

/// The entries of a ConfigMap or a Secret.
pub(super) fn data(object: &Value) -> BTreeMap<String, Vec<u8>> {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let secret = object.text_at("kind") == "Secret";
    let decode = |text: &str| STANDARD.decode(text).unwrap_or_default();
    let entries = |key: &str, encoded: bool| {
        let map = object
            .get(key)
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        map.filter_map(move |(k, v)| {
            Some((
                k.clone(),
                if encoded {
                    decode(v.as_str()?)
                } else {
                    v.as_str()?.as_bytes().to_vec()
                },
            ))
        })
        .collect::<Vec<_>>()
    };
    entries("data", secret)
        .into_iter()
        .chain(entries("binaryData", true))
        .collect()
}

/// A field of the Pod, as the downward API gives it.
pub(super) fn field(pod: &Object, path: &str, ip: &str, host: &str) -> Option<String> {
    if let Some((map, key)) = path.strip_suffix("']").and_then(|p| p.split_once("['")) {
        return Some(
            pod.at(map)?
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or("")
                .to_owned(),
        );
    }
    Some(match path {
        "status.podIP" | "status.podIPs" => ip.to_owned(),
        "status.hostIP" | "status.hostIPs" => host.to_owned(),
        "metadata.labels" | "metadata.annotations" => {
            let map = pod.at(path).and_then(Value::as_object);
            let sorted: BTreeMap<&String, &Value> = map.into_iter().flatten().collect();
            let lines: Vec<String> = sorted
                .into_iter()
                .map(|(k, v)| format!("{k}={:?}", v.as_str().unwrap_or("")))
                .collect();
            lines.join("\n")
        }
        "metadata.name"
        | "metadata.namespace"
        | "metadata.uid"
        | "spec.nodeName"
        | "spec.serviceAccountName" => pod.text_at(path).to_owned(),
        _ => return None,
    })
}

/// What a container may use or asks for; without a limit it is what the node has.
pub(super) fn resource_field(
    registry: &Registry,
    pod: &Object,
    container: &Value,
    reference: &Value,
) -> String {
    let path = reference.text_at("resource");
    let own = container
        .at(&format!("resources.{path}"))
        .and_then(Value::as_str)
        .and_then(Quantity::parse);
    let amount = own.or_else(|| {
        let node = registry
            .get(kinds::NODE, "", pod.text_at("spec.nodeName"))
            .ok()?;
        let has = node
            .at("status.allocatable")?
            .get(path.strip_prefix("limits.")?)?;
        Quantity::parse(has.as_str()?)
    });
    let divisor = reference
        .at("divisor")
        .and_then(Value::as_str)
        .and_then(Quantity::parse)
        .map_or(0, Quantity::nano);
    let divisor = if divisor == 0 { 1_000_000_000 } else { divisor };
    let nano = amount.map_or(0, Quantity::nano);
    ((nano + divisor - 1) / divisor).to_string()
}

/// The variables that tell where Services are, for all that exist when the container starts.
fn services(registry: &Registry, pod: &Object) -> Env {
    let mut env = Env::new();
    let mut add = |service: &Object| {
        let ip = service.text_at("spec.clusterIP");
        let Some(first) = service
            .list_at("spec.ports")
            .first()
            .filter(|_| !ip.is_empty() && ip != "None")
        else {
            return;
        };
        let name = service.name().to_uppercase().replace('-', "_");
        let port = first.int_at("port").unwrap_or(0);
        env.insert(format!("{name}_SERVICE_HOST"), ip.to_owned());
        env.insert(format!("{name}_SERVICE_PORT"), port.to_string());
        for (number, port) in service.list_at("spec.ports").iter().enumerate() {
            let value = port.int_at("port").unwrap_or(0);
            let named = port.text_at("name").to_uppercase().replace('-', "_");
            if !named.is_empty() {
                env.insert(format!("{name}_SERVICE_PORT_{named}"), value.to_string());
            }
            let protocol = port
                .at("protocol")
                .and_then(Value::as_str)
                .unwrap_or("TCP")
                .to_lowercase();
            let url = format!("{protocol}://{ip}:{value}");
            if number == 0 {
                env.insert(format!("{name}_PORT"), url.clone());
            }
            let base = format!("{name}_PORT_{value}_{}", protocol.to_uppercase());
            env.insert(base.clone(), url);
            env.insert(format!("{base}_PROTO"), protocol);
            env.insert(format!("{base}_PORT"), value.to_string());
            env.insert(format!("{base}_ADDR"), ip.to_owned());
        }
    };
    if let Some(api) = registry
        .store()
        .get(kinds::SERVICE, "default", "kubernetes")
    {
        add(&api);
    }
    if pod.at("spec.enableServiceLinks") != Some(&Value::Bool(false)) {
        for service in registry
            .list(kinds::SERVICE, &Selection::namespace(pod.namespace()))
            .items
        {
            add(&service);
        }
    }
    env
}

/// Replaces `$(NAME)`; `$$` stands for one dollar, and what is not known stays as it is.
pub(super) fn expand(text: &str, lookup: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        if let Some(after) = after.strip_prefix('$') {
            out.push('$');
            rest = after;
        } else if let Some((name, after)) = after
            .strip_prefix('(')
            .and_then(|inner| inner.split_once(')'))
        {
            match lookup(name) {
                Some(value) => out.push_str(&value),
                None => out.push_str(&format!("$({name})")),
            }
            rest = after;
        } else {
            out.push('$');
            rest = after;
        }
    }
    out + rest
}

/// The words of the main program: the container's, or else the image's.
pub(super) fn command(container: &Value, image: &Config, env: &Env) -> Vec<String> {
    let words = |key: &str| -> Vec<String> {
        let lookup = |name: &str| env.get(name).cloned();
        container
            .list_at(key)
            .iter()
            .filter_map(Value::as_str)
            .map(|w| expand(w, &lookup))
            .collect()
    };
    let (command, args) = (words("command"), words("args"));
    let (first, rest) = match (command.is_empty(), args.is_empty()) {
        (false, _) => (&command, &args),
        (true, false) => (&image.entrypoint, &args),
        (true, true) => (&image.entrypoint, &image.cmd),
    };
    first.iter().chain(rest).cloned().collect()
}

/// The name that a Pod's containers have as machines.
pub(super) fn hostname(pod: &Value) -> String {
    let own = pod.text_at("spec.hostname");
    let name = if own.is_empty() { pod.name() } else { own };
    name.chars()
        .take(63)
        .collect::<String>()
        .trim_end_matches('-')
        .to_owned()
}

/// The places of a container's volumes.
pub(super) fn mounts(
    node: &Node,
    container: &Value,
    volumes: &Volumes,
    env: &Env,
) -> Result<Vec<Mount>, Wrong> {
    let mut mounts = Vec::new();
    for mount in container.list_at("volumeMounts") {
        let path = match mount.text_at("subPathExpr") {
            "" => mount.text_at("subPath").to_owned(),
            expression => {
                let missing = std::cell::RefCell::new(Vec::new());
                let path = expand(expression, &|name| {
                    if !env.contains_key(name) {
                        missing.borrow_mut().push(name.to_owned());
                    }
                    env.get(name).cloned()
                });
                let missing = missing.into_inner();
                if !missing.is_empty() {
                    return Err(format!("missing value for {}", missing.join(", ")));
                }
                if path.starts_with('/') {
                    return Err(format!(
                        "error SubPath `{path}` must not be an absolute path"
                    ));
                }
                if path.split('/').any(|part| part == "..") {
                    return Err(format!(
                        "unable to provision SubPath `{path}`: must not contain '..'"
                    ));
                }
                path
            }
        };
        if let Some(place) = volumes.place(node, mount.text_at("name"), &path) {
            mounts.push(Mount {
                at: normal(mount.text_at("mountPath")),
                volume: place.files,
                sub: place.path,
                read_only: place.read_only || mount["readOnly"] == true,
            });
        }
    }
    Ok(mounts)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn references_are_replaced_and_doubled_dollars_are_not() {
        let lookup = |name: &str| (name == "A").then(|| "1".to_owned());
        assert_eq!(expand("x$(A)-$(B)-$$(A)-$5", &lookup), "x1-$(B)-$(A)-$5");
    }

    #[test]
    fn a_command_replaces_all_and_args_only_the_images_own() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect();
        let image = Config {
            entrypoint: words("/docker-entrypoint.sh"),
            cmd: words("nginx -g daemon off;"),
            ..Config::default()
        };
        let of = |container: Value| command(&container, &image, &Env::new()).join(" ");
        assert_eq!(of(json!({})), "/docker-entrypoint.sh nginx -g daemon off;");
        assert_eq!(of(json!({"args": ["ls"]})), "/docker-entrypoint.sh ls");
        assert_eq!(
            of(json!({"command": ["sh"], "args": ["-c", "x"]})),
            "sh -c x"
        );
        assert_eq!(of(json!({"command": ["sh"]})), "sh");
    }
}
