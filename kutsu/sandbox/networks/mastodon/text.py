"""A status on Mastodon: how long it counts, and the HTML that Mastodon makes of it.

From the facts and Mastodon's own source (StatusLengthValidator, TextFormatter): characters are grapheme clusters, a link counts
23 whatever its length, a remote mention only its local half; only links with a scheme are links.
"""

from __future__ import annotations

import html
import re
from itertools import pairwise

import regex
from twitter_text import extract_urls_with_indices

LIMIT, PER_LINK = 500, 23
REMOTE = re.compile(r"(^|[^/\w])@([a-z0-9_]+)@[a-z0-9.\-]+[a-z0-9]+", re.IGNORECASE)
TAG = re.compile(r"(?<![\w/&])#(\w*[^\W\d_]\w*)")
SCHEME = re.compile(r"https?://(www\.)?")
SHOWN = 30


def length(text: str) -> int:
    """How many characters `text` counts."""
    for begin, end in reversed(links(text)):
        text = text[:begin] + "x" * PER_LINK + text[end:]
    return len(regex.findall(r"\X", REMOTE.sub(r"\1@\2", text)))


def links(text: str) -> list[tuple[int, int]]:
    """Where the links stand."""
    found = [link for link in extract_urls_with_indices(text) if "://" in link["url"]]
    return [(link["indices"][0], link["indices"][1]) for link in found]


def first_link(text: str) -> str:
    """The first link, or nothing."""
    return next((text[begin:end] for begin, end in links(text)), "")


def as_html(text: str) -> str:
    """Paragraphs, line breaks, links with their scheme and their tail hidden, hashtags as links."""
    marks = [0, *(mark for link in links(text) for mark in link), len(text)]
    pieces = [
        _plain(text[begin:end]) if number % 2 == 0 else _anchor(text[begin:end])
        for number, (begin, end) in enumerate(pairwise(marks))
    ]
    paragraphs = re.split(r"\n{2,}", "".join(pieces))
    return "".join(f"<p>{paragraph.replace(chr(10), '<br />')}</p>" for paragraph in paragraphs)


def _plain(text: str) -> str:
    """Words that are no link."""
    tag = r'<a href="https://sandbox.example/tags/\1" class="mention hashtag" rel="tag">#<span>\1</span></a>'
    return TAG.sub(tag, html.escape(text, quote=False))


def _anchor(url: str) -> str:
    """A link as Mastodon shows it."""
    scheme = SCHEME.match(url)
    begin = scheme.end() if scheme else 0
    end = begin + SHOWN
    kind = "ellipsis" if url[end:] else ""
    parts = (("invisible", url[:begin]), (kind, url[begin:end]), ("invisible", url[end:]))
    spans = "".join(f'<span class="{css}">{html.escape(part)}</span>' for css, part in parts)
    return f'<a href="{html.escape(url)}" target="_blank" rel="nofollow noopener noreferrer" translate="no">{spans}</a>'
