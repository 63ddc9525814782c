//! In: the parts of a document, and what stands at a place. Out: the parts as templates see them. Pure.

use std::ops::Range;

use minijinja::context;
use minijinja::value::Value;

use super::format::Sentence;
use crate::dossier::Place;
use crate::manuscript::{Hoofd, Manuscript, Stukdeel, Veldregel, Waarde, Zin, Zinsdeel};

/// Looks up what parts name by their places.
pub(super) struct Contents<'a> {
    /// The value at a place; undefined where there is none, so that printing it is a mistake.
    pub(super) at: &'a dyn Fn(&Place) -> Value,
    /// A value in a sentence, or a part of it.
    pub(super) stuk: &'a dyn Fn(&Place, Option<&Range<usize>>) -> Value,
    /// The last key of the way to a value.
    pub(super) sleutel: &'a dyn Fn(&Place) -> Value,
    /// The number of a paper, as it is cited.
    pub(super) kamerstuk: &'a dyn Fn(&Place) -> Value,
    pub(super) tabellen: &'a [Value],
}

/// Whether a part stands with the initials.
fn is_slot(part: &Stukdeel) -> bool {
    matches!(part, Stukdeel::Parafen { .. } | Stukdeel::Veld(_) | Stukdeel::Tekenregel(_))
}

impl Contents<'_> {
    /// A document: `hoofd`, and `delen`, each with its `soort` and what it prints. The same parts are in `vakken`, in which
    /// initials and what stands below them are one piece; they may stand above all else (`boven`).
    pub(super) fn stuk(&self, manuscript: &Manuscript) -> Value {
        let delen = self.delen(&manuscript.delen);
        let pieces = manuscript.delen.chunk_by(|one, next| is_slot(one) == is_slot(next));
        let mut at = 0;
        let vakken = pieces.map(|parts| {
            let (from, boven) = (at, at == 0 && parts.iter().all(is_slot));
            at += parts.len();
            context! { boven, delen => &delen[from..at] }
        });
        context! {
            hoofd => manuscript.hoofd.as_ref().map(|hoofd| self.hoofd(hoofd)),
            vakken => vakken.collect::<Vec<_>>(),
            delen,
        }
    }

    fn at(&self, place: &Place) -> Value {
        (self.at)(place)
    }

    fn all<'p>(&self, places: impl IntoIterator<Item = &'p Place>) -> Vec<Value> {
        places.into_iter().map(|place| self.at(place)).collect()
    }

    /// One value as it is; of more, content in which they stand behind each other.
    fn zin(&self, zin: &Zin) -> Value {
        if let [Zinsdeel::Veld(place)] = &zin.0[..] {
            return self.at(place);
        }
        let piece = |deel: &Zinsdeel| match deel {
            Zinsdeel::Veld(place) => (self.stuk)(place, None),
            Zinsdeel::Deel(place, range) => (self.stuk)(place, Some(range)),
            Zinsdeel::Sleutel(place) => (self.sleutel)(place),
            Zinsdeel::Kamerstuk(place) => (self.kamerstuk)(place),
            Zinsdeel::Teken(text) => Value::from(*text),
        };
        Value::from_object(Sentence(zin.0.iter().map(piece).collect()))
    }

    fn maybe(&self, place: Option<&Place>) -> Option<Value> {
        place.map(|place| self.at(place))
    }

    fn hoofd(&self, hoofd: &Hoofd) -> Value {
        context! {
            status => hoofd.status.as_ref().map(|status| self.waarde(status)),
            adres => self.all(&hoofd.adres),
            links => self.velden(&hoofd.links),
            kolom => self.velden(&hoofd.kolom),
            volg => self.velden(&hoofd.volg),
            datum => self.maybe(hoofd.datum.as_ref()),
            onderwerp => self.at(&hoofd.onderwerp),
        }
    }

    fn velden(&self, fields: &[Veldregel]) -> Vec<Value> {
        fields.iter().map(|field| self.veld(field)).collect()
    }

    fn veld(&self, Veldregel { label, regels, genummerd }: &Veldregel) -> Value {
        let lines: Vec<Value> = regels.iter().map(|line| self.waarde(line)).collect();
        context! { label => self.maybe(label.as_ref()), regels => lines, genummerd }
    }

    fn waarde(&self, value: &Waarde) -> Value {
        match value {
            Waarde::Veld(place) | Waarde::Woord { woord: place, .. } => self.at(place),
            Waarde::Zin(zin) => self.zin(zin),
            Waarde::Aantal(number) => Value::from(number.to_string()),
        }
    }

    fn delen(&self, parts: &[Stukdeel]) -> Vec<Value> {
        parts.iter().map(|part| self.deel(part)).collect()
    }

    fn deel(&self, part: &Stukdeel) -> Value {
        match part {
            Stukdeel::Kop { niveau, aanduiding, tekst } => context! {
                soort => "kop",
                niveau,
                aanduiding => aanduiding.as_ref().map(|start| context! {
                    woord => self.maybe(start.woord.as_ref()),
                    nummer => start.nummer,
                    teken => start.teken.to_string(),
                }),
                tekst => self.zin(tekst),
            },
            Stukdeel::Zin(zin) => context! { soort => "zin", tekst => self.zin(zin) },
            Stukdeel::Vraagdelen(parts) => {
                let parts = parts.iter().map(|part| {
                    context! { letter => (self.sleutel)(part), tekst => self.at(part) }
                });
                context! { soort => "vraagdelen", delen => parts.collect::<Vec<_>>() }
            }
            Stukdeel::Aanhaling(parts) => {
                context! { soort => "aanhaling", delen => self.delen(parts) }
            }
            Stukdeel::Regel(place) => context! { soort => "regel", tekst => self.at(place) },
            Stukdeel::Tekst(place) => context! { soort => "tekst", tekst => self.at(place) },
            Stukdeel::Kader { koppen, rijen } => context! {
                soort => "kader",
                koppen => self.all(koppen),
                rijen => rijen.iter().map(|(label, text)| self.all([label, text])).collect::<Vec<_>>(),
            },
            Stukdeel::Onderwerpen { kop, koppen } => context! {
                soort => "onderwerpen",
                kop => self.at(kop),
                koppen => self.all(koppen),
            },
            Stukdeel::Overzicht { koppen, rijen } => {
                let row =
                    |row: &[Zin; 3]| row.iter().map(|cell| self.zin(cell)).collect::<Vec<_>>();
                context! {
                    soort => "overzicht",
                    koppen => self.all(koppen),
                    rijen => rijen.iter().map(row).collect::<Vec<_>>(),
                }
            }
            Stukdeel::MedeNamens { zin, wie, en } => context! {
                soort => "mede_namens",
                zin => self.at(zin),
                wie => self.all(wie),
                en => self.at(en),
            },
            Stukdeel::Ondertekening { groet, wie } => {
                let signers = wie.iter().map(|signer| {
                    context! {
                        functie => self.at(&signer.functie),
                        namens_deze => self.maybe(signer.namens_deze.as_ref()),
                        naam => self.at(&signer.naam),
                    }
                });
                context! {
                    soort => "ondertekening",
                    groet => self.maybe(groet.as_ref()),
                    wie => signers.collect::<Vec<_>>(),
                }
            }
            Stukdeel::Veld(field) => context! { soort => "veld", veld => self.veld(field) },
            Stukdeel::Tekenregel(field) => {
                context! { soort => "tekenregel", veld => self.veld(field) }
            }
            Stukdeel::Parafen { kop, stappen, minstens } => {
                let steps = stappen.iter().map(|step| {
                    context! {
                        index => step.index,
                        rol => self.at(&step.rol),
                        naam => self.maybe(step.naam.as_ref()),
                    }
                });
                context! {
                    soort => "parafen",
                    minstens,
                    kop => self.at(kop),
                    stappen => steps.collect::<Vec<_>>(),
                }
            }
            Stukdeel::Tabel { index, .. } => context! {
                soort => "tabel",
                index,
                tabel => self.tabellen.get(*index),
            },
            Stukdeel::Uitleg { maatregel, toelichting, herkomst } => context! {
                soort => "uitleg",
                maatregel => self.zin(maatregel),
                toelichting => self.maybe(toelichting.as_ref()),
                herkomst => herkomst.as_ref().map(|both| self.all(both)),
            },
            Stukdeel::Stukken { kop, koppen, rijen } => {
                let rows = rijen.iter().map(|(name, about)| {
                    context! { naam => self.at(name), informatie => self.maybe(about.as_ref()) }
                });
                context! {
                    soort => "stukken",
                    kop => self.at(kop),
                    koppen => self.all(koppen),
                    rijen => rows.collect::<Vec<_>>(),
                }
            }
            Stukdeel::Bijlagenlijst { kop, titels } => context! {
                soort => "bijlagenlijst",
                kop => self.at(kop),
                titels => titels.iter().map(|title| self.zin(title)).collect::<Vec<_>>(),
            },
            Stukdeel::Tekstbijlage(parts) => {
                context! { soort => "tekstbijlage", delen => self.delen(parts) }
            }
            Stukdeel::Bijlage(parts) => {
                context! { soort => "bijlage", delen => self.delen(parts) }
            }
        }
    }
}
