//! Names, events and logs with characters that a terminal obeys: they are shown, never obeyed.

use super::*;

/// A text that would clear the screen, change the window's title, and hide what follows it.
const EVIL: &str = "\u{1b}[2J\u{1b}]0;owned\u{7}\u{202e}evil\r\u{9b}31m";

#[test]
#[ignore = "needs a cluster"]
fn live_control_characters_are_shown_and_not_obeyed() {
    let course = Course::new();
    let _namespaces = course.without_namespaces(&[LESSON]);
    let name = course.namespace(LESSON);
    for lang in Lang::ALL {
        let home = Home::new(&course);
        let mut talk = open(&home, lang, "pods/crash");
        talk.say("kubectl delete pod clock --now");
        // In the log of a container that crashes, and in an annotation.
        let pod = json!({
            "apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": "clock", "annotations": {"note": EVIL}},
            "spec": {"containers": [{
                "name": "clock", "image": "busybox:1.36",
                "command": ["sh", "-c", "printf 'bad\\033[2J\\033]0;owned\\007evil\\n' >&2; exit 3"],
            }]},
        });
        bench::kubectl_with(&["-n", &name, "create", "-f", "-"], &pod.to_string());
        bench::kubectl_with(
            &["-n", &name, "create", "-f", "-"],
            &event(&name).to_string(),
        );
        let mut said = talk.say("check");
        said.push_str(&talk.say("why"));
        assert!(said.contains("evil"), "the log is not quoted:\n{said}");
        harmless(&said);
        speaks(&said, lang);
        // In what podo repeats of the learner's own words.
        let said = talk.say("explain \u{1b}[2Jevil");
        let said = said.split_once('\n').map_or("", |(_, said)| said);
        harmless(said);
        for format in ["text", "json", "junit"] {
            let ended = home.run(&["verify", "-o", format, LESSON], "");
            assert_eq!(ended.code, Some(1), "{ended:#?}");
            harmless(&ended.stdout);
        }
        assert_eq!(talk.end().code, Some(0));
        bench::delete_namespace(&name);
    }
}

/// An event about the Pod, as a controller gone bad would write it.
fn event(namespace: &str) -> Value {
    json!({
        "apiVersion": "v1", "kind": "Event", "metadata": {"generateName": "clock."},
        "involvedObject": {
            "apiVersion": "v1", "kind": "Pod", "name": "clock", "namespace": namespace,
        },
        "type": "Warning", "reason": "BackOff", "message": format!("evil {EVIL}"),
        "lastTimestamp": jiff::Timestamp::now().to_string(), "count": 1,
        "source": {"component": "kubelet"},
    })
}

/// No character but line ends that a terminal would obey.
fn harmless(said: &str) {
    let obeyed = |c: &char| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c);
    let found: Vec<char> = said.chars().filter(obeyed).collect();
    assert!(found.is_empty(), "{found:?} in\n{said:?}");
}
