//! P15 to P20: what a container is asked by its probes, and why the answer does not please.
//!
//! A liveness or startup probe has the container ended and started again (P15, P16); a readiness
//! probe keeps the Pod out of its Services (P17, P18). P19 and P20 are of both kinds: the probe
//! speaks another protocol than the port, or runs a program that the image does not have.
//!
//! What a probe met stands in an Event of the Pod alone, so that has to be there; what is wrong is
//! read from the probe and the container's ports.

use serde_json::{Value, json};

use crate::explain::pods::{Container, argument, containers, shown};
use crate::explain::{Confidence, Context, Finding, Layer, Rule, Source, repair};
use crate::snapshot::object::{list, text};

/// The probe asks another port than the program has, or a path that it does not know.
pub(super) const P15: Rule = Rule {
    code: "P15",
    layer: Layer::Run,
    refines: &[],
    teachable: true,
    waiting: false,
    find: |rule, context| {
        told(rule, context, |probe, fault| {
            probe.ends_it() && matches!(fault, Fault::Port | Fault::Silent | Fault::Path(_))
        })
    },
};

/// The probe gives up before the program has started.
pub(super) const P16: Rule = Rule {
    code: "P16",
    find: |rule, context| {
        told(rule, context, |probe, fault| {
            probe.ends_it() && fault == Fault::Early
        })
    },
    ..P15
};

/// The readiness probe asks another port than the program has.
pub(super) const P17: Rule = Rule {
    code: "P17",
    layer: Layer::Ready,
    find: |rule, context| {
        told(rule, context, |probe, fault| {
            !probe.ends_it() && matches!(fault, Fault::Port | Fault::Silent)
        })
    },
    ..P15
};

/// The readiness probe asks for a path that the program does not know.
pub(super) const P18: Rule = Rule {
    code: "P18",
    find: |rule, context| {
        told(rule, context, |probe, fault| {
            !probe.ends_it() && matches!(fault, Fault::Path(_))
        })
    },
    ..P17
};

/// The probe speaks HTTPS and the port HTTP, or the other way round.
pub(super) const P19: Rule = Rule {
    code: "P19",
    find: |rule, context| told(rule, context, |_, fault| fault == Fault::Protocol),
    ..P17
};

/// The probe runs a program that the image does not have.
pub(super) const P20: Rule = Rule {
    code: "P20",
    find: |rule, context| told(rule, context, |_, fault| fault == Fault::Program),
    ..P17
};

/// Findings about the failing probes whose fault is a rule's.
fn told(rule: &Rule, context: &Context<'_, '_>, is_its: fn(Probe, Fault) -> bool) -> Vec<Finding> {
    let found = failing(context).filter_map(|failing| {
        let fault = failing.fault()?;
        is_its(failing.probe, fault).then(|| failing.told(rule, context, fault))
    });
    found.collect()
}

/// The kinds of probes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Probe {
    Startup,
    Liveness,
    Readiness,
}

impl Probe {
    /// In the order in which they keep a Pod from being Ready.
    const ALL: [Self; 3] = [Self::Startup, Self::Liveness, Self::Readiness];

    fn field(self) -> &'static str {
        match self {
            Self::Startup => "startupProbe",
            Self::Liveness => "livenessProbe",
            Self::Readiness => "readinessProbe",
        }
    }

    /// As Events name it, and as the messages take it.
    fn word(self) -> &'static str {
        match self {
            Self::Startup => "startup",
            Self::Liveness => "liveness",
            Self::Readiness => "readiness",
        }
    }

    /// Whether its failure has the container ended.
    fn ends_it(self) -> bool {
        self != Self::Readiness
    }
}

/// What a probe met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Met {
    /// Nobody listens at that port.
    Refused,
    /// An answer with a status that is none of success.
    Status(u16),
    /// Something that speaks another protocol.
    Protocol,
    /// No such program in the container.
    NoProgram,
}

impl Met {
    /// From the kubelet's words, which are Go's and the runtime's: the same from 1.20 to 1.36.
    fn of(message: &str) -> Option<Self> {
        let says = |words: &[&str]| words.iter().any(|words| message.contains(words));
        if let Some((_, code)) = message.split_once("probe failed with statuscode: ") {
            let digits: String = code.chars().take_while(char::is_ascii_digit).collect();
            return digits.parse().ok().map(Self::Status);
        }
        if says(&["connection refused"]) {
            Some(Self::Refused)
        } else if says(&[
            "server gave HTTP response to HTTPS client",
            "malformed HTTP response",
            "does not look like a TLS handshake",
        ]) {
            Some(Self::Protocol)
        } else if says(&["executable file not found", "no such file or directory"])
            && says(&["exec"])
        {
            Some(Self::NoProgram)
        } else {
            None
        }
    }
}

/// What is wrong with a probe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// It asks a port that is none of the container's.
    Port,
    /// It asks a port where nobody listens; which ones the container has is not written down.
    Silent,
    /// It asks a port of the container where nobody listens yet.
    Early,
    /// It asks for a path that is answered with that status.
    Path(u16),
    /// It speaks another protocol.
    Protocol,
    /// It runs a program that is not there.
    Program,
}

/// A probe that keeps a container from being Ready, or has it ended.
struct Failing<'s> {
    container: Container<'s>,
    probe: Probe,
    spec: &'s Value,
    message: &'s str,
    met: Option<Met>,
}

fn failing<'x, 's>(context: &'x Context<'_, 's>) -> impl Iterator<Item = Failing<'s>> + 'x {
    let all = context.pods().into_iter().flat_map(containers);
    all.filter(|container| !container.init)
        .flat_map(move |container| {
            let probes = Probe::ALL.into_iter();
            probes.filter_map(move |probe| Failing::of(container, probe, context))
        })
}

impl<'s> Failing<'s> {
    fn of(container: Container<'s>, probe: Probe, context: &Context<'_, 's>) -> Option<Self> {
        let spec = container.spec.get(probe.field())?;
        let status = container.status?;
        let is_ready = status.get("ready") == Some(&Value::Bool(true));
        if probe == Probe::Readiness && is_ready {
            return None;
        }
        if probe.ends_it() && !container.is_ended_by(probe.field(), context.graph) {
            return None;
        }
        let place = format!("spec.containers{{{}}}", container.name());
        let word = probe.word();
        let is_its = |message: &str| {
            let begin = message.get(..word.len());
            begin.is_some_and(|begin| begin.eq_ignore_ascii_case(word))
        };
        let events = context.graph.events_of(container.pod).into_iter().rev();
        let message = events
            .filter(|event| event.text("reason") == "Unhealthy")
            .filter(|event| event.text("involvedObject.fieldPath") == place)
            .map(|event| event.text("message"))
            .find(|message| is_its(message))?;
        Some(Self {
            container,
            probe,
            spec,
            message,
            met: Met::of(message),
        })
    }

    fn fault(&self) -> Option<Fault> {
        Some(match self.met? {
            Met::Refused if self.asks_another_port() => Fault::Port,
            Met::Refused if self.declared().is_empty() => Fault::Silent,
            Met::Refused => Fault::Early,
            Met::Status(code) => Fault::Path(code),
            Met::Protocol => Fault::Protocol,
            Met::NoProgram => Fault::Program,
        })
    }

    fn told(&self, rule: &Rule, context: &Context<'_, 's>, fault: Fault) -> Finding {
        match fault {
            Fault::Port => self.port(rule, context),
            Fault::Silent => self.silent(rule, context),
            Fault::Early => self.early(rule, context),
            Fault::Path(code) => self.path(rule, context, code),
            Fault::Protocol => self.protocol(rule, context),
            Fault::Program => self.no_program(rule, context),
        }
    }

    /// The kind of the probe that asks over the network.
    fn asker(&self) -> &'static str {
        let asks = ["httpGet", "tcpSocket", "grpc"];
        asks.into_iter()
            .find(|key| self.spec.get(key).is_some())
            .unwrap_or("httpGet")
    }

    /// The port asked: a number, or the name that the container gives it.
    fn asked(&self) -> &'s Value {
        let asker = self.spec.get(self.asker());
        asker
            .and_then(|asker| asker.get("port"))
            .unwrap_or(&Value::Null)
    }

    /// The ports that the container says it has.
    fn declared(&self) -> Vec<i64> {
        let ports = list(self.container.spec, "ports").iter();
        ports
            .filter_map(|port| port.get("containerPort")?.as_i64())
            .collect()
    }

    /// Whether it asks a port that is none of the container's.
    fn asks_another_port(&self) -> bool {
        let Some(asked) = self.asked().as_i64() else {
            return false;
        };
        let declared = self.declared();
        !declared.is_empty() && !declared.contains(&asked)
    }

    /// A finding about a field of the probe.
    fn finding(
        &self,
        rule: &Rule,
        context: &Context<'_, 's>,
        field: &str,
        expected: Option<String>,
        actual: String,
    ) -> Finding {
        let field = format!("{}.{field}", self.probe.field());
        let (object, path) = self.container.at(context.graph, &field);
        let pod = self.container.pod.key();
        Finding::new(rule)
            .object(object.key())
            .field(path, expected, Some(actual))
            .arg("container", self.container.name())
            .arg("pod", self.container.pod.name())
            .arg("probe", self.probe.word())
            .evidence(Source::Event, Some(pod), "Unhealthy", self.message)
            .look(&["kubectl", "describe", &argument(self.container.pod)])
    }

    fn port(&self, rule: &Rule, context: &Context<'_, 's>) -> Finding {
        let declared: Vec<String> = self.declared().iter().map(i64::to_string).collect();
        let declared = declared.join(", ");
        let asked = shown(self.asked());
        let field = format!("{}.port", self.asker());
        let mut found = self
            .finding(rule, context, &field, Some(declared.clone()), asked.clone())
            .arg("port", asked)
            .arg("declared", declared);
        if let [port] = self.declared()[..] {
            found.fix = self.patch(context, &json!({self.asker(): {"port": port}}));
        }
        found
    }

    fn silent(&self, rule: &Rule, context: &Context<'_, 's>) -> Finding {
        let asked = shown(self.asked());
        let field = format!("{}.port", self.asker());
        self.finding(rule, context, &field, None, asked.clone())
            .arg("port", asked)
            .variant("silent")
            .confidence(Confidence::Likely)
    }

    fn path(&self, rule: &Rule, context: &Context<'_, 's>, code: u16) -> Finding {
        let path = match text(self.spec, "httpGet.path") {
            "" => "/",
            path => path,
        };
        let found = self
            .finding(rule, context, "httpGet.path", None, path.to_owned())
            .arg("path", path)
            .arg("status", code.to_string());
        if self.probe.ends_it() {
            found.variant("path")
        } else {
            found
        }
    }

    fn early(&self, rule: &Rule, context: &Context<'_, 's>) -> Finding {
        let setting = |name: &str, default: i64| {
            let set = self.spec.get(name).and_then(Value::as_i64);
            set.unwrap_or(default)
        };
        let failures = setting("failureThreshold", 3);
        let seconds = setting("initialDelaySeconds", 0) + setting("periodSeconds", 10) * failures;
        self.finding(
            rule,
            context,
            "failureThreshold",
            None,
            failures.to_string(),
        )
        .arg("seconds", seconds)
        .confidence(Confidence::Likely)
    }

    fn protocol(&self, rule: &Rule, context: &Context<'_, 's>) -> Finding {
        let is_https = text(self.spec, "httpGet.scheme") == "HTTPS";
        let (actual, expected) = if is_https {
            ("HTTPS", Some("HTTP".to_owned()))
        } else {
            ("HTTP", None)
        };
        let found = self.finding(rule, context, "httpGet.scheme", expected, actual.to_owned());
        if is_https {
            let mut found = found.variant("https");
            found.fix = self.patch(context, &json!({"httpGet": {"scheme": "HTTP"}}));
            found
        } else {
            found
        }
    }

    fn no_program(&self, rule: &Rule, context: &Context<'_, 's>) -> Finding {
        let words = list(self.spec, "exec.command");
        let program = words.first().and_then(Value::as_str).unwrap_or_default();
        self.finding(rule, context, "exec.command", None, program.to_owned())
            .arg("program", program)
            .arg("image", self.container.image())
    }

    /// The command that changes the probe in the template; a Pod's own cannot be changed.
    fn patch(&self, context: &Context<'_, 's>, change: &Value) -> Vec<Vec<String>> {
        let (object, _) = self.container.at(context.graph, self.probe.field());
        if object.kind() == "Pod" {
            return Vec::new();
        }
        let container = json!({"name": self.container.name(), self.probe.field(): change});
        let patch = json!({"spec": {"template": {"spec": {"containers": [container]}}}});
        vec![repair::patch(object, &patch)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_probe_met_is_read_from_the_event() {
        for (message, met) in [
            (
                "Readiness probe failed: Get \"http://10.244.0.5:8080/\": dial tcp 10.244.0.5:8080: connect: connection refused",
                Some(Met::Refused),
            ),
            (
                "Liveness probe failed: HTTP probe failed with statuscode: 404",
                Some(Met::Status(404)),
            ),
            (
                "Readiness probe failed: Get \"https://10.244.0.5:80/\": http: server gave HTTP response to HTTPS client",
                Some(Met::Protocol),
            ),
            (
                "Readiness probe errored: rpc error: code = Unknown desc = failed to exec in container: exec: \"curl\": executable file not found in $PATH",
                Some(Met::NoProgram),
            ),
            (
                "Readiness probe failed: cat: can't open '/tmp/open': No such file or directory",
                None,
            ),
            (
                "Liveness probe failed: Get \"http://10.244.0.5:80/\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
                None,
            ),
        ] {
            assert_eq!(Met::of(message), met, "{message}");
        }
    }
}
