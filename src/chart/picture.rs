//! What every chart gives back.

use super::bitmap;
use super::page::Shape;
use super::scene::Scene;
use super::svg::svg;

/// One chart, ready to be put into a page or saved.
pub struct Picture {
    /// For a desk, 960 px wide.
    pub wide_svg: String,
    /// For a phone, 400 px wide: laid out anew, not scaled.
    pub narrow_svg: String,
    /// What it shows, in one or two sentences, for those who cannot see it.
    pub alt: String,
    wide: Scene,
}

impl Picture {
    /// The wide one as a bitmap of twice the size. It takes many times as long to make as the rest, so
    /// it is made for those only who ask.
    ///
    /// # Errors
    /// The picture is too large.
    pub fn png(&self) -> Result<Vec<u8>, String> {
        bitmap::png(&self.wide)
    }
}

/// An estimate with its interval.
#[derive(Clone, Copy, Debug)]
pub struct Estimate {
    /// The middle of it.
    pub value: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Estimate {
    /// A value without an interval: both ends are the value, and no whisker is drawn.
    #[must_use]
    pub fn exact(value: f64) -> Estimate {
        Estimate { value, low: value, high: value }
    }

    /// With the ends in order; nothing if any of it is not a number.
    pub(super) fn sound(self) -> Option<Estimate> {
        let Estimate { value, low, high } = self;
        let all_numbers = value.is_finite() && low.is_finite() && high.is_finite();
        all_numbers.then(|| Estimate { value, low: low.min(high), high: low.max(high) })
    }

    /// Whether the interval leaves the sign open.
    pub(super) fn crosses_zero(self) -> bool {
        self.low.min(self.high) <= 0.0 && self.low.max(self.high) >= 0.0
    }
}

/// Lays a chart out in both shapes and draws it.
pub(super) fn draw(alt: String, lay_out: impl Fn(Shape) -> Scene) -> Result<Picture, String> {
    let (wide, narrow) = (lay_out(Shape::Wide), lay_out(Shape::Narrow));
    Ok(Picture { wide_svg: svg(&wide, &alt)?, narrow_svg: svg(&narrow, &alt)?, alt, wide })
}
