//! National figures by federal fiscal year, as ICE and others published them (facts.md 1.1): to be
//! looked at beside a run of the whole country. Only the detainers of 2012 were used to set numbers.

/// A year's figure, and how well it is known.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Published {
    /// The fiscal year, which ends on 30 September.
    pub year: i16,
    /// People.
    pub number: f64,
    /// Recalled with middling certainty only; the others were seen in print.
    pub is_recalled: bool,
}

const fn seen(year: i16, number: f64) -> Published {
    Published { year, number, is_recalled: false }
}

const fn recalled(year: i16, number: f64) -> Published {
    Published { year, number, is_recalled: true }
}

/// Administrative arrests by ICE.
pub const ARRESTS: &[Published] = &[
    seen(2009, 297_898.0),
    recalled(2010, 318_000.0),
    recalled(2011, 322_093.0),
    recalled(2012, 290_622.0),
    recalled(2013, 232_000.0),
    recalled(2014, 183_000.0),
    recalled(2015, 122_500.0),
    seen(2016, 110_104.0),
    seen(2017, 143_470.0),
    seen(2018, 158_581.0),
    seen(2019, 143_099.0),
];

/// Detainers issued.
pub const DETAINERS: &[Published] = &[
    seen(2009, 243_900.0),
    recalled(2011, 309_700.0),
    seen(2012, 276_181.0),
    seen(2013, 211_267.0),
    seen(2014, 159_210.0),
    seen(2015, 97_045.0),
    seen(2016, 85_720.0),
];

/// Removals of people whom ICE itself had arrested ("interior removals"). Removals of people arrested at
/// the border are not in the model.
pub const REMOVALS: &[Published] = &[
    recalled(2009, 237_941.0),
    recalled(2010, 229_235.0),
    recalled(2011, 223_755.0),
    recalled(2012, 180_970.0),
    seen(2013, 132_650.0),
    seen(2014, 102_224.0),
    recalled(2015, 69_478.0),
    seen(2016, 65_332.0),
    seen(2017, 81_603.0),
    seen(2018, 95_360.0),
    recalled(2019, 85_958.0),
];

/// Arrests outside custody, of [`ARRESTS`].
pub const AT_LARGE: &[Published] =
    &[seen(2016, 30_348.0), seen(2017, 40_066.0), recalled(2018, 40_536.0)];
