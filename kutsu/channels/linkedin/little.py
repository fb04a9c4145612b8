"""LinkedIn's "little" text: what a text has to look like so that all of it is published, and how it is read back.

An unescaped reserved character silently cuts the post there, with a 201 (alexey-pelykh/linkedctl#194). In a link a backslash
would end up in the address, so that reserved characters are percent-encoded there (RFC 3986, 2.1); `#` alone cannot be, as it
begins the fragment, and is escaped.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

RESERVED = r"\\|{}@\[\]()<>#*_~"
PLAIN = r"[^\s()\[\]{}<>|\\\"']"
LINK = rf"https?://(?:{PLAIN}|\({PLAIN}*\)|\[{PLAIN}*\])+(?<![.,;:!?])"
"""An address up to the punctuation after it; brackets belong to it in pairs only."""
TAG = r"(?<!\S)#(?=\d*[^\W\d_])(?P<tag>[^\W_]+)(?=[\s.,;:!?]|$)"
"""A hashtag that stands alone, of letters and digits; any other # is only a character."""
SPECIAL = re.compile(rf"(?P<link>{LINK})|{TAG}|[{RESERVED}]")
ESCAPED = re.compile(rf"\{{hashtag\|\\?#\|(?P<tag>[^|{{}}]+)\}}|\\(?P<character>[{RESERVED}])")


def escape(text: str) -> str:
    """`text` as little text: links and hashtags live, all else as typed."""
    return SPECIAL.sub(_escaped, text)


def unescape(commentary: str) -> str:
    """What residents read of little text."""
    return ESCAPED.sub(lambda found: f"#{found['tag']}" if found["tag"] else found["character"], commentary)


def comparable(commentary: str) -> str:
    """Little text as texts are compared: what residents read, in NFC, with single blanks."""
    return " ".join(unicodedata.normalize("NFC", unescape(commentary)).split())


def _escaped(found: re.Match[str]) -> str:
    if found["link"]:
        return re.sub(f"[{RESERVED}]", lambda one: _encoded(one[0]), found["link"])
    return rf"{{hashtag|\#|{found['tag']}}}" if found["tag"] else rf"\{found[0]}"


def _encoded(character: str) -> str:
    """A reserved character within a link; `_` and `~` are what `quote` never encodes."""
    return {"#": r"\#", "_": "%5F", "~": "%7E"}.get(character) or quote(character, safe="")
