"""The headers by which a mail names its list and its language, and by which one leaves with one click (RFC 2919, 8058)."""

from __future__ import annotations

import re
from email.utils import formataddr

from kutsu.core.errors import Held
from kutsu.core.publication import Claimed

PLAIN = re.compile(r"(https://|http://(127\.0\.0\.1|localhost)[:/])[^\s<>\"'&\x00-\x1f\x7f-\U0010ffff]+")
"""An address that can stand in a header, in text and in HTML as it is; without TLS on this very machine alone, for the demo."""
UNFIT = re.compile(r"[^a-z0-9]+")


def own_heads(claimed: Claimed, name: str, address: str) -> dict[str, str]:
    """What is the same for all readers of one list in one language; `name` and `address` are the sender's."""
    *_, language, channel, _ = claimed.key.split("/")
    labels = [UNFIT.sub("-", label.casefold()).strip("-") for label in (channel, language)]
    phrase = formataddr((name, address)).rpartition("<")[0]
    return {
        "List-Id": f"{phrase}<{'.'.join([*filter(None, labels), address.rpartition('@')[2]])}>",
        "Content-Language": ", ".join(claimed.message.languages),
    }


def one_click(address: str) -> dict[str, str]:
    """The way out of one reader, for the mail programs; raises `Held` for an address that could break out of a header."""
    if not PLAIN.fullmatch(address):
        raise Held(
            "the way out is no address with https:// that can stand in a mail as it is; look at the city's `web`"
        )
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
