"""How Mastodon counts a text, and how a status is recognised."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import regex

from kutsu.later import Later

twitter_text = Later("twitter_text")

TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Limits:
    """What one server takes: characters, and how many of them a link counts; Mastodon's documented defaults until it has told."""

    characters: int = 500
    per_link: int = 23

    @classmethod
    def told(cls, instance: Mapping[str, Any]) -> Self:
        """The limits out of `GET /api/v2/instance`; raises KeyError when the server does not tell them."""
        statuses = instance["configuration"]["statuses"]
        return cls(int(statuses["max_characters"]), int(statuses["characters_reserved_per_url"]))

    def fit(self, text: str) -> bool:
        """Whether the server takes `text`."""
        return 0 < self.length(text) <= self.characters

    def length(self, text: str) -> int:
        """How many characters `text` counts: grapheme clusters, each link the same (Mastodon's StatusLengthValidator).

        Only what has a scheme is a link there; a remote mention, which would count less, is counted in full.
        """
        links = [link for link in twitter_text.extract_urls_with_indices(text) if "://" in link["url"]]
        written = sum(_clusters(text[slice(*link["indices"])]) for link in links)
        return _clusters(text) - written + self.per_link * len(links)


def _clusters(text: str) -> int:
    """The grapheme clusters of `text`: what a reader takes for one character."""
    return len(regex.findall(r"\X", text))


def comparable(text: str) -> str:
    """`text` reduced to what survives a server's storage: NFC, single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def resembles(text: str, content: str) -> bool:
    """Whether the HTML `content` reads like `text`, blanks aside: paragraphs and hidden parts of links bring none or many."""
    shown = html.unescape(TAG.sub("", content))
    return "".join(comparable(shown).split()) == "".join(comparable(text).split())


def mentions(link: str, content: str) -> bool:
    """Whether the HTML `content` leads to `link`."""
    return link in html.unescape(content)
