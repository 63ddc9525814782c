"""In: `cargo metadata` of the house and of `fuzz/`, and `deny.toml`. Out: exit 0 when the crates are those that may come in.

What of `cargo deny check` needs no network, from the same file: licences, bans, features, sources. Of the fuzzers, which are
never part of the program, only licences and sources. Also that no crate wants a newer Rust than `rust-version` promises, and that front and seal know no Typst. What it cannot see are advisories:
those need their database, and `cargo deny check advisories`.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

from license_expression import get_spdx_licensing

ROOT = Path(__file__).resolve().parent.parent
LICENSING = get_spdx_licensing()


def metadata(folder, *more):
    command = ["cargo", "metadata", "--locked", "--format-version", "1", *more]
    return json.loads(subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout)


def version(text):
    return [int(part) for part in text.split(".")] + [0] * (3 - text.count(".") - 1)


def is_allowed(expression, allowed):
    """Whether some choice in an SPDX expression needs only allowed licences; `/` is the old spelling of OR."""
    parsed = LICENSING.parse(expression.replace("/", " OR "))

    def of(node):
        parts = [of(part) for part in node.args] if node.args and not hasattr(node, "license_symbol") else []
        if not parts:
            return str(node) in allowed
        return all(parts) if type(node).__name__ == "AND" else any(parts)

    return of(parsed)


def main():
    deny = tomllib.loads((ROOT / "deny.toml").read_text(encoding="utf-8"))
    whole, fuzzers = metadata(ROOT, "--all-features"), metadata(ROOT / "fuzz")
    packages = {package["id"]: package for package in whole["packages"]}
    names = {package["name"]: package for package in packages.values()}
    of_fuzzers = {package["id"]: package for package in fuzzers["packages"]}
    everything = packages | of_fuzzers
    own = set(whole["workspace_members"]) | set(fuzzers["workspace_members"])
    wrong = []

    allowed = set(deny["licenses"]["allow"])
    exceptions = {entry["crate"]: set(entry["allow"]) for entry in deny["licenses"]["exceptions"]}
    for package in everything.values():
        may = allowed | exceptions.get(package["name"], set())
        if not package["license"] or not is_allowed(package["license"], may):
            wrong.append(f"{package['name']}: licence {package['license']} is not on the list")

    used_by = {}
    features = {}
    for node in whole["resolve"]["nodes"]:
        features.setdefault(packages[node["id"]]["name"], set()).update(node["features"])
        for dependency in node["deps"]:
            used_by.setdefault(packages[dependency["pkg"]]["name"], set()).add(packages[node["id"]]["name"])
    for ban in deny["bans"]["deny"]:
        users = used_by.get(ban["crate"], set()) - set(ban.get("wrappers", []))
        if ban["crate"] in names and users:
            wrong.append(f"{ban['crate']} is banned ({ban['reason']}), and used by {', '.join(sorted(users))}")
    for ban in deny["bans"]["features"]:
        for feature in features.get(ban["crate"], set()) & set(ban["deny"]):
            wrong.append(f"feature {feature} of {ban['crate']} is banned: {ban['reason']}")

    known = deny["sources"]["allow-registry"]
    ours = version(names["kamerbrief"]["rust_version"])
    for package in everything.values():
        source = package["source"]
        if package["id"] not in own and not any(source == f"registry+{registry}" for registry in known):
            wrong.append(f"{package['name']} comes from {source}")
    for package in packages.values():
        if package["rust_version"] and version(package["rust_version"]) > ours:
            wrong.append(f"{package['name']} wants Rust {package['rust_version']}")

    for crate, strangers in [("base", "typst kamerbrief-front kamerbrief-seal"), ("front", "typst kamerbrief-seal"), ("seal", "typst kamerbrief-front")]:
        tree = ["cargo", "tree", "--locked", "-p", f"kamerbrief-{crate}", "-e", "normal,build", "--prefix", "none"]
        lines = subprocess.run(tree, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
        wrong += [f"kamerbrief-{crate} knows {line}" for line in lines if line.split(" ")[0].startswith(tuple(strangers.split()))]

    print("\n".join(wrong) or f"{len(packages)} crates, and {len(everything) - len(packages)} more of the fuzzers: goed")
    return 1 if wrong else 0


sys.exit(main())
