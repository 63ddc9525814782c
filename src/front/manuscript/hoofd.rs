//! In: the fields that a profile lists. Out: those that a dossier fills, with label and lines. Pure.

use super::wie::in_de_zin;
use super::{Veldregel, Waarde, Zin, Zinsdeel, items, word};
use crate::dossier::{
    Bestand, BijlagenInKolom, Dossier, Nota, NotaBijlage, Place, Regel, Root, Stuk, Veld,
};

/// The fields of a list that have something to say, in order. Without a nota there are only those that a letter has.
pub(super) fn velden<'a>(
    dossier: &Dossier,
    nota: Option<&Nota>,
    list: impl IntoIterator<Item = &'a Veld>,
) -> Vec<Veldregel> {
    list.into_iter().filter_map(|veld| field(dossier, nota, *veld)).collect()
}

/// The word for the status of a nota.
pub(super) fn status(dossier: &Dossier, nota: &Nota) -> Option<Waarde> {
    let (status, van) = match nota.status {
        Some(status) => (status, Place::top(Root::File(Bestand::Nota)).key("status")),
        None => (dossier.profiel.nota.standaardstatus?, word(&["nota", "standaardstatus"])),
    };
    Some(Waarde::Woord { woord: word(&["nota", "status", status.name()]), van })
}

fn field(dossier: &Dossier, nota: Option<&Nota>, veld: Veld) -> Option<Veldregel> {
    let top = Place::top(Root::File(Bestand::Dossier));
    let sender = top.key("afzender");
    let (gegevens, adres) = (&dossier.gegevens, &dossier.profiel.adres);
    let many = |list: &Place, length| {
        items(list, length).into_iter().map(Waarde::Veld).collect::<Vec<_>>()
    };
    let one = |place: Place| vec![Waarde::Veld(place)];
    let own = Place::top(Root::File(Bestand::Nota));
    let stuk = if nota.is_some() { Stuk::Beslisnota } else { Stuk::Kamerbrief };
    let form = &dossier.profiel.nota;
    let mut genummerd = None;
    let regels = match veld {
        Veld::Onderdeel => {
            // It stands in bold above its own departments, also when there are none.
            let regels = many(&sender.key("afdelingen"), gegevens.afzender.afdelingen.len());
            return Some(Veldregel { label: Some(sender.key("onderdeel")), regels, genummerd });
        }
        Veld::Bezoekadres => many(&word(&["adres", "bezoek"]), adres.bezoek.len()),
        Veld::Postadres => many(&word(&["adres", "post"]), adres.post.len()),
        Veld::Website => many(&word(&["adres", "website"]), adres.website.len()),
        Veld::Contactpersoon => {
            let place = sender.key("contactpersoon");
            let lines = gegevens.afzender.contactpersoon.iter().flat_map(|wie| {
                let others =
                    [("functie", &wie.functie), ("telefoon", &wie.telefoon), ("email", &wie.email)];
                let others = others.into_iter().filter(|(_, line)| line.is_some());
                ["naam"].into_iter().chain(others.map(|(key, _)| key))
            });
            lines.map(|key| Waarde::Veld(place.key(key))).collect()
        }
        Veld::Datum => one(dossier.datum_en_plaats(stuk).1),
        Veld::Referentie => one(dossier.kenmerk_en_plaats(stuk).1),
        Veld::UwReferentie => {
            let theirs = dossier.uw_kenmerken().into_iter();
            theirs.map(|(_, place)| Waarde::Veld(place)).collect()
        }
        Veld::Bijlagen => {
            let number = nota.map_or(dossier.aantal_bijlagen(), |nota| nota.bijlagen.len());
            // What no table names is named here.
            let named = nota.filter(|_| number > 0 && !form.bijlagentabel);
            let counts = named.is_none() || form.bijlagen_in_kolom == BijlagenInKolom::Aantal;
            let count = (number > 0 && counts).then_some(Waarde::Aantal(number));
            genummerd = named.map(|_| usize::from(count.is_some()));
            let names = named.map(|nota| stukken(nota, &own.key("bijlagen"))).unwrap_or_default();
            count.into_iter().chain(names).collect()
        }
        of_nota => lines(dossier, nota?, of_nota),
    };
    let keeps_label = nota.is_some() && form.lege_velden.contains(&veld);
    let own = form.labels.get(&veld).filter(|_| nota.is_some());
    let label = match (own, veld) {
        (Some(own), _) => own.regel().map(|_| word(&["nota", "labels", veld.name()])),
        (None, Veld::Bezoekadres | Veld::Postadres | Veld::Website) => None,
        (None, _) => Some(word(&["labels", veld.name()])),
    };
    (!regels.is_empty() || keeps_label).then_some(Veldregel { label, regels, genummerd })
}

/// The documents that come with a nota, by name, with what it says of them.
fn stukken(nota: &Nota, list: &Place) -> Vec<Waarde> {
    let one = |(stuk, place): (&NotaBijlage, Place)| {
        let name = Zinsdeel::Veld(place.key("naam"));
        match stuk.informatie {
            Some(_) => Waarde::Zin(Zin(vec![
                name,
                Zinsdeel::Teken(" ("),
                Zinsdeel::Veld(place.key("informatie")),
                Zinsdeel::Teken(")"),
            ])),
            None => Waarde::Veld(place.key("naam")),
        }
    };
    nota.bijlagen.iter().zip(items(list, nota.bijlagen.len())).map(one).collect()
}

/// The lines of a field that only a nota has.
fn lines(dossier: &Dossier, nota: &Nota, veld: Veld) -> Vec<Waarde> {
    let place = Place::top(Root::File(Bestand::Nota)).key("velden").key(veld.name());
    let velden = &nota.velden;
    let list = match veld {
        Veld::Aan => &velden.aan,
        Veld::Van => &velden.van,
        Veld::OpgesteldDoor => &velden.opgesteld_door,
        Veld::Auteur => &velden.auteur,
        Veld::SamengewerktMet => &velden.samengewerkt_met,
        Veld::AfgestemdMet => &velden.afgestemd_met,
        Veld::InternAfgestemd => &velden.intern_afgestemd,
        Veld::ExternAfgestemd => &velden.extern_afgestemd,
        Veld::KopieAan => &velden.kopie_aan,
        Veld::Kenmerk => &velden.kenmerk,
        Veld::MetAkkoordVan => &velden.met_akkoord_van,
        Veld::Ontvangen => &velden.ontvangen,
        Veld::OndertekendDoor => &velden.ondertekend_door,
        Veld::Status => return status(dossier, nota).into_iter().collect(),
        Veld::Beslistermijn => {
            return velden.beslistermijn.map(|_| Waarde::Veld(place)).into_iter().collect();
        }
        Veld::ActiefOpenbaar => {
            let word = |public| word(&["woorden", if public { "ja" } else { "nee" }]);
            let value = velden.actief_openbaar;
            let value = value.map(|public| Waarde::Woord { woord: word(public), van: place });
            return value.into_iter().collect();
        }
        _ => return Vec::new(),
    };
    // On one line with it, what is typed goes on from its label: `Aan de Minister van …`, `met akkoord van de Minister`.
    let form = &dossier.profiel.nota;
    let goes_on = form.links_op_een_regel && form.links.contains(&veld)
        || form.onder_parafen.contains(&veld) && veld != Veld::OndertekendDoor;
    let line = |(line, place): (&Regel, Place)| match goes_on {
        true => Waarde::Zin(Zin(in_de_zin(line, place))),
        false => Waarde::Veld(place),
    };
    list.iter().zip(items(&place, list.len())).map(line).collect()
}
