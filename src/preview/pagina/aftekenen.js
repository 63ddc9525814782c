// In: hoe de parafenroute ervoor staat. Uit: zij als lijst, en een paraaf die iemand hier zet of intrekt. Tekst wordt alleen als
// tekst gezet.
"use strict";

class Aftekenen {
  constructor(vak) {
    this.melding = maak("output", { class: "schrijfstand", "aria-live": "polite" });
    this.beurt = maak("p", { id: "beurt" });
    this.lijf = maak("ol", { class: "route" });
    this.veranderd = maak("section", { "aria-live": "polite", tabindex: "-1" });
    vak.append(this.beurt, this.melding, this.lijf, this.veranderd);
    volgDeLezer(this);
  }

  async nieuws() {
    const antwoord = await vraagServer("/route").catch(() => null);
    if (!antwoord?.ok) return zegIn(this.melding, antwoord ? (await antwoord.text()).trim() : GEEN_VERBINDING, true);
    const nieuw = await antwoord.json();
    const beeld = JSON.stringify([nieuw, stand.fresh]);
    if (beeld === this.beeld) return undefined;
    this.beeld = beeld;
    this.route = nieuw;
    this.beurt.textContent = nieuw.stappen.length === 0 ? "Dit dossier heeft geen parafenroute. Vul haar in bij “Gegevens”."
      : nieuw.beurt ? hoofdletter(nieuw.beurt)
        : "De route is rond. In de terminal maakt “kamerbrief build --definitief” nu de definitieve stukken, en ondertekent “kamerbrief sign”.";
    ververs(this.lijf, nieuw.stappen.map((stap, i) => this.stap(stap, i)));
    if (this.sinds !== undefined) await this.toonVeranderd();
    return undefined;
  }

  /** Wat er veranderd is sinds de paraaf van een rol: was en nu, en aangewezen op de bladzijden. */
  async toonVeranderd(rol = this.sinds) {
    this.sinds = rol;
    const antwoord = await vraagServer(`/veranderd?${new URLSearchParams({ rol })}`).catch(() => null);
    if (!antwoord?.ok) {
      this.sinds = undefined;
      this.veranderd.replaceChildren();
      return zegIn(this.melding, antwoord ? (await antwoord.text()).trim() : GEEN_VERBINDING, true);
    }
    const { kop, uitleg, velden } = await antwoord.json();
    const regel = (een) => {
      const [[soort, tekst]] = Object.entries(een);
      const woord = { was: "was: ", nu: "nu: ", uitleg: "" }[soort];
      return maak("p", { class: soort }, woord ? maak("span", { class: "soort" }, woord) : null, maak({ was: "del", nu: "ins", uitleg: "span" }[soort], {}, tekst));
    };
    const knop = (tekst, naam, doe) => maak("button", { type: "button", "aria-label": `${tekst.replace("…", "")}: ${naam}`, onclick: doe }, tekst);
    const veld = ({ veld: naam, is_nieuw: nieuw, is_weg: weg, bestand, plaats, gezegd, plekken }) => maak("li", {},
      maak("p", {}, maak("strong", {}, naam), nieuw ? " (nieuw)" : weg ? " (weg)" : ""), ...gezegd.map(regel),
      maak("p", { class: "doe" },
        plekken.length > 0 ? knop("Wijs aan", naam, () => wijsOpmerkingAan({ plekken })) : null,
        bestand ? knop("Schrijf…", naam, async () => {
          if (!await schrijfIn(bestand, plaats)) zegIn(this.melding, "Dit staat niet als tekst op de bladzijde.", true);
        }) : null));
    const alle = velden.flatMap(({ plekken }) => plekken);
    ververs(this.veranderd, [maak("h3", { tabindex: "-1", "data-hier": "veranderd" }, hoofdletter(kop)), uitleg ? maak("p", { class: "help" }, uitleg) : null,
      alle.length > 0 ? maak("p", { class: "doe" }, maak("button", { type: "button", "data-hier": "veranderd#alles", onclick: () => wijsOpmerkingAan({ plekken: alle }) }, "Wijs alles aan op deze bladzijden")) : null,
      maak("ul", { class: "wijzigingen" }, ...velden.map(veld))].filter(Boolean));
    return undefined;
  }

  stap(stap, i) {
    const { rol, medeparaaf, naam, andere_naam: verwacht, besluit, moment, opmerking, stand: staat, uitleg, aan_de_beurt: nu, in_te_trekken: weg } = stap;
    const knop = (tekst, hier, doe) => maak("button", { type: "button", "data-hier": `stap-${i}#${hier}`, "aria-label": `${tekst.replace("…", "")}: ${rol}`, onclick: doe }, tekst);
    return maak("li", { class: `stap ${staat}`, "data-hier": `stap-${i}`, tabindex: "-1", ...(nu ? { "aria-current": "step" } : {}) },
      maak("p", {}, maak("strong", {}, rol), medeparaaf ? " (medeparaaf)" : "", naam ? `, ${naam}` : ""),
      maak("p", { class: "help" }, [besluit && `${hoofdletter(besluit)}, ${moment}`, uitleg, verwacht && `in de route staat ${verwacht}`].filter(Boolean).join("; ")),
      opmerking ? maak("blockquote", {}, opmerking) : null,
      maak("p", { class: "doe" },
        nu ? knop("Parafeer…", "akkoord", () => this.doe(stap, i, "akkoord")) : null,
        nu ? knop("Niet akkoord…", "niet", () => this.doe(stap, i, "niet_akkoord")) : null,
        moment && staat !== "ingetrokken" ? knop("Wat is er veranderd?", "veranderd", async () => {
          await this.toonVeranderd(rol);
          this.veranderd.querySelector("h3")?.focus();
        }) : null,
        weg ? knop("Trek in…", "weg", () => this.doe(stap, i, "ingetrokken")) : null));
  }

  /** Vraagt van wie de paraaf is, en zet haar over wat hier te zien is. */
  async doe({ rol, naam, andere_naam: verwacht }, i, besluit) {
    const terugNaar = () => this.lijf.querySelector(`[data-hier="stap-${i}"]`)?.focus();
    // Wat nog niet is opgeslagen, heeft niemand gelezen.
    if (!await sluitVeld()) return undefined;
    if (besluit !== "ingetrokken" && !stand.fresh) return zegIn(this.melding, "Verbeter eerst de fouten: wat u ziet is van daarvoor.", true);
    const wie = maak("input", { type: "text", required: "", autocomplete: "name" });
    wie.value = verwacht ?? naam ?? geheugen.lees("wie", "");
    const nee = besluit === "niet_akkoord";
    const opmerking = maak("input", { type: "text", lang: "nl", maxlength: 200, ...(nee ? { required: "" } : {}) });
    const [doen, uitleg, gedaan] = { akkoord: ["Parafeer", "U parafeert de stukken zoals zij hier staan. Wijzigt iemand daarna iets dat op papier komt, dan vervalt uw paraaf.", "akkoord"],
      niet_akkoord: ["Niet akkoord", "De route wacht tot dit is opgelost.", "niet akkoord"], ingetrokken: ["Trek in", "De paraaf blijft te zien als ingetrokken. Daarna is deze rol weer aan de beurt.", "ingetrokken"] }[besluit];
    const keuze = await kies(`${doen}: ${rol}`, [maak("p", { class: "help" }, uitleg), maak("label", {}, "Uw naam", wie),
      maak("label", {}, nee ? "Waarom niet" : "Opmerking (mag leeg)", opmerking)], { ok: doen });
    if (keuze !== "ok") return terugNaar();
    geheugen.schrijf("wie", wie.value.trim());
    zegIn(this.melding, "Bezig…");
    const antwoord = await zend("/paraaf", { rol, naam: wie.value.trim(), besluit, opmerking: opmerking.value.trim(), gelezen: this.route.documenten });
    if (!antwoord?.ok) return zegIn(this.melding, antwoord ? (await antwoord.text()).trim() : GEEN_VERBINDING, true);
    const { gezet, regels } = await antwoord.json();
    const gezegd = gezet ? [`${rol}: ${gedaan}`, ...regels.filter((regel) => regel.startsWith("let op"))] : regels;
    zegIn(this.melding, gezegd.map((regel) => metAanhaling(hoofdletter(regel)).replace(/[^.?!]$/, "$&.")).join(" "), !gezet);
    terugNaar();
    return this.nieuws();
  }
}

const hoofdletter = (tekst) => tekst.charAt(0).toUpperCase() + tekst.slice(1);

const aftekenen = new Aftekenen($("aftekenen"));
voegPaneelToe("aftekenen", { naam: "Aftekenen", nieuws: () => aftekenen.nieuws() });
