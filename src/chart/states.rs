//! The United States as a grid of equal squares: every state and the District of Columbia, about
//! where it lies.
//!
//! A map of outlines shows land; most of what is counted here are people, and a square gives
//! Rhode Island the same room as Alaska.

/// A state or the District of Columbia, and its square.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct State {
    /// Of the postal service, as "TX".
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    /// From the west, from 0.
    pub(super) column: u8,
    /// From the north, from 0.
    pub(super) row: u8,
}

/// Squares from west to east.
pub(super) const COLUMNS: u8 = 11;
/// Squares from north to south.
pub(super) const ROWS: u8 = 8;

const fn state(code: &'static str, name: &'static str, column: u8, row: u8) -> State {
    State { code, name, column, row }
}

/// By name, for tables.
pub(super) const STATES: [State; 51] = [
    state("AL", "Alabama", 6, 6),
    state("AK", "Alaska", 0, 0),
    state("AZ", "Arizona", 1, 5),
    state("AR", "Arkansas", 4, 5),
    state("CA", "California", 0, 4),
    state("CO", "Colorado", 2, 4),
    state("CT", "Connecticut", 9, 3),
    state("DE", "Delaware", 9, 4),
    state("DC", "District of Columbia", 8, 5),
    state("FL", "Florida", 8, 7),
    state("GA", "Georgia", 7, 6),
    state("HI", "Hawaii", 0, 7),
    state("ID", "Idaho", 1, 2),
    state("IL", "Illinois", 5, 2),
    state("IN", "Indiana", 5, 3),
    state("IA", "Iowa", 4, 3),
    state("KS", "Kansas", 3, 5),
    state("KY", "Kentucky", 5, 4),
    state("LA", "Louisiana", 4, 6),
    state("ME", "Maine", 10, 0),
    state("MD", "Maryland", 8, 4),
    state("MA", "Massachusetts", 9, 2),
    state("MI", "Michigan", 6, 2),
    state("MN", "Minnesota", 4, 2),
    state("MS", "Mississippi", 5, 6),
    state("MO", "Missouri", 4, 4),
    state("MT", "Montana", 2, 2),
    state("NE", "Nebraska", 3, 4),
    state("NV", "Nevada", 1, 3),
    state("NH", "New Hampshire", 10, 1),
    state("NJ", "New Jersey", 8, 3),
    state("NM", "New Mexico", 2, 5),
    state("NY", "New York", 8, 2),
    state("NC", "North Carolina", 6, 5),
    state("ND", "North Dakota", 3, 2),
    state("OH", "Ohio", 6, 3),
    state("OK", "Oklahoma", 3, 6),
    state("OR", "Oregon", 0, 3),
    state("PA", "Pennsylvania", 7, 3),
    state("RI", "Rhode Island", 10, 3),
    state("SC", "South Carolina", 7, 5),
    state("SD", "South Dakota", 3, 3),
    state("TN", "Tennessee", 5, 5),
    state("TX", "Texas", 3, 7),
    state("UT", "Utah", 1, 4),
    state("VT", "Vermont", 9, 1),
    state("VA", "Virginia", 7, 4),
    state("WA", "Washington", 0, 2),
    state("WV", "West Virginia", 6, 4),
    state("WI", "Wisconsin", 5, 1),
    state("WY", "Wyoming", 2, 3),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn of(code: &str) -> State {
        *STATES.iter().find(|state| state.code == code).unwrap_or_else(|| panic!("{code}"))
    }

    #[test]
    fn each_state_has_a_square_of_its_own() {
        let cells: BTreeSet<(u8, u8)> = STATES.iter().map(|s| (s.column, s.row)).collect();
        let codes: BTreeSet<&str> = STATES.iter().map(|s| s.code).collect();
        assert_eq!((cells.len(), codes.len()), (51, 51));
        assert!(cells.iter().all(|(column, row)| *column < COLUMNS && *row < ROWS));
        assert!(STATES.is_sorted_by_key(|state| state.name), "tables are by name");
    }

    #[test]
    fn states_that_border_one_another_touch() {
        // A chain through all 48 that hang together, and the District; each pair has a border.
        let borders = "WA-OR OR-CA OR-NV WA-ID ID-MT ID-WY MT-ND ND-SD ND-MN SD-NE SD-IA MN-IA \
                       MN-WI WI-IL WI-MI IL-IN MI-IN MI-OH IN-OH IN-KY OH-PA OH-WV PA-NJ PA-WV \
                       PA-NY NY-NJ NY-VT NY-MA NY-CT VT-NH VT-MA NH-ME NH-MA MA-CT CT-RI MA-RI \
                       NJ-DE DE-MD MD-DC VA-DC MD-VA VA-WV VA-NC KY-WV KY-TN KY-MO MO-IA MO-NE \
                       MO-AR MO-KS NE-CO NE-WY NE-KS CO-UT CO-KS CO-NM UT-NV UT-AZ UT-WY NV-CA \
                       CA-AZ AZ-NM NM-OK KS-OK OK-AR OK-TX TX-LA AR-LA AR-TN LA-MS TN-MS TN-AL \
                       TN-NC MS-AL AL-GA NC-SC SC-GA NC-GA GA-FL";
        for pair in borders.split(' ') {
            let (a, b) = pair.split_once('-').unwrap();
            let (a, b) = (of(a), of(b));
            let apart = a.column.abs_diff(b.column).max(a.row.abs_diff(b.row));
            assert_eq!(apart, 1, "{pair}");
        }
    }
}
