//! Broken files of every kind: whatever is in them, the reader answers and never panics.
//! `JURISIM_FUZZ=10000000` tries longer.

use super::library::{embedded, numbers, scenario_text};
use super::mistakes::Mistakes;
use super::read::scenario_with;
use crate::rounds::rounds;

/// A generator good enough for breaking files: Knuth's multiplier, the high bits.
struct Lcg(u64);

impl Lcg {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound.max(1)
    }
}

/// Pieces that are legal somewhere, and mostly not here.
const PIECES: &[&str] = &[
    "nan",
    "-inf",
    "[[",
    "]]",
    "{ any = [",
    "}",
    "\"",
    "'''",
    "\"\"\"",
    "=",
    ".",
    "#",
    "\r\n",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{1f600}",
    "é",
    "\t",
    "99999999999999999999",
    "-1",
    "0x7fff_ffff_ffff",
    "1e999",
    "-0.0",
    "0001-01-01",
    "9999-12-31",
    "2016-01-01T00:00:00Z",
    "@..",
    "@2016-01-01..",
    "[a.b.c]",
    "from = 2200-12-31",
    "until = 1900-01-01",
    "true",
    "[]",
    "{}",
    "\\u0000",
    "..",
];

fn broken(text: &str, chance: &mut Lcg) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len());
        let to = (at + chance.below(40)).min(bytes.len());
        match chance.below(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            1 => drop(bytes.drain(at..to)),
            2 => drop(bytes.splice(at..at, PIECES[chance.below(PIECES.len())].bytes())),
            3 => drop(bytes.splice(at..to, PIECES[chance.below(PIECES.len())].bytes())),
            4 => bytes = swapped(&bytes, chance),
            5 => {
                let piece = bytes[at..to].to_vec();
                drop(bytes.splice(at..at, piece));
            }
            _ if chance.below(20) == 0 => bytes.truncate(at),
            _ => {}
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Two lines change places.
fn swapped(bytes: &[u8], chance: &mut Lcg) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let (one, other) = (chance.below(lines.len()), chance.below(lines.len()));
    lines.swap(one, other);
    lines.join(&b'\n')
}

fn printed(mistakes: &Mistakes) {
    let text = mistakes.to_string();
    assert!(mistakes.count() > 0 && text.contains("nothing was run"), "{text}");
}

#[test]
fn no_broken_file_makes_the_reader_panic() {
    let mut chance = Lcg(2018);
    let numbers = numbers().unwrap();
    let files = [
        "small.toml",
        "places/small.toml",
        "policies/sb54-2018.toml",
        "policies/trust-act-2014.toml",
        "policies/priority-enforcement-2014.toml",
        "policies/full-cooperation.toml",
    ];
    let small = scenario_text("small").unwrap().replace(
        "[world]",
        "[parameters.\"match.probability\"]\nvalue = 0.6\nlow = 0.5\nhigh = 0.7\nsource = \"me\"\n\
         [mechanisms]\nrelapse = true\n[world]",
    );
    let mut good = 0;
    let rounds = rounds("JURISIM_FUZZ", 20_000);
    for round in 0..rounds {
        // Every other time the scenario, which names the others.
        let at = if round % 2 == 0 { 0 } else { 1 + chance.below(files.len() - 1) };
        let which = files[at];
        let text = if at == 0 { broken(&small, &mut chance) } else { small.clone() };
        let other = embedded(which).map(|text| broken(text, &mut chance));
        let find = |path: &str| other.clone().filter(|_| path == which).map(Ok);
        match scenario_with(numbers.clone(), ("small.toml", &text), &find) {
            // What is left is a scenario: its rules can be asked on every day.
            Ok(read) => {
                good += 1;
                for arm in &read.arms {
                    let _ = (arm.policy.on(arm.from), arm.policy.era(arm.from));
                }
            }
            Err(mistakes) => printed(&mistakes),
        }
    }
    // Comments, titles and figures may change and still be right; most changes are not.
    assert!((rounds / 20..rounds / 20 * 19).contains(&good), "{good} of {rounds} were read");
}

/// A country in one file, and its table.
const COUNTRY: &str = "id = 'x'\nname = 'X'\ncounties = 'x'\n\
    area = [{ id = 'abc', name = 'A' }, { id = 'xyz', name = 'B' }]\n\
    [size_law]\nsigma = 1.2\nsource = 'me'\n\
    [population.with_status]\nnaturalised = 4\nlawful_resident = 2\ntemporary = 1\nsource = 'me'\n";
const COUNTIES: &str = "fips,name,state,office,residents,counties,hispanic,black,foreign_born,\
    unauthorised,rollout,source\n\
    01001,\"A, county\",AA,ABC,2000,1,0.4,0.1,0.4,0.2,2016-02-01,me\n\
    01-R,rest,AA,ABC,9000000,40,0.3,0.1,0.3,0.1,2016-02-01..2016-06-01,me\n\
    02-R,rest,BB,XYZ,7,7,0,0,0,0,,\"me \"\"too\"\"\"\n";

#[test]
fn no_broken_table_of_counties_makes_the_reader_panic() {
    let mut chance = Lcg(2019);
    let numbers = numbers().unwrap();
    let small = "name = 's'\ntitle = 's'\nstart = 2016-01-01\nend = 2016-06-30\nplace = 'x'\n\
        [world]\npolicies = ['criminal-alien-program@2016-01-01..rollout', 'sb54-2018:aa@2016-02-01']\n\
        [base]\nid = 'b'\npolicies = []\n";
    let mut good = 0;
    let rounds = rounds("JURISIM_FUZZ", 20_000);
    for round in 0..rounds {
        let (place, table) = match round % 4 {
            0 => (broken(COUNTRY, &mut chance), COUNTIES.to_owned()),
            _ => (COUNTRY.to_owned(), broken(COUNTIES, &mut chance)),
        };
        let find = |path: &str| match path {
            "places/x.toml" => Some(Ok(place.clone())),
            "places/x.csv" => Some(Ok(table.clone())),
            _ => None,
        };
        match scenario_with(numbers.clone(), ("small.toml", small), &find) {
            Ok(read) => {
                good += 1;
                let residents: u64 = read.place.residents();
                assert!(residents > 0 && read.place.districts.iter().all(|it| it.residents > 0));
            }
            Err(mistakes) => printed(&mistakes),
        }
    }
    assert!((rounds / 50..rounds / 50 * 49).contains(&good), "{good} of {rounds} were read");
}
