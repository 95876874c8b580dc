//! Matching: what the databases say of a person booked, rightly or wrongly, and who else may learn of
//! them: deputies with federal powers, agents who interview.
//!
//! Databases were not made to say who is a citizen. Each errs in its own way: records of status and
//! of visas are out of date, files are dropped fifteen years after a naturalisation, none holds
//! citizenship through a parent, and a place of birth may be recorded wrongly.

use super::Today;
use super::people::{JailStay, Person};
use crate::draw::{Lanes, Purpose};
use crate::event::{Database, Fact, Offence, Review, RuleId, Status};
use crate::scenario::act::Act;
use crate::scenario::rule::File;
use crate::scenario::scalar::Scalar;
use crate::time::{Hour, Hours};

/// The natural logarithm of 2: the median of an exponential is this part of its mean.
const LN_2: f64 = std::f64::consts::LN_2;

/// The error rates at which the model's false flags hold (trial evidence as source document 004
/// reports it): flags rise and fall in proportion to what a scenario says of the databases.
const STATUS_RECORD_ERROR: f64 = 0.30;
const OVERSTAY_ERROR: f64 = 0.42;

/// Hours after booking at which 287(g) deputies ask for a person themselves.
const SCREENED: Hours = Hours(2);

/// Whether ICE may remove a person: everyone without status, and some with, after a felony.
pub(super) fn is_removable(today: &Today, person: &Person) -> bool {
    if person.status.is_unauthorised() {
        return true;
    }
    let is_lawful = matches!(person.status, Status::LawfulResident | Status::Temporary);
    let [whether, ..] = today.draws.of(person.id, Purpose::Removable);
    is_lawful
        && person.convictions.worst >= Offence::Felony
        && whether.below(today.get(Scalar::LawfulRemovable))
}

/// Of a booking: matched, falsely matched, interviewed, when ICE's desk gets to it.
fn match_lanes(today: &Today, person: &Person) -> Lanes {
    today.draws.in_case(person.id, Purpose::Match, person.case)
}

/// Of a booking: found by deputies, by the place of birth, an error caught in review.
pub(super) fn screening_lanes(today: &Today, person: &Person) -> Lanes {
    today.draws.in_case(person.id, Purpose::Screening, person.case)
}

/// How the person is found, if at all, and by which rule.
pub(super) fn found(
    today: &Today,
    person: &Person,
    stay: &JailStay,
    prints_shared: bool,
) -> Option<(RuleId, Fact)> {
    let [_, falsely, _, delay] = match_lanes(today, person);
    let mean = today.get(Scalar::DetainerMedianHours) / LN_2;
    let request_at = stay.booked_at + Hours((delay.exponential(mean).ceil() as u32).max(1));
    let request_at = request_at + review_delay(today, person, stay);
    let status = person.status;
    let matched =
        |rightly, database| Fact::DatabaseMatched { rightly, status, database, request_at };
    if is_removable(today, person) {
        return rightly_found(today, person, stay, prints_shared, request_at, &matched);
    }
    let (database, errs) = error(today, person)?;
    let reaches = match database {
        Database::Birthplace => asks(today, person, stay, Act::Birthplace).allowed,
        _ => prints_shared,
    };
    (reaches && falsely.below(errs)).then(|| (RuleId::NONE, matched(false, database)))
}

fn rightly_found(
    today: &Today,
    person: &Person,
    stay: &JailStay,
    prints_shared: bool,
    request_at: Hour,
    matched: &impl Fn(bool, Database) -> Fact,
) -> Option<(RuleId, Fact)> {
    let [match_lane, _, interviewed, _] = match_lanes(today, person);
    let [screened, birthplace, ..] = screening_lanes(today, person);
    let by_prints = prints_shared && match_lane.below(today.get(Scalar::MatchProbability));
    let database = match person.status {
        Status::Overstayed => Database::Overstay,
        status if status.is_unauthorised() && by_prints => Database::Fingerprints,
        _ => Database::StatusRecord,
    };
    // A suspicion that the police passed on is looked up by name: found for certain.
    if stay.known || by_prints {
        return Some((RuleId::NONE, matched(true, database)));
    }
    if birthplace.below(today.get(Scalar::BirthplaceLead)) {
        let verdict = asks(today, person, stay, Act::Birthplace);
        if verdict.allowed {
            return Some((verdict.rule, matched(true, Database::Birthplace)));
        }
    }
    if screened.below(today.get(Scalar::JailScreened)) {
        let verdict = asks(today, person, stay, Act::JailScreening);
        if verdict.allowed {
            let request_at = stay.booked_at + SCREENED;
            return Some((verdict.rule, Fact::ScreenedBy287g { request_at }));
        }
    }
    let rule = interview_rule(today, person, stay)?;
    let finds = interviewed.below(today.get(Scalar::InterviewFinds));
    finds.then_some((rule, Fact::InterviewedInJail { request_at }))
}

fn asks(
    today: &Today,
    person: &Person,
    stay: &JailStay,
    act: Act,
) -> crate::scenario::policy::Verdict {
    today.rules().decide(act, today.setting.jail(person.id), &today.file(person, stay.charge))
}

/// The rule by which agents may interview the person, if they may: they must get in, too.
fn interview_rule(today: &Today, person: &Person, stay: &JailStay) -> Option<RuleId> {
    let [_, _, consents, _] = today.file_lanes(person);
    let file = File {
        consents: consents.below(today.get(Scalar::InterviewConsent)),
        ..today.file(person, stay.charge)
    };
    let jail = today.setting.jail(person.id);
    let verdict = today.rules().decide(Act::Interview, jail, &file);
    let inside = today.rules().decide(Act::AgentsInside, jail, &file);
    (verdict.allowed && inside.allowed).then_some(verdict.rule)
}

/// The database that may call this person removable who is not, and how likely it does.
fn error(today: &Today, person: &Person) -> Option<(Database, f64)> {
    let status_record = today.get(Scalar::StatusRecordError) / STATUS_RECORD_ERROR;
    let found = match person.status {
        Status::UsBorn => (Database::Birthplace, today.get(Scalar::MatchFalseBirthplace)),
        Status::NaturalisedRecently => {
            (Database::StatusRecord, today.get(Scalar::MatchFalseCitizen) * status_record)
        }
        Status::NaturalisedLongAgo => {
            let [derived, ..] = today.draws.of(person.id, Purpose::Derived);
            if derived.below(today.get(Scalar::DerivedShare)) {
                (Database::DerivedCitizenship, today.get(Scalar::MatchFalseDerived))
            } else {
                (Database::Naturalisation, today.get(Scalar::MatchFalseLongAgo))
            }
        }
        Status::LawfulResident => {
            (Database::StatusRecord, today.get(Scalar::MatchFalseLawful) * status_record)
        }
        Status::Temporary => {
            let overstay = today.get(Scalar::OverstayError) / OVERSTAY_ERROR;
            (Database::Overstay, today.get(Scalar::MatchFalseLawful) * overstay)
        }
        Status::Overstayed | Status::Unauthorised | Status::PriorOrder => return None,
    };
    Some(found)
}

/// How ICE's desk looks at a case before it asks, by the rules of the day.
pub(super) fn review(today: &Today, person: &Person, charge: Offence) -> (Review, RuleId) {
    let file = today.file(person, charge);
    let ask = |act| today.rules().decide(act, today.setting.jail(person.id), &file);
    let (interview, file) = (ask(Act::InterviewReview), ask(Act::FileReview));
    if interview.allowed {
        (Review::Interview, interview.rule)
    } else if file.allowed {
        (Review::File, file.rule)
    } else {
        (Review::Click, RuleId::NONE)
    }
}

fn review_delay(today: &Today, person: &Person, stay: &JailStay) -> Hours {
    let hours = match review(today, person, stay.charge).0 {
        Review::Click => return Hours(0),
        Review::File => Scalar::DelayFile,
        Review::Interview => Scalar::DelayInterview,
    };
    Hours(today.get(hours).round() as u32)
}

/// Whether a review lets a case pass: a right match always, a wrong one unless the error is found.
pub(super) fn upholds(today: &Today, person: &Person, review: Review) -> bool {
    let catches = match review {
        Review::Click => return true,
        Review::File => today.get(Scalar::FileCatches),
        Review::Interview => today.get(Scalar::InterviewCatches),
    };
    let [_, _, caught, _] = screening_lanes(today, person);
    is_removable(today, person) || !caught.below(catches)
}
