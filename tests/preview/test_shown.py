"""Pages are written when they change, and a tick counts only for what they had shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from kutsu.core.approval import Verdict
from kutsu.core.grid import Book
from kutsu.preview import previews
from tests.core.rows import PILOT, TICKED
from tests.fakes import FakeSheet
from tests.preview.desk import PreviewDesk

EDIT = {"title.fi": "Uusi nimi"}
OTHER = {**PILOT, "id": "PILOT-2", "title.fi": "Toinen", "title.sv": "Den andra", "title.en": "The other"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PreviewDesk]:
    """Two pilots that no pull has seen."""
    made = PreviewDesk(tmp_path)
    made.fill(PILOT, OTHER)
    yield made
    made.database.close()


def test_a_second_pull_writes_nothing(desk: PreviewDesk) -> None:
    """What has not changed is neither written nor drawn again."""
    desk.surveyor.pull()
    before, drawn = desk.files(), list(desk.artist.drawn)
    desk.surveyor.pull()
    assert desk.files() == before
    assert desk.artist.drawn == drawn


def test_a_change_touches_its_own_page(desk: PreviewDesk) -> None:
    """An edit writes the pages of its row and the index that names it, and draws the card of its language alone."""
    desk.surveyor.pull()
    before, drawn = desk.files(), len(desk.artist.drawn)
    desk.pull({**PILOT, **EDIT}, OTHER)
    changed = {name for name, at in desk.files().items() if before.get(name) != at and name.endswith(".html")}
    own = {desk.folder.name("PILOT-1", ui) for ui in ("fi", "sv", "en")}
    assert {name for name in changed if "/" not in name} == {*own, desk.folder.name()}
    assert desk.artist.drawn[drawn:] == [("PILOT-1", "fi")]


def test_a_row_that_vanished(desk: PreviewDesk) -> None:
    """It loses its pages, its mails and its pictures at once, and what is left is what the other one needs."""
    desk.surveyor.pull()
    desk.pull(PILOT)
    assert desk.previews.address("PILOT-2") is None
    assert not [name for name in desk.files() if "pilot-2" in name]
    assert len([name for name in desk.files() if name.startswith("pictures/")]) == 3
    assert "Toinen" not in desk.page("")


def test_a_page_that_was_lost(desk: PreviewDesk) -> None:
    """Whatever is removed from the folder is there again after the next pull."""
    desk.surveyor.pull()
    before = set(desk.files())
    for name in before:
        (desk.folder.root / name).unlink()
    desk.surveyor.pull()
    assert set(desk.files()) == before


def test_shown_then_ticked(desk: PreviewDesk) -> None:
    """A tick that comes after the pull that wrote the page counts."""
    assert desk.pull(PILOT) == [Verdict.UNTICKED] * 2
    assert desk.pull({**PILOT, **TICKED}) == [Verdict.APPROVES] * 2
    assert desk.pull({**PILOT, **TICKED}) == [Verdict.STANDS] * 2


def test_an_edit_and_a_tick_together(desk: PreviewDesk) -> None:
    """They do not count, and the row says so until the tick was away; then the edit that was shown can be approved."""
    desk.pull(PILOT)
    both = {**PILOT, **TICKED, **EDIT}
    assert desk.pull(both) == [Verdict.UNSHOWN, Verdict.APPROVES]
    assert desk.pull(both) == [Verdict.UNSHOWN, Verdict.STANDS]
    held = {each.held_because for each in desk.surveyor.look().deliveries if each.language == "fi"}
    assert all("was ticked before its preview was there" in str(why) for why in held)
    assert "Hyväksytty ennen esikatselua" in desk.page()
    assert desk.pull({**both, "approve.fi": False}) == [Verdict.UNTICKED, Verdict.STANDS]
    assert desk.pull(both) == [Verdict.APPROVES, Verdict.STANDS]


def test_seen_by_a_publisher_only(desk: PreviewDesk) -> None:
    """A pull that makes no previews shows nothing: a tick that follows it does not count, one after a whole pull does."""
    desk.pull(PILOT)
    desk.fill({**PILOT, **EDIT})
    desk.surveyor.pull(whole=False)
    assert "Uusi nimi" not in desk.page()
    assert desk.pull({**PILOT, **EDIT, **TICKED}) == [Verdict.UNSHOWN, Verdict.APPROVES]
    desk.pull({**PILOT, **EDIT})
    desk.fill({**PILOT, **EDIT, **TICKED})
    assert desk.surveyor.pull(whole=False)[0].standings["PILOT-1", "fi"].verdict is Verdict.APPROVES


def test_a_folder_that_cannot_be_written(desk: PreviewDesk) -> None:
    """It is told in three languages, nothing counts as shown until it is mended, and the pull goes on."""
    desk.folder.root.parent.mkdir(exist_ok=True)
    desk.folder.root.write_text("no folder", "utf-8")
    (fault,) = desk.faults()
    assert (fault.code, set(fault.message)) == ("preview-failed", {"fi", "sv", "en"})
    assert desk.pull({**PILOT, **TICKED}) == [Verdict.UNSHOWN] * 2
    desk.folder.root.unlink()
    desk.pull(PILOT)
    assert desk.faults() == []
    assert desk.pull({**PILOT, **TICKED}) == [Verdict.APPROVES] * 2


def test_new_content_goes_first(desk: PreviewDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is more than one pull can write, what has new content is written first, and only that counts as shown."""
    monkeypatch.setattr(previews, "MOST", 1)
    desk.surveyor.pull()
    desk.surveyor.pull()
    assert desk.previews.address("PILOT-1")
    assert desk.previews.address("PILOT-2")
    desk.pull(PILOT, {**OTHER, **EDIT, **TICKED, "approve.fi": False})
    seen = desk.memories.recall()["PILOT-2", "fi"].seen
    assert seen
    assert seen.shown
    assert "Uusi nimi" in desk.page("PILOT-2")


def test_without_previews(desk: PreviewDesk) -> None:
    """A surveyor that has no previewer counts as shown whatever a pull has seen."""
    desk.surveyor = replace(desk.surveyor, followers=(), previewed=False)
    assert desk.pull(PILOT) == [Verdict.UNTICKED] * 2
    assert desk.pull({**PILOT, **TICKED}) == [Verdict.APPROVES] * 2


def test_a_slow_run_that_is_overtaken(desk: PreviewDesk) -> None:
    """A run that read the new text unticked, and notes it after another saw it ticked unseen, makes no approval of that tick."""
    desk.pull(PILOT)
    desk.fill({**PILOT, **EDIT})
    sheet, before = desk.sheet, desk.sheet.read()

    def meanwhile() -> Book:
        sheet.read = partial(FakeSheet.read, sheet)  # type: ignore[method-assign]  # only the first reading is slow
        desk.fill({**PILOT, **EDIT, **TICKED})
        sheet.holds = replace(sheet.read(), read_at=before.read_at + dt.timedelta(seconds=5))
        desk.surveyor.pull()
        return before

    sheet.read = meanwhile  # type: ignore[method-assign]  # as above
    desk.surveyor.pull(whole=False)
    assert desk.surveyor.pull()[0].standings["PILOT-1", "fi"].verdict is Verdict.UNSHOWN
