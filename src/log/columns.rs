//! Any table as one Parquet file, for tools that read Parquet. Not a log.

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use std::io::{self, Write};
use std::sync::Arc;

/// A column without gaps.
pub enum Column<'a> {
    /// Words.
    Text(Vec<&'a str>),
    /// Whole numbers.
    Whole(Vec<i64>),
    /// Numbers.
    Real(Vec<f64>),
}

/// Named columns of one length, as the bytes of a Parquet file.
///
/// # Errors
/// What failed, in words.
pub fn table(columns: &[(&str, Column)]) -> Result<Vec<u8>, String> {
    let written = || -> io::Result<Vec<u8>> {
        let mut file = Long::new(Vec::new(), columns)?;
        file.rows(columns)?;
        Ok(std::mem::take(file.finish()?))
    };
    written().map_err(|error| error.to_string())
}

/// What the file refused, out of the wrapping that the format's library puts around it.
fn of_the_file(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(own) => *own,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}

/// A table that is written some rows at a time, for those that do not fit into memory.
pub struct Long<W: Write + Send>(SerializedFileWriter<W>);

impl<W: Write + Send> Long<W> {
    /// A file with columns of these names and kinds, and no rows yet.
    ///
    /// # Errors
    /// The file's, or what else failed.
    pub fn new(file: W, columns: &[(&str, Column)]) -> io::Result<Long<W>> {
        begun(file, columns).map(Long).map_err(of_the_file)
    }

    /// Some more rows, as a row group of their own.
    ///
    /// # Errors
    /// The file's, or what else failed.
    pub fn rows(&mut self, columns: &[(&str, Column)]) -> io::Result<()> {
        self.group(columns).map_err(of_the_file)
    }

    /// Writes the footer; the file, with nothing left in any buffer.
    ///
    /// # Errors
    /// The file's, or what else failed.
    pub fn finish(&mut self) -> io::Result<&mut W> {
        self.0.finish().map_err(of_the_file)?;
        Ok(self.0.inner_mut())
    }

    fn group(&mut self, columns: &[(&str, Column)]) -> Result<(), ParquetError> {
        let mut group = self.0.next_row_group()?;
        for (_, column) in columns {
            next_column(&mut group, column)?;
        }
        group.close()?;
        Ok(())
    }
}

fn begun<W: Write + Send>(
    file: W,
    columns: &[(&str, Column)],
) -> Result<SerializedFileWriter<W>, ParquetError> {
    let fields = columns.iter().map(|(name, column)| field(name, column));
    let fields = fields.collect::<Result<Vec<_>, _>>()?;
    let schema = Type::group_type_builder("table").with_fields(fields).build()?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_created_by(format!("jurisim {}", env!("CARGO_PKG_VERSION")))
        .build();
    SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties))
}

fn field(name: &str, column: &Column) -> Result<Arc<Type>, ParquetError> {
    let (physical, logical) = match column {
        Column::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Column::Whole(_) => (Physical::INT64, None),
        Column::Real(_) => (Physical::DOUBLE, None),
    };
    let field = Type::primitive_type_builder(name, physical)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(logical)
        .build()?;
    Ok(Arc::new(field))
}

fn next_column<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    column: &Column,
) -> Result<(), ParquetError> {
    let Some(mut writer) = group.next_column()? else { return Ok(()) };
    match column {
        Column::Text(words) => {
            let words: Vec<ByteArray> = words.iter().map(|word| ByteArray::from(*word)).collect();
            writer.typed::<ByteArrayType>().write_batch(&words, None, None)?;
        }
        Column::Whole(numbers) => {
            writer.typed::<Int64Type>().write_batch(numbers, None, None)?;
        }
        Column::Real(numbers) => {
            writer.typed::<DoubleType>().write_batch(numbers, None, None)?;
        }
    }
    writer.close()
}
