#!/bin/sh
# Erin: de map met de resultaten van alle delen, de map met hun verslagen. Eruit: in de
# map van nu verslag.jsonl en SHA256SUMS over alles; uit de map met resultaten gaat weg wat bij geen dossier meer hoort.
# Uitgangscode: 0 als alle dossiers goed zijn, 1 als er dossiers met fouten zijn, 2 als er een deel mist.
set -eu
uit=${1%/} verslag=${2%/}
uit=${uit#./}

# Een verslag heet 2-8.jsonl, en staat er pas als dat deel af is (deel.sh).
delen=$(find "$verslag" -name '*-*.jsonl' | sed 's/.*-//; s/\.jsonl$//' | sort -u)
case $delen in
  '' | *[!0-9]*)
    printf 'de verslagen in %s horen niet bij één verdeling: %s\n' "$verslag" "$(printf %s "$delen" | tr '\n' ' ')" >&2
    exit 2
    ;;
esac
deel=1
: >verslag.half
while [ "$deel" -le "$delen" ]; do
  if ! [ -f "$verslag/$deel-$delen.jsonl" ]; then
    printf 'deel %s van %s mist: start het opnieuw\n' "$deel" "$delen" >&2
    rm verslag.half
    exit 2
  fi
  cat "$verslag/$deel-$delen.jsonl" >>verslag.half
  deel=$((deel + 1))
done
jq -s -c 'sort_by(.dossier)[]' verslag.half >verslag.jsonl
rm verslag.half

if jq -e 'select(.files[].path | contains("\n"))' verslag.jsonl >/dev/null; then
  printf 'in %s staat een dossier met een regeleinde in zijn naam: geef het een andere\n' "$uit" >&2
  exit 2
fi
# Wat een andere map noemt, zegt niets over wat hier mag blijven.
jq -r '.files[].path | sub("^\\./"; "")' verslag.jsonl | sort -u >blijft.half
jq -r --arg uit "$uit/" '.files[].path | sub("^\\./"; "") | select(startswith($uit) | not)' verslag.jsonl >vreemd.half
if [ -s vreemd.half ]; then
  printf 'de verslagen in %s gaan niet over %s:\n' "$verslag" "$uit" >&2
  head -n 3 vreemd.half >&2
  rm blijft.half vreemd.half
  exit 2
fi
rm vreemd.half

# In een map van een vorige keer kan nog iets staan van een dossier dat weg is, of nu fouten heeft.
sed 's,[^/]*$,.kamerbrief-gemaakt.json,' blijft.half | sort -u - blijft.half -o blijft.half
find "$uit" -type f | sort | comm -23 - blijft.half | while IFS= read -r oud; do rm -f -- "$oud"; done
rm blijft.half
find "$uit" -mindepth 1 -type d -empty -delete
(cd "$uit" && find . -type f ! -name '.*' | sort | while IFS= read -r bestand; do sha256sum -- "$bestand"; done) >SHA256SUMS

jq -r -s 'group_by(.outcome)[] | "\(length) × \(.[0].outcome)"' verslag.jsonl
jq -r 'select(.outcome != "good" and .outcome != "unchanged") | "\(.dossier): \(.outcome)"' verslag.jsonl
jq -e -s 'all(.[]; .outcome == "good" or .outcome == "unchanged")' verslag.jsonl >/dev/null
