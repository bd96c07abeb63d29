//! `glossary`, `cheatsheet`: to look things up.

use super::{Done, Tutor};
use crate::i18n::Args;
use crate::lesson::glossary::{Entry, look_up};
use crate::msg;
use crate::render::cheatsheet;
use crate::render::glossary::{term, terms};
use crate::render::sanitize;

impl Tutor<'_> {
    /// One word of the course, or all of them.
    pub(super) fn glossary(&mut self, args: &[String]) -> Done {
        let pack = self.kit.pack;
        if pack.glossary.is_empty() {
            self.tell(msg!("tutor-glossary-none"));
            return Ok(());
        }
        if args.is_empty() {
            let all = terms(pack, self.style());
            self.put(&all);
            self.tell(msg!("tutor-usage-glossary"));
            return Ok(());
        }
        let word = args.join(" ");
        let shown = Args::new().with("word", sanitize::line(&word).into_owned());
        match look_up(&pack.glossary, &word) {
            Entry::Term(found) => {
                let text = term(found, pack, self.style());
                self.put(&text);
            }
            Entry::Near(near) => {
                let near = near.name(self.kit.catalog.lang()).to_owned();
                let args = shown.with("nearest", near);
                self.say(msg!("tutor-glossary-unknown-near"), &args);
            }
            Entry::Unknown => self.say(msg!("tutor-glossary-unknown"), &shown),
        }
        Ok(())
    }

    /// The commands used so far.
    pub(super) fn cheatsheet(&mut self, args: &[String]) -> Done {
        let progress = self.progress.load();
        let progress = self.loaded(progress)?;
        let lines: Vec<&str> = progress.commands().map(|(line, _)| line).collect();
        let text = match args.first().map(String::as_str) {
            Some("markdown") => cheatsheet::markdown(lines.iter().copied(), &self.kit.catalog),
            _ if lines.is_empty() => {
                self.tell(msg!("cheatsheet-empty"));
                return Ok(());
            }
            _ => cheatsheet::text(lines.iter().copied(), self.style()),
        };
        self.put(&text);
        Ok(())
    }
}
