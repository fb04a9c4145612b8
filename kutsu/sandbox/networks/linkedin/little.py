"""LinkedIn's "little" text: where it is cut, and what residents read of it.

A reserved character is escaped by a backslash or stands in a hashtag's template, documented with and without a backslash
of its own. Any other reserved character cuts the text there without a word (alexey-pelykh/linkedctl#194). Whether that
holds within a link too is not documented; here it does, which is the harder rule.
"""

from __future__ import annotations

import re

RESERVED = r"\\|{}@\[\]()<>#*_~"
ELEMENT = re.compile(
    rf"\\(?P<escaped>[{RESERVED}])|\{{hashtag\|\\?#\|(?P<tag>[^\s{RESERVED}]+)\}}|(?P<plain>[^{RESERVED}])"
)
WHOLE = re.compile(rf"(?:{re.sub(r'[?]P<[a-z]+>', '?:', ELEMENT.pattern)})*")


def cut(commentary: str) -> str:
    """The commentary up to the first reserved character that is neither escaped nor part of a hashtag."""
    whole = WHOLE.match(commentary)
    return whole[0] if whole else ""


def plain(commentary: str) -> str:
    """What residents read."""
    elements = ELEMENT.finditer(cut(commentary))
    return "".join(f"#{one['tag']}" if one["tag"] else one["escaped"] or one["plain"] for one in elements)
