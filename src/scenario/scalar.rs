//! The numbers of the model as a whole, by name. Their values stand in `scenarios/parameters.toml`.

use crate::event::Word;

/// Declares the numbers: what each is, its name in files.
macro_rules! scalars {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// A number of the model as a whole.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u16)]
        pub enum Scalar {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Word for Scalar {
            const ALL: &'static [Scalar] = &[$(Scalar::$variant,)+];

            fn name(self) -> &'static str {
                match self {
                    $(Scalar::$variant => $name,)+
                }
            }
        }
    };
}

scalars! {
    /// Share of crimes committed by the one resident in 29 who offends often. Unit: share.
    ActiveShareOfCrimes = "crime.active_share",
    /// Probability that the victim lives in the offender's own neighbourhood. Unit: probability.
    VictimNearby = "crime.victim_nearby",
    /// Probability that the victim is looked for among the offender's own group first. Unit: probability.
    VictimSameGroup = "crime.victim_same_group",
    /// How much offending against a victim rises as reporting falls. Unit: elasticity.
    DeterrenceElasticity = "crime.reporting_elasticity",
    /// Probability that a cleared crime leads to the offender's arrest. Unit: probability.
    ArrestGivenCleared = "crime.arrest_given_cleared",
    /// Shift of violent-crime reporting of Hispanic victims. Unit: log odds.
    HispanicViolentReporting = "reporting.hispanic_violent",
    /// Shift of violent-crime reporting of Black victims. Unit: log odds.
    BlackViolentReporting = "reporting.black_violent",
    /// Shift of violent-crime reporting of other victims. Unit: log odds.
    OtherViolentReporting = "reporting.other_violent",
    /// Fall of the log odds of reporting of the most exposed, from no cooperation to full cooperation. Unit: log odds.
    PolicyLogOdds = "fear.policy_log_odds",
    /// Cooperation index at which the published reporting rates hold. Unit: index 0 to 1.
    ReferenceCooperation = "fear.reference_cooperation",
    /// Half-life of the public's old picture of the policy. Unit: d.
    LearningHalfLife = "fear.learning_half_life",
    /// Half-life of a shock of fear. Unit: d.
    FearHalfLife = "fear.half_life",
    /// Fall of the log odds of reporting of the most exposed at one unit of fear. Unit: log odds per unit.
    NeighbourhoodLogOdds = "fear.neighbourhood_log_odds",
    /// Fear in a household that lost a member to ICE. Unit: units.
    HouseholdFear = "fear.household",
    /// Fear in the neighbourhood after a hand-over from jail. Unit: units per 4,000 residents.
    FearJailTransfer = "fear.jail_transfer",
    /// Fear in the neighbourhood after an arrest at large. Unit: units per 4,000 residents.
    FearAtLarge = "fear.at_large_arrest",
    /// County-wide fear for each at-large arrest of a day per million residents. Unit: units.
    FearNews = "fear.news_per_million",
    /// Arrests without a victim's report. Unit: per 1,000 residents and year.
    StopsPerThousand = "arrest.stops_per_thousand",
    /// Share of arrests without a report that fall on the one resident in 29 who offends often. Unit: share.
    ActiveShareOfStops = "arrest.active_share",
    /// Offending and arrest rate of the unauthorised over that of the US-born. Unit: ratio.
    UnauthorisedArrestRatio = "arrest.unauthorised_ratio",
    /// Offending and arrest rate of other people born abroad over that of the US-born. Unit: ratio.
    LawfulArrestRatio = "arrest.lawful_ratio",
    /// Probability that an officer who may ask for status does, on an arrest. Unit: probability.
    InquiryAsked = "arrest.status_asked",
    /// Probability that the question reveals a removable person's status. Unit: probability.
    InquiryReveals = "arrest.status_revealed",
    /// Share of felony bookings that end within days. Unit: share.
    ShortShareFelony = "jail.short_share_felony",
    /// Share of other bookings that end within days. Unit: share.
    ShortShareMisdemeanour = "jail.short_share_misdemeanour",
    /// Mean of the short part of the stays. Unit: d.
    ShortMeanDays = "jail.short_mean",
    /// Mean of the long part of the stays. Unit: d.
    LongMeanDays = "jail.long_mean",
    /// Probability of conviction in a short stay. Unit: probability.
    ConvictedShort = "court.convicted_short",
    /// Probability of conviction in a long stay. Unit: probability.
    ConvictedLong = "court.convicted_long",
    /// Probability that a long stay on a felony ends in prison. Unit: probability.
    PrisonShare = "prison.share",
    /// Mean prison term. Unit: d.
    PrisonMeanDays = "prison.mean",
    /// Probability that ICE knows of a removable person at the end of a prison term. Unit: probability.
    PrisonKnown = "prison.known",
    /// Probability that the prison hands over a person ICE has asked for. Unit: probability.
    PrisonHandover = "prison.handover",
    /// Probability that a release after a felony booking is followed by a run of offences. Unit: probability.
    RelapseFelony = "relapse.felony",
    /// The same after other bookings. Unit: probability.
    RelapseMisdemeanour = "relapse.misdemeanour",
    /// Mean time to the next offence of such a run. Unit: d.
    RelapseMeanDays = "relapse.mean",
    /// Probability that the run goes on after an offence that did not end in jail. Unit: probability.
    RelapseContinues = "relapse.continues",
    /// Share of such offences that have a victim. Unit: probability.
    RelapseCrimeShare = "relapse.crime_share",
    /// Probability that the fingerprints of a removable person are matched. Unit: probability.
    MatchProbability = "match.probability",
    /// Probability that a citizen naturalised in the last 15 years is flagged as removable at booking. Unit: probability.
    MatchFalseCitizen = "match.false_citizen",
    /// Probability that a lawful resident or visitor who is not removable is flagged. Unit: probability.
    MatchFalseLawful = "match.false_lawful",
    /// Probability that a lawful resident with a felony conviction is removable. Unit: probability.
    LawfulRemovable = "match.lawful_removable",
    /// Probability that a jail interview, where agents have access, finds a removable person who was not matched. Unit: probability.
    InterviewFinds = "interview.finds",
    /// Probability that a person consents to an interview where consent is needed. Unit: probability.
    InterviewConsent = "interview.consent",
    /// Median time from booking to the detainer. Unit: h.
    DetainerMedianHours = "detainer.median_hours",
    /// How many times longer a short stay lasts with a detainer: bail no longer opens the door. Unit: factor.
    DetainerStayFactor = "detainer.stay_factor",
    /// Probability that a detainer on a citizen is cancelled before release. Unit: probability.
    LiftedCitizen = "detainer.lifted_citizen",
    /// Probability that any other detainer is lifted. Unit: probability.
    LiftedOther = "detainer.lifted_other",
    /// Probability that the release date is public information. Unit: probability.
    PublicRelease = "release.public",
    /// Probability that a magistrate has found cause on a pending felony charge. Unit: probability.
    MagistrateFinding = "release.magistrate_finding",
    /// Probability that staff follow rules that forbid an answer. Unit: probability.
    JailCompliance = "jail.compliance",
    /// Probability that staff answer where the rules allow it. Unit: probability.
    JailAnswers = "jail.answers",
    /// Probability that ICE asks a judge for a warrant where the jail will not answer otherwise. Unit: probability.
    WarrantSought = "warrant.sought",
    /// Probability that the judge signs. Unit: probability.
    WarrantGranted = "warrant.granted",
    /// Probability that agents come for a person held, if hours and beds allow. Unit: probability.
    CollectionHold = "collection.hold",
    /// Probability that agents come in time for a hand-over in the secure area. Unit: probability.
    CollectionNotice = "collection.secure",
    /// Probability that agents arrest at the door after notice. Unit: probability.
    CollectionDoor = "collection.door",
    /// Probability that agents catch a person at the door without notice. Unit: probability.
    CollectionUnasked = "collection.unasked",
    /// Officers of the field office who work in the county. Unit: officers.
    Officers = "ero.officers",
    /// Productive hours of an officer per calendar day. Unit: h.
    HoursPerOfficerDay = "ero.hours_per_day",
    /// Share of officers on at-large work. Unit: share.
    ShareAtLarge = "ero.share_at_large",
    /// Share of officers who pick up from jails and prisons. Unit: share.
    ShareCustodial = "ero.share_custodial",
    /// Officer hours for a pick-up from custody. Unit: h.
    HoursPickup = "ero.hours_pickup",
    /// Officer hours for one operation, found or not. Unit: h.
    HoursOperation = "ero.hours_operation",
    /// Detention beds the field office can fill from the county. Unit: beds.
    Beds = "detention.beds",
    /// Probability that an operation finds its target. Unit: probability.
    OperationHit = "operation.hit",
    /// Bystanders arrested as a share of at-large arrests, where the regime allows it. Unit: share.
    CollateralShare = "operation.collateral",
    /// New targets a year from leads that do not come from a jail, nearly all with a conviction. Unit: per 1,000 unauthorised and year.
    Leads = "lead.per_thousand",
    /// People on the list of targets when the run begins. Unit: per 1,000 unauthorised.
    TargetsAtStart = "lead.at_start",
    /// Weight of somebody with a removal order and no conviction as a target, where a convicted person has 1. Unit: share.
    LeadFugitive = "lead.weight_fugitive",
    /// The same for other people without status or conviction. Unit: share.
    LeadOther = "lead.weight_other",
    /// Probability that a person without a prior order agrees to go without a hearing. Unit: probability.
    StipulatedShare = "custody.stipulated",
    /// Probability that a person without a prior order is let leave on their own. Unit: probability.
    VoluntaryShare = "custody.voluntary",
    /// Probability that a person with a felony conviction is ordered removed by an officer. Unit: probability.
    AdministrativeShare = "custody.administrative",
    /// Mean detention when an order is reinstated. Unit: d.
    DaysReinstated = "custody.reinstated_mean",
    /// Mean detention when removal is agreed to. Unit: d.
    DaysAgreed = "custody.agreed_mean",
    /// Mean detention under an administrative order. Unit: d.
    DaysAdministrative = "custody.administrative_mean",
    /// Mean detention until a detained hearing is decided. Unit: d.
    DaysHearing = "custody.hearing_mean",
    /// Probability that bond is granted to those who wait for a hearing, over people with and without a lawyer. Unit: probability.
    BondGranted = "bond.granted",
    /// Mean time in detention before release on bond. Unit: d.
    BondDays = "bond.mean",
    /// Probability of counsel in detention. Unit: probability.
    CounselDetained = "counsel.detained",
    /// Probability of relief with counsel. Unit: probability.
    ReliefCounsel = "relief.with_counsel",
    /// Probability of relief without counsel. Unit: probability.
    ReliefAlone = "relief.without_counsel",
    /// Probability of missing a hearing at liberty. Unit: probability.
    InAbsentia = "court.in_absentia",
    /// Mean wait for a hearing at liberty. Unit: d.
    NonDetainedDays = "court.nondetained_mean",
    /// Hazard of return after removal. Unit: per year.
    ReturnPerYear = "return.per_year",
    /// Mean time in ICE custody until a wrongly held person is known for a citizen or lawful resident. Unit: d.
    ConfirmDays = "citizenship.confirmed_mean",
    /// Share of the unauthorised with a removal order. Unit: probability.
    PriorOrderShare = "population.prior_order",
    /// Share of the unauthorised who overstayed a visa. Unit: probability.
    OverstayedShare = "population.overstayed",
    /// Share of the unauthorised who entered after 1 January 2014. Unit: probability.
    RecentEntryShare = "population.recent_entry",
    /// Share of the naturalised who became citizens in the last 15 years. Unit: probability.
    NaturalisedRecentlyShare = "population.naturalised_recently",
    /// Authorised people living with an unauthorised person, per unauthorised person. Unit: persons.
    MixedMembers = "population.mixed_members",
    /// Share of households with an unauthorised member that are Hispanic. Unit: probability.
    UnauthorisedHispanic = "population.unauthorised_hispanic",
    /// Share of the often-offending with a past conviction at the start. Unit: probability.
    RecordActive = "record.active",
    /// Share of other adults with a past conviction at the start. Unit: probability.
    RecordOrdinary = "record.ordinary",
    /// Share of wobbler and felony convictions in a class listed in Gov. Code 7282.5(a)(3). Unit: probability.
    RecordListed = "record.listed",
    /// Share of misdemeanour and wobbler convictions that PEP calls significant. Unit: probability.
    SignificantMisdemeanour = "record.significant_misdemeanour",
    /// A day in jail. Unit: USD.
    CostJailDay = "cost.jail_day",
    /// A day in federal detention. Unit: USD.
    CostBedDay = "cost.bed_day",
    /// An officer hour at large, with all that goes with it. Unit: USD.
    CostOperationHour = "cost.operation_hour",
    /// Transport of a person removed. Unit: USD.
    CostRemoval = "cost.removal",
    /// Probability that officers suspect, without asking, that an arrested person without status has none. Unit: probability.
    SuspicionForms = "arrest.suspicion_forms",
    /// Probability that a police database shows a civil immigration warrant for a person with a removal order. Unit: probability.
    CivilWarrantKnown = "arrest.civil_warrant_known",
    /// Probability that a 287(g) deputy learns in the street that a person stopped has no status. Unit: probability.
    StreetScreened = "screening.street",
    /// Probability that 287(g) deputies in the jail find a removable person who was not matched. Unit: probability.
    JailScreened = "screening.jail",
    /// Time from booking to a release on own recognizance that follows at once. Unit: h.
    OwnRecognizanceHours = "jail.own_recognizance",
    /// Share of misdemeanours that are alcohol cases. Unit: share.
    AlcoholShare = "diversion.alcohol_share",
    /// Share of a status database's indications that are wrong: false flags rise and fall with it. Unit: share.
    StatusRecordError = "database.status_record_error",
    /// The same of the database of visa overstays. Unit: share.
    OverstayError = "database.overstay_error",
    /// Probability that a citizen naturalised more than 15 years ago is flagged as removable at booking. Unit: probability.
    MatchFalseLongAgo = "match.false_naturalised_long_ago",
    /// Probability that a citizen through a parent is flagged as removable at booking. Unit: probability.
    MatchFalseDerived = "match.false_derived",
    /// Probability that a US-born person booked is flagged because the place of birth was recorded wrongly. Unit: probability.
    MatchFalseBirthplace = "match.false_birthplace",
    /// Share of those naturalised long ago who are citizens through a parent. Unit: share.
    DerivedShare = "population.derived",
    /// Probability that a removable person whose prints are not matched is found by the recorded place of birth. Unit: probability.
    BirthplaceLead = "match.birthplace_lead",
    /// Probability that reading the file finds that a match is wrong. Unit: probability.
    FileCatches = "review.file_catches",
    /// Probability that file and interview together find that a match is wrong. Unit: probability.
    InterviewCatches = "review.interview_catches",
    /// Officer minutes of a request sent on without review. Unit: min.
    MinutesClick = "review.minutes_click",
    /// Officer minutes of a file review. Unit: min.
    MinutesFile = "review.minutes_file",
    /// Officer minutes of a file review with an interview. Unit: min.
    MinutesInterview = "review.minutes_interview",
    /// Hours by which a file review delays a request. Unit: h.
    DelayFile = "review.delay_file",
    /// Hours by which a review with an interview delays a request. Unit: h.
    DelayInterview = "review.delay_interview",
    /// Probability that ICE's transport contractor comes in time. Unit: probability.
    CollectionContractor = "collection.contractor",
    /// How many times as often agents are at the door without notice where no roster can be read. Unit: factor.
    WithoutRoster = "collection.without_roster",
    /// Probability that an answer of the jail against the policy in force becomes known. Unit: probability.
    BreachSeen = "trust.breach_seen",
    /// Disappointment that one known breach spreads over a county of a million. Unit: units per million residents.
    BreachUnits = "trust.breach",
    /// Rise of the log odds of reporting of the most exposed at one unit of trust. Unit: log odds per unit.
    TrustLogOdds = "trust.log_odds",
    /// Half-life of trust raised, and of disappointment. Unit: d.
    TrustHalfLife = "trust.half_life",
    /// Federal law-enforcement grants of a year, per resident. Unit: USD.
    GrantPerResident = "grant.per_resident",
    /// Kinds of restriction from which on a place is listed as not cooperating. Unit: kinds of restriction.
    ListedAt = "grant.listed_at",
    /// Weight of home among the places where agents look for people. Unit: weight.
    SiteHomeShare = "site.home.share",
    /// How much more or less often an operation at such a place finds its target: home. Unit: weight.
    SiteHomeHit = "site.home.hit",
    /// How much more or less fear an arrest at such a place spreads: home. Unit: weight.
    SiteHomeFear = "site.home.fear",
    /// Weight of street among the places where agents look for people. Unit: weight.
    SiteStreetShare = "site.street.share",
    /// How much more or less often an operation at such a place finds its target: street. Unit: weight.
    SiteStreetHit = "site.street.hit",
    /// How much more or less fear an arrest at such a place spreads: street. Unit: weight.
    SiteStreetFear = "site.street.fear",
    /// Weight of workplace among the places where agents look for people. Unit: weight.
    SiteWorkplaceShare = "site.workplace.share",
    /// How much more or less often an operation at such a place finds its target: workplace. Unit: weight.
    SiteWorkplaceHit = "site.workplace.hit",
    /// How much more or less fear an arrest at such a place spreads: workplace. Unit: weight.
    SiteWorkplaceFear = "site.workplace.fear",
    /// Weight of courthouse among the places where agents look for people. Unit: weight.
    SiteCourthouseShare = "site.courthouse.share",
    /// How much more or less often an operation at such a place finds its target: courthouse. Unit: weight.
    SiteCourthouseHit = "site.courthouse.hit",
    /// How much more or less fear an arrest at such a place spreads: courthouse. Unit: weight.
    SiteCourthouseFear = "site.courthouse.fear",
    /// Weight of transit among the places where agents look for people. Unit: weight.
    SiteTransitShare = "site.transit.share",
    /// How much more or less often an operation at such a place finds its target: transit. Unit: weight.
    SiteTransitHit = "site.transit.hit",
    /// How much more or less fear an arrest at such a place spreads: transit. Unit: weight.
    SiteTransitFear = "site.transit.fear",
    /// Weight of city facility among the places where agents look for people. Unit: weight.
    SiteFacilityShare = "site.city_facility.share",
    /// How much more or less often an operation at such a place finds its target: city facility. Unit: weight.
    SiteFacilityHit = "site.city_facility.hit",
    /// How much more or less fear an arrest at such a place spreads: city facility. Unit: weight.
    SiteFacilityFear = "site.city_facility.fear",
    /// Probability that a network learns in time of an operation in a neighbourhood it covers. Unit: probability.
    AlertReach = "alert.reach",
    /// Probability that an alerted operation at a home or in the street fails that would have succeeded. Unit: probability.
    AlertPrevents = "alert.prevents",
    /// How many arrests an alerted one counts for in the news. Unit: factor.
    AlertPublicity = "alert.publicity",
    /// Hours at large of a lent agent a day. Unit: h.
    SurgeHours = "surge.hours_per_agent_day",
    /// Rise of the share of bystanders for each doubling-sized surge: lent hours equal to the office's own at large. Unit: share.
    SurgeWidens = "surge.collateral_slope",
    /// How many times the fear of an arrest by ordinary officers one by tactical units spreads. Unit: factor.
    TacticalFear = "surge.tactical_fear",
    /// Operations of joint task forces on crime. Unit: per million residents and year.
    TaskForces = "task_force.per_million",
    /// Probability that such an operation ends with an immigration arrest of a bystander, if one is there. Unit: probability.
    TaskForceCollateral = "task_force.collateral",
    /// How many times as often operations succeed where the police help. Unit: factor.
    LocalHelp = "operation.local_help",
    /// Hearings of detained people that the court holds a day. Unit: hearings a day.
    HearingsDetained = "court.hearings_detained",
    /// Hearings at liberty that the court holds a day. Unit: hearings a day.
    HearingsNonDetained = "court.hearings_nondetained",
    /// How many times as often a bond is granted to those with a lawyer. Unit: factor.
    BondCounsel = "bond.counsel_factor",
    /// Probability that a granted bond can be paid without a fund. Unit: probability.
    BondPaid = "bond.paid",
    /// Probability that someone at liberty has a lawyer. Unit: probability.
    CounselAtLiberty = "counsel.at_liberty",
    /// How many times as often people with a lawyer stay away. Unit: factor.
    AbsentCounsel = "court.in_absentia_counsel",
    /// How many times as often people at liberty are let stay. Unit: factor.
    ReliefAtLiberty = "relief.at_liberty_factor",
    /// Share of adults with status who work. Unit: share.
    Employed = "work.employed",
    /// Share of adults without status who work. Unit: share.
    EmployedWithout = "work.employed_unauthorised",
    /// Weight of the sector farm among workers without status. Unit: weight.
    SectorFarmWithout = "sector.farm.unauthorised",
    /// Weight of the sector farm among other workers. Unit: weight.
    SectorFarm = "sector.farm.others",
    /// Weight of the sector garment among workers without status. Unit: weight.
    SectorGarmentWithout = "sector.garment.unauthorised",
    /// Weight of the sector garment among other workers. Unit: weight.
    SectorGarment = "sector.garment.others",
    /// Weight of the sector construction among workers without status. Unit: weight.
    SectorConstructionWithout = "sector.construction.unauthorised",
    /// Weight of the sector construction among other workers. Unit: weight.
    SectorConstruction = "sector.construction.others",
    /// Weight of the sector services among workers without status. Unit: weight.
    SectorServicesWithout = "sector.services.unauthorised",
    /// Weight of the sector services among other workers. Unit: weight.
    SectorServices = "sector.services.others",
    /// Weight of the sector other among workers without status. Unit: weight.
    SectorOtherWithout = "sector.other.unauthorised",
    /// Weight of the sector other among other workers. Unit: weight.
    SectorOther = "sector.other.others",
    /// Share of the work days of the most exposed that are lost at full perceived cooperation. Unit: share.
    WorkChillPolicy = "work.chill_policy",
    /// Share of their work days lost at one unit of fear. Unit: share per unit.
    WorkChillFear = "work.chill_fear",
    /// Use of public services without fear. Unit: probability.
    ServiceUsual = "service.usual",
    /// Fall of the log odds of using services of the most exposed, at full cooperation or one unit of fear. Unit: log odds.
    ServiceChill = "service.chill",
    /// Civic participation without fear: meetings, schools, marches. Unit: probability.
    CivicUsual = "civic.usual",
    /// Fall of the log odds of taking part of the most exposed, at full cooperation or one unit of fear. Unit: log odds.
    CivicChill = "civic.chill",
    /// Cost of an immigration hearing. Unit: USD.
    CostHearing = "cost.hearing",
    /// Cost of a lawyer for one case. Unit: USD.
    CostCounsel = "cost.counsel",
    /// Median bond. Unit: USD.
    CostBond = "cost.bond",
    /// Cost of an hour of a federal officer. Unit: USD.
    CostOfficerHour = "cost.officer_hour",
    /// Liability of a jail for holding one person who was not removable. Unit: USD.
    CostWrongfulHold = "cost.wrongful_hold",
    /// Cost of one booking. Unit: USD.
    CostBooking = "cost.booking",
    /// How many times as often a release of somebody with a prior removal order is followed by a run of offences. Unit: factor.
    RelapsePriorOrder = "relapse.prior_order",
    /// How much of a place's cooperation counts for the public where fingerprints do not reach the immigration databases. Unit: factor.
    WithoutPrints = "fear.without_prints",
}
