//! A docker command line, taken apart as far as explanations need it, and the one that failed last.

use super::Context;
use super::command::KubectlCommand;
use crate::snapshot::TypedCommand;

/// The words of a docker command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DockerCommand<'a> {
    /// `build`, `tag`, `push` … `docker image build` and `docker buildx build` are `build` too.
    pub verb: &'a str,
    /// The words that are no flags, the verb left out.
    pub words: Vec<&'a str>,
    /// Flags with their values; a flag without one has an empty value.
    pub flags: Vec<(&'a str, &'a str)>,
}

/// Flags of `docker build` that take the next word as their value.
const BUILD_VALUES: &[&str] = &[
    "t",
    "tag",
    "f",
    "file",
    "build-arg",
    "target",
    "platform",
    "progress",
    "label",
    "network",
    "cache-from",
    "output",
    "o",
    "secret",
    "ssh",
];

/// Words that only say what the next word is about.
const MANAGEMENT: &[&str] = &["image", "buildx", "builder"];

/// Verbs that make, name, move or remove images.
const MAKING: &[&str] = &[
    "build", "tag", "push", "rm", "rmi", "load", "import", "commit",
];

impl<'a> DockerCommand<'a> {
    /// Takes a command apart; `None` when it is not docker.
    pub fn parse(argv: &'a [String]) -> Option<Self> {
        let (program, rest) = argv.split_first()?;
        if program != "docker" {
            return None;
        }
        let mut words = rest.iter().map(String::as_str).peekable();
        words.next_if(|word| MANAGEMENT.contains(word));
        let mut command = Self {
            verb: words.next().unwrap_or_default(),
            words: Vec::new(),
            flags: Vec::new(),
        };
        while let Some(word) = words.next() {
            let flag = word.strip_prefix("--").or_else(|| word.strip_prefix('-'));
            let Some(flag) = flag.filter(|flag| !flag.is_empty()) else {
                command.words.push(word);
                continue;
            };
            if let Some((name, value)) = flag.split_once('=') {
                command.flags.push((name, value));
            } else if command.verb == "build" && BUILD_VALUES.contains(&flag) {
                command.flags.push((flag, words.next().unwrap_or_default()));
            } else {
                command.flags.push((flag, ""));
            }
        }
        Some(command)
    }

    /// Whether it is meant to make, name, move or remove an image.
    pub fn makes(&self) -> bool {
        MAKING.contains(&self.verb)
    }

    /// The value of a flag, by any of its names.
    pub fn flag(&self, names: &[&str]) -> Option<&'a str> {
        let mut flags = self.flags.iter().rev();
        flags
            .find(|(name, _)| names.contains(name))
            .map(|(_, value)| *value)
    }

    /// The image that it names or is about: what `build` gives a name to, what `push` pushes, the
    /// new name of `tag`.
    pub fn image(&self) -> Option<&'a str> {
        match self.verb {
            "build" => self.flag(&["t", "tag"]),
            "tag" => self.words.get(1).copied(),
            _ => self.words.first().copied(),
        }
    }
}

/// The newest command that was to change something, if it was docker's and failed.
pub fn failed<'s>(context: &Context<'_, 's>) -> Option<(&'s TypedCommand, DockerCommand<'s>)> {
    let commands = context.snapshot().commands.iter().rev();
    let mut is_last = true;
    for typed in commands {
        let was_last = std::mem::take(&mut is_last);
        if let Some(command) = DockerCommand::parse(&typed.argv) {
            if typed.failed() && (was_last || command.makes()) {
                return Some((typed, command));
            }
            if command.makes() {
                return None;
            }
        } else if KubectlCommand::parse(&typed.argv).is_some_and(|kubectl| kubectl.changes()) {
            return None;
        }
    }
    None
}

/// The newest docker command that makes, names, moves or removes an image, if it succeeded.
pub fn last_done<'s>(context: &Context<'_, 's>) -> Option<(&'s TypedCommand, DockerCommand<'s>)> {
    let commands = context.snapshot().commands.iter().rev();
    let newest = commands
        .filter_map(|typed| DockerCommand::parse(&typed.argv).map(|command| (typed, command)))
        .find(|(_, command)| command.makes());
    newest.filter(|(typed, _)| !typed.failed())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        shell_words::split(line).unwrap()
    }

    #[test]
    fn the_image_is_what_the_verb_is_about() {
        for (line, verb, image) in [
            ("docker build -t shop:1 .", "build", Some("shop:1")),
            ("docker image build . --tag=shop:1", "build", Some("shop:1")),
            ("docker buildx build --no-cache .", "build", None),
            ("docker tag shop:1 me/shop:1", "tag", Some("me/shop:1")),
            ("docker tag shop:1", "tag", None),
            ("docker push -q me/shop:1", "push", Some("me/shop:1")),
        ] {
            let argv = words(line);
            let command = DockerCommand::parse(&argv).unwrap();
            assert_eq!((command.verb, command.image()), (verb, image), "{line}");
        }
        assert_eq!(DockerCommand::parse(&words("kubectl get pods")), None);
    }

    #[test]
    fn the_folder_is_a_word_and_a_flags_value_is_none() {
        let argv = words("docker build -t shop:1 -f other/Dockerfile -q");
        assert!(DockerCommand::parse(&argv).unwrap().words.is_empty());
        let argv = words("docker build -t shop:1 .");
        assert_eq!(DockerCommand::parse(&argv).unwrap().words, ["."]);
    }
}
