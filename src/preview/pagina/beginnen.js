// In: een map waarin nog geen dossier is. Uit: de vraag welke brief daar begint. Tekst wordt alleen als tekst gezet.
"use strict";

/** Vraagt wat voor brief het wordt, als er nog geen dossier is; zodra dat er is, komen de bladzijden vanzelf. */
async function beginBrief() {
  if (document.querySelector("dialog.vraag")) return;
  const antwoord = await vraagServer("/begin").catch(() => null);
  if (!antwoord?.ok) return;
  const delen = await antwoord.json();
  if (!delen) return;
  $("wachten").textContent = "Hier is nog geen dossier.";
  const velden = delen.map((deel) => {
    const invoer = invoerVan(deel, deel.sleutel === "onderwerp" ? {} : { required: "" });
    if (deel.sleutel === "soort" && invoer.querySelector("option[value=brief]")) invoer.value = "brief";
    // Wie begint, kent de namen van de velden nog niet.
    const naam = { huisstijl: "Ministerie", soort: "Soort brief", onderwerp: "Onderwerp, zonder punt (mag leeg)" }[deel.sleutel];
    return { ...deel, invoer, element: maak("label", {}, naam, invoer) };
  });
  const melding = maak("p", { class: "fout", role: "alert" });
  for (;;) {
    const keuze = await kies("Een brief beginnen", [...velden.map(({ element }) => element), melding], { ok: "Begin" });
    if (keuze !== "ok") {
      $("wachten").replaceChildren("Hier is nog geen dossier. ", maak("button", { type: "button", onclick: beginBrief }, "Begin een brief…"));
      return;
    }
    $("wachten").textContent = "De bladzijden worden gemaakt…";
    const gezegd = await zend("/begin", Object.fromEntries(velden.map(({ sleutel, invoer }) => [sleutel, invoer.value.trim()])));
    const gevolg = gezegd?.ok ? await gezegd.json() : { gezet: false, regels: [gezegd ? (await gezegd.text()).trim() : GEEN_VERBINDING] };
    if (gevolg.gezet) return;
    melding.textContent = gevolg.regels.map(hoofdletter).join(" ");
  }
}
