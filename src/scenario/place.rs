//! A place: where people live, who polices and jails them, and who they are.

use crate::ids::{AgencyId, AreaId, DistrictId, StateId};
use jiff::civil::Date;

/// A police agency.
#[derive(Clone, PartialEq, Debug)]
pub struct Agency {
    /// As policies name it, for instance `lapd`.
    pub id: String,
    /// As reports name it.
    pub name: String,
    /// It also runs a county jail.
    pub runs_jail: bool,
    /// Where those it arrests are jailed: itself, if it runs a jail.
    pub jail: AgencyId,
    /// What policies that bind more than one agency know it by.
    pub reach: Reach,
}

impl Agency {
    /// Whether a policy that names this agency, state or area binds it.
    #[must_use]
    pub fn is_known_as(&self, name: &str) -> bool {
        let Reach { state, area, .. } = &self.reach;
        let is = |known: &Option<String>| known.as_deref() == Some(name);
        self.id == name || is(state) || is(area)
    }
}

/// What policies that bind more than one agency know an agency by.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Reach {
    /// Its state, as policies name it: `ca`. None in a place without states.
    pub state: Option<String>,
    /// Its area of responsibility, as policies name it: `los`. None in a place that is one area.
    pub area: Option<String>,
    /// The date on which its jail's fingerprints first went to the immigration databases, where the
    /// place says so: what `rollout` stands for in the dates of a policy.
    pub rollout: Option<Date>,
    /// What part of the country's field offices its area has, 0 to 1; 1 in a place that is one area.
    pub share: Option<f64>,
}

/// A district: people who are policed together and never leave it.
#[derive(Clone, PartialEq, Debug)]
pub struct District {
    /// Its number.
    pub id: DistrictId,
    /// As reports name it.
    pub name: String,
    /// How many live there.
    pub residents: u32,
    /// Who polices it.
    pub agency: AgencyId,
    /// Who lives there, by its place among the place's populations.
    pub population: u16,
    /// Which field office answers for it.
    pub area: AreaId,
    /// In which state it lies; none in a place without states.
    pub state: Option<StateId>,
    /// It stands for no real county: a size law made it.
    pub is_made_up: bool,
}

/// An area of responsibility.
#[derive(Clone, PartialEq, Debug)]
pub struct Area {
    /// As tables and policies name it.
    pub id: String,
    /// As reports name it.
    pub name: String,
}

/// Who the residents are: shares of all, from published tables.
#[derive(Clone, PartialEq, Debug)]
pub struct Population {
    /// Of Hispanic origin, 0 to 1.
    pub hispanic: f64,
    /// Black, not Hispanic.
    pub black: f64,
    /// Born abroad.
    pub foreign_born: f64,
    /// Without status.
    pub unauthorised: f64,
    /// Of those born abroad with status: naturalised, lawful residents, visitors, as weights.
    pub naturalised: f64,
    /// Lawful permanent residents, as a weight.
    pub lawful_resident: f64,
    /// On a valid temporary visa, as a weight.
    pub temporary: f64,
    /// Where the shares are from.
    pub source: String,
}

/// A place as a scenario knows it.
#[derive(Clone, PartialEq, Debug)]
pub struct Place {
    /// As scenarios name it.
    pub id: String,
    /// As reports name it.
    pub name: String,
    /// Who polices.
    pub agencies: Vec<Agency>,
    /// Where people live.
    pub districts: Vec<District>,
    /// Who they are: one for all, or one for each line of a table of counties.
    pub populations: Vec<Population>,
    /// The areas of responsibility; one in most places.
    pub areas: Vec<Area>,
    /// The states, by their postal codes in lower case; none in most places.
    pub states: Vec<String>,
}

impl Place {
    /// All residents.
    #[must_use]
    pub fn residents(&self) -> u64 {
        self.districts.iter().map(|district| u64::from(district.residents)).sum()
    }

    /// Who lives in a district.
    #[must_use]
    pub fn population(&self, district: &District) -> &Population {
        &self.populations[usize::from(district.population)]
    }

    /// Residents without status, as the shares say, of the districts that are asked for.
    pub fn unauthorised(&self, of: impl Fn(&District) -> bool) -> f64 {
        let those = self.districts.iter().filter(|district| of(district));
        those.map(|it| f64::from(it.residents) * self.population(it).unauthorised).sum()
    }

    /// Who answers requests of ICE for those arrested in each district: who runs the jail; for made-up
    /// counties the first of those that one line of the table stands for, in place of them all.
    #[must_use]
    pub fn jurisdictions(&self) -> Vec<AgencyId> {
        let mut first: Vec<Option<AgencyId>> = vec![None; self.populations.len()];
        let of = |district: &District| {
            let jail = self.agencies[usize::from(district.agency.0)].jail;
            let first = &mut first[usize::from(district.population)];
            if district.is_made_up { *first.get_or_insert(jail) } else { jail }
        };
        self.districts.iter().map(of).collect()
    }

    /// The name under which [`Place::jurisdictions`] stands in lists.
    #[must_use]
    pub fn jurisdiction_name(&self, jail: AgencyId) -> String {
        let agency = &self.agencies[usize::from(jail.0)];
        let made_up = self.districts.iter().find(|it| it.agency == jail && it.is_made_up);
        let Some(district) = made_up else { return agency.name.clone() };
        let rest = district.name.split(", county ").next().unwrap_or(&district.name);
        format!("Made-up counties, {rest}")
    }

    /// How many districts a size law made.
    #[must_use]
    pub fn made_up(&self) -> usize {
        self.districts.iter().filter(|district| district.is_made_up).count()
    }
}
