//! In: the name of a ministry's profile, a day, and the profiles. Out: the profile as it was on that day: basis, ministry
//! and dossier laid on top of each other. Pure.
//!
//! The file of a profile has two keys that no finished profile has. `zoals` names another profile that it stands on, so
//! that ministries with one form have it in one place; `perioden` says what was otherwise in a time, such as an address.

use std::sync::LazyLock;

use kamerbrief_base::FORMAT_DATUM;

use super::schema::{Shape, shape};
use super::trees::tree;
use super::{Datum, Namen, Root, structure};
use crate::diagnostic::{Diagnostic, codes, words};
use crate::source::Sources;
use crate::templates::Templates;
use crate::yaml::{Entry, Kind, Node, Path};

const ZOALS: &str = "zoals";
const PERIODEN: &str = "perioden";
const VAN: &str = "van";
const TOT: &str = "tot";

/// What the file of a profile may have; nothing in it is required.
static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
    let profile = Shape::of_adjustment();
    let date = Shape::Text(Some(FORMAT_DATUM.into()));
    let period = profile.clone().with([(VAN, date.clone()), (TOT, date)]);
    let periods = Shape::List(Box::new(period), 0);
    profile.with([(ZOALS, Shape::Text(None)), (PERIODEN, periods)])
});

/// A profile, and the names of those that it is made of, that of the ministry first.
pub(super) struct Gelaagd {
    pub(super) tree: Node,
    pub(super) namen: Vec<String>,
    /// The fields that the ministry withholds by rule, and the dossier does not.
    pub(super) geopend: Vec<String>,
}

/// What stands before the name of a ministry on its paper.
const MINISTERIE_VAN: &str = "Ministerie van ";

impl Gelaagd {
    /// What is wrong with the ministry's name on the day of the letter. A name that the list does not have may be any
    /// organisation's own.
    pub(super) fn buiten_periode(
        &self,
        dossier: &Node,
        templates: &Templates,
        namen: &Namen,
    ) -> Option<BuitenPeriode> {
        let day = day(dossier)?;
        let naam = self.tree.get("ministerie")?.text()?.strip_prefix(MINISTERIE_VAN)?;
        let of = |naam: &str| namen.ministeries.iter().any(|known| known.naam.as_str() == naam);
        let exists = |naam: &str| {
            namen.ministeries.iter().any(|known| known.naam.as_str() == naam && known.exists(day))
        };
        if !of(naam) || exists(naam) {
            return None;
        }
        let title = |profile: &str| {
            let file: serde_yaml::Value =
                serde_yaml::from_slice(&templates.profile(profile)?.bytes).ok()?;
            let naam = file["ministerie"].as_str()?.strip_prefix(MINISTERIE_VAN)?.to_owned();
            exists(&naam).then(|| (profile.to_owned(), naam))
        };
        let andere = templates.profiles().into_iter().filter_map(title).collect();
        Some(BuitenPeriode { naam: naam.to_owned(), andere })
    }
}

/// A ministry that did not exist on the day of the letter.
#[derive(Debug, Clone)]
pub struct BuitenPeriode {
    /// Its name.
    pub naam: String,
    /// The profiles of ministries that did, each with its ministry's name.
    pub andere: Vec<(String, String)>,
}

fn day(dossier: &Node) -> Option<Datum> {
    Datum::parse(dossier.get("datum")?.text()?).ok()
}

/// The profile that a dossier asks for, as it was on the day of the letter.
pub(super) fn profile(
    dossier: &Node,
    templates: &Templates,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> Option<Gelaagd> {
    let day = day(dossier);
    let mut namen = Vec::new();
    let mut whole = {
        let mut layers = Layers { templates, day, sources, found, namen: &mut namen };
        let over = layers.ministry(dossier, "huisstijl")?;
        let basis = templates.basis();
        layers.file(&basis.name, &basis.bytes)?.overlay(&over)
    };
    let mut geopend = by_rule(&whole);
    if let Some(adjustment) = dossier.get("profiel") {
        whole = whole.overlay(adjustment);
    }
    let still = by_rule(&whole);
    geopend.retain(|field| !still.contains(field));
    let mut mistakes = Vec::new();
    structure::check(&whole, shape(Root::Profile), sources, &mut mistakes);
    // What comes from the files themselves is reported when they are read: the profiles' before this, the dossier's
    // after it.
    mistakes.retain(|mistake| {
        !found.contains(mistake)
            && mistake.span().is_none_or(|span| {
                span.source != dossier.span.source
                    && !found.iter().any(|known| known.span() == Some(span))
            })
    });
    found.append(&mut mistakes);
    Some(Gelaagd { tree: whole, namen, geopend })
}

/// The fields that a profile withholds by rule.
fn by_rule(profile: &Node) -> Vec<String> {
    let fields = profile.get("lakken").and_then(|rule| rule.get("velden"));
    match fields.map(|node| &node.kind) {
        Some(Kind::List(fields)) => {
            fields.iter().filter_map(Node::text).map(ToOwned::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

struct Layers<'a> {
    templates: &'a Templates,
    day: Option<Datum>,
    sources: &'a mut Sources,
    found: &'a mut Vec<Diagnostic>,
    namen: &'a mut Vec<String>,
}

impl Layers<'_> {
    /// The profile that a key names, on top of those that it stands on.
    fn ministry(&mut self, by: &Node, key: &str) -> Option<Node> {
        let wanted = by.get(key)?.text()?;
        let again = self.namen.iter().any(|name| name == wanted);
        let Some(profile) = self.templates.profile(wanted).filter(|_| !again) else {
            let mut known = self.templates.profiles();
            known.retain(|name| !self.namen.iter().any(|used| used == name));
            let label = match words::meant(wanted, known.iter().copied()) {
                _ if again => "dit profiel staat zo op zichzelf".into(),
                Some(name) => format!("bedoelde u `{name}`?"),
                None => "dit profiel is er niet".into(),
            };
            self.found.push(
                Diagnostic::error(
                    codes::UNKNOWN_WORD,
                    format!("onbekende huisstijl `{}`", words::shorten(wanted)),
                )
                .at(by.place(&Path::default().key(key), self.sources), label)
                .help(format!("kies uit {}", words::list(known, "of")))
                .help("een eigen profiel zet u in `profielen/` van de map bij `--templates`"),
            );
            return None;
        };
        self.namen.push(wanted.to_owned());
        let file = tree(&profile.name, &profile.bytes, &SHAPE, self.sources, self.found)?;
        let own = self.on_the_day(&file);
        match file.get(ZOALS) {
            Some(_) => Some(self.ministry(&file, ZOALS)?.overlay(&own)),
            None => Some(own),
        }
    }

    /// A file on its own, as it was on the day.
    fn file(&mut self, name: &str, bytes: &[u8]) -> Option<Node> {
        let file = tree(name, bytes, &SHAPE, self.sources, self.found)?;
        Some(self.on_the_day(&file))
    }

    fn on_the_day(&self, file: &Node) -> Node {
        let own = without(file, &[ZOALS, PERIODEN]);
        let Some(Kind::List(periods)) = file.get(PERIODEN).map(|list| &list.kind) else {
            return own;
        };
        let holds = |period: &&Node| {
            let date = |key| Datum::parse(period.get(key)?.text()?).ok();
            self.day.is_some_and(|day| {
                date(VAN).is_none_or(|van| van <= day) && date(TOT).is_none_or(|tot| day < tot)
            })
        };
        let periods = periods.iter().filter(holds);
        periods.fold(own, |whole, period| whole.overlay(&without(period, &[VAN, TOT])))
    }
}

/// A block without some of its keys.
fn without(node: &Node, keys: &[&str]) -> Node {
    let Kind::Map(entries) = &node.kind else { return node.clone() };
    let stays = |entry: &&Entry| entry.key.text().is_none_or(|key| !keys.contains(&key));
    let entries = entries.iter().filter(stays).cloned().collect();
    Node { span: node.span.clone(), kind: Kind::Map(entries) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::dossier::{Trees, trees};
    use crate::workspace::Workspace;

    /// What is read of a dossier of this day, with two profiles of one's own.
    fn on(day: &str, huisstijl: &str) -> Trees {
        let a = "zoals: b\nministerie: A\nperioden:\n  - {van: 2020-01-01, tot: 2021-01-01, kleur: \"#111111\"}\n";
        let b = "zoals: jenv\nministerie: B\nbrief: {groet: Dag}\nperioden:\n  - tot: 2021-01-01\n    adres: {website: [b]}\n";
        let circle = "zoals: rond\n";
        let files = [("a", a), ("b", b), ("rond", circle), ("los", "zoals: weg\n")]
            .map(|(name, text)| (format!("profielen/{name}.yaml"), text.as_bytes().to_vec()));
        let (templates, _) = Templates::with("eigen", files.into());
        let dossier = format!("datum: {day}\nhuisstijl: {huisstijl}\n").into_bytes();
        let files = BTreeMap::from([("dossier.yaml".to_owned(), dossier)]);
        let workspace = Workspace::new("dossier", files).unwrap();
        trees(&workspace, &templates, &mut Sources::default())
    }

    fn said(trees: &Trees, path: [&str; 2]) -> String {
        let path = path.iter().filter(|key| !key.is_empty());
        let path = path.fold(Path::default(), |path, key| path.key(key));
        trees.get(&Root::Profile).unwrap().at(&path).unwrap().text().unwrap_or("list").to_owned()
    }

    #[test]
    fn a_profile_stands_on_another_and_has_its_times() {
        let trees = on("2020-12-31", "a");
        assert_eq!(trees.profielen, ["a", "b", "jenv"]);
        let all = [["ministerie", ""], ["brief", "groet"], ["kleur", ""]];
        assert_eq!(all.map(|path| said(&trees, path)), ["A", "Dag", "#111111"]);
        let website = Path::default().key("adres").key("website").index(0);
        let tree = |day| on(day, "a").get(&Root::Profile).unwrap().at(&website).unwrap().clone();
        assert_eq!(tree("2020-12-31").text(), Some("b"));
        assert_eq!(tree("2021-01-01").text(), Some("www.rijksoverheid.nl/jenv"));
        assert_eq!(said(&on("2021-01-01", "a"), ["kleur", ""]), "#154273");
        assert_eq!(said(&on("2019-12-31", "a"), ["kleur", ""]), "#154273");
    }

    #[test]
    fn a_profile_stands_on_one_that_is_there_and_not_on_itself() {
        for (name, label) in
            [("rond", "dit profiel staat zo op zichzelf"), ("los", "dit profiel is er niet")]
        {
            let trees = on("2021-01-01", name);
            let told = |of: &&Diagnostic| of.code == codes::UNKNOWN_WORD;
            let found = trees.found.iter().find(told).unwrap();
            assert_eq!(found.labels[0].text, label);
            assert!(trees.get(&Root::Profile).is_none());
        }
    }
}
