//! The program: parse, call, exit.

use std::process::ExitCode;

fn main() -> ExitCode {
    jurisim::cli::main()
}
