//! `jurisim branch`: what if the rules had changed on that day.

use super::run::{carried, said, threads};
use super::{End, print};
use crate::disk::Disk;
use crate::runs::branch::{Branching, branched, order};
use crate::runs::{RunFolder, Trouble};
use crate::scenario::Scenario;
use crate::scenario::open::LARGEST;
use clap::Args;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// Where to branch off, and for what.
#[derive(Args, Debug)]
pub(super) struct Branch {
    /// The folder of a finished run.
    folder: PathBuf,
    /// The first day of the branch, for instance 2018-07-01.
    #[arg(long)]
    at: Date,
    /// The policies that take the place of the arm's own from then on; without any the rules stay.
    #[arg(long, value_delimiter = ',')]
    policy: Vec<String>,
    /// The arm that is left; the base if not given.
    #[arg(long)]
    arm: Option<String>,
    /// The id of the branch; made from the policies if not given.
    #[arg(long)]
    id: Option<String>,
    /// Replicates; as many as the run has logs of if not given. Those without a log are simulated from
    /// the first day.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    replicates: Option<u32>,
    /// Threads (1 to 1024); all cores if not given. Results do not depend on it.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1024))]
    threads: Option<u32>,
    /// The folder in which the branch's folder is made.
    #[arg(long, default_value = "outputs")]
    out: PathBuf,
}

pub(super) fn branch(asked: &Branch) -> End {
    let disk = Disk::real();
    match scenario(&disk, asked) {
        Ok((scenario, arm)) => {
            let command = command(asked, &arm);
            tell(&scenario);
            let threads = threads(asked.threads);
            carried(&disk, &order(&scenario, (&asked.folder, &arm), &command, &asked.out, threads))
        }
        Err(trouble) => said(&trouble),
    }
}

fn scenario(disk: &Disk, asked: &Branch) -> Result<(Scenario, String), Trouble> {
    let folder = RunFolder::open(disk, &asked.folder)?;
    if !folder.manifest.finished {
        let shown = asked.folder.display();
        return Err(Trouble::Input(format!(
            "{shown}: this run is not finished; jurisim resume {shown} goes on with it"
        )));
    }
    let branching = Branching {
        arm: asked.arm.as_deref(),
        at: asked.at,
        policies: asked.policy.clone(),
        id: asked.id.clone(),
        replicates: asked.replicates,
    };
    // A policy of one's own is looked for in the folder `policies` of where one is.
    let beside = |name: &str| {
        let path = Path::new(name);
        match disk.what(path) {
            Ok(None) => None,
            _ => Some(
                disk.read_at_most(path, LARGEST)
                    .map_err(|error| error.to_string())
                    .and_then(|bytes| String::from_utf8(bytes).map_err(|error| error.to_string())),
            ),
        }
    };
    branched(&folder, &branching, &beside)
}

fn command(asked: &Branch, arm: &str) -> String {
    let mut command =
        format!("jurisim branch {} --arm {arm} --at {}", asked.folder.display(), asked.at);
    if !asked.policy.is_empty() {
        command += &format!(" --policy {}", asked.policy.join(","));
    }
    if let Some(id) = &asked.id {
        command += &format!(" --id {id}");
    }
    if let Some(replicates) = asked.replicates {
        command += &format!(" --replicates {replicates}");
    }
    command
}

fn tell(scenario: &Scenario) {
    let Some(branch) = scenario.arms.get(1) else { return };
    let (from, all) = (branch.from.0, scenario.span.days());
    let share = 100.0 * f64::from(all - from.min(all)) / f64::from(all.max(1));
    print::talk(&format!(
        "Shared history up to {}; where there is a log only what comes after is simulated, {share:.0} % \
         of the days",
        scenario.span.date(branch.from),
    ));
}
