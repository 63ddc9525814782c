# Erin: een map met dossiers, en het programma. Eruit: voor elk dossier een eigen bouwsel, met de documenten op de weg van het
# dossier. Wat een andere computer al maakte van hetzelfde, komt uit de gedeelde voorraad.
#
#   nix-build --keep-going --out-link uit/deel
{ brieven ? ./brieven
, # Het programma: één bestand, of een pad in de store.
  kamerbrief ? ./kamerbrief
, # Een map met eigen sjablonen; null: de ingebouwde.
  sjablonen ? null
}:
let
  # Een dossier is een map met een dossier.yaml, hoe diep ook; wat met een punt begint, telt niet mee. Zo zoekt --alle ook.
  zoek = map: weg:
    let
      inhoud = builtins.readDir map;
      mappen = builtins.filter
        (naam: inhoud.${naam} == "directory" && builtins.substring 0 1 naam != ".")
        (builtins.attrNames inhoud);
    in
    if (inhoud."dossier.yaml" or "") == "regular" then [ { inherit map weg; } ]
    else builtins.concatMap (naam: zoek (map + "/${naam}") (weg ++ [ naam ])) mappen;

  # Het dossier gaat in zijn geheel de store in, zonder wat er eerder van werd gemaakt. Zijn inhoud is zijn sleutel.
  maak = { map, weg }: derivation {
    name = "brieven";
    system = builtins.currentSystem;
    builder = programma;
    args = [
      "build"
      (builtins.path {
        name = "dossier";
        path = map;
        filter = pad: _: toString pad != toString (map + "/uit");
      })
      "--out"
      "${placeholder "out"}/${builtins.concatStringsSep "/" weg}"
    ] ++ (if sjablonen == null then [ ] else [ "--templates" eigen ]);
  };
  programma = builtins.path { name = "kamerbrief"; path = kamerbrief; };
  eigen = builtins.path { name = "sjablonen"; path = sjablonen; };
in
builtins.map maak (zoek brieven [ ])
