// In: een formulier zoals de server het uit het schema maakt. Uit: dat op de pagina, en wat erin verandert in het bestand.
// Welke velden er zijn, weet deze pagina niet. Tekst wordt alleen als tekst gezet.
"use strict";

const metAanhaling = (tekst) => tekst.replace(/`([^`]*)`/g, "“$1”");
/** Zo lang mag een ronde duren waarin staat wat hier is geschreven, in milliseconden. */
const RUST = 5000;

/** Zo lang niets getypt in een datum: opslaan. Wie cijfer voor cijfer typt, doet er langer over. */
const DAGPAUZE = 1500;

/** Of een datum af kan zijn: een jaar dat nog getypt wordt, is 0002, 0020 of 0202. */
const isDag = ({ value, validity }) => (value === "" ? !validity.badInput : Number(value.slice(0, 4)) >= 1800);

/** Wat er aan een datum opvalt, ook als zij goed kan zijn. */
const overDag = ({ type, value }) => (type === "date" && value !== "" && Math.abs(Number(value.slice(0, 4)) - new Date().getFullYear()) > 10
  ? `Let op: ${Number(value.slice(0, 4))} is meer dan tien jaar van nu.` : "");

const isEnkel = ({ soort }) => ["regel", "tekst", "datum", "getal", "keuze"].includes(soort);

/** Wat iemand invult: een element, met in `value` wat er in het bestand komt. */
function invoerVan({ soort, waarde, keuzes, van, tot, verplicht }, meer = {}) {
  if (soort === "keuze") {
    const alle = keuzes.some(({ woord }) => woord === waarde) || !waarde ? keuzes : [...keuzes, { woord: waarde, naam: waarde, uitleg: "" }];
    const leeg = !verplicht || !waarde ? [maak("option", { value: "" }, verplicht ? "Kies…" : "Niet ingevuld")] : [];
    const invoer = maak("select", meer, ...leeg, ...alle.map(({ woord, naam: wat, uitleg }) =>
      maak("option", { value: woord, title: uitleg }, uitleg && uitleg.length < 70 ? `${wat}: ${uitleg}` : wat)));
    invoer.value = waarde;
    return invoer;
  }
  const datum = soort === "datum" && (waarde === "" || /^\d{4}-\d\d-\d\d$/.test(waarde));
  const invoer = maak(soort === "tekst" ? "textarea" : "input", {
    lang: "nl", ...(soort === "tekst" ? { rows: 4 } : { type: datum ? "date" : "text" }),
    ...(soort === "getal" ? { inputmode: "numeric", placeholder: `${van} tot en met ${tot}` } : {}), ...meer,
  });
  invoer.value = waarde;
  return invoer;
}

/** Een formulier van een bestand, in een vak van de pagina. */
class Formulier {
  /** `zonder`: wat van het bestand elders op de pagina staat; `deel`: welk deel van het bestand. */
  constructor(vak, bestand, zonder = [], deel = "") {
    Object.assign(this, { vak, bestand, zonder, deel, uitgeklapt: new Map(), lagen: new Map(), beurt: Promise.resolve(), nummer: 0, eigen: Formulier.aantal += 1 });
    this.melding = maak("output", { class: "schrijfstand", "aria-live": "polite" });
    this.lijf = maak("div", { class: "formulier" });
    vak.append(this.melding, this.lijf);
    this.lijf.addEventListener("keydown", (event) => this.toets(event));
    volgDeLezer(this);
  }

  static aantal = 0;

  async haal(plaats = this.deel) {
    const antwoord = await vraagServer(`/formulier?${new URLSearchParams({ bestand: this.bestand, plaats })}`).catch(() => null);
    if (antwoord?.ok) return antwoord.json();
    zegIn(this.melding, antwoord ? (await antwoord.text()).trim() : GEEN_VERBINDING, true);
    return null;
  }

  async nieuws() {
    await this.ervoor?.();
    const nieuw = await this.haal();
    if (!nieuw) return;
    nieuw.vak.delen = nieuw.vak.delen.filter(({ sleutel: naam }) => !this.zonder.includes(naam));
    // Wat dieper ligt en is opengeklapt.
    for (const plaats of this.lagen.keys()) this.lagen.set(plaats, (await this.haal(plaats))?.vak);
    const beeld = JSON.stringify([nieuw.vak, [...this.lagen], nieuw.vak && this.gezegd(nieuw), geschreven]);
    if (beeld === this.beeld) {
      if (this.straks) this.naar(this.straks);
      return;
    }
    this.beeld = beeld;
    this.revisie = nieuw.revision;
    for (const { dataset, open } of this.lijf.querySelectorAll("details")) this.uitgeklapt.set(dataset.plaats, open);
    this.nummer = 0;
    ververs(this.lijf, this.delen(nieuw.vak.delen, 3));
    if (this.straks) this.naar(this.straks);
  }

  gezegd({ revision }) {
    return stand?.revision === revision ? stand.report.findings.map(({ message }) => message) : null;
  }

  /** Velden bij elkaar eerst, dan de blokken en lijsten. */
  delen(delen, niveau) {
    return delen.map((deel) => (isEnkel(deel) ? this.veld(deel) : this.groep(deel, niveau)));
  }

  hulp({ grond, uitleg }) {
    return [grond ? `Niet openbaar: ${grond}.` : "", metAanhaling(uitleg)].filter(Boolean).join(" ");
  }

  meldingen({ meldingen }, id) {
    // Van wat voor meer plaatsen tegelijk wordt gezegd, staat hier alleen het eigen.
    const alle = stand?.revision === this.revisie ? meldingen.map((index) => ({ index, ...stand.report.findings[index], message: stand.hier[index] ?? stand.report.findings[index].message })) : [];
    return alle.length === 0 ? null : maak("ul", { class: "bijveld", id }, ...alle.map(({ index, severity, code, message, help, fix }) => maak("li", { class: severity },
      maak("p", {}, maak("span", { class: "soort" }, SOORTEN[severity].een), ` ${message}`),
      ...help.slice(0, 1).map((tekst) => maak("p", { class: "help" }, tekst)), doeAan(index, code, fix))));
  }

  veld(deel) {
    const { plaats, naam, uitleg, verplicht, grond, soort, waarde } = deel;
    const id = `veld-${this.eigen}-${this.nummer += 1}`;
    const meldingen = this.meldingen(deel, `${id}-m`);
    const wat = maak("label", { for: id }, naam, verplicht ? maak("span", { class: "help" }, " (verplicht)") : null);
    const hulp = this.hulp({ grond, uitleg });
    const help = hulp ? maak("p", { class: "help", id: `${id}-h` }, hulp) : null;
    if (soort === "tekst") {
      const knop = maak("button", { type: "button", id, "data-hier": plaats, "aria-describedby": `${id}-h`, onclick: () => this.schrijf(deel) }, "Schrijf…");
      return maak("div", { class: "veld" }, wat, waarde ? maak("p", { class: "begin" }, waarde.slice(0, 160)) : null, knop, help, meldingen);
    }
    const invoer = invoerVan(deel, {
      id, "data-hier": plaats, "data-base": waarde, ...(verplicht ? { "aria-required": "true" } : {}),
      "aria-describedby": [help && `${id}-h`, meldingen && `${id}-m`].filter(Boolean).join(" "),
      ...(deel.meldingen.length > 0 && meldingen?.querySelector(".error") ? { "aria-invalid": "true" } : {}),
    });
    invoer.addEventListener("input", () => {
      clearTimeout(invoer.rust);
      zegIn(this.melding, "Nog niet opgeslagen");
      if (invoer.type === "date" && !isDag(invoer)) return;
      invoer.rust = setTimeout(() => this.bewaar(invoer, deel), { keuze: 0, datum: DAGPAUZE }[soort] ?? PAUZE);
    });
    // In een datum is elk cijfer een wijziging.
    invoer.addEventListener(invoer.type === "date" ? "blur" : "change", () => this.bewaar(invoer, deel));
    return maak("div", { class: "veld" }, wat, invoer, help, meldingen);
  }

  /** Een blok, een lijst of een register: om open te klappen. */
  groep(deel, niveau) {
    const { plaats, naam, uitleg, verplicht, is_er: er, soort, grond } = deel;
    const laag = soort === "blok" && !deel.delen ? this.lagen.get(plaats) : deel;
    const aantalItems = deel.items?.length;
    const kop = `${naam}${aantalItems === undefined ? (er ? "" : " (niet ingevuld)") : `: ${aantalItems}`}`;
    const vak = maak("details", { class: "groep-velden", "data-plaats": plaats }, maak("summary", { "data-hier": `${plaats}#kop` }, maak(`h${Math.min(niveau, 6)}`, {}, kop),
      this.alle(deel).length > 0 ? maak("span", { class: "let-op" }, aantal(this.alle(deel).length, { een: "melding", meer: "meldingen" })) : null));
    vak.open = this.uitgeklapt.get(plaats) ?? (verplicht && er);
    vak.addEventListener("toggle", async () => {
      this.uitgeklapt.set(plaats, vak.open);
      if (!vak.open || soort !== "blok" || deel.delen || this.lagen.has(plaats)) return;
      this.lagen.set(plaats, null);
      this.nieuws();
    });
    vak.append(...[maak("p", { class: "help" }, this.hulp({ grond, uitleg })), this.meldingen(deel)].filter(Boolean));
    if (soort === "vast") vak.append(maak("p", {}, "Dit staat zo in het bestand dat het hier niet kan worden ingevuld: kijk bij de meldingen."));
    if (soort === "blok" && laag?.delen) vak.append(...this.delen(laag.delen, niveau + 1));
    if (deel.items) vak.append(...this.items(deel, niveau));
    return vak;
  }

  /** De meldingen van een deel en van alles erin. */
  alle(deel) {
    return [...deel.meldingen, ...[...(deel.delen ?? []), ...(deel.items ?? [])].flatMap((een) => this.alle(een))];
  }

  items(deel, niveau) {
    const { plaats, items, nieuw, soort } = deel;
    const knop = (teken, naam, hier, doe, uit = false) => maak("button", { type: "button", "aria-label": naam, title: naam, "data-hier": hier, ...(uit ? { "aria-disabled": "true" } : {}), onclick: () => uit || doe() }, teken);
    const wie = (item, i) => item.naam.slice(0, 60) || `${nieuw.naam} ${i + 1}`;
    const knoppen = (item, i) => maak("span", { class: "itemknoppen" },
      ...(soort === "lijst" ? [
        knop("↑", `Omhoog: ${wie(item, i)}`, `${plaats}[${i}]#op`, () => this.doe({ do: "move", place: plaats, from: i, to: i - 1, heet: item.naam || undefined }, `${plaats}[${i - 1}]#op`), i === 0),
        knop("↓", `Omlaag: ${wie(item, i)}`, `${plaats}[${i}]#neer`, () => this.doe({ do: "move", place: plaats, from: i, to: i + 2, heet: item.naam || undefined }, `${plaats}[${i + 1}]#neer`), i === items.length - 1)] : []),
      knop("✕", `Haal weg: ${wie(item, i)}`, `${item.plaats}#weg`, () => this.doe({ do: "remove", ...(soort === "lijst" ? { place: `${plaats}[${i}]`, heet: item.naam || undefined } : { place: item.plaats }) }, `${plaats}#nieuw`)));
    const rij = (item, i) => {
      if (!isEnkel(item)) {
        const vak = this.groep({ ...item, naam: wie(item, i), verplicht: false, uitleg: "" }, niveau + 1);
        // Niet in de kop: die is zelf al een knop.
        return maak("div", { class: "item" }, vak, knoppen(item, i));
      }
      const veld = this.veld({ ...item, naam: soort === "lijst" ? `${nieuw.naam} ${i + 1}` : item.naam, verplicht: true, uitleg: "" });
      veld.querySelector("label .help").remove();
      veld.querySelector("label").after(knoppen(item, i));
      return veld;
    };
    return [...items.map(rij), maak("button", { type: "button", "data-hier": `${plaats}#nieuw`, onclick: () => this.voegToe(deel) }, `${nieuw.naam} toevoegen…`)];
  }

  // ---------------------------------------------------------------- wat er verandert

  /** Vraagt de server iets, na wat al onderweg is; het antwoord als dat goed is. */
  vraag(wens) {
    const straks = this.beurt.then(async () => {
      const antwoord = await zend("/wijzig", { bestand: this.bestand, opslaan: true, ...wens });
      if (antwoord?.ok || antwoord?.status === 409) return { status: antwoord.status, gegevens: await antwoord.json() };
      zegIn(this.melding, antwoord ? (await antwoord.text()).trim() : "Geen verbinding: wat u invulde blijft hier staan.", true);
      return null;
    });
    this.beurt = straks.catch(() => null);
    return straks;
  }

  /** Eén tegelijk: wat iemand intussen typt, gaat uit van wat hier is geschreven. */
  async bewaar(invoer, deel) {
    clearTimeout(invoer.rust);
    while (invoer.bezig) await invoer.bezig;
    if (invoer.type === "date" && !isDag(invoer)) return zegIn(this.melding, klachtOver(invoer) || "Deze datum is niet opgeslagen: kijk naar het jaar.", true);
    if (!isVuil(invoer)) return undefined;
    invoer.bezig = this.zet(invoer, deel).finally(() => { invoer.bezig = null; });
    return invoer.bezig;
  }

  async zet(invoer, { plaats, naam }) {
    const [text, base] = [invoer.value.trim(), invoer.dataset.base];
    const antwoord = await this.vraag({ do: "set", place: plaats, text, base });
    if (antwoord?.status === 200) {
      const nu = antwoord.gegevens.veld?.base.trimEnd() ?? text;
      Object.assign(invoer, { gezegd: text, wacht: nu }).dataset.base = nu;
      geschreven += 1;
      // Als een ander het meteen weer veranderde, blijft dat niet verborgen.
      setTimeout(() => {
        if (invoer.wacht !== nu) return;
        invoer.wacht = undefined;
        geschreven += 1;
        this.nieuws();
      }, RUST);
      // Waar iemand in schrijft, staat wat hij typt; zoals het in het bestand staat, komt het er daarna in.
      const inBestand = () => {
        if (!isVuil(invoer) && invoer.value !== invoer.dataset.base) invoer.value = invoer.dataset.base;
      };
      if (document.activeElement === invoer) invoer.addEventListener("blur", inBestand, { once: true });
      else inBestand();
      zegIn(this.melding, ["Opgeslagen", overDag(invoer)].filter(Boolean).join(". "));
    } else if (antwoord?.status === 409) {
      const nu = antwoord.gegevens.nu?.base ?? "";
      const keuze = await kies(`${naam}: ook elders veranderd`, [maak("div", { class: "naast" },
        maak("section", {}, maak("h3", {}, "Nu in het bestand"), maak("p", {}, nu || "(niets)")),
        maak("section", {}, maak("h3", {}, "Van u"), maak("p", {}, text || "(niets)")))],
      { mijn: "Neem die van mij", bestand: "Neem die van het bestand" });
      // Wie niet kiest, verandert niets: het blijft hier staan, en wordt bewaard als klad.
      if (keuze !== "mijn" && keuze !== "bestand") return undefined;
      invoer.dataset.base = nu;
      if (keuze === "mijn") return this.zet(invoer, { plaats, naam });
      Object.assign(invoer, { value: nu, gezegd: undefined });
      await zend("/kladjes/weg", { bestand: this.bestand, place: plaats });
    }
    return undefined;
  }

  /** `erna`: als het in het bestand staat, en vóór het hier te zien is. */
  async doe(wens, straks, erna) {
    // Tot de gevolgen hier te zien zijn, doet dezelfde knop nog eens hetzelfde: een tweede klik telt dan niet.
    const tekst = JSON.stringify(wens);
    if (this.bezig === tekst) return;
    this.bezig = tekst;
    try {
      const antwoord = await this.vraag(wens);
      if (!antwoord) return;
      if (antwoord.status === 409) zegIn(this.melding, "Dit is intussen ook elders veranderd. Kijk wat er nu staat, en doe het opnieuw.", true);
      else {
        const weg = wens.do === "remove" || wens.steps?.at(-1).do === "remove";
        zegIn(this.melding, weg ? "Weggehaald; met Ctrl+Z komt het terug" : "Opgeslagen");
        this.straks = straks;
        erna?.();
      }
      await this.nieuws();
    } finally {
      if (this.bezig === tekst) this.bezig = null;
    }
  }

  naar(hier, waar = this.lijf) {
    const daar = waar.querySelector(`[data-hier="${CSS.escape(hier)}"]`);
    if (!daar) return false;
    if (waar === this.lijf) this.straks = null;
    for (let om = daar.parentElement.closest("details"); om; om = om.parentElement.closest("details")) om.open = true;
    daar.focus();
    daar.scrollIntoView({ block: "nearest" });
    return true;
  }

  /** Vraagt wat er in een nieuw item staat, en zet het erbij. */
  async voegToe({ plaats, nieuw, items, soort }) {
    const velden = [];
    const sleutel = maak("input", { type: "text", required: "" });
    const inhoud = [...(soort === "register" ? [maak("label", {}, "Naam", sleutel)] : []), ...this.nieuweVelden(nieuw, velden, [])];
    if (await kies(`${nieuw.naam} toevoegen`, inhoud, { ok: "Voeg toe" }) !== "ok") return this.naar(`${plaats}#nieuw`);
    const value = this.ingevuld(nieuw, velden);
    if (soort === "register") return this.doe({ do: "put", place: plaats, key: sleutel.value.trim(), value }, `${plaats}#nieuw`);
    return this.doe({ do: "insert", place: plaats, index: items.length, value }, `${plaats}#nieuw`);
  }

  nieuweVelden(deel, velden, weg) {
    const uitleg = ({ naam, verplicht }) => `${naam}${verplicht ? "" : " (mag leeg)"}`;
    if (isEnkel(deel) || deel.soort === "lijst") {
      const lijst = deel.soort === "lijst";
      const invoer = invoerVan(lijst ? { ...deel, soort: "tekst", waarde: "" } : deel, deel.verplicht ? { required: "" } : {});
      velden.push({ weg, invoer, lijst });
      return [maak("label", {}, `${uitleg(deel)}${lijst ? ", een per regel" : ""}`, invoer, deel.uitleg ? maak("span", { class: "help" }, metAanhaling(deel.uitleg)) : null)];
    }
    return (deel.delen ?? []).filter((een) => isEnkel(een) || (een.soort === "lijst" && isEnkel(een.nieuw)) || (een.verplicht && een.soort === "blok"))
      .flatMap((een) => this.nieuweVelden(een, velden, [...weg, een.sleutel]));
  }

  ingevuld(nieuw, velden) {
    const waarde = {};
    for (const { weg, invoer, lijst } of velden) {
      const tekst = invoer.value.trim();
      if (weg.length === 0) return lijst ? tekst.split("\n") : tekst;
      if (!tekst) continue;
      let hier = waarde;
      for (const stap of weg.slice(0, -1)) hier = hier[stap] ??= {};
      hier[weg.at(-1)] = lijst ? tekst.split("\n").map((regel) => regel.trim()).filter(Boolean) : tekst;
    }
    return waarde;
  }

  /** Een tekst met opmaak wordt geschreven waar zij op de bladzijde staat. */
  async schrijf({ plaats, naam, uitleg, is_er: er }) {
    if (er) {
      // Een vraag houdt het toetsenbord bij zich: die gaat eerst weg.
      const vraag = this.vak.closest("dialog");
      if (vraag) await new Promise((dicht) => {
        vraag.addEventListener("close", dicht, { once: true });
        vraag.close("schrijf");
      });
      if (await schrijfIn(this.bestand, plaats)) return;
      if (vraag) $("plaats").replaceChildren("Dit veld is er niet meer.");
      else zegIn(this.melding, "Dit veld is er niet meer.", true);
      return;
    }
    const tekst = await vraagOm(naam, maak("textarea", { rows: 6, cols: 50, lang: "nl" }), uitleg);
    if (tekst) this.doe({ do: "set", place: plaats, text: tekst, base: "" }, plaats);
  }

  /** Ctrl+Z gaat over alles wat hier gedaan is; in wat nog niet is opgeslagen over wat daarin getypt is. */
  async toets(event) {
    const samen = (event.ctrlKey || event.metaKey) && !event.altKey;
    const letter = event.key.toLowerCase();
    const invoer = event.target;
    if (event.key === "Enter" && invoer.matches("input")) return this.bewaar(invoer, { plaats: invoer.dataset.hier, naam: invoer.labels[0]?.textContent ?? "" });
    if (!samen || (letter !== "z" && letter !== "y") || (invoer.dataset.base !== undefined && isVuil(invoer))) return undefined;
    event.preventDefault();
    event.stopPropagation();
    await terug(letter === "y" || event.shiftKey);
    zegIn(this.melding, $("plaats").textContent);
    return this.nieuws();
  }
}

const gegevens = new Formulier($("gegevens"), "dossier");
voegPaneelToe("gegevens", { naam: "Gegevens", nieuws: () => gegevens.nieuws() });

/** Gaat naar het veld met een plaats van een melding; of dat er is. */
async function naarVeld(index, plek) {
  toonPaneel("gegevens");
  await gegevens.nieuws();
  const alle = (deel) => [...(deel.delen ?? []), ...(deel.items ?? [])].reduce((gevonden, een) => gevonden ?? alle(een), null)
    ?? (deel.plekken?.some(([melding, hoeveelste]) => melding === index && hoeveelste === plek) ? deel : null);
  const deel = alle(JSON.parse(gegevens.beeld)[0]);
  if (!deel) {
    zegIn(gegevens.melding, "Dat veld is er niet meer, of het staat dieper: klap het open.", true);
    return false;
  }
  gegevens.naar(isEnkel(deel) ? deel.plaats : `${deel.plaats}#kop`);
  return true;
}
