"""Rows that were there and are not: never a cancellation. A sheet that lost most of its rows is held whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from kutsu.core.cells.normal import digits, folded
from kutsu.core.columns import PILOTS, ROUND, SCHEMAS, SESSIONS, SETTINGS, TabSchema, find_columns, find_tabs
from kutsu.core.config import Language
from kutsu.core.grid import Book, Fault
from kutsu.core.messages import Remark, listed, remark
from kutsu.core.model import Approved, Digest, Pilot, Session, Stage, Status, Subject, T, subject_type

FEW = 5
"""From so many rows on, the loss of four fifths of a tab is taken for an accident."""
WEEK = dt.timedelta(days=6)
_TABS = {"round": ROUND, "pilot": PILOTS, "session": SESSIONS}


def shrunk(before: Book, now: Book, languages: Mapping[str, Language]) -> Fault | None:
    """One fault for all tabs of a sheet that were emptied, or lost 80 % of their rows, since its last good reading."""
    found = [schema for schema in SCHEMAS if schema is not SETTINGS and _lost(schema, before, now, languages)]
    if not found:
        return None
    tabs = listed([f'"{tab.title}"' for schema in found for tab in find_tabs(before, schema)[:1]])
    return _fault(now.sheet, "", remark("rows-gone", tabs=tabs, sheet=now.sheet))


def vanished(
    approved: Iterable[Approved], books: Iterable[Book], languages: Mapping[str, Language], today: dt.date
) -> Iterator[Fault]:
    """What was approved, is not over, and stands on no row any more: told once per subject, and nothing else."""
    present = {id_ for book in books for schema in _TABS.values() for id_ in _ids(book, schema, languages)}
    gone = {each.content.id: each.content for each in approved if folded(each.content.id) not in present}
    for id_, content in gone.items():
        if not over(content, today):
            tab = _TABS[subject_type(content)].titles["fi"][0]
            yield _fault("", tab, remark("row-vanished", seen=id_))


def _lost(schema: TabSchema, before: Book, now: Book, languages: Mapping[str, Language]) -> bool:
    were, are = _ids(before, schema, languages), _ids(now, schema, languages)
    gone = len(were - are)
    return bool(were) and (not are or (len(were) >= FEW and 5 * gone >= 4 * len(were)))


def _ids(book: Book, schema: TabSchema, languages: Mapping[str, Language]) -> set[str]:
    """The ids in a tab as compared; hidden rows and rows in error count like any other."""
    found: set[str] = set()
    for tab in find_tabs(book, schema)[:1]:
        index = find_columns(tab, schema, languages)[0].get("id")
        found |= {folded(digits(row[index])) for row in tab.rows[1:] if index is not None and index < len(row)}
    return found - {""}


def over(content: Subject[T], today: dt.date) -> bool:
    """Whether nothing more is to be said of a subject."""
    if isinstance(content, Session):
        return content.day < today or content.status in (Status.CANCELLED, Status.HELD)
    if isinstance(content, Pilot):
        return content.stage in (Stage.ENDED, Stage.DROPPED) or (content.end is not None and content.end < today)
    return (content.monday + WEEK if isinstance(content, Digest) else content.announce) < today


def _fault(sheet: str, tab: str, told: Remark) -> Fault:
    return Fault(sheet, tab, None, None, None, "error" if told.error else "note", told.code, told.message)
