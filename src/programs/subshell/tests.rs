//! The learner's shell: its words and its environment.

use std::ffi::OsString;
use std::path::Path;

use super::{Place, is_nested, learners_shell};

fn env<'a>(pairs: &'a [(&str, &str)]) -> impl Fn(&str) -> Option<OsString> + 'a {
    move |name| {
        let pair = pairs.iter().find(|(known, _)| *known == name);
        pair.map(|(_, value)| OsString::from(value))
    }
}

#[test]
fn the_shell_is_the_learners_own_where_it_is_one() {
    let expected = Path::new("/bin/sh");
    for pairs in [
        &[][..],
        &[("SHELL", "")],
        &[("SHELL", "sh")],
        &[("SHELL", "/nowhere/fish")],
        &[("SHELL", "/bin/sh")],
    ] {
        assert_eq!(learners_shell(env(pairs)), expected, "{pairs:?}");
    }
}

#[test]
fn a_shell_within_a_shell_is_known_by_its_mark() {
    assert!(is_nested(env(&[("PODO_SHELL", "pods")])));
    assert!(!is_nested(env(&[("PODO_SHELL", "")])));
    assert!(!is_nested(env(&[])));
}

#[test]
fn a_line_is_handed_over_as_it_was_typed() {
    let place = Place {
        shell: Path::new("/bin/sh"),
        kubeconfig: Path::new("/private"),
        dir: Path::new("/tmp"),
        mark: "pods",
    };
    let line = "kubectl get pods | grep 'a b'";
    assert_eq!(place.line(line).argv(), ["/bin/sh", "-c", line]);
    assert_eq!(place.open().argv(), ["/bin/sh"]);
    assert!(place.line(line).needs_terminal());
}
