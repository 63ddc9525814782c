//! In: the fields that a profile lists. Out: those that a dossier fills, with label and lines. Pure.

use super::{Veldregel, Waarde, items, word};
use crate::dossier::{Bestand, Dossier, Nota, Place, Root, Veld};

/// The fields of a list that have something to say, in order. Without a nota there are only those that a letter has.
pub(super) fn velden(dossier: &Dossier, nota: Option<&Nota>, list: &[Veld]) -> Vec<Veldregel> {
    list.iter().filter_map(|veld| field(dossier, nota, *veld)).collect()
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
    let regels = match veld {
        Veld::Onderdeel => {
            // It stands in bold above its own departments, also when there are none.
            let regels = many(&sender.key("afdelingen"), gegevens.afzender.afdelingen.len());
            return Some(Veldregel { label: Some(sender.key("onderdeel")), regels });
        }
        Veld::Bezoekadres => many(&word(&["adres", "bezoek"]), adres.bezoek.len()),
        Veld::Postadres => many(&word(&["adres", "post"]), adres.post.len()),
        Veld::Website => many(&word(&["adres", "website"]), adres.website.len()),
        Veld::Contactpersoon => {
            let wie = gegevens.afzender.contactpersoon.as_ref()?;
            let place = sender.key("contactpersoon");
            let others =
                [("functie", &wie.functie), ("telefoon", &wie.telefoon), ("email", &wie.email)];
            let others = others.into_iter().filter(|(_, line)| line.is_some());
            ["naam"]
                .into_iter()
                .chain(others.map(|(key, _)| key))
                .map(|key| Waarde::Veld(place.key(key)))
                .collect()
        }
        Veld::Datum => one(top.key("datum")),
        Veld::Referentie => one(top.key("kenmerk")),
        Veld::UwReferentie => one(dossier.uw_kenmerk()?.1),
        Veld::Bijlagen => {
            let number = nota.map_or(dossier.aantal_bijlagen(), |nota| nota.bijlagen.len());
            (number > 0).then(|| vec![Waarde::Aantal(number)])?
        }
        of_nota => lines(dossier, nota?, of_nota),
    };
    let unlabelled = matches!(veld, Veld::Bezoekadres | Veld::Postadres | Veld::Website);
    let own = nota.is_some() && dossier.profiel.nota.labels.contains_key(&veld);
    let label = match own {
        true => word(&["nota", "labels", veld.name()]),
        false => word(&["labels", veld.name()]),
    };
    let label = (!unlabelled).then_some(label);
    (!regels.is_empty()).then_some(Veldregel { label, regels })
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
    items(&place, list.len()).into_iter().map(Waarde::Veld).collect()
}
