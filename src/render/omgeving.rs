//! In: the text of minijinja templates. Out: those, ready to be filled. Pure.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior};

use super::format;
use crate::templates::{Template, Templates};

/// Steps that one template may take; the longest letter needs a hundredth.
const FUEL: u64 = 5_000_000;

/// The embedded templates, parsed once, with the names that they look up: they are the same in every run.
pub(super) static EMBEDDED: LazyLock<Option<(Environment<'static>, BTreeSet<String>)>> =
    LazyLock::new(|| {
        let templates = Templates::default();
        let text = |template: &Template| String::from_utf8(template.bytes.to_vec()).ok();
        let texts: Option<Vec<_>> =
            templates.jinja().map(|(path, template)| Some((path, text(template)?))).collect();
        let mut sound = true;
        let environment = environment(texts?, |_, _| sound = false);
        let names =
            |(_, template): (_, minijinja::Template<'_, '_>)| template.undeclared_variables(false);
        let named = environment.templates().flat_map(names).collect();
        sound.then_some((environment, named))
    });

/// Makes what is the same in every run, so that nobody waits for it later.
pub(super) fn prepare() {
    LazyLock::force(&EMBEDDED);
}

/// These templates, by their paths, ready to be filled. What does not parse is handed over.
pub(super) fn environment<'a>(
    templates: Vec<(&'a str, String)>,
    mut fails: impl FnMut(&'a str, Error),
) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("typst".into()));
    environment.set_formatter(format::write);
    environment.set_fuel(Some(FUEL));
    // With these a template could print a dossier's text as code.
    for filter in ["safe", "escape", "e"] {
        environment.remove_filter(filter);
    }
    environment.set_debug(true);
    // A line that only holds a statement leaves nothing behind.
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    if let Ok(syntax) = syntax.build() {
        environment.set_syntax(syntax);
    }
    for (path, text) in templates {
        if let Err(error) = environment.add_template_owned(path.to_owned(), text) {
            fails(path, error);
        }
    }
    environment
}
