// In: sinds wanneer. Uit: wat er sindsdien veranderd is, als lijst, aangewezen op de bladzijden, en als PDF. Tekst wordt alleen als
// tekst gezet.
"use strict";

class Vergelijking {
  /** `melding` zegt wat er gebeurt. */
  constructor(vak, melding) {
    this.melding = melding;
    this.soort = maak("select", { onchange: () => this.toonKeuze() },
      ...[["versie", "een versie in versiebeheer"], ["moment", "een moment"], ["map", "een andere map"]].map(([waarde, tekst]) => maak("option", { value: waarde }, tekst)));
    this.versie = maak("select", {});
    this.moment = maak("input", { type: "datetime-local" });
    this.map = maak("input", { type: "text", spellcheck: "false" });
    this.keuzes = { versie: maak("label", {}, "Versie", this.versie), moment: maak("label", {}, "Moment", this.moment), map: maak("label", {}, "Map met dit dossier van eerder", this.map) };
    this.vragen = maak("form", { class: "vergelijk", "aria-label": "Vergelijk met eerder" },
      maak("label", {}, "Vergelijk met", this.soort), ...Object.values(this.keuzes),
      maak("button", { "data-hier": "vergelijk" }, "Vergelijk"));
    this.vragen.addEventListener("submit", (event) => {
      event.preventDefault();
      this.vraag();
    });
    this.lijf = maak("section", { "aria-live": "polite", tabindex: "-1" });
    vak.append(this.vragen, this.lijf);
    this.toonKeuze();
  }

  toonKeuze() {
    for (const [soort, keuze] of Object.entries(this.keuzes)) keuze.hidden = soort !== this.soort.value;
  }

  /** Welke versies er zijn: wie geen versiebeheer heeft, kiest iets anders. */
  async vulVersies() {
    const antwoord = await vraagServer("/versies").catch(() => null);
    if (!antwoord?.ok) return;
    const versies = await antwoord.json();
    const beeld = JSON.stringify(versies);
    if (beeld === this.beeld) return;
    this.beeld = beeld;
    const gekozen = this.versie.value;
    this.versie.replaceChildren(...versies.map(({ versie, tekst }) => maak("option", { value: versie }, tekst)));
    if (versies.some(({ versie }) => versie === gekozen)) this.versie.value = gekozen;
    for (const optie of this.soort.options) if (optie.value !== "map") optie.disabled = versies.length === 0;
    if (versies.length === 0) this.soort.value = "map";
    this.toonKeuze();
  }

  async vraag() {
    const waarde = { versie: () => this.versie.value, moment: () => metTijdzone(this.moment.value), map: () => this.map.value.trim() }[this.soort.value]();
    if (!waarde) return zegIn(this.melding, "Vul eerst in waarmee u wilt vergelijken.", true);
    return this.toon({ [this.soort.value]: waarde }, true);
  }

  /** Zet neer wat er veranderd is. Wat nog niet is opgeslagen, telt niet mee. */
  async toon(sinds, erheen = false) {
    if (erheen && !await sluitVeld()) return undefined;
    this.sinds = sinds;
    const antwoord = await vraagServer(`/veranderd?${new URLSearchParams(sinds)}`).catch(() => null);
    if (!antwoord?.ok) {
      this.sinds = undefined;
      this.lijf.replaceChildren();
      return zegIn(this.melding, antwoord ? metPunt((await antwoord.text()).trim()) : GEEN_VERBINDING, true);
    }
    const { kop, uitleg, velden } = await antwoord.json();
    const alle = velden.flatMap(({ plekken }) => plekken);
    ververs(this.lijf, [maak("h3", { tabindex: "-1", "data-hier": "veranderd" }, hoofdletter(kop)), uitleg ? maak("p", { class: "help" }, uitleg) : null,
      maak("p", { class: "doe" },
        alle.length > 0 ? maak("button", { type: "button", "data-hier": "veranderd#alles", onclick: () => wijsOpmerkingAan({ plekken: alle }) }, "Wijs alles aan op deze bladzijden") : null,
        velden.length > 0 ? maak("button", { type: "button", "data-hier": "veranderd#pdf", onclick: () => this.bewaar() }, "Als PDF…") : null),
      maak("ul", { class: "wijzigingen" }, ...velden.map((een, i) => this.veld(een, i)))].filter(Boolean));
    if (erheen) {
      zegIn(this.melding, "");
      this.lijf.querySelector("h3")?.focus();
    }
    return undefined;
  }

  /** Opnieuw, als er iets te zien is. */
  async nieuws() {
    await this.vulVersies();
    if (this.sinds) await this.toon(this.sinds);
  }

  veld({ veld: naam, is_nieuw: nieuw, is_weg: weg, bestand, plaats, gezegd, plekken }, i) {
    const regel = (een) => {
      const [[soort, tekst]] = Object.entries(een);
      const woord = { was: "was: ", nu: "nu: ", uitleg: "" }[soort];
      return maak("p", { class: soort }, woord ? maak("span", { class: "soort" }, woord) : null, maak({ was: "del", nu: "ins", uitleg: "span" }[soort], {}, tekst));
    };
    const knop = (tekst, hier, doe) => maak("button", { type: "button", "data-hier": `veranderd-${i}#${hier}`, "aria-label": `${tekst.replace("…", "")}: ${naam}`, onclick: doe }, tekst);
    return maak("li", {},
      maak("p", {}, maak("strong", {}, naam), nieuw ? " (nieuw)" : weg ? " (weg)" : ""), ...gezegd.map(regel),
      maak("p", { class: "doe" },
        plekken.length > 0 ? knop("Wijs aan", "wijs", () => wijsOpmerkingAan({ plekken })) : null,
        bestand && stand.schrijft ? knop("Schrijf…", "schrijf", async () => {
          if (!await schrijfIn(bestand, plaats)) zegIn(this.melding, "Dit staat niet als tekst op de bladzijde.", true);
        }) : null));
  }

  /** De bladzijden met alles wat anders is, om door te geven. */
  async bewaar() {
    zegIn(this.melding, "Bezig…");
    const antwoord = await vraagServer(`/veranderd.pdf?${new URLSearchParams(this.sinds)}`).catch(() => null);
    if (!antwoord?.ok) return zegIn(this.melding, antwoord ? metPunt((await antwoord.text()).trim()) : GEEN_VERBINDING, true);
    const adres = URL.createObjectURL(await antwoord.blob());
    maak("a", { href: adres, download: "gewijzigd.pdf" }).click();
    setTimeout(() => URL.revokeObjectURL(adres), 60_000);
    return zegIn(this.melding, "De PDF “gewijzigd” staat bij uw downloads. Ook wat wordt gelakt, staat erin.");
  }
}

/** Een moment dat iemand koos, met de tijdzone van deze computer. */
function metTijdzone(gekozen) {
  const moment = new Date(gekozen);
  if (Number.isNaN(moment.getTime())) return "";
  const twee = (getal) => String(getal).padStart(2, "0");
  const uit = -moment.getTimezoneOffset();
  const zone = `${uit < 0 ? "-" : "+"}${twee(Math.trunc(Math.abs(uit) / 60))}:${twee(Math.abs(uit) % 60)}`;
  return `${gekozen.length === 16 ? `${gekozen}:00` : gekozen.slice(0, 19)}${zone}`;
}

const hoofdletter = (tekst) => tekst.charAt(0).toUpperCase() + tekst.slice(1);

/** Een regel van de server als zin. */
const metPunt = (tekst) => hoofdletter(tekst).replace(/[^.?!]$/, "$&.");
