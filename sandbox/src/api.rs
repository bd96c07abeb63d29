//! The HTTP API: one handler that reads the path, asks the registry, and answers in the wanted form.

mod accept;
mod body;
pub mod connect;
mod discovery;
mod health;
mod path;
mod query;
mod read;
mod remove;
pub mod reply;
mod review;
mod rights;
pub(crate) mod server;
mod subresource;
mod token;
mod user;
mod views;
mod watch;
mod write;

use std::sync::Arc;

use http::{HeaderMap, Method, Request, Response, header};
use hyper::body::Incoming;

pub use self::query::Query;
use self::{
    connect::Connector,
    path::{Place, Target},
    reply::Body,
    user::{Attributes, User},
};
use crate::{
    kinds::{self, Kind},
    openapi,
    refusal::Refusal,
    registry::Registry,
};

/// What answers requests.
pub(crate) struct Api {
    pub(crate) registry: Registry,
    pub(crate) token: String,
    pub(crate) address: String,
    pub(crate) connector: Option<Arc<dyn Connector>>,
}

/// What the parts of the API need of a request whose body has not been read.
#[derive(Clone)]
struct Asked {
    verb: &'static str,
    user: User,
    place: Place,
    query: Query,
    headers: HeaderMap,
}

impl Api {
    /// Answers a request, whatever it is.
    pub(crate) async fn handle(self: Arc<Self>, request: Request<Incoming>) -> Response<Body> {
        match self.answer(request).await {
            Ok(response) => response,
            Err(refusal) => reply::refuse(&refusal),
        }
    }

    async fn answer(
        self: &Arc<Self>,
        request: Request<Incoming>,
    ) -> Result<Response<Body>, Refusal> {
        match self.route(&request) {
            Ok(Route::Connection(place)) => self.connect(place, request).await,
            Ok(Route::Objects(place, verb, user)) => {
                let deprecated = place.kind.deprecated();
                let mut response = self.objects(place, verb, user, request).await?;
                if let Some(text) = deprecated {
                    reply::warn(&mut response, &[text.to_owned()]);
                }
                Ok(response)
            }
            Ok(Route::Document(target)) => {
                let answer = self.document(&target, &request);
                body::discard(request.into_body()).await;
                answer
            }
            Err(refusal) => {
                body::discard(request.into_body()).await;
                Err(refusal)
            }
        }
    }

    /// Where a request leads, if it may lead there.
    fn route(&self, request: &Request<Incoming>) -> Result<Route, Refusal> {
        let target = path::parse(request.uri().path());
        // Whether the server lives, and what it is, everybody may know.
        if let Ok(target @ (Target::Health { .. } | Target::Version)) = target {
            return documented(target, request);
        }
        let user = self.authenticate(request.headers())?;
        let path = request.uri().path();
        let about_path = Attributes::Path {
            verb: method_verb(request.method()),
            path,
        };
        // Upstream asks for the right to a path before it looks whether there is anything.
        if target.is_err() && !path.starts_with("/api") {
            self.authorize(&user, about_path, None)?;
        }
        match target? {
            Target::Objects(place) => {
                let subresource = place.subresource.as_deref().unwrap_or("");
                let connection = connect::is_connection(place.kind, subresource);
                let verb = if connection {
                    method_verb(request.method())
                } else {
                    verb(&place, request.method())?
                };
                let watch = place.watch || Query::parse(request.uri().query()).flag("watch");
                let name = place.name.as_deref().unwrap_or("");
                let attributes = Attributes::Resource {
                    verb: match verb {
                        "get" | "list" if watch && subresource.is_empty() => "watch",
                        verb => verb,
                    },
                    group: place.kind.group,
                    resource: place.kind.plural,
                    subresource,
                    // A namespace is in itself.
                    namespace: if place.kind == kinds::NAMESPACE {
                        name
                    } else {
                        place.namespace()
                    },
                    name,
                };
                self.authorize(&user, attributes, Some(place.kind))?;
                Ok(if connection {
                    Route::Connection(place)
                } else {
                    Route::Objects(place, verb, user)
                })
            }
            target => {
                self.authorize(&user, about_path, None)?;
                documented(target, request)
            }
        }
    }

    /// Refuses what the user may not do.
    fn authorize(
        &self,
        user: &User,
        attributes: Attributes<'_>,
        kind: Option<&Kind>,
    ) -> Result<(), Refusal> {
        if user.is_master() || rights::allowed(&self.registry, user, attributes).is_some() {
            Ok(())
        } else {
            Err(user::forbidden(user, attributes, kind))
        }
    }

    fn document(
        &self,
        target: &Target,
        request: &Request<Incoming>,
    ) -> Result<Response<Body>, Refusal> {
        Ok(match target {
            Target::Root => reply::json(200, &discovery::paths()),
            Target::CoreVersions | Target::Groups => {
                let core = *target == Target::CoreVersions;
                match accept::discovery(request.headers()) {
                    Some(version) => {
                        let content_type = if version == "v2" {
                            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
                        } else {
                            "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList"
                        };
                        let value = discovery::aggregated(core, version);
                        reply::bytes(
                            200,
                            content_type,
                            serde_json::to_vec(&value).unwrap_or_default(),
                        )
                    }
                    None if core => reply::json(200, &discovery::core_versions(&self.address)),
                    None => reply::json(200, &discovery::group_list()),
                }
            }
            Target::Group(name) => reply::json(
                200,
                &discovery::group(name).ok_or_else(Refusal::no_resource)?,
            ),
            Target::Resources { group, version } => reply::json(
                200,
                &discovery::resources(group, version).ok_or_else(Refusal::no_resource)?,
            ),
            Target::Version => reply::json(200, &discovery::version()),
            Target::Health { probe, check } => {
                let query = Query::parse(request.uri().query());
                return health::answer(probe, check, &query);
            }
            Target::OpenApi2 => reply::bytes(
                200,
                "application/com.github.proto-openapi.spec.v2.v1.0+protobuf",
                openapi::v2::document(),
            ),
            Target::OpenApi3 => reply::json(200, &openapi::index()),
            Target::OpenApi3Of { group, version } => {
                let text = openapi::document(group, version).ok_or_else(Refusal::no_resource)?;
                reply::bytes(200, "application/json", text)
            }
            Target::Objects(_) => return Err(Refusal::no_resource()),
        })
    }

    async fn objects(
        self: &Arc<Self>,
        place: Place,
        verb: &'static str,
        user: User,
        request: Request<Incoming>,
    ) -> Result<Response<Body>, Refusal> {
        let (parts, body) = request.into_parts();
        let sub = place.subresource.is_some();
        let asked = Asked {
            verb,
            user,
            place,
            query: Query::parse(parts.uri.query()),
            headers: parts.headers,
        };
        if matches!(verb, "get" | "list") {
            body::discard(body).await;
            return match verb {
                "get" if sub => subresource::get(self, &asked),
                _ if asked.place.watch || asked.query.flag("watch") => watch::start(self, &asked),
                "get" => read::get(self, &asked),
                _ => read::list(self, &asked),
            };
        }
        let body = body::read(body).await?;
        match verb {
            "delete" => remove::one(self, &asked, &body),
            "deletecollection" => remove::many(self, &asked, &body),
            _ if sub => subresource::write(self, &asked, verb, &body),
            "create" => write::create(self, &asked, &body),
            "update" => write::update(self, &asked, &body),
            _ => write::patch(self, &asked, &body),
        }
    }
}

/// What a method wants to do with what is no object.
fn method_verb(method: &Method) -> &'static str {
    match method.as_str() {
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => "delete",
        _ => "get",
    }
}

/// Documents can only be read.
fn documented(target: Target, request: &Request<Incoming>) -> Result<Route, Refusal> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(Route::Document(target));
    }
    Err(Refusal::new(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
    ))
}

/// What a request wants to do, if its place allows it.
fn verb(place: &Place, method: &Method) -> Result<&'static str, Refusal> {
    let named = place.name.is_some();
    let verb = match (method.as_str(), named) {
        ("GET", true) => "get",
        ("GET", false) => "list",
        ("POST", _) => "create",
        ("PUT", true) => "update",
        ("PATCH", true) => "patch",
        ("DELETE", true) => "delete",
        ("DELETE", false) => "deletecollection",
        _ => return Err(Refusal::method_not_allowed(place.kind)),
    };
    let subresource = place
        .subresource
        .as_deref()
        .and_then(|s| place.kind.subresource(s));
    let verbs = subresource.map_or(place.kind.verbs, |s| s.verbs);
    if place.watch && !matches!(verb, "get" | "list") {
        return Err(Refusal::method_not_allowed(place.kind));
    }
    // Objects with a namespace are written in it, and are created without a name in the path.
    let nowhere = matches!(verb, "create" | "update" | "patch")
        && place.kind.namespaced
        && place.namespace.is_none();
    let created_by_name = verb == "create" && named && subresource.is_none();
    if !verbs.contains(&verb) || nowhere || created_by_name {
        return Err(Refusal::method_not_allowed(place.kind));
    }
    Ok(verb)
}

/// Where a request leads.
enum Route {
    Document(Target),
    Objects(Place, &'static str, User),
    Connection(Place),
}

impl Asked {
    /// The name in the path, or `""`.
    fn name(&self) -> &str {
        self.place.name.as_deref().unwrap_or("")
    }

    /// Who writes: as said, or the program's name.
    fn manager(&self) -> String {
        let said = self.query.get("fieldManager");
        if !said.is_empty() {
            return said.to_owned();
        }
        let agent = self
            .headers
            .get(header::USER_AGENT)
            .and_then(|v| v.to_str().ok())
            .unwrap_or("");
        match agent.split('/').next().unwrap_or("").trim() {
            "" => "unknown".into(),
            program => program.chars().take(128).collect(),
        }
    }

    /// `dryRun=All`; anything else there is refused.
    fn dry_run(&self) -> Result<bool, Refusal> {
        self.query.dry_run(match self.verb {
            "create" => "CreateOptions",
            "update" => "UpdateOptions",
            "patch" => "PatchOptions",
            _ => "DeleteOptions",
        })
    }

    /// How the write is meant.
    fn write(&self) -> Result<crate::registry::Write, Refusal> {
        let subresource = self.place.subresource.as_deref();
        Ok(crate::registry::Write {
            dry_run: self.dry_run()?,
            manager: self.manager(),
            subresource: subresource
                .and_then(|s| self.place.kind.subresource(s))
                .map_or("", |s| s.name),
        })
    }
}
