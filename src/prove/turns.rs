//! In which order the exercises of a proof are begun, and which of them side by side.

use std::cmp::Reverse;

use crate::lesson::model::{Exercise, ExpectationKind, Lesson, Need};

/// An exercise of a lesson.
pub(super) type Chosen<'l> = (&'l Lesson, &'l Exercise);

/// The exercises of a proof, each with its place in the order in which they are told.
pub(super) struct Turns<'l> {
    /// Those that stay inside their namespaces, in the order in which they are begun.
    pub inside: Vec<(usize, Chosen<'l>)>,
    /// Those that change what all share, the cluster or docker's images; told last.
    pub wide: Vec<(usize, Chosen<'l>)>,
}

impl<'l> Turns<'l> {
    /// Orders exercises. With `longest_first` the last to begin is not the last to end, which counts
    /// where most of them have a seat; where few have, it would keep back what is to be told meanwhile.
    pub(super) fn of(chosen: &[Chosen<'l>], longest_first: bool) -> Self {
        let (inside, wide): (Vec<_>, Vec<_>) = chosen.iter().partition(|(lesson, exercise)| {
            let mut needs = lesson.needs_of(exercise);
            exercise.cluster_wide.is_empty() && needs.all(|need| need != Need::Docker)
        });
        let wide = (inside.len()..).zip(wide).collect();
        let mut inside: Vec<_> = (0..).zip(inside).collect();
        if longest_first {
            inside.sort_by_key(|(_, (_, exercise))| Reverse(patience(exercise)));
        }
        Self { inside, wide }
    }
}

/// How long the proof of an exercise takes, compared with others. Most of it is waiting: what a probe
/// looks for may come late, so each time that it is not there takes its time.
fn patience(exercise: &Exercise) -> usize {
    let is_probed = exercise.expect.iter().any(|expectation| {
        matches!(
            expectation.kind,
            ExpectationKind::Http(_) | ExpectationKind::Log(_) | ExpectationKind::File(_)
        )
    });
    (1 + exercise.mistakes.len()) * if is_probed { 3 } else { 1 }
}
