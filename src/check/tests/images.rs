//! Images that docker has, and what is asked of them.

use super::*;
use crate::lesson::model::ImageProbe;
use crate::snapshot::docker::{DOCKER, LocalImage};

fn image(names: &[&str], layers: &[&str]) -> LocalImage {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    LocalImage {
        id: format!("sha256:{}", layers.join("")),
        names: owned(names),
        layers: owned(layers),
    }
}

fn asks(image: &str, same_as: Option<&str>, differs_from: Option<&str>) -> Expectation {
    let probe = ImageProbe {
        image: image.into(),
        same_as: same_as.map(str::to_owned),
        differs_from: differs_from.map(str::to_owned),
    };
    expectation("it", ExpectationKind::Image(probe))
}

#[test]
fn an_image_is_there_and_is_the_one_it_should_be() {
    use Verdict::{Fail, Pass};
    let mut seen = snapshot(vec![]);
    seen.images = vec![
        image(
            &["shop:1", "localhost:5000/shop:1", "shop:copy"],
            &["a", "b"],
        ),
        image(&["shop:2"], &["a", "c"]),
    ];
    for (expectation, expected) in [
        (asks("shop:1", None, None), Pass),
        (asks("shop:3", None, None), Fail),
        (asks("*/shop:1", Some("shop:1"), None), Pass),
        (asks("*/shop:2", None, None), Fail),
        (asks("*/shop:1", Some("shop:2"), None), Fail),
        (asks("shop:1", Some("shop:3"), None), Fail),
        (asks("shop:2", None, Some("shop:1")), Pass),
        (asks("shop:copy", None, Some("shop:1")), Fail),
        (asks("shop:1", None, Some("nginx:1.27")), Pass),
    ] {
        assert_eq!(
            verdict(expectation.clone(), &seen),
            expected,
            "{expectation:?}"
        );
    }
}

#[test]
fn a_docker_that_does_not_answer_is_no_fault_of_the_learners() {
    let mut seen = snapshot(vec![]);
    seen.gaps = vec![Gap {
        kind: DOCKER.into(),
        namespace: None,
        reason: GapReason::Other,
        message: "Cannot connect to the Docker daemon".into(),
    }];
    assert_eq!(verdict(asks("shop:1", None, None), &seen), Verdict::Error);
    let pod = wants(Ref::named("Pod", "web"), Value::Null);
    assert_eq!(verdict(pod, &seen), Verdict::Fail, "what is not docker's");
}
