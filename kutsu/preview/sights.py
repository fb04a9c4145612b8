"""Every coming message of a row as it will look: its text in its colours, its picture, its length, or why there is none yet."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kutsu.core.content import localize
from kutsu.core.crowding import fingerprint
from kutsu.core.drafts import NO_DRAFTS, Drafts
from kutsu.core.errors import Faulty
from kutsu.core.model import Session, Subject
from kutsu.core.preview import Row, lacking, pieces
from kutsu.core.publication import Delivery, Message
from kutsu.preview.folder import Folder, Manifest
from kutsu.preview.looks import Letter, Part, Shown, Sight, Slip
from kutsu.release import Gate
from kutsu.survey import Survey

PREHEADER = re.compile(r'<div class="preheader"[^>]*>(.*?)</div>', re.DOTALL)
POLICY = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
"""A mail is looked at without fetching anything, whatever it holds."""

SUFFIXES = {"image/jpeg": "jpg", "image/png": "png"}


@dataclass
class Sights:
    """Makes what one row shows, and keeps its files; `files`, `said` and `held` tell what came of it."""

    gate: Gate
    folder: Folder
    manifest: Manifest
    edition: str
    drafts: Drafts = NO_DRAFTS

    def __post_init__(self) -> None:
        """Nothing is made yet."""
        self.files: list[str] = []
        self.said: dict[str, str] = {}
        self.held: dict[str, str] = {}

    def parts(self, survey: Survey, row: Row) -> list[Part]:
        """What is coming, the next first."""
        messages, self.held = self.gate.compose(survey, row.coming, shown=False)
        self.said = {key: fingerprint(message) for key, message in messages.items()}
        found: dict[tuple[str, str, dt.datetime, dt.datetime], dict[tuple[str, str], list[Sight]]] = defaultdict(dict)
        for each in row.coming:
            sight = self._sight(survey, each, messages.get(each.key))
            groups = found[each.kind, each.edition, each.slot, each.expires]
            groups.setdefault((sight.network, sight.audience), []).extend((sight, *self._drafted(survey, sight)))
        return [Part(*head, self._sorted(groups), head[2] <= survey.now) for head, groups in found.items()]

    def _sorted(self, groups: Mapping[tuple[str, str], list[Sight]]) -> tuple[tuple[Sight, ...], ...]:
        """Networks and languages in the order of config."""
        channels, languages = list(self.gate.rules.channels), [*self.gate.rules.languages, *self.drafts.languages]
        order = {name: number for number, name in enumerate(channels)}
        ranked = sorted(groups.values(), key=lambda group: min(order[sight.delivery.channel] for sight in group))
        return tuple(
            tuple(sorted(group, key=lambda sight: (languages.index(sight.delivery.languages[0]), sight.delivery.key)))
            for group in ranked
        )

    def slips(self, survey: Survey, row: Row) -> list[Slip]:
        """A session's entry in a calendar, in each language that is complete."""
        found = []
        for told in row.told:
            content = survey.standings[row.id, told.language].content
            if isinstance(content, Session):
                when = self.gate.renderer.voice(told.language).when(content)
                (event,) = self.gate.events(survey, row.id, [told.language])
                found.append(Slip(told.language, when, event))
        return found

    def _sight(self, survey: Survey, delivery: Delivery, message: Message | None) -> Sight:
        """One message as its channel will show it."""
        table, channel = self.gate.rules.channels[delivery.channel], self.gate.channels[delivery.channel]
        language, options = delivery.languages[0], table.options
        handle = str(options.get("handle", "")) or delivery.channel
        sender = _spoken(options, "from_name", language)
        name = sender or self.gate.renderer.city.name[language]
        content = survey.standings[delivery.subject, language].content
        lacks = tuple(lacking(self.gate.rules.kinds[delivery.kind], content)) if content else ()
        where = (channel.network, table.audience, name, handle)
        own = [survey.standings[delivery.subject, key] for key in delivery.languages]
        ready = all(each.approved and not each.entry.held for each in own) and not lacks
        if message is None:
            return Sight(delivery, *where, why=self.held[delivery.key] if content else "", lacking=lacks)
        used, allowed = channel.measure(message)
        mail = "html" in message.parts
        return Sight(
            delivery,
            *where,
            pieces=() if mail else tuple(pieces("\n".join(message.parts.values()))),
            letter=self._letter(message, f"{name} <{_spoken(options, 'from', language)}>") if mail else None,
            picture=self._picture(survey, delivery) if channel.pictures and table.pictures else None,
            used=used,
            allowed=allowed,
            fits=channel.fits(message),
            lacking=lacks,
            joined=ready and bool(delivery.held_because),
        )

    def _drafted(self, survey: Survey, sight: Sight) -> Iterator[Sight]:
        """Beside what is said in the city's first language: the same in each draft language that has words and texts for it."""
        each, first = sight.delivery, next(iter(self.gate.rules.languages))
        if not (sight.letter or sight.pieces) or each.languages[0] != first:
            return
        for key, content in self.drafts.contents(localize(survey.standings[each.subject, first].entry.subject, first)):
            if self.gate.renderer.worded(key, each.kind):
                try:
                    yield self._draft(sight, key, content, self.gate.origin.address(each.subject, first))
                except Faulty as fault:
                    said = replace(each, language=key, held_because=None)
                    yield replace(
                        sight, delivery=said, pieces=(), letter=None, picture=None, why=str(fault), draft=True
                    )

    def _draft(self, sight: Sight, language: str, content: Subject[str], link: str) -> Sight:
        """A message as it would be in a draft language, whose page there is not yet; raises `Faulty`."""
        each = replace(sight.delivery, language=language, held_because=None)
        channel, table = self.gate.channels[each.channel], self.gate.rules.channels[each.channel]
        where = (table.audience, channel.network, channel.parts)
        mail = "html" in channel.parts
        fits = (lambda _: True) if mail else channel.fits
        message = self.gate.renderer.message(each.kind, content, language, *where, link, fits)
        name = self.gate.renderer.city.name[language]
        used, allowed = channel.measure(message)
        return replace(
            sight,
            delivery=each,
            name=name,
            pieces=() if mail else tuple(pieces("\n".join(message.parts.values()))),
            letter=self._letter(message, f"{name} <{_spoken(table.options, 'from', language)}>") if mail else None,
            picture=None,
            used=used,
            allowed=allowed,
            fits=channel.fits(message),
            lacking=(),
            joined=False,
            draft=True,
        )

    def _letter(self, message: Message, sender: str) -> Letter:
        """A mail and, in a file of its own, its HTML to the letter but for a ban on fetching anything."""
        text = message.parts["html"]
        hidden = PREHEADER.search(text)
        name = f"mail/{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:24]}.html"
        self.files.append(self.folder.put(name, text.replace("<head>", f"<head>\n{POLICY}", 1)))
        preheader = html.unescape(hidden[1]).strip() if hidden else ""
        return Letter(sender, message.parts["subject"], preheader, message.parts["text"], name)

    def _picture(self, survey: Survey, delivery: Delivery) -> Shown | None:
        """The picture of a message; one that was drawn or fetched before for the same content is not asked for again."""
        standing = survey.standings[delivery.subject, delivery.languages[0]]
        key = f"{self.edition}/{standing.digest}/{standing.language}"
        known = self.manifest.pictures.get(key)
        if not (known and self.folder.has(known[0])):
            try:
                assert standing.content  # there is a message of it
                found = self.gate.gallery.pictures(standing.content, standing.language)
            except Faulty as fault:
                self.held.setdefault(delivery.key, str(fault))
                return Shown("", str(fault))
            if not found:
                return None
            name = f"pictures/{found[0].digest[:24]}.{SUFFIXES.get(found[0].media_type, 'img')}"
            known = (self.folder.put(name, found[0].content), found[0].alt)
            self.manifest.pictures[key] = known
        self.files.append(known[0])
        return Shown(*known)


def _spoken(options: Mapping[str, str | int], name: str, language: str) -> str:
    """An option of a channel in a language, or for all of them."""
    return str(options.get(f"{name}_{language}") or options.get(name, ""))
