"""A page shows what will be said as it will look, what is missing and what to mind, and nothing of it can act or fetch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kutsu.core.errors import Faulty
from kutsu.core.preview import Piece, pieces
from tests.books import NOW
from tests.core.rows import PILOT, SESSION, sheet
from tests.preview.desk import BASE, PreviewDesk, Reader

TITLES = ("Tulkkaussovellus asiointiin", "Tolkningsapp för ärenden", "Interpreting app")
HOSTILE = "<script>alert(1)</script> {{7*7}} <b> \" ' & </title>"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PreviewDesk]:
    """A pilot that was pulled once."""
    made = PreviewDesk(tmp_path)
    made.pull(PILOT)
    yield made
    made.database.close()


@pytest.mark.parametrize(
    ("ui", "words"),
    [
        (
            "fi",
            ("Odottaa hyväksyntää", "Kuvan tekstivastine", "Kokeilu valittu", "klo 9.30", "merkkiä · mahtuu", "Aihe"),
        ),
        ("sv", ("Väntar på godkännande", "Bildens textalternativ", "Försök valt", "kl. 9.30", "ryms", "Ämne")),
        ("en", ("Waits for approval", "Text alternative", "Pilot chosen", ", 09:30", "characters · fits", "Subject")),
    ],
)
def test_a_page_shows_all_of_it(desk: PreviewDesk, ui: str, words: tuple[str, ...]) -> None:
    """Each message in each language and channel is there, in the words of each staff language, with picture, length and slot."""
    page = Reader(desk.page(ui=ui))
    assert all(word in page.text for word in (*words, *TITLES, "PILOT-1")), [w for w in words if w not in page.text]
    messages, _ = desk.gate.compose(survey := desk.surveyor.look(), survey.deliveries, shown=False)
    posts = [message.parts["status"] for message in messages.values() if "status" in message.parts]
    assert posts
    for text in posts:
        assert " ".join(text.split()) in page.text
    assert dict(page.elements)["html"]["lang"] == ui
    assert page.all("img", "alt") == list(TITLES)


def test_a_mail_in_wide_and_narrow(desk: PreviewDesk) -> None:
    """A mail is shown at two widths in frames that can do nothing, with what its mailbox shows before it is opened."""
    page = Reader(desk.page())
    frames = [attrs for tag, attrs in page.elements if tag == "iframe"]
    mails = {name for name in desk.files() if name.startswith("mail/")}
    assert len(frames) == 2 * len(mails)
    assert {attrs["src"] for attrs in frames} == mails
    assert all(attrs["sandbox"] is None and attrs["title"] for attrs in frames)
    for name in mails:
        assert "default-src 'none'" in (desk.folder.root / name).read_text("utf-8").partition("</head>")[0]


def test_nothing_acts_and_nothing_is_fetched(desk: PreviewDesk) -> None:
    """No page has a script, a form or a foreign file; a strict policy says so too; every heading and control has its place."""
    for name in [name for name in desk.files() if name.endswith(".html") and "/" not in name]:
        page = Reader((desk.folder.root / name).read_text("utf-8"))
        tags = {tag for tag, _ in page.elements}
        assert not tags & {"script", "form", "object", "embed"}
        assert "default-src 'none'" in " ".join(page.all("meta", "content"))
        fetched = [*page.all("link", "href"), *page.all("img", "src"), *page.all("iframe", "src")]
        assert all("://" not in address and desk.folder.has(address) for address in fetched)
        assert [tag for tag, _ in page.elements].count("h1") == 1
        linked = [address for address in page.all("a", "href") if "://" not in address and not address.startswith("#")]
        assert all(map(desk.folder.has, linked))


def test_hostile_text_stays_text(desk: PreviewDesk) -> None:
    """What somebody types into the sheet is shown as typed, on the row's page and on the index, and is never an element."""
    desk.pull({**PILOT, "title.fi": HOSTILE, "what.fi": HOSTILE})
    for name in ("PILOT-1", ""):
        page = Reader(desk.page(name))
        assert HOSTILE in page.text
        assert not {tag for tag, _ in page.elements} & {"script", "b"}


def test_what_is_missing(desk: PreviewDesk) -> None:
    """A language that is not complete says which columns are empty, by their headers; the others are shown all the same."""
    desk.pull({**PILOT, "what.sv": None})
    text = Reader(desk.page()).text
    assert "Puuttuu: Mitä (sv)" in text
    assert TITLES[0] in text
    assert "Saknas: Vad (sv)" in Reader(desk.page(ui="sv")).text


def test_one_waits_for_the_other(desk: PreviewDesk) -> None:
    """Approved Finnish that waits for Swedish alone says that they go together; a reader's own language heads the page."""
    desk.pull({**PILOT, "approve.fi": True})
    text = Reader(desk.page(ui="sv")).text
    assert "Finska och svenska går ut tillsammans." in text
    assert text.index(TITLES[1]) < text.index(TITLES[0])
    desk.pull({**PILOT, "approve.fi": True, "hold": True})
    text = Reader(desk.page(ui="sv")).text
    assert "Raden är stoppad" in text
    assert "går ut tillsammans" not in text


def test_too_long(desk: PreviewDesk) -> None:
    """A message that does not fit even in its shortest form is told on the page, and the page is there."""
    desk.channels["x-fi"].longest = 20
    desk.pull({**PILOT, "title.en": "Another title"})
    text = Reader(desk.page()).text
    assert "Tätä viestiä ei voi kirjoittaa:" in text
    assert "too long" in text


def test_a_picture_that_cannot_be_had(desk: PreviewDesk) -> None:
    """A card without a font is told beside its message, which is shown."""
    desk.artist.fails = Faulty(["no font has the letter ʘ"])
    desk.pull({**PILOT, "title.fi": "Uusi"})
    assert "Kuva puuttuu: no font has the letter ʘ" in Reader(desk.page()).text


def test_a_session_as_a_calendar_would_have_it(desk: PreviewDesk) -> None:
    """What, when and where stand together in each complete language; past its slot an unapproved invitation is overdue."""
    desk.sheet.holds = sheet(sessions=[{**SESSION, "day": NOW.date() + dt.timedelta(days=3)}])
    desk.surveyor.pull()
    text = Reader(desk.page("INFO-1")).text
    calendar = text.partition("Kalenterissa")[2]
    assert "Tule kuulemaan kokeilusta" in calendar
    assert "klo\u00a017–19" in calendar or "klo 17–19" in calendar
    assert "Ison Omenan kirjasto" in calendar
    assert "Myöhässä" in text


def test_what_went_out(desk: PreviewDesk) -> None:
    """What is published stands with its address, and no longer among what is coming."""
    desk.fill({**PILOT, "approve.fi": True, "approve.sv": True, "approve.en": True})
    desk.surveyor.pull()
    desk.surveyor.pull()
    ready = desk.ready()
    for each in desk.publisher.claim(ready.works):
        desk.publisher.ready([each], ("fi", "sv"))
        desk.publisher.send(each, each.slot, ("fi", "sv"))
    desk.surveyor.pull()
    page = Reader(desk.page())
    assert "https://x-fi.example/0" in page.all("a", "href")
    assert "Julkaistu Kokeilu valittu · x-fi" in page.text


def test_the_index(desk: PreviewDesk) -> None:
    """Every row is there with the state of its languages and a link; crowded hours and the same words are told."""
    twin = {**PILOT, "id": "PILOT-2", "announce": NOW.date() + dt.timedelta(days=9)}
    desk.pull({**twin, "id": "PILOT-1"}, twin)
    page = Reader(desk.page(""))
    assert {desk.folder.name("PILOT-1"), desk.folder.name("PILOT-2")} <= set(page.all("a", "href"))
    assert "suomi: Odottaa hyväksyntää" in page.text
    assert "samalla tunnilla" in page.text
    assert "sanovat samat sanat" in page.text


def test_names_that_nobody_can_guess(desk: PreviewDesk) -> None:
    """A page is named by its row and a token of this state's secret, and no file of the folder names them all to who has none."""
    address = desk.previews.address("PILOT-1")
    assert address == f"{BASE}/{desk.folder.name('PILOT-1')}"
    assert replace(desk.folder, secret="another").name("PILOT-1") != desk.folder.name("PILOT-1")
    assert desk.previews.address("PILOT-99") is None
    assert not desk.folder.has("index.html")
    assert all(name.rpartition(".")[2] in ("html", "css", "png") for name in desk.files())
    assert desk.previews.elsewhere(desk.folder.root.parent / "out").index().startswith(BASE) is False


def test_links_and_tags_stand_out() -> None:
    """A post is cut into text, links and hashtags, and nothing of it is lost; a sign after a link is none of it."""
    text = "Tule: https://a.example/x?b=1. #Espoo ja a#b, (https://c.example/) #Digi"
    found = list(pieces(text))
    assert "".join(piece.text for piece in found) == text
    marked = [piece for piece in found if piece.sort]
    assert marked == [
        Piece("https://a.example/x?b=1", "link"),
        Piece("#Espoo", "tag"),
        Piece("https://c.example/", "link"),
        Piece("#Digi", "tag"),
    ]
