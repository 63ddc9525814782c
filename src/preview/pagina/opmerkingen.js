// In: opmerkingen van collega's. Uit: zij naast de bladzijde en in een lijst, met wat een lezer ermee kan. Tekst wordt alleen
// als tekst gezet.
"use strict";

let opmerkingen = [];

async function haalOpmerkingen() {
  if (!stand?.schrijft) return;
  const antwoord = await vraagServer("/opmerkingen").catch(() => null);
  if (!antwoord?.ok) return;
  const nieuw = await antwoord.json();
  const anders = JSON.stringify(nieuw) !== JSON.stringify(opmerkingen);
  opmerkingen = nieuw;
  if (anders) toonOpmerkingen();
  else merkOpmerkingen();
}

function toonOpmerkingen() {
  const open = opmerkingen.filter(({ afgehandeld }) => !afgehandeld).length;
  $("opmerkingenkop").textContent = `Opmerkingen${opmerkingen.length > 0 ? `: ${getal.format(open)} open` : ""}`;
  $("geenopmerkingen").hidden = opmerkingen.length > 0;
  const had = document.activeElement?.closest?.("#opmerkingen li")?.dataset.index;
  $("opmerkinglijst").replaceChildren(...opmerkingen.map((een) => {
    const { index, woorden, wie, gezegd, tekst, antwoorden, antwoorden_gezegd, afgehandeld, weg, plekken } = een;
    const knop = (naam, doe) => maak("button", { type: "button", onclick: doe, "aria-label": `${naam}: ${tekst.slice(0, 40)}` }, naam);
    return maak("li", { "data-index": index, tabindex: "-1", ...(afgehandeld ? { class: "klaar" } : {}) },
      maak("p", {}, maak("strong", {}, wie), `, ${gezegd}${afgehandeld ? " (afgehandeld)" : ""}`),
      woorden ? maak("blockquote", {}, woorden) : null,
      weg ? maak("p", { class: "help" }, woorden ? "Deze woorden staan er niet meer." : "De tekst waar zij over gaat, is er niet meer.") : null,
      maak("p", {}, tekst),
      ...antwoorden.map((antwoord, i) => maak("p", { class: "antwoord" }, maak("strong", {}, antwoord.wie), `, ${antwoorden_gezegd[i]}: ${antwoord.tekst}`)),
      maak("p", { class: "doe" },
        plekken.length > 0 ? knop("Wijs aan", () => wijsOpmerkingAan(een)) : null,
        knop("Antwoord…", () => antwoordOp(een)),
        knop(afgehandeld ? "Weer open" : "Afgehandeld", () => doeOpmerking(een, { do: "afgehandeld", waarde: !afgehandeld })),
        knop("Haal weg", () => doeOpmerking(een, { do: "weg" }))));
  }));
  $("opmerkinglijst").querySelector(`li[data-index="${had}"]`)?.focus({ preventScroll: true });
  merkOpmerkingen();
}

/** Zet de opmerkingen die open zijn op de bladen: een merk over de woorden, en een knop in de kantlijn. */
function merkOpmerkingen() {
  for (const { bladen } of documenten.values()) {
    for (const { figuur, laag } of bladen) {
      figuur.querySelectorAll(".kanttekening").forEach((oud) => oud.remove());
      laag.querySelectorAll("path.opmerking").forEach((oud) => oud.remove());
    }
  }
  for (const een of opmerkingen) {
    if (een.afgehandeld) continue;
    een.plekken.forEach(({ stuk, page, x, y, w, h }, i) => {
      const blad = documenten.get(stuk)?.bladen[page];
      if (!blad) return;
      const merk = document.createElementNS(SVG, "path");
      merk.setAttribute("class", "opmerking");
      merk.setAttribute("d", `M${x} ${y}h${w}v${h}h${-w}z`);
      blad.laag.prepend(merk);
      if (i > 0) return;
      const knop = maak("button", {
        type: "button", class: "kanttekening", "aria-label": `Opmerking van ${een.wie}: ${een.tekst.slice(0, 60)}`, title: een.tekst,
        onclick: () => toonInLijst(een.index),
      }, een.wie.split(/[\s.]+/).filter(Boolean).map((deel) => deel[0]).join("").slice(0, 3));
      knop.style.top = `${y / blad.hoog * 100}%`;
      blad.figuur.append(knop);
    });
  }
}

function toonInLijst(index) {
  const regel = $("opmerkinglijst").querySelector(`li[data-index="${index}"]`);
  regel?.scrollIntoView({ block: "center" });
  regel?.focus({ preventScroll: true });
}

function wijsOpmerkingAan({ plekken }) {
  const stukken = Map.groupBy(plekken, ({ stuk }) => stuk);
  wijsAan([...stukken].map(([stuk, alle]) => ({
    stuk, pages: [...Map.groupBy(alle, ({ page }) => page)].map(([page, places]) => ({ page, places })),
  })), true);
}

async function doeOpmerking({ index, wanneer }, wat) {
  const antwoord = await zend("/opmerking", { index, wanneer, ...wat });
  if (!antwoord?.ok) $("plaats").replaceChildren(antwoord ? (await antwoord.text()).trim() : "Geen verbinding.");
  haalOpmerkingen();
}

/** Vraagt een tekst, en van wie die is; de naam blijft bewaard. */
async function vraagTekst(titel, uitleg) {
  const tekst = maak("textarea", { rows: 4, cols: 45, lang: "nl", required: "" });
  const wie = maak("input", { type: "text", required: "", autocomplete: "name" });
  wie.value = geheugen.lees("wie", "");
  const doe = await kies(titel, [maak("label", {}, uitleg, tekst), maak("label", {}, "Uw naam", wie)], { ok: "Goed" });
  if (doe !== "ok" || !tekst.value.trim() || !wie.value.trim()) return null;
  geheugen.schrijf("wie", wie.value.trim());
  return { tekst: tekst.value, wie: wie.value };
}

async function antwoordOp(een) {
  const gezegd = await vraagTekst("Antwoord", een.tekst);
  if (gezegd) doeOpmerking(een, { do: "antwoord", ...gezegd });
}

/** De plaatsen op een blad waar de keuze begint en eindigt; van een regel met de focus die hele regel. */
function gekozenPlek() {
  const keuze = getSelection();
  const punt = (regel, letter) => {
    const vak = regel.getExtentOfChar(Math.max(0, Math.min(letter, regel.getNumberOfChars() - 1)));
    return [vak.x + vak.width / 2, vak.y + vak.height / 2];
  };
  const regelVan = (knoop) => (knoop?.nodeType === Node.TEXT_NODE ? knoop.parentElement : knoop)?.closest?.("#bladen text");
  const bladVan = (regel) => documenten.get(actief)?.bladen.find(({ laag }) => laag.contains(regel));
  if (!keuze.isCollapsed) {
    const bereik = keuze.getRangeAt(0);
    const [van, tot] = [regelVan(bereik.startContainer), regelVan(bereik.endContainer)];
    const blad = van && bladVan(van);
    // Tot in de laatste letter, en niet erachter.
    if (blad) return { blad, van: punt(van, bereik.startOffset), tot: tot && bladVan(tot) === blad ? punt(tot, bereik.endOffset - 1) : punt(van, Infinity) };
  }
  const regel = regelVan(document.activeElement);
  return regel && { blad: bladVan(regel), van: punt(regel, 0), tot: punt(regel, Infinity) };
}

/** Over woorden van het veld waarin geschreven wordt. */
async function maakOpmerkingIn(p) {
  let [ervoor, woorden] = ["", p.invoer.value ?? ""];
  if (p.klad) {
    const { van, tot } = p.klad.keuze();
    // Zoals het in het bestand staat: met wat er van een noot, een waarde of een koppeling in staat.
    const regels = p.klad.regels().map(({ tekens: alle }) => alle.map(({ teken, ding: een, link }, i) =>
      `${teken ?? een?.chip?.source ?? " "}${link && alle[i + 1]?.link !== link ? link : ""}`));
    woorden = van.lijn === tot.lijn ? regels[van.lijn].slice(van.at, tot.at).join("") : "";
    ervoor = [...regels.slice(0, van.lijn), regels[van.lijn].slice(0, van.at)].map((regel) => regel.join("")).join("\n");
  } else if (p.soort === "regel") {
    const { value, selectionStart, selectionEnd } = p.invoer;
    [ervoor, woorden] = [value.slice(0, selectionStart), value.slice(selectionStart, selectionEnd)];
  }
  woorden = woorden.trim();
  if (!woorden) return zegStand(p, "Kies eerst de woorden van één alinea waar de opmerking over gaat.", true);
  const keer = ervoor.split(woorden).length - 1;
  // Over wat er staat, en niet over wat er stond.
  if (p.vuil) await wil(p, "opslaan");
  const gezegd = await vraagTekst("Opmerking", `Bij: ${woorden}`);
  p.invoer.focus({ preventScroll: true });
  if (!gezegd) return undefined;
  const antwoord = await zend("/opmerking", { do: "in", bestand: p.bestand, plaats: p.place, woorden, keer, ...gezegd });
  if (pen === p) zegStand(p, antwoord?.ok ? "De opmerking staat erbij." : antwoord ? (await antwoord.text()).trim() : "Geen verbinding.", !antwoord?.ok);
  return haalOpmerkingen();
}

async function maakOpmerking() {
  if (pen) return maakOpmerkingIn(pen);
  const plek = gekozenPlek();
  if (!plek?.blad) {
    $("plaats").replaceChildren("Kies eerst woorden op de bladzijde: sleep erover, of ga er met Tab en de pijltjes heen.");
    return;
  }
  const { blad, van, tot } = plek;
  const id = blad.getekend ?? blad.id;
  const gezegd = await vraagTekst("Opmerking", "Wat wilt u zeggen?");
  if (!gezegd) return undefined;
  const antwoord = await zend("/opmerking", { do: "zet", id, van, tot, ...gezegd });
  $("plaats").replaceChildren(antwoord?.ok ? "De opmerking staat erbij." : antwoord ? (await antwoord.text()).trim() : "Geen verbinding.");
  return haalOpmerkingen();
}

$("opmerk").addEventListener("pointerdown", (event) => event.preventDefault());
$("opmerk").addEventListener("click", maakOpmerking);
