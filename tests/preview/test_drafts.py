"""A draft language in previews: beside what is sent, marked as a draft, and counted nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kutsu.core.config import DraftTexts
from kutsu.core.drafts import Drafts
from kutsu.core.render import Renderer
from kutsu.preview.looks import plain
from kutsu.preview.previews import Previews
from tests import samples
from tests.core.rows import PILOT, SESSION, sheet
from tests.preview.desk import BASE, PreviewDesk, Reader

TITLE = "تعالوا واسمعوا عن التجربة"
TEXTS = {"ar": DraftTexts("ar", {"INFO-1": {"title": TITLE}, "PILOT-1": {"title": TITLE, "what": TITLE}})}
MARK = "eikä sitä lähetetä kenellekään"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PreviewDesk]:
    """A session and a pilot of which there are Arabic texts."""
    made = desk_with(tmp_path, samples.sources())
    yield made
    made.database.close()


def desk_with(path: Path, sources: dict[str, str]) -> PreviewDesk:
    """A desk with these templates and the Arabic draft."""
    made = PreviewDesk(path)
    languages = {**made.gate.rules.languages, **samples.drafts()}
    made.gate = replace(made.gate, renderer=Renderer(sources, samples.CITY, languages))
    made.previews = Previews(made.gate, made.memories, made.folder, BASE, Drafts(samples.drafts(), TEXTS))
    made.surveyor = replace(made.surveyor, followers=[made.previews])
    made.sheet.holds = sheet(round=[], pilots=[{**PILOT, "round": None}], sessions=[SESSION])
    made.surveyor.pull()
    return made


def test_shown_as_a_draft(desk: PreviewDesk) -> None:
    """Its letters and posts stand beside the others, right to left, each under the sentence that it is sent to nobody."""
    page = desk.page("INFO-1")
    letters = [(desk.folder.root / name).read_text("utf-8") for name in Reader(page).all("iframe", "src")]
    mails, posts = (page.count(f'class="post {network}" data-l="ar"') for network in ("email", "x"))
    assert page.count(MARK) == page.count('data-l="ar"') > mails > 0
    assert f'lang="ar" dir="rtl"><strong>لقاء تعريفي: {TITLE}' in page
    assert sum('<html lang="ar" dir="rtl"' in letter for letter in letters) == 2 * mails
    assert posts == page.count('class="post x" data-l="fi"') > 0


def test_a_post_from_the_right(desk: PreviewDesk) -> None:
    """A post begins with Arabic, has its link and hashtags apart from its sentences, and counts as its network counts."""
    page = desk.page("INFO-1")
    post = page[page.index('class="post x" data-l="ar"') :].partition("</article>")[0]
    assert f'<div class="text" lang="ar" dir="rtl">لقاء تعريفي: {TITLE}' in post
    assert '<bdi class="link">https://' in post
    assert '<bdi class="tag">#التجارب_الرقمية</bdi>' in page
    assert 'max="280"' in post


def test_only_kinds_with_words(tmp_path: Path) -> None:
    """Where no kind that tells of a pilot has words in a draft, the pilot's page shows none."""
    sources = {path: text for path, text in samples.sources().items() if not path.startswith("words/ar/pilot")}
    sources = {path: text for path, text in sources.items() if not path.startswith(("words/ar/test", "words/ar/recr"))}
    desk = desk_with(tmp_path, sources)
    assert MARK not in desk.page("PILOT-1")
    desk.database.close()


def test_counted_nowhere(desk: PreviewDesk) -> None:
    """No delivery, no standing, no tick and no mailed preview knows the draft, and it holds nothing."""
    survey = desk.surveyor.look()
    assert not [each for each in survey.deliveries if "ar" in each.languages]
    assert not [key for key in survey.standings if key[1] == "ar"]
    (row,) = (row for row in desk.previews.rows(survey) if row.id == "INFO-1")
    parts = desk.previews.parts(survey, row)
    assert any(sight.draft for part in parts for group in part.groups for sight in group)
    assert not [text for _, _, text in plain(parts) if TITLE in text]


def test_broken_words_of_a_draft(tmp_path: Path) -> None:
    """Words of a draft that cannot be rendered are told where it would stand; everything else is shown as ever."""
    sources, path = samples.sources(), "words/ar/session-invitation.toml"
    desk = desk_with(tmp_path, {**sources, path: sources[path].replace("session.title", "session.titel")})
    page = desk.page("INFO-1")
    assert "templates/words/ar/session-invitation.toml#headline, line 1" in page
    assert desk.faults() == []
    assert "Tule kuulemaan kokeilusta" in page
    desk.database.close()
