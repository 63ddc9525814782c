#!/usr/bin/env python3
"""In: op standaardinvoer de 32 bytes van een SHA-256. Out: op standaarduitvoer de handtekening van een dienst op afstand.

Een recept voor `kamerbrief sign --opdracht`, voor diensten met de CSC API, versie 1 (Cloud Signature Consortium):

    csc.py ADRES SLEUTEL --certificaten > keten.pem
    kamerbrief sign mijn-brief --certificaat keten.pem --opdracht 'csc.py ADRES SLEUTEL'

ADRES is dat van de dienst, tot en met /csc/v1; SLEUTEL is de naam die de dienst aan de sleutel geeft (credentialID).
Het toegangsbewijs (OAuth 2.0) staat in de omgevingsvariabele CSC_TOKEN, de pincode in CSC_PIN, een eenmalige code in
CSC_OTP; wat de dienst niet vraagt, kan weg. Alleen de SHA-256 gaat naar de dienst, nooit de brief.
"""

import base64
import json
import os
import sys
import textwrap
import urllib.error
import urllib.request

SHA256 = "2.16.840.1.101.3.4.2.1"
RSA, RSA_SHA256 = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.11"
ECDSA_SHA256 = "1.2.840.10045.4.3.2"


def ask(address, path, question):
    """Het antwoord van de dienst op een vraag."""
    headers = {"Content-Type": "application/json"}
    if token := os.environ.get("CSC_TOKEN"):
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(f"{address.rstrip('/')}/{path}", json.dumps(question).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        sys.exit(f"{path}: {error.code} {error.read(500).decode('utf-8', 'replace')}")
    except (OSError, ValueError) as error:
        sys.exit(f"{path}: {error}")


def algorithm(offered):
    """Waarmee de dienst tekent: kamerbrief kent RSA (PKCS#1 v1.5) en ECDSA, met SHA-256."""
    for kind in (RSA_SHA256, RSA, ECDSA_SHA256):
        if kind in offered:
            return kind
    sys.exit(f"de sleutel tekent alleen met {', '.join(offered)}; nodig is {RSA_SHA256} of {ECDSA_SHA256}")


def main():
    if len(sys.argv) not in (3, 4) or sys.argv[3:] not in ([], ["--certificaten"]):
        sys.exit(__doc__)
    address, key = sys.argv[1:3]
    info = ask(address, "credentials/info", {"credentialID": key, "certificates": "chain"})
    if sys.argv[3:]:
        for one in info["cert"]["certificates"]:
            lines = "\n".join(textwrap.wrap(one, 64))
            print(f"-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----")
        return
    digest = base64.b64encode(sys.stdin.buffer.read(32)).decode()
    leave = {"credentialID": key, "numSignatures": 1, "hash": [digest]}
    leave |= {name: os.environ[f"CSC_{name}"] for name in ("PIN", "OTP") if f"CSC_{name}" in os.environ}
    leave = ask(address, "credentials/authorize", leave)
    question = {"credentialID": key, "SAD": leave["SAD"], "hash": [digest], "hashAlgo": SHA256}
    question["signAlgo"] = algorithm(info["key"]["algo"])
    answer = ask(address, "signatures/signHash", question)
    sys.stdout.buffer.write(base64.b64decode(answer["signatures"][0]))


main()
