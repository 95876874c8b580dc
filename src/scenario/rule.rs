//! Rules: any-of lists of named predicates over what is known of a person, one all-of level deep.
//!
//! There is no expression language. What a list cannot say becomes a predicate, written and tested
//! here and picked by name in a policy file.

use crate::event::{Offence, Status, Word};

/// What a rule may look at: a person's file at the moment of the decision.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct File {
    /// Immigration status, as it is.
    pub status: Status,
    /// The charge that led to this custody.
    pub charge: Offence,
    /// The gravest conviction.
    pub conviction: Offence,
    /// Years since it.
    pub years_since: u8,
    /// It is of a class listed in Government Code 7282.5(a)(3).
    pub listed: bool,
    /// Three or more misdemeanours.
    pub several_misdemeanours: bool,
    /// A misdemeanour that the PEP memo calls significant.
    pub significant_misdemeanour: bool,
    /// Entered after 1 January 2014.
    pub recent_entry: bool,
    /// Entered after 1 November 2020.
    pub entry_2020: bool,
    /// A federal judge has signed a warrant.
    pub judicial_warrant: bool,
    /// A magistrate has found probable cause on a serious or state-prison felony charge.
    pub magistrate_finding: bool,
    /// The release date is public anyhow.
    pub release_public: bool,
    /// The person agreed in writing to be interviewed.
    pub consents: bool,
    /// The jail's rules would let it do something for ICE in this case.
    pub jail_answers: bool,
}

impl File {
    /// Somebody of whom nothing is known but status and charge.
    #[must_use]
    pub fn blank(status: Status, charge: Offence) -> File {
        File {
            status,
            charge,
            conviction: Offence::None,
            years_since: 0,
            listed: false,
            several_misdemeanours: false,
            significant_misdemeanour: false,
            recent_entry: false,
            entry_2020: false,
            judicial_warrant: false,
            magistrate_finding: false,
            release_public: false,
            consents: false,
            jail_answers: false,
        }
    }
}

/// A condition with a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Predicate {
    /// Convicted of a serious or violent felony, ever (7282.5(a)(1)).
    SeriousFelony,
    /// Convicted of any felony punishable by state prison, ever (7282.5(a)(2)).
    Felony,
    /// Convicted of a wobbler as a misdemeanour.
    Wobbler,
    /// Convicted of anything.
    Convicted,
    /// Charged with anything.
    Charged,
    /// Charged with a felony.
    ChargedFelony,
    /// The conviction is of a listed class (7282.5(a)(3)).
    Listed,
    /// The conviction is at most 5 years old.
    Within5Years,
    /// The conviction is at most 15 years old.
    Within15Years,
    /// Three or more misdemeanours.
    SeveralMisdemeanours,
    /// A significant misdemeanour.
    SignificantMisdemeanour,
    /// Entered after 1 January 2014.
    RecentEntry,
    /// Overstayed a visa.
    VisaOverstay,
    /// A removal order stands.
    RemovalOrder,
    /// Without status.
    Unauthorised,
    /// A federal judge's warrant.
    JudicialWarrant,
    /// A magistrate's finding on a serious or state-prison felony charge (7282.5(b)).
    MagistrateFinding,
    /// The release date is public.
    ReleasePublic,
    /// Agreed in writing.
    Consents,
    /// Entered after October 2020.
    RecentEntry2020,
    /// Charged with a serious or violent felony.
    ChargedSeriousFelony,
    /// Charged with more than an infraction.
    ChargedAboveInfraction,
    /// Charged with a misdemeanour or worse, drug possession apart.
    ChargedAboveDrugs,
    /// Charged with a wobbler or worse.
    ChargedAboveMisdemeanour,
    /// Charged with something else than drug possession.
    ChargedOtherThanDrugs,
    /// The jail's rules would let it do something for ICE.
    JailAnswers,
}

impl Word for Predicate {
    const ALL: &'static [Predicate] = &[
        Predicate::SeriousFelony,
        Predicate::Felony,
        Predicate::Wobbler,
        Predicate::Convicted,
        Predicate::Charged,
        Predicate::ChargedFelony,
        Predicate::Listed,
        Predicate::Within5Years,
        Predicate::Within15Years,
        Predicate::SeveralMisdemeanours,
        Predicate::SignificantMisdemeanour,
        Predicate::RecentEntry,
        Predicate::VisaOverstay,
        Predicate::RemovalOrder,
        Predicate::Unauthorised,
        Predicate::JudicialWarrant,
        Predicate::MagistrateFinding,
        Predicate::ReleasePublic,
        Predicate::Consents,
        Predicate::RecentEntry2020,
        Predicate::ChargedSeriousFelony,
        Predicate::ChargedAboveInfraction,
        Predicate::ChargedAboveDrugs,
        Predicate::ChargedAboveMisdemeanour,
        Predicate::ChargedOtherThanDrugs,
        Predicate::JailAnswers,
    ];

    fn name(self) -> &'static str {
        match self {
            Predicate::SeriousFelony => "serious_felony_conviction",
            Predicate::Felony => "felony_conviction",
            Predicate::Wobbler => "wobbler_conviction",
            Predicate::Convicted => "any_conviction",
            Predicate::Charged => "any_charge",
            Predicate::ChargedFelony => "felony_charge",
            Predicate::Listed => "listed_offence",
            Predicate::Within5Years => "within_5_years",
            Predicate::Within15Years => "within_15_years",
            Predicate::SeveralMisdemeanours => "three_misdemeanours",
            Predicate::SignificantMisdemeanour => "significant_misdemeanour",
            Predicate::RecentEntry => "entered_after_2013",
            Predicate::VisaOverstay => "visa_overstay",
            Predicate::RemovalOrder => "removal_order",
            Predicate::Unauthorised => "unauthorised",
            Predicate::JudicialWarrant => "judicial_warrant",
            Predicate::MagistrateFinding => "magistrate_finding",
            Predicate::ReleasePublic => "release_date_public",
            Predicate::Consents => "consents_in_writing",
            Predicate::RecentEntry2020 => "entered_after_october_2020",
            Predicate::ChargedSeriousFelony => "serious_felony_charge",
            Predicate::ChargedAboveInfraction => "charge_above_infraction",
            Predicate::ChargedAboveDrugs => "charge_above_drugs",
            Predicate::ChargedAboveMisdemeanour => "charge_above_misdemeanour",
            Predicate::ChargedOtherThanDrugs => "charge_other_than_drugs",
            Predicate::JailAnswers => "jail_answers",
        }
    }
}

impl Predicate {
    /// Whether it holds of a file.
    #[must_use]
    pub fn holds(self, file: &File) -> bool {
        match self {
            Predicate::SeriousFelony => file.conviction == Offence::SeriousFelony,
            Predicate::Felony => file.conviction >= Offence::Felony,
            Predicate::Wobbler => file.conviction == Offence::Wobbler,
            Predicate::Convicted => file.conviction > Offence::Infraction,
            Predicate::Charged => file.charge > Offence::None,
            Predicate::ChargedFelony => file.charge >= Offence::Felony,
            Predicate::Listed => file.listed,
            Predicate::Within5Years => file.years_since <= 5,
            Predicate::Within15Years => file.years_since <= 15,
            Predicate::SeveralMisdemeanours => file.several_misdemeanours,
            Predicate::SignificantMisdemeanour => file.significant_misdemeanour,
            Predicate::RecentEntry => file.recent_entry,
            Predicate::VisaOverstay => file.status == Status::Overstayed,
            Predicate::RemovalOrder => file.status == Status::PriorOrder,
            Predicate::Unauthorised => file.status.is_unauthorised(),
            Predicate::JudicialWarrant => file.judicial_warrant,
            Predicate::MagistrateFinding => file.magistrate_finding,
            Predicate::ReleasePublic => file.release_public,
            Predicate::Consents => file.consents,
            Predicate::RecentEntry2020 => file.entry_2020,
            Predicate::ChargedSeriousFelony => file.charge == Offence::SeriousFelony,
            Predicate::ChargedAboveInfraction => file.charge > Offence::Infraction,
            Predicate::ChargedAboveDrugs => file.charge >= Offence::Misdemeanour,
            Predicate::ChargedAboveMisdemeanour => file.charge >= Offence::Wobbler,
            Predicate::ChargedOtherThanDrugs => file.charge != Offence::DrugPossession,
            Predicate::JailAnswers => file.jail_answers,
        }
    }

    /// In words, to follow "if".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Predicate::SeriousFelony => "convicted of a serious or violent felony",
            Predicate::Felony => "convicted of a felony",
            Predicate::Wobbler => "convicted of a wobbler as a misdemeanour",
            Predicate::Convicted => "convicted of an offence",
            Predicate::Charged => "charged with an offence",
            Predicate::ChargedFelony => "charged with a felony",
            Predicate::Listed => "the offence is of a listed class",
            Predicate::Within5Years => "not more than 5 years ago",
            Predicate::Within15Years => "not more than 15 years ago",
            Predicate::SeveralMisdemeanours => "three or more misdemeanours",
            Predicate::SignificantMisdemeanour => "a significant misdemeanour",
            Predicate::RecentEntry => "entered after 1 January 2014",
            Predicate::VisaOverstay => "overstayed a visa",
            Predicate::RemovalOrder => "a removal order stands",
            Predicate::Unauthorised => "without immigration status",
            Predicate::JudicialWarrant => "a federal judge has signed a warrant",
            Predicate::MagistrateFinding => "a magistrate has found cause on a felony charge",
            Predicate::ReleasePublic => "the release date is public",
            Predicate::Consents => "the person agreed in writing",
            Predicate::RecentEntry2020 => "entered after 1 November 2020",
            Predicate::ChargedSeriousFelony => "charged with a serious or violent felony",
            Predicate::ChargedAboveInfraction => "charged with more than an infraction",
            Predicate::ChargedAboveDrugs => "charged with a misdemeanour or a graver offence",
            Predicate::ChargedAboveMisdemeanour => "charged with a wobbler or a felony",
            Predicate::ChargedOtherThanDrugs => "charged with something else than drug possession",
            Predicate::JailAnswers => "the jail would answer",
        }
    }
}

/// When something is allowed: always, never, or if any clause holds; a clause holds if all of its
/// predicates do.
#[derive(Clone, PartialEq, Debug)]
pub enum Rule {
    /// For everybody.
    Always,
    /// For nobody.
    Never,
    /// For those of whom one of these clauses holds, tried in this order.
    AnyOf(Vec<Vec<Predicate>>),
}

impl Rule {
    /// Whether it allows, and the clause that decided: for a refusal, none.
    #[must_use]
    pub fn allows(&self, file: &File) -> (bool, Option<usize>) {
        match self {
            Rule::Always => (true, None),
            Rule::Never => (false, None),
            Rule::AnyOf(clauses) => {
                let holds = |clause: &Vec<Predicate>| clause.iter().all(|p| p.holds(file));
                let clause = clauses.iter().position(holds);
                (clause.is_some(), clause)
            }
        }
    }

    /// How many clauses there are to tell apart.
    #[must_use]
    pub fn clauses(&self) -> usize {
        if let Rule::AnyOf(clauses) = self { clauses.len() } else { 0 }
    }

    /// A clause in words.
    #[must_use]
    pub fn clause_words(&self, clause: usize) -> String {
        let Rule::AnyOf(clauses) = self else { return self.words() };
        let words = clauses.get(clause).into_iter().flatten().map(|p| p.words());
        words.collect::<Vec<_>>().join(", ")
    }

    /// The whole rule in words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Rule::Always => "always".to_owned(),
            Rule::Never => "never".to_owned(),
            Rule::AnyOf(clauses) => {
                let each = (0..clauses.len()).map(|clause| self.clause_words(clause));
                format!("only if {}", each.collect::<Vec<_>>().join("; or "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(conviction: Offence, years_since: u8) -> File {
        File {
            conviction,
            years_since,
            listed: true,
            ..File::blank(Status::Unauthorised, Offence::Traffic)
        }
    }

    #[test]
    fn the_first_clause_that_holds_decides() {
        let rule = Rule::AnyOf(vec![
            vec![Predicate::SeriousFelony],
            vec![Predicate::Wobbler, Predicate::Listed, Predicate::Within5Years],
        ]);
        assert_eq!(rule.allows(&file(Offence::SeriousFelony, 30)), (true, Some(0)));
        assert_eq!(rule.allows(&file(Offence::Wobbler, 5)), (true, Some(1)));
        assert_eq!(rule.allows(&file(Offence::Wobbler, 6)), (false, None));
        assert_eq!(rule.allows(&file(Offence::Felony, 1)), (false, None));
    }

    #[test]
    fn names_are_unique() {
        for &predicate in Predicate::ALL {
            assert_eq!(Predicate::named(predicate.name()), Some(predicate));
        }
    }
}
