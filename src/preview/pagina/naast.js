// In: beide edities, en wat de lezer doet. Uit: de pagina waarop zij naast elkaar staan. Tekst wordt alleen als tekst gezet.
"use strict";

const EDITIES = ["werk", "openbaar"];
/** Op dit deel van de hoogte van het venster ligt wat in beide edities gelijk moet staan. */
const OOGHOOGTE = 0.3;

let actief = null;
let gekozen = null;
let samen = geheugen.lees("samen", true);
/** Per editie haar bladen, en waar zij door deze pagina zelf heen is geschoven. */
const kanten = Object.fromEntries(EDITIES.map((editie) => [editie, { vak: $(editie), bladen: [], zelf: null }]));

const paar = () => stand.documents.find(({ stuk }) => stuk === actief);
const nummers = () => stand.lakkingen.map(({ nummer }) => nummer);

// ---------------------------------------------------------------- documenten en bladzijden

function werkTabsBij() {
  const namen = stand.documents.map(({ stuk }) => stuk);
  zetTabs(namen, "paneel", toon);
  if (!namen.includes(actief)) actief = namen[0] ?? null;
  for (const tab of $("tabs").children) {
    const dit = tab.dataset.stuk === actief;
    tab.setAttribute("aria-selected", dit);
    tab.tabIndex = dit ? 0 : -1;
  }
}

function toon(stuk) {
  if (stuk === actief) return;
  actief = stuk;
  werkTabsBij();
  werkBladenBij();
  for (const editie of EDITIES) schuif(editie, 0);
  $("lakkingen").querySelector(`[data-stuk="${stuk}"]`)?.scrollIntoView({ block: "start" });
}

/** De bladen van het document, in beide edities, met wat erop gelakt is. */
function werkBladenBij() {
  for (const editie of EDITIES) {
    const kant = kanten[editie];
    const { pages, merken, etiketten } = paar()?.[editie] ?? { pages: [], merken: [], etiketten: [] };
    while (kant.bladen.length > pages.length) kant.bladen.pop().figuur.remove();
    pages.forEach((page, i) => {
      const blad = kant.bladen[i] ??= nieuwBlad(kant, editie, i);
      if (maatVan(blad, page, `Bladzijde ${i + 1} van ${pages.length}, ${editie === "werk" ? "werkeditie" : "openbare editie"}`)) {
        blad.merken.setAttribute("viewBox", `0 0 ${page.width} ${page.height}`);
      }
      const op = merken.filter(({ page }) => page === i);
      const vakken = op.flatMap(({ nummer, places }) => places.map(({ x, y, w, h }) => svg("rect", {
        x: x - 1, y, width: w + 2, height: h, "data-nummer": nummer ?? "", class: nummer === null ? "afgeleid" : "",
      })));
      const teksten = etiketten.filter(([page]) => page === i).map(([, { x, y, tekst }]) => svg("text", { x, y }, tekst));
      blad.merken.replaceChildren(...vakken, ...teksten);
    });
  }
  tekenKeuze();
  teken();
}

function svg(naam, eigenschappen, ...inhoud) {
  const element = document.createElementNS(SVG, naam);
  for (const [sleutel, waarde] of Object.entries(eigenschappen)) element.setAttribute(sleutel, waarde);
  element.append(...inhoud);
  return element;
}

function nieuwBlad(kant, editie, index) {
  const blad = leegBlad();
  blad.merken = svg("svg", { class: "merken", "aria-hidden": "true" });
  blad.beeld.after(blad.merken);
  blad.opKlik = (x, y) => {
    const raak = ({ page, nummer, places }) => page === index && nummer !== null
      && places.some((vak) => x >= vak.x - 1 && x <= vak.x + vak.w + 1 && y >= vak.y && y <= vak.y + vak.h);
    const merk = paar()?.[editie].merken.find(raak);
    if (merk) kies(merk.nummer, editie);
  };
  kant.vak.append(blad.figuur);
  return blad;
}

/** Tekent wat in de buurt van het beeld ligt, en daarna de tekst erover. */
async function teken() {
  const revisie = stand.revision;
  const bladen = EDITIES.flatMap((editie) => kanten[editie].bladen.filter((blad) => dichtbij(kanten[editie].vak, blad)));
  await Promise.all(bladen.filter((blad) => blad.getekend !== blad.id).map(haalBeeld));
  if (stand.revision !== revisie) return;
  document.documentElement.dataset.revision = revisie;
  for (const blad of bladen) {
    if (stand.revision !== revisie) return;
    await vulLaag(blad);
  }
  document.documentElement.dataset.gevuld = revisie;
}

function dichtbij(vak, { figuur }) {
  const [buiten, binnen] = [vak.getBoundingClientRect(), figuur.getBoundingClientRect()];
  return binnen.bottom > buiten.top - buiten.height && binnen.top < buiten.bottom + buiten.height;
}

// ---------------------------------------------------------------- samen schuiven

/** De hoogte van een plaats op de bladen van een editie, in beeldpunten. */
function hoogte({ bladen }, [page, y]) {
  const blad = bladen[page];
  return blad ? blad.figuur.offsetTop + y / blad.hoog * blad.figuur.offsetHeight : null;
}

/** Waar in de andere editie staat wat hier op deze hoogte staat: tussen twee plaatsen die gelijk zijn naar verhouding. */
function overeenkomst(van, naar, plek) {
  const [hier, daar] = [kanten[van], kanten[naar]];
  const punten = [[0, 0]];
  for (const anker of paar().ankers) {
    const [a, b] = [hoogte(hier, anker[van]), hoogte(daar, anker[naar])];
    const [vorigeA, vorigeB] = punten.at(-1);
    if (a !== null && b !== null && a > vorigeA && b >= vorigeB) punten.push([a, b]);
  }
  punten.push([Math.max(hier.vak.scrollHeight, punten.at(-1)[0] + 1), Math.max(daar.vak.scrollHeight, punten.at(-1)[1])]);
  const na = punten.findIndex(([a]) => a > plek);
  if (na < 1) return plek;
  const [[a0, b0], [a1, b1]] = [punten[na - 1], punten[na]];
  return b0 + (plek - a0) / (a1 - a0) * (b1 - b0);
}

function schuif(editie, naar) {
  const kant = kanten[editie];
  kant.vak.scrollTop = naar;
  kant.zelf = kant.vak.scrollTop;
}

function schuifMee(van) {
  if (!samen || !paar()) return;
  const naar = EDITIES.find((editie) => editie !== van);
  const oog = kanten[van].vak.clientHeight * OOGHOOGTE;
  schuif(naar, overeenkomst(van, naar, kanten[van].vak.scrollTop + oog) - oog);
}

for (const editie of EDITIES) {
  kanten[editie].vak.addEventListener("scroll", () => {
    const kant = kanten[editie];
    const vanzelf = kant.zelf !== null && Math.abs(kant.vak.scrollTop - kant.zelf) < 2;
    kant.zelf = null;
    if (!vanzelf) schuifMee(editie);
    clearTimeout(teken.later);
    teken.later = setTimeout(() => { if (stand) teken(); }, 60);
  });
}

// ---------------------------------------------------------------- de lijst

/** Kiest een passage: in de lijst, en op haar plaats in beide edities. Waar de lezer klikte, blijft het staan. */
function kies(nummer, klik) {
  const een = stand.lakkingen.find((een) => een.nummer === nummer);
  if (!een) return;
  gekozen = nummer;
  toon(een.stuk);
  tekenKeuze();
  for (const editie of EDITIES) {
    const merk = kanten[editie].vak.querySelector(`rect[data-nummer="${nummer}"]`);
    if (!merk || editie === klik) continue;
    const vak = kanten[editie].vak;
    const top = merk.getBoundingClientRect().top - vak.getBoundingClientRect().top + vak.scrollTop;
    schuif(editie, top - vak.clientHeight * OOGHOOGTE);
  }
  teken();
  const regel = $("lakkingen").querySelector(`[data-nummer="${nummer}"]`);
  regel?.scrollIntoView({ block: "nearest" });
  if (!klik) regel?.querySelector(".kies").focus({ preventScroll: true });
  if (!klik) $("plaats").replaceChildren(...(een.place ? ["Dit staat in", koppeling(een.place)] : []));
}

function tekenKeuze() {
  for (const vak of document.querySelectorAll(".merken rect")) vak.classList.toggle("gekozen", vak.dataset.nummer === String(gekozen));
  for (const regel of $("lakkingen").querySelectorAll("li")) {
    const dit = regel.dataset.nummer === String(gekozen);
    regel.toggleAttribute("data-gekozen", dit);
    if (dit) regel.querySelector(".kies").setAttribute("aria-current", "true");
    else regel.querySelector(".kies").removeAttribute("aria-current");
  }
  const alle = nummers();
  const waar = alle.indexOf(gekozen);
  $("teller").textContent = `${waar < 0 ? "–" : getal.format(waar + 1)} van ${getal.format(alle.length)}`;
  $("vorige").disabled = $("volgende").disabled = alle.length === 0;
}

function stap(richting) {
  const alle = nummers();
  if (alle.length === 0) return;
  const nu = alle.indexOf(gekozen);
  kies(alle[nu < 0 ? (richting > 0 ? 0 : alle.length - 1) : (nu + richting + alle.length) % alle.length]);
}

function werkLijstBij() {
  const nu = JSON.stringify([stand.lakkingen, stand.geopend, stand.report, stand.ruled, stand.files, stand.opens]);
  if (nu === werkLijstBij.vorige) return;
  werkLijstBij.vorige = nu;
  const had = $("meldingen").contains(document.activeElement) ? document.activeElement.closest("[data-nummer]")?.dataset.nummer : null;
  const { scrollTop } = $("meldingen");
  const groepen = Map.groupBy(stand.lakkingen, ({ stuk }) => stuk);
  $("lakkingen").replaceChildren(...[...groepen].flatMap(([stuk, lijst]) => [
    maak("h3", { "data-stuk": stuk }, TITELS[stuk]), maak("ol", {}, ...lijst.map(regelLakking))]));
  if (stand.lakkingen.length === 0) $("lakkingen").append(maak("p", {}, stand.documents.length > 0 ? "Niets: alles is openbaar." : "Nog niet bekend."));
  $("geopend").replaceChildren(stand.geopend.length > 0
    ? maak("ul", {}, ...stand.geopend.map(({ tekst, place }) => maak("li", {}, maak("p", {}, tekst), place ? maak("p", {}, koppeling(place)) : null,
      maak("p", { class: "help" }, "Een regel lakt dit; de opsteller zegt dat het openbaar is."))))
    : maak("p", {}, "Niets dat een regel anders lakt."));
  const { findings } = stand.report;
  $("lijst").replaceChildren(findings.length > 0
    ? maak("ul", {}, ...findings.map((een) => regelMelding(een)))
    : maak("p", {}, "Geen meldingen."));
  if (!stand.ruled && findings.length > 0) $("lijst").append(maak("p", { class: "help" }, "De regels van de openbare editie zijn nog niet nagelopen; dat kan pas als deze fouten weg zijn."));
  $("meldingen").scrollTop = scrollTop;
  if (had) $("lakkingen").querySelector(`[data-nummer="${had}"] .kies`)?.focus({ preventScroll: true });
}

function regelLakking({ nummer, stuk, onderdeel, tekst, gronden, reden, door_regel, place }) {
  const opBlad = stand.documents.find((document) => document.stuk === stuk)?.werk.merken.some((merk) => merk.nummer === nummer);
  const kort = tekst.length > 140 ? `${tekst.slice(0, 139).trimEnd()}…` : tekst;
  return maak("li", { "data-nummer": nummer },
    maak("button", { type: "button", class: "kies", onclick: () => kies(nummer) },
      maak("span", { class: "nummer" }, getal.format(nummer)), opBlad && kort ? `“${kort}”` : onderdeel),
    maak("p", {}, maak("span", { class: "zegel" }, gronden.map(([code]) => code).join(", ")), " ",
      maak("span", { class: "zegel" }, door_regel ? "door een regel" : "door de opsteller")),
    maak("p", { class: "help" }, gronden.map(([code, over]) => over ? `${code}: ${over}` : code).join("; ")),
    reden ? maak("p", { class: "help" }, `Reden: ${reden}`) : null,
    opBlad ? null : maak("p", { class: "help" }, "In dit document staat hier niets van."),
    maak("p", { class: "help" }, `${onderdeel} `, place ? koppeling(place) : null));
}

function werkStandBij() {
  const { summary } = stand.report;
  const regel = stand.lakkingen.filter(({ door_regel }) => door_regel).length;
  const rij = (term, waarde, soort) => maak("div", soort ? { class: soort } : {}, maak("dt", {}, term), maak("dd", {}, waarde));
  $("stand").replaceChildren(
    rij("Gelakt", getal.format(stand.lakkingen.length)),
    rij("Waarvan door een regel", getal.format(regel)),
    rij("Toch openbaar", getal.format(stand.geopend.length)),
    rij("Fouten", getal.format(summary.errors), summary.errors > 0 ? "fout" : ""),
    rij("Waarschuwingen", getal.format(summary.warnings)),
    rij("Bijgewerkt", `${stand.time}, in ${getal.format(stand.milliseconds)} ms`),
  );
  $("naam").textContent = stand.dossier;
  document.title = `${stand.dossier}, twee edities – kamerbrief`;
  document.body.classList.toggle("oud", !stand.fresh);
  bericht(stand.fresh || stand.documents.length === 0 ? "" : "De bladzijden zijn van vóór deze fouten. Zodra die weg zijn, komen de nieuwe.");
  $("wachten").hidden = stand.documents.length > 0;
  $("wachten").textContent = "De openbare editie kan nog niet worden gemaakt: verbeter eerst de fouten.";
}

// ---------------------------------------------------------------- verbinding

// Zolang iemand luistert, wordt de openbare editie bij elke wijziging gemaakt.
luister("/naast/events", {
  open() { if (stand) stand.revision = 0; },
  naast(nieuw) {
    if (stand && nieuw.revision <= stand.revision) return;
    stand = nieuw;
    if (!nummers().includes(gekozen)) gekozen = null;
    werkTabsBij();
    werkStandBij();
    werkLijstBij();
    werkBladenBij();
  },
});

// ---------------------------------------------------------------- knoppen en toetsen

$("vorige").addEventListener("click", () => stap(-1));
$("volgende").addEventListener("click", () => stap(1));
$("samen").addEventListener("click", () => {
  samen = !samen;
  geheugen.schrijf("samen", samen);
  $("samen").setAttribute("aria-pressed", samen);
  schuifMee("werk");
});
$("samen").setAttribute("aria-pressed", samen);
$("toetsen").addEventListener("click", () => $("hulp").showModal());

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !stand) return;
  // Toetsen van één teken gelden alleen hier, zodat zij niemand in de weg zitten (WCAG 2.1.4).
  if (!event.target.closest?.("#paneel, #meldingen")) return;
  const stuk = stand.documents[Number(event.key) - 1]?.stuk;
  if (stuk) toon(stuk);
  else if (event.key === "n") stap(1);
  else if (event.key === "p") stap(-1);
  else return;
  event.preventDefault();
});
