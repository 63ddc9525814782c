//! In: the documents of a set. Out: their metadata as DiWoo 0.9.8, and the sitemap that leads harvesters to them. Pure.
//!
//! What must be there, in which order, and from which lists, the XML schema says: standaarden.overheid.nl/diwoo/metadata.

use std::io;

use kamerbrief_base::controls::in_xml;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::documenten::Document;
use super::{Stof, iso};
use crate::dossier::{Begrip, Gronden, Publicatiecodes, Stuk};
use crate::export::Files;

const DIWOO: &str = "https://standaarden.overheid.nl/diwoo/metadata/";
const DIWOO_XSD: &str =
    "https://standaarden.overheid.nl/diwoo/metadata/0.9.8/xsd/diwoo-metadata.xsd";
const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const SITEMAP_XSD: &str = "http://www.sitemaps.org/schemas/sitemap/0.9/sitemap.xsd";
const SITEINDEX_XSD: &str = "http://www.sitemaps.org/schemas/sitemap/0.9/siteindex.xsd";
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

type Xml = Writer<Vec<u8>>;

/// A file of metadata for each document, the sitemap, and its index.
pub(super) fn files(stof: &Stof<'_>, codes: &Publicatiecodes) -> Result<Files, String> {
    let mut files = Files::new();
    for document in &stof.documenten {
        let xml = file(|xml| {
            let about = format!("{DIWOO} {DIWOO_XSD}");
            xml.create_element("diwoo:Document")
                .with_attributes([
                    ("xmlns:diwoo", DIWOO),
                    ("xmlns:xsi", XSI),
                    ("xsi:schemaLocation", about.as_str()),
                ])
                .write_inner_content(|xml| metadata(xml, document, stof, codes))?;
            Ok(())
        })?;
        files.push((format!("diwoo/{}.xml", document.naam), xml));
    }
    let number = codes.categorie.nummer.as_str();
    let (map, index) = (
        format!("sitemap-diwoo-infocat{number}-1.xml"),
        format!("sitemapindex-diwoo-infocat{number}.xml"),
    );
    let sitemap = file(|xml| {
        let about = format!("{SITEMAP} {SITEMAP_XSD} {DIWOO} {DIWOO_XSD}");
        xml.create_element("urlset")
            .with_attributes([
                ("xmlns", SITEMAP),
                ("xmlns:diwoo", DIWOO),
                ("xmlns:xsi", XSI),
                ("xsi:schemaLocation", about.as_str()),
            ])
            .write_inner_content(|xml| {
                for document in &stof.documenten {
                    group(xml, "url", |xml| {
                        text(xml, "loc", &stof.adres(&document.pad()))?;
                        text(xml, "lastmod", &iso(stof.opgave.dag))?;
                        group(xml, "diwoo:Document", |xml| metadata(xml, document, stof, codes))
                    })?;
                }
                Ok(())
            })?;
        Ok(())
    })?;
    let sitemapindex = file(|xml| {
        let about = format!("{SITEMAP} {SITEINDEX_XSD}");
        xml.create_element("sitemapindex")
            .with_attributes([
                ("xmlns", SITEMAP),
                ("xmlns:xsi", XSI),
                ("xsi:schemaLocation", about.as_str()),
            ])
            .write_inner_content(|xml| {
                group(xml, "sitemap", |xml| {
                    text(xml, "loc", &stof.adres(&map))?;
                    text(xml, "lastmod", &iso(stof.opgave.dag))
                })
            })?;
        Ok(())
    })?;
    files.extend([(map, sitemap), (index, sitemapindex)]);
    Ok(files)
}

/// What there is to say of a document.
fn metadata(
    xml: &mut Xml,
    document: &Document,
    stof: &Stof<'_>,
    codes: &Publicatiecodes,
) -> io::Result<()> {
    let day = format!("{}T00:00:00", iso(stof.datum()));
    group(xml, "diwoo:DiWoo", |xml| {
        group(xml, "diwoo:identifiers", |xml| text(xml, "diwoo:identifier", &document.kenmerk))?;
        coded(xml, "diwoo:publisher", &stof.organisatie)?;
        coded(xml, "diwoo:verantwoordelijke", &stof.organisatie)?;
        group(xml, "diwoo:titelcollectie", |xml| {
            text(xml, "diwoo:officieleTitel", &document.titel)?;
            group(xml, "diwoo:verkorteTitels", |xml| {
                text(xml, "diwoo:verkorteTitel", stof.onderwerp())
            })
        })?;
        group(xml, "diwoo:omschrijvingen", |xml| {
            text(xml, "diwoo:omschrijving", &document.omschrijving)
        })?;
        group(xml, "diwoo:classificatiecollectie", |xml| {
            group(xml, "diwoo:documentsoorten", |xml| {
                coded(xml, "diwoo:documentsoort", &document.soort)
            })?;
            group(xml, "diwoo:informatiecategorieen", |xml| {
                let (naam, uri) = (codes.categorie.naam.clone(), codes.categorie.uri.clone());
                coded(xml, "diwoo:informatiecategorie", &Begrip { naam, uri })
            })
        })?;
        text(xml, "diwoo:creatiedatum", &iso(stof.datum()))?;
        coded(xml, "diwoo:language", &codes.taal)?;
        coded(xml, "diwoo:format", &codes.formaat)?;
        // What belongs together can be found by the reference of the letter.
        text(xml, "diwoo:aggregatiekenmerk", stof.kenmerk())?;
        group(xml, "diwoo:documenthandelingen", |xml| {
            group(xml, "diwoo:documenthandeling", |xml| {
                let signed = document.stuk == Stuk::Kamerbrief;
                let kind = if signed { &codes.ondertekening } else { &codes.vaststelling };
                coded(xml, "diwoo:soortHandeling", kind)?;
                text(xml, "diwoo:atTime", &day)?;
                coded(xml, "diwoo:wasAssociatedWith", &stof.organisatie)
            })
        })?;
        let relations = relations(document, stof, codes);
        match relations.is_empty() {
            true => Ok(()),
            false => group(xml, "diwoo:documentrelaties", |xml| {
                relations.iter().try_for_each(|(kind, resource, label)| {
                    group(xml, "diwoo:documentrelatie", |xml| {
                        coded(xml, "diwoo:role", kind)?;
                        xml.create_element("diwoo:relation")
                            .with_attribute(("resource", in_xml(resource).as_str()))
                            .write_text_content(BytesText::new(&in_xml(label)))?;
                        Ok(())
                    })
                })
            }),
        }
    })
}

/// How a document relates to others: which kind, what identifies the other, its title. There is no `is bijlage bij` in the
/// list; what comes with a letter refers to it.
fn relations<'a>(
    document: &Document,
    stof: &'a Stof<'_>,
    codes: &'a Publicatiecodes,
) -> Vec<(&'a Begrip, &'a str, &'a str)> {
    let mut all = Vec::new();
    let is_main = document.is_hoofddocument(&stof.documenten);
    for other in stof.documenten.iter().filter(|other| other.stuk != document.stuk) {
        let kind = match (is_main, other.is_hoofddocument(&stof.documenten)) {
            (true, _) => &codes.heeft_bijlage,
            (false, true) => &codes.verwijst_naar,
            (false, false) => continue,
        };
        all.push((kind, other.kenmerk.as_str(), other.titel.as_str()));
    }
    if document.stuk == Stuk::Kamerbrief {
        let theirs = stof.opgave.checked.dossier().uw_kenmerken().into_iter();
        // A mark in its place leads nowhere.
        let theirs = theirs.filter(|(theirs, _)| Gronden::of_merk(theirs.as_str()).is_none());
        all.extend(theirs.map(|(theirs, _)| (&codes.reactie_op, theirs.as_str(), theirs.as_str())));
    }
    all
}

/// A file with a declaration, and what is written into it.
fn file(write: impl FnOnce(&mut Xml) -> io::Result<()>) -> Result<Vec<u8>, String> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))
        .and_then(|()| write(&mut xml))
        .map_err(|error| error.to_string())?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn group(
    xml: &mut Xml,
    name: &str,
    inner: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    xml.create_element(name).write_inner_content(inner)?;
    Ok(())
}

fn text(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&in_xml(text)))?;
    Ok(())
}

fn coded(xml: &mut Xml, name: &str, begrip: &Begrip) -> io::Result<()> {
    xml.create_element(name)
        .with_attribute(("resource", in_xml(begrip.uri.as_str()).as_str()))
        .write_text_content(BytesText::new(&in_xml(begrip.naam.as_str())))?;
    Ok(())
}
