//! The commands. Arguments as typed become settings as needed here, and go no further.

mod branch;
mod calibrate;
mod case;
mod check;
mod export;
mod policies;
mod print;
mod replay;
mod run;
mod sensitivity;
mod serve;
mod stop;
mod sweep;
mod verify;

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// What changes when a local jurisdiction cooperates more, or less, with federal immigration
/// enforcement: arrests, removals, crime, reporting, mistakes, money. It takes no side.
#[derive(Parser, Debug)]
#[command(
    name = "jurisim",
    version,
    after_help = "Examples:\n  jurisim                                  compare four policies for Los Angeles County\n  jurisim run my-county.toml --replicates 30\n  jurisim check my-county.toml             every mistake in a file at once\n  jurisim policies diff trust-act-2014 sb54-2018\n\nWithout a command it runs the embedded scenario of Los Angeles County."
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: RunSettings,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Run a scenario's arms and write a report.
    #[command(
        after_help = "Examples:\n  jurisim run scenarios/los-angeles.toml\n  jurisim run my-county.toml --replicates 30 --out results"
    )]
    Run(RunArguments),
    /// Go on with a run that was stopped, from its folder alone.
    ///
    /// Whatever was saved is used and whatever was not is run again: the results are those of a run that
    /// was never stopped.
    #[command(after_help = "Example:\n  jurisim resume outputs/small-f34247a093")]
    Resume {
        /// The folder that the run has, or will have.
        folder: PathBuf,
        /// Threads (1 to 1024); all cores if not given. Results do not depend on it.
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1024))]
        threads: Option<u32>,
    },
    /// Let a finished run's past go on under other rules from a date on, and report the difference.
    ///
    /// The past is shared, not simulated again; the arm that is left and the branch are compared like any
    /// two arms, in a run folder of their own that outlives its parent.
    #[command(
        after_help = "Example:\n  jurisim branch outputs/small-f34247a093 --at 2017-03-01 --policy judicial-warrant-only@2017-03-01"
    )]
    Branch(branch::Branch),
    /// The counted state of a run's world on a day, or its events, from the log alone.
    #[command(
        after_help = "Examples:\n  jurisim replay outputs/small-f34247a093 --arm sb54-early --at 2017-01-31\n  jurisim replay outputs/small-f34247a093 --arm sb54-early --from 2017-01-01 --to 2017-01-31 --kind 'Detainer*'"
    )]
    Replay(replay::Replay),
    /// Find people by what happened to them, and tell why it did.
    Case {
        #[command(subcommand)]
        what: case::Case,
    },
    /// Report every mistake in scenario files; run nothing.
    #[command(after_help = "Example:\n  jurisim check my-county.toml")]
    Check {
        /// The scenario files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Check that a run is what was written; change nothing.
    ///
    /// Every file against its hash, every event against the chained content hash, and the counts against
    /// the events. Damage ends with 76; a file that is not of the run, or another seal, with 1.
    #[command(after_help = "Example:\n  jurisim verify outputs/small-f34247a093")]
    Verify(verify::Verify),
    /// Write a log in a form that other tools read: CSV, XES, OCEL 2.0, or a data package.
    #[command(
        after_help = "Examples:\n  jurisim export outputs/small-f34247a093 --arm sb54-early --to xes\n  jurisim export outputs/small-f34247a093/cells/arm=sb54-early/rep=001 --to ocel --sample-cases 1000\n\ndocs/exports.md says what each form holds and how to open it in pm4py."
    )]
    Export(export::Export),
    /// Set every published figure beside the model's, misses included.
    ///
    /// Runs the scenarios that the figures of docs/calibration.md need and prints the whole table: what is
    /// published, what is tolerated, what the model gives, hit or miss, and whether the model was fitted to
    /// it or not. A miss is no failure: the command ends with 0.
    #[command(
        after_help = "Examples:\n  jurisim calibrate --quick\n  jurisim calibrate --out table\n  jurisim calibrate --fit --quick"
    )]
    Calibrate(calibrate::Calibrate),
    /// Run a scenario at many points of what its parameters may be: which assumptions decide the answer?
    ///
    /// docs/sweeps.md says how a sweep file is written and what is kept.
    #[command(
        after_help = "Examples:\n  jurisim sweep plan uncertainty.toml\n  jurisim sweep run uncertainty.toml\n  jurisim sweep expand outputs/uncertainty-8e10a2b3c4 --add-replicates 4"
    )]
    Sweep {
        #[command(subcommand)]
        what: sweep::Sweep,
    },
    /// Say which assumptions decide the outcomes of a sweep, and the differences between its arms.
    #[command(
        after_help = "Example:\n  jurisim sensitivity outputs/uncertainty-8e10a2b3c4 --outcome removals --difference sb54-2018"
    )]
    Sensitivity(sensitivity::Sensitivity),
    /// Say in how many of a sweep's worlds each arm has less or more than each other arm, and the regret.
    ///
    /// Worlds are the points of a design of kind lhs, and those of the two samples of a design of kind
    /// saltelli; other designs are no sample of what may be and are refused.
    #[command(
        after_help = "Example:\n  jurisim rank outputs/uncertainty-8e10a2b3c4 --outcome removals"
    )]
    Rank(sensitivity::Rank),
    /// Look for the limits of parameters within which a conclusion holds.
    ///
    /// They are found on half of a sweep's worlds, and what is said of them is tried on the other half.
    #[command(
        after_help = "Example:\n  jurisim discover outputs/uncertainty-8e10a2b3c4 --outcome removals --difference sb54-2018 --below 0"
    )]
    Discover(sensitivity::Discover),
    /// The classroom: policies to drag, two worlds that part, and finished runs, in a browser.
    ///
    /// docs/classroom.md says how to teach with it.
    #[command(
        after_help = "Examples:\n  jurisim serve\n  jurisim serve --lan --no-open\n  jurisim serve --export lesson.html"
    )]
    Serve(serve::Serve),
    /// What a policy says, in words, with its legal source and dates.
    #[command(
        after_help = "Examples:\n  jurisim policies\n  jurisim policies show sb54-2018\n  jurisim policies diff trust-act-2014 sb54-2018"
    )]
    Policies {
        #[command(subcommand)]
        what: Option<PoliciesCommand>,
    },
}

#[derive(Subcommand, Debug)]
enum PoliciesCommand {
    /// All of them, a line each.
    List,
    /// One of them, rule by rule.
    Show {
        /// Its name, for instance sb54-2018.
        name: String,
    },
    /// Where two of them differ.
    Diff {
        /// The one.
        one: String,
        /// The other.
        other: String,
    },
}

#[derive(Args, Debug)]
struct RunArguments {
    /// The scenario file; the embedded Los Angeles County if none.
    file: Option<PathBuf>,
    #[command(flatten)]
    settings: RunSettings,
}

/// How to run.
#[derive(Args, Debug, Clone)]
struct RunSettings {
    /// Replicates of each arm (1 to 10000); more of them make intervals narrower.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    replicates: Option<u32>,
    /// Another seed than the scenario's (0 to 2^53).
    #[arg(long, value_parser = clap::value_parser!(u64).range(0..=1 << 53))]
    seed: Option<u64>,
    /// Threads (1 to 1024); all cores if not given. Results do not depend on it.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1024))]
    threads: Option<u32>,
    /// The folder in which the run's folder is made.
    #[arg(long, default_value = "outputs")]
    out: PathBuf,
    /// Keep the events of so many replicates of each arm, from the first on.
    #[arg(long, default_value_t = 1)]
    keep_events: u32,
    /// Run again what has been run before.
    #[arg(long)]
    force: bool,
}

/// How a command ended (design.md A.16).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum End {
    /// Done.
    Done = 0,
    /// The answer is no.
    No = 1,
    /// The user's input is wrong.
    BadInput = 2,
    /// Some cells of a sweep failed; the results of the others are there.
    SomeFailed = 3,
    /// Something that is needed is not there yet; it can be gone on with.
    Incomplete = 4,
    /// Input or output failed.
    Io = 74,
    /// Stopped on request, with everything saved; or somebody else is writing there.
    Stopped = 75,
    /// A log is not what was written.
    Damaged = 76,
}

/// Runs what was typed.
#[must_use]
pub fn main() -> ExitCode {
    // A panic below is our mistake; it is told apart from everything a user or a disk can do.
    match std::panic::catch_unwind(|| command(Cli::parse())) {
        Ok(End::Done) if print::is_unsaid() => {
            print::error("the results could not be written to standard output");
            ExitCode::from(End::Io as u8)
        }
        Ok(end) => ExitCode::from(end as u8),
        Err(_) => {
            print::error(
                "this is a mistake in jurisim, not in what you did. Please report the lines above \
                 with the command and the scenario.",
            );
            ExitCode::from(70)
        }
    }
}

fn command(cli: Cli) -> End {
    match cli.command {
        None => run::run(None, &cli.settings),
        Some(Command::Run(arguments)) => run::run(arguments.file.as_deref(), &arguments.settings),
        Some(Command::Check { files }) => check::check(&files),
        Some(Command::Resume { folder, threads }) => run::resume(&folder, threads),
        Some(Command::Branch(asked)) => branch::branch(&asked),
        Some(Command::Replay(asked)) => replay::replay(&asked),
        Some(Command::Case { what }) => case::case(&what),
        Some(Command::Verify(asked)) => verify::verify(&asked),
        Some(Command::Export(arguments)) => export::export(&arguments),
        Some(Command::Calibrate(arguments)) => calibrate::calibrate(&arguments),
        Some(Command::Sweep { what }) => sweep::sweep(&what),
        Some(Command::Sensitivity(asked)) => sensitivity::sensitivity(&asked),
        Some(Command::Rank(asked)) => sensitivity::rank(&asked),
        Some(Command::Discover(asked)) => sensitivity::discovering(&asked),
        Some(Command::Serve(asked)) => serve::serve(&asked),
        Some(Command::Policies { what }) => match what {
            None | Some(PoliciesCommand::List) => policies::list(),
            Some(PoliciesCommand::Show { name }) => policies::show(&name),
            Some(PoliciesCommand::Diff { one, other }) => policies::diff(&one, &other),
        },
    }
}
