//! In: the code of a field of Word. Out: which property it prints, or where it leads to. Pure.

/// A field of Word that is open.
#[derive(Default)]
pub(super) struct Woordveld {
    pub(super) code: String,
    /// Whether its result was reached.
    pub(super) resultaat: bool,
    /// Where in the paragraph that begins.
    pub(super) van: usize,
}

impl Woordveld {
    /// The property that it prints.
    pub(super) fn eigenschap(&self) -> Option<String> {
        let mut words = self.code.split_whitespace();
        let is_one = words.next()?.eq_ignore_ascii_case("DOCPROPERTY");
        let rest = self.code.trim_start().get("DOCPROPERTY".len()..)?.trim();
        let name = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => rest.split_whitespace().next(),
        };
        name.filter(|_| is_one).map(ToOwned::to_owned)
    }

    /// The address that it leads to.
    pub(super) fn url(&self) -> Option<&str> {
        let rest = self.code.trim_start().strip_prefix("HYPERLINK")?.trim_start();
        rest.strip_prefix('"')?.split('"').next().filter(|url| !url.is_empty())
    }
}
