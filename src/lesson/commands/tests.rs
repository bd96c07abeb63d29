//! What steps may run and what they may not, in many spellings.

use super::*;

/// The problems of a command; `declared` cluster-wide are the node `minikube` and the volume `pv-a`.
fn problems(line: &str, usage: Use) -> Vec<ProblemKind> {
    let words = shell_words::split(line).unwrap();
    let program = Program::from_name(&words[0]).unwrap();
    let declared = [
        Ref::named("Node", "minikube"),
        Ref::named("PersistentVolume", "pv-a"),
    ];
    check(program, &words[1..], usage, &declared).problems
}

const MISTAKE: Use = Use::Mistake { cleaned_up: false };

const CLEANED: Use = Use::Mistake { cleaned_up: true };

fn allowed(usage: Use, lines: &[&str]) {
    for line in lines {
        assert_eq!(problems(line, usage), [], "{line}");
    }
}

/// The word that is refused.
fn refused(usage: Use, lines: &[(&str, &str)]) {
    for (line, refused) in lines {
        let found = problems(line, usage);
        let is_refused = found.iter().any(
            |kind| matches!(kind, ProblemKind::ForbiddenCommand { word, .. } if word == refused),
        );
        assert!(is_refused, "{line}: {found:?}");
    }
}

#[test]
fn what_the_course_uses_is_allowed() {
    allowed(
        Use::Setup,
        &[
            "kubectl create deployment web --image=nginx:1.27 --replicas 3",
            "kubectl create deployment box --image=busybox -- sh -c 'a | b > c; exit'",
            "kubectl run web --image=nginx:1.27 -l app=web,tier=front --env A=1 --port 80",
            "kubectl run -it --rm tmp --image=busybox --restart=Never -- wget -qO- http://web",
            "kubectl apply -f web.yaml -f folder/",
            "kubectl apply -fweb.yaml",
            "kubectl apply --filename=web.yaml,other.yml --server-side",
            "kubectl delete -f=./web.yaml --ignore-not-found --wait=false",
            "kubectl delete deployments,services -l app=web",
            "kubectl delete all --all",
            "kubectl delete pod/a pod/b --now",
            "kubectl scale deployment/web --replicas=0",
            "kubectl scale --current-replicas=2 --replicas=3 deploy web",
            "kubectl set image deployment/web web=docker.io/library/nginx:1.28",
            "kubectl set env deployment/web URL=http://other/ --from=configmap/settings",
            "kubectl rollout undo deployment/web --to-revision=1",
            "kubectl rollout status deployment web --timeout 60s",
            "kubectl annotate deployment web kubernetes.io/change-cause='first try' old-",
            "kubectl label pods web app=shop --overwrite",
            "kubectl expose deployment web --type=NodePort --port=80",
            "kubectl create configmap settings --from-literal=a=b --from-file=app.conf",
            "kubectl create configmap settings --from-file=key=folder/app.conf",
            "kubectl create secret generic login --from-env-file=login.env",
            "kubectl autoscale deployment web --min=1 --max=3 --cpu-percent=80",
            "kubectl patch deployment web -p '{\"spec\": {\"replicas\": 2}}'",
            "kubectl exec web -c app -- cat /etc/hosts",
            "kubectl cordon minikube",
            "kubectl taint nodes minikube key=value:NoSchedule gone:NoSchedule-",
            "kubectl taint node/minikube key=value:NoSchedule",
            "kubectl label node minikube disk=ssd",
            "kubectl delete pv pv-a",
            "kubectl wait --for=condition=Ready pod/web --timeout=60s",
            "docker build -t web:1 .",
            "docker tag web:1 localhost:5000/web:1",
            "docker push localhost:5000/web:1",
            "docker build --tag=web:1 -f app/Dockerfile app",
            "docker run --rm -d -p 8080:80 --name web nginx:1.27 --privileged is for the image",
            "minikube image load web:1",
            "minikube status",
        ],
    );
}

#[test]
fn looking_is_free_except_in_setups() {
    let looks = [
        "kubectl get pods -o wide",
        "kubectl get deploy web -o=jsonpath={.spec.profile}",
        "kubectl get pods -Lapp --show-labels -A",
        "kubectl -n kube-system get pods",
        "kubectl --namespace=kube-system logs -l k8s-app=kube-dns --tail 5",
        "kubectl describe node minikube",
        "kubectl top nodes",
        "kubectl explain pod.spec --recursive",
        "kubectl api-resources --namespaced=false",
        "kubectl cluster-info",
        "kubectl config view --minify",
        "kubectl version --client -o yaml",
        "kubectl rollout history deployment/web --revision=2",
    ];
    allowed(Use::Solution, &looks);
    refused(
        Use::Setup,
        &[
            ("kubectl get pods -n kube-system", "--namespace"),
            ("kubectl -nkube-system get pods", "--namespace"),
            ("kubectl get pods --namespace kube-system", "--namespace"),
        ],
    );
}

#[test]
fn what_is_not_on_the_list_is_refused() {
    refused(
        Use::Solution,
        &[
            ("kubectl", "kubectl"),
            ("kubectl kubectl get pods", "kubectl"),
            ("kubectl cp web:/etc/passwd x", "cp"),
            ("kubectl edit deployment web", "edit"),
            ("kubectl attach web", "attach"),
            ("kubectl port-forward web 80", "port-forward"),
            ("kubectl proxy", "proxy"),
            ("kubectl debug web --image=busybox", "debug"),
            ("kubectl some-plugin", "some-plugin"),
            ("kubectl config set-context x", "set-context"),
            (
                "kubectl cluster-info dump --output-directory=/tmp",
                "--output-directory=/tmp",
            ),
            ("kubectl rollout", "rollout"),
            (
                "kubectl set serviceaccount deployment web x",
                "serviceaccount",
            ),
            (
                "kubectl apply edit-last-applied deployment/web",
                "edit-last-applied",
            ),
            (
                "kubectl create clusterrolebinding x --clusterrole=cluster-admin",
                "clusterrolebinding",
            ),
            ("kubectl create token default", "token"),
            (
                "kubectl get pods --kubeconfig=/tmp/x",
                "--kubeconfig=/tmp/x",
            ),
            ("kubectl --context other get pods", "--context"),
            ("kubectl get pods --server=https://x", "--server=https://x"),
            ("kubectl get pods -s https://x", "-s"),
            ("kubectl get pods --token=x", "--token=x"),
            ("kubectl get pods --as=admin", "--as=admin"),
            ("kubectl get pods -w", "-w"),
            ("kubectl get --raw /api", "--raw"),
            ("kubectl logs -f web", "-f"),
            ("kubectl logs -pf web", "-pf"),
            ("kubectl run web --image=x --privileged", "--privileged"),
            ("kubectl run web --image=x --hostport=80", "--hostport=80"),
            (
                "kubectl get pods -o jsonpath-file=/etc/passwd",
                "jsonpath-file=/etc/passwd",
            ),
            (
                "kubectl get pods -ogo-template-file=x",
                "go-template-file=x",
            ),
            ("kubectl get pods --template={{.}}", "--template={{.}}"),
            ("kubectl delete pods --all -A", "-A"),
            ("kubectl delete pod web -n default", "--namespace"),
            ("kubectl delete node minikube", "node"),
            ("kubectl patch node minikube -p '{}'", "node"),
            ("kubectl delete", "delete"),
            ("kubectl delete endpoints web", "endpoints"),
            (
                "kubectl label clusterroles.rbac.authorization.k8s.io admin x=y",
                "clusterroles.rbac.authorization.k8s.io",
            ),
            ("kubectl taint pods web x=y:NoSchedule", "pods"),
            ("kubectl get pods | grep web", "|"),
            ("kubectl get pods > out.txt", ">"),
            ("kubectl get pods && ls", "&&"),
            ("kubectl get pods -o", "-o"),
            ("docker push web:1", "web:1"),
            ("docker push me/web:1", "me/web:1"),
            (
                "docker push localhost.example:5000/web:1",
                "localhost.example:5000/web:1",
            ),
            ("docker run -v /:/host nginx", "-v"),
            ("docker run --volume=/:/host nginx", "--volume=/:/host"),
            ("docker run --privileged nginx", "--privileged"),
            ("docker run -dv /:/host nginx", "-dv"),
            ("docker run --network host nginx", "--network"),
            ("docker system prune", "system"),
            ("docker -H tcp://x ps", "-H"),
            ("minikube delete", "delete"),
            ("minikube ssh", "ssh"),
            ("minikube -p other status", "-p"),
            ("minikube image pull x", "pull"),
        ],
    );
}

#[test]
fn files_stay_in_the_working_folder() {
    let escapes = [
        "../x.yaml",
        "a/../../x.yaml",
        "/etc/passwd.yaml",
        "~/x.yaml",
        "~root/x.yaml",
        "a//b.yaml",
        "..",
        "../",
        "./../x.yaml",
        "a\\..\\x.yaml",
        "C:\\x.yaml",
        "C:x.yaml",
        "file:x.yaml",
        "a/..",
        "",
    ];
    for path in escapes {
        for line in [
            format!("kubectl apply -f '{path}'"),
            format!("kubectl apply --filename='{path}'"),
            format!("kubectl create configmap x --from-file='{path}'"),
            format!("kubectl create configmap x --from-file=key='{path}'"),
            format!("kubectl apply -k '{path}'"),
            format!("docker build '{path}'"),
        ] {
            let found = problems(&line, Use::Setup);
            let escapes = |kind: &ProblemKind| matches!(kind, ProblemKind::PathEscape { path: p } if p == path);
            assert!(found.iter().any(escapes), "{line}: {found:?}");
        }
    }
    refused(
        Use::Setup,
        &[
            (
                "kubectl apply -f https://example.com/x.yaml",
                "https://example.com/x.yaml",
            ),
            (
                "kubectl apply -f=http://example.com/x.yaml",
                "http://example.com/x.yaml",
            ),
            (
                "kubectl apply -f a.yaml,https://example.com/x.yaml",
                "https://example.com/x.yaml",
            ),
            (
                "kubectl apply -k git::https://example.com/x",
                "git::https://example.com/x",
            ),
            ("kubectl apply -f -", "-"),
            ("kubectl apply -f-", "-"),
            ("kubectl create -f notes.txt", "notes.txt"),
            (
                "docker build https://example.com/x.git",
                "https://example.com/x.git",
            ),
            ("docker build -", "-"),
        ],
    );
}

#[test]
fn what_is_applied_is_told() {
    let words = |line: &str| shell_words::split(line).unwrap();
    let applied = |line: &str| check(Program::Kubectl, &words(line), Use::Setup, &[]).applies;
    assert_eq!(
        applied("apply -f ./a/b.yaml,c.yaml -f d/ -k ."),
        ["a/b.yaml", "c.yaml", "d", ""]
    );
    assert_eq!(
        applied("patch deployment web --patch-file=p.yaml"),
        ["p.yaml"]
    );
    assert!(check(Program::Kubectl, &words("apply -k base"), MISTAKE, &[]).kustomizes);
}

#[test]
fn parts_of_objects_in_a_command_are_judged_like_manifests() {
    let forbidden = |line: &str, expected: &str| {
        let what = ProblemKind::ForbiddenManifest {
            what: expected.into(),
        };
        assert!(problems(line, Use::Setup).contains(&what), "{line}");
    };
    forbidden(
        r#"kubectl run x --image=y --overrides='{"spec": {"hostNetwork": true}}'"#,
        "hostNetwork",
    );
    forbidden("kubectl patch pod x -p 'spec: {hostPID: yes}'", "hostPID");
    forbidden(
        r#"kubectl patch deploy x --type=json -p '[{"op": "add", "path": "/spec/template/spec/containers/0/securityContext/privileged", "value": true}]'"#,
        "privileged",
    );
    forbidden(
        r#"kubectl patch deploy x --type json --patch='[{"op": "add", "path": "/spec/template/spec/volumes/-", "value": {"name": "x", "hostPath": {"path": "/"}}}]'"#,
        "hostPath",
    );
    forbidden(
        r#"kubectl patch deploy x --type json -p='[{"op": "add", "path": "/spec/template/spec/volumes/0/hostPath/path", "value": "/etc"}]'"#,
        "hostPath",
    );
    forbidden(
        r#"kubectl patch deploy x --type json -p='[{"op": "add", "path": "/a/capabilities/add/-", "value": "SYS_ADMIN"}]'"#,
        "add",
    );
    refused(
        Use::Setup,
        &[("kubectl patch pod x -p '{\"spec\":'", "{\"spec\":")],
    );
}

#[test]
fn changes_outside_the_namespace_are_declared_or_undone() {
    let undeclared = |line: &str, usage: Use, expected: &str| {
        let what = ProblemKind::NotDeclared {
            what: expected.into(),
        };
        assert_eq!(problems(line, usage), [what], "{line}");
    };
    undeclared("kubectl cordon other", Use::Setup, "Node/other");
    undeclared(
        "kubectl drain node/other --ignore-daemonsets",
        Use::Solution,
        "Node/other",
    );
    undeclared(
        "kubectl taint no other a=b:NoSchedule",
        MISTAKE,
        "Node/other",
    );
    undeclared(
        "kubectl label nodes other disk=ssd",
        Use::Setup,
        "Node/other",
    );
    undeclared(
        "kubectl create namespace grapes",
        Use::Setup,
        "Namespace/grapes",
    );
    undeclared(
        "kubectl delete pv pv-b",
        Use::Setup,
        "PersistentVolume/pv-b",
    );
    undeclared(
        "kubectl run web --image=x -n default",
        MISTAKE,
        "-n default",
    );
    allowed(
        Use::Setup,
        &[
            "kubectl cordon -l role=x",
            "kubectl taint nodes --all a=b:NoSchedule",
        ],
    );
    allowed(
        CLEANED,
        &[
            "kubectl run web --image=x -n default",
            "kubectl cordon other",
        ],
    );
    allowed(
        Use::Cleanup,
        &[
            "kubectl delete pod web -n default",
            "kubectl uncordon other",
        ],
    );
}

#[test]
fn mistakes_may_be_mistaken() {
    allowed(
        MISTAKE,
        &[
            "kubectl run web --image=x -n no-such-namespace",
            "kubectl apply web.yaml",
            "kubectl create deployment web --image=x --command -- sleep 1",
            "kubectl delete pdo web",
            "kubectl get pods -n kube-system",
        ],
    );
    refused(
        MISTAKE,
        &[
            ("kubectl run web --image=x -n kube-system", "--namespace"),
            ("kubectl delete pods --all -n other", "--namespace"),
            ("kubectl apply edit-last-applied", "edit-last-applied"),
            ("kubectl run web --image=x --privileged", "--privileged"),
        ],
    );
    refused(Use::Solution, &[("kubectl delete pdo web", "pdo")]);
}
