//! The `podo` command.

fn main() -> std::process::ExitCode {
    podo::run(std::env::args_os()).into()
}
