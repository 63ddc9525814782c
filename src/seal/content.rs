//! In: what a page draws, packed. Out: its operators, one by one, each with its operands. Pure.

use super::document::inflate;
use super::object::{Reader, Value};

/// Bytes of one page, at most.
const MAX_CONTENT: usize = 32 * 1024 * 1024;

/// Goes through the operators; `None` when something else stands there, or when `each` has seen enough. `left` is how
/// many values may still be read.
pub(super) fn operators(
    packed: &[u8],
    left: &mut usize,
    mut each: impl FnMut(&[u8], &[Value]) -> Option<()>,
) -> Option<()> {
    let content = inflate(packed, MAX_CONTENT)?;
    let mut reader = Reader { bytes: &content, at: 0, left: *left };
    let mut operands: Vec<Value> = Vec::new();
    loop {
        reader.skip_space();
        *left = reader.left;
        if reader.rest().is_empty() {
            return operands.is_empty().then_some(());
        }
        if let Some(value) = reader.value() {
            operands.push(value);
            continue;
        }
        match reader.word() {
            b"" => return None,
            operator => each(operator, &operands)?,
        }
        operands.clear();
    }
}
