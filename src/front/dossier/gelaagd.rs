//! In: the name of a ministry's profile, a day, and the profiles. Out: the profile as it was on that day: basis, ministry
//! and dossier laid on top of each other. Pure.
//!
//! The file of a profile has two keys that no finished profile has. `zoals` names another profile that it stands on, so
//! that ministries with one form have it in one place; `perioden` says what was otherwise in a time, such as an address.

use std::sync::LazyLock;

use kamerbrief_base::FORMAT_DATUM;

use super::schema::{Shape, shape};
use super::trees::tree;
use super::{Datum, Namen, Root, mended, structure};
use crate::diagnostic::{Diagnostic, codes, words};
use crate::source::Sources;
use crate::templates::Templates;
use crate::yaml::{Entry, Kind, Node, Path};

const HUISSTIJL: &str = "huisstijl";
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
pub(crate) const MINISTERIE_VAN: &str = "Ministerie van ";

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
        let title = |(profile, naam): (String, String)| {
            let naam = naam.strip_prefix(MINISTERIE_VAN)?;
            exists(naam).then(|| (profile, naam.to_owned()))
        };
        let andere = ministeries(templates, Some(day)).into_iter().filter_map(title).collect();
        Some(BuitenPeriode { naam: naam.to_owned(), andere })
    }
}

/// Every profile that says so, with what its ministry was called on a day; without a day, outside all its times.
pub fn ministeries(templates: &Templates, day: Option<Datum>) -> Vec<(String, String)> {
    let title = |profile: &str| {
        let (mut sources, mut found, mut namen) = Default::default();
        let mut layers =
            Layers { templates, day, sources: &mut sources, found: &mut found, namen: &mut namen };
        let naam = layers.layered(profile)?.get("ministerie")?.text()?.to_owned();
        Some((profile.to_owned(), naam))
    };
    templates.profiles().into_iter().filter_map(title).collect()
}

/// What a ministry prints on a letter by itself: its name, its addresses and those of both Chambers, the words of the form.
pub fn vanzelf_gedrukt(profile: &str, templates: &Templates, day: Option<Datum>) -> Vec<String> {
    const PRINTED: [&str; 4] = ["ministerie", "woordmerk", "adres", "geadresseerden"];
    const LETTER: [&str; 4] = ["voet", "aanhef", "groet", "namens_deze"];
    let (mut sources, mut found, mut namen) = Default::default();
    let mut layers =
        Layers { templates, day, sources: &mut sources, found: &mut found, namen: &mut namen };
    let own = layers.layered(profile);
    let basis = templates.basis();
    let basis = tree(&basis.name, &basis.bytes, &SHAPE, &mut sources, &mut found);
    let mut all = Vec::new();
    for layer in own.iter().chain(basis.as_deref()) {
        let letter = layer.get("brief").into_iter();
        let letter = letter.flat_map(|letter| LETTER.iter().filter_map(|key| letter.get(key)));
        for node in PRINTED.iter().filter_map(|key| layer.get(key)).chain(letter) {
            node.leaves(&mut |_, text| all.push(text.to_owned()));
        }
    }
    all
}

/// The profile that somebody means who types another name, or that of the ministry in full.
pub fn bedoelde_huisstijl<'a>(typed: &str, templates: &'a Templates) -> Option<&'a str> {
    let profiles = templates.profiles();
    words::meant(typed, profiles.iter().copied()).or_else(|| {
        let plain = |text: &str| {
            let lower = text.trim().to_lowercase();
            lower.strip_prefix("ministerie van ").unwrap_or(&lower).to_owned()
        };
        let all = ministeries(templates, None);
        let (profile, _) = all.iter().find(|(_, naam)| plain(naam) == plain(typed))?;
        profiles.into_iter().find(|name| name == profile)
    })
}

/// A ministry that did not exist on the day of the letter.
#[derive(Debug, Clone)]
pub struct BuitenPeriode {
    /// Its name.
    pub naam: String,
    /// The profiles of ministries that did, each with its ministry's name.
    pub andere: Vec<(String, String)>,
}

pub(crate) fn day(dossier: &Node) -> Option<Datum> {
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
        let over = layers.ministry(dossier, HUISSTIJL)?;
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
        let value = by.get(key)?;
        let wanted = value.text()?;
        let again = self.namen.iter().any(|name| name == wanted);
        if again || self.templates.profile(wanted).is_none() {
            let mut known = self.templates.profiles();
            known.retain(|name| !self.namen.iter().any(|used| used == name));
            // In a profile the name of another one stands, and only a dossier has that of a ministry.
            let meant = match key == HUISSTIJL {
                true => bedoelde_huisstijl(wanted, self.templates),
                false => words::meant(wanted, known.iter().copied()),
            };
            let meant = meant.filter(|_| !again);
            let label = match meant {
                _ if again => "dit profiel staat zo op zichzelf".into(),
                Some(name) => format!("bedoelde u `{name}`?"),
                None => "dit profiel is er niet".into(),
            };
            let mut told = Diagnostic::error(
                codes::UNKNOWN_WORD,
                format!("onbekende huisstijl `{}`", words::shorten(wanted)),
            )
            .at(by.place(&Path::default().key(key), self.sources), label)
            .help(format!("kies uit {}", words::list(known, "of")))
            .help("een eigen profiel zet u in `profielen/` van de map bij `--templates`");
            let same = meant.filter(|name| *name == wanted.trim().to_lowercase());
            told.fix =
                same.and_then(|name| mended::whole(value, name, self.sources)).unwrap_or_default();
            self.found.push(told);
            return None;
        }
        self.layered(wanted)
    }

    /// A profile on top of those that it stands on.
    fn layered(&mut self, name: &str) -> Option<Node> {
        let profile = self.templates.profile(name)?;
        self.namen.push(name.to_owned());
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

    fn on_the_day(&mut self, file: &Node) -> Node {
        let own = without(file, &[ZOALS, PERIODEN]);
        let Some(Kind::List(periods)) = file.get(PERIODEN).map(|list| &list.kind) else {
            return own;
        };
        self.sound(periods);
        let holds = |period: &&Node| {
            let (van, tot) = time(period);
            self.day.is_some_and(|day| {
                van.is_none_or(|van| van <= day) && tot.is_none_or(|tot| day < tot)
            })
        };
        let periods = periods.iter().filter(holds);
        periods.fold(own, |whole, period| whole.overlay(&without(period, &[VAN, TOT])))
    }

    /// That every period lasts, and that no two say something else of the same day.
    fn sound(&mut self, periods: &[Node]) {
        for (i, period) in periods.iter().enumerate() {
            let (van, tot) = time(period);
            if let (Some(van), Some(tot), Some(place)) = (van, tot, period.get(TOT))
                && tot <= van
            {
                let message =
                    format!("deze periode houdt op voor zij begint: {tot} is niet na {van}");
                self.found.push(
                    Diagnostic::error(codes::DATE_INVALID, message)
                        .at(place.head(self.sources), "eerste dag waarop het niet meer gold")
                        .help("zet bij `van` de eerste dag, en bij `tot` een latere"),
                );
            }
            for other in &periods[..i] {
                let (from, until) = time(other);
                let is_before = |end: Option<Datum>, start: Option<Datum>| {
                    end.zip(start).is_some_and(|(end, start)| end <= start)
                };
                if is_before(tot, from) || is_before(until, van) {
                    continue;
                }
                let (one, two) = (without(period, &[VAN, TOT]), without(other, &[VAN, TOT]));
                for (entry, earlier) in both(&one, &two) {
                    let name = entry.key.text().unwrap_or_default();
                    let message = format!("twee perioden zeggen iets van `{name}` op dezelfde dag");
                    self.found.push(
                        Diagnostic::error(codes::YAML_DUPLICATE_KEY, message)
                            .at(entry.key.span.clone(), "deze periode")
                            .at(earlier.key.span.clone(), "overlapt met deze")
                            .help("laat de ene periode beginnen (`van`) op de dag waarop de andere ophoudt (`tot`)"),
                    );
                }
            }
        }
    }
}

/// The first day of a period, and the first one after it.
fn time(period: &Node) -> (Option<Datum>, Option<Datum>) {
    let date = |key| Datum::parse(period.get(key)?.text()?).ok();
    (date(VAN), date(TOT))
}

/// The fields that two blocks both give a value.
fn both<'a>(one: &'a Node, other: &'a Node) -> Vec<(&'a Entry, &'a Entry)> {
    let Kind::Map(entries) = &one.kind else { return Vec::new() };
    let same = entries.iter().filter_map(|entry| Some((entry, other.entry(entry.key.text()?)?)));
    same.flat_map(|(entry, same)| match (&entry.value.kind, &same.value.kind) {
        (Kind::Map(_), Kind::Map(_)) => both(&entry.value, &same.value),
        _ => vec![(entry, same)],
    })
    .collect()
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

    /// What is told of a profile with these periods.
    fn told(periods: &str) -> Vec<(String, usize)> {
        let text = format!("zoals: jenv\nperioden:\n{periods}");
        let files = BTreeMap::from([("profielen/a.yaml".to_owned(), text.into_bytes())]);
        let (templates, _) = Templates::with("eigen", files);
        let dossier = b"datum: 2020-06-01\nhuisstijl: a\n".to_vec();
        let files = BTreeMap::from([("dossier.yaml".to_owned(), dossier)]);
        let workspace = Workspace::new("dossier", files).unwrap();
        let mut sources = Sources::default();
        let found = trees(&workspace, &templates, &mut sources).found;
        let of = |one: &Diagnostic| {
            let span = &one.labels.first()?.span;
            let source = sources.get(span.source);
            let (line, _) = source.line_column(span.range.start);
            source.name().ends_with("a.yaml").then(|| (one.code.id.to_owned(), line))
        };
        found.iter().filter_map(of).collect()
    }

    #[test]
    fn periods_last_and_do_not_contradict_each_other() {
        let one = "  - {van: 2020-01-01, tot: 2021-01-01, kleur: \"#111111\"}\n";
        let say = |more: &str| told(&format!("{one}{more}"));
        assert!(say("  - {van: 2021-01-01, kleur: \"#222222\"}\n").is_empty());
        assert!(say("  - {tot: 2020-01-01, kleur: \"#222222\"}\n").is_empty());
        assert!(say("  - {van: 2020-06-01, lettertype: Verdana}\n").is_empty());
        let twice = [("Y004".to_owned(), 4)];
        assert_eq!(say("  - {van: 2020-12-31, kleur: \"#222222\"}\n"), twice);
        assert_eq!(say("  - {kleur: \"#222222\"}\n"), twice);
        // A block is compared by its fields.
        let address = "  - {brief: {aanhef: A}}\n  - {brief: {groet: B}}\n";
        assert!(say(address).is_empty());
        let address = "  - {brief: {aanhef: A}}\n  - {brief: {aanhef: B}}\n";
        assert_eq!(say(address), [("Y004".to_owned(), 5)]);
        for tot in ["2019-01-01", "2020-01-01"] {
            let wrong = told(&format!("  - {{van: 2020-01-01, tot: {tot}, lettertype: X}}\n"));
            assert_eq!(wrong, [("S007".to_owned(), 3)]);
        }
    }

    #[test]
    fn a_name_of_a_profile_is_known_in_other_words() {
        let templates = Templates::default();
        for (typed, meant) in [
            ("VWS", "vws"),
            ("VenJ", "venj"),
            ("financiën", "financien"),
            ("Ministerie van Justitie en Veiligheid", "jenv"),
        ] {
            assert_eq!(bedoelde_huisstijl(typed, &templates), Some(meant));
        }
        assert_eq!(bedoelde_huisstijl("Jeugd en Gezin", &templates), None);
    }

    #[test]
    fn what_a_ministry_was_called_follows_what_it_stands_on_and_the_day() {
        let b =
            "zoals: jenv\nperioden:\n  - {tot: 2021-01-01, ministerie: Ministerie van Vroeger}\n";
        let files = [("a", "zoals: b\n"), ("b", b)]
            .map(|(name, text)| (format!("profielen/{name}.yaml"), text.as_bytes().to_vec()));
        let (templates, _) = Templates::with("eigen", files.into());
        let on = |day: &str| {
            let all = ministeries(&templates, Datum::parse(day).ok());
            all.into_iter().find(|(profile, _)| profile == "a").map(|(_, naam)| naam)
        };
        assert_eq!(on("2020-12-31").as_deref(), Some("Ministerie van Vroeger"));
        assert_eq!(on("2021-01-01").as_deref(), Some("Ministerie van Justitie en Veiligheid"));
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
