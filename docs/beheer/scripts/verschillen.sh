#!/bin/sh
# Erin: een map met dossiers, een eerdere versie (een commit), een deel (2/8). Eruit: de map verschillen, met elke bladzijde die
# anders is als plaatje, voor en na, en LEESMIJ.md met de lijst. Aan de bestanden in de opslagplaats verandert niets.
#
# Kamerbrief maakt van hetzelfde altijd dezelfde bytes. Gelijke PDF's hebben dus gelijke bladzijden: alleen van dossiers waarvan
# een PDF anders is, worden plaatjes gemaakt en vergeleken.
set -eu
brieven=$1 eerder=$2 deel=$3

werk=$(mktemp -d)
trap 'rm -rf "$werk"' EXIT
mkdir "$werk/eerder"
# In een container is de opslagplaats vaak van een andere gebruiker.
git -c safe.directory='*' archive -o "$werk/eerder.tar" "$eerder"
tar -xf "$werk/eerder.tar" -C "$werk/eerder"
ln -s "$PWD" "$werk/nu"

# maak VERSIE DOEL OPDRACHT… maakt documenten van de versie eerder of nu; een dossier met fouten heeft er geen.
maak() {
  versie=$1 doel=$2
  shift 2
  sjablonen=${SJABLONEN:+$werk/$versie/$SJABLONEN}
  if [ -n "$sjablonen" ] && ! [ -d "$sjablonen" ]; then sjablonen=; fi
  code=0
  kamerbrief build "$@" ${sjablonen:+--templates "$sjablonen"} --out "$doel" --quiet >/dev/null 2>"$werk/gemeld" || code=$?
  if [ "$code" -gt 1 ]; then cat "$werk/gemeld" >&2; exit "$code"; fi
}

# anders MAP MAP geeft van elk bestand dat niet in beide hetzelfde is: de weg ernaartoe.
anders() {
  { (cd "$1" && find . -type f ! -name '.*'); (cd "$2" && find . -type f ! -name '.*'); } | sort -u | while IFS= read -r bestand; do
    cmp -s "$1/$bestand" "$2/$bestand" || printf '%s\n' "${bestand#./}"
  done
}

for versie in eerder nu; do
  mkdir -p "$werk/pdf/$versie" "$werk/png/$versie"
  if [ -d "$werk/$versie/$brieven" ]; then maak "$versie" "$werk/pdf/$versie" --alle "$werk/$versie/$brieven" --deel "$deel"; fi
done
anders "$werk/pdf/eerder" "$werk/pdf/nu" >"$werk/documenten"
sed 's,/[^/]*$,,' "$werk/documenten" | sort -u >"$werk/dossiers"
while IFS= read -r dossier; do
  for versie in eerder nu; do
    map=$werk/$versie/$brieven/$dossier
    if [ -d "$map" ]; then maak "$versie" "$werk/png/$versie/$dossier" "$map" --format png; fi
  done
done <"$werk/dossiers"

rm -rf verschillen
mkdir verschillen
anders "$werk/png/eerder" "$werk/png/nu" >"$werk/bladzijden"
printf '# Gewijzigde bladzijden: %s, in %s dossiers (deel %s)\n\n' "$(wc -l <"$werk/bladzijden")" "$(wc -l <"$werk/dossiers")" "$deel" \
  >verschillen/LEESMIJ.md
while IFS= read -r bladzijde; do
  naam=${bladzijde%.png} soort=anders
  mkdir -p "verschillen/${naam%/*}"
  if [ -f "$werk/png/eerder/$bladzijde" ]; then cp "$werk/png/eerder/$bladzijde" "verschillen/$naam-voor.png"; else soort=nieuw; fi
  if [ -f "$werk/png/nu/$bladzijde" ]; then
    cp "$werk/png/nu/$bladzijde" "verschillen/$naam-na.png"
  elif [ -f "$werk/nu/$brieven/${bladzijde%/*}/dossier.yaml" ] && ! [ -d "$werk/png/nu/${bladzijde%/*}" ]; then
    soort='niet gemaakt, het dossier heeft fouten'
  else
    soort=vervallen
  fi
  # shellcheck disable=SC2016
  printf -- '- `%s`: %s\n' "$naam" "$soort" >>verschillen/LEESMIJ.md
done <"$werk/bladzijden"
while IFS= read -r document; do
  # shellcheck disable=SC2016
  grep -qF "${document%.pdf}-" "$werk/bladzijden" ||
    printf -- '- `%s`: alleen wat niet te zien is, zoals de titel of de opbouw voor een schermlezer\n' "$document" >>verschillen/LEESMIJ.md
done <"$werk/documenten"
cat verschillen/LEESMIJ.md
