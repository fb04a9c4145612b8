"""Advice comes with a whole pull and with `kutsu check`, holds nothing, and differs between machines where nothing else does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from kutsu import spelling
from kutsu.advice import Adviser
from kutsu.core.approval import Verdict
from kutsu.core.config import WordList
from kutsu.core.grid import Fault
from kutsu.spelling import Dictionary, dictionaries, lacking
from tests.books import LANGUAGES
from tests.core.rows import PILOT, TICKED
from tests.fakes import WordBook
from tests.houses import House
from tests.test_survey import Desk, pilots

TYPO = {"what.fi": "Kokeilemme sovelusta."}
TOLD = 'Tarkista kirjoitusasu: "sovelusta" (sovellusta?).'


class Words:
    """What Enchant gives for a language: it counts what it is asked."""

    def __init__(self, known: str) -> None:
        self.book, self.checked, self.suggested = WordBook(known), 0, 0

    def check(self, word: str) -> bool:
        self.checked += 1
        return self.book.knows(word)

    def suggest(self, word: str) -> list[str]:
        self.suggested += 1
        return self.book.suggest(word)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A surveyor whose machine has a Finnish dictionary of a few words."""
    made = Desk(tmp_path)
    known = Words("kaupunki kokeilee kokeilemme uusia palveluja sovellusta joka tulkkaa")
    adviser = Adviser(made.surveyor.rules, {"fi": Dictionary(lambda: known, threading.Lock())}, {})
    made.surveyor = replace(made.surveyor, followers=[adviser])
    yield made
    made.database.close()


def spelled(faults: tuple[Fault, ...]) -> list[str]:
    """The spelling notes in Finnish."""
    return [fault.message["fi"] for fault in faults if fault.code == "spelling" and fault.column == "Mitä (fi)"]


def test_a_typo_is_told_and_holds_nothing(desk: Desk) -> None:
    """The note is there with every pull, and the row is approved and goes out all the same."""
    desk.first.holds = pilots(**TYPO)
    assert spelled(desk.surveyor.pull()[0].plan.faults) == [TOLD]
    desk.first.holds = pilots(**TYPO, **TICKED)
    survey, _ = desk.surveyor.pull()
    assert (survey.standings["PILOT-1", "fi"].verdict, len(spelled(survey.plan.faults))) == (Verdict.APPROVES, 1)
    assert "PILOT-1" in desk.going()


def test_an_approval_is_the_same_with_and_without_a_dictionary(desk: Desk) -> None:
    """What one machine advised on and approved stands on another that has no dictionary at all."""
    desk.first.holds = pilots(**TYPO)
    with_words, _ = desk.surveyor.pull()
    desk.first.holds = pilots(**TYPO, **TICKED)
    desk.surveyor.pull()
    desk.surveyor = replace(desk.surveyor, followers=[])
    without, _ = desk.surveyor.pull()
    assert spelled(without.plan.faults) == []
    assert without.standings["PILOT-1", "fi"].verdict is Verdict.STANDS
    assert without.standings["PILOT-1", "fi"].digest == with_words.standings["PILOT-1", "fi"].digest


def test_who_is_about_to_send_has_no_time_for_advice(desk: Desk) -> None:
    """A pull that is not whole, and a look, ask no dictionary."""
    desk.first.holds = pilots(**TYPO)
    assert spelled(desk.surveyor.pull(whole=False)[0].plan.faults) == spelled(desk.surveyor.look().plan.faults) == []


def test_a_sheet_that_is_not_read_is_not_advised_on(desk: Desk) -> None:
    """Only what was read just now has cells to point at."""
    desk.first.holds = pilots(**TYPO)
    survey, _ = desk.surveyor.pull()
    (adviser,) = desk.surveyor.followers
    assert not [fault for fault in adviser(replace(survey, books=[])) if fault.sheet == "pilots"]


def test_listed_words(desk: Desk) -> None:
    """A word of the city's own list is right, with its endings too."""
    desk.first.holds = pilots(**TYPO)
    (adviser,) = desk.surveyor.followers
    assert isinstance(adviser, Adviser)
    survey, _ = desk.surveyor.pull()
    assert spelled(tuple(adviser(survey))) == [TOLD]
    listed = replace(adviser, lists={"fi": WordList("fi", ("Sovelus",))})
    assert spelled(tuple(listed(survey))) == []


def test_each_word_is_looked_up_once() -> None:
    """A process asks once about a word, and for a few suggestions at a time, until there is time again."""
    asked = Words("sana")
    words = Dictionary(lambda: asked, threading.Lock())
    assert [words.knows("sana"), words.knows("sana"), words.knows("sanna")] == [True, True, False]
    found = [words.suggest(f"sana{number}") for number in range(spelling.AT_ONCE + 5)]
    assert (asked.checked, asked.suggested, found[-1]) == (2, spelling.AT_ONCE, ())
    words.rest()
    assert (words.suggest(f"sana{spelling.AT_ONCE}"), words.suggest("sana0")) == (("sana",), ("sana",))
    assert asked.suggested == spelling.AT_ONCE + 1


def test_a_broken_dictionary_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """A word on which the library fails counts as right, and the log has the failure without the word."""
    broken = Dictionary(lambda: SimpleNamespace(check=Words.check, suggest=Words.suggest), threading.Lock())
    assert (broken.knows("salaisuus"), broken.suggest("salaisuus")) == (True, ())
    assert caplog.messages == ["the dictionary failed on a word of 9 letters"] * 2


def test_a_machine_without_enchant(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the native library is missing there are no dictionaries, nothing fails, and what to install is told."""
    monkeypatch.setattr(spelling, "_broker", lambda: None)
    assert dictionaries(LANGUAGES) == {}
    assert lacking(LANGUAGES, {"sv": None})[0] == (
        "There is no dictionary for suomi here, so its spelling is not checked: install libenchant-2-voikko, voikko-fi"
        " and libenchant-2-2."
    )
    assert len(lacking(LANGUAGES, {"sv": None})) == 2


def test_the_same_language_of_another_country(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has only the English of America uses that; a language without any dictionary has none."""
    tags = [("en_US", None), ("enm", None), ("fi", None)]

    class Broker:
        list_dicts, request_dict = (lambda _: tags), (lambda _, tag: tag)

    monkeypatch.setattr(spelling, "_broker", Broker)
    assert {key: each.words for key, each in dictionaries(LANGUAGES).items()} == {"fi": "fi", "en": "en_US"}


def test_check_tells_advice_and_what_is_lacking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`kutsu check` shows a text's wrong day and goes well; it says once which dictionaries the machine has not."""
    monkeypatch.setattr(spelling, "_broker", lambda: None)
    house = House(tmp_path)
    house.fill(pilots=[{**PILOT, "what.fi": "Esittely on torstaina 17.10.2019 aulassa."}])
    (told,) = house.json("check")
    assert (told["severity"], told["code"], told["cell"]) == ("note", "text-day", "I2")
    result = house.kutsu("check")
    assert result.exit_code == 0
    assert result.output.count("There is no dictionary for svenska here") == 1
