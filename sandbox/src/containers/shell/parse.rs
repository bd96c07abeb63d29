//! From the text of a script to what it means.

mod commands;
mod redirects;
mod syntax;
mod words;

pub(super) use syntax::{
    Body, Command, Item, List, Part, Pipeline, Redirect, RedirectKind, Variable, Word,
};

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

    fn name(&mut self) -> Option<String> {
        let start = self.at;
        while self.peek().is_some_and(|c| {
            c == '_' || c.is_ascii_alphabetic() || (self.at > start && c.is_ascii_digit())
        }) {
            self.at += 1;
        }
        (self.at > start).then(|| self.text[start..self.at].iter().collect())
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
