//! Which commands keep the terminal.

use super::needs_terminal;

fn check(line: &str) -> bool {
    let mut words = shell_words::split(line).unwrap();
    let program = words.remove(0);
    needs_terminal(&program, &words)
}

#[test]
fn commands_that_need_the_terminal() {
    for line in [
        "kubectl exec -it web -- sh",
        "kubectl exec web -ti -- sh",
        "kubectl exec -i -t web -c app -- sh",
        "kubectl -n default exec --stdin --tty web -- sh",
        "kubectl --namespace default exec -it web -- sh",
        "kubectl run box --image=busybox -it --rm -- sh",
        "kubectl attach -it web",
        "kubectl edit deployment web",
        "kubectl create configmap a --edit",
        "/opt/bin/kubectl debug -it web --image=busybox",
        "docker run --rm -it busybox sh",
        "docker exec -ti web sh",
        "docker container run -it busybox",
        "docker start -ai web",
        "docker login",
        "minikube ssh",
        "minikube kubectl -- exec -it web -- sh",
        "minikube -p class ssh",
        "vim web.yaml",
    ] {
        assert!(check(line), "{line}");
    }
}

#[test]
fn commands_whose_stderr_is_kept() {
    for line in [
        "kubectl",
        "kubectl get pods",
        "kubectl get pods -w",
        "kubectl logs -f web",
        "kubectl exec web -- ls -t",
        "kubectl exec -i web -- sh",
        "kubectl exec -ntest web -- ls",
        "kubectl exec -it --tty=false web -- ls",
        "kubectl -n edit get pods",
        "kubectl run box --image=busybox",
        "kubectl delete pod edit",
        "docker build -t web:1 .",
        "docker run -d nginx:1.27",
        "docker start web",
        "docker image tag a b",
        "minikube start",
        "minikube kubectl -- get pods",
        "minikube -p ssh status",
    ] {
        assert!(!check(line), "{line}");
    }
}
