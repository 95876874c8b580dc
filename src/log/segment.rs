//! A segment as a Parquet file, written: whole days of one run, in row groups of a bounded size.
//!
//! Columns are cut from the canonical bytes that were hashed, so that file and content hash cannot
//! tell different stories. Reading is in `cells`; names, hashes and the durable disk are in
//! `writer`.

use super::chunk::Packer;
use super::codec::{self, WIDTH};
use super::column::{COLUMNS, schema};
use super::cut::{Cut, cut};
use super::kind::{Field, KINDS};
use super::page::GROUP;
use super::rows::{BLOCK, Places};
use parquet::errors::Result;
use parquet::file::properties::WriterPropertiesPtr;
use parquet::file::writer::SerializedFileWriter;
use std::io::Write;

/// A segment being written.
pub(super) struct Segment<W: Write + Send> {
    file: SerializedFileWriter<W>,
    packer: Packer,
    /// The number of the first event of the row group to come.
    first_seq: u64,
    /// How many of its rows have been cut.
    rows: usize,
    cuts: Vec<Cut>,
    /// Rows to be cut, and the numbers of the events that brought them about.
    block: Vec<[u8; WIDTH]>,
    causes: Vec<Option<u64>>,
}

impl<W: Write + Send> Segment<W> {
    /// An empty segment whose first event will have this number in the run.
    pub(super) fn new(file: W, how: WriterPropertiesPtr, first_seq: u64) -> Result<Segment<W>> {
        Ok(Segment {
            file: SerializedFileWriter::new(file, schema()?, how)?,
            packer: Packer::new()?,
            first_seq,
            rows: 0,
            cuts: COLUMNS.iter().map(Cut::new).collect(),
            block: Vec::with_capacity(BLOCK),
            causes: Vec::with_capacity(BLOCK),
        })
    }

    /// Appends an event.
    pub(super) fn push(&mut self, event: [u8; WIDTH], cause: Option<u64>) -> Result<()> {
        self.block.push(event);
        self.causes.push(cause);
        if self.block.len() < BLOCK { Ok(()) } else { self.cut_block() }
    }

    /// Writes what is left and the footer; the file, with nothing left in any buffer.
    ///
    /// Not `into_inner`, which makes a text of the system's refusal.
    pub(super) fn finish(&mut self) -> Result<&mut W> {
        self.cut_block()?;
        if self.rows > 0 {
            self.write_group()?;
        }
        self.file.finish()?;
        Ok(self.file.inner_mut())
    }

    fn cut_block(&mut self) -> Result<()> {
        if self.rows == 0 {
            self.cuts.iter_mut().for_each(Cut::clear);
        }
        cut(&self.block, &self.causes, &mut self.cuts);
        self.rows += self.block.len();
        self.block.clear();
        self.causes.clear();
        if self.rows < GROUP { Ok(()) } else { self.write_group() }
    }

    fn write_group(&mut self) -> Result<()> {
        let columns = self.file.schema_descr().columns().to_vec();
        let mut group = self.file.next_row_group()?;
        for (cut, column) in self.cuts.iter().zip(columns) {
            let (bytes, close) =
                self.packer.pack(cut, self.first_seq..self.first_seq + self.rows as u64, column)?;
            group.append_column(&bytes, close)?;
        }
        group.close()?;
        self.first_seq += self.rows as u64;
        self.rows = 0;
        Ok(())
    }
}

/// Where a detail stands in the canonical bytes of each kind, by the kind's number; 0 for nowhere.
pub(super) fn places(field: Field) -> Places {
    let mut places = [0; KINDS.len() + 1];
    for (kind, _, _) in &KINDS {
        let place = codec::place(*kind, field).unwrap_or(0);
        places[usize::from(kind.number())] = u8::try_from(place).expect("within the width");
    }
    places
}
