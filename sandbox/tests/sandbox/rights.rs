//! Tokens of service accounts, speaking for others, and what roles let them do.

use http::{Request, StatusCode};
use k8s_openapi::api::{
    authentication::v1::{SelfSubjectReview, TokenRequest},
    authorization::v1::{SelfSubjectAccessReview, SelfSubjectRulesReview},
    core::v1::{Pod, ServiceAccount},
};
use kube::{
    Api, Client, Config,
    api::{ListParams, PostParams},
    config::AuthInfo,
};
use podo_sandbox::{Options, Sandbox, cluster::NodeOptions};
use serde_json::{Value, json};

use crate::{client::Cluster, kube_rs::client};

const BINDINGS: &str = "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings";

async fn start() -> (Cluster, Client) {
    let sandbox = Sandbox::start_cluster(Options::default(), Vec::<NodeOptions>::new())
        .await
        .unwrap();
    let cluster = Cluster { sandbox };
    let client = client(&cluster).await;
    (cluster, client)
}

/// A client with another token, or one that speaks for somebody.
fn other(cluster: &Cluster, token: &str, user: Option<&str>) -> Client {
    let url = format!("http://{}", cluster.sandbox.address());
    let mut config = Config::new(url.parse().unwrap());
    config.auth_info = AuthInfo {
        token: Some(token.to_owned().into()),
        impersonate: user.map(str::to_owned),
        ..AuthInfo::default()
    };
    Client::try_from(config).unwrap()
}

fn denial(error: kube::Error) -> String {
    match error {
        kube::Error::Api(status) if status.is_forbidden() => status.message.clone(),
        other => panic!("{other:?}"),
    }
}

async fn token(client: &Client, name: &str, spec: Value) -> kube::Result<TokenRequest> {
    let accounts: Api<ServiceAccount> = Api::default_namespaced(client.clone());
    let request = serde_json::from_value(json!({"spec": spec})).unwrap();
    accounts
        .create_token_request(name, &PostParams::default(), &request)
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_account_is_known_by_its_token_and_may_do_what_it_is_given() {
    let (cluster, client) = start().await;
    let account = json!({"metadata": {"name": "bot"}});
    let accounts = "/api/v1/namespaces/default/serviceaccounts";
    cluster.post(accounts, account.clone()).await;
    let request = token(&client, "bot", json!({"audiences": []}))
        .await
        .unwrap();
    let given = request.status.unwrap().token.unwrap();
    assert_eq!(given.split('.').count(), 3);
    let bot = other(&cluster, &given, None);

    let reviews: Api<SelfSubjectReview> = Api::all(bot.clone());
    let who = reviews
        .create(&PostParams::default(), &SelfSubjectReview::default())
        .await
        .unwrap();
    let who = who.status.unwrap().user_info.unwrap();
    let name = "system:serviceaccount:default:bot";
    assert_eq!(who.username.as_deref(), Some(name));
    assert!(
        who.groups
            .unwrap()
            .contains(&"system:serviceaccounts:default".into())
    );

    let pods: Api<Pod> = Api::default_namespaced(bot.clone());
    let list = ListParams::default();
    assert_eq!(
        denial(pods.list(&list).await.unwrap_err()),
        format!(
            "pods is forbidden: User \"{name}\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\""
        )
    );
    let role =
        json!({"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"});
    let subjects = json!([{"kind": "ServiceAccount", "name": "bot", "namespace": "default"}]);
    let binding = json!({"metadata": {"name": "b"}, "roleRef": role, "subjects": subjects});
    cluster.post(BINDINGS, binding).await;
    assert!(pods.list(&list).await.unwrap().items.is_empty());
    let everywhere: Api<Pod> = Api::all(bot.clone());
    assert!(denial(everywhere.list(&list).await.unwrap_err()).ends_with("at the cluster scope"));
    let deleted = pods.delete("x", &kube::api::DeleteParams::default()).await;
    assert!(denial(deleted.unwrap_err()).starts_with("pods \"x\" is forbidden: "));
    let exec = pods
        .exec("x", ["ls"], &kube::api::AttachParams::default())
        .await;
    assert!(exec.is_err());

    // An account that was made again is another one.
    cluster
        .ask("DELETE", format!("{accounts}/bot"))
        .value(200)
        .await;
    cluster.post(accounts, account).await;
    let gone = pods.list(&list).await.unwrap_err();
    assert!(matches!(gone, kube::Error::Api(status) if status.code == StatusCode::UNAUTHORIZED));
    cluster.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_for_accounts_that_are_there_and_for_a_while() {
    let (cluster, client) = start().await;
    let missing = token(&client, "nobody", json!({"audiences": []})).await;
    assert!(
        missing
            .unwrap_err()
            .to_string()
            .contains("serviceaccounts \"nobody\" not found")
    );
    let accounts = "/api/v1/namespaces/default/serviceaccounts";
    cluster
        .post(accounts, json!({"metadata": {"name": "bot"}}))
        .await;
    let short = json!({"audiences": [], "expirationSeconds": 1});
    let short = token(&client, "bot", short).await.unwrap_err();
    let text = "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value: 1: may not specify a duration less than 10 minutes";
    assert!(short.to_string().contains(text), "{short}");
    let elsewhere = token(&client, "bot", json!({"audiences": ["vault"]})).await;
    let elsewhere = elsewhere.unwrap().status.unwrap().token.unwrap();
    let elsewhere = other(&cluster, &elsewhere, None);
    assert!(elsewhere.list_api_groups().await.is_err());
    cluster.sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_speaks_for_others_with_their_rights() {
    let (cluster, _) = start().await;
    let jane = other(&cluster, cluster.sandbox.token(), Some("jane"));
    let request = Request::get("/metrics").body(Vec::new()).unwrap();
    assert_eq!(
        denial(jane.request_text(request).await.unwrap_err()),
        "forbidden: User \"jane\" cannot get path \"/metrics\""
    );
    let ask = async |verb: &str| {
        let about = json!({"verb": verb, "resource": "pods", "namespace": "default"});
        let review = json!({"spec": {"resourceAttributes": about}});
        let review = serde_json::from_value(review).unwrap();
        let reviews: Api<SelfSubjectAccessReview> = Api::all(jane.clone());
        let answer = reviews.create(&PostParams::default(), &review).await;
        answer.unwrap().status.unwrap()
    };
    assert!(!ask("list").await.allowed);
    let role =
        json!({"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "edit"});
    let subjects =
        json!([{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "jane"}]);
    let binding = json!({"metadata": {"name": "jane"}, "roleRef": role, "subjects": subjects});
    cluster.post(BINDINGS, binding).await;
    let answer = ask("delete").await;
    assert!(answer.allowed);
    assert_eq!(
        answer.reason.as_deref(),
        Some(
            "RBAC: allowed by RoleBinding \"jane/default\" of ClusterRole \"edit\" to User \"jane\""
        )
    );
    assert!(!ask("impersonate").await.allowed);
    let rules: Api<SelfSubjectRulesReview> = Api::all(jane);
    let review = serde_json::from_value(json!({"spec": {"namespace": "default"}})).unwrap();
    let rules = rules.create(&PostParams::default(), &review).await.unwrap();
    let rules = rules.status.unwrap();
    assert!(
        rules
            .resource_rules
            .iter()
            .any(|r| r.verbs == ["impersonate"])
    );
    assert!(!rules.non_resource_rules.is_empty() && !rules.incomplete);
    cluster.sandbox.stop().await;
}
