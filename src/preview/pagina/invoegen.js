// In: een veld waarin geschreven wordt. Uit: de knoppen erboven, en wat die invoegen: noten, verwijzingen, waarden, tabellen,
// secties. Tekst wordt alleen als tekst gezet.
"use strict";

/** Een vraag met knoppen; de sleutel van de knop, of niets bij Esc. */
function kies(titel, inhoud, knoppen) {
  return new Promise((klaar) => {
    const kop = maak("h2", { id: "vraagkop" }, titel);
    const vraag = maak("dialog", { class: "vraag", "aria-labelledby": "vraagkop" }, kop,
      maak("form", { method: "dialog", novalidate: "", onsubmit: (event) => isIngevuld(event.target) || event.preventDefault() }, ...inhoud,
        maak("p", { class: "knoppen" }, ...Object.entries(knoppen).map(([waarde, tekst]) => maak("button", { value: waarde }, tekst)),
          knoppen.verder ? null : maak("button", { type: "button", onclick: () => vraag.close("") }, "Annuleer"))));
    vraag.addEventListener("close", () => { vraag.remove(); klaar(vraag.returnValue || null); });
    document.body.append(vraag);
    vraag.showModal();
  });
}

/** Wat er aan een invoer schort, in onze taal en niet in die van de browser; niets als zij goed is. */
function klachtOver({ required, value, validity, type, tagName, dataset }) {
  if (type === "date" && validity?.badInput) return "Deze dag bestaat niet: kies een dag van de kalender.";
  if (required && value.trim() === "") return tagName === "SELECT" ? "Kies hier eerst iets." : "Vul dit eerst in.";
  return validity?.valid === false && !validity.valueMissing ? dataset.klacht ?? "Dit kan hier zo niet." : "";
}

/** Zegt bij elke invoer wat eraan schort, en gaat naar de eerste; of alles goed is. */
function isIngevuld(vorm) {
  const fout = [...vorm.elements].filter((invoer, i) => {
    invoer.klacht?.remove();
    const waarom = klachtOver(invoer);
    if (!waarom) return false;
    invoer.klacht = maak("p", { class: "klacht", id: `klacht-${i}` }, waarom);
    (invoer.closest("label") ?? invoer).after(invoer.klacht);
    invoer.setAttribute("aria-invalid", "true");
    invoer.setAttribute("aria-describedby", `klacht-${i}`);
    invoer.addEventListener("input", () => {
      invoer.klacht.remove();
      for (const naam of ["aria-invalid", "aria-describedby"]) invoer.removeAttribute(naam);
    }, { once: true });
    return true;
  });
  fout[0]?.focus();
  return fout.length === 0;
}

/** Vraagt om één antwoord; niets als daarvan wordt afgezien. */
async function vraagOm(titel, invoer, uitleg = "") {
  const veld = maak("label", {}, uitleg, invoer);
  invoer.required = true;
  const doe = await kies(titel, [veld], { ok: "Goed" });
  return doe === "ok" && invoer.value.trim() ? invoer.value.trim() : null;
}

/** De balk boven het veld. */
function balk(p) {
  const knop = (tekst, uitleg, doe, titel = uitleg) => maak("button", {
    type: "button", "aria-label": uitleg, title: titel,
    // De keuze in de tekst blijft staan.
    onpointerdown: (event) => event.preventDefault(),
    onclick: doe,
  }, tekst);
  const { klad } = p;
  const terugNaar = (doe) => async () => {
    const { van, tot } = p.klad.keuze();
    const ding = await doe();
    if (pen !== p) return;
    p.invoer.focus({ preventScroll: true });
    p.klad.plaats(van, tot);
    if (ding) ding({ van, tot });
  };
  const delen = [];
  if (p.soort === "tekst") {
    delen.push(
      knop("V", "Vet", () => p.klad.kenmerk("bold"), "Vet (Ctrl+B)"),
      knop("C", "Cursief", () => p.klad.kenmerk("italic"), "Cursief (Ctrl+I)"),
      knop("•", "Opsomming", () => p.klad.lijst(OPSOMMING), "Opsomming: of typ - en een spatie"),
      knop("1.", "Genummerde lijst", () => p.klad.lijst(GENUMMERD)),
      knop("Tabel", "Tabel invoegen, of haar rijen en kolommen", terugNaar(() => vraagTabel(p))),
      knop("Noot", "Noot invoegen", terugNaar(vraagNoot)),
      knop("Kamerstuk", "Verwijzing naar een Kamerstuk invoegen", terugNaar(vraagKamerstuk)),
      knop("Waarde", "Waarde uit de bijlage invoegen", terugNaar(vraagWaarde)),
      knop("Lakken", "Lak wat gekozen is", terugNaar(() => vraagGrond(p))),
    );
  }
  const sectie = p.place.match(/^(secties|extra)\[(\d+)\]/);
  if (sectie) delen.push(knop("Sectie", "Sectie invoegen, verplaatsen of weghalen", () => vraagSectie(p, sectie[1], Number(sectie[2]))));
  return maak("div", { class: "balk", role: "group", "aria-label": "Opmaak" }, ...delen,
    knop("Klaar", "Klaar met dit veld", sluitVeld, "Klaar (Esc)"), p.melding);
}

const ding = (chip) => [{ ding: { chip }, bold: false, italic: false }];

async function vraagNoot() {
  const tekst = await vraagOm("Noot", maak("textarea", { rows: 4, cols: 50, lang: "nl" }), "Tekst van de noot");
  return tekst && (({ tot }) => {
    // Het cijfer staat tegen het woord aan; een spatie die al getypt is, komt erachter.
    const regel = pen.klad.regels()[tot.lijn].tekens;
    let { at } = tot;
    while (regel[at - 1]?.teken?.trim() === "") at -= 1;
    pen.klad.typ({ ...tot, at }, { ...tot, at }, ding({ kind: "note", source: "", label: "nieuwe noot", text: tekst }));
    pen.klad.plaats({ ...tot, at: tot.at + 1 });
    wil(pen, "opslaan");
  });
}

async function vraagKamerstuk() {
  const nummer = maak("input", { type: "text", placeholder: "28638-238", required: "" });
  const jaar = maak("input", { type: "text", placeholder: "2023/24" });
  const doe = await kies("Verwijzing naar een Kamerstuk", [
    maak("label", {}, "Dossier en nummer, zoals 28638-238", nummer),
    maak("label", {}, "Vergaderjaar; niet nodig als het onder Gegevens al bij Kamerstukken staat", jaar),
  ], { ok: "Goed" });
  if (doe !== "ok") return null;
  const bron = [jaar.value.trim(), nummer.value.trim().toUpperCase()].filter(Boolean).join(":");
  const antwoord = await vraagServer(`/ding?${new URLSearchParams({ source: `<kst:${bron}>` })}`).catch(() => null);
  if (!antwoord?.ok) {
    zegStand(pen, antwoord ? (await antwoord.text()).trim() : "Geen verbinding.", true);
    return null;
  }
  const chip = await antwoord.json();
  return ({ van, tot }) => pen.klad.typ(van, tot, ding(chip));
}

/** Wat elke waarde van het dossier nu afdrukt: dat staat in het veld, en niet hoe zij heet. */
let waarden = {};

async function haalWaarden() {
  const antwoord = await vraagServer("/waarden").catch(() => null);
  waarden = antwoord?.ok ? await antwoord.json() : {};
}

/** Hoe een waarde heet, voor wie geen uitdrukkingen schrijft: `bijlage.totaal[2026] | miljoen` is “totaal, 2026 (miljoen)”. */
const leesbaar = (naam) => naam.replace(/^bijlage\./, "").replaceAll("_", " ").replace(/\[(\w+)\]/g, ", $1").replaceAll(".", ": ").replace(/ \| (\w+)/, " ($1)");

async function vraagWaarde() {
  await haalWaarden();
  const alle = Object.entries(waarden);
  if (alle.length === 0) {
    zegStand(pen, "Er zijn nu geen waarden: heeft dit dossier een bijlage zonder fouten?", true);
    return null;
  }
  const lijst = maak("select", { size: 12 }, ...alle.map(([naam, toont]) => maak("option", { value: naam, title: naam }, `${toont}  –  ${leesbaar(naam)}`)));
  const gekozen = await vraagOm("Waarde uit de bijlage", lijst, "Wat er komt te staan, en hoe het heet");
  return gekozen && (({ van, tot }) => pen.klad.typ(van, tot, ding({ kind: "value", source: `{{ ${gekozen} }}`, label: gekozen })));
}

async function vraagGrond(p) {
  const { van, tot } = p.klad.keuze();
  if (van.lijn === tot.lijn && van.at === tot.at) {
    zegStand(p, "Kies eerst de woorden die gelakt moeten worden.", true);
    return null;
  }
  const antwoord = await vraagServer("/gronden").catch(() => null);
  const gronden = antwoord?.ok ? await antwoord.json() : [];
  const lijst = maak("select", {}, ...gronden.map(({ code, naam }) => maak("option", { value: code }, naam ? `${code}  –  ${naam}` : code)));
  const grond = await vraagOm("Lakken", lijst, "Op welke grond?");
  return grond && (() => pen.klad.kenmerk("withheld", grond));
}

async function vraagTabel(p) {
  const { van } = p.klad.keuze();
  if (p.klad.regels()[van.lijn]?.r === undefined) {
    const regel = () => [{ text: "" }];
    return () => p.klad.voegIn([{ block: "table", level: 0, columns: ["left", "left"], rows: [0, 1].map(() => [regel(), regel()]) }]);
  }
  const wat = await kies("Tabel", [], { "rij erbij": "Rij eronder", "kolom erbij": "Kolom erachter", "rij weg": "Rij weg", "kolom weg": "Kolom weg", "tabel weg": "Tabel weg" });
  return wat && (() => { if (!p.klad.tabel(wat)) zegStand(p, "Dat kan hier niet: een tabel heeft een kop en ten minste één rij en kolom.", true); });
}

/** Secties: erbij, verplaatsen, weg. */
async function vraagSectie(p, lijst, nummer) {
  const wat = await kies("Sectie", [], { ervoor: "Nieuwe ervoor", erna: "Nieuwe erna", omhoog: "Omhoog", omlaag: "Omlaag", weg: "Weghalen" });
  if (!wat || !await sluitVeld()) return;
  const { bestand } = p;
  const nieuw = { kop: "Nieuw kopje", tekst: "Schrijf hier de tekst.\n" };
  const wensen = {
    ervoor: { do: "insert", place: lijst, index: nummer, value: nieuw },
    erna: { do: "insert", place: lijst, index: nummer + 1, value: nieuw },
    omhoog: { do: "move", place: lijst, from: nummer, to: nummer - 1 },
    omlaag: { do: "move", place: lijst, from: nummer, to: nummer + 2 },
    weg: { do: "remove", place: `${lijst}[${nummer}]` },
  };
  const antwoord = nummer === 0 && wat === "omhoog" ? null : await zend("/wijzig", { bestand, opslaan: true, ...wensen[wat] });
  if (!antwoord?.ok) {
    $("plaats").replaceChildren(antwoord ? (await antwoord.text()).trim() : "Dit kan hier niet.");
    return;
  }
  const { wezen } = await antwoord.json();
  if (wezen.length > 0) biedNotenAan(bestand, wezen);
  if (wat === "ervoor" || wat === "erna") {
    const nieuwe = await schrijfIn(bestand, `${lijst}[${wat === "erna" ? nummer + 1 : nummer}].kop`);
    nieuwe?.invoer.select();
  }
}
