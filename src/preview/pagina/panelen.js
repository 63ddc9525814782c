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
    panelenNieuws.later = setTimeout(() => PANELEN[paneel].nieuws(), 40);
  }
}

/** Een regel onder een paneel: wat er gebeurde. */
function zegIn(uitvoer, tekst, fout = false) {
  if (uitvoer.textContent !== tekst) uitvoer.textContent = tekst;
  uitvoer.classList.toggle("fout", fout);
}

/** Ververst een deel, en laat staan waar de lezer is: het element met dezelfde `data-hier`. */
function ververs(vak, inhoud) {
  const actief = vak.contains(document.activeElement) ? document.activeElement : null;
  const hier = actief?.dataset.hier ?? actief?.closest?.("[data-hier]")?.dataset.hier;
  const keuze = actief?.selectionStart ?? null;
  // Wat hier is ingevuld en nog niet in het bestand staat, blijft staan.
  const vuil = [...vak.querySelectorAll("[data-base]")].filter((invoer) => invoer.value !== invoer.dataset.base)
    .map(({ dataset, value }) => [dataset.hier, value, dataset.base]);
  const { scrollTop } = vak;
  vak.ververst = true;
  vak.replaceChildren(...inhoud);
  vak.scrollTop = scrollTop;
  for (const [waar, waarde, base] of vuil) {
    const invoer = vak.querySelector(`[data-base][data-hier="${CSS.escape(waar)}"]`);
    if (invoer) Object.assign(invoer, { value: waarde }).dataset.base = base;
  }
  const nu = hier === undefined ? null : vak.querySelector(`[data-hier="${CSS.escape(hier)}"]`);
  nu?.focus({ preventScroll: true });
  if (nu && keuze !== null && nu.type === "text") nu.setSelectionRange(keuze, keuze);
  vak.ververst = false;
}

/** Wie zelf verdergaat, wordt niet meer gebracht naar waar hij het laatst iets deed. */
function volgDeLezer(paneel) {
  paneel.lijf.addEventListener("focusin", () => {
    if (!paneel.lijf.ververst) paneel.straks = null;
  });
}
