//! What `new` makes: a dossier that builds at once, also of questions of the Chamber; and what it refuses.

use kamerbrief::dossier::Briefsoort;
use kamerbrief::templates::Templates;

use crate::cli::assert_output;
use crate::support::page_text;
use crate::support::{assert_conforms, run};

#[test]
fn a_new_dossier_builds_at_once_for_every_ministry() {
    // Each on a day on which the ministry was there; the others on any day.
    let day = |ministry: &str| match ministry {
        "aenm" | "ez" | "kgg" | "vro" => "2025-05-19",
        "lnv" => "2024-05-19",
        "ienm" | "venj" => "2016-05-19",
        _ => "2026-05-19",
    };
    for ministry in Templates::default().profiles() {
        let folder = tempfile::tempdir().unwrap();
        let date = day(ministry);
        let output =
            run(folder.path(), &["new", "brief", "--huisstijl", ministry, "--datum", date]);
        assert_output(&output, 0, "");
        let output = run(folder.path(), &["build", "brief"]);
        // All that there is to say of it: the places to fill in, for each of the four files.
        let told = &output.stderr;
        assert_eq!(output.code, 0);
        // The example cites a paper that was not there before 2023.
        let early = told.matches("waarschuwing[K002]").count();
        assert_eq!(told.matches("waarschuwing[").count() - early, 4, "{told}");
        assert_eq!(told.matches("waarschuwing[V005]: op ").count(), 4, "{told}");
        assert_eq!(output.stdout.lines().count(), 3);
        for name in ["kamerbrief", "beslisnota", "bijlage"] {
            let pdf = std::fs::read(folder.path().join(format!("brief/uit/{name}.pdf"))).unwrap();
            assert_conforms(&format!("new --huisstijl {ministry}: {name}"), &pdf);
        }
    }
}

#[test]
fn err_what_a_new_dossier_asks_for_is_in_no_final_version() {
    let folder = tempfile::tempdir().unwrap();
    let new = ["new", "b", "--huisstijl", "jenv", "--datum", "2026-05-19"];
    assert_eq!(run(folder.path(), &new).code, 0);
    let output = run(folder.path(), &["build", "b", "--definitief"]);
    assert_eq!(output.code, 1);
    // Also the figures, which cannot be seen to be examples.
    assert_eq!(output.stderr.matches("fout[V005]: op ").count(), 4, "{}", output.stderr);
    assert!(output.stderr.contains("De bedragen in deze bijlage zijn voorbeelden"));
    assert!(!folder.path().join("b/uit").exists());
}

#[test]
fn new_never_writes_over_anything() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("iets"), "x").unwrap();
    let output = run(folder.path(), &["new", ".", "--huisstijl", "bz"]);
    assert_output(
        &output,
        2,
        "fout[D010]: . is niet leeg\n |\n = hulp: kies een nieuwe map; `new` schrijft nooit over iets heen\n\n1 fout\n",
    );
    assert_eq!(folder.path().read_dir().unwrap().count(), 1);
}

#[test]
fn new_refuses_what_it_does_not_know() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["new", "x", "--huisstijl", "vwz"]);
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains("onbekende huisstijl `vwz`"));
    for (typed, meant) in [("VWS", "vws"), ("VenJ", "venj"), ("financiën", "financien")] {
        let output = run(folder.path(), &["new", "x", "--huisstijl", typed]);
        assert!(output.stderr.contains(&format!("hulp: bedoelde u `{meant}`? kies uit")));
    }
    // No ministry is taken without being asked for.
    let output = run(folder.path(), &["new", "x"]);
    assert_output(
        &output,
        2,
        "fout[D010]: welk ministerie stuurt de brief?\n |\n = hulp: voeg `--huisstijl MINISTERIE` toe: kies uit `aenm`, `az`, `bz`, `bzk`, `defensie`, `ez`, `ezk`, `financien`, `ienm`, `ienw`, `jenv`, `kgg`, `lnv`, `lvvn`, `ocw`, `szw`, `venj`, `vro` of `vws`\n\n1 fout\n",
    );
    let output = run(folder.path(), &["new", "x", "--huisstijl", "jenv", "--datum", "2026-02-30"]);
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains("kalender"));
    for onderwerp in ["", "een\ntwee", "\u{202e}x"] {
        let output =
            run(folder.path(), &["new", "x", "--huisstijl", "jenv", "--onderwerp", onderwerp]);
        assert_eq!(output.code, 2);
        assert!(output.stderr.starts_with("fout[D010]: `--onderwerp` kan zo niet: "));
    }
    assert_eq!(folder.path().read_dir().unwrap().count(), 0);
}

#[test]
fn a_new_dossier_has_the_subject_that_was_given() {
    for soort in
        ["brief", "antwoord", "aanbieding", "uitstel", "verzamelbrief", "feitelijke_vragen"]
    {
        let folder = tempfile::tempdir().unwrap();
        let subject = "Loketten: \"de\" cijfers # niet meer";
        let new = ["new", "d", "--huisstijl", "jenv", "--soort", soort, "--datum", "2026-03-20"];
        let output = run(folder.path(), &[&new[..], &["--onderwerp", subject]].concat());
        assert_output(&output, 0, "");
        let text = std::fs::read_to_string(folder.path().join("d/dossier.yaml")).unwrap();
        // With what is explained behind it.
        assert!(text.contains("# zonder punt; wordt ook de titel van de PDF\n"), "{text}");
        assert_eq!(run(folder.path(), &["build", "d", "--only", "kamerbrief"]).code, 0);
        let pdf = std::fs::read(folder.path().join("d/uit/kamerbrief.pdf")).unwrap();
        assert!(page_text::text(&pdf).contains(subject), "{}", page_text::text(&pdf));
    }
}

const VRAGEN: &str = "Vragen van het lid Van Voorbeeld (ABC) aan de Minister van Financiën over wegwijzers \\
(ingezonden 2 maart 2026)\n\n1. Kent u het bericht?\n2. Klopt het dat:\na. er minder komen?\nb. dat mag?\n";

#[test]
fn questions_are_taken_over_from_a_file_of_the_chamber() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("v.txt"), VRAGEN).unwrap();
    std::fs::write(folder.path().join("leeg.txt"), "Geen vragen.").unwrap();
    let new = |more: &[&str]| {
        let new = ["new", "d", "--huisstijl", "jenv", "--datum", "2026-03-20"];
        run(folder.path(), &[&new, more].concat())
    };
    let told = "\
fout[D013]: leeg.txt: in dit bestand staan geen genummerde vragen
 |
 = hulp: begin elke vraag op een eigen regel met haar nummer, zoals `1.` of `Vraag 1`, vanaf 1

1 fout
";
    assert_output(&new(&["--vragen", "leeg.txt"]), 1, told);
    let told = "\
fout[D010]: in een `brief` komen geen vragen
 |
 = hulp: laat `--soort` weg, of kies `antwoord`, `schriftelijk_overleg`, `feitelijke_vragen` of `uitstel`

1 fout
";
    assert_output(&new(&["--vragen", "v.txt", "--soort", "brief"]), 2, told);
    assert!(!folder.path().join("d").exists());
    let told = "\
waarschuwing[D014]: v.txt: het nummer van de vragen staat er niet in: vul het in

1 waarschuwing
";
    assert_output(&new(&["--vragen", "v.txt"]), 0, told);
    let written = std::fs::read_to_string(folder.path().join("d/vragen.yaml")).unwrap();
    for line in ["brief_van: 2026-03-02", "  - naam: Van Voorbeeld", "      a: er minder komen?"] {
        assert!(written.lines().any(|one| one == line), "{written}");
    }
    let built = run(folder.path(), &["build", "d"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
}

#[test]
fn the_same_file_begins_the_letter_that_postpones_its_answers() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("v.txt"), VRAGEN).unwrap();
    std::fs::write(folder.path().join("overleg.txt"), OVERLEG).unwrap();
    let new = |file: &str| {
        let new =
            ["new", "d", "--huisstijl", "jenv", "--datum", "2026-03-20", "--soort", "uitstel"];
        run(folder.path(), &[&new[..], &["--vragen", file]].concat())
    };
    let told = "\
fout[D013]: overleg.txt: in dit bestand staan vragen van een commissie
 |
 = hulp: een bericht van uitstel gaat over schriftelijke vragen van leden; schrijf aan een commissie een gewone brief, zonder `--soort` en `--vragen`

1 fout
";
    assert_output(&new("overleg.txt"), 1, told);
    let told = "\
waarschuwing[D014]: v.txt: het nummer van de vragen staat er niet in: vul het in

1 waarschuwing
";
    assert_output(&new("v.txt"), 0, told);
    let written = std::fs::read_to_string(folder.path().join("d/brief.yaml")).unwrap();
    let wanted = "\
  vragen:
    - nummer: '[nummer van de Kamer, zoals 2026Z01234]'
      brief_van: 2026-03-02
      leden:
        - naam: Van Voorbeeld
          partij: ABC
      onderwerp: wegwijzers";
    assert!(written.contains(wanted), "{written}");
    let built = run(folder.path(), &["build", "d"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
}

const OVERLEG: &str = "In de vaste commissie voor Financiën bestond er bij enkele fracties behoefte een aantal vragen en \
opmerkingen voor te leggen aan de Minister van Financiën over de brief van 10 februari 2026 inzake wegwijzers (Kamerstuk \
31 865, nr. 299).\n\nDe op 2 maart 2026 toegezonden vragen zijn hieronder afgedrukt.\n\nVragen en opmerkingen van de leden \
van de ABC-fractie\n\nDe leden van de ABC-fractie hebben kennisgenomen van de brief.\n\nZij vragen wat dit kost.\n\nVragen \
en opmerkingen van de XYZ-fractie\n\nWaarom is dit nodig?\n";

#[test]
fn questions_of_fractions_are_taken_over_and_build_at_once() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("v.txt"), OVERLEG).unwrap();
    let new = |more: &[&str]| {
        let new = ["new", "d", "--huisstijl", "financien", "--datum", "2026-03-20"];
        run(folder.path(), &[&new, more].concat())
    };
    let told = "\
fout[D013]: v.txt: in dit bestand staan vragen per fractie
 |
 = hulp: laat `--soort` weg, of schrijf `--soort schriftelijk_overleg`

1 fout
";
    assert_output(&new(&["--vragen", "v.txt", "--soort", "feitelijke_vragen"]), 1, told);
    let told = "\
waarschuwing[D014]: v.txt: elke alinea van een fractie is als vraag overgenomen: voeg samen of splits waar dat nodig is

1 waarschuwing
";
    assert_output(&new(&["--vragen", "v.txt"]), 0, told);
    let written = std::fs::read_to_string(folder.path().join("d/vragen.yaml")).unwrap();
    let wanted = "\
brief_van: 2026-03-02
commissie: de vaste commissie voor Financiën
aan:
  - de Minister van Financiën
onderwerp: de brief van 10 februari 2026 inzake wegwijzers
stuk: <kst:2025/26:31865-299>
fracties:
  - partijen:
      - ABC
    inleiding: De leden van de ABC-fractie hebben kennisgenomen van de brief.
    vragen:
      1: Zij vragen wat dit kost.
  - partijen:
      - XYZ
    vragen:
      2: Waarom is dit nodig?
antwoorden:
";
    let body: Vec<&str> = written.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(body.join("\n").trim_start().starts_with(wanted), "{written}");
    let built = run(folder.path(), &["build", "d"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
}

#[test]
fn every_example_of_new_runs() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("kv-tk-2026Z01234.xml"),
        "<x><kamervragen><vraag><nr>Vraag 1</nr><al>Kent u het bericht?</al></vraag></kamervragen></x>",
    )
    .unwrap();
    let help = run(folder.path(), &["new", "--help"]).stdout;
    let examples: Vec<Vec<&str>> = (help.lines())
        .filter_map(|line| line.trim().strip_prefix("kamerbrief new "))
        .filter(|line| !line.starts_with('<'))
        .map(|line| ["new"].into_iter().chain(line.split(' ')).collect())
        .collect();
    assert_eq!(examples.len(), 4, "{help}");
    for example in examples {
        let ran = run(folder.path(), &example);
        assert_eq!(ran.code, 0, "{example:?}: {}", ran.stderr);
    }
}

#[test]
fn every_kind_of_letter_has_a_dossier_to_start_from() {
    for soort in Briefsoort::ALL {
        let folder = tempfile::tempdir().unwrap();
        let new = ["new", "d", "--huisstijl", "jenv", "--datum", "2026-03-20"];
        let arguments = [&new[..], &["--soort", soort.name()]].concat();
        assert_eq!(run(folder.path(), &arguments).code, 0);
        let built = run(folder.path(), &["build", "d"]);
        assert_eq!(built.code, 0, "{}", built.stderr);
    }
}
