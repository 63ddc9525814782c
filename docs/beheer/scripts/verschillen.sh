#!/bin/sh
# Erin: een map met dossiers, een eerdere versie (een commit), een deel (2/8). Eruit: de map verschillen, met LEESMIJ.md (welke
# woorden, op welke bladzijde), een beeld van elke bladzijde die anders is, en verslag.jsonl. Verder verandert er niets.
# Uitgangscode: 0, ook als er iets anders is.
set -eu
brieven=${1%/} eerder=$2 deel=$3
brieven=${brieven#./}

werk=$(mktemp -d)
trap 'rm -rf "$werk"' EXIT
mkdir "$werk/eerder" "$werk/uit"
# In een container is de opslagplaats vaak van een andere gebruiker.
git -c safe.directory='*' archive -o "$werk/eerder.tar" "$eerder"
tar -xf "$werk/eerder.tar" -C "$werk/eerder"

# maak MAP OPDRACHT… maakt de dossiers van dit deel; die met fouten hebben geen documenten (1), en anders mag iets zijn (5).
maak() {
  map=$1
  shift
  sjablonen=${SJABLONEN:+$map/$SJABLONEN}
  if [ -n "$sjablonen" ] && ! [ -d "$sjablonen" ]; then sjablonen=; fi
  code=0
  kamerbrief build --alle "$map/$brieven" --deel "$deel" ${sjablonen:+--templates "$sjablonen"} --out "$werk/uit" "$@" 2>"$werk/gemeld" || code=$?
  case $code in 0 | 1 | 5) ;; *) cat "$werk/gemeld" >&2; exit "$code" ;; esac
}

if [ -d "$werk/eerder/$brieven" ]; then maak "$werk/eerder" --quiet >/dev/null; fi
rm -rf verschillen
maak . --vergelijk --beelden verschillen --verslag jsonl >"$werk/verslag.jsonl"
mkdir -p verschillen
mv "$werk/verslag.jsonl" verschillen

# Wat er was, en nu door geen dossier meer wordt gemaakt.
jq -r '.files[].path, (select(.outcome == "errors") | .dossier)' verschillen/verslag.jsonl >"$werk/nu"
find "$werk/uit" -name '*.pdf' | sort | while IFS= read -r document; do
  naam=${document#"$werk/uit/"}
  grep -qxF -e "$document" -e "./$brieven/${naam%/*}" "$werk/nu" || printf -- '- %s: vervallen\n' "$naam"
done >"$werk/vervallen"

{
  printf '# Wat anders wordt (deel %s)\n\n' "$deel"
  jq -r --arg uit "$werk/uit/" --arg brieven "./$brieven/" '
    (select(.outcome == "errors") | "- \(.dossier | ltrimstr($brieven)): niet te vergelijken, het dossier heeft fouten"),
    (.files[] | select((.difference // "none") != "none") | (.path | ltrimstr($uit)) as $naam
      | if .difference == "new" then "- \($naam): nieuw"
        elif .difference == "pages" then
          "- \($naam): anders op \([.differing[].page | tostring] | join(", "))",
          (.differing[].words[]? | (.was // empty | "  - was: \(.)"), (.becomes // empty | "  - wordt: \(.)"))
        elif .difference == "gone" then "- \($naam): vervalt"
        elif .difference == "unseen" then "- \($naam): alleen in wat niet te zien is"
        else "- \($naam): anders; wat er was, is niet te lezen" end)' verschillen/verslag.jsonl
  cat "$werk/vervallen"
} >verschillen/LEESMIJ.md
cat verschillen/LEESMIJ.md
