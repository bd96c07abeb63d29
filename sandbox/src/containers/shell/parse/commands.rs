//! Reading commands: lists, pipelines, conditions and loops, simple commands.

use super::{Body, Command, Item, List, Parser, Pipeline, Word};

/// How deep commands may be nested.
const DEPTH: usize = 60;

impl Parser {
    pub(super) fn list(&mut self, until: &[&str]) -> Result<List, String> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err("nested too deeply".into());
        }
        let mut items = Vec::new();
        loop {
            self.blank();
            let stop = match self.peek() {
                None | Some(')') => true,
                Some(';') if self.looking_at(";;") => true,
                _ => self.reserved().is_some(),
            };
            if stop {
                if let Some(word) = self.reserved().filter(|w| !until.contains(w)) {
                    return Err(format!("unexpected \"{word}\""));
                }
                self.depth -= 1;
                return Ok(items);
            }
            let mut item = self.item()?;
            self.space();
            if self.looking_at(";;") || self.eat(";") {
            } else if self.looking_at("&") && !self.looking_at("&&") {
                self.at += 1;
                item.background = true;
            } else if self.peek() == Some('\n') {
                self.at += 1;
                self.here_texts(&mut items, &mut item)?;
            } else if !matches!(self.peek(), None | Some(')')) && self.reserved().is_none() {
                return Err(self.unexpected());
            }
            items.push(item);
        }
    }

    fn item(&mut self) -> Result<Item, String> {
        let first = self.pipeline()?;
        let mut rest = Vec::new();
        loop {
            self.space();
            let and = if self.eat("&&") {
                true
            } else if self.eat("||") {
                false
            } else {
                return Ok(Item {
                    first,
                    rest,
                    background: false,
                });
            };
            self.blank();
            rest.push((and, self.pipeline()?));
        }
    }

    fn pipeline(&mut self) -> Result<Pipeline, String> {
        self.space();
        let mut negated = false;
        while self.keyword("!") {
            negated = !negated;
            self.space();
        }
        let mut commands = vec![self.command()?];
        loop {
            self.space();
            if self.looking_at("||") || !self.eat("|") {
                return Ok(Pipeline { negated, commands });
            }
            self.blank();
            commands.push(self.command()?);
        }
    }

    fn command(&mut self) -> Result<Command, String> {
        self.space();
        let body = if self.eat("(") {
            let list = self.list(&[])?;
            self.blank();
            if !self.eat(")") {
                return Err(self.unexpected());
            }
            Body::Subshell(list)
        } else if self.keyword("{") {
            let list = self.list(&["}"])?;
            self.expect("}")?;
            Body::Group(list)
        } else if self.keyword("if") {
            self.branches()?
        } else if self.keyword("while") || self.is_word("until") {
            let until = self.keyword("until");
            let condition = self.list(&["do"])?;
            self.expect("do")?;
            let body = self.list(&["done"])?;
            self.expect("done")?;
            Body::Loop {
                until,
                condition,
                body,
            }
        } else if self.keyword("for") {
            self.for_loop()?
        } else if self.keyword("case") {
            self.case()?
        } else {
            return self.simple();
        };
        let mut redirects = Vec::new();
        loop {
            self.space();
            match self.redirect()? {
                Some(redirect) => redirects.push(redirect),
                None => return Ok(Command { body, redirects }),
            }
        }
    }

    fn branches(&mut self) -> Result<Body, String> {
        let mut arms = Vec::new();
        loop {
            let condition = self.list(&["then"])?;
            self.expect("then")?;
            let body = self.list(&["elif", "else", "fi"])?;
            arms.push((condition, body));
            self.blank();
            if self.keyword("elif") {
                continue;
            }
            let otherwise = if self.keyword("else") {
                Some(self.list(&["fi"])?)
            } else {
                None
            };
            self.expect("fi")?;
            return Ok(Body::If(arms, otherwise));
        }
    }

    fn for_loop(&mut self) -> Result<Body, String> {
        self.space();
        let name = self
            .name()
            .ok_or_else(|| "bad for loop variable".to_owned())?;
        self.blank();
        let words = if self.keyword("in") {
            let mut words = Vec::new();
            loop {
                self.space();
                match self.word()? {
                    Some(word) => words.push(word),
                    None => break,
                }
            }
            Some(words)
        } else {
            None
        };
        self.space();
        self.eat(";");
        self.expect("do")?;
        let body = self.list(&["done"])?;
        self.expect("done")?;
        Ok(Body::For { name, words, body })
    }

    fn case(&mut self) -> Result<Body, String> {
        self.space();
        let word = self.word()?.ok_or_else(|| self.unexpected())?;
        self.expect("in")?;
        let mut arms = Vec::new();
        loop {
            self.blank();
            if self.keyword("esac") {
                return Ok(Body::Case { word, arms });
            }
            self.eat("(");
            let mut patterns = Vec::new();
            loop {
                self.space();
                patterns.push(self.word()?.ok_or_else(|| self.unexpected())?);
                self.space();
                if !self.eat("|") {
                    break;
                }
            }
            if !self.eat(")") {
                return Err(self.unexpected());
            }
            let body = self.list(&["esac"])?;
            arms.push((patterns, body));
            self.blank();
            self.eat(";;");
        }
    }

    fn simple(&mut self) -> Result<Command, String> {
        let (mut assignments, mut words, mut redirects) = (Vec::new(), Vec::new(), Vec::new());
        loop {
            self.space();
            if let Some(redirect) = self.redirect()? {
                redirects.push(redirect);
                continue;
            }
            if words.is_empty()
                && let Some(assignment) = self.assignment()?
            {
                assignments.push(assignment);
                continue;
            }
            let before = self.at;
            match self.word()? {
                Some(word) => words.push(word),
                None => break,
            }
            if words.len() == 1 && self.looking_at("()") {
                let name: String = self.text[before..self.at].iter().collect();
                self.at += 2;
                self.blank();
                let body = Box::new(self.command()?);
                return Ok(Command {
                    body: Body::Function { name, body },
                    redirects,
                });
            }
        }
        if assignments.is_empty() && words.is_empty() && redirects.is_empty() {
            return Err(self.unexpected());
        }
        Ok(Command {
            body: Body::Simple { assignments, words },
            redirects,
        })
    }

    fn assignment(&mut self) -> Result<Option<(String, Word)>, String> {
        let start = self.at;
        if let Some(name) = self.name()
            && self.eat("=")
        {
            return Ok(Some((name, self.word()?.unwrap_or_default())));
        }
        self.at = start;
        Ok(None)
    }
}
