//! In: the arguments of `voorstellen` and of `word --lees`. Out: what others want of a dossier: listed, taken, refused.
//! Wiring.

use std::collections::BTreeMap;
use std::path::Path;

use super::kanttekeningen::Kanttekeningen;
use super::{Console, Exit, GoodDossier, moment, open, resources};
use crate::cli::{VoorstellenArgs, WordArgs};
use crate::diagnostic::{Diagnostic, Severity, codes, has_errors, words};
use crate::source::Sources;
use crate::system::{self, Slot};
use crate::voorstellen::{
    Beslissing, Gemeld, Overname, Teksten, VOORSTELLEN, Voorstel, Voorstellen, vertoning, waar,
};
use crate::word::lees::{Teruggelezen, Weigering};
use crate::word::{self, Fout};
use crate::{Job, inspect};

/// What to do with a proposal that cannot be taken.
const MET_DE_HAND: &str =
    "neem weg wat dit tegenhoudt, of wijzig de tekst met de hand en wijs het voorstel daarna af";

pub(super) fn lees(arguments: &WordArgs, console: &Console) -> Exit {
    read_back(arguments, console).map_or_else(|exit| exit, |()| Exit::Good)
}

pub(super) fn run(arguments: &VoorstellenArgs, console: &Console) -> Exit {
    settle(arguments, console).unwrap_or_else(|exit| exit)
}

/// The file with proposals of a dossier, held while it is read and written.
struct Kept {
    slot: Slot,
    before: Option<Vec<u8>>,
    /// The files of the dossier.
    teksten: Teksten,
    voorstellen: Voorstellen,
}

impl Kept {
    fn open(dossier: &Path, console: &Console) -> Result<Self, Exit> {
        // Before a slot makes a folder that is not there.
        let workspace = open(dossier, console)?;
        let slot =
            Slot::take(dossier, Some(dossier)).map_err(|failure| console.unchangeable(&failure))?;
        let slot = console.held(slot);
        let path = dossier.join(VOORSTELLEN);
        let before = match system::is_file(&path) {
            true => Some(system::read(&path).map_err(|failure| console.unchangeable(&failure))?),
            false => None,
        };
        let read = Voorstellen::lees(before.as_deref().unwrap_or_default());
        let mut voorstellen = read.map_err(|why| {
            let message = format!("kan {} niet lezen: {}", path.display(), why.0);
            let help = "zet een eerdere versie van het bestand terug, of haal het weg en lees de Word-bestanden opnieuw";
            console.refuse(Diagnostic::error(codes::PROPOSAL_STUCK, message).help(help))
        })?;
        let teksten = workspace.own();
        voorstellen.volg(&teksten);
        Ok(Self { slot, before, teksten, voorstellen })
    }

    fn write(&self, dossier: &Path, console: &Console) -> Result<(), Exit> {
        let path = dossier.join(VOORSTELLEN);
        let text = self
            .voorstellen
            .schrijf()
            .map_err(|why| console.refuse(Diagnostic::error(codes::OUTPUT_FAILS, why.0)))?;
        match &self.before {
            Some(before) if before == text.as_bytes() => Ok(()),
            Some(before) => self.slot.replace(&path, before, text.as_bytes()),
            None if self.voorstellen.is_leeg() => Ok(()),
            None => self.slot.create(&path, text.as_bytes()),
        }
        .map_err(|failure| console.unchangeable(&failure))
    }
}

/// The dossier that files are read back into.
fn the_one<'a>(arguments: &'a WordArgs, console: &Console) -> Result<&'a Path, Exit> {
    match &arguments.dossiers.dossiers[..] {
        [one] if one != Path::new("-") => Ok(one),
        _ => {
            let message = "`--lees` leest bestanden terug in één dossier";
            let help = "noem dat dossier, en na `--lees` alleen bestanden die ervan zijn gemaakt; geef de opdracht voor elk dossier apart";
            Err(console.refuse(Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help)))
        }
    }
}

fn read_back(arguments: &WordArgs, console: &Console) -> Result<(), Exit> {
    let dossier = the_one(arguments, console)?;
    let (templates, fonts) = resources(&arguments.outside, console)?;
    let mut kept = Kept::open(dossier, console)?;
    let workspace = open(dossier, console)?;
    let job = Job { workspace: &workspace, templates: &templates, stukken: &[], style: false };
    let mut sources = Sources::default();
    let mut inspection = inspect(job, &|char| fonts.has(char), &mut sources);
    inspection.found.retain(|one| one.severity == Severity::Error);
    let failed = has_errors(&inspection.found);
    if failed {
        console.report(inspection.found, &sources);
    }
    let checked = inspection.checked.filter(|_| !failed).ok_or(Exit::Errors)?;
    let mut unread = false;
    let mut kanttekeningen = Kanttekeningen::open(dossier, console)?;
    for path in &arguments.lees {
        let name = path.display().to_string();
        let bytes = system::read(path).map_err(|failure| {
            let help = "kijk of het bestand er is en u het mag lezen";
            console.fail(codes::FILE_UNREADABLE, "kan niet lezen:", &failure, help)
        })?;
        let short = system::folder_name(path).to_string_lossy().into_owned();
        match word::lees::lees(&bytes, &short, &checked, &mut kept.voorstellen, arguments.toch) {
            Ok(mut read) => {
                let remarks = std::mem::take(&mut read.opmerkingen);
                tell((&name, dossier), read, &mut kept, console);
                kanttekeningen.add(&remarks, &checked, &waar, console)?;
            }
            Err(why) => {
                console.report(vec![refused(&name, &why)], &Sources::default());
                unread = true;
            }
        }
    }
    kept.write(dossier, console)?;
    kanttekeningen.write(&kept.slot, console)?;
    if unread { Err(Exit::Errors) } else { Ok(()) }
}

/// Why a file is not read back.
fn refused(name: &str, why: &Weigering) -> Diagnostic {
    let told = |why: &str| {
        let message = format!("kan {name} niet teruglezen: {why}");
        Diagnostic::error(codes::WORD_UNREADABLE, message)
    };
    match why {
        Weigering::Onleesbaar(Fout(why)) => told(why),
        Weigering::Vreemd => told("dit bestand is niet van dit dossier gemaakt")
            .help("lees het terug in het dossier waarvan het is gemaakt; van een brief die in Word is geschreven, maakt `kamerbrief new MAP --uit` een dossier"),
        Weigering::Twijfel(why) => {
            told(&format!("het is niet zeker dat dit bestand van dit dossier is gemaakt: {why}"))
                .help("kijk of dit het goede dossier is; is het dat, geef dan ook `--toch`")
        }
    }
}

/// Says what came back in a file, and keeps it.
fn tell((name, dossier): (&str, &Path), read: Teruggelezen, kept: &mut Kept, console: &Console) {
    let Teruggelezen { stuk, voorstellen: new, gemeld, .. } = read;
    let known = new.len();
    let voorstellen = &mut kept.voorstellen;
    let uit = new.first().map(|one| one.uit.clone()).unwrap_or_default();
    let gone = voorstellen.ingetrokken(&uit, &new);
    let ernaast = per_bestand(voorstellen.ernaast(&new));
    let numbers = voorstellen.erbij(new, &kept.teksten);
    console.say(&format!(
        "{name}: {}, {}",
        stuk.name(),
        match (numbers.len(), known) {
            (0, 0) if gemeld.is_empty() => "geen wijzigingen".to_owned(),
            (0, 0) => "geen voorstellen".to_owned(),
            (0, _) => "geen nieuwe voorstellen".to_owned(),
            (new, _) => words::count(new, "nieuw voorstel", "nieuwe voorstellen"),
        }
    ));
    for nummer in numbers {
        if let Some(one) = voorstellen.alle().iter().find(|one| one.nummer == nummer) {
            show(one, voorstellen, console);
        }
    }
    for (of, numbers) in per_bestand(&gone) {
        let is = if numbers.len() == 1 { "vervalt" } else { "vervallen" };
        let all = words::enumerate(&numbers, "en");
        console.say(&match of == uit {
            true => format!(
                "  Uit een eerdere versie van dit bestand {is} {all}: dat staat er niet meer in."
            ),
            false => format!(
                "  Uit {of} van dezelfde persoon {is} {all}: dit bestand wijzigt dezelfde woorden anders."
            ),
        });
    }
    for (of, numbers) in ernaast {
        let (is, those) = if numbers.len() == 1 { ("staat", "dat") } else { ("staan", "die") };
        console.say(&format!(
            "  Uit {of} van dezelfde persoon {is} nog open: {}. Is dit een nieuwe versie van dat bestand, wijs {those} dan af: `kamerbrief voorstellen {} --wijs-af {}`.",
            words::enumerate(&numbers, "en"),
            dossier.display(),
            numbers.join(" ")
        ));
    }
    if !read.alles_bijgehouden {
        console.say("  Niet alles is bijgehouden: wat zonder bijhouden is gewijzigd, is gevonden door te vergelijken.");
    }
    if !read.kent_stand {
        console.say("  Uit welke stand van het dossier dit bestand komt, is niet te zeggen: het is vergeleken met het dossier van nu.");
    }
    if !read.gewijzigd.is_empty() {
        console.say("  Sinds dit bestand is gemaakt, is in het dossier gewijzigd:");
        read.gewijzigd.iter().for_each(|place| console.say(&format!("    {}", waar(place))));
    }
    tell_left(gemeld.iter(), console);
    voorstellen.meld(gemeld);
}

/// The numbers of proposals, by the file that they came in.
fn per_bestand<'a>(all: impl IntoIterator<Item = &'a Voorstel>) -> BTreeMap<String, Vec<String>> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in all {
        out.entry(one.uit.clone()).or_default().push(one.nummer.to_string());
    }
    out
}

/// Says what does not come along.
fn tell_left<'a>(gemeld: impl Iterator<Item = &'a Gemeld>, console: &Console) {
    for (at, Gemeld { wat, wie, plaats, .. }) in gemeld.enumerate() {
        if at == 0 {
            console.say("  Dit gaat niet mee terug:");
        }
        let who = wie.as_ref().map_or_else(String::new, |wie| format!(" ({wie})"));
        let place = plaats.as_ref().and_then(|place| place.parse().ok());
        let place = place.map_or_else(String::new, |place| format!("{}: ", waar(&place)));
        console.say(&format!("    {place}{}{who}", short(wat)));
    }
}

/// The beginning of a text.
fn short(text: &str) -> String {
    let line = words::one_line(text);
    match line.char_indices().nth(400) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Shows a proposal: whose it is, where, and what was and will be.
fn show(one: &Voorstel, voorstellen: &Voorstellen, console: &Console) {
    let toen = one.toen().map_or_else(String::new, |when| format!(", {when}"));
    console.say(&format!("  {}. {}{toen}", one.nummer, one.van()));
    if one.delen.len() > 1 {
        console.say("     verplaatst:");
    }
    for deel in &one.delen {
        let place = deel.place().map_or_else(|| deel.plaats.clone(), |place| waar(&place));
        let zeker = if deel.onzeker { " (de plaats is niet meer zeker)" } else { "" };
        console.say(&format!("     {place}{zeker}"));
        let basis = voorstellen.basis(deel).unwrap_or_default();
        for part in vertoning(deel, basis) {
            console.say(&format!("       was:   {}{}{}", part.voor, part.weg, part.na));
            console.say(&format!("       wordt: {}{}{}", part.voor, part.erbij, part.na));
        }
        for text in deel.noten.values() {
            console.say(&format!("       nieuwe noot: {}", words::one_line(text)));
        }
    }
    let also = voorstellen.overlapt(one);
    if !also.is_empty() && one.stand == Beslissing::Open {
        let all: Vec<String> = also.iter().map(ToString::to_string).collect();
        console.say(&format!("     raakt dezelfde woorden als {}", words::enumerate(&all, "en")));
    }
}

fn settle(arguments: &VoorstellenArgs, console: &Console) -> Result<Exit, Exit> {
    let dossier = &arguments.dossier;
    let mut kept = Kept::open(dossier, console)?;
    let wanted = wanted(arguments, &kept.voorstellen, console)?;
    if arguments.gezien {
        kept.voorstellen.gezien(&[]);
    }
    if wanted.is_empty() && arguments.wijs_af.is_empty() {
        if arguments.gezien {
            kept.write(dossier, console)?;
        }
        let now = open(dossier, console)?.own();
        return Ok(list(&kept.voorstellen, &now, console));
    }
    let now = moment(None, console)?.to_string();
    let mut exit = Exit::Good;
    if !wanted.is_empty() {
        exit = take(arguments, &wanted, &mut kept, &now, console)?;
    }
    for nummer in &arguments.wijs_af {
        kept.voorstellen.beslis(*nummer, Beslissing::Afgewezen(now.clone()));
        console.say(&format!("voorstel {nummer}: afgewezen"));
    }
    kept.write(dossier, console)?;
    Ok(exit)
}

fn list(voorstellen: &Voorstellen, now: &Teksten, console: &Console) -> Exit {
    let open = voorstellen.open().count();
    console.say(&match open {
        0 => "geen open voorstellen".to_owned(),
        many => words::count(many, "open voorstel", "open voorstellen"),
    });
    for one in voorstellen.open() {
        show(one, voorstellen, console);
        if let Some(why) = voorstellen.bezwaar(one, now) {
            console.say(&format!("     kan zo niet worden overgenomen: {why}; {MET_DE_HAND}"));
        }
    }
    tell_left(voorstellen.gemeld(), console);
    let decided = |wanted: fn(&Beslissing) -> bool| {
        voorstellen.alle().iter().filter(|one| wanted(&one.stand)).count()
    };
    let taken = decided(|stand| matches!(stand, Beslissing::Genomen(_)));
    let refused = decided(|stand| matches!(stand, Beslissing::Afgewezen(_)));
    if taken + refused > 0 {
        console.say(&format!("eerder: {taken} overgenomen, {refused} afgewezen"));
    }
    Exit::Good
}

/// The numbers of the proposals to take.
fn wanted(
    arguments: &VoorstellenArgs,
    voorstellen: &Voorstellen,
    console: &Console,
) -> Result<Vec<u32>, Exit> {
    let refuse = |message: String| {
        let help = "`kamerbrief voorstellen DOSSIER` noemt de open voorstellen met hun nummers";
        console.refuse(Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help))
    };
    for nummer in arguments.neem.iter().chain(&arguments.wijs_af) {
        if !voorstellen.open().any(|one| one.nummer == *nummer) {
            return Err(refuse(format!("er is geen open voorstel {nummer}")));
        }
    }
    let mut all = arguments.neem.clone();
    for name in &arguments.alles_van {
        let theirs =
            |one: &&Voorstel| one.wie.iter().any(|wie| crate::dossier::is_zelfde(wie, name));
        let found: Vec<u32> = voorstellen.open().filter(theirs).map(|one| one.nummer).collect();
        if found.is_empty() {
            return Err(refuse(format!(
                "er zijn geen open voorstellen van {}",
                words::shorten(name)
            )));
        }
        all.extend(found);
    }
    all.sort_unstable();
    all.dedup();
    match all.iter().find(|nummer| arguments.wijs_af.contains(nummer)) {
        Some(both) => {
            Err(refuse(format!("voorstel {both} kan niet én worden overgenomen én afgewezen")))
        }
        None => Ok(all),
    }
}

/// Takes proposals, as many as go together with the dossier as it is.
fn take(
    arguments: &VoorstellenArgs,
    wanted: &[u32],
    kept: &mut Kept,
    now: &str,
    console: &Console,
) -> Result<Exit, Exit> {
    let dossier = &arguments.dossier;
    let mut good = GoodDossier::read(dossier, &arguments.outside, console)?;
    let before = good.workspace.own();
    let mut after = before.clone();
    let Overname { mut genomen, mut niet } = kept.voorstellen.neem(wanted, &mut after);
    // One that brings in a mistake keeps no other back.
    if genomen.len() > 1 && good.mistake(&after).is_some() {
        (after, genomen) = (before.clone(), Vec::new());
        niet.clear();
        for nummer in wanted {
            let mut trial = after.clone();
            let one = kept.voorstellen.neem(&[*nummer], &mut trial);
            match good.mistake(&trial).filter(|_| one.niet.is_empty()) {
                Some(what) => {
                    let why = format!("met dit voorstel heeft het dossier een fout: {what}");
                    niet.push((*nummer, why));
                }
                None => {
                    niet.extend(one.niet);
                    genomen.extend(one.genomen);
                    after = trial;
                }
            }
        }
        _ = good.mistake(&after);
    }
    for (nummer, why) in &niet {
        let message = format!("voorstel {nummer} is niet overgenomen: {why}");
        let told = Diagnostic::error(codes::PROPOSAL_STUCK, message).help(MET_DE_HAND);
        console.report(vec![told], &Sources::default());
    }
    after.retain(|name, text| before.get(name) != Some(text));
    let lost = good.with(&after, console).inspect_err(|_| {
        console.note("er is niets overgenomen: met deze voorstellen heeft het dossier fouten");
    })?;
    if !lost.is_empty() {
        let verb = if lost.len() == 1 { "vervalt de paraaf" } else { "vervallen de parafen" };
        console.note(&format!("let op: hiermee {verb} van {}", words::enumerate(&lost, "en")));
    }
    for (name, text) in &after {
        let was = before.get(name).map(String::as_bytes).unwrap_or_default();
        kept.slot
            .replace(&dossier.join(name), was, text.as_bytes())
            .map_err(|failure| console.unchangeable(&failure))?;
    }
    for nummer in genomen {
        kept.voorstellen.beslis(nummer, Beslissing::Genomen(now.to_owned()));
        console.say(&format!("voorstel {nummer}: overgenomen"));
    }
    Ok(if niet.is_empty() { Exit::Good } else { Exit::Errors })
}
