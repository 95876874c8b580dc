//! The objects of OCEL: people, places, agencies and cases, and how they belong together.

use super::sample::CaseKey;
use super::source::Source;
use crate::ids::PersonId;
use crate::time::Day;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// An object. What the log does not know, such as households, is none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    /// Everything.
    County,
    /// A district, by number.
    District(u16),
    /// A neighbourhood, by district and number.
    Neighbourhood(u16, u32),
    /// A police agency, by number.
    Agency(u16),
    /// A case.
    Case(CaseKey),
    /// A resident.
    Person(PersonId),
}

/// The types with the attributes that every object of the type has.
pub(super) const TYPES: [(Kind, &[(&str, &str)]); 6] = [
    (Kind::County, &[("name", "string")]),
    (Kind::District(0), &[("name", "string"), ("number", "integer")]),
    (Kind::Neighbourhood(0, 0), &[("district", "string"), ("number", "integer")]),
    (Kind::Agency(0), &[("name", "string"), ("number", "integer")]),
    (Kind::Case((0, 0)), &[("opened", "string"), ("number", "string"), ("stream", "integer")]),
    (
        Kind::Person(PersonId { home: crate::ids::DistrictId(0), index: 0 }),
        &[("district", "string"), ("number", "integer")],
    ),
];

/// What one thing has to do with an object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Relation {
    pub(super) object: Kind,
    pub(super) qualifier: &'static str,
}

impl Relation {
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let (id, qualifier) = (self.object.id(), self.qualifier);
        write!(out, "{{\"objectId\":\"{id}\",\"qualifier\":\"{qualifier}\"}}")
    }
}

impl Kind {
    /// The name of its type.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::County => "county",
            Kind::District(_) => "district",
            Kind::Neighbourhood(..) => "neighbourhood",
            Kind::Agency(_) => "agency",
            Kind::Case(_) => "case",
            Kind::Person(_) => "person",
        }
    }

    /// Its id, which begins with the type: ids are of all types together.
    fn id(self) -> String {
        let name = self.name();
        match self {
            Kind::County => name.to_owned(),
            Kind::District(number) => format!("{name}-{number}"),
            Kind::Agency(number) => format!("{name}-{number}"),
            Kind::Neighbourhood(district, number) => format!("{name}-{district}-{number}"),
            Kind::Case((district, case)) => format!("{name}-{district}-{case:016x}"),
            Kind::Person(person) => format!("{name}-{}-{}", person.home.0, person.index),
        }
    }

    /// What it belongs to. Not districts to the county: where no event is about the county, it
    /// would be an object without events, which some readers drop and others do not.
    fn whole(self) -> Option<Relation> {
        let of = |district, qualifier| Relation { object: Kind::District(district), qualifier };
        match self {
            Kind::County | Kind::District(_) | Kind::Agency(_) => None,
            Kind::Neighbourhood(district, _) => Some(of(district, "part of")),
            Kind::Case((district, _)) => Some(of(district, "in")),
            Kind::Person(person) => Some(of(person.home.0, "lives in")),
        }
    }

    /// Its attributes, in the order of [`TYPES`].
    fn values(self, source: &Source) -> Vec<Json> {
        let names = source.names();
        let district = |number: u16| Json::from(names.district(number));
        match self {
            Kind::County => vec![Json::from(names.place())],
            Kind::District(number) => vec![district(number), Json::from(number)],
            Kind::Neighbourhood(home, number) => vec![district(home), Json::from(number)],
            Kind::Agency(number) => vec![Json::from(names.agency(number)), Json::from(number)],
            Kind::Case((_, case)) => {
                let day = Day(u32::try_from(case >> 48).unwrap_or(0));
                let opened = source.calendar().date(day).to_string();
                // The number as text: 64 bits are more than some readers keep of a number.
                vec![opened.into(), case.to_string().into(), Json::from(case >> 40 & 0xFF)]
            }
            Kind::Person(person) => vec![district(person.home.0), Json::from(person.index)],
        }
    }
}

/// The objects that were named, each once.
#[derive(Default)]
pub(super) struct Objects(BTreeSet<Kind>);

impl Objects {
    /// Adds one, and what it belongs to, so that nothing refers to what is not there.
    pub(super) fn add(&mut self, object: Kind) {
        let mut next = Some(object);
        while let Some(object) = next.filter(|object| self.0.insert(*object)) {
            next = object.whole().map(|relation| relation.object);
        }
    }

    /// Writes all of them; how many.
    pub(super) fn write(&self, source: &Source, out: &mut dyn Write) -> io::Result<u64> {
        for (nth, object) in self.0.iter().enumerate() {
            out.write_all(if nth == 0 { b"\n" } else { b",\n" })?;
            write_object(*object, source, out)?;
        }
        Ok(self.0.len() as u64)
    }
}

fn write_object(object: Kind, source: &Source, out: &mut dyn Write) -> io::Result<()> {
    let (id, name) = (object.id(), object.name());
    write!(out, "{{\"id\":\"{id}\",\"type\":\"{name}\",\"attributes\":[")?;
    let listed = TYPES.iter().find(|(kind, _)| kind.name() == name);
    let attributes = listed.map_or(&[][..], |(_, attributes)| attributes);
    for (nth, ((name, _), value)) in attributes.iter().zip(object.values(source)).enumerate() {
        let comma = if nth == 0 { "" } else { "," };
        // An attribute that never changes has the time of the epoch.
        let time = "1970-01-01T00:00:00Z";
        write!(out, "{comma}{{\"name\":\"{name}\",\"time\":\"{time}\",\"value\":{value}}}")?;
    }
    out.write_all(b"],\"relationships\":[")?;
    if let Some(relation) = object.whole() {
        relation.write(out)?;
    }
    out.write_all(b"]}")
}
