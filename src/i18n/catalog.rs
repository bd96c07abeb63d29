//! podo's messages in one language.

use std::fmt;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::i18n::source::{Source, sources};
use crate::i18n::{Args, Lang, MessageId, Value};

/// podo's messages in one language. Cheap to clone, and can be shared between threads.
///
/// An id or a variable that is missing never stops a learner: the id (or `{$variable}`) is shown
/// in its place. In a build with debug assertions, and so in every test, it panics instead.
#[derive(Clone)]
pub struct Catalog {
    lang: Lang,
    bundle: Arc<FluentBundle<FluentResource>>,
}

impl Catalog {
    /// The messages of a language.
    pub fn new(lang: Lang) -> Self {
        let (catalog, problems) = Self::from_sources(lang, sources(lang));
        debug_assert!(
            problems.is_empty(),
            "message files of {lang}: {problems:#?}"
        );
        catalog
    }

    /// A catalogue of the given files, and what is wrong with them; messages that could be read are
    /// there all the same, and of two with one id the first.
    pub(crate) fn from_sources(lang: Lang, files: &[Source]) -> (Self, Vec<String>) {
        let id = lang
            .code()
            .parse()
            .expect("`ko` and `en` are language identifiers");
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // The marks around inserted values are invisible only in terminals that know them.
        bundle.set_use_isolating(false);
        let mut problems = Vec::new();
        for Source { area, text } in files {
            let resource = match FluentResource::try_new((*text).to_owned()) {
                Ok(resource) => resource,
                Err((resource, errors)) => {
                    problems.extend(errors.iter().map(|error| format!("{area}.ftl: {error}")));
                    resource
                }
            };
            if let Err(errors) = bundle.add_resource(resource) {
                problems.extend(errors.iter().map(|error| format!("{area}.ftl: {error}")));
            }
        }
        (
            Self {
                lang,
                bundle: Arc::new(bundle),
            },
            problems,
        )
    }

    /// The language of these messages.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether there is a message of that id.
    pub fn has(&self, id: &str) -> bool {
        self.bundle
            .get_message(id)
            .is_some_and(|message| message.value().is_some())
    }

    /// The message `id` with its values.
    pub fn text(&self, id: MessageId, args: &Args) -> String {
        let (text, problems) = self.format(id.as_str(), args);
        debug_assert!(
            problems.is_empty(),
            "message `{id}` in {}: {problems:?}",
            self.lang
        );
        text.unwrap_or_else(|| id.to_string())
    }

    /// The message `id`, which has no values.
    pub fn plain(&self, id: MessageId) -> String {
        self.text(id, &Args::new())
    }

    /// The message of an id that is put together at run time (`explain-P01-headline`), or `None`
    /// where there is none: some such messages are optional.
    pub fn text_dyn(&self, id: &str, args: &Args) -> Option<String> {
        if !self.has(id) {
            return None;
        }
        let (text, problems) = self.format(id, args);
        debug_assert!(
            problems.is_empty(),
            "message `{id}` in {}: {problems:?}",
            self.lang
        );
        text
    }

    /// The message with its values, and what was missing.
    pub(crate) fn format(&self, id: &str, args: &Args) -> (Option<String>, Vec<String>) {
        let Some(pattern) = self
            .bundle
            .get_message(id)
            .and_then(|message| message.value())
        else {
            return (None, vec!["there is no such message".to_owned()]);
        };
        let mut problems = Vec::new();
        let mut values = FluentArgs::new();
        for (name, value) in args.iter() {
            values.set(name, self.value(value, &mut problems));
        }
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&values), &mut errors)
            .into_owned();
        problems.extend(errors.iter().map(ToString::to_string));
        (Some(text), problems)
    }

    /// A value as Fluent takes it.
    fn value<'a>(&self, value: &'a Value, problems: &mut Vec<String>) -> FluentValue<'a> {
        match value {
            Value::Str(text) => FluentValue::from(text.as_str()),
            // With the options of a literal: a variant like `[0]` is compared with them included.
            Value::Number(number) => FluentNumber::from(*number).into(),
            Value::Message(id) => {
                let (text, missing) = self.format(id.as_str(), &Args::new());
                problems.extend(
                    missing
                        .iter()
                        .map(|problem| format!("`{id}` in it: {problem}")),
                );
                FluentValue::from(text.unwrap_or_else(|| id.to_string()))
            }
            Value::Text(text) => FluentValue::from(text.get(self.lang)),
        }
    }
}

impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalog")
            .field("lang", &self.lang)
            .finish_non_exhaustive()
    }
}
