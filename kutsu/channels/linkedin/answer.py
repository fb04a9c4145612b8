"""What LinkedIn's answers mean: status, code and message of its error, and a post as it is read back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

import requests

from kutsu.channels.common.verdict import by_status
from kutsu.core.errors import Duplicate, Held, KutsuError, Unavailable
from kutsu.core.publication import Receipt

Json = Mapping[str, Any]

URN = re.compile(r"urn:li:(?:share|ugcPost):\d+")
FORGOTTEN = re.compile(r"MEDIA_ASSET_|Could not find entity urn:li:image:")
"""An image that LinkedIn has lost or spoilt since it was uploaded: `prepare` uploads it anew."""
PATIENCE = dt.timedelta(minutes=1)
"""After haste; LinkedIn itself does not tell when to come again."""


class Known(Duplicate):
    """LinkedIn says that the post of this urn has the text already; a ghost's urn answers 404."""

    def __init__(self, reason: str, urn: str) -> None:
        """Keep the urn beside the words; it stands in them too. Empty: none was named."""
        super().__init__(reason)
        self.urn = urn


class _No(Exception):
    """An answer other than success."""

    def __init__(self, answer: requests.Response) -> None:
        self.status, self.body, self.error = answer.status_code, answer.text, _error(answer)


def accepted(answer: requests.Response) -> requests.Response:
    """A 2xx answer; any other raises what `judge` understands."""
    if not 200 <= answer.status_code < 300:
        raise _No(answer)
    return answer


def receipt(urn: str | None) -> Receipt:
    """The receipt for the id in a header or a post; raises ValueError when it is none."""
    if urn is None or not URN.fullmatch(urn):
        raise ValueError("no urn of a post in the answer")
    return Receipt(urn, f"https://www.linkedin.com/feed/update/{urn}/")


def judge(who: str, failure: Exception, now: dt.datetime) -> KutsuError | None:
    """The error for one answer that came `now`; None when there was none."""
    if not isinstance(failure, _No):
        return None
    words = _words(failure.error)
    told = f"{who} answered {failure.status}: {words}"
    if failure.status == 422 and "DUPLICATE_POST" in failure.body:
        named = URN.search(failure.body)
        return Known(told, named[0] if named else "")
    if FORGOTTEN.search(failure.body) and failure.status in (400, 404):
        return Unavailable(told)
    match failure.status:
        case 426:
            return Held(f"{told}; set `version` of the channel to one that LinkedIn still answers (YYYYMM)")
        case 429:
            return Unavailable(told, now + PATIENCE)
    return by_status(who, failure.status, words)


def _error(answer: requests.Response) -> Json:
    """The JSON object of an answer, or its status in words."""
    try:
        error = answer.json()
    except ValueError:
        error = None
    return error if isinstance(error, dict) else {"message": answer.reason}


def _words(error: Json) -> str:
    """Code, serviceErrorCode and message as LinkedIn gave them."""
    told = [str(error[key]) for key in ("code", "serviceErrorCode") if key in error]
    return ", ".join([*told, " ".join(str(error.get("message", "no message")).split())])
