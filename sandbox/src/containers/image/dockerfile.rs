//! Dockerfiles: taken apart into stages and instructions, as `BuildKit` does it.

mod expand;
mod instruction;
mod lines;
mod words;

pub(super) use expand::{Variables, expand};
pub(super) use instruction::{Command, Files, Instruction, What};
pub(super) use lines::HereDocument;

/// A Dockerfile that can be built.
#[derive(Debug)]
pub(super) struct Dockerfile {
    /// `ARG`s before the first stage.
    pub(super) globals: Vec<Instruction>,
    pub(super) stages: Vec<Stage>,
    /// What takes the special meaning from a character.
    pub(super) escape: char,
    pub(super) warnings: Vec<String>,
}

/// What a `FROM` begins.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) name: Option<String>,
    /// The image as it is written, with variables.
    pub(super) base: String,
    pub(super) span: Span,
    pub(super) instructions: Vec<Instruction>,
}

/// First and last line, counted from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) first: usize,
    pub(super) last: usize,
}

/// What is wrong with a Dockerfile, in `BuildKit`'s words, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) message: String,
    pub(super) span: Option<Span>,
}

impl Mistake {
    fn at(span: Span, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            span: Some(span),
        }
    }
}

impl Dockerfile {
    /// Reads the text of a Dockerfile.
    pub(super) fn parse(text: &str) -> Result<Self, Mistake> {
        let nowhere = |message: &str| Mistake {
            message: message.to_owned(),
            span: None,
        };
        if text.is_empty() {
            return Err(nowhere("the Dockerfile cannot be empty"));
        }
        let lines = lines::read(text)?;
        if lines.all.is_empty() {
            return Err(nowhere("file with no instructions"));
        }
        let mut file = Self {
            globals: Vec::new(),
            stages: Vec::new(),
            escape: lines.escape,
            warnings: lines.warnings,
        };
        for line in lines.all {
            let span = line.span;
            let instruction = Instruction::parse(line, file.escape)?;
            match instruction.what {
                What::From { image, name } => file.stages.push(Stage {
                    name,
                    base: image,
                    span,
                    instructions: Vec::new(),
                }),
                _ => match file.stages.last_mut() {
                    Some(stage) => stage.instructions.push(instruction),
                    None if matches!(instruction.what, What::Arg(_)) => {
                        file.globals.push(instruction);
                    }
                    None => return Err(Mistake::at(span, "no build stage in current context")),
                },
            }
        }
        if file.stages.is_empty() {
            return Err(nowhere("dockerfile contains no stages to build"));
        }
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(text: &str) -> (String, Option<usize>) {
        let mistake = Dockerfile::parse(text).unwrap_err();
        (mistake.message, mistake.span.map(|span| span.first))
    }

    #[test]
    fn stages_begin_with_from_and_only_arg_may_stand_before() {
        let file = Dockerfile::parse(
            "# syntax=docker/dockerfile:1\nARG V=1.27\nFROM nginx:$V AS Web\nCOPY a \\\n  # between\n  b /c/\nFROM scratch\nCOPY --from=web /c /c\n",
        )
        .unwrap();
        assert_eq!((file.globals.len(), file.stages.len()), (1, 2));
        assert_eq!(file.stages[0].name.as_deref(), Some("web"));
        let copy = &file.stages[0].instructions[0];
        assert_eq!((copy.span.first, copy.span.last), (4, 6));
        assert_eq!(copy.text, "COPY a   b /c/");
        assert!(
            matches!(&copy.what, What::Copy(files) if files.sources == ["a", "b"] && files.target == "/c/")
        );
    }

    #[test]
    fn mistakes_are_told_as_buildkit_tells_them() {
        for (text, message, line) in [
            (
                "FROM nginx\n\nCOPYY a b\n",
                "dockerfile parse error on line 3: unknown instruction: COPYY (did you mean COPY?)",
                Some(3),
            ),
            (
                "FROM nginx\nINSTALL curl\n",
                "dockerfile parse error on line 2: unknown instruction: INSTALL",
                Some(2),
            ),
            (
                "FROM\n",
                "dockerfile parse error on line 1: FROM requires either one or three arguments",
                Some(1),
            ),
            (
                "FROM nginx\nCOPY a\n",
                "dockerfile parse error on line 2: COPY requires at least two arguments, but only one was provided. Destination could not be determined",
                Some(2),
            ),
            (
                "FROM nginx\nWORKDIR\n",
                "dockerfile parse error on line 2: WORKDIR requires exactly one argument",
                Some(2),
            ),
            (
                "FROM nginx\nENV A\n",
                "ENV must have two arguments",
                Some(2),
            ),
            (
                "FROM nginx\nENV A=1 B\n",
                "Syntax error - can't find = in \"B\". Must be of the form: name=value",
                Some(2),
            ),
            (
                "FROM nginx\nCOPY --form=x a b\n",
                "dockerfile parse error on line 2: unknown flag: --form",
                Some(2),
            ),
            (
                "FROM nginx\nSHELL bash -c\n",
                "dockerfile parse error on line 2: SHELL requires the arguments to be in JSON form",
                Some(2),
            ),
            (
                "FROM nginx\nHEALTHCHECK TRY x\n",
                "dockerfile parse error on line 2: Unknown type \"TRY\" in HEALTHCHECK (try CMD)",
                Some(2),
            ),
            (
                "FROM nginx\nRUN [\"a\", 1]\n",
                "when using JSON array syntax, arrays must be comprised of strings only",
                Some(2),
            ),
            ("RUN x\n", "no build stage in current context", Some(1)),
            ("ARG A\n", "dockerfile contains no stages to build", None),
            ("# nothing\n\n", "file with no instructions", None),
            ("", "the Dockerfile cannot be empty", None),
            (
                "FROM nginx\nRUN <<EOF\necho\n",
                "unterminated heredoc",
                Some(2),
            ),
            (
                "# escape=x\nFROM nginx\n",
                "invalid escape token 'x' does not match ` or \\",
                Some(1),
            ),
        ] {
            assert_eq!(mistake(text), (message.to_owned(), line), "{text}");
        }
    }
}
