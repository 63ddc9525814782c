//! In: the arguments of `sign`. Out: a PDF with a signature more. Wiring.

use std::path::{Path, PathBuf};

use super::{Console, Exit, GoodDossier, moment, one_line};
use crate::cli::SignArgs;
use crate::diagnostic::{Diagnostic, codes};
use crate::dossier::{Gegevens, Regel, Stuk};
use crate::export::{self, Format, SignaturePlace};
use crate::seal::{
    self, Call, CommandSigner, Corners, Evidence, Inquiry, KnownFonts, LocalKey, Oordeel,
    Randomness, Signer, Stamper, Trouble, Vak, Wish,
};
use crate::signoff;
use crate::source::Sources;
use crate::system::{self, Failure, Output, Slot};
use crate::typeset::Paged;

/// What the signed file's name ends with.
const SIGNED: &str = "-getekend";

/// What is signed: the bytes, their place, and where the signatures are seen.
struct Work {
    bytes: Vec<u8>,
    from: PathBuf,
    to: PathBuf,
    vakken: Vec<Vak>,
    /// The dossier that it was made of; none of a file.
    made_of: Option<GoodDossier>,
}

impl Work {
    /// The fonts that its letters may be of.
    fn fonts(&self, arguments: &SignArgs, console: &Console) -> Result<KnownFonts, Exit> {
        match &self.made_of {
            Some(good) => Ok(good.typesetter.fonts().known()),
            None => Ok(super::resources(&arguments.outside, console)?.1.known()),
        }
    }
}

pub(super) fn run(arguments: &SignArgs, console: &Console) -> Exit {
    match sign(arguments, console) {
        Ok(()) => Exit::Good,
        Err(exit) => exit,
    }
}

fn sign(arguments: &SignArgs, console: &Console) -> Result<(), Exit> {
    let moment = moment(arguments.tijd.as_deref(), console)?;
    let line = |name, value: &Option<String>| {
        value.as_deref().map(|value| one_line(name, value, console)).transpose()
    };
    let (reden, plaats) = (line("reden", &arguments.reden)?, line("plaats", &arguments.plaats)?);
    let veld = line("veld", &arguments.veld)?;
    let opdracht = arguments.opdracht.as_deref().map(|line| command("opdracht", line, console));
    let opdracht = opdracht.transpose()?;
    let tsa = arguments.tsa_opdracht.as_deref().map(|line| command("tsa-opdracht", line, console));
    let tsa = tsa.transpose()?;
    if let Some(address) = arguments.tsa.as_deref().filter(|tsa| !tsa.starts_with("http://")) {
        let message = format!("`--tsa {address}` kan niet: het adres begint niet met http://");
        let help = "een tijdstempel is zelf ondertekend, en hoeft niet over https; werkt de dienst alleen zo, neem dan `--tsa-opdracht`";
        return Err(console.refuse(Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help)));
    }
    let evidence = evidence(arguments, console)?;
    // The user may name another moment, but not one that is still to come, and the certificate must be valid today too.
    let now = super::moment(None, console)?;
    if moment.seconds() > now.seconds() {
        let message = format!("`--tijd` kan niet: {moment} is nog niet geweest");
        let help = "laat `--tijd` weg, of noem een moment dat is geweest";
        return Err(console.refuse(Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help)));
    }
    let call = |digest: &[u8]| match &opdracht {
        Some((program, arguments)) => system::pipe(program, arguments, digest),
        None => Err("er is geen opdracht".into()),
    };
    let randomness = system::randomness();
    // Who must type a password keeps nobody waiting for the folder.
    let keyless = |trouble: Trouble| refuse(trouble, &arguments.what, console);
    let signer = signer(arguments, &call, &randomness, console)?.map_err(keyless)?;
    seal::may_sign(&*signer, &now).map_err(keyless)?;
    let slot = slot(arguments).map_err(|failure| console.unwritable(&failure))?;
    let slot = console.held(slot);
    let work = if system::is_folder(&arguments.what) {
        of_dossier(arguments, console)?
    } else {
        of_file(arguments, console)?
    };
    let refuse = |trouble: Trouble| refuse(trouble, &work.from, console);
    let service = |request: &[u8]| match (&tsa, arguments.tsa.as_deref()) {
        (Some((program, arguments)), _) => system::pipe(program, arguments, request),
        (None, Some(address)) => system::post_timestamp(address, request),
        (None, None) => Err("er is geen dienst".into()),
    };
    let stamper = Stamper { call: &service, randomness: &randomness };
    let stamped = tsa.is_some() || arguments.tsa.is_some();
    let fonts = work.fonts(arguments, console)?;
    let wish = Wish {
        veld: veld.as_ref().map(Regel::as_str),
        moment: &moment,
        reden: reden.as_ref().map(Regel::as_str),
        plaats: plaats.as_ref().map(Regel::as_str),
        vakken: &work.vakken,
        nog_een: arguments.nog_een,
        naast_onbekende: arguments.naast_onbekende,
        fonts: &fonts,
    };
    let mut signed =
        seal::sign(&work.bytes, &wish, &*signer, stamped.then_some(stamper)).map_err(refuse)?;
    if let Some(given) = &evidence {
        let inquiry =
            Inquiry { given, ask: &system::ask_about_certificate, now: &now, fonts: &fonts };
        let archive = arguments.lta.then_some(stamper);
        signed.bytes = seal::keep(&signed.bytes, inquiry, archive).map_err(refuse)?;
    }
    // A key, a card or a service may have taken its time.
    let made_of = work.made_of.as_ref();
    let input = made_of.map(|good| good.as_read(&arguments.what, &arguments.outside));
    let _still = input.map(|input| input.hold(console)).transpose()?;
    write(&work, &slot, &signed.bytes, console)?;
    let stamp = match (arguments.lta, arguments.lt, stamped) {
        (true, ..) => ", met tijdstempel en bewijs voor later, en een tijdstempel daarover (B-LTA)",
        (_, true, _) => ", met tijdstempel en bewijs voor later (B-LT)",
        (.., true) => ", met tijdstempel",
        _ => "",
    };
    let seen = match &signed.plek {
        Some(vak) => format!("te zien boven {}", vak.naam),
        None => "niet te zien op de bladzijde".into(),
    };
    let named = !work.vakken.is_empty();
    for one in signed.eerder.iter().filter(|one| !one.documenttijdstempel) {
        console.say(&earlier(one, &work.vakken, named));
    }
    console.say(&format!(
        "{}  {}: {}, {moment}{stamp}; {seen}",
        work.to.display(),
        signed.veld,
        signed.naam
    ));
    Ok(())
}

/// Who signed before, and whether the dossier names him.
fn earlier(one: &Oordeel, vakken: &[Vak], named: bool) -> String {
    let who = one.ondertekenaar.as_deref().unwrap_or("onbekend");
    let when = one.moment.as_ref().map(|when| format!(", {when}")).unwrap_or_default();
    let known = seal::strangers(std::slice::from_ref(one), vakken).is_empty();
    let what = match (named, known) {
        (true, true) => "wie het dossier daar noemt",
        (true, false) => "NIET wie het dossier daar noemt",
        (false, _) => "niet nagegaan of dit de juiste persoon is; dat kan met het dossier",
    };
    format!("al ondertekend  {}: {who}{when}: {what}", one.veld)
}

/// Tells why nothing was signed.
fn refuse(trouble: Trouble, file: &Path, console: &Console) -> Exit {
    // What is wrong with the document is one thing, with the key or the service another.
    let exit = if matches!(
        trouble,
        Trouble::Pdf(_) | Trouble::Lettertype(_) | Trouble::Again(_) | Trouble::Stranger(_)
    ) {
        Exit::Errors
    } else {
        Exit::Environment
    };
    console.report(vec![trouble.diagnostic(&file.display().to_string())], &Sources::default());
    exit
}

/// What the user gives to judge the signature by later; nothing when that is not wanted.
fn evidence(arguments: &SignArgs, console: &Console) -> Result<Option<Evidence>, Exit> {
    let refuse = |code, message: String, help| {
        Err(console.refuse(Diagnostic::error(code, message).help(help)))
    };
    let stamped = arguments.tsa.is_some() || arguments.tsa_opdracht.is_some();
    let wanted = arguments.lt || arguments.lta;
    if wanted && !stamped {
        let level = if arguments.lta { "lta" } else { "lt" };
        let message = format!("bij `--{level}` hoort een tijdstempel");
        return refuse(codes::ARGUMENT_INVALID, message, "geef ook `--tsa` of `--tsa-opdracht`");
    }
    let mut all = Evidence::default();
    let files = [("keten", &arguments.keten), ("ocsp", &arguments.ocsp), ("crl", &arguments.crl)];
    for (name, files) in files {
        for path in files {
            if !wanted {
                let message = format!("`--{name}` hoort bij `--lt` of `--lta`");
                return refuse(codes::ARGUMENT_INVALID, message, "geef ook `--lt` of `--lta`");
            }
            let bytes = read(path, console)?;
            let (good, what) = match name {
                "keten" => (all.add_certificates(&bytes), "certificaat"),
                _ => (all.add_answer(&bytes), "antwoord van een uitgever"),
            };
            if !good {
                let message = format!("in {} staat geen {what}", path.display());
                let help = "`kamerbrief explain H009` zegt welke bestanden kunnen";
                return refuse(codes::EVIDENCE_MISSING, message, help);
            }
        }
    }
    Ok(wanted.then_some(all))
}

/// Puts the signed file in its place: of what is there already, only exactly what was signed is replaced.
fn write(work: &Work, slot: &Slot, bytes: &[u8], console: &Console) -> Result<(), Exit> {
    let written = match system::is_file(&work.to) {
        true => slot.replace(&work.to, &work.bytes, bytes),
        false => slot.create(&work.to, bytes),
    };
    written.map_err(|failure| console.unwritable(&failure))
}

/// The slot of the folder where the signed file comes. Of what comes with a dossier no link may lead out of it.
fn slot(arguments: &SignArgs) -> Result<Slot, Failure> {
    match (&arguments.out, system::is_folder(&arguments.what)) {
        (Some(out), _) => Slot::beside(out, None),
        (None, true) => Output::of(&arguments.what, None).slot(),
        (None, false) => Slot::beside(&arguments.what, None),
    }
}

/// A document of a dossier that is signed off: as it is made now, or with the signatures that it already has.
fn of_dossier(arguments: &SignArgs, console: &Console) -> Result<Work, Exit> {
    let dossier = &arguments.what;
    let good = GoodDossier::read_final(dossier, &arguments.outside, console)?;
    let missing = good.filled.aftekening().missing(good.filled.checked(), &good.sources);
    if !missing.is_empty() {
        console.report(missing, &good.sources);
        return Err(Exit::Errors);
    }
    let all = good.filled.stukken();
    let stuk = match arguments.only {
        Some(stuk) => stuk,
        None => *all.first().unwrap_or(&Stuk::Kamerbrief),
    };
    if !all.contains(&stuk) {
        let message = format!("dit dossier maakt geen {}", stuk.name());
        let bestand = stuk.bestand(good.filled.checked().dossier().gegevens.soort);
        let help = format!("voeg {} toe, of noem met `--only` een ander document", bestand.name());
        console.report(
            vec![Diagnostic::error(codes::FILE_MISSING, message).help(help)],
            &Sources::default(),
        );
        return Err(Exit::Errors);
    }
    let (document, bytes) = good.pdf(stuk, console)?;
    let from = Output::of(dossier, None).path(&Format::Pdf.path(stuk));
    let to = arguments.out.clone().unwrap_or_else(|| signed_name(&from));
    let vakken = vakken(&document, &good.filled.checked().dossier().gegevens);
    // Signatures that are there stay there.
    let bytes = match system::is_file(&to) {
        false => bytes,
        true => {
            let before = read(&to, console)?;
            if !before.starts_with(&bytes) {
                let message = format!("{} is niet meer wat dit dossier maakt", to.display());
                let help = "bewaar dat bestand elders of haal het weg, en teken opnieuw";
                console.report(
                    vec![Diagnostic::error(codes::SIGNED_OTHER, message).help(help)],
                    &Sources::default(),
                );
                return Err(Exit::Errors);
            }
            before
        }
    };
    Ok(Work { bytes, from: to.clone(), to, vakken, made_of: Some(good) })
}

fn of_file(arguments: &SignArgs, console: &Console) -> Result<Work, Exit> {
    if arguments.only.is_some() {
        let message = "`--only` kan alleen bij een dossier";
        let help = "noem de map van het dossier, of laat `--only` weg";
        return Err(console.refuse(Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help)));
    }
    let from = arguments.what.clone();
    let bytes = read(&from, console)?;
    if seal::keywords(&bytes).is_some_and(|words| signoff::is_draft(&words)) {
        let message = format!(
            "{} is een concept: niet iedereen in de parafenroute is akkoord",
            from.display()
        );
        let help = "laat wie het aangaat paraferen, en maak het document opnieuw met `kamerbrief build --definitief`";
        console.report(
            vec![Diagnostic::error(codes::NOT_SIGNED_OFF, message).help(help)],
            &Sources::default(),
        );
        return Err(Exit::Errors);
    }
    let to = match &arguments.out {
        Some(out) => out.clone(),
        // A file that has a signature gets the next one itself.
        None if seal::has_signature(&bytes) => from.clone(),
        None => signed_name(&from),
    };
    if !system::is_same(&to, &from) && system::is_file(&to) {
        let message = format!("{} bestaat al", to.display());
        let help = "onderteken dat bestand om er een handtekening bij te zetten, of kies met `--out` een andere naam";
        console.report(
            vec![Diagnostic::error(codes::SIGNED_OTHER, message).help(help)],
            &Sources::default(),
        );
        return Err(Exit::Errors);
    }
    Ok(Work { bytes, from, to, vakken: Vec::new(), made_of: None })
}

/// `brief.pdf` becomes `brief-getekend.pdf`.
pub(super) fn signed_name(file: &Path) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    file.with_file_name(format!("{stem}{SIGNED}.pdf"))
}

/// Where each signer's signature is seen.
pub(super) fn vakken(document: &Paged, gegevens: &Gegevens) -> Vec<Vak> {
    let vak = |SignaturePlace { functie, naam, page, corners }| Vak {
        wie: format!("{functie}, {naam}"),
        naam,
        page,
        place: Corners(corners),
    };
    export::signature_places(document, gegevens).into_iter().map(vak).collect()
}

/// What signs, as the user named it.
fn signer<'a>(
    arguments: &SignArgs,
    call: Call<'a>,
    randomness: &Randomness,
    console: &Console,
) -> Result<Result<Box<dyn Signer + 'a>, Trouble>, Exit> {
    let lock = |about: &Path| {
        system::password(arguments.wachtwoord_bestand.as_deref(), &about.display().to_string())
            .map_err(|Failure { path, reason, .. }| {
                Trouble::Key(format!("de sleutel in {path} vraagt een wachtwoord: {reason}; geef `--wachtwoord-bestand` of KAMERBRIEF_WACHTWOORD"))
            })
    };
    if let Some(path) = &arguments.p12 {
        let bytes = read(path, console)?;
        let key = LocalKey::from_p12(&bytes, &mut || lock(path), randomness);
        return Ok(key.map(|key| Box::new(key) as Box<dyn Signer>));
    }
    let Some(path) = &arguments.certificaat else {
        let message = "er is niets om mee te tekenen";
        let help = "geef `--p12`, of `--certificaat` met `--sleutel` of `--opdracht`";
        return Err(console.refuse(Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help)));
    };
    let certificates = read(path, console)?;
    match (&arguments.sleutel, &arguments.opdracht) {
        (Some(path), _) => {
            let key = read(path, console)?;
            let key = LocalKey::from_pem(&key, &certificates, &mut || lock(path), randomness);
            Ok(key.map(|key| Box::new(key) as Box<dyn Signer>))
        }
        (None, Some(_)) => {
            Ok(CommandSigner::new(&certificates, call).map(|one| Box::new(one) as Box<dyn Signer>))
        }
        (None, None) => {
            let message = "bij `--certificaat` hoort wat ermee tekent";
            let help = "geef ook `--sleutel` of `--opdracht`";
            Err(console.refuse(Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help)))
        }
    }
}

/// A file that the user names.
pub(super) fn read(path: &Path, console: &Console) -> Result<Vec<u8>, Exit> {
    system::read(path).map_err(|failure| {
        let help = "kijk of het pad klopt";
        console.fail(codes::FILE_UNREADABLE, "kan niet lezen:", &failure, help)
    })
}

/// A command with its arguments, as a shell would split them.
fn command(name: &str, line: &str, console: &Console) -> Result<(String, Vec<String>), Exit> {
    let mut words = shlex::split(line).unwrap_or_default().into_iter();
    match words.next() {
        Some(program) => Ok((program, words.collect())),
        None => {
            let message = format!(
                "`--{name}` kan zo niet: er staat geen opdracht, of een aanhalingsteken is niet gesloten"
            );
            let help = "schrijf de opdracht met haar argumenten tussen enkele aanhalingstekens";
            Err(console.refuse(Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help)))
        }
    }
}
