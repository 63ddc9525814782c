//! What each room costs, on the real dossier (`content/mensenhandel`). Run with `cargo bench`.
//!
//! Measured on 2 cores (cloud machine, Rust 1.95, Typst 0.15.1), 27 November 2026, medians, with mimalloc as in the program; rows with * are older, from
//! before the house was divided in crates:
//!
//! | what | time |
//! |---|---|
//! | read (what did not change is remembered) + check with the rules + render the whole dossier | 0.3 + 3.6 + 1.6 ms |
//! | read and check 64 kB, 256 kB, 1 MB (target: linear) | in sections 9.1, 26.5, 95.7 ms *; one list of 1 MB 274 ms *; one sentence of 1 MB 323 ms * |
//! | typeset the letter, cold, and hold it against the text | 40 ms |
//! | export the letter to PDF | 5.5 ms |
//! | annex from workbook to sheets, 500, 1,000, 2,000, 5,000 rows of 8 years | 49, 118, 254, 671 ms * |
//! | the same, Typst from sheets to PDF (target: ours at most a quarter, linear) | 0.82, 1.67, 3.22, 7.62 s (ours is 9 %) * |
//! | whole process, three documents, cold | 161 ms, 63 MB (target: under 200 ms, 200 MB) |
//!
//! What a word costs that changes, and whole processes beside those of others: `benches/metingen/meet.py`.
#![expect(clippy::unwrap_used, reason = "a benchmark may stop at the first surprise")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use kamerbrief::check::{Needs, examine};
use kamerbrief::dossier::{Bestand, Stuk, read, trees};
use kamerbrief::render::render;
use kamerbrief::seal::{self, Anchors, Corners, LocalKey, Trouble, Vak, Wish};
use kamerbrief::source::Sources;
use kamerbrief::templates::Templates;
use kamerbrief::typeset::{Fonts, Typesetter};
use kamerbrief::workspace::Workspace;
use kamerbrief::{FilledDossier, Job, begin, fill, inspect, system};
use typst::comemo;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The files of a dossier, by their names.
type Files = BTreeMap<String, Vec<u8>>;

/// The real dossier.
fn files() -> Files {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/mensenhandel");
    let read = |name: String| Some((name.clone(), system::read(&path.join(&name)).ok()?));
    Bestand::ALL.map(Bestand::name).into_iter().filter_map(read).collect()
}

fn workspace(files: &Files) -> Workspace {
    Workspace::new("dossier", files.clone()).unwrap()
}

fn folder() -> Workspace {
    workspace(&files())
}

fn text(files: &Files, bestand: Bestand) -> String {
    String::from_utf8(files[&bestand.name()].clone()).unwrap()
}

fn typesetter() -> Typesetter {
    Typesetter::new(Fonts::new([]))
}

/// A dossier of which nothing stands in the way, and its files.
fn filled(job: Job<'_>, typesetter: &mut Typesetter) -> (FilledDossier, Sources) {
    let mut sources = Sources::default();
    (fill(job, typesetter, &mut sources, &mut Vec::new()).unwrap(), sources)
}

fn letter(
    workspace: &Workspace,
    templates: &Templates,
    typesetter: &mut Typesetter,
) -> (FilledDossier, Sources) {
    let job = Job { workspace, templates, stukken: &[Stuk::Kamerbrief], style: false };
    filled(job, typesetter)
}

/// From a filled dossier to the PDF of a document.
fn finish(
    (filled, sources): &(FilledDossier, Sources),
    stuk: Stuk,
    typesetter: &Typesetter,
) -> Vec<u8> {
    filled.made(stuk, typesetter, sources, &mut Vec::new()).unwrap().1
}

/// The letter, from the files on; the rules are gone through in the meantime.
fn letter_as_pdf(
    workspace: &Workspace,
    templates: &Templates,
    typesetter: &mut Typesetter,
) -> Vec<u8> {
    let job = Job { workspace, templates, stukken: &[Stuk::Kamerbrief], style: false };
    let (mut sources, mut found) = (Sources::default(), Vec::new());
    let (filled, rules) = begin(job, typesetter, &mut sources, &mut found);
    let pdf = finish(&(filled.unwrap(), sources), Stuk::Kamerbrief, typesetter);
    assert!(rules.finish(&mut found));
    pdf
}

fn rooms(criterion: &mut Criterion) {
    let (folder, templates, fonts) = (folder(), Templates::default(), Fonts::new([]));
    let printable = |char| fonts.has(char);
    let images = BTreeMap::new();
    let needs = Needs { stukken: &[], images: &images, style: false, printable: &printable };
    let mut group = criterion.benchmark_group("kamers");
    group.bench_function("lezen", |bencher| {
        bencher.iter(|| black_box(read(trees(&folder, &templates, &mut Sources::default()))));
    });
    let mut sources = Sources::default();
    let reading = read(trees(&folder, &templates, &mut sources));
    group.bench_function("controleren", |bencher| {
        bencher.iter_batched(
            || reading.clone(),
            |reading| {
                let examined = examine(reading, &sources, needs);
                let mut found = Vec::new();
                examined.rules.run(&sources, &mut found);
                black_box((examined, found))
            },
            BatchSize::SmallInput,
        );
    });
    let checked = examine(reading, &sources, needs).checked.unwrap();
    group.bench_function("vullen", |bencher| {
        bencher.iter_batched(
            || sources.clone(),
            |mut sources| {
                let fonts = fonts.set();
                black_box(render(&checked, &templates, &fonts, &mut sources)).unwrap()
            },
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

fn typesetting(criterion: &mut Criterion) {
    let (folder, templates) = (folder(), Templates::default());
    let mut group = criterion.benchmark_group("kamerbrief");
    group.sample_size(20);
    group.bench_function("zetten, koud", |bencher| {
        bencher.iter_batched(
            || {
                comemo::evict(0);
                let mut typesetter = typesetter();
                let outcome = letter(&folder, &templates, &mut typesetter);
                (typesetter, outcome)
            },
            |(typesetter, outcome)| {
                let (filled, sources) = &outcome;
                black_box(filled.typeset(Stuk::Kamerbrief, &typesetter, sources, |_| ()))
            },
            BatchSize::PerIteration,
        );
    });
    let mut typesetter_ = typesetter();
    let outcome = letter(&folder, &templates, &mut typesetter_);
    let (filled, sources) = &outcome;
    let (document, _) = filled.typeset(Stuk::Kamerbrief, &typesetter_, sources, |_| ());
    let (document, ()) = document.unwrap();
    group.bench_function("uitvoeren naar PDF", |bencher| {
        bencher.iter(|| filled.pdf(Stuk::Kamerbrief, &document, &typesetter_, sources).unwrap());
    });
    group.finish();
}

/// A dossier of about this many bytes: the real letter's and nota's texts again and again, each time with other
/// words in it.
fn large(bytes: usize) -> Workspace {
    let mut files = files();
    let (brief, nota) = (text(&files, Bestand::Brief), text(&files, Bestand::Nota));
    let prose: String = nota
        .lines()
        .filter(|line| line.starts_with("    "))
        .map(|line| format!("  {line}\n"))
        .collect();
    let prose =
        prose.replace("[^som]", "").replace("[^rondetafels]", "").replace("[^bloemlezing]", "");
    let (opening, rest) = brief.split_once("secties:\n").unwrap();
    let mut all = format!("{opening}secties:\n");
    for number in 0.. {
        if all.len() + rest.len() > bytes {
            break;
        }
        let edited = prose.replace("Actieplan", &format!("Actieplan{number}"));
        all.push_str(&format!("  - kop: Deel {number}\n    tekst: |\n{edited}"));
    }
    all.push_str(rest);
    files.insert(Bestand::Brief.name(), all.into_bytes());
    workspace(&files)
}

/// A letter that is one text of about this many bytes: a list, or a paragraph without a full stop.
fn single(bytes: usize, list: bool) -> Workspace {
    const ITEM: &str = "de motie van het lid Bikker c.s. (nr. 5) over \"opvang\" kost de minister van Financiën op 5 mei 2023 € 2 miljoen, zoals <kst:28638-238> zegt";
    let item = if list { format!("  - {ITEM}.\n") } else { format!("  {ITEM}, en\n") };
    let mut files = files();
    let brief = format!("opening: |\n{}  einde.\n", item.repeat(bytes / item.len()));
    files.insert(Bestand::Brief.name(), brief.into_bytes());
    workspace(&files)
}

/// Makes a dossier of about so many bytes.
type Make = fn(usize) -> Workspace;

/// Reading and checking must take time in proportion to the dossier.
fn sizes(criterion: &mut Criterion) {
    let (templates, fonts) = (Templates::default(), Fonts::new([]));
    let mut group = criterion.benchmark_group("lezen en controleren");
    group.sample_size(10);
    let shapes: [(&str, Make); 3] = [
        ("secties", large),
        ("één lijst", |bytes| single(bytes, true)),
        ("één zin", |bytes| single(bytes, false)),
    ];
    let sizes = shapes.iter().flat_map(|shape| [64, 256, 1_024].map(|size| (shape, size)));
    for ((name, make), kilobytes) in sizes {
        let folder = make(kilobytes * 1_024);
        group.throughput(Throughput::Bytes(kilobytes as u64 * 1_024));
        group.bench_function(format!("{name}, {kilobytes} kB"), |bencher| {
            bencher.iter(|| {
                let job =
                    Job { workspace: &folder, templates: &templates, stukken: &[], style: false };
                black_box(inspect(job, &|char| fonts.has(char), &mut Sources::default()))
            });
        });
    }
    group.finish();
}

/// Signs and words at which something is looked for before or behind them. Each of them a whole letter full must take
/// time in proportion to the letter too.
const ODD: [&str; 24] = [
    "{ REF ",
    "{ REF) ",
    "{{ b }} ",
    "[",
    "[a](lak:5.1.2e) ",
    "[a]({{ b }}) ",
    "[^a] ",
    "<kst:1-2> ",
    "*",
    "**a",
    "`",
    "1% ",
    "(1%) ",
    "€ 1 tot ",
    "2 miljoen ",
    "36 410 ",
    "AB (",
    "(",
    "\"",
    "’",
    "- ",
    "oor- ",
    "Minister ",
    "het het ",
];

/// Whatever sign a text is full of.
fn signs(criterion: &mut Criterion) {
    let (templates, fonts) = (Templates::default(), Fonts::new([]));
    let mut group = criterion.benchmark_group("vol tekens");
    group.sample_size(10);
    for (sign, kilobytes) in ODD.iter().flat_map(|sign| [64, 256].map(|size| (sign, size))) {
        let mut files = files();
        let text = sign.repeat(kilobytes * 1_024 / sign.len());
        let brief = format!("opening: |\n  x {text}\n");
        files.insert(Bestand::Brief.name(), brief.into_bytes());
        let folder = workspace(&files);
        group.throughput(Throughput::Bytes(kilobytes as u64 * 1_024));
        group.bench_function(format!("{sign:?}, {kilobytes} kB"), |bencher| {
            bencher.iter(|| {
                let job =
                    Job { workspace: &folder, templates: &templates, stukken: &[], style: true };
                black_box(inspect(job, &|char| fonts.has(char), &mut Sources::default()))
            });
        });
    }
    group.finish();
}

/// A dossier that is only an annex, with this many measures of eight years in a workbook, in groups of twenty.
fn annex(rows: u32) -> Workspace {
    const YEARS: std::ops::Range<u16> = 2024..2032;
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, head) in (0..).zip(["Groep", "Maatregel", "Trekker", "Artikel"]) {
        sheet.write(0, column, head).unwrap();
    }
    for (column, year) in (4..).zip(YEARS) {
        sheet.write(0, column, year).unwrap();
    }
    for row in 1..=rows {
        sheet.write(row, 0, format!("Thema {}", (row - 1) / 20 + 1)).unwrap();
        sheet.write(row, 1, format!("Maatregel {row} voor de aanpak van mensenhandel")).unwrap();
        sheet.write(row, 2, format!("Uitvoerder {}", row % 7)).unwrap();
        sheet.write(row, 3, 30 + row % 8).unwrap();
        for (column, year) in (4..).zip(YEARS) {
            let amount = f64::from((row * 7_919 + u32::from(year) * 104_729) % 100_000) / 10.0;
            sheet.write(row, column, amount).unwrap();
        }
    }
    let bijlage = "{titel: Groot, status: raming, eenheid: duizend, spreadsheet: {bestand: groot.xlsx}, dekking: geen}";
    let mut files = files();
    files.retain(|name, _| *name == Bestand::Dossier.name());
    files.insert(Bestand::Bijlage.name(), bijlage.into());
    files.insert("groot.xlsx".into(), workbook.save_to_buffer().unwrap());
    workspace(&files)
}

/// From workbook to PDF must take time in proportion to the rows, and our part little of it.
fn annexes(criterion: &mut Criterion) {
    let templates = Templates::default();
    let mut group = criterion.benchmark_group("bijlage");
    group.sample_size(10);
    for rows in [500, 1_000, 2_000, 5_000] {
        let workspace = annex(rows);
        let stukken = &[Stuk::Bijlage];
        let job = Job { workspace: &workspace, templates: &templates, stukken, style: false };
        group.throughput(Throughput::Elements(rows.into()));
        group.bench_function(format!("van xlsx tot bladen, {rows} rijen"), |bencher| {
            bencher.iter_batched(
                typesetter,
                |mut typesetter| black_box(filled(job, &mut typesetter)),
                BatchSize::PerIteration,
            );
        });
        group.bench_function(format!("van bladen tot PDF, {rows} rijen"), |bencher| {
            bencher.iter_batched(
                || {
                    comemo::evict(0);
                    let mut typesetter = typesetter();
                    let outcome = filled(job, &mut typesetter);
                    (typesetter, outcome)
                },
                |(typesetter, outcome)| black_box(finish(&outcome, Stuk::Bijlage, &typesetter)),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

/// A signature on the letter with its annex, and the proof of it; and what a signature adds to the file.
fn signatures(criterion: &mut Criterion) {
    let (folder, templates) = (folder(), Templates::default());
    let mut typesetter = typesetter();
    let letter = letter_as_pdf(&folder, &templates, &mut typesetter);
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new([]).unwrap();
    params.key_usages = vec![rcgen::KeyUsagePurpose::DigitalSignature];
    let certificate = params.self_signed(&key).unwrap().pem();
    let mut none = || Err(Trouble::Key(String::new()));
    let key = LocalKey::from_pem(
        key.serialize_pem().as_bytes(),
        certificate.as_bytes(),
        &mut none,
        &system::randomness(),
    )
    .unwrap();
    let moment = "2026-11-24T12:00:00+01:00".parse().unwrap();
    let vakken = [Vak {
        wie: "wie".into(),
        naam: "wie".into(),
        page: 1,
        place: Corners([80.0, 300.0, 250.0, 334.0]),
    }];
    let fonts = seal::KnownFonts::default();
    let wish = Wish {
        fonts: &fonts,
        veld: None,
        moment: &moment,
        reden: None,
        plaats: None,
        vakken: &vakken,
        nog_een: false,
        naast_onbekende: false,
    };
    let once = seal::sign(&letter, &wish, &key, None).unwrap().bytes;
    assert!(once.len() - letter.len() < 64_000);
    let mut group = criterion.benchmark_group("handtekening");
    group.bench_function("zetten", |bencher| {
        bencher.iter(|| seal::sign(&letter, &wish, &key, None).unwrap());
    });
    group.bench_function("nagaan", |bencher| {
        bencher.iter(|| seal::prove(&once, &Anchors::default(), &fonts, &moment));
    });
    group.finish();
}

criterion_group!(benches, rooms, sizes, signs, typesetting, annexes, signatures);
criterion_main!(benches);
