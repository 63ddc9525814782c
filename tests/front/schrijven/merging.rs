//! Two who change a text at once, and steps that are taken back.

use kamerbrief_front::schrijven::{Draft, Elsewhere, Log, Merged, merged_line};

fn merged(base: &str, now: &str, wanted: &str) -> Option<String> {
    match Draft::merged(&Draft::of(base), &Draft::of(now), &Draft::of(wanted)) {
        Merged::Both(draft) => Some(draft.written_over(now).unwrap()),
        Merged::Conflict { .. } => None,
    }
}

#[test]
fn changes_of_other_words_are_both_made() {
    let base = "De eerste zin is kort.\n\nDe tweede alinea gaat door.\n\n- een;\n- twee.\n";
    let now = "De eerste lange zin is kort.\n\nDe tweede alinea gaat door.\n\n- een;\n- twee.\n";
    let both = merged(
        base,
        now,
        "De eerste zin is heel kort.\n\nDe tweede alinea gaat door.\n\n- een;\n- drie.\n",
    );
    assert_eq!(
        both.unwrap(),
        "De eerste lange zin is heel kort.\n\nDe tweede alinea gaat door.\n\n- een;\n- drie.\n"
    );
    // A paragraph that is split there, and a word that changes here.
    let split = "De eerste zin is kort.\n\nDe tweede\n\nalinea gaat door.\n\n- een;\n- twee.\n";
    let both = merged(base, split, &base.replace("gaat door", "stopt hier"));
    assert_eq!(both.unwrap(), split.replace("gaat door", "stopt hier"));
    assert_eq!(merged(base, &base.replace("kort", "lang"), &base.replace("kort", "breed")), None);
    // The same change is one change.
    let same = base.replace("kort", "lang");
    assert_eq!(merged(base, &same, &same), Some(same));
    // Also when nothing of a sentence is left in it, and when other words of it are changed here too.
    let anew = "Iets heel anders.\n\nDe tweede alinea gaat door.\n\n- een;\n- twee.\n";
    assert_eq!(merged(base, anew, anew), Some(anew.to_owned()));
    let more = anew.replace("door", "verder");
    assert_eq!(merged(base, anew, &more), Some(more));
    let line = merged_line("Voortgang opvang", "Stand van zaken", "Stand van zaken");
    assert_eq!(line, Merged::Both("Stand van zaken".into()));
    // A sentence that is much like another one is not taken for it.
    let [care, course] = ["zorg", "cursus"]
        .map(|name| format!("In totaal is € 8.800.000 per jaar beschikbaar voor de {name}."));
    let old = format!("Een zin. {care} {course}\n");
    let wanted = old.replacen("8.800.000", "9.990.000", 1);
    assert_eq!(merged(&old, &format!("Een zin. {course}\n"), &wanted), None);
    assert_eq!(merged(&old, &format!("Een zin. {course} {care}\n"), &wanted), None);
    let more = old.replace("Een zin", "Nog een zin");
    assert_eq!(merged(&old, &more, &wanted), Some(more.replacen("8.800.000", "9.990.000", 1)));
    // Of what both move nothing is lost, and nothing comes twice.
    let regions = |order: [&str; 4]| order.map(|name| format!("- regio {name};\n")).concat();
    let old = regions(["Noord", "Oost", "Zuid", "West"]);
    let (one, other) =
        (regions(["Zuid", "Noord", "Oost", "West"]), regions(["Noord", "Zuid", "Oost", "West"]));
    assert_eq!((merged(&old, &one, &other), merged(&old, &other, &one)), (None, None));
    assert_eq!(merged(&old, &one, &one), Some(one.clone()));
    let rows = |order: [&str; 4]| {
        let all = order.map(|name| format!("| regio {name} | 1 |\n")).concat();
        format!("| a | b |\n|---|---|\n{all}")
    };
    for (now, wanted) in [
        (["Noord", "Zuid", "West", "Oost"], ["Noord", "Zuid", "Oost", "West"]),
        (["Oost", "Zuid", "Noord", "West"], ["Zuid", "Noord", "Oost", "West"]),
    ] {
        let both = merged(&rows(["Noord", "Oost", "Zuid", "West"]), &rows(now), &rows(wanted));
        let all = |text: &str| now.iter().all(|name| text.matches(name).count() == 1);
        assert!(both.as_deref().is_none_or(all), "{both:?}");
    }
    let table = "| a | b |\n|---|---|\n| 1 | 2 |\n";
    let (row, cell) = (format!("{table}| 3 | 4 |\n"), table.replace('1', "9"));
    assert_eq!(merged(table, &cell, &row).unwrap(), format!("{cell}| 3 | 4 |\n"));
    assert_eq!(
        merged_line("een twee drie", "een twee vier", "nul twee drie"),
        Merged::Both("nul twee vier".into())
    );
    assert!(matches!(merged_line("een", "twee", "drie"), Merged::Conflict { .. }));
}

#[test]
fn a_step_back_leaves_what_others_did() {
    let mut log = Log::default();
    let (one, two) = ("brief.yaml", "nota.yaml");
    log.open(one, "a b c d");
    log.open(two, "x");
    log.did(&[(one.into(), "a B c d".into()), (two.into(), "xy".into())]);
    log.did(&[(one.into(), "a BB c d".into())]);
    log.saw(one, "nieuw: a BB c D");
    assert_eq!(log.undo(), Ok(Some(vec![(one.into(), "nieuw: a B c D".into())])));
    assert_eq!(
        log.undo(),
        Ok(Some(vec![(one.into(), "nieuw: a b c D".into()), (two.into(), "x".into())]))
    );
    assert_eq!(log.undo(), Ok(None));
    assert_eq!(
        log.redo(),
        Ok(Some(vec![(one.into(), "nieuw: a B c D".into()), (two.into(), "xy".into())]))
    );
    log.saw(one, "nieuw: a X c D");
    assert_eq!(log.redo(), Err(Elsewhere(one.into())));
    assert_eq!(log.undo(), Err(Elsewhere(one.into())));
    // What is done after a step back leaves nothing to do again.
    log.did(&[(one.into(), "anders".into())]);
    assert_eq!(log.redo(), Ok(None));
    assert_eq!(log.undo(), Ok(Some(vec![(one.into(), "nieuw: a X c D".into())])));
}
