//! Money by payer: what a run costs a county, the funds of cities and counties, and the federal
//! government. Days, people and hours times a price; every price is a number of the scenario.

use super::counts::{bed_days, by_officers, channels, sum};
use crate::engine::cell::Cell;
use crate::event::{Review, Word};
use crate::projection::measure::Measure;
use crate::scenario::Scenario;
use crate::scenario::scalar::Scalar;

/// Who pays.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Payer {
    /// Counties, which run the jails.
    County,
    /// Funds of cities and counties for counsel and bonds.
    Funds,
    /// The federal government.
    Federal,
}

impl Payer {
    /// All of them, in the order of reports.
    pub const ALL: [Payer; 3] = [Payer::County, Payer::Funds, Payer::Federal];

    /// As files name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Payer::County => "county",
            Payer::Funds => "defence_funds",
            Payer::Federal => "federal",
        }
    }

    /// As reports name it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Payer::County => "The county",
            Payer::Funds => "Defence funds of cities and counties",
            Payer::Federal => "The federal government",
        }
    }
}

/// Something that is paid for.
#[derive(Clone, Copy)]
pub struct Item {
    /// As files name it.
    pub id: &'static str,
    /// As reports name it.
    pub label: &'static str,
    /// What it is made of.
    pub basis: &'static str,
    /// Who pays.
    pub payer: Payer,
    /// In million USD.
    pub of: fn(&Scenario, &Cell) -> f64,
}

/// Units times a price, in million USD.
fn priced(scenario: &Scenario, units: f64, price: Scalar) -> f64 {
    units * scenario.parameters.get(price) / 1e6
}

const fn item(
    payer: Payer,
    id: &'static str,
    label: &'static str,
    basis: &'static str,
    of: fn(&Scenario, &Cell) -> f64,
) -> Item {
    Item { id, label, basis, payer, of }
}

/// All items, by payer.
pub const ITEMS: &[Item] = &[
    item(
        Payer::County,
        "county_jail_days",
        "Jail days because ICE asked",
        "days that detainers add to stays, and days held past release",
        |scenario, cell| {
            let stays = &cell.counted.custody.stays;
            let days = (stays.added_hours + stays.hold_hours) as f64 / 24.0;
            priced(scenario, days, Scalar::CostJailDay)
        },
    ),
    item(Payer::County, "county_bookings", "Bookings", "all bookings", |scenario, cell| {
        priced(scenario, sum(cell, Measure::Bookings), Scalar::CostBooking)
    }),
    item(
        Payer::County,
        "county_liability",
        "Liability for mistaken holds",
        "holds past release of people whom a database called removable by mistake",
        |scenario, cell| {
            let held: u64 = cell.counted.custody.mistakes.held.iter().sum();
            priced(scenario, held as f64, Scalar::CostWrongfulHold)
        },
    ),
    item(
        Payer::County,
        "county_grants",
        "Grants withheld",
        "federal grants that did not come",
        |_, cell| sum(cell, Measure::Grants) / 1e3,
    ),
    item(
        Payer::Funds,
        "funds_counsel",
        "Lawyers",
        "cases in which a fund pays the lawyer",
        |scenario, cell| priced(scenario, sum(cell, Measure::CounselFunded), Scalar::CostCounsel),
    ),
    item(
        Payer::Funds,
        "funds_bonds",
        "Bonds",
        "bonds that a fund pays; what comes back after a hearing is not taken off",
        |scenario, cell| priced(scenario, sum(cell, Measure::BondsFunded), Scalar::CostBond),
    ),
    item(
        Payer::Federal,
        "federal_bed_days",
        "Detention",
        "days in federal detention",
        |scenario, cell| priced(scenario, bed_days(cell), Scalar::CostBedDay),
    ),
    item(
        Payer::Federal,
        "federal_pickups",
        "Arrests out of custody",
        "officer hours of pick-ups from jails and prisons",
        |scenario, cell| {
            let hours = channels(cell, by_officers) * scenario.parameters.get(Scalar::HoursPickup);
            priced(scenario, hours, Scalar::CostOfficerHour)
        },
    ),
    item(
        Payer::Federal,
        "federal_at_large",
        "Arrests at large",
        "officer hours of operations, found or not, those of lent agents too",
        |scenario, cell| {
            priced(scenario, sum(cell, Measure::OperationHours), Scalar::CostOperationHour)
        },
    ),
    item(
        Payer::Federal,
        "federal_desk",
        "Review of requests",
        "minutes of the desk that looks at matches before it asks",
        |scenario, cell| {
            let minutes = |review: Review| {
                let minutes = match review {
                    Review::Click => Scalar::MinutesClick,
                    Review::File => Scalar::MinutesFile,
                    Review::Interview => Scalar::MinutesInterview,
                };
                let number =
                    cell.counted.tally.total(Measure::Reviews, usize::from(review.number()));
                number as f64 * scenario.parameters.get(minutes)
            };
            let all: f64 = Review::ALL.iter().map(|&review| minutes(review)).sum();
            priced(scenario, all / 60.0, Scalar::CostOfficerHour)
        },
    ),
    item(
        Payer::Federal,
        "federal_hearings",
        "Hearings",
        "hearings in immigration court",
        |scenario, cell| priced(scenario, sum(cell, Measure::Heard), Scalar::CostHearing),
    ),
    item(
        Payer::Federal,
        "federal_removals",
        "Removals",
        "transport of people removed; detention, arrests and hearings are counted by themselves",
        |scenario, cell| priced(scenario, sum(cell, Measure::Removals), Scalar::CostRemoval),
    ),
];

/// What a payer pays for, in order.
pub fn items(payer: Payer) -> impl Iterator<Item = &'static Item> {
    ITEMS.iter().filter(move |item| item.payer == payer)
}

/// All that a payer pays, in million USD.
#[must_use]
pub fn paid(payer: Payer, scenario: &Scenario, cell: &Cell) -> f64 {
    items(payer).map(|item| (item.of)(scenario, cell)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::record::terms;
    use crate::event::{
        Channel, Database, Event, Fact, Handover, Offence, Part, Path, Request, RuleId, Site,
        Status,
    };
    use crate::ids::{Case, DistrictId, PersonId};
    use crate::log::Digest;
    use crate::projection::Counted;
    use crate::time::{Day, Hour};

    /// A run in which these things happen, by the counted day and the person.
    fn cell(scenario: &Scenario, facts: &[(u32, u32, Fact)]) -> Cell {
        let first = scenario.span.day(scenario.span.count_from).0;
        let mut counted = Counted::new(&scenario.span, &terms(scenario));
        for day in first..first + 10 {
            let today = facts.iter().filter(|(on, ..)| first + on == day);
            let events: Vec<Event> = today
                .map(|&(_, index, fact)| {
                    let subject = PersonId { home: DistrictId(0), index }.into();
                    Event { subject, case: Case::NONE, rule: RuleId::NONE, hour: 0, fact }
                })
                .collect();
            counted.day(Day(day), events.iter().map(|event| (Part::Release, event)));
        }
        Cell { counted, digest: Digest::of(b"") }
    }

    fn is(paid: f64, dollars: f64) {
        assert!((paid * 1e6 - dollars).abs() < 1e-6, "{} is not {dollars}", paid * 1e6);
    }

    #[test]
    fn a_mistaken_hold_costs_the_county_its_days_the_booking_and_the_damages() {
        let scenario = crate::model::testing::small();
        let first = scenario.span.day(scenario.span.count_from).0;
        let at = |day: u32| Day(first + day).at(0);
        let (charge, conviction) = (Offence::Misdemeanour, Offence::None);
        let (status, database) = (Status::UsBorn, Database::DerivedCitizenship);
        let never = Hour::NEVER;
        // Due on day 2; the detainer makes it day 5; held to day 6: four days more.
        let cell = cell(
            &scenario,
            &[
                (0, 1, Fact::Booked { charge, release_at: at(2) }),
                (
                    0,
                    1,
                    Fact::DatabaseMatched { rightly: false, status, database, request_at: at(0) },
                ),
                (
                    0,
                    1,
                    Fact::DetainerIssued { request: Request::Hold, conviction, release_at: at(5) },
                ),
                (
                    5,
                    1,
                    Fact::HoldStarted {
                        until: at(7),
                        how: Handover::Secure,
                        against_policy: false,
                        agents_at: never,
                    },
                ),
                (6, 1, Fact::Released { after_decline: false, next_offence: never }),
                (3, 2, Fact::GrantWithheld { thousands: 200 }),
            ],
        );
        let price = |price| scenario.parameters.get(price);
        let dollars = 4.0 * price(Scalar::CostJailDay)
            + price(Scalar::CostBooking)
            + price(Scalar::CostWrongfulHold)
            + 200_000.0;
        is(paid(Payer::County, &scenario, &cell), dollars);
        is(paid(Payer::Funds, &scenario, &cell), 0.0);
        is(paid(Payer::Federal, &scenario, &cell), 0.0);
    }

    #[test]
    fn funds_pay_what_is_funded_and_the_federal_government_days_arrests_minutes_and_hearings() {
        let scenario = crate::model::testing::small();
        let (status, conviction) = (Status::Unauthorised, Offence::None);
        let handed = |channel| Fact::TransferredToIce { channel, status, conviction };
        let reviewed = |review| Fact::DetainerReviewed { review, upheld: true };
        let (path, hearing_at) = (Path::Hearing, Hour::NEVER);
        let cell = cell(
            &scenario,
            &[
                (0, 1, Fact::CounselAppointed { funded: true }),
                (0, 2, Fact::CounselAppointed { funded: true }),
                (0, 3, Fact::CounselAppointed { funded: false }),
                (0, 3, Fact::ReleasedOnBond { hearing_at, funded: true }),
                (0, 4, Fact::ReleasedOnBond { hearing_at, funded: false }),
                (0, 5, reviewed(Review::Click)),
                (0, 5, reviewed(Review::File)),
                (0, 6, reviewed(Review::Interview)),
                // Officers fetch one; the contractor drives the other alone.
                (0, 5, handed(Channel::SecureTransfer)),
                (0, 6, handed(Channel::Contractor)),
                (0, 7, Fact::OperationStarted { officer_hours: 20, site: Site::Home }),
                (0, 7, Fact::AtLargeArrest { status, conviction }),
                // Three days in detention: days 0, 1 and 2.
                (0, 5, Fact::DetainedByIce { until: Hour::NEVER, path }),
                (2, 5, Fact::CaseHeard { detained: true }),
                (3, 5, Fact::Removed { path, conviction, return_at: Hour::NEVER }),
            ],
        );
        let price = |price| scenario.parameters.get(price);
        is(
            paid(Payer::Funds, &scenario, &cell),
            2.0 * price(Scalar::CostCounsel) + price(Scalar::CostBond),
        );
        let minutes = price(Scalar::MinutesClick)
            + price(Scalar::MinutesFile)
            + price(Scalar::MinutesInterview);
        let hours = price(Scalar::HoursPickup) + minutes / 60.0;
        let dollars = 3.0 * price(Scalar::CostBedDay)
            + hours * price(Scalar::CostOfficerHour)
            + 20.0 * price(Scalar::CostOperationHour)
            + price(Scalar::CostHearing)
            + price(Scalar::CostRemoval);
        is(paid(Payer::Federal, &scenario, &cell), dollars);
        is(paid(Payer::County, &scenario, &cell), 0.0);
    }

    #[test]
    fn every_item_has_a_payer_and_a_name_of_its_own() {
        let by_payer: usize = Payer::ALL.iter().map(|&payer| items(payer).count()).sum();
        assert_eq!(by_payer, ITEMS.len());
        for (at, item) in ITEMS.iter().enumerate() {
            assert!(ITEMS[..at].iter().all(|other| other.id != item.id), "{}", item.id);
        }
    }
}
