//! The names of the model's numbers. Their values stand in `scenarios/parameters.toml`, with source,
//! range and grade; a scenario may say otherwise.

use crate::event::{Crime, Group, Offence, Word};

/// A number of the model, by what it is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Parameter {
    /// Of the model as a whole.
    One(Scalar),
    /// Of a type of crime.
    OfCrime(PerCrime, Crime),
    /// Of a class of offence.
    OfOffence(PerOffence, Offence),
    /// Of a group of residents.
    OfGroup(Group),
}

/// What is known of each type of crime.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PerCrime {
    /// Victimisations per 1,000 residents and year.
    Rate,
    /// Probability that the victim tells the police, at the reference cooperation, without fear.
    Reported,
    /// Probability that a reported crime is cleared.
    Cleared,
}

/// What is known of each class of offence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PerOffence {
    /// Weight among arrests without a victim's report.
    StopShare,
    /// Probability that an arrest is booked, not cited.
    Booked,
    /// Weight among past convictions at the start.
    PastShare,
}

/// A number of the model as a whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u16)]
pub enum Scalar {
    /// `crime.active_share`, share. Share of crimes committed by the one resident in 29 who offends often.
    ActiveShareOfCrimes,
    /// `crime.victim_nearby`, probability. Probability that the victim lives in the offender's own neighbourhood.
    VictimNearby,
    /// `crime.victim_same_group`, probability. Probability that the victim is looked for among the offender's own group first.
    VictimSameGroup,
    /// `crime.reporting_elasticity`, elasticity. How much offending against a victim rises as reporting falls.
    DeterrenceElasticity,
    /// `crime.arrest_given_cleared`, probability. Probability that a cleared crime leads to the offender's arrest.
    ArrestGivenCleared,
    /// `reporting.hispanic_violent`, log odds. Shift of violent-crime reporting of Hispanic victims.
    HispanicViolentReporting,
    /// `reporting.black_violent`, log odds. Shift of violent-crime reporting of Black victims.
    BlackViolentReporting,
    /// `reporting.other_violent`, log odds. Shift of violent-crime reporting of other victims.
    OtherViolentReporting,
    /// `fear.policy_log_odds`, log odds. Fall of the log odds of reporting of the most exposed, from no cooperation to full cooperation.
    PolicyLogOdds,
    /// `fear.reference_cooperation`, index 0 to 1. Cooperation index at which the published reporting rates hold.
    ReferenceCooperation,
    /// `fear.learning_half_life`, d. Half-life of the public's old picture of the policy.
    LearningHalfLife,
    /// `fear.half_life`, d. Half-life of a shock of fear.
    FearHalfLife,
    /// `fear.neighbourhood_log_odds`, log odds per unit. Fall of the log odds of reporting of the most exposed at one unit of fear.
    NeighbourhoodLogOdds,
    /// `fear.household`, units. Fear in a household that lost a member to ICE.
    HouseholdFear,
    /// `fear.jail_transfer`, units per 4,000 residents. Fear in the neighbourhood after a hand-over from jail.
    FearJailTransfer,
    /// `fear.at_large_arrest`, units per 4,000 residents. Fear in the neighbourhood after an arrest at large.
    FearAtLarge,
    /// `fear.news_per_million`, units. County-wide fear for each at-large arrest of a day per million residents.
    FearNews,
    /// `arrest.stops_per_thousand`, per 1,000 residents and year. Arrests without a victim's report.
    StopsPerThousand,
    /// `arrest.active_share`, share. Share of arrests without a report that fall on the one resident in 29 who offends often.
    ActiveShareOfStops,
    /// `arrest.unauthorised_ratio`, ratio. Offending and arrest rate of the unauthorised over that of the US-born.
    UnauthorisedArrestRatio,
    /// `arrest.lawful_ratio`, ratio. Offending and arrest rate of other people born abroad over that of the US-born.
    LawfulArrestRatio,
    /// `arrest.status_asked`, probability. Probability that an officer who may ask for status does, on an arrest.
    InquiryAsked,
    /// `arrest.status_revealed`, probability. Probability that the question reveals a removable person's status.
    InquiryReveals,
    /// `jail.short_share_felony`, share. Share of felony bookings that end within days.
    ShortShareFelony,
    /// `jail.short_share_misdemeanour`, share. Share of other bookings that end within days.
    ShortShareMisdemeanour,
    /// `jail.short_mean`, d. Mean of the short part of the stays.
    ShortMeanDays,
    /// `jail.long_mean`, d. Mean of the long part of the stays.
    LongMeanDays,
    /// `court.convicted_short`, probability. Probability of conviction in a short stay.
    ConvictedShort,
    /// `court.convicted_long`, probability. Probability of conviction in a long stay.
    ConvictedLong,
    /// `prison.share`, probability. Probability that a long stay on a felony ends in prison.
    PrisonShare,
    /// `prison.mean`, d. Mean prison term.
    PrisonMeanDays,
    /// `prison.known`, probability. Probability that ICE knows of a removable person at the end of a prison term.
    PrisonKnown,
    /// `prison.handover`, probability. Probability that the prison hands over a person ICE has asked for.
    PrisonHandover,
    /// `relapse.felony`, probability. Probability that a release after a felony booking is followed by a run of offences.
    RelapseFelony,
    /// `relapse.misdemeanour`, probability. The same after other bookings.
    RelapseMisdemeanour,
    /// `relapse.mean`, d. Mean time to the next offence of such a run.
    RelapseMeanDays,
    /// `relapse.continues`, probability. Probability that the run goes on after an offence that did not end in jail.
    RelapseContinues,
    /// `relapse.crime_share`, probability. Share of such offences that have a victim.
    RelapseCrimeShare,
    /// `match.probability`, probability. Probability that the fingerprints of a removable person are matched.
    MatchProbability,
    /// `match.false_citizen`, probability. Probability that a citizen born abroad is flagged as removable at booking.
    MatchFalseCitizen,
    /// `match.false_lawful`, probability. Probability that a lawful resident or visitor who is not removable is flagged.
    MatchFalseLawful,
    /// `match.lawful_removable`, probability. Probability that a lawful resident with a felony conviction is removable.
    LawfulRemovable,
    /// `interview.finds`, probability. Probability that a jail interview, where agents have access, finds a removable person who was not matched.
    InterviewFinds,
    /// `interview.consent`, probability. Probability that a person consents to an interview where consent is needed.
    InterviewConsent,
    /// `detainer.median_hours`, h. Median time from booking to the detainer.
    DetainerMedianHours,
    /// `detainer.stay_factor`, factor. How many times longer a short stay lasts with a detainer: bail no longer opens the door.
    DetainerStayFactor,
    /// `detainer.lifted_citizen`, probability. Probability that a detainer on a citizen is cancelled before release.
    LiftedCitizen,
    /// `detainer.lifted_other`, probability. Probability that any other detainer is lifted.
    LiftedOther,
    /// `release.public`, probability. Probability that the release date is public information.
    PublicRelease,
    /// `release.magistrate_finding`, probability. Probability that a magistrate has found cause on a pending felony charge.
    MagistrateFinding,
    /// `jail.compliance`, probability. Probability that staff follow rules that forbid an answer.
    JailCompliance,
    /// `jail.answers`, probability. Probability that staff answer where the rules allow it.
    JailAnswers,
    /// `warrant.sought`, probability. Probability that ICE asks a judge for a warrant where the jail will not answer otherwise.
    WarrantSought,
    /// `warrant.granted`, probability. Probability that the judge signs.
    WarrantGranted,
    /// `collection.hold`, probability. Probability that agents come for a person held, if hours and beds allow.
    CollectionHold,
    /// `collection.secure`, probability. Probability that agents come in time for a hand-over in the secure area.
    CollectionNotice,
    /// `collection.door`, probability. Probability that agents arrest at the door after notice.
    CollectionDoor,
    /// `collection.unasked`, probability. Probability that agents catch a person at the door without notice.
    CollectionUnasked,
    /// `ero.officers`, officers. Officers of the field office who work in the county.
    Officers,
    /// `ero.hours_per_day`, h. Productive hours of an officer per calendar day.
    HoursPerOfficerDay,
    /// `ero.share_at_large`, share. Share of officers on at-large work.
    ShareAtLarge,
    /// `ero.share_custodial`, share. Share of officers who pick up from jails and prisons.
    ShareCustodial,
    /// `ero.hours_pickup`, h. Officer hours for a pick-up from custody.
    HoursPickup,
    /// `ero.hours_operation`, h. Officer hours for one operation, found or not.
    HoursOperation,
    /// `detention.beds`, beds. Detention beds the field office can fill from the county.
    Beds,
    /// `operation.hit`, probability. Probability that an operation finds its target.
    OperationHit,
    /// `operation.collateral`, share. Bystanders arrested as a share of at-large arrests, where the regime allows it.
    CollateralShare,
    /// `lead.per_thousand`, per 1,000 unauthorised and year. New targets a year from leads that do not come from a jail, nearly all with a conviction.
    Leads,
    /// `lead.at_start`, per 1,000 unauthorised. People on the list of targets when the run begins.
    TargetsAtStart,
    /// `lead.weight_fugitive`, share. Weight of somebody with a removal order and no conviction as a target, where a convicted person has 1.
    LeadFugitive,
    /// `lead.weight_other`, share. The same for other people without status or conviction.
    LeadOther,
    /// `custody.stipulated`, probability. Probability that a person without a prior order agrees to go without a hearing.
    StipulatedShare,
    /// `custody.voluntary`, probability. Probability that a person without a prior order is let leave on their own.
    VoluntaryShare,
    /// `custody.administrative`, probability. Probability that a person with a felony conviction is ordered removed by an officer.
    AdministrativeShare,
    /// `custody.reinstated_mean`, d. Mean detention when an order is reinstated.
    DaysReinstated,
    /// `custody.agreed_mean`, d. Mean detention when removal is agreed to.
    DaysAgreed,
    /// `custody.administrative_mean`, d. Mean detention under an administrative order.
    DaysAdministrative,
    /// `custody.hearing_mean`, d. Mean detention until a detained hearing is decided.
    DaysHearing,
    /// `bond.granted`, probability. Probability of bond, for those who wait for a hearing.
    BondGranted,
    /// `bond.mean`, d. Mean time in detention before release on bond.
    BondDays,
    /// `counsel.detained`, probability. Probability of counsel in detention.
    CounselDetained,
    /// `relief.with_counsel`, probability. Probability of relief with counsel.
    ReliefCounsel,
    /// `relief.without_counsel`, probability. Probability of relief without counsel.
    ReliefAlone,
    /// `court.in_absentia`, probability. Probability of missing a hearing at liberty.
    InAbsentia,
    /// `court.nondetained_mean`, d. Mean wait for a hearing at liberty.
    NonDetainedDays,
    /// `return.per_year`, per year. Hazard of return after removal.
    ReturnPerYear,
    /// `citizenship.confirmed_mean`, d. Mean time in ICE custody until a wrongly held person is known for a citizen or lawful resident.
    ConfirmDays,
    /// `population.prior_order`, probability. Share of the unauthorised with a removal order.
    PriorOrderShare,
    /// `population.overstayed`, probability. Share of the unauthorised who overstayed a visa.
    OverstayedShare,
    /// `population.recent_entry`, probability. Share of the unauthorised who entered after 1 January 2014.
    RecentEntryShare,
    /// `population.naturalised_recently`, probability. Share of the naturalised who became citizens in the last 15 years.
    NaturalisedRecentlyShare,
    /// `population.mixed_members`, persons. Authorised people living with an unauthorised person, per unauthorised person.
    MixedMembers,
    /// `population.unauthorised_hispanic`, probability. Share of households with an unauthorised member that are Hispanic.
    UnauthorisedHispanic,
    /// `record.active`, probability. Share of the often-offending with a past conviction at the start.
    RecordActive,
    /// `record.ordinary`, probability. Share of other adults with a past conviction at the start.
    RecordOrdinary,
    /// `record.listed`, probability. Share of wobbler and felony convictions in a class listed in Gov. Code 7282.5(a)(3).
    RecordListed,
    /// `record.significant_misdemeanour`, probability. Share of misdemeanour and wobbler convictions that PEP calls significant.
    SignificantMisdemeanour,
    /// `cost.jail_day`, USD. A day in jail.
    CostJailDay,
    /// `cost.bed_day`, USD. A day in federal detention.
    CostBedDay,
    /// `cost.at_large_arrest`, USD. An arrest at large.
    CostAtLarge,
    /// `cost.removal`, USD. A removal, transport included.
    CostRemoval,
}

impl Word for Scalar {
    const ALL: &'static [Scalar] = &[
        Scalar::ActiveShareOfCrimes,
        Scalar::VictimNearby,
        Scalar::VictimSameGroup,
        Scalar::DeterrenceElasticity,
        Scalar::ArrestGivenCleared,
        Scalar::HispanicViolentReporting,
        Scalar::BlackViolentReporting,
        Scalar::OtherViolentReporting,
        Scalar::PolicyLogOdds,
        Scalar::ReferenceCooperation,
        Scalar::LearningHalfLife,
        Scalar::FearHalfLife,
        Scalar::NeighbourhoodLogOdds,
        Scalar::HouseholdFear,
        Scalar::FearJailTransfer,
        Scalar::FearAtLarge,
        Scalar::FearNews,
        Scalar::StopsPerThousand,
        Scalar::ActiveShareOfStops,
        Scalar::UnauthorisedArrestRatio,
        Scalar::LawfulArrestRatio,
        Scalar::InquiryAsked,
        Scalar::InquiryReveals,
        Scalar::ShortShareFelony,
        Scalar::ShortShareMisdemeanour,
        Scalar::ShortMeanDays,
        Scalar::LongMeanDays,
        Scalar::ConvictedShort,
        Scalar::ConvictedLong,
        Scalar::PrisonShare,
        Scalar::PrisonMeanDays,
        Scalar::PrisonKnown,
        Scalar::PrisonHandover,
        Scalar::RelapseFelony,
        Scalar::RelapseMisdemeanour,
        Scalar::RelapseMeanDays,
        Scalar::RelapseContinues,
        Scalar::RelapseCrimeShare,
        Scalar::MatchProbability,
        Scalar::MatchFalseCitizen,
        Scalar::MatchFalseLawful,
        Scalar::LawfulRemovable,
        Scalar::InterviewFinds,
        Scalar::InterviewConsent,
        Scalar::DetainerMedianHours,
        Scalar::DetainerStayFactor,
        Scalar::LiftedCitizen,
        Scalar::LiftedOther,
        Scalar::PublicRelease,
        Scalar::MagistrateFinding,
        Scalar::JailCompliance,
        Scalar::JailAnswers,
        Scalar::WarrantSought,
        Scalar::WarrantGranted,
        Scalar::CollectionHold,
        Scalar::CollectionNotice,
        Scalar::CollectionDoor,
        Scalar::CollectionUnasked,
        Scalar::Officers,
        Scalar::HoursPerOfficerDay,
        Scalar::ShareAtLarge,
        Scalar::ShareCustodial,
        Scalar::HoursPickup,
        Scalar::HoursOperation,
        Scalar::Beds,
        Scalar::OperationHit,
        Scalar::CollateralShare,
        Scalar::Leads,
        Scalar::TargetsAtStart,
        Scalar::LeadFugitive,
        Scalar::LeadOther,
        Scalar::StipulatedShare,
        Scalar::VoluntaryShare,
        Scalar::AdministrativeShare,
        Scalar::DaysReinstated,
        Scalar::DaysAgreed,
        Scalar::DaysAdministrative,
        Scalar::DaysHearing,
        Scalar::BondGranted,
        Scalar::BondDays,
        Scalar::CounselDetained,
        Scalar::ReliefCounsel,
        Scalar::ReliefAlone,
        Scalar::InAbsentia,
        Scalar::NonDetainedDays,
        Scalar::ReturnPerYear,
        Scalar::ConfirmDays,
        Scalar::PriorOrderShare,
        Scalar::OverstayedShare,
        Scalar::RecentEntryShare,
        Scalar::NaturalisedRecentlyShare,
        Scalar::MixedMembers,
        Scalar::UnauthorisedHispanic,
        Scalar::RecordActive,
        Scalar::RecordOrdinary,
        Scalar::RecordListed,
        Scalar::SignificantMisdemeanour,
        Scalar::CostJailDay,
        Scalar::CostBedDay,
        Scalar::CostAtLarge,
        Scalar::CostRemoval,
    ];

    fn name(self) -> &'static str {
        match self {
            Scalar::ActiveShareOfCrimes => "crime.active_share",
            Scalar::VictimNearby => "crime.victim_nearby",
            Scalar::VictimSameGroup => "crime.victim_same_group",
            Scalar::DeterrenceElasticity => "crime.reporting_elasticity",
            Scalar::ArrestGivenCleared => "crime.arrest_given_cleared",
            Scalar::HispanicViolentReporting => "reporting.hispanic_violent",
            Scalar::BlackViolentReporting => "reporting.black_violent",
            Scalar::OtherViolentReporting => "reporting.other_violent",
            Scalar::PolicyLogOdds => "fear.policy_log_odds",
            Scalar::ReferenceCooperation => "fear.reference_cooperation",
            Scalar::LearningHalfLife => "fear.learning_half_life",
            Scalar::FearHalfLife => "fear.half_life",
            Scalar::NeighbourhoodLogOdds => "fear.neighbourhood_log_odds",
            Scalar::HouseholdFear => "fear.household",
            Scalar::FearJailTransfer => "fear.jail_transfer",
            Scalar::FearAtLarge => "fear.at_large_arrest",
            Scalar::FearNews => "fear.news_per_million",
            Scalar::StopsPerThousand => "arrest.stops_per_thousand",
            Scalar::ActiveShareOfStops => "arrest.active_share",
            Scalar::UnauthorisedArrestRatio => "arrest.unauthorised_ratio",
            Scalar::LawfulArrestRatio => "arrest.lawful_ratio",
            Scalar::InquiryAsked => "arrest.status_asked",
            Scalar::InquiryReveals => "arrest.status_revealed",
            Scalar::ShortShareFelony => "jail.short_share_felony",
            Scalar::ShortShareMisdemeanour => "jail.short_share_misdemeanour",
            Scalar::ShortMeanDays => "jail.short_mean",
            Scalar::LongMeanDays => "jail.long_mean",
            Scalar::ConvictedShort => "court.convicted_short",
            Scalar::ConvictedLong => "court.convicted_long",
            Scalar::PrisonShare => "prison.share",
            Scalar::PrisonMeanDays => "prison.mean",
            Scalar::PrisonKnown => "prison.known",
            Scalar::PrisonHandover => "prison.handover",
            Scalar::RelapseFelony => "relapse.felony",
            Scalar::RelapseMisdemeanour => "relapse.misdemeanour",
            Scalar::RelapseMeanDays => "relapse.mean",
            Scalar::RelapseContinues => "relapse.continues",
            Scalar::RelapseCrimeShare => "relapse.crime_share",
            Scalar::MatchProbability => "match.probability",
            Scalar::MatchFalseCitizen => "match.false_citizen",
            Scalar::MatchFalseLawful => "match.false_lawful",
            Scalar::LawfulRemovable => "match.lawful_removable",
            Scalar::InterviewFinds => "interview.finds",
            Scalar::InterviewConsent => "interview.consent",
            Scalar::DetainerMedianHours => "detainer.median_hours",
            Scalar::DetainerStayFactor => "detainer.stay_factor",
            Scalar::LiftedCitizen => "detainer.lifted_citizen",
            Scalar::LiftedOther => "detainer.lifted_other",
            Scalar::PublicRelease => "release.public",
            Scalar::MagistrateFinding => "release.magistrate_finding",
            Scalar::JailCompliance => "jail.compliance",
            Scalar::JailAnswers => "jail.answers",
            Scalar::WarrantSought => "warrant.sought",
            Scalar::WarrantGranted => "warrant.granted",
            Scalar::CollectionHold => "collection.hold",
            Scalar::CollectionNotice => "collection.secure",
            Scalar::CollectionDoor => "collection.door",
            Scalar::CollectionUnasked => "collection.unasked",
            Scalar::Officers => "ero.officers",
            Scalar::HoursPerOfficerDay => "ero.hours_per_day",
            Scalar::ShareAtLarge => "ero.share_at_large",
            Scalar::ShareCustodial => "ero.share_custodial",
            Scalar::HoursPickup => "ero.hours_pickup",
            Scalar::HoursOperation => "ero.hours_operation",
            Scalar::Beds => "detention.beds",
            Scalar::OperationHit => "operation.hit",
            Scalar::CollateralShare => "operation.collateral",
            Scalar::Leads => "lead.per_thousand",
            Scalar::TargetsAtStart => "lead.at_start",
            Scalar::LeadFugitive => "lead.weight_fugitive",
            Scalar::LeadOther => "lead.weight_other",
            Scalar::StipulatedShare => "custody.stipulated",
            Scalar::VoluntaryShare => "custody.voluntary",
            Scalar::AdministrativeShare => "custody.administrative",
            Scalar::DaysReinstated => "custody.reinstated_mean",
            Scalar::DaysAgreed => "custody.agreed_mean",
            Scalar::DaysAdministrative => "custody.administrative_mean",
            Scalar::DaysHearing => "custody.hearing_mean",
            Scalar::BondGranted => "bond.granted",
            Scalar::BondDays => "bond.mean",
            Scalar::CounselDetained => "counsel.detained",
            Scalar::ReliefCounsel => "relief.with_counsel",
            Scalar::ReliefAlone => "relief.without_counsel",
            Scalar::InAbsentia => "court.in_absentia",
            Scalar::NonDetainedDays => "court.nondetained_mean",
            Scalar::ReturnPerYear => "return.per_year",
            Scalar::ConfirmDays => "citizenship.confirmed_mean",
            Scalar::PriorOrderShare => "population.prior_order",
            Scalar::OverstayedShare => "population.overstayed",
            Scalar::RecentEntryShare => "population.recent_entry",
            Scalar::NaturalisedRecentlyShare => "population.naturalised_recently",
            Scalar::MixedMembers => "population.mixed_members",
            Scalar::UnauthorisedHispanic => "population.unauthorised_hispanic",
            Scalar::RecordActive => "record.active",
            Scalar::RecordOrdinary => "record.ordinary",
            Scalar::RecordListed => "record.listed",
            Scalar::SignificantMisdemeanour => "record.significant_misdemeanour",
            Scalar::CostJailDay => "cost.jail_day",
            Scalar::CostBedDay => "cost.bed_day",
            Scalar::CostAtLarge => "cost.at_large_arrest",
            Scalar::CostRemoval => "cost.removal",
        }
    }
}
