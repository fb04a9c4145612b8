"""From a delivery to its message: fit, fall-backs, and errors that say what to mend."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from twitter_text import parse_tweet

from kutsu.core.content import localize
from kutsu.core.errors import Faulty
from kutsu.core.facts import facts
from kutsu.core.model import Attendance, Subject
from kutsu.core.publication import Message
from kutsu.core.render import Renderer
from tests import samples

LANGUAGES = samples.languages()


def _renderer(**replaced: str) -> Renderer:
    """The project's templates with some files replaced."""
    return Renderer({**samples.sources(), **replaced}, samples.CITY, LANGUAGES)


def _fits_x(message: Message) -> bool:
    return bool(parse_tweet(message.parts["status"]).valid)


def _status(
    renderer: Renderer, kind: str, content: Subject[str], audience: str = "residents", fits: Any = _fits_x
) -> str:
    link = f"{samples.SITE}/fi/{content.id.lower()}/"
    return renderer.message(kind, content, "fi", audience, "x", ("status",), link, fits).parts["status"]


PILOT, SESSION = localize(samples.PILOT, "fi"), localize(samples.SESSION, "fi")


def _long(content: Subject[str], length: int) -> Subject[str]:
    return _with(content, title="Pitkä " + "o" * length)


def _with(content: Subject[str], **changes: Any) -> Subject[str]:
    return dataclasses.replace(content, **changes)


def test_tags_go_first_then_the_lead_then_what_can_be_spared() -> None:
    """A longer title costs the least important part first, and the link always stays."""
    pilot = _with(PILOT, what="Kokeilemme tulkkausta.")
    texts = [_status(_renderer(), "testers-wanted", _long(pilot, length)) for length in (1, 80, 100, 190)]
    parts = [("#DigiKokeilut" in text, "Kokeilemme" in text, "Kenelle:" in text) for text in texts]
    assert parts == [(True, True, True), (False, True, True), (False, False, True), (False, False, False)]
    assert all(f"{samples.SITE}/fi/pilot-01/" in text for text in texts)


def test_a_session_always_says_when_and_where() -> None:
    """The barest invitation is still the short form that the law asks for: what, when and where."""
    text = _status(_renderer(), "session-invitation", _long(SESSION, 110))
    assert "Aika: keskiviikko 6.11.2019 klo\u00a017–19" in text
    assert "Paikka: Ison Omenan kirjasto" in text
    assert "Ilmoittautuminen" not in text


def test_what_never_fits_is_told_to_the_editor() -> None:
    """When even the barest form is too long, the error names the row, the kind, the network, the language and the remedy."""
    with pytest.raises(Faulty, match=r"PILOT-01: testers-wanted in fi is too long for x.*Shorten the title in fi"):
        _status(_renderer(), "testers-wanted", _long(PILOT, 300))


def test_the_same_input_gives_the_same_bytes() -> None:
    """Two renderers agree to the byte, so that a frozen message can be made again."""
    assert _status(_renderer(), "testers-wanted", PILOT) == _status(_renderer(), "testers-wanted", PILOT)


def test_no_two_kinds_of_one_subject_read_alike() -> None:
    """X refuses a text that it has seen, so even the barest forms of a subject's kinds differ."""
    pilot_kinds, session_kinds = (
        ("pilot-chosen", "testers-wanted", "pilot-started"),
        ("session-invitation", "session-reminder"),
    )
    told = [_status(_renderer(), kind, _long(PILOT, 190)) for kind in pilot_kinds]
    told += [_status(_renderer(), kind, _long(SESSION, 100)) for kind in session_kinds]
    assert len(set(told)) == len(told)


def test_an_audience_has_its_own_words_or_the_plain_ones() -> None:
    """Staff are addressed as staff where words for them exist, and as residents where not."""
    renderer = _renderer()
    assert _status(renderer, "testers-wanted", PILOT, "staff").startswith("Henkilöstö mukaan")
    assert _status(renderer, "pilot-started", PILOT, "staff") == _status(renderer, "pilot-started", PILOT)


def test_a_missing_variable_is_named_with_its_template() -> None:
    """A misspelt variable stops the message, and the error says which one and in which file and line."""
    shape = "shapes/x/status.txt"
    with pytest.raises(Faulty, match=rf"templates/{shape}, line 2: 'hedline' is undefined"):
        _status(_renderer(**{shape: "{{ headline }}\n{{ hedline }}"}), "testers-wanted", PILOT)


def test_an_empty_field_is_never_printed_as_none() -> None:
    """A template that prints a field which staff left empty is told so, by field, file and key."""
    pilot = _with(PILOT, what=None)
    with pytest.raises(Faulty, match=r"words/fi/testers-wanted.toml#lead, line 1: pilot.what is empty"):
        _status(_renderer(), "testers-wanted", pilot)


def test_every_broken_words_file_is_told_at_once() -> None:
    """Faults in several files come together, each with its file and key."""
    broken = {"words/fi/pilot-started.toml": "headline = ", "words/sv/pilot-started.toml": 'headlin = "x"'}
    with pytest.raises(Faulty) as caught:
        _renderer(**broken)
    first, second = caught.value.faults
    assert first.startswith("templates/words/fi/pilot-started.toml: ")
    assert "headline is missing" in second
    assert "headlin is unknown" in second


def test_a_kind_without_words_and_a_network_without_shape_are_named() -> None:
    """What a new kind or channel still lacks is said by the path of the file to write."""
    with pytest.raises(Faulty, match=r"templates/words/fi/weather.toml: missing"):
        _status(_renderer(), "weather", PILOT)
    with pytest.raises(Faulty, match=r"templates/shapes/telegraph/status\.\*: there must be exactly one"):
        _renderer().message("pilot-started", PILOT, "fi", "residents", "telegraph", ("status",), "", lambda _: True)


@pytest.mark.parametrize(
    ("attendance", "place"),
    [
        (Attendance.ON_SITE, "02230\u00a0Matinkylä"),
        (Attendance.HYBRID, "02230\u00a0Matinkylä ja verkossa"),
    ],
)
def test_a_place_says_whether_one_can_join_online_too(attendance: Attendance, place: str) -> None:
    """A session on site ends its place with the district, one that is also online adds so in the same breath."""
    (fact,) = facts(_with(SESSION, attendance=attendance), _renderer().voice("fi"), ["place"])
    assert fact.text == f"Ison Omenan kirjasto, Piispansilta 11, {place}"


def test_a_session_without_a_venue_is_online() -> None:
    """The place of a session that is only online is the web."""
    online = _with(SESSION, attendance=Attendance.ONLINE, venue=None)
    assert [fact.text for fact in facts(online, _renderer().voice("sv"), ["place"])] == ["På nätet"]
