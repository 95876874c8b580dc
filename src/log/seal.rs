//! Texts whose last line is the hash of all before it: no change of them goes unseen.

use super::chain::Digest;

/// The length of the last line.
const LENGTH: usize = "end ".len() + 64 + "\n".len();

/// A last line that is not the hash of all before it.
#[derive(Debug)]
pub struct BrokenSeal {
    /// The line as it would have to be.
    pub expected: String,
    /// What stands there.
    pub found: String,
}

/// A text with its last line.
#[must_use]
pub fn sealed(body: &[u8]) -> Vec<u8> {
    [body, seal(body).as_bytes()].concat()
}

/// All before the last line, if that line is its hash.
///
/// # Errors
/// It is not.
pub fn unsealed(bytes: &[u8]) -> Result<&[u8], BrokenSeal> {
    let (body, last) = bytes.split_at(bytes.len().saturating_sub(LENGTH));
    let expected = seal(body);
    if last == expected.as_bytes() {
        return Ok(body);
    }
    Err(BrokenSeal { expected, found: String::from_utf8_lossy(last).into_owned() })
}

fn seal(body: &[u8]) -> String {
    format!("end {}\n", Digest::of(body))
}
