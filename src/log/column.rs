//! The columns of a segment: the one table that says what a file holds, and how it is packed.
//!
//! Columns are found by name when read. A new detail of facts is a new column at the end.

use super::kind::{self, Field, KINDS};
use crate::event::{
    Channel, Crime, Database, Group, Handover, Listing, Offence, Origin, Part, Path, Request,
    Review, Sector, Site, Status, Word,
};
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::errors::Result;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::{Type, TypePtr};
use std::sync::Arc;

/// One column of a segment.
pub(super) struct Column {
    /// As it stands in the file.
    pub(super) name: &'static str,
    /// Where its values come from.
    pub(super) source: Source,
    /// What its values are.
    pub(super) values: Values,
    /// Which of the file format's encodings serves it best, as measured.
    pub(super) packing: Packing,
}

/// Where a column's values come from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The event's number in the run, gapless from 0.
    Seq,
    /// Days since the start of the run.
    Day,
    /// Hour of the day.
    Hour,
    /// Part of the day.
    Part,
    /// Kind of the fact.
    Kind,
    /// The district; none if the whole county is meant.
    District,
    /// The resident's index within the district, if it is about a resident.
    Person,
    /// The neighbourhood's number within the district, if it is about a neighbourhood.
    Neighbourhood,
    /// The case; with the district it names one. 0 for none.
    Case,
    /// The number of the event that brought this one about; none for the first of a case.
    Cause,
    /// The rule that decided; 0 for none.
    Rule,
    /// A detail of the fact; none where the kind does not have it, or it is the hour that never
    /// comes.
    Fact(Field),
}

/// What a column's values are.
pub(super) enum Values {
    /// 64-bit integers.
    Long,
    /// 32-bit integers.
    Int,
    /// Truth values.
    Flag,
    /// Words of a closed list, here with their numbers.
    Words(fn() -> Vec<(u8, &'static str)>),
}

/// How a column's values are packed.
pub(super) enum Packing {
    /// Each distinct value once, then its place: for few values.
    Dictionary,
    /// Differences: for values that mostly grow.
    Delta,
    /// First bytes together, second bytes together: for large values with a common shape.
    Split,
    /// As they are.
    Plain,
}

use Packing::{Delta, Dictionary, Plain, Split};
use Values::{Flag, Int, Long, Words};

const fn column(name: &'static str, source: Source, values: Values, packing: Packing) -> Column {
    Column { name, source, values, packing }
}

const fn fact(name: &'static str, field: Field, values: Values, packing: Packing) -> Column {
    Column { name, source: Source::Fact(field), values, packing }
}

/// All columns, in the order of the file.
pub(super) const COLUMNS: [Column; 50] = [
    column("seq", Source::Seq, Long, Delta),
    column("day", Source::Day, Int, Dictionary),
    column("hour", Source::Hour, Int, Dictionary),
    column("part", Source::Part, Words(parts), Dictionary),
    column("kind", Source::Kind, Words(kinds), Dictionary),
    column("district", Source::District, Int, Dictionary),
    column("person", Source::Person, Int, Plain),
    column("neighbourhood", Source::Neighbourhood, Int, Delta),
    column("case", Source::Case, Long, Split),
    column("cause", Source::Cause, Long, Split),
    column("rule", Source::Rule, Int, Dictionary),
    fact("crime", Field::Crime, Words(words::<Crime>), Dictionary),
    fact("victim_group", Field::VictimGroup, Words(words::<Group>), Dictionary),
    fact("offender", Field::Offender, Int, Split),
    fact("charge", Field::Charge, Words(words::<Offence>), Dictionary),
    fact("conviction", Field::Conviction, Words(words::<Offence>), Dictionary),
    fact("origin", Field::Origin, Words(words::<Origin>), Dictionary),
    fact("agency", Field::Agency, Int, Dictionary),
    fact("status", Field::Status, Words(words::<Status>), Dictionary),
    fact("channel", Field::Channel, Words(words::<Channel>), Dictionary),
    fact("path", Field::Path, Words(words::<Path>), Dictionary),
    fact("request", Field::Request, Words(words::<Request>), Dictionary),
    fact("reason", Field::Reason, Words(words::<Listing>), Dictionary),
    fact("handover", Field::Handover, Words(words::<Handover>), Dictionary),
    fact("level", Field::Level, Int, Plain),
    fact("officer_hours", Field::OfficerHours, Int, Dictionary),
    fact("hours_held", Field::HoursHeld, Int, Plain),
    fact("others", Field::Others, Int, Dictionary),
    fact("rules", Field::Rules, Int, Dictionary),
    fact("until_hour", Field::UntilHour, Int, Plain),
    fact("request_hour", Field::RequestHour, Int, Plain),
    fact("agents_hour", Field::AgentsHour, Int, Plain),
    fact("return_hour", Field::ReturnHour, Int, Plain),
    fact("next_offence_hour", Field::NextOffenceHour, Int, Plain),
    fact("rightly", Field::Rightly, Flag, Plain),
    fact("against_policy", Field::AgainstPolicy, Flag, Plain),
    fact("after_decline", Field::AfterDecline, Flag, Plain),
    fact("detained", Field::Detained, Flag, Plain),
    fact("listed", Field::Listed, Flag, Plain),
    fact("significant", Field::Significant, Flag, Plain),
    fact("database", Field::Database, Words(words::<Database>), Dictionary),
    fact("review", Field::Review, Words(words::<Review>), Dictionary),
    fact("site", Field::Site, Words(words::<Site>), Dictionary),
    fact("sector", Field::Sector, Words(words::<Sector>), Dictionary),
    fact("upheld", Field::Upheld, Flag, Plain),
    fact("funded", Field::Funded, Flag, Plain),
    fact("cooperation", Field::Cooperation, Int, Plain),
    fact("agents", Field::Agents, Int, Dictionary),
    fact("thousands", Field::Thousands, Int, Plain),
    fact("newcomers", Field::Newcomers, Int, Plain),
];

fn words<W: Word>() -> Vec<(u8, &'static str)> {
    W::ALL.iter().map(|word| (word.number(), word.name())).collect()
}

fn parts() -> Vec<(u8, &'static str)> {
    Part::ALL.iter().map(|part| (kind::part_number(*part), part.name())).collect()
}

fn kinds() -> Vec<(u8, &'static str)> {
    KINDS.iter().map(|(kind, name, _)| (kind.number(), *name)).collect()
}

impl Column {
    /// Whether it has a value in every row.
    pub(super) fn is_full(&self) -> bool {
        match self.source {
            Source::Seq
            | Source::Day
            | Source::Hour
            | Source::Part
            | Source::Kind
            | Source::Case
            | Source::Rule => true,
            Source::District
            | Source::Person
            | Source::Neighbourhood
            | Source::Cause
            | Source::Fact(_) => false,
        }
    }

    fn schema(&self) -> Result<TypePtr> {
        let physical = match self.values {
            Long => Physical::INT64,
            Int => Physical::INT32,
            Flag => Physical::BOOLEAN,
            Words(_) => Physical::BYTE_ARRAY,
        };
        let logical = matches!(self.values, Words(_)).then_some(LogicalType::String);
        let presence = if self.is_full() { Repetition::REQUIRED } else { Repetition::OPTIONAL };
        Type::primitive_type_builder(self.name, physical)
            .with_repetition(presence)
            .with_logical_type(logical)
            .build()
            .map(Arc::new)
    }
}

/// The schema of a segment.
pub(super) fn schema() -> Result<TypePtr> {
    let fields = COLUMNS.iter().map(Column::schema).collect::<Result<Vec<_>>>()?;
    Type::group_type_builder("event").with_fields(fields).build().map(Arc::new)
}

/// How segments are written; how their columns are is in `chunk`. The start of the run stands in every file, so that days have dates
/// for whoever finds one file alone.
pub(super) fn properties(start: &str) -> Result<WriterProperties> {
    let about = KeyValue::new("jurisim.start".to_owned(), start.to_owned());
    Ok(WriterProperties::builder()
        .set_created_by("jurisim".to_owned())
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .set_key_value_metadata(Some(vec![about]))
        .build())
}
