// In: vragen en antwoorden zoals zij in het dossier staan. Uit: kaarten daarvan, en wat iemand ermee doet. Tekst wordt alleen
// als tekst gezet.
"use strict";

/** Vragen met hun antwoorden: bij elke vraag haar antwoord, of waar het staat, of dat het er nog niet is. */
class Vragen {
  constructor(vak) {
    this.stand = maak("p", { id: "vragenstand", class: "openstaand" });
    this.lijf = maak("div");
    this.rest = maak("details", { class: "groep-velden" }, maak("summary", {}, maak("h3", {}, "Gegevens van de vragen")));
    vak.append(this.stand);
    // De gegevens staan in hetzelfde bestand, en gaan langs dezelfde weg.
    this.formulier = new Formulier(this.rest, "vragen", ["vragen", "fracties", "antwoorden"]);
    vak.append(this.formulier.melding, this.rest, this.lijf);
    this.formulier.ervoor = () => this.haal();
    this.lijf.addEventListener("keydown", (event) => this.formulier.toets(event));
    volgDeLezer(this);
  }

  nieuws() {
    return this.formulier.nieuws();
  }

  async haal() {
    const antwoord = await vraagServer("/vragen").catch(() => null);
    if (!antwoord?.ok) return zegIn(this.formulier.melding, antwoord ? (await antwoord.text()).trim() : GEEN_VERBINDING, true);
    const nieuw = await antwoord.json();
    this.formulier.revisie = nieuw.revision;
    const beeld = JSON.stringify([nieuw.groepen, nieuw.antwoorden, this.formulier.gezegd(nieuw), geschreven]);
    if (beeld === this.beeld) return this.gaVerder();
    this.beeld = beeld;
    Object.assign(this, nieuw);
    this.alle = nieuw.groepen.flatMap(({ vragen }) => vragen.flatMap((vraag) => (vraag.delen.length > 0 ? vraag.delen : [vraag])));
    this.stand.classList.toggle("openstaand", nieuw.open.length > 0);
    this.stand.replaceChildren(nieuw.open.length === 0
      ? `Alle ${getal.format(this.alle.length)} vragen hebben een antwoord.`
      : `Nog zonder antwoord: `, ...nieuw.open.map((naam) => maak("button", { type: "button", onclick: () => this.naarAntwoord(naam) }, naam)));
    ververs(this.lijf, [...nieuw.groepen.flatMap((groep) => this.groep(groep)), ...this.zonderVraag()]);
    return this.gaVerder();
  }

  /** Naar waar een vraag wordt beantwoord: bij een antwoord dat nog moet worden ingevuld, of bij de vraag zelf. */
  naarAntwoord(naam) {
    if (this.formulier.naar(`beantwoord-${naam}`, this.lijf)) return;
    const [eerste] = this.alle.find((een) => een.naam === naam)?.antwoorden ?? [];
    if (eerste !== undefined) this.formulier.naar(`antwoorden[${eerste}]#schrijf`, this.lijf);
  }

  /** Antwoorden op vragen die er niet zijn. */
  zonderVraag() {
    const namen = new Set(this.groepen.flatMap(({ vragen }) => vragen.map(({ naam }) => Number(naam))));
    const los = this.antwoorden.map((een, index) => ({ ...een, index })).filter(({ op }) => !namen.has(Number.parseInt(op[0], 10)));
    return los.length === 0 ? [] : [maak("h3", {}, "Antwoorden zonder vraag"),
      maak("p", { class: "help" }, "Deze vraag is er niet. Kies met “Waarop…” op welke vraag dit het antwoord is, voeg de vraag toe, of haal het antwoord weg."),
      ...los.map((een) => this.antwoord(een, "h4"))];
  }

  /** Naar waar het laatste wat hier gedaan is, de lezer brengt. */
  gaVerder() {
    // Wat er nog niet is, komt met de volgende stand.
    if (this.straks && this.formulier.naar(this.straks, this.lijf)) this.straks = null;
  }

  groep({ naam, plaats, vragen }) {
    return [
      naam ? maak("h3", {}, naam) : null,
      ...vragen.map((vraag) => this.vraag(vraag, plaats)),
      maak("button", { type: "button", "data-hier": `${plaats}#vraag`, onclick: () => this.nieuweVraag(plaats) }, "Vraag toevoegen…"),
    ].filter(Boolean);
  }

  knop(tekst, naam, hier, doe, uit = false) {
    return maak("button", { type: "button", "aria-label": naam, title: naam, "data-hier": hier, ...(uit ? { "aria-disabled": "true" } : {}), onclick: () => uit || doe() }, tekst);
  }

  vraag(vraag) {
    const { naam, plaats, tekstplaats, tekst, delen } = vraag;
    const antwoorden = this.antwoorden.map((een, index) => ({ ...een, index }));
    // Een antwoord staat bij de eerste vraag die het noemt.
    const hier = antwoorden.filter(({ op }) => Number.parseInt(op[0], 10) === Number(naam));
    const los = delen.length > 0 ? delen : [vraag];
    const elders = los.filter((een) => een.antwoorden.length > 0 && een.antwoorden.every((index) => !hier.some((ander) => ander.index === index)));
    return maak("article", { class: "kaart", "aria-label": `Vraag ${naam}`, "data-hier": `vraag-${naam}`, tabindex: "-1" },
      maak("div", { class: "kaartkop" }, maak("h4", {}, `Vraag ${naam}`), maak("span", { class: "itemknoppen" },
        tekst ? this.knop("Schrijf…", `Schrijf in vraag ${naam}`, `${plaats}#schrijf`, () => this.schrijf(tekstplaats)) : null,
        this.knop("✕", `Haal vraag ${naam} weg`, `${plaats}#weg`, () => this.doe({ do: "remove", place: plaats, heet: vraag.heet })))),
      tekst ? maak("blockquote", {}, tekst) : null,
      ...delen.map((deel) => maak("div", { class: "deel" }, maak("blockquote", {}, `${deel.naam.replace(/^\d+/, "")}. ${deel.tekst}`),
        this.knop("Schrijf…", `Schrijf in vraag ${deel.naam}`, `${deel.plaats}#schrijf`, () => this.schrijf(deel.tekstplaats)), this.formulier.meldingen(deel))),
      this.formulier.meldingen(vraag),
      ...hier.map((een) => this.antwoord(een)),
      ...elders.map((een) => {
        const bij = Number.parseInt(this.antwoorden[een.antwoorden[0]].op[0], 10);
        return maak("p", { class: "help" }, `${een.naam} is beantwoord bij `, maak("button", { type: "button", onclick: () => this.formulier.naar(`vraag-${bij}`, this.lijf) }, `vraag ${bij}`));
      }),
      ...los.filter((een) => een.antwoorden.length === 0).map((een) => maak("p", { class: "zonder" }, `Nog geen antwoord op vraag ${een.naam}. `,
        maak("button", { type: "button", "data-hier": `beantwoord-${een.naam}`, onclick: () => this.beantwoord(een.naam) }, "Beantwoord…"))));
  }

  antwoord({ op, door, tekst, leeg, index, heet, ...meer }, kop = "h5") {
    const plaats = `antwoorden[${index}]`;
    const over = op.join(", ") || "geen vraag";
    return maak("section", { class: "antwoordkaart", "aria-label": `Antwoord op ${over}` },
      maak("div", { class: "kaartkop" }, maak(kop, {}, op.length > 1 ? `Samen beantwoord: ${over}` : `Antwoord op ${over}`), maak("span", { class: "itemknoppen" },
        this.knop("Schrijf…", `Schrijf in het antwoord op ${over}`, `${plaats}#schrijf`, () => this.schrijf(`${plaats}.tekst`)),
        this.knop("Waarop…", `Op welke vragen is dit het antwoord? Nu ${over}`, `${plaats}#op`, () => this.waarop(index)),
        this.knop("Door…", `Wie geeft het antwoord op ${over}?`, `${plaats}#door`, () => this.wie(index)),
        this.knop("↑", `Antwoord op ${over} eerder`, `${plaats}#eerder`, () => this.doe({ do: "move", place: "antwoorden", from: index, to: index - 1, heet }, `antwoorden[${index - 1}]#eerder`), index === 0),
        this.knop("↓", `Antwoord op ${over} later`, `${plaats}#later`, () => this.doe({ do: "move", place: "antwoorden", from: index, to: index + 2, heet }, `antwoorden[${index + 1}]#later`), index === this.antwoorden.length - 1),
        this.knop("✕", `Haal het antwoord op ${over} weg`, `${plaats}#weg`, () => this.doe({ do: "remove", place: plaats, heet }, `beantwoord-${op[0]}`)))),
      door ? maak("p", { class: "help" }, `Antwoord van ${door}`) : null,
      maak("p", { class: "antwoordtekst" }, tekst), leeg ? maak("p", { class: "zonder" }, "Dit antwoord moet nog worden ingevuld.") : null, this.formulier.meldingen(meer));
  }

  async schrijf(plaats) {
    if (!await schrijfIn("vragen", plaats)) zegIn(this.formulier.melding, "Dit veld is er niet meer.", true);
  }

  async doe(wens, straks) {
    await this.formulier.doe(wens, undefined, () => { this.straks = straks ?? null; });
  }

  /** De vragen om uit te kiezen; welke gekozen zijn. */
  keuzes(gekozen, namen = this.alle.map(({ naam }) => naam)) {
    const alle = [...new Set([...namen, ...gekozen])];
    const hele = gekozen.filter((naam) => !namen.includes(naam));
    const vakjes = [...alle].sort((a, b) => a.localeCompare(b, "nl", { numeric: true })).map((naam) => {
      const vakje = maak("input", { type: "checkbox", value: naam });
      vakje.checked = gekozen.includes(naam) || hele.includes(naam);
      return vakje;
    });
    return { lees: () => vakjes.filter(({ checked }) => checked).map(({ value }) => value),
      element: maak("fieldset", { class: "vakjes" }, maak("legend", {}, "Antwoord op"), ...vakjes.map((vakje) => maak("label", {}, vakje, ` ${vakje.value}`))) };
  }

  async beantwoord(naam) {
    const tekst = maak("textarea", { rows: 6, cols: 50, lang: "nl", required: "" });
    const { lees, element } = this.keuzes([naam], this.open);
    if (await kies(`Antwoord op vraag ${naam}`, [maak("label", {}, "Het antwoord", tekst), element], { ok: "Voeg toe" }) !== "ok") return this.formulier.naar(`beantwoord-${naam}`, this.lijf);
    const op = lees();
    const rang = (een) => this.alle.findIndex((deel) => deel.naam === een || Number.parseInt(deel.naam, 10) === Number(een));
    const erna = this.antwoorden.findIndex((een) => rang(een.op[0]) > rang(op[0] ?? naam));
    return this.doe({ do: "insert", place: "antwoorden", index: erna < 0 ? this.antwoorden.length : erna, value: { op: op.length > 0 ? op.map(getalOf) : [getalOf(naam)], tekst: tekst.value.trim() } }, `vraag-${Number.parseInt(naam, 10)}`);
  }

  async waarop(index) {
    const { op } = this.antwoorden[index];
    const { lees, element } = this.keuzes(op);
    if (await kies("Op welke vragen is dit het antwoord?", [element], { ok: "Goed" }) !== "ok") return this.formulier.naar(`antwoorden[${index}]#op`, this.lijf);
    const items = lees();
    if (items.length === 0) return zegIn(this.formulier.melding, "Een antwoord hoort bij ten minste één vraag.", true);
    return this.doe({ do: "list", place: `antwoorden[${index}].op`, items, base: op }, `antwoorden[${index}]#op`);
  }

  async wie(index) {
    const { door, heet } = this.antwoorden[index];
    const wie = maak("input", { type: "text", lang: "nl" });
    wie.value = door;
    if (await kies("Wie geeft dit antwoord?", [maak("label", {}, "Leeg als het wie de brief tekent is; anders zoals: de minister van Defensie", wie)], { ok: "Goed" }) !== "ok") return this.formulier.naar(`antwoorden[${index}]#door`, this.lijf);
    const plaats = `antwoorden[${index}]`;
    return this.doe({ do: "batch", steps: [{ do: "same", place: plaats, heet }, { do: "set", place: `${plaats}.door`, text: wie.value.trim(), base: door }] }, `${plaats}#door`);
  }

  async nieuweVraag(plaats) {
    const hoogste = Math.max(0, ...this.groepen.flatMap(({ vragen }) => vragen.map(({ naam }) => Number(naam) || 0)));
    const nummer = maak("input", { type: "text", inputmode: "numeric", required: "", pattern: "[1-9][0-9]{0,2}", "data-klacht": "Schrijf een nummer van 1 tot en met 999." });
    nummer.value = hoogste + 1;
    const tekst = maak("textarea", { rows: 4, cols: 50, lang: "nl", required: "" });
    const delen = maak("textarea", { rows: 3, cols: 50, lang: "nl" });
    if (await kies("Vraag toevoegen", [maak("label", {}, "Nummer", nummer), maak("label", {}, "Tekst, precies zoals de Kamer haar stuurde", tekst),
      maak("label", {}, "Delen (a, b, …), een per regel; mag leeg", delen)], { ok: "Voeg toe" }) !== "ok") return this.formulier.naar(`${plaats}#vraag`, this.lijf);
    const regels = delen.value.split("\n").map((regel) => regel.trim()).filter(Boolean);
    const value = regels.length === 0 ? tekst.value.trim()
      : { tekst: tekst.value.trim(), delen: Object.fromEntries(regels.map((regel, i) => [String.fromCharCode(97 + i), regel.replace(/^[a-z][.)]\s+/, "")])) };
    return this.doe({ do: "put", place: plaats, key: nummer.value.trim(), value }, `beantwoord-${nummer.value.trim()}${regels.length > 0 ? "a" : ""}`);
  }
}

const getalOf = (naam) => (/^\d+$/.test(naam) ? Number(naam) : naam);

const vragen = new Vragen($("vragen"));
voegPaneelToe("vragen", { naam: "Vragen", er: () => Object.keys(stand.files).some((naam) => /(^|[/\\])vragen\.yaml$/.test(naam)), nieuws: () => vragen.nieuws() });
