//! In: the lists of words in `templates/lijsten/`. Out: the words that the rules and the import of spreadsheets look up, as types. Pure.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Kolomnaam, Onderdeel, Regel, Somnaam, Soort};

/// Losse woorden, om in op te zoeken.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(from = "Vec<Regel>")]
pub struct Opzoekwoorden(HashSet<String>);

impl Opzoekwoorden {
    /// Whether the list has a word, just as it is written.
    pub fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }

    /// Whether the list has a word, whatever its capitals.
    pub fn has_folded(&self, word: &str) -> bool {
        self.has(&folded(word))
    }
}

/// A word in lower case. Most words have no capital, and need no copy.
fn folded(word: &str) -> Cow<'_, str> {
    match word.chars().any(char::is_uppercase) {
        true => word.to_lowercase().into(),
        false => word.into(),
    }
}

impl From<Vec<Regel>> for Opzoekwoorden {
    fn from(words: Vec<Regel>) -> Self {
        Self(words.iter().map(|word| word.as_str().to_owned()).collect())
    }
}

/// Woorden die samen iets zeggen, om in op te zoeken bij het eerste woord.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(from = "Vec<Regel>")]
pub struct Zinsneden(HashMap<String, Vec<Vec<String>>>);

impl Zinsneden {
    /// The phrases that begin with a word, whatever its capitals, cut in words.
    pub fn beginning_with(&self, first: &str) -> &[Vec<String>] {
        self.0.get(&*folded(first)).map_or(&[], Vec::as_slice)
    }
}

impl From<Vec<Regel>> for Zinsneden {
    fn from(phrases: Vec<Regel>) -> Self {
        let mut all: HashMap<String, Vec<Vec<String>>> = HashMap::new();
        for phrase in phrases {
            let words: Vec<String> = phrase.as_str().split(' ').map(ToOwned::to_owned).collect();
            all.entry(words[0].clone()).or_default().push(words);
        }
        Self(all)
    }
}

/// Woorden waar de regels voor de taal naar kijken.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Taal {
    /// Afkortingen die elke lezer kent, en die geen uitleg nodig hebben.
    pub bekende_afkortingen: Vec<Regel>,
    /// Ambtelijke woorden, en wat ervoor in de plaats kan.
    pub ambtelijk: BTreeMap<String, Regel>,
    /// Woorden die goed zijn gespeld, en die het woordenboek niet kent.
    pub goed_gespeld: Opzoekwoorden,
    /// Afkortingen met een punt die geen zin besluit, zonder de laatste punt.
    pub afkortingen_met_punt: Opzoekwoorden,
    /// Afkortingen daarvan waarachter een hoofdletter wel een zin begint.
    pub afkortingen_aan_het_eind: Opzoekwoorden,
    /// Woorden waarachter een getal een nummer is, en niet de dag van een datum.
    pub genummerd: Opzoekwoorden,
    /// Woorden waarmee een afkorting tussen haken wordt ingevoerd.
    pub voert_afkorting_in: Vec<Regel>,
    /// Woorden die achter zo'n woord nog kunnen staan.
    pub bij_afkorting: Vec<Regel>,
    /// Woorden die terecht twee keer achter elkaar kunnen staan.
    pub mag_dubbel: Opzoekwoorden,
    /// Woorden waarvoor een half woord met een streepje staat.
    pub na_weglatingsstreepje: Opzoekwoorden,
    /// Wat een ander programma neerzet waar iets ontbreekt.
    pub plakresten: Vec<Regel>,
    /// Woorden waarmee de code van een veld in Word begint.
    pub veldcodes: Opzoekwoorden,
    /// Waarmee een bladwijzer begint die Word zelf maakt.
    pub bladwijzers_van_word: Vec<Regel>,
    /// Namen van velden van een verzendlijst.
    pub verzendvelden: Opzoekwoorden,
    /// Woorden voor het merkteken van een opmerking in de kantlijn van Word.
    pub opmerking_van_word: Opzoekwoorden,
    /// Woorden waarmee de voet van een bladzijde begint.
    pub bladzijde: Opzoekwoorden,
    /// Woorden die bij een `de` ervoor horen.
    pub hoort_bij_de: Opzoekwoorden,
    /// Vormen van `worden`.
    pub vormen_van_worden: Opzoekwoorden,
    /// Waarmee een voltooid deelwoord zonder `ge-` begint.
    pub onscheidbaar: Vec<Regel>,
    /// Waarmee een voltooid deelwoord van een scheidbaar werkwoord begint.
    pub scheidbaar: Vec<Regel>,
    /// Woorden die op een voltooid deelwoord lijken en er geen zijn.
    pub geen_deelwoord: Opzoekwoorden,
    /// Vormen van een werkwoord die alleen bij `u`, `jij` of `je` horen, en wat bij anderen hoort.
    pub tweede_persoon: BTreeMap<String, Regel>,
    /// Woorden waarmee iemand wordt aangesproken.
    pub aangesproken: Opzoekwoorden,
    /// Woorden waarmee de bewindspersoon van zichzelf spreekt.
    pub eerste_persoon: Opzoekwoorden,
    /// Rangtelwoorden.
    pub rangtelwoorden: Opzoekwoorden,
    /// Getallen in woorden.
    pub telwoorden: BTreeMap<String, u16>,
}

/// Woorden uit het verkeer met de Kamer.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kamerwoorden {
    /// Soorten debat.
    pub debatten: Vec<Regel>,
    /// Woorden in de titel van een debat die niet meetellen.
    pub niet_in_titel: Opzoekwoorden,
    /// Woorden waarachter een kaal nummer een Kamerstuk is.
    pub noemt_nummer: Opzoekwoorden,
    /// Dossiers waarvan een kaal nummer altijd een Kamerstuk is.
    pub bekende_dossiers: Opzoekwoorden,
    /// Stukken met hun eigen dag erachter.
    pub gedateerd: Vec<Regel>,
    /// Wat al een dag heeft als een brief het noemt.
    pub heeft_dag: Opzoekwoorden,
    /// Van wie zoiets kan zijn.
    pub afkomstig_van: Opzoekwoorden,
    /// Wat op een dag is gedaan.
    pub gedaan: Opzoekwoorden,
    /// Woorden waarmee een zin over later spreekt.
    pub komt_nog: Opzoekwoorden,
    /// Wat een Kamerlid met een motie of amendement doet, of ermee gebeurt.
    pub ingediend: Opzoekwoorden,
    /// Woorden voor een toezegging.
    pub toezegging: Opzoekwoorden,
    /// Andere vormen waarin een brief van een toezegging spreekt.
    pub toezegging_anders: Vec<Regel>,
    /// Woorden waarmee een brief een toezegging nakomt.
    pub komt_toezegging_na: Vec<Regel>,
    /// Woorden waarmee een brief iets toezegt.
    pub zegt_toe: Vec<Regel>,
    /// Woorden waarmee een brief spreekt van wat erbij gaat.
    pub bijlage: Opzoekwoorden,
    /// Partijen, zoals de Kamer ze schrijft.
    pub partijen: Vec<Regel>,
    /// Woorden waarmee een brief iets aanbiedt.
    pub biedt_aan: Vec<Regel>,
    /// Stukken van anderen, waarvan een bijlage niet meegaat met de brief.
    pub stukken_van_anderen: Opzoekwoorden,
}

/// Woorden van de beslisnota.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notawoorden {
    /// Koppen die ministeries voor een onderdeel gebruiken, naast die van het formulier.
    pub koppen: BTreeMap<Onderdeel, Vec<Regel>>,
    /// Wat tegen een bewindspersoon wordt gezegd, en nooit tegen de Kamer; in kleine letters.
    pub aan_bewindspersoon: Zinsneden,
    /// Begin van een zin die in het formulier zo staat.
    pub vaste_zinnen: Vec<Regel>,
    /// Woorden waarmee een nota spreekt van de brief die erbij gaat.
    pub bijgevoegd: Opzoekwoorden,
    /// Woorden waarmee een nota zegt dat de brief niets toezegt.
    pub geen_toezegging: Vec<Regel>,
    /// Begin van het onderdeel over wat niet openbaar wordt, als er niets is.
    pub niets_gelakt: Vec<Regel>,
    /// Woorden in dat onderdeel als er wel iets is.
    pub wel_gelakt: Vec<Regel>,
    /// Wat alleen in een onderdeel staat als er niets te zeggen is.
    pub niet_van_toepassing: Opzoekwoorden,
}

/// Woorden rond bedragen, dekking en de bijlage.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Geldwoorden {
    /// Namen van de directie of de mensen die over geld gaan, in kleine letters.
    pub fez: Vec<Regel>,
    /// Hetzelfde, waar nog letters aan vast mogen zitten.
    pub fez_deel: Vec<Regel>,
    /// Woorden die alleen al zeggen dat er geld te kort is.
    pub ongedekt: Opzoekwoorden,
    /// Woorden voor het geld waarmee iets wordt betaald.
    pub geld_ervoor: Opzoekwoorden,
    /// Woorden bij dat geld die zeggen dat het er niet of niet genoeg is.
    pub geld_ontbreekt: Zinsneden,
    /// Woorden in een zin over dat geld die zeggen dat daarover nog wordt beslist.
    pub geld_volgt: Zinsneden,
    /// Woorden waarbij een tekort een tekort aan geld is.
    pub tekort_aan_geld: Vec<Regel>,
    /// Woorden waarna dekking iets anders is dan geld.
    pub andere_dekking: Opzoekwoorden,
    /// Woorden die zeggen dat een getal in dezelfde zin geld is.
    pub over_geld: Opzoekwoorden,
    /// Eenheden achter een bedrag, die niet op een andere regel komen dan het getal.
    pub eenheden: Vec<Regel>,
    /// Woorden naast een waarde die de waarde zelf al zegt, of waarmee zij een ander bedrag wordt.
    pub maat_erbij: Opzoekwoorden,
    /// Wat zegt dat een bedrag in euro's is.
    pub munt: Opzoekwoorden,
    /// Woorden naast een getal die zeggen dat het een bedrag in euro's is.
    pub munt_na: Vec<Regel>,
    /// Woorden en letters achter een getal, en voor hoeveel nullen zij staan.
    pub machten: BTreeMap<String, u16>,
    /// Welke daarvan ook een gewicht zijn.
    pub macht_of_gewicht: Opzoekwoorden,
    /// Delen van een geheel in woorden, in honderdsten.
    pub breuken: BTreeMap<String, u16>,
    /// Woorden achter een getal dat geen geld is.
    pub telt_geen_geld: Vec<Regel>,
    /// Woorden die op een bedrag kunnen volgen.
    pub na_bedrag: Opzoekwoorden,
    /// Woorden waarbij een bedrag een grens, een deel of een schatting is.
    pub ongeveer: Vec<Regel>,
    /// Woorden waarmee een zin van alle maatregelen spreekt.
    pub alle_maatregelen: Vec<Regel>,
    /// Woorden waarmee een zin van een totaal spreekt.
    pub samen: Vec<Regel>,
    /// Wat een tekst telt als maatregelen van de bijlage.
    pub telt_maatregelen: Opzoekwoorden,
    /// Wat een tekst telt als groepen van de bijlage.
    pub telt_groepen: Opzoekwoorden,
    /// Woorden waarmee een telling er niet alle telt.
    pub telt_deel: Opzoekwoorden,
    /// Eerste woorden van een rij met een totaal in een tabel.
    pub totaalrij: Opzoekwoorden,
    /// Eerste woorden van een rij met een subtotaal.
    pub subtotaalrij: Opzoekwoorden,
    /// Woorden in de kop van een kolom die niet optelt.
    pub telt_niet_op: Vec<Regel>,
    /// Woorden in de kop van een kolom die niet optelt met de kolommen ernaast.
    pub telt_niet_naast: Vec<Regel>,
    /// Namen van de onderdelen van het kader Beleidskeuzes uitgelegd, in een zin.
    pub beleidskeuzes: BTreeMap<String, Regel>,
}

/// Woorden in een spreadsheet, naast die van ons eigen voorbeeld.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bladwoorden {
    /// Andere koppen van een kolom.
    pub koppen: BTreeMap<Kolomnaam, Vec<Regel>>,
    /// Koppen die vaak zo'n kolom zijn, maar niet zeker, in kleine letters; de melding noemt dan onze kop.
    pub lijkt_kop: BTreeMap<Kolomnaam, Vec<Regel>>,
    /// Andere namen van een rij die hier zelf wordt uitgerekend.
    pub somrijen: BTreeMap<Somnaam, Vec<Regel>>,
    /// Woorden die in een kop naast een jaar kunnen staan zonder dat de bedragen iets anders zijn, in kleine letters.
    pub bij_jaar: Opzoekwoorden,
    /// Namen van een groep waarvan de bedragen van zo'n soort zijn, naast het woord voor die soort zelf, in kleine letters.
    pub groepsoorten: BTreeMap<Soort, Vec<Regel>>,
    /// Eerste woorden van rijen die zelden een maatregel zijn, ook een paar woorden samen, in kleine letters.
    pub lijkt_som: Opzoekwoorden,
    /// Namen die alleen als hele naam van een rij een som, een stand of een grens zijn, in kleine letters.
    pub heet_alleen_som: Opzoekwoorden,
    /// Eerste woorden van rijen die vaak ontvangsten zijn, ook een paar woorden samen, in kleine letters; de melding vraagt
    /// ernaar, ook in `bijlage.yaml`.
    pub lijkt_ontvangst: Opzoekwoorden,
    /// Eerste woorden van rijen die vaak van de uitgaven af gaan, ook een paar woorden samen, in kleine letters; de melding
    /// vraagt ernaar, ook in `bijlage.yaml`.
    pub lijkt_minder: Opzoekwoorden,
    /// Eerste woorden van een regel die een som van andere heet, ook een paar woorden samen, in kleine letters.
    pub heet_som: Opzoekwoorden,
    /// Eerste woorden van een regel die een stand heet, ook een paar woorden samen, in kleine letters.
    pub heet_stand: Opzoekwoorden,
    /// Eerste woorden van een regel die alleen zo lijkt te heten, in kleine letters.
    pub heet_geen_som: Opzoekwoorden,
    /// Woorden waaruit de naam van een rij zonder bedragen bestaat, of die er tussen haakjes in staan, in kleine letters.
    pub geen_geld: Opzoekwoorden,
    /// Eerste woorden van een rij die een deel is van de rij erboven, en niet nog eens telt; ook in `bijlage.yaml`. Zonder
    /// de laatste punt, in kleine letters.
    pub deelrij: Opzoekwoorden,
    /// Woorden voor geld dat geen euro is, in kleine letters.
    pub andere_munt: Opzoekwoorden,
    /// Namen van de rij waaronder de dekking begint, in kleine letters.
    pub dekkingskoppen: Opzoekwoorden,
}

/// De gronden van de Wet open overheid.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Woo {
    /// Waarover elke grond om te lakken gaat, zoals 5.1.2e.
    pub gronden: BTreeMap<String, Regel>,
    /// Gronden van de Wob, die niet meer geldt, en wat in de Woo op hen lijkt.
    pub vervallen: BTreeMap<String, String>,
}

/// Woorden waarmee wordt gezocht naar wat is vergeten te lakken.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lakwoorden {
    /// Woorden in de kop van een kolom die over openbaarheid gaan.
    pub over_lakken: Vec<Regel>,
    /// Woorden die daarnaast niets zeggen.
    pub naast_lakken: Opzoekwoorden,
    /// Woorden waarmee iemand iets wilde lakken.
    pub bedoelt_lakken: Vec<Regel>,
    /// Woorden daarvan die zeggen dat het al is gedaan.
    pub is_gelakt: Opzoekwoorden,
    /// Woorden bij een grond waarmee een tekst een wet aanhaalt, en niets lakt.
    pub citeert: Opzoekwoorden,
    /// Woorden voor een naam, die zelf geen naam zijn.
    pub aanspreking: Opzoekwoorden,
    /// Woorden waarachter een gewoon woord met een hoofdletter zelden een mens is, maar een plaats of een organisatie.
    pub voor_plaats: Opzoekwoorden,
    /// Woorden voor wie in de Kamer zit.
    pub kamerlid: Opzoekwoorden,
    /// Woorden voor een ambt, waarachter de naam staat van iemand die iedereen kent.
    pub ambt: Opzoekwoorden,
    /// Woorden naast een naam waarnaar iets anders heet, of delen van zo'n woord.
    pub heet_naar: Opzoekwoorden,
    /// Woorden waarmee een naam die van een organisatie is.
    pub organisatie: Opzoekwoorden,
    /// Woorden waarmee de naam van een bedrijf begint, en die er niets van zeggen.
    pub in_bedrijfsnaam: Opzoekwoorden,
    /// Namen die in elke brief staan.
    pub in_elke_brief: Opzoekwoorden,
    /// Uitgangen van een naam.
    pub uitgangen: Vec<Regel>,
    /// Eerste deel van een e-mailadres dat van niemand is.
    pub adres_van_niemand: Opzoekwoorden,
    /// Mappen op een computer die van niemand zijn.
    pub map_van_niemand: Opzoekwoorden,
    /// Woorden voor het apenstaartje in een adres.
    pub apenstaartje: Vec<Regel>,
    /// Woorden voor de punt in een adres.
    pub punt: Vec<Regel>,
    /// Wat voor een nummer zegt dat het een BSN is.
    pub noemt_bsn: Vec<Regel>,
    /// Wat voor een nummer zegt dat het een bankrekening is.
    pub noemt_rekening: Vec<Regel>,
    /// Wat voor een nummer zegt dat het van een stuk is.
    pub noemt_stuk: Vec<Regel>,
}
