//! How long the tests go on that try things at random.

/// So many rounds as the variable says, for whoever looks longer or has no time; else the usual.
pub(crate) fn rounds(variable: &str, usual: u64) -> u64 {
    let asked = std::env::var(variable).ok().and_then(|number| number.parse().ok());
    asked.unwrap_or(usual)
}
