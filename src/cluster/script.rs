//! The text that sbatch takes. It stands in the folder that it works on, names nothing by a full path, and
//! so means the same on every node that sees the folder.

use super::wishes::Wishes;

/// An array of tasks, each of which works through one shard of a list.
#[derive(Clone, Copy, Debug)]
pub struct Array<'a> {
    /// What the queue calls the folder.
    pub folder: &'a str,
    /// Which array of this folder, from 1.
    pub number: u32,
    /// How many tasks.
    pub tasks: u32,
    /// The hash of the program that they run.
    pub program: &'a str,
    /// What is asked of the cluster.
    pub wishes: &'a Wishes,
}

/// What is to be done when the arrays have ended, however they ended.
#[derive(Clone, Copy, Debug)]
pub struct Finish<'a> {
    /// What the queue calls the folder.
    pub folder: &'a str,
    /// What is asked of the cluster.
    pub wishes: &'a Wishes,
}

/// The script of an array by its number.
#[must_use]
pub fn script_name(number: u32) -> String {
    format!("{number}.sh")
}

impl Array<'_> {
    /// What the queue calls it.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}.{}", self.folder, self.number)
    }

    /// The file that lists the shards of an array, one in a line.
    #[must_use]
    pub fn list_name(number: u32) -> String {
        format!("{number}.shards")
    }

    /// The script. A task that is told to stop a minute before its time is over saves and ends with 75.
    #[must_use]
    pub fn script(&self) -> String {
        let Array { tasks, program, wishes, .. } = *self;
        let list = Array::list_name(self.number);
        let threads = wishes.threads.unwrap_or(1);
        let at_once = wishes.at_once.map_or(String::new(), |most| format!("%{most}"));
        let mut options = vec![
            format!("--array=0-{}{at_once}", tasks.saturating_sub(1)),
            format!("--cpus-per-task={threads}"),
            "--signal=B:TERM@60".to_owned(),
            "--requeue".to_owned(),
        ];
        options.extend(wishes.options());
        let body = format!(
            "# Task K works through the shard in line K + 1 of cluster/{list}.\n\
             shard=$(sed -n \"$((SLURM_ARRAY_TASK_ID + 1))p\" cluster/{list})\n\
             exec cluster/jurisim sweep work . --shard \"$shard\" --threads {threads} \
             --program {program}\n"
        );
        script(&self.name(), "%x.%a", &options, &body)
    }
}

impl Finish<'_> {
    /// What the queue calls it.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}.gather", self.folder)
    }

    /// The script.
    #[must_use]
    pub fn script(&self) -> String {
        let options = self.wishes.options();
        script(&self.name(), "%x.%j", &options, "exec cluster/jurisim sweep gather .\n")
    }
}

fn script(name: &str, log: &str, options: &[String], body: &str) -> String {
    let own = [
        format!("--job-name={name}"),
        format!("--output=cluster/log/{log}.txt"),
        "--open-mode=append".to_owned(),
    ];
    let lines = own.iter().chain(options).map(|option| format!("#SBATCH {option}\n"));
    format!("#!/bin/sh\n{}{body}", lines.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_says_what_was_wished_and_nothing_of_where_it_is() {
        let lines = vec!["--account=demography".to_owned()];
        let partition = Some("main".to_owned());
        let wishes =
            Wishes { partition, at_once: Some(50), threads: Some(4), lines, ..Wishes::default() };
        let folder = "uncertainty-8e10a2b3c4";
        let array = Array { folder, number: 3, tasks: 120, program: "ab12", wishes: &wishes };
        let expected = "\
#!/bin/sh
#SBATCH --job-name=uncertainty-8e10a2b3c4.3
#SBATCH --output=cluster/log/%x.%a.txt
#SBATCH --open-mode=append
#SBATCH --array=0-119%50
#SBATCH --cpus-per-task=4
#SBATCH --signal=B:TERM@60
#SBATCH --requeue
#SBATCH --partition=main
#SBATCH --account=demography
# Task K works through the shard in line K + 1 of cluster/3.shards.
shard=$(sed -n \"$((SLURM_ARRAY_TASK_ID + 1))p\" cluster/3.shards)
exec cluster/jurisim sweep work . --shard \"$shard\" --threads 4 --program ab12
";
        assert_eq!(array.script(), expected);
    }
}
