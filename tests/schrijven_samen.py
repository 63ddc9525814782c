"""In: a page to write on. Out: whether it keeps what is typed, also when others write, and who may write."""

import contextlib
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from browser import accessible, click_on, said, visit, wait, watching
from schrijven_hulp import BRIEF, done, opened, posted, writing


def others_write_at_the_same_time(browser):
    with writing(browser) as (watch, page):
        other = visit(browser, watch)
        opened(page, "zin in een", 3)
        page.keyboard.type(" EEN")
        # An editor and another tab change the same field elsewhere: all of it stays.
        watch.edit("brief.yaml", "Nog een punt", "Nog een punt erbij")
        opened(other, "Een punt", 3)
        other.keyboard.press("End")
        other.keyboard.type(" TWEE")
        done(other)
        done(page)
        wanted = BRIEF.replace("zin in", "zin EEN in").replace("Nog een punt", "Nog een punt erbij").replace("- Een punt", "- Een punt TWEE")
        assert watch.read("brief.yaml") == wanted, watch.read("brief.yaml")
        said(page, "zin EEN")
        # The same words: both are shown, and nothing is overwritten unseen.
        opened(page, "zin EEN", 4)
        watch.write("brief.yaml", wanted.replace("zin EEN in", "zin DRIE in"))
        page.wait_for_function("() => pen.base.includes('DRIE')")
        page.keyboard.press("Backspace")
        for _ in range(2):
            page.keyboard.press("Delete")
        page.keyboard.type("HIER")
        watch.write("brief.yaml", wanted.replace("zin EEN in", "zin DAAR in"))
        page.wait_for_selector("dialog.vraag")
        shown = page.inner_text("dialog.vraag")
        assert "DAAR" in shown and "HIER" in shown, shown
        assert "DAAR" in watch.read("brief.yaml")
        accessible(page, "two texts of one field")
        page.click("dialog.vraag button[value=verder]")
        # Kept, also for who comes later.
        page.wait_for_function("() => pen.melding.classList.contains('fout')")
        page.wait_for_timeout(3_200)
        third = visit(browser, watch)
        third.wait_for_function("() => document.getElementById('kladjes').textContent.includes('HIER')")
        accessible(third, "with a text that is not saved")
        third.close()
        page.keyboard.press("Escape")
        page.click("dialog.vraag button[value=mijn]")
        page.wait_for_function("() => pen === null || pen.melding.textContent === 'Opgeslagen'")
        wait(lambda: "HIER" in watch.read("brief.yaml") and "DAAR" not in watch.read("brief.yaml"))
        other.close()


def nothing_typed_is_lost(browser):
    with writing(browser) as (watch, page):
        file = watch.folder / "brief.yaml"
        file.chmod(0o444)
        opened(page, "zin in een", 3)
        page.keyboard.type(" bewaard")
        page.wait_for_function("() => pen.melding.textContent.includes('alleen-lezen')")
        assert watch.read("brief.yaml") == BRIEF
        # Cut off; and there it is again.
        watch.process.kill()
        watch.process.wait()
        page.keyboard.type("!")
        page.wait_for_function("() => pen.melding.textContent.includes('geen verbinding')")
        watch.start(watch.port)
        kept = visit(browser, watch)
        kept.wait_for_function("() => document.getElementById('kladjes').textContent.includes('bewaard')")
        file.chmod(0o644)
        page.close()
        kept.click("#kladjes button:text('Zet terug')")
        wait(lambda: "zin bewaard in" in watch.read("brief.yaml"))
        kept.wait_for_function("() => pen.melding.textContent === 'Opgeslagen'")
        assert watch.read("brief.yaml") == BRIEF.replace("zin in", "zin bewaard in")
        assert not list((watch.home / "bewaard").rglob("*.json"))
        # A tab that is closed saves.
        kept.keyboard.type("X")
        kept.close(run_before_unload=True)
        wait(lambda: "X" in watch.read("brief.yaml"))


@contextmanager
def small_disk(megabytes):
    """A folder on a disk of its own; none where nobody may make one."""
    place = Path(tempfile.mkdtemp())
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", place], capture_output=True).returncode == 0
    before = tempfile.tempdir
    try:
        tempfile.tempdir = str(place) if made else before
        yield place if made else None
    finally:
        tempfile.tempdir = before
        if made:
            subprocess.run(["umount", "-l", place], check=True)
        place.rmdir()


def a_full_disk_and_a_folder_that_moved_lose_nothing(browser):
    with small_disk(4) as disk, writing(browser) as (watch, page):
        opened(page, "zin in een", 3)
        if disk:
            with contextlib.suppress(OSError), open(disk / "vol", "wb", buffering=0) as filler:
                while True:
                    filler.write(bytes(4096))
            page.keyboard.type(" eerst")
            page.wait_for_function("() => pen.melding.textContent.includes('de schijf is vol')")
            assert watch.read("brief.yaml") == BRIEF
            accessible(page, "a full disk")
            (disk / "vol").unlink()
        else:
            print("  a full disk: nobody may make one here")
            page.keyboard.type(" eerst")
        page.keyboard.type(" wel")
        wait(lambda: "zin eerst wel in" in watch.read("brief.yaml"))
        # The folder goes elsewhere, and comes back.
        elsewhere = watch.home / "elders"
        watch.folder.rename(elsewhere)
        page.keyboard.type(" daarna")
        page.wait_for_function("() => pen.melding.textContent.includes('is er niet meer') || pen.melding.textContent.includes('niet opgeslagen')")
        assert not watch.folder.exists() and "daarna" not in (elsewhere / "brief.yaml").read_text(encoding="utf-8")
        elsewhere.rename(watch.folder)
        page.keyboard.type("!")
        wait(lambda: "zin eerst wel daarna! in" in watch.read("brief.yaml"))
        page.keyboard.press("Escape")
        page.wait_for_function("() => pen === null")
        assert watch.read("brief.yaml") == BRIEF.replace("zin in", "zin eerst wel daarna! in")
        assert sorted(one.name for one in watch.folder.iterdir() if one.name.startswith(".")) == [], list(watch.folder.iterdir())


def who_only_reads_cannot_write(browser):
    with watching("voorbeeld-ienw", ["--alleen-lezen"], {"brief.yaml": BRIEF}) as watch:
        page = visit(browser, watch)
        click_on(page, "zin in een", 3)
        page.wait_for_timeout(200)
        assert page.evaluate("pen") is None and page.is_hidden("#ongedaan")
        for path in ("/wijzig", "/plak", "/terug", "/opnieuw", "/noten/weg", "/kladjes/weg", "/verbeter", "/toch-goed", "/opmerking"):
            status, why = posted(watch, path, {"bestand": "brief", "do": "line", "place": "slot", "text": "x", "opslaan": True})
            assert status == 403 and "--alleen-lezen" in why, (path, status, why)
        assert watch.get("/veld?bestand=brief&plaats=slot")[:2] == (200, "null")
        assert watch.read("brief.yaml") == BRIEF


def only_the_page_writes_and_only_in_the_dossiers_own_files(browser):
    with writing(browser) as (watch, page):
        wish = {"bestand": "brief", "do": "line", "place": "slot", "text": "x", "opslaan": True}
        for path in ("/wijzig", "/plak", "/terug", "/opnieuw", "/noten/weg", "/kladjes/weg", "/verbeter", "/toch-goed", "/opmerking"):
            own = f"http://127.0.0.1:{watch.port}"
            for headers, wanted in (
                ({"Kamerbrief-Sleutel": "0" * 32}, 401),
                ({"Origin": None}, 403),
                ({"Origin": "http://kwaad.example"}, 403),
                ({"Host": "kwaad.example"}, 403),
                ({"Content-Type": "text/plain"}, 415),
                ({"Content-Type": None}, 415),
                ({"Sec-Fetch-Site": "cross-site"}, 403),
            ):
                assert posted(watch, path, wish, **{"Origin": own, **headers})[0] == wanted, (path, headers)
        assert posted(watch, "/terug", "x" * 5_000)[0] == 413
        for bestand in ("parafen", "../brief", "schema/brief", ""):
            assert posted(watch, "/wijzig", {**wish, "bestand": bestand})[0] == 400, bestand
        assert posted(watch, "/wijzig", "[")[0] == 400
        status, why = posted(watch, "/wijzig", {**wish, "place": "nergens"})
        assert status == 422 and "staat niet meer in het bestand" in why, (status, why)
        assert posted(watch, "/wijzig", {**wish, "bestand": "nota", "place": "x[9]"})[0] == 422
        # A link that leads out of the dossier is not followed.
        outside = watch.home / "buiten.yaml"
        outside.write_text("aanleiding: x\n", encoding="utf-8")
        (watch.folder / "nota.yaml").unlink()
        (watch.folder / "nota.yaml").symlink_to(outside)
        assert posted(watch, "/wijzig", {**wish, "bestand": "nota", "place": "aanleiding"})[0] == 422
        assert outside.read_text(encoding="utf-8") == "aanleiding: x\n"
        assert watch.read("brief.yaml") == BRIEF


TESTS = [
    others_write_at_the_same_time,
    nothing_typed_is_lost,
    a_full_disk_and_a_folder_that_moved_lose_nothing,
    who_only_reads_cannot_write,
    only_the_page_writes_and_only_in_the_dossiers_own_files,
]
