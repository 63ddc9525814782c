//! In: a letter that was read. Out: what of it was guessed or not found, to be told. Pure.

use super::Bestaand;
use super::hoofd::Kopveld;
use crate::diagnostic::words;
use crate::overnemen::Gemist;

impl Bestaand {
    /// What was guessed, or could not come along.
    pub(super) fn twijfel(&self) -> Vec<Gemist> {
        let hoofd = &self.hoofd;
        let is_open = |veld: Kopveld| hoofd.veld(veld).is_none();
        let signs = &self.einde.tekenaars;
        let missing = [
            (
                is_open(Kopveld::Onderwerp),
                "het onderwerp is niet gevonden",
                "vul het in bij `onderwerp:` in dossier.yaml",
            ),
            (
                is_open(Kopveld::Kenmerk),
                "het kenmerk is niet gevonden",
                "vul het in bij `kenmerk:` in dossier.yaml",
            ),
            (
                hoofd.datum.is_none(),
                "de datum is niet gevonden",
                "kijk `datum:` na in dossier.yaml",
            ),
            (
                hoofd.kamer.is_none() && hoofd.adres.is_empty(),
                "aan wie de brief is, is niet gevonden: hij is nu aan de Tweede Kamer",
                "zet anders `geadresseerde:` in dossier.yaml",
            ),
            (
                hoofd.beide,
                "de brief is aan beide Kamers: het dossier is aan één ervan",
                "kijk `geadresseerde:` na in dossier.yaml, en maak voor de andere Kamer een eigen brief",
            ),
            (
                is_open(Kopveld::Onderdeel),
                "welk onderdeel de brief verstuurt, is niet gevonden",
                "vul het in bij `afzender:` in dossier.yaml",
            ),
            (
                signs.is_empty(),
                "wie de brief tekent, is niet gevonden",
                "vul het in bij `ondertekening:` in dossier.yaml; stond er een ondertekening, dan staat zij nu in de tekst of in een bijlage",
            ),
            (
                self.einde.geraden,
                "de brief heeft geen slotgroet: wie hem tekent, is geraden uit zijn laatste regels",
                "kijk `ondertekening:` na in dossier.yaml",
            ),
            (
                signs.iter().any(|one| one.naam.is_empty()),
                "de naam van wie tekent, is niet gevonden",
                "vul hem in bij `ondertekening:` in dossier.yaml",
            ),
            (
                self.los.bijgehouden,
                "in de brief waren wijzigingen bijgehouden; zij zijn alle overgenomen",
                "kijk na of dat klopt",
            ),
        ];
        let missing = missing.into_iter().filter(|(is_so, ..)| *is_so);
        let mut out: Vec<Gemist> = missing
            .map(|(_, wat, hulp)| Gemist {
                wat: wat.into(),
                hulp: Some(hulp.into()),
                plaatsen: Vec::new(),
            })
            .collect();
        let count = self.regels.beelden.len();
        if count > 0 {
            let wat = format!(
                "{} niet overgenomen",
                words::count(count, "afbeelding is", "afbeeldingen zijn")
            );
            let hulp = Some("zet een figuur als bestand in het dossier, en noem haar bij `figuren:` in brief.yaml".to_owned());
            out.push(Gemist { wat, hulp, plaatsen: Vec::new() });
        }
        out.extend(self.vorm());
        for what in &self.los.vreemd {
            let wat = format!("er staat {what} in de brief");
            let hulp = Some("kijk in het dossier na wat ervan is overgenomen".to_owned());
            out.push(Gemist { wat, hulp, plaatsen: Vec::new() });
        }
        out
    }
}
