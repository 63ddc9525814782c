// In: hoe de parafenroute ervoor staat. Uit: zij als lijst, en een paraaf die iemand hier zet of intrekt. Tekst wordt alleen als
// tekst gezet.
"use strict";

class Aftekenen {
  constructor(vak) {
    this.melding = maak("output", { class: "schrijfstand", "aria-live": "polite" });
    this.beurt = maak("p", { id: "beurt" });
    this.lijf = maak("ol", { class: "route" });
    vak.append(this.beurt, this.melding, this.lijf, maak("h3", {}, "Wat is er veranderd?"));
    this.vergelijking = new Vergelijking(vak, this.melding);
    volgDeLezer(this);
  }

  async nieuws() {
    const antwoord = await vraagServer("/route").catch(() => null);
    if (!antwoord?.ok) return zegIn(this.melding, antwoord ? (await antwoord.text()).trim() : GEEN_VERBINDING, true);
    const nieuw = await antwoord.json();
    const beeld = JSON.stringify([nieuw, stand.fresh]);
    if (beeld === this.beeld) return this.vergelijking.vulVersies();
    this.beeld = beeld;
    this.route = nieuw;
    this.vergeet(nieuw.stappen);
    this.beurt.textContent = nieuw.stappen.length === 0 ? "Dit dossier heeft geen parafenroute. Vul haar in bij “Gegevens”."
      : nieuw.beurt ? hoofdletter(nieuw.beurt)
        : "De route is rond. In de terminal maakt “kamerbrief build --definitief” nu de definitieve stukken, en ondertekent “kamerbrief sign”.";
    ververs(this.lijf, nieuw.stappen.map((stap, i) => this.stap(stap, i)));
    return this.vergelijking.nieuws();
  }

  /** Wat hier gezegd is, blijft niet staan als het niet meer zo is. */
  vergeet(stappen) {
    const { gezegd } = this;
    if (!gezegd) return;
    if (stappen.find(({ rol }) => rol === gezegd.rol)?.stand === gezegd.besluit) gezegd.gezien = true;
    else if (gezegd.gezien) {
      this.gezegd = null;
      zegIn(this.melding, "");
    }
  }

  stap(stap, i) {
    const { rol, medeparaaf, naam, andere_naam: verwacht, besluit, moment, opmerking, stand: staat, uitleg, aan_de_beurt: nu, in_te_trekken: weg } = stap;
    const knop = (tekst, hier, doe) => maak("button", { type: "button", "data-hier": `stap-${i}#${hier}`, "aria-label": `${tekst.replace("…", "")}: ${rol}`, onclick: doe }, tekst);
    return maak("li", { class: `stap ${staat}`, "data-hier": `stap-${i}`, tabindex: "-1", ...(nu ? { "aria-current": "step" } : {}) },
      maak("p", {}, maak("strong", {}, rol), medeparaaf ? " (medeparaaf)" : "", naam ? `, ${naam}` : ""),
      maak("p", { class: "help" }, [besluit && `${hoofdletter(besluit)}, ${moment}`, uitleg, verwacht && `in de route staat ${verwacht}`].filter(Boolean).join("; ")),
      opmerking ? maak("blockquote", {}, opmerking) : null,
      maak("p", { class: "doe" },
        nu && stand.schrijft ? knop("Parafeer…", "akkoord", () => this.doe(stap, i, "akkoord")) : null,
        nu && stand.schrijft ? knop("Niet akkoord…", "niet", () => this.doe(stap, i, "niet_akkoord")) : null,
        moment && staat !== "ingetrokken" ? knop("Wat is er veranderd?", "veranderd", () => this.vergelijking.toon({ rol }, true)) : null,
        weg && stand.schrijft ? knop("Trek in…", "weg", () => this.doe(stap, i, "ingetrokken")) : null));
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
    zegIn(this.melding, gezegd.map((regel) => metPunt(metAanhaling(regel))).join(" "), !gezet);
    this.gezegd = gezet ? { rol, besluit, gezien: false } : null;
    terugNaar();
    return this.nieuws();
  }
}

const aftekenen = new Aftekenen($("aftekenen"));
voegPaneelToe("aftekenen", { naam: "Aftekenen", leest: true, nieuws: () => aftekenen.nieuws() });
