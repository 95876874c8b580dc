//! What is counted: every number of `summary.csv`, by name.

use crate::event::{
    Channel, Crime, Database, Group, Handover, Listing, Offence, Origin, Path, Review, Sector,
    Site, Status, Word,
};

/// By what a count is broken down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    /// Not at all.
    Nothing,
    /// The victim's group.
    Group,
    /// The type of crime.
    Crime,
    /// The gravest conviction, or the charge.
    Offence,
    /// Immigration status.
    Status,
    /// The way into the hands of ICE.
    Channel,
    /// The path to departure.
    Path,
    /// Where an arrest came from.
    Origin,
    /// The police agency, by its number.
    Agency,
    /// How a notified release is handed over.
    Handover,
    /// Why a person is looked for.
    Listing,
    /// The database that matched.
    Database,
    /// How carefully ICE's desk looked.
    Review,
    /// Where agents went.
    Site,
    /// Where people work.
    Sector,
}

/// Agencies told apart; those of higher numbers are counted with the last.
pub const AGENCIES: usize = 8;

impl By {
    /// How many there are to tell apart.
    #[must_use]
    pub const fn len(self) -> usize {
        match self {
            By::Nothing => 1,
            By::Group => Group::ALL.len(),
            By::Crime => Crime::ALL.len(),
            By::Offence => Offence::ALL.len(),
            By::Status => Status::ALL.len(),
            By::Channel => Channel::ALL.len(),
            By::Path => Path::ALL.len(),
            By::Origin => Origin::ALL.len(),
            By::Agency => AGENCIES,
            By::Handover => Handover::ALL.len(),
            By::Listing => Listing::ALL.len(),
            By::Database => Database::ALL.len(),
            By::Review => Review::ALL.len(),
            By::Site => Site::ALL.len(),
            By::Sector => Sector::ALL.len(),
        }
    }

    /// There is always something to count.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        false
    }

    /// The column's name and the name of its `nth` value; none where nothing is broken down.
    #[must_use]
    pub fn label(self, nth: usize) -> Option<(&'static str, String)> {
        fn of<W: Word>(nth: usize) -> String {
            W::ALL.get(nth).map_or_else(String::new, |word| word.name().to_owned())
        }
        match self {
            By::Nothing => None,
            By::Group => Some(("group", of::<Group>(nth))),
            By::Crime => Some(("crime", of::<Crime>(nth))),
            By::Offence => Some(("offence", of::<Offence>(nth))),
            By::Status => Some(("status", of::<Status>(nth))),
            By::Channel => Some(("channel", of::<Channel>(nth))),
            By::Path => Some(("path", of::<Path>(nth))),
            By::Origin => Some(("origin", of::<Origin>(nth))),
            By::Agency => Some(("agency", nth.to_string())),
            By::Handover => Some(("handover", of::<Handover>(nth))),
            By::Listing => Some(("reason", of::<Listing>(nth))),
            By::Database => Some(("database", of::<Database>(nth))),
            By::Review => Some(("review", of::<Review>(nth))),
            By::Site => Some(("site", of::<Site>(nth))),
            By::Sector => Some(("sector", of::<Sector>(nth))),
        }
    }
}

/// Something that is counted by month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Measure {
    /// Crimes by the victim's group.
    Crimes,
    /// Reported ones.
    CrimesReported,
    /// Crimes by type.
    CrimesByType,
    /// Reported ones.
    ReportedByType,
    /// Cleared ones.
    ClearedByType,
    /// Crimes by people at liberty after a request that a jail declined.
    CrimesAfterDecline,
    /// Arrests by where they came from.
    Arrests,
    /// Arrests by agency.
    ArrestsByAgency,
    /// Cited and released.
    Cited,
    /// Booked into the county jail, by charge.
    Bookings,
    /// Asked for status.
    StatusInquiries,
    /// ICE told of a suspicion.
    SuspicionNotices,
    /// Matched, rightly, by status.
    Matches,
    /// Matched, wrongly, by status.
    FalseMatches,
    /// Found by an interview.
    Interviews,
    /// Detainers issued, by conviction.
    Detainers,
    /// Requests for notice only, by conviction.
    Notifications,
    /// Requests taken back.
    Lifted,
    /// Requests declined, by conviction.
    Declined,
    /// Answers of the jail against the policy in force.
    AgainstPolicy,
    /// Holds begun.
    Holds,
    /// Holds that nobody came for.
    HoldsExpired,
    /// Releases ICE was told of, by how they were handed over.
    Notified,
    /// Judicial warrants sought.
    WarrantsSought,
    /// And granted.
    WarrantsGranted,
    /// Released from jail or prison.
    Released,
    /// Convicted.
    Convictions,
    /// Sent to prison.
    Sentenced,
    /// Arrests by ICE, by channel.
    IceArrests,
    /// The same by conviction.
    IceArrestsByConviction,
    /// The same by status.
    IceArrestsByStatus,
    /// Put on the list of those looked for.
    Targets,
    /// Operations.
    Operations,
    /// Officer hours spent on them.
    OperationHours,
    /// Operations that failed.
    OperationsFailed,
    /// Detained by ICE.
    Detained,
    /// Removed, by path.
    Removals,
    /// Removed, by conviction.
    RemovalsByConviction,
    /// Released on bond.
    Bonded,
    /// Released because no bed was free.
    NoBed,
    /// Let stay by a judge.
    Relief,
    /// Came back after removal.
    Returned,
    /// Held by mistake and freed, by status.
    Confirmed,
    /// Hours they were held by ICE.
    WrongfulHours,
    /// Households that lost a member to ICE.
    HouseholdLosses,
    /// The other members of those households.
    LeftBehind,
    /// Stops by the police, by charge.
    PoliceStops,
    /// Diverted before a plea.
    Diverted,
    /// Found by deputies with federal powers.
    Screened,
    /// Wrong matches, by database.
    FalseByDatabase,
    /// Right matches, by database.
    RightByDatabase,
    /// Looks of ICE's desk before it asks, by how careful.
    Reviews,
    /// Errors that they found.
    ReviewsCaught,
    /// Operations that a network learned of.
    Alerted,
    /// Operations by place.
    OperationsBySite,
    /// Struck from the list by a change of policy.
    Dropped,
    /// Cases on the court's calendar.
    Docketed,
    /// Hearings held.
    Heard,
    /// Lawyers for detained people.
    Counsel,
    /// Of them, paid by a fund.
    CounselFunded,
    /// Bonds paid by a fund.
    BondsFunded,
    /// Workers taken out of a job, by sector.
    WorkStopped,
    /// Grants withheld, in thousands of dollars.
    Grants,
    /// Agreements that gave local officers federal powers, signed.
    AgreementsSigned,
    /// People moved to the place.
    Newcomers,
}

/// Each with its name and breakdown, in order.
pub const MEASURES: &[(Measure, &str, By)] = &[
    (Measure::Crimes, "crimes", By::Group),
    (Measure::CrimesReported, "crimes_reported", By::Group),
    (Measure::CrimesByType, "crimes_by_type", By::Crime),
    (Measure::ReportedByType, "reported_by_type", By::Crime),
    (Measure::ClearedByType, "cleared_by_type", By::Crime),
    (Measure::CrimesAfterDecline, "crimes_after_decline", By::Nothing),
    (Measure::Arrests, "arrests", By::Origin),
    (Measure::ArrestsByAgency, "arrests_by_agency", By::Agency),
    (Measure::Cited, "cited_and_released", By::Nothing),
    (Measure::Bookings, "bookings", By::Offence),
    (Measure::StatusInquiries, "status_inquiries", By::Nothing),
    (Measure::SuspicionNotices, "suspicion_notices", By::Nothing),
    (Measure::Matches, "matches", By::Status),
    (Measure::FalseMatches, "false_matches", By::Status),
    (Measure::Interviews, "found_by_interview", By::Nothing),
    (Measure::Detainers, "detainers", By::Offence),
    (Measure::Notifications, "notification_requests", By::Offence),
    (Measure::Lifted, "requests_lifted", By::Nothing),
    (Measure::Declined, "requests_declined", By::Offence),
    (Measure::AgainstPolicy, "answers_against_policy", By::Nothing),
    (Measure::Holds, "holds", By::Nothing),
    (Measure::HoldsExpired, "holds_expired", By::Nothing),
    (Measure::Notified, "releases_notified", By::Handover),
    (Measure::WarrantsSought, "warrants_sought", By::Nothing),
    (Measure::WarrantsGranted, "warrants_granted", By::Nothing),
    (Measure::Released, "released", By::Nothing),
    (Measure::Convictions, "convictions", By::Offence),
    (Measure::Sentenced, "sentenced_to_prison", By::Nothing),
    (Measure::IceArrests, "ice_arrests", By::Channel),
    (Measure::IceArrestsByConviction, "ice_arrests_by_conviction", By::Offence),
    (Measure::IceArrestsByStatus, "ice_arrests_by_status", By::Status),
    (Measure::Targets, "targets_listed", By::Listing),
    (Measure::Operations, "operations", By::Nothing),
    (Measure::OperationHours, "operation_hours", By::Nothing),
    (Measure::OperationsFailed, "operations_failed", By::Nothing),
    (Measure::Detained, "detained", By::Nothing),
    (Measure::Removals, "removals", By::Path),
    (Measure::RemovalsByConviction, "removals_by_conviction", By::Offence),
    (Measure::Bonded, "released_on_bond", By::Nothing),
    (Measure::NoBed, "released_for_capacity", By::Nothing),
    (Measure::Relief, "relief_granted", By::Nothing),
    (Measure::Returned, "returned", By::Nothing),
    (Measure::Confirmed, "held_by_mistake", By::Status),
    (Measure::WrongfulHours, "hours_held_by_mistake", By::Nothing),
    (Measure::HouseholdLosses, "household_losses", By::Nothing),
    (Measure::LeftBehind, "household_members_left", By::Nothing),
    (Measure::PoliceStops, "police_stops", By::Offence),
    (Measure::Diverted, "diverted", By::Nothing),
    (Measure::Screened, "screened_by_287g", By::Nothing),
    (Measure::FalseByDatabase, "false_matches_by_database", By::Database),
    (Measure::RightByDatabase, "matches_by_database", By::Database),
    (Measure::Reviews, "desk_reviews", By::Review),
    (Measure::ReviewsCaught, "desk_errors_caught", By::Nothing),
    (Measure::Alerted, "operations_alerted", By::Nothing),
    (Measure::OperationsBySite, "operations_by_site", By::Site),
    (Measure::Dropped, "targets_dropped", By::Nothing),
    (Measure::Docketed, "cases_docketed", By::Nothing),
    (Measure::Heard, "cases_heard", By::Nothing),
    (Measure::Counsel, "counsel_appointed", By::Nothing),
    (Measure::CounselFunded, "counsel_funded", By::Nothing),
    (Measure::BondsFunded, "bonds_funded", By::Nothing),
    (Measure::WorkStopped, "work_stopped", By::Sector),
    (Measure::Grants, "grants_withheld", By::Nothing),
    (Measure::AgreementsSigned, "agreements", By::Nothing),
    (Measure::Newcomers, "newcomers", By::Nothing),
];

const STARTS: [usize; MEASURES.len() + 1] = {
    let mut starts = [0; MEASURES.len() + 1];
    let mut at = 0;
    while at < MEASURES.len() {
        starts[at + 1] = starts[at] + MEASURES[at].2.len();
        at += 1;
    }
    starts
};

/// How many numbers there are in a month.
pub const WIDTH: usize = STARTS[MEASURES.len()];

impl Measure {
    /// Where its numbers begin in a month's.
    #[must_use]
    pub const fn start(self) -> usize {
        STARTS[self as usize]
    }

    /// By what it is broken down.
    #[must_use]
    pub const fn by(self) -> By {
        MEASURES[self as usize].2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_measures() {
        for (at, (measure, name, _)) in MEASURES.iter().enumerate() {
            assert_eq!(*measure as usize, at, "{name}");
        }
    }
}
