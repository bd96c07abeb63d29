//! Reading flags the way kubectl, docker and minikube read them (all use the same Go library).

/// What a flag's value is, which says how it is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// No value, or one after `=`.
    Nothing,
    /// Any value.
    Value,
    /// A value after `=`, or none: `--dry-run`.
    Maybe,
    /// A manifest, a folder of manifests, or several with commas.
    Manifests,
    /// A folder for kustomize.
    Kustomization,
    /// A file of the learner's folder.
    File,
    /// A file, with `KEY=` before it if wanted.
    KeyFile,
    /// A part of an object, as JSON or YAML.
    ObjectPart,
    /// How output is written.
    Output,
    /// A namespace.
    Namespace,
    /// All namespaces.
    EveryNamespace,
}

/// One flag that may be used.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flag {
    /// `n` of `-n`; a blank where there is none.
    short: char,
    /// `namespace` of `--namespace`.
    pub(super) long: &'static str,
    /// What its value is.
    pub(super) takes: Takes,
}

/// A flag with a short form; a blank for none.
pub(super) const fn flag(short: char, long: &'static str, takes: Takes) -> Flag {
    Flag { short, long, takes }
}

/// A flag without a short form that takes no value.
pub(super) const fn switch(long: &'static str) -> Flag {
    Flag {
        short: ' ',
        long,
        takes: Takes::Nothing,
    }
}

/// A flag without a short form that takes any value.
pub(super) const fn value(long: &'static str) -> Flag {
    Flag {
        short: ' ',
        long,
        takes: Takes::Value,
    }
}

/// The words of a command, sorted.
#[derive(Debug, Default)]
pub(super) struct Line<'w> {
    /// Words that are no flags, before `--`.
    pub(super) words: Vec<&'w str>,
    /// The flags with their values, in order.
    pub(super) flags: Vec<(Flag, Option<&'w str>)>,
    /// The words after `--`.
    pub(super) rest: &'w [String],
}

impl Line<'_> {
    /// Whether a flag is there.
    pub(super) fn has(&self, long: &str) -> bool {
        self.flags.iter().any(|(flag, _)| flag.long == long)
    }
}

/// Sorts words into flags and others; also gives the words with a flag that is not on the list.
/// Where flags are not `mixed` with other words, everything after the first other word is one too.
pub(super) fn read<'w>(
    words: &'w [String],
    known: &[&[Flag]],
    mixed: bool,
) -> (Line<'w>, Vec<&'w str>) {
    let mut reading = Reading {
        known,
        line: Line::default(),
        refused: Vec::new(),
    };
    let mut at = 0;
    while at < words.len() {
        let word = words[at].as_str();
        let next = words.get(at + 1).map(String::as_str);
        at += 1;
        if word == "--" {
            reading.line.rest = &words[at..];
            break;
        }
        let took_next = if let Some(long) = word.strip_prefix("--") {
            reading.long(word, long, next)
        } else if word.len() > 1 && word.starts_with('-') {
            reading.short(word, next)
        } else {
            reading.line.words.push(word);
            if !mixed {
                reading
                    .line
                    .words
                    .extend(words[at..].iter().map(String::as_str));
                break;
            }
            false
        };
        at += usize::from(took_next);
    }
    (reading.line, reading.refused)
}

struct Reading<'w, 'k> {
    known: &'k [&'k [Flag]],
    line: Line<'w>,
    refused: Vec<&'w str>,
}

impl<'w> Reading<'w, '_> {
    fn find(&self, fits: impl Fn(&Flag) -> bool) -> Option<Flag> {
        self.known
            .iter()
            .copied()
            .flatten()
            .copied()
            .find(|flag| fits(flag))
    }

    /// `--name`, `--name=value`, `--name value`; whether the next word was taken.
    fn long(&mut self, word: &'w str, body: &'w str, next: Option<&'w str>) -> bool {
        let (name, value) = match body.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (body, None),
        };
        if let Some(flag) = self.find(|flag| flag.long == name) {
            self.take(word, flag, value, next)
        } else {
            self.refused.push(word);
            false
        }
    }

    /// `-n`, `-nvalue`, `-n=value`, `-n value`, `-it`; whether the next word was taken.
    fn short(&mut self, word: &'w str, next: Option<&'w str>) -> bool {
        for (start, letter) in word.char_indices().skip(1) {
            let Some(flag) = self.find(|flag| flag.short == letter && letter != ' ') else {
                self.refused.push(word);
                return false;
            };
            let behind = &word[start + letter.len_utf8()..];
            if let Some(value) = behind.strip_prefix('=') {
                return self.take(word, flag, Some(value), None);
            }
            if !matches!(
                flag.takes,
                Takes::Nothing | Takes::Maybe | Takes::EveryNamespace
            ) {
                let glued = (!behind.is_empty()).then_some(behind);
                return self.take(word, flag, glued, next);
            }
            self.line.flags.push((flag, None));
        }
        false
    }

    /// Notes a flag with its value; whether the next word was taken as the value.
    fn take(
        &mut self,
        word: &'w str,
        flag: Flag,
        value: Option<&'w str>,
        next: Option<&'w str>,
    ) -> bool {
        let alone = matches!(
            flag.takes,
            Takes::Nothing | Takes::Maybe | Takes::EveryNamespace
        );
        match (value, alone, next) {
            (Some(value), _, _) => self.line.flags.push((flag, Some(value))),
            (None, true, _) => self.line.flags.push((flag, None)),
            (None, false, Some(next)) => {
                self.line.flags.push((flag, Some(next)));
                return true;
            }
            // The flag's value is missing.
            (None, false, None) => self.refused.push(word),
        }
        false
    }
}
