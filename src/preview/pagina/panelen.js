// In: wat er naast de bladzijden te zien is. Uit: een tab voor elk deel, en dat deel zelf zodra het gekozen is.
"use strict";

/** De delen naast de bladzijden, in volgorde: { naam, breed, er: of het deel er is, leest: of het er ook is voor wie alleen leest,
 * nieuws: wat het met een nieuwe stand doet als het gekozen is, altijd: ook als het dat niet is }. */
const PANELEN = { meldingen: { naam: "Meldingen" } };

let paneel = "meldingen";

/** Kent een deel; de bladzijde heeft er een vak voor. */
function voegPaneelToe(id, deel) {
  PANELEN[id] = deel;
}

function toonPaneel(id, focus = false) {
  paneel = id;
  for (const naam of Object.keys(PANELEN)) $(naam).hidden = naam !== id;
  for (const tab of $("zijtabs").children) {
    const gekozen = tab.dataset.paneel === id;
    tab.setAttribute("aria-selected", gekozen);
    tab.tabIndex = gekozen ? 0 : -1;
    if (gekozen && focus) tab.focus();
  }
  toonParafennoot();
  document.querySelector("main").dataset.paneel = PANELEN[id].breed ? "breed" : id === "meldingen" ? "" : "ruim";
  PANELEN[id].nieuws?.();
}

/** Wat er vervalt als er iets verandert, voor het zover is. */
function watVervalt() {
  const { geldig } = stand;
  if (geldig.length === 0) return "";
  const wie = new Intl.ListFormat("nl").format(geldig);
  return `Wat hier verandert en op papier komt, laat ${geldig.length === 1 ? "de paraaf" : "de parafen"} van ${wie} vervallen.`;
}

function toonParafennoot() {
  const tekst = ["meldingen", "aftekenen"].includes(paneel) || !stand?.schrijft ? "" : watVervalt();
  $("parafennoot").hidden = tekst === "";
  $("parafennoot").textContent = tekst;
}

/** Na nieuws van de server: welke delen er zijn, en wat er in het getoonde staat. */
function panelenNieuws() {
  const namen = Object.keys(PANELEN).filter((id) => id === "meldingen" || ((stand.schrijft || PANELEN[id].leest) && (PANELEN[id].er?.() ?? true)));
  const naamVan = (id) => (typeof PANELEN[id].naam === "function" ? PANELEN[id].naam() : PANELEN[id].naam);
  $("zijtabs").hidden = namen.length < 2;
  for (const { altijd } of Object.values(PANELEN)) altijd?.();
  toonParafennoot();
  for (const tab of $("zijtabs").children) {
    if (namen.includes(tab.dataset.paneel)) tab.textContent = naamVan(tab.dataset.paneel);
  }
  if (namen.join() !== [...$("zijtabs").children].map((tab) => tab.dataset.paneel).join()) {
    const had = $("zijtabs").contains(document.activeElement);
    $("zijtabs").replaceChildren(...namen.map((id) => maak("button", {
      type: "button", role: "tab", id: `zij-${id}`, "aria-controls": id, "data-paneel": id,
      onclick: () => toonPaneel(id),
      onkeydown: (event) => {
        const stap = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (stap) toonPaneel(namen[(namen.indexOf(id) + stap + namen.length) % namen.length], true);
      },
    }, naamVan(id))));
    toonPaneel(namen.includes(paneel) ? paneel : "meldingen", had);
  } else if (PANELEN[paneel].nieuws) {
    clearTimeout(panelenNieuws.later);
    // Tegen die tijd kan een ander deel getoond zijn, dat niets ververst.
    panelenNieuws.later = setTimeout(() => PANELEN[paneel].nieuws?.(), 40);
  }
}

/** Een regel onder een paneel: wat er gebeurde. */
function zegIn(uitvoer, tekst, fout = false) {
  if (uitvoer.textContent !== tekst) uitvoer.textContent = tekst;
  uitvoer.classList.toggle("fout", fout);
}

/** Of er iets is ingevuld dat nog niet in het bestand staat; `gezegd` is wat het laatst is opgeslagen, zoals het is getypt. */
const isVuil = (invoer) => ![invoer.dataset.base.trim(), invoer.gezegd].includes(invoer.value.trim());

/** Hoe vaak er iets is geschreven: daarna klopt een invoer niet meer met wat het laatst is getoond. */
let geschreven = 0;

/** Wat er is teruggedraaid, kan overal staan. */
function teruggedraaid() {
  geschreven += 1;
  for (const invoer of document.querySelectorAll("[data-base]")) invoer.wacht = undefined;
}

/** Ververst een deel, en laat staan waar de lezer is: het element met dezelfde `data-hier`. Waar hij in schrijft, en wat nog niet
 * in het bestand staat, blijft zelf staan: een nieuwe invoer zou missen wat er intussen in wordt getypt. */
function ververs(vak, inhoud) {
  const actief = vak.contains(document.activeElement) ? document.activeElement : null;
  const hier = actief?.dataset.hier ?? actief?.closest?.("[data-hier]")?.dataset.hier;
  const [van, tot] = [actief?.selectionStart ?? null, actief?.selectionEnd ?? null];
  const blijft = [...vak.querySelectorAll("[data-base]")].filter((invoer) => invoer === actief || invoer.bezig || invoer.wacht !== undefined || isVuil(invoer));
  const { scrollTop } = vak;
  const oud = [...vak.childNodes];
  vak.ververst = true;
  vak.append(...inhoud);
  for (const invoer of blijft) {
    const plek = `[data-base][data-hier="${CSS.escape(invoer.dataset.hier)}"]`;
    const nieuw = inhoud.map((deel) => (deel.matches?.(plek) ? deel : deel.querySelector?.(plek))).find(Boolean);
    if (nieuw) houd(invoer, nieuw);
  }
  for (const deel of oud) deel.remove();
  vak.scrollTop = scrollTop;
  const nu = hier === undefined ? null : vak.querySelector(`[data-hier="${CSS.escape(hier)}"]`);
  if (nu && nu !== document.activeElement) {
    nu.focus({ preventScroll: true });
    if (van !== null && nu.type === "text") nu.setSelectionRange(van, tot);
  }
  vak.ververst = false;
}

/** Zet een invoer op de plaats van haar nieuwe versie, met wat daarvan anders is. */
function houd(invoer, nieuw) {
  const onaf = invoer.bezig || isVuil(invoer);
  if (invoer.tagName !== nieuw.tagName || invoer.type !== nieuw.type) {
    if (onaf) Object.assign(nieuw, { value: invoer.value }).dataset.base = invoer.dataset.base;
    return;
  }
  const { value: waarde } = invoer;
  if (invoer.tagName === "SELECT") invoer.replaceChildren(...nieuw.childNodes);
  for (const { name } of [...invoer.attributes]) if (!nieuw.hasAttribute(name)) invoer.removeAttribute(name);
  for (const { name, value } of nieuw.attributes) if (name !== "data-base") invoer.setAttribute(name, value);
  // Wat de server nog van vóór het schrijven weet, gaat voorbij.
  if (nieuw.dataset.base === invoer.wacht) invoer.wacht = undefined;
  const zelfde = onaf || invoer.wacht !== undefined || nieuw.dataset.base === invoer.dataset.base;
  if (!zelfde) Object.assign(invoer, { gezegd: undefined }).dataset.base = nieuw.dataset.base;
  // Een waarde die er al staat, opnieuw zetten verplaatst de cursor.
  const wordt = zelfde ? waarde : nieuw.dataset.base;
  if (invoer.value !== wordt) invoer.value = wordt;
  const om = nieuw.parentNode;
  // Zo merkt wie erin schrijft er niets van; een browser die dat niet kan, haalt de invoer even weg.
  (om.moveBefore ?? om.insertBefore).call(om, invoer, nieuw);
  nieuw.remove();
}

/** Wie zelf verdergaat, wordt niet meer gebracht naar waar hij het laatst iets deed. */
function volgDeLezer(paneel) {
  paneel.lijf.addEventListener("focusin", () => {
    if (!paneel.lijf.ververst) paneel.straks = null;
  });
}
