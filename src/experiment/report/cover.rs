//! What stands above the sections.

use super::View;
use crate::experiment::design::{design_in_words, shape_in_words};
use crate::report::words::{counted, whole};
use crate::runs::ENGINE;
use maud::{Markup, html};

pub(super) fn head(view: &View) -> Markup {
    let (folder, file) = (view.folder, &view.folder.file);
    let (span, place) = (&file.scenario.span, &file.scenario.place);
    let parameters = file.space.parameters().len();
    html! {
        header {
            p.kind { "Sweep of a scenario · which assumptions decide the answer" }
            h1 { (file.scenario.title) }
            p.scope {
                strong { "Synthetic people; not a prediction about any person. " }
                "The same made-up county is run at many points between the low and the high of "
                (counted(parameters, "parameter", "parameters")) ", at each point under every policy and with the same "
                "luck; what is reported is how much the numbers that nobody knows well move the answer."
            }
            dl.facts {
                div { dt { "Place" } dd {
                    (place.name) ", " (whole(place.residents() as usize)) " residents" } }
                div { dt { "Counted" } dd { (span.count_from) " to " (span.end) } }
                div { dt { "Arms" } dd { (file.scenario.arms.len()) } }
                div { dt { "Design" } dd { (design_in_words(&view.design)) } }
                div { dt { "Numbers between low and high" } dd { (shape_in_words(file.shape)) } }
                div { dt { "Points" } dd { (whole(folder.cells.points())) } }
                div { dt { "Replicates of each" } dd { (folder.cells.replicates()) } }
                div { dt { "Cells run" } dd {
                    (whole(folder.cells.len() as usize)) ", " (whole(view.failed())) " failed" } }
                div { dt { "Record" } dd { code { (folder.record()) } } }
                div { dt { "Engine" } dd { "jurisim " (ENGINE) } }
            }
        }
    }
}

impl View<'_> {
    /// How many cells failed: points of equal inputs share theirs.
    pub(super) fn failed(&self) -> usize {
        let of = |gap: &super::Gap| self.folder.cells.place(gap.point as usize, gap.replicate);
        let places: std::collections::BTreeSet<_> = self.gaps.iter().filter_map(of).collect();
        places.len()
    }
}
