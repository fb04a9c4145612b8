"""Text in a cell: never a formula, nothing that a file does not take, never too long, and stable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from kutsu.core.desk.safe import FORMULA, safe, same


@pytest.mark.parametrize(
    "text", ["=1+1", "+358 40", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u200b=1", "＝1", "\n=1"]
)
def test_no_formula(text: str) -> None:
    """Whatever a program would take for a formula begins with a mark that is only ever text, and is else as it was."""
    assert safe(text) == "’" + text.strip().replace("\u200b", "")


@pytest.mark.parametrize("text", ["Julkaistu 1+1", "’lainattu", "Tulossa: @espoo", ""])
def test_plain_text_stays(text: str) -> None:
    """Other text is left as it is."""
    assert safe(text) == text


def test_lines_and_length() -> None:
    """Line breaks stay, in one form; what is too long for Excel's cell is cut with a mark, however wide its characters are."""
    assert safe("a\r\nb \n c\vd") == "a\nb\n c\nd"
    long = safe("😀" * 40_000)
    assert long.endswith("…")
    assert len(long.encode("utf-16-le")) // 2 <= 32_767


@given(st.text())
def test_any_text(text: str) -> None:
    """No text makes a formula or breaks a file, and a text that was written once is the same when it is read."""
    found = safe(text)
    assert not found.startswith(tuple(FORMULA))
    assert not ILLEGAL_CHARACTERS_RE.search(found)
    assert safe(found) == found
    assert same(found.replace("\n", "\r\n") + " ", text)
