//! In: a document and evidence about the signatures in it. Out: a revision behind it that holds the evidence; and of such
//! a revision, the evidence. Pure.
//!
//! It is the document security store (DSS; ETSI EN 319 142-1, 5.4): certificates and answers as streams, not packed, each
//! once, and which of them are about which signature (VRI). What was in it stays in it.

use std::borrow::Cow;

use ring::digest;

use super::document::{Document, Part};
use super::evidence::{Answer, Evidence, read_certificate};
use super::object::{Dictionary, Value};
use super::revision::Revision;
use der::Encode;

/// Bytes of all evidence of a file together, and the number of items in one list, at most.
pub(super) const MAX_BYTES: usize = 30 * 1024 * 1024;
const MAX_ITEMS: usize = 500;
/// The lists of the store, and what they are called for one signature.
const LISTS: [(&str, &str); 3] = [("Certs", "Cert"), ("OCSPs", "OCSP"), ("CRLs", "CRL")];

/// What stands in the lists, in their order.
#[derive(Default)]
struct Material<'a>([Vec<Cow<'a, [u8]>>; 3]);

/// How the store names a signature: by what stands in its place, filled up with zeros (5.4.2.3).
pub(super) fn key(contents: &[u8]) -> String {
    let digest = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, contents);
    digest.as_ref().iter().map(|byte| format!("{byte:02X}")).collect()
}

impl<'a> Material<'a> {
    fn of(evidence: &'a Evidence) -> Option<Self> {
        let certificates = evidence.certificates.iter().map(|one| Ok(Cow::Owned(one.to_der()?)));
        let answers = |ocsp| {
            let all = evidence.answers.iter().filter(move |answer| answer.is_ocsp() == ocsp);
            all.map(|answer| Cow::Borrowed(answer.der.as_slice())).collect()
        };
        Some(Self([certificates.collect::<der::Result<_>>().ok()?, answers(true), answers(false)]))
    }

    /// The evidence, when each of them is what its list says, and nothing besides.
    fn evidence(&self, part: usize) -> Option<Evidence> {
        let Self([certificates, ocsps, crls]) = self;
        let mut evidence = Evidence::default();
        for one in certificates {
            evidence.certificates.push(read_certificate(one)?);
        }
        for (all, is_ocsp) in [(ocsps, true), (crls, false)] {
            for one in all {
                let answer = Answer::read(one, part)?;
                (answer.is_ocsp() == is_ocsp).then_some(())?;
                evidence.answers.push(answer);
            }
        }
        Some(evidence)
    }
}

/// A revision that adds evidence about the signature with this key.
pub(super) fn write(document: &Document<'_>, evidence: &Evidence, key: &str) -> Option<Vec<u8>> {
    write_material(document, &Material::of(evidence)?, key)
}

fn write_material(document: &Document<'_>, material: &Material<'_>, key: &str) -> Option<Vec<u8>> {
    let (root, catalog) = document.root()?;
    let mut revision = Revision::new(document);
    let number = match catalog.get("DSS") {
        Some(store) => store.as_reference()?,
        None => {
            let number = revision.fresh();
            let mut catalog = catalog.clone();
            catalog.set("DSS", Value::Reference(number));
            revision.put(root, catalog);
            number
        }
    };
    let mut store = match revision.dictionary(number) {
        Some(store) => store,
        None => Dictionary::new([("Type", Value::name("DSS"))]),
    };
    let mut about = Dictionary::new([("Type", Value::name("VRI"))]);
    for ((name, own), items) in LISTS.iter().zip(&material.0).filter(|(_, items)| !items.is_empty())
    {
        let mut list = document.list(&store, name).to_vec();
        let mut here = Vec::new();
        for item in items {
            let there = list.iter().chain(&here).find(|one| {
                let object = one.as_reference().and_then(|one| document.objects.get(&one));
                object.is_some_and(|object| object.stream == Some(item.as_ref()))
            });
            let reference = match there {
                Some(there) => there.clone(),
                None => {
                    let fresh = revision.fresh();
                    let length = i64::try_from(item.len()).ok()?;
                    let head = Dictionary::new([("Length", Value::integer(length))]);
                    revision.objects.insert(fresh, (Value::Dictionary(head), Some(item.to_vec())));
                    list.push(Value::Reference(fresh));
                    Value::Reference(fresh)
                }
            };
            here.push(reference);
        }
        store.set(name, Value::Array(list));
        about.set(own, Value::Array(here));
    }
    let mut all = match store.get("VRI") {
        Some(all) => all.as_dictionary()?.clone(),
        None => Dictionary::default(),
    };
    all.set(key, Value::Dictionary(about));
    store.set("VRI", Value::Dictionary(all));
    revision.put(number, store);
    revision.finish()
}

/// The same revision again, and the evidence that was not there before; `None` when it is none. `keys` are those of the signatures
/// before it.
pub(super) fn written_again(
    document: &Document<'_>,
    part: &Part<'_>,
    keys: &[&str],
    number_of_part: usize,
    mut left: usize,
) -> Option<(Vec<u8>, Evidence)> {
    let (root, catalog) = document.root()?;
    let object = |number: &u32| part.objects.get(number).or_else(|| document.objects.get(number));
    let now = object(&root)?.value.as_dictionary()?.get("DSS")?.as_reference()?;
    let store = part.objects.get(&now)?.value.as_dictionary()?;
    let before = catalog.get("DSS").and_then(|store| document.follow(store).as_dictionary());
    let old = before.and_then(|store| store.get("VRI")?.as_dictionary());
    let all = store.get("VRI")?.as_dictionary()?;
    let mut new = all.entries().filter(|(key, about)| {
        let key = std::str::from_utf8(key).ok();
        old.and_then(|old| old.get(key?)) != Some(*about)
    });
    let (key, about) = new.next()?;
    let key = keys.iter().find(|own| own.as_bytes() == key)?;
    let (mut material, mut added) = (Material::default(), Material::default());
    let lists = material.0.iter_mut().zip(&mut added.0);
    for ((name, own), (items, fresh)) in LISTS.iter().zip(lists) {
        let Some(list) = about.as_dictionary()?.get(own) else { continue };
        let known = before.map(|store| document.list(store, name)).unwrap_or_default();
        for reference in list.as_array()?.iter().take(MAX_ITEMS) {
            let number = reference.as_reference()?;
            let stream = match part.objects.get(&number) {
                Some(object) => {
                    let stream = object.stream?;
                    left = left.checked_sub(stream.len())?;
                    fresh.push(Cow::Borrowed(stream));
                    stream
                }
                // It was looked at when it came.
                None => known
                    .contains(reference)
                    .then(|| document.objects.get(&number)?.stream)
                    .flatten()?,
            };
            items.push(Cow::Borrowed(stream));
        }
    }
    // `sign` never writes a store without certificates.
    (!material.0[0].is_empty()).then_some(())?;
    let evidence = added.evidence(number_of_part)?;
    Some((write_material(document, &material, key)?, evidence))
}
