//! Programs, jobs, `shell`, `edit`, `files`: what runs beside the lesson.

use super::{Done, Tutor};
use crate::cluster::target::Provider;
use crate::i18n::Args;
use crate::lesson::model::Program;
use crate::msg;
use crate::programs::jobs::{EndedJob, Started};
use crate::programs::{Finished, Invocation, edit, foreground, subshell};
use crate::progress::typed_command;
use crate::render::diagnosis::command_line;
use crate::render::sanitize;
use crate::render::theme::Role;
use crate::snapshot::used::generalised;
use crate::ui::input::Ask;

impl Tutor<'_> {
    /// Runs kubectl, minikube or docker as the learner typed it, and keeps how it ended.
    pub(super) fn program(&mut self, program: Program, args: &[String], background: bool) -> Done {
        self.follow_minikube();
        let Some(desk) = &self.desk else {
            self.tell(msg!("tutor-no-lesson"));
            return Ok(());
        };
        let invocation = Invocation::tool(program, args.to_vec(), desk.bench.kubeconfig())
            .in_dir(desk.bench.folder());
        if self.is_sandbox() && program == Program::Minikube {
            let line = sanitize::line(&command_line(&invocation.argv())).into_owned();
            self.say(msg!("sandbox-no-minikube"), &Args::new().with("line", line));
            return Ok(());
        }
        if self.is_sandbox() && program == Program::Docker && makes_image(args) {
            self.tell(msg!("sandbox-no-docker"));
        }
        if background {
            return self.start_job(&invocation);
        }
        let finished = self.foreground(&invocation)?;
        let stderr = finished.stderr_tail.as_deref().unwrap_or_default();
        let typed = typed_command(
            &invocation.argv(),
            finished.exit_code,
            stderr,
            finished.ended,
        );
        self.change_attempt(|attempt| attempt.record_command(typed))?;
        // What follows or serves until Ctrl-C has done its work when it is stopped.
        if finished.success() || finished.interrupted() {
            self.keep_for_sheet(&invocation.argv(), finished.ended)?;
        }
        if !finished.success() && !finished.interrupted() {
            self.explain_last_command()?;
        }
        Ok(())
    }

    /// Keeps a command that worked for the cheat sheet, without names and values.
    fn keep_for_sheet(&mut self, argv: &[String], at: jiff::Timestamp) -> Done {
        let (Some(line), Some(desk)) = (generalised(argv), &self.desk) else {
            return Ok(());
        };
        let lesson = desk.lesson;
        let kept = self
            .progress
            .update(|progress| progress.record_command(line, lesson, at));
        self.loaded(kept)
    }

    fn foreground(&mut self, invocation: &Invocation) -> Done<Finished> {
        // What was said so far must stand above what the program prints.
        self.put("");
        let notice = edit::stopped_notice(invocation.program(), &self.kit.catalog);
        let mut out = crate::ui::Printer::stdout();
        let mut say_stopped = || {
            let line = format!("{notice}\n");
            // A terminal that is gone ends podo at the next prompt.
            let _ = std::io::Write::write_all(&mut out, line.as_bytes());
        };
        let finished = foreground::run(invocation, &mut say_stopped);
        self.begin_line();
        Ok(finished?)
    }

    /// Goes to the beginning of a line, where a program has not ended its own: the prompt would
    /// wipe out what stands there. Nobody tells where the cursor is, so a mark and as many spaces as
    /// a line has are written, as zsh and fish do it. They fill the line that is empty, and it is
    /// cleared; after other text they reach over into the next one.
    fn begin_line(&mut self) {
        self.kit.terminal.refresh();
        let terminal = self.kit.terminal;
        if !terminal.is_interactive() || terminal.dumb {
            return;
        }
        let mark = if self.theme().is_ascii() { "%" } else { "⏎" };
        let width = terminal.width;
        let spaces = " ".repeat(width.saturating_sub(1));
        let mark = self.theme().paint(Role::Dim, mark).to_string();
        self.put(&format!("{mark}{spaces}\r\u{1b}[K"));
    }

    fn start_job(&mut self, invocation: &Invocation) -> Done {
        match self.jobs.start(invocation)? {
            Started::Running(id) => {
                self.keep_for_sheet(&invocation.argv(), jiff::Timestamp::now())?;
                let args = Args::new()
                    .with("id", i64::from(id))
                    .with("command", command_line(&invocation.argv()));
                self.say(msg!("tutor-job-started"), &args);
            }
            Started::Ended(ended) => self.say_ended(&ended),
        }
        Ok(())
    }

    /// Says which jobs have ended since the last line.
    pub(super) fn report_ended_jobs(&mut self) {
        for ended in self.jobs.reap() {
            self.say_ended(&ended);
        }
    }

    fn say_ended(&mut self, ended: &EndedJob) {
        let args = Args::new()
            .with("id", i64::from(ended.id))
            .with("command", command_line(&ended.argv));
        self.say(msg!("tutor-job-ended"), &args);
        let lines = sanitize::block(ended.last_lines.trim_end()).into_owned();
        for line in lines.lines() {
            self.put(&format!("    {line}\n"));
        }
    }

    /// The background jobs with their last line.
    pub(super) fn list_jobs(&mut self) -> Done {
        let jobs = self.jobs.list();
        if !jobs.iter().any(|job| job.state.is_alive()) {
            self.tell(msg!("tutor-jobs-none"));
        }
        for job in jobs.into_iter().filter(|job| job.state.is_alive()) {
            let last = sanitize::line(&job.last_line).into_owned();
            let id = self
                .theme()
                .paint(Role::Name, format!("[{}]", job.id))
                .to_string();
            self.put(&format!(
                "  {id} {}\n      {last}\n",
                command_line(&job.argv)
            ));
        }
        Ok(())
    }

    /// Stops a job, or all of them.
    pub(super) fn stop_job(&mut self, args: &[String]) -> Done {
        let stopped = match args.first().map(String::as_str) {
            None => {
                self.tell(msg!("tutor-usage-stop"));
                return Ok(());
            }
            Some("all") => self.jobs.stop_all(),
            Some(id) => {
                let number = id.trim_matches(['[', ']', '%']).parse().ok();
                let Some(stopped) = number.and_then(|number| self.jobs.stop(number)) else {
                    let id = sanitize::line(id).into_owned();
                    self.say(msg!("tutor-job-unknown"), &Args::new().with("id", id));
                    return Ok(());
                };
                vec![stopped]
            }
        };
        for job in stopped {
            let args = Args::new()
                .with("id", i64::from(job.id))
                .with("command", command_line(&job.argv));
            self.say(msg!("tutor-job-stopped"), &args);
        }
        Ok(())
    }

    /// The learner's own shell on the practice cluster, or one line in it.
    pub(super) fn shell(&mut self, args: &[String]) -> Done {
        let Some(desk) = &self.desk else {
            self.tell(msg!("tutor-no-lesson"));
            return Ok(());
        };
        let shell = subshell::learners_shell(|name| std::env::var_os(name));
        let place = subshell::Place {
            shell: &shell,
            kubeconfig: desk.bench.kubeconfig(),
            dir: desk.bench.folder(),
            mark: &desk.lesson.name,
        };
        let invocation = match args.first() {
            Some(line) => place.line(line),
            None => place.open(),
        };
        if args.is_empty() {
            if subshell::is_nested(|name| std::env::var_os(name)) {
                self.tell(msg!("tutor-shell-nested"));
                return Ok(());
            }
            self.tell(msg!("tutor-shell"));
        }
        self.foreground(&invocation)?;
        Ok(())
    }

    /// Opens a file of the working folder in the learner's editor, or in a plain one.
    pub(super) fn edit(&mut self, args: &[String], ask: &mut dyn Ask) -> Done {
        let Some(desk) = &self.desk else {
            self.tell(msg!("tutor-no-lesson"));
            return Ok(());
        };
        let Some(name) = args.first() else {
            self.tell(msg!("tutor-usage-edit"));
            return self.files();
        };
        let folder = desk.bench.folder().to_owned();
        let catalog = self.kit.catalog.clone();
        let plain = self.kit.plain || !self.kit.terminal.is_interactive();
        let edited =
            edit::Editor::choose(plain, |name| std::env::var_os(name)).and_then(|editor| {
                let out = &mut self.out;
                edit::edit(
                    &mut edit::Desk {
                        dir: &folder,
                        editor,
                        ask,
                        out,
                        catalog: &catalog,
                    },
                    name,
                )
            });
        if let Err(error) = edited {
            let args = Args::new().with("detail", error.text(&catalog));
            self.say(msg!("tutor-file-busy"), &args);
        }
        Ok(())
    }

    /// The files of the working folder.
    pub(super) fn files(&mut self) -> Done {
        let Some(desk) = &self.desk else {
            self.tell(msg!("tutor-no-lesson"));
            return Ok(());
        };
        let folder = desk.bench.folder().to_owned();
        let mut names: Vec<String> = std::fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        names.sort();
        if names.is_empty() {
            let args = Args::new().with("folder", folder.display().to_string());
            self.say(msg!("tutor-files-none"), &args);
        }
        for name in names {
            self.put(&format!("  {}\n", sanitize::line(&name)));
        }
        Ok(())
    }

    /// Derives the private kubeconfig anew from the learner's: `minikube start` gives a cluster
    /// another port. Only the same cluster is followed; where it cannot be reached everything
    /// stays as it is, and the command says itself what is wrong.
    fn follow_minikube(&mut self) {
        let Some(desk) = &mut self.desk else { return };
        if !matches!(desk.bench.found().provider, Provider::Minikube { .. }) {
            return;
        }
        let Ok(kubeconfig) = (self.kit.kubeconfig)() else {
            return;
        };
        let Ok(selected) = kubeconfig.select(Some(desk.bench.found().cluster.context())) else {
            return;
        };
        if selected.server() != desk.bench.found().selected.server() {
            // A file that cannot be written leaves the old one in place.
            let _ = desk.bench.follow(selected);
        }
    }
}

/// Whether a docker command makes or moves an image.
fn makes_image(args: &[String]) -> bool {
    let makes = ["build", "buildx", "image", "load", "pull", "push", "tag"];
    args.first()
        .is_some_and(|arg| makes.contains(&arg.as_str()))
}
