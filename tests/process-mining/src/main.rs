//! Reads what `jurisim export` wrote with rust4pm, and prints what it found, a line each:
//!
//! ```text
//! WHAT<TAB>NUMBER                            counts
//! WHAT<TAB>ACTIVITY<TAB>ACTIVITY<TAB>NUMBER  how often the one directly follows the other
//! ```
//!
//! `read-with-rust4pm LOG.xes LOG.ocel.json`

use process_mining::core::event_data::object_centric::linked_ocel::SlimLinkedOCEL;
use process_mining::core::event_data::object_centric::utils::flatten::flatten_ocel_on;
use process_mining::core::process_models::case_centric::dfg::DirectlyFollowsGraph;
use process_mining::{EventLog, Importable, OCEL};
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths = std::env::args().skip(1);
    let (Some(xes), Some(ocel)) = (paths.next(), paths.next()) else {
        return Err("usage: read-with-rust4pm LOG.xes LOG.ocel.json".into());
    };
    let log = EventLog::import_from_path(Path::new(&xes))?;
    println!("xes-events\t{}", log.traces.iter().map(|trace| trace.events.len()).sum::<usize>());
    println!("xes-traces\t{}", log.traces.len());
    follows("xes", &log);
    let ocel = OCEL::import_from_path(Path::new(&ocel))?;
    println!("ocel-events\t{}", ocel.events.len());
    println!("ocel-objects\t{}", ocel.objects.len());
    println!(
        "ocel-relations\t{}",
        ocel.events.iter().map(|it| it.relationships.len()).sum::<usize>()
    );
    println!("ocel-faults\t{}", faults(&ocel));
    let linked = SlimLinkedOCEL::from_ocel(ocel);
    for kind in ["person", "case"] {
        follows(&format!("ocel-{kind}"), &flatten_ocel_on(&linked, kind));
    }
    Ok(())
}

fn follows(what: &str, log: &EventLog) {
    let graph = DirectlyFollowsGraph::discover(log);
    let mut lines: Vec<_> = graph.directly_follows_relations.iter().collect();
    lines.sort();
    for ((one, other), number) in lines {
        println!("{what}\t{one}\t{other}\t{number}");
    }
}

/// What a reader may drop without a word: ids that are there twice, objects that are not there,
/// events about nothing, types and attributes that were not declared.
fn faults(ocel: &OCEL) -> usize {
    let events: BTreeSet<_> = ocel.events.iter().map(|event| &event.id).collect();
    let objects: BTreeSet<_> = ocel.objects.iter().map(|object| &object.id).collect();
    let twice = ocel.events.len() - events.len() + ocel.objects.len() - objects.len();
    let of_events = ocel.events.iter().flat_map(|event| &event.relationships);
    let related = of_events.chain(ocel.objects.iter().flat_map(|object| &object.relationships));
    let dangling = related.filter(|it| !objects.contains(&it.object_id) || it.qualifier.is_empty());
    let lonely = ocel.events.iter().filter(|event| event.relationships.is_empty());
    let undeclared = ocel.events.iter().filter(|event| {
        let declared = ocel.event_types.iter().find(|it| it.name == event.event_type);
        let names = event.attributes.iter().map(|attribute| &attribute.name);
        declared.is_none_or(|it| !names.eq(it.attributes.iter().map(|attribute| &attribute.name)))
    });
    let strange = ocel.objects.iter().filter(|object| {
        let declared = ocel.object_types.iter().find(|it| it.name == object.object_type);
        let names = object.attributes.iter().map(|attribute| &attribute.name);
        declared.is_none_or(|it| !names.eq(it.attributes.iter().map(|attribute| &attribute.name)))
    });
    twice + dangling.count() + lonely.count() + undeclared.count() + strange.count()
}
