//! From the text of a script to what it means.

/// A part of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Text as it stands; patterns in it count unless it was quoted.
    Text(String, bool),
    /// A variable: name, what to do with it, whether it stands in double quotes.
    Variable(Box<Variable>, bool),
    /// The output of a script.
    Command(String, bool),
    /// A calculation.
    Arithmetic(Vec<Part>, bool),
}

/// `$name` or `${name…}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Variable {
    pub(crate) name: String,
    /// `-`, `:-`, `#`, `%%` and the like; `len` for `${#name}`.
    pub(crate) operator: String,
    pub(crate) word: Word,
}

/// One word before expansion.
pub(crate) type Word = Vec<Part>;

/// Where a stream goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Redirect {
    pub(crate) stream: u32,
    pub(crate) kind: RedirectKind,
    pub(crate) target: Word,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RedirectKind {
    Read,
    Write,
    Append,
    Duplicate,
    Here,
}

/// `a | b`, perhaps negated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pipeline {
    pub(crate) negated: bool,
    pub(crate) commands: Vec<Command>,
}

/// Pipelines joined by `&&` and `||`; run beside the rest if it ends with `&`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) first: Pipeline,
    /// `true` for `&&`.
    pub(crate) rest: Vec<(bool, Pipeline)>,
    pub(crate) background: bool,
}

/// Commands one after another.
pub(crate) type List = Vec<Item>;

/// What can be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    Simple {
        assignments: Vec<(String, Word)>,
        words: Vec<Word>,
    },
    Group(List),
    Subshell(List),
    If(Vec<(List, List)>, Option<List>),
    Loop {
        until: bool,
        condition: List,
        body: List,
    },
    For {
        name: String,
        words: Option<Vec<Word>>,
        body: List,
    },
    Case {
        word: Word,
        arms: Vec<(Vec<Word>, List)>,
    },
    Function {
        name: String,
        body: Box<Command>,
    },
}

/// A command with its redirections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Command {
    pub(crate) body: Body,
    pub(crate) redirects: Vec<Redirect>,
}

/// Reads a script; the error is what a shell says behind `syntax error: `.
pub(crate) fn script(text: &str) -> Result<List, String> {
    let mut parser = Parser {
        text: text.chars().collect(),
        at: 0,
        heres: Vec::new(),
        depth: 0,
    };
    let list = parser.list(&[])?;
    parser.blank();
    match parser.peek() {
        None => Ok(list),
        Some(_) => Err(parser.unexpected()),
    }
}

/// Reads text as if it stood in double quotes: the body of a here-document.
pub(crate) fn quoted(text: &str) -> Result<Word, String> {
    let mut parser = Parser {
        text: text.chars().collect(),
        at: 0,
        heres: Vec::new(),
        depth: 0,
    };
    let mut word = Vec::new();
    parser.double(&mut word, None)?;
    Ok(word)
}

/// How deep commands may be nested.
const DEPTH: usize = 60;
const RESERVED: &[&str] = &["then", "else", "elif", "fi", "do", "done", "esac", "}"];

struct Parser {
    text: Vec<char>,
    at: usize,
    /// Here-documents whose text comes after this line: marker, quoted.
    heres: Vec<(String, bool, usize)>,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn looking_at(&self, what: &str) -> bool {
        what.chars()
            .enumerate()
            .all(|(i, c)| self.text.get(self.at + i) == Some(&c))
    }

    fn eat(&mut self, what: &str) -> bool {
        let found = self.looking_at(what);
        if found {
            self.at += what.chars().count();
        }
        found
    }

    /// Skips spaces and comments, not line ends.
    fn space(&mut self) {
        loop {
            match self.peek() {
                Some(' ' | '\t' | '\r') => self.at += 1,
                Some('\\') if self.text.get(self.at + 1) == Some(&'\n') => self.at += 2,
                Some('#') => {
                    while self.peek().is_some_and(|c| c != '\n') {
                        self.at += 1;
                    }
                }
                _ => return,
            }
        }
    }

    /// Skips spaces, comments and line ends.
    fn blank(&mut self) {
        loop {
            self.space();
            if self.peek() != Some('\n') {
                return;
            }
            self.at += 1;
        }
    }

    fn unexpected(&self) -> String {
        match self.peek() {
            None => "unexpected end of file".into(),
            Some('\n') => "unexpected newline".into(),
            Some(_) => {
                let rest: String = self.text[self.at..].iter().collect();
                let end = rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
                let word = &rest[..end];
                let word = ["&&", "||", ";;"]
                    .iter()
                    .find(|o| word.starts_with(**o))
                    .copied()
                    .unwrap_or(word);
                let cut = if word.starts_with([';', '&', '|', ')', '('])
                    && !["&&", "||", ";;"].contains(&word)
                {
                    &word[..1]
                } else {
                    word
                };
                format!("unexpected \"{cut}\"")
            }
        }
    }

    /// The reserved word that comes next, if one does.
    fn reserved(&self) -> Option<&'static str> {
        RESERVED.iter().copied().find(|word| self.is_word(word))
    }

    fn is_word(&self, word: &str) -> bool {
        self.looking_at(word)
            && self
                .text
                .get(self.at + word.len())
                .is_none_or(|c| c.is_whitespace() || ";&|()<>".contains(*c))
    }

    fn keyword(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        if found {
            self.at += word.len();
        }
        found
    }

    fn expect(&mut self, word: &str) -> Result<(), String> {
        self.blank();
        if self.keyword(word) {
            return Ok(());
        }
        let found = self.unexpected();
        Err(if self.peek().is_none() {
            format!("{found} (expecting \"{word}\")")
        } else {
            found
        })
    }

    fn list(&mut self, until: &[&str]) -> Result<List, String> {
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

    fn name(&mut self) -> Option<String> {
        let start = self.at;
        while self.peek().is_some_and(|c| {
            c == '_' || c.is_ascii_alphabetic() || (self.at > start && c.is_ascii_digit())
        }) {
            self.at += 1;
        }
        (self.at > start).then(|| self.text[start..self.at].iter().collect())
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

    fn redirect(&mut self) -> Result<Option<Redirect>, String> {
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
    fn here_texts(&mut self, _items: &mut List, item: &mut Item) -> Result<(), String> {
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

    fn word(&mut self) -> Result<Option<Word>, String> {
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
    fn double(&mut self, parts: &mut Word, end: Option<char>) -> Result<(), String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_read_and_broken_ones_say_where() {
        for good in [
            "echo a; echo b && c || d",
            "while true; do date; sleep 1; done",
            "until nslookup db; do echo waiting; sleep 2; done",
            "if [ -f /x ]; then echo yes; else echo no; fi",
            "for i in 1 2 3; do echo $i; done",
            "case $x in a|b) echo 1;; *) echo 2;; esac",
            "echo \"hello podo\" > /a.html",
            "f() { echo $1; }; f x",
            "cat <<EOF > /x\na $b\nEOF\necho done",
            "trap 'exit 0' TERM; while :; do sleep 86400 & wait $!; done",
            "x=$(date | wc -c); echo ${x:-none} $((x + 1)) `hostname`",
            "(cd /; ls) 2>&1 | grep x &",
            "",
        ] {
            script(good).unwrap_or_else(|e| panic!("{good}: {e}"));
        }
        assert_eq!(script("sleep 1 &&").unwrap_err(), "unexpected end of file");
        assert_eq!(script("; a").unwrap_err(), "unexpected \";\"");
        assert_eq!(script("echo 'a").unwrap_err(), "unterminated quoted string");
        assert_eq!(script("a; done").unwrap_err(), "unexpected \"done\"");
        assert_eq!(
            script("while true; do a").unwrap_err(),
            "unexpected end of file (expecting \"done\")"
        );
    }

    #[test]
    fn nesting_without_end_is_refused() {
        assert!(script(&"( ".repeat(10_000)).is_err());
    }
}
