//! Writes down the schemas of all types that are served, so that the program carries them compressed.
//!
//! They come from k8s-openapi's types. Asking those at run time would put the code that describes
//! each type into the program, which takes many times the room of the descriptions themselves.

use std::{env, fs, io, path::Path};

use k8s_openapi::{
    api::{
        apps::v1 as apps,
        authentication::v1 as authentication,
        authorization::v1 as authorization,
        autoscaling::{v1 as scale, v2 as autoscaling},
        batch::v1 as batch,
        coordination::v1 as coordination,
        core::v1 as core,
        discovery::v1 as discovery,
        events::v1 as events,
        networking::v1 as networking,
        policy::v1 as policy,
        rbac::v1 as rbac,
        scheduling::v1 as scheduling,
        storage::v1 as storage,
    },
    apiextensions_apiserver::pkg::apis::apiextensions::v1 as extensions,
    apimachinery::pkg::apis::meta::v1 as meta,
};
use miniz_oxide::deflate::compress_to_vec;
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value};

macro_rules! add {
    ($generator:ident: $($root:ty),* $(,)?) => { $(let _ = $generator.subschema_for::<$root>();)* };
}

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let folder = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    let described = definitions();
    let mut plain = described.clone();
    plain.values_mut().for_each(without_prose);
    for (name, schemas) in [("described", described), ("plain", plain)] {
        let json = serde_json::to_vec(&schemas)?;
        let file = Path::new(&folder).join(format!("{name}.json.deflate"));
        fs::write(file, compress_to_vec(&json, 9))?;
    }
    Ok(())
}

/// All schemas by their `io.k8s.…` names, as k8s-openapi describes its types.
fn definitions() -> Map<String, Value> {
    let mut settings = SchemaSettings::default();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut generator: SchemaGenerator = settings.into_generator();
    add!(generator:
        extensions::CustomResourceDefinition, core::ConfigMap, core::Endpoints, core::Event, core::LimitRange, core::Namespace, core::Node,
        core::PersistentVolumeClaim, core::PersistentVolume, core::Pod, core::ResourceQuota, core::Secret,
        core::ReplicationController, core::ServiceAccount, core::Service, core::Binding,
        apps::DaemonSet, apps::Deployment, apps::ReplicaSet, apps::StatefulSet,
        events::Event,
        authentication::SelfSubjectReview, authentication::TokenRequest,
        authorization::LocalSubjectAccessReview, authorization::SelfSubjectAccessReview,
        authorization::SelfSubjectRulesReview, authorization::SubjectAccessReview,
        autoscaling::HorizontalPodAutoscaler, scale::Scale,
        scale::HorizontalPodAutoscaler,
        batch::CronJob, batch::Job,
        networking::Ingress, networking::IngressClass, networking::NetworkPolicy,
        policy::PodDisruptionBudget, policy::Eviction,
        rbac::ClusterRoleBinding, rbac::ClusterRole, rbac::RoleBinding, rbac::Role,
        storage::StorageClass, scheduling::PriorityClass, coordination::Lease, discovery::EndpointSlice,
        meta::DeleteOptions, meta::Status, meta::ListMeta,
    );
    generator.take_definitions(false)
}

/// Takes the descriptions out of a schema. A property may be called `description` too; that one is
/// a schema and stays.
fn without_prose(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.get("description").is_some_and(Value::is_string) {
                map.shift_remove("description");
            }
            map.values_mut().for_each(without_prose);
        }
        Value::Array(items) => items.iter_mut().for_each(without_prose),
        _ => {}
    }
}
