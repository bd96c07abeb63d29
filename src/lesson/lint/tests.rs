//! Commands in texts; the rest of the lint is tested with whole packs.

use super::*;

fn check(text: &str, expected: &[u32]) {
    let body = format!("```sh\n{text}\n```\n");
    let found: Vec<u32> = markdown::code(&body).iter().flat_map(open_quotes).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn commands_go_on_after_a_backslash_and_inside_quotes() {
    check("kubectl get pods", &[]);
    check("kubectl get \\\n  pods", &[]);
    check(
        "kubectl patch x -p '{\n  \"a\": 1\n}'\nkubectl get pods",
        &[],
    );
    check("kubectl get pods # it's a comment", &[]);
    check("echo it's not ours", &[]);
    check("NAME   READY\nweb    it's", &[]);
    check("kubectl get pods\nkubectl run 'x\ndocker ps", &[2]);
}
