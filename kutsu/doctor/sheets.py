"""Each shared sheet: who asks for it, whether it may be read and written, its tabs and columns; and lists that nobody else may see."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from kutsu.core.checked import Checked, fault, note, ok
from kutsu.core.columns import SCHEMAS, find_columns, find_tabs
from kutsu.core.errors import Faulty, KutsuError
from kutsu.core.grid import Book
from kutsu.core.ports import Sheet
from kutsu.doctor import Check
from kutsu.doctor.patient import Patient
from kutsu.doctor.round import advice
from kutsu.lists import LIST_KEY, key_file
from kutsu.sheets.google import GoogleSheet
from kutsu.sheets.workbook import Workbook

READS = "reads: 60 a minute and account (Google's quota); Kutsu asks 1 to 4 per sheet and pull"
"""developers.google.com/workspace/sheets/api/limits; see kutsu/sheets/google.py."""

OPTIONAL = ("settings",)
"""Tabs without which a sheet is whole."""


def checks(patient: Patient) -> Sequence[Check]:
    """One check per sheet, and one per list in a Google sheet of its own."""
    found: list[Check] = [(name, partial(_sheet, patient, sheet)) for name, sheet in patient.sheets.items()]
    listed = [name for name in patient.channels if patient.settings.channels[name].options.get("spreadsheet")]
    return [*found, *((f"list of {name}", partial(_list, patient, name)) for name in listed)]


def _sheet(patient: Patient, sheet: Sheet) -> Iterator[Checked]:
    """Whether it can be read and written, and what is in it."""
    try:
        book = sheet.read()
    except KutsuError as error:
        do = "Mend it, then `kutsu check`." if isinstance(error, Faulty) else advice(str(error))
        yield fault(sheet.name, str(error), do)
        return
    yield ok(sheet.name, f"readable: {len(book.tabs)} tabs, {sum(len(tab.rows) for tab in book.tabs)} rows")
    yield from _tabs(patient, book)
    if isinstance(sheet, GoogleSheet):
        yield from google(sheet)
    elif isinstance(sheet, Workbook):
        yield from _workbook(sheet.name, Path(patient.settings.sheets[sheet.name].path))


def _tabs(patient: Patient, book: Book) -> Iterator[Checked]:
    """The tabs and headers that are missing or twice there, as a pull would say."""
    whole = True
    for schema in SCHEMAS:
        tabs = find_tabs(book, schema)
        if len(tabs) != 1 and not (schema.key in OPTIONAL and not tabs):
            whole, names = False, " / ".join(titles[0] for titles in schema.titles.values())
            yield fault(
                book.sheet,
                f"the tab {names} is there {len(tabs)} times",
                "`kutsu check` tells more; `kutsu sheet upgrade` adds it.",
            )
        for tab in tabs:
            for wrong in find_columns(tab, schema, patient.settings.languages, book.sheet)[1]:
                whole = whole and wrong.severity != "error"
                tell = fault if wrong.severity == "error" else note
                yield tell(book.sheet, wrong.message["en"], "Mend the header row; `kutsu sheet upgrade` adds columns.")
    if whole:
        yield ok(book.sheet, "every tab and every column is there")


def google(sheet: GoogleSheet) -> Iterator[Checked]:
    """Who Kutsu is to Google, and whether it may write, without a write."""
    account, _, project = sheet.account.partition("@")
    yield ok(sheet.name, f"asks Google as the service account {account} (at {project})")
    if sheet.capabilities().get("canEdit") is True:
        yield ok(sheet.name, f"may be written; {READS}")
    else:
        yield fault(sheet.name, "the service account may read, not write", "Share the sheet with it as an editor.")


def _workbook(name: str, path: Path) -> Iterator[Checked]:
    """Whether the file may be replaced, and nobody has it open."""
    locks = [path.with_name(each) for each in (f"~${path.name}", f".~lock.{path.name}#")]
    for lock in (each for each in locks if each.exists()):
        yield note(name, f"somebody has {path.name} open", f"Close it there; if nobody has, delete {lock}.")
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        yield ok(name, f"{path} may be written")
    else:
        yield fault(name, f"{path} may not be written", "Give the user of Kutsu the right to write it and its folder.")


def _list(patient: Patient, channel: str) -> Iterator[Checked]:
    """Whether a list of residents is for its keepers alone, as far as Google tells an account that only reads it."""
    name, table = f"list of {channel}", patient.settings.channels[channel]
    path = patient.settings.secrets(channel, [LIST_KEY]).get(LIST_KEY)
    account = (key_file(Path(path)) if path else None) or {}
    spreadsheet, base = str(table.options["spreadsheet"]), str(table.options.get("list_base", ""))
    shared = GoogleSheet(name, spreadsheet, account, patient.clock, patient.settings.languages, base).shared_with()
    if shared is None:
        told = "Google does not tell this account with whom the list is shared"
        yield note(name, told, "Look at Share in the sheet: it must say Restricted, never Anyone with the link.")
    elif "anyone" in shared:
        yield fault(
            name, "anyone with the link can open the list of residents", "In Share, set it to Restricted at once."
        )
    else:
        yield ok(name, "shared with named people alone")
