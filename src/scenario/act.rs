//! Acts: what a rule allows or forbids.

use crate::event::Word;

/// Something that a rule allows or forbids. Each is read in one flow.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Act {
    /// ICE asks the jail for a person (federal).
    Issue,
    /// ICE asks for a hold, not only for notice (federal).
    AskHold,
    /// ICE arrests bystanders in operations (federal).
    Collateral,
    /// The jail holds a person past release.
    Hold,
    /// The jail hands a person over in its secure area.
    Transfer,
    /// The jail tells ICE when release comes.
    Notify,
    /// Agents may interview people in the jail.
    Interview,
    /// Officers ask about status on an arrest.
    StatusInquiry,
    /// Officers tell ICE of a suspicion.
    SuspicionNotice,
    /// ICE looks for a person at large (federal).
    Pursue,
    /// ICE's desk reads the whole file before it asks (federal).
    FileReview,
    /// ICE's desk speaks with the person before it asks (federal).
    InterviewReview,
    /// Fingerprints taken at booking reach the immigration databases (federal).
    SharePrints,
    /// Officers arrest for the charge.
    Arrest,
    /// Officers arrest on a civil immigration warrant that a database shows.
    WarrantArrest,
    /// Deputies with federal powers question and arrest in the street.
    StreetScreening,
    /// Deputies with federal powers question those booked.
    JailScreening,
    /// Deputies serve ICE's administrative warrant on people in jail.
    ServeWarrant,
    /// Agents may enter the jail's non-public areas.
    AgentsInside,
    /// ICE's transport contractor may enter the jail.
    Contractor,
    /// The place of birth is recorded at booking and passed on.
    Birthplace,
    /// Who is in jail, and when they leave, can be read by ICE.
    Roster,
    /// Police join task forces on crime with federal agents.
    JointTaskForce,
    /// Police help in ICE's own operations.
    JointEnforcement,
    /// Agents arrest in courthouses without a judge's warrant.
    CourthouseArrest,
    /// Agents enter schools and non-public city facilities without a court order.
    FacilityAccess,
}

impl Word for Act {
    const ALL: &'static [Act] = &[
        Act::Issue,
        Act::AskHold,
        Act::Collateral,
        Act::Hold,
        Act::Transfer,
        Act::Notify,
        Act::Interview,
        Act::StatusInquiry,
        Act::SuspicionNotice,
        Act::Pursue,
        Act::FileReview,
        Act::InterviewReview,
        Act::SharePrints,
        Act::Arrest,
        Act::WarrantArrest,
        Act::StreetScreening,
        Act::JailScreening,
        Act::ServeWarrant,
        Act::AgentsInside,
        Act::Contractor,
        Act::Birthplace,
        Act::Roster,
        Act::JointTaskForce,
        Act::JointEnforcement,
        Act::CourthouseArrest,
        Act::FacilityAccess,
    ];

    fn name(self) -> &'static str {
        match self {
            Act::Issue => "issue",
            Act::AskHold => "ask_hold",
            Act::Collateral => "collateral",
            Act::Hold => "hold",
            Act::Transfer => "transfer",
            Act::Notify => "notify",
            Act::Interview => "interview",
            Act::StatusInquiry => "status_inquiry",
            Act::SuspicionNotice => "suspicion_notice",
            Act::Pursue => "pursue",
            Act::FileReview => "file_review",
            Act::InterviewReview => "interview_review",
            Act::SharePrints => "share_prints",
            Act::Arrest => "arrest",
            Act::WarrantArrest => "warrant_arrest",
            Act::StreetScreening => "street_screening",
            Act::JailScreening => "jail_screening",
            Act::ServeWarrant => "serve_warrant",
            Act::AgentsInside => "agents_inside",
            Act::Contractor => "contractor",
            Act::Birthplace => "birthplace",
            Act::Roster => "roster",
            Act::JointTaskForce => "joint_task_force",
            Act::JointEnforcement => "joint_enforcement",
            Act::CourthouseArrest => "courthouse_arrest",
            Act::FacilityAccess => "facility_access",
        }
    }
}

impl Act {
    /// In words, to follow the actor.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Act::Issue => "ICE asks the jail for a person",
            Act::AskHold => "ICE asks for a hold rather than for notice",
            Act::Collateral => "ICE arrests bystanders in operations",
            Act::Hold => "the jail holds a person past release",
            Act::Transfer => "the jail hands a person over in its secure area",
            Act::Notify => "the jail tells ICE when release comes",
            Act::Interview => "agents interview people in the jail",
            Act::StatusInquiry => "officers ask about immigration status",
            Act::SuspicionNotice => "officers tell ICE of a suspicion",
            Act::Pursue => "ICE looks for a person at large",
            Act::FileReview => "ICE's desk reads the whole file before it asks",
            Act::InterviewReview => "ICE's desk speaks with the person before it asks",
            Act::SharePrints => "fingerprints taken at booking reach the immigration databases",
            Act::Arrest => "officers arrest for the charge",
            Act::WarrantArrest => "officers arrest on a civil immigration warrant",
            Act::StreetScreening => "287(g) deputies question and arrest in the street",
            Act::JailScreening => "287(g) deputies question those booked",
            Act::ServeWarrant => "deputies serve ICE's administrative warrants in the jail",
            Act::AgentsInside => "agents may enter the jail's non-public areas",
            Act::Contractor => "ICE's transport contractor may enter the jail",
            Act::Birthplace => "the place of birth is recorded at booking and passed on",
            Act::Roster => "ICE can read who is in jail and when they leave",
            Act::JointTaskForce => "police join task forces on crime with federal agents",
            Act::JointEnforcement => "police help in ICE's own operations",
            Act::CourthouseArrest => "agents arrest in courthouses",
            Act::FacilityAccess => "agents enter schools and non-public city facilities",
        }
    }

    /// Said by federal regimes, and by courts that bind them, only.
    #[must_use]
    pub fn is_federal(self) -> bool {
        self <= Act::Collateral || (Act::Pursue..=Act::SharePrints).contains(&self)
    }

    /// The answer where no regime speaks of it: what went without saying before anyone ruled on it.
    #[must_use]
    pub fn usual(self) -> bool {
        match self {
            Act::AskHold
            | Act::Pursue
            | Act::SharePrints
            | Act::Arrest
            | Act::AgentsInside
            | Act::Birthplace
            | Act::Roster
            | Act::JointTaskForce
            | Act::CourthouseArrest
            | Act::FacilityAccess => true,
            Act::Issue
            | Act::Collateral
            | Act::Hold
            | Act::Transfer
            | Act::Notify
            | Act::Interview
            | Act::StatusInquiry
            | Act::SuspicionNotice
            | Act::FileReview
            | Act::InterviewReview
            | Act::WarrantArrest
            | Act::StreetScreening
            | Act::JailScreening
            | Act::ServeWarrant
            | Act::Contractor
            | Act::JointEnforcement => false,
        }
    }

    /// Needs a written agreement with the federal government (8 U.S.C. 1357(g)).
    #[must_use]
    pub fn needs_agreement(self) -> bool {
        matches!(self, Act::StreetScreening | Act::JailScreening | Act::ServeWarrant)
    }
}
