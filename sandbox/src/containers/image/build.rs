//! Building an image from a Dockerfile and a context.

mod copy;
mod error;
mod run;
mod stage;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub use self::error::BuildError;
use self::{
    error::Failure,
    stage::{Position, State},
};
use super::{
    Image, Origin, Reference,
    context::Context,
    dockerfile::{Dockerfile, Instruction, Stage, Variables, What, expand},
    parse,
};
use crate::clock::Clock;

/// What to build.
#[derive(Clone, Debug, Default)]
pub struct Build {
    /// The text of the Dockerfile.
    pub dockerfile: String,
    /// The name of its file, as errors show it; `Dockerfile` if empty.
    pub file: String,
    /// The names that the image gets.
    pub tags: Vec<String>,
    /// Values for `ARG`.
    pub args: BTreeMap<String, String>,
    /// Further labels.
    pub labels: BTreeMap<String, String>,
    /// The stage to build; the last one if `None`.
    pub target: Option<String>,
}

/// What happens during a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress<'a> {
    /// A step begins: `[2/3] COPY index.html /www/`.
    Step(&'a str),
    /// A program of the step wrote something.
    Output(&'a [u8]),
    /// The step has ended well.
    Done {
        /// An image that is there already has the same layer.
        cached: bool,
    },
}

/// What a build came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// The identity of the image: `sha256:` and 64 digits.
    pub id: String,
    /// Its complete names.
    pub names: Vec<String>,
    /// What `BuildKit` warns of, and what the simulation leaves out.
    pub warnings: Vec<String>,
}

/// What a builder asks of the place that it builds in.
pub(crate) trait Surroundings: Sync {
    /// An image to build from or copy from.
    fn base(&self, reference: &Reference) -> Result<Arc<Image>, Missing>;
    /// Whether an image has such a layer already.
    fn has_layer(&self, digest: &str) -> bool;
}

/// Why there is no image to build from.
#[derive(Debug)]
pub(crate) struct Missing {
    pub(crate) why: String,
    /// What else there is to say, where the simulation lacks what really exists.
    pub(crate) note: Option<String>,
}

/// An image that was built, and is nowhere yet.
pub(crate) struct Outcome {
    pub(crate) image: Image,
    pub(crate) names: Vec<Reference>,
    pub(crate) warnings: Vec<String>,
}

/// One build.
struct Builder<'a> {
    build: &'a Build,
    context: &'a Context,
    surroundings: &'a dyn Surroundings,
    clock: &'a Clock,
    progress: &'a mut (dyn FnMut(Progress<'_>) + Send),
    escape: char,
    globals: Variables,
    warnings: Vec<String>,
    /// Stages that have been built.
    built: BTreeMap<usize, State>,
}

/// Builds an image; whoever drops the future ends the build.
pub(crate) async fn build(
    build: &Build,
    context: &Context,
    surroundings: &dyn Surroundings,
    clock: &Clock,
    progress: &mut (dyn FnMut(Progress<'_>) + Send),
) -> Result<Outcome, BuildError> {
    let report = |failure: Failure| failure.report(build);
    let names = build
        .tags
        .iter()
        .map(|tag| parse(tag).map_err(|why| Failure::new(format!("invalid tag {tag:?}: {why}"))))
        .collect::<Result<_, _>>()
        .map_err(report)?;
    let file = Dockerfile::parse(&build.dockerfile).map_err(|m| report(m.into()))?;
    let mut builder = Builder {
        build,
        context,
        surroundings,
        clock,
        progress,
        escape: file.escape,
        globals: Variables::new(),
        warnings: file.warnings.clone(),
        built: BTreeMap::new(),
    };
    let target = builder.prepare(&file).map_err(report)?;
    for number in needed(&file, target) {
        let state = builder.stage(&file, number).await.map_err(report)?;
        builder.built.insert(number, state);
    }
    let state = builder
        .built
        .remove(&target)
        .ok_or_else(|| report(Failure::new("the target was not built")))?;
    Ok(Outcome {
        image: state.image(&build.labels, clock.now()),
        names,
        warnings: builder.warnings,
    })
}

/// The number of an earlier stage that a name means.
fn earlier(file: &Dockerfile, before: usize, name: &str) -> Option<usize> {
    let name = name.to_ascii_lowercase();
    let stages = file.stages.iter().take(before);
    stages
        .enumerate()
        .filter(|(_, stage)| stage.name.as_ref() == Some(&name))
        .map(|(number, _)| number)
        .next_back()
}

/// The stage that `COPY --from` means.
fn source(file: &Dockerfile, before: usize, from: &str) -> Option<usize> {
    match from.parse::<usize>() {
        Ok(number) => (number < before).then_some(number),
        Err(_) => earlier(file, before, from),
    }
}

/// The stages that a target takes, in the order of the file.
fn needed(file: &Dockerfile, target: usize) -> BTreeSet<usize> {
    let mut all = BTreeSet::new();
    let mut open = vec![target];
    while let Some(number) = open.pop() {
        let (true, Some(stage)) = (all.insert(number), file.stages.get(number)) else {
            continue;
        };
        open.extend(earlier(file, number, &stage.base));
        for instruction in &stage.instructions {
            if let What::Copy(files) = &instruction.what
                && let Some(from) = &files.from
            {
                open.extend(source(file, number, from));
            }
        }
    }
    all
}

impl Builder<'_> {
    /// Takes the `ARG`s before the first stage, and finds the stage to build.
    fn prepare(&mut self, file: &Dockerfile) -> Result<usize, Failure> {
        for (name, value) in [
            ("BUILDPLATFORM", "linux/amd64"),
            ("BUILDOS", "linux"),
            ("BUILDARCH", "amd64"),
            ("TARGETPLATFORM", "linux/amd64"),
            ("TARGETOS", "linux"),
            ("TARGETARCH", "amd64"),
        ] {
            self.globals.insert(name.to_owned(), value.to_owned());
        }
        for instruction in &file.globals {
            let What::Arg(arguments) = &instruction.what else {
                continue;
            };
            for (name, default) in arguments {
                let value = match (self.build.args.get(name), default) {
                    (Some(given), _) => Some(given.clone()),
                    (None, Some(text)) => Some(
                        expand(text, &self.globals, self.escape)
                            .map_err(|why| Failure::at(instruction.span, why))?,
                    ),
                    (None, None) => None,
                };
                if let Some(value) = value {
                    self.globals.insert(name.clone(), value);
                }
            }
        }
        let last = file.stages.len() - 1;
        match &self.build.target {
            None => Ok(last),
            Some(name) => source(file, last + 1, name)
                .ok_or_else(|| Failure::new(format!("target stage {name:?} could not be found"))),
        }
    }

    /// Builds one stage, after all those that it takes.
    async fn stage(&mut self, file: &Dockerfile, number: usize) -> Result<State, Failure> {
        let stage = &file.stages[number];
        let at = |why: String| Failure::at(stage.span, why);
        let base = expand(&stage.base, &self.globals, self.escape).map_err(at)?;
        if base.is_empty() {
            let why = format!("base name ({}) should not be blank", stage.base);
            return Err(at(why));
        }
        let mut position = Position::new(file, number);
        let inherited = earlier(file, number, &base).and_then(|n| self.built.get(&n));
        let mut state = if let Some(state) = inherited {
            state.child()
        } else if base == "scratch" {
            State::of(&Origin::scratch().image())
        } else {
            position.pulls();
            self.pull(stage, &base, &mut position)?
        };
        for instruction in &stage.instructions {
            self.instruction(file, number, &mut state, &mut position, instruction)
                .await
                .map_err(|failure| failure.or_at(instruction.span))?;
        }
        Ok(state)
    }

    fn pull(
        &mut self,
        stage: &Stage,
        base: &str,
        position: &mut Position,
    ) -> Result<State, Failure> {
        let reference = parse(base).map_err(|why| {
            Failure::at(
                stage.span,
                format!("failed to parse stage name {base:?}: {why}"),
            )
        })?;
        let step = position.step(&format!("FROM {reference}"));
        (self.progress)(Progress::Step(&step));
        match self.surroundings.base(&reference) {
            Ok(image) => {
                (self.progress)(Progress::Done { cached: true });
                Ok(State::of(&image))
            }
            Err(missing) => {
                let why = format!(
                    "{base}: failed to resolve source metadata for {reference}: {}",
                    missing.why
                );
                Err(Failure::at(stage.span, why).noting(missing.note))
            }
        }
    }

    async fn instruction(
        &mut self,
        file: &Dockerfile,
        number: usize,
        state: &mut State,
        position: &mut Position,
        instruction: &Instruction,
    ) -> Result<(), Failure> {
        let variables = state.variables();
        let plain = |text: &str| expand(text, &variables, self.escape).map_err(Failure::new);
        match &instruction.what {
            What::From { .. } | What::Maintainer => {}
            What::Arg(arguments) => {
                for (name, default) in arguments {
                    let value = match (self.build.args.get(name), default) {
                        (Some(given), _) => Some(given.clone()),
                        (None, Some(text)) => Some(plain(text)?),
                        (None, None) => self.globals.get(name).cloned(),
                    };
                    if let Some(value) = value {
                        state.args.insert(name.clone(), value);
                    }
                }
            }
            What::Env(pairs) => {
                for (name, value) in pairs {
                    state.config.set(&plain(name)?, plain(value)?);
                }
            }
            What::Label(pairs) => {
                for (name, value) in pairs {
                    state.config.labels.insert(plain(name)?, plain(value)?);
                }
            }
            What::Cmd(command) => state.cmd(command),
            What::Entrypoint(command) => state.entrypoint(command),
            What::Shell(words) => state.config.shell.clone_from(words),
            What::User(user) => state.config.user = plain(user)?,
            What::StopSignal(signal) => state.config.stop_signal = plain(signal)?,
            What::Healthcheck(health) => state.config.healthcheck = Some(health.clone()),
            What::Expose(words) => {
                for word in words {
                    state.expose(&plain(word)?)?;
                }
            }
            What::Volume(paths) => {
                for path in paths {
                    state.config.volumes.insert(plain(path)?);
                }
            }
            What::Workdir(path) => {
                let path = plain(path)?;
                let step = self.begin(position, instruction);
                state.workdir(&path, self.clock.now())?;
                self.end(state, &step);
            }
            What::Copy(files) | What::Add(files) => {
                let step = self.begin(position, instruction);
                let add = matches!(instruction.what, What::Add(_));
                let from = match &files.from {
                    Some(from) => self.files_of(file, number, from)?,
                    None => self.context.tree().clone(),
                };
                let copied =
                    state.copy(files, add, from, &variables, self.escape, self.clock.now());
                let warning = copied.map_err(|failure| failure.in_step(&step, ""))?;
                self.warnings.extend(warning);
                self.end(state, &step);
            }
            What::Run(command, documents) => {
                let step = self.begin(position, instruction);
                run::run(state, command, documents, self.clock, &mut *self.progress)
                    .await
                    .map_err(|(failure, output)| failure.in_step(&step, &output))?;
                self.end(state, &step);
            }
        }
        Ok(())
    }

    fn begin(&mut self, position: &mut Position, instruction: &Instruction) -> String {
        let step = position.step(&instruction.text);
        (self.progress)(Progress::Step(&step));
        step
    }

    /// Closes a layer.
    fn end(&mut self, state: &mut State, step: &str) {
        let text = step.split_once("] ").map_or(step, |(_, text)| text);
        let layer = state.close(text);
        let cached = self.surroundings.has_layer(&layer);
        (self.progress)(Progress::Done { cached });
    }

    /// The files that `COPY --from` copies from.
    fn files_of(
        &self,
        file: &Dockerfile,
        number: usize,
        from: &str,
    ) -> Result<super::Tree, Failure> {
        if from.contains('$') {
            return Err(Failure::new(
                "variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround",
            ));
        }
        if let Some(stage) = source(file, number, from).and_then(|n| self.built.get(&n)) {
            return Ok(stage.files());
        }
        if from.parse::<usize>().is_ok() || earlier(file, file.stages.len(), from).is_some() {
            let own = file.stages[number].name.clone().unwrap_or_default();
            return Err(Failure::new(format!(
                "cannot copy from stage {from:?}, it needs to be defined before current stage {own:?}"
            )));
        }
        let reference = parse(from)
            .map_err(|why| Failure::new(format!("failed to parse stage name {from:?}: {why}")))?;
        match self.surroundings.base(&reference) {
            Ok(image) => Ok(super::Tree::over(Arc::clone(&image.files))),
            Err(missing) => Err(Failure::new(format!(
                "{from}: failed to resolve source metadata for {reference}: {}",
                missing.why
            ))
            .noting(missing.note)),
        }
    }
}
