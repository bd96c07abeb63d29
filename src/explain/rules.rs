//! The rules: one file per code, or per group of codes that share one look at the state.

mod a_answers;
mod c01_reference;
mod c05_not_refreshed;
mod c08_immutable;
mod c09_optional;
mod c10_text;
mod c12_names;
mod c14_one_key;
mod c15_base64;
mod d01_daemon;
mod d02_build;
mod d06_push;
mod d09_image;
mod d13_not_pushed;
mod h01_node;
mod h03_pressure;
mod k01_reach;
mod k07_forbidden;
mod k08_kubeconfig;
mod m02_name;
mod m04_from_before;
mod m05_almost_right;
mod m06_wrong_place;
mod m07_undone;
mod m08_wrong_container;
mod m09_not_yet;
mod m10_extra;
mod m11_missing;
mod m13_content;
mod m14_otherwise;
mod n01_wrong_cluster;
mod n02_namespace_missing;
mod n03_other_namespace;
mod n04_two_namespaces;
mod n05_terminating;
mod n06_other_namespace;
mod p01_image_name;
mod p04_registry_unreachable;
mod p05_image_reference;
mod p06_never_pull;
mod p07_local_image;
mod p08_command;
mod p10_exit;
mod p13_memory;
mod p15_probes;
mod p21_resources;
mod p23_node_selector;
mod p24_node_name;
mod p25_taints;
mod p26_init;
mod p28_refused_pod;
mod p30_name_taken;
mod p32_came_back;
mod p33_terminating;
mod p35_service_account;
mod s01_selector;
mod s02_not_ready;
mod s03_target_port;
mod s04_port;
mod s06_type;
mod s07_refused;
mod s11_selects;
mod s16_dns_name;
mod u02_refused;
mod v01_refused_mounts;
mod v03_hidden_files;
mod v04_lost_data;
mod v05_claim_missing;
mod v06_no_class;
mod v08_no_match;
mod v16_provisioner;
mod v17_in_use;
mod v19_host_path;
mod v20_lost;
mod v21_fixed_claim;
mod v22_other_node;
mod w01_selector;
mod w04_container_name;
mod w05_paused;
mod w06_stuck_rollout;
mod w09_replicas;
mod w10_quota;
mod w12_limit_range;
mod w13_revision;
mod w15_not_in_template;
mod w16_restored;
mod w17_captured;
mod w18_rollout;
mod y01_syntax;
mod y06_fields;
mod y09_kind;
mod y12_twice;
mod y14_no_file;
mod y15_file_and_cluster;
mod y17_selected;
mod y18_overwrite;
mod y21_quantity;

use std::collections::HashSet;

use super::{Confidence, Context, Evidence, Finding, Layer, Rule, Source, pods};
use crate::check::{Cause, Outcome};
use crate::snapshot::object::{ObjectKey, text};

/// All rules, by code.
pub const ALL: &[&Rule] = &[
    &a_answers::A01,
    &a_answers::A02,
    &a_answers::A03,
    &c01_reference::C01,
    &c01_reference::C02,
    &c01_reference::C03,
    &c01_reference::C04,
    &c05_not_refreshed::C05,
    &c05_not_refreshed::C06,
    &c05_not_refreshed::C07,
    &c08_immutable::C08,
    &c09_optional::C09,
    &c10_text::C10,
    &c10_text::C11,
    &c12_names::C12,
    &c12_names::C13,
    &c14_one_key::C14,
    &c15_base64::C15,
    &c01_reference::C16,
    &d01_daemon::D01,
    &d02_build::D02,
    &d02_build::D03,
    &d02_build::D04,
    &d02_build::D05,
    &d06_push::D06,
    &d06_push::D07,
    &d06_push::D08,
    &d09_image::D09,
    &d09_image::D10,
    &d09_image::D11,
    &d09_image::D12,
    &d13_not_pushed::D13,
    &h01_node::H01,
    &h01_node::H02,
    &h03_pressure::H03,
    &h03_pressure::H04,
    &k01_reach::K01,
    &k01_reach::K02,
    &k01_reach::K03,
    &k01_reach::K04,
    &k01_reach::K05,
    &k01_reach::K06,
    &k07_forbidden::K07,
    &k08_kubeconfig::K08,
    &k08_kubeconfig::K09,
    &m02_name::M02,
    &m02_name::M03,
    &m04_from_before::M04,
    &m05_almost_right::M05,
    &m06_wrong_place::M06,
    &m07_undone::M07,
    &m08_wrong_container::M08,
    &m09_not_yet::M09,
    &m10_extra::M10,
    &m11_missing::M11,
    &m05_almost_right::M12,
    &m13_content::M13,
    &m14_otherwise::M14,
    &n01_wrong_cluster::N01,
    &n02_namespace_missing::N02,
    &n03_other_namespace::N03,
    &n04_two_namespaces::N04,
    &n05_terminating::N05,
    &n06_other_namespace::N06,
    &p01_image_name::P01,
    &p01_image_name::P02,
    &p04_registry_unreachable::P04,
    &p05_image_reference::P05,
    &p06_never_pull::P06,
    &p07_local_image::P07,
    &p08_command::P08,
    &p08_command::P09,
    &p10_exit::P10,
    &p10_exit::P11,
    &p13_memory::P13,
    &p15_probes::P15,
    &p15_probes::P16,
    &p15_probes::P17,
    &p15_probes::P18,
    &p15_probes::P19,
    &p15_probes::P20,
    &p21_resources::P21,
    &p21_resources::P22,
    &p23_node_selector::P23,
    &p24_node_name::P24,
    &p25_taints::P25,
    &p26_init::P26,
    &p26_init::P27,
    &p28_refused_pod::P28,
    &p30_name_taken::P30,
    &p32_came_back::P32,
    &p33_terminating::P33,
    &p28_refused_pod::P34,
    &p35_service_account::P35,
    &s01_selector::S01,
    &s02_not_ready::S02,
    &s03_target_port::S03,
    &s04_port::S04,
    &s03_target_port::S05,
    &s06_type::S06,
    &s07_refused::S07,
    &s07_refused::S08,
    &s07_refused::S09,
    &s06_type::S10,
    &s11_selects::S11,
    &s01_selector::S12,
    &s11_selects::S13,
    &s03_target_port::S14,
    &s07_refused::S15,
    &s16_dns_name::S16,
    &s07_refused::S17,
    &u02_refused::U02,
    &v01_refused_mounts::V01,
    &v01_refused_mounts::V02,
    &v03_hidden_files::V03,
    &v04_lost_data::V04,
    &v05_claim_missing::V05,
    &v06_no_class::V06,
    &v06_no_class::V07,
    &v08_no_match::V08,
    &v08_no_match::V09,
    &v08_no_match::V10,
    &v08_no_match::V11,
    &v08_no_match::V12,
    &v08_no_match::V13,
    &v08_no_match::V14,
    &v06_no_class::V15,
    &v16_provisioner::V16,
    &v17_in_use::V17,
    &v04_lost_data::V18,
    &v19_host_path::V19,
    &v20_lost::V20,
    &v21_fixed_claim::V21,
    &v22_other_node::V22,
    &w01_selector::W01,
    &w01_selector::W02,
    &w01_selector::W03,
    &w04_container_name::W04,
    &w05_paused::W05,
    &w06_stuck_rollout::W06,
    &w06_stuck_rollout::W07,
    &w09_replicas::W08,
    &w09_replicas::W09,
    &w10_quota::W10,
    &w10_quota::W11,
    &w12_limit_range::W12,
    &w13_revision::W13,
    &w13_revision::W14,
    &w15_not_in_template::W15,
    &w16_restored::W16,
    &w17_captured::W17,
    &w18_rollout::W18,
    &y01_syntax::Y01,
    &y01_syntax::Y02,
    &y01_syntax::Y03,
    &y01_syntax::Y04,
    &y06_fields::Y06,
    &y06_fields::Y07,
    &y06_fields::Y08,
    &y09_kind::Y09,
    &y09_kind::Y10,
    &y09_kind::Y11,
    &y12_twice::Y12,
    &y06_fields::Y13,
    &y14_no_file::Y14,
    &y15_file_and_cluster::Y15,
    &y17_selected::Y17,
    &y18_overwrite::Y18,
    &y15_file_and_cluster::Y19,
    &y15_file_and_cluster::Y20,
    &y21_quantity::Y21,
];

/// Whether findings of that code quote a program's last words, once its log was read.
pub(super) fn quotes_log(code: &str) -> bool {
    [p10_exit::P10.code, p26_init::P26.code].contains(&code)
}

pub(super) use u02_refused::is_told_by;

/// What is said where no rule fires: the failing expectation and the raw evidence.
pub const UNEXPLAINED: Rule = Rule {
    code: "U01",
    layer: Layer::Intent,
    refines: &[],
    teachable: true,
    waiting: false,
    find: |_, _| Vec::new(),
};

/// The evidence there is, where no rule knows the cause.
pub(super) fn unexplained(context: &Context<'_, '_>) -> Vec<Finding> {
    let Some(failed) = context.failed().into_iter().next() else {
        return Vec::new();
    };
    let mut finding = Finding::new(&UNEXPLAINED)
        .confidence(Confidence::Unknown)
        .expectation(&failed.expectation.id);
    if let Some(object) = failed.outcome.subjects.first() {
        finding = finding.object(object.clone());
        finding.variant = Some("object");
        finding = finding.look(&["kubectl", "describe", &object.to_string()]);
    } else {
        finding = finding.look(&["kubectl", "get", "all"]);
    }
    vec![with_raw_evidence(finding, failed.outcome, context)]
}

/// The same of an object that is not well, whatever anybody wants of it.
pub(super) fn unexplained_object(
    object: &ObjectKey,
    outcome: &Outcome,
    context: &Context<'_, '_>,
) -> Finding {
    let finding = Finding::new(&UNEXPLAINED)
        .confidence(Confidence::Unknown)
        .variant("state")
        .object(object.clone())
        .expectation(&outcome.id)
        .look(&["kubectl", "describe", &object.to_string()]);
    let mut finding = with_raw_evidence(with_waiting(finding, context), outcome, context);
    // What a controller said tells more than the counts that follow from it; often two say the same.
    let counts = |evidence: &Evidence| evidence.source == Source::Status && is_number(evidence);
    finding.evidence.sort_by_key(counts);
    let mut said = HashSet::new();
    finding
        .evidence
        .retain(|evidence| is_number(evidence) || said.insert(evidence.quote.clone()));
    finding
}

fn is_number(evidence: &Evidence) -> bool {
    evidence.quote.parse::<i64>().is_ok()
}

/// What containers wait for, as the kubelet says it.
fn with_waiting(mut finding: Finding, context: &Context<'_, '_>) -> Finding {
    for pod in context.pods() {
        for container in pods::containers(pod) {
            let (reason, message) = (container.waiting_reason(), container.waiting_message());
            let quote = match (reason, message) {
                ("ContainerCreating" | "PodInitializing", "") | ("", _) => continue,
                (reason, "") => reason.to_owned(),
                (reason, message) => format!("{reason}: {message}"),
            };
            finding = finding.evidence(Source::Status, Some(pod.key()), "waiting", &quote);
        }
    }
    finding
}

/// What conditions, events and fields say, as it stands there.
fn with_raw_evidence(
    mut finding: Finding,
    outcome: &Outcome,
    context: &Context<'_, '_>,
) -> Finding {
    if let Some(cause @ (Cause::False { .. } | Cause::Http { .. } | Cause::Gap(_))) = &outcome.cause
    {
        let quote = match cause {
            Cause::False { detail } => detail.clone().unwrap_or_default(),
            Cause::Http { error, status, .. } => error
                .clone()
                .or_else(|| status.map(|status| format!("HTTP {status}")))
                .unwrap_or_default(),
            Cause::Gap(gap) => gap.message.clone(),
            _ => String::new(),
        };
        finding = finding.evidence(Source::Probe, None, "", &quote);
    }
    for (_, mismatch) in context.mismatches() {
        let actual = mismatch
            .actual
            .as_ref()
            .map(pods::shown)
            .unwrap_or_default();
        let (object, place) = (Some(mismatch.object.clone()), mismatch.path.to_string());
        finding = finding.evidence(Source::Status, object, &place, &actual);
    }
    for object in context.suspects() {
        for condition in object.list("status.conditions") {
            let (place, quote) = (text(condition, "type"), text(condition, "message"));
            // A Node's other conditions (`DiskPressure` …) are well when they are not true, and so is
            // that Pods could not be made.
            let is_fault = place == "ReplicaFailure" || object.kind() == "Node" && place != "Ready";
            let is_well = if is_fault {
                text(condition, "status") == "False"
            } else {
                text(condition, "status") == "True"
            };
            if !is_well && !quote.is_empty() {
                finding = finding.evidence(Source::Condition, Some(object.key()), place, quote);
            }
        }
        for event in context.graph.events_of(object) {
            if event.text("type") == "Warning" {
                let (place, quote) = (event.text("reason"), event.text("message"));
                finding = finding.evidence(Source::Event, Some(object.key()), place, quote);
            }
        }
    }
    finding
}

#[cfg(test)]
mod tests;
