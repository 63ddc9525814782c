// In: een veld als klad (blokken met stukken tekst). Uit: dat klad, om in te typen. Tekst wordt alleen als tekst gezet.
//
// Het klad is de waarheid en het scherm volgt: wat de browser wil doen (`beforeinput`) wordt hier gedaan, en alleen wat
// een invoermethode samenstelt, leest de pagina achteraf van het scherm. Een kant-en-klare editor (ProseMirror) is
// overwogen: zijn eigen model, geschiedenis en plakwerk doen wat hier de server al doet, en zijn losse modules vragen een
// bundelaar of een importmap in de pagina, die het strenge beleid voor scripts niet toelaat.
"use strict";

const OPSOMMING = "bullet";
const GENUMMERD = { counted: { open: false, series: "number", first: 1, suffix: "." } };

/** Een teken met hoe het eruitziet, of iets dat voor één teken telt. */
const hoe = ({ bold, italic, link, withheld }) => ({ bold: !!bold, italic: !!italic, link, withheld });
const zelfdeHoe = (a, b) => a.bold === b.bold && a.italic === b.italic && a.link === b.link && a.withheld === b.withheld;

/** Stukken van een regel als losse tekens, en terug. */
function tekens(stukken) {
  return stukken.flatMap((stuk) => {
    if (stuk.text !== undefined) return [...stuk.text].map((teken) => ({ teken, ...hoe(stuk) }));
    const { text: _, bold: __, italic: ___, link: ____, withheld: _____, ...ding } = stuk;
    return [{ ding, ...hoe(stuk) }];
  });
}
function stukken(regel) {
  const uit = [];
  for (const deel of regel) {
    const laatste = uit.at(-1);
    if (deel.ding === undefined && laatste?.text !== undefined && zelfdeHoe(hoe(laatste), hoe(deel))) laatste.text += deel.teken;
    else uit.push({ ...(deel.ding ?? { text: deel.teken }), ...hoe(deel) });
  }
  return uit;
}

/** Romeins, letter of cijfer: wat voor een punt van een lijst staat. */
function merkteken(nummering, nummer) {
  if (nummering === OPSOMMING) return "•";
  const { open, series, first, suffix } = nummering.counted;
  const n = first + nummer;
  const letters = (k) => (k > 26 ? letters(Math.floor((k - 1) / 26)) : "") + String.fromCharCode(97 + ((k - 1) % 26));
  const romeins = (k) => [[1000, "m"], [900, "cm"], [500, "d"], [400, "cd"], [100, "c"], [90, "xc"], [50, "l"], [40, "xl"], [10, "x"], [9, "ix"], [5, "v"], [4, "iv"], [1, "i"]]
    .reduce(([uit, rest], [w, t]) => [uit + t.repeat(Math.floor(rest / w)), rest % w], ["", k])[0];
  const label = { number: String, letter: letters, roman: romeins }[series](n);
  return `${open ? "(" : ""}${label}${suffix}`;
}

class Klad {
  /** `vak` is het element waarin getypt wordt; `gewijzigd` hoort van elke wijziging. */
  constructor(vak, gewijzigd) {
    this.vak = vak;
    this.gewijzigd = gewijzigd;
    this.straks = null; // hoe het volgende getypte teken eruitziet
    vak.contentEditable = "true";
    vak.addEventListener("beforeinput", (event) => this.invoer(event));
    vak.addEventListener("compositionend", (event) => this.lees(event.target));
    vak.addEventListener("keydown", (event) => this.toets(event));
  }

  // -------------------------------------------------------------- klad en scherm

  zet(draft, plek) {
    this.blokken = draft.blocks.map((blok) => ({
      ...blok,
      ...(blok.content ? { content: tekens(blok.content) } : {}),
      ...(blok.rows ? { rows: blok.rows.map((rij) => rij.map(tekens)) } : {}),
    }));
    // Achter een tabel, en achter wat vast staat, kan altijd getypt worden.
    if (!this.blokken.at(-1)?.content) this.blokken.push({ block: "paragraph", level: 0, content: [] });
    this.teken();
    if (plek) this.plaats(plek);
  }

  draft() {
    const laatste = this.blokken.at(-1);
    const leeg = laatste.block === "paragraph" && laatste.content.length === 0 && this.blokken.length > 1;
    return { blocks: this.blokken.slice(0, leeg ? -1 : undefined).map((blok) => ({
      ...blok,
      ...(blok.content ? { content: stukken(blok.content) } : {}),
      ...(blok.rows ? { rows: blok.rows.map((rij) => rij.map(stukken)) } : {}),
    })) };
  }

  /** Elke regel waarin getypt kan worden: van een alinea, een punt of een cel. */
  regels() {
    return this.blokken.flatMap((blok, b) => blok.rows
      ? blok.rows.flatMap((rij, r) => rij.map((tekens, c) => ({ b, r, c, tekens })))
      : blok.content ? [{ b, tekens: blok.content }] : []);
  }

  teken() {
    const tellers = [];
    let nummer = 0;
    const regel = (element, delen) => {
      element.dataset.lijn = nummer++;
      this.tekenRegel(element, delen);
      return element;
    };
    this.vak.replaceChildren(...this.blokken.map((blok) => {
      const niveau = blok.level ?? 0;
      if (blok.block !== "item") tellers.length = niveau;
      let element;
      if (blok.block === "table") {
        element = maak("table", {}, maak("tbody", {}, ...blok.rows.map((rij, r) =>
          maak("tr", {}, ...rij.map((cel) => regel(maak(r === 0 ? "th" : "td"), cel))))));
      } else if (blok.block === "fixed") {
        element = maak("div", { class: "vast", contenteditable: "false" }, blok.label);
      } else {
        element = regel(maak("div", { class: blok.block === "item" ? "punt" : "alinea" }), blok.content);
        if (blok.block === "item") {
          tellers.length = niveau;
          const soort = JSON.stringify(blok.numbering);
          const eerder = tellers[niveau - 1];
          const n = eerder?.soort === soort ? eerder.n + 1 : 0;
          tellers[niveau - 1] = { soort, n };
          element.dataset.teken = merkteken(blok.numbering, n);
        }
      }
      element.style.setProperty("--niveau", niveau);
      return element;
    }));
  }

  tekenRegel(element, regel) {
    const delen = [];
    for (const stuk of stukken(regel)) {
      const klassen = [stuk.bold && "vet", stuk.italic && "cursief", stuk.link && "koppeling", stuk.withheld && "gelakt"].filter(Boolean);
      let deel;
      if (stuk.break) deel = maak("br");
      else if (stuk.text !== undefined) deel = maak("span", {}, stuk.text);
      else {
        const label = stuk.chip ? waarden[stuk.chip.label] ?? stuk.chip.label : stuk.raised ?? stuk.lowered;
        deel = maak(stuk.chip ? "span" : stuk.raised !== undefined ? "sup" : "sub", { contenteditable: "false" }, label);
        if (stuk.chip) klassen.push("ding");
        if (stuk.chip) deel.title = stuk.chip.text ?? stuk.chip.label;
      }
      if (klassen.length > 0) deel.className = klassen.join(" ");
      if (stuk.link) deel.title = stuk.link;
      if (stuk.withheld) deel.title = `Wordt gelakt, grond ${stuk.withheld}`;
      deel.lengte = stuk.text === undefined ? 1 : [...stuk.text].length;
      delen.push(deel);
    }
    // Een lege regel, en die na een regeleinde, krijgt pas zo een hoogte.
    if (regel.length === 0 || regel.at(-1).ding?.break) delen.push(maak("br", { "data-vulling": "" }));
    element.replaceChildren(...delen);
  }

  // -------------------------------------------------------------- plaatsen

  /** De plaats in het klad van een plaats op het scherm. */
  van(knoop, waar) {
    const begin = knoop.nodeType === Node.TEXT_NODE ? knoop.parentElement : knoop;
    const element = begin.closest?.("[data-lijn]");
    if (!element || !this.vak.contains(element)) {
      // Tussen de blokken: de eerste regel erna, of anders de laatste ervoor.
      const alle = [...this.vak.querySelectorAll("[data-lijn]")];
      const erna = knoop.childNodes?.[waar];
      const volgende = erna && alle.find((regel) => erna === regel || erna.contains?.(regel) || erna.compareDocumentPosition(regel) & Node.DOCUMENT_POSITION_FOLLOWING);
      if (volgende) return { lijn: Number(volgende.dataset.lijn), at: 0 };
      const lijn = alle.length - 1;
      return { lijn, at: this.regels()[lijn]?.tekens.length ?? 0 };
    }
    let at = 0;
    for (const [i, deel] of [...element.childNodes].entries()) {
      if (knoop === element && i >= waar) break;
      if (deel === knoop || deel.contains(knoop)) {
        if (knoop.nodeType === Node.TEXT_NODE && deel.lengte !== undefined && !deel.isContentEditable) at += waar > 0 ? 1 : 0;
        else if (knoop.nodeType === Node.TEXT_NODE) at += [...knoop.data.slice(0, waar)].length;
        else at += waar > 0 ? deel.lengte ?? 0 : 0;
        break;
      }
      at += deel.lengte ?? 0;
    }
    const lijn = Number(element.dataset.lijn);
    return { lijn, at: Math.min(at, this.regels()[lijn].tekens.length) };
  }

  /** Wat er gekozen is, van voren naar achteren. */
  keuze() {
    const keuze = getSelection();
    if (keuze.rangeCount === 0 || !this.vak.contains(keuze.anchorNode)) return this.vorigeKeuze ?? { van: { lijn: 0, at: 0 }, tot: { lijn: 0, at: 0 } };
    const bereik = keuze.getRangeAt(0);
    return { van: this.van(bereik.startContainer, bereik.startOffset), tot: this.van(bereik.endContainer, bereik.endOffset) };
  }

  /** Waar een plaats op het scherm is. */
  naar({ lijn, at }) {
    const element = this.vak.querySelector(`[data-lijn="${lijn}"]`);
    if (!element) return null;
    let rest = at;
    for (const [i, deel] of [...element.childNodes].entries()) {
      const lengte = deel.lengte ?? 0;
      if (rest <= lengte && deel.firstChild && deel.isContentEditable) {
        return [deel.firstChild, [...deel.firstChild.data].slice(0, rest).join("").length];
      }
      if (rest < lengte || lengte === 0) return [element, i];
      rest -= lengte;
    }
    return [element, element.childNodes.length];
  }

  /** Zet de cursor, of kiest van de ene plaats tot de andere. */
  plaats(van, tot = van) {
    const [a, b] = [this.naar(van), this.naar(tot)];
    if (!a || !b) return;
    getSelection().setBaseAndExtent(...a, ...b);
    this.vorigeKeuze = { van, tot };
  }

  /** De plaats die de server noemt. */
  plekVan(caret) {
    if (!caret) return { lijn: 0, at: 0 };
    const lijn = this.regels().findIndex(({ b, r, c }) => b === caret.block && (!caret.cell || (r === caret.cell[0] && c === caret.cell[1])));
    return lijn < 0 ? { lijn: 0, at: 0 } : { lijn, at: Math.min(caret.at, this.regels()[lijn].tekens.length) };
  }

  // -------------------------------------------------------------- wijzigen

  /** Na een wijziging: het scherm (één regel, of alles), de cursor, en wie het weten wil. */
  klaar(plek, regel) {
    const element = regel === undefined ? null : this.vak.querySelector(`[data-lijn="${regel}"]`);
    if (element) this.tekenRegel(element, this.regels()[regel].tekens);
    else this.teken();
    this.plaats(plek);
    this.gewijzigd();
  }

  /** Haalt weg wat er tussen twee plaatsen staat, zonder te tekenen. */
  haalWeg(van, tot) {
    const regels = this.regels();
    const [a, z] = [regels[van.lijn], regels[tot.lijn]];
    if (a.b === z.b) {
      if (van.lijn === tot.lijn) a.tekens.splice(van.at, tot.at - van.at);
      else {
        for (let lijn = van.lijn; lijn <= tot.lijn; lijn++) {
          regels[lijn].tekens.splice(lijn === van.lijn ? van.at : 0, (lijn === tot.lijn ? tot.at : Infinity) - (lijn === van.lijn ? van.at : 0));
        }
      }
      return;
    }
    const [voor, na] = [this.blokken[a.b], this.blokken[z.b]];
    a.tekens.splice(van.at);
    for (let lijn = van.lijn + 1; lijn < regels.length && regels[lijn].b === a.b; lijn++) regels[lijn].tekens.length = 0;
    for (let lijn = tot.lijn - 1; lijn >= 0 && regels[lijn].b === z.b; lijn--) regels[lijn].tekens.length = 0;
    z.tekens.splice(0, tot.at);
    let weg = z.b - a.b - 1;
    if (voor.content && na.content) {
      voor.content.push(...na.content);
      weg += 1;
    }
    this.blokken.splice(a.b + 1, weg);
  }

  /** Zet tekst of dingen op een plaats, in de plaats van wat gekozen was. */
  typ(van, tot, nieuw) {
    const meer = van.lijn !== tot.lijn;
    if (meer || van.at !== tot.at) this.haalWeg(van, tot);
    const { tekens: regel, r } = this.regels()[van.lijn];
    const buur = regel[van.at - 1] ?? regel[van.at];
    const stijl = this.straks ?? (buur && buur.ding === undefined ? hoe(buur) : { bold: false, italic: false });
    const delen = (typeof nieuw === "string" ? [...nieuw].map((teken) => ({ teken, ...stijl })) : nieuw)
      .map((deel) => (r !== undefined && deel.ding?.break ? { teken: " ", ...hoe(deel) } : deel));
    regel.splice(van.at, 0, ...delen);
    this.straks = null;
    const plek = { lijn: van.lijn, at: van.at + delen.length };
    if (nieuw === " " && this.wordtLijst(plek)) return;
    this.klaar(plek, meer ? undefined : van.lijn);
  }

  /** `- ` of `1. ` aan het begin van een alinea begint een lijst. */
  wordtLijst({ lijn, at }) {
    const { b, tekens: regel } = this.regels()[lijn];
    const blok = this.blokken[b];
    const begin = regel.slice(0, at).map((deel) => deel.teken).join("");
    const nummering = { "- ": OPSOMMING, "* ": OPSOMMING, "• ": OPSOMMING, "1. ": GENUMMERD }[begin];
    if (blok.block !== "paragraph" || !nummering) return false;
    regel.splice(0, at);
    this.blokken[b] = { block: "item", level: (blok.level ?? 0) + 1, numbering: nummering, loose: false, content: regel };
    this.klaar({ lijn, at: 0 });
    return true;
  }

  splits() {
    const { van, tot } = this.keuze();
    const weg = van.lijn !== tot.lijn || van.at !== tot.at;
    if (weg) this.haalWeg(van, tot);
    const { b, r, tekens: regel } = this.regels()[van.lijn];
    const blok = this.blokken[b];
    if (r !== undefined) {
      if (weg) return this.klaar(van);
      if (this.regels()[van.lijn + 1]?.b === b) return this.volgendeCel(1);
      // Achter de laatste cel houdt de tabel op.
      if (!this.blokken[b + 1]?.content) this.blokken.splice(b + 1, 0, { block: "paragraph", level: 0, content: [] });
      return this.klaar({ lijn: van.lijn + 1, at: 0 });
    }
    // In een leeg punt houdt de lijst op.
    if (blok.block === "item" && regel.length === 0) return this.niveau(-1);
    this.blokken.splice(b + 1, 0, { ...blok, content: regel.splice(van.at) });
    return this.klaar({ lijn: van.lijn + 1, at: 0 });
  }

  /** Een punt dieper of minder diep; een alinea in een punt hoort er dan niet meer bij. */
  niveau(stap) {
    const { van } = this.keuze();
    const { b } = this.regels()[van.lijn];
    const blok = this.blokken[b];
    if (blok.rows) return;
    const vorig = this.blokken[b - 1]?.level ?? 0;
    if (blok.block === "item" && blok.level + stap < 1) {
      const { numbering: _, loose: __, ...rest } = blok;
      this.blokken[b] = { ...rest, block: "paragraph", level: 0 };
    } else if (blok.block === "item") {
      blok.level = Math.max(1, Math.min(blok.level + stap, vorig + 1));
    } else {
      blok.level = Math.max(0, Math.min((blok.level ?? 0) + stap, vorig));
    }
    this.klaar(van);
  }

  /** Maakt van de gekozen alinea's punten van een lijst, of van punten alinea's. */
  lijst(nummering) {
    const { van, tot } = this.keuze();
    const regels = this.regels();
    const gekozen = [...new Set(regels.slice(van.lijn, tot.lijn + 1).map(({ b }) => b))].filter((b) => this.blokken[b].content);
    const al = gekozen.every((b) => this.blokken[b].block === "item" && JSON.stringify(this.blokken[b].numbering) === JSON.stringify(nummering));
    for (const b of gekozen) {
      const { content, level = 0, block } = this.blokken[b];
      this.blokken[b] = al
        ? { block: "paragraph", level: Math.max(0, level - 1), content }
        : { block: "item", level: block === "item" ? level : level + 1, numbering: nummering, loose: false, content };
    }
    this.klaar(van);
  }

  volgendeCel(stap) {
    const { van } = this.keuze();
    const regels = this.regels();
    const naar = van.lijn + stap;
    if (regels[naar]?.b !== regels[van.lijn].b) return;
    this.plaats({ lijn: naar, at: 0 }, { lijn: naar, at: regels[naar].tekens.length });
  }

  /** De lijn van een cel; van een blok zonder rijen de eerste. */
  lijnVan(b, r, c) {
    return this.regels().findIndex((regel) => regel.b === b && (regel.r === undefined || (regel.r === r && regel.c === c)));
  }

  /** Rijen en kolommen van de tabel waarin de cursor staat. */
  tabel(wat) {
    const { van } = this.keuze();
    const { b, r, c } = this.regels()[van.lijn];
    const blok = this.blokken[b];
    if (!blok.rows) return false;
    const { rows, columns } = blok;
    if (wat === "rij erbij") rows.splice(r + 1, 0, columns.map(() => []));
    else if (wat === "kolom erbij") { rows.forEach((rij) => rij.splice(c + 1, 0, [])); columns.splice(c + 1, 0, columns[c]); }
    else if (wat === "rij weg" && rows.length > 2 && r > 0) rows.splice(r, 1);
    else if (wat === "kolom weg" && columns.length > 1) { rows.forEach((rij) => rij.splice(c, 1)); columns.splice(c, 1); }
    else if (wat === "tabel weg") this.blokken.splice(b, 1, { block: "paragraph", level: blok.level ?? 0, content: [] });
    else return false;
    // De cursor komt vooraan in wat erbij kwam, of blijft waar hij stond.
    const [rij, kolom] = wat === "rij erbij" ? [r + 1, 0] : [r, wat === "kolom erbij" ? c + 1 : c];
    this.klaar({ lijn: this.lijnVan(b, Math.min(rij, rows.length - 1), Math.min(kolom, columns.length - 1)), at: 0 });
    return true;
  }

  /** Een blok na dat waarin de cursor staat; van een lege alinea in de plaats daarvan. */
  voegIn(nieuwe) {
    const { van, tot } = this.keuze();
    const delen = nieuwe.map((een) => ({ ...een, ...(een.content ? { content: tekens(een.content) } : {}), ...(een.rows ? { rows: een.rows.map((rij) => rij.map(tekens)) } : {}) }));
    const [eerste] = delen;
    // Wat in een regel past, komt in de regel.
    if (delen.length === 1 && eerste.block === "paragraph") return this.typ(van, tot, eerste.content);
    if (this.regels()[van.lijn].r !== undefined) {
      const woorden = delen.flatMap((deel) => deel.content ?? deel.rows?.flat(2) ?? []);
      return this.typ(van, tot, woorden.filter((deel) => !deel.ding?.break));
    }
    if (van.lijn !== tot.lijn || van.at !== tot.at) this.haalWeg(van, tot);
    const { b, tekens: regel } = this.regels()[van.lijn];
    const blok = this.blokken[b];
    const rest = regel.splice(van.at);
    const erbij = [...delen, ...(rest.length > 0 ? [{ ...blok, content: rest }] : [])];
    this.blokken.splice(regel.length === 0 ? b : b + 1, regel.length === 0 ? 1 : 0, ...erbij);
    const laatste = (regel.length === 0 ? b : b + 1) + delen.length - 1;
    // Een lege tabel wordt van voren af gevuld; achter wat er geplakt is, wordt verder geschreven.
    const leeg = delen.at(-1).rows?.flat().every((cel) => cel.length === 0);
    const lijn = leeg ? this.lijnVan(laatste, 0, 0) : this.regels().findLastIndex((een) => een.b === laatste);
    return this.klaar(lijn < 0 ? { lijn: 0, at: 0 } : { lijn, at: this.regels()[lijn].tekens.length });
  }

  /** Zet een kenmerk aan of uit op wat gekozen is; zonder keuze op wat nu getypt wordt. */
  kenmerk(naam, waarde = true) {
    const { van, tot } = this.keuze();
    const regels = this.regels();
    const delen = regels.slice(van.lijn, tot.lijn + 1).flatMap(({ tekens: regel }, i) =>
      regel.slice(i === 0 ? van.at : 0, van.lijn + i === tot.lijn ? tot.at : undefined));
    if (delen.length === 0) {
      const nu = this.straks ?? hoe(regels[van.lijn].tekens[van.at - 1] ?? {});
      this.straks = { ...nu, [naam]: nu[naam] ? false : waarde };
      return false;
    }
    const al = delen.every((deel) => deel[naam] === waarde);
    for (const deel of delen) deel[naam] = al ? (waarde === true ? false : undefined) : waarde;
    this.teken();
    this.plaats(van, tot);
    this.gewijzigd();
    return true;
  }

  // -------------------------------------------------------------- wat de browser wil

  invoer(event) {
    const soort = event.inputType;
    // Een invoermethode stelt samen op het scherm; het klad leest het daarna.
    if (soort === "insertCompositionText" || soort === "deleteCompositionText") return;
    event.preventDefault();
    const [doel] = event.getTargetRanges();
    let { van, tot } = this.keuze();
    if (doel && (soort.startsWith("delete") || soort === "insertReplacementText")) {
      van = this.van(doel.startContainer, doel.startOffset);
      tot = this.van(doel.endContainer, doel.endOffset);
    }
    const tekst = event.data ?? event.dataTransfer?.getData("text/plain");
    if (["insertText", "insertReplacementText", "insertFromYank"].includes(soort)) {
      if (tekst) this.typ(van, tot, tekst.replaceAll(/[\r\n]+/g, " "));
    } else if (soort === "insertParagraph") this.splits();
    else if (soort === "insertLineBreak") this.typ(van, tot, [{ ding: { break: true }, bold: false, italic: false }]);
    else if (soort.startsWith("delete") && soort !== "deleteByDrag") this.wis(van, tot, soort.includes("Backward"));
  }

  wis(van, tot, terug) {
    if (van.lijn === tot.lijn && van.at !== tot.at) {
      this.haalWeg(van, tot);
      return this.klaar(van, van.lijn);
    }
    const { van: hier, tot: einde } = this.keuze();
    if (hier.lijn !== einde.lijn) {
      this.haalWeg(hier, einde);
      return this.klaar(hier);
    }
    // Aan het begin van een punt: eerst minder diep, dan een alinea, dan bij de vorige.
    const regels = this.regels();
    const { b } = regels[hier.lijn];
    const blok = this.blokken[b];
    if (terug) {
      if (hier.at > 0 || blok.rows) return undefined;
      if (blok.block === "item" || (blok.level ?? 0) > 0) return this.niveau(-1);
    }
    const [eerst, dan] = terug ? [hier.lijn - 1, hier.lijn] : [hier.lijn, hier.lijn + 1];
    if (!regels[eerst] || !regels[dan]) return undefined;
    const [boven, onder] = [this.blokken[regels[eerst].b], this.blokken[regels[dan].b]];
    // Wat ertussen vast staat, gaat eerst weg.
    if (regels[dan].b - regels[eerst].b > 1) {
      this.blokken.splice(terug ? regels[dan].b - 1 : regels[eerst].b + 1, 1);
      return this.klaar(hier);
    }
    if (!boven.content || !onder.content) return undefined;
    const plek = { lijn: eerst, at: boven.content.length };
    this.haalWeg(plek, { lijn: dan, at: 0 });
    return this.klaar(plek);
  }

  /** Leest na het samenstellen wat er op een regel staat. */
  lees(waar) {
    const keuze = getSelection();
    const element = (keuze.anchorNode?.nodeType === Node.TEXT_NODE ? keuze.anchorNode.parentElement : keuze.anchorNode)?.closest?.("[data-lijn]") ?? waar.closest?.("[data-lijn]");
    if (!element) return this.teken();
    const lijn = Number(element.dataset.lijn);
    const regel = this.regels()[lijn].tekens;
    // Alleen het deel dat anders is: de rest houdt hoe het eruitzag.
    const nu = [...element.childNodes].flatMap((deel) => {
      if (deel.dataset?.vulling !== undefined) return [];
      if (deel.lengte !== undefined && !deel.isContentEditable || deel.nodeName === "BR") return [null];
      return [...deel.textContent];
    });
    let voor = 0;
    const gelijk = (teken, deel) => (teken === null ? deel?.ding !== undefined : deel?.teken === teken);
    while (voor < nu.length && gelijk(nu[voor], regel[voor])) voor++;
    let achter = 0;
    while (achter < nu.length - voor && achter < regel.length - voor && gelijk(nu.at(-1 - achter), regel.at(-1 - achter))) achter++;
    const nieuw = nu.slice(voor, nu.length - achter).filter((teken) => teken !== null).join("");
    return this.typ({ lijn, at: voor }, { lijn, at: regel.length - achter }, nieuw);
  }

  toets(event) {
    if (event.key !== "Tab" || event.ctrlKey || event.altKey || event.metaKey) return;
    const { van } = this.keuze();
    const { b, r } = this.regels()[van.lijn];
    const stap = event.shiftKey ? -1 : 1;
    const naast = this.regels()[van.lijn + stap];
    if (r !== undefined) {
      if (naast?.b !== b && stap < 0) return;
      event.preventDefault();
      if (naast?.b === b) this.volgendeCel(stap);
      else this.tabel("rij erbij");
    } else if (this.blokken[b].block === "item") {
      event.preventDefault();
      this.niveau(stap);
    }
  }
}
