//! In: text and measures. Out: the pieces of XML that every part of the file is made of. Pure.

use kamerbrief_base::controls::in_xml;

/// What every part begins with.
pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The namespaces of parts with text.
pub(super) const NS: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
    r#"xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" "#,
    r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" "#,
    r#"xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture""#
);

/// A text within XML, also as the value of an attribute.
pub(super) fn escape(text: &str) -> String {
    quick_xml::escape::escape(in_xml(text)).into_owned()
}

/// Millimetres in twentieths of a point.
#[expect(clippy::cast_possible_truncation, reason = "measures of a page are small")]
pub(super) fn twips(mm: f64) -> i64 {
    (mm * 1440.0 / 25.4).round() as i64
}

/// Millimetres in the units of drawings.
#[expect(clippy::cast_possible_truncation, reason = "measures of a page are small")]
pub(super) fn emu(mm: f64) -> i64 {
    (mm * 36_000.0).round() as i64
}
