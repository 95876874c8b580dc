//! Clusters: how a list of tasks is handed to a scheduler that others keep running.
//!
//! Slurm's job arrays are spoken here, because that is what universities and national centres run;
//! everything else calls the same command itself (docs/sweeps.md). Nothing here knows what a task does. The
//! queue is asked by the names of jobs, so that nothing has to be remembered between two commands: whoever
//! sees the folder and the queue knows what is under way.
//!
//! ```text
//! wishes   partition, time, memory: the [cluster] table of a sweep file
//! script   the text that sbatch takes, which is the record of what was asked
//! slurm    sbatch, squeue and scontrol, called as programs
//! ```

mod script;
mod slurm;
mod wishes;

pub use script::{Array, Finish, script_name};
pub use slurm::{ClusterError, Queued, State, limit, queue, submit};
pub use wishes::{Wishes, memory, partition, seconds, time};
