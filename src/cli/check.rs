//! `jurisim check`: every mistake in scenario files, at once.

use super::{End, print};
use crate::scenario::open::open;
use std::path::PathBuf;

pub(super) fn check(files: &[PathBuf]) -> End {
    let mut end = End::Done;
    for file in files {
        match open(file) {
            Ok(scenario) => print::result(&format!(
                "{}: no mistakes. {} arms, {} districts, {} residents, {} to {}",
                file.display(),
                scenario.arms.len(),
                scenario.place.districts.len(),
                print::number(scenario.place.residents() as f64, 0),
                scenario.span.start,
                scenario.span.end,
            )),
            Err(mistakes) => {
                print::talk(&mistakes.to_string());
                end = End::BadInput;
            }
        }
    }
    end
}
