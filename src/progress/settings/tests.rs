//! Tests of choices.

use serde_json::json;

use super::{Settings, Trust};
use crate::i18n::Lang;

#[test]
fn trust_is_bound_to_the_cluster() {
    let mut settings = Settings::default();
    assert_eq!(settings.trust_of("work", "uid-1"), Trust::Unknown);
    settings.trust("work", "uid-1");
    assert_eq!(settings.trust_of("work", "uid-1"), Trust::Agreed);
    assert_eq!(
        settings.trust_of("work", "uid-2"),
        Trust::OtherCluster {
            agreed: "uid-1".to_owned()
        }
    );
    assert_eq!(settings.trust_of("home", "uid-1"), Trust::Unknown);
    settings.trust("work", "uid-2");
    assert_eq!(settings.trust_of("work", "uid-2"), Trust::Agreed);
    settings.distrust("work");
    assert_eq!(settings.trust_of("work", "uid-2"), Trust::Unknown);
}

/// The written form is a promise: whoever changes it raises the format version.
#[test]
fn the_written_form_of_version_1() {
    let mut settings = Settings {
        lang: Some(Lang::Ko),
        last_lesson: "podo/pods".parse().ok(),
        ..Settings::default()
    };
    settings.trust("work", "uid-1");
    settings.agree_to_pack("0a1b");
    let written = json!({
        "lang": "ko",
        "lastLesson": "podo/pods",
        "trustedContexts": {"work": "uid-1"},
        "trustedPacks": ["0a1b"],
    });
    assert_eq!(
        serde_json::to_value(&settings).ok().as_ref(),
        Some(&written)
    );
    assert_eq!(serde_json::from_value(written).ok(), Some(settings));
    // A path in place of a lesson's name is damage, not a path.
    let escape = json!({
        "lang": null, "lastLesson": "../x", "trustedContexts": {}, "trustedPacks": [],
    });
    assert!(serde_json::from_value::<Settings>(escape).is_err());
}
