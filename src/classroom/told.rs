//! What happened to somebody, in plain words.

use super::play::MONTHS;
use crate::event::{
    Channel, Crime, Database, Event, Fact, Handover, Listing, Offence, Origin, Path, Request,
    Review, Sector, Site, Status,
};
use crate::ids::{AgencyId, PersonId};
use crate::scenario::Scenario;
use crate::time::{Day, Hour, Span};

/// A day as `4 March 2018`.
pub(super) fn date(span: &Span, day: Day) -> String {
    let date = span.date(day);
    let month = MONTHS.get(usize::from(date.month().unsigned_abs()).wrapping_sub(1));
    format!("{} {} {}", date.day(), month.copied().unwrap_or_default(), date.year())
}

/// A day and an hour as `4 March 2018, 08:00`.
pub(super) fn moment(span: &Span, hour: Hour) -> String {
    format!("{}, {:02}:00", date(span, hour.day()), hour.of_day())
}

/// Tells what happened to one person.
pub(super) struct Teller<'a> {
    pub scenario: &'a Scenario,
    pub person: PersonId,
}

impl Teller<'_> {
    fn agency(&self, agency: AgencyId) -> String {
        let known = self.scenario.place.agencies.get(usize::from(agency.0));
        known.map_or_else(|| "the police".to_owned(), |agency| format!("the {}", agency.name))
    }

    fn day(&self, hour: Hour) -> String {
        date(&self.scenario.span, hour.day())
    }

    fn moment(&self, hour: Hour) -> String {
        moment(&self.scenario.span, hour)
    }

    fn agents(&self, at: Hour) -> String {
        if at.comes() {
            format!(" Agents mean to come on {}.", self.moment(at))
        } else {
            String::new()
        }
    }

    /// One event, as a sentence or two. "They" is the person.
    pub(super) fn tell(&self, event: &Event) -> String {
        let is_victim = event.subject.index == self.person.index;
        match event.fact {
            Fact::CrimeCommitted { crime, after_decline, offender, .. } => {
                let what = offence_of(crime);
                if is_victim && offender != self.person.index {
                    return format!("They were the victim of {what}.");
                }
                let after = match after_decline {
                    true => ", at liberty after the jail had declined a request of ICE",
                    false => "",
                };
                format!("They committed {what}{after}.")
            }
            Fact::CrimeReported { .. } => "They told the police of it.".to_owned(),
            Fact::CrimeNotReported { .. } => "They did not tell the police of it.".to_owned(),
            Fact::CrimeCleared { offender, .. } if offender == self.person.index => {
                "The police found out that they had done it.".to_owned()
            }
            Fact::CrimeCleared { .. } => "The police found out who had done it.".to_owned(),
            Fact::HouseholdLostMember { others } => format!(
                "{} of their household stayed behind.",
                if others == 1 {
                    "One other person".to_owned()
                } else {
                    format!("{others} others")
                }
            ),
            Fact::WorkStopped { sector } => format!("They were missing from {}.", job(sector)),
            _ => self.of_police(event).unwrap_or_else(|| self.of_ice(&event.fact)),
        }
    }

    /// What police, the jail and criminal courts do.
    fn of_police(&self, event: &Event) -> Option<String> {
        Some(match event.fact {
            Fact::PoliceStop { charge, agency, .. } => {
                format!("Stopped by {}, for {}.", self.agency(agency), charged(charge))
            }
            Fact::Arrested { charge, origin, agency, .. } => {
                let upon = match origin {
                    Origin::Report => " after a crime was reported",
                    Origin::Stop => "",
                };
                format!("Arrested by {}, for {}{upon}.", self.agency(agency), charged(charge))
            }
            Fact::CitedAndReleased { .. } => {
                "Given a citation and let go: no jail, and no fingerprints.".to_owned()
            }
            Fact::StatusInquired { agency } => {
                format!("{} asked about their immigration status.", capital(&self.agency(agency)))
            }
            Fact::NotifiedOnSuspicion { agency } => format!(
                "{} told ICE of a suspicion about their status.",
                capital(&self.agency(agency))
            ),
            Fact::Booked { charge, release_at } => format!(
                "Booked into the county jail for {}. Release is due on {}.",
                charged(charge),
                self.day(release_at)
            ),
            Fact::Diverted { .. } => {
                "Diverted before a plea: no conviction will follow.".to_owned()
            }
            Fact::FingerprintsShared => {
                "Their fingerprints went to the federal immigration databases.".to_owned()
            }
            Fact::Convicted { offence, .. } => format!("Convicted of {}.", charged(offence)),
            Fact::ReleaseDue => "Their release from jail came due.".to_owned(),
            Fact::DetainerDeclined { against_policy, agents_at, .. } => {
                let how = if against_policy { ", against its own rules" } else { "" };
                format!("The jail declined what ICE had asked for{how}.{}", self.agents(agents_at))
            }
            Fact::HoldStarted { until, how, against_policy, agents_at } => {
                let rules = if against_policy { ", against its own rules" } else { "" };
                format!(
                    "The jail held on for ICE{rules}, until {} at most{}.{}",
                    self.moment(until),
                    by_whom(how),
                    self.agents(agents_at)
                )
            }
            Fact::ReleaseNotified { how, against_policy, agents_at } => {
                let rules = if against_policy { ", against its own rules" } else { "" };
                format!(
                    "ICE was told of the release{rules}{}.{}",
                    by_whom(how),
                    self.agents(agents_at)
                )
            }
            Fact::HoldExpired => "Nobody came for them in time.".to_owned(),
            Fact::Released { after_decline: true, .. } => {
                "Released, after the jail had declined a request of ICE.".to_owned()
            }
            Fact::Released { .. } => "Released.".to_owned(),
            Fact::Sentenced { until } => {
                format!("Sent to a state prison, until {}.", self.day(until))
            }
            _ => return None,
        })
    }

    /// What ICE and immigration courts do.
    fn of_ice(&self, fact: &Fact) -> String {
        match *fact {
            Fact::DatabaseMatched { rightly, status, database, .. } => {
                let by = found_by(database);
                match rightly {
                    true => format!("A federal database said, by {by}, that they could be removed."),
                    false => format!(
                        "A federal database said, by {by}, that they could be removed. It was wrong: \
                         they were {}.",
                        being(status)
                    ),
                }
            }
            Fact::InterviewedInJail { .. } => {
                "Agents of ICE spoke with them in jail and learned that they could be removed."
                    .to_owned()
            }
            Fact::ScreenedBy287g { .. } => {
                "Deputies with federal powers questioned them and learned that they could be removed."
                    .to_owned()
            }
            Fact::DetainerReviewed { review, upheld } => {
                let how = match review {
                    Review::Click => return "ICE’s desk took the database’s answer as it was.".to_owned(),
                    Review::File => "read the file",
                    Review::Interview => "read the file and spoke with them",
                };
                let then = if upheld { "went on" } else { "found that it was a mistake" };
                format!("ICE’s desk {how}, and {then}.")
            }
            Fact::DetainerIssued { request, release_at, .. } => {
                let what = match request {
                    Request::Hold => "to hold them past release (a detainer)",
                    Request::Notify => "to say when release comes",
                };
                format!("ICE asked the jail {what}. Release is due on {}.", self.day(release_at))
            }
            Fact::NotificationRequested { release_at, .. } => format!(
                "ICE asked the jail to say when release comes. It is due on {}.",
                self.day(release_at)
            ),
            Fact::DetainerLifted => "ICE took its request back.".to_owned(),
            Fact::JudicialWarrantSought => "ICE asked a federal judge for a warrant.".to_owned(),
            Fact::JudicialWarrantGranted => "The judge signed it.".to_owned(),
            Fact::JudicialWarrantRefused => "The judge did not sign it.".to_owned(),
            Fact::TransferredToIce { channel, .. } => {
                format!("Handed over to ICE{}.", handed_over(channel))
            }
            Fact::ArrestedAtRelease { .. } => "Arrested by ICE at the jail’s door.".to_owned(),
            Fact::TargetListed { reason } => format!("ICE began to look for them: {}.", why(reason)),
            Fact::TargetDropped => "ICE stopped looking for them.".to_owned(),
            Fact::OperationStarted { site, .. } => {
                format!("Agents of ICE went out for them, {}.", place(site))
            }
            Fact::OperationAlerted => {
                "A rapid response network learned of it and sent observers.".to_owned()
            }
            Fact::OperationFailed => "They were not found.".to_owned(),
            Fact::AtLargeArrest { .. } => "Arrested by ICE.".to_owned(),
            Fact::CollateralArrest { .. } => {
                "Arrested by ICE as a bystander, when agents came for somebody else.".to_owned()
            }
            _ => self.of_courts(fact),
        }
    }

    /// What becomes of those in the hands of ICE.
    fn of_courts(&self, fact: &Fact) -> String {
        match *fact {
            Fact::DetainedByIce { .. } => "Taken to federal immigration detention.".to_owned(),
            Fact::CaseDocketed { hearing_at, detained, .. } => format!(
                "Their case went to the immigration court. They wait for it {}; the hearing is on {}.",
                if detained { "in detention" } else { "at liberty" },
                self.day(hearing_at)
            ),
            Fact::HearingPutOff { hearing_at } => {
                format!("The hearing was put off until {}.", self.day(hearing_at))
            }
            Fact::ReleasedOnBond { funded, hearing_at } => format!(
                "Released on bond{}, with a hearing on {}.",
                if funded { ", which a fund paid" } else { "" },
                self.day(hearing_at)
            ),
            Fact::ReleasedForCapacity { hearing_at } => format!(
                "Let go, because no bed was free, with a hearing on {}.",
                self.day(hearing_at)
            ),
            Fact::CounselAppointed { funded } => {
                format!("A lawyer took their case{}.", if funded { ", paid by a fund" } else { "" })
            }
            Fact::CaseHeard { .. } => "An immigration judge heard their case.".to_owned(),
            Fact::ReliefGranted => "The judge let them stay.".to_owned(),
            Fact::RemovalOrdered { path } => format!(
                "Their removal was ordered{}.",
                match path {
                    Path::Administrative => " by an officer, without a judge",
                    Path::InAbsentia => " by a judge, in their absence",
                    Path::Reinstated
                    | Path::Stipulated
                    | Path::VoluntaryDeparture
                    | Path::Hearing => " by a judge",
                }
            ),
            Fact::OrderReinstated => {
                "An earlier order to remove them was put into force again.".to_owned()
            }
            Fact::Stipulated => "They agreed to removal without a hearing.".to_owned(),
            Fact::VoluntaryDeparture => "They were permitted to leave on their own.".to_owned(),
            Fact::Removed { path: Path::VoluntaryDeparture, .. } => {
                "They left the country.".to_owned()
            }
            Fact::Removed { .. } => "Removed from the country.".to_owned(),
            Fact::Returned => "They came back.".to_owned(),
            Fact::CitizenshipConfirmed { hours_held, status } => format!(
                "It was found that they were {}: freed after {hours_held} hours in the hands of ICE.",
                being(status)
            ),
            // Neighbourhoods and the county have no story.
            _ => String::new(),
        }
    }
}

/// With a capital letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn offence_of(crime: Crime) -> &'static str {
    match crime {
        Crime::SexualAssault => "a sexual assault",
        Crime::Robbery => "a robbery",
        Crime::AggravatedAssault => "an aggravated assault",
        Crime::SimpleAssault => "an assault",
        Crime::DomesticViolence => "violence at home",
        Crime::Burglary => "a burglary",
        Crime::Theft => "a theft",
        Crime::VehicleTheft => "the theft of a vehicle",
        Crime::WageTheft => "wage theft",
    }
}

/// An offence, to follow "for".
pub(super) fn charged(offence: Offence) -> &'static str {
    match offence {
        Offence::None => "no offence",
        Offence::Infraction => "an infraction",
        Offence::Traffic => "a traffic or licence offence",
        Offence::DrugPossession => "possession of drugs",
        Offence::Misdemeanour => "a misdemeanour",
        Offence::Wobbler => "an offence between misdemeanour and felony (a wobbler)",
        Offence::Felony => "a felony",
        Offence::SeriousFelony => "a serious or violent felony",
    }
}

/// A status, to follow "they were".
pub(super) fn being(status: Status) -> &'static str {
    match status {
        Status::UsBorn => "a citizen by birth",
        Status::NaturalisedRecently | Status::NaturalisedLongAgo => "a citizen by naturalisation",
        Status::LawfulResident => "a lawful permanent resident",
        Status::Temporary => "in the country on a valid visa",
        Status::Overstayed => "in the country on a visa that had ended",
        Status::Unauthorised => "in the country without status",
        Status::PriorOrder => "in the country without status, with an earlier order of removal",
    }
}

fn found_by(database: Database) -> &'static str {
    match database {
        Database::Fingerprints => "fingerprints of an earlier contact",
        Database::StatusRecord => "a record of their status",
        Database::Overstay => "a list of visas that had ended",
        Database::Naturalisation => "a missing record of naturalisation",
        Database::DerivedCitizenship => "a missing record of citizenship through a parent",
        Database::Birthplace => "the place of birth",
    }
}

fn by_whom(how: Handover) -> &'static str {
    match how {
        Handover::Secure => ", to hand them over inside the jail",
        Handover::Warrant => ", to hand them over on a judge’s warrant",
        Handover::Door => "; nobody hands them over, but agents may wait at the door",
        Handover::Prison => ", to hand them over at the prison",
        Handover::Contractor => ", to hand them over to ICE’s contractor",
        Handover::WarrantService => ", on ICE’s own warrant, which deputies served",
        Handover::Jail287g => ", by deputies with federal powers",
    }
}

fn handed_over(channel: Channel) -> &'static str {
    match channel {
        Channel::JailHold => " by the jail, out of the hold",
        Channel::SecureTransfer => " by the jail",
        Channel::JudicialWarrant => " by the jail, on a judge’s warrant",
        Channel::Prison => " by the prison",
        Channel::AtRelease => " at the jail’s door",
        Channel::AtLarge | Channel::Collateral => "",
        Channel::Contractor => "’s contractor by the jail",
        Channel::Jail287g => " by deputies with federal powers",
        Channel::WarrantService => " on ICE’s own warrant, which deputies served",
        Channel::Street287g => " from the street by deputies with federal powers",
        Channel::CivilWarrant => " by the police, on a civil immigration warrant",
        Channel::TaskForce => " by a joint task force, as a bystander",
    }
}

fn why(reason: Listing) -> &'static str {
    match reason {
        Listing::Released => "a jail had released them although ICE had asked for them",
        Listing::Fugitive => "an order of removal stood against them",
        Listing::Lead => "it had a lead",
        Listing::Reassessed => "its rules had changed",
    }
}

fn place(site: Site) -> &'static str {
    match site {
        Site::Home => "at home",
        Site::Street => "in the street",
        Site::Workplace => "at work",
        Site::Courthouse => "at a courthouse",
        Site::Transit => "on a bus or train",
        Site::CityFacility => "in a facility of the city",
    }
}

fn job(sector: Sector) -> &'static str {
    match sector {
        Sector::Farm => "their job on a farm",
        Sector::Garment => "their job in a garment factory",
        Sector::Construction => "their job in construction",
        Sector::Services => "their job in services",
        Sector::Other => "their job",
    }
}
