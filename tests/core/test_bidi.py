"""What is read from the left stands apart in a text that is read from the right."""

from __future__ import annotations

import pytest

from kutsu.core.bidi import isolated, latin, runs


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("الخميس، 26 نوفمبر 2026، 16:30–19:00", ["16:30–19:00"]),
        ("مع شركة Kielisilta Osuuskunta، وهي شريك", ["Kielisilta Osuuskunta"]),
        ("اتصل: +358 9 555 0101.", ["+358 9 555 0101"]),
        ("في Näyttelykeskus WeeGee (Tapiola)!", ["Näyttelykeskus WeeGee (Tapiola)"]),
        ("(Sello)", ["Sello"]),
        ("120 مقعدًا", []),
        ("02100\u00a0Tapiola وعبر الإنترنت", ["02100\u00a0Tapiola"]),
        ("https://kokeilut.espoo.example/ar/ هنا", ["https://kokeilut.espoo.example/ar"]),
        ("+ و - فقط +", []),
        ("", []),
    ],
)
def test_runs(text: str, apart: list[str]) -> None:
    """Latin names, times, phone numbers and addresses are found whole; bare numbers and lone signs stay; nothing is lost."""
    found = list(runs(text))
    assert "".join(run for run, _ in found) == text
    assert [run for run, foreign in found if foreign] == apart


def test_isolated() -> None:
    """A name gets its own direction and a time is never broken; markup in it is text, and from the left nothing changes."""
    assert isolated("عن <b>Oy</b> 17:00", "rtl") == ('عن &lt;<bdi dir="ltr">b&gt;Oy&lt;/b&gt; 17:00</bdi>')
    assert isolated("الساعة 17:00", "rtl") == 'الساعة <bdi dir="ltr" class="whole">17:00</bdi>'
    assert isolated("<Oy> 17:00", "ltr") == "&lt;Oy&gt; 17:00"


def test_latin() -> None:
    """A street in Latin letters is told from one in Arabic ones, and from a number, which has no letters."""
    assert [latin(text) for text in ("Ahertajantie 5", "شارع 5", "02100", "WeeGee في")] == [True, False, False, False]
