// In: wat de lezer op de bladzijde aanwijst en typt. Uit: dat in het dossier, of waarom niet. Tekst wordt alleen als tekst
// gezet.
//
// Wat getypt wordt gaat meteen naar de server, die er de bladzijden mee maakt en het bewaart; na een pauze en bij het
// verlaten komt het in het bestand. Er is steeds één vraag onderweg; wat er intussen bij komt, gaat er samen achteraan.
"use strict";

/** Zo lang niets getypt: opslaan. */
const PAUZE = 800;
/** Zo lang na een mislukking: opnieuw. */
const OPNIEUW = 2000;

/** Het veld waarin geschreven wordt. */
let pen = null;

const TERUG = { "/terug": "Ongedaan gemaakt", "/opnieuw": "Opnieuw gedaan" };

function zend(pad, gegevens, opties = {}) {
  // Dat iets is teruggedraaid, is oud nieuws zodra er iets anders gebeurt.
  if (!TERUG[pad] && Object.values(TERUG).includes($("plaats").textContent)) $("plaats").replaceChildren();
  return vraagServer(pad, {
    ...opties, method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(gegevens),
  }).catch(() => null);
}

// ---------------------------------------------------------------- een veld openen en sluiten

/** Opent het veld op een plaats van een blad; of daar een is. */
async function schrijfOp(blad, x, y) {
  if (!stand?.schrijft || !await sluitVeld()) return false;
  const antwoord = await vraagServer(`/veld?${new URLSearchParams({ id: blad.getekend ?? blad.id, x, y })}`).catch(() => null);
  const veld = antwoord?.ok ? await antwoord.json() : null;
  if (!veld) return false;
  openVeld(veld, y);
  return true;
}

/** Opent een veld bij zijn naam. */
async function schrijfIn(bestand, plaats) {
  if (!await sluitVeld()) return null;
  const veld = await haalVeld(bestand, plaats);
  if (veld) openVeld(veld);
  return veld && pen;
}

async function haalVeld(bestand, plaats) {
  const antwoord = await vraagServer(`/veld?${new URLSearchParams({ bestand, plaats })}`).catch(() => null);
  return antwoord?.ok ? antwoord.json() : null;
}

function openVeld(veld, y) {
  if (veld.vak && veld.vak.stuk !== actief) toon(veld.vak.stuk);
  const bladen = documenten.get(actief)?.bladen ?? [];
  const blad = bladen[veld.vak?.page] ?? bladen.find(dichtbij) ?? bladen[0];
  if (!blad) return;
  const melding = maak("output", { class: "schrijfstand", "aria-live": "polite" });
  const vak = maak("section", { class: "schrijfvak", "aria-label": `Schrijven in ${deelVan(`${veld.bestand}.yaml`)}, ${veld.naam}` });
  pen = { ...veld, plaatsen: veld.vak?.places ?? [], blad, vak, melding, vuil: false, versie: 0, wil: null, gang: null, grenzen: [] };
  const p = pen;
  if (veld.soort === "tekst") {
    const tekst = maak("div", { class: "klad", role: "textbox", "aria-multiline": "true", "aria-label": veld.naam, lang: "nl", spellcheck: "true" });
    tekst.addEventListener("beforeinput", (event) => grens(event, p), true);
    p.klad = new Klad(tekst, () => gewijzigd(p));
    p.invoer = tekst;
    vak.append(balk(p), tekst);
  } else {
    const eigenschappen = { "aria-label": veld.naam, lang: "nl" };
    p.invoer = veld.soort === "keuze"
      ? maak("select", eigenschappen, ...veld.keuzes.map((woord) => maak("option", {}, woord)))
      : maak("input", { ...eigenschappen, type: veld.soort === "datum" ? "date" : "text" });
    p.invoer.value = veld.base;
    p.invoer.addEventListener("input", () => gewijzigd(p));
    vak.append(balk(p), p.invoer);
  }
  p.spelling = maak("p", { class: "spelling", "aria-live": "polite" });
  p.spelling.hidden = true;
  vak.append(p.spelling);
  zetVak(p);
  blad.figuur.append(vak);
  melding.textContent = watVervalt();
  // De plaats op de bladzijde is de plaats in het vak.
  p.invoer.focus({ preventScroll: true });
  if (p.klad) p.klad.zet(veld.draft), p.klad.plaats(p.klad.plekVan(veld.caret));
  else if (veld.soort === "regel") p.invoer.setSelectionRange(veld.caret?.at ?? 0, veld.caret?.at ?? 0);
  const [eerste] = p.plaatsen;
  if (y !== undefined || eerste) legVak(p, y ?? eerste.y + eerste.h / 2);
  // De regel met de cursor, en niet het hele veld: dat kan langer zijn dan het venster.
  (p.klad?.vak.querySelector(`[data-lijn="${p.klad.keuze().van.lijn}"]`) ?? p.invoer).scrollIntoView({ block: "nearest" });
  vak.addEventListener("keydown", (event) => veldToets(event, p));
  toonWaarden(p);
  kijkSpelling(p);
  // Waar de cursor weggaat, is het woord af.
  for (const wat of ["keyup", "click"]) p.invoer.addEventListener(wat, () => kijkSpelling(p));
  p.invoer.addEventListener("paste", (event) => plak(event, p));
  p.invoer.addEventListener("copy", (event) => kopieer(event, p));
  p.invoer.addEventListener("cut", (event) => kopieer(event, p));
}

/** In een tekst met waarden staat wat zij afdrukken. */
async function toonWaarden(p) {
  if (!p.klad?.regels().some(({ tekens: regel }) => regel.some((deel) => deel.ding?.chip?.kind === "value"))) return;
  await haalWaarden();
  if (pen !== p) return;
  const { van, tot } = p.klad.keuze();
  p.klad.teken();
  if (p.invoer.contains(document.activeElement)) p.klad.plaats(van, tot);
}

/** Zet het vak over de tekst op het blad, even breed en met even grote letters, ook als het blad groter wordt. */
function zetVak({ blad, vak, soort, plaatsen: alle }) {
  const { style } = vak;
  if (alle.length === 0) return;
  const links = Math.min(...alle.map(({ x }) => x));
  const rechts = Math.max(...alle.map(({ x, w }) => x + w));
  const letter = alle.map(({ h }) => h).sort((a, b) => a - b)[alle.length >> 1] / 1.05;
  // Een tekst loopt door tot de rand van de kolom.
  const breed = soort === "tekst" ? Math.max(rechts, Math.min(blad.breed * 0.762, blad.breed - links)) - links : rechts - links;
  style.setProperty("--links", links / blad.breed);
  style.setProperty("--breed", breed / blad.breed);
  style.setProperty("--letter", letter / blad.breed);
  style.top = `${Math.min(...alle.map(({ y }) => y)) / blad.hoog * 100}%`;
  vak.dataset.soort = soort;
}

/** Waar op het scherm de cursor van een vak staat. */
function cursorVan({ klad, invoer }) {
  const regel = klad ? klad.vak.querySelector(`[data-lijn="${klad.keuze().van.lijn}"]`) : invoer;
  const keuze = getSelection();
  const binnen = klad && keuze.rangeCount > 0 && klad.vak.contains(keuze.anchorNode);
  return (binnen ? [...keuze.getRangeAt(0).getClientRects()].at(-1) : null) ?? regel?.getBoundingClientRect();
}

/** De regel van het blad waar de cursor op staat: daar is de lezer gebleven. */
function regelOnder(p) {
  const hier = cursorVan(p);
  const afstand = (regel) => {
    const { top, bottom, left, right } = regel.getBoundingClientRect();
    return 4 * Math.abs((top + bottom - hier.top - hier.bottom) / 2) + Math.max(left - hier.left, hier.left - right, 0);
  };
  return hier && [...p.blad.laag.querySelectorAll("text")].map((regel) => ({ regel, ver: afstand(regel) }))
    .reduce((een, ander) => (een && een.ver <= ander.ver ? een : ander), null)?.regel;
}

/** Schuift het vak zo dat de cursor staat waar geklikt werd. */
function legVak(p, y) {
  const { blad, vak } = p;
  const hier = cursorVan(p);
  const figuur = blad.figuur.getBoundingClientRect();
  if (!hier) return;
  const verschil = figuur.top + y / blad.hoog * figuur.height - (hier.top + Math.min(hier.height, 20) / 2);
  const boven = vak.getBoundingClientRect().top - figuur.top + verschil;
  vak.style.top = `${Math.max(boven, -blad.figuur.offsetTop) / figuur.height * 100}%`;
}

/** Slaat op en sluit; of dat kon. */
async function sluitVeld() {
  const p = pen;
  if (!p) return true;
  clearTimeout(p.rust);
  if (p.vuil) await wil(p, "opslaan");
  if (pen !== p) return pen === null;
  if (p.vuil) {
    p.invoer.focus();
    return false;
  }
  const regel = p.vak.contains(document.activeElement) ? regelOnder(p) ?? $("bladen") : null;
  p.vak.remove();
  pen = null;
  globalThis.CSS?.highlights?.delete("verschreven");
  if (regel?.matches("text")) {
    p.blad.laag.querySelector('text[tabindex="0"]')?.setAttribute("tabindex", "-1");
    regel.setAttribute("tabindex", "0");
  }
  regel?.focus({ preventScroll: true });
  return true;
}

// ---------------------------------------------------------------- opslaan

function zegStand(p, tekst, fout = false) {
  if (p.melding.textContent !== tekst) p.melding.textContent = tekst;
  p.melding.classList.toggle("fout", fout);
}

function gewijzigd(p) {
  p.vuil = true;
  p.versie += 1;
  zegStand(p, "Nog niet opgeslagen");
  clearTimeout(p.rust);
  const dag = p.invoer.type === "date";
  if (dag && !isDag(p.invoer)) return;
  wil(p, "tonen");
  kijkSpelling(p);
  p.rust = setTimeout(() => wil(p, "opslaan"), dag ? DAGPAUZE : PAUZE);
}

/** Vóór een Enter, en vóór de spatie achter een zin: wat er dan staat wordt opgeslagen, zodat ongedaan maken daar ophoudt. */
function grens({ inputType, data }, p) {
  const { van } = p.klad.keuze();
  const zin = data === " " && /[.!?]/.test(p.klad.regels()[van.lijn]?.tekens[van.at - 1]?.teken ?? "");
  if (!p.vuil || p.grens === p.versie || !(zin || inputType === "insertParagraph")) return;
  p.grens = p.versie;
  p.grenzen.push({ versie: p.versie, wens: wens(p) });
  wil(p, p.wil);
}

/** Zorgt dat getoond of opgeslagen wordt wat er nu staat; klaar als er niets meer onderweg is. */
function wil(p, wat) {
  if (p.wil !== "opslaan") p.wil = wat;
  p.gang ??= (async () => {
    while (p.wil || p.grenzen.length > 0) {
      if (p.grenzen.length > 0) {
        await stuur(p, true, p.grenzen.shift());
        continue;
      }
      const opslaan = p.wil === "opslaan";
      p.wil = null;
      await stuur(p, opslaan);
    }
    p.gang = null;
  })();
  return p.gang;
}

const wens = (p) => ({
  bestand: p.bestand, place: p.place, base: p.base,
  ...(p.klad ? { do: "text", draft: p.klad.draft() } : { do: "line", text: p.invoer.value }),
});

async function stuur(p, opslaan, { versie, wens: wat } = { versie: p.versie, wens: wens(p) }) {
  const antwoord = await zend("/wijzig", { ...wat, base: p.base, opslaan });
  if (antwoord?.ok) return opslaan ? opgeslagen(p, versie, await antwoord.json()) : undefined;
  if (antwoord?.status === 409) return opslaan ? botsing(p, await antwoord.json()) : undefined;
  const waarom = antwoord ? (await antwoord.text()).trim() : "geen verbinding: wat u typte blijft hier staan";
  zegStand(p, waarom, true);
  // Wat vanzelf over kan gaan, wordt opnieuw geprobeerd.
  if (!antwoord || antwoord.status >= 500) {
    clearTimeout(p.rust);
    p.rust = setTimeout(() => { if (pen === p && p.vuil) wil(p, "opslaan"); }, OPNIEUW);
  }
  return undefined;
}

function opgeslagen(p, versie, { veld, eigen, noten, wezen }) {
  const alleenHier = veld?.base === eigen;
  if (p.versie !== versie || alleenHier) {
    // Wat er staat blijft staan, ook een spatie of een lege alinea die pas met wat volgt iets zegt. Wie doortypt, begint
    // bij wat van hier was: wat elders veranderde komt er bij het volgende opslaan weer in.
    p.base = eigen ?? p.base;
    noemNoten(p, [...noten]);
  } else if (veld) {
    neemOver(p, veld);
  }
  if (p.versie === versie) {
    p.vuil = false;
    zegStand(p, ["Opgeslagen", overDag(p.invoer)].filter(Boolean).join(". "));
  }
  if (wezen.length > 0) biedNotenAan(p.bestand, wezen);
}

/** Geeft nieuwe noten de naam die zij in het bestand kregen. */
function noemNoten(p, namen) {
  if (namen.length === 0) return;
  for (const { tekens: regel } of p.klad?.regels() ?? []) {
    for (const { ding: een } of regel) {
      if (een?.chip?.text === undefined || een.chip.source || namen.length === 0) continue;
      const naam = namen.shift();
      // In het ding zelf: wat nog wordt opgeslagen, heeft hetzelfde.
      Object.assign(een.chip, { kind: "note", source: `[^${naam}]`, label: `noot ${naam}` });
      delete een.chip.text;
    }
  }
  const { van, tot } = p.klad.keuze();
  p.klad.teken();
  if (p.invoer.contains(document.activeElement)) p.klad.plaats(van, tot);
}

/** Neemt over wat het bestand zegt; de cursor blijft staan. */
function neemOver(p, veld) {
  p.base = veld.base;
  if (!p.klad) {
    if (p.invoer.value !== veld.base) p.invoer.value = veld.base;
    return;
  }
  if (zelfdeKlad(p.klad.draft(), veld.draft)) return;
  const keuze = p.klad.keuze();
  const binnen = p.invoer.contains(document.activeElement) || document.activeElement === p.invoer;
  p.klad.zet(veld.draft);
  const regels = p.klad.regels();
  const pas = ({ lijn, at }) => {
    const l = Math.min(lijn, regels.length - 1);
    return { lijn: Math.max(l, 0), at: Math.min(at, regels[l]?.tekens.length ?? 0) };
  };
  if (binnen) p.klad.plaats(pas(keuze.van), pas(keuze.tot));
}

function zelfdeKlad(een, ander) {
  const kaal = (draft) => JSON.stringify(draft.blocks.map((blok) => [
    blok.block, blok.level ?? 0, blok.numbering, blok.loose ?? false, blok.columns, blok.source,
    blok.content && tekens(blok.content).map((t) => [t.teken, t.ding, t.bold, t.italic, t.link, t.withheld]),
    blok.rows?.map((rij) => rij.map((cel) => tekens(cel).map((t) => [t.teken, t.ding, t.bold, t.italic, t.link, t.withheld])))]));
  return kaal(een) === kaal(ander);
}

/** Haalt het veld opnieuw; wat elders veranderde komt erin zolang hier niets ligt te wachten. */
async function herlaadVeld() {
  const p = pen;
  if (!p || p.vuil || p.gang) return;
  const veld = await haalVeld(p.bestand, p.place);
  if (pen !== p || p.vuil || p.gang) return;
  if (!veld || veld.soort !== p.soort) {
    p.vak.remove();
    pen = null;
    $("plaats").replaceChildren("Dit veld is er niet meer.");
  } else if (veld.base !== p.base) neemOver(p, veld);
}

/** Dezelfde woorden zijn hier en elders veranderd: de schrijver kiest. */
async function botsing(p, { nu, wilde }) {
  clearTimeout(p.rust);
  p.grenzen = [];
  zegStand(p, "Deze woorden zijn intussen ook elders veranderd.", true);
  const gezegd = (klad) => (typeof klad === "string" ? klad : klad?.blocks?.map((blok) =>
    [blok.content ?? blok.rows?.flat(2) ?? []].flat().map((stuk) => stuk.text ?? stuk.chip?.source ?? stuk.raised ?? stuk.lowered ?? " ").join("") || blok.source).join("\n\n")) ?? "";
  const keuze = await kies("Deze woorden zijn ook elders veranderd", [
    maak("div", { class: "naast" },
      maak("section", {}, maak("h3", {}, "Nu in het bestand"), maak("p", {}, nu ? gezegd(nu.draft ?? nu.base) : "Dit veld is er niet meer.")),
      maak("section", {}, maak("h3", {}, "Van u"), maak("p", {}, gezegd(wilde)))),
  ], { ...(nu ? { mijn: "Neem die van mij", bestand: "Neem die van het bestand" } : { bestand: "Laat het weg" }), verder: "Verder schrijven" });
  if (pen !== p) return;
  if (keuze === "mijn") {
    p.base = nu.base;
    wil(p, "opslaan");
  } else if (keuze === "bestand") {
    await zend("/kladjes/weg", { bestand: p.bestand, place: p.place });
    p.vuil = false;
    if (nu) { neemOver(p, nu); zegStand(p, "Overgenomen uit het bestand"); } else await herlaadVeld();
  }
}

// ---------------------------------------------------------------- toetsen en plakken

async function veldToets(event, p) {
  const samen = (event.ctrlKey || event.metaKey) && !event.altKey;
  const toets = event.key.toLowerCase();
  const doe = (wat) => { event.preventDefault(); event.stopPropagation(); return wat(); };
  if (event.key === "Escape") return doe(sluitVeld);
  if (event.key === "Enter" && (samen || (!p.klad && event.target === p.invoer))) return doe(sluitVeld);
  if (samen && toets === "z") return doe(() => terug(event.shiftKey));
  if (samen && toets === "y") return doe(() => terug(true));
  if (samen && p.klad && toets === "b") return doe(() => p.klad.kenmerk("bold"));
  if (samen && p.klad && toets === "i") return doe(() => p.klad.kenmerk("italic"));
  return undefined;
}

/** Maakt het laatste ongedaan van alles wat hier gedaan is, of doet het opnieuw. */
async function terug(opnieuw) {
  const p = pen;
  if (p?.vuil) {
    clearTimeout(p.rust);
    await wil(p, "opslaan");
  }
  const pad = opnieuw ? "/opnieuw" : "/terug";
  const antwoord = await zend(pad, null);
  const zeg = (tekst, fout) => (pen ? zegStand(pen, tekst, fout) : $("plaats").replaceChildren(tekst));
  if (!antwoord?.ok) return zeg(antwoord ? (await antwoord.text()).trim() : "Geen verbinding.", true);
  const bestanden = await antwoord.json();
  if (bestanden.length === 0) return zeg(opnieuw ? "Er is niets om opnieuw te doen." : "Er is niets meer om ongedaan te maken.");
  zeg(TERUG[pad]);
  teruggedraaid();
  return herlaadVeld();
}

const EIGEN = "application/x-kamerbrief";

async function plak(event, p) {
  if (!p.klad) return;
  event.preventDefault();
  const { clipboardData: bord } = event;
  const eigen = bord.getData(EIGEN);
  if (eigen) return p.klad.voegIn(JSON.parse(eigen));
  const [html, text] = [bord.getData("text/html") || null, bord.getData("text/plain") || null];
  if (!html && !text) return undefined;
  const antwoord = await zend("/plak", { html, text });
  if (pen !== p) return undefined;
  if (!antwoord?.ok) return zegStand(p, antwoord ? (await antwoord.text()).trim() : "Plakken kan nu niet: geen verbinding.", true);
  const blokken = await antwoord.json();
  return blokken.length > 0 ? p.klad.voegIn(blokken) : undefined;
}

function kopieer(event, p) {
  if (!p.klad) return;
  const { van, tot } = p.klad.keuze();
  if (van.lijn === tot.lijn && van.at === tot.at) return;
  event.preventDefault();
  const regels = p.klad.regels().slice(van.lijn, tot.lijn + 1).map(({ b, tekens: regel }, i) => ({
    blok: p.klad.blokken[b], delen: regel.slice(i === 0 ? van.at : 0, van.lijn + i === tot.lijn ? tot.at : undefined),
  }));
  const blokken = regels.map(({ blok, delen }) => ({ ...(blok.rows || regels.length === 1 ? { block: "paragraph", level: 0 } : blok), content: stukken(delen) }));
  event.clipboardData.setData("text/plain", regels.map(({ delen }) => delen.map((deel) => deel.teken ?? deel.ding.chip?.source ?? deel.ding.raised ?? deel.ding.lowered ?? "\n").join("")).join("\n"));
  event.clipboardData.setData(EIGEN, JSON.stringify(blokken));
  if (event.type === "cut") p.klad.wis(van, tot, true);
}

// ---------------------------------------------------------------- wat er nog lag

/** Biedt aan wat eerder getypt is en in geen bestand staat. */
async function biedKladjesAan() {
  const antwoord = await vraagServer("/kladjes").catch(() => null);
  const alle = antwoord?.ok ? await antwoord.json() : [];
  $("kladjes").replaceChildren(...alle.filter((w) => !(pen && w.bestand === pen.bestand && w.place === pen.place)).map((w) => {
    const tekst = w.text ?? w.draft?.blocks?.flatMap((blok) => blok.content ?? blok.rows?.flat(2) ?? []).map((stuk) => stuk.text ?? " ").join("") ?? "";
    const kaart = maak("p", {}, `Niet opgeslagen, in ${deelVan(`${w.bestand}.yaml`)} bij ${w.place}: “${tekst.slice(0, 90)}${tekst.length > 90 ? "…" : ""}” `,
      maak("button", { type: "button", onclick: () => zetTerug(w, kaart) }, "Zet terug"), " ",
      maak("button", { type: "button", onclick: () => gooiWeg(w, kaart) }, "Gooi weg"));
    return kaart;
  }));
}

async function gooiWeg({ bestand, place }, kaart) {
  await zend("/kladjes/weg", { bestand, place });
  kaart.remove();
}

async function zetTerug(w, kaart) {
  const p = await schrijfIn(w.bestand, w.place);
  if (!p || Boolean(p.klad) !== Boolean(w.draft)) {
    const tekst = w.text ?? w.draft.blocks.flatMap((blok) => blok.content ?? blok.rows?.flat(2) ?? []).map((stuk) => stuk.text ?? " ").join("");
    const veld = maak("textarea", { rows: 8, readonly: "", "aria-label": "Niet opgeslagen tekst" });
    veld.value = tekst;
    kaart.replaceChildren("Dit veld is er niet meer. De tekst, om te kopiëren: ", veld,
      maak("button", { type: "button", onclick: () => gooiWeg(w, kaart) }, "Gooi weg"));
    return;
  }
  kaart.remove();
  p.base = w.base ?? p.base;
  if (p.klad) p.klad.zet(w.draft, { lijn: 0, at: 0 });
  else p.invoer.value = w.text;
  gewijzigd(p);
}

/** Noten waar niets meer naar verwijst: hun tekst kan weg. */
function biedNotenAan(bestand, noten) {
  const namen = noten.map((plaats) => plaats.split(".").at(-1)).join(", ");
  $("plaats").replaceChildren(`Naar noot ${namen} verwijst niets meer.`, maak("button", {
    type: "button",
    // Wie schrijft, schrijft daarna verder.
    onpointerdown: (event) => event.preventDefault(),
    onclick: async () => {
      const antwoord = await zend("/noten/weg", { bestand, noten });
      $("plaats").replaceChildren(antwoord?.ok ? "De tekst van de noot is weg." : (await antwoord?.text())?.trim() ?? "Geen verbinding.");
    },
  }, "Haal de tekst weg"));
}

// ---------------------------------------------------------------- de pagina

/** Na nieuws van de server. */
function schrijvenNieuws(eerste) {
  document.body.classList.toggle("schrijft", stand.schrijft);
  $("ongedaan").hidden = $("opmerk").hidden = $("opmerkingen").hidden = !stand.schrijft;
  if (!stand.schrijft) return;
  if (eerste) biedKladjesAan();
  herlaadVeld();
  clearTimeout(schrijvenNieuws.later);
  schrijvenNieuws.later = setTimeout(haalOpmerkingen, pen?.vuil ? PAUZE : 100);
}

document.addEventListener("pointerdown", (event) => {
  if (pen && !pen.vak.contains(event.target) && !event.target.closest("dialog, header, #zij, #plaats button")) sluitVeld();
}, true);
document.addEventListener("keydown", (event) => {
  const samen = (event.ctrlKey || event.metaKey) && !event.altKey;
  if (!samen || !stand?.schrijft || event.defaultPrevented || event.target.closest?.("input, textarea, select, .schrijfvak")) return;
  const toets = event.key.toLowerCase();
  if (toets !== "z" && toets !== "y") return;
  event.preventDefault();
  terug(toets === "y" || event.shiftKey);
});
$("ongedaan").addEventListener("click", () => terug(false));
// Wie weggaat, slaat op; wat te lang is daarvoor, is bewaard.
addEventListener("pagehide", () => {
  if (pen?.vuil) zend("/wijzig", { ...wens(pen), opslaan: true }, { keepalive: true });
});
