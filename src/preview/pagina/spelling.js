// In: het veld waarin geschreven wordt. Uit: een streep onder elk woord dat zeker verschreven is, en wat er wel had moeten staan.
// De tekst zelf blijft zoals zij is getypt.
"use strict";

/** Zo lang na een toets wordt er gekeken. */
const KIJKPAUZE = 250;
/** Zoveel woorden gaan er in één vraag. */
const MEESTE_WOORDEN = 100;
/** Zoveel verschrijvingen staan er onder het veld. */
const MEESTE_VERSCHRIJVINGEN = 3;
/** Van elk woord dat is nagevraagd: wat het moet zijn, of niets. */
const NAGEVRAAGD = new Map();

const WOORD = /(?<![\p{L}\p{N}'’-])\p{Ll}{4,}(?![\p{L}\p{N}'’-])/gu;
const AANHALING = /[“„"][^”"]*[”"]?/gu;

/** De regels van een veld: wat er staat, en waar elk stuk ervan op het scherm is. Wat geen tekst is, telt voor één teken. */
function regelsOpScherm({ klad, invoer }) {
  if (!klad) return [{ tekst: invoer.value, stukken: [], lijn: 0 }];
  return [...klad.vak.querySelectorAll("[data-lijn]")].map((element) => {
    let tekst = "";
    const stukken = [];
    for (const deel of element.childNodes) {
      const knoop = deel.isContentEditable && deel.firstChild?.nodeType === Node.TEXT_NODE ? deel.firstChild : null;
      if (knoop) stukken.push({ knoop, van: tekst.length });
      tekst += knoop ? knoop.data : deel.lengte === undefined ? "" : "\u0000";
    }
    return { tekst, stukken, lijn: Number(element.dataset.lijn) };
  });
}

/** De woorden die kunnen worden nagekeken: geen namen, geen citaat, en niet dat waar de cursor achter staat: dat is nog niet af. */
function woordenVan(p) {
  const binnen = document.activeElement === p.invoer;
  const keuze = p.klad?.keuze().tot;
  return regelsOpScherm(p).flatMap((regel) => {
    const citaten = [...regel.tekst.matchAll(AANHALING)].map(({ index, 0: citaat }) => [index, index + citaat.length]);
    const cursor = !binnen ? -1 : !p.klad ? p.invoer.selectionEnd
      : keuze.lijn === regel.lijn ? [...regel.tekst].slice(0, keuze.at).join("").length : -1;
    return [...regel.tekst.matchAll(WOORD)].map(({ index, 0: woord }) => ({ woord, van: index, regel }))
      .filter(({ van, woord }) => van + woord.length !== cursor && !citaten.some(([begin, eind]) => van >= begin && van < eind));
  });
}

/** Kijkt de spelling van een veld na, zodra er even niet wordt getypt. */
function kijkSpelling(p) {
  if (p.soort !== "tekst" && p.soort !== "regel") return;
  clearTimeout(p.kijkt);
  p.kijkt = setTimeout(() => keurSpelling(p), KIJKPAUZE);
}

async function keurSpelling(p) {
  if (pen !== p) return;
  const nieuw = [...new Set(woordenVan(p).map(({ woord }) => woord))].filter((woord) => !NAGEVRAAGD.has(woord));
  for (let i = 0; i < nieuw.length; i += MEESTE_WOORDEN) {
    const deel = nieuw.slice(i, i + MEESTE_WOORDEN);
    const antwoord = await vraagServer(`/spelling?${new URLSearchParams({ woorden: deel.join() })}`).catch(() => null);
    if (!antwoord?.ok) return;
    const fout = await antwoord.json();
    for (const woord of deel) NAGEVRAAGD.set(woord, fout[woord]);
  }
  // Intussen kan er zijn doorgetypt.
  if (pen === p) toonSpelling(p, woordenVan(p).filter(({ woord }) => NAGEVRAAGD.get(woord)));
}

/** Zet de strepen, en zegt onder het veld wat er had moeten staan. */
function toonSpelling(p, alle) {
  const bereiken = alle.flatMap(({ woord, van, regel }) => {
    const plek = (at) => regel.stukken.findLast((stuk) => stuk.van <= at);
    const [begin, eind] = [plek(van), plek(van + woord.length - 1)];
    if (!begin || !eind) return [];
    const bereik = new Range();
    bereik.setStart(begin.knoop, van - begin.van);
    bereik.setEnd(eind.knoop, van + woord.length - eind.van);
    return [bereik];
  });
  if (globalThis.CSS?.highlights) CSS.highlights.set("verschreven", new Highlight(...bereiken));
  const woorden = [...new Set(alle.map(({ woord }) => woord))];
  const beeld = woorden.join();
  if (beeld === (p.spelling.dataset.woorden ?? "")) return;
  p.spelling.dataset.woorden = beeld;
  p.spelling.hidden = woorden.length === 0;
  p.spelling.replaceChildren(...woorden.slice(0, MEESTE_VERSCHRIJVINGEN).map((woord) => maak("span", {}, `“${woord}”: bedoelt u `, maak("button", {
    type: "button", "aria-label": `Vervang ${woord} door ${NAGEVRAAGD.get(woord)}`,
    onpointerdown: (event) => event.preventDefault(),
    onclick: () => vervang(p, woord),
  }, NAGEVRAAGD.get(woord)), "?")));
}

/** Zet op de eerste plaats van een verschreven woord wat er had moeten staan. */
function vervang(p, woord) {
  const gevonden = woordenVan(p).find((een) => een.woord === woord);
  if (!gevonden) return;
  const hier = { ...gevonden.regel, van: gevonden.van };
  const goed = NAGEVRAAGD.get(woord);
  p.invoer.focus({ preventScroll: true });
  if (p.klad) {
    const at = [...hier.tekst.slice(0, hier.van)].length;
    const tot = at + [...woord].length;
    const { teken: _, ...stijl } = p.klad.regels()[hier.lijn].tekens[at];
    p.klad.typ({ lijn: hier.lijn, at }, { lijn: hier.lijn, at: tot }, [...goed].map((teken) => ({ teken, ...stijl })));
  } else {
    p.invoer.setRangeText(goed, hier.van, hier.van + woord.length, "end");
    gewijzigd(p);
  }
}
