"""A pull at rest: where nothing has changed and nothing is due, it ends after one small question to each sheet."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from kutsu.core.changes import untold
from kutsu.core.errors import Faulty, Unavailable
from kutsu.core.ids import namings
from kutsu.core.ports import Sheet
from kutsu.core.rest import same_until
from kutsu.ledger.database import Database
from kutsu.ledger.sign import sign
from kutsu.mirrors.files import write_whole
from kutsu.missing import lacking
from kutsu.readings import TRUSTED
from kutsu.recall import Recaller
from kutsu.release import Gate
from kutsu.survey import Survey, Surveyor


@dataclass(frozen=True)
class Rest:
    """What a pull that found nothing to do leaves to the next ones: from `since` to `until` (ISO 8601) they have nothing to do either.

    That holds while every sheet has its stamp, and all else that a pull goes by has this sign.
    """

    sign: str
    stamps: dict[str, str]
    since: str
    until: str

    def holds(self, now: dt.datetime) -> bool:
        """Whether it reaches over this moment."""
        return dt.datetime.fromisoformat(self.since) <= now < dt.datetime.fromisoformat(self.until)

    def __str__(self) -> str:
        since = dt.datetime.fromisoformat(self.since)
        return f"nothing has changed since {since:%H.%M.%S}, and nothing is due"


@dataclass(frozen=True)
class Rests:
    """Grants a rest, and takes it. It is no more than a saving: without its file (at `path`) a pull does all there is.

    `made_of` is a fingerprint of config, templates and program; `records` are the files in which mirrors and previews keep what
    they last wrote.
    """

    path: Path
    made_of: str
    records: Sequence[Path]
    surveyor: Surveyor
    gate: Gate
    database: Database
    recaller: Recaller

    def sign(self) -> str:
        """What all that a pull goes by comes to now, but for the sheets and the time."""
        files = [(path.stat().st_mtime_ns, path.stat().st_size) if path.is_file() else None for path in self.records]
        return hashlib.sha256(repr((self.made_of, files, sign(self.database))).encode("utf-8", "replace")).hexdigest()

    def taken(self, ahead: dt.timedelta = dt.timedelta()) -> Rest | None:
        """The rest that holds now and so long ahead, with a note in the ledger that the sheets answered; None where there is more to do."""
        now, rest = self.surveyor.reader.clock.now(), self._kept()
        if rest is None or not rest.holds(now) or not rest.holds(now + ahead) or rest.sign != self.sign():
            return None
        sheets = self.surveyor.reader.sheets
        with ThreadPoolExecutor(8) as pool:
            stamps = dict(zip(sheets, pool.map(_stamp, sheets.values()), strict=True))
        if stamps != rest.stamps:
            return None
        for sheet in sheets:
            self.surveyor.memories.confirm(sheet, now)
        return rest

    def grant(self, before: str, survey: Survey, changed: int) -> Rest | None:
        """Leave a rest to the next pulls if this one, ended now, did nothing and the next would do nothing; else take it away.

        `before` is the sign when it began, `changed` the number of files that its mirrors changed.
        """
        until = None if changed or survey.answered or self.sign() != before else self._until(survey)
        if until is None or until <= survey.now:
            self.forget()
            return None
        stamps = {book.sheet: book.stamp for book in survey.books}
        since = survey.now.astimezone(self.gate.rules.city.zoneinfo)
        rest = Rest(before, stamps, since.isoformat(), until.isoformat())
        write_whole(self.path, json.dumps(asdict(rest)).encode())
        return rest

    def forget(self) -> None:
        """Let the next pull do all there is."""
        self.path.unlink(missing_ok=True)

    def _kept(self) -> Rest | None:
        """What the last pull left; a file that cannot be read grants nothing."""
        try:
            return Rest(**json.loads(self.path.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _until(self, survey: Survey) -> dt.datetime | None:
        """How long nothing will be due; None where something is due, in doubt, wrong, to be taken back or on its way already."""
        rules, views, now = self.gate.rules, self.gate.views, survey.now
        sound = len(survey.books) == len(self.surveyor.reader.sheets) and all(book.stamp for book in survey.books)
        wrong = any(fault.row is None and fault.severity == "error" for fault in survey.plan.faults)
        if not sound or wrong or self._unnamed(survey) or lacking(views, rules.required, now):
            return None
        if self.gate.due(survey, now) or untold(survey.deliveries, rules.kinds, views.states(now)):
            return None
        if self.recaller.astray(survey):
            return None
        moments = [same_until(survey.plan, survey.deliveries, rules, now)]
        moments += [book.read_at + TRUSTED for book in survey.books]
        moments += [pause.until for pause in self.gate.pauses.active(now) if pause.until]
        moments += [again] if (again := views.next(now)) else []
        return min(moments)

    def _unnamed(self, survey: Survey) -> bool:
        """Whether the next pull would give ids to rows, as it will know these readings as the earlier ones."""
        known, languages = self.surveyor.memories.subjects(), self.gate.rules.languages
        return any(namings(survey.books, {book.sheet: book for book in survey.books}, known, languages))


def _stamp(sheet: Sheet) -> str:
    """What a sheet answers; nothing when it does not."""
    try:
        return sheet.stamp()
    except (Unavailable, Faulty):
        return ""
