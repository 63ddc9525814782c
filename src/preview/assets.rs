//! In: a path. Out: the file of the page that goes by it, which says nothing of the dossier. Pure.

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

/// The file with this path, and its kind.
pub(super) fn named(path: &str) -> Option<(&'static str, &'static str)> {
    Some(match path {
        "/" => (HTML, include_str!("pagina/voorbeeld.html")),
        "/naast" => (HTML, include_str!("pagina/naast.html")),
        "/naast.css" => (CSS, include_str!("pagina/naast.css")),
        "/naast.js" => (JS, include_str!("pagina/naast.js")),
        "/gemeen.js" => (JS, include_str!("pagina/gemeen.js")),
        "/formulier.css" => (CSS, include_str!("pagina/formulier.css")),
        "/formulier.js" => (JS, include_str!("pagina/formulier.js")),
        "/beginnen.js" => (JS, include_str!("pagina/beginnen.js")),
        "/aftekenen.js" => (JS, include_str!("pagina/aftekenen.js")),
        "/vergelijken.js" => (JS, include_str!("pagina/vergelijken.js")),
        "/panelen.js" => (JS, include_str!("pagina/panelen.js")),
        "/rooster.js" => (JS, include_str!("pagina/rooster.js")),
        "/vragen.js" => (JS, include_str!("pagina/vragen.js")),
        "/klad.js" => (JS, include_str!("pagina/klad.js")),
        "/opmerkingen.js" => (JS, include_str!("pagina/opmerkingen.js")),
        "/invoegen.js" => (JS, include_str!("pagina/invoegen.js")),
        "/spelling.js" => (JS, include_str!("pagina/spelling.js")),
        "/schrijven.js" => (JS, include_str!("pagina/schrijven.js")),
        "/schrijven.css" => (CSS, include_str!("pagina/schrijven.css")),
        "/voorstellen.js" => (JS, include_str!("pagina/voorstellen.js")),
        "/voorstellen.css" => (CSS, include_str!("pagina/voorstellen.css")),
        "/voorbeeld.css" => (CSS, include_str!("pagina/voorbeeld.css")),
        "/voorbeeld.js" => (JS, include_str!("pagina/voorbeeld.js")),
        "/beeldmerk.svg" | "/favicon.ico" => {
            ("image/svg+xml", include_str!("pagina/beeldmerk.svg"))
        }
        _ => return None,
    })
}
