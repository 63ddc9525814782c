//! The command line: help, wrong use, exit codes.

use crate::support::{Ran, root, run, start};

#[track_caller]
pub fn assert_output(output: &Ran, code: i32, stderr: &str) {
    assert_eq!((output.code, output.stderr.as_str()), (code, stderr));
}

const HELP: &str =
    "hulp: `kamerbrief --help` toont de opdrachten, `kamerbrief OPDRACHT --help` de opties\n";

#[test]
fn wrong_use_is_explained_in_dutch() {
    let told = |arguments: &[&str], stderr: &str| {
        assert_output(&start(&root(), arguments), 2, &format!("{stderr}{HELP}"))
    };
    told(&["help", "bouw"], "fout: onbekende opdracht `bouw`\n");
    told(&["help", "biuld"], "fout: onbekende opdracht `biuld`\nhulp: bedoelde u `build`?\n");
    told(&["help", "--bouw"], "fout: onbekende optie of waarde `--bouw`\n");
    told(&["bouw"], "fout: onbekende opdracht `bouw`\n");
    told(&["biuld", "x"], "fout: onbekende opdracht `biuld`\nhulp: bedoelde u `build`?\n");
    told(&["chek", "x"], "fout: onbekende opdracht `chek`\nhulp: bedoelde u `check`?\n");
    told(&["x"], "fout: onbekende opdracht `x`\n");
    told(&["build"], "fout: `<DOSSIER>...` ontbreekt\n");
    told(&["status", "x", "y"], "fout: onbekende optie of waarde `y`\n");
    told(&["build", "x", "--definitief=ja"], "fout: bij `--definitief` hoort geen waarde\n");
    told(&["build", "x", "--out", "a", "--out", "b"], "fout: `--out <MAP>` staat er twee keer\n");
    told(
        &["build", "x", "--openbaar", "--definitief"],
        "fout: `--openbaar` gaat niet samen met `--definitief`\n",
    );
    told(
        &["completions", "bsh"],
        "fout: `bsh` kan niet bij `<SHELL>`\nhulp: kies uit `bash`, `elvish`, `fish`, `powershell` of `zsh`\nhulp: bedoelde u `bash`?\n",
    );
    told(
        &["watch", "x", "--port", "abc"],
        "fout: `abc` kan niet bij `--port <POORT>`\nhulp: schrijf een getal van 0 tot en met 65535\n",
    );
    told(
        &["build", "x", "--jobs", "0"],
        "fout: `0` kan niet bij `--jobs <AANTAL>`\nhulp: schrijf een getal vanaf 1\n",
    );
    told(
        &["build", "x", "--deel", "4/3"],
        "fout: `4/3` kan niet bij `--deel <DEEL>`\nhulp: schrijf bijvoorbeeld 2/8: het tweede van acht delen\n",
    );
    told(
        &["build", "x", "--oly", "bijlage"],
        "fout: onbekende optie of waarde `--oly`\nhulp: bedoelde u `--only`?\n",
    );
    told(
        &["build", "x", "--only", "brief"],
        "fout: `brief` kan niet bij `--only <DOCUMENT>`\nhulp: kies uit `kamerbrief`, `beslisnota` of `bijlage`\n",
    );
    told(&["build", "x", "--out"], "fout: `--out <MAP>` heeft een waarde nodig\n");
}

#[test]
fn help_is_dutch_and_shows_examples() {
    let grammar = kamerbrief::cli::command();
    let names = grammar.get_subcommands().map(clap::Command::get_name);
    let long = names.map(|name| vec![name, "--help"]);
    for arguments in long.chain([vec!["--help"], vec!["new", "-h"], vec!["help", "--help"]]) {
        let output = run(&root(), &arguments);
        assert_output(&output, 0, "");
        let help = &output.stdout;
        assert!(help.contains("Gebruik: kamerbrief") && help.contains("Voorbeeld"), "{help}");
        for english in
            ["Usage", "Options:", "Arguments:", "Commands", "default", "possible", "Print"]
        {
            assert!(!help.contains(english), "`{english}` in\n{help}");
        }
    }
}

#[test]
fn every_example_of_the_help_can_be_typed() {
    let grammar = kamerbrief::cli::command();
    for command in grammar.get_subcommands() {
        let help = command.get_after_help().unwrap_or_default().to_string();
        let lines = help.lines().filter_map(|line| line.strip_prefix("  kamerbrief "));
        let examples: Vec<&str> = lines.collect();
        assert!(!examples.is_empty(), "{}", command.get_name());
        for example in examples {
            // What the shell does with the output is its own.
            let typed = example.split(" > ").next().unwrap_or_default();
            let words = crate::handboek::words(typed);
            // It is shown in the place of running anything.
            let is_help = words[0] == "help";
            assert_eq!(words[0], command.get_name(), "{example}");
            let read = kamerbrief::cli::parse(
                ["kamerbrief".into()]
                    .into_iter()
                    .chain(words.into_iter().map(Into::into))
                    .collect(),
            );
            assert!(read.is_ok() || is_help, "{example}: {read:?}");
        }
    }
}

#[test]
fn help_is_a_command_too() {
    for (command, option) in [
        (&["help"][..], &["--help"][..]),
        (&["help", "build"], &["build", "--help"]),
        (&["help", "help"], &["help", "--help"]),
    ] {
        let (command, option) = (run(&root(), command), run(&root(), option));
        assert_output(&command, 0, "");
        assert_eq!(command.stdout, option.stdout);
    }
}

#[test]
fn the_version_says_which_typst_is_in_it() {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let of = |name: &str| {
        let (_, after) = lock.split_once(&format!("name = \"{name}\"\nversion = \"")).unwrap();
        after.split('"').next().unwrap().to_owned()
    };
    let said = format!("kamerbrief {} (Typst {})\n", of("kamerbrief"), of("typst"));
    for option in ["--version", "-V"] {
        let output = run(&root(), &[option]);
        assert_output(&output, 0, "");
        assert_eq!(output.stdout, said);
    }
}

#[test]
fn without_a_command_it_says_what_to_do_first() {
    let output = start(&root(), &[]);
    assert_eq!((output.code, output.stdout.as_str()), (2, ""));
    assert_eq!(output.stderr.matches("\n  kamerbrief ").count(), 5, "{}", output.stderr);
    // With an option and nothing else too.
    assert_eq!(start(&root(), &["--quiet"]).stderr, output.stderr);
    // Every line of it is right.
    for line in output.stderr.lines().filter_map(|line| line.strip_prefix("  kamerbrief ")) {
        let command = line.split("  ").next().unwrap();
        let words = ["kamerbrief"].into_iter().chain(command.split(' ')).map(Into::into);
        let read = kamerbrief::cli::parse(words.collect());
        assert!(read.is_ok() || command == "help", "{command}");
    }
}

#[test]
fn the_grammar_is_sound() {
    kamerbrief::cli::command().debug_assert();
}

#[test]
fn completions_are_written_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = run(&root(), &["completions", shell]);
        assert_output(&output, 0, "");
        assert!(output.stdout.contains("kamerbrief"));
    }
}

#[test]
fn several_dossiers_are_built_apart_and_the_worst_exit_code_counts() {
    let out = tempfile::tempdir().unwrap();
    let cases = root().join("tests/cases");
    let output = start(
        &cases,
        &[
            "build",
            "ok_minimaal",
            "ok_bom_crlf",
            "err_lege_waarde",
            "--out",
            out.path().to_str().unwrap(),
        ],
    );
    assert_eq!(output.code, 1);
    assert!(out.path().join("ok_minimaal/kamerbrief.pdf").exists());
    assert!(out.path().join("ok_bom_crlf/kamerbrief.pdf").exists());
    assert!(!out.path().join("err_lege_waarde").exists());
}

#[test]
fn one_line_is_printed_per_document() {
    let out = tempfile::tempdir().unwrap();
    let output = run(
        &root(),
        &[
            "build",
            "content/mensenhandel",
            "--only",
            "bijlage",
            "--out",
            out.path().to_str().unwrap(),
        ],
    );
    let line = &output.stdout;
    assert!(
        line.contains("bijlage.pdf  2 bladzijden  ")
            && line.ends_with(" ms\n")
            && line.lines().count() == 1,
        "{line}"
    );
}

#[test]
fn a_dossier_that_is_not_there_is_the_environments_mistake() {
    let told = "fout[D008]: kan het dossier niet lezen: bestaat-niet: bestaat niet\n |\n = hulp: geef de map van een dossier; `kamerbrief new MAP` maakt er een\n\n1 fout\n";
    assert_output(&start(&root(), &["build", "bestaat-niet"]), 2, told);
}

#[cfg(unix)]
#[test]
fn an_output_folder_that_leads_out_of_the_dossier_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["dossier.yaml", "brief.yaml"] {
        std::fs::copy(root().join("tests/cases/ok_minimaal").join(name), folder.path().join(name))
            .unwrap();
    }
    let elsewhere = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("uit")).unwrap();
    let told = "fout[D009]: kan niet schrijven naar ./uit: is een symbolische link die buiten het dossier leidt\n |\n = hulp: kies met `--out` een map waarin u mag schrijven\n\n1 fout\n";
    assert_output(&run(folder.path(), &["build", "."]), 2, told);
    assert_eq!(elsewhere.path().read_dir().unwrap().count(), 0);
}

#[test]
fn an_old_result_is_pointed_out() {
    let out = tempfile::tempdir().unwrap();
    std::fs::write(out.path().join("bijlage.pdf"), "oud").unwrap();
    let cases = root().join("tests/cases");
    let output = run(&cases, &["build", "ok_minimaal", "--out", out.path().to_str().unwrap()]);
    assert_eq!(output.code, 0);
    assert!(output.stderr.starts_with("waarschuwing[D011]"), "{}", output.stderr);
}

#[test]
fn pages_and_sheets_of_an_earlier_time_are_pointed_out() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let cases = root().join("tests/cases");
    for (format, old) in [
        ("svg", "kamerbrief-2.svg"),
        ("png", "kamerbrief-7.png"),
        ("typst", "typst/kamerbrief/proza/brief/secties/0/tekst.typ"),
    ] {
        let build = ["build", "ok_minimaal", "--out", out, "--format", format];
        let made = run(&cases, &build);
        assert_eq!((made.code, made.stderr.as_str()), (0, ""), "{format}");
        let old = folder.path().join(old);
        std::fs::create_dir_all(old.parent().unwrap()).unwrap();
        std::fs::write(&old, "oud").unwrap();
        let said = run(&cases, &build).stderr;
        let name = old.display().to_string();
        assert!(said.starts_with("waarschuwing[D011]") && said.contains(&name), "{said}");
        // What is none of a document's files is nobody's business.
        std::fs::rename(&old, folder.path().join("kamerbrief-oud.svg")).unwrap();
        assert_eq!(run(&cases, &build).stderr, "");
    }
}

#[test]
fn the_annex_goes_out_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let dossier = "tests/cases/ok_bijlage_drie_tabellen";
    for (format, files) in [
        ("pdf", &["bijlage.pdf"][..]),
        ("xlsx", &["bijlage.xlsx"]),
        ("csv", &["bijlage-bijdragen.csv", "bijlage-maatregelen.csv", "bijlage-personen.csv"]),
        ("json", &["bijlage.json"]),
    ] {
        let output = run(&root(), &["bijlage", dossier, "--format", format, "--out", out]);
        assert_output(&output, 0, "");
        for file in files {
            assert!(folder.path().join(file).exists(), "{file}");
            assert!(output.stdout.contains(file), "{}", output.stdout);
        }
    }
    let wrong = run(&root(), &["bijlage", dossier, "--waarden", "--format", "csv"]);
    let told = "fout[D010]: `--waarden` kan alleen als tekst of met `--format json`\n |\n = hulp: laat `--format` weg\n\n1 fout\n";
    assert_output(&wrong, 2, told);
    // Nothing is written of a dossier with errors, or without an annex.
    for dossier in ["tests/cases/err_kasschuif", "tests/cases/ok_minimaal"] {
        let empty = tempfile::tempdir().unwrap();
        let out = empty.path().to_str().unwrap();
        let output = run(&root(), &["bijlage", dossier, "--format", "xlsx", "--out", out]);
        assert_eq!(output.code, 1, "{dossier}");
        assert_eq!(empty.path().read_dir().unwrap().count(), 0, "{dossier}");
    }
}

#[test]
fn schemas_are_written_with_those_of_the_reports() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("s");
    let output = run(&root(), &["schema", out.to_str().unwrap()]);
    assert_eq!(output.code, 0);
    assert_eq!(out.read_dir().unwrap().count(), 7);
    let read = |folder: &std::path::Path| {
        std::fs::read(folder.join("meldingen.schema.json")).unwrap_or_default()
    };
    assert!(
        read(&out) == read(&root().join("content/schema")),
        "run `cargo run -- schema content/schema`"
    );
}

#[test]
fn what_is_no_folder_or_no_file_gets_the_other_advised() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("pgb/uit")).unwrap();
    std::fs::write(home.path().join("pgb/brief.yaml"), "opening: x\n").unwrap();
    std::fs::write(home.path().join("pgb/uit/kamerbrief.pdf"), "x").unwrap();
    let told = |line: &[&str]| {
        let ran = run(home.path(), line);
        assert_ne!(ran.code, 0);
        ran.stdout + &ran.stderr
    };
    assert!(told(&["check", "pgb/brief.yaml"]).contains("hulp: bedoelde u de map `pgb`?"));
    for folder in ["pgb", "pgb/uit"] {
        let out = told(&["verify", folder]);
        assert!(out.ends_with(": `kamerbrief verify pgb/uit/kamerbrief.pdf`\n"), "{out}");
    }
    let out = told(&["review", "pgb", "--out", "pgb/uit"]);
    assert!(out.contains("hulp: noem ook het bestand: `--out pgb/uit/nakijken.pdf`"), "{out}");
    let out = told(&["publish", "pgb", "--out", "set", "--adres", "http://voorbeeld.nl/a"]);
    assert!(out.contains("schrijf https:// in plaats van http://"), "{out}");
}
