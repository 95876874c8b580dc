//! How many of what, by month.

use super::Projection;
use super::measure::{AGENCIES, Measure, WIDTH};
use crate::event::{Channel, Event, Fact, Offence, Part, Status, Word};
use crate::time::{Day, Span};
use serde::{Deserialize, Serialize};

/// How many of what, by month.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Tally {
    month_of: std::sync::Arc<Vec<u16>>,
    /// The first day and month that are counted.
    first_day: Day,
    counted_from: usize,
    #[serde(with = "rows")]
    counts: Vec<[u64; WIDTH]>,
}

/// Rows as lists: arrays of this width have no form of their own.
mod rows {
    use super::WIDTH;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        rows: &[[u64; WIDTH]],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_seq(rows.iter().map(|row| row.as_slice()))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Vec<[u64; WIDTH]>, D::Error> {
        let rows: Vec<Vec<u64>> = Vec::deserialize(from)?;
        let fixed = rows.into_iter().map(<[u64; WIDTH]>::try_from);
        let fixed = fixed.collect::<Result<_, _>>();
        fixed.map_err(|row| Error::invalid_length(row.len(), &"a row of the tally"))
    }
}

impl Tally {
    pub(super) fn new(span: &Span) -> Tally {
        let month_of = (0..span.days()).map(|day| span.month(Day(day)) as u16).collect();
        Tally {
            month_of: std::sync::Arc::new(month_of),
            first_day: span.day(span.count_from),
            counted_from: span.month(span.day(span.count_from)),
            counts: vec![[0; WIDTH]; span.months()],
        }
    }

    /// Counted months, in order.
    #[must_use]
    pub fn months(&self) -> usize {
        self.counts.len() - self.counted_from
    }

    /// One number of a counted month (from 0): a measure, and which part of its breakdown.
    #[must_use]
    pub fn count(&self, month: usize, measure: Measure, part: usize) -> u64 {
        self.counts[self.counted_from + month][measure.start() + part]
    }

    /// All parts of a measure in a counted month.
    #[must_use]
    pub fn of_month(&self, month: usize, measure: Measure) -> u64 {
        let row = &self.counts[self.counted_from + month];
        row[measure.start()..measure.start() + measure.by().len()].iter().sum()
    }

    /// One part of a measure, over all counted months.
    #[must_use]
    pub fn total(&self, measure: Measure, part: usize) -> u64 {
        (0..self.months()).map(|month| self.count(month, measure, part)).sum()
    }

    /// A measure over all counted months.
    #[must_use]
    pub fn sum(&self, measure: Measure) -> u64 {
        (0..self.months()).map(|month| self.of_month(month, measure)).sum()
    }

    fn ice_arrest(&mut self, day: Day, channel: Channel, status: Status, conviction: Offence) {
        self.add(day, Measure::IceArrests, channel.number(), 1);
        self.add(day, Measure::IceArrestsByConviction, conviction.number(), 1);
        self.add(day, Measure::IceArrestsByStatus, status.number(), 1);
    }

    #[inline]
    fn add(&mut self, day: Day, measure: Measure, part: u8, number: u64) {
        let month = usize::from(self.month_of[day.0 as usize]);
        self.counts[month][measure.start() + usize::from(part)] += number;
    }
}

impl Projection for Tally {
    fn apply(&mut self, day: Day, part: Part, event: &Event) {
        // What was so before the first day did not happen in it.
        if part == Part::Before || day < self.first_day {
            return;
        }
        use Measure as M;
        match event.fact {
            Fact::CrimeCommitted { crime, victim, after_decline, .. } => {
                self.add(day, M::Crimes, victim.number(), 1);
                self.add(day, M::CrimesByType, crime.number(), 1);
                self.add(day, M::CrimesAfterDecline, 0, u64::from(after_decline));
            }
            Fact::CrimeReported { crime, victim } => {
                self.add(day, M::CrimesReported, victim.number(), 1);
                self.add(day, M::ReportedByType, crime.number(), 1);
            }
            Fact::CrimeCleared { crime, .. } => self.add(day, M::ClearedByType, crime.number(), 1),
            Fact::PoliceStop { charge, .. } => self.add(day, M::PoliceStops, charge.number(), 1),
            Fact::Diverted { .. } => self.add(day, M::Diverted, 0, 1),
            Fact::ScreenedBy287g { .. } => self.add(day, M::Screened, 0, 1),
            Fact::DetainerReviewed { review, upheld } => {
                self.add(day, M::Reviews, review.number(), 1);
                self.add(day, M::ReviewsCaught, 0, u64::from(!upheld));
            }
            Fact::Arrested { origin, agency, .. } => {
                self.add(day, M::Arrests, origin.number(), 1);
                self.add(day, M::ArrestsByAgency, agency.0.min(AGENCIES as u16 - 1) as u8, 1);
            }
            Fact::CitedAndReleased { .. } => self.add(day, M::Cited, 0, 1),
            Fact::StatusInquired { .. } => self.add(day, M::StatusInquiries, 0, 1),
            Fact::NotifiedOnSuspicion { .. } => self.add(day, M::SuspicionNotices, 0, 1),
            Fact::Booked { charge, .. } => self.add(day, M::Bookings, charge.number(), 1),
            Fact::DatabaseMatched { rightly: true, status, database, .. } => {
                self.add(day, M::Matches, status.number(), 1);
                self.add(day, M::RightByDatabase, database.number(), 1);
            }
            Fact::DatabaseMatched { rightly: false, status, database, .. } => {
                self.add(day, M::FalseMatches, status.number(), 1);
                self.add(day, M::FalseByDatabase, database.number(), 1);
            }
            Fact::InterviewedInJail { .. } => self.add(day, M::Interviews, 0, 1),
            Fact::DetainerIssued { conviction, .. } => {
                self.add(day, M::Detainers, conviction.number(), 1);
            }
            Fact::NotificationRequested { conviction, .. } => {
                self.add(day, M::Notifications, conviction.number(), 1);
            }
            Fact::DetainerLifted => self.add(day, M::Lifted, 0, 1),
            Fact::Convicted { offence, .. } => self.add(day, M::Convictions, offence.number(), 1),
            Fact::DetainerDeclined { conviction, against_policy, .. } => {
                self.add(day, M::Declined, conviction.number(), 1);
                self.add(day, M::AgainstPolicy, 0, u64::from(against_policy));
            }
            Fact::HoldStarted { against_policy, .. } => {
                self.add(day, M::Holds, 0, 1);
                self.add(day, M::AgainstPolicy, 0, u64::from(against_policy));
            }
            Fact::ReleaseNotified { how, against_policy, .. } => {
                self.add(day, M::Notified, how.number(), 1);
                self.add(day, M::AgainstPolicy, 0, u64::from(against_policy));
            }
            Fact::JudicialWarrantSought => self.add(day, M::WarrantsSought, 0, 1),
            Fact::JudicialWarrantGranted => self.add(day, M::WarrantsGranted, 0, 1),
            Fact::HoldExpired => self.add(day, M::HoldsExpired, 0, 1),
            Fact::Released { .. } => self.add(day, M::Released, 0, 1),
            Fact::Sentenced { .. } => self.add(day, M::Sentenced, 0, 1),
            Fact::TransferredToIce { channel, status, conviction } => {
                self.ice_arrest(day, channel, status, conviction);
            }
            Fact::ArrestedAtRelease { status, conviction } => {
                self.ice_arrest(day, Channel::AtRelease, status, conviction);
            }
            Fact::TargetDropped => self.add(day, M::Dropped, 0, 1),
            Fact::OperationAlerted => self.add(day, M::Alerted, 0, 1),
            Fact::CaseDocketed { .. } => self.add(day, M::Docketed, 0, 1),
            Fact::CaseHeard { .. } => self.add(day, M::Heard, 0, 1),
            Fact::CounselAppointed { funded } => {
                self.add(day, M::Counsel, 0, 1);
                self.add(day, M::CounselFunded, 0, u64::from(funded));
            }
            Fact::WorkStopped { sector } => self.add(day, M::WorkStopped, sector.number(), 1),
            Fact::GrantWithheld { thousands } => {
                self.add(day, M::Grants, 0, u64::from(thousands));
            }
            Fact::AgreementSigned => self.add(day, M::AgreementsSigned, 0, 1),
            Fact::NewcomersArrived { number } => {
                self.add(day, M::Newcomers, 0, u64::from(number));
            }
            Fact::TargetListed { reason } => self.add(day, M::Targets, reason.number(), 1),
            Fact::OperationStarted { officer_hours, site } => {
                self.add(day, M::OperationsBySite, site.number(), 1);
                self.add(day, M::Operations, 0, 1);
                self.add(day, M::OperationHours, 0, u64::from(officer_hours));
            }
            Fact::OperationFailed => self.add(day, M::OperationsFailed, 0, 1),
            Fact::AtLargeArrest { status, conviction } => {
                self.ice_arrest(day, Channel::AtLarge, status, conviction);
            }
            Fact::CollateralArrest { status, conviction } => {
                self.ice_arrest(day, Channel::Collateral, status, conviction);
            }
            Fact::DetainedByIce { .. } => self.add(day, M::Detained, 0, 1),
            Fact::ReleasedOnBond { funded, .. } => {
                self.add(day, M::Bonded, 0, 1);
                self.add(day, M::BondsFunded, 0, u64::from(funded));
            }
            Fact::ReleasedForCapacity { .. } => self.add(day, M::NoBed, 0, 1),
            Fact::ReliefGranted => self.add(day, M::Relief, 0, 1),
            Fact::Removed { path, conviction, .. } => {
                self.add(day, M::Removals, path.number(), 1);
                self.add(day, M::RemovalsByConviction, conviction.number(), 1);
            }
            Fact::Returned => self.add(day, M::Returned, 0, 1),
            Fact::CitizenshipConfirmed { hours_held, status } => {
                self.add(day, M::Confirmed, status.number(), 1);
                self.add(day, M::WrongfulHours, 0, u64::from(hours_held));
            }
            Fact::HouseholdLostMember { others } => {
                self.add(day, M::HouseholdLosses, 0, 1);
                self.add(day, M::LeftBehind, 0, u64::from(others));
            }
            // Counted by the fact before or after it in the same case, or by another projection.
            Fact::CrimeNotReported { .. }
            | Fact::FingerprintsShared
            | Fact::ReleaseDue
            | Fact::JudicialWarrantRefused
            | Fact::RaidReported { .. }
            | Fact::TrustRaised { .. }
            | Fact::HearingPutOff { .. }
            | Fact::TrustBroken { .. }
            | Fact::AgreementEnded
            | Fact::SurgeStarted { .. }
            | Fact::SurgeEnded
            | Fact::RemovalOrdered { .. }
            | Fact::OrderReinstated
            | Fact::Stipulated
            | Fact::VoluntaryDeparture
            | Fact::FearRaised { .. }
            | Fact::PolicyChanged { .. } => {}
        }
    }
}
