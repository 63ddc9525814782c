// In: wat de server vertelt. Uit: wat de pagina's gemeen hebben: een blad tekenen, plaatsen en meldingen tonen.
// Tekst wordt alleen als tekst gezet.
"use strict";

const SVG = "http://www.w3.org/2000/svg";
const TITELS = { kamerbrief: "Kamerbrief", beslisnota: "Beslisnota", bijlage: "Bijlage" };
const SOORTEN = {
  error: { een: "fout", meer: "fouten" },
  warning: { een: "waarschuwing", meer: "waarschuwingen" },
  // In de terminal heet dit een opmerking; hier zijn opmerkingen die van collega's.
  info: { een: "tip", meer: "tips" },
};
/** Beeldpunten van een punt bij 100%: een A4 is dan zo breed als op papier. */
const PUNT = 96 / 72;

const $ = (id) => document.getElementById(id);
const getal = new Intl.NumberFormat("nl-NL");
const aantal = (n, { een, meer }) => `${getal.format(n)} ${n === 1 ? een : meer}`;

/** Een element met eigenschappen en inhoud; tekst blijft tekst. */
function maak(naam, eigenschappen = {}, ...inhoud) {
  const element = document.createElement(naam);
  for (const [sleutel, waarde] of Object.entries(eigenschappen)) {
    if (sleutel.startsWith("on")) element.addEventListener(sleutel.slice(2), waarde);
    else element.setAttribute(sleutel, waarde);
  }
  element.append(...inhoud.filter((deel) => deel != null));
  return element;
}

const geheugen = {
  lees(naam, anders) {
    try { return JSON.parse(localStorage.getItem(naam)) ?? anders; } catch { return anders; }
  },
  schrijf(naam, waarde) {
    try { localStorage.setItem(naam, JSON.stringify(waarde)); } catch { /* dan niet */ }
  },
};

const BEELD = new CSSStyleSheet();
BEELD.replaceSync("svg { display: block; width: 100%; height: 100%; }");

/** Als alle delen van de pagina er zijn. */
const GELADEN = new Promise((klaar) => { document.addEventListener("DOMContentLoaded", klaar); });

/** Wat er nu getoond wordt. */
let stand = null;

// ---------------------------------------------------------------- toegang en verbinding

const ZONDER_SLEUTEL = "Open het adres dat `kamerbrief watch` in de terminal toont: deze pagina heeft de sleutel niet (meer).";
const GEEN_VERBINDING = "Geen verbinding: loopt `kamerbrief watch` nog?";

/** Wat de server laat zien dat deze pagina van deze gebruiker is. */
let sleutel = geheugen.lees("sleutel", null);

/** Neemt de sleutel uit het adres, en haalt hem daar weg; een die één keer geldt wordt eerst geruild. */
async function neemSleutel() {
  const deel = location.hash.slice(1);
  if (!/^(eenmalig-)?[0-9a-f]{32}$/.test(deel)) return;
  history.replaceState(null, "", location.pathname);
  if (deel.startsWith("eenmalig-")) {
    const antwoord = await fetch("/sleutel", { method: "POST", body: deel }).catch(() => null);
    if (antwoord?.ok) sleutel = await antwoord.json();
  } else {
    sleutel = deel;
  }
  geheugen.schrijf("sleutel", sleutel);
}

/** Vraagt de server iets. */
const vraagServer = (pad, opties = {}) =>
  fetch(pad, { ...opties, headers: { ...opties.headers, "Kamerbrief-Sleutel": sleutel ?? "" } });

/** Luistert naar wat de server vertelt, zolang iemand kijkt: een browser heeft maar zes verbindingen voor een adres.
 * `open` wordt bij elke nieuwe verbinding gevraagd, en de anderen elk bij de gebeurtenis met hun naam. */
function luister(pad, { open, ...gebeurtenissen }) {
  let rem = null;
  const lees = async (signal) => {
    const antwoord = await vraagServer(pad, { signal });
    if (antwoord.status === 401) return ZONDER_SLEUTEL;
    if (!antwoord.ok) return GEEN_VERBINDING;
    open();
    const lezer = antwoord.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (let deel = await lezer.read(); !deel.done; deel = await lezer.read()) {
      const berichten = (rest + deel.value).split("\n\n");
      rest = berichten.pop();
      for (const regels of berichten) {
        const [, naam, gegevens] = regels.match(/^event: (.*)\ndata: (.*)$/) ?? [];
        if (naam && !signal.aborted) gebeurtenissen[naam]?.(JSON.parse(gegevens));
      }
    }
    return GEEN_VERBINDING;
  };
  const begin = async () => {
    rem?.abort();
    if (document.hidden) return;
    rem = new AbortController();
    const { signal } = rem;
    while (!signal.aborted) {
      const waarom = await lees(signal).catch(() => GEEN_VERBINDING);
      if (signal.aborted) return;
      bericht(waarom);
      await new Promise((klaar) => { setTimeout(klaar, 1000); });
    }
  };
  document.addEventListener("visibilitychange", begin);
  addEventListener("pagehide", () => rem?.abort());
  addEventListener("hashchange", () => neemSleutel().then(begin));
  // Een andere pagina kreeg de sleutel van een nieuwe `watch`.
  addEventListener("storage", () => {
    const nieuw = geheugen.lees("sleutel", null);
    if (nieuw === sleutel) return;
    sleutel = nieuw;
    begin();
  });
  neemSleutel().then(begin);
}

// ---------------------------------------------------------------- documenten

/** Een tab voor elk document; zegt of het andere zijn dan er stonden. Pijltjes gaan naar de volgende en de vorige. */
function zetTabs(namen, paneel, kies) {
  if (namen.join() === [...$("tabs").children].map((tab) => tab.dataset.stuk).join()) return false;
  $("tabs").replaceChildren(...namen.map((stuk) => maak("button", {
    type: "button", role: "tab", id: `tab-${stuk}`, "aria-controls": paneel, "data-stuk": stuk,
    onclick: () => kies(stuk),
    onkeydown: (event) => {
      const stap = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!stap) return;
      const tabs = [...$("tabs").children];
      const volgende = tabs[(tabs.indexOf(event.currentTarget) + stap + tabs.length) % tabs.length];
      volgende.focus();
      volgende.click();
    },
  }, TITELS[stuk])));
  return true;
}

// ---------------------------------------------------------------- bladen

/** Een blad zonder beeld nog: het beeld, en erover de tekst, om te zoeken, te kopiëren en aan te wijzen. */
function leegBlad() {
  const laag = document.createElementNS(SVG, "svg");
  const blad = { beeld: maak("div", { class: "beeld", inert: "" }), laag, id: null, getekend: null, tekst: null };
  // Een eigen boom: de namen in het beeld gelden alleen daar.
  blad.boom = blad.beeld.attachShadow({ mode: "open" });
  blad.boom.adoptedStyleSheets = [BEELD];
  blad.figuur = maak("figure", { role: "group" }, blad.beeld, laag);
  laag.setAttribute("role", "group");
  laag.addEventListener("click", (event) => klik(event, blad));
  laag.addEventListener("keydown", (event) => regelToets(event, blad));
  return blad;
}

/** Geeft een blad zijn maat en zijn naam; of er iets aan anders is. */
function maatVan(blad, page, plaats) {
  blad.id = page.id;
  const vorm = [plaats, page.width, page.height].join();
  if (blad.vorm === vorm) return false;
  blad.vorm = vorm;
  blad.figuur.setAttribute("aria-label", plaats);
  blad.laag.setAttribute("aria-label", `Tekst van ${plaats[0].toLowerCase()}${plaats.slice(1)}`);
  blad.laag.setAttribute("viewBox", `0 0 ${page.width} ${page.height}`);
  blad.figuur.style.setProperty("aspect-ratio", `${page.width} / ${page.height}`);
  blad.breed = page.width;
  blad.hoog = page.height;
  return true;
}

/** Haalt wat er aan een beeld nieuw is. */
async function haalBeeld(blad) {
  const { id, getekend } = blad;
  const nieuw = await haalXml(`/page/${id}.svg${getekend ? `?since=${getekend}` : ""}`);
  // Een nieuwer beeld kwam ertussen.
  if (blad.id !== id || blad.getekend !== getekend) return;
  if (!nieuw) {
    $("plaats").replaceChildren("Een bladzijde kan hier niet worden getoond; in de PDF staat zij wel.");
    return;
  }
  if (nieuw.nodeName === "patch") {
    const delen = [...document.importNode(nieuw, true).childNodes];
    let ouder = blad.boom.firstChild;
    for (const stap of nieuw.getAttribute("path").split(" ").filter(Boolean)) ouder = ouder.childNodes[stap];
    const eerste = Number(nieuw.getAttribute("at"));
    const weg = [...ouder.childNodes].slice(eerste, eerste + Number(nieuw.getAttribute("gone")));
    const erna = ouder.childNodes[eerste + weg.length] ?? null;
    weg.forEach((deel) => deel.remove());
    delen.forEach((deel) => ouder.insertBefore(deel, erna));
  } else {
    blad.boom.replaceChildren(document.importNode(nieuw, true));
  }
  blad.getekend = id;
}

/** Een SVG als boom: de browser leest haar, en voert er niets van uit. */
function haalXml(pad) {
  return new Promise((klaar) => {
    const vraag = new XMLHttpRequest();
    vraag.open("GET", pad);
    vraag.setRequestHeader("Kamerbrief-Sleutel", sleutel ?? "");
    vraag.responseType = "document";
    vraag.overrideMimeType("image/svg+xml");
    vraag.onload = () => klaar(vraag.status === 200 ? vraag.responseXML?.documentElement : null);
    vraag.onerror = () => klaar(null);
    vraag.send();
  });
}

/** Het kleine beeld van een bladzijde. */
async function vulMini(mini, id) {
  const antwoord = await vraagServer(`/page/${id}.png`).catch(() => null);
  if (mini.dataset.id !== id) return;
  if (!antwoord?.ok) {
    delete mini.dataset.id;
    return;
  }
  const adres = URL.createObjectURL(await antwoord.blob());
  mini.addEventListener("load", () => URL.revokeObjectURL(adres), { once: true });
  mini.src = adres;
}

/** De tekst van een bladzijde, onzichtbaar over haar beeld: om te zoeken, te kopiëren en voor te lezen. */
async function vulLaag(blad) {
  const id = blad.id;
  if (blad.mini && blad.mini.dataset.id !== id) {
    blad.mini.dataset.id = id;
    vulMini(blad.mini, id);
  }
  if (blad.tekst === id) return;
  const antwoord = await vraagServer(`/page/${id}.json`).catch(() => null);
  if (!antwoord?.ok || blad.id !== id) return;
  const regels = await antwoord.json();
  const had = [...blad.laag.querySelectorAll("text")].indexOf(document.activeElement);
  const teksten = regels.map(({ x, y, w, h, text }) => {
    const regel = document.createElementNS(SVG, "text");
    regel.setAttribute("x", x);
    regel.setAttribute("y", y + h * 0.76);
    regel.setAttribute("font-size", h / 1.05);
    if (w > 0) regel.setAttribute("textLength", w);
    regel.setAttribute("lengthAdjust", "spacingAndGlyphs");
    regel.setAttribute("tabindex", "-1");
    regel.textContent = text;
    regel.plek = { x: x + Math.min(1, w / 2), y: y + h / 2 };
    return regel;
  });
  teksten[0]?.setAttribute("tabindex", "0");
  blad.laag.querySelectorAll("text").forEach((regel) => regel.remove());
  blad.laag.prepend(...teksten);
  blad.tekst = id;
  if (had >= 0) teksten[Math.min(had, teksten.length - 1)]?.focus({ preventScroll: true });
}

// ---------------------------------------------------------------- van bladzijde naar bron

function klik(event, blad) {
  const dubbel = event.detail === 2 && blad.opSchrijf !== undefined;
  if (!getSelection().isCollapsed && !dubbel) return;
  const vak = blad.laag.getBoundingClientRect();
  const x = (event.clientX - vak.left) / vak.width * blad.breed;
  const y = (event.clientY - vak.top) / vak.height * blad.hoog;
  blad.opKlik?.(x, y);
  // Met een eigen editor erbij gaat één klik daarheen.
  if (!stand?.opens || dubbel) blad.opSchrijf?.(x, y);
  if (!dubbel) vraagBron(blad, x, y);
}

function regelToets(event, blad) {
  const regels = [...blad.laag.querySelectorAll("text")];
  const nu = regels.indexOf(event.target);
  if (nu < 0) return;
  if (event.key === "Enter") {
    event.preventDefault();
    const { x, y } = event.target.plek;
    if (!stand?.opens) blad.opSchrijf?.(x, y);
    vraagBron(blad, x, y);
    return;
  }
  const naar = regels[nu + ({ ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0)];
  if (!naar || naar === event.target) return;
  event.preventDefault();
  event.target.setAttribute("tabindex", "-1");
  naar.setAttribute("tabindex", "0");
  naar.focus();
}

async function vraagBron(blad, x, y) {
  const vraag = new URLSearchParams({ id: blad.getekend ?? blad.id, x, y });
  const antwoord = await vraagServer(`/source?${vraag}`).catch(() => null);
  if (!antwoord?.ok) {
    $("plaats").replaceChildren("Dit is nu niet na te gaan: loopt `kamerbrief watch` nog?");
    return;
  }
  const plek = await antwoord.json();
  if (!plek) {
    $("plaats").replaceChildren("Dit staat zo niet in het dossier: het komt van de huisstijl, of het is berekend.");
    return;
  }
  toonPlaats(plek);
  if (stand.opens && stand.files[plek.file] && !plek.cell) open(plek);
}

const heel = ({ file, line, column, cell }) => cell ? `${file}, ${cell}` : `${file}:${line}:${column}`;

/** Een bestand zoals het in de map van het dossier heet. */
function inDossier(file) {
  const map = Object.keys(stand.files).find((naam) => /(^|[/\\])dossier\.yaml$/.test(naam))?.slice(0, -"dossier.yaml".length);
  return map && file.startsWith(map) ? file.slice(map.length) : file;
}

/** Hoe een bestand van het dossier op de pagina heet; met een eigen editor zoals het in de map heet. */
function deelVan(file) {
  const naamIn = file ? inDossier(file) : "";
  const namen = { "": "Buiten de bestanden", "dossier.yaml": "Gegevens", "brief.yaml": "Brief", "nota.yaml": "Nota", "bijlage.yaml": "Bijlage", "vragen.yaml": "Vragen", "opmerkingen.yaml": "Opmerkingen" };
  return (file && stand.opens ? null : namen[naamIn]) ?? naamIn;
}

/** Of een plaats in wat onder *Gegevens* wordt ingevuld, ligt. */
const isGegeven = ({ file }) => /(^|[/\\])dossier\.yaml$/.test(file);

const naam = (plek) => heel({ ...plek, file: inDossier(plek.file) });

/** Het adres waarmee een editor die `vscode:` kent het bestand opent; niets voor wat geen bestand is. */
function adres({ file, line, column, cell }) {
  const pad = stand.files[file];
  if (!pad || cell) return null;
  const delen = pad.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
  return `vscode://file${delen.startsWith("/") ? "" : "/"}${delen.replace("%3A", ":")}:${line}:${column}`;
}

/** Waar een klik op een plaats heen gaat: naar de eigen editor, of naar een koppeling. */
function koppeling(plek) {
  const eigen = { class: "naar", title: heel(plek) };
  if (!stand.files[plek.file] || plek.cell) return maak("span", eigen, naam(plek));
  if (stand.opens) return maak("button", { type: "button", ...eigen, onclick: () => open(plek) }, naam(plek));
  const href = adres(plek);
  return href ? maak("a", { ...eigen, href }, naam(plek)) : maak("span", eigen, naam(plek));
}

function toonPlaats(plek) {
  const kopie = maak("button", {
    type: "button",
    onclick: async () => {
      await navigator.clipboard?.writeText(heel(plek)).catch(() => {});
      kopie.textContent = "Gekopieerd";
    },
  }, "Kopieer plaats");
  $("plaats").replaceChildren("Dit staat in", koppeling(plek), kopie);
}

async function open({ file, line, column }) {
  const antwoord = await vraagServer("/open", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ file, line, column }),
  }).catch(() => null);
  if (!antwoord?.ok) $("plaats").append(` ${await antwoord?.text() ?? "geen verbinding"}`);
}

// ---------------------------------------------------------------- meldingen

function bericht(tekst) {
  if ($("bericht").textContent === tekst) return;
  $("bericht").textContent = tekst;
  $("bericht").hidden = tekst === "";
}

/** Zoveel plaatsen van een melding staan er meteen; de rest klapt open. */
const PLAATSEN = 5;

/** Een melding; met `ga` ook om elke plaats aan te wijzen op de bladzijde, en met `veld` om naar het veld ervan te gaan. */
function regelMelding({ code, severity, message, label, place, help, fix, related, index }, ga, doe, veld) {
  const plek = (waar) => ({ file: waar.file, line: waar.start.line, column: waar.start.column, cell: waar.cell });
  const knop = (tekst, waar, doet) => maak("button", { type: "button", "aria-label": `${tekst}: ${naam(plek(waar))}`, onclick: doet }, tekst);
  const plaats = (waar, n, woord) => maak("p", n > 0 ? { class: "help" } : {}, koppeling(plek(waar)), woord ? ` ${woord}` : "",
    ga ? " " : "", ga ? knop("Wijs aan", waar, () => ga(waar)) : null,
    veld && isGegeven(waar) ? " " : "", veld && isGegeven(waar) ? knop("Naar het veld", waar, () => veld(index, n)) : null);
  const verder = related.map(({ place: ook, message: woord }, i) => plaats(ook, i + 1, woord));
  const meer = verder.splice(verder.length > PLAATSEN ? PLAATSEN - 1 : verder.length);
  const verbeteringen = fix.map(({ text }) => text === "" ? "verbetering: haal dit weg" : `verbetering: schrijf “${text}”`);
  return maak("li", { class: severity },
    maak("p", {}, maak("span", { class: "soort" }, `${SOORTEN[severity].een} ${code}`), ` ${message}`),
    label ? maak("p", {}, label) : null,
    place ? plaats(place, 0) : null,
    doe?.(index, code, fix),
    ...verder,
    meer.length > 0 ? maak("details", {}, maak("summary", {}, `Nog ${aantal(meer.length, { een: "plaats", meer: "plaatsen" })}`), ...meer) : null,
    ...[...verbeteringen, ...help].map((tekst) => maak("p", { class: "help" }, tekst)));
}
