//! `podo`: opens the tutor.

use super::{Context, check_selection, no_such};
use crate::cli::{LessonName, Selection};
use crate::error::CommandError;
use crate::exit_code::ExitCode;
use crate::paths::make_private_dir;
use crate::repl::{self, Start};
use crate::tutor::{Equipment, Tutor};

/// What the tutor opens with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum First {
    /// The prompt alone.
    Nothing,
    /// A lesson or an exercise.
    Start(Selection),
    /// A lesson's last exercise.
    Skip(LessonName),
    /// An exercise that was passed before.
    Review(Option<Selection>),
}

impl First {
    /// The line that a learner would type for it.
    fn line(&self) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Start(wanted) => Some(format!("start {wanted}")),
            Self::Skip(name) => Some(format!("skip {}", name.as_str())),
            Self::Review(None) => Some("review".to_owned()),
            Self::Review(Some(wanted)) => Some(format!("review {wanted}")),
        }
    }
}

/// Finds pack and cluster, and hands over to the prompt.
pub fn run(context: &Context, first: &First) -> Result<ExitCode, CommandError> {
    let pack = context.pack()?;
    match first {
        First::Start(wanted) | First::Review(Some(wanted)) => check_selection(&pack, wanted)?,
        First::Skip(name) if pack.lesson(name.as_str()).is_none() => {
            return Err(no_such(&pack, name.as_str()));
        }
        _ => {}
    }
    // Said now and not after an hour's work: nothing could be kept.
    let kept = context.paths.data_dir();
    make_private_dir(kept).map_err(CommandError::at(kept))?;
    let runtime = context.runtime()?;
    let found = context.find_agreed(&runtime)?;
    let kubeconfig = || context.kubeconfig();
    let tutor = Tutor::new(Equipment {
        pack: &pack,
        paths: &context.paths,
        runtime: runtime.handle().clone(),
        surroundings: context.surroundings.clone(),
        found,
        kubeconfig: &kubeconfig,
        namespace: context.global.namespace.clone(),
        catalog: context.catalog.clone(),
        terminal: context.terminal,
        plain: context.global.plain,
        yes: context.global.yes,
    });
    let start = Start {
        first: first.line(),
        history: context.paths.history_file(),
        plain: context.global.plain,
        terminal: context.terminal,
        runtime: runtime.handle().clone(),
    };
    repl::run(tutor, &start)?;
    Ok(ExitCode::Success)
}
