//! The whole table: every target, asked of its scenario.

use super::places::{self, Asked, Quick};
use super::{Of, Target, ask, targets};
use crate::engine::record::Watch;
use crate::scenario::mistakes::Mistakes;
use crate::sweep::paired::Mean;
use crate::sweep::{self, SweepError};

/// How the table is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Plan {
    /// Two replicates, shorter runs, and the longest left out.
    pub quick: bool,
    /// Threads to use.
    pub threads: usize,
}

impl Plan {
    /// Replicates of each scenario.
    #[must_use]
    pub fn replicates(self) -> u32 {
        if self.quick { 2 } else { 4 }
    }
}

/// What the model says of a target.
#[derive(Clone, PartialEq, Debug)]
pub enum Model {
    /// The mean over replicates.
    Value(Mean),
    /// Nothing, and why.
    NotAsked(String),
}

/// A line of the table.
#[derive(Clone, Debug)]
pub struct Line {
    /// What is published.
    pub target: &'static Target,
    /// What the model makes of it.
    pub model: Model,
}

impl Line {
    /// Whether the model's mean lies within the tolerance; none if it was not asked.
    #[must_use]
    pub fn is_hit(&self) -> Option<bool> {
        let (_, low, high) = self.target.published;
        match &self.model {
            Model::Value(mean) => Some((low..=high).contains(&mean.value)),
            Model::NotAsked(_) => None,
        }
    }

    /// As tables say it.
    #[must_use]
    pub fn result(&self) -> &'static str {
        match self.is_hit() {
            Some(true) => "hit",
            Some(false) => "MISS",
            None => "not asked",
        }
    }

    /// Where it is asked.
    #[must_use]
    pub fn asked_of(&self) -> &'static str {
        match self.target.of {
            Of::Run { scenario, .. } => scenario,
            Of::NotAsked(_) => "",
        }
    }
}

/// Why the table could not be made.
#[derive(Debug)]
pub enum TableError {
    /// A file of the program is wrong: a mistake of ours.
    Scenario(Mistakes),
    /// A run failed.
    Run(SweepError),
}

/// Runs what the targets need and returns all lines in the table's order. `begins` is told of each
/// scenario before it is run, with the days to simulate; `told` is called for each of these days.
///
/// # Errors
/// A scenario cannot be read, or a run fails.
pub fn answers(
    plan: Plan,
    begins: &mut dyn FnMut(&Asked, u64),
    told: Watch,
) -> Result<Vec<Line>, TableError> {
    let mut lines: Vec<Line> = targets().into_iter().map(unasked).collect();
    // All are read before any is run: what is wrong shows at once.
    let read = |asked: &'static Asked| Ok((asked, asked.scenario(plan.quick)?));
    let scenarios: Vec<_> =
        places::all().iter().map(read).collect::<Result<_, _>>().map_err(TableError::Scenario)?;
    for (asked, scenario) in &scenarios {
        let of_this = |line: &&mut Line| line.asked_of() == asked.name;
        if plan.quick && asked.quick == Quick::Out {
            for line in lines.iter_mut().filter(of_this) {
                line.model = Model::NotAsked("left out of the quick table: ten years".to_owned());
            }
            continue;
        }
        let replicates = plan.replicates();
        begins(asked, sweep::days_of_a_replicate(scenario) * u64::from(replicates));
        let run = sweep::Plan { replicates, threads: plan.threads, kept: None };
        let results = sweep::run(scenario, &run, told).map_err(TableError::Run)?;
        for line in lines.iter_mut().filter(of_this) {
            if let Some(checked) = ask(line.target, scenario, &results) {
                line.model = Model::Value(checked.model);
            }
        }
    }
    Ok(lines)
}

fn unasked(target: &'static Target) -> Line {
    let why = match target.of {
        Of::Run { .. } => "the runs have nothing to count it from",
        Of::NotAsked(why) => why,
    };
    Line { target, model: Model::NotAsked(why.to_owned()) }
}

/// The table as CSV.
///
/// # Errors
/// What the writer of CSV says; writing to memory does not fail.
pub fn csv(lines: &[Line]) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = [
        "id",
        "figure",
        "use",
        "published",
        "least",
        "most",
        "model",
        "low",
        "high",
        "replicates",
        "result",
        "asked_of",
        "why_not",
        "source",
    ];
    writer.write_record(header).map_err(|error| error.to_string())?;
    for line in lines {
        let target = line.target;
        let (published, least, most) = target.published;
        let number = |value: f64| if value.is_finite() { value.to_string() } else { String::new() };
        let (model, why) = match &line.model {
            Model::Value(mean) => {
                let numbers = [mean.value, mean.low, mean.high].map(number);
                (Some((numbers, mean.number.to_string())), "")
            }
            Model::NotAsked(why) => (None, why.as_str()),
        };
        let ([value, low, high], replicates) = model.unwrap_or_default();
        writer
            .write_record([
                target.id,
                target.label,
                target.role.label(),
                &number(published),
                &number(least),
                &number(most),
                &value,
                &low,
                &high,
                &replicates,
                line.result(),
                line.asked_of(),
                why,
                target.source,
            ])
            .map_err(|error| error.to_string())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

/// The table as Markdown.
#[must_use]
pub fn markdown(lines: &[Line], plan: Plan) -> String {
    let count = |result: &str| lines.iter().filter(|line| line.result() == result).count();
    let quick = if plan.quick {
        " The quick table: two replicates, runs of New York City and of the levers of Los Angeles cut short, \
         the ten years of Los Angeles left out."
    } else {
        ""
    };
    let mut text = format!(
        "# Published figures beside the model's\n\n{} figures: {} hit, {} missed, {} not asked.{quick} In \
         brackets the 95 % interval of the mean over {} replicates: chance only. What is counted, and how \
         each figure was used, is said in `docs/calibration.md`.\n\n\
         | id | figure | published | tolerance | model | result | use | asked of |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- |\n",
        lines.len(),
        count("hit"),
        count("MISS"),
        count("not asked"),
        plan.replicates(),
    );
    for line in lines {
        let target = line.target;
        let (published, low, high) = target.published;
        text.push_str(&format!(
            "| {} | {} | {} | {} to {} | {} | {} | {} | {} |\n",
            target.id,
            target.label,
            plain(published),
            plain(low),
            plain(high),
            line.model.words(),
            line.result(),
            target.role.label(),
            line.asked_of(),
        ));
    }
    text
}

impl Model {
    /// The value with its interval, or why there is none.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Model::Value(mean) if mean.low.is_finite() => {
                format!("{} [{}, {}]", plain(mean.value), plain(mean.low), plain(mean.high))
            }
            Model::Value(mean) => plain(mean.value),
            Model::NotAsked(why) => why.clone(),
        }
    }
}

/// A number with as many digits as matter.
#[must_use]
pub fn plain(value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 0.1 || size == 0.0 => 3,
        size if size >= 0.001 => 4,
        _ => 6,
    };
    let text = format!("{value:.decimals$}");
    // Zeros after the point say nothing.
    let text =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn numbers_have_the_digits_that_matter() {
        assert_eq!(plain(303_363.0), "303363");
        assert_eq!(plain(54.5), "54.5");
        assert_eq!(plain(-0.41), "-0.41");
        assert_eq!(plain(0.000_88), "0.00088");
        assert_eq!(plain(-0.000_000_1), "0");
        assert_eq!(plain(0.0), "0");
    }
}
