//! A table of numbers: a row per point, a column per parameter, the dummy's last.

/// Points of a design, either as units (each coordinate from 0 to 1, a place within the
/// parameter's distribution) or as values (in the parameters' own units).
#[derive(Clone, PartialEq, Debug)]
pub struct Points {
    columns: usize,
    cells: Vec<f64>,
}

impl Points {
    /// No rows yet. There must be a column.
    #[must_use]
    pub fn new(columns: usize) -> Points {
        assert!(columns > 0, "a table of points without columns");
        Points { columns, cells: Vec::new() }
    }

    /// With one more row, of one number per column.
    pub fn push(&mut self, row: &[f64]) {
        assert_eq!(row.len(), self.columns, "a row of another table");
        self.cells.extend_from_slice(row);
    }

    /// How many columns, the dummy's included.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// How many points.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len() / self.columns
    }

    /// Whether there is no point.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// One point.
    #[must_use]
    pub fn row(&self, row: usize) -> &[f64] {
        &self.cells[row * self.columns..(row + 1) * self.columns]
    }

    /// All points, in their order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.cells.chunks_exact(self.columns)
    }

    /// One coordinate of all points, in their order.
    #[must_use]
    pub fn column(&self, column: usize) -> Vec<f64> {
        self.rows().map(|row| row[column]).collect()
    }
}
