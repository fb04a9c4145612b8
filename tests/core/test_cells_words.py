"""Ticks, texts, numbers, choices and addresses as staff type them."""

from __future__ import annotations

import pytest

from kutsu.core.grid import Cell
from tests.books import Value
from tests.core.reading import code, read, said


@pytest.mark.parametrize(
    "value", [True, "TRUE", "TOSI", "x", "X", "✓", "☑", "☑\ufe0f", "kyllä", "k", "1", 1, "ja", "Yes "]
)
def test_ticked(value: Value) -> None:
    """Every usual way of saying yes is a tick."""
    assert read("pilots:hold", value).value is True


@pytest.mark.parametrize("value", [False, None, "", "FALSE", "EPÄTOSI", "ei", "nej", "no", "0", 0, "-"])
def test_not_ticked(value: Value) -> None:
    """Every usual way of saying no, and an empty cell, is none."""
    assert read("pilots:hold", value).value is False


@pytest.mark.parametrize("value", ["joo", "ok", "joo?", "ok kai", 2])
def test_half_a_yes_is_asked_about(value: Value) -> None:
    """What is neither yes nor no publishes nothing."""
    assert code(read("pilots:hold", value)) == "tick-unclear"
    assert said(read("pilots:approve", "ok kai")) == '"ok kai" ei kerro, julkaistaanko rivi. Käytä valintaruutua.'


@pytest.mark.parametrize(
    ("where", "value", "expected"),
    [
        ("pilots:title", "x", "text-placeholder"),
        ("pilots:title", "Sama", "text-placeholder"),
        ("pilots:what", "tulee...", "text-placeholder"),
        ("pilots:problem", "Lorem ipsum dolor", "text-placeholder"),
        ("pilots:title", "Info / Infomöte", "text-bilingual"),
        ("pilots:problem", "FI: Tervetuloa\nSV: Välkommen", "text-bilingual"),
        ("pilots:title", Cell("Möte", "Möte", formula='=GOOGLETRANSLATE(B7;"fi";"sv")'), "text-translated"),
        ("pilots:problem", "Soita: 131052-308T", "text-identity-code"),
        ("pilots:what", "Kysy: joku.muu@gmail.com", "text-private-email"),
        ("pilots:title", "#REF!", "cell-error"),
        ("pilots:title", Cell(None, "", formula="=A1"), "formula-empty"),
    ],
)
def test_texts_that_are_none(where: str, value: Value, expected: str) -> None:
    """Placeholders, two languages in one cell, translation formulas and private details never reach the public."""
    assert code(read(where, value)) == expected


def test_private_details_are_not_repeated() -> None:
    """The message about an identity code or a private address does not quote it."""
    for value in ("Soita: 131052-308T", "Kysy: joku.muu@gmail.com"):
        told = said(read("pilots:what", value))
        assert told
        assert value.split()[1] not in told


def test_what_texts_keep() -> None:
    """Quotes, emoji, line breaks and markup stay as typed; line breaks become blanks in a title."""
    text = "“Tervetuloa” 👩‍💻\n\n\n• <b>kahvia</b> &amp; pullaa\u00a0\u200b"
    assert read("pilots:problem", text).value == "“Tervetuloa” 👩‍💻\n\n• <b>kahvia</b> &amp; pullaa"
    assert read("pilots:title", "Info\n24/7").value == "Info 24/7"
    assert read("pilots:what", "Viitenumero 131052-3080 ei ole tunnus").remark is None


@pytest.mark.parametrize(
    ("where", "value", "expected", "remarked"),
    [
        ("contacts:phone", 401234567, "040 123 4567", "phone-zero"),
        ("contacts:phone", "040 123 4567", "040 123 4567", ""),
        ("contacts:phone", "+358 9 816 21", "+358 9 816 21", ""),
        ("contacts:phone", "kysy vaihteesta", None, "phone-unreadable"),
        ("venues:postcode", 2230, "02230", "postcode-zero"),
        ("venues:postcode", "02230", "02230", ""),
        ("venues:postcode", 180, None, "postcode-unreadable"),
        ("contacts:email", "kokeilut@example.org", "kokeilut@example.org", ""),
        ("contacts:email", "päällikkö, kokeilut@example.org , 09 123", None, "email-unreadable"),
        ("contacts:email", "joku@gmail.com", None, "text-private-email"),
        ("pilots:join", "https://example.org/mukaan?a=1", "https://example.org/mukaan?a=1", ""),
        ("pilots:join", "http://example.org", None, "link-http"),
        ("pilots:join", "www.example.org", None, "link-unreadable"),
        ("pilots:join", "https://user:pw@example.org", None, "link-unreadable"),
        ("pilots:join", "https://[oops", None, "link-unreadable"),
        ("pilots:testers", 50, 50, ""),
        ("pilots:testers", "6 500", 6500, ""),
        ("pilots:testers", "noin 50", None, "number-unreadable"),
        ("pilots:testers", 1.5, None, "number-unreadable"),
        ("pilots:stage", "Testaajahaku", "recruiting", ""),
        ("pilots:theme", "tolkning", "interpreting", ""),
        ("sessions:status", "held", "held", ""),
        ("sessions:status", "ehkä", None, "choice-unknown"),
        ("sessions:languages", "suomi, ruotsi", ("fi", "sv"), ""),
        ("sessions:languages", "finska och svenska", ("fi", "sv"), ""),
        ("sessions:languages", "fi sv", ("fi", "sv"), ""),
        ("sessions:languages", "suomalainen viittomakieli", ("fse",), ""),
        ("sessions:languages", "klingon", None, "language-unknown"),
        ("sessions:id", "INFO-12", "INFO-12", ""),
        ("sessions:id", 12, "12", ""),
        ("sessions:id", "info 12", None, "id-unreadable"),
        ("sessions:id", "../12", None, "id-unreadable"),
        ("venues:id", "tprek:15321", "TPREK:15321", ""),
        ("pilots:id", "pilot-04", "PILOT-04", ""),
        ("pilots:round", "Round-1", "ROUND-1", ""),
        ("sessions:pilots", "PILOT-1, pilot-2\npilot-1", ("PILOT-1", "PILOT-2"), ""),
    ],
)
def test_closed_sets(where: str, value: Value, expected: object, remarked: str) -> None:
    """Addresses, numbers, choices, languages and ids: what is taken, what is put right, what is refused."""
    reading = read(where, value)
    assert (reading.value, code(reading)) == (expected, remarked)


def test_leading_zeros_in_words() -> None:
    """The zero that a number cell lost is put back, and its editor learns how to keep it."""
    assert (
        said(read("contacts:phone", 401234567))
        == "Lisäsin puuttuvan alkunollan: 040 123 4567. Muotoile sarake tekstiksi."
    )


def test_a_wrong_choice_is_told_the_right_ones() -> None:
    """The message names the choices in the reader's language."""
    assert "pakollinen" in said(read("sessions:registration", "joo"))
    assert "obligatorisk" in said(read("sessions:registration", "joo"), "sv")
