"""Kutsu's own tab *Tila*: every fault of a sheet by its cell, with what was seen there and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

from kutsu.core.cells.normal import folded, typed
from kutsu.core.columns import STAFF_LANGUAGES
from kutsu.core.desk.rows import DeskRow
from kutsu.core.desk.safe import safe, same
from kutsu.core.desk.status import FAULTS, Statuses
from kutsu.core.desk.words import say
from kutsu.core.grid import Book, Fault, Page, Tab
from kutsu.core.messages.desk import PAGES

MARK = "Kutsu: "
"""The first cell of every tab of Kutsu's own begins with it: a tab of the same name without it is staff's."""

HEADER = (
    f"{MARK}laji – slag – kind",
    "Solu – Cell – Cell",
    "Sarake – Kolumn – Column",
    "Solussa on – I cellen står – In the cell",
    "Mitä tehdä (fi)",
    "Vad göra (sv)",
    "What to do (en)",
)
MOST_SEEN = 200
"""Characters of a cell that are shown beside its fault."""

PERSONAL = "text-identity-code"
"""The fault whose cell is not quoted."""

_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


def faults_page(book: Book, statuses: Statuses, known: Iterable[str], rows: Sequence[DeskRow]) -> Page:
    """The tab for a book: its own faults and those of no sheet at all (`known` are all sheets), errors first.

    A tab without a column for Kutsu's answer has the answers to its `rows` here.
    """
    own = [fault for fault in statuses.look.plan.faults if fault.sheet == book.sheet or fault.sheet not in set(known)]
    tabs = {tab.title: tab for tab in book.tabs}
    order = {title: index for index, title in enumerate(tabs)}
    own.sort(key=lambda each: (each.severity != "error", order.get(each.tab, -1), each.row or 0, _where(each)[1]))
    lines = [_kind("pause", *(say("paused", ui) for ui in STAFF_LANGUAGES))] if statuses.look.paused else []
    lines += [_line(fault, tabs) for fault in own]
    lines += [_answer(row, statuses) for row in rows if "state" not in row.own]
    return page(FAULTS, HEADER, lines or [_kind("well")])


def page(title: str, header: Sequence[str], lines: Iterable[Sequence[str]]) -> Page:
    """A tab of Kutsu's own, every cell of it safe."""
    return Page(title, (tuple(header), *(tuple(map(safe, line)) for line in lines)))


def stands(book: Book, wanted: Page) -> bool:
    """Whether a book has this tab already, cell by cell."""
    tab = next((each for each in book.tabs if folded(each.title) == folded(wanted.title)), None)
    if tab is None:
        return False
    now = [_trimmed([typed(cell) for cell in row]) for row in tab.rows]
    return len(now) == len(wanted.rows) and all(
        len(row) == len(want) and all(map(same, row, want))
        for row, want in zip(now, map(_trimmed, wanted.rows), strict=True)
    )


def taken(book: Book, wanted: Page) -> bool:
    """Whether a tab of this name has something of somebody else's: words where Kutsu's mark would be, or a formula."""
    for tab in book.tabs:
        cells = [cell for row in tab.rows for cell in row]
        if folded(tab.title) == folded(wanted.title) and any(typed(cell).strip() or cell.formula for cell in cells):
            marked = bool(tab.rows[0]) and typed(tab.rows[0][0]).startswith(MARK)
            return not marked or any(cell.formula for cell in cells)
    return False


def kinds_of(code: str) -> str:
    """A small word in all staff languages: "Virhe – Fel – Error"."""
    return " – ".join(PAGES[code])


def _line(fault: Fault, tabs: Mapping[str, Tab]) -> list[str]:
    seen = _seen(fault, tabs.get(fault.tab))
    messages = [fault.message[ui] for ui in STAFF_LANGUAGES]
    return [kinds_of(fault.severity), _address(fault), fault.column or "", seen[:MOST_SEEN], *messages]


def _address(fault: Fault) -> str:
    """Where to go: "Infotilaisuudet!C7", as the name box of a spreadsheet program takes it; else the row, or the tab."""
    tab = fault.tab if fault.tab.isalnum() or not fault.tab else "'" + fault.tab.replace("'", "''") + "'"
    place = fault.cell or (f"{fault.row}:{fault.row}" if fault.row else "")
    return f"{tab}!{place}" if tab and place else fault.tab


def _seen(fault: Fault, tab: Tab | None) -> str:
    """What stands in the cell of a fault; what is too personal to be there is not told again."""
    if fault.code == PERSONAL:
        return ""
    row, column = _where(fault)
    cells = tab.rows[row - 1] if tab and 0 < row <= len(tab.rows) else ()
    return typed(cells[column - 1]) if 0 < column <= len(cells) else ""


def _where(fault: Fault) -> tuple[int, int]:
    """The row and column (from 1) of the cell of a fault; noughts where it has none."""
    match = _ADDRESS.fullmatch(fault.cell or "")
    letters = [ord(letter) - ord("A") + 1 for letter in match[1]] if match else []
    return int(match[2]) if match else 0, reduce(lambda found, letter: 26 * found + letter, letters, 0)


def _answer(row: DeskRow, statuses: Statuses) -> list[str]:
    """What would stand in the row, had its tab the column for it."""
    texts = [statuses.text(row, ui) for ui in STAFF_LANGUAGES]
    return [kinds_of("row"), f"{row.place.tab}: {row.place.row}", row.id, "", *texts]


def _kind(code: str, *messages: str) -> list[str]:
    """A line about no cell; without messages the small words say it."""
    return [kinds_of(code), "", "", "", *(messages or PAGES[code])]


def _trimmed(cells: Sequence[str]) -> list[str]:
    """A row without the blanks at its end, which no source gives."""
    last = max((index for index, cell in enumerate(cells) if cell.strip()), default=-1)
    return list(cells[: last + 1])
