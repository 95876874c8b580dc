//! Who the residents are, before anything has happened to them.
//!
//! A resident's household and neighbourhood follow from the index alone; status, group, age and
//! sex are keyed draws shaped so that the place's published shares come out. Nothing is stored.
//!
//! ```text
//! index ──▶ block of 60 ──▶ one of 20 households of 1 to 8 (three on average)
//!       ──▶ neighbourhood of 4,000
//!       ──▶ every 29th resident offends often
//! ```

use crate::draw::{Draws, Purpose, Unit};
use crate::event::{Group, Status};
use crate::ids::PersonId;
use crate::scenario::parameters::Parameters;
use crate::scenario::place::Population as Shares;
use crate::scenario::scalar::Scalar;

/// Residents of a neighbourhood (model.md section 1).
pub const NEIGHBOURHOOD: u32 = 4_000;

/// One resident in so many offends often. A prime that shares no factor with the pattern of
/// households, so that they are spread evenly over all sizes of household. The rebooking curve of 77
/// jails (facts.md 3) is reproduced with about 3.5 % of residents.
pub const OFTEN: u32 = 29;
const OFTEN_AT: u32 = 7;

/// The sizes of the 20 households of a block of 60 residents: 25 % of one person, 25 % of two, 15 %
/// of three and of four, 20 % larger; mean 3.0, as in Los Angeles County (ACS, recalled).
const SIZES: [u8; 20] = [1, 2, 3, 2, 4, 1, 5, 2, 1, 3, 8, 2, 1, 4, 3, 6, 1, 2, 5, 4];
const BLOCK: u32 = 60;

/// Age group.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Age {
    /// Under 12.
    Child,
    /// 12 to 17.
    Youth,
    /// 18 to 29.
    Young,
    /// 30 to 49.
    Middle,
    /// 50 and over.
    Older,
}

impl Age {
    /// All of them, youngest first.
    pub const ALL: [Age; 5] = [Age::Child, Age::Youth, Age::Young, Age::Middle, Age::Older];
}

/// The group by which crime statistics are kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ethnicity {
    /// Of Hispanic origin.
    Hispanic,
    /// Black, not Hispanic.
    Black,
    /// Neither.
    Other,
}

/// What is so of a resident from the start.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Profile {
    /// Immigration status at the start.
    pub status: Status,
    /// How near to immigration enforcement.
    pub group: Group,
    /// For reporting rates.
    pub ethnicity: Ethnicity,
    /// Offends often.
    pub often: bool,
    age: Unit,
    sex: Unit,
}

impl Profile {
    /// Age group. Worked out only when asked, which is of offenders, not of victims.
    #[must_use]
    pub fn age(&self) -> Age {
        let ages = match (self.often, self.status.is_unauthorised()) {
            (true, _) => &AGES_OFTEN,
            (false, true) => &AGES_UNAUTHORISED,
            (false, false) => &AGES,
        };
        Age::ALL[self.age.choose(ages)]
    }

    /// The same person as somebody without status who was moved here.
    #[must_use]
    pub(super) fn as_newcomer(self) -> Profile {
        Profile {
            status: Status::Unauthorised,
            group: Group::Unauthorised,
            ethnicity: Ethnicity::Hispanic,
            ..self
        }
    }

    /// Sex.
    #[must_use]
    pub fn is_male(&self) -> bool {
        self.sex.below(if self.often { MALE_OFTEN } else { MALE_SHARE })
    }
}

/// The shares from which profiles are drawn.
#[derive(Clone, Debug)]
pub struct Population {
    mixed: f64,
    unauthorised_in_mixed: f64,
    hispanic_in_mixed: f64,
    hispanic_elsewhere: f64,
    black_elsewhere: f64,
    abroad_elsewhere: f64,
    /// Naturalised, lawful resident, temporary.
    with_status: [f64; 3],
    prior_order: f64,
    overstayed: f64,
    naturalised_recently: f64,
}

/// Shares of all residents.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct StatusShares {
    /// Without status.
    pub(super) unauthorised: f64,
    /// Born abroad and with status, naturalised citizens included.
    pub(super) lawful: f64,
    /// Born in the country.
    pub(super) us_born: f64,
}

/// Members of a mixed household who have status: born in the country, lawful, naturalised.
/// Judgement, after the national picture of 8.2 of 16.7 million being citizens (facts.md 4.1).
const MIXED_MEMBERS: [f64; 3] = [0.70, 0.20, 0.10];

// Age shares, child to older: Los Angeles County (ACS, recalled); the unauthorised are younger
// adults (MPI profiles, recalled); the often-offending as arrest statistics have it (judgement).
pub(super) const AGES: [f64; 5] = [0.15, 0.08, 0.19, 0.28, 0.30];
pub(super) const AGES_UNAUTHORISED: [f64; 5] = [0.06, 0.06, 0.26, 0.48, 0.14];
const AGES_OFTEN: [f64; 5] = [0.0, 0.06, 0.48, 0.38, 0.08];
pub(super) const MALE_SHARE: f64 = 0.493;
const MALE_OFTEN: f64 = 0.82;

impl Population {
    /// From a place's shares and the model's numbers.
    #[must_use]
    pub fn new(shares: &Shares, parameters: &Parameters) -> Population {
        let get = |scalar| parameters.get(scalar);
        let with_each = 1.0 + get(Scalar::MixedMembers);
        let mixed = (shares.unauthorised * with_each).min(0.95);
        // The first member of a mixed household is always without status, the others with this
        // chance; households have three members on average.
        let unauthorised_in_mixed = ((3.0 / with_each - 1.0) / 2.0).clamp(0.0, 1.0);
        let lawful_in_mixed = mixed - shares.unauthorised;
        let abroad = shares.foreign_born - shares.unauthorised;
        let abroad_in_mixed = lawful_in_mixed * (MIXED_MEMBERS[1] + MIXED_MEMBERS[2]);
        let hispanic_in_mixed = get(Scalar::UnauthorisedHispanic);
        let elsewhere = 1.0 - mixed;
        let share = |of_all: f64| (of_all / elsewhere).clamp(0.0, 1.0);
        Population {
            mixed,
            unauthorised_in_mixed,
            hispanic_in_mixed,
            hispanic_elsewhere: share(shares.hispanic - mixed * hispanic_in_mixed),
            black_elsewhere: share(shares.black),
            abroad_elsewhere: share(abroad - abroad_in_mixed),
            with_status: [shares.naturalised, shares.lawful_resident, shares.temporary],
            prior_order: get(Scalar::PriorOrderShare),
            overstayed: get(Scalar::OverstayedShare),
            naturalised_recently: get(Scalar::NaturalisedRecentlyShare),
        }
    }

    /// What is so of a resident: the same whenever it is asked.
    #[must_use]
    pub fn profile(&self, draws: &Draws, person: PersonId) -> Profile {
        let household = household(person);
        let [mixed, origin, ..] = draws.of(household.first, Purpose::Household);
        let mixed = mixed.below(self.mixed);
        let ethnicity = self.ethnicity(mixed, origin);
        let [status, detail, age, sex] = draws.of(person, Purpose::Traits);
        let status = if mixed {
            self.status_in_mixed(person == household.first, status, detail)
        } else {
            self.status_elsewhere(status, detail)
        };
        let often = offends_often(person.index);
        let group = group(status, mixed, ethnicity);
        Profile { status, group, ethnicity, often, age, sex }
    }

    /// How residents divide by status.
    pub(super) fn status_shares(&self) -> StatusShares {
        // Of the three members that a household has on average, the first and some of the others.
        let in_mixed = (1.0 + 2.0 * self.unauthorised_in_mixed) / 3.0;
        let unauthorised = self.mixed * in_mixed;
        let lawful_in_mixed = (self.mixed - unauthorised) * (MIXED_MEMBERS[1] + MIXED_MEMBERS[2]);
        let lawful = lawful_in_mixed + (1.0 - self.mixed) * self.abroad_elsewhere;
        StatusShares { unauthorised, lawful, us_born: 1.0 - unauthorised - lawful }
    }

    fn ethnicity(&self, mixed: bool, origin: Unit) -> Ethnicity {
        let (hispanic, black) = if mixed {
            (self.hispanic_in_mixed, 0.0)
        } else {
            (self.hispanic_elsewhere, self.black_elsewhere)
        };
        if origin.below(hispanic) {
            Ethnicity::Hispanic
        } else if origin.below(hispanic + black) {
            Ethnicity::Black
        } else {
            Ethnicity::Other
        }
    }

    fn status_in_mixed(&self, first: bool, status: Unit, detail: Unit) -> Status {
        if first || status.below(self.unauthorised_in_mixed) {
            return self.without_status(detail);
        }
        match detail.choose(&MIXED_MEMBERS) {
            0 => Status::UsBorn,
            1 => Status::LawfulResident,
            _ => Status::NaturalisedLongAgo,
        }
    }

    fn without_status(&self, detail: Unit) -> Status {
        if detail.below(self.prior_order) {
            Status::PriorOrder
        } else if detail.below(self.prior_order + self.overstayed) {
            Status::Overstayed
        } else {
            Status::Unauthorised
        }
    }

    fn status_elsewhere(&self, status: Unit, detail: Unit) -> Status {
        if !status.below(self.abroad_elsewhere) {
            return Status::UsBorn;
        }
        match status.given_below(self.abroad_elsewhere).choose(&self.with_status) {
            0 if detail.below(self.naturalised_recently) => Status::NaturalisedRecently,
            0 => Status::NaturalisedLongAgo,
            1 => Status::LawfulResident,
            _ => Status::Temporary,
        }
    }
}

fn group(status: Status, mixed: bool, ethnicity: Ethnicity) -> Group {
    if status.is_unauthorised() {
        return Group::Unauthorised;
    }
    match (mixed, ethnicity, status) {
        (true, _, _) => Group::MixedStatus,
        (_, Ethnicity::Hispanic, Status::UsBorn) => Group::HispanicUsBorn,
        (_, Ethnicity::Hispanic, _) => Group::HispanicImmigrant,
        (_, Ethnicity::Black, _) => Group::Black,
        (_, Ethnicity::Other, _) => Group::Other,
    }
}

/// People who live together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Household {
    /// The first of them, by whom the household is known.
    pub first: PersonId,
    /// How many they are.
    pub size: u32,
}

/// Whom a resident lives with: the residents from the first on.
#[must_use]
pub fn household(person: PersonId) -> Household {
    let (before, size) = MEMBERS[(person.index % BLOCK) as usize];
    let index = person.index - u32::from(before);
    Household { first: PersonId { index, ..person }, size: u32::from(size) }
}

/// For each resident of a block: how many members of the household stand before, and its size.
const MEMBERS: [(u8, u8); BLOCK as usize] = {
    let mut members = [(0, 0); BLOCK as usize];
    let (mut at, mut household) = (0, 0);
    while household < SIZES.len() {
        let mut before = 0;
        while before < SIZES[household] {
            members[at] = (before, SIZES[household]);
            (at, before) = (at + 1, before + 1);
        }
        household += 1;
    }
    members
};

/// The neighbourhood of a resident, by its number in the district.
#[must_use]
pub fn neighbourhood(index: u32, residents: u32) -> u16 {
    (index / NEIGHBOURHOOD).min(neighbourhoods(residents) - 1) as u16
}

/// How many neighbourhoods a district has; what is left over belongs to the last.
#[must_use]
pub fn neighbourhoods(residents: u32) -> u32 {
    (residents / NEIGHBOURHOOD).max(1)
}

/// Whether a resident offends often.
#[must_use]
pub fn offends_often(index: u32) -> bool {
    index % OFTEN == OFTEN_AT
}

/// How many of a district's residents offend often.
#[must_use]
pub fn often_offending(residents: u32) -> u32 {
    (residents + OFTEN - 1 - OFTEN_AT) / OFTEN
}

/// The `nth` of them.
#[must_use]
pub fn nth_often(nth: u32) -> u32 {
    nth * OFTEN + OFTEN_AT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::DistrictId;
    use crate::model::testing::small;

    #[test]
    fn the_households_of_a_block_have_sixty_members() {
        assert_eq!(SIZES.iter().map(|&size| u32::from(size)).sum::<u32>(), BLOCK);
        for index in 0..600 {
            let person = PersonId { home: DistrictId(3), index };
            let home = household(person);
            assert!(home.first.index <= index && index < home.first.index + home.size);
            assert_eq!(household(home.first), home);
        }
    }

    #[test]
    fn every_29th_resident_offends_often() {
        for residents in [1, 7, 8, 29, 36, 37, 1000] {
            let counted = (0..residents).filter(|&index| offends_often(index)).count();
            assert_eq!(counted as u32, often_offending(residents));
        }
        assert!((0..40).all(|nth| offends_often(nth_often(nth))));
    }

    /// Tolerance: four standard errors of 300,000 people in households of three.
    #[test]
    fn the_published_shares_of_the_place_come_out() {
        let scenario = small();
        let shares = &scenario.place.populations[0];
        let population = Population::new(shares, &scenario.parameters);
        let draws = Draws::Seeded(5);
        let people: Vec<Profile> = (0..300_000)
            .map(|index| population.profile(&draws, PersonId { home: DistrictId(0), index }))
            .collect();
        let share = |is: &dyn Fn(&Profile) -> bool| {
            people.iter().filter(|p| is(p)).count() as f64 / people.len() as f64
        };
        let near = |got: f64, want: f64| assert!((got - want).abs() < 0.006, "{got} for {want}");
        near(share(&|p| p.status.is_unauthorised()), shares.unauthorised);
        near(share(&|p| p.status != Status::UsBorn), shares.foreign_born);
        near(share(&|p| p.ethnicity == Ethnicity::Hispanic), shares.hispanic);
        near(share(&|p| p.ethnicity == Ethnicity::Black), shares.black);
        let expected = population.status_shares();
        near(share(&|p| p.status.is_unauthorised()), expected.unauthorised);
        near(share(&|p| p.status == Status::UsBorn), expected.us_born);
        let mixed = share(&|p| p.group == Group::MixedStatus);
        let members = scenario.parameters.get(Scalar::MixedMembers);
        near(mixed, shares.unauthorised * members);
    }
}
