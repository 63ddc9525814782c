// In: de tabellen van de bijlage zoals de server ze geeft. Uit: een rooster om in te vullen. Elk totaal komt van de server:
// hier wordt niet gerekend. Tekst wordt alleen als tekst gezet.
"use strict";

/** Wat een nieuwe regel van elke lijst is, tot iemand haar naam geeft. */
const NIEUW = { maatregelen: () => ({ maatregel: "Nieuwe maatregel" }), dekking: () => ({ bron: "Nieuwe bron" }), posten: () => ({ post: "Nieuwe post" }),
  groepen: () => ({ titel: "Nieuwe groep", maatregelen: [NIEUW.maatregelen()] }) };

class Rooster {
  constructor(vak) {
    this.lijf = maak("div");
    this.rest = maak("details", { class: "groep-velden" }, maak("summary", {}, maak("h3", {}, "Titel, eenheid, jaren en teksten")));
    this.formulier = new Formulier(this.rest, "bijlage", ["groepen", "staat"]);
    vak.append(this.formulier.melding, this.lijf, this.rest);
    this.formulier.ervoor = () => this.haal();
    this.lijf.addEventListener("keydown", (event) => this.toets(event));
    this.lijf.addEventListener("paste", (event) => this.plak(event));
    volgDeLezer(this);
  }

  nieuws() {
    return this.formulier.nieuws();
  }

  async haal() {
    const antwoord = await vraagServer("/rooster").catch(() => null);
    if (!antwoord?.ok) return zegIn(this.formulier.melding, antwoord ? (await antwoord.text()).trim() : GEEN_VERBINDING, true);
    const nieuw = await antwoord.json();
    this.formulier.revisie = nieuw.revision;
    const beeld = JSON.stringify([nieuw.tabellen, stand.fresh, this.formulier.gezegd(nieuw), geschreven]);
    if (beeld === this.beeld) return this.gaVerder();
    this.beeld = beeld;
    this.tabellen = nieuw.tabellen;
    ververs(this.lijf, nieuw.tabellen.flatMap((tabel, t) => this.tabel(tabel, t)));
    return this.gaVerder();
  }

  /** Naar waar het laatste wat hier gedaan is, de lezer brengt. */
  gaVerder() {
    // Een nieuwe regel is er zodra de server ermee gerekend heeft.
    if (!this.straks || !this.formulier.naar(this.straks, this.lijf)) return;
    this.straks = null;
    if (document.activeElement.dataset.base !== undefined) document.activeElement.select();
  }

  tabel(tabel, t) {
    const { plaats, titel, eenheid, kolommen, rijen, spreadsheet, jaren } = tabel;
    const onder = (sleutel) => `${plaats}${plaats ? "." : ""}${sleutel}`;
    const vak = maak("div", { class: "roostervak" }, maak("table", { class: "rooster", "data-tabel": t }, maak("caption", {}, `${titel} ${eenheid}`),
      maak("thead", {}, maak("tr", {}, spreadsheet ? null : maak("td", {}), maak("th", { scope: "col" }, "Regel"), ...kolommen.map(({ kop }) => maak("th", { scope: "col" }, kop)))),
      maak("tbody", {}, ...rijen.map((rij, r) => this.rij(tabel, rij, r)))));
    const meldingen = rijen.flatMap((rij) => [rij.naam, ...rij.cellen]).filter((cel) => cel.meldingen.length > 0);
    const knop = (tekst, hier, doe) => maak("button", { type: "button", "data-hier": `${t}#${hier}`, onclick: doe }, tekst);
    const erbij = (lijst, naam) => knop(naam, lijst, () => {
      const aantalNu = rijen.filter((rij) => rij.lijst === onder(lijst)).length;
      this.doe({ do: "insert", place: onder(lijst), index: aantalNu, value: NIEUW[lijst]() }, `${onder(lijst)}[${aantalNu}]#naam`);
    });
    const jaarlijst = kolommen.map(({ sleutel: jaar }) => jaar).filter((jaar) => /^\d{4}$/.test(jaar));
    return [
      stand.fresh ? null : maak("p", { class: "help" }, "De totalen zijn van vóór de fouten; zij volgen zodra die weg zijn."), vak,
      ...meldingen.map((cel) => this.formulier.meldingen(cel)),
      spreadsheet ? maak("p", { class: "help" }, `De regels komen uit ${spreadsheet}: wijzig ze daar. Bij elk bedrag staat de cel.`) : maak("p", { class: "knoppenrij" },
        jaren ? erbij("groepen", "Groep toevoegen") : null,
        jaren && (rijen.some((rij) => rij.lijst === onder("dekking")) || !rijen.some(({ soort }) => soort === "tekst")) ? erbij("dekking", "Bron van dekking toevoegen") : null,
        jaren && jaarlijst.length > 0 ? knop("Jaar erbij", "jaar", () => this.doe({ do: "insert", place: jaren, index: jaarlijst.length, value: Number(jaarlijst.at(-1)) + 1 }, `${t}#jaar`)) : null,
        jaren && jaarlijst.length > 1 ? knop(`${jaarlijst.at(-1)} weghalen`, "jaarweg", () => this.jaarWeg(tabel, jaarlijst, t)) : null),
    ].filter(Boolean);
  }

  /** Een jaar gaat weg met de bedragen van alle tabellen die deze jaren hebben. */
  async jaarWeg({ jaren }, jaarlijst, t) {
    // Wat nog onderweg is naar het bestand, telt mee.
    await this.formulier.beurt;
    const jaar = jaarlijst.at(-1);
    const k = jaarlijst.length - 1;
    const cellen = this.tabellen.filter((een) => een.jaren === jaren).flatMap(({ rijen }) => rijen.map((rij) => rij.cellen[k]));
    const weg = cellen.filter(({ plaats }) => plaats).map((cel) => (cel.grond
      ? { do: "remove", place: cel.plaats.replace(/\.waarde$/, ""), heet: this.inBestand(cel) } : { do: "set", place: cel.plaats, text: "", base: this.inBestand(cel) }));
    return this.doe({ do: "batch", steps: [...weg, { do: "remove", place: `${jaren}[${k}]`, heet: jaar }] }, `${t}#jaar`);
  }

  /** Wat van een cel in het bestand staat, ook als de server er nog niet mee heeft gerekend. */
  inBestand({ plaats, getypt }) {
    return this.lijf.querySelector(`input[data-hier="${CSS.escape(plaats)}"]`)?.dataset.base ?? getypt;
  }

  rij(tabel, rij, r) {
    const { soort, naam, cellen, plaats, lijst, inspring } = rij;
    const heet = naam.getypt || naam.getoond;
    const kop = naam.plaats === undefined ? naam.getoond : this.invoer(naam, `${plaats}#naam`, r, -1, `Naam van ${heet || "de groep"}`);
    const regelkop = maak(kop === "" ? "td" : "th", { ...(kop === "" ? {} : { scope: "row" }), class: `inspring${Math.min(inspring, 3)}` }, kop);
    const meer = lijst ? maak("button", {
      type: "button", "data-hier": `${plaats}#meer`, "aria-label": `Wat met ${heet || "deze groep"}?`, title: "Invoegen, verplaatsen, meer velden, weghalen", onclick: () => this.meer(tabel, rij),
    }, "⋯") : null;
    return maak("tr", { class: `rij-${soort}` }, tabel.spreadsheet ? null : maak("td", {}, meer), regelkop, ...cellen.map((cel, k) => {
      const kolom = tabel.kolommen[k].kop;
      if (cel.plaats !== undefined) return maak("td", {}, this.invoer(cel, cel.plaats, r, k, `${kolom}, ${heet}`));
      return maak("td", { class: "berekend" }, cel.getoond, cel.cel ? maak("small", {}, cel.cel) : null);
    }));
  }

  invoer(cel, hier, r, k, naam) {
    const fout = cel.meldingen.some((index) => stand.report.findings[index]?.severity === "error");
    const invoer = maak("input", {
      type: "text", lang: "nl", "aria-label": naam, "data-hier": hier, "data-base": cel.getypt, "data-r": r, "data-k": k,
      ...(fout ? { "aria-invalid": "true" } : {}), ...(cel.grond ? { title: `Niet openbaar: ${cel.grond}` } : k < 0 ? { title: cel.getypt } : {}),
    });
    invoer.value = cel.getypt;
    invoer.addEventListener("change", () => this.formulier.bewaar(invoer, { plaats: cel.plaats, naam }));
    return invoer;
  }

  /** Pijltjes en Enter gaan door het rooster, zoals in een rekenblad. */
  toets(event) {
    const { target: invoer, key } = event;
    if (invoer.dataset.r === undefined || event.ctrlKey || event.metaKey || event.altKey) return this.formulier.toets(event);
    const stap = { ArrowDown: 1, Enter: 1, ArrowUp: -1 }[key];
    if (!stap) return undefined;
    event.preventDefault();
    const tabel = invoer.closest("table");
    const rijen = [...tabel.querySelectorAll(`input[data-k="${invoer.dataset.k}"]`)];
    const daar = rijen[rijen.indexOf(invoer) + stap];
    if (daar) {
      daar.focus();
      daar.select();
    } else if (key === "Enter") this.formulier.bewaar(invoer, { plaats: invoer.dataset.hier, naam: invoer.ariaLabel });
    return undefined;
  }

  async doe(wens, straks) {
    await this.formulier.doe(wens, undefined, () => { this.straks = straks ?? null; });
  }

  async meer(tabel, rij) {
    const { lijst, index, plaats, naam, heet } = rij;
    const wie = naam.getypt || "Groep";
    const sleutel = lijst.match(/[a-z_]+$/)[0];
    const laatste = !tabel.rijen.some((een) => een.lijst === lijst && een.index > index);
    const wat = await kies(wie, [], {
      onder: sleutel === "groepen" ? "Groep eronder" : "Regel eronder", ...(sleutel === "groepen" ? { eerste: "Maatregel in deze groep" } : {}),
      ...(index > 0 ? { op: "Omhoog" } : {}), ...(laatste ? {} : { neer: "Omlaag" }), velden: "Meer velden…", weg: "Weghalen",
    });
    if (wat === "onder") return this.doe({ do: "insert", place: lijst, index: index + 1, value: NIEUW[sleutel]() }, `${lijst}[${index + 1}]#naam`);
    if (wat === "eerste") return this.doe({ do: "insert", place: `${plaats}.maatregelen`, index: 0, value: NIEUW.maatregelen() }, `${plaats}.maatregelen[0]#naam`);
    if (wat === "op") return this.doe({ do: "move", place: lijst, from: index, to: index - 1, heet }, `${lijst}[${index - 1}]#meer`);
    if (wat === "neer") return this.doe({ do: "move", place: lijst, from: index, to: index + 2, heet }, `${lijst}[${index + 1}]#meer`);
    if (wat === "weg") return this.doe({ do: "remove", place: plaats, heet });
    if (wat === "velden") return this.velden(plaats, wie);
    return this.formulier.naar(`${plaats}#meer`, this.lijf);
  }

  /** Wat een regel verder heeft, als formulier. */
  async velden(plaats, naam) {
    const vak = maak("div", { class: "regelvelden" });
    const formulier = new Formulier(vak, "bijlage", ["bedragen", "structureel", "cellen", "maatregelen"], plaats);
    await formulier.nieuws();
    // Wat hier wordt ingevuld, is al opgeslagen: er is niets te annuleren.
    const klaar = kies(naam, [vak], { verder: "Klaar" });
    this.open = formulier;
    const hoe = await klaar;
    this.open = null;
    if (hoe !== "schrijf") this.formulier.naar(`${plaats}#meer`, this.lijf);
    for (const invoer of vak.querySelectorAll("[data-base]")) if (isVuil(invoer)) await formulier.bewaar(invoer, { plaats: invoer.dataset.hier, naam });
    await this.nieuws();
  }

  /** Een blok uit een rekenblad komt in het rooster vanaf de cel waar het geplakt wordt; wat er onderaan niet in past, worden
   * nieuwe regels. */
  async plak(event) {
    const invoer = event.target;
    const bord = event.clipboardData;
    const [html, text] = [bord.getData("text/html") || null, bord.getData("text/plain") || null];
    if (invoer.dataset?.r === undefined || !(text?.trimEnd().match(/[\t\n]/) || /<t[dr]/i.test(html ?? ""))) return;
    event.preventDefault();
    const [r, k] = [Number(invoer.dataset.r), Number(invoer.dataset.k)];
    const antwoord = await zend("/plak/blok", { html, text, namen: k < 0 ? 1 : 0 });
    if (!antwoord?.ok) return zegIn(this.formulier.melding, antwoord ? (await antwoord.text()).trim() : GEEN_VERBINDING, true);
    const blok = await antwoord.json();
    await this.formulier.beurt;
    const { rijen, kolommen } = this.tabellen[invoer.closest("table").dataset.tabel];
    const { lijst } = rijen[r];
    // Een stand is geen regel van een lijst: daaronder komt niets bij.
    const doel = lijst ? rijen.slice(r).filter((rij) => rij.lijst === lijst) : [rijen[r]];
    const steps = [];
    let nieuw = (doel.at(-1)?.index ?? -1) + 1;
    for (const [i, cellen] of blok.entries()) {
      const passend = cellen.slice(0, kolommen.length - k);
      if (doel[i]) {
        passend.forEach((tekst, j) => {
          const cel = k + j < 0 ? doel[i].naam : doel[i].cellen[k + j];
          if (cel.plaats === undefined || (tekst === "" && k + j < 0)) return;
          const base = this.inBestand(cel);
          if (base !== tekst) steps.push({ do: "set", place: cel.plaats, text: tekst, base });
        });
        continue;
      }
      if (!lijst) break;
      const value = NIEUW[lijst.match(/[a-z_]+$/)[0]]();
      passend.forEach((tekst, j) => {
        if (tekst === "") return;
        const sleutel = kolommen[k + j]?.sleutel;
        if (k + j < 0) value[Object.keys(value)[0]] = tekst;
        else if (sleutel === "structureel") value.structureel = tekst;
        else (value[lijst.endsWith("posten") ? "cellen" : "bedragen"] ??= {})[sleutel] = tekst;
      });
      steps.push({ do: "insert", place: lijst, index: nieuw, value });
      nieuw += 1;
    }
    if (steps.length === 0) return undefined;
    await this.doe({ do: "batch", steps }, invoer.dataset.hier);
    const over = blok.some((cellen) => cellen.length > kolommen.length - k);
    const onder = !lijst && blok.length > doel.length;
    const rest = [over ? "rechts" : "", onder ? "eronder" : ""].filter(Boolean).join(" en ");
    return zegIn(this.formulier.melding, `Geplakt: ${aantal(onder ? doel.length : blok.length, { een: "rij", meer: "rijen" })}${rest ? `; wat ${rest} niet paste, is weggelaten` : ""}`);
  }
}

const rooster = new Rooster($("rooster"));
voegPaneelToe("rooster", { naam: "Bedragen", breed: true, er: () => Object.keys(stand.files).some((naam) => /(^|[/\\])bijlage\.yaml$/.test(naam)), nieuws: () => (rooster.open ?? rooster).nieuws() });
