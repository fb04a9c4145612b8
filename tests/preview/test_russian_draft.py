"""Russian in previews: a draft with words for every kind is shown beside what is sent, whatever the row is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kutsu.core.config import DraftTexts
from kutsu.core.drafts import Drafts
from kutsu.core.render import Renderer
from kutsu.preview.previews import Previews
from kutsu.settings import read_settings
from tests import samples
from tests.core.rows import PILOT, SESSION, sheet
from tests.preview.desk import BASE, PreviewDesk, Reader

TITLE = "Приходите послушать о проекте"
SETTINGS = read_settings(samples.ROOT / "config", samples.ROOT / "nowhere", {})
TEXTS = {"ru": DraftTexts("ru", {name: {"title": TITLE, "what": TITLE} for name in ("INFO-1", "PILOT-1")})}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PreviewDesk]:
    """A session and a pilot that have a title in Russian, with the drafts of the project's own config."""
    made = PreviewDesk(tmp_path)
    drafts = Drafts(SETTINGS.drafts.languages, TEXTS)
    renderer = Renderer(samples.sources(), SETTINGS.city, {**made.gate.rules.languages, **drafts.languages})
    made.gate = replace(made.gate, renderer=renderer)
    made.previews = Previews(made.gate, made.memories, made.folder, BASE, drafts)
    made.surveyor = replace(made.surveyor, followers=[made.previews])
    made.sheet.holds = sheet(round=[], pilots=[{**PILOT, "round": None}], sessions=[SESSION])
    made.surveyor.pull()
    yield made
    made.database.close()


@pytest.mark.parametrize(
    ("row", "headline"),
    [("INFO-1", f"Информационная встреча «{TITLE}»"), ("PILOT-1", f"Новый проект «{TITLE}»")],
)
def test_every_row_with_a_title(desk: PreviewDesk, row: str, headline: str) -> None:
    """Its letters stand on the page in Russian, tagged as such, under the sentence that they are sent to nobody."""
    page = desk.page(row)
    assert "eikä sitä lähetetä kenellekään" in page
    assert f'lang="ru" dir="ltr"><strong>{headline}' in page
    letters = [(desk.folder.root / name).read_text("utf-8") for name in Reader(page).all("iframe", "src")]
    assert [letter for letter in letters if '<html lang="ru" dir="ltr"' in letter and "Город Эспоо" in letter]
    assert desk.faults() == []
