//! Commands that stand at the prompt already when it comes, to be edited and run by the learner: those
//! that `fix` has shown. None is ever run by itself.

use std::collections::VecDeque;

/// The commands that are still to be typed, in order.
#[derive(Debug, Default)]
pub(super) struct Ahead(VecDeque<String>);

impl Ahead {
    /// These, instead of what was there.
    pub(super) fn offer(&mut self, lines: impl IntoIterator<Item = String>) {
        self.0 = lines.into_iter().collect();
    }

    /// What stands at the next prompt; empty where nothing does.
    pub(super) fn next(&self) -> &str {
        self.0.front().map_or("", String::as_str)
    }

    /// The learner has entered a line. The next command follows where this was the one before it,
    /// changed perhaps; who does something else is left alone.
    pub(super) fn entered(&mut self, line: &str) {
        let program = |line: &str| line.split_whitespace().next().map(str::to_owned);
        let offered = self.0.pop_front().unwrap_or_default();
        if program(&offered) != program(line) {
            self.0.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Ahead;

    fn offered() -> Ahead {
        let mut ahead = Ahead::default();
        let lines = [
            "kubectl delete pod web",
            "kubectl run web --image=nginx:1.27",
        ];
        ahead.offer(lines.map(str::to_owned));
        ahead
    }

    #[test]
    fn one_command_follows_the_other() {
        let mut ahead = offered();
        assert_eq!(ahead.next(), "kubectl delete pod web");
        ahead.entered("kubectl delete pod web --now");
        assert_eq!(ahead.next(), "kubectl run web --image=nginx:1.27");
        ahead.entered("kubectl run web --image=nginx:1.27");
        assert_eq!(ahead.next(), "");
    }

    #[test]
    fn who_does_something_else_is_left_alone() {
        for line in ["", "check", "docker images"] {
            let mut ahead = offered();
            ahead.entered(line);
            assert_eq!(ahead.next(), "", "{line}");
        }
    }
}
