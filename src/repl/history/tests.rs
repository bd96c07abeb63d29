//! Which lines are kept.

use super::may_keep;

#[test]
fn ordinary_lines_are_kept() {
    for line in [
        "check",
        "kubectl get pods -l app=web",
        "kubectl get secret web -o yaml",
        "kubectl create secret generic web --from-file=a.txt",
        "kubectl create configmap web --from-literal=colour=purple",
        "kubectl run web --image=nginx:1.27 --env=COLOUR=purple",
        "kubectl get 'pods",
        "kubectl get secret -l app=token-shop",
        "shell kubectl get pods | grep web",
    ] {
        assert!(may_keep(line), "{line}");
    }
}

#[test]
fn secrets_and_lines_after_a_blank_are_not() {
    for line in [
        "",
        "  ",
        " check",
        "\tcheck",
        "kubectl create secret generic db --from-literal=password=grape",
        "kubectl create secret generic db --from-literal pin=1234",
        "kubectl create configmap db --from-literal=db.password=grape",
        "kubectl run db --image=mysql --env=MYSQL_ROOT_PASSWORD=grape",
        "kubectl run db --image=mysql --env MYSQL_ROOT_PASSWORD=grape",
        "kubectl set env deployment/db DB_TOKEN=grape",
        "docker login -u me -p grape",
        "kubectl --token=abc get pods",
        "shell 'kubectl create secret generic a --from-literal=b=c | cat'",
        "kubectl create secret generic a --from-literal=b='open",
    ] {
        assert!(!may_keep(line), "{line:?}");
    }
}
