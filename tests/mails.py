"""Every mail that the demo can send, every kind told of the samples, two languages in one letter, and the drafts."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import replace

from kutsu.core.config import ChannelTable, Kind
from kutsu.core.content import localize
from kutsu.core.model import Entry, Stage, Status, Subject, Texts, subject_type
from kutsu.core.plan import read_plan
from kutsu.core.render import Renderer, Saying
from kutsu.settings import read_settings
from kutsu.sheets.build import build_plan
from tests import samples

DEMO = samples.ROOT / "config/demo"
NOW = dt.datetime.fromisoformat("2026-11-23T10:00:00+02:00")
PARTS = ("subject", "text", "html")
SETTINGS = read_settings(DEMO, samples.ROOT / "nowhere", {"KUTSU_SITE": samples.SITE, "KUTSU_SANDBOX": samples.SITE})
RENDERER = Renderer(samples.sources(), SETTINGS.city, {**SETTINGS.languages, **SETTINGS.drafts.languages})
LATER: dict[str, Subject[Texts]] = {
    "session-changed": replace(samples.SESSION, status=Status.MOVED, note=samples.MOVED),
    "session-cancelled": replace(samples.SESSION, status=Status.CANCELLED),
    "pilot-results": replace(samples.PILOT, stage=Stage.ENDED, results=f"{samples.SITE}/tulokset/tulkkaussovellus"),
    "correction": samples.SESSION,
}
"""What kinds tell of that are for another stage or status than that of the samples."""

Mails = dict[str, dict[str, str]]
"""The parts of mails by a name of kind, language and more, such as `session-invitation.fi.INFO-01.staff`."""

JOINT = ("session-invitation", "testers-wanted", "correction")
"""Kinds that are told in one letter of two languages, too."""


def demo() -> Mails:
    """What the demo's lists are told of its plan, in every language, and of what its drafts have texts for."""
    found: Mails = {}
    book = build_plan(DEMO / "plan", NOW.date(), SETTINGS.languages)
    entries = read_plan([book], SETTINGS.languages, SETTINGS.city, NOW).entries
    for table in (table for table in SETTINGS.channels.values() if table.adapter == "email"):
        for kind in (SETTINGS.kinds[name] for name in table.kinds):
            for entry in (entry for entry in entries if subject_type(entry.subject) == kind.subject):
                found |= dict(_told(table, kind, entry))
    return found


def samples_of_all_kinds() -> Mails:
    """Every kind in every language, and some in Finnish and Swedish together, told of the samples."""
    found: Mails = {}
    for path in sorted((samples.TEMPLATES / "words/en").glob("*.toml")):
        kind, _, audience = path.stem.partition(".")
        if kind != "labels":
            subject = LATER.get(kind) or samples.ABOUT[_subject(kind)]
            for languages in (*([key] for key in SETTINGS.languages), *[["fi", "sv"]] * (kind in JOINT)):
                name = ".".join((kind, "+".join(languages), "sample", audience or "residents"))
                found[name] = _joint(kind, subject, languages, audience or "residents")
    return found


def _subject(kind: str) -> str:
    """What a kind is about."""
    return str(tomllib.loads((samples.ROOT / "config/kinds.toml").read_text("utf-8"))[kind]["subject"])


def _told(table: ChannelTable, kind: Kind, entry: Entry) -> Iterator[tuple[str, dict[str, str]]]:
    """What one list is told of one row; a language that is not complete yet, or lacks what the kind needs, is left out."""
    first, subject = next(iter(SETTINGS.languages)), entry.subject
    ready = [key for key in table.languages if not entry.missing.get(key)]
    ready = [key for key in ready if all(getattr(localize(subject, key), need) for need in kind.needs)]
    contents = [(key, localize(subject, key)) for key in ready]
    if first in ready:
        contents += [
            each for each in SETTINGS.drafts.contents(localize(subject, first)) if RENDERER.worded(each[0], kind.name)
        ]
    for key, content in contents:
        said = [Saying(content, key, f"{samples.SITE}/{key}/{subject.id.lower()}/")]
        yield f"{kind.name}.{key}.{subject.id}.{table.audience}", _parts(kind.name, said, table.audience)


def _joint(kind: str, subject: Subject[Texts], languages: list[str], audience: str) -> dict[str, str]:
    """One letter of the samples in these languages."""
    said = [Saying(localize(subject, key), key, f"{samples.SITE}/{key}/{subject.id.lower()}/") for key in languages]
    return _parts(kind, said, audience)


def _parts(kind: str, said: list[Saying], audience: str) -> dict[str, str]:
    """The parts of a mail."""
    return dict(RENDERER.together(kind, said, audience, "email", PARTS, lambda _: True).parts)
