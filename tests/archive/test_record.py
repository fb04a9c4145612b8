"""The three forms of a record say the same, exactly, and nothing of anybody who was written to."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from kutsu.archive.period import Period
from kutsu.archive.record import Archivist, Taken
from tests.archive.sample import (
    CARD,
    DOUBTED,
    HOSTILE,
    HTML,
    INVITED,
    JOINT,
    LETTER,
    LETTER_PARTS,
    MOVED,
    OFFICIAL,
    PERSON,
    SWEDISH,
    TOKEN,
    Played,
)
from tests.factories import NOW, ZONE
from tests.fakes import HandClock

Made = Callable[[HandClock], Archivist]
VOID = frozenset({"meta", "link", "br", "img"})


class Page(HTMLParser):
    """A page, read: its text, its links, and that every element is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.links, self.tags, self.ids = "", list[str](), list[str](), list[str]()
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.links += [value for name in ("href", "src") if (value := found.get(name))]
        self.ids += [value for value in [found.get("id")] if value]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def taken(played: Played, archivist: Made, out: Path) -> Taken:
    """The record of all that was played."""
    played.everything()
    return archivist(HandClock()).write(Period(ZONE), out, "fi")


@pytest.fixture
def known(taken: Taken, out: Path) -> Any:
    """The record as a machine reads it."""
    assert taken.subjects == 2
    return json.loads((out / "archive.json").read_text("utf-8"))


def deliveries(known: Any) -> dict[str, Any]:
    """The deliveries by key."""
    return {each["key"]: each for subject in known["subjects"] for each in subject["deliveries"]}


def pages(out: Path) -> Iterator[tuple[Path, Page]]:
    """Every page but the copies of mails."""
    for path in sorted(out.rglob("*.html")):
        if path.parent.name != "letters":
            yield path, Page(path.read_text("utf-8"))


def test_what_became_of_each(known: Any) -> None:
    """Said, taken back, in doubt and refused: each stands there as the ledger knows it, with its instant and its reason."""
    found = deliveries(known)
    said = {key: (each["said"], each["state"]) for key, each in found.items()}
    assert said == {
        INVITED: ("yes", "sent"),
        SWEDISH: ("no", "refused"),
        DOUBTED: ("perhaps", "unconfirmed"),
        JOINT: ("yes", "sent"),
        LETTER: ("yes", "sent"),
        MOVED: ("yes", "retracted"),
    }
    assert found[INVITED]["said_at"] == "2026-11-24T10:00:00+02:00"
    assert found[SWEDISH]["said_at"] is None
    assert found[SWEDISH]["reason"] == "550 […] […] said no"
    (back,) = found[MOVED]["retractions"]
    assert (back["gone"], back["why"], back["by"]) == (True, "väärä paikka", "an operator")
    assert [each["outcome"] for each in found[DOUBTED]["attempts"]] == ["unconfirmed"]


def test_by_which_tick(known: Any) -> None:
    """Each delivery names the approval of its content in each of its languages, and the change what it changed."""
    found = deliveries(known)
    (joint,) = [each for each in found.values() if each["key"] == JOINT]
    assert [tick["language"] for tick in joint["approvals"]] == ["fi", "sv"]
    assert {tick["approved"] for tick in joint["approvals"]} == {"2026-11-24T09:00:00+02:00"}
    (info,) = [each for each in known["subjects"] if each["id"] == "INFO-1"]
    numbered = {each["number"]: each for each in info["approvals"]}
    first, second = (numbered[found[key]["approvals"][0]["approval"]] for key in (INVITED, MOVED))
    assert (first["content"]["start"], second["content"]["start"]) == ("17:00:00", "18:00:00")
    assert first["replaced"] == second["approved"] == "2026-11-25T10:00:00+02:00"
    assert (found[MOVED]["follows"], found[INVITED]["followed_by"]) == ([INVITED], [MOVED])
    assert found[SWEDISH]["followed_by"] == []


def test_the_form_is_kept(known: Any, out: Path) -> None:
    """The schema in the folder is a schema, knows every field, and the record keeps it."""
    schema = json.loads((out / "archive.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(known)
    fields = [each for made in (schema, *schema["$defs"].values()) for each in made["properties"].values()]
    assert len(fields) > 80
    assert all("description" in each for each in fields)


def test_the_exact_words(known: Any, out: Path) -> None:
    """Words are those that went out, byte for byte, and each file is what its sum says."""
    found = deliveries(known)
    (status,) = found[INVITED]["parts"]
    assert (status["words"], status["sha256"]) == (HOSTILE, hashlib.sha256(HOSTILE.encode()).hexdigest())
    parts = {part["name"]: part for part in found[LETTER]["parts"]}
    assert {name: part["words"] for name, part in parts.items()} == LETTER_PARTS
    assert (out / parts["html"]["file"]).read_bytes() == HTML.encode()
    assert (out / parts["calendar"]["file"]).read_bytes() == LETTER_PARTS["calendar"].encode()
    (picture,) = found[INVITED]["pictures"]
    assert (picture["alt"], (out / picture["file"]).read_bytes()) == (CARD.alt, CARD.content)
    assert found[LETTER]["recipients"] == {
        "planned": 3,
        "accepted": 2,
        "waiting": 0,
        "left_out": {"left": 1},
        "outcomes": {},
    }


def test_the_same_in_the_table(known: Any, out: Path) -> None:
    """A line for each part and picture of each delivery; a cell that could be a formula is none."""
    raw = (out / "archive.csv").read_bytes()
    assert raw.startswith("\ufeffsaid,said_at,".encode())
    lines = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(keepends=True)))
    found = deliveries(known)
    for key, each in found.items():
        own = [line for line in lines if line["key"] == key]
        assert len(own) == len(each["parts"]) + len(each["pictures"])
        for line, part in zip(own, [*each["parts"], *each["pictures"]], strict=True):
            assert (line["sha256"], line["file"]) == (part["sha256"], part["file"] or "")
            assert (line["said"], line["state"], line["slot"]) == (each["said"], each["state"], each["slot"])
    (words,) = [line["words"] for line in lines if line["key"] == INVITED and line["part"] == "status"]
    assert words == "’" + HOSTILE.replace("\u202e", "")
    assert not [cell for line in lines for cell in line.values() if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_the_same_on_the_pages(known: Any, out: Path) -> None:
    """Every delivery, word, alt text and approval is on a page; markup in words is text, and every link leads somewhere."""
    found = dict(pages(out))
    text = " ".join(page.text for page in found.values())
    for each in deliveries(known).values():
        assert each["key"] in text
        assert all(part["words"] in text for part in each["parts"] if part["name"] not in ("html", "calendar"))
        assert all(shown["alt"] in text for shown in each["pictures"])
        assert all(tick["digest"] in text for tick in each["approvals"])
    for path, page in found.items():
        assert not {"script", "form", "iframe", "style"} & {*page.tags}
        assert page.ids == [*dict.fromkeys(page.ids)]
        for link in (each for each in page.links if not each.startswith("https://")):
            target, _, anchor = link.partition("#")
            there = (path.parent / target).resolve() if target else path
            assert there.is_file(), link
            assert not anchor or anchor in Page(there.read_text("utf-8")).ids


def test_no_page_acts_or_fetches(taken: Taken, out: Path) -> None:
    """Each page has a strict policy of its own, and so has the copy of a mail, before anything of the mail."""
    assert taken.subjects
    for path, _ in pages(out):
        assert "default-src 'none'; style-src 'self'; img-src 'self'" in path.read_text("utf-8").partition("<title")[0]
    (letter,) = (out / "letters").iterdir()
    before, policy, after = letter.read_text("utf-8").partition("default-src 'none'; style-src 'unsafe-inline';")
    assert policy
    assert "watch.example" in after
    assert "<html" not in before


def test_nobody_is_named(taken: Taken, out: Path) -> None:
    """No address or token of a resident, no account of an official, no machine that published is in any file."""
    assert taken.subjects
    everything = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    for secret in (PERSON, TOKEN, OFFICIAL, '"one"'):
        assert secret.encode() not in everything


def test_what_waited(known: Any) -> None:
    """Pauses and holds are told, with who in which role."""
    first, second = known["pauses"]
    assert (first["by"], first["why"], first["until"]) == ("an operator", "väärä päivä", "2026-11-24T12:00:00+02:00")
    assert (second["by"], second["until"]) == ("communications staff, by the sheet", None)
    assert [(each["key"], each["why"]) for each in known["holds"]] == [("PILOT-9/pilot-chosen/fi/x-fi/", "odota")]


def test_the_sums(taken: Taken, out: Path) -> None:
    """Every file has its sum, and the sum of the sums is told, so that a register can keep it."""
    lines = {line[66:]: line[:64] for line in (out / "SHA256SUMS").read_text("utf-8").splitlines()}
    files = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert lines.keys() == files - {"SHA256SUMS"}
    assert all(hashlib.sha256((out / name).read_bytes()).hexdigest() == digest for name, digest in lines.items())
    assert taken.sum == hashlib.sha256((out / "SHA256SUMS").read_bytes()).hexdigest()


@pytest.mark.parametrize("ui", ["sv", "en"])
def test_in_each_language(played: Played, archivist: Made, out: Path, ui: str) -> None:
    """The pages are in the language that was asked for, and say so."""
    played.everything()
    archivist(HandClock(NOW)).write(Period(ZONE), out, ui)
    words = {"sv": "Arkiv: vad som sades", "en": "Archive: what was said"}[ui]
    page = (out / "index.html").read_text("utf-8")
    assert f'<html lang="{ui}"' in page
    assert f"<h1>{words}</h1>" in page
