//! Money by payer: what a run costs a county, the funds of cities and counties, and the federal
//! government. Days, people and hours times a price; every price is a number of the scenario.

use super::counts::{bed_days, by_officers, channels, sum};
use crate::engine::record::Cell;
use crate::event::{Channel, Review, Word};
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
        "arrests outside custody, bystanders included",
        |scenario, cell| {
            let number = channels(cell, |channel: Channel| !channel.is_custodial());
            priced(scenario, number, Scalar::CostAtLarge)
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
        "removals, transport included",
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
