// In: wat de server vertelt en wat de lezer doet. Uit: de pagina. Tekst wordt alleen als tekst gezet.
"use strict";

const STAPPEN = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4];

/** Van zoveel bladzijden staat de tekst over het beeld, om in te zoeken. */
const MEESTE_TEKSTEN = 60;

let actief = null;
let zoom = geheugen.lees("zoom", null); // null: zo breed als het venster
let volgen = geheugen.lees("volgen", true);
let verborgen = new Set(geheugen.lees("verborgen", []));
let melding = -1;
/** Per document zijn bladzijden: { figuur, beeld, laag, mini, id, getekend, tekst }. */
const documenten = new Map();

// ---------------------------------------------------------------- documenten en bladzijden

function toon(stuk) {
  actief = stuk;
  const binnen = $("bladen").contains(document.activeElement);
  for (const tab of $("tabs").children) {
    const gekozen = tab.dataset.stuk === stuk;
    tab.setAttribute("aria-selected", gekozen);
    tab.tabIndex = gekozen ? 0 : -1;
  }
  for (const [naam, document] of documenten) {
    document.blok.hidden = naam !== stuk;
    document.gemeten = false;
    document.minis.hidden = naam !== stuk;
  }
  $("bladen").setAttribute("aria-label", TITELS[stuk] ?? "Document");
  // Wie in het vorige document stond, staat nu in dit.
  if (binnen && !document.activeElement.checkVisibility()) $("bladen").focus({ preventScroll: true });
  teken();
}

function werkTabsBij() {
  const namen = stand.documents.map((document) => document.stuk);
  const anders = zetTabs(namen, "bladen", toon);
  for (const [stuk, document] of documenten) {
    if (namen.includes(stuk)) continue;
    document.blok.remove();
    document.minis.remove();
    documenten.delete(stuk);
  }
  for (const { stuk } of stand.documents) {
    if (documenten.has(stuk)) continue;
    const document = { blok: maak("div"), minis: maak("ol"), bladen: [] };
    document.blok.hidden = document.minis.hidden = true;
    $("bladen").append(document.blok);
    $("miniaturen").append(document.minis);
    documenten.set(stuk, document);
  }
  return anders;
}

function nieuwBlad(document, nummer) {
  const blad = leegBlad();
  blad.opSchrijf = (x, y) => schrijfOp(blad, x, y);
  blad.mini = maak("img", { alt: "" });
  blad.knop = maak("button", { type: "button", onclick: () => blad.figuur.scrollIntoView({ block: "start" }) },
    blad.mini, String(nummer));
  document.blok.append(blad.figuur);
  document.minis.append(maak("li", {}, blad.knop));
  zicht.observe(blad.figuur);
  return blad;
}

function werkBladenBij({ stuk, pages }) {
  const document = documenten.get(stuk);
  while (document.bladen.length > pages.length) {
    const blad = document.bladen.pop();
    zicht.unobserve(blad.figuur);
    blad.figuur.remove();
    blad.knop.parentElement.remove();
  }
  pages.forEach((page, i) => {
    document.bladen[i] ??= nieuwBlad(document, i + 1);
    const blad = document.bladen[i];
    const plaats = `Bladzijde ${i + 1} van ${pages.length}`;
    if (!maatVan(blad, page, plaats)) return;
    document.gemeten = false;
    blad.knop.setAttribute("aria-label", plaats);
  });
}

/** Tekent van het getoonde document de bladzijden die nieuw zijn en in de buurt van het beeld liggen; de oude blijven
 * staan tot de nieuwe er zijn. */
async function teken() {
  const document = documenten.get(actief);
  if (!document) return;
  if (!document.gemeten) pasAan();
  const revisie = stand.revision;
  const nieuw = document.bladen.filter((blad) => blad.getekend !== blad.id && dichtbij(blad));
  await Promise.all(nieuw.map(haalBeeld));
  if (stand.revision !== revisie || documenten.get(actief) !== document) return;
  globalThis.document.documentElement.dataset.revision = revisie;
  clearTimeout(teken.later);
  teken.later = setTimeout(() => vulLagen(document, revisie), 60);
}

/** Of een bladzijde in beeld is, of bijna. */
function dichtbij(blad) {
  const vak = $("bladen").getBoundingClientRect();
  const plek = blad.figuur.getBoundingClientRect();
  return plek.bottom > vak.top - 2 * vak.height && plek.top < vak.bottom + 2 * vak.height;
}

/** Na de beelden de teksten en de miniaturen, wat in beeld is eerst. Bij een heel lang stuk niet alle. */
async function vulLagen(document, revisie) {
  const midden = document.bladen.findIndex(dichtbij);
  const afstand = (blad) => Math.abs(document.bladen.indexOf(blad) - midden);
  const volgorde = document.bladen.length > MEESTE_TEKSTEN
    ? document.bladen.slice(Math.max(0, midden - MEESTE_TEKSTEN / 2), midden + MEESTE_TEKSTEN / 2)
    : [...document.bladen];
  volgorde.sort((a, b) => afstand(a) - afstand(b));
  for (const blad of volgorde) {
    if (stand.revision !== revisie || documenten.get(actief) !== document) return;
    await vulLaag(blad);
  }
}

const zicht = new IntersectionObserver((gezien) => {
  for (const { target, intersectionRatio } of gezien) target.zichtbaar = intersectionRatio;
  const bladen = documenten.get(actief)?.bladen ?? [];
  const meest = bladen.reduce((beste, blad) =>
    (blad.figuur.zichtbaar ?? 0) > (beste?.figuur.zichtbaar ?? 0) ? blad : beste, null);
  for (const blad of bladen) blad.knop.setAttribute("aria-current", blad === meest);
  if (bladen.some((blad) => blad.getekend !== blad.id && dichtbij(blad))) teken();
}, { root: $("bladen"), threshold: [0, 0.25, 0.5, 0.75, 1] });

// ---------------------------------------------------------------- vergroting

function pasAan() {
  const document = documenten.get(actief);
  const bladen = document?.bladen ?? [];
  if (document) document.gemeten = true;
  if (bladen.length === 0) return 1;
  const breedst = Math.max(...bladen.map((blad) => blad.breed));
  const stijl = getComputedStyle($("bladen"));
  const ruimte = $("bladen").clientWidth - parseFloat(stijl.paddingLeft) - parseFloat(stijl.paddingRight);
  const schaal = zoom ?? Math.max(ruimte, 100) / (breedst * PUNT);
  for (const blad of bladen) blad.figuur.style.setProperty("--breedte", `${blad.breed * PUNT * schaal}px`);
  $("vergroting").textContent = `${Math.round(schaal * 100)}%`;
  $("passend").setAttribute("aria-pressed", zoom === null);
  return schaal;
}

function vergroot(nieuw) {
  const vak = $("bladen");
  const plek = (vak.scrollTop + vak.clientHeight / 2) / Math.max(vak.scrollHeight, 1);
  zoom = nieuw;
  geheugen.schrijf("zoom", zoom);
  pasAan();
  vak.scrollTop = plek * vak.scrollHeight - vak.clientHeight / 2;
}

function stap(richting) {
  const nu = pasAan();
  const kandidaten = richting > 0 ? STAPPEN.filter((s) => s > nu * 1.01) : STAPPEN.filter((s) => s < nu * 0.99).reverse();
  vergroot(kandidaten[0] ?? nu);
}

// ---------------------------------------------------------------- van bladzijde naar bron, en terug

/** Gaat naar plaatsen en merkt ze even. */
function wijsAan(wijzigingen, dwing) {
  if (wijzigingen.length === 0) return;
  const hier = wijzigingen.find(({ stuk }) => stuk === actief) ?? wijzigingen[0];
  if (hier.stuk !== actief) toon(hier.stuk);
  let eerste = null;
  for (const { page, places } of hier.pages) {
    const blad = documenten.get(hier.stuk)?.bladen[page];
    if (!blad) continue;
    blad.laag.querySelectorAll("rect").forEach((merk) => merk.remove());
    for (const { x, y, w, h } of places) {
      const merk = document.createElementNS(SVG, "rect");
      for (const [sleutel, waarde] of Object.entries({ x: x - 1, y, width: w + 2, height: h })) merk.setAttribute(sleutel, waarde);
      // Geen `animationend`: in een document dat niet wordt getoond, beweegt niets.
      setTimeout(() => merk.remove(), 2500);
      blad.laag.append(merk);
      eerste ??= merk;
    }
  }
  if (!eerste) return;
  const vak = $("bladen").getBoundingClientRect();
  const plek = eerste.getBoundingClientRect();
  const inBeeld = plek.top >= vak.top && plek.bottom <= vak.bottom && plek.left < vak.right && plek.right > vak.left;
  if (!inBeeld || dwing) {
    const rustig = matchMedia("(prefers-reduced-motion: reduce)").matches;
    eerste.scrollIntoView({ block: "center", inline: "nearest", behavior: rustig ? "auto" : "smooth" });
  }
}

// ---------------------------------------------------------------- stand en meldingen

function werkStandBij() {
  const { summary } = stand.report;
  const woorden = stand.documents.map(({ stuk, words, pages }) =>
    [TITELS[stuk], `${aantal(words, { een: "woord", meer: "woorden" })}, ${aantal(pages.length, { een: "bladzijde", meer: "bladzijden" })}`]);
  const rij = (term, waarde, soort) => maak("div", soort ? { class: soort } : {}, maak("dt", {}, term), maak("dd", {}, waarde));
  $("stand").replaceChildren(
    rij("Versie", stand.version ?? "nog geen"),
    ...woorden.map(([term, waarde]) => rij(term, waarde)),
    rij("Fouten", getal.format(summary.errors), summary.errors > 0 ? "fout" : ""),
    rij("Waarschuwingen", getal.format(summary.warnings)),
    rij("Bijgewerkt", `${stand.time}, in ${getal.format(stand.milliseconds)} ms`),
  );
  $("naam").textContent = stand.dossier;
  document.title = `${summary.errors > 0 ? `(${aantal(summary.errors, SOORTEN.error)}) ` : ""}${stand.dossier} – kamerbrief`;
  document.body.classList.toggle("oud", !stand.fresh);
  bericht(stand.fresh || stand.documents.length === 0 ? "" : "De bladzijden zijn van vóór deze fouten. Zodra die weg zijn, komen de nieuwe.");
  $("wachten").hidden = stand.documents.length > 0;
  $("wachten").textContent = "Er zijn nog geen bladzijden: verbeter eerst de fouten.";
}

function werkMeldingenBij(dwing) {
  // Wat hetzelfde is blijft staan, met de focus erin.
  const nu = JSON.stringify([stand.report, stand.ruled, stand.files, stand.opens]);
  if (!dwing && nu === werkMeldingenBij.vorige) return;
  werkMeldingenBij.vorige = nu;
  const { findings } = stand.report;
  const vak = $("meldingen");
  const { scrollTop } = vak;
  $("zeven").replaceChildren(...Object.entries(SOORTEN).map(([soort, woorden]) => {
    const hoeveel = findings.filter(({ severity }) => severity === soort).length;
    return maak("button", {
      type: "button", "aria-pressed": !verborgen.has(soort), "data-soort": soort,
      onclick: () => {
        if (!verborgen.delete(soort)) verborgen.add(soort);
        geheugen.schrijf("verborgen", [...verborgen]);
        werkMeldingenBij(true);
        $("zeven").querySelector(`[data-soort="${soort}"]`).focus();
      },
    }, aantal(hoeveel, woorden));
  }));
  const zwaarte = Object.keys(SOORTEN);
  const getoond = findings.map((een, index) => ({ ...een, index })).filter(({ severity }) => !verborgen.has(severity))
    .sort((a, b) => zwaarte.indexOf(a.severity) - zwaarte.indexOf(b.severity));
  const groepen = Map.groupBy(getoond, ({ place }) => place?.file ?? "");
  const delen = [...groepen].map(([bestand, lijst]) => maak("section", {},
    maak("h3", {}, deelVan(bestand)), maak("ul", {}, ...lijst.map((een) => regelMelding(een, ga, ...(stand.schrijft ? [doeAan, naarVeld] : []))))));
  if (delen.length === 0) delen.push(maak("p", {}, findings.length === 0 ? "Geen meldingen." : "Alle meldingen zijn verborgen."));
  if (!stand.ruled && findings.length > 0) delen.push(maak("p", { class: "help" }, "De regels van het secretariaat zijn nog niet nagelopen; dat kan pas als deze fouten weg zijn."));
  const had = [...$("lijst").querySelectorAll("a, button")].indexOf(document.activeElement);
  $("lijst").replaceChildren(...delen);
  vak.scrollTop = scrollTop;
  const nieuw = $("lijst").querySelectorAll("a, button");
  if (had >= 0) (nieuw[Math.min(had, nieuw.length - 1)] ?? vak).focus({ preventScroll: true });
  if (had < 0) melding = -1;
}

/** De knoppen bij een melding: verbeteren, en zeggen dat het toch goed is. */
function doeAan(index, code, fix) {
  const vraag = async (pad, meer) => {
    if (!await sluitVeld()) return;
    const antwoord = await zend(pad, { revision: stand.revision, index, code, ...meer });
    if (!antwoord?.ok) $("plaats").replaceChildren(antwoord ? (await antwoord.text()).trim() : "Geen verbinding.");
  };
  const toch = stand.toch.includes(index);
  // Een noot waar niets naar verwijst, haalt alleen weg wie dat hier vraagt.
  const verbeter = fix.length > 0 ? "Verbeter" : code === "P003" ? "Haal de noot weg" : null;
  if (!verbeter && !toch) return null;
  return maak("p", { class: "doe" },
    verbeter ? maak("button", { type: "button", onclick: () => vraag("/verbeter") }, verbeter) : null,
    toch ? maak("button", {
      type: "button",
      onclick: async () => {
        const reden = await vraagOm("Toch goed", maak("textarea", { rows: 3, cols: 40, lang: "nl" }), "Waarom is het hier goed? De reden staat daarna onder Gegevens, bij Uitzonderingen.");
        if (reden) vraag("/toch-goed", { reden });
      },
    }, "Toch goed…") : null);
}

/** Wijst op deze pagina aan waar een melding over gaat: precies die woorden. */
async function ga({ file, start, end, cell }) {
  const plek = cell ? { cell } : { line: start.line, column: start.column, end_line: end.line, end_column: end.column };
  const antwoord = await vraagServer(`/goto?${new URLSearchParams({ file, ...plek, only: "1" })}`).catch(() => null);
  if (antwoord?.ok) wijsAan(await antwoord.json(), true);
  else $("plaats").replaceChildren(antwoord ? "Van die plaats staat niets op de bladzijden." : "Dit is nu niet na te gaan: loopt `kamerbrief watch` nog?");
}

// ---------------------------------------------------------------- verbinding

/** Of het eerstvolgende nieuws van een nieuwe verbinding is: dan staat niet vast wat er anders aan is. */
let opnieuw = true;

luister("/events", {
  open() {
    opnieuw = true;
    if (stand) stand.revision = 0;
    else GELADEN.then(beginBrief);
  },
  state: nieuws,
  goto: (plaatsen) => wijsAan(plaatsen, true),
});

function nieuws(nieuw) {
  // Wat later aankomt maar ouder is, telt niet meer.
  if (stand && nieuw.revision <= stand.revision) return;
  const eerste = stand === null;
  stand = nieuw;
  const andere = werkTabsBij();
  stand.documents.forEach(werkBladenBij);
  if (!documenten.has(actief)) toon(stand.documents[0]?.stuk ?? null);
  else if (andere) toon(actief);
  else teken();
  // Wie hier schrijft, is al op die plaats.
  if (!eerste && !opnieuw && volgen && !pen) wijsAan(stand.changed, false);
  // De bladzijde gaat voor; wat ernaast staat komt zodra zij er is.
  clearTimeout(werkStandBij.later);
  werkStandBij.later = setTimeout(() => { werkStandBij(); werkMeldingenBij(); }, stand.fresh && !eerste ? 30 : 0);
  schrijvenNieuws(eerste);
  panelenNieuws();
  opnieuw = false;
}

// ---------------------------------------------------------------- knoppen en toetsen

$("kleiner").addEventListener("click", () => stap(-1));
$("groter").addEventListener("click", () => stap(1));
$("passend").addEventListener("click", () => vergroot(null));
$("volgen").addEventListener("click", () => {
  volgen = !volgen;
  geheugen.schrijf("volgen", volgen);
  $("volgen").setAttribute("aria-pressed", volgen);
});
$("volgen").setAttribute("aria-pressed", volgen);
$("toetsen").addEventListener("click", () => $("hulp").showModal());
new ResizeObserver(() => { if (stand && zoom === null) pasAan(); }).observe($("bladen"));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !stand || event.target.closest?.(".schrijfvak, input, textarea, select")) return;
  // Toetsen van één teken gelden alleen hier, zodat zij niemand in de weg zitten (WCAG 2.1.4).
  if (!event.target.closest?.("#bladen, #meldingen") || event.target.closest("[role=tab]")) return;
  const stuk = stand.documents[Number(event.key) - 1]?.stuk;
  const regels = [...document.querySelectorAll("#lijst li .naar")];
  if (stuk) toon(stuk);
  else if (event.key === "+" || event.key === "=") stap(1);
  else if (event.key === "-") stap(-1);
  else if (event.key === "0") vergroot(null);
  else if (event.key === "o" && stand.schrijft) maakOpmerking();
  else if ((event.key === "n" || event.key === "p") && regels.length > 0) {
    melding = (melding + (event.key === "n" ? 1 : -1) + regels.length) % regels.length;
    const regel = regels[melding];
    regel.scrollIntoView({ block: "center" });
    (regel.matches("a, button") ? regel : regel.closest("li").querySelector("button"))?.focus();
  } else return;
  event.preventDefault();
});
