// In: wat anderen van de teksten willen. Uit: dat op zijn woorden op de bladzijde en in een lijst, en wat een lezer ermee besluit.
// Tekst wordt alleen als tekst gezet.
"use strict";

const VOORSTEL = { een: "voorstel", meer: "voorstellen" };
const opsomming = (delen) => new Intl.ListFormat("nl").format(delen);
const genoemd = (nummers) => `${nummers.length === 1 ? "voorstel" : "voorstellen"} ${opsomming(nummers.map(String))}`;

class Voorstellen {
  constructor(vak) {
    this.alle = { open: [], beslist: [], gemeld: [] };
    this.melding = maak("output", { class: "schrijfstand", "aria-live": "polite" });
    this.lijf = maak("div", { id: "voorstellijst" });
    vak.append(this.melding, this.lijf);
    // Een blad dat groter wordt of in beeld komt, heeft er andere plaats voor.
    this.maten = new ResizeObserver((alle) => alle.forEach(({ target }) => legBallonnen(target)));
  }

  /** Na nieuws van de server. */
  nieuws() {
    clearTimeout(this.later);
    this.later = setTimeout(() => this.haal(), pen?.vuil ? PAUZE : 60);
  }

  async haal() {
    if (!stand.voorstellen.iets && this.beeld === undefined) return;
    const antwoord = await vraagServer("/voorstellen").catch(() => null);
    if (!antwoord?.ok) return zegIn(this.melding, antwoord ? (await antwoord.text()).trim() : GEEN_VERBINDING, true);
    const nieuw = await antwoord.json();
    const beeld = JSON.stringify([nieuw, stand.schrijft]);
    const anders = beeld !== this.beeld;
    this.beeld = beeld;
    this.alle = nieuw;
    if (anders) this.toon();
    return this.merk();
  }

  // -------------------------------------------------------------- de lijst

  toon() {
    const { open, beslist, gemeld } = this.alle;
    // Wat hier gezegd is, gaat over wat hier gedaan is, en niet over wat daarna elders of ongedaan werd.
    if (!this.eigen) zegIn(this.melding, "");
    this.eigen = false;
    const had = this.lijf.contains(document.activeElement);
    const plek = [...this.lijf.querySelectorAll("article")].findIndex((kaart) => kaart.contains(document.activeElement));
    ververs(this.lijf, [
      maak("p", { tabindex: "-1", "data-hier": "stand", id: "voorstelstand" }, open.length === 0 ? "Geen open voorstellen." : `${aantal(open.length, { een: "open voorstel", meer: "open voorstellen" })}, uit ${opsomming([...new Set(open.map(({ uit }) => uit))])}.`),
      stand.schrijft && open.length > 0 ? this.samen(open) : null,
      ...this.groepen(open).map((groep) => (groep.length === 1 ? this.kaart(groep[0]) : maak("section", { class: "dezelfde" },
        maak("h3", {}, "Dezelfde woorden: kies er één"), maak("div", { class: "naastelkaar" }, ...groep.map((een) => this.kaart(een, groep)))))),
      gemeld.length > 0 ? this.blijft(gemeld) : null,
      beslist.length > 0 ? maak("details", { class: "beslist" }, maak("summary", { "data-hier": "beslist" }, `Eerder beslist: ${getal.format(beslist.length)}`),
        ...beslist.map((een) => this.eerder(een))) : null,
    ].filter(Boolean));
    // Wie besliste, gaat verder bij het volgende.
    if (had && !this.lijf.contains(document.activeElement)) {
      const kaarten = this.lijf.querySelectorAll("article");
      (kaarten[Math.min(Math.max(plek, 0), kaarten.length - 1)] ?? $("voorstelstand")).focus({ preventScroll: kaarten.length === 0 });
    }
  }

  /** Wat dezelfde woorden raakt, hoort bij elkaar. */
  groepen(open) {
    const groepVan = new Map();
    for (const een of open) {
      const samen = [een.nummer, ...een.anders, ...een.gelijk].flatMap((nummer) => groepVan.get(nummer) ?? [nummer]);
      const groep = [...new Set(samen)];
      groep.forEach((nummer) => groepVan.set(nummer, groep));
    }
    return [...new Set(groepVan.values())].map((groep) => open.filter(({ nummer }) => groep.includes(nummer)))
      .sort(([a], [b]) => a.nummer - b.nummer);
  }

  knop(tekst, hier, naam, doe) {
    return maak("button", { type: "button", "data-hier": hier, "aria-label": `${tekst.replace("…", "")}: ${naam}`, onclick: doe }, tekst);
  }

  /** Van wie zij zijn, en alles van iemand of van allen tegelijk. */
  samen(open) {
    const namen = [...new Set(open.flatMap(({ namen: alle }) => (alle.length > 0 ? alle : [""])))];
    const regel = (wie, hier, hun, kies) => {
      const kan = hun.filter(({ bezwaar, anders }) => !bezwaar && (kies || anders.length === 0));
      const nummers = kan.map(({ nummer }) => nummer);
      const weg = kies ? [...new Set(kan.flatMap(({ anders }) => anders))].filter((nummer) => !nummers.includes(nummer)) : [];
      return maak("li", {}, maak("p", {}, maak("strong", {}, wie), `: ${aantal(hun.length, VOORSTEL)}`),
        weg.length > 0 ? maak("p", { class: "help" }, `Wie alle overneemt, wijst ${genoemd(weg)} af: dezelfde woorden.`) : null,
        kan.length < hun.length && !kies ? maak("p", { class: "help" }, "Wat dezelfde woorden raakt, of niet meer past, kiest u zelf.") : null,
        maak("p", { class: "doe" },
          kan.length > 0 ? this.knop("Neem alle over", `${hier}#neem`, wie, () => this.neem(nummers, weg)) : null,
          this.knop("Wijs alle af", `${hier}#af`, wie, () => this.stuur({ do: "wijs_af", nummers: hun.map(({ nummer }) => nummer) }))));
    };
    const van = (naam) => open.filter(({ namen: alle }) => (naam ? alle.includes(naam) : alle.length === 0));
    return maak("ul", { class: "vanwie", "aria-label": "Per persoon" },
      ...namen.map((naam) => regel(naam || "Niet bijgehouden", `van-${naam}`, van(naam), true)),
      namen.length > 1 ? regel("Allen", "allen", open, false) : null);
  }

  kaart(een, groep = []) {
    const { nummer, van, toen, uit, delen, merken, anders, gelijk, bezwaar } = een;
    const naam = `voorstel ${nummer} van ${van}`;
    const hier = (wat) => `voorstel-${nummer}${wat}`;
    const [eerste] = delen;
    const kies = groep.length > 0;
    const af = anders.filter((ander) => !gelijk.includes(ander));
    return maak("article", { class: "voorstel", "data-hier": hier(""), "data-nummer": nummer, tabindex: "-1", "aria-label": hoofdletter(naam) },
      maak("p", {}, maak("strong", {}, van), toen ? `, ${toen}` : "", maak("span", { class: "help" }, ` (${nummer}, ${uit})`)),
      ...this.delen(delen),
      gelijk.length > 0 ? maak("p", { class: "help" }, `Wil hetzelfde als ${genoemd(gelijk)}.`) : null,
      bezwaar ? maak("p", { class: "bezwaar" }, `Dit kan niet worden overgenomen: ${bezwaar}.${stand.schrijft ? " Wijzig de tekst zelf, en wijs het voorstel dan af." : ""}`) : null,
      maak("p", { class: "doe" },
        merken.length > 0 ? this.knop("Wijs aan", hier("#aan"), naam, () => wijsOpmerkingAan({ plekken: merken.flatMap((merk) => (merk.weg.length > 0 ? merk.weg : merk.ernaast.slice(-1))) })) : null,
        stand.schrijft && !bezwaar ? this.knop(kies ? "Kies dit" : "Neem over", hier("#neem"), kies && af.length > 0 ? `${naam}, en wijs ${genoemd(af)} af` : naam, () => this.neem([nummer, ...gelijk], af)) : null,
        stand.schrijft ? this.knop("Wijs af", hier("#af"), naam, () => this.stuur({ do: "wijs_af", nummers: [nummer] })) : null,
        stand.schrijft && bezwaar && eerste.bestand ? this.knop("Schrijf…", hier("#schrijf"), naam, async () => {
          if (!await schrijfIn(eerste.bestand, eerste.plaats)) zegIn(this.melding, "Dit staat niet als tekst op de bladzijde.", true);
        }) : null));
  }

  /** Wat er was en wat het wordt, per veld. */
  delen(delen) {
    const deel = ({ veld, wijzigingen, noten }) => [
      maak("p", { class: "help" }, ...metCode(veld)),
      ...wijzigingen.map(({ voor, weg, erbij, na }) => maak("p", { class: "wijziging" }, voor,
        weg ? maak("del", {}, weg) : null, weg && erbij ? " " : null, erbij ? maak("ins", {}, erbij) : null, na)),
      ...noten.map((tekst) => maak("p", { class: "wijziging" }, "Nieuwe noot: ", maak("ins", {}, tekst)))];
    return [delen.length > 1 ? maak("p", {}, "Verplaatst:") : null, ...delen.flatMap(deel)].filter(Boolean);
  }

  /** Wat niet mee terug kan. */
  blijft(gemeld) {
    const regel = ({ veld, uit, wat, wie, plaats }, i) => maak("li", {},
      maak("p", {}, wie ? maak("strong", {}, `${wie}: `) : null, wat), maak("p", { class: "help" }, ...metCode([veld, uit].filter(Boolean).join(", uit "))),
      stand.schrijft ? maak("p", { class: "doe" }, this.knop("Gezien", `gemeld-${i}`, wat.slice(0, 60), () => this.stuur({ do: "gezien", welke: [{ uit, wat, wie, plaats }] }))) : null);
    return maak("section", { class: "blijft" }, maak("h3", {}, "Gaat niet mee terug"),
      maak("p", { class: "help" }, "Dit staat wel in een Word-bestand, maar kan niet in het dossier komen. Verwerk het zelf als het nodig is."),
      maak("ul", {}, ...gemeld.map(regel)));
  }

  eerder({ nummer, van, delen, genomen, besloten }) {
    return maak("div", { class: "eerder" }, maak("p", {}, maak("strong", {}, van), `: ${genomen ? "overgenomen" : "afgewezen"}, ${besloten}`, maak("span", { class: "help" }, ` (${nummer})`)), ...this.delen(delen));
  }

  // -------------------------------------------------------------- op de bladzijde

  /** Zet op de bladen wat weggaat en waar iets bij komt, met in de kantlijn wat er staat en wat het wordt. */
  merk() {
    const had = document.activeElement?.closest?.(".kantvoorstel")?.dataset.nummer;
    for (const { bladen } of documenten.values()) {
      for (const { figuur, laag } of bladen) {
        figuur.querySelectorAll(".kantvoorstel, .merknummer").forEach((oud) => oud.remove());
        laag.querySelectorAll("path.voorstel").forEach((oud) => oud.remove());
      }
    }
    const kanten = new Map();
    for (const een of this.alle.open) {
      for (const merk of een.merken) {
        const naast = merk.kant === "ervoor" ? merk.ernaast.slice(0, 1) : merk.ernaast.slice(-1);
        for (const [blad, plekken] of perBlad(merk.weg.length > 0 ? merk.weg : naast)) {
          const hier = tekenMerk(blad, merk, plekken);
          const kant = kanten.get(blad) ?? new Map();
          if (!kant.has(een)) kant.set(een, hier);
          kanten.set(blad, kant);
        }
      }
    }
    for (const [blad, kant] of kanten) this.kantlijn(blad, [...kant]);
    if (had) document.querySelector(`.kantvoorstel[data-nummer="${had}"]`)?.focus({ preventScroll: true });
  }

  /** De voorstellen van een blad in zijn kantlijn, elk bij zijn regel of er zo dicht mogelijk onder. */
  kantlijn(blad, kant) {
    for (const [een, { x, y }] of kant.sort(([, a], [, b]) => a.y - b.y || a.x - b.x)) {
      const nummer = maak("span", { class: "merknummer", "aria-hidden": "true" }, String(een.nummer));
      const samen = [...blad.figuur.querySelectorAll(".merknummer")].filter(({ dataset }) => dataset.plek === `${x} ${y}`).length;
      nummer.dataset.plek = `${x} ${y}`;
      nummer.style.left = `${(x + samen * 7) / blad.breed * 100}%`;
      nummer.style.top = `${y / blad.hoog * 100}%`;
      const ballon = this.ballon(een);
      ballon.dataset.hoogte = y / blad.hoog;
      blad.figuur.append(nummer, ballon);
    }
    legBallonnen(blad.figuur);
    this.maten.observe(blad.figuur);
  }

  ballon({ nummer, van, namen, delen, merken }) {
    const wijzigingen = delen.flatMap(({ wijzigingen: alle }) => alle);
    const opmaak = merken.every(({ soort }) => soort === "opmaak") && merken[0].erbij;
    const gezegd = opmaak || wijzigingen.map(({ weg, erbij }) =>
      [weg && `“${weg}”`, erbij && `“${erbij}”`].filter(Boolean).join(" wordt ") + (erbij ? weg ? "" : " erbij" : " weg")).join("; ");
    const [{ weg, erbij }] = wijzigingen;
    const letters = (namen[0] ?? "?").split(/[\s.]+/).filter(Boolean).map((deel) => deel[0]).join("").slice(0, 3);
    return maak("button", {
      type: "button", class: "kantvoorstel", "data-nummer": nummer, title: `${van}: ${gezegd.slice(0, 300)}`,
      "aria-label": `Voorstel ${nummer} van ${van}: ${gezegd.slice(0, 120)}`, onclick: () => this.ga(nummer),
    }, maak("b", {}, `${nummer} ${letters}`), " ", ...(opmaak ? [maak("ins", {}, opmaak)]
      : [weg ? maak("del", {}, kort(weg, erbij ? 20 : 42)) : null, weg && erbij ? " " : null, erbij ? maak("ins", {}, kort(erbij, weg ? 24 : 42)) : null]));
  }

  ga(nummer) {
    toonPaneel("voorstellen");
    const kaart = this.lijf.querySelector(`article[data-nummer="${nummer}"]`);
    kaart?.scrollIntoView({ block: "center" });
    kaart?.focus({ preventScroll: true });
  }

  // -------------------------------------------------------------- beslissen

  /** Neemt over; wat daardoor vervalt wordt eerst gezegd. */
  async neem(nummers, wijsAf) {
    if (!await sluitVeld()) return undefined;
    if (!stand.fresh) return zegIn(this.melding, "Verbeter eerst de fouten: wat u ziet is van daarvoor.", true);
    const wens = { do: "neem", nummers, wijs_af: wijsAf };
    const eerst = await this.stuur(wens);
    if (!eerst || eerst.gedaan) return undefined;
    const { vervalt } = eerst;
    const wie = vervalt.length === 1 ? `vervalt de paraaf van ${vervalt[0]}` : `vervallen de parafen van ${opsomming(vervalt)}`;
    const keuze = await kies(`Neem ${genoemd(nummers)} over`, [maak("p", {}, `Dit komt op papier. Daarmee ${wie}.`)], { ok: "Neem over" });
    if (keuze === "ok") return this.stuur({ ...wens, verteld: vervalt });
    zegIn(this.melding, "Er is niets overgenomen.");
    return this.lijf.querySelector(`[data-hier="voorstel-${nummers[0]}#neem"]`)?.focus();
  }

  async stuur(wens) {
    if (this.bezig) return null;
    this.bezig = true;
    zegIn(this.melding, "Bezig…");
    const antwoord = await zend("/voorstellen", wens);
    this.bezig = false;
    if (!antwoord?.ok) {
      zegIn(this.melding, antwoord ? hoofdletter((await antwoord.text()).trim()) : GEEN_VERBINDING, true);
      return null;
    }
    const { gedaan, genomen, afgewezen, niet, vervalt } = await antwoord.json();
    this.eigen = gedaan;
    const gezegd = [
      genomen.length > 0 ? `${hoofdletter(genoemd(genomen))}: overgenomen.` : null,
      afgewezen.length > 0 ? `${hoofdletter(genoemd(afgewezen))}: afgewezen.` : null,
      ...niet.map(({ nummer, waarom }) => `Voorstel ${nummer} is niet overgenomen: ${waarom}.`),
    ].filter(Boolean);
    zegIn(this.melding, gezegd.join(" "), niet.length > 0);
    return { gedaan, vervalt };
  }
}

/** Een tekst met namen tussen `…`. */
function metCode(tekst) {
  return tekst.split("`").map((deel, i) => (i % 2 === 1 ? maak("code", {}, deel) : deel));
}

/** Plaatsen per blad. */
function perBlad(plekken) {
  const uit = new Map();
  for (const plek of plekken) {
    const blad = documenten.get(plek.stuk)?.bladen[plek.page];
    if (blad) uit.set(blad, [...uit.get(blad) ?? [], plek]);
  }
  return uit;
}

const kort = (tekst, meest) => (tekst.length > meest ? `${tekst.slice(0, meest - 1).trimEnd()}…` : tekst);

/** Legt wat in de kantlijn staat onder elkaar. */
function legBallonnen(figuur) {
  const { offsetHeight: hoog } = figuur;
  if (hoog === 0) return;
  let onder = 0;
  for (const ballon of figuur.querySelectorAll(".kantvoorstel")) {
    const boven = Math.max(ballon.dataset.hoogte * hoog, onder);
    ballon.style.top = `${boven / hoog * 100}%`;
    onder = boven + ballon.offsetHeight + 2;
  }
}

/** Zet één wijziging op een blad: een streep door wat weggaat, en een teken waar iets bij komt; waar dat is. */
function tekenMerk(blad, { soort, weg, erbij, kant }, plekken) {
  const pad = (klasse, d) => {
    const merk = document.createElementNS(SVG, "path");
    merk.setAttribute("class", `voorstel ${klasse}`);
    merk.setAttribute("d", d);
    blad.laag.prepend(merk);
  };
  if (weg.length > 0) {
    const vlak = plekken.map(({ x, y, w, h }) => `M${x} ${y}h${w}v${h}h${-w}z`).join("");
    const lijn = plekken.map(({ x, y, w, h }) => `M${x} ${y + h * (soort === "opmaak" ? 0.95 : 0.58)}h${w}`).join("");
    pad(soort === "opmaak" ? "opmaaklijn" : "weglijn", lijn);
    pad(soort === "opmaak" ? "opmaak" : "weg", vlak);
  }
  const voor = weg.length === 0 && kant === "ervoor";
  const { x, y, w, h } = voor ? plekken[0] : plekken.at(-1);
  const hier = voor ? x : x + w;
  if (erbij && soort === "woorden") pad("erbij", `M${hier} ${y}v${h}m-2 1.5l2 -2l2 2z`);
  return { x: hier, y };
}

const voorstellen = new Voorstellen($("voorstellen"));
voegPaneelToe("voorstellen", {
  leest: true, er: () => stand.voorstellen.iets, altijd: () => voorstellen.nieuws(),
  naam: () => `Voorstellen${stand.voorstellen.open > 0 ? ` (${getal.format(stand.voorstellen.open)})` : ""}`,
});
