//! Reading redirections, and the texts of here-documents.

use super::{Command, Item, List, Parser, Part, Redirect, RedirectKind, Word, quoted};

impl Parser {
    pub(super) fn redirect(&mut self) -> Result<Option<Redirect>, String> {
        let start = self.at;
        let digits: String = self.text[self.at..]
            .iter()
            .take_while(|c| c.is_ascii_digit())
            .collect();
        self.at += digits.len();
        let (kind, default) = if self.eat(">>") {
            (RedirectKind::Append, 1)
        } else if self.eat(">&") {
            (RedirectKind::Duplicate, 1)
        } else if self.eat(">|") || self.eat(">") {
            (RedirectKind::Write, 1)
        } else if self.eat("<<") {
            (RedirectKind::Here, 0)
        } else if self.eat("<&") {
            (RedirectKind::Duplicate, 0)
        } else if self.eat("<") {
            (RedirectKind::Read, 0)
        } else if digits.is_empty() && self.eat("&>") {
            (RedirectKind::Write, 1)
        } else {
            self.at = start;
            return Ok(None);
        };
        let strip = kind == RedirectKind::Here && self.eat("-");
        self.space();
        let from = self.at;
        let target = self.word()?.ok_or_else(|| self.unexpected())?;
        if kind == RedirectKind::Here {
            let raw: String = self.text[from..self.at].iter().collect();
            let marker: String = raw.chars().filter(|c| !"'\"\\".contains(*c)).collect();
            // The text is found later; until then the target says which one it is.
            let number = self.heres.len();
            self.heres.push((
                marker,
                raw != raw.replace(['\'', '"', '\\'], ""),
                usize::from(strip),
            ));
            let target = vec![Part::Text(format!("\u{0}{number}"), true)];
            return Ok(Some(Redirect {
                stream: 0,
                kind,
                target,
            }));
        }
        Ok(Some(Redirect {
            stream: digits.parse().unwrap_or(default),
            kind,
            target,
        }))
    }

    /// Takes the texts of here-documents that begin on the next line.
    pub(super) fn here_texts(&mut self, _items: &mut List, item: &mut Item) -> Result<(), String> {
        let heres = std::mem::take(&mut self.heres);
        for (number, (marker, literal, strip)) in heres.into_iter().enumerate() {
            let mut text = String::new();
            loop {
                if self.at >= self.text.len() {
                    break;
                }
                let end = self.text[self.at..]
                    .iter()
                    .position(|c| *c == '\n')
                    .map_or(self.text.len(), |p| self.at + p);
                let mut line: String = self.text[self.at..end].iter().collect();
                self.at = (end + 1).min(self.text.len());
                if strip == 1 {
                    line = line.trim_start_matches('\t').to_owned();
                }
                if line == marker {
                    break;
                }
                text.push_str(&line);
                text.push('\n');
            }
            let word = if literal {
                vec![Part::Text(text, true)]
            } else {
                quoted(&text)?
            };
            for pipeline in
                std::iter::once(&mut item.first).chain(item.rest.iter_mut().map(|(_, p)| p))
            {
                for command in &mut pipeline.commands {
                    fill(command, &format!("\u{0}{number}"), &word);
                }
            }
        }
        Ok(())
    }
}

/// Puts the text of a here-document where its redirection stands.
fn fill(command: &mut Command, marker: &str, text: &Word) {
    for redirect in &mut command.redirects {
        if redirect.kind == RedirectKind::Here
            && redirect.target == [Part::Text(marker.to_owned(), true)]
        {
            redirect.target.clone_from(text);
        }
    }
}
