"""How a page is passed on: links that share it without any script, and what other networks call its language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, urlencode

from babel import Locale
from babel.core import get_global

MASTODON = "https://share.joinmastodon.org/#"
"""Mastodon's own page, where readers name their server; what stands after # stays in the reader's browser."""


@dataclass(frozen=True)
class Share:
    """A link that opens a network's own form with the page in it; `name` is the network's."""

    name: str
    href: str


def shares(title: str, page: str) -> list[Share]:
    """The networks on which a page can be shared."""
    return [
        Share("Facebook", _link("https://www.facebook.com/sharer/sharer.php?", u=page)),
        Share("X", _link("https://x.com/intent/post?", text=title, url=page)),
        Share("LinkedIn", _link("https://www.linkedin.com/sharing/share-offsite/?", url=page)),
        Share("Mastodon", _link(MASTODON, text=f"{title}\n{page}")),
    ]


def mailto(title: str, page: str) -> str:
    """A letter to nobody yet, with the page in it (RFC 6068: lines end with CRLF)."""
    return _link("mailto:?", subject=" ".join(title.split()), body=f"{title}\r\n{page}")


@cache
def territory(locale: str) -> str:
    """A locale as Open Graph writes it, with its country: `fi` is `fi_FI`, `sv_FI` stays, `zh_Hans` is `zh_CN`."""
    found = Locale.parse(locale)
    likely = Locale.parse(get_global("likely_subtags").get(locale) or get_global("likely_subtags")[found.language])
    return f"{found.language}_{found.territory or likely.territory}"


def _link(base: str, **asked: str) -> str:
    """An address with everything in it escaped; what no reader may see and no bytes can say is left out."""
    whole = {name: text.encode("utf-8", "ignore").decode() for name, text in asked.items()}
    return base + urlencode(whole, quote_via=quote)
