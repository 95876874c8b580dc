//! A place: where people live, who polices and jails them, and who they are.

use crate::ids::{AgencyId, DistrictId};

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
    /// Who they are.
    pub population: Population,
}

impl Place {
    /// All residents.
    #[must_use]
    pub fn residents(&self) -> u64 {
        self.districts.iter().map(|district| u64::from(district.residents)).sum()
    }
}
