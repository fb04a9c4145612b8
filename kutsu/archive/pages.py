"""The record as pages for people: a page per subject, a list per month, and the index that leads to all."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from kutsu.archive.entries import Delivery, Said
from kutsu.archive.speech import Speech
from kutsu.archive.whole import Again, Head, Hold, Pause, Subject
from kutsu.core.environment import environment, fill
from kutsu.mirrors.places import NAME

SHAPES = "shapes/archive"


@dataclass(frozen=True)
class Line:
    """A delivery in a list: `at` is when it was said, else its slot."""

    at: dt.datetime
    said: Said
    title: str
    file: str
    kind: str
    language: str
    channel: str


@dataclass(frozen=True)
class Summary:
    """A subject in the index."""

    id: str
    title: str
    file: str
    first: dt.datetime | None
    last: dt.datetime | None
    counts: Mapping[str, int]


@dataclass
class Pages:
    """Writes the pages below `root`; of what is written it keeps a line for the lists."""

    root: Path
    speech: Speech
    head: Head
    summaries: list[Summary] = field(default_factory=list)
    months: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter[str] = field(default_factory=Counter)
    _names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._made = environment(self.speech.sources)

    def add(self, subject: Subject) -> None:
        """Write the page of a subject."""
        file, title = self._file(subject.id), self._title(subject)
        anchors = {one.key: f"d{number}" for number, one in enumerate(subject.deliveries, 1)}
        groups = [sorted(group, key=self._place) for _, group in groupby(subject.deliveries, _together)]
        words = {"subject": subject, "title": title, "anchors": anchors, "groups": groups}
        self._write("subject", file, words)
        for one in subject.deliveries:
            at = one.said_at or one.slot
            where = f"{file}#{anchors[one.key]}"
            self.months[f"{at:%Y-%m}"].append(
                Line(at, one.said, one.title or title, where, one.kind, one.language, one.channel)
            )
        told = sorted(one.said_at for one in subject.deliveries if one.said_at)
        counts = Counter[str](one.said for one in subject.deliveries)
        self.counts += counts
        self.counts["back"] += sum(any(back.gone for back in one.retractions) for one in subject.deliveries)
        self.counts["approved"] += len(subject.approvals)
        first, last = (told[0], told[-1]) if told else (None, None)
        self.summaries.append(Summary(subject.id, title, file, first, last, dict(counts)))

    def close(self, pauses: Sequence[Pause], holds: Sequence[Hold], again: Sequence[Again]) -> None:
        """Write the lists of the months, the index and the style."""
        months = []
        for key, lines in sorted(self.months.items()):
            name = f"{int(key[5:])}/{key[:4]}"
            months.append((name, f"months/{key}.html", len(lines)))
            sorted_lines = sorted(lines, key=lambda line: (line.at, line.file))
            self._write("month", f"months/{key}.html", {"month": name, "lines": sorted_lines})
        counted = {said: self.counts[said] for said in ("yes", "partly", "perhaps", "later", "no")}
        spoken = [one for one in self.summaries if one.counts]
        quiet = [one for one in self.summaries if not one.counts]
        lists = {"months": months, "spoken": spoken, "quiet": quiet, "pauses": pauses, "holds": holds, "again": again}
        numbers = {"counts": counted, "backs": self.counts["back"], "approved": self.counts["approved"]}
        self._write("index", "index.html", {**lists, **numbers})
        (self.root / "style.css").write_text(self.speech.sources[f"{SHAPES}/style.css"], "utf-8")
        readme = fill(self._made, f"{SHAPES}/README.txt", {"head": self.head, "city": self.head.city})
        (self.root / "README.txt").write_text(readme + "\n", "utf-8")

    def _write(self, shape: str, file: str, words: Mapping[str, object]) -> None:
        """Write one page."""
        above = "../" * file.count("/")
        page = fill(
            self._made, f"{SHAPES}/{shape}.html", {"root": above, "head": self.head, "speech": self.speech, **words}
        )
        path = self.root / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(page.lstrip() + "\n", "utf-8", "replace")

    def _file(self, subject: str) -> str:
        """Where the page of a subject is: under its id, or a sum of it where that is no name or is taken by another's."""
        name = subject.lower()
        if not NAME.fullmatch(subject) or name in self._names:
            name = hashlib.sha256(subject.encode("utf-8", "replace")).hexdigest()
        self._names.add(name)
        return f"subjects/{name}.html"

    def _title(self, subject: Subject) -> str:
        """The title in the language of the pages, or in whatever there is."""
        titles = subject.titles
        own = titles.get(self.speech.ui) or next(iter(titles.values()), "")
        return own or next((one.title for one in subject.deliveries if one.title), subject.id)

    def _place(self, one: Delivery) -> tuple[str, str, int, str]:
        """Within one heading: network by network, the languages as the city has them."""
        return one.network, one.audience, self.speech.order(one.language), one.key


def _together(one: Delivery) -> tuple[dt.datetime, str, str]:
    """What stands under one heading."""
    return one.slot, one.kind, one.edition
