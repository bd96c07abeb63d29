//! Reading words: quotes, variables, substitutions.

use super::{Parser, Part, Variable, Word, quoted};

impl Parser {
    pub(super) fn word(&mut self) -> Result<Option<Word>, String> {
        let mut parts: Word = Vec::new();
        let start = self.at;
        while let Some(c) = self.peek() {
            match c {
                ' ' | '\t' | '\r' | '\n' | ';' | '&' | '|' | '(' | ')' | '<' | '>' => break,
                '\'' => {
                    self.at += 1;
                    let end = self.text[self.at..].iter().position(|c| *c == '\'');
                    let end = self.at + end.ok_or("unterminated quoted string")?;
                    parts.push(Part::Text(self.text[self.at..end].iter().collect(), true));
                    self.at = end + 1;
                }
                '"' => {
                    self.at += 1;
                    let before = parts.len();
                    self.double(&mut parts, Some('"'))?;
                    if parts.len() == before {
                        parts.push(Part::Text(String::new(), true));
                    }
                }
                '\\' => {
                    self.at += 1;
                    match self.peek() {
                        Some('\n') => {}
                        Some(c) => parts.push(Part::Text(c.to_string(), true)),
                        None => parts.push(Part::Text("\\".into(), true)),
                    }
                    self.at = (self.at + 1).min(self.text.len());
                }
                '$' | '`' => self.dollar(&mut parts, false)?,
                _ => {
                    self.at += 1;
                    match parts.last_mut() {
                        Some(Part::Text(text, false)) => text.push(c),
                        _ => parts.push(Part::Text(c.to_string(), false)),
                    }
                }
            }
        }
        Ok((self.at > start).then_some(parts))
    }

    /// What stands in double quotes, up to `end`.
    pub(super) fn double(&mut self, parts: &mut Word, end: Option<char>) -> Result<(), String> {
        let mut text = String::new();
        let flush = |text: &mut String, parts: &mut Word| {
            if !text.is_empty() {
                parts.push(Part::Text(std::mem::take(text), true));
            }
        };
        loop {
            match self.peek() {
                None if end.is_some() => return Err("unterminated quoted string".into()),
                None => break,
                c if c == end => {
                    self.at += 1;
                    break;
                }
                Some('\\') => {
                    self.at += 1;
                    match self.peek() {
                        Some('\n') => self.at += 1,
                        Some(c) if "$`\"\\".contains(c) => {
                            text.push(c);
                            self.at += 1;
                        }
                        _ => text.push('\\'),
                    }
                }
                Some('$' | '`') => {
                    flush(&mut text, parts);
                    self.dollar(parts, true)?;
                }
                Some(c) => {
                    text.push(c);
                    self.at += 1;
                }
            }
        }
        flush(&mut text, parts);
        Ok(())
    }

    fn dollar(&mut self, parts: &mut Word, in_quotes: bool) -> Result<(), String> {
        if self.eat("`") {
            let mut inner = String::new();
            loop {
                match self.peek() {
                    None => return Err("EOF in backquote substitution".into()),
                    Some('`') => break,
                    Some('\\') if matches!(self.text.get(self.at + 1), Some('`' | '\\' | '$')) => {
                        self.at += 1;
                        inner.extend(self.peek());
                    }
                    Some(c) => inner.push(c),
                }
                self.at += 1;
            }
            self.at += 1;
            parts.push(Part::Command(inner, in_quotes));
            return Ok(());
        }
        self.at += 1;
        if self.eat("((") {
            let inner = self.balanced("))")?;
            let word = quoted(&inner)?;
            parts.push(Part::Arithmetic(word, in_quotes));
        } else if self.eat("(") {
            let inner = self.balanced(")")?;
            parts.push(Part::Command(inner, in_quotes));
        } else if self.eat("{") {
            let variable = self.braces()?;
            parts.push(Part::Variable(Box::new(variable), in_quotes));
        } else {
            let name = match self.peek() {
                Some(c) if c.is_ascii_digit() || "?$!#@*-".contains(c) => {
                    self.at += 1;
                    Some(c.to_string())
                }
                _ => self.name(),
            };
            parts.push(match name {
                Some(name) => Part::Variable(
                    Box::new(Variable {
                        name,
                        operator: String::new(),
                        word: Vec::new(),
                    }),
                    in_quotes,
                ),
                None => Part::Text("$".into(), in_quotes),
            });
        }
        Ok(())
    }

    /// The text up to the closing bracket that belongs to the one just read.
    fn balanced(&mut self, close: &str) -> Result<String, String> {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(c) = self.peek() {
            if depth == 0 && self.looking_at(close) {
                let inner = self.text[start..self.at].iter().collect();
                self.at += close.len();
                return Ok(inner);
            }
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                '\\' => self.at += 1,
                '\'' | '"' => {
                    self.at += 1;
                    while self.peek().is_some_and(|d| d != c) {
                        self.at += if c == '"' && self.peek() == Some('\\') {
                            2
                        } else {
                            1
                        };
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
        Err("unexpected end of file (expecting \")\")".into())
    }

    fn braces(&mut self) -> Result<Variable, String> {
        let length = self.peek() == Some('#') && self.text.get(self.at + 1) != Some(&'}');
        if length {
            self.at += 1;
        }
        let name = match self.peek() {
            Some(c) if "?$!#@*-".contains(c) => {
                self.at += 1;
                c.to_string()
            }
            Some(c) if c.is_ascii_digit() => {
                let digits: String = self.text[self.at..]
                    .iter()
                    .take_while(|c| c.is_ascii_digit())
                    .collect();
                self.at += digits.len();
                digits
            }
            _ => self.name().ok_or("bad substitution")?,
        };
        let mut operator = String::new();
        if length {
            operator.push_str("len");
        } else {
            for candidate in [
                ":-", ":=", ":+", ":?", "##", "%%", "-", "=", "+", "?", "#", "%",
            ] {
                if self.eat(candidate) {
                    operator.push_str(candidate);
                    break;
                }
            }
        }
        let mut word = Vec::new();
        self.double(&mut word, Some('}'))?;
        if operator.is_empty() && !word.is_empty() {
            return Err("bad substitution".into());
        }
        // Patterns behind `#` and `%` are patterns, though they were read as if quoted.
        if operator.starts_with(['#', '%']) {
            for part in &mut word {
                if let Part::Text(_, quoted) = part {
                    *quoted = false;
                }
            }
        }
        Ok(Variable {
            name,
            operator,
            word,
        })
    }
}
