"""Every coming message of a row as it will look: its text in its colours, its picture, its length, or why there is none yet."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kutsu.core.crowding import fingerprint
from kutsu.core.errors import Faulty
from kutsu.core.facts import Fact, facts
from kutsu.core.model import Session
from kutsu.core.preview import Piece, Row, lacking, pieces
from kutsu.core.publication import Delivery, Message
from kutsu.preview.folder import Folder, Manifest
from kutsu.release import Gate
from kutsu.survey import Survey

PREHEADER = re.compile(r'<div style="display:none[^>]*>(.*?)</div>', re.DOTALL)
POLICY = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
"""A mail is looked at without fetching anything, whatever it holds."""

SUFFIXES = {"image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True)
class Shown:
    """A picture by its file, with its words; without a file, `words` say why it is missing."""

    file: str
    words: str


@dataclass(frozen=True)
class Letter:
    """What a mailbox shows of a mail before and after it is opened."""

    sender: str
    subject: str
    preheader: str
    text: str
    file: str


@dataclass(frozen=True)
class Sight:
    """One message on one channel; `why` it cannot be written, `lacking` the fields that its kind wants and the row has not."""

    delivery: Delivery
    network: str
    audience: str
    name: str
    handle: str
    pieces: tuple[Piece, ...] = ()
    letter: Letter | None = None
    picture: Shown | None = None
    used: int = 0
    allowed: int = 0
    fits: bool = True
    why: str = ""
    lacking: tuple[str, ...] = ()

    @property
    def spoilt(self) -> str:
        """Why it could not go out even if it were approved."""
        return self.why or (self.picture.words if self.picture and not self.picture.file else "")


@dataclass(frozen=True)
class Part:
    """One kind in one edition at its slot, with its messages by network and audience."""

    kind: str
    edition: str
    slot: dt.datetime
    expires: dt.datetime
    groups: tuple[tuple[Sight, ...], ...]
    due: bool

    @property
    def state(self) -> str:
        """Whether it goes at its slot, is on its way, or waits for something else, perhaps too long already."""
        held = any(sight.delivery.held_because or sight.spoilt for group in self.groups for sight in group)
        return ("late" if held else "leaving") if self.due else ("waits" if held else "scheduled")


@dataclass(frozen=True)
class Slip:
    """A session in a language as a calendar would have it."""

    language: str
    title: str
    facts: tuple[Fact, ...]


@dataclass
class Sights:
    """Makes what one row shows, and keeps its files; `files`, `said` and `held` tell what came of it."""

    gate: Gate
    folder: Folder
    manifest: Manifest
    edition: str

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
            groups.setdefault((sight.network, sight.audience), []).append(sight)
        return [Part(*head, self._sorted(groups), head[2] <= survey.now) for head, groups in found.items()]

    def _sorted(self, groups: Mapping[tuple[str, str], list[Sight]]) -> tuple[tuple[Sight, ...], ...]:
        """Networks and languages in the order of config."""
        channels, languages = list(self.gate.rules.channels), list(self.gate.rules.languages)
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
                voice = self.gate.renderer.voice(told.language)
                lines = facts(content, voice, ("when", "place", "room", "online", "contact"))
                found.append(Slip(told.language, content.title, tuple(lines)))
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


WAY_OUT = re.compile(r"<%\w+%>")
"""What SendGrid puts an address of the recipient's own in place of; a preview has no recipient."""


def plain(parts: Sequence[Part]) -> list[tuple[Part, Sight, str]]:
    """The messages as text alone, in their order: what a mail can carry."""
    return [
        (
            part,
            sight,
            WAY_OUT.sub("…", sight.letter.text) if sight.letter else "".join(piece.text for piece in sight.pieces),
        )
        for part in parts
        for group in part.groups
        for sight in group
        if sight.letter or sight.pieces
    ]
