"""The words of a share card: what stands on the picture, and the same words as its text alternative."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import regex

from kutsu.core.facts import facts
from kutsu.core.model import Digest, Pilot, Round, Session, Status, Subject
from kutsu.core.voice import Voice

WIDTH, HEIGHT = 1200, 630
"""Pixels of a card."""

MOST_ALT = 1000
"""Characters of an alt text: what X takes; Mastodon takes 1,500 and LinkedIn 4,086."""

TOLD = (Status.MOVED, Status.CANCELLED)
"""What is said of a session beside what it is: nobody may read an invitation to a session that is not held."""

CUT = "…"
DOT = "\u00a0· "
"""Between two words on one line; the dot stays on the line of the first."""

_IDEOGRAPH = regex.compile(r"\p{Unified_Ideograph}")
_UNSEEN = regex.compile(r"[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\p{Bidi_Control}\u00ad\ufeff]")
_BLANKS = regex.compile(r"[ \t\r\n\u0085\u2028\u2029]+")
_ENDED = regex.compile(r"[\p{Sentence_Terminal}…]\W*$")


@dataclass(frozen=True)
class Card:
    """What a card says: its title, below it the facts line by line, above it whose it is and what it is about.

    `theme` says what the thing is ("Digikokeilu · Tulkkaus"); `tag` is the language as BCP 47 writes it.
    """

    title: str
    lines: tuple[str, ...]
    city: str
    theme: str
    tag: str
    direction: Literal["ltr", "rtl"] = "ltr"

    @property
    def alt(self) -> str:
        """All words of the card as sentences, the title first, at most `MOST_ALT` characters."""
        told = " ".join(
            _sentence(text.replace(DOT, ", ")) for text in (self.title, self.theme, *self.lines, self.city) if text
        )
        return told if len(told) <= MOST_ALT else shortened(told, MOST_ALT)


def card(content: Subject[str], voice: Voice) -> Card:
    """The words of the card of `content` in the language of `voice`; raises `Faulty` on a label or theme that is missing."""
    return Card(
        title=_plain(content.title),
        lines=tuple(filter(None, map(_plain, _lines(content, voice)))),
        city=_plain(voice.city.name[voice.language.key]),
        theme=_plain(DOT.join(_about(content, voice))),
        tag=voice.language.tag,
        direction=voice.language.direction,
    )


def shortened(text: str, most: int) -> str:
    """The beginning of a text that is too long, cut at the end of a word where there is one, with an ellipsis."""
    kept = text[: most - len(CUT)]
    whole = kept if text[len(kept) : len(kept) + 1].isspace() else kept.rpartition(" ")[0] or kept
    return whole.rstrip(" ,;:–-·\u00a0") + CUT


def _about(content: Subject[str], voice: Voice) -> list[str]:
    """What the thing is, and the most telling word about it."""
    if isinstance(content, Pilot):
        return [voice.label("card.pilot"), voice.theme(content.theme)]
    if isinstance(content, Round):
        return [voice.label("card.round")]
    if isinstance(content, Digest):
        return []
    told = [voice.label(f"status.{content.status}")] if content.status in TOLD else []
    return [voice.label("card.session"), *told]


def _lines(content: Subject[str], voice: Voice) -> Iterable[str]:
    """When, then where; of a round its day and its numbers."""
    if isinstance(content, Round):
        numbers = facts(content, voice, ("proposals", "chosen"))
        return voice.date(content.announce), DOT.join(f"{fact.label}:\u00a0{fact.text}" for fact in numbers)
    if isinstance(content, Session):
        place = [line.text for fact in facts(content, voice, ("place",)) for line in fact.lines]
        return voice.when(content), *place[:1], ", ".join(place[1:])
    if isinstance(content, Digest):
        return ("",)  # mail has no card
    return voice.period(content.start, content.end) or voice.date(content.announce), content.places or ""


def _plain(text: str) -> str:
    """A text on one line, without what no reader sees: controls, marks of direction, soft hyphens."""
    return str(_UNSEEN.sub("", _BLANKS.sub(" ", unicodedata.normalize("NFC", text)))).strip()


def _sentence(text: str) -> str:
    """A text with the full stop of its script, where it does not end a sentence by itself."""
    if _ENDED.search(text):
        return text
    return text + ("。" if _IDEOGRAPH.match(text[-1]) else ".")
