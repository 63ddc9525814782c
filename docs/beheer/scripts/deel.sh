#!/bin/sh
# Erin: een map met dossiers, een deel (2/8), een map voor het resultaat, een map voor het verslag. Eruit: de documenten van dat
# deel, en 2-8.jsonl met een regel voor elk dossier. Uitgangscode: die van kamerbrief.
set -eu
brieven=$1 deel=$2 uit=$3 verslag=$4

mkdir -p "$uit" "$verslag"
regels=$verslag/$(printf %s "$deel" | tr / -).jsonl
rm -f "$regels"
code=0
kamerbrief build --alle "$brieven" --deel "$deel" ${SJABLONEN:+--templates "$SJABLONEN"} --out "$uit" --verslag jsonl \
  >"$regels.half" || code=$?
# 0: alles goed; 1: fouten in dossiers. Bij elke andere code is er geen verslag, en moet dit deel opnieuw.
[ "$code" -le 1 ] || exit "$code"
mv "$regels.half" "$regels"
exit "$code"
