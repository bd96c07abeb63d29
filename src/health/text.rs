//! What was found in a namespace, in words.

use std::collections::BTreeMap;

use super::{Health, State};
use crate::i18n::Args;
use crate::msg;
use crate::render::diagnosis::{Detail, Style, finding, headline};
use crate::render::prose::{Lead, paragraph};
use crate::render::sanitize;
use crate::render::theme::Role;
use crate::snapshot::Snapshot;
use crate::snapshot::gap::{Gap, GapReason};

/// The whole: where it was looked, every cause, what is not settled, what could not be seen.
pub fn report(
    health: &Health,
    snapshot: &Snapshot,
    reason: impl Fn(GapReason) -> String,
    style: Style<'_>,
) -> String {
    let writer = Writer { style };
    let mut text = writer.place(snapshot);
    let detail = Detail {
        fix: true,
        ..Detail::default()
    };
    for cause in &health.findings {
        text.push_str(&finding(cause, style, detail));
        text.push('\n');
    }
    if !health.waiting.is_empty() {
        text.push_str(&writer.line(&style.catalog.plain(msg!("health-waiting"))));
        for waiting in &health.waiting {
            let sentence = format!("{} [{}]", headline(waiting, style.catalog), waiting.code);
            text.push_str(&writer.below(&sentence));
        }
    }
    text.push_str(&writer.summary(health, snapshot));
    text.push_str(&writer.unknown(&health.unknown, reason));
    text
}

struct Writer<'a> {
    style: Style<'a>,
}

impl Writer<'_> {
    /// Namespace, cluster, and for a file of when it is.
    fn place(&self, snapshot: &Snapshot) -> String {
        let facts = &snapshot.cluster;
        let args = Args::new().with("namespace", clean(&facts.namespace));
        let text = if facts.context.is_empty() {
            let at = snapshot.at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
            self.style
                .catalog
                .text(msg!("health-place-file"), &args.with("at", at))
        } else {
            let args = args
                .with("cluster", clean(&facts.context))
                .with("version", clean(&facts.version));
            self.style.catalog.text(msg!("health-place"), &args)
        };
        self.line(&text) + "\n"
    }

    fn summary(&self, health: &Health, snapshot: &Snapshot) -> String {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let args = Args::new()
            .with("namespace", clean(&snapshot.cluster.namespace))
            .with("judged", number(health.judged))
            .with("causes", number(health.findings.len()))
            .with("waiting", number(health.waiting.len()));
        let id = match health.state {
            State::Healthy if health.judged == 0 => msg!("health-empty"),
            State::Healthy => msg!("health-well"),
            State::Settling => msg!("health-settling"),
            State::Unhealthy => msg!("health-causes"),
            State::Unknown => msg!("health-unread"),
        };
        self.line(&self.style.catalog.text(id, &args))
    }

    /// What could not be seen, by the reason.
    fn unknown(&self, gaps: &[Gap], reason: impl Fn(GapReason) -> String) -> String {
        let mut by_reason: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for gap in gaps.iter().filter(|gap| !gap.kind.is_empty()) {
            let kinds = by_reason.entry(reason(gap.reason)).or_default();
            kinds.push(&gap.kind);
        }
        let lines = by_reason.into_iter().map(|(reason, kinds)| {
            let args = Args::new()
                .with("kinds", clean(&kinds.join(", ")))
                .with("reason", reason);
            self.line(&self.style.catalog.text(msg!("health-unknown"), &args))
        });
        lines.collect()
    }

    fn line(&self, text: &str) -> String {
        let Style { theme, cells, .. } = self.style;
        paragraph(text, Role::Text, Lead::default(), theme, cells)
    }

    fn below(&self, text: &str) -> String {
        let Style { theme, cells, .. } = self.style;
        paragraph(text, Role::Text, Lead::indent("  "), theme, cells)
    }
}

fn clean(text: &str) -> String {
    sanitize::line(text).into_owned()
}
