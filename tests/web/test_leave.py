"""One click, requirement by requirement of RFC 8058; and what a GET never does."""

from __future__ import annotations

import pytest
from httpx import Response

from kutsu.core.leaving import LASTS
from tests.web.town import AINO, VEIKKO, Town, person

CLICK = "List-Unsubscribe=One-Click"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BOUNDARY = "---FormBoundaryjWmhtjORrn"
PARTS = {"Content-Type": f'multipart/form-data; boundary="{BOUNDARY}"'}
IN_PARTS = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--{BOUNDARY}--\r\n'
)
"""The example of RFC 8058, 8.2."""


def click(town: Town, path: str, body: str = CLICK, headers: dict[str, str] = FORM) -> Response:
    """What a mailbox provider does."""
    return town.client.request("POST", path, content=body, headers=headers)


@pytest.mark.parametrize(("body", "headers"), [(CLICK, FORM), (IN_PARTS, PARTS)], ids=["urlencoded", "multipart"])
def test_one_click(town: Town, body: str, headers: dict[str, str]) -> None:
    """A POST of either form leaves at once, with 200 and nothing but its body and its address to go by (3.1, 3.2)."""
    answer = click(town, town.way_out(), body, headers)
    assert answer.status_code == 200
    assert town.left() == {"residents": "left"}


def test_no_redirect_and_no_cookie(town: Town) -> None:
    """The answer is no redirect (3.1), sets no cookie and asks for no login."""
    answer = click(town, town.way_out())
    assert answer.history == []
    assert not {"location", "set-cookie", "www-authenticate"} & {name.casefold() for name in answer.headers}


def test_this_person_and_this_list(town: Town) -> None:
    """The address names person and list (3.1): nobody else leaves, and nothing else is left."""
    click(town, town.way_out(AINO, "staff"))
    assert town.left(AINO) == {"staff": "left"}
    assert town.left(VEIKKO) == {}
    assert town.suppressions.left([person(AINO), person(VEIKKO)], "residents") == {}


def test_again(town: Town) -> None:
    """Two clicks, or one that the provider repeats, are as good as one: the answer is the same, and so is what is kept."""
    first, second = (click(town, town.way_out()) for _ in range(2))
    assert (first.status_code, first.text) == (second.status_code, second.text)
    assert len(town.suppressions.of(person(AINO))) == 1


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_scanner_changes_nothing(town: Town, method: str) -> None:
    """A GET with whatever query, a HEAD and a prefetch leave everything as it is, as often as they come (RFC 8058, 1)."""
    for query in ("", "?lang=sv", f"?{CLICK}", "?List-Unsubscribe=One-Click&confirm=1"):
        for headers in ({}, {"Purpose": "prefetch", "Sec-Purpose": "prefetch;prerender"}):
            answer = town.client.request(method, town.way_out() + query, headers=headers)
            assert answer.status_code == 200
            assert answer.headers["cache-control"] == "no-store"
    assert town.left() == {}


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ("", FORM),
        ("List-Unsubscribe=Maybe", FORM),
        ("list-unsubscribe=one-click", FORM),
        (CLICK, {"Content-Type": "text/plain"}),
        ('{"List-Unsubscribe": "One-Click"}', {"Content-Type": "application/json"}),
        (CLICK, PARTS),
        (IN_PARTS, {"Content-Type": "multipart/form-data"}),
        (IN_PARTS.replace("Unsubscribe", "Subscribe"), PARTS),
        ("\x00\xff" * 50, PARTS),
        ("\x00\xff" * 50, FORM),
        (CLICK, {}),
    ],
)
def test_another_body(town: Town, body: str, headers: dict[str, str]) -> None:
    """A body that does not say it changes nothing, and the page says so and has the button (400)."""
    answer = click(town, town.way_out(), body, headers)
    assert answer.status_code == 400
    assert "Mitään ei vielä muutettu" in answer.text
    assert "<button>" in answer.text
    assert town.left() == {}


def test_a_huge_body(town: Town) -> None:
    """A form of a megabyte is turned away, the click at its end with it (413)."""
    answer = click(town, town.way_out(), "a=" + "x" * 1_000_000 + "&" + CLICK)
    assert answer.status_code == 413
    assert "Pyyntöä ei voitu käsitellä" in answer.text
    assert town.left() == {}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_odd_methods(town: Town, method: str) -> None:
    """Any other method is told in words which there are (405), and changes nothing."""
    answer = town.client.request(method, town.way_out(), content=CLICK, headers=FORM)
    assert answer.status_code == 405
    assert sorted(answer.headers["allow"].split(", ")) == ["GET", "HEAD", "POST"]
    assert "Pyyntöä ei voitu käsitellä" in answer.text
    assert town.left() == {}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_opens_nothing(town: Town, method: str) -> None:
    """A forged, cut or expired address gets one and the same page with the city's contact; only the status tells the age."""
    good = town.way_out()
    void = [good[:-1], good + "A", "/u/x", "/u/%00", "/u/" + "A" * 5000, "/u/../etc", "/", "/u/"]
    answers = [town.client.request(method, path, content=CLICK, headers=FORM) for path in void]
    assert {answer.status_code for answer in answers} == {404}
    town.clock.move(days=LASTS.days + 1)
    expired = town.client.request(method, good, content=CLICK, headers=FORM)
    assert expired.status_code == 410
    assert {answer.text for answer in answers} == {expired.text}
    for words in ("Linkki ei toimi", "Länken fungerar inte", "This link does not work", "kokeilut@espoo.example"):
        assert words in expired.text
    assert town.left() == {}


def test_the_ledger_does_not_answer(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """A click that could not be kept is not said to be done (503), and neither answer nor log names anybody."""
    with town.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE suppressions")
    answer = click(town, town.way_out())
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "30"
    assert "Jokin meni vikaan" in answer.text
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("kutsu"))
    assert "OperationalError" in ours
    assert person(AINO) not in ours
    assert town.way_out()[3:] not in ours
