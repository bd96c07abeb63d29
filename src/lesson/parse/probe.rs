//! Expectations that look into what runs or what docker has: HTTP requests, logs, files, images.

use crate::lesson::model::{FileContent, FileProbe, HttpProbe, ImageProbe, LogProbe, Ref};
use crate::lesson::names::is_object_name;
use crate::lesson::problem::ProblemKind;
use crate::lesson::reader::{Fields, Report};
use crate::snapshot::image::ImagePattern;

/// The keys of `http`.
pub(super) const HTTP: &[&str] = &["service", "port", "path"];

/// A container's log.
pub(super) fn log(
    fields: &Fields<'_>,
    target: Option<Ref>,
    report: &mut Report,
) -> Option<LogProbe> {
    let container = container(fields, report);
    let contains = fields.required_text("contains", report).unwrap_or_default();
    Some(LogProbe {
        target: target?,
        container,
        contains,
    })
}

fn container(fields: &Fields<'_>, report: &mut Report) -> Option<String> {
    let name = fields.text("container", report)?;
    check_name(fields.line_of("container"), &name, report);
    Some(name)
}

fn check_name(line: u32, name: &str, report: &mut Report) {
    if !is_object_name(name) {
        report.add(
            line,
            ProblemKind::BadName {
                name: name.to_owned(),
            },
        );
    }
}

/// An HTTP request to a Service.
pub(super) fn http(fields: &Fields<'_>, report: &mut Report) -> Option<HttpProbe> {
    let node = fields.node("http")?;
    let inner = Fields::read(node, "http", HTTP, report)?;
    let service = inner.required_text("service", report);
    let port = inner.required_text("port", report);
    for (key, name) in [("service", &service), ("port", &port)] {
        if let Some(name) = name {
            check_name(inner.line_of(key), name, report);
        }
    }
    let path = inner.text("path", report).unwrap_or_else(|| "/".to_owned());
    if !is_request_path(&path) {
        report.add(
            inner.line_of("path"),
            ProblemKind::PathEscape { path: path.clone() },
        );
    }
    let status = fields.number("status", 100..=599, report);
    Some(HttpProbe {
        service: service?,
        port: port?,
        path,
        status: status
            .and_then(|status| u16::try_from(status).ok())
            .unwrap_or(200),
        contains: fields.text("contains", report),
    })
}

/// Whether a request's path stays below the Service's proxy address: no step upwards, however it
/// is written.
fn is_request_path(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let decoded = lower
        .replace("%2e", ".")
        .replace("%2f", "/")
        .replace("%5c", "\\");
    path.starts_with('/')
        && !lower.contains("%25")
        && !decoded
            .chars()
            .any(|c| c.is_control() || c.is_whitespace() || "\\#".contains(c))
        && decoded.split(['/', '?']).all(|part| part != "..")
}

/// A file in a container.
pub(super) fn file(
    fields: &Fields<'_>,
    target: Option<Ref>,
    report: &mut Report,
) -> Option<FileProbe> {
    let path = fields.required_text("path", report).unwrap_or_default();
    if !path.is_empty() && (!path.starts_with('/') || path.chars().any(char::is_control)) {
        report.add(
            fields.line_of("path"),
            ProblemKind::PathEscape { path: path.clone() },
        );
    }
    let container = container(fields, report);
    let content = match (fields.node("contains"), fields.node("equals")) {
        (Some(_), Some(_)) => {
            let problem = ProblemKind::KeyNotHere {
                key: "equals".to_owned(),
                of: "contains".to_owned(),
            };
            report.add(fields.line_of("equals"), problem);
            FileContent::Contains(String::new())
        }
        // An empty file is something that can be asked for.
        (None, Some(node)) => FileContent::Equals(node.text().unwrap_or_default().to_owned()),
        _ => FileContent::Contains(fields.required_text("contains", report).unwrap_or_default()),
    };
    Some(FileProbe {
        target: target?,
        container,
        path,
        content,
    })
}

/// An image that docker has.
pub(super) fn image(fields: &Fields<'_>, report: &mut Report) -> Option<ImageProbe> {
    let mut name = |key: &str| {
        let name = fields.text(key, report)?;
        if ImagePattern::parse(&name).is_none() {
            let problem = ProblemKind::BadName { name: name.clone() };
            report.add(fields.line_of(key), problem);
        }
        Some(name)
    };
    let (same_as, differs_from) = (name("sameAs"), name("differsFrom"));
    Some(ImageProbe {
        image: name("image")?,
        same_as,
        differs_from,
    })
}
